"""A reading: labelled marks over one text, links between them, and lookalikes passed over.

A key, a student's answer and the analyser's output are all readings, so whatever compares or draws
one does so with all three. Where readings come from is left to the modules above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mediakit.data import check_label, load_labels
from mediakit.errors import DataError, did_you_mean
from mediakit.text import Span, join_words

#: The ends of each type of link. The first two must be there, a third may be missing.
LINK_ENDS: Mapping[str, tuple[str, ...]] = {
    "attribution": ("source", "content", "cue"),
    "speaker": ("quote", "source"),
    "answers": ("denial", "content"),
    "hedges": ("by", "of"),
}
#: What a reader can be told about a source without a name.
TOLD = ("number", "role", "access", "reason")
#: Tests that a source without a name can be put to: does it give facts and not opinion, could nobody
#: else have given them, was it in a position to know, does the page say why there is no name (AP's
#: tests as Quill 2014 gives them, and SPJ's "explain why").
EARNED = ("facts", "need", "position", "reason")
#: The terms on which somebody speaks, as this course uses the words (AP's definitions).
TERMS = ("on-record", "background", "deep-background", "off-record")
#: Where a hedge can be: in what is said, on the saying, by the marks, by distance.
PLACES = ("in", "on", "marks", "distance")
#: The outlet that prints the article: the outermost node of every chain, and no mark.
PAPER = "paper"
_PRONOUNS = frozenset("he her him it she they".split())


@dataclass(frozen=True)
class Mark:
    """A labelled stretch of text, in one or more pieces.

    ``core`` is what a student's mark must contain (all pieces where nothing else is said); ``who``
    joins the names of one voice, ``event`` one act told several times; ``told`` says what the
    reader learns about an unnamed source, ``earned`` how it does in the tests for leaving out a name
    (yes, no, or open where the page doesn't tell), ``terms`` on which terms it speaks; ``also`` holds other kinds that get full credit;
    ``rule`` is the analyser's, ``why`` a sentence for people.
    """

    id: str
    label: str
    kind: str | None
    spans: tuple[Span, ...]
    core: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()
    who: str | None = None
    event: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    contested: bool = False
    why: str = ""
    rule: str = ""
    earned: Mapping[str, str] = field(default_factory=dict)
    terms: str | None = None

    @property
    def start(self) -> int:
        """Where the first piece starts."""
        return self.spans[0].start

    @property
    def hull(self) -> Span:
        """From the first piece's start to the last one's end."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def voice(self) -> str:
        """The voice a source belongs to: ``who``, or the mark's own id."""
        return self.who or self.id


@dataclass(frozen=True)
class Lookalike:
    """A stretch that looks like a mark and is none; ``of`` is a label or ``label.kind``."""

    id: str
    of: str
    spans: tuple[Span, ...]
    core: tuple[Span, ...] = ()
    why: str = ""
    rule: str = ""

    @property
    def label(self) -> str:
        """The label it could be taken for."""
        return self.of.partition(".")[0]


@dataclass(frozen=True)
class Link:
    """A tie between marks: see ``LINK_ENDS`` for the types and their ends.

    ``inside`` is the attribution that passes this one on; ``leaves`` are the contents that a denial
    leaves standing; ``place`` and ``holder`` say where a hedge is and whose.
    """

    id: str
    type: str
    ends: Mapping[str, str]
    inside: str | None = None
    when: str | None = None
    leaves: tuple[str, ...] = ()
    place: str | None = None
    holder: str | None = None
    contested: bool = False
    why: str = ""

    def end(self, name: str) -> str | None:
        """The id at one end, or None where that end is missing."""
        return self.ends.get(name)


@dataclass(frozen=True)
class Reading:
    """Marks, links and lookalikes over one text; a value, never changed in place.

    >>> reading = Reading("He lied.", (Mark("m1", "source", "named", (Span(0, 2),)),))
    >>> reading.words(reading.mark("m1"))
    'He'
    """

    text: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()

    def mark(self, mark_id: str) -> Mark:
        """The mark with an id; raises KeyError where there is none."""
        for mark in self.marks:
            if mark.id == mark_id:
                return mark
        raise KeyError(mark_id)

    def link(self, link_id: str) -> Link:
        """The link with an id; raises KeyError where there is none."""
        for link in self.links:
            if link.id == link_id:
                return link
        raise KeyError(link_id)

    def called(self, source: Mark) -> str:
        """A source by its main words; a pronoun by the first words that the text has for that voice.

        >>> marks = (Mark("m", "source", "named", (Span(5, 8),), who="a"),)
        >>> reading = Reading("Said Ada. She left.", (*marks, Mark("n", "source", "named", (Span(10, 13),), who="a")))
        >>> [reading.called(mark) for mark in reading.marks]
        ['Ada', 'Ada']
        """
        voices = [source, *(one for one in self.labelled("source") if one.voice == source.voice)]
        names = [join_words(self.text[a:b] for a, b in one.core or one.spans) for one in voices]
        return next((name for name in names if name.lower() not in _PRONOUNS), names[0])

    def labelled(self, label: str) -> tuple[Mark, ...]:
        """The marks of one label, in the order of the text."""
        return tuple(sorted((m for m in self.marks if m.label == label), key=lambda m: m.spans))

    def words(self, item: Mark | Lookalike) -> str:
        """The words of a mark or lookalike, its pieces joined by an ellipsis."""
        return join_words(self.text[start:end] for start, end in item.spans)

    def links_of(self, link_type: str) -> tuple[Link, ...]:
        """The links of one type, in the order they were written."""
        return tuple(link for link in self.links if link.type == link_type)


def cut_reading(reading: Reading, span: Span) -> Reading:
    """The part of a reading that lies inside a span, offsets counted from the span's start.

    Marks that reach beyond the span and links to marks outside it are left out.

    >>> reading = Reading("No. He lied.", (Mark("m1", "source", "named", (Span(4, 6),)),))
    >>> cut_reading(reading, Span(4, 12)).marks[0].spans
    (Span(start=0, end=2),)
    """

    def shift(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(start - span.start, end - span.start) for start, end in spans)

    def inside(item: Mark | Lookalike) -> bool:
        return all(span.contains(piece) for piece in item.spans)

    marks = [
        replace(m, spans=shift(m.spans), core=shift(m.core)) for m in reading.marks if inside(m)
    ]
    alike = [
        replace(o, spans=shift(o.spans), core=shift(o.core))
        for o in reading.lookalikes
        if inside(o)
    ]
    kept = {mark.id for mark in marks}
    links = {link.id: link for link in reading.links}
    while dropped := [
        link for link in links.values()
        if not {*link.ends.values(), *link.leaves} <= kept | set(links)
        or (link.inside and link.inside not in links)
    ]:  # fmt: skip
        for link in dropped:
            del links[link.id]
    return Reading(
        reading.text[span.start : span.end], tuple(marks), tuple(links.values()), tuple(alike)
    )


def check_reading(reading: Reading, place: str) -> None:
    """Raise DataError unless labels, kinds, ids, spans and the ends of links hold together."""
    ids: set[str] = set()
    everything: list[Mark | Lookalike | Link] = [
        *reading.marks,
        *reading.lookalikes,
        *reading.links,
    ]
    for item in everything:
        here = f'{place}, {type(item).__name__.lower()} "{item.id}"'
        if item.id == PAPER:
            raise DataError(here, f'"{PAPER}" is the outlet that prints the story.')
        if item.id in ids:
            raise DataError(here, "this id is used twice.", next_step="Give it one of its own.")
        ids.add(item.id)
        if isinstance(item, Mark):
            check_label(item.label, item.kind, here)
            _check_table(item.told, TOLD, ("yes", "partly", "no"), f"{here}, told")
            _check_table(item.earned, EARNED, ("yes", "no", "open"), f"{here}, earned")
            if item.terms is not None and item.terms not in TERMS:
                raise DataError(
                    here, f'terms is "{item.terms}".', allowed=f"There are: {', '.join(TERMS)}."
                )
            for kind in item.also:
                check_label(item.label, kind, f"{here}, also")
            flags = load_labels()[item.label].flags
            if not set(item.flags) <= set(flags):
                raise DataError(
                    here,
                    f"flags holds {', '.join(item.flags)}.",
                    allowed=f"There are: {', '.join(flags)}." if flags else "There are none here.",
                )
        if isinstance(item, Lookalike):
            label, _, kind = item.of.partition(".")
            if kind:
                check_label(label, kind, here)
            elif label not in LINK_ENDS:
                check_label(label, next(iter(_kinds_of(label)), None), here)
        if not isinstance(item, Link):
            for span in (*item.spans, *item.core):
                if not 0 <= span.start < span.end <= len(reading.text):
                    raise DataError(here, f"{tuple(span)} is no stretch of the text.")
            if not item.spans:
                raise DataError(here, "it has no words.")
    tied = {mark.id for mark in reading.marks} | {link.id for link in reading.links}
    voices = {mark.voice for mark in reading.labelled("source")}
    for link in reading.links:
        here = f'{place}, link "{link.id}"'
        _check_link(link, tied, here)
        if link.place is not None and link.place not in PLACES:
            raise DataError(
                here, f'place is "{link.place}".', allowed=f"There are: {', '.join(PLACES)}."
            )
        holders = {PAPER, "unclear", *voices, *tied}
        if link.holder is not None and link.holder not in holders:
            raise DataError(
                here, f'holder is "{link.holder}".', allowed=did_you_mean(link.holder, holders)
            )


def _check_table(
    table: Mapping[str, str], names: tuple[str, ...], values: tuple[str, ...], here: str
) -> None:
    """Raise DataError where a small table of a mark holds a name or a value that means nothing."""
    if not set(table) <= set(names) or not set(table.values()) <= set(values):
        raise DataError(
            here,
            f"it holds {dict(table)}.",
            allowed=f"It tells {', '.join(names)}, each {', '.join(values[:-1])} or {values[-1]}.",
        )


def _kinds_of(label: str) -> Iterable[str]:
    return load_labels()[label].kinds if label in load_labels() else ()


def _check_link(link: Link, ids: set[str], here: str) -> None:
    if link.type not in LINK_ENDS:
        raise DataError(
            here, f'there is no type "{link.type}".', allowed=f"There are: {', '.join(LINK_ENDS)}."
        )
    required = LINK_ENDS[link.type][:2]
    missing = [name for name in required if name not in link.ends]
    if missing:
        raise DataError(here, f"{' and '.join(missing)} is missing.", next_step="Name the mark.")
    named = {**link.ends, **({"inside": link.inside} if link.inside else {})}
    for name, target in [*named.items(), *(("leaves", one) for one in link.leaves)]:
        if target not in ids:
            raise DataError(
                here, f'{name} = "{target}" is no id here.', next_step=did_you_mean(target, ids)
            )
