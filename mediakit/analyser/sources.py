"""What kind of source a phrase names, what a reader is told about it, and which phrases are one voice.

Kinds go by what the page tells: a name, a role without a name, a body, a document, a crowd. The
words that decide are cues (``data/cues/en/anonymity.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mediakit.analyser.cues import TELLING, Cue, load_heads, load_trie
from mediakit.analyser.grammar import PERSONAL, POSSESSIVES, PRONOUNS
from mediakit.analyser.heads import head_cue, head_end, phrase_cue
from mediakit.analyser.names import is_definite, is_named_elsewhere, is_personal_name
from mediakit.text import Tokens

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


def is_source_word(word: str) -> bool:
    """Whether a word in small letters is the head of some kind of source ("ministry", "aides")."""
    return word in load_heads()


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
    if of is not None and not _is_counted_before(words, of):
        return _share(originals, words, of, context)
    end = head_end(originals, words)
    if is_personal_name(originals, words, end):
        return _result("named", None, "The story gives this person's name.", "source/name", words)
    cue = phrase_cue(words) or head_cue(words, end)
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


def _is_counted_before(words: Sequence[str], start: int) -> bool:
    """Whether "one of the two" or "one of them" picks from people spoken of before."""
    ends = start + 2 >= len(words) or not words[start + 2][0].isalnum()
    return words[start] in ("them", "us") or (
        words[start] == "the" and ends and words[start + 1 : start + 2] in (["two"], ["three"])
    )


def _share(originals: Sequence[str], words: Sequence[str], start: int, context: str) -> SourceKind:
    """The kind of "some of his aides": that of the aides; a share of a crowd is a crowd."""
    if words[start] in ("those", "them", "us", "the") and start + 1 == len(words):
        return _result("collective", None, "Nobody could list them.", "source/quantity", words)
    inner = _decide(originals[start:], words[start:], context)
    if inner.rule == "source/thing" and words[start - 2] == "group":
        return _result("unnamed", None, "Some people, and no names.", "source/some", words)
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
    counted = first in _SMALL_NUMBERS - {"several", "a", "an"} or words[:2] == ["a", "few"]
    if kind == "collective" and counted:
        kind = "unnamed"
    if kind == "collective" and first in ("these", "those") and words[-1] == "people":
        kind = "unnamed"
    if (
        kind == "unnamed"
        and cue.id not in _STAYS_UNNAMED
        and first
        in (
            "many",
            "most",
            "all",
            "no",
            "few",
            "thousands",
            "hundreds",
            "dozens",
            "every",
        )
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
    if kind in ("unnamed", "collective") and first == "both":
        return _result("named", cue, "The two have been named before.", "source/both", words)
    if kind == "unnamed" and not plural and is_definite(words[:end]):
        if is_named_elsewhere(words, end, context):
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


_AGENT_ENDINGS = ("er", "or", "tist", "gist", "nist", "ian", "man", "woman", "eer", "ee", "ant")


def _is_agent(word: str) -> bool:
    """Whether a noun seems to name a person by what they do."""
    return word not in _NO_AGENT and word.endswith(_AGENT_ENDINGS)


def _pronoun(word: str) -> SourceKind:
    if word in ("it", "its", "which", "that"):
        return SourceKind("institution", "A pronoun for a body or a document.", "source/pronoun")
    if word in ("they", "them", "their", "we", "our", "you", "your"):
        return SourceKind("collective", "A pronoun for several people.", "source/pronoun")
    return SourceKind("named", "A pronoun for a person named before.", "source/pronoun")


_UNIQUE = frozenset(
    "president pope king queen premier chancellor candidate nominee senator governor mayor congressman congresswoman "
    "secretary speaker chairman chairwoman ceo founder author director minister wife husband mother father".split()
)


def _result(kind: str, cue: Cue | None, why: str, rule: str, words: Sequence[str]) -> SourceKind:
    flags = cue.flags if cue is not None and kind == "unnamed" else ()
    told = _told(words) if kind == "unnamed" else {}
    return SourceKind(kind, why, rule, tuple(flags), told)


_VAGUE = frozenset(
    "source sources person people insider insiders someone somebody man woman men".split()
)


def _told(words: Sequence[str]) -> dict[str, str]:
    """What the marked words tell of an unnamed source: number, role, access, reason."""
    end = head_end(words, words)
    head, first = words[end - 1], words[0]
    one = first == "the" and not head.endswith("s")
    counted = one or first in _SMALL_NUMBERS - {"several"}
    access = reason = "no"
    for match in load_trie().find(words):
        if match.cue.kind == TELLING and match.cue.tells == "access":
            access = "partly" if "close" in words else "yes"
        elif match.cue.kind == TELLING:
            reason = "yes"
    return {
        "number": "yes" if counted else "partly" if first == "several" else "no",
        "role": "no" if head in _VAGUE else "yes" if end > 1 and head in load_heads() else "partly",
        "access": access,
        "reason": reason,
    }
