"""What kind of source a phrase names, what a reader is told about it, and which phrases are one voice.

Kinds go by what the page tells: a name, a role without a name, a body, a document, a crowd. The
words that decide are cues (``data/cues/en/anonymity.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from mediakit.analyser.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)
from mediakit.cues import STOP, TELLING, Cue, load_cues, load_trie
from mediakit.text import Tokens

_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady rev father sister president minister senator sen rep "
    "representative gov governor mayor secretary captain capt judge justice king queen prince princess pope "
    "chancellor general gen colonel col lt sgt officer detective sheriff congressman congresswoman councillor "
    "councilman councilwoman ambassador chairman chairwoman chief commissioner director coach vice deputy".split()
)
_CROWD_NUMBER = re.compile(r"\d")
_SMALL_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten a an another several".split()
)


@dataclass(frozen=True)
class SourceKind:
    """The kind of a source with the cue, if any, that decided, and a sentence why."""

    kind: str
    why: str
    rule: str
    flags: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)


@cache
def _heads() -> dict[str, Cue]:
    """Single words that decide a kind, in small letters."""
    heads: dict[str, Cue] = {}
    for cue in load_cues():
        if cue.label == "source" and cue.kind not in (STOP, TELLING):
            for words in cue.words:
                heads.setdefault(words.lower().replace("’", "'"), cue)
    return heads


def is_source_word(word: str) -> bool:
    """Whether a word in small letters is the head of some kind of source ("ministry", "aides")."""
    return word in _heads()


def source_kind(phrase: str, context: str = "") -> str:
    """The kind of a source phrase: named, unnamed, institution, media or collective.

    ``context`` is the text around it, or the whole article: a role there beside a name
    ("Mayor Ana Reyes") makes "the mayor" named.

    >>> source_kind("two people close to the club"), source_kind("the ministry"), source_kind("Ana Reyes")
    ('unnamed', 'institution', 'named')
    """
    return read_source(phrase, context).kind


def read_source(phrase: str, context: str = "") -> SourceKind:
    """The kind of a source phrase, with the rule that decided and what a reader is told."""
    tokens = Tokens(phrase)
    originals = [tokens[i] for i in range(len(tokens))]
    words = [word.lower().replace("’", "'") for word in originals]
    return _decide(originals, words, context)


def _decide(originals: Sequence[str], words: Sequence[str], context: str) -> SourceKind:
    if not words:
        return SourceKind("named", "", "source/empty")
    if len(words) == 1 and words[0] in PERSONAL | POSSESSIVES | {
        "who",
        "which",
        "that",
        "him",
        "them",
    }:
        return _pronoun(words[0])
    of = _quantity_end(words)
    if of is not None:
        return _share(originals, words, of, context)
    end = _head_end(words)
    if _is_personal_name(originals, words, end):
        return _result("named", None, "The story gives this person's name.", "source/name", words)
    cue = _phrase_cue(words) or _head_cue(words, end)
    if cue is not None:
        return _by_cue(cue, originals, words, end, context)
    return _by_shape(originals, words, end, context)


_QUANTITIES = frozenset(
    "array number numbers majority minority handful dozen dozens hundreds thousands millions scores lot lots couple pair "
    "series percentage percent half third quarter share most many some none all range variety plurality group two three "
    "few fewer more one several each both".split()
)


def _quantity_end(words: Sequence[str]) -> int | None:
    """Where the noun begins in "a number of aides", "61 percent of voters"; None in other phrases."""
    for at, word in enumerate(words[:7]):
        if word == "of" and at and words[at - 1] in _QUANTITIES and at + 1 < len(words):
            return at + 1
        if word in ("who", ",", "for", "at"):
            return None
    return None


def _share(originals: Sequence[str], words: Sequence[str], start: int, context: str) -> SourceKind:
    """The kind of "some of his aides": that of the aides; a share of a crowd is a crowd."""
    if words[start] in ("those", "them", "us", "the") and start + 1 == len(words):
        return _result("collective", None, "Nobody could list them.", "source/quantity", words)
    inner = _decide(originals[start:], words[start:], context)
    if inner.kind == "unnamed" and words[start - 2] in (
        "percent",
        "majority",
        "most",
        "half",
        "minority",
        "all",
        "third",
    ):
        return _result(
            "collective", None, "A share of many people is no list of names.", "source/share", words
        )
    if inner.kind == "collective" and words[start - 2] == "one":
        return _result("unnamed", None, "One person, and no name.", "source/one-person", words)
    if inner.kind == "named":
        return _result(
            "unnamed", None, "Some people out of more, and no name.", "source/some", words
        )
    return inner


#: Heads that stay unnamed even with "the": people whom a story does not name by their role.
_STAYS_UNNAMED = frozenset(
    "official adviser spokesperson representative source operative staffer diplomat witness neighbour person "
    "people-who-know one-of-them administration-people".split()
)


def _by_cue(
    cue: Cue, originals: Sequence[str], words: Sequence[str], end: int, context: str
) -> SourceKind:
    """The kind that a cue at the head tells, unless the words around it change it."""
    kind, first = cue.kind, words[0]
    plural = words[end - 1].endswith("s") and not words[end - 1].endswith("ss")
    if kind == "collective" and first in _SMALL_NUMBERS - {"several", "a", "an"}:
        kind = "unnamed"
    if kind == "collective" and first in ("these", "those") and words[-1] == "people":
        kind = "unnamed"
    if kind == "unnamed" and first in (
        "many",
        "most",
        "all",
        "no",
        "few",
        "thousands",
        "hundreds",
        "dozens",
        "every",
    ):
        kind = "collective"
    if (
        kind == "unnamed"
        and plural
        and all(word[:1].isupper() for word in originals[:end])
        and end > 1
    ):
        return _result(
            "institution", cue, "A body, called by its name.", "source/proper-name", words
        )
    if kind == "unnamed" and first == "any":
        kind = "collective"
    if kind == "unnamed" and any(word in ("named", "called") for word in words[end : end + 1]):
        return _result("named", cue, "The name follows.", "source/name-follows", words)
    if kind == "unnamed" and first == "both":
        return _result("named", cue, "The two have been named before.", "source/both", words)
    if kind == "unnamed" and not plural and _is_definite(words[:end]):
        if _is_named_elsewhere(words, end, context):
            return _result(
                "named",
                cue,
                "The story names this person elsewhere.",
                "source/named-elsewhere",
                words,
            )
        if cue.id not in _STAYS_UNNAMED and (first == "the" or words[end - 1] in _UNIQUE):
            return _result(
                "named",
                cue,
                "A description of somebody the story has named.",
                "source/description",
                words,
            )
    return _result(kind, cue, cue.why, cue.rule, words)


def _by_shape(originals: Sequence[str], words: Sequence[str], end: int, context: str) -> SourceKind:
    """The kind of a phrase whose head is in no list: by capitals, numbers, articles, endings."""
    head, last = words[:end], end - 1
    if (
        any(word[0].isdigit() for word in head)
        or "percent" in words
        or "%" in words
        or words[:2] == ["two", "in"]
    ):
        return _result(
            "collective", None, "A share of many people is no list of names.", "source/share", words
        )
    if originals[last][:1].isupper():
        acronym = originals[last].isupper() and 2 <= len(originals[last].replace(".", "")) <= 6
        if (acronym and len(head) <= 2) or (words[0] == "the" and len(head) > 1):
            return _result(
                "institution", None, "A body, called by its name.", "source/proper-name", words
            )
        return _result("named", None, "The story gives this person's name.", "source/name", words)
    if words[last] in PRONOUNS:
        return _result("collective", None, "Nobody could list them.", "source/quantity", words)
    plural = words[last].endswith("s") and not words[last].endswith("ss")
    agent = _is_agent(words[last].removesuffix("s") if plural else words[last])
    if not agent:
        return _result(
            "media", None, "A thing that can be looked up, not a person.", "source/thing", words
        )
    if plural:
        return _result("collective", None, "Nobody could list them.", "source/plural", words)
    if words[0] in ("a", "an", "one", "another"):
        return _result("unnamed", None, "One person, and no name.", "source/one-person", words)
    return _result(
        "named", None, "A description of somebody the story has named.", "source/description", words
    )


_NO_AGENT = frozenset(
    "order paper number matter letter power career error color colour minor poster banner committee degree fee chapter "
    "answer offer center centre summer winter water dinner river corner border quarter factor sector editor's computer "
    "disorder disaster weather theater trailer newsletter ledger register master cover layer paper's".split()
)


def _is_agent(word: str) -> bool:
    """Whether a noun seems to name a person by what they do."""
    return word not in _NO_AGENT and word.endswith(
        (
            "er",
            "or",
            "ist",
            "ian",
            "man",
            "woman",
            "eer",
            "ee",
            "ant",
            "nurse",
            "chief",
            "wife",
            "clerk",
            "star",
        )
    )


def _pronoun(word: str) -> SourceKind:
    if word in ("it", "its", "which", "that"):
        return SourceKind("institution", "A pronoun for a body or a document.", "source/pronoun")
    if word in ("they", "them", "their", "we", "our", "you", "your"):
        return SourceKind("collective", "A pronoun for several people.", "source/pronoun")
    return SourceKind("named", "A pronoun for a person named before.", "source/pronoun")


def _head_end(words: Sequence[str]) -> int:
    """Where the first noun phrase ends: before "of the …", "who …", a comma."""
    for at, word in enumerate(words):
        if at and (
            word in RELATIVES
            or word in PREPOSITIONS
            or word in (",", "(", "—", "–", "-", ":", "“", '"')
            or word in AUXILIARIES
            or (word == "to")
            or (word in ("and", "or") and at > 0)
            or word
            in (
                "familiar",
                "close",
                "briefed",
                "involved",
                "present",
                "here",
                "there",
                "alike",
                "called",
                "named",
            )
        ):
            return at
    return len(words)


def _head_cue(words: Sequence[str], end: int) -> Cue | None:
    """The cue at the head: the last words of the first phrase, the longest first."""
    heads = _heads()
    for start in range(max(0, end - 3), end):
        cue = heads.get(" ".join(words[start:end]))
        if cue is not None:
            return cue
    last = words[end - 1]
    if last.endswith(("'s", "s'")):
        return heads.get(last[:-2] if last.endswith("'s") else last[:-1])
    if "-" in last:
        return heads.get(last.rpartition("-")[2])
    return None


def _phrase_cue(words: Sequence[str]) -> Cue | None:
    """A cue of several words that begins near the front of the phrase."""
    for match in load_trie().find(words, 0, min(len(words), 6)):
        cue = match.cue
        several = match.last - match.first > 1 and match.first < 3
        if several and cue.label == "source" and cue.kind not in (STOP, TELLING):
            return cue
    return None


def _is_personal_name(originals: Sequence[str], words: Sequence[str], end: int) -> bool:
    """Whether the phrase holds a person's name: "Ana Reyes", "Mr. Reyes", "spokesman Tom Li"."""
    heads = _heads()
    stop = end
    for at, word in enumerate(words):  # "Tom Li, the mayor": look behind a comma too
        if at >= end and word in (",", "and") and at + 1 < len(words):
            later = _capitals(originals, words, at + 1)
            if later[1] - later[0] >= 2 and not _is_body(words, *later) and words[at] == ",":
                if _head_cue(words, end) is not None and _head_cue(words, end).kind in (
                    "unnamed",
                    "collective",
                ):  # type: ignore[union-attr]
                    return True
            break
    if _name_at_the_end(originals, words):
        return True
    runs: list[tuple[int, int]] = []
    at = 0
    while at < stop:
        first, last = _capitals(originals, words, at)
        if first >= stop:
            break
        runs.append((first, min(last, stop)))
        at = last + 1
    for first, last in runs:
        if last != stop and not (last < stop and words[last] in ("jr", "sr", ".", "iii", "'s")):
            continue
        span = [w for w in words[first:last] if w != "."]
        if not span:
            continue
        if span[0] in _TITLES and len(span) > 1:
            return True
        if _is_body(words, first, last):
            return False
        if any(w in heads and heads[w].kind == "unnamed" for w in words[:first]) and words[
            0
        ] not in ("the",):
            return True
        if first > 0 and words[first - 1] in ("the", "a", "an") and len(span) < 2:
            return False
        if first > 0 and words[0] == "the" and first == 1:
            return False
        if len(span) >= 2 or originals[first][1:].islower() or "'" in span[0]:
            head = heads.get(span[-1])
            return head is None or (
                head.kind == "unnamed" and len(span) >= 2 and span[-1] not in heads
            )
    return False


def _name_at_the_end(originals: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one role with a name behind it is all there is: "Secretary of State Ana Reyes"."""
    stop = words.index(",") if "," in words else len(words)
    first = stop
    while first > 0 and (originals[first - 1][:1].isupper() or words[first - 1] == "."):
        first -= 1
    heads = _heads()
    begins = words[0] in _TITLES or (
        words[0] in heads and heads[words[0]].kind == "unnamed" and not words[0].endswith("s")
    )
    return (
        0 < first < stop - 1
        and (originals[0][:1].isupper() or words[0] in heads)
        and begins
        and words[first - 1] not in ("of", "for", "in", "at", "the", "from", "by", "to")
        and not _is_body(words, stop - 2, stop)
    ) or (
        first > 1
        and begins
        and originals[0][:1].isupper()
        and words[first - 1] == "of"
        and stop - first >= 3
        and words[first] in ("state", "defense", "defence", "education", "labor", "commerce")
    )


def _capitals(originals: Sequence[str], words: Sequence[str], at: int) -> tuple[int, int]:
    """The next run of words with capitals."""
    n = len(originals)
    while at < n and not (
        originals[at][:1].isupper() and not (at == 0 and words[0] in DETERMINERS | PRONOUNS)
    ):
        at += 1
    first = at
    while at < n and (
        originals[at][:1].isupper()
        or (
            words[at] in (".", "de", "van", "der", "al", "bin", "von", "la", "del", "&", "o'")
            and at > first
            and at + 1 < n
        )
    ):
        at += 1
    return first, at


def _is_body(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a run of capitals is the name of a body, an outlet or a group."""
    heads = _heads()
    return any(
        words[at] in heads and heads[words[at]].kind in ("institution", "media", "collective")
        for at in range(first, last)
        if at == last - 1
        or at == first
        or heads.get(words[at]) is None
        or heads[words[at]].kind != "unnamed"
    )


_UNIQUE = frozenset(
    "president pope king queen premier chancellor candidate nominee senator governor mayor congressman congresswoman "
    "secretary speaker chairman chairwoman ceo founder author director minister wife husband mother father".split()
)


def _is_definite(words: Sequence[str]) -> bool:
    """Whether a phrase speaks of somebody as known: "the", "his", "Ana's"."""
    return words[0] in POSSESSIVES | {"the", "this", "that"} or any(
        word.endswith(("'s", "s'")) for word in words[:-1]
    )


def _is_named_elsewhere(words: Sequence[str], end: int, context: str) -> bool:
    """Whether the role at a definite phrase's head stands beside a name in the context."""
    if not _is_definite(words[:end]) and end > 1:
        return False
    role = words[end - 1]
    if (role.endswith("s") and not role.endswith("ss")) or not context:
        return False
    return role in named_roles(context)


_ROLE_NAME = re.compile(
    r"\b([a-z][a-z-]+),? [A-Z][\w.’'-]+ [A-Z][\w’'-]+|\b([A-Z][a-z]+) [A-Z][\w.’'-]+"
)
_NAME_ROLE = re.compile(
    r"\b[A-Z][\w.’'-]+,? (?:who is |is |was |became )?(?:an? |the |its |his |her |their |one of |[\w’'-]+ ){0,6}?([a-z][a-z-]{3,})(?=,| for | of | at | who | in |\.)"
)
_APPOSED = re.compile(
    r"[A-Z][\w.’'-]+, (?:an? |the |its |his |her |their |\d+, )?((?:[\w’'-]+ ){0,6}?[a-z][\w-]+)(?= for | of | at | who | in | with | from |,|\.)"
)


@cache
def _empty() -> frozenset[str]:
    return frozenset()


def named_roles(text: str) -> frozenset[str]:
    """The nouns that a text puts beside a name: "Mayor Reyes", "Tom Li, a baker"."""
    key = hash(text)
    if key in _ROLES_OF and _ROLES_OF[key][0] is text:
        return _ROLES_OF[key][1]
    found: set[str] = set()
    for match in _ROLE_NAME.finditer(text):
        found.add((match.group(1) or match.group(2)).lower().rpartition("-")[2])
    for match in _APPOSED.finditer(text):
        found.update(match.group(1).lower().replace("’", "'").split())
    roles = frozenset(found)
    _ROLES_OF.clear()
    _ROLES_OF[key] = (text, roles)
    return roles


_ROLES_OF: dict[int, tuple[str, frozenset[str]]] = {}


def _result(kind: str, cue: Cue | None, why: str, rule: str, words: Sequence[str]) -> SourceKind:
    flags = cue.flags if cue is not None and kind == "unnamed" else ()
    told = _told(words) if kind == "unnamed" else {}
    return SourceKind(kind, why, rule, tuple(flags), told)


def _told(words: Sequence[str]) -> dict[str, str]:
    """What the marked words tell of an unnamed source: number, role, access, reason."""
    heads = _heads()
    number = (
        "yes"
        if words[0] in _SMALL_NUMBERS - {"several"}
        or (words[0] in ("the",) and not words[_head_end(words) - 1].endswith("s"))
        else "partly"
        if words[0] == "several"
        else "no"
    )
    vague = frozenset(
        "source sources person people insider insiders someone somebody man woman men".split()
    )
    head = words[_head_end(words) - 1]
    role = "no" if head in vague else "yes" if _head_end(words) > 1 and head in heads else "partly"
    access = reason = "no"
    for match in load_trie().find(words):
        if match.cue.label == "source" and match.cue.kind == TELLING:
            if match.cue.tells == "access":
                access = "partly" if "close" in words else "yes"
            if match.cue.tells == "reason":
                reason = "yes"
    return {"number": number, "role": role, "access": access, "reason": reason}
