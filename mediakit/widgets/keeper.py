"""Keeps an open lesson's answer sheet: reads it back, writes it at every change, says what failed.

Answers are never lost for a folder that can't be written: they stay in memory, and in the notebook.
"""

from __future__ import annotations

import os
from pathlib import Path

from mediakit.answers import (
    AnswerSheet,
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

    def reload(self) -> None:
        """Take in what another window wrote meanwhile."""
        there = self._load(self.sheet.lesson)
        if there is not None and there.attempt == self.sheet.attempt:
            self.sheet = merge_sheets(self.sheet, there)

    def _load(self, lesson: str) -> AnswerSheet | None:
        """The sheet beside the notebook, with what the saved notebook carries of the same attempt."""
        found = []
        try:
            there = load_sheet(self.path)
            found = [there] if there and there.lesson == lesson else []
        except SubmissionError as error:
            self._set_aside(error)
        if "MEDIAKIT_ANSWERS" not in os.environ and self.notebook.is_file():
            try:
                carried = sheets_in_notebook(load_notebook(self.notebook), self.notebook.name)
            except SubmissionError:
                carried = []
            kept = {sheet.attempt for sheet in found}
            found += [
                sheet
                for sheet in carried
                if sheet.lesson == lesson and (not kept or sheet.attempt in kept)
            ]
        return newest_sheet(found)

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
