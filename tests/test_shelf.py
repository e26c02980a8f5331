"""A shelf: stories and lessons of any folder are loaded, graded and printed; each file is read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit.answers import AnswerSheet, Entry, save_sheet
from mediakit.classroom import (
    Submission,
    collect_submissions,
    count_mistakes,
    find_writing,
    grade_submission,
    remark_same_answers,
    show_key_sheet,
)
from mediakit.errors import UnknownName
from mediakit.lessons import find_feedback, grade_sheet, key_answer, lesson_names, load_lesson
from mediakit.lessons.progress import progress
from mediakit.stories.case import case_slugs, load_case, twin_of
from mediakit.stories.shelf import SHIPPED, Shelf

LESSON = """
[lesson]
title = "Our own"
level = "core"
minutes = 20

[[exercise]]
id = "who"
kind = "mark"
unit = "words"
cases = ["quarry"]
targets = ["source.unnamed", "source.hidden"]
points = 3
prompt = "Mark everyone without a name."
hints = []

[[exercise]]
id = "how-many"
kind = "choose"
cases = ["quarry"]
question = "how-many"
points = 1
prompt = "How many?"
hints = []
"""


@pytest.fixture
def own(write_case: Callable[..., Path], tmp_path: Path) -> Shelf:
    """A shelf with the small story and one lesson on it."""
    write_case()
    path = tmp_path / "exercises" / "01-our-own.toml"
    path.parent.mkdir()
    path.write_text(LESSON, encoding="utf-8")
    return Shelf(tmp_path)


def answered(shelf: Shelf) -> AnswerSheet:
    lesson = load_lesson("01", shelf)
    sheet = AnswerSheet(lesson.name)
    for one in lesson.exercises:
        sheet = sheet.with_entry(one.id, Entry(checked=key_answer(one)))
    return sheet


def test_a_shelf_knows_its_own_stories_and_lessons_and_no_others(own: Shelf) -> None:
    assert case_slugs(own) == ["quarry"]
    assert lesson_names(own) == ["01-our-own"]
    assert load_case("quarry", own).folder == own.folder / "cases" / "quarry"
    assert load_lesson("1", own).exercise("who").cases == (load_case("quarry", own),)
    with pytest.raises(UnknownName, match="no story"):
        load_case("harbour-run", own)
    with pytest.raises(UnknownName, match="no story"):
        load_case("quarry")
    with pytest.raises(UnknownName, match="no lesson"):
        load_lesson("04", own)
    with pytest.raises(UnknownName, match="twin"):
        twin_of("quarry", own)


def test_a_lesson_of_a_shelf_is_graded_and_its_key_printed(own: Shelf) -> None:
    sheet = answered(own)
    submission = Submission("Ada", sheet.lesson, ("a.ipynb",), sheet)
    rows = list(grade_submission(submission, own))
    assert [(row.exercise, row.points, row.possible) for row in rows] == [
        ("who", "3", "3"),
        ("how-many", "1", "1"),
    ]
    assert [row.remark for row in grade_submission(submission)] != [row.remark for row in rows]
    assert count_mistakes([submission], own) == []
    assert list(find_writing(submission, own)) == []
    assert "same answers" in remark_same_answers([submission, submission], own)[0].remark
    assert "# Answers to lesson 01: Our own" in show_key_sheet(load_lesson("01", own))


def test_what_is_handed_in_is_read_by_the_shelf_s_lessons(own: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "handed-in" / "Ada"
    folder.mkdir(parents=True)
    save_sheet(answered(own), folder / "01-our-own.answers.json")
    [submission] = collect_submissions(folder.parent, own)
    assert (submission.student, submission.lesson) == ("Ada", "01-our-own")
    [unread] = collect_submissions(folder.parent)
    assert unread.sheet is None
    told = progress(folder, shelf=own)
    assert [(one.points, one.exercises) for one in told.lessons] == [(4, 2)]


def test_a_lesson_is_read_once_and_a_new_shelf_reads_again(own: Shelf) -> None:
    lesson = load_lesson("01", own)
    path = own.lessons["01-our-own"]
    path.write_text(LESSON.replace("Our own", "Changed"), encoding="utf-8")
    assert load_lesson("01-our-own", own) is lesson
    assert load_lesson("01", Shelf(own.folder)).title == "Changed"
    assert load_case("quarry", Shelf(own.folder)) == load_case("quarry", own)
    assert load_lesson("04") is load_lesson("04-no-name-given", SHIPPED)


def test_what_a_shelf_keeps_is_not_changed_by_being_used() -> None:
    used, fresh = Shelf(SHIPPED.folder), Shelf(SHIPPED.folder)
    for name in lesson_names(used):
        lesson = load_lesson(name, used)
        show_key_sheet(lesson)
        show_key_sheet(lesson, twin=True)
        for right in (True, False):
            sheet = AnswerSheet(name)
            for one in lesson.all_exercises:
                answer = key_answer(one) if right else None
                sheet = sheet.with_entry(one.id, Entry(answer, answer))
            submission = Submission("Ada", name, (), sheet)
            assert list(grade_submission(submission, used))
            for result in grade_sheet(lesson, sheet):
                find_feedback(result)
        assert lesson == load_lesson(name, fresh)
    for slug in case_slugs(used):
        assert load_case(slug, used) == load_case(slug, fresh)
