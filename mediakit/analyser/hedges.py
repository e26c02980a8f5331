"""Hedges: the words that lower commitment, minus the lookalikes that grammar gives away.

Stop phrases are data; what depends on the words around (the month, a purpose, an ability) is here.
"""

from __future__ import annotations

from mediakit.analyser.cues import Match
from mediakit.analyser.grammar import DETERMINERS, PERSONAL
from mediakit.analyser.page import Page, Stretch

_MONTH_BEFORE = frozenset(
    "in since until by of last next this early late mid on and from before after through".split()
)
_PURPOSE = 14  # how many words after "so that" a may can stand


def find_hedges(page: Page) -> tuple[list[Match], list[tuple[Match, str, str]]]:
    """The hedges of a text, and what resembles one with the rule and the reason it was left."""
    found: list[Match] = []
    left: list[tuple[Match, str, str]] = []
    for _, sentence, mine in page.by_sentence("hedge"):
        covered = -1
        for match in mine:
            if match.last <= covered:
                continue
            reason = _lookalike(page, match, sentence)
            if reason is None:
                found.append(match)
                covered = match.last
            else:
                left.append((match, *reason))
    return found, left


def _lookalike(page: Page, match: Match, sentence: Stretch) -> tuple[str, str] | None:
    words = page.words
    first, form = match.first, words[match.first]
    before = words[first - 1] if first > sentence.first else ""
    after = words[match.last] if match.last < sentence.last else ""
    if form in ("may", "might", "could") and match.last - first == 1:
        if (
            form == "may"
            and page.is_capital(first)
            and (
                before in _MONTH_BEFORE
                or after.isdigit()
                or not (after.isalpha() and after not in ("and",))
                or (
                    first > sentence.first
                    and not page.is_capital(min(first + 1, sentence.last - 1))
                )
            )
        ):
            return "hedge/month", "“May” here is the month."
        if form == "might" and before in DETERMINERS | {"military"}:
            return "hedge/strength", "“Might” here means strength."
        if form == "could" and any(
            words[k] in ("how", "why", "so") for k in range(max(sentence.first, first - 5), first)
        ):
            return "hedge/ability", "“Could” here is about how a thing can be done."
        purpose = _so_that(page, first, sentence)
        if purpose:
            return "hedge/purpose", "This tells what something is for; nobody is unsure."
        if form == "may" and first == sentence.first and after in PERSONAL | {"the", "all"}:
            return "hedge/wish", "“May” here makes a wish."
    return None


def _so_that(page: Page, at: int, sentence: Stretch) -> bool:
    for place in range(at - 1, max(sentence.first, at - _PURPOSE), -1):
        word = page.words[place]
        if word in (",", ";", ".", "but"):
            return False
        if word == "so" and page.words[place + 1] in (
            "that",
            "they",
            "he",
            "she",
            "we",
            "it",
            "people",
            "the",
        ):
            return page.words[place - 1] not in ("is", "was", "are", ",") and page.words[
                place - 1
            ] not in ("say", "said", "think")
    return False
