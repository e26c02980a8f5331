"""Cases: an article and its key, as authors wrote them.

Authors write words; this module finds them in the article or fails with the nearest text. What an
exercise asks of a key is known by ``lessons``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from mediakit.data import expecting, front_matter, load_text, load_toml, place_of
from mediakit.errors import DataError, UnknownName, did_you_mean
from mediakit.reading import LINK_ENDS, Link, Lookalike, Mark, Reading, check_reading
from mediakit.stories.questions import Question, check_table, read_question
from mediakit.stories.shelf import SHIPPED, Shelf
from mediakit.text import Article, Span, find_all, nearest_words


@dataclass(frozen=True)
class RetoldSentence:
    """How a sentence of the retelling stands to the original's (worked example only).

    ``kept`` are the original's own words that stand without quotation marks.
    """

    number: int
    span: Span
    changed_by_retelling: bool
    kept: tuple[Span, ...]


@dataclass(frozen=True)
class Case:
    """An article with its key reading, its questions and, for a retelling, its sentences.

    ``folder`` is where it was read from; other files about the story lie there too.
    """

    slug: str
    article: Article
    key: Reading
    questions: Mapping[str, Question]
    retold: tuple[RetoldSentence, ...] = ()
    folder: Path = field(default=Path(), compare=False, repr=False)

    @property
    def invented(self) -> bool:
        """Whether the story is made up for the course."""
        return bool(self.article.meta.get("invented", False))


def case_slugs(shelf: Shelf = SHIPPED) -> list[str]:
    """The slugs of every case on a shelf."""
    return list(shelf.stories)


def load_case(slug: str, shelf: Shelf = SHIPPED) -> Case:
    """A case of a shelf by its slug, read once; raises UnknownName, or DataError where it doesn't hold together.

    >>> load_case("kremlin-denial").article.title.startswith("Kremlin Denies")
    True
    """
    if slug not in shelf.stories:
        raise UnknownName(
            place_of(shelf.folder / "cases"),
            f'there is no story "{slug}".',
            next_step=did_you_mean(slug, shelf.stories),
        )
    return _load_once(slug, shelf)


@lru_cache(maxsize=256)
def _load_once(slug: str, shelf: Shelf) -> Case:
    return load_case_from(shelf.stories[slug])


def twin_wanted() -> bool:
    """Whether the variable MEDIAKIT_TWIN asks for the edition without the real article."""
    return os.environ.get("MEDIAKIT_TWIN", "") not in ("", "0")


@lru_cache(maxsize=256)
def twin_of(slug: str, shelf: Shelf = SHIPPED) -> str:
    """The story that stands for another one, with the same ids; raises UnknownName."""
    for other, folder in shelf.stories.items():
        meta, _ = front_matter(load_text(folder / "article.md"), other)
        if meta.get("twin_of") == slug:
            return other
    raise UnknownName(f'"{slug}"', "no story is its twin.")


def load_case_from(folder: Path) -> Case:
    """A case from any folder with ``article.md`` and ``key.toml``."""
    article_path, key_path = folder / "article.md", folder / "key.toml"
    meta, body = front_matter(load_text(article_path), place_of(article_path))
    for name in ("title", "outlet", "date", "language"):
        if not meta.get(name):
            raise DataError(place_of(article_path), f"the front matter has no {name}.")
    article = Article.from_markdown(body, meta)
    data = load_toml(key_path)
    place = place_of(key_path)
    unknown = set(data) - {"mark", "lookalike", "link", "question", "sentence"}
    if unknown:
        raise DataError(
            place,
            f"there is no table [[{min(unknown)}]].",
            allowed="There are [[mark]], [[lookalike]], [[link]], [[question]], [[sentence]].",
        )
    finder = _Finder(article, place_of(article_path))
    with expecting(place):
        return _assemble(folder, article, finder, data, place)


def _assemble(
    folder: Path, article: Article, finder: _Finder, data: Mapping[str, Any], place: str
) -> Case:
    """A case out of an article and the tables of its key."""
    key = Reading(
        article.text,
        tuple(finder.mark(one, place) for one in data.get("mark", ())),
        tuple(_link(one, place) for one in data.get("link", ())),
        tuple(finder.lookalike(one, place) for one in data.get("lookalike", ())),
    )
    check_reading(key, place)
    questions: dict[str, Question] = {}
    for one in (read_question(table, place) for table in data.get("question", ())):
        if one.id in questions:
            raise DataError(f'{place}, question "{one.id}"', "this id is used twice.")
        questions[one.id] = one
    retold = tuple(finder.retold(one, place) for one in data.get("sentence", ()))
    return Case(folder.name, article, key, questions, retold, folder)


class _Finder:
    """Finds an author's words in one article."""

    def __init__(self, article: Article, article_place: str) -> None:
        self.article = article
        self.article_place = article_place

    def mark(self, one: Mapping[str, Any], place: str) -> Mark:
        here = f'{place}, mark "{one.get("id", "?")}"'
        optional = "kind core in flags who event told earned terms also contested why"
        check_table(one, here, ("id", "label", "text"), optional)
        spans = self.pieces(one["text"], one.get("in"), here)
        return Mark(
            id=str(one["id"]),
            label=str(one["label"]),
            kind=one.get("kind"),
            spans=spans,
            core=self.core(one, spans, here),
            flags=tuple(one.get("flags", ())),
            who=one.get("who"),
            event=one.get("event"),
            told=dict(one.get("told", {})),
            earned=dict(one.get("earned", {})),
            terms=one.get("terms"),
            also=tuple(one.get("also", ())),
            contested=bool(one.get("contested", False)),
            why=str(one.get("why", "")),
        )

    def lookalike(self, one: Mapping[str, Any], place: str) -> Lookalike:
        here = f'{place}, lookalike "{one.get("id", "?")}"'
        check_table(one, here, ("id", "of", "text", "why"), "core in")
        spans = self.pieces(one["text"], one.get("in"), here)
        core = self.core(one, spans, here)
        return Lookalike(str(one["id"]), str(one["of"]), spans, core, str(one["why"]))

    def retold(self, one: Mapping[str, Any], place: str) -> RetoldSentence:
        here = f"{place}, sentence {one.get('n', '?')}"
        check_table(one, here, ("n", "starts"), "changed_by_retelling kept")
        start = self.once(one["starts"], here).start
        sentence = self.article.sentences[self.article.sentence_of(start)]
        if sentence.start != start:
            raise DataError(here, f"“{one['starts']}” starts no sentence.")
        return RetoldSentence(
            int(one["n"]),
            sentence,
            bool(one.get("changed_by_retelling", False)),
            tuple(self.inside(words, sentence, here) for words in one.get("kept", ())),
        )

    def core(self, one: Mapping[str, Any], spans: tuple[Span, ...], here: str) -> tuple[Span, ...]:
        words = one.get("core")
        if words is None:
            return ()
        pieces = [words] if isinstance(words, str) else words
        return tuple(self.inside_any(piece, spans, f"{here}, core") for piece in pieces)

    def pieces(self, words: str | list[str], context: str | None, here: str) -> tuple[Span, ...]:
        """The spans of an author's words: one, or several in the order of the text."""
        first, *rest = [words] if isinstance(words, str) else words
        if context is None:
            spans = [self.once(first, here)]
        else:
            spans = [self.inside(first, self.once(context, f"{here}, in"), here)]
        for piece in rest:
            after = [s for s in find_all(self.article.text, piece) if s.start >= spans[-1].end]
            if not after:
                raise self.not_found(piece, here)
            spans.append(after[0])
        return tuple(spans)

    def once(self, words: str, here: str) -> Span:
        """The one place where the words stand."""
        found = find_all(self.article.text, words)
        if not found:
            raise self.not_found(words, here)
        if len(found) > 1:
            raise DataError(
                here,
                f"“{words}” stands {len(found)} times in {self.article_place.rsplit('/')[-1]}.",
                next_step='Add in = "…" with more of the words around the one you mean.',
            )
        return found[0]

    def inside(self, words: str, span: Span, here: str) -> Span:
        """The first place inside a span where the words stand."""
        for place in find_all(self.article.text, words):
            if span.contains(place):
                return place
        raise DataError(here, f"“{words}” is not in “{self.article.cut(span)}”.")

    def inside_any(self, words: str, spans: tuple[Span, ...], here: str) -> Span:
        for span in spans:
            for place in find_all(self.article.text, words):
                if span.contains(place):
                    return place
        cut = " … ".join(self.article.cut(span) for span in spans)
        raise DataError(here, f"“{words}” is not in “{cut}”.")

    def not_found(self, words: str, here: str) -> DataError:
        near = nearest_words(self.article.text, words)
        return DataError(
            here,
            f"“{words}” is not in {self.article_place.rsplit('/')[-1]}.",
            next_step=f"Nearest: “{near}”.",
        )


def _link(one: Mapping[str, Any], place: str) -> Link:
    here = f'{place}, link "{one.get("id", "?")}"'
    ends = LINK_ENDS.get(str(one.get("type")), ())
    optional = " ".join(ends) + " inside when leaves place holder contested why"
    check_table(one, here, ("id", "type"), optional if ends else " ".join(one))
    when = one.get("when")
    return Link(
        id=str(one["id"]),
        type=str(one["type"]),
        ends={name: str(one[name]) for name in ends if name in one},
        inside=one.get("inside"),
        when=when.isoformat() if isinstance(when, date) else when,
        leaves=tuple(one.get("leaves", ())),
        place=one.get("place"),
        holder=one.get("holder"),
        contested=bool(one.get("contested", False)),
        why=str(one.get("why", "")),
    )
