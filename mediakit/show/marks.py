"""A reading for people: its marks as HTML, plain text, or a table.

What is drawn stands in words and brackets first; lines and weights only add to it. So the HTML
stays right where an untrusted notebook takes every style and attribute away. Drawing is functions
on readings; what a kind is called is known by ``data``.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mediakit.data import kind_name, kind_shown, kind_why, load_labels
from mediakit.errors import UnknownName, did_you_mean
from mediakit.reading import Mark, Reading
from mediakit.show.words import VISIBLE, tidy_words
from mediakit.text import Article, Span, split_paragraphs

if TYPE_CHECKING:
    import pandas as pd

# How each label is drawn, outermost first: a tint that lets the page through, so light, dark and
# printed pages are alike, and a line of its own kind. Borders and not underlines: a notebook that
# isn't trusted keeps them.
_LINE = "background-color:rgba({},.22);border-bottom:{}px {} rgb({});border-radius:3px"
_DRAWN = {
    "own": ("span", _LINE.format("120,120,120", 2, "dashed", "120,120,120")),
    "content": ("span", "border-bottom:1px solid rgb(120,120,120)"),
    "quote": ("span", _LINE.format("107,79,179", 2, "dotted", "128,100,200")),
    "denial": ("u", _LINE.format("200,60,50", 3, "double", "200,70,60")),
    "hedge": ("span", _LINE.format("20,140,140", 2, "dotted", "20,140,140")),
    "cue": ("em", _LINE.format("255,179,0", 2, "dashed", "190,130,0")),
    "source": ("strong", _LINE.format("40,110,220", 2, "solid", "50,115,215")),
}
_NUMBER = (
    '<sup style="font-size:.7em;line-height:0;margin:0 .15em;padding:.1em .35em;'
    'border-radius:.6em;background:var(--jp-layout-color2,transparent)">{}</sup>'
)
_FRAME = '<div style="max-width:52em;text-align:left">'
_TOGETHER, _APART = '<span style="white-space:nowrap">', "</sup></span>"


class _Piece(NamedTuple):
    """One piece of a mark: ``number`` is "1", or "1a" and "1b" where the mark is broken."""

    span: Span
    number: str
    mark: Mark


def show_html(
    reading: Reading, *, title: str = "", labels: Iterable[str] | None = None, ask: str = ""
) -> str:
    """The text with its marks in numbered brackets, and the list of them, as HTML.

    ``title`` is a line above (a story's own title is the first line of its text). ``labels`` draws
    only some: labels ("source") or kinds of them ("source.hidden"); raises UnknownName where there
    is no such label. Where marks cross, their numbers stand at both ends. With a question to ``ask``
    the list is folded under it: look first, then open.

    >>> import re
    >>> html = show_html(Reading("He lied.", (Mark("m", "source", "named", (Span(0, 2),)),)))
    >>> print(re.sub("<[^>]*>", "", html).split("\\n")[1])
    ⟦He⟧1 ● named lied.
    """
    marks = _numbered(reading, labels)
    paragraphs = _draw(
        reading.text,
        marks,
        words=lambda words, drawn: _styled(words.translate(VISIBLE), drawn),
        opened=lambda piece, crosses: (
            "<b>⟦</b>" + (_NUMBER.format(piece.number) if crosses else "")
        ),
        closed=lambda piece: f"{_TOGETHER}<b>⟧</b>{_NUMBER.format(_tag(piece))}</span>",
    )
    lines = [_FRAME]
    if title:
        lines.append(f"<p><strong>{escape(tidy_words(title))}</strong></p>")
    for one in paragraphs:
        one = one.replace(_APART + _TOGETHER, f"{_APART}<wbr>{_TOGETHER}")
        lines.append(f'<p style="line-height:2.3;margin:0 0 .8em">{one}</p>')
    if ask and marks:
        lines.append(f"<details><summary>{escape(ask)}</summary>")
    counts = Counter(mark.label for mark in marks)
    legend = [f"{_styled(load_labels()[one].name, [one])} {n}" for one, n in counts.items()]
    lines.append(f"<p>Marks: {' · '.join(legend) or 'none'}</p>")
    if marks:
        lines.append('<ol style="line-height:1.8">')
        lines += [
            f"<li>{_styled(tidy_words(reading.words(mark)), [mark.label])}"
            f" · {escape(_kind_told(mark))}<br>{escape(_why(mark))}</li>"
            for mark in marks
        ]
        lines.append("</ol>")
    return "\n".join([*lines, "</details></div>" if ask and marks else "</div>"])


def show_text(reading: Reading, *, width: int = 80, labels: Iterable[str] | None = None) -> str:
    """The text with its marks in numbered brackets, and the list of them, for a terminal.

    Lines are at most ``width`` characters long where words allow it; ``labels`` as in ``show_html``.

    >>> mark = Mark("m", "source", "named", (Span(0, 2),), why="He is named above.")
    >>> print(show_text(Reading("He lied.", (mark,))))
    ⟦He⟧(1) lied.
    <BLANKLINE>
    (1) He · source: named
        He is named above.
    """
    marks = _numbered(reading, labels)
    paragraphs = _draw(
        reading.text,
        marks,
        words=lambda words, drawn: words,
        opened=lambda piece, crosses: f"⟦({piece.number})" if crosses else "⟦",
        closed=lambda piece: f"⟧({piece.number})",
    )
    listed = []
    for number, mark in enumerate(marks, 1):
        told = f"({number}) {tidy_words(reading.words(mark))} · {_kind_told(mark)}"
        listed += [_wrapped(told, width, "", "    "), _wrapped(_why(mark), width, "    ", "    ")]
    blocks = [*(_wrapped(one, width) for one in paragraphs), "\n".join(listed) or "Marks: none"]
    return "\n\n".join(filter(None, blocks))


def show_table(reading: Reading, *, labels: Iterable[str] | None = None) -> pd.DataFrame:
    """A pandas DataFrame with a row for each mark, in the order of the text.

    ``sentence`` counts from the title, which is 0; ``kind`` and ``who`` are empty where a mark has
    none; ``labels`` as in ``show_html``.

    >>> show_table(Reading("He lied.", (Mark("m", "source", "named", (Span(0, 2),)),))).words[0]
    'He'
    """
    import pandas as pd

    article = Article(reading.text)
    columns = ["id", "label", "kind", "words", "sentence", "who", "flags", "contested", "why"]
    rows = [
        (
            mark.id, mark.label, mark.kind or "", reading.words(mark),
            article.sentence_of((mark.core or mark.spans)[0].start),
            mark.who or "", ", ".join(mark.flags), mark.contested, _why(mark),
        )
        for mark in _numbered(reading, labels)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _numbered(reading: Reading, labels: Iterable[str] | None) -> list[Mark]:
    """The marks to draw in the order of the text, the wider first: number 1, 2, …"""
    marks = sorted(reading.marks, key=lambda m: (min(m.spans), -max(s.end for s in m.spans)))
    if labels is None:
        return marks
    wanted = {labels} if isinstance(labels, str) else set(labels)
    known = {f"{one}.{kind}" for one, entry in load_labels().items() for kind in entry.kinds}
    known |= set(load_labels())
    for name in sorted(wanted - known):
        near = did_you_mean(name, known)
        raise UnknownName("labels", f'there is no label "{name}".', next_step=near)
    return [m for m in marks if m.label in wanted or f"{m.label}.{m.kind}" in wanted]


def _draw(
    text: str,
    marks: Sequence[Mark],
    *,
    words: Callable[[str, list[str]], str],
    opened: Callable[[_Piece, bool], str],
    closed: Callable[[_Piece], str],
) -> list[str]:
    """The paragraphs of a text, with every mark opened and closed in its place.

    ``words`` draws a stretch that lies in marks of some labels, ``opened`` the start of a piece
    that crosses another or not, ``closed`` its end.
    """
    pieces = [
        _Piece(span, f"{number}{_letter(n)}" if len(mark.spans) > 1 else f"{number}", mark)
        for number, mark in enumerate(marks, 1)
        for n, span in enumerate(sorted(mark.spans))
    ]
    pieces.sort(key=lambda piece: (piece.span.start, -piece.span.end))
    # At one place: ends, the innermost first, then a new paragraph, then beginnings.
    events = [(piece.span.end, 0, -n) for n, piece in enumerate(pieces)]
    events += [(span.start, 1, 0) for span in split_paragraphs(text)[1:]]
    events += [(piece.span.start, 2, n) for n, piece in enumerate(pieces)]
    events.sort()
    crossing = _find_crossing(events)
    active: Counter[str] = Counter()
    paragraphs: list[list[str]] = [[]]
    done = 0
    for place, what, n in [*events, (len(text), 1, 0)]:
        if done < place:
            paragraphs[-1].append(words(text[done:place], [one for one in _DRAWN if active[one]]))
            done = place
        piece = pieces[abs(n)] if what != 1 else None
        if piece is None:
            paragraphs.append([])
        elif what == 0:
            active[piece.mark.label] -= 1
            paragraphs[-1].append(closed(piece))
        else:
            active[piece.mark.label] += 1
            paragraphs[-1].append(opened(piece, n in crossing))
    return ["".join(one) for one in paragraphs[:-1]]


def _find_crossing(events: Iterable[tuple[int, int, int]]) -> set[int]:
    """The pieces that start inside another and end outside it, and those others."""
    crossing: set[int] = set()
    still_open: list[int] = []
    for _, what, n in events:
        if what == 2:
            still_open.append(n)
        elif what == 0:
            if still_open[-1] != -n:
                crossing.update(still_open[still_open.index(-n) :])
            still_open.remove(-n)
    return crossing


def _letter(n: int) -> str:
    return chr(ord("a") + n) if n < 26 else f".{n + 1}"


def _tag(piece: _Piece) -> str:
    kind = escape(kind_shown(piece.mark.label, piece.mark.kind))
    return f"{piece.number} {kind}{', arguable' if piece.mark.contested else ''}"


def _styled(words: str, labels: Iterable[str]) -> str:
    """Words as HTML, drawn as the labels that they lie in, outermost first."""
    html = escape(words)
    for tag, style in reversed([_DRAWN[label] for label in labels]):
        html = f'<{tag} style="{style}">{html}</{tag}>'
    return html


def _kind_told(mark: Mark) -> str:
    """A mark's label, kind and flags in words: "source: no name given, official"."""
    told = load_labels()[mark.label].name
    if mark.kind:
        told += ": " + " or ".join(kind_name(mark.label, kind) for kind in (mark.kind, *mark.also))
    return ", ".join([told, *mark.flags, *(["arguable"] if mark.contested else [])])


def _why(mark: Mark) -> str:
    return tidy_words(mark.why) or kind_why(mark.label, mark.kind)


def _wrapped(words: str, width: int, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        tidy_words(words), max(width, 20), initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
