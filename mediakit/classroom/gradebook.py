"""From submissions to a gradebook: one row an exercise, with the points of the student's score card."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from mediakit.classroom.collect import Submission
from mediakit.errors import MediakitError
from mediakit.lessons import Result, grade_sheet, load_lesson


@dataclass(frozen=True)
class Row:
    """One line of ``grades.csv``: points and possible are numbers, or empty where there are none."""

    student: str
    lesson: str
    exercise: str
    points: str
    possible: str
    remark: str


def grade_submission(submission: Submission) -> Iterator[Row]:
    """The rows of a submission; one with the reason where it could not be read."""
    student, remark = submission.student, submission.remark
    if submission.sheet is None:
        yield Row(student, submission.lesson, "", "", "", submission.reason)
        return
    try:
        lesson = load_lesson(submission.sheet.lesson)
    except MediakitError as error:
        yield Row(student, submission.lesson, "", "", "", str(error))
        return
    for result in grade_sheet(lesson, submission.sheet):
        yield _row(student, lesson.name, result, remark)


def _row(student: str, lesson: str, result: Result, remark: str) -> Row:
    remarks = [result.remark, remark]
    if result.exercise.automatic and result.state != "checked":
        never = "never checked: graded as it stands"
        remarks.insert(0, never if result.state.startswith("answered") else result.state)
    points = "" if result.points is None else f"{result.points:g}"
    possible = f"{result.possible}" if result.exercise.automatic else ""
    told = "; ".join(one for one in remarks if one)
    return Row(student, lesson, result.exercise.id, points, possible, told)


def write_grades(rows: Iterable[Row], path: Path) -> int:
    """Write ``grades.csv``; returns the number of rows.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Row))
        for row in rows:
            writer.writerow(_plain(value) for value in astuple(row))
            count += 1
    return count


def _plain(value: str) -> str:
    value = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in value)
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
