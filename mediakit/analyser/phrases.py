"""Who stands before a verb or after it: noun phrases found without a parser.

A subject is what lies between the nearest clause boundary and the verb; a phrase to the right runs
until the next boundary. Appositions between commas belong to the phrase they follow.
"""

from __future__ import annotations

from mediakit.analyser.grammar import (
    ARTICLES,
    AUXILIARIES,
    CLAUSE_MARKS,
    COORDINATORS,
    DETERMINERS,
    FREQUENT_VERBS,
    OF_NOUNS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)
from mediakit.analyser.page import Page, Stretch

_LONGEST_ASIDE = 28  # tokens between two commas that can belong to the name before them
_LONGEST_PHRASE = 40
_SHUT = {")": "(", "]": "[", "—": "—", "–": "–", "-": "-", ",": ","}


def subject_before(page: Page, verb: int, sentence: Stretch) -> Stretch | None:
    """The phrase that ends right before a verb, as its subject; None where there is none.

    A description after a name ("Ana Reyes, a baker who …") belongs to the name.
    """
    phrase = _phrase_before(page, verb, sentence)
    if phrase is None or phrase.first - 2 < sentence.first:
        return phrase
    words, comma = page.words, phrase.first - 1
    if (
        words[comma] != ","
        or words[phrase.first] in PERSONAL
        or not page.is_capital(comma - 1)
        or words[comma - 1] in TIMES
        or not (words[phrase.first] in ARTICLES | POSSESSIVES or is_role(page, phrase.first))
    ):
        return phrase
    name = _phrase_start(page, comma, sentence)
    if not page.is_capital(name) or words[name] in PREPOSITIONS | SUBORDINATORS:
        return phrase
    return Stretch(name, phrase.last)


def is_role(page: Page, at: int) -> bool:
    """Whether a word in small letters can begin a description of somebody."""
    return (
        not page.is_capital(at)
        and page.words[at] not in PREPOSITIONS | SUBORDINATORS | COORDINATORS | RELATIVES
    )


def _phrase_before(page: Page, verb: int, sentence: Stretch) -> Stretch | None:
    words = page.words
    end = verb
    while end > sentence.first and is_adverb(words[end - 1]) and not page.is_capital(end - 1):
        end -= 1
    if end == sentence.first:
        return None
    last = words[end - 1]
    if last in _SHUT and page.quote_at[end - 1] == -1:
        opened = _opening(page, end - 1, sentence)
        if opened is None:
            return None
        head = subject_before(page, opened, sentence)
        if head and words[opened + 1].endswith("ing"):
            return head  # "The Daily, citing an aide, said": the aside is no part of the name
        return Stretch(head.first, end - 1 if last == "," else end) if head else None
    if last in RELATIVES | PERSONAL or last in PRONOUNS - DETERMINERS - {"others"}:
        return Stretch(end - 1, end)
    first = _phrase_start(page, end, sentence)
    return _without_adverbial(page, first, end) if first < end else None


def _opening(page: Page, shut: int, sentence: Stretch) -> int | None:
    """The token that opens the aside which ``shut`` ends, if one does."""
    words = page.words
    wanted = _SHUT[words[shut]]
    lowest = max(sentence.first + 1, shut - _LONGEST_ASIDE)
    depth = 0
    for at in range(shut - 1, lowest - 1, -1):
        if page.quote_at[at] != -1:
            if wanted == ",":
                return None
            continue
        if words[at] == ")" and wanted == ",":
            depth += 1
        if words[at] == "(" and depth:
            depth -= 1
            continue
        if words[at] == wanted and not depth:
            if wanted == ",":
                return at if _is_aside(page, at, shut) else None
            return at
    return None


def _is_aside(page: Page, opened: int, shut: int) -> bool:
    """Whether what stands between two commas can belong to the name before it."""
    words = page.words
    first = words[opened + 1]
    before = words[opened - 1]
    if not (page.is_capital(opened - 1) or before.isalpha()) or before in TIMES:
        return False
    if (first in RELATIVES and first != "that") or first.isdigit():
        return True
    if first in SUBORDINATORS or first in COORDINATORS:
        return first in ("and", "as", "like")
    if first in PERSONAL:
        return False
    # a clause of its own ("…, the mayor was late, he said") has a finite verb
    return not any(
        words[at] in AUXILIARIES
        and not any(words[k] in RELATIVES | SUBORDINATORS for k in range(opened + 1, at))
        for at in range(opened + 1, shut)
    )


def _phrase_start(page: Page, end: int, sentence: Stretch) -> int:
    """Where the phrase begins that ends at ``end``: after the nearest clause boundary."""
    words = page.words
    at = end - 1
    lowest = max(sentence.first, end - _LONGEST_PHRASE)
    joined: int | None = None  # an "and" that may join two names or two clauses
    while at >= lowest:
        word = words[at]
        if word == "." and at > lowest and page.ends[at - 1] == page.starts[at]:
            at -= 1  # "Mr." or an initial: the sentence goes on
            continue
        if word in CLAUSE_MARKS or page.quote_at[at] != page.quote_at[end - 1]:
            if word == "," and _in_list(page, at, end):
                at -= 1
                continue
            break
        if word in ("and", "or"):
            if at == lowest or words[at - 1] in CLAUSE_MARKS:
                break
            joined = at
        elif word in ("but", "nor", "yet"):
            break
        elif word in SUBORDINATORS and word not in ("since", "than", "after", "before", "as"):
            if word == "that" and at > lowest and page.words[at - 1] in RELATIVES:
                at -= 1
                continue
            break
        elif word in ("who", "which", "whom"):
            if at == end - 1:
                return at
            if word != "who":  # "…, which officials said"
                return at + 1
            # a relative clause that ran up to here: its noun stands before it
        elif (word in AUXILIARIES and not _is_may(page, at)) or (
            word in FREQUENT_VERBS and at < end - 1
        ):
            relative = _relative_before(page, at, lowest)
            if relative is not None:
                at = relative
                joined = None
            else:
                return joined + 1 if joined is not None else at + 1
        elif ("'" in word and word.split("'")[0] in PERSONAL) or (
            word in ("him", "them", "us", "me") and at < end - 1
        ):
            return at + 1
        elif word == "to" and words[at - 1] not in (
            "close",
            "adviser",
            "ambassador",
            "according",
            "party",
        ):
            return joined + 1 if joined is not None else at + 1
        elif word in PERSONAL and at < end - 1:
            relative = at
            return joined + 1 if joined is not None and joined > at else relative
        at -= 1
    return at + 1


def _is_may(page: Page, at: int) -> bool:
    """Whether a word is the month of May."""
    return page.words[at] == "may" and page.is_capital(at)


def _relative_before(page: Page, at: int, lowest: int) -> int | None:
    """The relative pronoun to whose clause a verb belongs, if one stands close before it."""
    for place in range(at - 1, max(lowest, at - 9) - 1, -1):
        word = page.words[place]
        if word in CLAUSE_MARKS or word in COORDINATORS:
            return None
        if word in ("who", "which", "that", "whom", "whose"):
            return place
    return None


def _in_list(page: Page, comma: int, end: int) -> bool:
    """Whether a comma parts the names of a list (A, B and C) that ends at ``end``."""
    words = page.words
    if (
        comma + 1 >= end
        or comma < 1
        or not (page.is_capital(comma - 1) and page.is_capital(comma + 1))
    ):
        return False
    return any(words[at] in ("and", "or") for at in range(comma + 2, min(end, comma + 14)))


def _without_adverbial(page: Page, first: int, end: int) -> Stretch:
    """A phrase without "On Monday" or "Last week" in front of it."""
    words = page.words
    while first < end - 1 and (
        words[first] in COORDINATORS
        or words[first]
        in ("then", "so", "still", "yet", "also", "after", "before", "than", "as", "now")
        or (is_adverb(words[first]) and not words[first].isdigit())
        or (words[first] in TIMES and words[first] not in ("may", "march"))
    ):
        first += 1
    if words[first] in PREPOSITIONS and words[first] not in ("like",):
        # the subject is the last phrase that begins anew: "In a statement the company"
        for at in range(end - 1, first, -1):
            word = words[at]
            if word in PRONOUNS and word in PERSONAL:
                return Stretch(at, end)
            if word in DETERMINERS and at > first + 2 and words[at - 1] not in PREPOSITIONS:
                return Stretch(at, end)
            if (
                page.is_capital(at)
                and at > first + 1
                and words[at - 1] not in PREPOSITIONS
                and not page.is_capital(at - 1)
                and words[at - 1] not in DETERMINERS
            ):
                return Stretch(at, end)
            if words[at - 1] in TIMES or (words[at - 1].isdigit() and at > first + 1):
                return Stretch(at, end)
    if (
        words[first] in ("last", "this", "next")
        and first + 2 < end
        and words[first + 1]
        in (
            "week",
            "month",
            "year",
            "summer",
            "spring",
            "fall",
            "autumn",
            "winter",
            "night",
            "weekend",
        )
    ):
        return Stretch(first + 2, end)
    return Stretch(first, end)


_BEGINS_ANEW = ARTICLES | POSSESSIVES
_HOLDS_ON = PREPOSITIONS | COORDINATORS | frozenset("all both half such".split())


def phrase_after(
    page: Page, start: int, sentence: Stretch, *, asides: bool = True
) -> Stretch | None:
    """The noun phrase that begins at a token, with the apposition after its comma."""
    words = page.words
    stop = min(sentence.last, start + _LONGEST_PHRASE)
    if start >= stop:
        return None
    alone = start + 1 >= stop or words[start + 1] in CLAUSE_MARKS
    if words[start] in PERSONAL | {"him", "them", "us", "me"} or (words[start] == "her" and alone):
        return Stretch(start, start + 1)
    quote = page.quote_at[start]
    at = start
    while at < stop:
        word = words[at]
        if page.quote_at[at] != quote and word not in ("'",):
            break
        if word == "." and at + 1 < sentence.last and at > start and page.is_capital(at - 1):
            at += 1  # "Mr." or an initial
            continue
        if word in CLAUSE_MARKS:
            if word == "," and _list_goes_on(page, at, stop):
                at += 1
                continue
            if word == "(":
                at = _past(page, at, stop)
                continue
            break
        if at > start:
            if word in AUXILIARIES or word in SUBORDINATORS or word in PERSONAL:
                break
            if (
                word in PREPOSITIONS
                and at + 1 < stop
                and words[at + 1].endswith("ing")
                and len(words[at + 1]) > 4
            ):
                break  # "for saying so"
            if word in _BEGINS_ANEW and words[at - 1] not in _HOLDS_ON:
                break
            if word in TIMES and word != "may":
                break
            if word in PREPOSITIONS and word not in OF_NOUNS and word not in ("on", "to"):
                break
            if word in ("in", "at", "on", "from", "with", "for", "to") and _is_occasion(
                page, at, stop
            ):
                break
            if word in ("to",) and words[at - 1] not in ("close", "adviser", "according", "linked"):
                break
            if word in ("on",) and not words[at - 1].endswith(
                ("expert", "committee", "specialist", "adviser", "briefed")
            ):
                break
            if word in ("who", "which", "whose"):
                break
            if word in COORDINATORS and not _joins_nouns(page, at, stop):
                break
        at += 1
    if at == start:
        return None
    if asides and at < stop and words[at] == "," and at + 1 < stop:
        after = _aside_end(page, at, stop)
        if after is not None:
            at = after
    return Stretch(start, at)


def _past(page: Page, opened: int, stop: int) -> int:
    for at in range(opened + 1, min(stop, opened + 10)):
        if page.words[at] == ")":
            return at + 1
    return stop


def _list_goes_on(page: Page, comma: int, stop: int) -> bool:
    words = page.words
    if comma + 1 >= stop or not page.is_capital(comma + 1):
        return False
    for at in range(comma + 1, min(stop, comma + 10)):
        if words[at] == "and":
            return at + 1 < stop and page.is_capital(at + 1) and words[at - 1] not in CLAUSE_MARKS
        if words[at] in CLAUSE_MARKS or not page.is_capital(at):
            return False
    return False


def _joins_nouns(page: Page, at: int, stop: int) -> bool:
    """Whether an "and" inside a phrase joins nouns, not clauses."""
    if page.words[at] not in ("and", "or") or at + 1 >= stop:
        return False
    following = page.words[at + 1]
    return (
        following not in AUXILIARIES
        and following not in PERSONAL
        and (
            page.is_capital(at + 1)
            or not following.endswith(("ed", "s", "ing"))
            or following.endswith("ss")
            or page.words[at - 1].endswith("s")
        )
    )


_OCCASIONS = frozenset(
    "statement interview speech news press email e-mail tweet letter phone telephone call briefing "
    "conference debate rally hearing meeting post message week month year morning afternoon evening night "
    "response reference contrast addition recent an interview separate time same".split()
)


def _is_occasion(page: Page, at: int, stop: int) -> bool:
    """Whether a preposition begins an occasion ("in a statement", "on Monday"), not part of a name."""
    for place in range(at + 1, min(stop, at + 4)):
        word = page.words[place]
        if word in CLAUSE_MARKS:
            return False
        if word in _OCCASIONS or word in TIMES or (word.isdigit() and len(word) == 4):
            return True
    return False


def _aside_end(page: Page, comma: int, stop: int) -> int | None:
    """Where the apposition after a comma ends, or None where the comma begins something else."""
    words = page.words
    first = words[comma + 1]
    if page.quote_at[comma + 1] != page.quote_at[comma]:
        return None
    begins = (
        first in ("who", "whose", "which")
        or (first in DETERMINERS and first not in POSSESSIVES | {"this", "these", "those", "that"})
        or first in POSSESSIVES
        or first.isdigit()
        or (
            first not in PREPOSITIONS | SUBORDINATORS | COORDINATORS | PERSONAL | AUXILIARIES
            and not first.endswith("ing")
            and not is_adverb(first)
        )
    )
    if not begins:
        return None
    relative = first in ("who", "whose", "which")
    for at in range(comma + 1, min(stop, comma + _LONGEST_ASIDE)):
        word = words[at]
        if page.quote_at[at] != page.quote_at[comma]:
            return at
        if word in (",", ";", "—", "–", ":", "”", "“", '"') or (word == "." and at >= stop - 2):
            return at
        if word in COORDINATORS and word == "but":
            return at
        if not relative and (word in ("who", "which", "that")):
            relative = True
        if not relative and word in AUXILIARIES:
            return None
        if (
            word in ("when", "while", "because", "after", "before", "although", "as")
            and at > comma + 1
        ):
            return at
    return min(stop, sentence_end(page, comma, stop))


def sentence_end(page: Page, at: int, stop: int) -> int:
    """The last token before the stop that is no full stop."""
    last = stop
    while last > at and page.words[last - 1] in ".!?…":
        last -= 1
    return last
