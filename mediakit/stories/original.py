"""The learner's own copy of the original: read, matched by fingerprints, marked.

What is shipped of the original is each sentence's number of words and their sha256, and where the
key's marks stand among those words. A sentence whose words are all there, in a row, is cut out of
the copy and marked; any other is left out and named, never guessed at. Showing the original beside
the retelling is left to ``lessons``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TypeVar

from mediakit.data import (
    home_folder,
    load_text,
    load_toml,
    place_of,
    write_atomically,
)
from mediakit.documents import read_document
from mediakit.errors import DataError, DocumentError
from mediakit.reading import PAPER, Link, Lookalike, Mark, Reading
from mediakit.stories.case import Case
from mediakit.stories.shelf import SHIPPED
from mediakit.text import Article, Span

_Item = TypeVar("_Item", Mark, Lookalike)


@dataclass(frozen=True)
class Fingerprint:
    """A sentence of the original without its words; number 0 is the headline.

    ``sha256`` is of the words joined by single spaces, in hexadecimal; ``words`` how many there are.
    """

    number: int
    sha256: str
    words: int


@dataclass(frozen=True)
class Place:
    """Where a mark stands in the original: ranges of a sentence's words, the end exclusive."""

    sentence: int
    words: tuple[Span, ...]


@dataclass(frozen=True)
class Attached:
    """A learner's copy with the key's marks on it.

    ``article`` holds the sentences that were found, in the original's order; ``sentences`` where
    each stands in it, by number; ``differing`` the numbers of those that were not found.
    """

    article: Article
    reading: Reading
    sentences: Mapping[int, Span]
    differing: tuple[int, ...]

    @property
    def matched(self) -> tuple[int, ...]:
        """The numbers of the sentences that were found."""
        return tuple(self.sentences)


def load_fingerprints(case: Case) -> tuple[tuple[Fingerprint, ...], Mapping[str, Place]]:
    """A story's original: its sentences in order, and the places of the key's marks by their ids.

    Raises DocumentError where the story has no original, DataError where the file is damaged.

    >>> from mediakit.stories.case import load_case
    >>> load_fingerprints(load_case("kremlin-denial"))[0][0].words
    12
    """
    path = case.folder / "original.toml"
    if not path.is_file():
        there = [slug for slug, one in SHIPPED.stories.items() if (one / path.name).is_file()]
        raise DocumentError(
            f'story "{case.slug}"',
            "it is not the retelling of an article, so it has no original.",
            allowed=f"An original can be added to: {', '.join(there)}.",
        )
    data = load_toml(path)
    try:
        prints = tuple(
            Fingerprint(one["number"], one["sha256"], one["words"]) for one in data["sentence"]
        )
        lengths = {one.number: one.words for one in prints}
        at = {}
        for one in data.get("at", ()):
            place = Place(one["sentence"], tuple(Span(first, last) for first, last in one["words"]))
            order = [offset for span in place.words for offset in span]
            if not 0 <= order[0] <= order[-1] <= lengths[place.sentence] or order != sorted(order):
                raise ValueError(f'mark "{one["mark"]}" is not inside its sentence')
            at[one["mark"]] = place
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DataError(
            place_of(path),
            f"it doesn't hold together ({type(error).__name__}: {error}).",
            allowed="[[sentence]] has number, sha256, words; [[at]] has mark, sentence, words.",
        ) from None
    return prints, at


# ── matching ─────────────────────────────────────────────────────────────────

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ′`´＇]+[^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ′`´＇")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_OPENERS = "\"'“„‟«‘‚‹([{¿¡"
_CLOSERS = "\"'”’“‘»›)]}.,;:!?…"
# What the retelling's front matter says of the original too; its licence and note are its own.
_SHARED_META = frozenset(("outlet", "date", "url", "language", "level"))


def attach(case: Case, copy_text: str) -> Attached:
    """A learner's copy with the key's marks on the sentences that stand in it as published.

    ``copy_text`` is what ``read_document`` gives. Raises DocumentError where the story has no original.

    >>> from mediakit.stories.case import load_case
    >>> case = load_case("kremlin-denial")
    >>> attach(case, "Read this!\\n\\n" + case.article.title + "\\n\\nBy us").matched
    (0,)
    """
    prints, at = load_fingerprints(case)
    page = Article.from_markdown(_INVISIBLE.sub("", unicodedata.normalize("NFC", copy_text)), {})
    text, previous = "", Span(0, 0)
    sentences: dict[int, Span] = {}
    links: list[Span] = []
    for number, span in _find_sentences(page.text, prints).items():
        # The headline is a paragraph; a sentence joins the one before if only a space parts them.
        joins = page.text[previous.end : span.start] == " " and max(sentences, default=0) > 0
        text += "" if not text else " " if joins else "\n\n"
        by = len(text) - span.start
        text += page.cut(span).replace("\n\n", "  ")  # a sentence is never two paragraphs
        sentences[number] = Span(span.start + by, span.end + by)
        links += [Span(a + by, b + by) for a, b in page.links if span.contains(Span(a, b))]
        previous = span
    meta = {name: value for name, value in case.article.meta.items() if name in _SHARED_META}
    if 0 in sentences:
        meta["title"] = text[slice(*sentences[0])]
    article = Article(text, meta, tuple(links))
    words = {number: _words_of(text, span)[1] for number, span in sentences.items()}
    pieces = {
        mark: [_whole_tokens(article, words[place.sentence][slice(*span)]) for span in place.words]
        for mark, place in at.items()
        if place.sentence in sentences
    }
    marks = _place(case.key.marks, case.key.text, article, pieces)
    near = _place(case.key.lookalikes, case.key.text, article, pieces)
    held = _held_links(case.key.links, {mark.id for mark in marks})
    differing = tuple(one.number for one in prints if one.number not in sentences)
    return Attached(article, Reading(text, marks, held, near), sentences, differing)


def _words_of(text: str, within: Span) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of a stretch as fingerprints know them, and where each stands in the text."""
    spans = [match.span() for match in _WORD.finditer(text, *within)]
    return [text[start:end].translate(_APOSTROPHES).casefold() for start, end in spans], spans


def _widened(text: str, span: Span, before: str = _OPENERS, after: str = _CLOSERS) -> Span:
    """A span with the quotation marks, brackets and stops that touch it."""
    start = len(text[: span.start].rstrip(before) if before else text[: span.start])
    return Span(start, len(text) - len(text[span.end :].lstrip(after)))


def _find_sentences(text: str, prints: Sequence[Fingerprint]) -> dict[int, Span]:
    """Where each sentence stands that is in the text, by number.

    A window as many words long as a fingerprint slides over the text, whatever its own sentences
    are. Only windows that can start a sentence are hashed: those whose first word has no small
    letter first, or more than a space before it. Of several places the next one down the page counts.
    """
    words, spans = _words_of(text, Span(0, len(text)))
    encoded = [word.encode() for word in words]
    joined = b" ".join(encoded)
    offsets = list(accumulate((len(word) + 1 for word in encoded), initial=0))
    gaps = ["", *(text[a:b] for (_, a), (b, _) in pairwise(spans))]
    starts = [n for n, gap in enumerate(gaps) if gap != " " or not text[spans[n][0]].islower()]
    places: dict[str, list[int]] = {one.sha256: [] for one in prints}
    for length in {one.words for one in prints}:
        for first in starts:
            if first + length < len(offsets):
                digest = sha256(joined[offsets[first] : offsets[first + length] - 1]).hexdigest()
                if digest in places:
                    places[digest].append(first)
    found, after = {}, 0
    for one in prints:
        if here := places[one.sha256]:
            first = next((place for place in here if place >= after), here[0])
            after = first + one.words
            found[one.number] = _widened(text, Span(spans[first][0], spans[after - 1][1]))
    return found


def _place(
    items: Iterable[_Item], key_text: str, article: Article, pieces: Mapping[str, list[Span]]
) -> tuple[_Item, ...]:
    """The key's marks or lookalikes on the pieces of the copy where their words stand.

    One has quotation marks and stops at its ends where it has them in the key. A core whose words
    are not once in the pieces is not known there, and then all of the mark is its core.
    """
    placed = []
    for item in items:
        if bare := pieces.get(item.id):
            spans = list(bare)
            opens = key_text[item.spans[0].start] in _OPENERS
            closes = key_text[item.spans[-1].end - 1] in _CLOSERS
            spans[0] = _widened(article.text, spans[0], _OPENERS if opens else "", "")
            spans[-1] = _widened(article.text, spans[-1], "", _CLOSERS if closes else "")
            core = [_find_words(_words_of(key_text, one)[0], article, bare) for one in item.core]
            known = tuple(found[0] for found in core if len(found) == 1)
            known = known if len(known) == len(core) else ()
            placed.append(replace(item, spans=tuple(spans), core=known))
    return tuple(placed)


def _find_words(wanted: list[str], article: Article, pieces: Iterable[Span]) -> list[Span]:
    """Every place in the pieces where the words stand in a row."""
    found = []
    for piece in pieces:
        words, spans = _words_of(article.text, piece)
        for end in range(len(wanted), len(words) + 1):
            if words[end - len(wanted) : end] == wanted:
                found.append(_whole_tokens(article, spans[end - len(wanted) : end]))
    return found


def _whole_tokens(article: Article, words: Sequence[tuple[int, int]]) -> Span:
    """From the first word to the last; of "U.S." or a half compound the whole."""
    tokens = article.tokens.within(Span(words[0][0], words[-1][1]))
    return Span(article.tokens.starts[tokens[0]], article.tokens.ends[tokens[-1]])


def _held_links(links: Sequence[Link], marks: set[str]) -> tuple[Link, ...]:
    """The links whose ends, and whose ``inside`` and ``holder``, are there."""
    held = list(links)
    while True:
        there = {*marks, *(link.id for link in held), PAPER, "unclear", None}
        kept = [k for k in held if there.issuperset((*k.ends.values(), k.inside, k.holder))]
        if len(kept) == len(held):
            return tuple(replace(k, leaves=tuple(x for x in k.leaves if x in marks)) for k in kept)
        held = kept


def report(attached: Attached) -> str:
    """What became of a copy, for the learner: how much matched, then each sentence that differs.

    >>> from mediakit.stories.case import load_case
    >>> case = load_case("kremlin-denial")
    >>> print(report(attach(case, case.article.title)).splitlines()[0])
    matched 1 of 13 sentences
    """
    found = attached.sentences
    lines = [f"matched {len(found)} of {len(found) + len(attached.differing)} sentences"]
    for number in attached.differing:
        name, where = f"Sentence {number}" if number else "The headline", ""
        near = max((n for n in found if n < number), default=min(found, default=None))
        if near is not None:
            start = " ".join(attached.article.cut(found[near]).lstrip(_OPENERS).split()[:4])
            side = "after" if near < number else "before"
            steps = f"{abs(number - near)} sentences " if abs(number - near) > 1 else ""
            where = f", which comes {steps}{side} the sentence starting “{start} …”,"
        lines.append(
            f"{name}{where} is not in your copy as it was published, or was changed; "
            "its marks are left out."
        )
    return "\n".join(lines)


# ── in the learner's folder ──────────────────────────────────────────────────


def save_copy(path: Path, case: Case, home: Path | None = None) -> Attached:
    """Keep a learner's copy as ``originals/SLUG.txt`` in their folder; ``report`` tells what matched.

    Raises DocumentError, and keeps nothing, where the file can't be read or no sentence matches.
    """
    text = read_document(path)
    attached = attach(case, text)
    if not attached.matched:
        raise DocumentError(
            str(path),
            f"not one of the article's {len(attached.differing)} sentences is in it as published.",
            next_step=f"Look for “{case.article.title}”, {case.article.meta['outlet']}.",
        )
    there = _kept_copy(case.slug, home)
    try:
        write_atomically(there, text)
    except OSError as error:
        raise DocumentError(
            str(there),
            f"it can't be written ({error.strerror}).",
            next_step="Let MEDIAKIT_HOME name a folder that you may write to.",
        ) from None
    return attached


def load_original(case: Case, home: Path | None = None) -> Attached | None:
    """The kept copy with its marks, None where there is none that can be read and matched."""
    try:
        attached = attach(case, load_text(_kept_copy(case.slug, home)))
    except DataError:
        return None
    return attached if attached.matched else None


def _kept_copy(slug: str, home: Path | None) -> Path:
    return (home or home_folder()) / "originals" / f"{slug}.txt"
