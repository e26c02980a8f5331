"""Drills: one short exercise outside a lesson's notebook."""

from __future__ import annotations

from mediakit.lessons import Lesson, lesson_names, load_lesson
from mediakit.lessons.progress import answers_folder, read_sheets
from mediakit.lessons.skills import make_drill
from mediakit.stories.shelf import SHIPPED, Shelf
from mediakit.widgets.keeper import Keeper
from mediakit.widgets.session import OpenLesson
from mediakit.widgets.surface import Surface

_DRILL = "drill"


def drill(skill: str, *, seed: int | None = None, shelf: Shelf = SHIPPED) -> Surface:
    """A short exercise of one skill ("denials", "hedges", …), on a story not met yet if there is one.

    Nothing in it counts. A seed gives the same item again as long as the same stories are met; left
    out, each call brings another one. Raises UnknownName with the nearest skill.
    """
    folder = answers_folder()
    keeper = Keeper(_DRILL, folder / f"{_DRILL}.ipynb")
    done = keeper.sheet.entries
    sheets, _ = read_sheets(folder)
    met = {
        case.slug
        for name, (sheet, _) in sheets.items()
        if name in lesson_names(shelf)
        for exercise in load_lesson(name, shelf).all_exercises
        if sheet.entry(exercise.id).checked is not None
        for case in exercise.cases
    }
    exercise = make_drill(skill, len(done) if seed is None else seed, met, shelf=shelf)
    lesson = Lesson(_DRILL, "Drill", skill, "practice", 5, (exercise,))
    return OpenLesson(lesson, keeper).alone(exercise.id)
