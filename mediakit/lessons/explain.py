"""How the points of an answer came about, in numbers and plain words, and the rule said before Check."""

from __future__ import annotations

from mediakit.lessons.exercise import Exercise
from mediakit.lessons.grade import Result


def explain_points(result: Result) -> str:
    """How the points came about, in one sentence; empty before Check and where nothing is graded."""
    return ""


def scoring_rule(exercise: Exercise) -> str:
    """What a mistake costs, in one short sentence to show before Check; empty where it costs nothing."""
    return ""
