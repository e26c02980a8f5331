"""Submissions out of a folder: whose each file is, and the answer sheet it holds or why there is none.

Files are parsed, never run. Students rename, duplicate and move files; what counts is what a file
holds, and its name only for whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mediakit.answers import (
    AnswerSheet,
    load_notebook,
    load_sheet,
    newest_sheet,
    sheets_in_notebook,
)
from mediakit.errors import SubmissionError
from mediakit.lessons import lesson_names

_SHEET = ".answers.json"
_HAND_IN = ".handin.json"


@dataclass(frozen=True)
class Submission:
    """One student's answers to one lesson, or the reason why they can't be read.

    ``sheet`` is None exactly where ``reason`` says why; ``remark`` says what was odd.
    """

    student: str
    lesson: str
    files: tuple[str, ...]
    sheet: AnswerSheet | None
    reason: str = ""
    remark: str = ""


def collect_submissions(folder: Path) -> Iterator[Submission]:
    """The submissions of a folder, by student and lesson; raises SubmissionError if it is none.

    A student is the first folder below, or else what a file is called besides the lesson's name.
    Of several files of a student and lesson, states of one attempt are merged; of several attempts
    the one with the most changes counts, and the remark names the others.
    """
    if not folder.is_dir():
        raise SubmissionError(str(folder), "there is no such folder.", next_step="Check the path.")
    found: dict[tuple[str, str], list[tuple[str, AnswerSheet]]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if hidden or not path.is_file() or not path.name.endswith((".ipynb", _HAND_IN)):
            continue
        try:
            sheets = read_sheets(path)
        except SubmissionError as error:
            yield Submission(student_of(name), lesson_of(name), (str(name),), None, str(error))
            continue
        for sheet in sheets:
            found.setdefault((student_of(name), sheet.lesson), []).append((str(name), sheet))
    for (student, lesson), several in sorted(found.items()):
        chosen = newest_sheet([sheet for _, sheet in several])
        used = [name for name, sheet in several if chosen and sheet.attempt == chosen.attempt]
        others = [name for name, _ in several if name not in used]
        remark = f"another attempt was handed in too: {', '.join(others)}" if others else ""
        yield Submission(student, lesson, tuple(used), chosen, remark=remark)


def read_sheets(path: Path) -> list[AnswerSheet]:
    """The sheets that a handed-in file holds, one a lesson; raises SubmissionError if there is none.

    A notebook's own sheet and the one saved beside it are both looked at.
    """
    if path.name.endswith(_HAND_IN):
        sheets = [sheet for sheet in [load_sheet(path)] if sheet]
        reason = "it holds no answers."
    else:
        notebook = load_notebook(path)
        sheets = sheets_in_notebook(notebook, path.name)
        sheets += _sheets_beside(path)
        reason = (
            "no answers are in it: its outputs were cleared, or it was never run, and no answer "
            "file lies beside it."
        )
    lessons = sorted({sheet.lesson for sheet in sheets})
    if not lessons:
        raise SubmissionError(path.name, reason, next_step="Ask for the saved notebook.")
    return [
        newest
        for lesson in lessons
        if (newest := newest_sheet([sheet for sheet in sheets if sheet.lesson == lesson]))
    ]


def _sheets_beside(path: Path) -> list[AnswerSheet]:
    stem = path.name.removesuffix(".ipynb")
    names = [f"{stem}{_SHEET}", *(f"{stem}.{lesson}{_SHEET}" for lesson in lesson_names())]
    found = []
    for name in names:
        try:
            sheet = load_sheet(path.with_name(name))
        except SubmissionError:
            continue
        if sheet is not None:
            found.append(sheet)
    return found


def student_of(name: Path) -> str:
    """Whose a file is, from its name below the folder.

    >>> student_of(Path("04-no-name-given_Ada Brandt.ipynb")), student_of(Path("ada/04.ipynb"))
    ('Ada Brandt', 'ada')
    """
    if len(name.parts) > 1:
        return name.parts[0]
    stem = name.name.removesuffix(".ipynb").removesuffix(_HAND_IN)
    for lesson in lesson_names():
        rest = re.sub(rf"[\s_.-]*{re.escape(lesson)}[\s_.-]*", " ", stem).strip()
        if rest != stem and rest:
            return rest
    return stem


def lesson_of(name: Path) -> str:
    """The lesson a file is named for, if any."""
    return next((lesson for lesson in lesson_names() if lesson in name.name), "")
