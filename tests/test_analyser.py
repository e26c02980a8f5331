"""The analyser: what it marks and why, and that any input at all gives a reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.analyser import read, source_kind
from mediakit.chain import chain_of, find_hops
from mediakit.interchange import reading_from_json, reading_to_json
from mediakit.reading import check_reading


def marks(text, label):
    reading = read(text)
    return [(reading.words(mark), mark.kind) for mark in reading.labelled(label)]


def attributions(text):
    """(source, content) of every attribution, in words."""
    reading = read(text)
    return [
        tuple(reading.words(reading.mark(link.ends[end])) for end in ("source", "content"))
        for link in reading.links_of("attribution")
    ]


def speakers(text):
    reading = read(text)
    return {
        reading.words(reading.mark(link.ends["quote"])): reading.words(
            reading.mark(link.ends["source"])
        )
        for link in reading.links_of("speaker")
    }


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Ana Reyes said that the pier was closed.", "Ana Reyes", "that the pier was closed"),
        ("The pier was closed, Ana Reyes said.", "Ana Reyes", "The pier was closed"),
        ("“It is shut,” said Ana Reyes, the harbour master.", "Ana Reyes, the harbour master", "“It is shut,”"),
        ("According to the port, the pier was closed.", "the port", "the pier was closed"),
        ("The pier was closed, according to the port.", "the port", "The pier was closed"),
        ("Mr. Reyes told reporters on Monday that the pier was closed.", "Mr. Reyes", "that the pier was closed"),
        ("Ana Reyes, who runs the port, said the pier was closed.", "Ana Reyes, who runs the port", "the pier was closed"),
    ],
)  # fmt: skip
def test_who_says_what(text, source, content):
    assert (source, content) in attributions(text)


def test_a_split_quotation_is_one_content_in_two_pieces():
    text = "“We left,” Ben Ito said, “before it rained.”"
    assert ("Ben Ito", "“We left,” … “before it rained.”") in attributions(text)


def test_a_quotation_without_a_cue_goes_on_with_the_voice_before():
    text = "“We left early,” Ben Ito said. “Nobody was hurt.”\n\n“It rained all day.”"
    assert set(speakers(text).values()) == {"Ben Ito"}
    assert len(speakers(text)) == 3


def test_quotations_run_on_over_paragraphs():
    text = "Ben Ito wrote: “We left early.\n\n“Nobody was hurt.”"
    assert list(speakers(text).values()) == ["Ben Ito", "Ben Ito"]


def test_british_marks_and_apostrophes():
    text = "‘It’s the players’ decision,’ said Ben Ito. The club’s owners weren’t asked."
    assert list(speakers(text)) == ["‘It’s the players’ decision,’"]


def test_an_unbalanced_mark_does_no_harm():
    text = 'He paid 5" of it. “We left, Ben Ito said.\n\nAna Reyes said “no”.'
    assert ("Ana Reyes", "“no”") in attributions(text)


def test_a_quoted_word_without_a_speaker_is_held_at_arms_length():
    assert marks("The “village” was a field.", "quote") == [("“village”", "scare")]


def test_a_passive_of_saying_hides_its_speaker():
    reading = read("The clerk was said to be drafting a lease.")
    hidden = [mark for mark in reading.labelled("source") if mark.kind == "hidden"]
    assert [reading.words(mark) for mark in hidden] == ["was said to"]


def test_an_outlet_that_cites_somebody_is_two_hops():
    reading = read("The Daily Lantern reported, citing two officials, that the bridge will close.")
    inner = [link for link in reading.links_of("attribution") if link.inside]
    assert len(inner) == 1
    assert [reading.words(reading.mark(link.ends["source"])) for link in inner] == ["two officials"]
    assert len(chain_of(reading, inner[0].id)) == 3
    assert len(find_hops(reading)) == 2


def test_cited_as_saying_passes_words_on():
    reading = read("The Lantern cited two officials as saying that the bridge will close.")
    words = {
        reading.words(reading.mark(link.ends["source"])): bool(link.inside)
        for link in reading.links_of("attribution")
    }
    assert words == {"The Lantern": False, "two officials": True}


def test_a_denial_answers_the_claim_of_another_voice():
    reading = read(
        "Two aides said on Monday that the fund was empty. “That is false,” said Ana Reyes."
    )
    link = reading.links_of("answers")[0]
    assert reading.words(reading.mark(link.ends["content"])) == "that the fund was empty"
    assert reading.mark(link.ends["denial"]).kind == "categorical"


def test_a_hedge_says_where_it_is_and_whose():
    reading = read("Ana Reyes said the pier may close.")
    link = reading.links_of("hedges")[0]
    assert (link.place, link.holder) == ("in", "reyes")


def test_a_month_is_no_hedge_and_the_reading_says_why():
    reading = read("The pier closed in May.")
    assert not reading.labelled("hedge")
    assert [one.why for one in reading.lookalikes if one.of.startswith("hedge")]


def test_whoever_is_only_told_is_a_lookalike_and_no_source():
    reading = read("The minister told two officials that the bridge was shut.")
    assert [reading.words(mark) for mark in reading.labelled("source")] == ["The minister"]
    told = [one for one in reading.lookalikes if one.rule == "source/recipient"]
    assert [reading.text[one.spans[0].start : one.spans[0].end] for one in told] == [
        "two officials"
    ]


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("two people close to the club", "unnamed"),
        ("a spokeswoman", "unnamed"),
        ("officials", "unnamed"),
        ("Ana Reyes", "named"),
        ("spokeswoman Ana Reyes", "named"),
        ("the Ministry of Health", "institution"),
        ("police", "institution"),
        ("a report", "media"),
        ("critics", "collective"),
        ("61 percent", "collective"),
        ("", "named"),
    ],
)
def test_source_kinds(phrase, kind):
    assert source_kind(phrase) == kind


def test_a_role_that_the_context_names_is_named():
    assert source_kind("the mayor", "Mayor Ana Reyes spoke. The mayor said no.") == "named"


def test_the_reader_is_told_number_role_access_and_reason():
    reading = read("Two aides briefed on the talks, who asked not to be named, said it was over.")
    assert dict(reading.labelled("source")[0].told) == {
        "number": "yes", "role": "yes", "access": "yes", "reason": "yes",
    }  # fmt: skip


UGLY = {
    "empty": "", "a space": " ", "one word": "said", "one mark": "“", "NUL": "He\0 said \0“x\0”.",
    "all quotes": "“" * 500 + "”" * 400 + "'\"«»„''``" * 50, "all commas": ", said" * 400,
    "right to left": "قالت الوزيرة إن الجسر مغلق. He said “نعم”.", "emoji": "👩‍👩‍👧 said 🚀 may “🎉”.",
    "html debris": "<p>He said</b> &nbsp; “x<br/>” <a href='", "surrogates": "He \ud800 said \udfff.",
    "folding": "İSTANBUL said İ may. ŉ ẞ ﬁ said", "line ends": "He\r\rsaid\x0b\x0c\u2028“so”\u2029.",
    "brackets": "(" * 300 + " said " + ")" * 300, "only stops": ". ! ? … " * 300,
    "nested": "He said she said they said " * 200, "numbers": "1,000.50 % said 3 " * 100,
}  # fmt: skip


@pytest.mark.parametrize("name", UGLY)
def test_ugly_input_gives_a_sound_reading(name):
    reading = read(UGLY[name])
    assert reading.text == UGLY[name]
    check_reading(reading, name)
    assert reading_from_json(reading_to_json(reading)) == reading


def test_a_long_document_ends():
    text = "Two aides said the bridge may close. “No,” Ana Reyes said.\n\n" * 20_000
    assert len(read(text).marks) > 100_000


PIECES = st.sampled_from(
    "said says told according to denied may likely was by that who which and but , . “ ” \" ' ‘ ’ ( ) — : ; ? ! "
    "\n\n \n the a Ana Reyes officials two Mr. U.S. she he it reportedly reporters declined comment not false "
    "May in 2024 İ 👩 \0 citing as saying to be 's % 61 […] ... ''".split(" ")
)


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_a_sound_reading(text):
    reading = read(text)
    check_reading(reading, "fuzz")
    assert reading_from_json(reading_to_json(reading)) == reading
    for mark in reading.marks:
        assert mark.why
        assert mark.rule or mark.label == "content"
