"""Denials: which words answer a claim, how fully, and what they leave standing.

A predicate such as "false" or "ridiculous" is a denial only in somebody's mouth; a verb such as
"denied" is one by itself. A concession in the same sentence makes a flat denial a half one.
"""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.analyser.attribution import Attribution
from mediakit.analyser.page import Page, Stretch
from mediakit.cues import Match

_CONCEDES = frozenset(
    "acknowledged acknowledges conceded concedes admitted admits granted grants though although apologized apologised".split()
)
_NEGATORS = frozenset(
    "not never n't didn't doesn't don't cannot can't couldn't won't wouldn't hasn't haven't nor without".split()
)


@dataclass(frozen=True)
class Denial:
    """Denying words, their kind, and the attribution that reports them, if one does."""

    match: Match
    kind: str
    rule: str
    why: str
    attribution: Attribution | None
    sentence: int


def find_denials(
    page: Page, attributions: list[Attribution]
) -> tuple[list[Denial], list[tuple[Match, str, str]]]:
    """The denials of a text, and what resembles one with the rule and the reason it was left."""
    found: list[Denial] = []
    left: list[tuple[Match, str, str]] = []
    matches = page.matches["denial"]
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    at = 0
    for number, sentence in enumerate(page.sentences):
        mine: list[Match] = []
        while at < len(matches) and matches[at].first < sentence.last:
            mine.append(matches[at])
            at += 1
        mine.sort(key=lambda m: (m.first, -m.last))
        covered = -1
        here: list[Denial] = []
        for match in mine:
            if match.last <= covered:
                continue
            reason = _lookalike(page, match, sentence, by_sentence.get(number, []))
            if reason is not None:
                left.append((match, *reason))
                continue
            covered = match.last
            attribution = _reported_by(match, by_sentence.get(number, []))
            kind, rule, why = match.cue.kind, match.cue.rule, match.cue.why
            if kind == "categorical" and _concedes(page, match, sentence):
                kind, rule = "partial", "denial/concession"
                why = "Part is denied, and another part is granted in the same sentence."
            here.append(Denial(match, kind, rule, why, attribution, number))
        found += here
    return found, left


def _lookalike(
    page: Page, match: Match, sentence: Stretch, attributions: list[Attribution]
) -> tuple[str, str] | None:
    words = page.words
    form = words[match.first]
    for k in range(max(sentence.first, match.first - 3), match.first):
        if words[k] in _NEGATORS and match.cue.words[0].startswith("<"):
            return "denial/negated", "The denying word is itself denied here."
    if (
        match.first > sentence.first
        and words[match.first - 1] == "to"
        and match.cue.words[0].startswith("<")
        and match.cue.kind != "no-comment"
    ):
        return "denial/not-yet", "Nobody denies it here: the words speak of denying something."
    if not form:
        return "denial/empty", ""
    return None


def _reported_by(match: Match, attributions: list[Attribution]) -> Attribution | None:
    """The attribution whose cue or content the words belong to."""
    for attribution in attributions:
        if any(cue.first < match.last and match.first < cue.last for cue in attribution.cue):
            return attribution
    for attribution in attributions:
        if any(p.first <= match.first < p.last for p in attribution.content):
            return attribution
    return None


def _concedes(page: Page, match: Match, sentence: Stretch) -> bool:
    return any(page.words[k] in _CONCEDES and page.quote_at[k] == -1 for k in range(*sentence))
