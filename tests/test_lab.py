"""The learner's folder: copies of lessons, upgrades, fresh starts, JupyterLab's settings."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mediakit import lab
from mediakit.errors import MediakitError, UnknownName
from mediakit.lab import lab_command, refresh_lessons
from mediakit.lessons import lesson_names

NAME = "04-no-name-given.ipynb"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that ships two lessons, to be upgraded in a test."""
    root = tmp_path / "package"
    (root / "lessons").mkdir(parents=True)
    (root / "lessons" / "00-start-here.ipynb").write_text("start", encoding="utf-8")
    (root / "lessons" / NAME).write_text("first version", encoding="utf-8")
    monkeypatch.setattr(lab, "shipped_root", lambda: root)
    return root / "lessons"


def test_the_lessons_are_copied_into_the_learners_folder(tmp_path: Path) -> None:
    assert refresh_lessons(tmp_path) == []
    assert [path.stem for path in sorted(tmp_path.glob("*.ipynb"))] == lesson_names()


def test_an_untouched_lesson_is_replaced_after_an_upgrade(tmp_path: Path, shipped: Path) -> None:
    refresh_lessons(tmp_path / "mine")
    (shipped / NAME).write_text("second version", encoding="utf-8")
    [told] = refresh_lessons(tmp_path / "mine")
    assert "replaced by the new version" in told
    assert (tmp_path / "mine" / NAME).read_text(encoding="utf-8") == "second version"
    assert refresh_lessons(tmp_path / "mine") == []


def test_a_touched_lesson_stays_and_a_sentence_says_how_to_get_the_new_one(
    tmp_path: Path, shipped: Path
) -> None:
    refresh_lessons(tmp_path / "mine")
    (tmp_path / "mine" / NAME).write_text("my work", encoding="utf-8")
    assert refresh_lessons(tmp_path / "mine") == []
    (shipped / NAME).write_text("second version", encoding="utf-8")
    [told] = refresh_lessons(tmp_path / "mine")
    assert "mediakit lab --fresh 04" in told
    assert (tmp_path / "mine" / NAME).read_text(encoding="utf-8") == "my work"


def test_a_fresh_start_keeps_the_old_work_and_its_answers(tmp_path: Path, shipped: Path) -> None:
    mine = tmp_path / "mine"
    refresh_lessons(mine)
    (mine / NAME).write_text("my work", encoding="utf-8")
    (mine / "04-no-name-given.answers.json").write_text("my answers", encoding="utf-8")
    [told] = refresh_lessons(mine, fresh=["04"])
    assert "04-no-name-given-old-1.ipynb" in told
    assert (mine / NAME).read_text(encoding="utf-8") == "first version"
    old = mine / "04-no-name-given-old-1.ipynb"
    assert old.read_text(encoding="utf-8") == "my work"
    sheet = mine / "04-no-name-given-old-1.answers.json"
    assert sheet.read_text(encoding="utf-8") == "my answers"
    assert not (mine / "04-no-name-given.answers.json").exists()


def test_a_second_fresh_start_leaves_the_sheets_of_other_notebooks_alone(
    tmp_path: Path, shipped: Path
) -> None:
    mine = tmp_path / "mine"
    for work in ("first", "second"):
        refresh_lessons(mine, fresh=["04"] if work == "second" else [])
        (mine / NAME).write_text(work, encoding="utf-8")
        (mine / "04-no-name-given.answers.json").write_text(work, encoding="utf-8")
    (mine / "04-no-name-given-Copy1.answers.json").write_text("copy", encoding="utf-8")
    refresh_lessons(mine, fresh=["04"])
    told = {path.name: path.read_text(encoding="utf-8") for path in mine.glob("*.answers.json")}
    assert told == {
        "04-no-name-given-old-1.answers.json": "first",
        "04-no-name-given-old-2.answers.json": "second",
        "04-no-name-given-Copy1.answers.json": "copy",
    }


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


def test_the_command_opens_lesson_00_and_passes_options_on(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    command, added = lab_command(tmp_path, ["--no-browser", "--port", "8899"])
    assert command[-3:] == ["--no-browser", "--port", "8899"]
    assert "--LabApp.default_url=/lab/tree/00-start-here.ipynb" in command
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


def test_the_twin_edition_is_copied_where_it_is_asked_for(tmp_path: Path) -> None:
    assert refresh_lessons(tmp_path / "twin", twin=True) == []
    copied = sorted((tmp_path / "twin").glob("*.ipynb"))
    assert [path.stem for path in copied] == lesson_names()
    assert all("twin=True" in path.read_text(encoding="utf-8") for path in copied)


def test_changing_to_the_twin_replaces_what_nobody_has_worked_in(tmp_path: Path) -> None:
    refresh_lessons(tmp_path)
    worked = tmp_path / "04-no-name-given.ipynb"
    worked.write_text(worked.read_text(encoding="utf-8") + " ", encoding="utf-8")
    told = refresh_lessons(tmp_path, twin=True)
    assert len(told) == len(lesson_names())
    assert any("yours stays" in one for one in told if one.startswith("04"))
    assert "twin=True" in (tmp_path / "05-was-it-earned.ipynb").read_text(encoding="utf-8")
    assert "twin=True" not in worked.read_text(encoding="utf-8")
