"""The analyser's reading of a file or a text, as a notebook shows it: summary, X-ray, chain, table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit.analyser import read as analyse
from mediakit.documents import read_document
from mediakit.errors import DocumentError
from mediakit.reading import Reading
from mediakit.show.chains import show_chain_html, show_chain_text
from mediakit.show.marks import show_html, show_table, show_text
from mediakit.text import Article

if TYPE_CHECKING:
    import pandas as pd

_LINK = re.compile(r"\[([^\[\]\n]+)\]\(#\)")
_FILE_NAME = re.compile(r"[^\n\r]{1,255}\.(txt|md|markdown|html?|xhtml)", re.I)
_FOUND_BY = (
    "Marked by a program with fixed rules. It misses things and raises false alarms; "
    "the text decides, not the program."
)


class Chain:
    """A sourcing chain, as a notebook shows it: nested lists, or plain text."""

    def __init__(self, reading: Reading, paper: str = "this paper") -> None:
        self._reading, self._paper = reading, paper

    def __repr__(self) -> str:
        return show_chain_text(self._reading, paper=self._paper)

    def _repr_html_(self) -> str:
        return show_chain_html(self._reading, paper=self._paper)


class ReadingView:
    """A thin view on a reading; what is drawn comes from ``reading`` alone.

    ``summary`` is a few sentences, ``xray()`` the text with its marks, ``chain()`` who leans on
    whom, ``table()`` a pandas DataFrame with a row for each mark.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @property
    def summary(self) -> str:
        """What the reading holds, in sentences."""
        return summarise(self.reading)

    def xray(self, *, labels: str | list[str] | None = None) -> str:
        """The text with its marks, for a terminal; ``labels`` draws only some."""
        return show_text(self.reading, labels=labels)

    def chain(self) -> Chain:
        """The sourcing chain, as nested lists or as lines of plain text."""
        return Chain(self.reading)

    def table(self, *, labels: str | list[str] | None = None) -> pd.DataFrame:
        """A pandas DataFrame with a row for each mark."""
        return show_table(self.reading, labels=labels)

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        drawn = [one for one in _DRAWN if self.reading.labelled(one)]
        return "\n".join(
            [
                f"<p><strong>{self.summary}</strong></p>",
                f"<p><em>{_FOUND_BY}</em></p>",
                show_html(self.reading, labels=drawn),
                f"<p><strong>Who leans on whom</strong></p>{self.chain()._repr_html_()}",
            ]
        )


_DRAWN = ("source", "cue", "quote", "denial", "hedge")


def read(source: Path | str) -> ReadingView:
    """Read a file (text, Markdown, saved HTML) or a text; raises DocumentError for a bad file.

    >>> read("Two aides said on Monday that the bridge may close.")
    1 of 1 sentence rests on people without a name. 1 hedge. No denials.
    """
    return ReadingView(analyse(text_of(source)))


def text_of(source: Path | str) -> str:
    """The text of a file, without the signs of links; a string that names no file is a text."""
    if isinstance(source, Path) or _FILE_NAME.fullmatch(source.strip()):
        return _LINK.sub(r"\1", read_document(Path(source)))
    if not source.strip():
        raise DocumentError(
            "text", "there is no text in it.", next_step="Give a file or some text."
        )
    return source


def summarise(reading: Reading) -> str:
    """A reading in sentences: what rests on people without a name, hedges, denials.

    >>> summarise(Reading("Rain fell."))
    'None of the 1 sentence rests on people without a name. No hedges. No denials.'
    """
    article = Article(reading.text)
    total = len(article.sentences)
    kinds = {mark.id: mark.kind for mark in reading.labelled("source")}
    nameless = {
        article.sentence_of(span.start)
        for link in reading.links_of("attribution")
        if kinds.get(link.ends["source"]) in ("unnamed", "hidden")
        for span in reading.mark(link.ends["content"]).spans
    }
    how_many = f"{len(nameless) or 'None'} of {'' if nameless else 'the '}{total} sentence{'s' * (total != 1)}"
    verb = "rests" if len(nameless) < 2 else "rest"
    parts = [f"{how_many} {verb} on people without a name."]
    for label in ("hedge", "denial"):
        count = len(reading.labelled(label))
        parts.append(f"{count or 'No'} {label}{'s' * (count != 1)}.")
    return " ".join(parts)
