"""What cells show besides surfaces: check lines, the score card, marked sentences and their chains."""

from __future__ import annotations

import html

from IPython.display import display

from mediakit.lessons import Lesson, Result, check_line
from mediakit.lessons.grade import BLANK
from mediakit.reading import Reading
from mediakit.show import show_html, show_text
from mediakit.show.view import Chain
from mediakit.widgets.surface import Surface


class Line(str):
    """One line that a notebook shows as it is, without quotation marks.

    With a ``display_id`` it can be brought up to date where it stands. ``html`` says more than the
    line, for paper and viewers.
    """

    display_id: str | None = None
    html: str = ""

    def __repr__(self) -> str:
        return str(self)

    def _ipython_display_(self) -> None:
        display(self.bundle, raw=True, display_id=self.display_id)

    @property
    def bundle(self) -> dict[str, str]:
        """What stands in the notebook for the line."""
        return {"text/plain": str(self)} | ({"text/html": self.html} if self.html else {})


class Shown:
    """An exercise's cell: its surface, and under it the line that says how it stands."""

    def __init__(self, surface: Surface, line: Line) -> None:
        self.surface, self.line = surface, line

    def _ipython_display_(self) -> None:
        display(self.surface)
        display(self.line)


# What a worked sentence asks before it tells its whys, by the label that it is about.
_ASKS = {
    "hedge": "Who isn't sure, and of what? Look, then open.",
    "denial": "Who denies what, and how fully? Look, then open.",
    "quote": "Whose words stand in the marks? Look, then open.",
    "cue": "Who told it, and which words say so? Look, then open.",
    "source": "Who told it? Look, then open.",
}


class Drawn:
    """A marked sentence, as a notebook shows it: text with marks, their whys folded under a question."""

    def __init__(self, reading: Reading, labels: tuple[str, ...], *, paper: str) -> None:
        self._reading, self._labels, self._paper = reading, labels, paper

    def __repr__(self) -> str:
        return show_text(self._reading, labels=self._labels)

    def _repr_html_(self) -> str:
        ask = next(ask for label, ask in _ASKS.items() if label in self._labels)
        return show_html(self._reading, labels=self._labels, ask=ask)

    @property
    def chain(self) -> Chain:
        """The sourcing chain of the sentence, in words."""
        return Chain(self._reading, self._paper)


def card_line(lesson: Lesson, results: list[Result]) -> str:
    """The points of the checked exercises so far, in one line."""
    points = sum(result.points or 0 for result in results if result.state == "checked")
    counted = [result for result in results if not result.exercise.practice] or results
    done = sum(result.state != BLANK for result in counted)
    answered = f"{done} of {len(counted)} exercises answered"
    if not lesson.possible:
        return f"Lesson {lesson.number}, {lesson.title}: {answered} (nothing here is graded)"
    return f"Lesson {lesson.number}, {lesson.title}: {points:g} of {lesson.possible} points, {answered}"


def card_rows(results: list[Result]) -> list[list[str]]:
    """Number, what is asked, how it stands, and the points, an exercise a row."""
    rows = []
    for result in results:
        exercise = result.exercise
        line = check_line(result).removeprefix(exercise.number).lstrip(": ")
        if result.other is not None:
            which = "first" if result.second else "second"
            line += f" (on the {which}: {result.other:g})"
        rows.append([exercise.number, exercise.title, line])
    return rows


def card_html(lesson: Lesson, results: list[Result], trouble: str) -> str:
    """What the first cell shows: how far the lesson is, and all its exercises folded under it.

    Nothing in it rests on styles. While nothing is answered it also says what to do where nothing
    happens by itself.
    """
    left = "style='text-align:left'"
    rows = "".join(
        f"<tr><th scope='row' {left}>{html.escape(number)}</th><td {left}>{html.escape(asked)}</td>"
        f"<td {left}>{html.escape(line)}</td></tr>"
        for number, asked, line in card_rows(results)
    )
    names = ("No.", "Exercise", "How it stands")
    head = "".join(f"<th scope='col' {left}>{name}</th>" for name in names)
    note = f"<p><strong>{html.escape(trouble)}</strong></p>" if trouble else ""
    new = all(result.state == BLANK for result in results)
    return (
        f"<div class='mk-carrier'><p><strong>{html.escape(card_line(lesson, results))}</strong></p>{note}"
        f"{_START if new else ''}<details><summary>All exercises</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details></div>"
    )


_START = "<p class='mk-start'>If you can't answer the exercises below: <strong>Run ▸ Run All Cells</strong>.</p>"
