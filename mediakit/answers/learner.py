"""Who works in a folder of lessons: the first user has no name, others on the same computer type one.

It is kept in ``.mediakit/learner.json`` beside the notebooks. A file that is damaged, or is none, counts
as nobody's word; it is set aside when the next name is written.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mediakit.answers.sheet import clean_name
from mediakit.data import KEPT, read_regular, set_aside, write_atomically

_MAX_BYTES = 1_000_000
_MAX_KNOWN = 500


@dataclass(frozen=True)
class _Learners:
    """``called`` is the name under which the first user hands in, once somebody ``asked``."""

    current: str = ""
    known: tuple[str, ...] = ()
    asked: bool = False
    called: str = ""


def current_learner(folder: Path) -> str:
    """The name of who works in a folder now; empty for its first user."""
    return _load(folder)[0].current


def known_learners(folder: Path) -> tuple[str, ...]:
    """The names of everybody who has worked in a folder, but for the first user, who has none."""
    return _load(folder)[0].known


def first_called(folder: Path) -> str:
    """The name that the first user of a folder gave when they handed in; empty where they gave none."""
    return _load(folder)[0].called


def switch_learner(folder: Path, name: str) -> str:
    """Let somebody else work in a folder (empty: its first user); returns the name as it is kept.

    Raises OSError where the folder can't be written.
    """
    name = clean_name(name)
    now = _load(folder)[0]
    name = "" if name == now.called else name  # the first user comes back under the name they gave
    known = now.known if not name or name in now.known else (*now.known, name)
    _save(folder, replace(now, current=name, known=known[-_MAX_KNOWN:]))
    return name


def hand_in_name(folder: Path) -> str | None:
    """Whose name a hand-in file carries now; None where nobody has asked the first user yet."""
    now = _load(folder)[0]
    return now.current or (now.called if now.asked else None)


def name_hand_in(folder: Path, name: str) -> str:
    """Keep what the first user answered when asked whose the hand-in is (empty: without a name).

    It changes no sheet's place. Returns the name as it is kept; raises OSError.
    """
    name = clean_name(name)
    _save(folder, replace(_load(folder)[0], asked=True, called=name))
    return name


def _load(folder: Path) -> tuple[_Learners, bool]:
    """What the file says, and whether there is a file that can't be read."""
    path = folder / KEPT / "learner.json"
    try:
        data: Any = json.loads(read_regular(path, _MAX_BYTES).decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return _Learners(), False
    except (OSError, ValueError, RecursionError):
        return _Learners(), True
    if not isinstance(data, dict):
        return _Learners(), True
    known = data.get("known")
    names = [clean_name(one) for one in known] if isinstance(known, list) else []
    current = clean_name(data.get("current"))
    found = dict.fromkeys(filter(None, [*names, current]))
    asked, called = data.get("asked") is True, clean_name(data.get("called"))
    return _Learners(current, tuple(found)[-_MAX_KNOWN:], asked, called), False


def _save(folder: Path, learners: _Learners) -> None:
    path = folder / KEPT / "learner.json"
    if _load(folder)[1]:
        set_aside(path)
    write_atomically(path, json.dumps(asdict(learners), indent=1))
