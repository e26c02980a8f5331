"""Quotation marks: which open, which close, and what kind of quotation they make.

Marks are paired inside a paragraph. A quotation may run on over paragraphs, each of which then
opens with a mark of its own. Who speaks is found by ``attribution``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediakit.analyser.grammar import AUXILIARIES, PERSONAL
from mediakit.text import Span

_MARK = re.compile(r"[“”„«»\"]|''|``|[‘’']")
_BEFORE_OPENING = frozenset(' \t\n\u00a0([{—–-/|:…“"')
_AFTER_CLOSING = frozenset(" \t\n\u00a0)]}—–-/|.,;:!?…”\"’'")
_ENDED = re.compile(r"[.,?!…—–-]['’\"”»]*$")


@dataclass(frozen=True)
class Quoted:
    """A stretch in quotation marks, the marks included.

    ``carried`` says that it goes on from the paragraph before.
    """

    span: Span
    inner: Span
    carried: bool = False


def find_quoted(text: str, paragraphs: list[Span]) -> list[Quoted]:
    """The outermost stretches in quotation marks, in the order of the text."""
    found: list[Quoted] = []
    open_at_end = False
    for paragraph in paragraphs:
        marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
        before = len(found)
        open_at_end = _pair(text, paragraph, marks, found, carried=open_at_end)
        if len(found) == before and not marks:
            open_at_end = False
    return found


def _pair(
    text: str, paragraph: Span, marks: list[re.Match[str]], found: list[Quoted], *, carried: bool
) -> bool:
    """Pair the marks of one paragraph; returns whether its last quotation is still open."""
    doubles = [mark for mark in marks if mark.group() not in "‘’'"]
    opened: re.Match[str] | None = None
    first = len(found)
    for mark in doubles:
        sign = mark.group()
        if opened is None:
            if _can_open(text, mark, paragraph):
                opened = mark
        elif sign in "“„«" and _begins_word(text, mark, paragraph):
            opened = mark  # the first was never closed
        elif _can_close(text, mark, opened):
            begins = carried and len(found) == first and opened.start() == paragraph.start
            found.append(_quoted(opened, mark, begins))
            opened = None
    if opened is not None and _can_run_on(text, opened, paragraph):
        inner = Span(opened.end(), paragraph.end)
        if inner.start < inner.end:
            starts = opened.start() == paragraph.start
            found.append(Quoted(Span(opened.start(), paragraph.end), inner, carried and starts))
        return True
    singles = [mark for mark in marks if mark.group() in "‘’'"]
    if singles:
        _pair_singles(text, paragraph, singles, found, first)
    return False


def _pair_singles(
    text: str, paragraph: Span, marks: list[re.Match[str]], found: list[Quoted], first: int
) -> None:
    """British quotations: single marks outside double ones; an apostrophe closes nothing."""
    doubles = [quoted.span for quoted in found[first:]]
    opened: re.Match[str] | None = None
    last: re.Match[str] | None = None
    added = False

    def close() -> None:
        nonlocal opened, last, added
        if opened is not None and last is not None:
            found.append(_quoted(opened, last, False))
            added = True
        opened, last = None, None

    within = 0
    for mark in marks:
        while within < len(doubles) and doubles[within].end <= mark.start():
            within += 1
        if within < len(doubles) and doubles[within].start < mark.start():
            continue
        sign, at = mark.group(), mark.start()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if sign in "‘'" and before in _BEFORE_OPENING and (after.isalnum() or after in '“"[$£€'):
            if opened is None or last is not None:
                close()
                opened = mark
        elif (
            sign in "’'" and opened is not None and after in _AFTER_CLOSING and not before.isspace()
        ):
            # after an s it can be a possessive: the plainer mark, one after punctuation, ends it
            if last is None or (before != "s" and not _is_ended(text, opened, last)):
                last = mark
            if _is_ended(text, opened, mark):
                last = mark
                close()
    close()
    if added:
        found[first:] = sorted(found[first:], key=lambda quoted: quoted.span)


def _is_ended(text: str, opened: re.Match[str], mark: re.Match[str]) -> bool:
    return text[mark.start() - 1] in ".,?!…" or mark.start() - opened.start() < 2


def _quoted(opened: re.Match[str], closed: re.Match[str], carried: bool) -> Quoted:
    return Quoted(Span(opened.start(), closed.end()), Span(opened.end(), closed.start()), carried)


def _begins_word(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    return not before.isalnum() and before not in ".,?!" and not after.isspace()


def _can_open(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    sign = mark.group()
    if sign in "“„«``":
        return True
    return sign not in "”»" and _begins_word(text, mark, paragraph)


def _can_close(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    if mark.start() == opened.end():
        return False
    if mark.group() in "”»":
        return True
    after = text[mark.end()] if mark.end() < len(text) else " "
    return not text[mark.start() - 1].isspace() or not after.isalnum()


def _can_run_on(text: str, opened: re.Match[str], paragraph: Span) -> bool:
    """Whether a mark without its partner opens a quotation that goes on in the next paragraph."""
    following = text[paragraph.end : paragraph.end + 60].lstrip()
    return opened.start() == paragraph.start or following.startswith(opened.group())


def is_title(text: str, quoted: Quoted) -> bool:
    """Whether the marks hold a name or a title ("The Long Field"): two words or more, all capital."""
    words = text[quoted.inner.start : quoted.inner.end].split()
    longer = [word for word in words if len(word) > 3]
    speaks = {word.lower().strip(".,!?’'") for word in words if word[:1].islower()}
    return (
        len(words) > 1
        and not speaks & (AUXILIARIES | PERSONAL)
        and words[0][:1].isupper()
        and bool(longer)
        and all(word[:1].isupper() or not word[:1].isalpha() for word in longer)
        and not text[quoted.inner.start : quoted.inner.end].rstrip().endswith((".", "!", "?", "…"))
        and len(longer) > 1
    )


def quote_kind(text: str, quoted: Quoted, *, has_speaker: bool) -> str:
    """``direct``, ``partial`` or ``scare``.

    Direct is a whole statement: it begins as a sentence does, or is long and ends as one does.
    Without a speaker a few words are held at arm's length.
    """
    inner = text[quoted.inner.start : quoted.inner.end].strip()
    words = inner.split()
    if not has_speaker:
        return "scare" if len(words) <= 6 else "direct" if inner[:1].isupper() else "partial"
    begins = inner[:1].isupper() or inner.startswith(("…", "...", "["))
    ends = bool(_ENDED.search(inner))
    if begins and (ends or len(words) >= 6) and len(words) > 2:
        return "direct"
    if begins and ends and inner[-1] in ".?!":
        return "direct"
    if ends and len(words) >= 8:
        return "direct"
    return "partial"
