"""show: a reading as HTML, plain text and table, and its sourcing chain."""

import re
import time
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.chain import find_hops
from mediakit.data import kind_name, load_labels
from mediakit.errors import UnknownName
from mediakit.reading import PAPER, Link, Mark, Reading, check_reading
from mediakit.show import (
    show_chain_html,
    show_chain_text,
    show_html,
    show_signs,
    show_table,
    show_text,
    table_of_attributions,
)
from mediakit.show.signs import SIGNS
from mediakit.show.tables import Counts, Table
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Article, Span

LABELS = load_labels()
VOID = {"br", "wbr"}
DEBRIS = [
    "<b>", "</p>", "&amp;", "&", '"', "'", "<!--", "<script>", "]]>", "`", "#", "1. ", "[a](b)",
    "{c}", "%%{", "|", ";", "😀", "𝔄", "é", "\n", "\n\n", "\t", "\r\n", "\x1b[2J", "\x00", "word ",
    "end", " ", "-", "--", "“so”", "\u2028", "\ud800",
]  # fmt: skip
VISIBLE = {0: "␀", 0x1B: "␛", 0xD800: "�"}


@st.composite
def readings(draw):
    """Readings over debris: marks nested, crossing, coinciding and broken; links of any shape."""
    text = "".join(draw(st.lists(st.sampled_from(DEBRIS), min_size=1, max_size=30)))
    place = st.integers(0, len(text) - 1)
    span = place.flatmap(lambda a: st.integers(a + 1, len(text)).map(lambda b: Span(a, b)))
    spans = st.lists(span, min_size=1, max_size=3).map(tuple)
    words = st.sampled_from(["", 'Why <not> & "so"?', *DEBRIS])
    marks = []
    for n in range(draw(st.integers(0, 8))):
        label = draw(st.sampled_from(sorted(LABELS)))
        kind = draw(st.sampled_from(sorted(LABELS[label].kinds) or [None]))
        voices = st.sampled_from([None, "x", "y", PAPER])
        also = (marks[-1].spans,) if marks else ()
        at = draw(spans if not also else st.one_of(spans, st.just(also[0])))
        contested = draw(st.booleans())
        marks.append(Mark(f"m{n}", label, kind, at, who=draw(voices), contested=contested, why=draw(words)))  # fmt: skip
    links = []
    end = st.sampled_from([mark.id for mark in marks] or [""])
    for n in range(draw(st.integers(0, 6)) if marks else 0):
        ends = {"source": draw(end), "content": draw(end)}
        ends |= {"cue": draw(end)} if draw(st.booleans()) else {}
        inside = draw(st.sampled_from([None, *(f"a{k}" for k in range(n))]))
        links.append(Link(f"a{n}", "attribution", ends, inside=inside, contested=draw(st.booleans())))  # fmt: skip
    reading = Reading(text, tuple(marks), tuple(links))
    check_reading(reading, "test")
    return reading


class Page(HTMLParser):
    """What is seen of HTML: the words of the text without what was added, and of the list."""

    def __init__(self, source):
        super().__init__()
        self.open, self.text, self.items, self.tags, self.seen = [], "", [], [], ""
        self.feed(source)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag, attrs):
        assert {name for name, _ in attrs} <= {"style"}
        self.tags.append(tag)
        if tag == "li":
            self.items.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.seen += data
        if "li" in self.open:
            self.items[-1] += data
        elif "p" in self.open and not {"b", "sup"} & set(self.open):
            self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = unknown_decl = handle_pi = handle_comment


def bare(text):
    """A text without its white space, what can't be shown made visible."""
    return "".join("".join(text.split()).translate(VISIBLE).split())


def without_marks_line(text):
    return bare(text).rpartition("Marks:")[0]


def stripped(source):
    """What an untrusted notebook leaves, and less: no attribute at all."""
    return re.sub(r"<(\w+)[^>]*>", r"<\1>", source)


def check_html(reading):
    source = show_html(reading)
    page = Page(source)
    assert without_marks_line(page.text) == bare(reading.text)
    marks = sorted(reading.marks, key=lambda m: (min(m.spans), -max(s.end for s in m.spans)))
    assert len(page.items) == len(marks)
    for item, mark in zip(page.items, marks, strict=True):
        assert bare(item).startswith(
            bare(reading.words(mark)) + "·" + bare(LABELS[mark.label].name)
        )
        assert kind_name(mark.label, mark.kind) in item
        assert ("arguable" in item.partition(" · ")[2]) or not mark.contested
    assert Page(stripped(source)).seen == page.seen
    assert set(page.tags) <= set("div p b sup span strong em u wbr br ol li".split())
    assert source == show_html(reading)
    source.encode()


def check_text(reading, width):
    source = show_text(reading, width=width)
    source.encode()
    assert not set(source) & set("\x00\x1b\x85\x9b")
    text = source.rpartition("\n\n")[0]
    assert bare(re.sub(r"⟦(\(\d+[a-z]?\))?|⟧\(\d+[a-z]?\)", "", text)) == bare(reading.text)
    for line in source.split("\n"):
        assert len(line) <= width or " " not in line.strip()[4:]


def check_chain_html(reading):
    source = show_chain_html(reading)
    source.encode()
    page = Page(source)
    assert set(page.tags) <= set("p ul li span strong em".split())
    assert page.seen.count("← ") >= len(find_hops(reading))
    voices = {PAPER, *(v for hop in find_hops(reading) for v in (hop.voice, hop.leans_on))}
    assert len(page.items) >= (len(voices) - 1 if find_hops(reading) else 0)
    assert Page(stripped(source)).seen == page.seen
    assert source == show_chain_html(reading)


def check_chain_text(reading):
    source = show_chain_text(reading)
    source.encode()
    assert source.count(" ← ") >= len(find_hops(reading))
    assert source.startswith("this paper") or find_hops(reading)


@pytest.mark.parametrize("slug", case_slugs())
def test_every_key_is_shown_whole(slug):
    key = load_case(slug).key
    check_html(key)
    check_text(key, 72)
    check_chain_html(key)
    check_chain_text(key)
    assert len(show_table(key)) == len(key.marks)


@given(readings())
def test_html_keeps_text_marks_and_balance(reading):
    check_html(reading)


@given(readings(), st.integers(20, 90))
def test_plain_text_loses_no_character(reading, width):
    check_text(reading, width)


@given(readings())
def test_chains_are_drawn_once_per_voice_and_escaped(reading):
    check_chain_html(reading)
    check_chain_text(reading)


def seen(reading, **options):
    return Page(show_html(reading, **options)).seen


def marked(text, *marks):
    """A reading; each mark is a kind and its pieces, "source.named" where it says no more."""
    made = []
    for n, (of, *pieces) in enumerate(marks, 1):
        label, _, kind = of.partition(".")
        spans = tuple(Span(text.index(one), text.index(one) + len(one)) for one in pieces)
        made.append(Mark(f"m{n}", label, kind or None, spans))
    return Reading(text, tuple(made))


CLERK = "The clerk was said to have cited a friend as saying so."


def test_a_mark_is_bracketed_and_named_in_words():
    reading = marked("Two people close to the club said so.", ("source.unnamed", "Two people"))
    assert "⟦Two people⟧1 ◐ no name given close to" in seen(reading)
    assert "⟦Two people⟧(1) close to" in show_text(reading)


def test_pieces_of_a_broken_mark_share_a_number():
    reading = marked(CLERK, ("cue.plain", "cited", "as saying"))
    assert "⟦cited⟧1a plain a friend ⟦as saying⟧1b plain so." in seen(reading)
    assert "(1) cited … as saying · reporting words: plain" in show_text(reading)


def test_nested_marks_close_from_the_inside_out():
    reading = marked(CLERK, ("cue.plain", "said"), ("source.hidden", "was said to"))
    assert "⟦was ⟦said⟧2 plain to⟧1 ◌ speaker left out have" in seen(reading)


def test_coinciding_marks_each_have_their_brackets():
    reading = marked(CLERK, ("cue.plain", "was said"), ("source.hidden", "was said"))
    assert "⟦⟦was said⟧2 ◌ speaker left out⟧1 plain to" in seen(reading)


def test_crossing_marks_are_numbered_at_both_ends():
    reading = marked(CLERK, ("source.hidden", "was said to"), ("cue.plain", "to have cited"))
    assert "⟦1was said ⟦2to⟧1 ◌ speaker left out have cited⟧2 plain a" in seen(reading)
    assert "⟦(1)was said ⟦(2)to⟧(1) have cited⟧(2) a" in show_text(reading)


def test_a_mark_over_two_paragraphs_starts_and_ends_where_it_should():
    source = show_html(marked("A man.\n\nHe left.", ("own.background", "man.\n\nHe")))
    shown = " ".join(re.sub("<(?!/?p>)[^>]*>", "", stripped(source)).split())
    assert shown.startswith("<p>A ⟦man. </p> <p>He⟧1 fine as it is left.</p>")


def test_a_contested_mark_is_called_arguable():
    reading = Reading("He lied.", (Mark("m", "quote", "partial", (Span(0, 2),), also=("scare",), contested=True),))  # fmt: skip
    assert "⟦He⟧1 a few words, arguable lied." in seen(reading)
    assert "quotation: a few words or words at arm's length, arguable" in show_text(reading)


def test_the_keys_own_reason_comes_before_the_default():
    reading = Reading("He lied.", (Mark("m", "source", "named", (Span(0, 2),), why="By <him>."),))
    assert "By &lt;him&gt;." in show_html(reading)
    assert LABELS["source"].kinds["named"].why not in show_html(reading)


def test_labels_restrict_what_is_drawn():
    reading = marked(CLERK, ("source.hidden", "was said to"), ("source.named", "The clerk"), ("cue.plain", "cited"))  # fmt: skip
    assert list(show_table(reading, labels=["source.hidden", "cue"]).id) == ["m1", "m3"]
    assert seen(reading, labels="source") == seen(reading, labels=("source",))
    assert "plain" not in seen(reading, labels=["source"])
    assert "Marks: none" in seen(reading, labels=[])
    with pytest.raises(UnknownName, match='Did you mean "source"'):
        show_text(reading, labels=["sauce"])


def test_a_title_stands_above_escaped():
    assert seen(Reading("x"), title="<A> & b").split() == "<A> & b x Marks: none".split()


def test_an_empty_text_is_shown_as_nothing():
    assert show_text(Reading("")) == "Marks: none"
    assert Page(show_html(Reading(""))).items == []
    assert len(show_table(Reading(""))) == 0


def test_the_table_says_where_and_whose_each_mark_is():
    text = "Clerk denies it\n\nThe clerk spoke. A spokesman agreed."
    start = text.index("A spokesman")
    mark = Mark(
        "s", "source", "unnamed", (Span(start, start + 11),), flags=("official",), who="him"
    )
    row = SimpleNamespace(**show_table(Reading(text, (mark,))).iloc[0])
    assert (row.words, row.sentence, row.who, row.flags) == ("A spokesman", 2, "him", "official")
    assert (row.id, row.label, row.kind, row.contested) == ("s", "source", "unnamed", False)
    assert row.why


@pytest.fixture
def chained(quarry):
    return quarry.key


def test_the_chain_says_who_passes_on_whom(chained):
    assert show_chain_text(chained, paper="The Post").split("\n") == [
        "The Post ← two people close to the owner (no name given, “said”)",
        "The Post ← Ada Lund, who runs the firm (named, “told”)",
        "The Post ← Radio Hill (paper or document, “reported”) ← a clerk (no name given)",
    ]


def test_a_voice_stands_in_words_with_its_kind_and_icon(chained):
    drawn = Page(show_chain_html(chained, paper="The Post"))
    assert [" ".join(item.split()) for item in drawn.items] == [
        "The Post",
        "← said ◐ two people close to the owner · no name given",
        "← told ● Ada Lund, who runs the firm · named",
        "← reported ▤ Radio Hill · paper or document",
        "← ◐ a clerk · no name given",
    ]


def test_who_is_passed_on_stands_under_whoever_passes_it_on(chained):
    outline = re.sub(r"<(?!/?(ul|li))[^>]*>", "", show_chain_html(chained, paper="The Post"))
    outline = re.sub(r"<(\w+)[^>]*>", r"<\1>", outline)
    assert "Radio Hill · paper or document<ul><li>← ◐ a clerk" in outline


def test_kinds_of_source_have_icons_that_differ():
    icons = [kind.icon for kind in LABELS["source"].kinds.values()]
    assert len(set(icons)) == len(icons)
    assert all(len(icon) == 1 for icon in icons)
    assert not set(icons) & set(SIGNS)


def test_an_arguable_step_says_so(quarry):
    link = Link("a", "attribution", {"source": "lund", "content": "buyer", "cue": "told"}, contested=True)  # fmt: skip
    reading = Reading(quarry.key.text, quarry.key.marks, (link,))
    assert "← <em>told, arguable</em>" in show_chain_html(reading)
    assert show_chain_text(reading).endswith("(named, “told”, arguable)")


def test_no_chain_says_so(quarry):
    assert show_chain_text(Reading("x")) == "this paper: No sources were found."
    unlinked = Reading(quarry.key.text, quarry.key.marks)
    assert "No source is linked" in show_chain_text(unlinked)
    assert "No source is linked to what it says." in show_chain_html(unlinked)


def test_circular_reporting_ends():
    text = "abc"
    marks = (
        Mark("a", "source", "media", (Span(0, 1),)), Mark("b", "source", "media", (Span(1, 2),)),
        Mark("c", "content", None, (Span(2, 3),)),
    )  # fmt: skip
    a1 = Link("1", "attribution", {"source": "a", "content": "c"})
    a2 = Link("2", "attribution", {"source": "b", "content": "c"}, inside="1")
    a3 = Link("3", "attribution", {"source": "a", "content": "c"}, inside="2")
    told = show_chain_text(Reading(text, marks, (a1, a2, a3)))
    drawn = show_chain_html(Reading(text, marks, (a1, a2, a3)))
    assert drawn.count("<li>") == 4
    assert drawn.count(", as above") == 1
    assert told == "this paper ← a (paper or document) ← b (paper or document) ← a (paper or document), as above"  # fmt: skip


def test_two_thousand_marks_are_drawn_quickly():
    text = "Nobody said a word. " * 5000
    marks, links = [], []
    for n in range(0, 2000, 2):
        at = n * 45
        marks.append(Mark(f"s{n}", "source", "named", (Span(at, at + 40),)))
        marks.append(
            Mark(f"c{n}", "content", None, (Span(at + 20, at + 90), Span(at + 95, at + 99)))
        )
        ends = {"source": f"s{n}", "content": f"c{n}"}
        links.append(Link(f"a{n}", "attribution", ends, inside=f"a{n - 2}" if n % 8 else None))
    reading = Reading(text, tuple(marks), tuple(links))
    for show in (show_html, show_text, show_chain_html, show_chain_text):
        start = time.process_time()
        show(reading)
        assert time.process_time() - start < 1, show.__name__


def test_whys_wait_under_a_question_where_one_is_asked():
    reading = marked("He lied.", ("source.named", "He"))
    asked = show_html(reading, ask="Who told it? <Look>")
    assert "<details><summary>Who told it? &lt;Look&gt;</summary>" in asked
    assert asked.index("⟦") < asked.index("<details>") < asked.index("<ol")
    assert Page(asked).seen.replace("Who told it? <Look>", "").split() == seen(reading).split()
    assert "<details>" not in show_html(Reading("He lied."), ask="Who?")


STORY = Article("Clerk denies it\n\nThe clerk spoke. It rained. A friend said so.")


def signs_at(*signs):
    text = STORY.text
    return [(Span(text.index(one), text.index(one) + len(one)), sign) for one, sign in signs]


@pytest.mark.parametrize("styled", [True, False])
def test_signs_stand_at_the_words_in_the_sentences_that_hold_any(styled):
    signs = signs_at(("The clerk", "✓"), ("A friend", "○"), ("Clerk", ""))
    page = Page(show_signs(STORY, signs, styled=styled))
    assert page.tags.count("p") == 3
    told = page.seen.split("\n")
    assert told == [
        "headline ⟦Clerk⟧ denies it",
        "1 ⟦The clerk⟧✓ spoke.",
        "3 ⟦A friend⟧○ said so.",
    ]


def test_signs_over_two_sentences_and_across_each_other_are_drawn_in_both():
    signs = signs_at(("spoke. It rained", "✗"), ("The clerk spoke", "½"))
    page = Page(show_signs(STORY, signs))
    assert page.seen.split("\n") == ["1 ⟦The clerk ⟦spoke⟧½.⟧✗", "2 ⟦It rained⟧✗."]


def test_a_table_is_plain_html_and_a_frame_where_one_is_asked_for(quarry):
    table = table_of_attributions(quarry.key)
    page = Table.__repr__(table).split("\n")
    assert page[:2] == ["Who says what", "sentence | who | kind | says | what | when"]
    html_of = table._repr_html_()
    assert html_of.count("<tr>") == len(table.rows) + 1
    assert "<th scope='col'" in html_of
    assert list(table.frame.columns) == list(table.columns)


def test_a_table_sorted_by_a_column_leaves_out_what_has_nothing_there():
    table = Table("x", ("who", "when"), (("a", "2024-02"), ("b", ""), ("c", "2024-01")))
    assert [row[0] for row in table.sorted_by("when").rows] == ["c", "a"]


def test_counts_stand_in_words_numbers_and_bars():
    counts = Counts(Table("x", ("kind",), (("named",), ("body",), ("named",))), "kind")
    assert repr(counts) == "██ 2 named\n█ 1 body"
    assert re.sub("<[^>]*>", " ", counts._repr_html_()).split() == "named 2 ██ body 1 █".split()
    assert Counts(Table("x", ("kind",), ()), "kind")._repr_html_().count("<tr>") == 0
    assert list(counts.frame["count"]) == [2, 1]
