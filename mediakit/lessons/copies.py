"""A learner's own copies of the lessons: made, brought up to date, begun anew, changed for the other edition.

Lessons are copied out of the package, never worked on inside it. Opening a lesson and answering is not
working in it: only who changes a cell keeps an old lesson after an upgrade. Answers are kept either way.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mediakit.answers import SHEET_ENDING, find_all_sheets, keep_carried
from mediakit.data import (
    KEPT,
    data_path,
    read_regular,
    set_aside,
    shipped_root,
    write_atomically,
)
from mediakit.errors import MediakitError, SubmissionError, UnknownName, did_you_mean

_MAX_BYTES = 20_000_000
_TWIN = "twin"  # the manifest's entry for the edition; other names in it are notebooks'


@dataclass(frozen=True)
class _Version:
    """A notebook by its cells' kinds and sources, and by all its bytes, as digests."""

    cells: str
    whole: str


def refresh_lessons(
    folder: Path, *, fresh: Sequence[str] = (), twin: bool | None = None
) -> list[str]:
    """Copy the lessons into a folder; returns a sentence for each thing worth telling.

    ``fresh`` names lessons to begin anew: the learner's notebook and answers are set aside, not lost.
    ``twin`` takes the edition for a class that works on the worked example's twin; left out, the
    folder stays with the edition it has.
    Raises MediakitError where the folder can't be written or a lesson doesn't exist.
    """
    twin = edition_in(folder) if twin is None else twin
    edition = shipped_root() / "lessons" / ("twin" if twin else "")
    shipped = {path.name: path for path in sorted(edition.glob("*.ipynb"))}
    anew = {_named(one, list(shipped)) for one in fresh}
    told = []
    try:
        manifest = _load_manifest(folder)
        for name, source in shipped.items():
            if name in anew and os.path.lexists(folder / name):
                aside = _set_lesson_aside(folder / name)
                told.append(f"{name}: a fresh copy; yours is kept as {aside.name}.")
            told += _refresh_lesson(folder / name, source, manifest)
        manifest[_TWIN] = "yes" if twin else "no"
        if _manifest_path(folder).is_dir():
            set_aside(_manifest_path(folder))
        text = json.dumps(manifest, indent=1, sort_keys=True)
        write_atomically(_manifest_path(folder), text)
    except OSError as error:
        raise MediakitError(
            str(folder),
            f"it can't be written ({error.strerror}).",
            next_step="Name another folder: mediakit lab --folder FOLDER.",
        ) from None
    return told


def _refresh_lesson(target: Path, source: Path, manifest: dict[str, str]) -> list[str]:
    """Copy one lesson where it is missing or nobody has changed it; notes what is there in the manifest."""
    now, known = _version_of(source), manifest.get(target.name, "")
    if os.path.lexists(target):
        try:
            there = _version_of(target)
        except OSError as error:  # a folder, a pipe, a link: not ours to replace
            return [f"{target.name}: it stays as it is ({error.strerror})."]
        if now.whole in known.split():
            return []
        if there.cells not in (now.cells, *_copied_cells(known)) and there.whole != known:
            return [
                f"{target.name}: there is a new version; yours stays, because you have changed it. "
                f"For the new one: mediakit lab --fresh {target.name[:2]}"
            ]
        if there.whole != now.whole:
            try:
                keep_carried(target)
            except SubmissionError as error:
                return [f"{error} The lesson stays as it is."]
            write_atomically(target, source.read_text(encoding="utf-8"))
    else:
        there = now
        write_atomically(target, source.read_text(encoding="utf-8"))
    manifest[target.name] = f"{now.cells} {now.whole}"
    if there.cells == now.cells:
        return []
    return [
        f"{target.name}: replaced by the new version (you had not changed it; answers are kept)."
    ]


def edition_in(folder: Path) -> bool:
    """Whether a folder's lessons are of the twin edition."""
    noted = _load_manifest(folder).get(_TWIN)
    if noted is not None:
        return noted == "yes"
    for path in sorted(folder.glob("0*.ipynb")):  # a folder of 0.1.0
        try:
            return b"twin=True" in read_regular(path, _MAX_BYTES)
        except OSError:
            continue
    return False


def switch_edition(folder: Path, twin: bool) -> list[str]:
    """Put the other edition into a folder; returns a sentence for each thing worth telling.

    Answers stay: what was answered on the one counts for the other. Raises MediakitError.
    """
    return refresh_lessons(folder, twin=twin)


def _named(lesson: str, names: list[str]) -> str:
    for name in names:
        if lesson in (name, name.removesuffix(".ipynb"), name[:2]):
            return name
    raise UnknownName(
        "--fresh",
        f'there is no lesson "{lesson}".',
        next_step=did_you_mean(lesson, [name[:2] for name in names]),
    )


def _set_lesson_aside(target: Path) -> Path:
    """Rename a notebook and everybody's answers to it together; returns the notebook's new path."""
    stem, number = target.stem, 1
    while os.path.lexists(aside := target.with_name(f"{stem}-old-{number}.ipynb")):
        number += 1
    for sheet in find_all_sheets(target.parent):
        if sheet.name == f"{stem}{SHEET_ENDING}":
            new = sheet.with_name(f"{aside.stem}{SHEET_ENDING}")
            if os.path.lexists(new):
                set_aside(new)
            sheet.rename(new)
    target.rename(aside)
    return aside


def _version_of(path: Path) -> _Version:
    """What a notebook is by its cells and by its bytes; raises OSError where it can't be read.

    Empty cells don't count: one is made by a wrong key. A file that is no notebook is its bytes.
    """
    raw = read_regular(path, _MAX_BYTES)
    whole = sha256(raw).hexdigest()
    try:
        cells = [
            [str(cell["cell_type"]), "".join(cell["source"])] for cell in json.loads(raw)["cells"]
        ]
    except (ValueError, TypeError, LookupError, RecursionError):
        return _Version(whole, whole)
    told = [cell for cell in cells if cell[1].strip()]
    packed = json.dumps(told, separators=(",", ":"))
    return _Version(sha256(packed.encode()).hexdigest(), whole)


def _copied_cells(known: str) -> list[str]:
    """The cells of what was copied, by the manifest's entry: up to 0.1.0 it told the bytes alone."""
    first = known.partition(" ")[0]
    old: Mapping[str, str] = json.loads(data_path("lessons-0.1.0.json").read_text(encoding="utf-8"))
    return [old.get(first, first)]


def _manifest_path(folder: Path) -> Path:
    return folder / KEPT / "lessons.json"


def _load_manifest(folder: Path) -> dict[str, str]:
    """What was copied into a folder; whatever is damaged in it counts as nothing."""
    try:
        data: Any = json.loads(read_regular(_manifest_path(folder), _MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = data.items() if isinstance(data, dict) else ()
    return {name: told for name, told in entries if isinstance(told, str)}
