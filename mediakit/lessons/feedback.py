"""What is said to an answer: what you marked, what the text shows, the rule, what to try.

The words come from the key, from ``data/kinds.toml`` and from the exercise's misconceptions; this
module and the two it calls only choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mediakit.compare import ARGUABLE, BLANK, FALSE_ALARM, HALF, HIT, MISSED, RIGHT, WRONG, Outcome
from mediakit.lessons.exercise import Exercise, Misconception
from mediakit.lessons.grade import Result
from mediakit.lessons.marked import tell_mark
from mediakit.lessons.telling import (
    PLACE,
    Feedback,
    tell_choice,
    tell_estimate,
    tell_line,
    tell_order,
    tell_slot,
)


def find_feedback(result: Result) -> tuple[Feedback, ...]:
    """What to say to a checked answer, mistakes first; nothing for a blank or a pre-test."""
    exercise = result.exercise
    if result.answer is None or exercise.pretest:
        return ()
    if exercise.kind == "write":
        return ()
    assert result.score is not None
    tell = {
        "mark": tell_mark,
        "classify": tell_slot,
        "choose": tell_choice,
        "order": tell_order,
        "estimate": tell_estimate,
        "connect": tell_line,
    }[exercise.kind]
    told_already = _told_already(exercise, result.score.outcomes)
    found = [
        _with_ask(_with_misconception(exercise, tell(exercise, outcome), outcome))
        for outcome in result.score.outcomes
        if outcome not in told_already
    ]
    if exercise.spec.get("passage"):
        found = [_in_passage(one) for one in found]
    rank = {
        PLACE: 0,
        FALSE_ALARM: 0,
        WRONG: 0,
        MISSED: 1,
        HALF: 2,
        BLANK: 3,
        ARGUABLE: 4,
        HIT: 5,
        RIGHT: 5,
    }
    texts = [case.slug for case in exercise.cases]

    def order(one: Feedback) -> tuple[int, int, int, int]:
        """By severity, then by place in the text; what has no place stays as it came."""
        text = texts.index(one.text) if one.text in texts else 0
        sentence = one.sentence if one.sentence is not None else 0
        return rank[one.verdict], text, sentence, one.spans[0].start if one.spans else 0

    return tuple(sorted(found, key=order))


def _told_already(exercise: Exercise, outcomes: Sequence[Outcome]) -> set[Outcome]:
    """What was missed and is told with a mistake already: one slip is told once.

    A false alarm tells of the targets that it lies at; a wrong line of the same line the other way
    round, or else of the right lines from its first end.
    """
    missed = [one for one in outcomes if one.verdict == MISSED]
    if exercise.kind != "connect":
        alarms = [one for one in outcomes if one.verdict == FALSE_ALARM]
        at = {item for one in alarms for item in (one.item, *one.held)}
        return {one for one in missed if one.item in at}
    told: set[Outcome] = set()
    for line in (one for one in outcomes if one.verdict == WRONG):
        turned = {one for one in missed if (one.answer, one.item) == (line.item, line.answer)}
        told |= turned or {one for one in missed if one.item == line.item}
    return told


#: A question at the end of a misconception's sentences, or a last sentence that asks for something.
_LAST = re.compile(r".*[.?!”] ((?:Ask|Look|Read|Go|Follow)\b.*|[^.?!]*\?)$")


def _with_ask(told: Feedback) -> Feedback:
    """A mistake with the one thing to ask or do next: a misconception's last words, or the next step."""
    if told.verdict in (HIT, RIGHT, ARGUABLE, BLANK):
        return told
    found = _LAST.match(told.say)
    return replace(told, ask=found.group(1) if found else told.try_next)


def _in_passage(told: Feedback) -> Feedback:
    """What is said to an excerpt: it is a passage, and what is said of a whole story isn't known of it."""
    names = ("you", "shows", "rule", "try_next", "right", "say", "ask")
    texts: dict[str, Any] = {name: in_passage(getattr(told, name)) for name in names}
    return replace(told, **texts)


def in_passage(text: str) -> str:
    """Words about a story as words about a passage of one.

    >>> in_passage("Nobody in the story had claimed it. The story gives no name.")
    'Nobody in this passage had claimed it. This passage gives no name.'
    """
    return _STORY.sub(
        lambda found: "This passage" if found.group(1)[0] == "T" else "this passage", text
    )


_STORY = re.compile(r"\b([Tt]h(?:e|is)(?: whole)? story)\b")


def _with_misconception(exercise: Exercise, told: Feedback, outcome: Outcome) -> Feedback:
    for one in exercise.misconceptions:
        if _fits(exercise, one, outcome):
            return replace(told, say=one.say, misconception=one.name)
    return told


def _fits(exercise: Exercise, one: Misconception, outcome: Outcome) -> bool:
    """Whether an outcome shows the condition of a misconception."""
    value = one.value
    match one.condition:
        case "marked":
            return outcome.verdict == FALSE_ALARM and bool(set(outcome.near) & set(value))
        case "missed":
            return outcome.verdict == MISSED and outcome.item in value
        case "chose":
            return outcome.verdict == "wrong" and outcome.answer in value
        case "confused":
            if outcome.verdict != "wrong" or outcome.item is None or exercise.kind != "classify":
                return False
            item, _, ask = outcome.item.partition("/")
            if one.ask not in (None, ask):
                return False
            return value[0] in exercise.right_for(item, ask)[0] and outcome.answer == value[1]
        case "before":
            return outcome.verdict == "wrong" and (outcome.item, outcome.answer) == value
        case "linked":
            return outcome.verdict == "wrong" and (outcome.item, outcome.answer) == value
        case _:
            figure = float(outcome.answer) if outcome.answer not in (None, "none") else -1
            return outcome.verdict != RIGHT and float(value[0]) <= figure <= float(value[1])
