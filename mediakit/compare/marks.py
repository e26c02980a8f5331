"""Mark items: which marks hit which targets, which fell for near-misses, what that is worth.

Select-all items are scored plus/minus (after PMC8725057): hit rate less false-alarm rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mediakit.compare.overlap import (
    all_words_of,
    falls_for,
    holds_core,
    holds_two,
    nearest_target,
    sentences_of,
    words_of,
)
from mediakit.compare.score import (
    ARGUABLE,
    BY_HALVES,
    BY_NEAR_MISSES,
    BY_SENTENCES,
    FALSE_ALARM,
    HALF,
    HALF_OF,
    HIT,
    MISSED,
    NONE,
    ONE,
    Outcome,
    Score,
)
from mediakit.reading import Lookalike, Mark, Reading
from mediakit.text import Article


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
    key: Reading,
    asked: Sequence[str],
    *,
    except_flags: Iterable[str] = (),
    given: Iterable[str] = (),
) -> tuple[tuple[Mark, ...], tuple[Mark | Lookalike, ...], tuple[Mark, ...]]:
    """The targets, near-misses and contested marks of an item, from a key.

    ``asked`` holds labels and ``label.kind``; marks with one of ``except_flags`` are not asked for.
    ``given`` are ids of marks that the lesson has shown already: they count neither way.
    Near-misses are the lookalikes of what is asked, and marks of the same label that are not asked.
    A mark that ``also`` could be of a kind that is asked counts neither way, as a contested one.
    """
    labels = {one.partition(".")[0] for one in asked}
    flags, shown = set(except_flags), set(given)
    targets, near, contested = [], [], []
    for mark in sorted(key.marks, key=lambda mark: mark.spans):
        if mark.label not in labels:
            continue
        wanted = mark.label in asked or f"{mark.label}.{mark.kind}" in asked
        could_be = any(f"{mark.label}.{kind}" in asked for kind in mark.also)
        if mark.contested or mark.id in shown or (could_be and not wanted):
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

    Credit is max(0, hit rate - false-alarm rate). The false-alarm rate is the largest of
    near-misses marked / near-misses, all false alarms / sentences without a target, and half of
    all false alarms / targets; so marking everything and marking nothing are both worth 0, and a
    false alarm costs at least half of what a miss costs, however many near-misses there are. The targets of a text without an answer are
    missed, and one that has no targets takes its share away: nothing here has to be said.
    """
    score_text = _score_sentences if unit == "sentences" else _score_words
    parts = [score_text(text) for text in texts]
    outcomes = tuple(outcome for part in parts for outcome in part.outcomes)
    targets = sum(part.targets for part in parts)
    hits = sum((part.hits for part in parts), NONE)
    alarms = sum(part.false_alarms for part in parts)
    near_marked = sum(part.near_marked for part in parts)
    near = sum(part.near for part in parts)
    others = sum(part.other_sentences for part in parts)
    rates = {
        BY_HALVES: _rate(alarms, 2 * targets),
        BY_NEAR_MISSES: _rate(near_marked, near),
        BY_SENTENCES: _rate(alarms, others),
    }
    off_by = max(rates, key=lambda rule: rates[rule])
    off = rates[off_by]
    hit_rate = hits / targets if targets else ONE
    blank = sum(text.marked is None and not text.targets for text in texts)
    left = 1 - _rate(blank, len(texts))
    credit = max(NONE, hit_rate - off) * left
    return Score(
        credit, outcomes, hits, targets, alarms, near_marked, near,
        off=off, off_by=off_by if off else "", others=others, left=left,
    )  # fmt: skip


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
    return min(ONE, Fraction(part, whole)) if whole else ONE if part else NONE


def _score_words(text: MarkedText) -> _Part:
    """Targets and marks paired one to one, best pair first; see ``mark_value`` and ``_join_runs``.

    A mark with too many words is worth a half too where it can mean nothing else; see ``_is_wide``.
    """
    article = text.article
    marked = _join_runs(article, text.marked or (), (*text.targets, *text.contested))
    value: dict[tuple[int, int], tuple[Fraction, str]] = {}
    for m, mark in enumerate(marked):
        if holds_two(article, mark, text.targets):
            continue
        for t, target in enumerate(text.targets):
            worth, reason = mark_value(article, mark, target)
            if not worth and _is_wide(text, mark, target):
                worth, reason = HALF_OF, f"the right one, too many words: {reason}"
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
    hits = sum((outcome.value for outcome in outcomes), NONE)
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
        missed = nearest_target(article, mark, (*text.targets, *text.contested))
        held = tuple(one.id for one in text.targets if holds_core(article, mark, one))
        near = [one.id for one in text.near_misses if falls_for(article, mark, one)]
        near_marked |= set(near)
        near = [] if held else near
        item = near[0] if near else missed
        reason = (
            "it falls for a near-miss" if near
            else "too far from the words that were meant" if missed
            else "nothing that was asked for stands here"
        )  # fmt: skip
        alarm = Outcome(
            FALSE_ALARM, item, text.name, mark.spans, reason=reason, near=tuple(near), held=held
        )
        outcomes.append(alarm)
    if text.marked == () and not text.targets:
        reason = "nothing that was asked for stands here"
        outcomes.append(Outcome(HIT, None, text.name, reason=reason))
    answered = text.marked is not None
    taken = sentences_of(article, (*text.targets, *text.contested))
    others = len(article.sentences) - len(taken) if answered else 0
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
        return NONE, "another label"
    words = words_of(article, mark.spans)
    wanted = words_of(article, target.spans)
    if target.label == "content":
        shared = len(words & wanted)
        f1 = Fraction(2 * shared, len(words) + len(wanted)) if words or wanted else NONE
        if f1 < HALF_OF or len(words) * 2 > sum(article.tokens.is_word):
            return NONE, "too few of the words, or far too many"
        return f1, f"{shared} of {len(wanted)} words, {len(words - wanted)} beyond"
    core = words_of(article, target.core or target.spans)
    beyond, held = len(words - all_words_of(article, target.spans)), len(words & core)
    counted = f"{held} of {len(core)} words that matter, {beyond} beyond"
    if held == len(core) and beyond <= 1:
        return ONE, counted
    if held * 2 >= len(core) and held and beyond <= 3:
        return HALF_OF, counted
    return NONE, counted


def _join_runs(
    article: Article, marked: Sequence[Mark], targets: Sequence[Mark]
) -> tuple[Mark, ...]:
    """Runs inside one target's text taken together as one mark; all others as they are.

    A run that holds the core of another target stays by itself, so nested targets can all be hit.
    """
    left = list(marked)
    joined = []
    for target in targets:
        text = all_words_of(article, target.spans)
        group = [
            mark
            for mark in left
            if mark.label == target.label
            and frozenset() != words_of(article, mark.spans) <= text
            and not any(
                other is not target and holds_core(article, mark, other) for other in targets
            )
        ]
        if len(group) > 1:
            spans = tuple(sorted({span for mark in group for span in mark.spans}))
            joined.append(Mark(group[0].id, target.label, None, spans))
            left = [mark for mark in left if mark not in group]
    return tuple(sorted((*left, *joined), key=lambda mark: mark.spans))


def _is_wide(text: MarkedText, mark: Mark, target: Mark) -> bool:
    """Whether a mark is the right one with too many words.

    It holds the target's core, stays in that sentence, and takes in no other target that isn't
    nested with this one, and no near-miss. Not for ``content``, where F1 counts the words beyond.
    """
    article = text.article
    if target.label == "content" or not holds_core(article, mark, target):
        return False
    sentence = article.sentences[article.sentence_of((target.core or target.spans)[0].start)]
    inside = words_of(article, mark.spans) <= all_words_of(article, [sentence])
    return inside and not _covers_near(text, mark, target)


def _covers_near(text: MarkedText, mark: Mark, target: Mark) -> bool:
    """Whether a mark covers a near-miss that is no part of the target."""
    words, wanted = words_of(text.article, mark.spans), words_of(text.article, target.spans)
    near = [words_of(text.article, one.core or one.spans) for one in text.near_misses]
    return any(core <= words and not core <= wanted for core in near)


def _best_pairs(
    value: Mapping[tuple[int, int], Fraction],
    article: Article,
    marked: Sequence[Mark],
    text: MarkedText,
) -> dict[int, int]:
    """Target index to mark index, one to one: highest value first, then the closest fit."""

    def fit(pair: tuple[int, int]) -> Fraction:
        a = words_of(article, marked[pair[0]].spans)
        b = words_of(article, text.targets[pair[1]].spans)
        return Fraction(len(a & b), len(a | b)) if a | b else NONE

    paired: dict[int, int] = {}
    for m, t in sorted(value, key=lambda pair: (-value[pair], -fit(pair), pair)):
        if t not in paired and m not in paired.values():
            paired[t] = m
    return paired


def _score_sentences(text: MarkedText) -> _Part:
    """The unit is the sentence, however many targets it holds."""
    article = text.article
    wanted = sentences_of(article, text.targets)
    arguable = sentences_of(article, text.contested) - wanted
    near = sentences_of(article, text.near_misses) - wanted - arguable
    marked = {article.sentence_of(span.start) for m in text.marked or () for span in m.spans}
    first = {n: m.id for m in reversed(text.targets) for n in sentences_of(article, [m])}
    near_ids: dict[int, list[str]] = {}
    for one in text.near_misses:
        for n in sentences_of(article, [one]):
            near_ids.setdefault(n, []).append(one.id)
    contested_id = {n: m.id for m in reversed(text.contested) for n in sentences_of(article, [m])}
    outcomes = []
    for n in sorted(wanted | marked):
        spans = (article.sentences[n],) if n in marked else ()
        if n in wanted and n in marked:
            outcomes.append(Outcome(HIT, first[n], text.name, spans, ONE, "the sentence is asked"))
        elif n in wanted:
            outcomes.append(Outcome(MISSED, first[n], text.name, reason="the sentence is asked"))
        elif n in arguable:
            reason = "careful readers differ here: it counts neither way"
            outcomes.append(Outcome(ARGUABLE, contested_id[n], text.name, spans, reason=reason))
        else:
            reason = "it falls for a near-miss" if n in near else "nothing asked for stands here"
            ids = tuple(near_ids.get(n, ()))
            item = ids[0] if ids else None
            outcomes.append(Outcome(FALSE_ALARM, item, text.name, spans, reason=reason, near=ids))
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
