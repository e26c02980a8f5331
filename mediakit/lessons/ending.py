"""What an end card tells: what was found and fallen for, one thing to do again, what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mediakit.answers import AnswerSheet
from mediakit.lessons.exercise import Exercise, Lesson
from mediakit.lessons.findings import Finding, OnceMore, count_by_skill, weakest
from mediakit.lessons.grade import BLANK, CHECKED, check_line, grade_sheet

_WELL, _SLIPS = 0.8, 0.7  # shares: between them nothing is said
_FELL = 1 / 3
_LEAST = 2  # a share of one is no finding


@dataclass(frozen=True)
class Ending:
    """An end card's data.

    ``findings`` are its table, ``sentence`` what goes well and what slips, ``again`` the one thing to do
    again; ``still_open`` are exercises not checked yet, ``seconds`` those whose second attempt can be
    tried; ``points`` is a line, and ``lines`` has number, title and state of every exercise.
    """

    findings: tuple[Finding, ...]
    sentence: str
    again: OnceMore | None
    still_open: tuple[Exercise, ...]
    seconds: tuple[Exercise, ...]
    points: str
    lines: tuple[tuple[str, str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is checked yet."""
        return not self.lines


def find_ending(lesson: Lesson, sheet: AnswerSheet, *, twin: bool = False) -> Ending:
    """An end card's data out of a lesson's sheet; with ``twin``, of the edition on the twin."""
    results = grade_sheet(lesson, sheet)
    core = [one for one in results if not one.exercise.practice]
    done = [one for one in results if one.state == CHECKED]
    seconds = [
        one.exercise
        for one in done
        if one.exercise.again is not None
        and one.exercise.in_edition(twin=twin) is one.exercise
        and sheet.entry(one.exercise.id).checked is not None
    ]
    findings = count_by_skill(lesson, sheet) if done else ()
    points = sum(one.points or 0 for one in done)
    extra = sum(one.exercise.practice for one in done)
    line = (
        f"{points:g} of {lesson.possible} points" if lesson.possible else "Nothing here is graded"
    )
    line += f" · {sum(one.state == CHECKED for one in core)} of {len(core)} exercises"
    line += f" and {extra} of the extra ones" if extra else ""
    return Ending(
        findings,
        say_findings(findings),
        weakest(lesson, sheet) if done else None,
        tuple(one.exercise for one in core if one.state != CHECKED),
        tuple(seconds),
        f"{line}.",
        tuple(
            (
                one.exercise.number,
                one.exercise.title,
                check_line(one).removeprefix(one.exercise.number).lstrip(": "),
            )
            for one in (results if done else ())
            if not (one.exercise.practice and one.state == BLANK)
        ),
    )


def say_findings(findings: Sequence[Finding]) -> str:
    """What goes well and what slips, in a sentence or two out of the numbers; empty where they don't say.

    >>> say_findings([Finding("a few words", 2, 5), Finding("hedges", 3, 3)])
    'What goes well: “hedges”, 3\\xa0of\\xa03. What slips: “a few words”, 2\\xa0of\\xa05.'
    """
    rows = [(one.found / one.of, one) for one in findings if not one.fell and one.of >= _LEAST]
    well = max((row for row in rows if row[0] >= _WELL), key=_by_share_then_many, default=None)
    slips = min((row for row in rows if row[0] < _SLIPS), key=lambda row: row[0], default=None)
    fell = sum(one.found for one in findings if one.fell)
    near = sum(one.of for one in findings if one.fell)
    told = [f"What goes well: {_counted(well[1])}."] if well else []
    if slips:
        told.append(f"What slips: {_counted(slips[1])}.")
    if near >= _LEAST and fell / near >= _FELL:
        told.append("Lookalikes took you in: ask what the words do in their sentence.")
    return " ".join(told)


def _by_share_then_many(row: tuple[float, Finding]) -> tuple[float, int]:
    return row[0], row[1].of


def _counted(one: Finding) -> str:
    return f"“{one.what}”, {one.found:g}\u00a0of\u00a0{one.of}"
