"""What an answer is worth: outcomes, scores, points, and the scoring of all kinds but marks.

Credit is an exact fraction until it is rounded once, by ``round_points``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from mediakit.text import Span

HIT, HALF, MISSED, FALSE_ALARM, ARGUABLE = "hit", "half", "missed", "false alarm", "arguable"
RIGHT, WRONG, BLANK = "right", "wrong", "blank"

#: The rules for what the false alarms of a mark item take off; the one that takes off most counts.
BY_HALVES, BY_NEAR_MISSES, BY_SENTENCES = "halves", "near-misses", "sentences"

ONE, HALF_OF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)


@dataclass(frozen=True)
class Outcome:
    """What became of one mark, target or question: a verdict with its reason.

    ``item`` is the id of the target, near-miss or question that it concerns, if there is one;
    ``spans`` are the learner's; ``value`` is between 0 and 1; ``reason`` says which rule spoke;
    ``near`` are the ids of all near-misses that a false alarm falls for, ``held`` those of the
    targets whose cores it holds, so that it is none of theirs.
    """

    verdict: str
    item: str | None = None
    text: str | None = None
    spans: tuple[Span, ...] = ()
    value: Fraction = NONE
    reason: str = ""
    answer: str | None = None
    near: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """The worth of an answer: exact ``credit`` from 0 to 1, and what it is made of.

    ``hits`` is a sum of values out of ``targets``; ``false_alarms`` counts marks that are none,
    ``near_misses_marked`` out of ``near_misses`` those that fell for a lookalike.

    How the credit came about: max(0, ``hits`` / ``targets`` - ``off``) x ``left``. ``off`` is the share
    that mistakes take off, of a mark item by the rule ``off_by`` (one of ``BY_HALVES``,
    ``BY_NEAR_MISSES`` and ``BY_SENTENCES``, these out of ``others`` sentences without a target);
    ``left`` is the share that texts without an answer leave.
    """

    credit: Fraction
    outcomes: tuple[Outcome, ...]
    hits: Fraction
    targets: int
    false_alarms: int = 0
    near_misses_marked: int = 0
    near_misses: int = 0
    off: Fraction = NONE
    off_by: str = ""
    others: int = 0
    left: Fraction = ONE


def round_points(credit: Fraction, possible: int) -> float:
    """Points for a credit: to half points, halves up; full points only for credit 1.

    >>> round_points(Fraction(5, 8), 4), round_points(Fraction(99, 100), 4)
    (2.5, 3.5)
    """
    doubled = math.floor(credit * possible * 2 + HALF_OF)
    if credit < 1:
        doubled = min(doubled, possible * 2 - 1)
    return max(0, doubled) / 2


@dataclass(frozen=True)
class Slot:
    """One thing to be classified or chosen: what is right, out of how many, what was answered."""

    item: str
    right: frozenset[str]
    offered: int
    answer: str | None
    contested: bool = False


def score_slots(slots: Sequence[Slot]) -> Score:
    """Classify and choose: (right - wrong / (k - 1)) / n, floored at 0; k options, n slots.

    A contested slot counts neither way; a blank one is worth nothing.

    >>> float(score_slots([Slot("a", frozenset(["x"]), 3, "x"), Slot("b", frozenset(["x"]), 3, "y")]).credit)
    0.25
    """
    outcomes = []
    off = NONE
    counted = [slot for slot in slots if not slot.contested]
    for slot in slots:
        if slot.contested:
            verdict, value = ARGUABLE, NONE
        elif slot.answer is None:
            verdict, value = BLANK, NONE
        elif slot.answer in slot.right:
            verdict, value = RIGHT, ONE
        else:
            verdict, value = WRONG, NONE
            off += Fraction(1, max(1, slot.offered - 1))
        outcomes.append(
            Outcome(verdict, slot.item, value=value, reason=verdict, answer=slot.answer)
        )
    right = sum(outcome.verdict == RIGHT for outcome in outcomes)
    wrong = sum(outcome.verdict == WRONG for outcome in outcomes)
    if not counted:
        return Score(NONE, tuple(outcomes), NONE, 0)
    off /= len(counted)
    credit = max(NONE, Fraction(right, len(counted)) - off)
    return Score(credit, tuple(outcomes), Fraction(right), len(counted), wrong, off=off)


def score_order(given: Sequence[str], rank: Mapping[str, int]) -> Score:
    """Order: max(0, Kendall's tau) over the pairs that the key does not tie.

    >>> float(score_order(["a", "c", "b"], {"a": 1, "b": 2, "c": 3}).credit)
    0.3333333333333333
    """
    outcomes = []
    counted = 0
    for first, second in combinations(given, 2):
        if rank[first] == rank[second]:
            continue
        counted += 1
        if rank[first] > rank[second]:
            reason = "the second comes before the first"
            outcomes.append(Outcome(WRONG, first, reason=reason, answer=second))
    if not counted:
        return Score(ONE, (), NONE, 0)
    wrong = len(outcomes)
    right, off = Fraction(counted - wrong), Fraction(wrong, counted)
    credit = max(NONE, right / counted - off)
    return Score(credit, tuple(outcomes), right, counted, wrong, off=off)


def score_connect(
    drawn: Iterable[tuple[str, str]],
    links: Iterable[tuple[str, str]],
    contested: Iterable[tuple[str, str]] = (),
) -> Score:
    """Connect: (right - half of the wrong) / links, floored at 0; a line the other way round is wrong.

    A wrong line costs half of what a missing one costs. A contested line counts neither way.

    >>> float(score_connect([("a", "b"), ("b", "a")], [("a", "b"), ("b", "c")]).credit)
    0.25
    """
    open_lines = set(contested)
    wanted, given = sorted(set(links) - open_lines), sorted(set(drawn) - open_lines)
    reason = "careful readers differ here: it counts neither way"
    outcomes = [
        Outcome(ARGUABLE, one, reason=reason, answer=other)
        for one, other in sorted(set(drawn) & open_lines)
    ]
    for pair in wanted:
        verdict = RIGHT if pair in given else MISSED
        value = ONE if pair in given else NONE
        outcomes.append(Outcome(verdict, pair[0], value=value, reason=verdict, answer=pair[1]))
    wrong = [pair for pair in given if pair not in wanted]
    outcomes += [Outcome(WRONG, one, reason=WRONG, answer=other) for one, other in wrong]
    right = len(given) - len(wrong)
    if not wanted:
        return Score(NONE, tuple(outcomes), NONE, 0, len(wrong))
    off = Fraction(len(wrong), 2 * len(wanted))
    credit = max(NONE, Fraction(right, len(wanted)) - off)
    return Score(credit, tuple(outcomes), Fraction(right), len(wanted), len(wrong), off=off)


def score_estimate(answer: float | None, band: tuple[float, float] | None, item: str) -> Score:
    """Estimate: full inside the band, a half within five points of it.

    ``answer`` and ``band`` are in per cent; None is the answer "no figure can be read off", and
    right exactly where there is no band.

    >>> float(score_estimate(60, (63, 87), "h").credit)
    0.5
    """
    if answer is None or band is None:
        value = ONE if answer is None and band is None else NONE
    else:
        away = max(band[0] - answer, answer - band[1], 0)
        value = ONE if away == 0 else HALF_OF if away <= 5 else NONE
    verdict = RIGHT if value == 1 else HALF if value else WRONG
    given = "none" if answer is None else f"{answer:g}"
    outcome = Outcome(verdict, item, value=value, reason=verdict, answer=given)
    return Score(value, (outcome,), value, 1, int(verdict == WRONG))
