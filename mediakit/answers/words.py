"""Marks by their words: how an answer says where it stands, so that it outlives a changed story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mediakit.text import Article, Span, find_all


def select_words(article: Article, span: Span) -> dict[str, str]:
    """A span by its words and what stands around them (W3C's TextQuoteSelector)."""
    return {
        "exact": article.cut(span),
        "prefix": article.text[max(0, span.start - 32) : span.start],
        "suffix": article.text[span.end : span.end + 32],
    }


def find_selected(article: Article, selector: Mapping[str, Any]) -> Span | None:
    """The span a selector names, None where its words no longer stand there or it is unclear where.

    >>> article = Article("the man and the man")
    >>> find_selected(article, select_words(article, Span(12, 19)))
    Span(start=12, end=19)
    """
    exact, prefix, suffix = (str(selector.get(n, "")) for n in ("exact", "prefix", "suffix"))
    found = find_all(article.text, exact)
    if len(found) > 1:
        found = [
            span
            for span in found
            if article.text[: span.start].endswith(prefix)
            and article.text.startswith(suffix, span.end)
        ]
    return found[0] if len(found) == 1 else None
