"""The head of a source phrase, and the cue that tells its kind."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.analyser.cues import STOP, TELLING, Cue, load_heads, load_trie
from mediakit.analyser.grammar import AUXILIARIES, PREPOSITIONS, RELATIVES

_ENDS = (
    RELATIVES
    | PREPOSITIONS
    | AUXILIARIES
    | frozenset("to familiar close briefed involved present here there alike called named".split())
    | frozenset(',(—–-:“"')
)


def head_end(originals: Sequence[str], words: Sequence[str]) -> int:
    """Where the first noun phrase ends: before "of the …", "who …", a comma, "and …".

    ``words`` are the originals in small letters.
    """
    for at, word in enumerate(words):
        if at and (word in _ENDS or (word in ("and", "or") and _ends_noun(originals, words, at))):
            return at
    return len(words)


def _ends_noun(originals: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether a noun ends before an "and", not an adjective ("current and former officials")."""
    if words[at - 1] in _NO_NOUNS:
        return False
    return originals[at - 1][:1].isupper() or head_cue(words, at) is not None


_NO_NOUNS = frozenset(
    "current former present past retired serving senior junior local foreign".split()
)


def head_cue(words: Sequence[str], end: int) -> Cue | None:
    """The cue at the head: the last words of the first phrase, the longest first."""
    heads = load_heads()
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


def phrase_cue(words: Sequence[str]) -> Cue | None:
    """A cue of several words that begins near the front of the phrase."""
    for match in load_trie().find(words, 0, min(len(words), 6)):
        cue = match.cue
        several = match.last - match.first > 1 and match.first < 3
        if several and cue.label == "source" and cue.kind not in (STOP, TELLING):
            return cue
    return None
