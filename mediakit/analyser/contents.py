"""Where content begins and ends: after reporting words, before them, on both sides.

Without a parser a clause ends at its sentence, at a comma that leaves it, or where a new verb begins.
"""

from __future__ import annotations

from mediakit.analyser.cues import Cue, Match
from mediakit.analyser.grammar import (
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import phrase_after, sentence_end

_SPANS = frozenset(
    "week month year summer spring autumn winter night weekend morning today".split()
)
_NO_OCCASION = frozenset("about for as like against than over".split())
_NEAR = frozenset("last this next earlier late".split())


def after_tag(page: Page, at: int, sentence: Stretch) -> list[Stretch]:
    """What goes on of the content after "he said" or "said X", if anything does."""
    words = page.words
    end = sentence_end(page, at, sentence.last)
    start = skip_occasion(page, at, end)
    if start < end and words[start] == ",":
        start += 1
        nxt = words[start] if start < end else ""
        if nxt.endswith("ing") and page.quote_at[start] == -1:
            return []
        if page.quote_at[start if start < end else at] == -1 and (
            nxt in RELATIVES or nxt in ("while", "but", "according", "as", "after", "when")
        ):
            return []
    elif not (start < end and page.quote_at[start] != -1):
        return []
    return [Stretch(start, end)] if end - start > 1 else []


def skip_occasion(page: Page, at: int, end: int) -> int:
    """Past "on Friday", "in an interview with the paper" and the like, up to a comma or quotation."""
    words = page.words
    start = at
    if start + 1 < end and words[start] in _NEAR and words[start + 1] in _SPANS:
        start += 2
    if start < end and (
        (words[start] in PREPOSITIONS and words[start] not in _NO_OCCASION)
        or words[start] in TIMES
        or is_adverb(words[start])
    ):
        while (
            start < end
            and words[start] not in (",", ":", ";", "that")
            and page.quote_at[start] == -1
        ):
            start += 1
    return start


def to_comma(page: Page, piece: Stretch) -> Stretch:
    """A piece up to the comma that ends its relative clause."""
    for at in range(piece.first + 1, piece.last):
        if page.words[at] == "," and page.quote_at[at] == -1:
            return Stretch(piece.first, at)
    return piece


def content_after(
    page: Page, match: Match, sentence: Stretch
) -> tuple[list[Stretch], Stretch | None]:
    """What follows a reporting verb as its content, and whoever was told it."""
    words, takes = page.words, match.cue.takes
    end = sentence_end(page, match.last, sentence.last)
    at = match.last
    recipient = None
    if at >= end:
        return [], None
    while at < end and is_adverb(words[at]) and page.quote_at[at] == -1:
        at += 1
    if at < end and words[at] in (",",) and at + 1 < end and page.quote_at[at + 1] != -1:
        at += 1
    if at < end and words[at] == ":":
        return clip(page, at + 1, end, clause=True), None
    if at < end and words[at] == ",":
        at = _past_aside(page, at, end)
    if (
        "person-first" in takes
        and at < end
        and words[at] not in SUBORDINATORS
        and words[at] != ":"
        and page.quote_at[at] == -1
    ):
        recipient, following = _recipient(page, at, end, sentence)
        if "noun" in takes and following >= end:
            recipient, following = None, at  # "urged caution": nobody is told, it is the content
        at = following
    clause = bool(takes & {"clause", "question", "infinitive", "person-first"})
    if (
        at < end
        and words[at] not in ("that", "whether", "if", "how", "why", "what", "to")
        and page.quote_at[at] == -1
    ):
        at = past_occasion(page, at, end, match.cue)
    if at >= end or (
        words[at] in (".", ";", ",")
        and page.quote_at[at] == -1
        and not (words[at] == "," and at + 1 < end and (page.quote_at[at + 1] != -1))
    ):
        # nothing follows but an occasion
        return [], recipient
    if words[at] in (",", ":"):
        at += 1
    if at >= end:
        return [], recipient
    starts_clause = words[at] in SUBORDINATORS or page.quote_at[at] != -1 or words[at] == "to"
    if (
        "noun" in takes
        and not (clause and starts_clause)
        and not (clause and _has_verb(page, at, end))
    ):
        return clip(page, at, end, clause=False), recipient
    if not clause and not starts_clause and "noun" not in takes:
        return (
            ([], recipient) if "quote" in takes else (clip(page, at, end, clause=False), recipient)
        )
    if (
        "infinitive" in takes
        and "clause" not in takes
        and "noun" not in takes
        and words[at] not in ("to", "that")
        and page.quote_at[at] == -1
        and not any(words[k] in ("to", "that") for k in range(at, min(end, at + 8)))
    ):  # not "asked them to leave"
        return [], recipient
    return clip(page, at, end, clause=True), recipient


def _past_aside(page: Page, comma: int, end: int) -> int:
    """Past an aside between a verb and its that-clause ("reported, citing an aide, that …")."""
    for at in range(comma + 1, min(end - 1, comma + 24)):
        if page.words[at] == "," and page.words[at + 1] == "that" and page.quote_at[at] == -1:
            return at + 1
    return comma


def _has_verb(page: Page, at: int, end: int) -> bool:
    """Whether a clause, not a mere noun phrase, seems to follow."""
    words = page.words
    if words[at] in ("i", "he", "she", "they", "we", "it", "there"):
        return True
    for k in range(at, min(end, at + 12)):
        word = words[k]
        if word in (",", ";", ":", "—") or word in RELATIVES:
            return False
        if word in AUXILIARIES and k > at:
            return True
    return False


def _recipient(page: Page, at: int, end: int, sentence: Stretch) -> tuple[Stretch | None, int]:
    """Whoever is told something, and where the content begins after it."""
    words = page.words
    phrase = phrase_after(page, at, Stretch(sentence.first, end), asides=False)
    if phrase is None:
        return None, at
    stop = phrase.last
    if words[at] in PERSONAL | {
        "him",
        "her",
        "them",
        "us",
        "me",
        "reporters",
        "journalists",
        "lawmakers",
        "supporters",
    }:
        stop = at + 1
    elif page.is_capital(at):
        stop = at + 1
        while stop < phrase.last and (
            page.is_capital(stop) or words[stop] in ("of", "the", "and", "&", "'s", "'")
        ):
            stop += 1
    return Stretch(at, stop), stop


def past_occasion(page: Page, at: int, end: int, cue: Cue) -> int:
    """Past a time or place between the verb and its content ("said on Friday that")."""
    words = page.words
    start = at
    if words[at] in _NEAR and words[at + 1 : at + 2] and words[at + 1] in _SPANS:
        at = min(end, at + 2)
        if at < end and words[at] == ",":
            at = _past_aside(page, at, end)
        return at
    if words[at] in TIMES and words[at] not in ("now", "then"):
        at += 1
        if (at < end and words[at] in ("that",)) or (at < end and words[at] in TIMES):
            pass
        return past_occasion(page, at, end, cue) if at < end else at
    if words[at] not in PREPOSITIONS or words[at] in ("like", "than", "as"):
        return at
    if "noun" in cue.takes and words[at] not in ("on", "in", "at", "during", "after"):
        return at
    clauselike = "clause" in cue.takes or "person-first" in cue.takes
    for k in range(at + 1, min(end, at + 26)):
        word = words[k]
        if word == "that" or page.quote_at[k] != -1 or word == ":":
            return k
        if word == ",":
            return k + 1 if clauselike else start
        if clauselike and (word in PERSONAL or (word in ("there",))) and k > at + 1:
            return k
        if (
            clauselike
            and words[k - 1] in TIMES
            and k > at + 1
            and word not in PREPOSITIONS
            and word not in TIMES
            and not word.isdigit()
        ):
            return k
        if (
            clauselike
            and words[k - 1].isdigit()
            and len(words[k - 1]) == 4
            and (word in DETERMINERS or page.is_capital(k))
        ):
            return k
    return start


def clip(page: Page, at: int, end: int, *, clause: bool) -> list[Stretch]:
    """The content from a token on: to the end of its clause."""
    words = page.words
    quote = page.quote_at
    if at < end and quote[at] != -1:
        # a quotation: to its end, and on while it goes on in the same breath
        k = at
        while k < end and quote[k] != -1:
            k += 1
        if k < end and words[k] in (",", "—"):
            return [Stretch(at, k)]
    depth = 0
    k = at
    while k < end:
        word = words[k]
        if quote[k] == -1:
            if word == "(":
                depth += 1
            elif word == ")":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and k > at:
                if word == ";":
                    break
                if (
                    word in (",", "—", "–", "-")
                    and k + 1 < end
                    and _breaks_off(page, k + 1, end, clause=clause)
                ):
                    break
                if not clause and _ends_phrase(page, k, end):
                    break
        k += 1
    while k > at and words[k - 1] in (",", "—", "–", "-", ":") and quote[k - 1] == -1:
        k -= 1
    return [Stretch(at, k)] if k > at else []


def _breaks_off(page: Page, at: int, end: int, *, clause: bool) -> bool:
    """Whether what follows a comma leaves the content."""
    word = page.words[at]
    if page.quote_at[at] != -1:
        return False
    if word in ("according", "but", "while", "although", "though", "whereas", "despite"):
        return True
    if word.endswith("ing") and len(word) > 4:
        return not clause or word in (
            "saying",
            "adding",
            "noting",
            "calling",
            "citing",
            "telling",
            "arguing",
            "claiming",
            "insisting",
            "suggesting",
            "warning",
            "asking",
            "describing",
            "explaining",
            "pointing",
            "urging",
            "vowing",
            "promising",
            "referring",
            "accusing",
            "writing",
            "declaring",
            "predicting",
        )
    if clause:
        return False
    return (
        word in COORDINATORS
        or word in RELATIVES
        or word in SUBORDINATORS
        or (word in PREPOSITIONS and word not in ("of", "including"))
    )


def _ends_phrase(page: Page, at: int, end: int) -> bool:
    """Whether a noun phrase that is content ends before a token."""
    words = page.words
    word = words[at]
    if word in (
        "because",
        "while",
        "when",
        "although",
        "though",
        "after",
        "before",
        "since",
        "but",
        "during",
        "if",
        "until",
    ):
        return True
    if word == "as" and words[at - 1] not in ("such", "well"):
        return False
    if word == "and" and at + 1 < end:
        following = words[at + 1]
        return (
            following in AUXILIARIES
            or following in PERSONAL
            or (following.endswith("ed") and not page.is_capital(at + 1))
            or following in ("said", "says")
        )
    if word in ("on", "in", "at") and at + 1 < end:
        return (
            words[at + 1] in TIMES
            or (words[at + 1].isdigit() and len(words[at + 1]) == 4)
            or (
                at + 2 < end
                and words[at + 2]
                in (
                    "interview",
                    "statement",
                    "speech",
                    "tweet",
                    "letter",
                    "email",
                    "rally",
                    "debate",
                )
            )
        )
    return word in TIMES and word not in (
        "may",
        "march",
        "now",
        "again",
        "then",
        "once",
        "today",
        "first",
    )
