"""Which words and sentences marks share: the geometry under the scoring rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from mediakit.reading import Lookalike, Mark
from mediakit.text import Article, Span

_ARTICLES = frozenset(("a", "an", "the"))


def words_of(article: Article, spans: Iterable[Span]) -> frozenset[int]:
    """The indices of the words of some spans, without articles at the ends of each."""
    tokens = article.tokens
    found: set[int] = set()
    for span in spans:
        indices = tokens.words_within(span)
        while len(indices) > 1 and tokens[indices[0]].lower() in _ARTICLES:
            indices = indices[1:]
        while len(indices) > 1 and tokens[indices[-1]].lower() in _ARTICLES:
            indices = indices[:-1]
        found.update(indices)
    return frozenset(found)


def all_words_of(article: Article, spans: Iterable[Span]) -> frozenset[int]:
    """The indices of the words of some spans, articles included."""
    return frozenset(n for span in spans for n in article.tokens.words_within(span))


def holds_core(article: Article, mark: Mark, target: Mark) -> bool:
    """Whether a mark holds all of a target's core."""
    core = words_of(article, target.core or target.spans)
    return mark.label == target.label and core <= words_of(article, mark.spans)


def holds_two(article: Article, mark: Mark, targets: Sequence[Mark]) -> bool:
    """Whether a mark holds the cores of two targets neither of which contains the other."""
    if mark.label == "content":
        return False
    held = [target for target in targets if holds_core(article, mark, target)]
    texts = [words_of(article, target.spans) for target in held]
    return any(not (a <= b or b <= a) for a, b in combinations(texts, 2))


def falls_for(article: Article, mark: Mark, near: Mark | Lookalike) -> bool:
    """Whether a false alarm covers at least half of a near-miss's core."""
    if mark.label != near.label:
        return False
    core = words_of(article, near.core or near.spans)
    return bool(core) and len(core & words_of(article, mark.spans)) * 2 >= len(core)


def nearest_target(article: Article, mark: Mark, targets: Sequence[Mark]) -> str | None:
    """The target that a false alarm shares words with, if any."""
    words = words_of(article, mark.spans)
    shared = [(len(words & words_of(article, t.spans)), t.id) for t in targets]
    best = max(shared, default=(0, None))
    return best[1] if best[0] else None


def sentences_of(article: Article, items: Iterable[Mark | Lookalike]) -> set[int]:
    """The indices of the sentences that hold some marks: where each core starts."""
    return {article.sentence_of((item.core or item.spans)[0].start) for item in items}
