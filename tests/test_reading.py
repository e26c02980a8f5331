"""reading: labelled marks, links and lookalikes, and what holds them together."""

import pytest

from mediakit.data import load_labels
from mediakit.errors import DataError
from mediakit.reading import (
    Link,
    Lookalike,
    Mark,
    Reading,
    check_reading,
)
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Span

TEXT = "Two guards said it was false."
GUARDS = Mark("guards", "source", "unnamed", (Span(0, 10),))
SAID = Mark("said", "cue", "plain", (Span(11, 15),))
FALSE = Mark("false", "content", None, (Span(16, 28),))
TIE = Link("tie", "attribution", {"source": "guards", "content": "false", "cue": "said"})
READING = Reading(TEXT, (FALSE, GUARDS, SAID), (TIE,), (Lookalike("l", "cue", (Span(16, 18),)),))

LABELS = load_labels()


# ── asking a reading ─────────────────────────────────────────────────────────


def test_marks_and_links_are_found_by_their_ids():
    assert READING.mark("said") is SAID
    assert READING.link("tie") is TIE
    assert (TIE.end("cue"), TIE.end("quote")) == ("said", None)


@pytest.mark.parametrize("missing", ["tie", "Said", "l"])
def test_a_mark_that_is_not_there_is_a_key_error(missing):
    with pytest.raises(KeyError, match=missing):
        READING.mark(missing)


def test_a_link_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError, match="said"):
        READING.link("said")


def test_marks_of_a_label_come_in_the_order_of_the_text():
    late = Mark("late", "source", "named", (Span(16, 18),))
    reading = Reading(TEXT, (late, SAID, GUARDS))
    assert reading.labelled("source") == (GUARDS, late)
    assert reading.labelled("hedge") == ()


def test_links_of_a_type_come_as_written():
    other = Link("other", "speaker", {"quote": "false", "source": "guards"})
    reading = Reading(TEXT, READING.marks, (other, TIE))
    assert reading.links_of("attribution") == (TIE,)
    assert reading.links_of("hedges") == ()


def test_the_pieces_of_a_broken_mark_are_shown_with_an_ellipsis():
    broken = Mark("m", "cue", "plain", (Span(0, 3), Span(11, 15)))
    assert READING.words(broken) == "Two … said"
    assert (broken.start, broken.hull) == (0, Span(0, 15))


def test_a_source_without_a_who_is_a_voice_of_its_own():
    assert GUARDS.voice == "guards"
    assert Mark("m", "source", "named", (Span(0, 3),), who="lund").voice == "lund"


def test_a_lookalike_has_the_label_it_could_be_taken_for():
    assert Lookalike("l", "source.hidden", ()).label == "source"
    assert Lookalike("l", "cue", ()).label == "cue"


# ── what holds together ──────────────────────────────────────────────────────


def test_a_sound_reading_passes():
    check_reading(READING, "key.toml")


@pytest.mark.parametrize("slug", case_slugs())
def test_the_key_of_every_story_passes(slug):
    check_reading(load_case(slug).key, slug)


def source(**changes):
    return Mark(**{"id": "m", "label": "source", "kind": "named", "spans": (Span(0, 3),)} | changes)


def tie(**changes):
    return Link(**{"id": "k", "type": "attribution", "ends": dict(TIE.ends)} | changes)


@pytest.mark.parametrize(
    ("more", "place", "told"),
    [
        (source(label="sorce"), 'mark "m"', '"source"'),
        (source(kind="unamed"), 'mark "m"', '"unnamed"'),
        (source(kind=None), 'mark "m"', "needs a kind"),
        (source(id="guards"), 'mark "guards"', "twice"),
        (source(id="tie"), 'link "tie"', "twice"),
        (source(spans=()), 'mark "m"', "no words"),
        (source(spans=(Span(3, 3),)), 'mark "m"', "(3, 3)"),
        (source(spans=(Span(5, 3),)), 'mark "m"', "(5, 3)"),
        (source(spans=(Span(-1, 3),)), 'mark "m"', "(-1, 3)"),
        (source(spans=(Span(0, 99),)), 'mark "m"', "(0, 99)"),
        (source(core=(Span(0, 99),)), 'mark "m"', "(0, 99)"),
        (source(told={"name": "yes"}), 'mark "m"', "number, role, access, reason"),
        (source(told={"role": "maybe"}), 'mark "m"', "yes, partly or no"),
        (source(also=("unamed",)), 'mark "m", also', '"unnamed"'),
        (source(flags=("offical",)), 'mark "m"', "official"),
        (Lookalike("x", "hedge.modul", (Span(0, 3),)), 'lookalike "x"', '"modal"'),
        (Lookalike("x", "hegde", (Span(0, 3),)), 'lookalike "x"', '"hedge"'),
        (tie(type="atribution"), 'link "k"', "attribution"),
        (tie(ends={"source": "guards"}), 'link "k"', "content is missing"),
        (tie(ends={}), 'link "k"', "source and content"),
        (tie(ends={"source": "guard", "content": "false"}), 'link "k"', '"guards"'),
        (tie(ends={"source": "l", "content": "false"}), 'link "k"', '"l"'),
        (tie(inside="tye"), 'link "k"', "tie"),
        (Link("k", "answers", {"denial": "false", "content": "false"}, leaves=("no",)), 'link "k"', "leaves"),
        (Link("k", "hedges", {"by": "said", "of": "false"}, place="onn"), 'link "k"', "distance"),
        (Link("k", "hedges", {"by": "said", "of": "false"}, place="on", holder="guardz"), 'link "k"', "guards"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_told_with_its_place(more, place, told):
    marks = [*READING.marks, *([more] if isinstance(more, Mark) else [])]
    links = [*READING.links, *([more] if isinstance(more, Link) else [])]
    looks = [*READING.lookalikes, *([more] if isinstance(more, Lookalike) else [])]
    with pytest.raises(DataError) as caught:
        check_reading(Reading(TEXT, tuple(marks), tuple(links), tuple(looks)), "key.toml")
    assert caught.value.place.startswith(f"key.toml, {place}")
    assert told in str(caught.value)


def test_marks_may_nest_cross_and_coincide():
    spans = [(0, 10), (0, 3), (2, 12), (0, 10)]
    marks = tuple(source(id=f"m{n}", spans=(Span(*span),)) for n, span in enumerate(spans))
    check_reading(Reading(TEXT, marks), "key.toml")
