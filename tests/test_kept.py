"""Where sheets lie and how they are written: hidden folder, learners, one writer at a time, odd files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.answers import (
    AnswerSheet,
    Entry,
    clean_name,
    current_learner,
    find_sheets,
    hand_in_name,
    handin_path,
    hold_sheet,
    holder_of,
    keep_carried,
    known_learners,
    left_behind,
    load_notebook,
    load_sheet,
    merge_sheets,
    name_hand_in,
    old_sheet_path,
    save_sheet,
    sheet_from_json,
    sheet_path,
    sheet_to_json,
    sheets_in_notebook,
    slug_of,
    switch_learner,
    write_hand_in,
)
from mediakit.data import write_atomically
from mediakit.errors import SubmissionError

LESSON = "04-no-name-given"
NAMES = st.text(st.characters(exclude_categories=[]), max_size=120)


@pytest.fixture(autouse=True)
def _plain_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return tmp_path / f"{LESSON}.ipynb"


def sheet(attempt: str = "one", learner: str = "", **answers: object) -> AnswerSheet:
    made = AnswerSheet(LESSON, attempt, learner=learner)
    for exercise, answer in answers.items():
        made = made.with_entry(exercise, Entry(answer))
    return made


# ── places ───────────────────────────────────────────────────────────────────


def test_another_learners_sheet_lies_in_a_folder_of_their_own(notebook: Path) -> None:
    hidden = notebook.parent / ".mediakit" / "answers"
    assert sheet_path(notebook, LESSON).parent == hidden
    assert sheet_path(notebook, LESSON, "M. K.") == (
        hidden / slug_of("M. K.") / f"{LESSON}.answers.json"
    )


@given(st.lists(NAMES.map(clean_name).filter(bool), unique=True, max_size=8))
def test_two_names_never_share_a_folder_and_any_file_system_takes_it(names: list[str]) -> None:
    slugs = [slug_of(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert all(set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for one in slugs)
    assert all(len(one) < 60 for one in slugs)


@pytest.mark.parametrize(
    ("learner", "name"),
    [
        ("", "04-no-name-given.handin.json"),
        ("M. K.", "04-no-name-given M. K..handin.json"),
        ("../../Ada", "04-no-name-given ..-..-Ada.handin.json"),
        ('a<b>c:"d', "04-no-name-given a-b-c--d.handin.json"),
        ("Łukasz 李", "04-no-name-given Łukasz 李.handin.json"),
    ],
)
def test_a_hand_in_file_is_named_for_notebook_and_learner(
    notebook: Path, learner: str, name: str
) -> None:
    assert handin_path(notebook, learner) == notebook.parent / name


@given(NAMES)
def test_a_hand_in_file_can_be_written_whatever_the_name(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    home = tmp_path_factory.mktemp("home")
    path = write_hand_in(sheet(learner=clean_name(name), a="x"), home / f"{LESSON}.ipynb")
    assert path.parent == home
    assert load_sheet(path) == sheet(learner=clean_name(name), a="x")


def test_half_a_letter_in_an_answer_can_be_handed_in(notebook: Path) -> None:
    """A browser's text can be cut in the middle of an emoji."""
    assert load_sheet(write_hand_in(sheet(a={"text": "cut \ud83d"}), notebook)) is not None


# ── learners ─────────────────────────────────────────────────────────────────


def test_who_works_in_a_folder_is_kept(tmp_path: Path) -> None:
    assert (current_learner(tmp_path), known_learners(tmp_path)) == ("", ())
    assert switch_learner(tmp_path, "  M.\n K. ") == "M. K."
    switch_learner(tmp_path, "Zoë")
    switch_learner(tmp_path, "M. K.")
    assert (current_learner(tmp_path), known_learners(tmp_path)) == ("M. K.", ("M. K.", "Zoë"))
    switch_learner(tmp_path, "")
    assert (current_learner(tmp_path), known_learners(tmp_path)) == ("", ("M. K.", "Zoë"))


def test_whose_a_hand_in_is_is_asked_of_the_first_user_once(tmp_path: Path) -> None:
    assert hand_in_name(tmp_path) is None
    name_hand_in(tmp_path, "Ada")
    assert hand_in_name(tmp_path) == "Ada"
    assert current_learner(tmp_path) == ""
    switch_learner(tmp_path, "M. K.")
    assert hand_in_name(tmp_path) == "M. K."


@given(NAMES)
def test_a_name_is_one_short_line_that_can_be_seen(name: str) -> None:
    clean = clean_name(name)
    assert len(clean) <= 80
    assert clean.isprintable() or any(one in clean for one in name)
    assert clean_name(clean) == clean
    assert not any(ord(one) < 32 or one in "\u202e\ud83d" for one in clean)


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\x00\x1b", "\u202e", None, 5, ["x"]])
def test_a_name_of_nothing_is_the_first_user(nothing: object) -> None:
    assert clean_name(nothing) == ""


DAMAGED = [
    "", "{", "[1]", "3", '{"current": 5, "known": {"a": 1}, "asked": "yes", "called": []}',
    '{"known": [1, null, ["x"], "  "]}', "[" * 50_000, "1" * 5000, "\x00" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:30])
def test_a_damaged_note_of_who_works_here_is_nobodys_word(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".mediakit" / "learner.json"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert (current_learner(tmp_path), known_learners(tmp_path)) == ("", ())
    assert hand_in_name(tmp_path) is None
    assert switch_learner(tmp_path, "Zoë") == "Zoë"
    assert current_learner(tmp_path) == "Zoë"


@pytest.mark.parametrize("odd", ["pipe", "folder", "link", "file"])
def test_what_is_no_plain_file_is_set_aside_for_the_next_name(tmp_path: Path, odd: str) -> None:
    hidden = tmp_path / ".mediakit"
    if odd == "file":
        hidden.write_text("x", encoding="utf-8")
    else:
        hidden.mkdir()
        put(hidden / "learner.json", odd)
    assert current_learner(tmp_path) == ""
    switch_learner(tmp_path, "Zoë")
    assert current_learner(tmp_path) == "Zoë"


# ── what is no plain file ────────────────────────────────────────────────────


def put(path: Path, odd: str) -> None:
    """Something else in the place of a file; a link leads to somebody else's sheet."""
    if odd == "pipe":
        os.mkfifo(path)
    elif odd == "folder":
        path.mkdir()
    elif odd == "device":
        path.symlink_to("/dev/zero")
    else:
        other = path.with_name("somebody-else")
        other.write_text(json.dumps(sheet_to_json(sheet("theirs", a="theirs"))), encoding="utf-8")
        path.symlink_to(other)


@pytest.mark.parametrize("odd", ["pipe", "folder", "link", "device"])
def test_what_is_no_plain_file_is_told_and_neither_read_nor_waited_for(
    notebook: Path, odd: str
) -> None:
    path = notebook.parent / "x.answers.json"
    put(path, odd)
    put(notebook, odd)
    for load, place in ((load_sheet, path), (load_notebook, notebook)):
        with pytest.raises(SubmissionError, match=r"can't be read \(it is a"):
            load(place)
    with pytest.raises(SubmissionError):
        save_sheet(sheet(a="x"), path)


def test_a_linked_folder_of_sheets_is_not_looked_into(tmp_path: Path) -> None:
    theirs, mine = tmp_path / "ada", tmp_path / "ben"
    mine.mkdir()
    save_sheet(sheet(a="x"), sheet_path(theirs / "x.ipynb", LESSON))
    (mine / ".mediakit").symlink_to(theirs / ".mediakit")
    assert find_sheets(mine) == []
    assert len(find_sheets(theirs)) == 1
    assert left_behind(mine, [sheet()]) == []


@pytest.mark.parametrize("place", [".mediakit", ".mediakit/answers"])
def test_a_file_in_the_place_of_the_hidden_folder_is_set_aside(notebook: Path, place: str) -> None:
    wrong = notebook.parent / place
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_text("mine", encoding="utf-8")
    path = sheet_path(notebook, LESSON)
    save_sheet(sheet(a="x"), path)
    assert load_sheet(path) == sheet(a="x")
    assert wrong.with_name(f"{wrong.name}.aside-1").read_text(encoding="utf-8") == "mine"


ABSURD = [10**4299, -(10**4299), 10**18, 1e308, float("inf"), "9" * 5000]


@pytest.mark.parametrize("number", ABSURD, ids=lambda one: f"{type(one).__name__}-{one!s:.6}")
@pytest.mark.parametrize("field", ["revision", "hints", "tries", "locked", "answer", "schema"])
def test_an_absurd_number_is_a_sentence_or_is_mended(
    tmp_path: Path, number: object, field: str
) -> None:
    data = sheet_to_json(sheet(a={"option": "x"}))
    if field in ("revision", "schema"):
        data[field] = number
    if field != "schema":
        data["exercises"]["a"][field] = number
    try:
        found = sheet_from_json(data, "x")
    except SubmissionError:
        return
    changed = found.with_entry("b", Entry("y"))
    assert load_sheet_saved(changed, tmp_path) == changed


def load_sheet_saved(one: AnswerSheet, folder: Path) -> AnswerSheet | None:
    path = folder / "x.answers.json"
    save_sheet(one, path)
    return load_sheet(path)


# ── one writer at a time ─────────────────────────────────────────────────────

WRITER = """
import sys
from pathlib import Path
from mediakit.answers import AnswerSheet, Entry, load_sheet, merge_sheets, save_sheet
who, path = sys.argv[1], Path(sys.argv[2])
sheet = AnswerSheet("04-no-name-given", "one")
for number in range(160):
    there = load_sheet(path)
    now = merge_sheets(sheet, there) if there else sheet
    save_sheet(now.with_entry(f"{who}{number}", Entry({"option": "x"})), path)
"""


def test_two_kernels_with_160_answers_each_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "x.answers.json"
    command = [sys.executable, "-c", WRITER]
    kernels = [subprocess.Popen([*command, who, str(path)]) for who in ("a", "b")]
    assert [one.wait(120) for one in kernels] == [0, 0]
    found = load_sheet(path)
    assert found is not None
    assert len(found.entries) == 320


def test_without_locks_saving_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared folder may have none, and Python in a browser has none."""

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("mediakit.answers.kept._try_lock", refuse)
    assert load_sheet_saved(sheet(a="x"), tmp_path) == sheet(a="x")
    monkeypatch.setattr("mediakit.answers.kept.open_regular", refuse)
    assert load_sheet_saved(sheet(b="x"), tmp_path) is not None


def test_a_kernel_that_never_lets_go_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr("mediakit.answers.kept._PATIENCE", 0.05)
    save_sheet(sheet(a="x"), tmp_path / "x.answers.json")
    with (tmp_path / ".x.answers.json.held").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert load_sheet_saved(sheet(b="y"), tmp_path) is not None


@pytest.mark.parametrize("odd", ["pipe", "folder", "link"])
def test_something_else_in_the_place_of_the_lock_stops_nothing(tmp_path: Path, odd: str) -> None:
    put(tmp_path / ".x.answers.json.held", odd)
    hold_sheet(tmp_path / "x.answers.json", "me")
    assert holder_of(tmp_path / "x.answers.json") == ""
    assert load_sheet_saved(sheet(a="x"), tmp_path) == sheet(a="x")
    if odd == "link":
        assert load_sheet(tmp_path / "somebody-else") == sheet("theirs", a="theirs")


def test_who_opened_last_holds_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "x.answers.json"
    assert holder_of(path) == ""
    hold_sheet(path, "first")
    hold_sheet(path, "second")
    save_sheet(sheet(a="x"), path)
    assert holder_of(path) == "second"


KILLED = """
import os, sys
from pathlib import Path
from mediakit.answers import AnswerSheet, Entry, save_sheet
os.fsync = lambda _: os._exit(9)
save_sheet(AnswerSheet("04-no-name-given", "one").with_entry("b", Entry("lost")), Path(sys.argv[1]))
"""


def test_what_a_killed_save_left_is_gone_after_the_next(tmp_path: Path) -> None:
    path = tmp_path / "x.answers.json"
    save_sheet(sheet(a="x"), path)
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
        assert done.returncode == 9
    assert load_sheet(path) == sheet(a="x")
    save_sheet(sheet(a="x"), path)
    assert sorted(os.listdir(tmp_path)) == [".x.answers.json.held", "x.answers.json"]


def test_a_file_that_is_being_written_is_no_scrap(tmp_path: Path) -> None:
    path = tmp_path / "x.handin.json"
    for name, age in ((".x.handin.json.abcdefgh", 60), (".x.handin.json.12345678", 7200)):
        (tmp_path / name).write_text("{", encoding="utf-8")
        stamp = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (stamp, stamp))
    write_atomically(path, "{}")
    assert sorted(os.listdir(tmp_path)) == [".x.handin.json.abcdefgh", "x.handin.json"]


# ── moved out of the old place ───────────────────────────────────────────────


def test_a_sheet_of_0_1_0_is_merged_and_moved_at_the_first_save(notebook: Path) -> None:
    old, path = old_sheet_path(notebook, LESSON), sheet_path(notebook, LESSON)
    save_sheet(sheet(a="x"), old)
    stands = save_sheet(sheet(b="y"), path, old=old)
    assert set(stands.entries) == {"a", "b"}
    assert load_sheet(path) == stands
    assert not old.exists()


def test_a_sheet_in_the_old_place_stays_where_the_new_one_cannot_be_written(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = old_sheet_path(notebook, LESSON)
    save_sheet(sheet(a="x"), old)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        save_sheet(sheet(b="y"), sheet_path(notebook, LESSON), old=old)
    assert load_sheet(old) == sheet(a="x")


def test_a_sheet_left_behind_is_found_in_the_hidden_folder_too(notebook: Path) -> None:
    save_sheet(sheet(a="x"), sheet_path(notebook, LESSON))
    assert left_behind(notebook.parent, [sheet()]) == [sheet(a="x")]
    assert left_behind(notebook.parent, [sheet("two")]) == []


# ── in a notebook's metadata ─────────────────────────────────────────────────


def with_records(*records: object, **more: object) -> dict[str, object]:
    kept = {"attempt": "one", "records": {f"e{n}": one for n, one in enumerate(records)}, **more}
    return {"cells": [], "metadata": {"mediakit": kept}}


def test_the_records_of_one_attempt_are_one_sheet() -> None:
    parts = [sheet_to_json(sheet(a="x")), sheet_to_json(sheet(b="y")), sheet_to_json(sheet("two"))]
    assert sheets_in_notebook(with_records(*parts), "x") == [
        merge_sheets(sheet(a="x"), sheet(b="y")),
        sheet("two"),
    ]


@pytest.mark.parametrize(
    "kept",
    [None, 5, [], "x", {}, {"records": None}, {"records": [1]}, {"records": 5}, {"records": {}}],
    ids=str,
)
def test_odd_metadata_is_passed_over(kept: object) -> None:
    assert sheets_in_notebook({"cells": [], "metadata": {"mediakit": kept}}, "x") == []


@pytest.mark.parametrize("odd", [None, 5, [], "x", {}, {"schema": 99, "exercises": {}}], ids=str)
def test_an_odd_record_is_a_submission_error_only_where_nothing_can_be_read(odd: object) -> None:
    good = sheet_to_json(sheet(a="x"))
    assert sheets_in_notebook(with_records(odd, good), "x") == [sheet(a="x")]
    with pytest.raises(SubmissionError):
        sheets_in_notebook(with_records(odd), "x")


def test_what_a_notebook_carries_is_kept_before_it_is_replaced(notebook: Path) -> None:
    carried = [sheet(a="x", b="y"), sheet("two", c="z"), sheet("mk", "M. K.", d="w")]
    notebook.write_text(json.dumps(with_records(*map(sheet_to_json, carried))), encoding="utf-8")
    path = sheet_path(notebook, LESSON)
    save_sheet(sheet("three", e="v"), path)
    keep_carried(notebook)
    assert load_sheet(path) == carried[0]
    asides = [load_sheet(one) for one in sorted(path.parent.glob("*.aside-?"))]
    assert sorted(one.attempt for one in asides if one) == ["three", "two"]
    assert load_sheet(sheet_path(notebook, LESSON, "M. K.")) == carried[2]
