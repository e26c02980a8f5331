"""The learner's folder: copies of lessons, upgrades, fresh starts, JupyterLab's settings."""

from __future__ import annotations

import json
import os
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel
from lab_page import running_lab

from mediakit.answers import (
    MIME,
    AnswerSheet,
    Entry,
    load_sheet,
    save_sheet,
    sheet_path,
    sheet_to_json,
)
from mediakit.cli import main
from mediakit.data import data_path
from mediakit.errors import MediakitError, UnknownName
from mediakit.lab import lab_command
from mediakit.lessons import copies, lesson_names
from mediakit.lessons.copies import edition_in, refresh_lessons, switch_edition

NAME = "04-no-name-given.ipynb"
OLD_04 = "68656e2f057ad0f0"  # the bytes of 0.1.0's


def cells(*sources: str, **more: Any) -> str:
    """A notebook with cells of some sources."""
    made = [{"cell_type": "code", "source": one, "outputs": [], **more} for one in sources]
    return json.dumps({"cells": made, "metadata": {}})


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that ships two lessons, to be upgraded in a test."""
    root = tmp_path / "package"
    (root / "lessons").mkdir(parents=True)
    (root / "lessons" / "00-start-here.ipynb").write_text(cells("start"), encoding="utf-8")
    (root / "lessons" / NAME).write_text(cells("first version"), encoding="utf-8")
    monkeypatch.setattr(copies, "shipped_root", lambda: root)
    return root / "lessons"


def test_the_lessons_are_copied_into_the_learners_folder(tmp_path: Path) -> None:
    assert refresh_lessons(tmp_path) == []
    assert [path.stem for path in sorted(tmp_path.glob("*.ipynb"))] == [*lesson_names(), "lessons"]


def test_an_untouched_lesson_is_replaced_after_an_upgrade(tmp_path: Path, shipped: Path) -> None:
    refresh_lessons(tmp_path / "mine")
    (shipped / NAME).write_text(cells("second version"), encoding="utf-8")
    [told] = refresh_lessons(tmp_path / "mine")
    assert "replaced by the new version" in told
    assert (tmp_path / "mine" / NAME).read_text(encoding="utf-8") == cells("second version")
    assert refresh_lessons(tmp_path / "mine") == []


def test_a_touched_lesson_stays_and_a_sentence_says_how_to_get_the_new_one(
    tmp_path: Path, shipped: Path
) -> None:
    refresh_lessons(tmp_path / "mine")
    (tmp_path / "mine" / NAME).write_text(cells("my work"), encoding="utf-8")
    assert refresh_lessons(tmp_path / "mine") == []
    (shipped / NAME).write_text(cells("second version"), encoding="utf-8")
    [told] = refresh_lessons(tmp_path / "mine")
    assert "mediakit lab --fresh 04" in told
    assert (tmp_path / "mine" / NAME).read_text(encoding="utf-8") == cells("my work")


def test_a_fresh_start_keeps_the_old_work_and_its_answers(tmp_path: Path, shipped: Path) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).write_text(cells("my work"), encoding="utf-8")
    (mine / "04-no-name-given.answers.json").write_text("my answers", encoding="utf-8")
    [told] = refresh_lessons(mine, fresh=["04"])
    assert "04-no-name-given-old-1.ipynb" in told
    assert (mine / NAME).read_text(encoding="utf-8") == cells("first version")
    old = mine / "04-no-name-given-old-1.ipynb"
    assert old.read_text(encoding="utf-8") == cells("my work")
    sheet = mine / "04-no-name-given-old-1.answers.json"
    assert sheet.read_text(encoding="utf-8") == "my answers"
    assert not (mine / "04-no-name-given.answers.json").exists()


def test_a_second_fresh_start_leaves_the_sheets_of_other_notebooks_alone(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    for work in ("first", "second"):
        refresh_lessons(mine, fresh=["04"] if work == "second" else [])
        (mine / NAME).write_text(cells(work), encoding="utf-8")
        (mine / "04-no-name-given.answers.json").write_text(work, encoding="utf-8")
    (mine / "04-no-name-given-Copy1.answers.json").write_text("copy", encoding="utf-8")
    refresh_lessons(mine, fresh=["04"])
    told = {path.name: path.read_text(encoding="utf-8") for path in mine.glob("*.answers.json")}
    assert told == {
        "04-no-name-given-old-1.answers.json": "first",
        "04-no-name-given-old-2.answers.json": "second",
        "04-no-name-given-Copy1.answers.json": "copy",
    }


def carrying(source: str, *sheets: AnswerSheet) -> str:
    """A saved notebook that carries sheets, and whose other bytes are no longer the copy's."""
    outputs = [{"data": {MIME: sheet_to_json(one)}} for one in sheets]
    return cells(source, outputs=outputs, execution_count=3)


def test_a_lesson_that_was_only_answered_is_replaced_and_its_answers_are_kept(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    sheet = AnswerSheet("04-no-name-given").with_entry("a", Entry("x"))
    theirs = AnswerSheet("04-no-name-given", learner="M. K.").with_entry("a", Entry("y"))
    (mine / NAME).write_text(carrying("first version", sheet, theirs), encoding="utf-8")
    assert refresh_lessons(mine) == []
    (shipped / NAME).write_text(cells("second version"), encoding="utf-8")
    [told] = refresh_lessons(mine)
    assert "replaced by the new version" in told
    assert (mine / NAME).read_text(encoding="utf-8") == cells("second version")
    assert load_sheet(sheet_path(mine / NAME, "04-no-name-given")) == sheet
    assert load_sheet(sheet_path(mine / NAME, "04-no-name-given", "M. K.")) == theirs


def test_a_lesson_whose_answers_cannot_be_read_stays(tmp_path: Path, shipped: Path) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    outputs = [{"data": {MIME: {"schema": 99, "exercises": {}}}}]
    (mine / NAME).write_text(cells("first version", outputs=outputs), encoding="utf-8")
    (shipped / NAME).write_text(cells("second version"), encoding="utf-8")
    [told] = refresh_lessons(mine)
    assert "The lesson stays as it is" in told
    assert "first version" in (mine / NAME).read_text(encoding="utf-8")


def test_a_new_version_with_the_same_cells_comes_without_a_word(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (shipped / NAME).write_text(cells("first version", metadata={"x": 1}), encoding="utf-8")
    assert refresh_lessons(mine) == []
    assert '"x": 1' in (mine / NAME).read_text(encoding="utf-8")


def test_an_empty_cell_made_by_a_wrong_key_is_no_work(tmp_path: Path, shipped: Path) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).write_text(cells("first version", " \n"), encoding="utf-8")
    (shipped / NAME).write_text(cells("second version"), encoding="utf-8")
    assert "replaced" in refresh_lessons(mine)[0]


def test_a_folder_of_0_1_0_is_understood(tmp_path: Path) -> None:
    """Its manifest told the bytes of what was copied, nothing of its cells."""
    known = json.loads(data_path("lessons-0.1.0.json").read_text(encoding="utf-8"))
    [whole] = [whole for whole in known if whole.startswith(OLD_04)]
    manifest = {NAME: f"{whole}"}
    assert copies._copied_cells(manifest[NAME]) == [known[whole]]
    assert copies._copied_cells("0" * 64) == ["0" * 64]


def test_a_lesson_of_0_1_0_that_was_only_answered_is_replaced(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / NAME).write_text(cells("long ago"), encoding="utf-8")
    copied = copies._version_of(mine / NAME)
    table = tmp_path / "table.json"
    table.write_text(json.dumps({copied.whole: copied.cells}), encoding="utf-8")
    monkeypatch.setattr(copies, "data_path", lambda _: table)
    (mine / ".mediakit").mkdir()
    manifest = mine / ".mediakit" / "lessons.json"
    manifest.write_text(json.dumps({NAME: copied.whole}), encoding="utf-8")
    sheet = AnswerSheet("04-no-name-given").with_entry("a", Entry("x"))
    (mine / NAME).write_text(carrying("long ago", sheet), encoding="utf-8")
    [told] = refresh_lessons(mine)
    assert "replaced" in told
    assert load_sheet(sheet_path(mine / NAME, "04-no-name-given")) == sheet


def test_a_lesson_of_0_1_0_nobody_touched_is_replaced_by_its_bytes(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).write_text(cells("long ago"), encoding="utf-8")
    digest = sha256((mine / NAME).read_bytes()).hexdigest()
    (mine / ".mediakit" / "lessons.json").write_text(json.dumps({NAME: digest}), encoding="utf-8")
    assert any("replaced" in one for one in refresh_lessons(mine))
    assert (mine / NAME).read_text(encoding="utf-8") == cells("first version")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"x": 3}', '{"04-no-name-given.ipynb": ["x"], "twin": 1}', "[" * 9999]
)
def test_a_damaged_manifest_is_mended(tmp_path: Path, shipped: Path, text: str) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).write_text(cells("my work"), encoding="utf-8")
    (mine / ".mediakit" / "lessons.json").write_text(text, encoding="utf-8")
    [told] = refresh_lessons(mine)
    assert "yours stays" in told
    assert not edition_in(mine)


@pytest.mark.parametrize("odd", ["file", "pipe", "folder", "link"])
def test_something_else_in_the_place_of_the_manifest_stops_nothing(
    tmp_path: Path, shipped: Path, odd: str
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    manifest = mine / ".mediakit" / "lessons.json"
    manifest.unlink()
    if odd == "file":
        manifest.parent.rmdir()
        manifest.parent.write_text("x", encoding="utf-8")
    elif odd == "pipe":
        os.mkfifo(manifest)
    elif odd == "folder":
        manifest.mkdir()
    else:
        manifest.symlink_to(tmp_path / "nowhere")
    assert refresh_lessons(mine) == []
    assert json.loads(manifest.read_text(encoding="utf-8"))[NAME]


@pytest.mark.parametrize("odd", ["pipe", "folder", "link"])
def test_something_else_in_the_place_of_a_lesson_is_told(
    tmp_path: Path, shipped: Path, odd: str
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).unlink()
    other = tmp_path / "other.ipynb"
    other.write_text(cells("somebody else's"), encoding="utf-8")
    if odd == "pipe":
        os.mkfifo(mine / NAME)
    elif odd == "folder":
        (mine / NAME).mkdir()
    else:
        (mine / NAME).symlink_to(other)
    [told] = refresh_lessons(mine)
    assert "stays as it is (it is a" in told
    assert other.read_text(encoding="utf-8") == cells("somebody else's")


def test_the_other_edition_is_put_in_its_place_and_stays(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    assert not edition_in(tmp_path)
    told = switch_edition(tmp_path, True)
    assert len([one for one in told if "replaced" in one]) == len(lesson_names())
    assert edition_in(tmp_path)
    assert refresh_lessons(tmp_path) == []
    assert "twin=True" in (tmp_path / NAME).read_text(encoding="utf-8")
    (tmp_path / ".mediakit" / "lessons.json").unlink()
    assert edition_in(tmp_path)
    switch_edition(tmp_path, False)
    assert not edition_in(tmp_path)


def test_the_command_only_copies_and_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    assert main(["lessons", str(folder)]) == 0
    assert f"The lessons are in {folder}" in capsys.readouterr().out
    assert main(["lessons", str(folder), "--twin", "--fresh", "04"]) == 0
    out = capsys.readouterr().out
    assert "04-no-name-given-old-1.ipynb" in out
    assert edition_in(folder)
    assert main(["lessons", str(folder), "--no-twin"]) == 0
    assert not edition_in(folder)


def test_everybodys_answers_go_with_a_lesson_that_is_begun_anew(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    for learner in ("", "M. K."):
        sheet = AnswerSheet("04-no-name-given", learner=learner).with_entry("a", Entry("x"))
        save_sheet(sheet, sheet_path(mine / NAME, "04-no-name-given", learner))
    refresh_lessons(mine, fresh=["04"])
    for learner in ("", "M. K."):
        assert load_sheet(sheet_path(mine / NAME, "04-no-name-given", learner)) is None
        old = mine / "04-no-name-given-old-1.ipynb"
        assert load_sheet(sheet_path(old, "04-no-name-given", learner)) is not None


def test_jupyterlab_starts_beside_a_file_that_has_the_name_of_a_library(tmp_path: Path) -> None:
    """``random.py`` of the learner's own stops neither JupyterLab nor a kernel."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("random.py", "csv.py", "anywidget.py"):
        (folder / name).write_text("raise RuntimeError('the wrong file')", encoding="utf-8")
    with running_lab(folder, cwd=folder) as address:
        assert urllib.request.urlopen(f"{address}/api/status").status == 200
    command, added = lab_command(folder, [])
    assert command[1] == "-P"
    program = "import sys, random, csv, anywidget; print(sys.flags.safe_path)"
    manager, client = start_new_kernel(cwd=str(folder), env={**os.environ, **added})
    try:
        told: list[str] = []
        reply = client.execute_interactive(
            program, timeout=60, output_hook=lambda m: told.append(m["content"].get("text", ""))
        )
        assert reply["content"]["status"] == "ok"
        assert "".join(told) == "True\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_lessons_page_is_opened_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "00-start-here.ipynb").write_text(cells("x"), encoding="utf-8")
    (tmp_path / "lessons.ipynb").write_text(cells("x"), encoding="utf-8")
    command, added = lab_command(tmp_path, [])
    assert "--LabApp.default_url=/doc/tree/lessons.ipynb" in command
    assert added["PYTHONSAFEPATH"] == "1"


def test_a_deleted_lesson_comes_back(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    (tmp_path / NAME).unlink()
    refresh_lessons(tmp_path)
    assert (tmp_path / NAME).is_file()


def test_a_lesson_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r'there is no lesson "40"'):
        refresh_lessons(tmp_path, fresh=["40"])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MediakitError, match=r"can't be written .* --folder"):
        refresh_lessons(tmp_path / "file" / "mine")


def test_the_command_opens_the_lessons_page_and_passes_options_on(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    command, added = lab_command(tmp_path, ["--no-browser", "--port", "8899"])
    assert command[-3:] == ["--no-browser", "--port", "8899"]
    assert "--LabApp.default_url=/doc/tree/lessons.ipynb" in command
    assert added["MEDIAKIT_HOME"] == str(tmp_path)
    assert added["PYTHONSAFEPATH"] == "1"
    extension = Path(
        added["JUPYTER_PATH"].split(os.pathsep)[0], "labextensions", "mediakit-lessons"
    )
    assert (extension / "package.json").is_file()
    folder = added["JUPYTER_CONFIG_PATH"].split(":")[0]
    settings = json.loads(
        (Path(folder) / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8")
    )
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert settings["@jupyterlab/notebook-extension:tracker"] == {"windowingMode": "none"}


def test_the_twin_edition_is_copied_where_it_is_asked_for(tmp_path: Path) -> None:
    assert refresh_lessons(tmp_path / "twin", twin=True) == []
    copied = sorted((tmp_path / "twin").glob("*.ipynb"))
    assert [path.stem for path in copied] == [*lesson_names(), "lessons"]
    assert all("twin=True" in path.read_text(encoding="utf-8") for path in copied[:-1])


def test_changing_to_the_twin_replaces_what_nobody_has_worked_in(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    worked = tmp_path / "04-no-name-given.ipynb"
    changed = json.loads(worked.read_text(encoding="utf-8"))
    changed["cells"][0]["source"] += " My own note."
    worked.write_text(json.dumps(changed), encoding="utf-8")
    told = refresh_lessons(tmp_path, twin=True)
    assert len(told) == len(lesson_names())
    assert any("yours stays" in one for one in told if one.startswith("04"))
    assert "twin=True" in (tmp_path / "05-was-it-earned.ipynb").read_text(encoding="utf-8")
    assert "twin=True" not in worked.read_text(encoding="utf-8")
