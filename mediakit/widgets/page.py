"""The lessons page: what was done, where to go on, who works here, and the file to hand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from mediakit.answers import (
    AnswerSheet,
    current_learner,
    first_called,
    hand_in_name,
    hidden_folder,
    home_of,
    known_learners,
    name_hand_in,
    switch_learner,
    write_hand_in,
)
from mediakit.errors import MediakitError
from mediakit.lessons.copies import edition_in, switch_edition
from mediakit.lessons.course import (
    COURSE_NOTEBOOK,
    DONE,
    NEW,
    Course,
    Row,
    Step,
    find_course,
    lesson_heads,
)
from mediakit.lessons.progress import read_sheets
from mediakit.widgets.keeper import notebook_path

_HERE = Path(__file__).parent
_ASKS = "How does a story know what it says?"
_ORDER = "Go in order, or take the short course: 00, 01, 02, 04, 06, 07."
_WORDS = {NEW: "", "begun": "go on", DONE: "done"}


def script(name: str) -> str:
    """One JavaScript module out of the part that page and end card share and its own."""
    return "\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("parts.js", name))


class LessonsPage(anywidget.AnyWidget):  # type: ignore[misc]
    """The lessons page. ``page`` is all it draws; it sends what was pressed, and hears what came of it."""

    page = traitlets.Dict().tag(sync=True)
    _esm = script("page.js")
    _css = _HERE / "page.css"

    _drawn_for: object = None

    def look_again(self, folder: Path) -> None:
        """Bring the page up to date, if a sheet, the learner or the edition has changed."""
        home = _home(folder)
        now = (_sheets(folder), current_learner(home), hand_in_name(home), edition_in(folder))
        if now != self._drawn_for:
            self._drawn_for = now
            self.page = describe_page(folder)

    def __repr__(self) -> str:
        rows = [f"{one.called} ({one.minutes} min)" for one in lesson_heads()]
        return "\n".join([_ASKS, *rows])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = repr(self)
        data["text/html"] = _as_html()
        return bundle


def open_course() -> LessonsPage:
    """The lessons page for the folder of this notebook: eleven lessons, and what was done in them."""
    folder = notebook_path("lessons").parent
    page = LessonsPage(page=describe_page(folder, graded=False))
    page.on_msg(lambda widget, content, _: on_message(widget, folder, content))
    return page


def on_message(page: LessonsPage, folder: Path, content: Mapping[str, Any]) -> None:
    """The page asks for something: to look again, another learner, the other edition, or files to hand in."""
    name = " ".join(str(content.get("name", "")).split())
    tasks: dict[object, Callable[[], dict[str, Any]]] = {
        "refresh": lambda: {},
        "switch": lambda: _switch(folder, name),
        "hand in": lambda: _hand_in(folder, name),
        "edition": lambda: _change_edition(folder, bool(content.get("twin"))),
    }
    task = tasks.get(content.get("do"))
    if task is None:
        return
    try:
        told = task()
    except MediakitError as error:
        told = {"say": str(error)}
    except OSError as error:
        told = {"say": f"{folder.name} can't be written ({error.strerror}). Nothing was changed."}
    page.look_again(folder)
    if told:
        page.send(told)


def _switch(folder: Path, name: str) -> dict[str, Any]:
    shown = switch_learner(_home(folder), name)
    lines = ["A lesson that is open goes on with the name it was opened with: open it again."]
    shown = shown or first_called(_home(folder))
    who = f"You work as {shown} now." if shown else "The answers without a name are here again."
    return {"say": who, "lines": lines, "done": True}


def _hand_in(folder: Path, name: str) -> dict[str, Any]:
    written = write_handins(folder, whose_work(folder, name))
    if not written:
        return {"say": "There is nothing to hand in yet: no exercise is answered.", "done": True}
    count = f"{len(written)} file{'s' if len(written) > 1 else ''}"
    return {
        "say": f"Written: {count} in the folder {written[0].parent}. Hand these in, or the saved "
        "notebooks.",
        "lines": [path.name for path in written],
        "done": True,
    }


def whose_work(folder: Path, name: str) -> str:
    """Whose name a file to hand in carries; a name typed by the folder's first user is kept for next time."""
    home = _home(folder)
    known = hand_in_name(home)
    return known if known is not None else name_hand_in(home, name)


def write_handins(folder: Path, name: str) -> list[Path]:
    """Write one file for each lesson that was begun, for ``mediakit grade``; returns their paths.

    ``name`` is whose work it is. Raises OSError.
    """
    written = []
    sheets, _ = _sheets(folder)
    for head in lesson_heads():
        sheet = sheets[head.name][0] if head.name in sheets else AnswerSheet(head.name)
        if any(entry.counts is not None for entry in sheet.entries.values()):
            named = replace(sheet, learner=name)
            written.append(write_hand_in(named, folder / head.notebook))
    return written


def _sheets(folder: Path) -> tuple[dict[str, tuple[AnswerSheet, date]], list[str]]:
    return read_sheets(_home(folder))


def _home(folder: Path) -> Path:
    """The folder that the answers given in a folder belong to."""
    return home_of(folder / COURSE_NOTEBOOK)


def _change_edition(folder: Path, twin: bool) -> dict[str, Any]:
    told = switch_edition(folder, twin)
    which = (
        "The edition with invented stories only" if twin else "The edition with the real article"
    )
    # That a lesson changed is what was asked for; what stayed as it was is worth telling.
    stayed = [one for one in told if "replaced by" not in one]
    lines = ["A lesson that is open in another tab: reload that page."]
    return {"say": f"{which} is here now. No answer is lost.", "lines": [*stayed, *lines]}


# ── what it shows ────────────────────────────────────────────────────────────


def describe_page(folder: Path, *, graded: bool = True) -> dict[str, Any]:
    """All that the page draws, as plain data, for the learner who works in a folder now.

    Not ``graded``, it is there at once and lacks what takes a second: the lines under lessons that
    are done, and what to do again.
    """
    course = find_course(*_sheets(folder), graded=graded)
    home, twin = _home(folder), edition_in(folder)
    learner = current_learner(home)
    stories = (
        "some thirty invented stories" if twin else "one real article and thirty invented ones"
    )
    return {
        "name": hand_in_name(home) or "",
        "ask": hand_in_name(home) is None,
        "known": [
            [one, one or first_called(home) or "No name (the first one here)"]
            for one in ("", *known_learners(home))
            if one != learner
        ],
        "lead": f"Eleven lessons on {stories}. {_ORDER}",
        "levels": _levels(course),
        "go": _step(course.go_on),
        "again": _step(course.again) if course.again else None,
        "unread": [f"Not read: {one}" for one in course.unread],
        "twin": twin,
        "edition": _edition_words(twin),
        "editionButton": "Go back to the real article" if twin else "Take the other edition",
        "kept": _kept_words(home),
    }


def _levels(course: Course) -> list[dict[str, Any]]:
    levels: dict[str, list[dict[str, Any]]] = {}
    for row in course.rows:
        levels.setdefault(row.head.level.capitalize(), []).append(_row(row))
    return [{"name": name, "rows": rows} for name, rows in levels.items()]


def _row(row: Row) -> dict[str, Any]:
    head = row.head
    return {
        "number": head.number,
        "title": head.title,
        "notebook": head.notebook,
        "minutes": head.minutes,
        "share": round(100 * row.checked / len(head.exercises)) if head.exercises else 0,
        "word": _WORDS[row.state],
        "note": row.note,
    }


def _step(step: Step) -> dict[str, str]:
    return {
        "title": step.title,
        "say": step.say,
        "button": step.button,
        "notebook": step.notebook,
        "at": step.at,
    }


def _edition_words(twin: bool) -> str:
    if twin:
        return (
            "These lessons use invented stories only; the other edition has one real article. All your "
            "answers stay."
        )
    return (
        "These lessons use one real article; the other edition has an invented story of the same build "
        "in its place. All your answers stay."
    )


def _kept_words(home: Path) -> list[str]:
    return [
        "Kept: your answers and notes, at every click; what you checked, and how often; how many hints "
        "you opened; a name, if you gave one. Nothing else.",
        f"Where: in the folder {hidden_folder(home)}, and in each lesson's notebook once it is saved. "
        "Nothing is sent anywhere.",
        "Your teacher sees it when you hand it in, or if the folder is theirs too. Delete that folder and "
        "the notebooks, and all of it is gone.",
    ]


def _as_html() -> str:
    """The page where no widget can be drawn: the lessons as links, the same whatever was done."""
    rows = "".join(
        f'<li><a href="{escape(one.notebook)}">{escape(one.called)}</a> ({one.minutes} min)</li>'
        for one in lesson_heads()
    )
    return (
        f"<p><strong>{_ASKS}</strong></p><p>{_ORDER}</p><ul>{rows}</ul>"
        "<p>Run this cell to see what you have done: Run ▸ Run All Cells.</p>"
    )
