"""Names in a phrase: whether a person is named in it, or elsewhere in the text by the same role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mediakit.analyser.cues import load_heads
from mediakit.analyser.grammar import DETERMINERS, POSSESSIVES, PRONOUNS
from mediakit.analyser.heads import head_cue

_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady rev father sister president minister senator sen rep "
    "representative gov governor mayor secretary captain capt judge justice king queen prince princess pope "
    "chancellor general gen colonel col lt sgt officer detective sheriff congressman congresswoman councillor "
    "councilman councilwoman ambassador chairman chairwoman chief commissioner director coach vice deputy".split()
)


def is_personal_name(originals: Sequence[str], words: Sequence[str], end: int) -> bool:
    """Whether the phrase holds a person's name: "Ana Reyes", "Mr. Reyes", "spokesman Tom Li"."""
    heads = load_heads()
    stop = end
    behind = words[end : end + 1] == [","] and _capitals(originals, words, end + 1)
    if behind and behind[1] - behind[0] >= 2 and not _is_body(words, *behind):
        cue = head_cue(words, end)  # "the mayor, Ana Reyes": the name stands behind the comma
        if cue is not None and cue.kind in ("unnamed", "collective"):
            return True
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
            surname = len(span) >= 2 and not span[-1].endswith("s")  # "Ana Baker"
            return head is None or (head.kind == "unnamed" and surname)
    return False


def _name_at_the_end(originals: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one role with a name behind it is all there is: "Secretary of State Ana Reyes"."""
    stop = words.index(",") if "," in words else len(words)
    first = stop
    while first > 0 and (originals[first - 1][:1].isupper() or words[first - 1] == "."):
        first -= 1
    heads = load_heads()
    begins = words[0] in _TITLES or (
        words[0] in heads and heads[words[0]].kind == "unnamed" and not words[0].endswith("s")
    )
    before = words[first - 1] if first else ""
    role = heads.get(before)
    if first and stop - first >= 2 and (before == "state" or (role and role.kind == "unnamed")):
        # "former secretary of state Ana Reyes", "the party's leader Ana Reyes"
        return not before.endswith("s") and not _is_body(words, stop - 2, stop)
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
    heads = load_heads()
    return any(
        words[at] in heads and heads[words[at]].kind in ("institution", "media", "collective")
        for at in range(first, last)
        if at == last - 1
        or at == first
        or heads.get(words[at]) is None
        or heads[words[at]].kind != "unnamed"
    )


def is_definite(words: Sequence[str]) -> bool:
    """Whether a phrase speaks of somebody as known: "the", "his", "Ana's"."""
    return words[0] in POSSESSIVES | {"the", "this", "that"} or any(
        word.endswith(("'s", "s'")) for word in words[:-1]
    )


def is_named_elsewhere(words: Sequence[str], end: int, context: str) -> bool:
    """Whether the role at a definite phrase's head stands beside a name in the context."""
    if not is_definite(words[:end]) and end > 1:
        return False
    role = words[end - 1]
    if (role.endswith("s") and not role.endswith("ss")) or not context:
        return False
    return role in named_roles(context)


_ROLE_NAME = re.compile(
    r"\b([a-z][a-z-]{1,30}),? [A-Z][\w.’'-]{1,30} [A-Z][\w’'-]{1,30}|\b([A-Z][a-z]{1,30}) [A-Z][\w.’'-]"
)
_APPOSED = re.compile(
    r"[A-Z][\w.’'-]{1,30}, (?:an? |the |its |his |her |their |\d+, )?"
    r"((?:[\w’'-]{1,30} ){0,6}?[a-z][\w-]{1,30})(?= for | of | at | who | in | with | from |,|\.)"
)


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
