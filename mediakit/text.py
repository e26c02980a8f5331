"""Text with exact character offsets: tokens, sentences, paragraphs, articles.

Offsets are Python string indices, the end exclusive; nothing here changes a text, so every span
can be cut out of it again. What words mean is left to the modules above.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of text: ``text[start:end]``.

    >>> Span(4, 7).overlaps(Span(6, 9)), Span(0, 9).contains(Span(4, 7))
    (True, True)
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., e.g., p.m.
    r"|[^\W_]+(?:(?:['’‐‑-]|(?<=\d)[.,:](?=\d))[^\W_]+)*"  # won't, Russian-Chinese, 1,500, 9am
    r"|\S"
)


class Tokens:
    """The tokens of a text as parallel sequences of starts and ends.

    ``is_word[i]`` tells words and numbers from punctuation. A token's string is cut out on demand.

    >>> list(Tokens("“No,” the U.S. said."))
    ['“', 'No', ',', '”', 'the', 'U.S.', 'said', '.']
    """

    __slots__ = ("ends", "is_word", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text):
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.is_word: list[bool] = [text[start].isalnum() for start in self.starts]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def within(self, span: Span) -> range:
        """The indices of the tokens that touch the span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def words_within(self, span: Span) -> list[int]:
        """The indices of the words, not the punctuation, that touch the span."""
        return [index for index in self.within(span) if self.is_word[index]]


# Written before a name or a number: no sentence ends after these.
_BEFORE_NAME = frozenset(
    "mr mrs ms mx dr prof rev fr sr hon gen col maj capt cmdr lt sgt cpl pte sen rep gov pres amb "
    "st mt ft vs cf eg ie approx ca viz".split()
)
# Written before a number; as words of their own they can end a sentence.
_BEFORE_NUMBER = frozenset("no nos vol ch fig art sec op p pp".split())
# Written in the middle of a sentence or at its end: the next word decides.
_ANYWHERE = frozenset(
    "inc ltd co corp bros jr esq etc al dept univ est jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd".split()
)
_STARTERS = frozenset(
    "a an the this that these those it he she they we you i there here in on at by for from with to "
    "as but and or so yet if when while after before since although though however meanwhile still "
    "his her their its our my what who why how where one some many most no not nobody last next".split()
)
_SENTENCE_END = re.compile(r"(?<=[^\s.!?…])([.!?…]++)([\"”’'»)\]]*+)(?=\s)")
_NEXT_WORD = re.compile(r"\s+[\"“‘'«(\[¿¡]*(\w+)?")
_TAG_AFTER_QUOTE = re.compile(
    r"\s+(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|wrote|replied|added|shouted)\b"
)
_LINE_END = r"(?:\r\n|\r(?!\n)|\n)"
_PARAGRAPH_BREAK = re.compile(rf"{_LINE_END}[^\S\r\n]*+{_LINE_END}\s*+")


def split_paragraphs(text: str) -> list[Span]:
    """The spans between blank lines, without the white space around them.

    >>> split_paragraphs("One.\\n\\nTwo.")
    [Span(start=0, end=4), Span(start=6, end=10)]
    """
    spans = []
    start = 0
    for match in _PARAGRAPH_BREAK.finditer(text):
        spans.append(_trimmed(text, start, match.start()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def split_sentences(text: str, within: Span | None = None) -> list[Span]:
    """The sentences of a text, or of one paragraph of it; between two there is only white space.

    A full stop ends no sentence after a title or an initial ("Mr.", "J."), nor before a small
    letter; after an abbreviation that can stand anywhere ("U.S.", "Inc.") the next word decides.

    >>> text = "The U.S. sent Mr. Li. He left. “Why?” Ms. Roy asked."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['The U.S. sent Mr. Li.', 'He left.', '“Why?” Ms. Roy asked.']
    """
    spans = []
    for paragraph in [within] if within else split_paragraphs(text):
        start = paragraph.start
        for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
            if _ends_here(text, match, paragraph.end):
                spans.append(_trimmed(text, start, match.end()))
                start = match.end()
        spans.append(_trimmed(text, start, paragraph.end))
    return [span for span in spans if span.start < span.end]


def _ends_here(text: str, match: re.Match[str], limit: int) -> bool:
    """Whether the stop that was found ends a sentence."""
    following = _NEXT_WORD.match(text, match.end(), limit)
    word = following.group(1) if following and following.group(1) else ""
    if word and word[0].islower():
        return False
    stop, closing = match.group(1), match.group(2)
    if stop != ".":
        return not (closing and _TAG_AFTER_QUOTE.match(text, match.end(), limit))
    before = re.search(r"[\w.]*\Z", text[max(0, match.start() - 20) : match.start()])
    last = before.group().lower() if before else ""
    if closing or not last:
        return True
    if last in _BEFORE_NUMBER:
        return not word[:1].isdigit()
    if last in _BEFORE_NAME or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    if last in _ANYWHERE or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", last):
        return word.lower() in _STARTERS
    return True


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@dataclass(frozen=True)
class Article:
    """A text with its sentences; ``meta`` is its front matter, ``links`` the words that were links.

    >>> article = Article.from_markdown("Ben [left](#). So did Ana.", {"title": "Two leave"})
    >>> article.text
    'Two leave\\n\\nBen left. So did Ana.'
    >>> [article.cut(span) for span in article.links]
    ['left']
    """

    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[Span, ...] = ()

    @classmethod
    def from_markdown(cls, body: str, meta: Mapping[str, Any]) -> Article:
        """An article from the body of ``article.md``; the title becomes the text's first line.

        A paragraph's line breaks become spaces; ``[word](#)`` leaves the word and a link.
        """
        paragraphs = [str(meta.get("title", ""))] if meta.get("title") else []
        paragraphs += [" ".join(body[start:end].split()) for start, end in split_paragraphs(body)]
        text = ""
        links = []
        for piece in re.split(r"(\[[^\[\]]+\]\([^()\s]*\))", "\n\n".join(paragraphs)):
            link = re.fullmatch(r"\[([^\[\]]+)\]\([^()\s]*\)", piece)
            if link:
                links.append(Span(len(text), len(text) + len(link.group(1))))
            text += link.group(1) if link else piece
        return cls(text, dict(meta), tuple(links))

    @property
    def title(self) -> str:
        """The title from the front matter, or nothing."""
        return str(self.meta.get("title", ""))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs; the title is the first."""
        return tuple(split_paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences; the title is the first."""
        return tuple(split_sentences(self.text))

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the whole text."""
        return Tokens(self.text)

    def cut(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.start : span.end]

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds an offset, or the next one after it."""
        ends = [span.end for span in self.sentences]
        return min(bisect_right(ends, offset), max(0, len(ends) - 1))


def join_words(words: Iterable[str]) -> str:
    """Pieces of a broken stretch, as they are shown to people.

    >>> join_words(["cited", "as saying"])
    'cited … as saying'
    """
    return " … ".join(words)


_SINGLE = str.maketrans("“”", "‘’")


def in_marks(words: str) -> str:
    """Words between quotation marks, without a comma or full stop at the end; never in marks twice.

    >>> in_marks("“It is so,”")
    '“It is so”'
    >>> in_marks("called it “a pause”")
    '“called it ‘a pause’”'
    >>> in_marks("“It is,” … “so they say.”")
    '“It is,” … “so they say.”'
    """
    words = words.strip(" ,;:.")
    if re.fullmatch(r"“[^“”]*”(?: … “[^“”]*”)+", words):  # a broken quotation has its own marks
        return words
    if words[:1] in "“‘" and words[-1:] in "”’" and not set(words[1:-1]) & set("“”"):
        words = words[1:-1].strip(" ,;:.")
    return f"“{words.translate(_SINGLE)}”"


def find_all(text: str, words: str) -> list[Span]:
    """Every place where the words stand, not inside other words.

    >>> find_all("The men, then the man.", "the")
    [Span(start=14, end=17)]
    """
    found = []
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        starts_word = start == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
        ends_word = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
        if starts_word and ends_word:
            found.append(Span(start, end))
        start = text.find(words, start + 1)
    return found


def nearest_words(text: str, words: str) -> str:
    """The stretch of text, as many words long, that is most like the words.

    >>> nearest_words("He met two people close to the club.", "two persn close")
    'two people close'
    """
    from difflib import SequenceMatcher

    tokens = Tokens(text)
    indices = [index for index, is_word in enumerate(tokens.is_word) if is_word]
    length = max(1, sum(Tokens(words).is_word))
    best, best_ratio = "", -1.0
    matcher = SequenceMatcher(b=words.lower(), autojunk=False)
    for first in range(max(1, len(indices) - length + 1)):
        chosen: Sequence[int] = indices[first : first + length]
        if not chosen:
            break
        stretch = text[tokens.starts[chosen[0]] : tokens.ends[chosen[-1]]]
        matcher.set_seq1(stretch.lower())
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = stretch, ratio
    return best
