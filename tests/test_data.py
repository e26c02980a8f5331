"""data: where it is, and how one file of it is read."""

from pathlib import Path

import pytest

from mediakit.data import (
    check_label,
    data_path,
    front_matter,
    kind_name,
    kind_why,
    load_labels,
    load_text,
    load_toml,
    parse_toml,
    place_of,
    shipped_root,
    texts_of,
)
from mediakit.errors import DataError

KINDS = {
    "source": {"named", "unnamed", "institution", "media", "collective", "hidden"},
    "cue": {"plain", "doubts", "vouches", "colours"},
    "quote": {"direct", "partial", "scare"},
    "content": set(),
    "denial": {"categorical", "partial", "deflecting", "no-comment"},
    "own": {"background", "uncredited"},
    "hedge": {"modal", "likelihood", "evidential"},
}
EACH_KIND = [(label, kind) for label, kinds in KINDS.items() for kind in sorted(kinds) or [None]]


# ── files ────────────────────────────────────────────────────────────────────


def test_the_shipped_root_holds_the_data():
    assert (shipped_root() / "data" / "kinds.toml").is_file()
    assert data_path("kinds.toml") == shipped_root() / "data" / "kinds.toml"


def test_a_data_path_need_not_exist():
    assert not data_path("no", "such.toml").exists()


def test_a_shipped_file_is_named_from_the_root():
    assert place_of(data_path("cases", "x", "key.toml")) == "data/cases/x/key.toml"


def test_any_other_file_is_named_as_given(tmp_path):
    assert place_of(tmp_path / "key.toml") == str(tmp_path / "key.toml")
    assert place_of(Path("key.toml")) == "key.toml"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"\xef\xbb\xbfone", "one"),
        ("“é😀”".encode(), "“é😀”"),
        (b"", ""),
        (b"a\x00b", "a\x00b"),
    ],
)
def test_a_text_is_read_as_utf_8_with_line_ends_made_one(tmp_path, raw, text):
    path = tmp_path / "a.md"
    path.write_bytes(raw)
    assert load_text(path) == text


def test_a_missing_file_is_told_with_its_place(tmp_path):
    with pytest.raises(DataError) as caught:
        load_text(tmp_path / "gone.md")
    assert caught.value.place == str(tmp_path / "gone.md")
    assert caught.value.found == "there is no such file."
    assert caught.value.next_step


def test_bytes_that_are_not_utf_8_are_told_with_their_place(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(DataError, match="byte 3 is not UTF-8") as caught:
        load_text(path)
    assert "UTF-8" in caught.value.next_step


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    with pytest.raises(DataError, match="can't be read"):
        load_text(tmp_path)


def test_a_toml_file_becomes_a_dictionary(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('a = 1\n[[b]]\nc = "é"\n', encoding="utf-8")
    assert load_toml(path) == {"a": 1, "b": [{"c": "é"}]}


def test_a_mistake_in_toml_is_told_with_its_line():
    with pytest.raises(DataError, match="line 2") as caught:
        parse_toml("a = 1\nb = = 2\n", "key.toml")
    assert caught.value.place == "key.toml"
    assert caught.value.next_step


# ── front matter ─────────────────────────────────────────────────────────────


def test_front_matter_is_the_toml_between_the_first_two_fences():
    text = '+++\ntitle = "A"\nn = 2\n+++\nOne.\n\n+++\nTwo.'
    assert front_matter(text, "x") == ({"title": "A", "n": 2}, "One.\n\n+++\nTwo.")


def test_blank_lines_may_stand_before_front_matter():
    assert front_matter('\n\n+++\na = "b"\n+++\n', "x") == ({"a": "b"}, "")


@pytest.mark.parametrize("text", ["", "One.", "+++\na = 1\n", "Words.\n+++\na = 1\n+++\n"])
def test_a_story_without_front_matter_is_told_what_belongs_there(text):
    with pytest.raises(DataError, match="front matter") as caught:
        front_matter(text, "story/article.md")
    assert caught.value.place == "story/article.md"
    assert "+++" in caught.value.allowed


def test_a_mistake_inside_front_matter_is_told():
    with pytest.raises(DataError, match="not TOML"):
        front_matter("+++\ntitle =\n+++\nOne.", "x")


# ── labels and kinds ─────────────────────────────────────────────────────────


def test_the_labels_and_kinds_are_the_seven_of_the_design():
    assert {label: set(entry.kinds) for label, entry in load_labels().items()} == KINDS


def test_the_flags_are_those_of_the_design():
    flags = {label: set(entry.flags) for label, entry in load_labels().items() if entry.flags}
    assert flags == {"source": {"official"}, "quote": {"edited", "translated"}}


@pytest.mark.parametrize(("label", "kind"), EACH_KIND)
def test_every_kind_has_a_name_a_definition_a_published_source_and_a_reason(label, kind):
    entry = load_labels()[label]
    one = entry.kinds[kind] if kind else entry
    assert all(text.strip() for text in (one.name, one.definition, one.source, one.why))
    assert (kind_name(label, kind), kind_why(label, kind)) == (one.name, one.why)
    check_label(label, kind, "here")


@pytest.mark.parametrize("label", KINDS)
def test_no_two_kinds_of_a_label_share_a_name(label):
    names = [kind.name for kind in load_labels()[label].kinds.values()]
    assert len(names) == len(set(names))


def test_the_names_on_screen_are_those_of_the_design():
    assert kind_name("source", "unnamed") == "no name given"
    assert kind_name("source", "hidden") == "speaker left out"
    assert kind_name("denial", "deflecting") == "sidestep"
    assert kind_name("content", None) == "what is said"


@pytest.mark.parametrize(
    ("label", "kind", "found", "allowed"),
    [
        ("sorce", "named", 'no label "sorce"', 'Did you mean "source"?'),
        ("source", "unamed", 'no kind "unamed"', '"unnamed"'),
        ("source", "zzz", 'no kind "zzz"', "named"),
        ("source", None, "needs a kind", "unnamed"),
        ("content", "direct", 'no kind "direct"', "no kinds"),
        ("", "named", 'no label ""', "source"),
    ],
)
def test_a_wrong_label_or_kind_is_told_with_what_is_allowed(label, kind, found, allowed):
    with pytest.raises(DataError) as caught:
        check_label(label, kind, "key.toml")
    assert caught.value.place == "key.toml"
    assert found in caught.value.found
    assert allowed in caught.value.allowed


def test_a_kind_without_its_four_texts_is_told():
    with pytest.raises(DataError, match="definition, why is missing") as caught:
        texts_of({"name": "a", "definition": "", "source": "b"}, "kinds.toml, [x]")
    assert caught.value.place == "kinds.toml, [x]"
