"""The end card of a lesson: what was found and fallen for, one thing to do again, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from ipywidgets import VBox, Widget

from mediakit.answers import AnswerSheet, hand_in_name, home_of, write_hand_in
from mediakit.errors import MediakitError
from mediakit.lessons import Lesson
from mediakit.lessons.course import COURSE_NOTEBOOK, next_lesson
from mediakit.lessons.ending import Ending, find_ending
from mediakit.lessons.findings import Finding
from mediakit.widgets.page import script, whose_work

_HERE = Path(__file__).parent
_FALLBACK = "The end card: run this cell to see it."
_TITLES = {True: "The end of", False: "What you found in"}
_NOTHING_YET = (
    "Here you will see what you found and what you fell for, once you have checked an exercise. And one "
    "thing to try again."
)


class Card(anywidget.AnyWidget):  # type: ignore[misc]
    """What stands on the card; it sends what was pressed, and hears what came of it."""

    card = traitlets.Dict().tag(sync=True)
    _esm = script("end_card.js")
    _css = _HERE / "page.css"


class EndCard(VBox):  # type: ignore[misc]
    """The card of one lesson, and below it the second attempt that was asked for.

    ``sheet`` gives the answers as they stand; ``second_attempt`` gives the surface of an exercise's
    second attempt by the id of its first, or a sentence why there is none; ``notebook`` is the
    lesson's, beside which the file to hand in is written. ``refresh`` brings the card up to date.
    """

    def __init__(
        self,
        lesson: Lesson,
        notebook: Path,
        *,
        sheet: Callable[[], AnswerSheet],
        second_attempt: Callable[[str], Widget | str],
        twin: bool = False,
    ) -> None:
        self._lesson, self._notebook, self._twin = lesson, notebook, twin
        self._sheet, self._second_attempt = sheet, second_attempt
        self._shown: dict[str, Widget] = {}
        self.card = Card(card=self._described())
        self.card.on_msg(lambda _, content, __: self._on_message(content))
        super().__init__([self.card])
        self.layout.overflow = (
            "visible"  # the surface's prompt sticks to the window, not to this box
        )

    def __repr__(self) -> str:
        return _FALLBACK

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = _FALLBACK
        data["text/html"] = f"<p>{_FALLBACK}</p>"
        return bundle

    def refresh(self) -> None:
        """Bring the card up to date with the answers as they stand."""
        self.card.card = self._described()

    def _described(self) -> dict[str, Any]:
        ending = find_ending(self._lesson, self._sheet(), twin=self._twin)
        return describe_card(
            self._lesson, ending, ask=hand_in_name(home_of(self._notebook)) is None
        )

    def _on_message(self, content: Mapping[str, Any]) -> None:
        match content.get("do"):
            case "again":
                self._show_again(str(content.get("exercise", "")))
            case "hand in":
                self._hand_in(" ".join(str(content.get("name", "")).split()))
            case "refresh":
                self.refresh()
                self.card.send({})

    def _show_again(self, exercise_id: str) -> None:
        """Put the second attempt of an exercise below the card, and let the page go there."""
        try:
            again = self._lesson.exercise(exercise_id).again
            if exercise_id not in self._shown:
                surface = self._second_attempt(exercise_id)
                if not isinstance(surface, Widget):
                    self.card.send({"say": str(surface)})
                    return
                self._shown[exercise_id] = surface
        except MediakitError as error:
            self.card.send({"say": str(error)})
            return
        self.children = (self.card, self._shown[exercise_id])
        self.card.send({"show": again.id if again else exercise_id})

    def _hand_in(self, name: str) -> None:
        folder = self._notebook.parent
        try:
            path = write_hand_in(
                replace(self._sheet(), learner=whose_work(folder, name)), self._notebook
            )
            told = f"Written: {path.name}, in {path.parent}. Hand in this file, or the saved notebook itself."
        except OSError as error:
            told = f"No file can be written here ({error.strerror}). Hand in the saved notebook."
        self.refresh()
        self.card.send({"say": told, "done": True})


def describe_card(lesson: Lesson, ending: Ending, *, ask: bool) -> dict[str, Any]:
    """All that the card draws, as plain data."""
    following = next_lesson(lesson.name)
    again = ending.again
    return {
        "title": f"{_TITLES[ending.is_empty]} {lesson.number} {lesson.title}",
        "empty": _NOTHING_YET if ending.is_empty else "",
        "findings": [_finding(one) for one in ending.findings],
        "sentence": ending.sentence,
        "again": again and {"id": again.exercise.id, "say": again.why},
        "seconds": [[one.id, one.number, one.title] for one in ending.seconds],
        "take": str(getattr(lesson, "takeaway", "")),
        "open": []
        if ending.is_empty
        else [[one.id, one.number, one.title] for one in ending.still_open],
        "points": "" if ending.is_empty else ending.points,
        "lines": [list(line) for line in ending.lines],
        "next": following and {"called": following.called, "notebook": following.notebook},
        "lessons": COURSE_NOTEBOOK,
        "ask": ask,
    }


def _finding(one: Finding) -> list[str]:
    if one.fell:
        return ["fell for", f"{one.found:g} of {one.of} lookalikes"]
    return [one.what, f"found {one.found:g} of {one.of}"]
