"""Submissions that hold the same answers: told in the remark of each, and nothing made of it.

Why two are the same is for the teacher to find out: a shared computer, work in pairs, a file sent
twice under two names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mediakit.answers import AnswerSheet
from mediakit.classroom.collect import Submission
from mediakit.lessons import Lesson, grade_entry, load_lesson
from mediakit.stories.shelf import SHIPPED, Shelf


def remark_same_answers(
    submissions: Sequence[Submission], shelf: Shelf = SHIPPED
) -> list[Submission]:
    """The submissions, each with a remark that names those of its lesson with the same answers.

    The same are two copies of one sheet, with every answer alike; and two sheets with the same
    words in all of a lesson's writing, spaces aside. Choices alone are no reason: everybody who is
    right has the same.
    """
    sheets = {n: one.sheet for n, one in enumerate(submissions) if one.sheet is not None}
    lessons = {
        name: load_lesson(name, shelf) for name in {sheet.lesson for sheet in sheets.values()}
    }
    whole = {n: _whole(sheet) for n, sheet in sheets.items()}
    written = {n: _written(lessons[sheet.lesson], sheet) for n, sheet in sheets.items()}
    remarked = []
    for n, one in enumerate(submissions):
        copies, alike = _same_as(n, whole), _same_as(n, written)
        told = [one.remark]
        for others, where in ((copies, ""), (alike - copies, " in the writing")):
            names = ", ".join(submissions[other].student for other in sorted(others))
            told.append(f"same answers as {names}{where}" if names else "")
        remarked.append(replace(one, remark="; ".join(filter(None, told))))
    return remarked


def _same_as(own: int, answers: Mapping[int, tuple[str, ...] | None]) -> set[int]:
    """The others whose answers are those of one submission; none where it has no answers."""
    mine = answers.get(own)
    return {n for n, one in answers.items() if mine is not None and one == mine and n != own}


def _whole(sheet: AnswerSheet) -> tuple[str, ...] | None:
    """What only the copies of a sheet share: its attempt and its answers; None where there are none."""
    given = {
        name: entry.counts for name, entry in sheet.entries.items() if entry.counts is not None
    }
    return (sheet.lesson, sheet.attempt, json.dumps(given, sort_keys=True)) if given else None


def _written(lesson: Lesson, sheet: AnswerSheet) -> tuple[str, ...] | None:
    """The words of all writing in a sheet, spaces aside; None where an exercise has none.

    Where an exercise has two attempts, either will do.
    """
    texts = [lesson.name]
    for exercise in lesson.exercises:
        if exercise.kind == "write":
            attempts = filter(None, (exercise, exercise.again))
            answers = [grade_entry(one, sheet.entry(one.id)).answer for one in attempts]
            words = [" ".join(answer["text"].split()) if answer else "" for answer in answers]
            if not any(words):
                return None
            texts += words
    return tuple(texts) if len(texts) > 1 else None
