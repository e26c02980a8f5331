"""Checking a student's notebook with nbval, as instructors do who trust nothing else.

The student's answers, and only those, are put beside the pristine lesson; the reference is the same
lesson answered from the key; real ``pytest --nbval`` compares the two in a scratch folder. So
edited cells, ``NBVAL_SKIP`` and cleared outputs in the student's file change nothing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from mediakit.answers import AnswerSheet, Entry, load_notebook, sheet_to_json
from mediakit.classroom.collect import read_sheets
from mediakit.data import shipped_root
from mediakit.errors import SubmissionError
from mediakit.lessons import (
    Exercise,
    Lesson,
    check_line,
    grade_exercise,
    key_answer,
    load_lesson,
)
from mediakit.lessons.document import attempts_html
from mediakit.stories.shelf import SHIPPED, Shelf

_EXERCISE = re.compile(r"""\s*lesson\.exercise\(\s*["']([^"']+)["']\s*\)\s*""")
_SECONDS = 600


@dataclass(frozen=True)
class CellCheck:
    """What nbval said of one exercise's cell, and the line the student's answer gives."""

    exercise: str
    passed: bool
    line: str


def verify_notebook(path: Path, shelf: Shelf = SHIPPED) -> Iterator[tuple[str, list[CellCheck]]]:
    """The checks of each lesson in a student's notebook; raises SubmissionError."""
    for sheet in read_sheets(path, shelf):
        lesson = load_lesson(sheet.lesson, shelf)
        yield lesson.name, _verify_sheet(lesson, sheet)


def _verify_sheet(lesson: Lesson, sheet: AnswerSheet) -> list[CellCheck]:
    source = shipped_root() / "lessons" / f"{lesson.name}.ipynb"
    with tempfile.TemporaryDirectory(prefix="mediakit-verify-") as folder:
        scratch = Path(folder)
        notebook = load_notebook(source)
        counted = as_checked(sheet)
        cells = _put_reference(notebook, lesson, counted)
        if set(cells.values()) != {exercise.id for exercise in lesson.exercises}:
            told = f"it has {len(cells)} exercises to compare, the lesson {len(lesson.exercises)}."
            raise SubmissionError(
                source.name, told, next_step="Install mediakit anew: this notebook isn't whole."
            )
        (scratch / source.name).write_text(json.dumps(notebook), encoding="utf-8")
        answers = scratch / "answers"
        answers.mkdir()
        (answers / f"{lesson.name}.answers.json").write_text(
            json.dumps(sheet_to_json(counted)), encoding="utf-8"
        )
        passed = _run_nbval(scratch, source.name, answers)
    if not set(cells) <= set(passed):
        raise SubmissionError(source.name, "nbval did not report on every exercise.")
    return [
        CellCheck(
            exercise,
            passed[number],
            check_line(grade_exercise(lesson.exercise(exercise), counted)),
        )
        for number, exercise in cells.items()
    ]


def as_checked(sheet: AnswerSheet) -> AnswerSheet:
    """The sheet with every answer locked in as the grader counts it, whoever works in the scratch folder."""
    entries = {name: replace(entry, checked=entry.counts) for name, entry in sheet.entries.items()}
    return replace(sheet, entries=entries, learner="")


def _key_line(exercise: Exercise, sheet: AnswerSheet) -> str:
    """The line of the key's own answer, given to the attempt that counts in a sheet."""
    answered = AnswerSheet(sheet.lesson)
    attempt = exercise
    if exercise.again is not None and grade_exercise(exercise, sheet).second:
        attempt = exercise.again
        answered = answered.with_entry(exercise.id, sheet.entry(exercise.id))
    answered = answered.with_entry(attempt.id, Entry(checked=key_answer(attempt)))
    return check_line(grade_exercise(exercise, answered))


def _put_reference(notebook: dict[str, Any], lesson: Lesson, sheet: AnswerSheet) -> dict[int, str]:
    """Put the key's line under each exercise's surface; returns exercises by code cell number."""
    cells = {}
    number = -1
    for cell in notebook["cells"]:
        if cell.get("cell_type") != "code":
            continue
        number += 1
        match = _EXERCISE.fullmatch("".join(cell["source"]))
        if not match:
            continue
        exercise = lesson.exercise(match.group(1))
        line = _key_line(exercise, sheet)
        _, shown = cell["outputs"]  # the surface, which is always the same, and the line
        told = attempts_html(exercise, sheet)
        shown["data"] = {"text/plain": [line]} | ({"text/html": [told]} if told else {})
        cells[number] = exercise.id
    return cells


def _run_nbval(scratch: Path, name: str, answers: Path) -> dict[int, bool]:
    """Whether each code cell passed, by its number; raises SubmissionError where nbval itself could not run."""
    report = scratch / "report.xml"
    left_out = ("JPY_SESSION_NAME", "PYTEST_ADDOPTS", "PYTEST_PLUGINS")
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    environment |= {"MEDIAKIT_ANSWERS": str(answers), "PYTHONPATH": _import_path()}
    command = [
        sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=60", "-q",
        "-p", "no:cacheprovider", "--rootdir", str(scratch), "-c", os.devnull,
        f"--junitxml={report}", name,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=scratch, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise SubmissionError(name, f"nbval took longer than {_SECONDS} seconds.") from None
    if done.returncode not in (0, 1) or not report.is_file():
        last = (done.stdout + done.stderr).strip().splitlines()[-1:]
        raise SubmissionError(name, f"pytest --nbval could not run: {' '.join(last)}")
    passed = {}
    for test in ElementTree.parse(report).getroot().iter("testcase"):
        number = re.search(r"(\d+)\D*$", test.get("name", ""))
        if number:
            failed = any(child.tag in ("failure", "error", "skipped") for child in test)
            passed[int(number.group(1))] = not failed
    return passed


def _import_path() -> str:
    """Where this mediakit is imported from, so that the scratch kernel imports the same one."""
    here = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
