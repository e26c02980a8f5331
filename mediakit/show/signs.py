"""Words of a story with a sign at each: found, half found, missed, a false alarm, arguable.

The signs and looks are those of an exercise after Check. What got which sign is known by whoever
compared two readings.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mediakit.show.words import VISIBLE
from mediakit.text import Article, Span

#: The sign of each verdict on marked words, and what it means; "" is a mark that nobody judged.
SIGNS = {
    "✓": "found",
    "½": "half right",
    "✗": "false alarm",
    "○": "missed",
    "≈": "arguable",
}
_LOOKS = {
    "✓": "background-color:rgba(26,150,85,.18);border-bottom:2px solid rgb(26,140,80)",
    "½": "background-color:rgba(220,150,0,.2);border-bottom:2px dashed rgb(180,120,0)",
    "✗": "background-color:rgba(200,50,40,.18);border-bottom:3px double rgb(200,60,50)",
    "○": "border:2px dashed rgb(60,120,210)",
    "≈": "border-bottom:2px dotted rgb(128,100,200)",
}


def show_signs(article: Article, signs: Iterable[tuple[Span, str]], *, styled: bool = False) -> str:
    """The sentences that hold signs, as HTML, each with its number; the first is the headline.

    ``signs`` are stretches of the text with one of ``SIGNS``, or with "". Brackets hold the words,
    so all is right without styles; ``styled`` adds the looks of an exercise after Check.

    >>> show_signs(Article("A lie\\n\\nHe lied. It rained."), [(Span(7, 9), "✓")])
    '<p><sup>1</sup> <b>⟦He⟧✓</b> lied.</p>'
    """
    placed = sorted(signs, key=lambda one: (one[0].start, -one[0].end))
    lines = []
    for number, sentence in enumerate(article.sentences):
        inside = [
            (Span(max(span.start, sentence.start), min(span.end, sentence.end)), sign)
            for span, sign in placed
            if span.overlaps(sentence)
        ]
        if inside:
            told = _draw(article.text, sentence, inside, styled=styled)
            lines.append(f"<p><sup>{number or 'headline'}</sup> {told}</p>")
    return "\n".join(lines)


def _draw(text: str, sentence: Span, inside: list[tuple[Span, str]], *, styled: bool) -> str:
    """One sentence; every stretch between two ends of marks has the look of the innermost."""
    ends = [(span.end, 0, -n) for n, (span, _) in enumerate(inside)]
    ends += [(span.start, 1, n) for n, (span, _) in enumerate(inside)]
    html: list[str] = []
    active: list[int] = []
    done = sentence.start
    for place, opens, n in [*sorted(ends), (sentence.end, 1, -1)]:
        words = escape(text[done:place].translate(VISIBLE))
        if words and active:
            look = _LOOKS.get(inside[active[-1]][1], "")
            words = f'<span style="{look}">{words}</span>' if styled and look else words
        html.append(words)
        done = place
        if n == -1 and opens:
            break
        if opens:
            active.append(n)
            html.append("<b>⟦")
            html.append("</b>" if styled else "")
        else:
            active.remove(-n)
            html.append(f"<b>⟧{inside[-n][1]}</b>" if styled else f"⟧{inside[-n][1]}</b>")
    return "".join(html)
