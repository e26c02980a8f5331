"""The class's mistakes: how many showed each misconception, and what the course says to it.

What a mistake is and which misconception it shows is known by the feedback in ``lessons``; one
student's mistakes stand in their own notebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mediakit.answers import AnswerSheet
from mediakit.classroom.collect import Submission
from mediakit.compare import ARGUABLE, HIT, RIGHT
from mediakit.lessons import Exercise, Feedback, find_feedback, grade_entry, load_lesson
from mediakit.stories.shelf import SHIPPED, Shelf

#: The name of what shows no misconception that the course knows.
OTHER = "other mistakes"


@dataclass(frozen=True)
class Mistake:
    """One line of ``mistakes.csv``: a misconception in an exercise, and how many showed it.

    ``students`` showed it, out of ``checked`` who checked the exercise; ``say`` is what the course
    says to it, or what was told most often of the other mistakes. A second attempt counts on its own.
    """

    lesson: str
    exercise: str
    number: str
    mistake: str
    students: str
    checked: str
    say: str


def count_mistakes(submissions: Iterable[Submission], shelf: Shelf = SHIPPED) -> list[Mistake]:
    """What a class got wrong, in the order of the exercises, the most frequent of each first."""
    sheets: dict[str, list[AnswerSheet]] = {}
    for one in submissions:
        if one.sheet is not None:
            sheets.setdefault(one.sheet.lesson, []).append(one.sheet)
    found: list[Mistake] = []
    for lesson in sorted(sheets):
        for exercise in load_lesson(lesson, shelf).exercises:
            for attempt in filter(None, (exercise, exercise.again)):
                found += _mistakes_in(lesson, attempt, sheets[lesson])
    return found


def _mistakes_in(
    lesson: str, exercise: Exercise, sheets: Sequence[AnswerSheet]
) -> Iterator[Mistake]:
    """The lines of one exercise: named misconceptions first, then all other mistakes in one."""
    results = [grade_entry(exercise, sheet.entry(exercise.id)) for sheet in sheets]
    checked = [result for result in results if result.state == "checked"]
    students: Counter[str] = Counter()
    told: dict[str, Counter[str]] = {}
    for result in checked:
        wrong = [o for o in find_feedback(result) if o.verdict not in (HIT, RIGHT, ARGUABLE)]
        students.update({one.misconception or OTHER for one in wrong})
        for one in wrong:
            told.setdefault(one.misconception or OTHER, Counter())[_said(one)] += 1
    for name in sorted(students, key=lambda name: (name == OTHER, -students[name], name)):
        if name == OTHER:
            [(most, times)] = told[name].most_common(1)
            say = f"Most often ({times}): {most}"
        else:
            say = " ".join(told[name])  # one name can have a sentence for each story
        count = f"{students[name]}"
        yield Mistake(lesson, exercise.id, exercise.number, name, count, f"{len(checked)}", say)


def _said(one: Feedback) -> str:
    return one.say or f"{one.you} {one.shows}".strip()
