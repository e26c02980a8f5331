"""Readers with readers: which marks two readings share, and how well several agree.

Agreement on spans is F1, not kappa (Hripcsak and Rothschild 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from mediakit.compare.overlap import words_of
from mediakit.reading import Mark, Reading
from mediakit.text import Article


@dataclass(frozen=True)
class Agreement:
    """How two readings of one text compare on a label: pairs of marks, and marks of one only."""

    both: tuple[tuple[Mark, Mark], ...]
    only_first: tuple[Mark, ...]
    only_second: tuple[Mark, ...]

    @property
    def f1(self) -> float:
        """Twice the pairs over all marks; 1 where neither reading has a mark."""
        marks = 2 * len(self.both) + len(self.only_first) + len(self.only_second)
        return 2 * len(self.both) / marks if marks else 1.0


def compare_readings(
    first: Reading, second: Reading, label: str | None = None, *, by_core: bool = False
) -> Agreement:
    """Which marks two readings of one text share: same label, half of the words of each in the other.

    ``by_core`` asks less: that the second's mark touches the core of the first's.

    Contested marks of either that the other lacks are left out. Marks are paired one to one, best
    fit first.
    """
    article = Article(first.text)
    marks = [
        [
            (mark, words_of(article, mark.spans))
            for mark in reading.marks
            if label in (None, mark.label)
        ]
        for reading in (first, second)
    ]
    fits = []
    for i, (a, a_words) in enumerate(marks[0]):
        for j, (b, b_words) in enumerate(marks[1]):
            shared = len(a_words & b_words)
            needed = 1 if by_core else max(len(a_words), len(b_words)) / 2
            if by_core and a.core and not words_of(article, a.core) & b_words:
                continue
            if a.label == b.label and shared and shared >= needed:
                fits.append((-Fraction(shared, len(a_words | b_words)), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(fits):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    left = [m for i, (m, _) in enumerate(marks[0]) if i not in pairs and not m.contested]
    right = [m for j, (m, _) in enumerate(marks[1]) if j not in pairs.values() and not m.contested]
    both = tuple((marks[0][i][0], marks[1][j][0]) for i, j in sorted(pairs.items()))
    return Agreement(both, tuple(left), tuple(right))


def sentence_alpha(pairs: Sequence[tuple[Reading, Reading]], label: str) -> float:
    """Krippendorff's alpha of two readers over sentences: does this one hold a mark of the label?

    1 is full agreement, 0 what chance gives; 1 also where nobody marked anything. Two readers, no
    gaps, nominal data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

    >>> from mediakit.text import Span
    >>> said = Reading("A. B.", (Mark("m", "own", "background", (Span(0, 2),)),))
    >>> sentence_alpha([(said, said)], "own")
    1.0
    """
    counts = {(False, False): 0, (True, True): 0, (True, False): 0, (False, True): 0}
    for first, second in pairs:
        article = Article(first.text)
        held = [
            {article.sentence_of((m.core or m.spans)[0].start) for m in one.labelled(label)}
            for one in (first, second)
        ]
        for number in range(len(article.sentences)):
            counts[number in held[0], number in held[1]] += 1
    apart = counts[True, False] + counts[False, True]
    marked = 2 * counts[True, True] + apart
    values = 2 * sum(counts.values())
    by_chance = marked * (values - marked)
    return 1.0 - apart * (values - 1) / by_chance if by_chance else 1.0


def agreement(readings: Sequence[Reading], label: str | None = None) -> float:
    """The mean pairwise F1 of two readings or more (Hripcsak and Rothschild 2005), 0 to 1."""
    scores = [compare_readings(a, b, label).f1 for a, b in combinations(readings, 2)]
    return sum(scores) / len(scores) if scores else 1.0
