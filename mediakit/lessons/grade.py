"""What an answer is worth, and the line that says so.

Score card, check cell, surface and gradebook all come through ``grade_entry``; the points
themselves are made in ``compare``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from mediakit.answers import AnswerSheet, Entry
from mediakit.compare import (
    MarkedText,
    Score,
    Slot,
    round_points,
    score_connect,
    score_estimate,
    score_marks,
    score_order,
    score_slots,
)
from mediakit.errors import AnswerError
from mediakit.lessons.exercise import Exercise, Lesson
from mediakit.lessons.given import check_answer, is_blank, marks_given

BLANK, ANSWERED, CHECKED = "not answered yet", "answered, not checked", "checked"


@dataclass(frozen=True)
class Result:
    """An exercise's state and worth. ``points`` is None where none are given by the machine.

    ``answer`` is the one that counts, in its one form; ``remark`` says what was odd about it;
    ``second`` tells that a second attempt, on the parallel story, was better than the first;
    ``other`` has the points of the checked attempt that doesn't count, where there are two.
    """

    exercise: Exercise
    state: str
    points: float | None
    possible: int
    score: Score | None
    answer: dict[str, Any] | None
    remark: str = ""
    second: bool = False
    other: float | None = None


def grade_entry(exercise: Exercise, entry: Entry) -> Result:
    """The worth of an entry of a sheet; anything odd in it becomes a remark, never an exception."""
    possible = exercise.points if exercise.automatic else 0
    remark = ""
    answer = None
    if entry.counts is not None:
        try:
            answer = check_answer(exercise, entry.counts)
        except AnswerError as error:
            remark = str(error)
    if is_blank(exercise, answer):
        if answer is not None:
            remark = _lost(exercise, entry.counts, answer)
        nothing = 0.0 if exercise.automatic else None
        return Result(exercise, BLANK, nothing, possible, None, None, remark)
    state = CHECKED if entry.checked is not None else ANSWERED
    if exercise.kind == "write":
        return Result(exercise, state, None, possible, None, answer, "for the teacher to read")
    score = score_answer(exercise, answer)
    points = round_points(score.credit, exercise.points) if exercise.automatic else None
    if exercise.pretest:
        remark = "pre-test: not counted"
    elif exercise.practice:
        remark = "practice: not counted"
    else:
        remark = remark or _lost(exercise, entry.counts, answer)
    return Result(exercise, state, points, possible, score, answer, remark)


def grade_exercise(exercise: Exercise, sheet: AnswerSheet) -> Result:
    """The worth of an exercise in a sheet: of its two attempts the better one counts."""
    first = grade_entry(exercise, sheet.entry(exercise.id))
    if exercise.again is None:
        return first
    entry = sheet.entry(exercise.again.id)
    if entry.checked is None:
        return first
    second = grade_entry(exercise.again, entry)
    if first.state == CHECKED and (second.points or 0) <= (first.points or 0):
        return replace(first, other=second.points)
    after = first.state == CHECKED
    told = "second attempt" if after else "answered on the parallel story"
    remark = "; ".join(filter(None, (told, second.remark)))
    return replace(
        second,
        exercise=exercise,
        remark=remark,
        second=after,
        other=first.points if after else None,
    )


def _lost(exercise: Exercise, raw: Any, answer: Any) -> str:
    """A remark where parts of a saved answer don't belong to the exercise as it is now."""
    if exercise.kind == "classify":
        return "" if raw["slots"] == answer["slots"] else "some choices don't fit this exercise"
    if exercise.kind != "mark":
        return ""
    if set(raw["texts"]) - set(answer["texts"]):
        return "some marks are in a story that doesn't belong to this exercise"
    given = sum(len(one) for one in answer["texts"].values())
    found = sum(len(marks_given(exercise, case, answer) or ()) for case in exercise.cases)
    lost = given - found
    return f"{lost} of {given} marks don't fit the story any more" if lost else ""


def score_answer(exercise: Exercise, answer: Any) -> Score:
    """The score of an answer in its one form; not for ``write``."""
    match exercise.kind:
        case "mark":
            return score_marks(marked_texts(exercise, answer), unit=exercise.spec["unit"])
        case "classify":
            return score_slots(_classify_slots(exercise, answer["slots"]))
        case "choose":
            right = frozenset(option.id for option in exercise.options if option.right)
            return score_slots([Slot(exercise.id, right, len(exercise.options), answer["option"])])
        case "order":
            return score_order(answer["order"], exercise.rank)
        case "estimate":
            return score_estimate(answer["figure"], exercise.band, exercise.spec["mark"])
        case "connect":
            drawn = [(a, b) for a, b in answer["lines"]]
            return score_connect(drawn, exercise.lines, exercise.contested_lines)
        case _:
            return Score(Fraction(0), (), Fraction(0), 0)


def marked_texts(exercise: Exercise, answer: Any) -> list[MarkedText]:
    """The texts of a mark item with what is asked in each and what an answer marks in it."""
    texts = []
    for case in exercise.cases:
        targets, near, contested = exercise.asked(case)
        marked = marks_given(exercise, case, answer)
        texts.append(MarkedText(case.slug, case.article, targets, near, contested, marked))
    return texts


def _classify_slots(exercise: Exercise, slots: Mapping[str, Mapping[str, str]]) -> list[Slot]:
    found = []
    for item in exercise.rows:
        for column in exercise.columns:
            right, contested = exercise.right_for(item, column.id)
            given = slots.get(item, {}).get(column.id)
            found.append(Slot(f"{item}/{column.id}", right, len(column.options), given, contested))
    return found


def grade_sheet(lesson: Lesson, sheet: AnswerSheet) -> list[Result]:
    """The result of every exercise of a lesson, in its order."""
    return [grade_exercise(exercise, sheet) for exercise in lesson.exercises]


def check_line(result: Result) -> str:
    """The one line that a check cell shows and nbval compares; no points before Check."""
    number = result.exercise.number
    if result.state == BLANK:
        return f"{number} {BLANK}"
    if result.exercise.pretest:
        kept = "answered" if result.state == CHECKED else "answered, not kept yet"
        return f"{number}: {kept} (pre-test, not graded)"
    if result.exercise.kind == "write":
        return f"{number}: written, for you and your teacher to read"
    if result.state == ANSWERED or result.score is None:
        return f"{number}: {ANSWERED}"
    if result.points is None:
        return f"{number}: practice, {round(float(result.score.credit) * 100)} per cent"
    line = f"{number}: {result.points:g} of {result.possible} points"
    line += " on the second attempt" if result.second else ""
    alarms = result.score.false_alarms if result.exercise.kind == "mark" else 0
    return line + (f", {alarms} false alarm{'s' if alarms > 1 else ''}" if alarms else "")
