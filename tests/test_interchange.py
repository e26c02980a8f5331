"""interchange: readings as JSON, and JSON that is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reading import LABELS, READING, TEXT, TIE

from mediakit.errors import DataError
from mediakit.interchange import reading_from_json, reading_to_json
from mediakit.reading import LINK_ENDS, TOLD, Link, Lookalike, Mark, Reading
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Span


@st.composite
def readings(draw):
    text = draw(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40))
    words = st.text(st.characters(exclude_categories=[]), max_size=8)
    maybe = st.none() | words.filter(bool)
    place = st.integers(0, len(text) - 1)
    span = place.flatmap(lambda a: st.integers(a + 1, len(text)).map(lambda b: Span(a, b)))
    spans = st.lists(span, min_size=1, max_size=3).map(tuple)
    core = st.lists(span, max_size=2).map(tuple)
    ids = [f"i{n}" for n in range(draw(st.integers(1, 5)))]
    marks = []
    for one in ids:
        label = draw(st.sampled_from(sorted(LABELS)))
        kinds = st.sampled_from(sorted(LABELS[label].kinds) or [None])
        marks.append(
            Mark(
                one, label, draw(kinds), draw(spans), core=draw(core),
                flags=tuple(sorted(draw(st.sets(st.sampled_from(LABELS[label].flags))))) if LABELS[label].flags else (),
                who=draw(maybe), event=draw(maybe),
                told=draw(st.dictionaries(st.sampled_from(TOLD), st.sampled_from(["yes", "partly", "no"]))),
                also=tuple(draw(st.lists(kinds, max_size=1))) if LABELS[label].kinds else (),
                contested=draw(st.booleans()), why=draw(words), rule=draw(words),
            )
        )  # fmt: skip
    end = st.sampled_from(ids)
    links = []
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(sorted(LINK_ENDS)))
        names = LINK_ENDS[kind] if draw(st.booleans()) else LINK_ENDS[kind][:2]
        links.append(
            Link(
                f"k{number}", kind, {name: draw(end) for name in names},
                inside="k0" if number and draw(st.booleans()) else None,
                when=draw(st.none() | st.just("2026-01-02")),
                leaves=tuple(draw(st.lists(end, max_size=2))) if kind == "answers" else (),
                place=draw(st.sampled_from([None, "in", "on", "marks", "distance"])),
                holder=draw(st.sampled_from([None, "paper", "unclear", *ids])),
                contested=draw(st.booleans()), why=draw(words),
            )
        )  # fmt: skip
    looks = tuple(
        Lookalike(f"l{n}", draw(st.sampled_from(["source", "hedge.modal", "content"])), draw(spans), draw(core), draw(words), draw(words))
        for n in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    return Reading(text, tuple(marks), tuple(links), looks)


def test_a_reading_has_the_json_of_the_design():
    looks = Lookalike("l", "cue", (Span(16, 18),), why="It isn't.", rule="r")
    data = reading_to_json(Reading(TEXT, READING.marks, (TIE,), (looks,)))
    assert data["text"] == TEXT
    assert data["marks"][1] == {
        "id": "guards", "label": "source", "kind": "unnamed", "flags": [], "who": None,
        "spans": [[0, 10]], "rule": "", "why": "",
    }  # fmt: skip
    assert data["links"] == [
        {"id": "tie", "type": "attribution", "source": "guards", "cue": "said", "content": "false", "inside": None}
    ]  # fmt: skip
    assert data["lookalikes"] == [
        {"id": "l", "of": "cue", "spans": [[16, 18]], "rule": "r", "why": "It isn't."}
    ]


def test_the_text_can_be_left_out_of_the_json():
    assert "text" not in reading_to_json(READING, with_text=False)


@given(readings())
def test_any_reading_survives_json(reading):
    data = json.loads(json.dumps(reading_to_json(reading)))
    assert reading_from_json(data) == reading
    data.pop("text")
    assert reading_from_json(data, text=reading.text) == reading


@pytest.mark.parametrize("slug", case_slugs())
def test_the_key_of_every_story_survives_json(slug):
    key = load_case(slug).key
    assert reading_from_json(json.loads(json.dumps(reading_to_json(key)))) == key


def test_the_design_s_example_is_a_reading():
    data = {
        "doc_id": "x",
        "text": "0123456789" * 6,
        "marks": [
            {"id": "m1", "label": "source", "kind": "unnamed", "flags": [], "who": None, "spans": [[10, 31]], "rule": "r", "why": "w"},
            {"id": "m3", "label": "content", "kind": None, "spans": [[31, 40]]},
        ],
        "lookalikes": [{"of": "hedge", "spans": [[50, 53]], "rule": "r", "why": "w"}],
        "links": [{"type": "attribution", "source": "m1", "cue": None, "content": "m3", "inside": None}],
    }  # fmt: skip
    reading = reading_from_json(data)
    assert reading.mark("m1").spans == (Span(10, 31),)
    assert reading.lookalikes[0].label == "hedge"
    assert reading.links[0].end("cue") is None


MARK = {"id": "m", "label": "source", "kind": "named", "spans": [[0, 3]]}
LINK = {"id": "k", "type": "speaker", "quote": "m", "source": "m"}


@pytest.mark.parametrize(
    "data",
    [
        None, 5, [], "text", {}, {"marks": []},
        {"text": TEXT, "marks": 5}, {"text": TEXT, "marks": [5]}, {"text": TEXT, "marks": [{}]},
        {"text": TEXT, "links": [{}]}, {"text": TEXT, "lookalikes": ["x"]},
        *({"text": TEXT, "marks": [MARK | change]} for change in (
            {"spans": 5}, {"spans": [5]}, {"spans": [[0]]}, {"spans": [[0, 1, 2]]}, {"spans": [["a", "b"]]},
            {"spans": [[0, None]]}, {"spans": []}, {"spans": [[0, 10**9]]}, {"spans": [[0, float("inf")]]},
            {"spans": [[0, float("nan")]]}, {"label": None}, {"label": ["source"]}, {"kind": ["named"]},
            {"told": 5}, {"told": {"role": ["yes"]}}, {"told": {"role": True}},
            {"also": 5}, {"flags": 5}, {"core": [[0, 99]]},
        )),
        *({"text": TEXT, "marks": [MARK], "links": [LINK | change]} for change in (
            {"type": None}, {"type": ["speaker"]}, {"source": "x"}, {"source": ["m"]}, {"inside": ["m"]},
            {"type": "answers", "denial": "m", "content": "m", "leaves": [["m"]]}, {"leaves": 5},
        )),
    ],
    ids=lambda data: str(data)[-60:],
)  # fmt: skip
def test_json_that_is_no_reading_is_a_data_error_and_nothing_else(data):
    with pytest.raises(DataError):
        reading_from_json(data)
