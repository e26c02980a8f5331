"""answers: the sheet as data, on disk at every change, carried in the notebook."""

import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediakit.answers import (
    MIME,
    SCHEMA,
    AnswerSheet,
    Entry,
    find_selected,
    load_notebook,
    load_sheet,
    merge_sheets,
    newest_sheet,
    parse_json,
    save_sheet,
    select_words,
    set_aside,
    sheet_from_json,
    sheet_path,
    sheet_to_json,
    sheets_in_notebook,
)
from mediakit.data import write_atomically
from mediakit.errors import SubmissionError
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Article, Span

cached_case = cache(load_case)

WORDS = st.text(st.characters(exclude_categories=[]), max_size=12)
ANSWERS = st.none() | st.recursive(
    st.booleans() | st.integers(-5, 200) | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
COUNTS = st.integers(0, 9)
LOCKS = st.tuples(st.none(), st.just(0)) | st.tuples(
    ANSWERS.filter(lambda a: a is not None), st.integers(1, 9)
)
ENTRIES = st.builds(
    lambda answer, lock, hints, tries, revision: Entry(answer, lock[0], hints, tries, revision, lock[1]),
    ANSWERS, LOCKS, COUNTS, COUNTS, COUNTS,
)  # fmt: skip
NAMES = st.sampled_from(["a", "b", "c"]) | WORDS


def sheets(attempt="one"):
    entries = st.dictionaries(NAMES, ENTRIES, max_size=4)
    return st.builds(AnswerSheet, st.just("04-try"), st.just(attempt), COUNTS, entries)


def sheet(attempt="one", **entries):
    """A sheet at the revision of its newest entry."""
    revision = max((entry.revision for entry in entries.values()), default=0)
    return AnswerSheet("04-try", attempt, revision, entries)


# ── entries and sheets ───────────────────────────────────────────────────────


def test_what_counts_is_the_answer_at_the_first_check():
    assert Entry(answer="later", checked="first").counts == "first"
    assert Entry(answer="unchecked").counts == "unchecked"
    assert Entry().counts is None


def test_a_sheet_is_a_value_that_grows_a_revision_at_every_change():
    empty = AnswerSheet("04-try")
    first = empty.with_entry("a", Entry(answer=1))
    second = first.with_entry("b", Entry(answer=2))
    assert (empty.revision, first.revision, second.revision) == (0, 1, 2)
    assert (empty.entries, second.entry("a").revision, second.entry("b").revision) == ({}, 1, 2)
    assert second.attempt == empty.attempt


def test_an_exercise_without_an_entry_has_an_empty_one():
    assert AnswerSheet("04-try").entry("a") == Entry()


def test_two_attempts_have_two_names():
    assert AnswerSheet("04-try").attempt != AnswerSheet("04-try").attempt


# ── merging ──────────────────────────────────────────────────────────────────


def test_of_two_states_the_newer_entry_stands():
    old, new = sheet(a=Entry("old", revision=1)), sheet(a=Entry("new", revision=2))
    assert merge_sheets(old, new).entry("a").answer == "new"
    assert merge_sheets(new, old).entry("a").answer == "new"


def test_a_tie_goes_to_the_first():
    one, other = sheet(a=Entry("one", revision=1)), sheet(a=Entry("other", revision=1))
    assert merge_sheets(one, other).entry("a").answer == "one"


def test_entries_of_both_states_stand():
    merged = merge_sheets(sheet(a=Entry(1, revision=1)), sheet(b=Entry(2, revision=3)))
    assert (merged.entry("a").answer, merged.entry("b").answer, merged.revision) == (1, 2, 3)


def test_a_newer_answer_keeps_an_older_check():
    checked = sheet(a=Entry("x", checked="x", tries=2, revision=1))
    newer = sheet(a=Entry("y", revision=5))
    for merged in (merge_sheets(checked, newer), merge_sheets(newer, checked)):
        entry = merged.entry("a")
        assert (entry.answer, entry.checked, entry.tries) == ("y", "x", 2)


@pytest.mark.parametrize("turned", [False, True])
def test_a_second_window_cannot_check_again(turned):
    """One window checked and saw the key; another, opened before, checks a better answer."""
    first = sheet(a=Entry("wrong", checked="wrong", tries=1, revision=3))
    second = sheet(a=Entry("right", checked="right", tries=1, revision=5))
    pair = (second, first) if turned else (first, second)
    assert merge_sheets(*pair).entry("a").checked == "wrong"


@given(sheets())
def test_a_sheet_merged_with_itself_is_itself(one):
    assert merge_sheets(one, one) == one


@given(sheets(), sheets())
def test_merging_twice_changes_nothing_more(one, other):
    merged = merge_sheets(one, other)
    assert merge_sheets(merged, other) == merged
    assert merge_sheets(one, merged) == merged


@given(sheets(), sheets())
def test_a_first_check_is_never_lost(one, other):
    merged = merge_sheets(one, other)
    for exercise in {*one.entries, *other.entries}:
        checks = [one.entry(exercise).checked, other.entry(exercise).checked]
        if any(check is not None for check in checks):
            assert merged.entry(exercise).checked is not None
            assert merged.entry(exercise).checked in checks


@given(sheets(), sheets())
def test_a_merged_sheet_has_every_entry_and_the_higher_revision(one, other):
    merged = merge_sheets(one, other)
    assert set(merged.entries) == {*one.entries, *other.entries}
    assert merged.revision == max(one.revision, other.revision)


# ── as JSON ──────────────────────────────────────────────────────────────────


@given(sheets())
def test_any_sheet_survives_json(one):
    assert sheet_from_json(json.loads(json.dumps(sheet_to_json(one))), "here") == one


GOOD = sheet_to_json(AnswerSheet("04-try", "one", 1, {"a": Entry("x", revision=1)}))


def nested(depth, wrap=lambda inner: [inner]):
    value = "x"
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "data",
    [
        None, 5, "x", [], {}, True, [GOOD], {"schema": SCHEMA},
        GOOD | {"exercises": None}, GOOD | {"exercises": []}, GOOD | {"exercises": {"a": None}},
        GOOD | {"exercises": {"a": []}}, GOOD | {"exercises": {"a": "x"}},
        GOOD | {"schema": None}, GOOD | {"schema": 2}, GOOD | {"schema": "1"}, GOOD | {"schema": nested(50)},
        GOOD | {"exercises": {"a": {"answer": nested(60)}}},
        GOOD | {"exercises": {"a": {"answer": nested(60, lambda inner: {"x": inner})}}},
        GOOD | {"exercises": {"a": {"answer": "x" * 1_000_000}}},
        GOOD | {"exercises": {"a": {"answer": [0] * 100_000}}},
        GOOD | {"exercises": {f"e{n}": {} for n in range(50_000)}},
    ],
    ids=lambda data: str(data)[-40:],
)  # fmt: skip
def test_data_that_is_no_sheet_is_a_submission_error(data):
    with pytest.raises(SubmissionError) as caught:
        sheet_from_json(data, "x.ipynb")
    assert caught.value.place == "x.ipynb"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("odd", [None, True, -3, 1.5, "3", [3], {}, float("inf"), float("nan")])
def test_counts_that_are_none_are_nothing(odd):
    entry = {"answer": "x", "hints": odd, "tries": odd, "revision": odd}
    found = sheet_from_json(GOOD | {"revision": odd, "exercises": {"a": entry}}, "x")
    assert found.revision == 0
    assert found.entry("a") == Entry("x")


@pytest.mark.parametrize("odd", [None, 5, True, ["x"], {"a": 1}, "x" * 5000, nested(40)])
def test_odd_names_become_short_words(odd):
    found = sheet_from_json(GOOD | {"lesson": odd, "attempt": odd}, "x")
    assert isinstance(found.lesson, str)
    assert isinstance(found.attempt, str)
    assert len(found.lesson) <= 100


@given(ANSWERS, ANSWERS)
def test_any_data_at_all_is_a_sheet_or_a_submission_error(data, entry):
    for one in (
        data,
        GOOD | {"exercises": data},
        GOOD | {"exercises": {"a": entry}},
        {"schema": data, "exercises": entry},
    ):
        try:
            found = sheet_from_json(one, "x")
        except SubmissionError:
            continue
        assert isinstance(found, AnswerSheet)


# ── on disk ──────────────────────────────────────────────────────────────────


def test_a_sheet_lies_in_one_hidden_folder_beside_its_notebook(monkeypatch, tmp_path):
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    path = sheet_path(tmp_path / "04-no-name.ipynb", "04-no-name")
    assert path == tmp_path / ".mediakit" / "answers" / "04-no-name.answers.json"


def test_another_folder_for_sheets_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("MEDIAKIT_ANSWERS", str(tmp_path / "scratch"))
    path = sheet_path(Path("somewhere/04-no-name.ipynb"), "04-no-name")
    assert path == tmp_path / "scratch" / "04-no-name.answers.json"


def test_sheets_are_kept_apart_by_notebook_and_lesson(monkeypatch):
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    paths = {
        sheet_path(Path(notebook), lesson)
        for notebook in ("mine.ipynb", "copy.ipynb", "04-no-name-Copy1.ipynb")
        for lesson in ("04-no-name", "06-denials")
    }
    assert len(paths) == 6


def seen(folder):
    """What lies in a folder, but for the one small file that is locked while a sheet is written."""
    return sorted(set(os.listdir(folder)) - {".x.answers.json.held"})


def test_a_saved_sheet_is_read_back(tmp_path):
    path = tmp_path / "new" / "x.answers.json"
    one = sheet(a=Entry({"option": "é😀“”"}, checked=None, hints=2, revision=1))
    assert save_sheet(one, path) == one
    assert load_sheet(path) == one
    assert seen(path.parent) == ["x.answers.json"]


def test_where_there_is_no_file_there_is_no_sheet(tmp_path):
    assert load_sheet(tmp_path / "x.answers.json") is None


@given(one=sheets())
@example(one=sheet(a=Entry({"text": "cut in the middle \ud83d", "ticked": []}, revision=1)))
def test_whatever_is_saved_can_be_read(tmp_path_factory, one):
    """Half a pair of surrogates too: a browser's text can be cut in the middle of an emoji."""
    path = tmp_path_factory.mktemp("sheets") / "x.answers.json"
    save_sheet(one, path)
    assert load_sheet(path) == one


def test_a_long_text_that_was_saved_can_be_read_and_saved_again(tmp_path):
    path = tmp_path / "x.answers.json"
    one = sheet(a=Entry({"text": "a long answer " * 2000, "ticked": []}, revision=1))
    assert save_sheet(one, path) == one
    later = one.with_entry("b", Entry("x"))
    assert save_sheet(later, path) == later
    assert load_sheet(path) == later


@pytest.mark.parametrize("slug", case_slugs())
def test_every_word_of_a_story_can_be_marked_saved_and_read(tmp_path, slug):
    """A learner who marks all of it is answering, however wrongly."""
    article = cached_case(slug).article
    tokens = article.tokens
    marks = [
        {**select_words(article, Span(tokens.starts[n], tokens.ends[n])), "label": "source"}
        for n in range(len(tokens))
        if tokens.is_word[n]
    ]
    answer = {"texts": {slug: marks}}
    one = sheet(a=Entry(answer, checked=answer, revision=1), b=Entry(answer, revision=2))
    path = tmp_path / "x.answers.json"
    save_sheet(one, path)
    assert load_sheet(path) == one


def test_two_windows_lose_nothing_of_each_other(tmp_path):
    path = tmp_path / "x.answers.json"
    start = save_sheet(sheet(a=Entry(1, revision=1)), path)
    one = start.with_entry("b", Entry("one window", checked="one window"))
    other = start.with_entry("c", Entry("another window"))
    save_sheet(one, path)
    stands = save_sheet(other, path)
    assert set(stands.entries) == {"a", "b", "c"}
    assert load_sheet(path) == stands


def test_the_first_check_on_disk_stands_against_a_later_one_of_another_window(tmp_path):
    path = tmp_path / "x.answers.json"
    start = save_sheet(sheet(a=Entry(None, revision=1)), path)
    save_sheet(start.with_entry("a", Entry("wrong", checked="wrong", tries=1)), path)
    stale = start.with_entry("b", Entry("x")).with_entry(
        "a", Entry("right", checked="right", tries=1)
    )
    assert save_sheet(stale, path).entry("a").checked == "wrong"


def kept(path):
    """Every answer and check in the sheet that stands and in those set aside."""
    found = [load_sheet(path), *(load_sheet(one) for one in path.parent.glob("*.aside-*"))]
    entries = [pair for one in found for pair in one.entries.items()]
    return {(name, entry.answer) for name, entry in entries}, {(n, e.checked) for n, e in entries}


def test_a_fuller_sheet_of_another_attempt_is_never_lost(tmp_path):
    path = tmp_path / "x.answers.json"
    save_sheet(sheet(a=Entry(1, checked=1, revision=1), b=Entry(2, revision=2)), path)
    save_sheet(sheet("two", a=Entry(3, revision=1)), path)
    answers, checks = kept(path)
    assert {("a", 3), ("b", 2)} <= answers
    assert ("a", 1) in checks


def test_a_sheet_with_answers_is_fuller_than_one_with_opened_hints(tmp_path):
    path = tmp_path / "x.answers.json"
    save_sheet(sheet(a=Entry(1, checked=1, revision=1)), path)
    save_sheet(sheet("two", a=Entry(hints=1, revision=1), b=Entry(hints=1, revision=2)), path)
    assert ("a", 1) in kept(path)[1]


def test_a_fuller_sheet_of_another_lesson_is_set_aside(tmp_path):
    path = tmp_path / "x.answers.json"
    other = replace(sheet(a=Entry(1, revision=1), b=Entry(2, revision=2)), lesson="06-other")
    save_sheet(other, path)
    mine = save_sheet(sheet("two", c=Entry(3, revision=1)), path)
    assert load_sheet(path) == mine
    assert [load_sheet(one) for one in tmp_path.glob("*.aside-*")] == [other]


def test_what_was_set_aside_stays_when_more_is_set_aside(tmp_path):
    path = tmp_path / "x.answers.json"
    for text in ("one", "two", "three"):
        path.write_text(text)
        set_aside(path)
    assert sorted(one.read_text() for one in tmp_path.iterdir()) == ["one", "three", "two"]
    assert not path.exists()


DAMAGED = {
    "cut off": b'{"schema": 1, "exerc',
    "empty": b"",
    "not text": b"\xff\xfe\x00{",
    "another thing": b"[1, 2]",
    "a later schema": json.dumps(GOOD | {"schema": 99}).encode(),
    "deep": b"[" * 100_000,
    "huge": b" " * 3_000_000,
    "zeros": b"\x00" * 100,
}


@pytest.mark.parametrize("raw", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_told_and_never_overwritten(tmp_path, raw):
    path = tmp_path / "x.answers.json"
    path.write_bytes(raw)
    with pytest.raises(SubmissionError, match=r"x\.answers\.json"):
        load_sheet(path)
    with pytest.raises(SubmissionError):
        save_sheet(sheet(a=Entry(1, revision=1)), path)
    assert path.read_bytes() == raw
    assert seen(tmp_path) == ["x.answers.json"]


def test_a_damaged_file_can_be_set_aside_and_saving_goes_on(tmp_path):
    path = tmp_path / "x.answers.json"
    path.write_bytes(b"{")
    aside = set_aside(path)
    one = save_sheet(sheet(a=Entry(1, revision=1)), path)
    assert (aside.read_bytes(), load_sheet(path)) == (b"{", one)


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "x.answers.json").mkdir()
    with pytest.raises(SubmissionError, match="can't be read"):
        load_sheet(tmp_path / "x.answers.json")


def test_where_the_folder_cannot_be_written_saving_is_an_os_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file"):
        write_atomically(tmp_path / "file" / "x.answers.json", "{}")
    with pytest.raises(OSError, match="file"):
        save_sheet(sheet(a=Entry(1, revision=1)), tmp_path / "file" / "x.answers.json")


def test_a_folder_that_lets_nobody_write_leaves_the_old_sheet(tmp_path, monkeypatch):
    path = tmp_path / "x.answers.json"
    old = save_sheet(sheet(a=Entry(1, revision=1)), path)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(OSError, match="denied"):
        save_sheet(old.with_entry("b", Entry(2)), path)
    assert load_sheet(path) == old


def test_a_write_that_fails_half_way_leaves_the_old_text_and_no_scraps(tmp_path, monkeypatch):
    path = tmp_path / "x.answers.json"
    write_atomically(path, "old")

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.answers.json"]


@pytest.mark.parametrize("raw", [b"\xff", b"{", b"", b"1" * 5000, b"[" * 50_000, b'{"a": }'])
def test_bytes_that_are_no_json_are_a_submission_error(raw):
    with pytest.raises(SubmissionError) as caught:
        parse_json(raw, "x")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("depth", [900, 960, 980, 990, 995, 1000])
@pytest.mark.parametrize("name", ["schema", "lesson", "attempt", "exercises"])
def test_a_file_nested_just_short_of_the_limit_is_told(tmp_path, depth, name):
    """What the reader of JSON still takes may be too deep for whatever looks at it next."""
    data = {key: json.dumps(value) for key, value in GOOD.items()}
    data[name] = "[" * depth + "]" * depth
    path = tmp_path / "x.answers.json"
    path.write_text("{" + ", ".join(f'"{key}": {value}' for key, value in data.items()) + "}")
    if name in ("lesson", "attempt"):
        try:
            load_sheet(path)
        except SubmissionError:
            return
    else:
        with pytest.raises(SubmissionError):
            load_sheet(path)


# ── in a notebook ────────────────────────────────────────────────────────────


def carrier(data):
    return {
        "cell_type": "code",
        "outputs": [{"output_type": "display_data", "data": {MIME: data, "text/plain": "x"}}],
    }


def notebook(*cells, state=None):
    found = {"cells": list(cells), "metadata": {}, "nbformat": 4}
    if state is not None:
        found["metadata"]["widgets"] = {
            "application/vnd.jupyter.widget-state+json": {"state": state}
        }
    return found


ONE = sheet(a=Entry("x", revision=1))
TWO = ONE.with_entry("b", Entry("y"))


def test_every_sheet_of_a_notebook_is_found_wherever_its_cell_went():
    markdown = {"cell_type": "markdown", "source": "x"}
    found = sheets_in_notebook(
        notebook(markdown, carrier(sheet_to_json(ONE)), markdown, carrier(sheet_to_json(TWO))), "x"
    )
    assert found == [ONE, TWO]


def test_the_records_of_surfaces_in_saved_widget_state_are_sheets():
    state = {
        "m1": {"model_name": "X", "state": {"record": sheet_to_json(TWO)}},
        "m2": {"state": {"value": 3}},
    }
    assert sheets_in_notebook(notebook(state=state), "x") == [TWO]


def test_a_notebook_without_answers_has_no_sheet():
    assert sheets_in_notebook(notebook({"cell_type": "code", "outputs": []}), "x") == []
    assert newest_sheet([]) is None


@pytest.mark.parametrize(
    "cells",
    [
        [None], [5], ["x"], [[]], [{}], [{"outputs": None}], [{"outputs": 5}], [{"outputs": {"a": 1}}],
        [{"outputs": [None]}], [{"outputs": [5]}], [{"outputs": [{"data": None}]}],
        [{"outputs": [{"data": "x"}]}], [{"outputs": [{"data": []}]}],
    ],
    ids=str,
)  # fmt: skip
def test_odd_cells_are_passed_over(cells):
    assert sheets_in_notebook(notebook(*cells, carrier(sheet_to_json(ONE))), "x") == [ONE]


@pytest.mark.parametrize(
    "metadata",
    [
        None, 5, [], {"widgets": None}, {"widgets": []},
        *(
            {"widgets": {"application/vnd.jupyter.widget-state+json": one}}
            for one in (
                None, 5, [], {"state": None}, {"state": []}, {"state": {"m": None}}, {"state": {"m": []}},
                {"state": {"m": {"state": None}}}, {"state": {"m": {"state": 5}}}, {"state": {"m": {"state": []}}},
                {"state": {"m": {"state": {"record": None}}}}, {"state": {"m": {"state": {"record": 5}}}},
            )
        ),
    ],
    ids=str,
)  # fmt: skip
def test_odd_widget_state_is_passed_over(metadata):
    found = notebook(carrier(sheet_to_json(ONE))) | {"metadata": metadata}
    assert sheets_in_notebook(found, "x") == [ONE]


@pytest.mark.parametrize(
    "data", [None, 5, [], "x", {}, GOOD | {"exercises": 5}, GOOD | {"schema": 99}], ids=str
)
def test_an_odd_record_in_a_notebook_is_passed_over_or_a_submission_error(data):
    for one in (notebook(carrier(data)), notebook(state={"m": {"state": {"record": data}}})):
        try:
            found = sheets_in_notebook(one, "x")
        except SubmissionError:
            continue
        assert found == []


def test_a_notebook_is_read_as_plain_data(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(notebook(carrier(sheet_to_json(ONE)))), encoding="utf-8")
    assert sheets_in_notebook(load_notebook(path), "x") == [ONE]


@pytest.mark.parametrize(
    "raw",
    [b"", b" \n", b"x", b"[]", b"{}", b'{"cells": 5}', b'{"cells": null}', b"\xff", b"[" * 60_000],
)
def test_a_file_that_is_no_notebook_is_a_submission_error(tmp_path, raw):
    path = tmp_path / "x.ipynb"
    path.write_bytes(raw)
    with pytest.raises(SubmissionError, match=r"x\.ipynb"):
        load_notebook(path)


def test_a_notebook_that_is_not_there_is_a_submission_error(tmp_path):
    with pytest.raises(SubmissionError, match="there is no such file"):
        load_notebook(tmp_path / "gone.ipynb")


def test_states_of_one_attempt_are_merged():
    """The first cell was duplicated; each copy carries a state of the same attempt."""
    early = sheet(a=Entry("x", checked="x", revision=1, locked=1))
    late = sheet(a=Entry("z", revision=3), b=Entry("y", revision=2))
    found = newest_sheet([early, late, early])
    assert found.entry("a") == Entry("z", checked="x", revision=3, locked=1)
    assert (found.entry("b").answer, found.revision) == ("y", 3)


def test_of_two_attempts_the_fuller_one_stands_alone():
    """Forty clicks on one option don't make an attempt fuller than three answers."""
    clicked = sheet("two", c=Entry("w", revision=41))
    full = sheet("three", a=Entry(1, 1, locked=1), b=Entry(2, 2, locked=2), c=Entry(3))
    assert newest_sheet([clicked, full, ONE]) == full


@given(st.lists(st.one_of(sheets(), sheets("two")), min_size=1, max_size=4))
def test_the_newest_sheet_is_the_same_however_often_it_is_found(found):
    newest = newest_sheet(found)
    answered = [sum(entry.counts is not None for entry in one.entries.values()) for one in found]
    assert len(newest.entries) >= min(answered)
    assert newest_sheet([*found, *found]) == newest


# ── marks by their words ─────────────────────────────────────────────────────


def test_words_are_kept_with_what_stands_before_and_after():
    article = Article("One man and another man left.")
    assert select_words(article, Span(20, 23)) == {
        "exact": "man", "prefix": "One man and another ", "suffix": " left.",
    }  # fmt: skip


@pytest.mark.parametrize("start", [4, 20])
def test_words_that_repeat_are_told_apart_by_what_stands_around_them(start):
    article = Article("One man and another man left.")
    span = Span(start, start + 3)
    assert find_selected(article, select_words(article, span)) == span


def test_words_that_stand_once_are_found_though_the_story_changed_around_them():
    found = find_selected(Article("A man left."), {"exact": "man", "prefix": "One ", "suffix": "!"})
    assert found == Span(2, 5)


@pytest.mark.parametrize(
    "selector",
    [
        {}, {"exact": ""}, {"exact": "woman"}, {"exact": "man"}, {"exact": "ma"}, {"exact": None}, {"exact": 5},
        {"exact": ["man"]}, {"exact": "man", "prefix": "no ", "suffix": "no"}, {"exact": "man", "prefix": None},
        {"exact": "x" * 100_000}, {"exact": "\ud83d"},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_words_that_do_not_stand_there_or_nobody_knows_where_are_not_found(selector):
    assert find_selected(Article("One man and another man left."), selector) is None


def test_a_number_with_letters_on_it_is_found_where_it_was_marked():
    """Marks follow tokens, so every token must be found again, in its own place or not at all."""
    article = Article("It opens at 9am, not at 9.")
    tokens = article.tokens
    for n in range(len(tokens)):
        span = Span(tokens.starts[n], tokens.ends[n])
        assert find_selected(article, select_words(article, span)) == span, tokens[n]


@pytest.mark.parametrize("slug", case_slugs())
def test_every_token_and_every_pair_of_tokens_of_a_story_is_found_again(slug):
    article = cached_case(slug).article
    tokens = article.tokens
    spans = [
        Span(tokens.starts[n], tokens.ends[m]) for n in range(len(tokens) - 1) for m in (n, n + 1)
    ]
    assert [one for one in spans if find_selected(article, select_words(article, one)) != one] == []


@given(st.data())
def test_marked_words_are_found_in_their_place_or_not_at_all(data):
    words = st.lists(
        st.sampled_from(["man", "a", "9", "9am", "3rd", "—", "U.S.", "é", "😀", ".", "\n\n"]),
        min_size=1,
        max_size=12,
    )
    article = Article(data.draw(st.sampled_from(["", " "])).join(data.draw(words)))
    tokens = article.tokens
    if len(tokens):
        first = data.draw(st.integers(0, len(tokens) - 1))
        last = data.draw(st.integers(first, len(tokens) - 1))
        span = Span(tokens.starts[first], tokens.ends[last])
        assert find_selected(article, select_words(article, span)) in (span, None)


def test_an_entry_without_a_check_can_be_reset_and_stays_reset():
    one = sheet(a=Entry("x", revision=1))
    reset = replace(one, revision=2, entries={"a": Entry(None, revision=2)})
    assert merge_sheets(one, reset).entry("a").answer is None
