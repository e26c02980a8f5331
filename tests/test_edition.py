"""Editions: what changes one, and what answers of 0.1.0 are worth today."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit.answers import AnswerSheet, Entry
from mediakit.classroom import grade_submission
from mediakit.classroom.collect import Submission, read_sheets
from mediakit.lessons import Lesson, edition_of, grade_sheet, lesson_names, load_lesson
from mediakit.lessons.edition import edition_remark

KEPT = Path(__file__).parent / "submissions-0.1.0"

#: What today's version gives otherwise than 0.1.0, on purpose: (file, exercise): (points then, points
#: now). Every line is a change of scoring that CHANGELOG tells teachers of; a text or key that changed
#: belongs here too.
CHANGED: dict[tuple[str, str], tuple[str, str]] = {}

MARK = """
[[exercise]]
id = "find"
kind = "mark"
unit = "words"
targets = ["source.unnamed"]
cases = ["quarry"]
points = 2
prompt = "Mark them."
hints = ["Look."]
"""


def rows_of_0_1_0() -> list[dict[str, str]]:
    with (KEPT / "points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted({row["file"] for row in rows_of_0_1_0()}))
def test_answers_of_0_1_0_are_worth_what_they_were(name: str) -> None:
    [sheet] = read_sheets(KEPT / name)
    then = {row["exercise"]: row["points"] for row in rows_of_0_1_0() if row["file"] == name}
    assert set(sheet.entries)
    now = {
        one.exercise.id: "" if one.points is None else f"{one.points:g}"
        for one in grade_sheet(load_lesson(sheet.lesson), sheet)
    }
    differing = {
        (name, exercise): (points, now.get(exercise, "gone"))
        for exercise, points in then.items()
        if now.get(exercise, "gone") != points
    }
    assert differing == {at: told for at, told in CHANGED.items() if at[0] == name}


def test_answers_of_0_1_0_are_graded_with_a_remark() -> None:
    [sheet] = read_sheets(KEPT / "full.handin.json")
    rows = list(grade_submission(Submission("ada", sheet.lesson, (), sheet)))
    assert all("no edition noted (0.1.0): graded by today's key" in row.remark for row in rows)


def test_only_another_edition_is_remarked() -> None:
    lesson = load_lesson("04")
    ours = AnswerSheet(lesson.name, edition=edition_of(lesson))
    assert edition_remark(lesson, ours) == ""
    other = AnswerSheet(lesson.name, edition="another").with_entry(
        "how-many-people", Entry({"option": "two"})
    )
    rows = {row.exercise: row for row in grade_submission(Submission("a", lesson.name, (), other))}
    told = "answered on another edition of this lesson: graded by today's key"
    assert told in rows["how-many-people"].remark
    assert told not in rows["recall-kinds"].remark


def test_every_lesson_has_an_edition_of_its_own() -> None:
    editions = {edition_of(load_lesson(name)) for name in lesson_names()}
    assert len(editions) == len(lesson_names())
    assert {len(one) for one in editions} == {16}


def test_an_edition_is_the_same_in_every_process() -> None:
    program = "from mediakit.lessons import *; print(edition_of(load_lesson('07')))"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(KEPT.parents[1])},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert told == {edition_of(load_lesson("07"))}


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ('core = "two people"', 'core = "people"', True),
        ('of = "source.unnamed", text = "Drivers"', 'of = "source.named", text = "Drivers"', True),
        ('id = "two", text = "Two"', 'id = "two", text = "Exactly two"', True),
        ('holder = "lund-again"', 'holder = "paper"', True),
        ('why = "Nobody gives their names."', 'why = "No name is given."', False),
        ('why = "They are talked about."', 'why = "Nobody asked them."', False),
        ('text = "Two", why = "It says so."', 'text = "Two", why = "Look again."', False),
    ],
)
def test_a_changed_key_is_another_edition_and_a_changed_reason_is_not(
    write_lesson: Callable[..., Lesson], quarry_key: str, old: str, new: str, differs: bool
) -> None:
    before = edition_of(write_lesson(MARK))
    assert quarry_key.count(old) >= 1
    after = edition_of(write_lesson(MARK, key=quarry_key.replace(old, new)))
    assert (before != after) is differs


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("points = 2", "points = 3", True),
        ('targets = ["source.unnamed"]', 'targets = ["source"]', True),
        ('prompt = "Mark them."', 'prompt = "Mark all of them."', True),
        ('hints = ["Look."]', 'hints = ["Look closely."]', False),
    ],
)
def test_a_changed_exercise_is_another_edition_and_a_changed_hint_is_not(
    write_lesson: Callable[..., Lesson], old: str, new: str, differs: bool
) -> None:
    before = edition_of(write_lesson(MARK))
    after = edition_of(write_lesson(MARK.replace(old, new)))
    assert (before != after) is differs
