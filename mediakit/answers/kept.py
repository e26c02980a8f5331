"""Where sheets are kept: in a file beside the notebook, and in the notebook itself.

Files are read within bounds, and written so that nothing is lost by half.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mediakit.answers.sheet import (
    SCHEMA,
    AnswerSheet,
    merge_sheets,
    sheet_from_json,
    sheet_to_json,
)
from mediakit.data import write_atomically
from mediakit.errors import SubmissionError

#: The type under which the first cell's output carries the sheet in a notebook.
MIME = "application/vnd.mediakit.answers+json"
#: How the name of a sheet's file ends.
SHEET_ENDING = ".answers.json"
_MAX_BYTES = 20_000_000
_MAX_NOTEBOOK = 20_000_000


def sheet_path(notebook: Path, lesson: str) -> Path:
    """Where the sheet of a notebook lies: beside it, or in the folder MEDIAKIT_ANSWERS names."""
    folder = os.environ.get("MEDIAKIT_ANSWERS")
    where = Path(folder) if folder else notebook.parent
    stem = notebook.name.removesuffix(".ipynb")
    name = stem if stem.startswith(lesson) else f"{stem}.{lesson}"
    return where / f"{name}{SHEET_ENDING}"


def load_sheet(path: Path) -> AnswerSheet | None:
    """The sheet in a file, None where there is no file; raises SubmissionError where it is damaged."""
    try:
        raw = _read_at_most(path, _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return sheet_from_json(parse_json(raw, path.name), path.name)


def _read_at_most(path: Path, most: int) -> bytes:
    """A file's bytes; raises SubmissionError where it is longer or can't be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise SubmissionError(path.name, f"it can't be read ({error.strerror}).") from None
    if len(raw) > most:
        raise SubmissionError(path.name, f"it is longer than {most // 1_000_000} MB.")
    return raw


def parse_json(raw: bytes, place: str) -> Any:
    """JSON out of bytes that anybody may have written; raises SubmissionError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SubmissionError(place, "it is not UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        reason = str(error).split(":")[0][:80]
        raise SubmissionError(place, f"it is damaged: this is not JSON ({reason}).") from None


def save_sheet(sheet: AnswerSheet, path: Path) -> AnswerSheet:
    """Write a sheet atomically, merged with what another window wrote meanwhile; returns what stands.

    Raises OSError where the folder can't be written, and SubmissionError where a damaged file lies
    there: it is never overwritten (see ``set_aside``).
    """
    there = load_sheet(path)
    if there is not None and there.lesson == sheet.lesson:
        sheet = merge_sheets(sheet, there)
    elif there is not None:
        set_aside(path)
    write_atomically(path, json.dumps(sheet_to_json(sheet), indent=1))
    return sheet


def set_aside(path: Path) -> Path:
    """Rename a file that must not be overwritten; returns its new path."""
    number = 1
    while (aside := path.with_name(f"{path.name}.aside-{number}")).exists():
        number += 1
    path.rename(aside)
    return aside


def load_notebook(path: Path) -> dict[str, Any]:
    """A notebook as plain data; raises SubmissionError where it is none."""
    try:
        raw = _read_at_most(path, _MAX_NOTEBOOK)
    except (FileNotFoundError, NotADirectoryError):
        raise SubmissionError(path.name, "there is no such file.") from None
    if not raw.strip():
        raise SubmissionError(path.name, "the file is empty.")
    notebook = parse_json(raw, path.name)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise SubmissionError(path.name, "it is JSON but no notebook.")
    return notebook


def sheets_in_notebook(notebook: Mapping[str, Any], place: str) -> list[AnswerSheet]:
    """Every sheet that a notebook carries, in outputs of any cell and in saved widget state.

    Cells may have been renamed, split, moved or duplicated: each is looked at for what it holds.
    Raises SubmissionError where there are sheets and not one can be read.
    """
    found, damaged = [], None
    for data in _carried(notebook):
        try:
            found.append(sheet_from_json(data, place))
        except SubmissionError as error:
            damaged = error
    if damaged and not found:
        raise damaged
    return found


def _carried(notebook: Mapping[str, Any]) -> Iterator[Any]:
    """What stands in a notebook in the places of sheets, whatever it is."""
    for cell in notebook.get("cells", ()):
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs if isinstance(outputs, list) else ():
            bundle = output.get("data") if isinstance(output, dict) else None
            if isinstance(bundle, dict) and MIME in bundle:
                yield bundle[MIME]
    state: Any = notebook.get("metadata")
    for name in ("widgets", "application/vnd.jupyter.widget-state+json", "state"):
        state = state.get(name) if isinstance(state, dict) else None
    for model in state.values() if isinstance(state, dict) else ():
        inner = model.get("state") if isinstance(model, dict) else None
        record = inner.get("record") if isinstance(inner, dict) else None
        if isinstance(record, dict) and record.get("schema") == SCHEMA:
            yield record


def left_behind(folder: Path, carried: list[AnswerSheet]) -> list[AnswerSheet]:
    """Sheets in a folder that a renamed notebook left behind: their notebook is gone, their attempt known."""
    attempts = {sheet.attempt for sheet in carried}
    found = []
    for path in sorted(folder.glob(f"*{SHEET_ENDING}")) if attempts else ():
        stem = path.name.removesuffix(SHEET_ENDING)
        if not (folder / f"{stem}.ipynb").exists():
            with contextlib.suppress(SubmissionError):
                sheet = load_sheet(path)
                if sheet is not None and sheet.attempt in attempts:
                    found.append(sheet)
    return found
