"""Where the data is, how one file of it is read, and how a file is written.

In a checkout the data and the lessons stand beside the package; in a wheel they are shipped inside
it, as ``mediakit/_shipped``. What the files mean is known by the modules that ask for them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mediakit.errors import DataError, did_you_mean

_PACKAGE = Path(__file__).resolve().parent
#: The hidden folder that mediakit keeps beside a learner's notebooks.
KEPT = ".mediakit"
_DEAD_AFTER = 600.0  # seconds; the slowest write to a shared folder takes a few


def shipped_root() -> Path:
    """The folder that holds ``data`` and ``lessons``: the checkout, or ``_shipped`` in a wheel."""
    checkout = _PACKAGE.parent
    if (checkout / "data" / "kinds.toml").is_file() and (checkout / "pyproject.toml").is_file():
        return checkout
    return _PACKAGE / "_shipped"


def home_folder() -> Path:
    """The learner's folder: the one MEDIAKIT_HOME names, else ``~/mediakit-lessons``."""
    return Path(os.environ.get("MEDIAKIT_HOME") or "~/mediakit-lessons").expanduser()


def data_path(*parts: str) -> Path:
    """The path of a shipped data file, whether it exists or not."""
    return shipped_root().joinpath("data", *parts)


def place_of(path: Path) -> str:
    """How a file is named in messages: from the shipped root if it lies there, else as given."""
    try:
        return path.relative_to(shipped_root()).as_posix()
    except ValueError:
        return str(path)


def load_text(path: Path) -> str:
    """A file's text, line ends as ``\\n``; raises DataError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(
            place_of(path), "there is no such file.", next_step="Check the name."
        ) from None
    except UnicodeDecodeError as error:
        raise DataError(
            place_of(path),
            f"byte {error.start} is not UTF-8.",
            next_step="Save the file with the encoding UTF-8.",
        ) from None
    except OSError as error:
        raise DataError(place_of(path), f"it can't be read ({error.strerror}).") from None


def open_regular(path: Path, flags: int) -> int:
    """A file's handle (see ``os.open``); raises OSError for anything else than a plain file.

    A pipe would keep a reader waiting, and a link brings what somebody else wrote: neither is opened.
    """
    linked = OSError(errno.EINVAL, "it is a link to another file")
    if path.is_symlink():
        raise linked
    names = ["O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"]
    if sys.platform != "emscripten":  # there are no pipes there, and it takes the flag for writing
        names.append("O_NONBLOCK")
    for name in names:
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        raise (linked if error.errno == errno.ELOOP else error) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        found = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise OSError(errno.EINVAL, f"it is {found}, no file")
    return handle


def read_regular(path: Path, most: int) -> bytes:
    """A plain file's bytes; raises OSError where it is something else, or longer than ``most`` bytes."""
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise OSError(errno.EFBIG, f"it is longer than {most // 1_000_000} MB")
    return raw


def set_aside(path: Path, folder: Path | None = None) -> Path:
    """Rename what must not be overwritten, into another folder if one is given; returns its new path."""
    aside = aside_path((folder or path.parent) / path.name)
    path.rename(aside)
    return aside


def aside_path(path: Path) -> Path:
    """A name beside a file under which nothing is kept yet."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.aside-{number}")):
        number += 1
    return aside


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in; what lies in the place of a hidden one of ours is set aside."""
    ours = [one for one in (folder, *folder.parents) if KEPT in one.parts]
    for one in reversed(ours):
        if os.path.lexists(one) and not one.is_dir():
            set_aside(one)
    folder.mkdir(parents=True, exist_ok=True)


def write_atomically(path: Path, text: str, *, alone: bool = False) -> None:
    """Write a file so that at every moment either the old text or the new one stands there.

    What a killed write left behind is removed: at once where the caller knows that nobody else writes
    this file now (``alone``), else after ten minutes.
    """
    make_folder(path.parent)
    remove_scraps(path, 0 if alone else _DEAD_AFTER)
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)  # mkstemp's files are for their owner only; here the usual rule holds
        os.umask(mask)
        os.chmod(scratch, 0o666 & ~mask)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def remove_scraps(path: Path, seconds: float = _DEAD_AFTER) -> None:
    """Remove what killed writes of a file left beside it, if it is older than some seconds."""
    scrap = re.compile(re.escape(f".{path.name}.") + r"[a-z0-9_]{8}")
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if scrap.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime >= seconds:
                        os.unlink(entry)


def parse_toml(text: str, place: str) -> dict[str, Any]:
    """TOML text as a dictionary; a mistake is told with its line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(
            place, f"this is not TOML: {error}.", next_step="Mend that line and try again."
        ) from None


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; raises DataError with the place of a mistake."""
    return parse_toml(load_text(path), place_of(path))


@contextlib.contextmanager
def expecting(place: str) -> Iterator[None]:
    """Tell data of the wrong shape (a word where a list is expected) as a DataError with its place."""
    try:
        yield
    except (TypeError, ValueError, AttributeError, LookupError, OverflowError) as error:
        raise DataError(
            place,
            f"something in it has the wrong shape ({type(error).__name__}: {str(error)[:80]}).",
            next_step="Compare it with one that works.",
        ) from None


def front_matter(text: str, place: str) -> tuple[dict[str, Any], str]:
    """The TOML between the first two ``+++`` lines, and the text after them.

    >>> front_matter('+++\\ntitle = "A"\\n+++\\nBody.', "x")
    ({'title': 'A'}, 'Body.')
    """
    lines = text.split("\n")
    fences = [n for n, line in enumerate(lines) if line.strip() == "+++"][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        raise DataError(
            place,
            "it does not start with front matter.",
            allowed="A story starts with a line +++, TOML (title, outlet, date, …), a line +++.",
        )
    head = "\n".join(lines[fences[0] + 1 : fences[1]])
    return parse_toml(head, place), "\n".join(lines[fences[1] + 1 :])


@dataclass(frozen=True)
class Kind:
    """One kind of a label, as ``data/kinds.toml`` tells it.

    ``name`` is the words on a learner's screen, ``definition`` one sentence, ``source`` where the
    definition rests, ``why`` the reason given when a key has none of its own. ``icon`` is one
    character, empty where a kind has none; it never stands without the name.
    """

    label: str
    kind: str
    name: str
    definition: str
    source: str
    why: str
    icon: str = ""


@dataclass(frozen=True)
class Label:
    """One label with its kinds (empty for ``content``) and the flags its marks may carry."""

    label: str
    name: str
    definition: str
    source: str
    why: str
    kinds: Mapping[str, Kind]
    flags: tuple[str, ...]


@cache
def load_labels() -> Mapping[str, Label]:
    """Every label of a mark, by name, from ``data/kinds.toml``."""
    path = data_path("kinds.toml")
    labels: dict[str, Label] = {}
    for label, entry in load_toml(path).items():
        place = f"{place_of(path)}, [{label}]"
        kinds = {
            kind: Kind(
                label,
                kind,
                **texts_of(table, f"{place}, kind {kind}"),
                icon=str(table.get("icon", "")),
            )
            for kind, table in entry.get("kinds", {}).items()
        }
        labels[label] = Label(
            label,
            **texts_of(entry, place),
            kinds=kinds,
            flags=tuple(entry.get("flags", ())),
        )
    return labels


def texts_of(table: Mapping[str, Any], place: str) -> dict[str, str]:
    """The four texts that every label and kind has."""
    wanted = ("name", "definition", "source", "why")
    missing = [name for name in wanted if not table.get(name)]
    if missing:
        raise DataError(place, f"{', '.join(missing)} is missing.", next_step="Write it.")
    return {name: str(table[name]) for name in wanted}


def check_label(label: str, kind: str | None, place: str) -> None:
    """Raise DataError unless the label exists and the kind is one of its kinds."""
    labels = load_labels()
    if label not in labels:
        raise DataError(place, f'there is no label "{label}".', allowed=did_you_mean(label, labels))
    kinds = labels[label].kinds
    if kind is None and kinds:
        raise DataError(
            place, f'a mark "{label}" needs a kind.', allowed=f"There are: {', '.join(kinds)}."
        )
    if kind is not None and kind not in kinds:
        raise DataError(
            place,
            f'"{label}" has no kind "{kind}".',
            allowed=did_you_mean(kind, kinds) if kinds else "It has no kinds.",
        )


def kind_name(label: str, kind: str | None) -> str:
    """The words on a learner's screen for a label and kind.

    >>> kind_name("source", "unnamed")
    'no name given'
    >>> kind_name("content", None)
    'what is said'
    """
    entry = load_labels()[label]
    return entry.kinds[kind].name if kind else entry.name


def kind_shown(label: str, kind: str | None) -> str:
    """The words on screen for a label and kind, after the kind's icon where it has one.

    >>> kind_shown("source", "media"), kind_shown("cue", "plain")
    ('▤ paper or document', 'plain')
    """
    entry = load_labels()[label].kinds.get(kind or "")
    return f"{entry.icon if entry else ''} {kind_name(label, kind)}".lstrip()


def kind_why(label: str, kind: str | None) -> str:
    """The default reason for a label and kind."""
    entry = load_labels()[label]
    return entry.kinds[kind].why if kind else entry.why
