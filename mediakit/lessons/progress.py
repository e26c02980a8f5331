"""How far a learner has come: lessons, skills, what to repeat, and the gain since the first day.

It reads answer sheets and runs nothing; the points are those of the score cards.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from mediakit.answers import AnswerSheet, current_learner, find_sheets, load_sheet, newest_sheet
from mediakit.errors import MediakitError
from mediakit.lessons import Lesson, grade_entry, grade_sheet, lesson_names, load_lesson
from mediakit.lessons.skills import SKILLS, skill_of
from mediakit.stories.shelf import SHIPPED, Shelf

#: The four questions of the first day, and their parallel forms in the last lesson.
PARALLEL_FORMS = (
    ("first-look-no-name", "last-look-no-name"),
    ("first-look-how-sure", "last-look-how-sure"),
    ("first-look-who-told", "last-look-who-told"),
    ("first-look-left-open", "last-look-left-open"),
)


@dataclass(frozen=True)
class LessonProgress:
    """A lesson: points of what is checked, out of all; exercises checked, out of all; the last day."""

    lesson: Lesson
    points: float
    checked: int
    exercises: int
    worked: date | None

    @property
    def share(self) -> float:
        """The share of the lesson's points, 0 to 1."""
        return self.points / self.lesson.possible if self.lesson.possible else 1.0


@dataclass(frozen=True)
class SkillProgress:
    """A skill over all its checked items: what was found, and what was marked by mistake."""

    skill: str
    hits: float
    targets: int
    near_misses_marked: int
    near_misses: int


@dataclass(frozen=True)
class Gain:
    """The mean credit, 0 to 1, of the four questions of the first day and of the last lesson."""

    before: float
    after: float


@dataclass(frozen=True)
class Progress:
    """A learner's course so far; shown as tables in a notebook, as lines elsewhere."""

    lessons: tuple[LessonProgress, ...]
    skills: tuple[SkillProgress, ...]
    gain: Gain | None
    unread: tuple[str, ...] = ()

    @property
    def repeat(self) -> tuple[LessonProgress, ...]:
        """The lessons to come back to: those worked longest ago and known least first, three at most."""
        worked = [one for one in self.lessons if one.worked and one.checked and one.share < 1]
        today = max((one.worked for one in worked if one.worked), default=date.min)

        def urgency(one: LessonProgress) -> float:
            age = (today - one.worked).days if one.worked else 0
            return (1 + age) * (1 - one.share)

        return tuple(sorted(worked, key=urgency, reverse=True)[:3])

    def _tables(self) -> list[tuple[str, list[list[str]]]]:
        lessons = [
            [
                f"{one.lesson.number} {one.lesson.title}",
                f"{one.points:g} of {one.lesson.possible}" if one.lesson.possible else "not graded",
                f"{one.checked} of {one.exercises}",
                one.worked.isoformat() if one.worked else "not begun",
            ]
            for one in self.lessons
        ]
        skills = [
            [
                one.skill,
                f"{one.hits:g} of {one.targets}",
                f"{one.near_misses_marked} of {one.near_misses}",
            ]
            for one in self.skills
        ]
        tables = [("", [["Lesson", "Points", "Exercises checked", "Last day"], *lessons])]
        if skills:
            head = ["Skill", "Found", "Marked, but only looked like one"]
            tables.append(("What you find, and what you mark by mistake", [head, *skills]))
        return tables

    def _sentences(self) -> list[str]:
        told = []
        if self.repeat:
            names = ", ".join(f"{one.lesson.number} {one.lesson.title}" for one in self.repeat)
            told.append(f"To repeat next, the oldest and weakest first: {names}.")
        if self.gain is not None:
            before, after = round(self.gain.before * 100), round(self.gain.after * 100)
            told.append(
                f"The four questions of the first day: {before} per cent then, {after} per cent on "
                "the like in the capstone."
            )
        told += [f"Not read: {sentence}" for sentence in self.unread]
        if not any(one.checked for one in self.lessons if one.lesson.possible):
            told.append("No graded lesson is begun yet: go on with lesson 01.")
        return told

    def __repr__(self) -> str:
        lines = []
        for title, rows in self._tables():
            widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
            lines += [title] if title else []
            lines += [
                "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
                for row in rows
            ]
            lines.append("")
        return "\n".join([*lines, *self._sentences()])

    def _repr_html_(self) -> str:
        left = "style='text-align:left'"
        parts = []
        for title, (head, *rows) in self._tables():
            parts += [f"<p><strong>{escape(title)}</strong></p>"] if title else []
            cells = "".join(f"<th scope='col' {left}>{escape(one)}</th>" for one in head)
            body = "".join(
                f"<tr><th scope='row' {left}>{escape(row[0])}</th>"
                + "".join(f"<td {left}>{escape(one)}</td>" for one in row[1:])
                + "</tr>"
                for row in rows
            )
            parts.append(f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>")
        return "".join([*parts, *(f"<p>{escape(one)}</p>" for one in self._sentences())])


def answers_folder() -> Path:
    """Where this notebook's answers lie: MEDIAKIT_ANSWERS, the notebook's folder, or this one."""
    told = os.environ.get("MEDIAKIT_ANSWERS")
    if told:
        return Path(told)
    notebook = os.environ.get("JPY_SESSION_NAME", "")
    return Path(notebook).parent if notebook.endswith(".ipynb") else Path.cwd()


def read_sheets(folder: Path) -> tuple[dict[str, tuple[AnswerSheet, date]], list[str]]:
    """The learner's fullest sheet of each lesson in a folder, with its last day, and what can't be read."""
    found: dict[str, list[tuple[AnswerSheet, date]]] = {}
    unread = []
    learner = current_learner(folder)
    for path in find_sheets(folder, [learner]):
        try:
            sheet = load_sheet(path)
        except MediakitError as error:
            unread.append(str(error))
            continue
        if sheet is not None and sheet.learner == learner:
            day = date.fromtimestamp(path.stat().st_mtime)
            found.setdefault(sheet.lesson, []).append((sheet, day))
    sheets = {}
    for lesson, several in found.items():
        best = newest_sheet([sheet for sheet, _ in several])
        assert best is not None
        sheets[lesson] = best, max(day for _, day in several)
    return sheets, unread


def progress(folder: Path | None = None, *, shelf: Shelf = SHIPPED) -> Progress:
    """How far the learner has come whose answers lie in a folder (left out: this notebook's)."""
    sheets, unread = read_sheets(folder or answers_folder())
    lessons = [load_lesson(name, shelf) for name in lesson_names(shelf)]
    told = []
    for lesson in lessons:
        sheet, day = sheets.get(lesson.name, (AnswerSheet(lesson.name), None))
        results = grade_sheet(lesson, sheet)
        checked = [one for one in results if one.state == "checked"]
        points = sum(one.points or 0 for one in checked)
        told.append(LessonProgress(lesson, points, len(checked), len(results), day))
    answered = {name: sheet for name, (sheet, _) in sheets.items()}
    return Progress(
        tuple(told), tuple(_skills(lessons, answered)), find_gain(answered), tuple(unread)
    )


def _skills(
    lessons: Sequence[Lesson], sheets: Mapping[str, AnswerSheet]
) -> Iterable[SkillProgress]:
    sums: dict[str, list[float]] = {}
    for lesson in lessons:
        sheet = sheets.get(lesson.name, AnswerSheet(lesson.name))
        for exercise in lesson.all_exercises:
            skill, entry = skill_of(exercise), sheet.entry(exercise.id)
            if skill is None or exercise.pretest or entry.checked is None:
                continue
            score = grade_entry(exercise, entry).score
            if score is not None:
                one = sums.setdefault(skill, [0, 0, 0, 0])
                for n, value in enumerate(
                    (score.hits, score.targets, score.near_misses_marked, score.near_misses)
                ):
                    one[n] += float(value)
    for skill in SKILLS:
        if skill in sums:
            hits, targets, marked, near = sums[skill]
            yield SkillProgress(skill, hits, int(targets), int(marked), int(near))


def find_gain(sheets: Mapping[str, AnswerSheet]) -> Gain | None:
    """The gain from the pre-test to the capstone; None unless all of both are kept and checked."""
    first, last = load_lesson("00"), load_lesson("10")
    credits: list[list[float]] = [[], []]
    for pair in PARALLEL_FORMS:
        for n, (lesson, item) in enumerate(zip((first, last), pair, strict=True)):
            sheet = sheets.get(lesson.name)
            entry = sheet.entry(item) if sheet else None
            if entry is None or entry.checked is None:
                return None
            score = grade_entry(lesson.exercise(item), entry).score
            credits[n].append(float(score.credit) if score else 0.0)
    before, after = (sum(one) / len(one) for one in credits)
    return Gain(before, after)
