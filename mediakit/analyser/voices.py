"""Which phrases are one voice, and whose a hedge is.

A voice is known by a name's last word or a role; a pronoun has the voice of whom it stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from mediakit.analyser.cues import Match
from mediakit.analyser.frames import Attribution
from mediakit.analyser.grammar import PERSONAL
from mediakit.analyser.heads import head_end
from mediakit.analyser.sources import SourceKind

_DROPPED = frozenset(
    "the a an mr mrs ms dr sen rep gov president former two one his her their its".split()
)


class Holders:
    """Whose a hedge is: that of the narrowest attribution it lies in."""

    def __init__(self, attributions: list[Attribution], hedges: list[Match]) -> None:
        places = sorted({at for match in hedges for at in (match.first, match.last)})
        pieces = [(p, "in", a) for a in attributions for p in a.content]
        pieces += [(c, "on", a) for a in attributions for c in a.cue]
        self._at: dict[int, tuple[int, str, Attribution]] = {}
        for piece, place, attribution in pieces:
            length = piece.last - piece.first
            start = bisect_left(places, piece.first)
            for at in places[start : bisect_left(places, piece.last, start)]:
                known = self._at.get(at)
                if known is None or length < known[0]:
                    self._at[at] = (length, place, attribution)

    def of(self, match: Match) -> tuple[Attribution | None, str]:
        """The attribution that a hedge lies in, and whether in what is said or on the saying."""
        known = self._at.get(match.first)
        if known is not None:
            return known[2], known[1]
        after = self._at.get(match.last)
        if after is not None and after[1] == "on":
            return after[2], "on"
        return None, ""


_Known = tuple[str, SourceKind, int]  # a voice, its kind, the paragraph where it last spoke


class Voices:
    """Which phrases are one voice: a name's last word, a role, a pronoun for the last one."""

    def __init__(self) -> None:
        self._person: _Known | None = None  # for "he" and "she"
        self._named: _Known | None = None
        self._many: _Known | None = None  # for "they" and "it"
        self._by_role: dict[str, str] = {}

    def of(
        self, words: list[str], kind: SourceKind, paragraph: int
    ) -> tuple[str | None, SourceKind]:
        """The voice of a phrase, and its kind; a pronoun has the kind of whom it stands for."""
        if len(words) == 1 and words[0] in PERSONAL | {"who", "which", "that"}:
            return self._pronoun(words[0], kind, paragraph)
        voice = self._key(words)
        role = words[-1]
        if kind.kind == "named":
            self._person = self._named = (voice, kind, paragraph)
            return voice, kind
        if kind.kind == "unnamed" and words[0] == "the" and role in self._by_role:
            voice = self._by_role[role]
        if kind.kind == "unnamed":
            self._by_role[role] = voice
            if not _is_plural(words):
                self._person = (voice, kind, paragraph)
        self._many = (voice, kind, paragraph)
        return voice, kind

    def _pronoun(
        self, word: str, kind: SourceKind, paragraph: int
    ) -> tuple[str | None, SourceKind]:
        """The voice a pronoun stands for: an unnamed one only within its paragraph."""
        one = word in ("he", "she", "who", "i", "you")
        known = self._person if one else self._many
        if known is not None and known[1].kind == "unnamed" and known[2] != paragraph:
            known = self._named if one else None
        if known is None:
            return None, kind
        voice, of, _ = known
        if not one and of.kind == "unnamed":
            return voice, kind  # "they" can be anybody: the voice is a guess, the kind stays open
        why = f"“{word}” stands for somebody above."
        return voice, SourceKind(of.kind, why, "source/pronoun", of.flags, {})

    @staticmethod
    def _key(words: list[str]) -> str:
        head = [word for word in words[: head_end(words, words)] if word not in _DROPPED]
        kept = [
            re.sub(r"[^\w-]", "", word.removesuffix("'s")) for word in head if word[0].isalnum()
        ]
        return "-".join(kept[-1:]) or "-".join(words[:1]) or "voice"


def _is_plural(words: list[str]) -> bool:
    """Whether the first noun phrase seems to be of several people."""
    ends = [
        at
        for at, word in enumerate(words)
        if at and word in ("of", "who", ",", "in", "for", "at", "close", "familiar")
    ]
    head = words[(ends[0] if ends else len(words)) - 1]
    return head == "people" or (head.endswith("s") and not head.endswith("ss"))


_TELLERS = (
    "official",
    "adviser",
    "aide",
    "spokesperson",
    "source",
    "people-who-know",
    "administration-people",
)


def is_only_opinion(attribution: Attribution, kind: SourceKind, words: list[str]) -> bool:
    """Whether people are only credited with a view or a wish, or nobody in particular is meant."""
    match = attribution.match
    teller = kind.rule.removeprefix("source/") in _TELLERS
    if kind.rule == "source/pronoun" and words[0] in ("a", "an", "any"):
        return True  # "a candidate who …" speaks of anybody of that kind
    return (
        match is not None
        and not teller
        and "opinion" in match.cue.flags
        and kind.told.get("number") != "yes"
        and _is_plural(words)
    )
