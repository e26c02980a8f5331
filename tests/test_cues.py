"""Cue lists: every cue fires on its example and holds on its counterexample."""

import re

import pytest

from mediakit.analyser import read
from mediakit.analyser.cues import STOP, TELLING, CueTrie, load_cues, load_forms, load_trie
from mediakit.reading import LINK_ENDS

CUES = load_cues()
FIRING = [cue for cue in CUES if cue.kind not in (STOP, TELLING)]
STOPS = [cue for cue in CUES if cue.kind == STOP]


def named(cues):
    return {"argvalues": cues, "ids": [cue.rule for cue in cues]}


def words_of(text):
    return [word.lower().replace("’", "'") for word in re.findall(r"[\w’'-]+|\S", text)]


def marked_by(reading, cue):
    """The marks of a cue's label that its rule made."""
    return [mark for mark in reading.labelled(cue.label) if mark.rule == cue.rule]


@pytest.mark.parametrize("cue", **named(FIRING))
def test_every_cue_fires_on_its_example(cue):
    found = marked_by(read(cue.example), cue)
    assert found, [(mark.rule, mark.kind) for mark in read(cue.example).labelled(cue.label)]
    assert {mark.kind for mark in found} <= {cue.kind, "collective", "unnamed", "partial"}


@pytest.mark.parametrize("cue", **named(FIRING))
def test_every_cue_holds_on_its_counterexample(cue):
    reading = read(cue.counterexample)
    assert not marked_by(reading, cue), [reading.words(m) for m in marked_by(reading, cue)]


@pytest.mark.parametrize("cue", **named(FIRING))
def test_a_counterexample_resembles_its_cue(cue):
    """It begins a word as one of the cue's words begins, or it would hold for want of anything to fire."""
    parts = {word.strip("<>")[:3].lower() for phrase in cue.words for word in phrase.split()}
    parts |= {form[:3] for part in cue.words for form in load_forms().get(part.strip("<>"), ())}
    assert parts & {word[:3] for word in words_of(cue.counterexample)}


@pytest.mark.parametrize("cue", **named(STOPS))
def test_every_stop_phrase_silences_its_example_and_says_why(cue):
    trie = CueTrie([cue], load_forms())
    words = words_of(cue.example)
    assert trie.find(words)
    assert not trie.find(words_of(cue.counterexample))
    label = cue.of.partition(".")[0] or cue.label
    covered = [" ".join(words[m.first : m.last]) for m in trie.find(words)]
    reading = read(cue.example)
    inside = [
        mark for mark in reading.labelled(label) if any(
            reading.words(mark).lower().replace("’", "'") in one for one in covered)
    ]  # fmt: skip
    assert not inside, [reading.words(mark) for mark in inside]
    assert label in {"source", "cue", "quote", "content", "denial", "own", "hedge", *LINK_ENDS}


def test_examples_are_not_repeated():
    examples = [cue.example for cue in CUES]
    assert len(examples) == len(set(examples))


def test_a_gap_takes_two_words_and_no_more():
    cue = STOPS[0].__class__("x", "hedge", "modal", ("so * may",), "w", "e", "c")
    trie = CueTrie([cue], {})
    assert [m[:2] for m in trie.find("so that they may".split())] == [(0, 4)]
    assert trie.find("so that all of may".split()) == []
    assert trie.find("so , may".split()) == []


def test_the_trie_is_read_once():
    assert load_trie() is load_trie()
