"""The answer sheet: what a learner answered, as data, on disk at every change and in the notebook.

A sheet is read from files that anybody may have edited, so everything read is checked and bounded;
nothing of it is ever run. What an answer is worth is left to ``lessons``.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mediakit.data import write_atomically
from mediakit.errors import SubmissionError
from mediakit.text import Article, Span, find_all

#: The type under which the first cell's output carries the sheet in a notebook.
MIME = "application/vnd.mediakit.answers+json"
SCHEMA = 1
#: How the name of a sheet's file ends.
SHEET_ENDING = ".answers.json"
# Far above what surfaces can give (see ``lessons.given``), far below what would hurt a grader.
_MAX_BYTES = 20_000_000
_MAX_NOTEBOOK = 20_000_000
_MAX_TEXT = 200_000
_MAX_DEPTH = 8
_MAX_ITEMS = 100_000
_MAX_ENTRIES = 1_000


@dataclass(frozen=True)
class Entry:
    """What a learner did with one exercise.

    ``answer`` is the answer as it stands, ``checked`` the one at the first Check, which counts;
    ``revision`` is the sheet's when the entry last changed, ``locked`` at the first Check;
    ``hints`` and ``tries`` are counts.
    """

    answer: Any = None
    checked: Any = None
    hints: int = 0
    tries: int = 0
    revision: int = 0
    locked: int = 0

    @property
    def counts(self) -> Any:
        """The answer that is graded: the one at the first Check, else the one that stands."""
        return self.answer if self.checked is None else self.checked


@dataclass(frozen=True)
class AnswerSheet:
    """All entries of one attempt at one lesson; a value, replaced at every change."""

    lesson: str
    attempt: str = field(default_factory=lambda: uuid.uuid4().hex)
    revision: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def entry(self, exercise: str) -> Entry:
        """The entry of an exercise, empty where there is none yet."""
        return self.entries.get(exercise, Entry())

    def with_entry(self, exercise: str, entry: Entry) -> AnswerSheet:
        """The sheet with one entry changed, a revision later."""
        revision = self.revision + 1
        locked = (entry.locked or revision) if entry.checked is not None else 0
        changed = replace(entry, revision=revision, locked=locked)
        entries = {**self.entries, exercise: changed}
        return replace(self, revision=revision, entries=entries)


def merge_sheets(first: AnswerSheet, second: AnswerSheet) -> AnswerSheet:
    """The newer entry of each exercise out of two states of a sheet; the first wins ties.

    The first Check stands, whichever state has it, against a later one of another window.
    """
    entries = dict(first.entries)
    for exercise, other in second.entries.items():
        mine = entries.get(exercise)
        if mine is None:
            entries[exercise] = other
            continue
        newer, older = (other, mine) if other.revision > mine.revision else (mine, other)
        locks = [one for one in (mine, other) if one.checked is not None]
        if locks:
            lock = min(locks, key=lambda one: one.locked or one.revision)
            newer = replace(
                newer,
                checked=lock.checked,
                locked=lock.locked or lock.revision,
                tries=max(newer.tries, older.tries),
                hints=max(newer.hints, older.hints),
            )
        entries[exercise] = newer
    return replace(first, revision=max(first.revision, second.revision), entries=entries)


# ── as JSON ──────────────────────────────────────────────────────────────────


def sheet_to_json(sheet: AnswerSheet) -> dict[str, Any]:
    """A sheet as plain data."""
    return {
        "schema": SCHEMA,
        "lesson": sheet.lesson,
        "attempt": sheet.attempt,
        "revision": sheet.revision,
        "exercises": {
            exercise: {
                "answer": entry.answer,
                "checked": entry.checked,
                "hints": entry.hints,
                "tries": entry.tries,
                "revision": entry.revision,
                "locked": entry.locked,
            }
            for exercise, entry in sheet.entries.items()
        },
    }


def sheet_from_json(data: Any, place: str) -> AnswerSheet:
    """The sheet in some plain data; raises SubmissionError where it is none.

    >>> sheet = AnswerSheet("04-no-name-given").with_entry("a", Entry(answer={"option": "x"}))
    >>> sheet_from_json(sheet_to_json(sheet), "here") == sheet
    True
    """
    if not isinstance(data, dict) or not isinstance(data.get("exercises"), dict):
        raise SubmissionError(place, "this is no answer sheet.")
    if data.get("schema") != SCHEMA:
        raise SubmissionError(
            place,
            f"the sheet's schema is {str(data.get('schema'))[:20]}, and this version reads {SCHEMA}.",
            next_step="Update mediakit.",
        )
    exercises = data["exercises"]
    if len(exercises) > _MAX_ENTRIES or not all(map(_bounded, exercises.values())):
        raise SubmissionError(place, "the answer sheet is far larger than any lesson's.")
    entries = {}
    for exercise, one in data["exercises"].items():
        if not isinstance(one, dict):
            raise SubmissionError(place, f'the entry "{str(exercise)[:40]}" is no entry.')
        entries[str(exercise)] = Entry(
            one.get("answer"),
            one.get("checked"),
            _count(one.get("hints")),
            _count(one.get("tries")),
            _count(one.get("revision")),
            _count(one.get("locked")),
        )
    return AnswerSheet(
        str(data.get("lesson", ""))[:100],
        str(data.get("attempt", ""))[:64],
        _count(data.get("revision")),
        entries,
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _bounded(value: Any) -> bool:
    """Whether data keeps within a depth, a number of items and a length of strings."""
    left = _MAX_ITEMS
    stack = [(value, 0)]
    while stack:
        one, depth = stack.pop()
        left -= 1
        if left < 0 or depth > _MAX_DEPTH:
            return False
        if isinstance(one, str) and len(one) > _MAX_TEXT:
            return False
        if isinstance(one, dict):
            stack += [(item, depth + 1) for pair in one.items() for item in pair]
        elif isinstance(one, list):
            stack += [(item, depth + 1) for item in one]
    return True


# ── on disk ──────────────────────────────────────────────────────────────────


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


# ── in a notebook ────────────────────────────────────────────────────────────


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


def newest_sheet(sheets: list[AnswerSheet]) -> AnswerSheet | None:
    """One sheet out of several: states of one attempt are merged; of attempts the fullest is taken.

    Fuller is more exercises checked, then more answered, then the higher revision.
    """
    merged: dict[str, AnswerSheet] = {}
    for sheet in sheets:
        known = merged.get(sheet.attempt)
        merged[sheet.attempt] = merge_sheets(known, sheet) if known else sheet
    return max(merged.values(), key=_fullness, default=None)


def _fullness(sheet: AnswerSheet) -> tuple[int, int, int]:
    entries = sheet.entries.values()
    checked = sum(entry.checked is not None for entry in entries)
    return checked, sum(entry.counts is not None for entry in entries), sheet.revision


# ── marks by their words ─────────────────────────────────────────────────────


def select_words(article: Article, span: Span) -> dict[str, str]:
    """A span by its words and what stands around them (W3C's TextQuoteSelector)."""
    return {
        "exact": article.cut(span),
        "prefix": article.text[max(0, span.start - 32) : span.start],
        "suffix": article.text[span.end : span.end + 32],
    }


def find_selected(article: Article, selector: Mapping[str, Any]) -> Span | None:
    """The span a selector names, None where its words no longer stand there or it is unclear where.

    >>> article = Article("the man and the man")
    >>> find_selected(article, select_words(article, Span(12, 19)))
    Span(start=12, end=19)
    """
    exact, prefix, suffix = (str(selector.get(n, "")) for n in ("exact", "prefix", "suffix"))
    found = find_all(article.text, exact)
    if len(found) > 1:
        found = [
            span
            for span in found
            if article.text[: span.start].endswith(prefix)
            and article.text.startswith(suffix, span.end)
        ]
    return found[0] if len(found) == 1 else None
