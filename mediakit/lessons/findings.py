"""What a lesson's first checked answers found and fell for, by what was asked, and what to do again.

An end card draws these; points are made in ``grade``, and nothing here changes any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mediakit.answers import AnswerSheet
from mediakit.compare import ARGUABLE, FALSE_ALARM, MISSED, WRONG, Outcome, Score
from mediakit.data import kind_name
from mediakit.lessons.exercise import Exercise, Lesson
from mediakit.lessons.explain import in_numbers
from mediakit.lessons.grade import CHECKED, Result, grade_entry
from mediakit.reading import Mark
from mediakit.text import in_marks, join_words

_EXACT = 20  # the largest denominator of what was found: halves, and content's word F1 about
#: What a connect item finds, by its type of line.
_LINES = {
    "hop": "who has it from whom",
    "answers": "what a denial answers",
    "speaker": "whose quotation it is",
    "attribution": "who says what",
    "hedges": "what a hedge is about",
}


@dataclass(frozen=True)
class Finding:
    """One row of an end card: ``found`` out of ``of``; half right counts a half.

    ``what`` is a kind by its name on screen ("no name given"), a question ("How they know") or a
    sort of exercise ("questions with one answer"). With ``fell`` the numbers are of lookalikes that
    were marked, and fewer are better.
    """

    what: str
    found: float
    of: int
    fell: bool = False

    @property
    def line(self) -> str:
        """The row in words: "no name given: 3 of 4", "fell for 1 of 7 lookalikes"."""
        found = in_numbers(Fraction(self.found).limit_denominator(_EXACT))
        if self.fell:
            return f"fell for {found} of {self.of} {self.what}"
        return f"{self.what}: {found} of {self.of}"


@dataclass(frozen=True)
class OnceMore:
    """The one thing to do again: ``exercise.again`` is its second attempt, ``why`` a plain sentence.

    ``lost`` is the share of the exercise that was lost, above 0 and at most 1.
    """

    exercise: Exercise
    why: str
    lost: float


def count_by_skill(lesson: Lesson, sheet: AnswerSheet) -> tuple[Finding, ...]:
    """What was found and fallen for over the first attempts that are checked; empty where none is.

    Rows stand in the order of the lesson, lookalikes last. Pre-test items and writing are left out.
    """
    found: dict[str, list[Fraction]] = {}
    fell = near = 0
    for result in _checked(lesson, sheet):
        assert result.score is not None
        for what, value, of in _rows(result.exercise, result.score):
            row = found.setdefault(what, [Fraction(0), Fraction(0)])
            row[0], row[1] = row[0] + value, row[1] + of
        fell += result.score.near_misses_marked
        near += result.score.near_misses
    rows = [Finding(what, float(value), int(of)) for what, (value, of) in found.items()]
    return (*rows, *([Finding("lookalikes", fell, near, fell=True)] if near else []))


def _checked(lesson: Lesson, sheet: AnswerSheet) -> Iterator[Result]:
    """The first attempts that are checked and told something about."""
    for exercise in lesson.exercises:
        result = grade_entry(exercise, sheet.entry(exercise.id))
        if result.state == CHECKED and result.score is not None and not exercise.pretest:
            yield result


def _rows(exercise: Exercise, score: Score) -> Iterator[tuple[str, Fraction, int]]:
    """What an answer adds to the rows: the row, how much was right, out of how many."""
    match exercise.kind:
        case "mark":
            for outcome in score.outcomes:
                target = _target(exercise, outcome)
                if target is not None:
                    by_kind = f"{target.label}.{target.kind}" in exercise.targets
                    kind = target.kind if by_kind else None
                    yield kind_name(target.label, kind), outcome.value, 1
        case "classify":
            for outcome in score.outcomes:
                if outcome.verdict != ARGUABLE:
                    yield _asked(exercise, outcome), outcome.value, 1
        case "order":
            yield "pairs in the right order", score.hits, score.targets
        case "connect":
            yield _LINES[exercise.spec["link"]], score.hits, score.targets
        case "estimate":
            yield "figures for a word", score.hits, score.targets
        case _:
            yield "questions with one answer", score.hits, score.targets


def _target(exercise: Exercise, outcome: Outcome) -> Mark | None:
    """The target that an outcome of a mark item is about; None for marks that hit none."""
    if outcome.text is None or outcome.verdict in (FALSE_ALARM, ARGUABLE):
        return None
    targets, _, _ = exercise.asked(exercise.case(outcome.text))
    return next((one for one in targets if one.id == outcome.item), None)


def _asked(exercise: Exercise, outcome: Outcome) -> str:
    """The row for one cell of a classify item: its right kind, or its question where that tells more."""
    item, _, ask = str(outcome.item).partition("/")
    column = next(one for one in exercise.columns if one.id == ask)
    if ask not in ("kind", "place", "terms", "sort"):
        return column.name.rstrip("?")
    right = exercise.right_for(item, ask)[0]
    return next(name for one, name in column.options if one in right)


def weakest(lesson: Lesson, sheet: AnswerSheet) -> OnceMore | None:
    """The exercise to do once more: the largest share lost among those whose second attempt is open.

    None where nothing was lost. What is graded comes before practice; of equal ones the one with more
    points, then the earlier one.
    """
    found: list[tuple[tuple[bool, float, int], Result, Score]] = []
    for result in _checked(lesson, sheet):
        exercise, score = result.exercise, result.score
        if score is None or exercise.again is None or score.credit == 1:
            continue
        if sheet.entry(exercise.again.id).checked is None:
            lost = float(1 - score.credit)
            found.append(((exercise.automatic, lost, exercise.points), result, score))
    if not found:
        return None
    (_, lost, _), result, score = max(found, key=lambda one: one[0])
    return OnceMore(result.exercise, _why(result, score), lost)


def _why(result: Result, score: Score) -> str:
    """What went wrong most in an answer, in a plain sentence."""
    exercise = result.exercise
    missed = score.targets - score.hits
    wrong = score.false_alarms
    match exercise.kind:
        case "mark":
            alarms = [one for one in score.outcomes if one.verdict == FALSE_ALARM]
            if score.off * score.targets > missed or not missed:
                return f"You marked {wrong} that {_belong(wrong)} here{_such(exercise, alarms)}."
            left = [one for one in score.outcomes if one.verdict == MISSED]
            return f"You found {in_numbers(score.hits)} of {score.targets}{_such(exercise, left, left=True)}."
        case "classify":
            told = Counter(
                (_asked_and_chosen(exercise, one)) for one in score.outcomes if one.verdict == WRONG
            )
            if not told:
                return f"{in_numbers(missed)} of {score.targets} choices were left open."
            ((right, chosen), times), *_ = told.most_common(1)
            often = "once" if times == 1 else f"{times} times"
            return f"You chose “{chosen}” {often} where it is “{right}”."
        case "order":
            return f"{wrong} of {score.targets} pairs stood the wrong way round."
        case "connect":
            left_out = f"You drew {in_numbers(score.hits)} of {score.targets} lines"
            return left_out + (f", and {wrong} that the text doesn't have." if wrong else ".")
        case "estimate":
            return (
                "Your figure was not in the band." if exercise.band else "The word gives no figure."
            )
        case _:
            option = {one.id: one.text for one in exercise.options}[str(score.outcomes[0].answer)]
            return f"You chose “{option}”, and that wasn't the best answer."


def _belong(number: int) -> str:
    return "doesn't belong" if number == 1 else "don't belong"


def _such(exercise: Exercise, outcomes: list[Outcome], *, left: bool = False) -> str:
    """An example of what was marked by mistake or left out, in its words."""
    if not outcomes:
        return ""
    first = outcomes[0]
    case = exercise.case(str(first.text))
    target = _target(exercise, first)
    if left and target is not None:
        return f" and left out {in_marks(case.key.words(target))}"
    words = join_words(case.article.cut(span) for span in first.spans)
    return f": {in_marks(words)}" if len(outcomes) == 1 else f", such as {in_marks(words)}"


def _asked_and_chosen(exercise: Exercise, outcome: Outcome) -> tuple[str, str]:
    """The names of the right answer and of the one that was chosen, in a cell of a classify item."""
    item, _, ask = str(outcome.item).partition("/")
    names = dict(next(one for one in exercise.columns if one.id == ask).options)
    right = min(exercise.right_for(item, ask)[0])
    return names.get(right, right), names.get(str(outcome.answer), str(outcome.answer))
