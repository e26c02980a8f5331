"""Keeps an open lesson's answer sheet: reads it back, writes it at every change, says what failed.

Answers are never lost for a folder that can't be written: they stay in memory, and in the notebook.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from mediakit.answers import (
    AnswerSheet,
    left_behind,
    load_notebook,
    load_sheet,
    merge_sheets,
    newest_sheet,
    save_sheet,
    set_aside,
    sheet_path,
    sheets_in_notebook,
)
from mediakit.errors import SubmissionError


def notebook_path(lesson: str) -> Path:
    """The notebook whose kernel this is, as Jupyter tells it; else one named for the lesson here."""
    told = os.environ.get("JPY_SESSION_NAME", "")
    return Path(told) if told.endswith(".ipynb") else Path.cwd() / f"{lesson}.ipynb"


class Keeper:
    """One lesson's sheet and the file it is kept in.

    ``trouble`` is a sentence for the learner about what could not be read or written, or empty.
    """

    def __init__(self, lesson: str, notebook: Path) -> None:
        self.notebook = notebook
        self.path = sheet_path(notebook, lesson)
        self.trouble = ""
        self.sheet = self._load(lesson) or AnswerSheet(lesson)

    def is_saved(self) -> bool:
        """Whether the notebook's file carries the sheet as it is now."""
        with contextlib.suppress(SubmissionError, OSError):
            carried = sheets_in_notebook(load_notebook(self.notebook), self.notebook.name)
            now = (self.sheet.attempt, self.sheet.revision)
            return now in [(sheet.attempt, sheet.revision) for sheet in carried]
        return False

    def refresh(self) -> None:
        """Take in what another window wrote into the sheet's file; cheap enough for every click."""
        with contextlib.suppress(SubmissionError):  # a damaged file is told when it is saved
            there = load_sheet(self.path)
            if there is not None and there.lesson == self.sheet.lesson:
                self.sheet = merge_sheets(self.sheet, there)

    def reload(self) -> None:
        """Take in what another window wrote meanwhile, into the file or the notebook."""
        there = self._load(self.sheet.lesson)
        if there is not None:
            self.sheet = merge_sheets(self.sheet, there)

    def _load(self, lesson: str) -> AnswerSheet | None:
        """The newest of what lies beside the notebook and what the saved notebook carries.

        Of two attempts the fuller one is taken, and the other stays as a file beside it. A sheet
        left behind by a notebook that was renamed is found by its attempt.
        """
        there = None
        try:
            there = load_sheet(self.path)
        except SubmissionError as error:
            self._set_aside(error)
        if there is not None and there.lesson != lesson:
            there = None
        carried = []
        if "MEDIAKIT_ANSWERS" not in os.environ and self.notebook.is_file():
            with contextlib.suppress(SubmissionError):
                notebook = load_notebook(self.notebook)
                carried = sheets_in_notebook(notebook, self.notebook.name)
                carried += left_behind(self.notebook.parent, carried)
        carried = [sheet for sheet in carried if sheet.lesson == lesson]
        best = newest_sheet([*([there] if there else []), *carried])
        if there and best and best.attempt != there.attempt:
            with contextlib.suppress(OSError):
                aside = set_aside(self.path)
                self.trouble = (
                    f"The notebook holds more answers than the file beside it: they are used. The "
                    f"other answers are kept as {aside.name}."
                )
        return best

    def _set_aside(self, error: SubmissionError) -> None:
        try:
            aside = set_aside(self.path)
        except OSError:
            self.trouble = f"{error} Your answers are kept in this notebook only."
        else:
            self.trouble = (
                f"{error} It was set aside as {aside.name}; nothing of it was overwritten."
            )

    def save(self, sheet: AnswerSheet) -> None:
        """Keep a changed sheet; what can't be written stays here and in the notebook."""
        self.sheet = sheet
        try:
            self.sheet = save_sheet(sheet, self.path)
            self.trouble = ""
        except SubmissionError as error:
            self._set_aside(error)
        except OSError as error:
            self.trouble = (
                f"Your answers could not be written to {self.path.name} ({error.strerror}). They are "
                "kept while this notebook runs: save the notebook (Ctrl+S), or make room and answer on."
            )
