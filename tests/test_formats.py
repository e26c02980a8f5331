"""The drafts of tests/formats: between them every kind of exercise, asked of real keys."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from mediakit.answers import AnswerSheet, Entry, select_words
from mediakit.lessons import (
    answer_from_code,
    check_answer,
    check_line,
    find_feedback,
    grade_entry,
    grade_sheet,
    key_answer,
)
from mediakit.lessons.given import answer_from_runs, find_missing, runs_given
from mediakit.lessons.loading import CONDITIONS, KINDS, load_lesson_from
from mediakit.text import Span

PATHS = sorted((Path(__file__).parent / "formats").glob("*.toml"))
EACH = [
    pytest.param(path, table["id"], id=f"{path.stem[:2]}-{table['id']}")
    for path in PATHS
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]
]
MARKING = [
    pytest.param(path, table["id"], id=f"{path.stem[:2]}-{table['id']}")
    for path in PATHS
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]
    if table["kind"] == "mark"
]

lesson = cache(load_lesson_from)


def exercise_of(path, name):
    return lesson(path).exercise(name)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_draft_loads(path):
    found = load_lesson_from(path)
    assert found.name == path.stem
    assert found.number == path.stem[:2]
    assert [one.number for one in found.exercises] == [
        f"{int(found.number)}.{n}" for n in range(1, len(found.exercises) + 1)
    ]
    assert found.possible == sum(one.points for one in found.exercises if one.kind != "write")


def test_between_the_drafts_all_seven_kinds_occur():
    kinds = {one.kind for path in PATHS for one in lesson(path).exercises}
    assert kinds == set(KINDS)
    assert len(kinds) == 7


def test_all_but_one_condition_of_a_misconception_occur():
    """`missed` is tried in test_lessons."""
    found = {
        m.condition for path in PATHS for one in lesson(path).exercises for m in one.misconceptions
    }
    assert found == set(CONDITIONS) - {"missed"}


@pytest.mark.parametrize(("path", "name"), EACH)
def test_the_key_s_own_answer_gets_all_the_points(path, name):
    exercise = exercise_of(path, name)
    answer = key_answer(exercise)
    assert check_answer(exercise, answer) == answer
    assert find_missing(exercise, answer) == ""
    result = grade_entry(exercise, Entry(answer, checked=answer))
    if exercise.kind == "write":
        assert (result.points, result.possible, result.state) == (None, 0, "checked")
    else:
        assert result.score.credit == 1
        assert (result.points, result.possible) == (exercise.points, exercise.points)
        assert result.remark == ""


@pytest.mark.parametrize(("path", "name"), EACH)
def test_an_empty_entry_is_worth_nothing_and_raises_nothing(path, name):
    exercise = exercise_of(path, name)
    result = grade_entry(exercise, Entry())
    assert result.state == "not answered yet"
    assert result.points == (None if exercise.kind == "write" else 0)
    assert check_line(result) == f"{exercise.number} not answered yet"
    assert find_feedback(result) == ()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_empty_sheet_has_a_result_for_every_exercise(path):
    results = grade_sheet(lesson(path), AnswerSheet(path.stem))
    assert [one.exercise.id for one in results] == [one.id for one in lesson(path).exercises]
    assert sum(one.possible for one in results) == lesson(path).possible


def spans_of(article, way):
    if way == "the whole text":
        return [Span(0, len(article.text))]
    if way == "each sentence":
        return list(article.sentences)
    if way == "each word":
        tokens = article.tokens
        return [
            Span(tokens.starts[n], tokens.ends[n]) for n in range(len(tokens)) if tokens.is_word[n]
        ]
    return []


@pytest.mark.parametrize("way", ["the whole text", "each sentence", "each word", "nothing"])
@pytest.mark.parametrize(("path", "name"), MARKING)
def test_marking_everything_and_marking_nothing_are_worth_nothing(path, name, way):
    exercise = exercise_of(path, name)
    if exercise.spec["unit"] == "sentences" and way in ("the whole text", "each word"):
        way = "each sentence"
    texts = {
        case.slug: [
            {**select_words(case.article, span), "label": label}
            for label in exercise.labels
            for span in spans_of(case.article, way)
        ]
        for case in exercise.cases
    }
    result = grade_entry(exercise, Entry({"texts": texts}, checked={"texts": texts}))
    assert (result.score.credit, result.points) == (0, 0)
    assert result.state == "checked"


@pytest.mark.parametrize("label", [0, 1])
def test_marking_everything_with_one_label_of_two_is_worth_nothing(label):
    exercise = exercise_of(PATHS[2], "what-was-said")
    (case,) = exercise.cases
    for way in ("the whole text", "each sentence", "each word"):
        marks = [
            {**select_words(case.article, span), "label": exercise.labels[label]}
            for span in spans_of(case.article, way)
        ]
        result = grade_entry(exercise, Entry({"texts": {case.slug: marks}}))
        assert result.score.credit == 0, way


@pytest.mark.parametrize(("path", "name"), MARKING)
def test_a_surface_draws_the_key_s_marks_and_gives_the_same_worth(path, name):
    exercise = exercise_of(path, name)
    runs = runs_given(exercise, key_answer(exercise))
    again = answer_from_runs(exercise, runs)
    assert grade_entry(exercise, Entry(again)).score.credit == 1
    assert runs_given(exercise, again) == runs


@pytest.mark.parametrize(("path", "name"), MARKING)
def test_the_key_s_words_in_code_are_the_same_answer(path, name):
    """The code path gives exactly the same answer as the surface."""
    exercise = exercise_of(path, name)
    answer = key_answer(exercise)

    def around(one):
        """The words with whole words before and after them."""
        before, after = one["prefix"], one["suffix"]
        before = before[before.find(" ") + 1 :] if " " in before else ""
        return before + one["exact"] + after[: max(0, after.rfind(" "))]

    code = {
        slug: {
            label: [(one["exact"], around(one)) for one in marks if one["label"] == label]
            for label in {one["label"] for one in marks}
        }
        for slug, marks in answer["texts"].items()
    }
    given = answer_from_code(exercise, code)
    for slug, marks in answer["texts"].items():
        assert sorted(given["texts"][slug], key=str) == sorted(marks, key=str)


IN_CODE = {
    "classify": lambda answer: answer["slots"],
    "choose": lambda answer: answer["option"],
    "order": lambda answer: answer["order"],
    "estimate": lambda answer: answer["figure"],
    "connect": lambda answer: [tuple(line) for line in answer["lines"]],
}


@pytest.mark.parametrize(("path", "name"), EACH)
def test_the_key_s_answer_in_code_is_the_same_answer(path, name):
    exercise = exercise_of(path, name)
    answer = key_answer(exercise)
    if exercise.kind in IN_CODE:
        assert answer_from_code(exercise, IN_CODE[exercise.kind](answer)) == answer
