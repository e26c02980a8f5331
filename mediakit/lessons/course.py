"""What the lessons page tells: each lesson's row, where to go on, and one thing to do again.

It reads exercise files and answer sheets, and loads a lesson only to say what was found in it: all
eleven take a second. Nothing here has points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from mediakit.answers import AnswerSheet
from mediakit.data import load_toml
from mediakit.lessons.findings import Finding, OnceMore, count_by_skill, weakest
from mediakit.lessons.loading import AGAIN, load_lesson
from mediakit.stories.shelf import SHIPPED

#: The notebook that holds the lessons page.
COURSE_NOTEBOOK = "lessons.ipynb"
#: The states of a lesson.
NEW, BEGUN, DONE = "new", "begun", "done"
_STEP = 5  # minutes: nobody knows a lesson's time more exactly


@dataclass(frozen=True)
class Head:
    """What stands over a lesson, read without its stories: ``exercises`` are ids of what isn't extra."""

    name: str
    number: str
    title: str
    level: str
    minutes: int
    exercises: tuple[str, ...]

    @property
    def notebook(self) -> str:
        """The file name of its notebook."""
        return f"{self.name}.ipynb"

    @property
    def called(self) -> str:
        """Number and title, as it is spoken of."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True)
class Row:
    """A lesson on the page: exercises checked, the place of the first open one (from 1), what to say."""

    head: Head
    state: str = NEW
    checked: int = 0
    first_open: int = 1
    found: str = ""
    again: str = ""

    @property
    def minutes_left(self) -> int:
        """Minutes for what is open, in steps of five, at least five."""
        total = len(self.head.exercises)
        left = self.head.minutes * (total - self.checked) / total if total else 0
        return max(_STEP, round(left / _STEP) * _STEP)

    @property
    def note(self) -> str:
        """The small line under a row; empty for a lesson that isn't begun."""
        if self.state == BEGUN:
            total = len(self.head.exercises)
            return f"{self.checked} of {total} exercises · about {self.minutes_left} min left"
        return " · ".join(filter(None, (self.found, self.again)))


@dataclass(frozen=True)
class Step:
    """A thing to do next: a heading, a sentence, a button's words, and where the button leads."""

    title: str
    say: str
    button: str
    notebook: str
    at: str = ""


@dataclass(frozen=True)
class Course:
    """The whole page's data: rows in the lessons' order, the next step, one thing to do again."""

    rows: tuple[Row, ...]
    go_on: Step
    again: Step | None = None
    unread: tuple[str, ...] = ()


@cache
def lesson_heads() -> tuple[Head, ...]:
    """The head of every shipped lesson, in order.

    >>> lesson_heads()[4].called
    '04 No name given'
    """
    heads = []
    for name, path in SHIPPED.lessons.items():
        table = load_toml(path)
        head, asked = table["lesson"], table.get("exercise", ())
        graded = any(not (one.get("practice") or one.get("pretest")) for one in asked)
        # Where nothing is graded, as in the first lesson, nothing is extra.
        core = tuple(str(one["id"]) for one in asked if not (graded and one.get("practice")))
        heads.append(Head(name, name[:2], head["title"], head["level"], int(head["minutes"]), core))
    return tuple(heads)


def next_lesson(name: str) -> Head | None:
    """The head of the lesson after one; None after the last.

    >>> next_lesson("04-no-name-given").called
    '05 Was it earned?'
    """
    heads = lesson_heads()
    after = [later for one, later in pairwise(heads) if one.name == name]
    return after[0] if after else None


def find_course(
    sheets: Mapping[str, tuple[AnswerSheet, date]],
    unread: Sequence[str] = (),
    *,
    graded: bool = True,
) -> Course:
    """The page's data out of the sheets of one learner (as ``read_sheets`` gives them).

    Not ``graded``, it loads no lesson: what was found in one is left open, and what to do again.
    """
    rows, to_do = [], []
    for head in lesson_heads():
        if head.name not in sheets:
            rows.append(Row(head))
            continue
        sheet, _ = sheets[head.name]
        row, more = _row(head, sheet, graded=graded)
        rows.append(row)
        if more is not None and row.state == DONE:
            to_do.append((head, more))
    again = None
    if to_do:
        head, more = max(to_do, key=lambda pair: pair[1].lost)
        again = Step(
            "One thing to do again",
            f"From lesson {head.number}. {more.why}",
            "Try it on another story",
            head.notebook,
            "end",
        )
        said = f"again: {more.exercise.title[:1].lower()}{more.exercise.title[1:]}"
        rows = [replace(row, again=said) if row.head is head else row for row in rows]
    return Course(tuple(rows), _go_on(rows, sheets), again, tuple(unread))


def _row(head: Head, sheet: AnswerSheet, *, graded: bool) -> tuple[Row, OnceMore | None]:
    """A lesson's row out of its sheet; with ``graded``, what was found in a lesson that is done."""

    def checked(one: str) -> bool:
        # In the twin edition what asks about the article is answered as its second attempt.
        return any(sheet.entry(each).checked is not None for each in (one, f"{one}{AGAIN}"))

    is_done = [checked(one) for one in head.exercises]
    begun = any(entry.counts is not None for entry in sheet.entries.values())
    state = DONE if is_done and all(is_done) else BEGUN if begun else NEW
    first_open = is_done.index(False) + 1 if False in is_done else len(is_done)
    row = Row(head, state, sum(is_done), first_open)
    if state != DONE or not graded:
        return row, None
    lesson = load_lesson(head.name)
    found = sum_up(count_by_skill(lesson, sheet))
    return replace(row, found=found), weakest(lesson, sheet)


def sum_up(findings: Sequence[Finding]) -> str:
    """All that was found and fallen for, in one line; empty where nothing counts.

    >>> sum_up([Finding("hedges", 2, 3), Finding("sources", 1.5, 2), Finding("", 1, 7, fell=True)])
    'found 3.5 of 5 · fell for 1 of 7'
    """
    parts = []
    for fell, words in ((False, "found"), (True, "fell for")):
        those = [one for one in findings if one.fell == fell]
        if of := sum(one.of for one in those):
            parts.append(f"{words} {sum(one.found for one in those):g} of {of}")
    return " · ".join(parts)


def _go_on(rows: Sequence[Row], sheets: Mapping[str, tuple[AnswerSheet, date]]) -> Step:
    """Where to go on: the lesson begun last, else the first one that is new, else the last lesson."""
    begun = [row for row in rows if row.state == BEGUN]
    new = [row for row in rows if row.state == NEW]
    if begun:
        row = max(begun, key=lambda one: sheets[one.head.name][1])
        total = len(row.head.exercises)
        say = f"Exercise {row.first_open} of {total}. About {row.minutes_left} minutes."
        return Step(f"Go on: {row.head.called}", say, "Open", row.head.notebook)
    if new:
        row = new[0]
        first = len(new) == len(rows)
        say = f"{len(row.head.exercises)} exercises. About {row.head.minutes} minutes."
        title = f"{'Begin' if first else 'Next'}: {row.head.called}"
        return Step(title, say, "Begin" if first else "Open", row.head.notebook)
    last = rows[-1].head
    return Step(
        "All lessons are done",
        "Each of them can be opened again. At its end are fresh texts to try.",
        f"Open {last.called}",
        last.notebook,
    )
