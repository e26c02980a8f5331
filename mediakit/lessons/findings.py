"""What a lesson's first checked answers found and fell for, by what was asked, and what to do again.

An end card draws these; points are made in ``grade``, and nothing here changes any.
"""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.answers import AnswerSheet
from mediakit.lessons.exercise import Exercise, Lesson


@dataclass(frozen=True)
class Finding:
    """One row of an end card: ``found`` out of ``of``; half right counts a half.

    ``what`` is a kind by its name on screen ("no name given"), a question ("Which of the four") or a
    sort of exercise ("questions about a story"). With ``fell`` the numbers are of lookalikes that
    were marked, and fewer are better.
    """

    what: str
    found: float
    of: int
    fell: bool = False

    @property
    def line(self) -> str:
        """The row in words: "no name given: found 3 of 4", "fell for 1 of 7 lookalikes"."""
        if self.fell:
            return f"fell for {self.found:g} of {self.of} lookalikes"
        return f"{self.what}: found {self.found:g} of {self.of}"


@dataclass(frozen=True)
class OnceMore:
    """The one thing to do again: ``exercise.again`` is its second attempt, ``why`` a plain sentence.

    ``lost`` is the share of the exercise that was lost, above 0 and at most 1.
    """

    exercise: Exercise
    why: str
    lost: float


def count_by_skill(lesson: Lesson, sheet: AnswerSheet) -> tuple[Finding, ...]:
    """What was found and fallen for over the first attempts that are checked; empty where none is."""
    return ()


def weakest(lesson: Lesson, sheet: AnswerSheet) -> OnceMore | None:
    """The exercise to do once more: the largest share lost among those whose second attempt is open."""
    return None
