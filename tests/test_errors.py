"""errors: one family of exceptions, told in one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.errors import (
    AnswerError,
    DataError,
    DocumentError,
    MediakitError,
    SubmissionError,
    UnknownName,
    did_you_mean,
)

FAMILY = [DataError, AnswerError, UnknownName, SubmissionError, DocumentError]


@pytest.mark.parametrize("kind", FAMILY)
def test_every_error_can_be_caught_as_the_one_family(kind):
    with pytest.raises(MediakitError, match=r"^here: it is odd\.$"):
        raise kind("here", "it is odd.")


def test_a_message_gives_place_then_found_then_allowed_then_next_step():
    error = DataError("key.toml", "no label.", allowed="There are: a, b.", next_step="Add one.")
    assert str(error) == "key.toml: no label. There are: a, b. Add one."


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({}, "key.toml: no label."),
        ({"allowed": "There is a."}, "key.toml: no label. There is a."),
        ({"next_step": "Add one."}, "key.toml: no label. Add one."),
        ({"allowed": "", "next_step": ""}, "key.toml: no label."),
    ],
)
def test_parts_that_are_not_given_leave_no_gap(parts, message):
    assert str(DataError("key.toml", "no label.", **parts)) == message


def test_a_message_without_a_place_starts_with_what_was_found():
    assert str(DataError("", "no label.")) == "no label."


def test_an_error_keeps_its_facts():
    error = AnswerError("4.1", "it is odd.", allowed="Even.", next_step="Halve it.")
    assert (error.place, error.found) == ("4.1", "it is odd.")
    assert (error.allowed, error.next_step) == ("Even.", "Halve it.")


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("no-nam", ["no-name", "other"], 'Did you mean "no-name"?'),
        ("cat", ["cats", "cast", "dog"], 'Did you mean "cats" or "cast"?'),
        ("zzz", ["beta", "alpha"], "There are: alpha, beta."),
        ("zzz", [], "There are none."),
        ("", ["alpha"], "There are: alpha."),
    ],
)
def test_the_nearest_known_words_are_named_or_all_of_them(word, known, said):
    assert did_you_mean(word, known) == said


@given(st.text(st.characters()), st.lists(st.text(st.characters(), min_size=1), max_size=5))
def test_any_word_gets_a_sentence_that_names_a_known_one(word, known):
    said = did_you_mean(word, known)
    assert any(one in said for one in known) if known else said == "There are none."
