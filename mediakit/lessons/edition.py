"""Which edition of a lesson was answered: a digest of what is asked and of what is right.

It covers, for every exercise and second attempt, all that changes what an answer means or is worth:
id, kind, points, prompt, whether it counts, and the fields of its kind; and of the stories it asks about the
text, the key's marks, links and lookalikes, and the questions. Not covered is what only explains: hints,
reasons (``why``), misconceptions, model answers. How points are made is code, and stands in CHANGELOG.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from mediakit.answers import AnswerSheet
from mediakit.lessons.exercise import Exercise, Lesson
from mediakit.stories.case import Case

_EXPLAINS = frozenset("why rule say title model selfcheck rubric".split())


def edition_of(lesson: Lesson) -> str:
    """The edition of a lesson, sixteen letters; the same for everybody who has the same exercises and keys.

    >>> from mediakit.lessons import load_lesson
    >>> edition_of(load_lesson("04")) == edition_of(load_lesson("04"))
    True
    """
    known = vars(lesson)  # kept with the lesson, as cached_property would
    if "_edition" not in known:
        cases = {case.slug: case for one in lesson.all_exercises for case in one.cases}
        told = [
            [_asked(one) for one in lesson.all_exercises],
            {slug: _right(case) for slug, case in sorted(cases.items())},
        ]
        raw = json.dumps(told, sort_keys=True, separators=(",", ":"))
        known["_edition"] = sha256(raw.encode()).hexdigest()[:16]
    return str(known["_edition"])


def _asked(exercise: Exercise) -> list[Any]:
    counted = [exercise.points, exercise.pretest, exercise.practice]
    stories = [case.slug for case in exercise.cases]
    return [exercise.id, exercise.kind, exercise.prompt, *counted, stories, _plain(exercise.spec)]


def _right(case: Case) -> list[Any]:
    key = case.key
    parts = (key.marks, key.links, key.lookalikes, tuple(case.questions.values()))
    return [case.article.text, *map(_plain, parts)]


def _plain(value: Any) -> Any:
    """Values as plain data, without what only explains and what says nothing (a field left out)."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        asked = ((str(k), v) for k, v in value.items() if k not in _EXPLAINS)
    elif is_dataclass(value):
        kind: Any = type(value)
        asked = ((name, getattr(value, name)) for name in _asked_fields(kind))
    else:
        return str(value)
    return {k: _plain(v) for k, v in asked if v or (v == 0 and v is not False)}


@cache
def _asked_fields(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in _EXPLAINS)


def edition_remark(lesson: Lesson, sheet: AnswerSheet) -> str:
    """What to say of a sheet that was answered on another edition, or on nobody knows which."""
    if sheet.edition == edition_of(lesson):
        return ""
    told = (
        "answered on another edition of this lesson"
        if sheet.edition
        else "no edition noted (0.1.0)"
    )
    return f"{told}: graded by today's key"
