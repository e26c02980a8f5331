"""The built lessons as files: run, complete, plain, small."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mediakit.answers import AnswerSheet, Entry, sheet_to_json
from mediakit.data import shipped_root
from mediakit.lessons import grade_sheet, key_answer, lesson_names, load_lesson

LESSONS = shipped_root() / "lessons"
AGAIN_CALL = re.compile(r"""lesson\.again\(["']([\w-]+)["']\)""")
CALL = re.compile(r"""lesson\.(exercise|check)\(["']([\w-]+)["']\)""")


def cells(name: str) -> list[dict[str, Any]]:
    notebook = json.loads((LESSONS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_every_lesson_has_its_notebook_and_its_source() -> None:
    assert [path.stem for path in sorted(LESSONS.glob("*.ipynb"))] == lesson_names()
    assert [path.stem for path in sorted((LESSONS / "source").glob("*.md"))] == lesson_names()


@pytest.mark.parametrize("name", lesson_names())
def test_every_code_cell_was_run_and_none_failed(name: str) -> None:
    """nbval passes a cell that was never run without looking at it."""
    for cell in cells(name):
        assert cell["execution_count"], cell["source"]
        assert cell["outputs"], cell["source"]
        assert not [one for one in cell["outputs"] if one["output_type"] in ("error", "stream")]


@pytest.mark.parametrize("name", lesson_names())
def test_every_exercise_has_a_surface_and_a_check_cell(name: str) -> None:
    calls = [call for cell in cells(name) for call in CALL.findall("".join(cell["source"]))]
    for exercise in load_lesson(name).exercises:
        assert calls.count(("exercise", exercise.id)) == 1
        assert calls.count(("check", exercise.id)) == 1
    assert len(calls) == 2 * len(load_lesson(name).exercises)


@pytest.mark.parametrize("name", lesson_names())
def test_every_second_attempt_has_a_cell(name: str) -> None:
    calls = [call for cell in cells(name) for call in AGAIN_CALL.findall("".join(cell["source"]))]
    exercises = load_lesson(name).exercises
    known = [exercise.id for exercise in exercises if exercise.again and exercise.automatic]
    assert sorted(calls) == sorted(known)


@pytest.mark.parametrize("name", lesson_names())
def test_a_lesson_holds_no_widget_state_and_no_answers(name: str) -> None:
    text = (LESSONS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "vnd.jupyter.widget" not in text
    assert "vnd.mediakit.answers" not in text


@pytest.mark.parametrize("name", lesson_names())
def test_no_answer_about_a_text_stands_in_a_notebook(name: str) -> None:
    text = (LESSONS / f"{name}.ipynb").read_text(encoding="utf-8")
    for exercise in load_lesson(name).exercises:
        for option in exercise.options if exercise.kind == "choose" else ():
            assert option.why not in text
        for misconception in exercise.misconceptions:
            assert misconception.say not in text


@pytest.mark.parametrize("name", lesson_names())
def test_the_keys_answers_get_full_marks_and_none_get_none(name: str) -> None:
    lesson = load_lesson(name)
    full = AnswerSheet(lesson.name)
    for exercise in lesson.exercises:
        full = full.with_entry(exercise.id, Entry(checked=key_answer(exercise)))
    assert sum(result.points or 0 for result in grade_sheet(lesson, full)) == lesson.possible
    for result in grade_sheet(lesson, full):
        assert result.score is None or result.score.credit == 1
    second = AnswerSheet(lesson.name)
    for again in (exercise.again for exercise in lesson.exercises if exercise.again):
        second = second.with_entry(again.id, Entry(checked=key_answer(again)))
    for result in grade_sheet(lesson, second):
        both = result.exercise.again is not None and result.exercise.automatic
        assert not both or result.points == result.exercise.points
    assert sum(result.points or 0 for result in grade_sheet(lesson, AnswerSheet(lesson.name))) == 0


@pytest.mark.parametrize("name", lesson_names())
def test_a_mark_item_has_three_targets_and_as_many_near_misses(name: str) -> None:
    for exercise in load_lesson(name).all_exercises:
        if exercise.kind == "mark":
            asked = [exercise.asked(case) for case in exercise.cases]
            targets = sum(len(targets) for targets, _, _ in asked)
            near = sum(len(near) for _, near, _ in asked)
            assert targets >= 3, exercise.id
            assert near >= targets, exercise.id


@pytest.mark.parametrize("name", lesson_names())
def test_what_a_worked_sentence_shows_counts_in_no_mark_item(name: str) -> None:
    lesson = load_lesson(name)
    for story, number in lesson.worked:
        for exercise in lesson.exercises:
            for case in exercise.cases if exercise.kind == "mark" else ():
                sentence = case.article.sentences[number]
                targets = exercise.asked(case)[0]
                shown = [t.id for t in targets if case.slug == story and sentence.contains(t.hull)]
                assert shown == []


@pytest.mark.parametrize("name", [name for name in lesson_names() if load_lesson(name).possible])
def test_choosing_carries_at_most_a_quarter_of_the_points(name: str) -> None:
    lesson = load_lesson(name)
    chosen = sum(one.points for one in lesson.exercises if one.kind == "choose" and one.automatic)
    assert chosen <= lesson.possible / 4


@pytest.mark.parametrize("name", lesson_names())
def test_a_fully_answered_notebook_stays_small(name: str) -> None:
    """Without what JupyterLab adds: the widgets' views, tables and chains; 150 kB is the promise."""
    lesson = load_lesson(name)
    sheet = AnswerSheet(lesson.name)
    for exercise in lesson.all_exercises:
        sheet = sheet.with_entry(exercise.id, Entry(key_answer(exercise), key_answer(exercise)))
    pristine = (LESSONS / f"{name}.ipynb").stat().st_size
    assert pristine + len(json.dumps(sheet_to_json(sheet), indent=1)) < 110_000


@pytest.mark.parametrize("name", lesson_names())
def test_the_twin_edition_has_no_word_of_the_article(name: str) -> None:
    notebook = (LESSONS / "twin" / f"{name}.ipynb").read_text(encoding="utf-8")
    for word in ("Moscow Times", "Kremlin", "kremlin", "Putin", "Peskov", "Bloomberg", "Ukrain"):
        assert word not in notebook
    assert "twin=True" in notebook


@pytest.mark.parametrize("name", [name for name in lesson_names() if load_lesson(name).possible])
def test_points_and_minutes_are_told_as_they_are(name: str) -> None:
    lesson = load_lesson(name)
    source = (LESSONS / "source" / f"{name}.md").read_text(encoding="utf-8")
    assert f"**Points** {lesson.possible}." in source
    assert f"about {lesson.minutes} minutes" in source
    teachers = (shipped_root() / "docs" / "for-teachers.md").read_text(encoding="utf-8")
    [row] = [line for line in teachers.splitlines() if line.startswith(f"| {lesson.number} ")]
    assert row.endswith(f"| {lesson.minutes} | {lesson.possible} | {lesson.level} |")


def test_every_exercise_on_the_article_has_its_twin() -> None:
    for lesson in map(load_lesson, lesson_names()):
        for exercise in lesson.exercises:
            if any(case.slug == "kremlin-denial" for case in exercise.cases):
                assert exercise.again is not None, exercise.id
                slugs = [case.slug for case in exercise.again.cases]
                assert "strait-denial" in slugs
                assert "kremlin-denial" not in slugs


def test_the_builder_writes_no_path_of_a_machine(tmp_path: Path) -> None:
    for path in LESSONS.glob("*.ipynb"):
        assert not re.search(r"/(home|root|tmp)/|[A-Z]:\\\\", path.read_text(encoding="utf-8"))
