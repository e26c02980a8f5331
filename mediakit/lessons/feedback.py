"""What is said to an answer: what you marked, what the text shows, the rule, what to try.

The words come from the key, from ``data/kinds.toml`` and from the exercise's misconceptions; this
module and the two it calls only choose among them.
"""

from __future__ import annotations

from dataclasses import replace

from mediakit.compare import ARGUABLE, BLANK, FALSE_ALARM, HALF, HIT, MISSED, RIGHT, Outcome
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
    told_already = {o.item for o in result.score.outcomes if o.verdict == FALSE_ALARM}
    turned = {(o.item, o.answer) for o in result.score.outcomes if o.verdict == "wrong"}
    found = [
        _with_misconception(exercise, tell(exercise, outcome), outcome)
        for outcome in result.score.outcomes
        if not (outcome.verdict == MISSED and outcome.item in told_already)
        and not (outcome.verdict == MISSED and (outcome.answer, outcome.item) in turned)
    ]
    rank = {
        PLACE: 0,
        FALSE_ALARM: 0,
        "wrong": 0,
        MISSED: 1,
        HALF: 2,
        BLANK: 3,
        ARGUABLE: 4,
        HIT: 5,
        RIGHT: 5,
    }
    return tuple(sorted(found, key=lambda one: rank[one.verdict]))


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
