"""What cells show besides surfaces: check lines, the score card, marked sentences and their chains."""

from __future__ import annotations

import html

from IPython.display import display

from mediakit.lessons import Lesson, Result, check_line
from mediakit.reading import Reading
from mediakit.show import show_html, show_text
from mediakit.show.view import Chain


class Line(str):
    """One line that a notebook shows as it is, without quotation marks.

    With a ``display_id`` the line can be brought up to date where it stands.
    """

    display_id: str | None = None

    def __repr__(self) -> str:
        return str(self)

    def _ipython_display_(self) -> None:
        display({"text/plain": str(self)}, raw=True, display_id=self.display_id)


class Drawn:
    """A marked sentence, as a notebook shows it: text with marks, and the chain in plain words."""

    def __init__(self, reading: Reading, labels: tuple[str, ...], *, paper: str) -> None:
        self._reading, self._labels, self._paper = reading, labels, paper

    def __repr__(self) -> str:
        return show_text(self._reading, labels=self._labels)

    def _repr_html_(self) -> str:
        return show_html(self._reading, labels=self._labels)

    @property
    def chain(self) -> Chain:
        """The sourcing chain of the sentence, as a picture."""
        return Chain(self._reading, self._paper)


def card_line(lesson: Lesson, results: list[Result]) -> str:
    """The points of the checked exercises so far, in one line."""
    points = sum(result.points or 0 for result in results if result.state == "checked")
    counted = [result for result in results if not result.exercise.practice] or results
    done = sum(result.state != "not answered yet" for result in counted)
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
    """The score card as a plain table: it is right even where a notebook strips all attributes."""
    left = "style='text-align:left'"
    rows = "".join(
        f"<tr><th scope='row' {left}>{html.escape(number)}</th><td {left}>{html.escape(asked)}</td>"
        f"<td {left}>{html.escape(line)}</td></tr>"
        for number, asked, line in card_rows(results)
    )
    names = ("No.", "Exercise", "How it stands")
    head = "".join(f"<th scope='col' {left}>{name}</th>" for name in names)
    note = f"<p><strong>{html.escape(trouble)}</strong></p>" if trouble else ""
    return (
        f"<p><strong>{html.escape(card_line(lesson, results))}</strong></p>{note}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "<p>Your answers are kept in this cell's output: save the notebook (Ctrl+S) before you hand "
        "it in.</p>"
    )
