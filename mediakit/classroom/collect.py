"""Submissions out of a folder: whose each file is, and the answer sheet it holds or why there is none.

Files are parsed, never run. Students rename, duplicate and move files; what counts is what a file
holds, and its name only for whose it is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mediakit.answers import (
    HAND_IN_ENDING,
    SHEET_ENDING,
    AnswerSheet,
    find_all_sheets,
    find_sheets,
    left_behind,
    load_notebook,
    load_sheet,
    newest_sheet,
    sheets_in_notebook,
)
from mediakit.data import KEPT
from mediakit.errors import SubmissionError
from mediakit.lessons import lesson_names
from mediakit.stories.shelf import SHIPPED, Shelf

_HIDDEN = (KEPT, "answers")
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
        shown = _without_hidden(name)
        if any(part.startswith(".") for part in shown.parts) or not _is_handed_in(path):
            continue
        silent.discard(name.parts[0])
        try:
            if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
                raise SubmissionError(path.name, "it is a link to another file, not a file.")
            for sheet in read_sheets(path, shelf):
                student = student_of(shown, sheet.learner, shelf=shelf)
                sheets.setdefault((student, sheet.lesson), []).append((str(name), sheet))
        except SubmissionError as error:
            student, lesson = student_of(shown, shelf=shelf), lesson_of(name, shelf)
            yield Submission(student, lesson, (str(name),), None, str(error))
    for student in sorted(silent - {student for student, _ in sheets}):
        reason = f"{student}: no notebook and no hand-in file is in this folder."
        yield Submission(student, "", (), None, reason)
    for (student, lesson), several in sorted(sheets.items()):
        chosen = newest_sheet([sheet for _, sheet in several])
        assert chosen is not None
        used = [name for name, sheet in several if sheet.attempt == chosen.attempt]
        others = [(name, sheet) for name, sheet in several if name not in used]
        told = dict.fromkeys(f"{name}{_by(sheet, chosen)}" for name, sheet in others)
        remark = f"another attempt was handed in too: {', '.join(told)}" if told else ""
        yield Submission(student, lesson, tuple(dict.fromkeys(used)), chosen, remark=remark)


def _by(sheet: AnswerSheet, chosen: AnswerSheet) -> str:
    """Whose an attempt is that doesn't count, where it is somebody else's by name."""
    if sheet.learner == chosen.learner:
        return ""
    return f" (by {sheet.learner})" if sheet.learner else " (by the first user of the computer)"


def _without_hidden(name: Path) -> Path:
    """A file's name as it would be beside the notebook, where it lies in the hidden folder of sheets."""
    parts = name.parts
    for n in range(len(parts) - 2):
        if parts[n : n + 2] == _HIDDEN and name.name.endswith(SHEET_ENDING):
            return Path(*parts[:n], parts[-1])
    return name


def _is_handed_in(path: Path) -> bool:
    """Whether a file is one to read: a notebook, a hand-in file whatever its name, a lone sheet.

    Browsers put another ending behind a notebook's: ``04.ipynb.txt`` and ``04.ipynb.json`` are read.
    What is no plain file is told where it stands in the place of one.
    """
    name = path.name.lower()
    if path.is_dir() and not path.is_symlink():
        return False
    if name.endswith(SHEET_ENDING):
        return not list(_without_hidden(path).parent.glob("*.ipynb"))
    return name.endswith((*_NOTEBOOKS, ".json"))


def read_sheets(path: Path, shelf: Shelf = SHIPPED) -> list[AnswerSheet]:
    """The sheets that a handed-in file holds, one a lesson and learner; raises SubmissionError if there is none.

    A notebook's own sheet, the one saved with it, and one that it left behind when it was renamed
    are all looked at; where the notebook says whose it is, only theirs. Sheets of lessons that don't
    exist are passed over.
    """
    if path.name.lower().endswith(".json") and not path.name.lower().endswith(_NOTEBOOKS):
        sheets = [sheet for sheet in [load_sheet(path)] if sheet]
        reason = "it holds no answers."
    else:
        carried = sheets_in_notebook(load_notebook(path), path.name)
        sheets = [*carried, *_sheets_beside(path, carried, shelf)]
        sheets += left_behind(path.parent, carried)
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
        for whose in sorted({(sheet.lesson, sheet.learner) for sheet in known})
        if (newest := newest_sheet([one for one in known if (one.lesson, one.learner) == whose]))
    ]


def _sheets_beside(path: Path, carried: list[AnswerSheet], shelf: Shelf) -> list[AnswerSheet]:
    """The sheets kept with a notebook, of the learners whose answers it carries, else of everybody."""
    stem = path.name.removesuffix(".ipynb")
    stems = (stem, *(f"{stem}.{lesson}" for lesson in lesson_names(shelf)))
    names = {f"{one}{SHEET_ENDING}" for one in stems}
    learners = {sheet.learner for sheet in carried}
    files = find_sheets(path.parent, learners) if learners else find_all_sheets(path.parent)
    found = []
    for file in files:
        if file.name in names:
            with contextlib.suppress(SubmissionError):
                sheet = load_sheet(file)
                if sheet is not None and (not learners or sheet.learner in learners):
                    found.append(sheet)
    return found


def student_of(name: Path, learner: str = "", *, shelf: Shelf = SHIPPED) -> str:
    """Whose a file is, from its name below the folder; where that says nothing, the learner's own name.

    >>> student_of(Path("04-no-name-given_Ada Brandt.ipynb")), student_of(Path("ada/04.ipynb"))
    ('Ada Brandt', 'ada')
    >>> student_of(Path("04-no-name-given (2).ipynb"), "M. K.")
    'M. K.'
    """
    folders = [part for part in name.parts[:-1] if part not in lesson_names(shelf)]
    if folders:
        return folders[0]
    stem = name.name
    for ending in (HAND_IN_ENDING, SHEET_ENDING, *_NOTEBOOKS, ".json"):
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    for lesson in lesson_names(shelf):
        rest = re.sub(rf"[\s_.-]*{re.escape(lesson)}[\s_.-]*", " ", stem).strip()
        if rest != stem and rest and not re.fullmatch(r"[()\d\s]+", rest):
            return rest
        if rest != stem and learner:
            return learner
    return stem


def lesson_of(name: Path, shelf: Shelf = SHIPPED) -> str:
    """The lesson a file is named for, if any."""
    return next((lesson for lesson in lesson_names(shelf) if lesson in name.name), "")
