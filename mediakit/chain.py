"""The sourcing chain of any reading: who leans on whom, how far back, and to how many roots.

An attribution inside another is passed on by it; the paper that prints the article is the outermost
voice. Drawing is left to ``show``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mediakit.reading import PAPER, Link, Reading


@dataclass(frozen=True)
class Hop:
    """One step of a chain: a voice leans on another for the content of an attribution.

    Voices are ``who`` of a source mark or its id, and ``paper``.
    """

    voice: str
    leans_on: str
    attribution: str


def find_hops(reading: Reading) -> tuple[Hop, ...]:
    """Every hop of a reading, in the order its attributions were written, each pair once.

    >>> from mediakit.reading import Mark
    >>> from mediakit.text import Span
    >>> marks = (Mark("s", "source", "named", (Span(0, 2),)), Mark("c", "content", None, (Span(8, 12),)))
    >>> link = Link("a", "attribution", {"source": "s", "content": "c"})
    >>> [(hop.voice, hop.leans_on) for hop in find_hops(Reading("He said hmmm", marks, (link,)))]
    [('paper', 's')]
    """
    hops: dict[tuple[str, str], Hop] = {}
    for hop in _all_hops(reading):
        hops.setdefault((hop.voice, hop.leans_on), hop)
    return tuple(hops.values())


def _all_hops(reading: Reading) -> Iterator[Hop]:
    """The hop of every attribution, in the order they were written."""
    links = {link.id: link for link in reading.links_of("attribution")}
    for link in links.values():
        outer = links.get(link.inside) if link.inside else None
        voice = PAPER if outer is None else voice_of(reading, outer.ends["source"])
        leans_on = voice_of(reading, link.ends["source"])
        if voice != leans_on:
            yield Hop(voice, leans_on, link.id)


def voice_of(reading: Reading, node: str) -> str:
    """The voice of a source's mark id; ``paper`` is its own."""
    return PAPER if node == PAPER else reading.mark(node).voice


def hops_between(reading: Reading, nodes: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """The hops among some nodes (mark ids of sources, or ``paper``), with their attributions.

    A pair is given once for each attribution that makes it.
    """
    node_of = {voice_of(reading, node): node for node in nodes}
    return tuple(
        (node_of[hop.voice], node_of[hop.leans_on], hop.attribution)
        for hop in _all_hops(reading)
        if hop.voice in node_of and hop.leans_on in node_of
    )


def chain_of(reading: Reading, attribution: str) -> tuple[str, ...]:
    """The voices from the paper inwards to the speaker of one attribution."""
    return (
        PAPER,
        *(voice_of(reading, link.ends["source"]) for link in _outward(reading, attribution)),
    )


def _outward(reading: Reading, attribution: str) -> list[Link]:
    """The attribution and those that pass it on, outermost first."""
    found = [reading.link(attribution)]
    while found[0].inside and all(found[0].inside != link.id for link in found):
        found.insert(0, reading.link(found[0].inside))
    return found


def find_roots(reading: Reading, content: str | None = None) -> tuple[str, ...]:
    """The voices that lean on nobody further: the independent roots.

    With ``content``, only the attributions of that content mark are followed.
    """
    links = [
        link
        for link in reading.links_of("attribution")
        if content is None or link.ends["content"] == content
    ]
    inner = {link.inside for link in links}
    roots = (voice_of(reading, link.ends["source"]) for link in links if link.id not in inner)
    return tuple(dict.fromkeys(roots))


def find_circles(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Circular reporting: voices that lean, through each other, on themselves."""
    leans: dict[str, list[str]] = {}
    for hop in find_hops(reading):
        leans.setdefault(hop.voice, []).append(hop.leans_on)
    circles: dict[frozenset[str], tuple[str, ...]] = {}
    for start in leans:
        for path in _paths_back(leans, start):
            circles.setdefault(frozenset(path), path)
    return tuple(circles.values())


def _paths_back(leans: dict[str, list[str]], start: str) -> Iterator[tuple[str, ...]]:
    """Paths from a voice back to it, depth first, without recursion."""
    stack: list[tuple[str, ...]] = [(start,)]
    while stack:
        path = stack.pop()
        for following in leans.get(path[-1], ()):
            if following == start:
                yield path
            elif following not in path:
                stack.append((*path, following))
