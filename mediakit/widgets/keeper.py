"""Keeps an open lesson's answer sheet: reads it back, writes it at every change, says what failed.

Answers are never lost for a folder that can't be written: they stay in memory, and in the notebook.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from dataclasses import replace
from pathlib import Path

from IPython import get_ipython

from mediakit.answers import (
    AnswerSheet,
    current_learner,
    hold_sheet,
    holder_of,
    home_of,
    left_behind,
    load_notebook,
    load_sheet,
    merge_sheets,
    newest_sheet,
    old_sheet_path,
    save_sheet,
    set_aside,
    sheet_path,
    sheets_in_notebook,
)
from mediakit.data import make_folder, read_regular
from mediakit.errors import SubmissionError

_TAKEN = (
    "This lesson has been opened in another window, which goes on. Reload this page to go on here."
)
_MAX_BYTES = 20_000_000
#: Which kernel this is: all keepers of one kernel write side by side.
_KERNEL = uuid.uuid4().hex


def notebook_path(lesson: str) -> Path:
    """The notebook whose kernel this is, as its front end tells it; else one named for the lesson here."""
    return _told_path() or Path.cwd() / f"{lesson}.ipynb"


def _told_path() -> Path | None:
    """The notebook's path as Jupyter's server or VS Code tells it; None where nothing does."""
    names = getattr(get_ipython(), "user_ns", {})
    for told in (os.environ.get("JPY_SESSION_NAME"), names.get("__vsc_ipynb_file__")):
        if isinstance(told, str) and told.endswith(".ipynb"):
            return Path(told)
    return None


def _notebooks_of(lesson: str, folder: Path) -> list[str]:
    """The names of the notebooks in a folder that open a lesson."""
    names = [re.escape(lesson), *([str(int(lesson[:2]))] if lesson[:2].isdigit() else [])]
    call = re.compile(rf"open_lesson\(\s*\\?[\"']0?({'|'.join(names)})\b")
    found = []
    for path in sorted(folder.glob("*.ipynb")):
        with contextlib.suppress(OSError):
            if call.search(read_regular(path, _MAX_BYTES).decode(errors="replace")):
                found.append(path.name)
    return found


class Keeper:
    """One lesson's sheet and the file it is kept in.

    ``trouble`` is a sentence for the learner about what could not be read or written, or empty;
    ``taken`` says that another kernel has opened the lesson since: then nothing is written here until
    ``take``. ``edition`` is noted on a sheet that is begun here.
    """

    def __init__(self, lesson: str, notebook: Path, *, edition: str = "") -> None:
        self.notebook = notebook
        self.edition = edition
        self.taken = False
        self.trouble = ""
        self._lesson = lesson
        self._token = _KERNEL
        self._lasting = self._which_notebook()
        self._open(current_learner(home_of(notebook)))

    def _open(self, learner: str) -> None:
        """Read the sheet of a learner, and hold it."""
        self.learner = learner
        self.path = sheet_path(self.notebook, self._lesson, learner)
        self.trouble = self._lasting
        self.sheet = self._load() or AnswerSheet(self._lesson, learner=learner)
        if not self.sheet.entries and not self.sheet.edition:
            self.sheet = replace(self.sheet, edition=self.edition)
        hold_sheet(self.path, self._token)

    def _which_notebook(self) -> str:
        """What to say where nothing tells which of several notebooks this is."""
        if os.environ.get("MEDIAKIT_ANSWERS") or _told_path() is not None:
            return ""
        several = _notebooks_of(self._lesson, self.notebook.parent)
        if len(several) < 2:
            return ""
        return (
            f"This program can't tell which of the notebooks this is: {', '.join(several)}. They "
            "share their answers; give each a folder of its own."
        )

    @property
    def can_save_notebook(self) -> bool:
        """Whether the notebook's file can be written; where it can't, a file to hand in is the way."""
        if not os.path.exists(self.notebook):
            return True  # a front end that keeps it elsewhere
        return os.access(self.notebook, os.W_OK) and os.access(self.notebook.parent, os.W_OK)

    def is_saved(self) -> bool:
        """Whether the notebook's file carries the sheet as it is now."""
        with contextlib.suppress(SubmissionError, OSError):
            carried = sheets_in_notebook(load_notebook(self.notebook), self.notebook.name)
            there = newest_sheet([one for one in carried if one.attempt == self.sheet.attempt])
            return there is not None and all(
                there.entry(name).revision >= entry.revision
                for name, entry in self.sheet.entries.items()
            )
        return False

    def refresh(self) -> None:
        """Take in what another window wrote into the sheet's file; cheap enough for every click."""
        self._notice()
        with contextlib.suppress(SubmissionError):  # a damaged file is told when it is saved
            there = load_sheet(self.path)
            if there is not None and self._is_mine(there):
                self.sheet = merge_sheets(self.sheet, there)

    def _notice(self) -> None:
        """See whether another kernel has opened the lesson, or somebody else works here now."""
        if current_learner(home_of(self.notebook)) != self.learner:
            whose = self.learner or "the first user"
            self.trouble = f"Somebody else works here now. These are the answers of {whose}. Reload this page to begin."
        elif holder_of(self.path) not in ("", self._token):
            self.trouble = _TAKEN
        else:
            return
        self.taken = True

    def take(self) -> None:
        """Go on here: the lesson was opened again in this kernel, for whoever works here now."""
        kept, path, was_taken = self.sheet, self.path, self.taken
        whose, self.taken = self.learner, False
        self._open(current_learner(home_of(self.notebook)))
        if self.learner == whose:
            read, told = self.sheet, self.trouble
            self.sheet = merge_sheets(read, kept) if read.entries else kept
            if was_taken or self.sheet.entries != read.entries:
                self.save(self.sheet)
                self.trouble = self.trouble or told
        elif was_taken and kept.entries:  # answered meanwhile, by whoever worked here before
            with contextlib.suppress(SubmissionError, OSError):
                save_sheet(kept, path)

    def reload(self) -> None:
        """Take in what another window wrote meanwhile, into the file or the notebook, and go on here."""
        self.take()

    def _is_mine(self, sheet: AnswerSheet) -> bool:
        return (sheet.lesson, sheet.learner) == (self._lesson, self.learner)

    def _load(self) -> AnswerSheet | None:
        """The newest of what lies beside the notebook and what the saved notebook carries.

        Only the learner's own: what somebody else answered stays theirs. Of two attempts the fuller
        one is taken, and the other stays as a file set aside. A sheet left behind by a notebook that
        was renamed is found by its attempt.
        """
        files = {self.path: self._load_file(self.path)}
        old = old_sheet_path(self.notebook, self._lesson)
        if not self.learner:
            files.setdefault(old, self._load_file(old))
        there = {path: one for path, one in files.items() if one is not None and self._is_mine(one)}
        carried: list[AnswerSheet] = []
        if not os.environ.get("MEDIAKIT_ANSWERS") and os.path.isfile(self.notebook):
            with contextlib.suppress(SubmissionError):
                carried = sheets_in_notebook(load_notebook(self.notebook), self.notebook.name)
                carried = [sheet for sheet in carried if self._is_mine(sheet)]
                carried += filter(self._is_mine, left_behind(self.notebook.parent, carried))
        best = newest_sheet([*there.values(), *carried])
        for path, sheet in there.items():
            if best and sheet.attempt != best.attempt:
                with contextlib.suppress(OSError):
                    make_folder(self.path.parent)
                    aside = set_aside(path, self.path.parent)
                    self.trouble = (
                        f"The notebook holds more answers than the file kept with it: they are used. The "
                        f"other answers are kept as {aside.name}."
                    )
        return best

    def _load_file(self, path: Path) -> AnswerSheet | None:
        try:
            return load_sheet(path)
        except SubmissionError as error:
            self._set_aside(path, error)
            return None

    def _set_aside(self, path: Path, error: SubmissionError) -> bool:
        """Put a damaged file aside and say so; returns whether that went well."""
        try:
            make_folder(self.path.parent)
            aside = set_aside(path, self.path.parent)
        except OSError:
            self.trouble = f"{error} Your answers are kept in this notebook only."
            return False
        self.trouble = f"{error} It was set aside as {aside.name}; nothing of it was overwritten."
        return True

    def save(self, sheet: AnswerSheet) -> None:
        """Keep a changed sheet; what can't be written stays here and in the notebook."""
        self.sheet = sheet
        self._notice()
        if self.taken:
            return
        self.trouble = self._lasting
        try:
            self._write()
        except SubmissionError as error:
            if self._set_aside(self.path, error):
                with contextlib.suppress(SubmissionError, OSError):
                    self._write()
                    self.trouble += " All your answers were written anew: nothing is lost."
        except OSError as error:
            self.trouble = (
                f"Your answers could not be written to {self.path.name} ({error.strerror}). They are "
                "kept while this notebook runs: save the notebook (Ctrl+S), or make room and answer on."
            )

    def _write(self) -> None:
        old = None if self.learner else old_sheet_path(self.notebook, self._lesson)
        self.sheet = save_sheet(self.sheet, self.path, old=old)
