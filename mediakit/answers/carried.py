"""The sheets that a notebook carries: in outputs, in its metadata, in saved widget state."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mediakit.answers.kept import load_sheet, parse_json, save_sheet
from mediakit.answers.places import SHEET_ENDING, hidden_folder, sheet_folders, sheet_path
from mediakit.answers.sheet import (
    SCHEMA,
    AnswerSheet,
    merge_sheets,
    newest_sheet,
    sheet_from_json,
)
from mediakit.data import aside_path, read_regular, set_aside
from mediakit.errors import SubmissionError

#: The type under which the first cell's output carries the sheet in a notebook.
MIME = "application/vnd.mediakit.answers+json"
_MAX_BYTES = 20_000_000


def load_notebook(path: Path) -> dict[str, Any]:
    """A notebook as plain data; raises SubmissionError where it is none."""
    try:
        raw = read_regular(path, _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise SubmissionError(path.name, "there is no such file.") from None
    except OSError as error:
        raise SubmissionError(path.name, f"it can't be read ({error.strerror}).") from None
    if not raw.strip():
        raise SubmissionError(path.name, "the file is empty.")
    notebook = parse_json(raw, path.name)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise SubmissionError(path.name, "it is JSON but no notebook.")
    return notebook


def sheets_in_notebook(notebook: Mapping[str, Any], place: str) -> list[AnswerSheet]:
    """Every sheet that a notebook carries: in outputs of any cell, its metadata, saved widget state.

    Cells may have been renamed, split, moved or duplicated: each is looked at for what it holds. The
    records of single exercises in the metadata are merged to one sheet an attempt.
    Raises SubmissionError where there are sheets and not one can be read.
    """
    found, damaged = [], None
    records: dict[tuple[str, str, str], AnswerSheet] = {}
    for data, is_record in _carried(notebook):
        try:
            sheet = sheet_from_json(data, place)
        except SubmissionError as error:
            damaged = error
            continue
        if not is_record:
            found.append(sheet)
            continue
        whose = sheet.lesson, sheet.learner, sheet.attempt
        records[whose] = merge_sheets(records[whose], sheet) if whose in records else sheet
    found += records.values()
    if damaged and not found:
        raise damaged
    return found


def _carried(notebook: Mapping[str, Any]) -> Iterator[tuple[Any, bool]]:
    """What stands in a notebook in the places of sheets, whatever it is, and whether it is a record."""
    for cell in _list(notebook.get("cells")):
        for output in _list(_dict(cell).get("outputs")):
            bundle = _dict(_dict(output).get("data"))
            if MIME in bundle:
                yield bundle[MIME], False
    metadata = _dict(notebook.get("metadata"))
    for record in _dict(_dict(metadata.get("mediakit")).get("records")).values():
        yield record, True
    state: Any = metadata
    for name in ("widgets", "application/vnd.jupyter.widget-state+json", "state"):
        state = _dict(state).get(name)
    for model in _dict(state).values():
        record = _dict(_dict(_dict(model).get("state")).get("record"))
        if record.get("schema") == SCHEMA:
            yield record, False


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def left_behind(folder: Path, carried: Iterable[AnswerSheet]) -> list[AnswerSheet]:
    """Sheets that a renamed notebook left behind: their notebook is gone, their attempt known.

    They are looked for in a folder, and in the hidden one in it.
    """
    carried = list(carried)
    attempts = {sheet.attempt for sheet in carried}
    learners = {sheet.learner for sheet in carried}
    found = []
    for path in find_sheets(folder, learners):
        if not (folder / f"{path.name.removesuffix(SHEET_ENDING)}.ipynb").exists():
            with contextlib.suppress(SubmissionError):
                sheet = load_sheet(path)
                if sheet is not None and sheet.attempt in attempts:
                    found.append(sheet)
    return found


def find_sheets(home: Path, learners: Iterable[str] = ("",)) -> list[Path]:
    """The files of some learners' sheets in a folder and in the hidden one in it."""
    return _sheets_in(home, [one for name in sorted(learners) for one in sheet_folders(home, name)])


def find_all_sheets(home: Path) -> list[Path]:
    """The files of everybody's sheets in a folder and in the hidden one in it."""
    hidden = hidden_folder(home)
    return _sheets_in(
        home, [hidden, home, *sorted(one for one in hidden.glob("*") if one.is_dir())]
    )


def _sheets_in(home: Path, folders: Iterable[Path]) -> list[Path]:
    """The sheets in some folders; a folder that is a link to another one is passed over."""
    found = []
    for folder in folders:
        inside = [folder, *folder.parents][: len(folder.parts) - len(home.parts)]
        if not any(one.is_symlink() for one in inside):
            found += sorted(folder.glob(f"*{SHEET_ENDING}"))
    return found


def keep_carried(notebook: Path) -> None:
    """Put every sheet that a notebook carries into the hidden folder, before the notebook is replaced.

    Of two attempts the fuller one stands there, the others beside it as files set aside. Raises
    SubmissionError where none can be read, OSError where none can be written.
    """
    groups: dict[Path, list[AnswerSheet]] = {}
    for sheet in sheets_in_notebook(load_notebook(notebook), notebook.name):
        if sheet.entries:
            path = sheet_path(notebook, sheet.lesson, sheet.learner)
            groups.setdefault(path, []).append(sheet)
    for path, carried in groups.items():
        try:
            there = load_sheet(path)
        except SubmissionError:
            set_aside(path)
            there = None
        best = newest_sheet([*([there] if there else []), *carried])
        assert best is not None
        for attempt in sorted({sheet.attempt for sheet in carried} - {best.attempt}):
            other = newest_sheet([sheet for sheet in carried if sheet.attempt == attempt])
            if other is not None:
                save_sheet(other, aside_path(path))
        if there and there.attempt != best.attempt:
            set_aside(path)
        save_sheet(best, path)
