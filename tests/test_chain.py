"""chain: hops, roots and circles of a reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.chain import (
    chain_of,
    find_circles,
    find_hops,
    find_roots,
    hops_between,
    voice_of,
)
from mediakit.reading import PAPER, Link, Mark, Reading
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Span


def chain(*attributions, who=None):
    """A reading out of (id, source, content, inside) tuples."""
    names = dict.fromkeys(name for one in attributions for name in one[1:3])
    contents = {one[2] for one in attributions}
    marks = tuple(
        Mark(
            name, "content" if name in contents else "source", None if name in contents else "named",
            (Span(n, n + 1),), who=(who or {}).get(name),
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    links = tuple(
        Link(one, "attribution", {"source": source, "content": content}, inside=inside)
        for one, source, content, inside in attributions
    )
    return Reading("x" * 50, marks, links)


PASSED_ON = chain(("a-radio", "radio", "move", None), ("a-clerk", "clerk", "move", "a-radio"))


def pairs(reading):
    return [(hop.voice, hop.leans_on) for hop in find_hops(reading)]


def test_an_outlet_and_the_source_it_cites_are_two_hops():
    assert pairs(PASSED_ON) == [(PAPER, "radio"), ("radio", "clerk")]
    assert [hop.attribution for hop in find_hops(PASSED_ON)] == ["a-radio", "a-clerk"]


def test_the_paper_is_the_outermost_voice_of_every_chain():
    assert chain_of(PASSED_ON, "a-radio") == (PAPER, "radio")
    assert chain_of(PASSED_ON, "a-clerk") == (PAPER, "radio", "clerk")


def test_the_principal_of_the_innermost_attribution_is_the_root():
    assert find_roots(PASSED_ON) == ("clerk",)


def test_a_voice_told_twice_is_one_root():
    reading = chain(
        ("a", "lund", "x", None), ("b", "she", "y", None), who={"lund": "l", "she": "l"}
    )
    assert find_roots(reading) == ("l",)
    assert pairs(reading) == [(PAPER, "l")]


def test_roots_can_be_asked_of_one_content():
    reading = chain(("a", "lund", "x", None), ("b", "mayor", "y", None), ("c", "clerk", "y", None))
    assert find_roots(reading, "y") == ("mayor", "clerk")
    assert find_roots(reading, "x") == ("lund",)
    assert find_roots(reading) == ("lund", "mayor", "clerk")


def test_three_outlets_that_cite_one_source_have_one_root():
    outlets = [(f"o{n}", f"outlet{n}", "x", None) for n in range(3)]
    inner = [(f"i{n}", f"aide{n}", "x", f"o{n}") for n in range(3)]
    reading = chain(*outlets, *inner, who={f"aide{n}": "aide" for n in range(3)})
    assert find_roots(reading) == ("aide",)
    assert len(find_hops(reading)) == 6


def test_a_voice_that_cites_itself_makes_no_hop():
    reading = chain(("a", "lund", "x", None), ("b", "she", "x", "a"), who={"lund": "l", "she": "l"})
    assert pairs(reading) == [(PAPER, "l")]


def test_a_reading_without_attributions_has_no_chain():
    reading = Reading("x")
    assert (find_hops(reading), find_roots(reading), find_circles(reading)) == ((), (), ())


def test_the_paper_is_its_own_voice():
    assert voice_of(PASSED_ON, PAPER) == PAPER
    with pytest.raises(KeyError, match="nobody"):
        voice_of(PASSED_ON, "nobody")


def test_hops_among_some_nodes_come_as_pairs_of_those_nodes():
    reading = chain(
        ("a", "radio", "x", None), ("b", "clerk", "x", "a"), ("c", "she", "y", None),
        who={"clerk": "c", "she": "c"},
    )  # fmt: skip
    hops = hops_between(reading, [PAPER, "radio", "clerk"])
    assert [hop[:2] for hop in hops] == [(PAPER, "radio"), ("radio", "clerk"), (PAPER, "clerk")]
    assert hops_between(PASSED_ON, [PAPER, "clerk"]) == ()
    assert hops_between(PASSED_ON, []) == ()


def test_two_outlets_that_cite_each_other_are_a_circle():
    reading = chain(
        ("a", "radio", "x", None), ("b", "daily", "x", "a"),
        ("c", "daily2", "x", None), ("d", "radio2", "x", "c"),
        who={"radio": "r", "radio2": "r", "daily": "d", "daily2": "d"},
    )  # fmt: skip
    assert [set(circle) for circle in find_circles(reading)] == [{"r", "d"}]


def test_a_straight_chain_has_no_circle():
    assert find_circles(PASSED_ON) == ()


def test_attributions_inside_each_other_end():
    reading = chain(("a", "radio", "x", "b"), ("b", "daily", "x", "a"))
    assert len(find_circles(reading)) == 1
    assert find_roots(reading) == ()
    assert set(chain_of(reading, "a")) == {PAPER, "radio", "daily"}


@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 5)), max_size=6))
def test_any_nest_of_attributions_ends_and_names_only_its_voices(shape):
    links = [
        (
            f"a{n}",
            f"s{source}",
            "x",
            f"a{inside}" if inside is not None and inside < len(shape) else None,
        )
        for n, (source, inside) in enumerate(shape)
    ]
    reading = chain(*links)
    voices = {PAPER, *(source for _, source, _, _ in links)}
    assert {voice for pair in pairs(reading) for voice in pair} <= voices
    assert set(find_roots(reading)) <= voices
    assert {voice for circle in find_circles(reading) for voice in circle} <= voices - {PAPER}
    assert all(chain_of(reading, one[0])[0] == PAPER for one in links)


@pytest.mark.parametrize("slug", case_slugs())
def test_every_chain_of_a_story_runs_from_the_paper_to_a_voice_of_the_key(slug):
    key = load_case(slug).key
    voices = {source.voice for source in key.labelled("source")}
    for link in key.links_of("attribution"):
        first, *rest = chain_of(key, link.id)
        assert first == PAPER
        assert rest[-1] == voice_of(key, link.ends["source"])
        assert set(rest) <= voices
    assert set(find_roots(key)) <= voices
