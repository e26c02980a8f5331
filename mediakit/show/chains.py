"""The sourcing chain of a reading for people: as nested lists, or as lines of plain text.

Who leans on whom is known by ``chain``.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mediakit.chain import Hop, find_hops
from mediakit.data import kind_name, load_labels
from mediakit.reading import PAPER, Mark, Reading
from mediakit.show.words import tidy_words

_BOX = (
    '<span style="display:inline-block;border:1px {} rgb(128,128,128);border-radius:.5em;'
    'padding:.05em .6em;margin:.15em 0">{}</span>'
)
_LIST = '<ul style="list-style:none;margin:0;padding:0 0 0 {}em">'


def show_chain_html(reading: Reading, *, paper: str = "this paper") -> str:
    """The sourcing chain as nested lists: under each voice those that it has its news from.

    An arrow with the reporting words points from a source to whoever passes it on; ``arguable``
    stands there where it is. All of it is words and characters, so it stays right without styles,
    on paper, on a narrow screen and read aloud. ``paper`` is the outlet's name.

    >>> show_chain_html(Reading("Rain fell."))
    '<p>this paper: No sources were found.</p>'
    """
    chain = _Chain(reading, paper)
    if not chain.hops:
        return f"<p>{escape(chain.name(PAPER))}: {escape(chain.described())}</p>"
    html: list[str] = []
    depth = -1
    for level, voice, hop, again in _walk(chain):
        html += ["</li></ul>"] * (depth - level) + ["</li>"] * (depth >= level)
        html += [_LIST.format(1.2 if level else 0)] * (level > depth)
        html.append(f"<li>{_arrow(chain, hop)}{_box(chain, voice)}{', as above' if again else ''}")
        depth = level
    return "".join([*html, "</li></ul>" * (depth + 1)])


def _walk(chain: _Chain) -> Iterator[tuple[int, str, Hop | None, bool]]:
    """Each voice of a chain, outer ones first: its depth, the hop to it, whether it was told above."""
    leans = dict(chain.leans)
    for start in (PAPER, *chain.leans):
        if start not in leans:
            continue
        waiting: list[tuple[int, str, Hop | None]] = [(0, start, None)]
        while waiting:
            depth, voice, hop = waiting.pop()
            yield depth, voice, hop, hop is not None and voice in chain.leans and voice not in leans
            below = leans.pop(voice, [])
            waiting += [(depth + 1, one.leans_on, one) for one in reversed(below)]


def _arrow(chain: _Chain, hop: Hop | None) -> str:
    said = escape(", ".join(chain.said(hop))) if hop else ""
    return "" if hop is None else f"← <em>{said}</em> " if said else "← "


def _box(chain: _Chain, voice: str) -> str:
    """A voice's icon, name and kind; a voice that the words hide has a broken frame."""
    mark, name = chain.voices[voice], escape(chain.name(voice))
    if mark is None:
        return _BOX.format("solid", f"<strong>{name}</strong>")
    kind = load_labels()[mark.label].kinds.get(mark.kind or "")
    words = f"{kind.icon if kind else ''} <strong>{name}</strong> · "
    words += escape(kind_name(mark.label, mark.kind))
    return _BOX.format("dashed" if mark.kind == "hidden" else "solid", words.lstrip())


def show_chain_text(reading: Reading, *, paper: str = "this paper") -> str:
    """The sourcing chain as lines of plain text, each from the outer voice inwards.

    The further sources of a voice get lines of their own, indented; ``paper`` is the outlet's name.

    >>> from mediakit.reading import Link
    >>> from mediakit.text import Span
    >>> marks = (Mark("s", "source", "named", (Span(0, 2),)), Mark("c", "content", None, (Span(8, 12),)))
    >>> link = Link("a", "attribution", {"source": "s", "content": "c"})
    >>> print(show_chain_text(Reading("He said hmmm", marks, (link,)), paper="The Daily"))
    The Daily ← He (named)
    """
    chain = _Chain(reading, paper)
    leans = dict(chain.leans)
    lines = []
    for start in (PAPER, *chain.leans):
        waiting = [(hop, 0) for hop in reversed(leans.pop(start, []))]
        while waiting:
            hop, depth = waiting.pop()
            line = "  " * depth + chain.name(hop.voice)
            follow = [hop]
            while follow:
                voice = follow[0].leans_on
                again = voice in chain.leans and voice not in leans
                line += f" ← {chain.told(follow[0])}{', as above' if again else ''}"
                follow = leans.pop(voice, [])
                waiting += [(one, depth + 1) for one in reversed(follow[1:])]
            lines.append(line)
    return "\n".join(lines) or f"{chain.name(PAPER)}: {chain.described()}"


class _Chain:
    """The hops of a reading with the words that people read: names, kinds, reporting words."""

    def __init__(self, reading: Reading, paper: str) -> None:
        self.reading, self.paper = reading, tidy_words(paper)
        self.hops = find_hops(reading)
        self.links = {link.id: link for link in reading.links}
        self.marks = {mark.id: mark for mark in reading.marks}
        self.leans: dict[str, list[Hop]] = {}
        for hop in self.hops:
            self.leans.setdefault(hop.voice, []).append(hop)
        first: dict[str, Mark] = {}
        for mark in sorted(reading.marks, key=lambda m: (m.label != "source", m.spans)):
            first.setdefault(mark.voice, mark)
        # Every voice once, the paper first, with the mark that first names it in the text.
        voices = dict.fromkeys(one for hop in self.hops for one in (hop.voice, hop.leans_on))
        self.voices = {PAPER: None} | {one: first[one] for one in voices if one != PAPER}

    def name(self, voice: str) -> str:
        """A voice in the text's words; in quotation marks where the words hide who it is."""
        mark = self.voices[voice]
        if mark is None:
            return self.paper
        words = tidy_words(self.reading.words(mark)).strip(" ,;:") or "…"
        return f"“{words}”" if mark.kind == "hidden" else words

    def said(self, hop: Hop, around: str = "{}") -> list[str]:
        """The reporting words of a hop, if it has any, and whether it is arguable."""
        link = self.links[hop.attribution]
        cue = self.marks.get(link.end("cue") or "")
        words = tidy_words(self.reading.words(cue)) if cue else ""
        return [around.format(words)] * bool(words) + ["arguable"] * link.contested

    def told(self, hop: Hop) -> str:
        """The voice that a hop leans on: name, kind, reporting words."""
        mark, name = self.voices[hop.leans_on], self.name(hop.leans_on)
        kind = [kind_name(mark.label, mark.kind)] if mark else []
        about = ", ".join(kind + self.said(hop, "“{}”"))
        return f"{name} ({about})" if about else name

    def described(self) -> str:
        """The chain in sentences."""
        if not self.hops:
            marked = any(mark.label == "source" for mark in self.reading.marks)
            return "No source is linked to what it says." if marked else "No sources were found."
        return " ".join(
            f"Sources of {self.name(voice)}: {'; '.join(self.told(hop) for hop in hops)}."
            for voice, hops in self.leans.items()
        )
