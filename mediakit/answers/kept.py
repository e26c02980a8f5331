"""Sheets on disk: read within bounds, written whole, by one kernel at a time.

Where they lie is known by ``places``, what a notebook carries by ``carried``.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediakit.answers.places import handin_path
from mediakit.answers.sheet import AnswerSheet, merge_sheets, sheet_from_json, sheet_to_json
from mediakit.data import (
    make_folder,
    open_regular,
    read_regular,
    remove_scraps,
    set_aside,
    write_atomically,
)
from mediakit.errors import SubmissionError

_MAX_BYTES = 20_000_000
_PATIENCE = 2.0  # seconds to wait for another kernel's save, which takes some milliseconds
_LOCKED_BYTE = 1 << 20  # behind the few letters of the file: Windows keeps others from locked bytes


def load_sheet(path: Path) -> AnswerSheet | None:
    """The sheet in a file, None where there is no file; raises SubmissionError where it is damaged."""
    try:
        raw = read_regular(path, _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SubmissionError(path.name, f"it can't be read ({error.strerror}).") from None
    return sheet_from_json(parse_json(raw, path.name), path.name)


def parse_json(raw: bytes, place: str) -> Any:
    """JSON out of bytes that anybody may have written; raises SubmissionError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SubmissionError(place, "it is not UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        reason = str(error).split(":")[0][:80]
        raise SubmissionError(place, f"it is damaged: this is not JSON ({reason}).") from None


def save_sheet(sheet: AnswerSheet, path: Path, *, old: Path | None = None) -> AnswerSheet:
    """Write a sheet atomically, merged with what another window wrote meanwhile; returns what stands.

    ``old`` is the place of former versions: a sheet there is merged too, and removed once it is safe
    in the new one. Raises OSError where the folder can't be written, and SubmissionError where a
    damaged file lies there: it is never overwritten (see ``set_aside``).
    """
    with _locked(path) as alone:
        there = load_sheet(path)
        if there is not None and not _is_same(there, sheet):
            set_aside(path)
        elif there is not None:
            sheet = merge_sheets(sheet, there)
        moved = None
        if old is not None and old != path:
            with contextlib.suppress(SubmissionError):  # told when the lesson is opened next
                moved = load_sheet(old)
        moved = moved if moved and _is_same(moved, sheet) else None
        if moved:
            sheet = merge_sheets(sheet, moved)
        write_atomically(path, json.dumps(sheet_to_json(sheet), indent=1), alone=alone)
        if old and moved:
            with contextlib.suppress(OSError):
                old.unlink()
            remove_scraps(old)
    return sheet


def _is_same(one: AnswerSheet, other: AnswerSheet) -> bool:
    return (one.lesson, one.learner) == (other.lesson, other.learner)


def write_hand_in(sheet: AnswerSheet, notebook: Path) -> Path:
    """Write the file to hand in, named for the notebook and the sheet's learner; returns its path.

    Raises OSError where it can't be written.
    """
    path = handin_path(notebook, sheet.learner)
    write_atomically(path, json.dumps(sheet_to_json(sheet), indent=1))
    return path


# ── who writes ───────────────────────────────────────────────────────────────


def hold_sheet(path: Path, token: str) -> None:
    """Note who holds a sheet from now on; where it can't be noted, nobody does."""
    with _locked(path), contextlib.suppress(OSError):
        handle = open_regular(_note_path(path), os.O_RDWR)
        try:
            os.ftruncate(handle, 0)
            os.write(handle, token.encode())
        finally:
            os.close(handle)


def holder_of(path: Path) -> str:
    """The token of who holds a sheet; empty where nobody does."""
    with contextlib.suppress(OSError):
        return read_regular(_note_path(path), 200).decode(errors="replace")
    return ""


def _note_path(path: Path) -> Path:
    """The small file beside a sheet that is locked while it is written, and says who holds it."""
    return path.with_name(f".{path.name}.held")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Keep other kernels from a sheet; gives whether they are kept.

    Where nothing can be locked (a shared folder without locks, a browser's own Python), or another
    kernel doesn't let go, it goes on without: an answer late is better than none.
    """
    with contextlib.suppress(OSError):
        make_folder(path.parent)
    try:
        handle = open_regular(_note_path(path), os.O_RDWR | os.O_CREAT)
    except OSError:
        yield False
        return
    try:
        yield _lock(handle)
    finally:
        os.close(handle)  # lets go of the lock


def _lock(handle: int) -> bool:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            _try_lock(handle)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        except (OSError, ImportError):
            return False
        else:
            return True


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None

else:

    def _try_lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
