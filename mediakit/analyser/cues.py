"""Cue lists, and the trie that finds their phrases among tokens.

A cue is data: words, kind, why, an example and a counterexample (``data/cues/en``). What a cue that
was found means for a sentence is left to the analyser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from mediakit.data import check_label, data_path, expecting, load_toml, place_of
from mediakit.errors import DataError

#: The label whose cues a file holds.
FILES: Mapping[str, str] = {
    "reporting": "cue", "denials": "denial", "hedges": "hedge", "anonymity": "source",
}  # fmt: skip
#: How the content of a reporting verb follows it.
TAKES = frozenset("clause noun infinitive question quote person-first according source".split())
STOP = "stop"
TELLING = "telling"


@dataclass(frozen=True)
class Cue:
    """One entry of a cue list.

    ``kind`` is a kind of the label, ``"stop"`` for a phrase in which a cue's words are none (``of``
    says what they could be taken for), or ``"telling"`` for words on how an unnamed source knows or
    why the name is withheld (``tells``). ``takes`` tells how content follows a reporting verb;
    ``weak`` marks a verb that more often does something else.
    """

    id: str
    label: str
    kind: str
    words: tuple[str, ...]
    why: str
    example: str
    counterexample: str
    takes: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    of: str = ""
    tells: str = ""
    weak: bool = False

    @property
    def rule(self) -> str:
        """The name of the rule that marks get: the label and the cue's id."""
        return f"{self.label}/{self.id}"


class Match(NamedTuple):
    """A cue found at the tokens ``first`` to ``last``, the last exclusive."""

    first: int
    last: int
    cue: Cue


def verb_forms(base: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """All forms of a verb, the base first; ``irregular`` lists the others of verbs with their own.

    >>> verb_forms("deny", {}), verb_forms("say", {"say": ["says", "said", "saying"]})
    (('deny', 'denies', 'denied', 'denying'), ('say', 'says', 'said', 'saying'))
    """
    if base in irregular:
        return (base, *irregular[base])
    after_consonant = base[-2:-1] not in "aeiou"
    if base.endswith("y") and after_consonant:
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing")
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"
    if base.endswith("e"):
        stem = base if base.endswith(("ee", "oe", "ye")) else base[:-1]
        return (base, third, f"{base}d", f"{stem}ing")
    return (base, third, f"{base}ed", f"{base}ing")


@cache
def load_forms(language: str = "en") -> Mapping[str, tuple[str, ...]]:
    """The forms of irregular verbs, besides the base."""
    path = data_path("cues", language, "forms.toml")
    with expecting(place_of(path)):
        return {base: tuple(forms) for base, forms in load_toml(path)["verbs"].items()}


@cache
def load_cues(language: str = "en") -> tuple[Cue, ...]:
    """Every cue of a language; raises DataError with the place of one that is not well formed."""
    cues = []
    for name, label in FILES.items():
        path = data_path("cues", language, f"{name}.toml")
        seen: set[str] = set()
        for number, entry in enumerate(load_toml(path).get("cue", ()), 1):
            place = f'{place_of(path)}, cue "{entry.get("id", number)}"'
            with expecting(place):
                cues.append(_read_cue(entry, label, place))
            if cues[-1].id in seen:
                raise DataError(place, "this id is used twice.", next_step="Give it its own.")
            seen.add(cues[-1].id)
    return tuple(cues)


def _read_cue(entry: Mapping[str, Any], label: str, place: str) -> Cue:
    needed = ("id", "words", "kind", "why", "example", "counterexample")
    missing = [name for name in needed if not entry.get(name)]
    if missing:
        raise DataError(place, f"{', '.join(missing)} is missing.", next_step="Write it.")
    unknown = set(entry) - {*needed, "takes", "flags", "of", "tells", "weak"}
    takes = frozenset(entry.get("takes", ()))
    if unknown or not takes <= TAKES:
        odd = ", ".join(sorted(unknown | (takes - TAKES)))
        raise DataError(place, f"{odd} means nothing here.", allowed=f"Takes: {sorted(TAKES)}.")
    if entry["kind"] not in (STOP, TELLING):
        check_label(label, entry["kind"], place)
    return Cue(
        id=str(entry["id"]),
        label=label,
        kind=str(entry["kind"]),
        words=tuple(entry["words"]),
        why=str(entry["why"]),
        example=str(entry["example"]),
        counterexample=str(entry["counterexample"]),
        takes=takes,
        flags=tuple(entry.get("flags", ())),
        of=str(entry.get("of", "")),
        tells=str(entry.get("tells", "")),
        weak=bool(entry.get("weak", False)),
    )


_Node = dict[str, Any]  # words to nodes; "" holds the cues that end here, "*" the node after a gap
_GAP = 2  # how many words may stand at a "*"


class CueTrie:
    """Finds the phrases of cues among words in small letters.

    A phrase is words with spaces between; ``<deny>`` stands for every form of a verb, ``*`` for up
    to two words.

    >>> cue = Cue("deny", "denial", "categorical", ("<deny> * any role",), "", "", "")
    >>> trie = CueTrie([cue], {})
    >>> [match[:2] for match in trie.find("she denied having any role in it".split())]
    [(1, 5)]
    """

    def __init__(self, cues: Iterable[Cue], irregular: Mapping[str, Sequence[str]]) -> None:
        self._root: _Node = {}
        for cue in cues:
            for phrase in cue.words:
                self._add(phrase, cue, irregular)

    def _add(self, phrase: str, cue: Cue, irregular: Mapping[str, Sequence[str]]) -> None:
        nodes = [self._root]
        for part in phrase.lower().replace("’", "'").split():
            verb = part.startswith("<") and part.endswith(">")
            forms = verb_forms(part[1:-1], irregular) if verb else (part,)
            nodes = [node.setdefault(form, {}) for node in nodes for form in forms]
        for node in nodes:
            found = node.setdefault("", [])
            if cue not in found:
                found.append(cue)

    def find(self, words: Sequence[str], start: int = 0, end: int | None = None) -> list[Match]:
        """Every phrase among ``words[start:end]``: at each word the longest of every cue."""
        root, stop = self._root, len(words) if end is None else end
        found: list[Match] = []
        for first in range(start, stop):
            node = root.get(words[first])
            if node is not None:
                if len(node) == 1 and "" in node:  # nothing longer begins so
                    found.extend([Match(first, first + 1, cue) for cue in node[""]])
                else:
                    found += self._longest(words, first, stop, node)
        return found

    def _longest(self, words: Sequence[str], first: int, stop: int, node: _Node) -> Iterator[Match]:
        best: dict[str, Match] = {}
        waiting = [(node, first + 1)]
        while waiting:
            node, at = waiting.pop()
            for cue in node.get("", ()):
                if cue.rule not in best or best[cue.rule].last < at:
                    best[cue.rule] = Match(first, at, cue)
            if at < stop and words[at] in node:
                waiting.append((node[words[at]], at + 1))
            if "*" in node:
                after, place, skipped = node["*"], at, 0
                while place < stop and skipped <= _GAP:
                    if words[place] in after:
                        waiting.append((after[words[place]], place + 1))
                    if words[place] != ".":  # the full stop of "Mr." is no word
                        skipped += 1
                        if not words[place][0].isalnum():
                            break
                    place += 1
        yield from best.values()


@cache
def load_trie(language: str = "en") -> CueTrie:
    """The trie of every cue of a language."""
    return CueTrie(load_cues(language), load_forms(language))


@cache
def load_heads(language: str = "en") -> Mapping[str, Cue]:
    """The words, one or several, that tell a source's kind at the head of a phrase."""
    heads: dict[str, Cue] = {}
    for cue in load_cues(language):
        if cue.label == "source" and cue.kind not in (STOP, TELLING):
            for words in cue.words:
                heads.setdefault(words.lower().replace("’", "'"), cue)
    return heads
