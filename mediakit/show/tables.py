"""Small tables of a reading, as a notebook shows them: plain HTML or plain text.

pandas is asked for only where somebody wants the table as a DataFrame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from mediakit.data import kind_name
from mediakit.reading import Mark, Reading
from mediakit.show.words import tidy_words
from mediakit.text import Article

if TYPE_CHECKING:
    import pandas as pd

_LEFT = "style='text-align:left;vertical-align:top'"
_WIDEST = 20  # a bar's length, in characters


@dataclass(frozen=True)
class Table:
    """Rows under named columns; ``caption`` says what they are of.

    >>> print(Table("Who speaks", ("who", "times"), (("Ana", 2),)))
    Who speaks
    who | times
    Ana | 2
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a pandas DataFrame, to count and sort in."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def sorted_by(self, column: str) -> Table:
        """The rows that have something in a column, in its order; raises ValueError without it."""
        at = self.columns.index(column)
        kept = sorted((row for row in self.rows if row[at] != ""), key=lambda row: row[at])
        return replace(self, rows=tuple(kept))

    def __repr__(self) -> str:
        lines = [self.columns, *self.rows]
        return "\n".join([self.caption, *(" | ".join(map(str, line)) for line in lines)])

    def _repr_html_(self) -> str:
        head = "".join(f"<th scope='col' {_LEFT}>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td {_LEFT}>{escape(tidy_words(str(cell)))}</td>' for cell in row)}</tr>"
            for row in self.rows
        )
        return (
            f"<table><caption {_LEFT}>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


@dataclass(frozen=True)
class Counts:
    """How often each value stands in a column, as bars with words and numbers; the commonest first."""

    table: Table
    column: str

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """Each value with how often it stands there."""
        at = self.table.columns.index(self.column)
        found = Counter(str(row[at]) for row in self.table.rows)
        return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def frame(self) -> pd.DataFrame:
        """The counts as a pandas DataFrame."""
        return Table("", (self.column, "count"), self.counted).frame

    def __repr__(self) -> str:
        return "\n".join(
            f"{_bar(count, self.counted)} {count} {name}" for name, count in self.counted
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' {_LEFT}>{escape(name)}</th><td {_LEFT}>{count}</td>"
            f"<td {_LEFT}>{_bar(count, self.counted)}</td></tr>"
            for name, count in self.counted
        )
        return f"<table><tbody>{rows}</tbody></table>"


def _bar(count: int, counted: Sequence[tuple[str, int]]) -> str:
    most = max(number for _, number in counted)
    return "█" * max(1, round(_WIDEST * count / most) if most > _WIDEST else count)


def table_of_attributions(reading: Reading) -> Table:
    """Who says what when: a row for each attribution, in order of the text.

    ``sentence`` counts from the title, which is 0; ``who`` is the source in the words that stand
    there, or for a pronoun the first words that the text gives for it; ``when`` is empty where the
    key has no date. Who speaks openly for a body is a kind of its own.

    >>> table_of_attributions(Reading("Rain fell.")).rows
    ()
    """
    article = Article(reading.text)
    rows = []
    for link in reading.links_of("attribution"):
        source, content = (reading.mark(link.ends[end]) for end in ("source", "content"))
        cue = link.end("cue")
        at = _sentence(article, source)
        rows.append((
            at, reading.called(source),
            kind_name("source", source.kind) + (", for a body" if "official" in source.flags else ""),
            reading.words(reading.mark(cue)) if cue else "", reading.words(content), link.when or "",
        ))  # fmt: skip
    columns = ("sentence", "who", "kind", "says", "what", "when")
    return Table("Who says what", columns, tuple(sorted(rows, key=lambda row: row[0])))


def table_of_marks(reading: Reading, label: str) -> Table:
    """The marks of one label, a row each, in order of the text; ``who`` is empty where it has none."""
    article = Article(reading.text)
    rows = [
        (_sentence(article, mark), reading.words(mark), mark.kind or "", mark.who or "")
        for mark in reading.labelled(label)
    ]
    return Table(label, ("sentence", "words", "kind", "who"), tuple(rows))


def _sentence(article: Article, mark: Mark) -> int:
    return article.sentence_of((mark.core or mark.spans)[0].start)
