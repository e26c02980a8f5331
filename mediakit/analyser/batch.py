"""Many documents, one JSON object a line in and out, in flat memory.

A line that can't be read is told with its number and skipped; nothing else is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mediakit.analyser import read
from mediakit.errors import DocumentError, MediakitError
from mediakit.interchange import reading_to_json


class Line(NamedTuple):
    """What one line of input gave: a line of output, or the problem it had."""

    number: int
    output: str | None
    problem: str | None


def read_lines(lines: Iterable[str], *, name: str = "input") -> Iterator[Line]:
    """Read documents, ``{"doc_id": …, "text": …}`` a line; empty lines are passed over.

    The output has ``doc_id``, marks, lookalikes and links; ``text`` is the input's and left out.

    >>> [line.problem for line in read_lines(["{}"])]
    ['input, line 1: there is no "text" in it. A line is {"doc_id": "…", "text": "…"}.']
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        try:
            document = _document(line, place)
            reading = reading_to_json(read(document["text"]), with_text=False)
        except MediakitError as error:
            yield Line(number, None, str(error))
            continue
        output = {"doc_id": document.get("doc_id", str(number)), **reading}
        yield Line(number, json.dumps(output, ensure_ascii=False), None)


def _document(line: str, place: str) -> dict[str, str]:
    allowed = 'A line is {"doc_id": "…", "text": "…"}.'
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = str(error).partition(":")[0]
        raise DocumentError(place, f"it is not JSON ({reason}).", allowed=allowed) from None
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise DocumentError(place, 'there is no "text" in it.', allowed=allowed)
    return document
