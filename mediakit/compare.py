"""Comparing readings: which marks match, what an answer is worth and why, how well readers agree.

The one place where points are made, for score card, check cell and gradebook alike. Credit is an
exact fraction until it is rounded once, by ``round_points``. The rules are told in the docstring of
each function; select-all items are scored plus/minus (after PMC8725057), agreement on spans is F1
(Hripcsak and Rothschild 2005).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from mediakit.reading import Lookalike, Mark, Reading
from mediakit.text import Article, Span

HIT, HALF, MISSED, FALSE_ALARM, ARGUABLE = "hit", "half", "missed", "false alarm", "arguable"
RIGHT, WRONG, BLANK = "right", "wrong", "blank"

_ARTICLES = frozenset(("a", "an", "the"))
_ONE, _HALF, _NONE = Fraction(1), Fraction(1, 2), Fraction(0)


@dataclass(frozen=True)
class Outcome:
    """What became of one mark, target or question: a verdict with its reason.

    ``item`` is the id of the target, near-miss or question that it concerns, if there is one;
    ``spans`` are the learner's; ``value`` is between 0 and 1; ``reason`` says which rule spoke.
    """

    verdict: str
    item: str | None = None
    text: str | None = None
    spans: tuple[Span, ...] = ()
    value: Fraction = _NONE
    reason: str = ""
    answer: str | None = None


@dataclass(frozen=True)
class Score:
    """The worth of an answer: exact ``credit`` from 0 to 1, and what it is made of.

    ``hits`` is a sum of values out of ``targets``; ``false_alarms`` counts marks that are none,
    ``near_misses_marked`` out of ``near_misses`` those that fell for a lookalike.
    """

    credit: Fraction
    outcomes: tuple[Outcome, ...]
    hits: Fraction
    targets: int
    false_alarms: int = 0
    near_misses_marked: int = 0
    near_misses: int = 0


def round_points(credit: Fraction, possible: int) -> float:
    """Points for a credit: to half points, halves up; full points only for credit 1.

    >>> round_points(Fraction(5, 8), 4), round_points(Fraction(99, 100), 4)
    (2.5, 3.5)
    """
    doubled = math.floor(credit * possible * 2 + _HALF)
    if credit < 1:
        doubled = min(doubled, possible * 2 - 1)
    return max(0, doubled) / 2


# ── mark items ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class MarkedText:
    """One text of a mark item: what it asks for, what resembles that, and what was marked.

    ``marked`` is None where the text has no answer, and empty where the answer is *Nothing here*.
    """

    name: str
    article: Article
    targets: tuple[Mark, ...]
    near_misses: tuple[Mark | Lookalike, ...]
    contested: tuple[Mark, ...]
    marked: tuple[Mark, ...] | None


def asked_of(
    key: Reading, asked: Sequence[str], *, except_flags: Iterable[str] = ()
) -> tuple[tuple[Mark, ...], tuple[Mark | Lookalike, ...], tuple[Mark, ...]]:
    """The targets, near-misses and contested marks of an item, from a key.

    ``asked`` holds labels and ``label.kind``; marks with one of ``except_flags`` are not asked for.
    Near-misses are the lookalikes of what is asked, and marks of the same label that are not asked.
    """
    labels = {one.partition(".")[0] for one in asked}
    flags = set(except_flags)
    targets, near, contested = [], [], []
    for mark in sorted(key.marks, key=lambda mark: mark.spans):
        if mark.label not in labels:
            continue
        wanted = mark.label in asked or f"{mark.label}.{mark.kind}" in asked
        if mark.contested:
            contested.append(mark)
        elif wanted and not flags & set(mark.flags):
            targets.append(mark)
        else:
            near.append(mark)
    lookalikes = [
        one
        for one in key.lookalikes
        if any(f"{one.of}.".startswith(f"{a}.") or f"{a}.".startswith(f"{one.of}.") for a in asked)
    ]
    return tuple(targets), (*near, *lookalikes), tuple(contested)


def score_marks(texts: Sequence[MarkedText], *, unit: str) -> Score:
    """The worth of marked words or sentences, all texts of the item pooled.

    Credit is max(0, hit rate - false-alarm rate). The false-alarm rate is the larger of
    near-misses marked / near-misses, and all false alarms / sentences without a target; so marking
    everything and marking nothing are both worth 0.
    """
    score_text = _score_sentences if unit == "sentences" else _score_words
    parts = [score_text(text) for text in texts]
    outcomes = tuple(outcome for part in parts for outcome in part.outcomes)
    targets = sum(part.targets for part in parts)
    hits = sum((part.hits for part in parts), _NONE)
    alarms = sum(part.false_alarms for part in parts)
    near_marked = sum(part.near_marked for part in parts)
    near = sum(part.near for part in parts)
    others = sum(part.other_sentences for part in parts)
    alarm_rate = max(_rate(near_marked, near), _rate(alarms, others))
    hit_rate = hits / targets if targets else _ONE
    answered = any(text.marked is not None for text in texts)
    credit = max(_NONE, hit_rate - alarm_rate) if answered else _NONE
    return Score(credit, outcomes, hits, targets, alarms, near_marked, near)


@dataclass(frozen=True)
class _Part:
    """What one text adds to a mark item."""

    outcomes: tuple[Outcome, ...]
    hits: Fraction
    targets: int
    false_alarms: int
    near_marked: int
    near: int
    other_sentences: int


def _rate(part: int, whole: int) -> Fraction:
    return min(_ONE, Fraction(part, whole)) if whole else _ONE if part else _NONE


def _score_words(text: MarkedText) -> _Part:
    """Targets and marks paired one to one, best pair first; see ``mark_value`` and ``_join_runs``."""
    article = text.article
    marked = _join_runs(article, text.marked or (), text.targets)
    value: dict[tuple[int, int], tuple[Fraction, str]] = {}
    for m, mark in enumerate(marked):
        if _holds_two(article, mark, text.targets):
            continue
        for t, target in enumerate(text.targets):
            worth, reason = mark_value(article, mark, target)
            if worth and not (target.label == "content" and _covers_near(text, mark, target)):
                value[m, t] = worth, reason
    paired = _best_pairs({pair: worth for pair, (worth, _) in value.items()}, article, marked, text)
    outcomes = []
    for t, target in enumerate(text.targets):
        m_found = paired.get(t)
        if m_found is None:
            outcomes.append(Outcome(MISSED, target.id, text.name, reason="no mark holds it"))
        else:
            worth, reason = value[m_found, t]
            verdict = HIT if worth == 1 else HALF
            spans = marked[m_found].spans
            outcomes.append(Outcome(verdict, target.id, text.name, spans, worth, reason))
    hits = sum((outcome.value for outcome in outcomes), _NONE)
    alarms, near_marked = 0, set()
    for m, mark in enumerate(marked):
        if m in paired.values():
            continue
        arguable = [one for one in text.contested if mark_value(article, mark, one)[0]]
        if arguable:
            reason = "careful readers differ here: it counts neither way"
            outcomes.append(Outcome(ARGUABLE, arguable[0].id, text.name, mark.spans, reason=reason))
            continue
        alarms += 1
        near = [one for one in text.near_misses if _falls_for(article, mark, one)]
        near_marked |= {one.id for one in near}
        missed = _nearest_target(article, mark, text.targets)
        item = near[0].id if near else missed
        reason = (
            "it falls for a near-miss" if near
            else "too far from the words that were meant" if missed
            else "nothing that was asked for stands here"
        )  # fmt: skip
        outcomes.append(Outcome(FALSE_ALARM, item, text.name, mark.spans, reason=reason))
    answered = text.marked is not None
    others = _other_sentences(article, text.targets) if answered else 0
    near_count = len(text.near_misses) if answered else 0
    return _Part(
        tuple(outcomes), hits, len(text.targets), alarms, len(near_marked), near_count, others
    )


def mark_value(article: Article, mark: Mark, target: Mark) -> tuple[Fraction, str]:
    """What a mark is worth for one target, with the reason.

    1 where it holds the target's core and at most one word beyond its text; a half where it holds
    at least half of the core and at most three words beyond; else 0. Quotation marks, articles and
    punctuation at the ends don't count. For ``content`` it is the F1 of the words, 0 under a half
    or where the mark covers more than half of the article.
    """
    if mark.label != target.label:
        return _NONE, "another label"
    words = _words(article, mark.spans)
    wanted = _words(article, target.spans)
    if target.label == "content":
        shared = len(words & wanted)
        f1 = Fraction(2 * shared, len(words) + len(wanted)) if words or wanted else _NONE
        if f1 < _HALF or len(words) * 2 > sum(article.tokens.is_word):
            return _NONE, "too few of the words, or far too many"
        return f1, f"{shared} of {len(wanted)} words, {len(words - wanted)} beyond"
    core = _words(article, target.core or target.spans)
    beyond, held = len(words - wanted), len(words & core)
    counted = f"{held} of {len(core)} words that matter, {beyond} beyond"
    if held == len(core) and beyond <= 1:
        return _ONE, counted
    if held * 2 >= len(core) and held and beyond <= 3:
        return _HALF, counted
    return _NONE, counted


def _words(article: Article, spans: Iterable[Span]) -> frozenset[int]:
    """The indices of the words of some spans, without articles at the ends of each."""
    tokens = article.tokens
    found: set[int] = set()
    for span in spans:
        indices = tokens.words_within(span)
        while len(indices) > 1 and tokens[indices[0]].lower() in _ARTICLES:
            indices = indices[1:]
        while len(indices) > 1 and tokens[indices[-1]].lower() in _ARTICLES:
            indices = indices[:-1]
        found.update(indices)
    return frozenset(found)


def _join_runs(
    article: Article, marked: Sequence[Mark], targets: Sequence[Mark]
) -> tuple[Mark, ...]:
    """Runs inside one target's text taken together as one mark; all others as they are.

    A run that holds the core of another target stays by itself, so nested targets can all be hit.
    """
    left = list(marked)
    joined = []
    for target in targets:
        text = _words(article, target.spans)
        group = [
            mark
            for mark in left
            if mark.label == target.label
            and _words(article, mark.spans) <= text
            and not any(
                other is not target and _holds_core(article, mark, other) for other in targets
            )
        ]
        if len(group) > 1:
            spans = tuple(sorted({span for mark in group for span in mark.spans}))
            joined.append(Mark(group[0].id, target.label, None, spans))
            left = [mark for mark in left if mark not in group]
    return tuple(sorted((*left, *joined), key=lambda mark: mark.spans))


def _holds_core(article: Article, mark: Mark, target: Mark) -> bool:
    core = _words(article, target.core or target.spans)
    return mark.label == target.label and core <= _words(article, mark.spans)


def _holds_two(article: Article, mark: Mark, targets: Sequence[Mark]) -> bool:
    """Whether a mark holds the cores of two targets neither of which contains the other."""
    if mark.label == "content":
        return False
    held = [target for target in targets if _holds_core(article, mark, target)]
    texts = [_words(article, target.spans) for target in held]
    return any(not (a <= b or b <= a) for a, b in combinations(texts, 2))


def _covers_near(text: MarkedText, mark: Mark, target: Mark) -> bool:
    """Whether a mark covers a near-miss that is no part of the target."""
    words, wanted = _words(text.article, mark.spans), _words(text.article, target.spans)
    near = [_words(text.article, one.core or one.spans) for one in text.near_misses]
    return any(core <= words and not core <= wanted for core in near)


def _falls_for(article: Article, mark: Mark, near: Mark | Lookalike) -> bool:
    """Whether a false alarm covers at least half of a near-miss's core."""
    if mark.label != near.label:
        return False
    core = _words(article, near.core or near.spans)
    return bool(core) and len(core & _words(article, mark.spans)) * 2 >= len(core)


def _nearest_target(article: Article, mark: Mark, targets: Sequence[Mark]) -> str | None:
    """The target that a false alarm shares words with, if any."""
    words = _words(article, mark.spans)
    shared = [(len(words & _words(article, t.spans)), t.id) for t in targets]
    best = max(shared, default=(0, None))
    return best[1] if best[0] else None


def _best_pairs(
    value: Mapping[tuple[int, int], Fraction],
    article: Article,
    marked: Sequence[Mark],
    text: MarkedText,
) -> dict[int, int]:
    """Target index to mark index, one to one: highest value first, then the closest fit."""

    def fit(pair: tuple[int, int]) -> Fraction:
        a = _words(article, marked[pair[0]].spans)
        b = _words(article, text.targets[pair[1]].spans)
        return Fraction(len(a & b), len(a | b)) if a | b else _NONE

    paired: dict[int, int] = {}
    for m, t in sorted(value, key=lambda pair: (-value[pair], -fit(pair), pair)):
        if t not in paired and m not in paired.values():
            paired[t] = m
    return paired


def _other_sentences(article: Article, targets: Sequence[Mark]) -> int:
    return len(article.sentences) - len(_sentences_of(article, targets))


def _sentences_of(article: Article, items: Iterable[Mark | Lookalike]) -> set[int]:
    """The indices of the sentences that hold some marks: where each core starts."""
    return {article.sentence_of((item.core or item.spans)[0].start) for item in items}


def _score_sentences(text: MarkedText) -> _Part:
    """The unit is the sentence, however many targets it holds."""
    article = text.article
    wanted = _sentences_of(article, text.targets)
    arguable = _sentences_of(article, text.contested) - wanted
    near = _sentences_of(article, text.near_misses) - wanted - arguable
    marked = {article.sentence_of(span.start) for m in text.marked or () for span in m.spans}
    first = {n: m.id for m in reversed(text.targets) for n in _sentences_of(article, [m])}
    near_id = {n: m.id for m in reversed(text.near_misses) for n in _sentences_of(article, [m])}
    contested_id = {n: m.id for m in reversed(text.contested) for n in _sentences_of(article, [m])}
    outcomes = []
    for n in sorted(wanted | marked):
        spans = (article.sentences[n],) if n in marked else ()
        if n in wanted and n in marked:
            outcomes.append(Outcome(HIT, first[n], text.name, spans, _ONE, "the sentence is asked"))
        elif n in wanted:
            outcomes.append(Outcome(MISSED, first[n], text.name, reason="the sentence is asked"))
        elif n in arguable:
            reason = "careful readers differ here: it counts neither way"
            outcomes.append(Outcome(ARGUABLE, contested_id[n], text.name, spans, reason=reason))
        else:
            reason = "it falls for a near-miss" if n in near else "nothing asked for stands here"
            outcomes.append(Outcome(FALSE_ALARM, near_id.get(n), text.name, spans, reason=reason))
    answered = text.marked is not None
    return _Part(
        tuple(outcomes),
        Fraction(len(wanted & marked)),
        len(wanted),
        len(marked - wanted - arguable),
        len(near & marked),
        len(near) if answered else 0,
        len(article.sentences) - len(wanted) - len(arguable) if answered else 0,
    )


# ── the other kinds ──────────────────────────────────────────────────────────


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
    total = _NONE
    counted = [slot for slot in slots if not slot.contested]
    for slot in slots:
        if slot.contested:
            verdict, value = ARGUABLE, _NONE
        elif slot.answer is None:
            verdict, value = BLANK, _NONE
        elif slot.answer in slot.right:
            verdict, value = RIGHT, _ONE
        else:
            verdict, value = WRONG, Fraction(-1, max(1, slot.offered - 1))
        total += value
        outcomes.append(
            Outcome(verdict, slot.item, value=max(_NONE, value), reason=verdict, answer=slot.answer)
        )
    right = sum(outcome.verdict == RIGHT for outcome in outcomes)
    wrong = sum(outcome.verdict == WRONG for outcome in outcomes)
    credit = max(_NONE, total / len(counted)) if counted else _NONE
    return Score(credit, tuple(outcomes), Fraction(right), len(counted), wrong)


def score_order(given: Sequence[str], rank: Mapping[str, int]) -> Score:
    """Order: max(0, Kendall's tau) over the pairs that the key does not tie.

    >>> float(score_order(["a", "c", "b"], {"a": 1, "b": 2, "c": 3}).credit)
    0.3333333333333333
    """
    outcomes = []
    balance = counted = 0
    for first, second in combinations(given, 2):
        if rank[first] == rank[second]:
            continue
        counted += 1
        good = rank[first] < rank[second]
        balance += 1 if good else -1
        if not good:
            reason = "the second comes before the first"
            outcomes.append(Outcome(WRONG, first, reason=reason, answer=second))
    credit = max(_NONE, Fraction(balance, counted)) if counted else _ONE
    right = counted - len(outcomes)
    return Score(credit, tuple(outcomes), Fraction(right), counted, len(outcomes))


def score_connect(drawn: Iterable[tuple[str, str]], links: Iterable[tuple[str, str]]) -> Score:
    """Connect: (right - wrong) / links, floored at 0; a line the other way round is wrong.

    >>> float(score_connect([("a", "b"), ("b", "a")], [("a", "b"), ("b", "c")]).credit)
    0.0
    """
    wanted, given = sorted(set(links)), sorted(set(drawn))
    outcomes = []
    for pair in wanted:
        verdict = RIGHT if pair in given else MISSED
        value = _ONE if pair in given else _NONE
        outcomes.append(Outcome(verdict, pair[0], value=value, reason=verdict, answer=pair[1]))
    wrong = [pair for pair in given if pair not in wanted]
    outcomes += [Outcome(WRONG, one, reason=WRONG, answer=other) for one, other in wrong]
    right = len(given) - len(wrong)
    credit = max(_NONE, Fraction(right - len(wrong), len(wanted))) if wanted else _NONE
    return Score(credit, tuple(outcomes), Fraction(right), len(wanted), len(wrong))


def score_estimate(answer: float | None, band: tuple[float, float] | None, item: str) -> Score:
    """Estimate: full inside the band, a half within five points of it.

    ``answer`` and ``band`` are in per cent; None is the answer "no figure can be read off", and
    right exactly where there is no band.

    >>> float(score_estimate(60, (63, 87), "h").credit)
    0.5
    """
    if answer is None or band is None:
        value = _ONE if answer is None and band is None else _NONE
    else:
        away = max(band[0] - answer, answer - band[1], 0)
        value = _ONE if away == 0 else _HALF if away <= 5 else _NONE
    verdict = RIGHT if value == 1 else HALF if value else WRONG
    given = "none" if answer is None else f"{answer:g}"
    outcome = Outcome(verdict, item, value=value, reason=verdict, answer=given)
    return Score(value, (outcome,), value, 1, int(verdict == WRONG))


# ── readers with readers ─────────────────────────────────────────────────────


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


def compare_readings(first: Reading, second: Reading, label: str | None = None) -> Agreement:
    """Which marks two readings of one text share: same label, half of the words of each in the other.

    Contested marks of either that the other lacks are left out. Marks are paired one to one, best
    fit first.
    """
    article = Article(first.text)
    marks = [
        [
            (mark, _words(article, mark.spans))
            for mark in reading.marks
            if label in (None, mark.label)
        ]
        for reading in (first, second)
    ]
    fits = []
    for i, (a, a_words) in enumerate(marks[0]):
        for j, (b, b_words) in enumerate(marks[1]):
            shared = len(a_words & b_words)
            if a.label == b.label and shared and shared * 2 >= max(len(a_words), len(b_words)):
                fits.append((-Fraction(shared, len(a_words | b_words)), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(fits):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    left = [m for i, (m, _) in enumerate(marks[0]) if i not in pairs and not m.contested]
    right = [m for j, (m, _) in enumerate(marks[1]) if j not in pairs.values() and not m.contested]
    both = tuple((marks[0][i][0], marks[1][j][0]) for i, j in sorted(pairs.items()))
    return Agreement(both, tuple(left), tuple(right))


def agreement(readings: Sequence[Reading], label: str | None = None) -> float:
    """The mean pairwise F1 of two readings or more (Hripcsak and Rothschild 2005), 0 to 1."""
    scores = [compare_readings(a, b, label).f1 for a, b in combinations(readings, 2)]
    return sum(scores) / len(scores) if scores else 1.0
