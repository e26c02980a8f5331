"""From submissions to a gradebook: points an exercise, totals, and what students wrote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

from mediakit.answers import AnswerSheet
from mediakit.classroom.collect import Submission
from mediakit.classroom.mistakes import Mistake
from mediakit.errors import MediakitError
from mediakit.lessons import (
    Result,
    edition_remark,
    find_feedback,
    grade_entry,
    grade_sheet,
    lesson_names,
    load_lesson,
)
from mediakit.lessons.progress import find_gain
from mediakit.stories.shelf import SHIPPED, Shelf


@dataclass(frozen=True)
class Row:
    """One line of ``grades.csv``: points and possible are numbers, or empty where there are none.

    ``number`` is the exercise's on the screen; ``false_alarms`` is empty where nothing is marked.
    """

    student: str
    lesson: str
    exercise: str
    points: str
    possible: str
    remark: str
    number: str = ""
    false_alarms: str = ""


def grade_submission(submission: Submission, shelf: Shelf = SHIPPED) -> Iterator[Row]:
    """The rows of a submission; one with the reason where it could not be read."""
    student, remark = submission.student, submission.remark
    if any(student.startswith(name) for name in lesson_names(shelf)):
        remark = "; ".join(
            filter(None, ("the file is named for the lesson, not for a student", remark))
        )
    if submission.sheet is None:
        yield Row(student, submission.lesson, "", "", "", submission.reason)
        return
    try:
        lesson = load_lesson(submission.sheet.lesson, shelf)
    except MediakitError as error:
        yield Row(student, submission.lesson, "", "", "", str(error))
        return
    edition = edition_remark(lesson, submission.sheet)
    for result in grade_sheet(lesson, submission.sheet):
        hints = submission.sheet.entry(result.exercise.id).hints
        opened = f"{hints} hint{'s' if hints > 1 else ''} opened" if hints else ""
        yield _row(student, lesson.name, result, [opened, remark, edition if result.answer else ""])


def _row(student: str, lesson: str, result: Result, more: list[str]) -> Row:
    remarks = [result.remark, *more]
    if result.exercise.automatic and result.state != "checked":
        never = "never checked: graded as it stands"
        remarks.insert(0, never if result.state.startswith("answered") else result.state)
    points = "" if result.points is None else f"{result.points:g}"
    possible = f"{result.possible}" if result.exercise.automatic else ""
    told = "; ".join(one for one in remarks if one)
    marked = result.exercise.kind == "mark" and result.score is not None
    alarms = f"{result.score.false_alarms}" if marked and result.score else ""
    number = result.exercise.number
    return Row(student, lesson, result.exercise.id, points, possible, told, number, alarms)


@dataclass(frozen=True)
class Total:
    """One line of ``totals.csv``: a student's points in a lesson."""

    student: str
    lesson: str
    points: str
    possible: str


def total_points(rows: Iterable[Row]) -> list[Total]:
    """The sum of each student's points in each lesson, in the order of the rows."""
    sums: dict[tuple[str, str], tuple[float, int]] = {}
    for row in rows:
        if row.possible:
            points, possible = sums.get((row.student, row.lesson), (0.0, 0))
            sums[row.student, row.lesson] = points + float(row.points), possible + int(row.possible)
    return [Total(who, what, f"{a:g}", f"{b}") for (who, what), (a, b) in sums.items()]


@dataclass(frozen=True)
class Writing:
    """One line of ``writing.csv``: what a student wrote and ticked, beside what was asked."""

    student: str
    lesson: str
    exercise: str
    text: str
    ticked: str
    prompt: str


def find_writing(submission: Submission, shelf: Shelf = SHIPPED) -> Iterator[Writing]:
    """The texts that a student wrote in a lesson's write exercises."""
    if submission.sheet is None:
        return
    for result in grade_sheet(load_lesson(submission.sheet.lesson, shelf), submission.sheet):
        if result.exercise.kind == "write" and result.answer is not None:
            exercise, lesson = result.exercise, submission.sheet.lesson
            ticked = f"{len(result.answer['ticked'])} of {len(exercise.spec['selfcheck'])}"
            text = str(result.answer["text"])
            yield Writing(submission.student, lesson, exercise.id, text, ticked, exercise.prompt)


@dataclass(frozen=True)
class ReadDifferently:
    """One line of ``read-differently.csv``: why a student reads an exercise another way.

    ``mistakes`` holds what they answered otherwise than the key, and what the key shows.
    """

    student: str
    lesson: str
    exercise: str
    points: str
    because: str
    mistakes: str
    prompt: str


def find_read_differently(
    submission: Submission, shelf: Shelf = SHIPPED
) -> Iterator[ReadDifferently]:
    """What a student kept under "I read it differently"; second attempts count on their own."""
    if submission.sheet is None:
        return
    for exercise in load_lesson(submission.sheet.lesson, shelf).all_exercises:
        entry = submission.sheet.entry(exercise.id)
        if entry.note:
            result = grade_entry(exercise, entry)
            told = "" if result.points is None else f"{result.points:g}"
            wrong = [one for one in find_feedback(result) if one.verdict not in ("hit", "right")]
            mistakes = " ".join(f"{one.you} {one.shows}".strip() for one in wrong)
            lesson = submission.sheet.lesson
            yield ReadDifferently(
                submission.student, lesson, exercise.id, told, entry.note, mistakes, exercise.prompt
            )


@dataclass(frozen=True)
class Gained:
    """One line of ``gain.csv``: per cent on the pre-test, and on its parallel forms in the capstone."""

    student: str
    before: str
    after: str


def find_gains(submissions: Iterable[Submission]) -> Iterator[Gained]:
    """The gain of each student who handed in the pre-test and the capstone with all of both."""
    sheets: dict[str, dict[str, AnswerSheet]] = {}
    for one in submissions:
        if one.sheet is not None:
            sheets.setdefault(one.student, {})[one.sheet.lesson] = one.sheet
    for student, lessons in sheets.items():
        gain = find_gain(lessons)
        if gain is not None:
            yield Gained(student, f"{gain.before:.0%}", f"{gain.after:.0%}")


_Line = TypeVar("_Line", Row, Total, Writing, ReadDifferently, Mistake, Gained)


def write_table(sort: type[_Line], rows: Sequence[_Line], path: Path) -> None:
    """Write rows of one sort as CSV, with a line of names first, also where there are no rows.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(sort))
        writer.writerows([_plain(value) for value in astuple(row)] for row in rows)


def _plain(value: str) -> str:
    value = "".join(one if one.isprintable() or one == "\n" else ascii(one)[1:-1] for one in value)
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
