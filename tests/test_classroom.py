"""A folder of submissions: odd names, odd files, hostile ones; grades; a class by simulation."""

from __future__ import annotations

import csv
import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediakit.answers import (
    MIME,
    AnswerSheet,
    Entry,
    handin_path,
    select_words,
    sheet_path,
    sheet_to_json,
)
from mediakit.classroom import collect_submissions, grade_submission, verify_notebook
from mediakit.classroom.collect import student_of
from mediakit.cli import main
from mediakit.data import shipped_root
from mediakit.lessons import (
    Exercise,
    Lesson,
    edition_of,
    grade_sheet,
    key_answer,
    lesson_names,
    load_lesson,
)

LESSON = load_lesson("04")
GRADED = [name for name in lesson_names() if load_lesson(name).possible]


def sheet_of_key(lesson: Lesson = LESSON) -> AnswerSheet:
    sheet = AnswerSheet(lesson.name)
    for exercise in lesson.exercises:
        sheet = sheet.with_entry(exercise.id, Entry(checked=key_answer(exercise)))
    return sheet


def pristine(name: str = LESSON.name) -> dict[str, Any]:
    path = shipped_root() / "lessons" / f"{name}.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def first_cell(notebook: dict[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = next(c for c in notebook["cells"] if c["cell_type"] == "code")
    return cell


def answered(sheet: AnswerSheet) -> dict[str, Any]:
    """A saved notebook that carries a sheet."""
    notebook = pristine()
    first_cell(notebook)["outputs"][0]["data"][MIME] = sheet_to_json(sheet)
    return notebook


def write(path: Path, notebook: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    path.write_text(text, encoding="utf-8")
    return path


def grades(folder: Path, out: Path) -> list[dict[str, str]]:
    assert main(["grade", str(folder), "--out", str(out)]) == 0
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(rows: list[dict[str, str]], student: str) -> float:
    return sum(float(row["points"] or 0) for row in rows if row["student"] == student)


# ── whose it is ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("ada/04-no-name-given.ipynb", "ada"),
        ("Ada Brandt/deep/down/renamed.ipynb", "Ada Brandt"),
        ("04-no-name-given_Ada Brandt.ipynb", "Ada Brandt"),
        ("ada.ipynb", "ada"),
        ("ada - 04-no-name-given (2).ipynb", "ada (2)"),
    ],
)
def test_a_students_name_is_the_folder_or_what_else_the_file_is_called(
    tmp_path: Path, name: str, student: str
) -> None:
    write(tmp_path / "in" / name, answered(sheet_of_key()))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert {row["student"] for row in rows} == {student}
    assert total(rows, student) == LESSON.possible


def test_checkpoints_and_hidden_files_are_skipped(tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada.ipynb", answered(sheet_of_key()))
    write(tmp_path / "in" / ".ipynb_checkpoints" / "ben.ipynb", answered(sheet_of_key()))
    write(tmp_path / "in" / "ada" / ".hidden.ipynb", answered(sheet_of_key()))
    assert [one.student for one in collect_submissions(tmp_path / "in")] == ["ada"]


def test_of_two_states_of_one_attempt_the_newer_entries_count(tmp_path: Path) -> None:
    early = AnswerSheet(LESSON.name, attempt="a").with_entry(
        "what-anonymous-means", Entry(answer={"option": "nobody"})
    )
    late = early.with_entry("what-anonymous-means", Entry(answer={"option": "newsroom"}))
    write(tmp_path / "in" / "ada" / "one.ipynb", answered(late))
    write(tmp_path / "in" / "ada" / "two.ipynb", answered(early))
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == 1


def test_a_second_attempt_is_named_in_the_remark(tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada" / "one.ipynb", answered(sheet_of_key()))
    short = AnswerSheet(LESSON.name).with_entry("how-many-people", Entry(answer={"option": "one"}))
    write(tmp_path / "in" / "ada" / "two.ipynb", answered(short))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert total(rows, "ada") == LESSON.possible
    assert all("another attempt was handed in too: ada/two.ipynb" in row["remark"] for row in rows)


def test_the_sheet_beside_a_notebook_with_cleared_outputs_counts(tmp_path: Path) -> None:
    notebook = pristine()
    for cell in notebook["cells"]:
        cell["outputs"] = []
    write(tmp_path / "in" / "ada.ipynb", notebook)
    write(tmp_path / "in" / "ada.answers.json", sheet_to_json(sheet_of_key()))
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == LESSON.possible


def test_a_hand_in_file_is_enough(tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada.handin.json", sheet_to_json(sheet_of_key()))
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == LESSON.possible


def test_saved_widget_state_counts_where_it_is_newer(tmp_path: Path) -> None:
    old = AnswerSheet(LESSON.name, attempt="a").with_entry(
        "how-many-people", Entry(answer={"option": "one"})
    )
    new = old.with_entry("how-many-people", Entry(answer={"option": "two"}))
    notebook = answered(old)
    state = {"m1": {"model_name": "AnyModel", "state": {"record": sheet_to_json(new)}}}
    notebook["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": state}
    }
    write(tmp_path / "in" / "ada.ipynb", notebook)
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == 1


def test_files_that_a_browser_renamed_are_read(tmp_path: Path) -> None:
    for student, name in (("ada", "04.ipynb.txt"), ("ben", "04.ipynb.json"), ("cem", "04.IPYNB")):
        write(tmp_path / "in" / student / name, answered(sheet_of_key()))
    write(tmp_path / "in" / "dana" / "04.answers.json", sheet_to_json(sheet_of_key()))
    rows = grades(tmp_path / "in", tmp_path / "out")
    for student in ("ada", "ben", "cem", "dana"):
        assert total(rows, student) == LESSON.possible


def test_a_folder_without_anything_to_read_is_a_row(tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada.ipynb", answered(sheet_of_key()))
    write(tmp_path / "in" / "gus" / "essay.docx", "x")
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert [row["remark"] for row in rows if row["student"] == "gus"] == [
        "gus: no notebook and no hand-in file is in this folder."
    ]


def test_a_folder_for_each_lesson_keeps_the_students_apart(tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        write(tmp_path / "in" / LESSON.name / f"{student}.ipynb", answered(sheet_of_key()))
        write(tmp_path / "in" / LESSON.name / f"{student}2" / "x.ipynb", answered(sheet_of_key()))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert {row["student"] for row in rows} == {"ada", "ben", "ada2", "ben2"}


def test_a_link_to_a_classmates_file_is_not_graded(tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada" / "x.ipynb", answered(sheet_of_key()))
    (tmp_path / "in" / "ben").mkdir()
    (tmp_path / "in" / "ben" / "x.ipynb").symlink_to(tmp_path / "in" / "ada" / "x.ipynb")
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert total(rows, "ben") == 0
    assert next(row["remark"] for row in rows if row["student"] == "ben").endswith("not a file.")


def test_carriers_of_other_names_for_a_lesson_add_nothing(tmp_path: Path) -> None:
    notebook = answered(sheet_of_key())
    for name in ("04", "4"):
        other = sheet_to_json(sheet_of_key()) | {"lesson": name}
        notebook["cells"].append({"cell_type": "code", "outputs": [{"data": {MIME: other}}]})
    write(tmp_path / "in" / "ada.ipynb", notebook)
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == LESSON.possible


def test_a_damaged_carrier_beside_a_good_one_does_no_harm(tmp_path: Path) -> None:
    notebook = answered(sheet_of_key())
    notebook["cells"].append({"outputs": [{"data": {MIME: {"schema": 1, "exercises": 3}}}]})
    write(tmp_path / "in" / "ada.ipynb", notebook)
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == LESSON.possible


def test_a_renamed_notebook_finds_the_sheet_it_left_behind(tmp_path: Path) -> None:
    full = sheet_of_key()
    early = AnswerSheet(LESSON.name, attempt=full.attempt)
    write(tmp_path / "in" / "ada" / "04 Ada Brandt.ipynb", answered(early))
    write(tmp_path / "in" / "ada" / "04-no-name-given.answers.json", sheet_to_json(full))
    assert total(grades(tmp_path / "in", tmp_path / "out"), "ada") == LESSON.possible


def test_a_name_that_no_terminal_can_show_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    write(tmp_path / "in" / "\u0141ukasz.ipynb", "")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    assert main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0


# ── the hidden folder, and several learners ──────────────────────────────────


def by(learner: str) -> AnswerSheet:
    return replace(sheet_of_key(), learner=learner)


def hidden(folder: Path, learner: str = "") -> Path:
    return sheet_path(folder / f"{LESSON.name}.ipynb", LESSON.name, learner)


def found(folder: Path) -> dict[str, tuple[bool, str]]:
    """Each student with whether a sheet was found, and the remark."""
    return {one.student: (one.sheet is not None, one.remark) for one in collect_submissions(folder)}


def test_the_sheet_in_the_hidden_folder_counts_beside_a_cleared_notebook(tmp_path: Path) -> None:
    folder = tmp_path / "ada"
    write(folder / f"{LESSON.name}.ipynb", {"cells": []})
    write(hidden(folder), sheet_to_json(sheet_of_key()))
    assert found(tmp_path) == {"ada": (True, "")}


def test_a_lone_sheet_in_a_hidden_folder_counts_for_its_student(tmp_path: Path) -> None:
    write(hidden(tmp_path / "ada"), sheet_to_json(sheet_of_key()))
    write(hidden(tmp_path / "ben" / "deep", "Ben"), sheet_to_json(by("Ben")))
    write(tmp_path / "cem" / ".mediakit" / "lessons.json", "{}")
    told = found(tmp_path)
    assert (told["ada"], told["ben"]) == ((True, ""), (True, ""))
    assert told["cem"] == (False, "")


def test_a_renamed_notebook_finds_its_sheet_in_the_hidden_folder(tmp_path: Path) -> None:
    full = sheet_of_key()
    early = AnswerSheet(LESSON.name, attempt=full.attempt)
    write(tmp_path / "ada" / "04 Ada Brandt.ipynb", answered(early))
    write(hidden(tmp_path / "ada"), sheet_to_json(full))
    [one] = collect_submissions(tmp_path)
    assert one.sheet is not None
    assert len(one.sheet.entries) == len(full.entries)


def test_a_notebook_says_whose_answers_beside_it_are_meant(tmp_path: Path) -> None:
    mine = by("M. K.")
    write(tmp_path / "x" / f"{LESSON.name}.ipynb", answered(replace(mine, entries={})))
    write(hidden(tmp_path / "x", "M. K."), sheet_to_json(mine))
    write(hidden(tmp_path / "x"), sheet_to_json(sheet_of_key()))
    [one] = collect_submissions(tmp_path)
    assert one.sheet == mine
    assert one.remark == ""


def test_answers_of_two_people_in_one_folder_are_named(tmp_path: Path) -> None:
    write(hidden(tmp_path / "x", "M. K."), sheet_to_json(replace(by("M. K."), revision=99)))
    write(hidden(tmp_path / "x", "Ada"), sheet_to_json(by("Ada")))
    [one] = collect_submissions(tmp_path)
    assert one.sheet is not None
    assert one.sheet.learner == "M. K."
    assert one.remark.endswith("(by Ada)")


def test_a_linked_hidden_folder_brings_nobody_elses_answers(tmp_path: Path) -> None:
    write(hidden(tmp_path / "ada"), sheet_to_json(sheet_of_key()))
    write(tmp_path / "ben" / f"{LESSON.name}.ipynb", {"cells": []})
    (tmp_path / "ben" / ".mediakit").symlink_to(tmp_path / "ada" / ".mediakit")
    assert found(tmp_path) == {"ada": (True, ""), "ben": (False, "")}


@pytest.mark.parametrize("odd", ["pipe", "link"])
def test_what_is_no_plain_file_is_a_row_and_is_not_waited_for(tmp_path: Path, odd: str) -> None:
    (tmp_path / "ben").mkdir()
    path = tmp_path / "ben" / "04.ipynb"
    os.mkfifo(path) if odd == "pipe" else path.symlink_to("/dev/zero")
    [one] = collect_submissions(tmp_path)
    assert "a pipe or a device" in one.reason if odd == "pipe" else "a link" in one.reason


@pytest.mark.parametrize(
    ("name", "learner", "student"),
    [
        ("04-no-name-given M. K..handin.json", "", "M. K."),
        ("04-no-name-given.handin.json", "M. K.", "M. K."),
        ("04-no-name-given (2).ipynb", "M. K.", "M. K."),
        ("04-no-name-given.ipynb", "", "04-no-name-given"),
        ("ada.ipynb", "M. K.", "ada"),
        ("ada/04-no-name-given.ipynb", "M. K.", "ada"),
    ],
)
def test_a_learners_own_name_says_whose_a_file_is_where_nothing_else_does(
    tmp_path: Path, name: str, learner: str, student: str
) -> None:
    sheet = by(learner)
    write(tmp_path / name, answered(sheet) if name.endswith("ipynb") else sheet_to_json(sheet))
    assert list(found(tmp_path)) == [student]


@pytest.mark.parametrize("learner", ["M. K.", "Zoë", "../x", "李 雷", "a" * 80])
def test_a_hand_in_file_names_its_learner(tmp_path: Path, learner: str) -> None:
    path = handin_path(tmp_path / f"{LESSON.name}.ipynb", learner)
    safe = learner.replace("/", "-")
    assert student_of(Path(path.name)) == safe.strip("-._ ") or student_of(Path(path.name)) == safe


# ── odd and hostile files ────────────────────────────────────────────────────


def deep(levels: int) -> Any:
    nested: Any = "x"
    for _ in range(levels):
        nested = [nested]
    return nested


def with_sheet(change: dict[str, Any]) -> dict[str, Any]:
    notebook = answered(sheet_of_key())
    first_cell(notebook)["outputs"][0]["data"][MIME] |= change
    return notebook


HOSTILE: dict[str, tuple[Any, str]] = {
    "empty": ("", "the file is empty"),
    "no JSON": ("{cells: oops", "this is not JSON"),
    "JSON but no notebook": ("[1, 2]", "it is JSON but no notebook"),
    "cells that are no list": ('{"cells": 3}', "it is JSON but no notebook"),
    "very deep": ("[" * 200_000, "this is not JSON"),
    "cleared": ({"cells": []}, "its outputs were cleared"),
    "cells of nonsense": ({"cells": [1, None, {"outputs": 3}, {"outputs": [4]}]}, "cleared"),
    "a sheet that is none": (with_sheet({"exercises": 3}), "this is no answer sheet"),
    "a sheet of the future": (with_sheet({"schema": 99}), "Update mediakit"),
    "an entry that is none": (with_sheet({"exercises": {"a": 3}}), "is no entry"),
    "a huge answer": (
        with_sheet({"exercises": {"a": {"answer": "x" * 999_999}}}),
        "far larger than any lesson's",
    ),
    "a deep answer": (with_sheet({"exercises": {"a": {"answer": deep(50)}}}), "far larger"),
    "an unknown lesson": (with_sheet({"lesson": "99-nothing"}), 'there is no lesson "99-nothing"'),
}


@pytest.mark.parametrize(("notebook", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_cannot_be_read_is_a_row_with_the_reason_and_no_stop(
    tmp_path: Path, notebook: Any, reason: str
) -> None:
    write(tmp_path / "in" / "bad.ipynb", notebook)
    write(tmp_path / "in" / "good.ipynb", answered(sheet_of_key()))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert total(rows, "good") == LESSON.possible
    bad = [row for row in rows if row["student"] == "bad"]
    assert reason in bad[0]["remark"]
    assert not any(row["points"] for row in bad)


ODD_ANSWERS = [
    3, "x", [], {}, {"texts": 3}, {"texts": {"stadium-move": [{"exact": 3}]}}, {"option": ["x"]},
    {"texts": {"stadium-move": [{"exact": "not in it"}]}}, {"slots": {"x": 3}}, {"order": [[1]]},
    {"slots": {"tulloch-3": {"kind": ["named"]}}}, {"lines": [[{}, []]]}, {"lines": [["paper", 3]]},
    {"figure": True}, {"figure": "ten"}, {"text": 3}, {"text": "x", "ticked": "y"}, None,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_ANSWERS, ids=repr)
def test_an_odd_answer_is_a_remark_and_no_stop(tmp_path: Path, odd: Any) -> None:
    sheet = AnswerSheet(LESSON.name)
    for exercise in LESSON.exercises:
        sheet = sheet.with_entry(exercise.id, Entry(answer=odd))
    write(tmp_path / "in" / "ada.ipynb", answered(sheet))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert len(rows) == len(LESSON.exercises)
    assert total(rows, "ada") == 0


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_sums_and_texts_are_written_beside_the_points(tmp_path: Path) -> None:
    sheet = sheet_of_key()
    text = "Nobody says so.\nTwo people say that it was talked about."
    sheet = sheet.with_entry("tell-a-friend", Entry(answer={"text": text, "ticked": [0]}))
    write(tmp_path / "in" / "ada.ipynb", answered(sheet))
    write(tmp_path / "in" / "ben.ipynb", answered(AnswerSheet(LESSON.name)))
    grades(tmp_path / "in", tmp_path / "out")
    totals = {row["student"]: row for row in table(tmp_path / "out" / "totals.csv")}
    assert totals["ada"]["points"] == totals["ada"]["possible"] == f"{LESSON.possible}"
    assert totals["ben"]["points"] == "0"
    [written] = table(tmp_path / "out" / "writing.csv")
    assert (written["student"], written["exercise"]) == ("ada", "tell-a-friend")
    assert written["text"] == text
    assert written["prompt"] == LESSON.exercise("tell-a-friend").prompt


def test_hints_and_an_unnamed_file_are_remarked(tmp_path: Path) -> None:
    sheet = AnswerSheet(LESSON.name).with_entry(
        "how-many-people", Entry(answer={"option": "two"}, hints=2)
    )
    write(tmp_path / "in" / f"{LESSON.name}.ipynb", answered(sheet))
    rows = {row["exercise"]: row["remark"] for row in grades(tmp_path / "in", tmp_path / "out")}
    assert "2 hints opened" in rows["how-many-people"]
    assert "named for the lesson, not for a student" in rows["how-many-people"]


def test_a_hand_in_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    write(tmp_path / "in" / "carl.json", sheet_to_json(sheet_of_key()))
    assert total(grades(tmp_path / "in", tmp_path / "out"), "carl") == LESSON.possible


def test_a_spreadsheet_formula_for_a_name_stays_text(tmp_path: Path) -> None:
    write(tmp_path / "in" / "=1+1.ipynb", answered(sheet_of_key()))
    rows = grades(tmp_path / "in", tmp_path / "out")
    assert {row["student"] for row in rows} == {"'=1+1"}


def test_an_answer_never_checked_is_graded_as_it_stands(tmp_path: Path) -> None:
    sheet = AnswerSheet(LESSON.name, edition=edition_of(LESSON))
    sheet = sheet.with_entry("how-many-people", Entry(answer={"option": "two"}))
    write(tmp_path / "in" / "ada.ipynb", answered(sheet))
    rows = {row["exercise"]: row for row in grades(tmp_path / "in", tmp_path / "out")}
    assert rows["how-many-people"]["points"] == "1"
    assert rows["how-many-people"]["remark"] == "never checked: graded as it stands"
    assert rows["recall-kinds"]["remark"] == "not answered yet"


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "there are no notebooks" in capsys.readouterr().err
    assert main(["grade", str(tmp_path / "none"), "--out", str(tmp_path)]) == 1
    assert "there is no such folder" in capsys.readouterr().err


def test_the_gradebook_has_the_points_of_the_score_card(tmp_path: Path) -> None:
    sheet = simulated(LESSON, random.Random(7), 0.7, 0.2)
    write(tmp_path / "in" / "ada.ipynb", answered(sheet))
    rows = {row["exercise"]: row["points"] for row in grades(tmp_path / "in", tmp_path / "out")}
    for result in grade_sheet(LESSON, sheet):
        told = "" if result.points is None else f"{result.points:g}"
        assert rows[result.exercise.id] == told


# ── verify ───────────────────────────────────────────────────────────────────


def test_verify_runs_nbval_and_tampering_changes_nothing(tmp_path: Path) -> None:
    sheet = sheet_of_key()
    wrong = Entry(checked={"option": "nobody"})
    sheet = sheet.with_entry("what-anonymous-means", wrong)
    notebook = answered(sheet)
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if "lesson.exercise" in source:
            cell["source"] = ["# NBVAL_SKIP\n", "print('4.2: 1 of 1 points')"]
            cell["outputs"] = []
    path = write(tmp_path / "ada.ipynb", notebook)
    [(lesson, checks)] = list(verify_notebook(path))
    assert lesson == LESSON.name
    assert [check.exercise for check in checks if not check.passed] == ["what-anonymous-means"]
    assert len(checks) == len(LESSON.exercises)
    told = {check.exercise: check.line for check in checks}
    assert told["what-anonymous-means"] == "4.2: 0 of 1 points"
    assert told["stadium-without-names"] == "4.7: 5 of 5 points"


def test_verify_tells_of_a_file_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "ada.ipynb", "")
    assert main(["verify", str(path)]) == 1
    assert "the file is empty" in capsys.readouterr().out


# ── a simulated class ────────────────────────────────────────────────────────


def simulated(lesson: Lesson, chance: random.Random, hit: float, alarm: float) -> AnswerSheet:
    """A student who finds each target with one chance and falls for each near-miss with another."""
    sheet = AnswerSheet(lesson.name)
    for exercise in lesson.exercises:
        sheet = sheet.with_entry(
            exercise.id, Entry(checked=_simulated_answer(exercise, chance, hit, alarm))
        )
    return sheet


def _simulated_answer(
    exercise: Exercise, chance: random.Random, hit: float, alarm: float
) -> dict[str, Any]:
    key = key_answer(exercise)
    match exercise.kind:
        case "mark":
            texts: dict[str, list[dict[str, str]]] = {}
            for case in exercise.cases:
                targets, near, _ = exercise.asked(case)
                chosen = [one for one in targets if chance.random() < hit]
                chosen += [one for one in near if chance.random() < alarm]
                spans = {span for one in chosen for span in one.spans}
                if exercise.spec["unit"] == "sentences":
                    article = case.article
                    spans = {article.sentences[article.sentence_of(span.start)] for span in spans}
                label = exercise.labels[0]
                texts[case.slug] = [
                    {**select_words(case.article, span), "label": label} for span in sorted(spans)
                ]
            return {"texts": texts}
        case "classify":
            slots: dict[str, dict[str, str]] = {}
            for item in exercise.rows:
                slots[item] = {}
                for column in exercise.columns:
                    right = key["slots"][item][column.id]
                    others = [kind for kind, _ in column.options if kind != right]
                    known = chance.random() < hit
                    slots[item][column.id] = right if known else chance.choice(others)
            return {"slots": slots}
        case "choose":
            wrong = [option.id for option in exercise.options if not option.right]
            return key if chance.random() < hit else {"option": chance.choice(wrong)}
        case "connect":
            lines = [line for line in key["lines"] if chance.random() < hit]
            nodes = list(exercise.spec["nodes"])
            pairs = [[a, b] for a in nodes for b in nodes if a != b and [a, b] not in key["lines"]]
            lines += [pair for pair in pairs if chance.random() < alarm / 4]
            return {"lines": lines or [pairs[0]]}
        case _:
            return key


def mean_share(lesson: Lesson, hit: float, alarm: float, students: int = 40) -> float:
    points = 0.0
    for seed in range(students):
        sheet = simulated(lesson, random.Random(seed), hit, alarm)
        points += sum(result.points or 0 for result in grade_sheet(lesson, sheet))
    return points / students / lesson.possible


@pytest.mark.parametrize("name", GRADED)
def test_an_expert_beats_a_careful_reader_beats_one_who_marks_by_chance(name: str) -> None:
    lesson = load_lesson(name)
    expert, careful = mean_share(lesson, 0.95, 0.02), mean_share(lesson, 0.8, 0.08)
    mechanical, chance = mean_share(lesson, 0.9, 0.9), mean_share(lesson, 0.5, 0.5)
    assert expert > careful > mechanical
    assert careful > chance
    assert expert > 0.8


def random_sheet(lesson: Lesson, chance: random.Random) -> AnswerSheet:
    """A sheet with every answer drawn blindly."""
    sheet = AnswerSheet(lesson.name)
    for exercise in lesson.exercises:
        answer = _simulated_answer(exercise, chance, 0.5, 0.5)
        if exercise.kind == "choose":
            answer = {"option": chance.choice(exercise.options).id}
        elif exercise.kind == "classify":
            answer = {
                "slots": {
                    item: {c.id: chance.choice(c.options)[0] for c in exercise.columns}
                    for item in exercise.rows
                }
            }
        elif exercise.kind == "connect":
            nodes = list(exercise.spec["nodes"])
            pairs = [[a, b] for a in nodes for b in nodes if a != b]
            answer = {"lines": chance.sample(pairs, len(exercise.lines))}
        elif exercise.kind == "order":
            things = list(exercise.spec["things"])
            answer = {"order": chance.sample(things, len(things))}
        elif exercise.kind == "estimate":
            answer = {"figure": chance.choice([None, *range(0, 101, 5)])}
        sheet = sheet.with_entry(exercise.id, Entry(checked=answer))
    return sheet


@pytest.mark.parametrize("name", GRADED)
def test_two_hundred_random_sheets_stay_under_a_quarter(name: str) -> None:
    lesson = load_lesson(name)
    points = 0.0
    for seed in range(200):
        sheet = random_sheet(lesson, random.Random(seed))
        points += sum(result.points or 0 for result in grade_sheet(lesson, sheet))
    assert points / 200 < lesson.possible / 4


def all_or_nothing(exercise: Exercise, *, everything: bool) -> dict[str, Any]:
    texts = {}
    for case in exercise.cases:
        article, tokens = case.article, case.article.tokens
        if exercise.spec["unit"] == "sentences":
            spans = list(article.sentences)
        else:
            spans = [article.sentences[0]._replace(start=s, end=e) for s, e in
                     zip(tokens.starts, tokens.ends, strict=True)]  # fmt: skip
        label = exercise.labels[0]
        words = [{**select_words(article, span), "label": label} for span in spans]
        texts[case.slug] = words if everything else []
    return {"texts": texts}


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize(
    "exercise",
    [e for name in lesson_names() for e in load_lesson(name).exercises if e.kind == "mark"],
    ids=lambda exercise: exercise.id,
)
def test_marking_everything_and_marking_nothing_are_worth_nothing(
    exercise: Exercise, everything: bool
) -> None:
    sheet = AnswerSheet("x").with_entry(
        exercise.id, Entry(checked=all_or_nothing(exercise, everything=everything))
    )
    lesson = Lesson("x", "00", "x", "core", 1, (exercise,))
    [result] = grade_sheet(lesson, sheet)
    assert result.score is not None
    assert result.score.credit == 0


def test_submissions_are_graded_without_widgets_or_pandas(tmp_path: Path) -> None:
    import subprocess
    import sys

    write(tmp_path / "in" / "ada.ipynb", answered(sheet_of_key()))
    program = (
        "import sys; from mediakit.cli import main; "
        f"main(['grade', {str(tmp_path / 'in')!r}, '--out', {str(tmp_path / 'out')!r}]); "
        "print([n for n in ('IPython', 'ipywidgets', 'anywidget', 'pandas') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("[]")


def test_rows_name_the_student_the_lesson_and_the_exercise() -> None:
    from mediakit.classroom import Submission

    rows = list(grade_submission(Submission("ada", LESSON.name, ("x",), sheet_of_key())))
    assert [row.exercise for row in rows] == [exercise.id for exercise in LESSON.exercises]
    assert {row.student for row in rows} == {"ada"}
    assert {row.lesson for row in rows} == {LESSON.name}


def test_verify_knows_the_second_attempt(tmp_path: Path) -> None:
    """A wrong first attempt and a right second one pass; a twin's class has no first one at all."""
    lesson = load_lesson("08")
    again = lesson.exercise("roots-of-the-report-again")
    other = lesson.exercise("roots-of-the-merger-again")
    sheet = AnswerSheet(lesson.name)
    sheet = sheet.with_entry("roots-of-the-report", Entry(checked={"option": "two"}))
    for exercise in (again, other):
        sheet = sheet.with_entry(exercise.id, Entry(checked=key_answer(exercise)))
    path = tmp_path / "ada.handin.json"
    write(path, sheet_to_json(sheet))
    ((_, checks),) = verify_notebook(path)
    told = {check.exercise: (check.passed, check.line) for check in checks}
    assert told["roots-of-the-report"] == (True, "8.4: 1 of 1 points on the second attempt")
    assert told["roots-of-the-merger"] == (True, "8.7: 1 of 1 points")
    assert not told["what-misleads"][0]


def test_what_is_read_differently_and_the_gain_are_tables_of_their_own(tmp_path: Path) -> None:
    first, last = load_lesson("00"), load_lesson("10")
    for lesson in (first, last):
        sheet = AnswerSheet(lesson.name)
        for exercise in lesson.exercises:
            note = "=because" if exercise.id == "how-many-roots" else ""
            sheet = sheet.with_entry(exercise.id, Entry(checked=key_answer(exercise), note=note))
        write(tmp_path / "in" / "ada" / f"{lesson.name}.handin.json", sheet_to_json(sheet))
    grades(tmp_path / "in", tmp_path / "out")
    gain = (tmp_path / "out" / "gain.csv").read_text(encoding="utf-8").splitlines()
    assert gain == ["student,before,after", "ada,100%,100%"]
    read = (tmp_path / "out" / "read-differently.csv").read_text(encoding="utf-8").splitlines()
    prompt = last.exercise("how-many-roots").prompt
    assert read[1] == f"ada,10-capstone,how-many-roots,1,'=because,,{prompt}"


def test_what_was_answered_otherwise_stands_beside_the_reason(tmp_path: Path) -> None:
    exercise = LESSON.exercise("what-anonymous-means")
    wrong, right = (next(o for o in exercise.options if o.right == is_right) for is_right in (0, 1))
    entry = Entry(checked={"option": wrong.id}, note="Some papers don't check.")
    sheet = AnswerSheet(LESSON.name).with_entry(exercise.id, entry)
    write(tmp_path / "in" / "ada.handin.json", sheet_to_json(sheet))
    rows = {row["exercise"]: row for row in grades(tmp_path / "in", tmp_path / "out")}
    assert rows[exercise.id]["number"] == exercise.number
    [read] = table(tmp_path / "out" / "read-differently.csv")
    assert wrong.text in read["mistakes"]
    assert right.text not in read["mistakes"]


def test_a_second_attempt_is_named_in_the_gradebook(tmp_path: Path) -> None:
    again = LESSON.exercise("how-many-people-again")
    sheet = AnswerSheet(LESSON.name).with_entry("how-many-people", Entry(checked={"option": "one"}))
    sheet = sheet.with_entry(again.id, Entry(checked=key_answer(again)))
    write(tmp_path / "in" / "ada.handin.json", sheet_to_json(sheet))
    rows = {row["exercise"]: row for row in grades(tmp_path / "in", tmp_path / "out")}
    assert rows["how-many-people"]["points"] == "1"
    assert "second attempt" in rows["how-many-people"]["remark"]


# ── the class's mistakes ─────────────────────────────────────────────────────


def sheet_with(answers: dict[str, Any], *, checked: bool = True) -> AnswerSheet:
    sheet = AnswerSheet(LESSON.name)
    for exercise, answer in answers.items():
        entry = Entry(checked=answer) if checked else Entry(answer=answer)
        sheet = sheet.with_entry(exercise, entry)
    return sheet


def hand_in(folder: Path, student: str, sheet: AnswerSheet) -> None:
    write(folder / "in" / f"{student}.handin.json", sheet_to_json(sheet))


def mistakes(folder: Path) -> list[dict[str, str]]:
    grades(folder / "in", folder / "out")
    return table(folder / "out" / "mistakes.csv")


def test_a_misconception_is_counted_once_a_student_out_of_those_who_checked(
    tmp_path: Path,
) -> None:
    for student, option in (("ada", "nobody"), ("ben", "nobody"), ("cem", "newsroom")):
        hand_in(tmp_path, student, sheet_with({"what-anonymous-means": {"option": option}}))
    unchecked = sheet_with({"what-anonymous-means": {"option": "nobody"}}, checked=False)
    hand_in(tmp_path, "dana", unchecked)
    hand_in(tmp_path, "eva", AnswerSheet(LESSON.name))
    [line] = mistakes(tmp_path)
    assert (line["lesson"], line["exercise"]) == (LESSON.name, "what-anonymous-means")
    assert (line["number"], line["mistake"]) == ("4.2", "unknown-to-reporter")
    assert (line["students"], line["checked"]) == ("2", "3")
    [known] = [
        one
        for one in LESSON.exercise("what-anonymous-means").misconceptions
        if one.name == "unknown-to-reporter"
    ]
    assert line["say"] == known.say


def test_one_student_who_shows_a_misconception_twice_is_one_student(tmp_path: Path) -> None:
    exercise = LESSON.exercise("recall-kinds")
    wrong = {item: {"kind": "unnamed"} for item in ("tulloch-3", "grower-5")}
    slots = key_answer(exercise)["slots"] | wrong
    hand_in(tmp_path, "ada", sheet_with({exercise.id: {"slots": slots}}))
    [line] = mistakes(tmp_path)
    assert (line["mistake"], line["students"]) == ("described-is-unnamed", "1")


def test_what_shows_no_misconception_comes_last_with_what_was_told_most(tmp_path: Path) -> None:
    exercise = LESSON.exercise("recall-kinds")
    right = key_answer(exercise)["slots"]
    accounts, agency = {"accounts-8": {"kind": "media"}}, {"agency-1": {"kind": "collective"}}
    for n, wrong in enumerate(({"accounts-8": {"kind": "named"}}, agency, agency)):
        unnamed = {"tulloch-3": {"kind": "unnamed"}} if n == 0 else {}
        slots = right | accounts | wrong | unnamed
        hand_in(tmp_path, "abc"[n], sheet_with({exercise.id: {"slots": slots}}))
    named, other = mistakes(tmp_path)
    assert (named["mistake"], named["students"]) == ("described-is-unnamed", "1")
    assert (other["mistake"], other["students"]) == ("other mistakes", "3")
    assert other["say"].startswith(
        "Most often (2): “the Coastal Waters Agency” (sentence 1): you chose"
    )


def test_the_lines_follow_the_lesson_and_its_second_attempts(tmp_path: Path) -> None:
    later, earlier = "how-many-people", "what-anonymous-means"
    answers = {later: {"option": "three"}, earlier: {"option": "nobody"}}
    again = LESSON.exercise(f"{later}-again")
    [wrong, *_] = [option.id for option in again.options if not option.right]
    hand_in(tmp_path, "ada", sheet_with(answers | {again.id: {"option": wrong}}))
    told = [(line["exercise"], line["checked"]) for line in mistakes(tmp_path)]
    assert told == [(earlier, "1"), (later, "1"), (again.id, "1")]


def test_the_key_and_what_is_arguable_are_no_mistakes(tmp_path: Path) -> None:
    exercise = LESSON.exercise("who-tells-without-a-name")
    texts = key_answer(exercise)["texts"]
    case = exercise.cases[0]
    arguable = next(one for one in exercise.asked(case)[2] if one.contested)
    texts[case.slug].append({**select_words(case.article, arguable.spans[0]), "label": "source"})
    sheet = sheet_of_key().with_entry(exercise.id, Entry(checked={"texts": texts}))
    hand_in(tmp_path, "ada", sheet)
    assert mistakes(tmp_path) == []


# ── the same answers ─────────────────────────────────────────────────────────


def remarks(folder: Path) -> dict[str, set[str]]:
    """What is remarked of each student's answers to lesson 04, whichever the exercise."""
    told: dict[str, set[str]] = {}
    for row in grades(folder / "in", folder / "out"):
        parts = {part for part in row["remark"].split("; ") if part.startswith("same answers")}
        told.setdefault(row["student"], set()).update(parts)
    return told


def written(text: str) -> AnswerSheet:
    return sheet_with({"tell-a-friend": {"text": text, "ticked": []}})


def test_the_same_writing_is_remarked_of_both(tmp_path: Path) -> None:
    hand_in(tmp_path, "ada", written("Two people say so."))
    hand_in(tmp_path, "ben", written("Two  people say so.\n"))
    hand_in(tmp_path, "cem", written("Two people say it."))
    assert remarks(tmp_path) == {
        "ada": {"same answers as ben in the writing"},
        "ben": {"same answers as ada in the writing"},
        "cem": set(),
    }


def test_a_copied_sheet_is_remarked_of_all_who_have_it(tmp_path: Path) -> None:
    sheet = sheet_with({"how-many-people": {"option": "one"}})
    for student in ("ada", "ben", "cem"):
        hand_in(tmp_path, student, sheet)
    told = remarks(tmp_path)
    assert told["ada"] == {"same answers as ben, cem"}
    assert told["cem"] == {"same answers as ada, ben"}


def test_a_copy_with_another_answer_is_no_longer_the_same(tmp_path: Path) -> None:
    sheet = sheet_with({"how-many-people": {"option": "one"}})
    hand_in(tmp_path, "ada", sheet)
    changed = sheet.with_entry("how-many-people", Entry(checked={"option": "two"}))
    hand_in(tmp_path, "ben", changed)
    assert remarks(tmp_path) == {"ada": set(), "ben": set()}


def test_the_same_choices_and_the_same_silence_are_no_reason_for_a_remark(tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        answers = {e.id: key_answer(e) for e in LESSON.exercises if e.kind != "write"}
        hand_in(tmp_path, student, sheet_with(answers))
    for student in ("cem", "dana"):
        hand_in(tmp_path, student, written("  "))
    empty = AnswerSheet(LESSON.name)
    for student in ("eva", "finn"):
        hand_in(tmp_path, student, empty)
    assert set.union(*remarks(tmp_path).values()) == set()


def test_the_same_words_in_another_lesson_are_no_reason_for_a_remark(tmp_path: Path) -> None:
    hand_in(tmp_path, "ada", written("I don't know."))
    other = load_lesson("10")
    write_item = next(one for one in other.exercises if one.kind == "write")
    entry = Entry(checked={"text": "I don't know.", "ticked": []})
    sheet = AnswerSheet(other.name).with_entry(write_item.id, entry)
    hand_in(tmp_path, "ben", sheet)
    assert remarks(tmp_path) == {"ada": set(), "ben": set()}


# ── an empty gain ────────────────────────────────────────────────────────────


def test_an_empty_gain_is_explained_and_a_full_one_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(tmp_path, "ada", sheet_of_key())
    grades(tmp_path / "in", tmp_path / "out")
    assert "gain.csv has no lines" in capsys.readouterr().out
    assert table(tmp_path / "out" / "gain.csv") == []
    for name in ("00", "10"):
        sheet = sheet_of_key(load_lesson(name))
        write(tmp_path / "in" / "ben" / f"{name}.handin.json", sheet_to_json(sheet))
    grades(tmp_path / "in", tmp_path / "out")
    assert "gain.csv has no lines" not in capsys.readouterr().out
