"""Denials: which words answer a claim, how fully, and what they leave standing.

A predicate such as "false" or "ridiculous" is a denial only in somebody's mouth; a verb such as
"denied" is one by itself. A concession in the same sentence makes a flat denial a half one.
"""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.analyser.cues import Match
from mediakit.analyser.frames import Attribution
from mediakit.analyser.grammar import (
    ARTICLES,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    is_adverb,
)
from mediakit.analyser.page import Page, Stretch

_CONCEDES = frozenset(
    "acknowledged acknowledges acknowledging conceded concedes conceding admitted admits admitting granted apologized "
    "apologised apologizing apologising".split()
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
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    for number, sentence, mine in page.by_sentence("denial"):
        covered = -1
        here: list[Denial] = []
        for match in mine:
            if match.first < covered:
                continue
            reason = _lookalike(page, match, sentence, by_sentence.get(number, []))
            if reason is not None:
                left.append((match, *reason))
                continue
            covered = match.last
            reported = _reported_by(match, by_sentence.get(number, []))
            kind, rule, why = match.cue.kind, match.cue.rule, match.cue.why
            if kind == "categorical" and _concedes(page, match, sentence):
                kind, rule = "partial", "denial/concession"
                why = "Part is denied, and another part is granted in the same sentence."
            here.append(Denial(match, kind, rule, why, reported, number))
        found += here
    return found, left


_CLAIMS = frozenset(
    "allegation allegations accusation accusations claim claims charge charges report reports story stories rumor rumors "
    "rumour rumours suggestion suggestions notion idea assertion wrongdoing involvement responsibility role link links "
    "existence incident meeting affair knowledge connection connections guilt account accounts version opposition "
    "impropriety collusion criticism part any anything everything doing having being ever that it this all both "
    "intent racism plot plan plans crime crimes offence offences offense offenses count counts".split()
)
_REACH = 4  # how many words after "denied" the claim's noun can stand


def _lookalike(
    page: Page, match: Match, sentence: Stretch, attributions: list[Attribution]
) -> tuple[str, str] | None:
    """The rule and the reason, where the words resemble a denial and are none."""
    words, first, last = page.words, match.first, match.last
    is_verb = match.cue.words[0].startswith("<")
    before = words[first - 1] if first > sentence.first else ""
    for k in range(max(sentence.first, first - 3), first):
        if words[k] in _NEGATORS and is_verb:
            return "denial/negated", "The denying word is itself denied here."
    if is_verb and before == "to" and match.cue.kind != "no-comment":
        return "denial/not-yet", "Nobody denies it here: the words speak of denying something."
    if is_verb and words[first].endswith("ing") and before in _BEFORE_GERUND:
        return "denial/deed", "The words name a deed; nobody is reported to deny anything here."
    if match.cue.id == "deny" and not _denies_a_claim(page, last, sentence):
        return (
            "denial/refused",
            "To deny somebody a thing is to refuse it. No claim is called untrue.",
        )
    if (
        match.cue.id == "dispute-parts"
        and last - first == 1
        and (before in ARTICLES or before in PREPOSITIONS or words[first] == "dispute")
    ):
        return "denial/noun", "“Dispute” here is a quarrel, and no claim is answered."
    if match.cue.id == "nothing-to-do-with" and before in RELATIVES:
        return "denial/describes", "The words tell who is meant; no claim is answered."
    if (
        words[last - 1] == "up"
        and last < sentence.last
        and (
            words[last] in POSSESSIVES | {"of", "about", "for", "most"} or words[last][0].isdigit()
        )
    ):
        return "denial/made-up", "Here something is formed or decided; nothing is called invented."
    if match.cue.id in _PREDICATES and not _in_a_mouth(page, match, attributions):
        return (
            "denial/nobody-says-it",
            "The word describes a thing; nobody answers a claim with it.",
        )
    if match.cue.id in _ADJECTIVES and _describes_noun(page, last, sentence):
        return "denial/describes", "The word describes the noun after it; no claim is answered."
    return None


_BEFORE_GERUND = frozenset(
    "by of for from without about against after before in on been began begin start".split()
)
_PREDICATES = frozenset(
    "misleading ridiculous inaccurate not-aware fabricated baseless not-true exaggerated political never-did false wrong was-not nothing-to-do-with "
    "did-nothing-wrong no-evidence have-not-done did-not-do no-truth never-happened".split()
)

_ADJECTIVES = frozenset("misleading ridiculous inaccurate baseless exaggerated".split())


def _denies_a_claim(page: Page, after: int, sentence: Stretch) -> bool:
    """Whether what follows "denied" is a claim, not a person or a thing that was asked for."""
    words = page.words
    if after >= sentence.last or not words[after][0].isalnum() or page.quote_at[after] != -1:
        return True
    if words[after].endswith("ing"):
        return True
    stop = next(
        (
            k
            for k in range(after, min(sentence.last, after + _REACH))
            if words[k] in (",", ".", ";")
        ),
        min(sentence.last, after + _REACH),
    )
    return any(words[k] in _CLAIMS or words[k].endswith("ing") for k in range(after, stop))


def _in_a_mouth(page: Page, match: Match, attributions: list[Attribution]) -> bool:
    """Whether somebody is reported to say the words."""
    return page.quote_at[match.first] != -1 or _reported_by(match, attributions) is not None


def _describes_noun(page: Page, after: int, sentence: Stretch) -> bool:
    """Whether a noun follows, so that the word only describes it ("absurd prices")."""
    if after >= sentence.last:
        return False
    word = page.words[after]
    if word in ("or", "and", ",") and after + 2 < sentence.last:  # "misleading or false statements"
        return _describes_noun(page, after + 2, sentence)
    return (
        page.quote_at[after] == page.quote_at[after - 1]
        and word[0].isalpha()
        and word
        not in AUXILIARIES | PREPOSITIONS | COORDINATORS | SUBORDINATORS | DETERMINERS | PERSONAL
        and not is_adverb(word)
        and not word.endswith("ed")
    )


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
