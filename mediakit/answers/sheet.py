"""The answer sheet as a value: entries, merging, and its JSON, checked as what anybody may have edited."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mediakit.errors import SubmissionError

SCHEMA = 1
#: The longest line of "I read it differently", in letters.
MAX_NOTE = 500
# Far above what surfaces can give (see ``lessons.given``), far below what would hurt a grader.
_MAX_TEXT = 200_000
_MAX_DEPTH = 8
_MAX_ITEMS = 100_000
_MAX_ENTRIES = 1_000
_MAX_COUNT = 10**9
_MAX_NUMBER = 10**15
#: The longest name of a learner, in letters.
MAX_NAME = 80
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


@dataclass(frozen=True)
class Entry:
    """What a learner did with one exercise.

    ``answer`` is the answer as it stands, ``checked`` the one at the first Check, which counts;
    ``revision`` is the sheet's when the entry last changed, ``locked`` at the first Check;
    ``hints`` and ``tries`` are counts; ``note`` is the learner's line where they read it differently.
    """

    answer: Any = None
    checked: Any = None
    hints: int = 0
    tries: int = 0
    revision: int = 0
    locked: int = 0
    note: str = ""

    @property
    def counts(self) -> Any:
        """The answer that is graded: the one at the first Check, else the one that stands."""
        return self.answer if self.checked is None else self.checked


@dataclass(frozen=True)
class AnswerSheet:
    """All entries of one attempt at one lesson; a value, replaced at every change.

    ``learner`` is the name somebody typed on a shared computer, empty for its first user. ``edition``
    is a digest of the exercises and keys the attempt was begun on, empty before there were any.
    """

    lesson: str
    attempt: str = field(default_factory=lambda: uuid.uuid4().hex)
    revision: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    learner: str = ""
    edition: str = ""

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
    return replace(
        first,
        revision=max(first.revision, second.revision),
        entries=entries,
        learner=first.learner or second.learner,
        edition=first.edition or second.edition,
    )


# ── as JSON ──────────────────────────────────────────────────────────────────


def sheet_to_json(sheet: AnswerSheet) -> dict[str, Any]:
    """A sheet as plain data."""
    return {
        "schema": SCHEMA,
        "lesson": sheet.lesson,
        "attempt": sheet.attempt,
        "revision": sheet.revision,
        **({"learner": sheet.learner} if sheet.learner else {}),
        **({"edition": sheet.edition} if sheet.edition else {}),
        "exercises": {
            exercise: {
                "answer": entry.answer,
                "checked": entry.checked,
                "hints": entry.hints,
                "tries": entry.tries,
                "revision": entry.revision,
                "locked": entry.locked,
                **({"note": entry.note} if entry.note else {}),
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
            str(one.get("note") or "")[:MAX_NOTE],
        )
    return AnswerSheet(
        str(data.get("lesson", ""))[:100],
        str(data.get("attempt", ""))[:64],
        _count(data.get("revision")),
        entries,
        clean_name(data.get("learner")),
        _word(data.get("edition")),
    )


def clean_name(name: Any) -> str:
    """A learner's name as it is kept: one line of at most 80 letters, nothing that can't be seen.

    >>> clean_name("  Zoë\\n K. "), clean_name(None)
    ('Zoë K.', '')
    """
    if not isinstance(name, str):
        return ""
    seen = (" " if one.isspace() else one for one in name[:1000])
    kept = unicodedata.normalize("NFC", "".join(one for one in seen if not _hidden(one)))
    kept = " ".join(kept.split())[:MAX_NAME].strip()
    return kept if any(unicodedata.category(one)[0] in "LNPS" for one in kept) else ""


def _hidden(letter: str) -> bool:
    """Control characters, halves of a pair, and what turns the direction of a line."""
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in _TURNING


def _word(value: Any) -> str:
    return value[:64] if isinstance(value, str) else ""


def _count(value: Any) -> int:
    """A count, 0 for what is none: nobody clicks a thousand million times."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 < value <= _MAX_COUNT else 0


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
        if isinstance(one, int) and abs(one) > _MAX_NUMBER:
            return False
        if isinstance(one, dict):
            stack += [(item, depth + 1) for pair in one.items() for item in pair]
        elif isinstance(one, list):
            stack += [(item, depth + 1) for item in one]
    return True


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
