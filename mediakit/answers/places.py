"""Where answer sheets lie: one hidden folder beside the notebooks, a sheet a notebook and lesson.

Another learner on the same computer has a folder of their own in it. Up to 0.1.0 sheets lay beside
the notebooks; they are still found there.
"""

from __future__ import annotations

import os
import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from mediakit.data import KEPT

#: How the name of a sheet's file ends.
SHEET_ENDING = ".answers.json"
#: How the name of a file to hand in ends.
HAND_IN_ENDING = ".handin.json"
_MOST_BYTES = 200  # of a file's name; most file systems take 255


def home_of(notebook: Path) -> Path:
    """The folder that a notebook's answers belong to: its own, or the one MEDIAKIT_ANSWERS names."""
    told = os.environ.get("MEDIAKIT_ANSWERS")
    return Path(told) if told else notebook.parent


def sheet_path(notebook: Path, lesson: str, learner: str = "") -> Path:
    """Where the sheet of a notebook, a lesson and a learner lies."""
    home = home_of(notebook)
    folder = home if os.environ.get("MEDIAKIT_ANSWERS") else hidden_folder(home)
    return (folder / slug_of(learner) if learner else folder) / _file_name(notebook, lesson)


def old_sheet_path(notebook: Path, lesson: str) -> Path:
    """Where the sheet of a notebook lay up to 0.1.0: beside it."""
    return home_of(notebook) / _file_name(notebook, lesson)


def _file_name(notebook: Path, lesson: str) -> str:
    stem = notebook.name.removesuffix(".ipynb")
    name = stem if stem.startswith(lesson) else f"{stem}.{lesson}"
    return f"{name}{SHEET_ENDING}"


def hidden_folder(home: Path) -> Path:
    """The folder of all sheets beside a folder's notebooks."""
    return home / KEPT / "answers"


def sheet_folders(home: Path, learner: str = "") -> tuple[Path, ...]:
    """The folders in which a learner's sheets may lie, the newest place first."""
    folders = (hidden_folder(home), home)
    return tuple(one / slug_of(learner) for one in folders) if learner else folders


def slug_of(learner: str) -> str:
    """A folder's name for a learner: plain letters for people, and a digest that no other name has.

    >>> slug_of("Zoë K.")
    'zoe-k-e42b64aa11eb'
    """
    plain = unicodedata.normalize("NFKD", learner).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:24].strip("-") or "learner"
    return f"{words}-{sha256(learner.encode()).hexdigest()[:12]}"


def handin_path(notebook: Path, learner: str = "") -> Path:
    """The file that a learner hands in: named for the notebook, and for whose it is.

    >>> handin_path(Path("04-no-name-given.ipynb"), "M. K. / 8b").name
    '04-no-name-given M. K. - 8b.handin.json'
    """
    stem = notebook.name.removesuffix(".ipynb")
    safe = re.sub(r'[<>:"/\\|?*]', "-", learner).strip()
    name = f"{stem} {safe}" if safe else stem
    short = name.encode()[:_MOST_BYTES].decode(errors="ignore").strip()
    return home_of(notebook) / f"{short}{HAND_IN_ENDING}"
