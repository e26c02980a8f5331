"""The keeper: whose sheet is read, who writes, and what is said where something is in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from mediakit.answers import (
    MIME,
    AnswerSheet,
    Entry,
    load_sheet,
    old_sheet_path,
    save_sheet,
    sheet_path,
    sheet_to_json,
    switch_learner,
)
from mediakit.widgets import keeper as keeping
from mediakit.widgets.keeper import Keeper, notebook_path

LESSON = "04-no-name-given"
CALL = 'from mediakit import open_lesson\nlesson = open_lesson("04")'


@pytest.fixture(autouse=True)
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / f"{LESSON}.ipynb"
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    return path


def answer(keeper: Keeper, exercise: str, given: str = "x") -> None:
    """What a click does."""
    keeper.refresh()
    keeper.save(keeper.sheet.with_entry(exercise, Entry({"option": given})))


def save_notebook(path: Path, *sheets: AnswerSheet) -> None:
    outputs = [{"data": {MIME: sheet_to_json(one)}} for one in sheets]
    cells = [{"cell_type": "code", "source": CALL, "outputs": outputs}]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def test_the_edition_is_noted_where_a_sheet_is_begun_and_stays(notebook: Path) -> None:
    first = Keeper(LESSON, notebook, edition="e1")
    answer(first, "a")
    later = Keeper(LESSON, notebook, edition="e2")
    answer(later, "b")
    found = load_sheet(later.path)
    assert found is not None
    assert (found.edition, set(found.entries)) == ("e1", {"a", "b"})


def test_a_sheet_of_0_1_0_keeps_saying_that_it_has_no_edition(notebook: Path) -> None:
    save_sheet(AnswerSheet(LESSON).with_entry("a", Entry("x")), old_sheet_path(notebook, LESSON))
    keeper = Keeper(LESSON, notebook, edition="e2")
    answer(keeper, "b")
    found = load_sheet(sheet_path(notebook, LESSON))
    assert found is not None
    assert (found.edition, set(found.entries)) == ("", {"a", "b"})
    assert not old_sheet_path(notebook, LESSON).exists()


def test_each_learner_sees_and_writes_their_own_answers(notebook: Path) -> None:
    first = Keeper(LESSON, notebook)
    answer(first, "a", "first")
    save_notebook(notebook, first.sheet)
    switch_learner(notebook.parent, "M. K.")
    second = Keeper(LESSON, notebook)
    assert second.sheet.entries == {}
    answer(second, "a", "second")
    save_notebook(notebook, second.sheet)
    switch_learner(notebook.parent, "")
    assert Keeper(LESSON, notebook).sheet.entry("a").answer == {"option": "first"}
    switch_learner(notebook.parent, "M. K.")
    third = Keeper(LESSON, notebook)
    assert third.sheet.entry("a").answer == {"option": "second"}
    assert third.sheet.learner == "M. K."


def test_a_lesson_left_open_writes_nothing_into_it_for_somebody_else(notebook: Path) -> None:
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    switch_learner(notebook.parent, "M. K.")
    answer(keeper, "b")
    assert keeper.taken
    assert "Somebody else works here now" in keeper.trouble
    keeper.take()
    assert (keeper.taken, keeper.trouble, keeper.sheet.entries) == (False, "", {})
    assert keeper.sheet.learner == "M. K."
    first = load_sheet(sheet_path(notebook, LESSON))
    assert first is not None
    assert set(first.entries) == {"a", "b"}


def test_the_kernel_that_opened_last_writes_and_the_other_says_so(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Keeper(LESSON, notebook)
    answer(older, "a")
    monkeypatch.setattr(keeping, "_KERNEL", "another")
    newer = Keeper(LESSON, notebook)
    answer(older, "b")
    assert older.taken
    assert older.trouble.startswith("This lesson has been opened in another window, which goes on.")
    answer(newer, "c")
    assert (newer.taken, newer.trouble) == (False, "")
    found = load_sheet(newer.path)
    assert found is not None
    assert set(found.entries) == {"a", "c"}
    older.take()
    assert (older.taken, older.trouble) == (False, "")
    found = load_sheet(newer.path)
    assert found is not None
    assert set(found.entries) == {"a", "b", "c"}
    newer.refresh()
    assert newer.taken


def test_two_keepers_of_one_kernel_write_side_by_side(notebook: Path) -> None:
    """Two drills in one notebook have one sheet."""
    one, other = Keeper("drill", notebook), Keeper("drill", notebook)
    answer(one, "a")
    answer(other, "b")
    answer(one, "c")
    assert (one.trouble, other.trouble) == ("", "")
    found = load_sheet(one.path)
    assert found is not None
    assert set(found.entries) == {"a", "b", "c"}


def test_what_was_lost_from_the_disk_is_written_again_when_the_lesson_is_opened(
    notebook: Path,
) -> None:
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    keeper.path.write_text("{", encoding="utf-8")
    keeper.reload()
    found = load_sheet(keeper.path)
    assert found is not None
    assert set(found.entries) == {"a"}
    assert "set aside" in keeper.trouble


@pytest.mark.parametrize("raw", ["{", "", "\x00" * 40, "[1]", "pipe", "folder", "link"])
def test_a_sheet_damaged_in_an_open_lesson_is_set_aside_and_written_anew(
    notebook: Path, raw: str
) -> None:
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    if raw in ("pipe", "folder", "link"):
        keeper.path.unlink()
        if raw == "pipe":
            os.mkfifo(keeper.path)
        elif raw == "folder":
            keeper.path.mkdir()
        else:
            theirs = notebook.with_name("theirs.json")
            save_sheet(AnswerSheet(LESSON).with_entry("z", Entry("theirs")), theirs)
            keeper.path.symlink_to(theirs)
    else:
        keeper.path.write_text(raw, encoding="utf-8")
    answer(keeper, "b")
    found = load_sheet(keeper.path)
    assert found is not None
    assert set(found.entries) == {"a", "b"}
    assert f"set aside as {keeper.path.name}.aside-1" in keeper.trouble
    assert "nothing is lost" in keeper.trouble
    answer(keeper, "c")
    assert keeper.trouble == ""


@pytest.mark.parametrize("place", [".mediakit", ".mediakit/answers"])
def test_a_hidden_folder_that_is_a_file_is_mended(notebook: Path, place: str) -> None:
    wrong = notebook.parent / place
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_text("x", encoding="utf-8")
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    assert keeper.trouble == ""
    assert load_sheet(keeper.path) is not None


def test_an_old_sheet_of_another_attempt_is_kept_as_a_file(notebook: Path) -> None:
    full = AnswerSheet(LESSON).with_entry("a", Entry("x")).with_entry("b", Entry("y"))
    save_sheet(AnswerSheet(LESSON).with_entry("a", Entry("z")), old_sheet_path(notebook, LESSON))
    save_notebook(notebook, full)
    keeper = Keeper(LESSON, notebook)
    assert keeper.sheet == full
    [aside] = keeper.path.parent.glob("*.aside-*")
    assert aside.name in keeper.trouble


def test_the_notebook_is_saved_when_outputs_or_records_hold_every_entry(notebook: Path) -> None:
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    save_notebook(notebook, keeper.sheet)
    answer(keeper, "b")
    assert not keeper.is_saved()
    data = json.loads(notebook.read_text(encoding="utf-8"))
    only = {"b": keeper.sheet.entry("b")}
    record = AnswerSheet(LESSON, keeper.sheet.attempt, keeper.sheet.revision, only)
    data["metadata"] = {"mediakit": {"records": {"b": sheet_to_json(record)}}}
    notebook.write_text(json.dumps(data), encoding="utf-8")
    assert keeper.is_saved()


# ── which notebook this is ───────────────────────────────────────────────────


@pytest.fixture
def _untold(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A front end that tells nothing about its notebook."""
    monkeypatch.delenv("JPY_SESSION_NAME")
    monkeypatch.chdir(notebook.parent)


@pytest.mark.usefixtures("_untold")
def test_vs_code_tells_its_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = SimpleNamespace(user_ns={"__vsc_ipynb_file__": "/home/ada/04 mine.ipynb"})
    monkeypatch.setattr(keeping, "get_ipython", lambda: shell)
    assert notebook_path(LESSON) == Path("/home/ada/04 mine.ipynb")


@pytest.mark.usefixtures("_untold")
def test_where_nothing_tells_which_notebook_it_is_several_are_told(notebook: Path) -> None:
    assert notebook_path(LESSON) == notebook
    save_notebook(notebook)
    other = notebook.with_name("05-was-it-earned.ipynb")
    other.write_text('open_lesson(\\"05\\")', encoding="utf-8")
    assert Keeper(LESSON, notebook).trouble == ""
    save_notebook(notebook.with_name("ben.ipynb"))
    keeper = Keeper(LESSON, notebook)
    answer(keeper, "a")
    assert "can't tell which of the notebooks this is" in keeper.trouble
    assert f"{LESSON}.ipynb, ben.ipynb" in keeper.trouble
    assert "a folder of its own" in keeper.trouble


def test_a_notebook_that_cannot_be_written_is_known(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Keeper(LESSON, notebook).can_save_notebook
    save_notebook(notebook)
    assert Keeper(LESSON, notebook).can_save_notebook
    monkeypatch.setattr("os.access", lambda path, mode: path != notebook)
    assert not Keeper(LESSON, notebook).can_save_notebook
