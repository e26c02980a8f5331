"""The analyser's reading beside the key: what the program found, missed, and raised for nothing.

Which marks belong together is known by ``compare``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from mediakit.analyser import read
from mediakit.compare import Agreement, compare_readings
from mediakit.data import kind_name, kind_why
from mediakit.reading import Mark, Reading
from mediakit.show.signs import SIGNS, show_signs
from mediakit.show.words import tidy_words
from mediakit.text import Article

#: What is counted of the program: a name for people, and the labels or kinds under it.
ROWS = {
    "sources": ("source",),
    "of them unnamed or hidden": ("source.unnamed", "source.hidden"),
    "reporting words": ("cue",),
    "what is said": ("content",),
    "quotations": ("quote",),
    "denials": ("denial",),
    "hedges": ("hedge",),
}
_HEADINGS = ("Found", "Missed", "False alarms, with the program's own reason")


class ProgramReport:
    """What the analyser makes of a story that has a key, for some labels or kinds of them.

    ``agreement`` has the marks in both, the key's that the program missed, and the program's that
    the key does not have.
    """

    def __init__(self, key: Reading, labels: Iterable[str]) -> None:
        self.key = key
        self.found = read(key.text)
        wanted = frozenset(labels)
        self.agreement = compare_readings(
            _only(key, wanted), _only(self.found, wanted), by_core=True
        )

    @property
    def line(self) -> str:
        """The counts in a sentence."""
        both, missed, false = (len(part) for part in _parts(self.agreement))
        alarms = f"{false or 'no'} false alarm{'s' * (false != 1)}"
        return f"The program found {both} of {both + missed} and raised {alarms}."

    def __repr__(self) -> str:
        lines = [self.line]
        for heading, rows in zip(_HEADINGS, self._rows(), strict=True):
            lines += [f"{heading}:" if rows else f"{heading}: none"]
            lines += [f"  {words} · {kind}. {why}" for words, kind, why in rows]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        both, missed, false = _parts(self.agreement)
        signs = [
            (span, sign)
            for sign, marks in zip("✓○✗", (both, missed, false), strict=True)
            for mark in marks
            for span in mark.spans
        ]
        html = [f"<p><strong>{escape(self.line)}</strong></p>"]
        if signs:
            told = " · ".join(f"{sign} {SIGNS[sign]}" for sign in "✓○✗")
            html.append(f"<p>{told}</p>")
            html.append(show_signs(Article(self.key.text), signs, styled=True))
        for sign, heading, rows in zip("✓○✗", _HEADINGS, self._rows(), strict=True):
            if rows:
                html.append(f"<details><summary>{sign} {heading}: {len(rows)}</summary><ul>")
                html += [
                    f"<li><em>{escape(words)}</em> · {escape(kind)}. {escape(why)}</li>"
                    for words, kind, why in rows
                ]
                html.append("</ul></details>")
            else:
                html.append(f"<p>{sign} {heading}: none</p>")
        return "\n".join(html)

    def _rows(self) -> list[list[tuple[str, str, str]]]:
        """For each heading its marks: words, kind, and the reason of whoever marked them."""
        readings = (self.key, self.key, self.found)
        return [
            [
                (
                    tidy_words(reading.words(mark)),
                    kind_name(mark.label, mark.kind),
                    mark.why or kind_why(mark.label, mark.kind),
                )
                for mark in marks
            ]
            for reading, marks in zip(readings, _parts(self.agreement), strict=True)
        ]


def _parts(agreement: Agreement) -> tuple[Sequence[Mark], Sequence[Mark], Sequence[Mark]]:
    return [first for first, _ in agreement.both], agreement.only_first, agreement.only_second


def _only(reading: Reading, wanted: frozenset[str]) -> Reading:
    """A reading with the marks of some labels, or kinds of them ("source.hidden").

    Pronouns are left out: keys mark nouns.
    """
    marks = (
        m
        for m in reading.marks
        if (m.label in wanted or f"{m.label}.{m.kind}" in wanted) and m.rule != "source/pronoun"
    )
    return replace(reading, marks=tuple(marks), links=(), lookalikes=())
