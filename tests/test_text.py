"""text: exact offsets for tokens, sentences, paragraphs and articles."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.stories.case import case_slugs, load_case
from mediakit.text import (
    Article,
    Span,
    Tokens,
    find_all,
    join_words,
    nearest_words,
    split_paragraphs,
    split_sentences,
)

PIECES = [
    *"“”‘’\"'«»().!?…,:;-–[]#+_0aAéßŁ 　\t\n\r\v\u2028\u00ad\u200b\ufeff\x00\x1c\x85",
    "Mr.", "U.S.", "J.", "e.g.", "p.m.", "no.", "Inc.", "...", "said", "The", "I", "9am", "1,500.5",
    "won’t", "\r\n", "\r\n\r\n", "\n\n", " ", "  ", "😀", "𝔘𝔫𝔦", "e\u0301", "שלום.", "مرحبا؟", "\u202eabc",
    "[word](#)", "中文。", "\ud83d", "\udc00", "+++",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(st.characters(exclude_categories=[]), max_size=80),
)


def spans_in(text):
    places = st.integers(0, len(text))
    return st.tuples(places, places).map(lambda pair: Span(*sorted(pair)))


def cut_all(text, spans):
    return [text[start:end] for start, end in spans]


# ── spans ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other", "overlap", "inside"),
    [
        ((0, 5), (5, 9), False, False),
        ((0, 5), (4, 9), True, False),
        ((0, 5), (1, 5), True, True),
        ((0, 5), (0, 5), True, True),
        ((1, 2), (0, 5), True, False),
    ],
)
def test_spans_tell_overlap_and_containment_with_the_end_exclusive(one, other, overlap, inside):
    assert Span(*one).overlaps(Span(*other)) is overlap
    assert Span(*other).overlaps(Span(*one)) is overlap
    assert Span(*one).contains(Span(*other)) is inside


# ── tokens ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \r\n\t", []),
        ("“No,” he said.", ["“", "No", ",", "”", "he", "said", "."]),
        ('"No," he said.', ['"', "No", ",", '"', "he", "said", "."]),
        ("the U.S. sent", ["the", "U.S.", "sent"]),
        ("at 6 p.m. it rose 1,500.5 at 10:30.", ["at", "6", "p.m.", "it", "rose", "1,500.5", "at", "10:30", "."]),
        ("won’t won't Lorrimer’s", ["won’t", "won't", "Lorrimer’s"]),
        ("Season-ticket holders", ["Season-ticket", "holders"]),
        ("[We] left…", ["[", "We", "]", "left", "…"]),
        ("£15,000 (half)", ["£", "15,000", "(", "half", ")"]),
        ("😀 𝔘𝔫𝔦", ["😀", "𝔘𝔫𝔦"]),
        ("café Łódź", ["café", "Łódź"]),
        ("a\x00b", ["a", "\x00", "b"]),
        ("שלום עולם.", ["שלום", "עולם", "."]),
    ],
)  # fmt: skip
def test_a_text_has_these_tokens(text, tokens):
    assert list(Tokens(text)) == tokens


@pytest.mark.parametrize("word", ["9am", "1990s"])
def test_a_number_with_letters_on_it_is_one_word(word):
    """Else one word counts as two against the one or three that a mark may go too far."""
    assert list(Tokens(f"the {word} is")) == ["the", word, "is"]


def test_words_and_numbers_are_told_from_punctuation():
    tokens = Tokens("“No, 15 left.”")
    assert [tokens[i] for i in range(len(tokens)) if tokens.is_word[i]] == ["No", "15", "left"]


def test_the_tokens_of_a_span_are_those_it_touches():
    tokens = Tokens("One two three.")
    assert [tokens[i] for i in tokens.within(Span(2, 9))] == ["One", "two", "three"]
    assert [tokens[i] for i in tokens.within(Span(3, 8))] == ["two"]
    assert [tokens[i] for i in tokens.words_within(Span(8, 14))] == ["three"]
    assert list(tokens.within(Span(3, 4))) == []


@given(ANY_TEXT)
def test_the_tokens_of_any_text_leave_out_white_space_and_nothing_else(text):
    tokens = Tokens(text)
    assert "".join(tokens) == "".join(text.split())
    assert all(0 <= a < b <= len(text) for a, b in zip(tokens.starts, tokens.ends, strict=True))
    assert all(b <= a for b, a in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert len(tokens.is_word) == len(tokens)


@given(st.data())
def test_the_tokens_within_any_span_are_exactly_those_that_share_a_character(data):
    text = data.draw(ANY_TEXT)
    span = data.draw(spans_in(text).filter(lambda one: one.start < one.end or not text))
    tokens = Tokens(text)
    touched = [
        i for i in range(len(tokens)) if span.overlaps(Span(tokens.starts[i], tokens.ends[i]))
    ]
    assert list(tokens.within(span)) == touched


# ── paragraphs ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n\nTwo.\n\n", ["One.", "Two."]),
        ("\n\n  One.\nStill one.", ["One.\nStill one."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\r\rTwo.", ["One.", "Two."]),
        ("One,\rstill one.", ["One,\rstill one."]),
    ],
)
def test_blank_lines_and_nothing_else_part_paragraphs(text, paragraphs):
    assert cut_all(text, split_paragraphs(text)) == paragraphs


def test_one_line_end_of_windows_is_no_blank_line():
    text = "One,\r\nstill one.\r\n\r\nTwo."
    assert cut_all(text, split_paragraphs(text)) == ["One,\r\nstill one.", "Two."]


# ── sentences ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("No stop at the end", ["No stop at the end"]),
        ("It rained. It snowed! Did it? It did.", ["It rained.", "It snowed!", "Did it?", "It did."]),
        # quotation marks
        ("“I left,” she said. “It was late.”", ["“I left,” she said.", "“It was late.”"]),
        ('"I left," she said. "It was late."', ['"I left," she said.', '"It was late."']),
        ("‘I left,’ she said. ‘It was late.’", ["‘I left,’ she said.", "‘It was late.’"]),
        ("“We won’t go.” Then she left.", ["“We won’t go.”", "Then she left."]),
        ("“Why?” Ms. Roy asked. Nobody knew.", ["“Why?” Ms. Roy asked.", "Nobody knew."]),
        ("“Stop!” he shouted. She ran.", ["“Stop!” he shouted.", "She ran."]),
        ("“Stop!” She ran.", ["“Stop!”", "She ran."]),
        # a quotation over sentence ends
        ("“We left. It was late,” he said. Nobody asked.", ["“We left.", "It was late,” he said.", "Nobody asked."]),
        ('"We left. It was late," he said. Nobody asked.', ['"We left.', 'It was late," he said.', "Nobody asked."]),
        # titles and initials
        ("Mr. Li met Dr. Roy and Mrs. Oda. They spoke.", ["Mr. Li met Dr. Roy and Mrs. Oda.", "They spoke."]),
        ("J. R. Okafor spoke. She left.", ["J. R. Okafor spoke.", "She left."]),
        ("St. Mary’s opened. It rained.", ["St. Mary’s opened.", "It rained."]),
        ("So did I. He left.", ["So did I.", "He left."]),
        # abbreviations that can stand anywhere
        ("The U.S. sent aid. He left.", ["The U.S. sent aid.", "He left."]),
        ("The U.S. President spoke.", ["The U.S. President spoke."]),
        ("He flew to the U.S. The talks began.", ["He flew to the U.S.", "The talks began."]),
        ("It ended at 6 p.m. The hall closed.", ["It ended at 6 p.m.", "The hall closed."]),
        ("It ended at 6 p.m. on Monday.", ["It ended at 6 p.m. on Monday."]),
        ("He runs Oro Inc. and sings.", ["He runs Oro Inc. and sings."]),
        # numbers
        ("It rose 1.5 per cent to 1,500. Nobody minded.", ["It rose 1.5 per cent to 1,500.", "Nobody minded."]),
        ("It was No. 5 of 9. He won.", ["It was No. 5 of 9.", "He won."]),
        # brackets
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("She stayed (he left). It rained.", ["She stayed (he left).", "It rained."]),
        ("“[We] left.” They did.", ["“[We] left.”", "They did."]),
        ("He saw [the mayor.] She waved.", ["He saw [the mayor.]", "She waved."]),
        # ellipses
        ("He waited… then left.", ["He waited… then left."]),
        ("He waited… Then he left.", ["He waited…", "Then he left."]),
        ("He waited... then left.", ["He waited... then left."]),
        ("He waited... Then he left.", ["He waited...", "Then he left."]),
        ("What?! No way!! Yes.", ["What?!", "No way!!", "Yes."]),
        # beyond English letters
        ("😀 left. 𝔘𝔫𝔦 stayed 😀. She waved.", ["😀 left.", "𝔘𝔫𝔦 stayed 😀.", "She waved."]),
        ("הוא אמר. היא הלכה.", ["הוא אמר.", "היא הלכה."]),
        ("قال الوزير. ثم غادر.", ["قال الوزير.", "ثم غادر."]),
        # lines
        ("One line\nruns on. Second.\n\nThird", ["One line\nruns on.", "Second.", "Third"]),
        ("A headline\n\nThe story.", ["A headline", "The story."]),
    ],
)  # fmt: skip
def test_a_text_has_these_sentences(text, sentences):
    assert cut_all(text, split_sentences(text)) == sentences


def test_a_sentence_may_run_over_a_line_end_of_windows():
    text = "One line\r\nruns on. Second.\r\n\r\nThird."
    assert cut_all(text, split_sentences(text)) == ["One line\r\nruns on.", "Second.", "Third."]


@pytest.mark.parametrize(
    "text",
    [
        "They voted no. The plan fell.",
        "She teaches art. The school pays her.",
    ],
)
def test_a_common_word_that_is_spelt_like_an_abbreviation_ends_a_sentence(text):
    assert len(split_sentences(text)) == 2


def test_sentences_can_be_asked_of_one_paragraph():
    text = "One. Two.\n\nThree. Four."
    assert cut_all(text, split_sentences(text, Span(11, 23))) == ["Three.", "Four."]


@given(ANY_TEXT)
def test_the_sentences_of_any_text_rejoin_with_only_white_space_between(text):
    spans = split_sentences(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert not any(text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert all(one and one == one.strip() for one in cut_all(text, spans))


@given(ANY_TEXT)
def test_every_sentence_of_any_text_lies_in_one_paragraph(text):
    paragraphs = split_paragraphs(text)
    for sentence in split_sentences(text):
        assert sum(paragraph.contains(sentence) for paragraph in paragraphs) == 1


@pytest.mark.parametrize(
    "row",
    ["." * 5000 + "x", "!" * 2500 + "”" * 2500 + "x", ". " * 4000, "\n" * 8000],
    ids=["stops", "stops and marks", "stops and spaces", "lines"],
)
def test_a_long_row_of_stops_costs_no_more_than_its_length(row):
    started = perf_counter()
    split_sentences(row)
    assert perf_counter() - started < 0.2


@pytest.mark.parametrize("slug", case_slugs())
def test_no_sentence_of_a_story_ends_in_the_middle(slug):
    """What stands before a sentence's end is no title, and it starts like a sentence."""
    article = load_case(slug).article
    for sentence in article.sentences[1:]:
        words = article.cut(sentence)
        assert words.lstrip("“‘\"'[(")[0].islower() is False, words
        assert words.rstrip("”’\"')]")[-1] in ".?!…", words


# ── articles ─────────────────────────────────────────────────────────────────


def test_the_title_is_the_first_line_and_the_first_sentence():
    article = Article.from_markdown("One. Two.\n", {"title": "A headline"})
    assert article.text == "A headline\n\nOne. Two."
    assert cut_all(article.text, article.sentences) == ["A headline", "One.", "Two."]
    assert (article.title, len(article.paragraphs)) == ("A headline", 2)


def test_an_article_without_a_title_starts_with_its_text():
    assert Article.from_markdown("One.", {}).text == "One."


def test_line_breaks_inside_a_paragraph_become_spaces():
    assert Article.from_markdown("One\nline.\n\n\n  Two.\n", {}).text == "One line.\n\nTwo."


def test_a_link_leaves_its_words_and_is_no_part_of_the_text():
    article = Article.from_markdown("It [did](#) so, [a report](http://x.y) said.", {})
    assert article.text == "It did so, a report said."
    assert cut_all(article.text, article.links) == ["did", "a report"]


def test_square_brackets_without_an_address_stay():
    article = Article.from_markdown("“[We] left [it].”", {})
    assert (article.text, article.links) == ("“[We] left [it].”", ())


def test_an_offset_belongs_to_its_sentence_or_to_the_next_one():
    article = Article("One. Two.\n\nThree.")
    assert [article.sentence_of(n) for n in (0, 3, 4, 5, 8, 9, 10, 11, 16, 99)] == [
        0, 0, 1, 1, 1, 2, 2, 2, 2, 2,
    ]  # fmt: skip


@given(ANY_TEXT, ANY_TEXT)
def test_any_markdown_becomes_an_article_whose_links_and_sentences_lie_inside(body, title):
    article = Article.from_markdown(body, {"title": title})
    for span in (*article.links, *article.sentences, *article.paragraphs):
        assert 0 <= span.start < span.end <= len(article.text)
    assert len(article.tokens) == len(Tokens(article.text))


@given(st.data())
def test_every_character_of_a_sentence_belongs_to_it(data):
    article = Article(data.draw(ANY_TEXT))
    for number, sentence in enumerate(article.sentences):
        assert {article.sentence_of(offset) for offset in range(*sentence)} == {number}


# ── finding words ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "starts"),
    [
        ("The men, then the man.", "the", [14]),
        ("said, he said; said", "said", [0, 9, 15]),
        ("aa aa aa", "aa aa", [0, 3]),
        ("“No,” he said.", "“No,”", [0]),
        ("the man’s hat", "man", [4]),
        ("another", "other", []),
        ("any", "", []),
        ("", "any", []),
        ("😀 😀", "😀", [0, 2]),
    ],
)
def test_words_are_found_wherever_they_stand_but_not_inside_other_words(text, words, starts):
    assert find_all(text, words) == [Span(start, start + len(words)) for start in starts]


@given(st.data())
def test_words_cut_out_between_spaces_are_found_where_they_stood(data):
    text = data.draw(ANY_TEXT)
    pieces = text.split()
    if pieces:
        piece = data.draw(st.sampled_from(pieces))
        found = find_all(text, piece)
        assert found
        assert set(cut_all(text, found)) == {piece}


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("two persn close", "two people close"),
        ("TWO PEOPLE", "two people"),
        ("the clubs", "the club"),
        ("people", "people"),
    ],
)
def test_the_nearest_words_are_a_stretch_as_many_words_long(words, nearest):
    assert nearest_words("He met two people close to the club.", words) == nearest


@given(ANY_TEXT, ANY_TEXT)
def test_the_nearest_words_of_any_text_stand_in_it(text, words):
    assert nearest_words(text, words) in text


@given(st.lists(st.text(max_size=5), max_size=4))
def test_pieces_are_shown_joined_by_an_ellipsis(pieces):
    assert join_words(pieces).count(" … ") >= max(0, len(pieces) - 1)


def test_one_piece_is_shown_as_it_is():
    assert join_words(["cited"]) == "cited"
