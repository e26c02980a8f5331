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
    SHEET_ENDING,
    AnswerSheet,
    left_behind,
    load_notebook,
    load_sheet,
    newest_sheet,
    sheets_in_notebook,
)
from mediakit.errors import SubmissionError
from mediakit.lessons import lesson_names
from mediakit.stories.shelf import SHIPPED, Shelf

_HAND_IN = ".handin.json"
_NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")


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


def collect_submissions(folder: Path, shelf: Shelf = SHIPPED) -> Iterator[Submission]:
    """The submissions of a folder, by student and lesson; raises SubmissionError if it is none.

    A student is the first folder below (a lesson's own folder is passed over), or else what a file
    is called besides the lesson's name. Of several files of a student and lesson, states of one
    attempt are merged; of several attempts the fullest counts, and the remark names the others.
    """
    if not folder.is_dir():
        found = "this is a file." if folder.exists() else "there is no such folder."
        raise SubmissionError(
            str(folder), found, next_step="Name the folder that holds the students' files."
        )
    sheets: dict[tuple[str, str], list[tuple[str, AnswerSheet]]] = {}
    silent = {one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")}
    silent -= set(lesson_names(shelf))
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or not _is_handed_in(path):
            continue
        silent.discard(name.parts[0])
        try:
            if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
                raise SubmissionError(path.name, "it is a link to another file, not a file.")
            for sheet in read_sheets(path, shelf):
                sheets.setdefault((student_of(name, shelf), sheet.lesson), []).append(
                    (str(name), sheet)
                )
        except SubmissionError as error:
            yield Submission(
                student_of(name, shelf), lesson_of(name, shelf), (str(name),), None, str(error)
            )
    for student in sorted(silent - {student for student, _ in sheets}):
        reason = f"{student}: no notebook and no hand-in file is in this folder."
        yield Submission(student, "", (), None, reason)
    for (student, lesson), several in sorted(sheets.items()):
        chosen = newest_sheet([sheet for _, sheet in several])
        used = [name for name, sheet in several if chosen and sheet.attempt == chosen.attempt]
        others = [name for name, _ in several if name not in used]
        remark = f"another attempt was handed in too: {', '.join(others)}" if others else ""
        yield Submission(student, lesson, tuple(used), chosen, remark=remark)


def _is_handed_in(path: Path) -> bool:
    """Whether a file is one to read: a notebook, a hand-in file whatever its name, a lone sheet.

    Browsers put another ending behind a notebook's: ``04.ipynb.txt`` and ``04.ipynb.json`` are read.
    """
    name = path.name.lower()
    if not path.is_file() and not path.is_symlink():
        return False
    if name.endswith(SHEET_ENDING):
        return not list(path.parent.glob("*.ipynb"))
    return name.endswith((*_NOTEBOOKS, ".json"))


def read_sheets(path: Path, shelf: Shelf = SHIPPED) -> list[AnswerSheet]:
    """The sheets that a handed-in file holds, one a lesson; raises SubmissionError if there is none.

    A notebook's own sheet, the one saved beside it, and one that it left behind when it was renamed
    are all looked at. Sheets of lessons that don't exist are passed over.
    """
    if path.name.lower().endswith(".json") and not path.name.lower().endswith(_NOTEBOOKS):
        sheets = [sheet for sheet in [load_sheet(path)] if sheet]
        reason = "it holds no answers."
    else:
        carried = sheets_in_notebook(load_notebook(path), path.name)
        sheets = [*carried, *_sheets_beside(path, shelf), *left_behind(path.parent, carried)]
        reason = (
            "no answers are in it: its outputs were cleared, or it was never run, and no answer "
            "file lies beside it."
        )
    known = [sheet for sheet in sheets if sheet.lesson in lesson_names(shelf)]
    if sheets and not known:
        names = sorted({sheet.lesson for sheet in sheets})
        raise SubmissionError(path.name, f'there is no lesson "{names[0]}" in this version.')
    if not known:
        raise SubmissionError(path.name, reason, next_step="Ask for the saved notebook.")
    return [
        newest
        for lesson in sorted({sheet.lesson for sheet in known})
        if (newest := newest_sheet([sheet for sheet in known if sheet.lesson == lesson]))
    ]


def _sheets_beside(path: Path, shelf: Shelf) -> list[AnswerSheet]:
    stem = path.name.removesuffix(".ipynb")
    names = [stem, *(f"{stem}.{lesson}" for lesson in lesson_names(shelf))]
    found = []
    for name in names:
        try:
            sheet = load_sheet(path.with_name(f"{name}{SHEET_ENDING}"))
        except SubmissionError:
            continue
        if sheet is not None:
            found.append(sheet)
    return found


def student_of(name: Path, shelf: Shelf = SHIPPED) -> str:
    """Whose a file is, from its name below the folder.

    >>> student_of(Path("04-no-name-given_Ada Brandt.ipynb")), student_of(Path("ada/04.ipynb"))
    ('Ada Brandt', 'ada')
    """
    folders = [part for part in name.parts[:-1] if part not in lesson_names(shelf)]
    if folders:
        return folders[0]
    stem = name.name
    for ending in (_HAND_IN, SHEET_ENDING, *_NOTEBOOKS, ".json"):
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    for lesson in lesson_names(shelf):
        rest = re.sub(rf"[\s_.-]*{re.escape(lesson)}[\s_.-]*", " ", stem).strip()
        if rest != stem and rest and not re.fullmatch(r"[()\d\s]+", rest):
            return rest
    return stem


def lesson_of(name: Path, shelf: Shelf = SHIPPED) -> str:
    """The lesson a file is named for, if any."""
    return next((lesson for lesson in lesson_names(shelf) if lesson in name.name), "")
