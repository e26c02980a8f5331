"""How two readers agree on the keys: the second one's marks beside the key, label by label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mediakit.compare import compare_readings, sentence_alpha
from mediakit.data import check_label, expecting, load_labels, load_text, place_of
from mediakit.errors import DataError
from mediakit.reading import Mark, Reading
from mediakit.stories.case import Case, case_slugs, load_case
from mediakit.stories.shelf import SHIPPED, Shelf
from mediakit.text import Span, find_all


@dataclass(frozen=True)
class KeyAgreement:
    """How the two writers of the keys agree on a label, over all stories that have a second key.

    ``f1`` is over marks (the second's touches the core of the first's), ``same_kind`` the share of
    the shared marks with the same kind or one that also counts, ``alpha`` is over sentences.
    """

    label: str
    marks: int
    f1: float
    same_kind: float
    alpha: float


def load_second(case: Case) -> Reading | None:
    """The second reader's marks of a story, or None; raises DataError for words that aren't there."""
    path = case.folder / "second.txt"
    if not path.is_file():
        return None
    marks = []
    for number, line in enumerate(load_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        here = f"{place_of(path)}, line {number}"
        with expecting(here):
            sentence, what, words = line.split(" | ", 2)
            span = case.article.sentences[int(sentence)]
        label, _, kind = what.partition(".")
        check_label(label, kind or None, here)
        pieces = [span] if words == "*" else _pieces(case, words, span, here)
        marks.append(Mark(f"second-{number}", label, kind or None, tuple(pieces)))
    return Reading(case.article.text, tuple(marks))


def _pieces(case: Case, words: str, sentence: Span, here: str) -> Iterator[Span]:
    """Where the words of a mark stand, from its sentence on; broken ones have " ... " between."""
    at = sentence.start
    for piece in words.split(" ... "):
        found = [one for one in find_all(case.article.text, piece) if one.start >= at]
        if not found:
            raise DataError(here, f"“{piece}” is not in that sentence.")
        at = found[0].end
        yield found[0]


def key_agreement(shelf: Shelf = SHIPPED) -> tuple[int, list[KeyAgreement]]:
    """How many stories have a second key, and how the two agree, a label a line."""
    pairs = []
    for case in (load_case(slug, shelf) for slug in case_slugs(shelf)):
        second = load_second(case)
        if second is not None:
            pairs.append((case.key, second))
    rows = []
    for label in load_labels():
        found = [compare_readings(first, second, label, by_core=True) for first, second in pairs]
        shared = [pair for one in found for pair in one.both if not pair[0].contested]
        same = sum(b.kind in (a.kind, *a.also) for a, b in shared)
        both = sum(len(one.both) for one in found)
        apart = sum(len(one.only_first) + len(one.only_second) for one in found)
        marks = both + apart
        f1 = 2 * both / (2 * both + apart) if marks else 1.0
        kinds = same / len(shared) if shared else 1.0
        rows.append(KeyAgreement(label, marks, f1, kinds, sentence_alpha(pairs, label)))
    return len(pairs), rows
