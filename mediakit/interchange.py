"""A reading as JSON: the form in which readings leave and enter the program.

Offsets are Python string indices into the text, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mediakit.data import expecting
from mediakit.reading import LINK_ENDS, Link, Lookalike, Mark, Reading, check_reading
from mediakit.text import Span


def reading_to_json(reading: Reading, *, with_text: bool = True) -> dict[str, Any]:
    """A reading as plain data: the analyser's JSON, with a key's extra fields where it has them.

    Offsets are Python string indices into ``text``, the end exclusive.
    """
    data: dict[str, Any] = {"text": reading.text} if with_text else {}
    data["marks"] = [_mark_to_json(mark) for mark in reading.marks]
    data["lookalikes"] = [
        _without_empty(
            {"id": one.id, "of": one.of, "spans": _pairs(one.spans), "core": _pairs(one.core),
             "rule": one.rule, "why": one.why},
            keep=("id", "of", "spans"),
        )
        for one in reading.lookalikes
    ]  # fmt: skip
    data["links"] = [_link_to_json(link) for link in reading.links]
    return data


def _mark_to_json(mark: Mark) -> dict[str, Any]:
    data = {
        "id": mark.id, "label": mark.label, "kind": mark.kind, "flags": list(mark.flags),
        "who": mark.who, "spans": _pairs(mark.spans), "rule": mark.rule, "why": mark.why,
        "core": _pairs(mark.core), "event": mark.event, "told": dict(mark.told),
        "also": list(mark.also), "contested": mark.contested, "earned": dict(mark.earned),
        "terms": mark.terms,
    }  # fmt: skip
    return _without_empty(
        data, keep=("id", "label", "kind", "flags", "who", "spans", "rule", "why")
    )


def _link_to_json(link: Link) -> dict[str, Any]:
    data: dict[str, Any] = {"id": link.id, "type": link.type}
    data |= {name: link.ends.get(name) for name in LINK_ENDS[link.type]}
    extra = {
        "inside": link.inside, "when": link.when, "leaves": list(link.leaves), "place": link.place,
        "holder": link.holder, "contested": link.contested, "why": link.why,
    }  # fmt: skip
    keep = {"attribution": ("inside",), "answers": ("leaves",), "hedges": ("place", "holder")}
    return data | _without_empty(extra, keep=keep.get(link.type, ()))


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]


def _without_empty(data: dict[str, Any], *, keep: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value or name in keep}


def reading_from_json(data: Mapping[str, Any], *, text: str | None = None) -> Reading:
    """The reading that ``reading_to_json`` wrote; raises DataError where the data is none.

    >>> reading = Reading("He lied.", (Mark("m1", "source", "named", (Span(0, 2),)),))
    >>> reading_from_json(reading_to_json(reading)) == reading
    True
    """
    with expecting("reading"):
        reading = Reading(
            str(data["text"]) if text is None else text,
            tuple(_mark_from_json(one) for one in data.get("marks", ())),
            tuple(_link_from_json(one, number) for number, one in enumerate(data.get("links", ()))),
            tuple(
                Lookalike(
                    str(one.get("id", f"l{number}")),
                    str(one["of"]),
                    _spans(one["spans"]),
                    _spans(one.get("core", ())),
                    str(one.get("why", "")),
                    str(one.get("rule", "")),
                )
                for number, one in enumerate(data.get("lookalikes", ()))
            ),
        )
        check_reading(reading, "reading")
    return reading


def _mark_from_json(one: Mapping[str, Any]) -> Mark:
    return Mark(
        id=str(one["id"]),
        label=str(one["label"]),
        kind=one.get("kind"),
        spans=_spans(one["spans"]),
        core=_spans(one.get("core", ())),
        flags=tuple(one.get("flags", ())),
        who=one.get("who"),
        event=one.get("event"),
        told=dict(one.get("told", {})),
        also=tuple(one.get("also", ())),
        contested=bool(one.get("contested", False)),
        why=str(one.get("why", "")),
        rule=str(one.get("rule", "")),
        earned=dict(one.get("earned", {})),
        terms=one.get("terms"),
    )


def _link_from_json(one: Mapping[str, Any], number: int) -> Link:
    link_type = str(one["type"])
    return Link(
        id=str(one.get("id", f"k{number}")),
        type=link_type,
        ends={n: str(one[n]) for n in LINK_ENDS.get(link_type, ()) if one.get(n) is not None},
        inside=one.get("inside"),
        when=one.get("when"),
        leaves=tuple(one.get("leaves", ())),
        place=one.get("place"),
        holder=one.get("holder"),
        contested=bool(one.get("contested", False)),
        why=str(one.get("why", "")),
    )


def _spans(pairs: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in pairs)
