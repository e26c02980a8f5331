"""The sourcing chain of a reading for people: as a Mermaid diagram, or as lines of plain text.

Who leans on whom is known by ``chain``.
"""

from __future__ import annotations

import re

from mediakit.chain import Hop, find_hops
from mediakit.data import kind_name
from mediakit.reading import PAPER, Mark, Reading
from mediakit.show.words import tidy_words

# The shape of a chain's node, by the kind of source; the kind's name stands in it as well.
_SHAPES = {
    "named": '["{}"]', "unnamed": '(["{}"])', "institution": '[["{}"]]', "media": '[/"{}"/]',
    "collective": '[/"{}"\\]', "hidden": '{{{{"{}"}}}}', PAPER: '(("{}"))',
}  # fmt: skip


def show_mermaid(reading: Reading, *, title: str = "", paper: str = "this paper") -> str:
    """The sourcing chain as the text of a Mermaid flowchart, described for screen readers.

    An arrow runs from a source to whoever passes it on, with the reporting words on it; it is
    dotted where the attribution is arguable. ``paper`` is the outlet's name.

    >>> print(show_mermaid(Reading("Rain fell.")))
    flowchart RL
        accTitle: Sourcing chain
        accDescr: No sources were found.
        n1(("this paper"))
        n2["No sources were found."]
    """
    chain = _Chain(reading, paper)
    described = chain.described()
    lines = [
        "flowchart RL",
        f"    accTitle: {_in_mermaid(f'Sourcing chain: {title}' if title else 'Sourcing chain')}",
        f"    accDescr: {_in_mermaid(described)}",
    ]
    node = {voice: f"n{n}" for n, voice in enumerate(chain.voices, 1)}
    for voice, mark in chain.voices.items():
        words, shape = chain.name(voice), _SHAPES[PAPER]
        if mark is not None:
            words += f" · {kind_name(mark.label, mark.kind)}"
            shape = _SHAPES.get(mark.kind or "", _SHAPES["named"])
        lines.append(f"    {node[voice]}{shape.format(_in_mermaid(words))}")
    if not chain.hops:
        lines.append(f"    n2{_SHAPES['named'].format(_in_mermaid(described))}")
    for hop in chain.hops:
        arrow = "-.->" if chain.links[hop.attribution].contested else "-->"
        said = _in_mermaid(", ".join(chain.said(hop)))
        label = f'|"{said}"|' if said else ""
        lines.append(f"    {node[hop.leans_on]} {arrow}{label} {node[hop.voice]}")
    return "\n".join(lines)


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


def _in_mermaid(words: str) -> str:
    """Words with Mermaid's entity codes for all that it, or Markdown, could take as syntax."""
    code = "#{};".format
    coded = re.sub(
        r"[^\w ,.–—…·“”‘’-]|_", lambda found: code(ord(found.group())), tidy_words(words)
    )
    return re.sub(r"^-|(?<=\d)\.(?= )", lambda found: code(ord(found.group())), coded)
