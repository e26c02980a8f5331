"""A text made ready for the rules: words, sentences, quotation marks, and the cues found.

Everything is computed once, in one pass each, so that cost grows with the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mediakit.analyser.cues import STOP, Match, load_trie
from mediakit.analyser.quotes import Quoted, find_quoted
from mediakit.text import Span, Tokens, split_paragraphs, split_sentences

_LONGEST_SENTENCE = 300  # tokens; cost would grow with the square of a sentence's length


class Stretch(NamedTuple):
    """Tokens ``first`` to ``last``, the last exclusive."""

    first: int
    last: int


@dataclass(frozen=True)
class Silenced:
    """A cue's words that a stop phrase covers: what they are, and the phrase's reason."""

    match: Match
    by: Match


class Page:
    """One text and what every rule asks of it.

    ``words`` are the tokens in small letters with straight apostrophes; ``sentences`` are stretches
    of tokens; ``quote_at[i]`` is the number of the quotation that token ``i`` lies in, or -1;
    ``matches`` are the cues of a label that no stop phrase covers, ``silenced`` the others.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = Tokens(text)
        self.tokens = tokens
        self.starts, self.ends = tokens.starts, tokens.ends
        lowered = text.lower()
        if len(lowered) == len(text):
            lowered = lowered.replace("’", "'")
            self.words = [lowered[a:b] for a, b in zip(self.starts, self.ends, strict=True)]
        else:
            self.words = [
                text[a:b].lower().replace("’", "'")
                for a, b in zip(self.starts, self.ends, strict=True)
            ]
        paragraphs = split_paragraphs(text)
        self.sentences: list[Stretch] = []
        self.paragraph_of: list[int] = []
        for number, paragraph in enumerate(paragraphs):
            for span in split_sentences(text, paragraph):
                for piece in self._cut(self.stretch(span)):
                    self.sentences.append(piece)
                    self.paragraph_of.append(number)
        self.quoted: list[Quoted] = find_quoted(text, paragraphs)
        self.quote_bounds = [self.stretch(quoted.span) for quoted in self.quoted]
        self.quote_at = [-1] * len(self.starts)
        for number, bounds in enumerate(self.quote_bounds):
            for at in range(*bounds):
                self.quote_at[at] = number
        self.matches: dict[str, list[Match]] = {"cue": [], "denial": [], "hedge": [], "source": []}
        self.silenced: list[Silenced] = []
        for sentence in self.sentences:
            self._look_up(sentence)

    def _look_up(self, sentence: Stretch) -> None:
        found = load_trie().find(self.words, *sentence)
        stops = [match for match in found if match.cue.kind == STOP]
        for match in found:
            cue = match.cue
            if cue.kind == STOP:
                continue
            by = (
                next(
                    (
                        stop
                        for stop in stops
                        if stop.cue.label == cue.label
                        and stop.first <= match.first
                        and match.last <= stop.last
                        and stop.last - stop.first > match.last - match.first
                    ),
                    None,
                )
                if stops
                else None
            )
            if by is None:
                self.matches[cue.label].append(match)
            else:
                self.silenced.append(Silenced(match, by))

    def _cut(self, sentence: Stretch) -> Iterator[Stretch]:
        """A sentence in pieces that no rule takes long over; a real one is one piece."""
        first = sentence.first
        while sentence.last - first > _LONGEST_SENTENCE:
            limit = first + _LONGEST_SENTENCE
            cut = next((k for k in range(limit, first, -1) if self.words[k - 1] == ","), limit)
            yield Stretch(first, cut)
            first = cut
        yield Stretch(first, sentence.last)

    def by_sentence(self, label: str) -> Iterator[tuple[int, Stretch, list[Match]]]:
        """Every sentence with its number and the cues of a label in it, the widest first."""
        matches, at = self.matches[label], 0
        for number, sentence in enumerate(self.sentences):
            start = at
            while at < len(matches) and matches[at].first < sentence.last:
                at += 1
            yield number, sentence, sorted(matches[start:at], key=lambda m: (m.first, -m.last))

    def quotes_in(self, piece: Stretch) -> Iterator[int]:
        """The numbers of the quotations that a stretch touches."""
        at = piece.first
        while at < piece.last:
            number = self.quote_at[at]
            if number == -1:
                at += 1
            else:
                yield number
                at = self.quote_bounds[number].last

    def stretch(self, span: Span) -> Stretch:
        """The tokens that touch a span."""
        return Stretch(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def span(self, first: int, last: int) -> Span:
        """Where the tokens ``first`` to ``last``, the last exclusive, stand in the text."""
        return Span(self.starts[first], self.ends[last - 1])

    def is_capital(self, at: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.text[self.starts[at]].isupper()
