"""The built lessons as files: run, complete, plain, small."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mediakit.answers import AnswerSheet, Entry, sheet_to_json
from mediakit.data import shipped_root
from mediakit.lessons import grade_entry, grade_sheet, key_answer, lesson_names, load_lesson
from mediakit.lessons.document import answer_html

LESSONS = shipped_root() / "lessons"
PAGE = "lessons"
NOTEBOOKS = [*lesson_names(), PAGE]
EXERCISE = re.compile(r"""lesson\.exercise\("([\w-]+)"\)""")
CALLS = {"exercise", "worked", "chain", "table", "counts", "program", "end_card"}
TWIN_RULES = tomllib.loads((LESSONS / "source" / "twin.toml").read_text(encoding="utf-8"))


def all_cells(name: str) -> list[dict[str, Any]]:
    return json.loads((LESSONS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


def cells(name: str) -> list[dict[str, Any]]:
    return [cell for cell in all_cells(name) if cell["cell_type"] == "code"]


def test_every_lesson_has_its_notebook_and_its_source() -> None:
    for folder, ending in (("", "ipynb"), ("twin", "ipynb"), ("source", "md")):
        found = sorted((LESSONS / folder).glob(f"*.{ending}"))
        assert [path.stem for path in found] == NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_code_cell_was_run_and_none_failed(name: str) -> None:
    """nbval passes a cell that was never run without looking at it."""
    for cell in cells(name):
        assert cell["execution_count"], cell["source"]
        assert cell["outputs"], cell["source"]
        assert not [one for one in cell["outputs"] if one["output_type"] in ("error", "stream")]


@pytest.mark.parametrize("name", lesson_names())
def test_every_exercise_is_one_cell_with_its_surface_and_its_line(name: str) -> None:
    exercises = load_lesson(name).exercises
    found = {
        match.group(1): cell["outputs"]
        for cell in cells(name)
        if (match := EXERCISE.fullmatch("".join(cell["source"])))
    }
    assert list(found) == [exercise.id for exercise in exercises]
    for exercise in exercises:
        surface, line = found[exercise.id]
        assert "".join(surface["data"]["text/html"]).startswith(
            f"<p><strong>{exercise.number}</strong> "
        )
        assert line["data"] == {"text/plain": f"{exercise.number} not answered yet"}


def literal(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(map(literal, node.elts))
    return isinstance(node, ast.Constant)


def is_known_call(source: str) -> bool:
    """Whether a cell is one of the closed list of calls that an extension may run by itself."""
    if re.fullmatch(r"from mediakit import open_course\nopen_course\(\)", source):
        return True
    if re.fullmatch(
        r'from mediakit import open_lesson\nlesson = open_lesson\("\d\d"(, twin=True)?\)', source
    ):
        return True
    [statement] = ast.parse(source).body
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Attribute) and call.attr == "chain":
        call = call.value
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "lesson"
        and call.func.attr in CALLS
        and all(map(literal, [*call.args, *(one.value for one in call.keywords)]))
    )


@pytest.mark.parametrize("edition", ["", "twin/"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_code_is_a_closed_list_of_calls_hidden_and_locked(name: str, edition: str) -> None:
    for cell in all_cells(f"{edition}{name}"):
        assert cell["metadata"]["deletable"] is False
        assert cell["metadata"]["editable"] is False
        if cell["cell_type"] == "code":
            assert is_known_call("".join(cell["source"]))
            assert cell["metadata"]["jupyter"] == {"source_hidden": True}


@pytest.mark.parametrize("name", lesson_names())
def test_the_first_cell_says_how_to_start_and_the_last_is_the_end_card(name: str) -> None:
    assert "".join(all_cells(name)[-1]["source"]) == "lesson.end_card()"
    first = "".join(cells(name)[0]["outputs"][0]["data"]["text/html"])
    assert "If you can't answer the exercises below: <strong>Run ▸ Run All Cells</strong>." in first


@pytest.mark.parametrize("name", lesson_names())
def test_little_is_to_be_read_before_the_first_exercise(name: str) -> None:
    """What is folded isn't counted: 115 words are about half a screen, and a minute's reading."""
    source = (LESSONS / "source" / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    head = source.split("lesson.exercise(")[0]
    unfolded = re.sub(r"<details>.*?</details>|```.*?```|```\S*.*", "", head, flags=re.S)
    assert len(unfolded.split()) <= 115


@pytest.mark.parametrize("name", lesson_names())
def test_what_is_folded_is_rendered_as_markdown(name: str) -> None:
    """Jupyter renders markdown inside <details> only between blank lines."""
    source = (LESSONS / "source" / f"{name}.md").read_text(encoding="utf-8")
    assert source.count("<details>") == source.count("</details>") > 0
    for folded in re.findall(r"<details>(.*?)</details>", source, flags=re.S):
        assert re.match(r"\n<summary>[^<\n]+</summary>\n\n", folded)
        assert folded.endswith("\n\n")
        assert "{code-cell}" not in folded


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nobody_is_told_to_run_a_cell(name: str) -> None:
    told = "".join("".join(c["source"]) for c in all_cells(name) if c["cell_type"] == "markdown")
    assert not re.search(r"run (this|the|these|each)\b.*\bcell", told, flags=re.I)


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
    """Without what JupyterLab adds: the widgets' views, tables and chains; 150 kB is the promise.

    The sheet is in it twice, as the first cell's output and as the extension's records, and each
    answer once more in words.
    """
    lesson = load_lesson(name)
    sheet = AnswerSheet(lesson.name)
    for exercise in lesson.all_exercises:
        sheet = sheet.with_entry(exercise.id, Entry(key_answer(exercise), key_answer(exercise)))
    pristine = (LESSONS / f"{name}.ipynb").stat().st_size
    carried = 2 * len(json.dumps(sheet_to_json(sheet), indent=1))
    told = (
        answer_html(one, sheet.entry(one.id), grade_entry(one, sheet.entry(one.id)))
        for one in lesson.all_exercises
    )
    assert pristine + carried + sum(len(json.dumps(one)) for one in told) < 110_000


@pytest.mark.parametrize("name", lesson_names())
def test_the_twin_edition_has_no_word_of_the_article(name: str) -> None:
    notebook = (LESSONS / "twin" / f"{name}.ipynb").read_text(encoding="utf-8")
    for word in TWIN_RULES["forbidden"]:
        assert word not in notebook
    assert "twin=True" in notebook


def test_every_rule_of_the_twin_edition_has_its_words_in_a_source() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (LESSONS / "source").glob("*.md")
    )
    assert [words for words, _ in TWIN_RULES["replace"] if words not in sources] == []


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
