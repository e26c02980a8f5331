"""A saved lesson as a document: what an exercise asks, and what a learner answered, as plain HTML.

It is for where no surface lives: on paper, in a viewer, in a notebook that isn't trusted. So nothing
in it needs a style or an attribute. What an exercise asks is the same whatever was answered; of the
key it shows nothing, and an answer's signs stand there only after Check.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any

from mediakit.answers import AnswerSheet, Entry
from mediakit.compare import ARGUABLE, FALSE_ALARM, HALF, HIT, MISSED, RIGHT
from mediakit.lessons.exercise import LINE_WORDS, Exercise, Lesson
from mediakit.lessons.feedback import find_feedback
from mediakit.lessons.given import marks_given
from mediakit.lessons.grade import CHECKED, Result, check_line, grade_entry
from mediakit.lessons.scales import load_scales
from mediakit.lessons.telling import PLACE
from mediakit.show import show_signs
from mediakit.stories.case import Case
from mediakit.text import Span, in_marks

_SIGNS = {
    HIT: "✓", RIGHT: "✓", HALF: "½", FALSE_ALARM: "✗", PLACE: "✗", "wrong": "✗",
    MISSED: "○", ARGUABLE: "≈",
}  # fmt: skip
_NOWHERE: Mapping[str, str] = MappingProxyType({})


def story_places(lesson: Lesson, *, twin: bool = False) -> dict[str, str]:
    """The number of the exercise under which each story of a lesson is printed, by the story's slug."""
    places: dict[str, str] = {}
    for exercise in (one.in_edition(twin=twin) for one in lesson.exercises):
        for case in exercise.cases:
            places.setdefault(case.slug, exercise.number)
    return places


def exercise_html(
    exercise: Exercise, *, with_story: bool = True, places: Mapping[str, str] = _NOWHERE
) -> str:
    """What an exercise asks: prompt, points, stories, and what there is to choose from.

    ``places`` tells where stories are printed (``story_places``): one that stands at another exercise
    is only named here. Without ``with_story`` none is printed.
    """
    points = exercise.points if exercise.automatic else 0
    worth = f" ({points} point{'s' * (points != 1)})" if points else ""
    html = [f"<p><strong>{exercise.number}</strong> {escape(exercise.prompt)}{worth}</p>"]
    for case in exercise.cases:
        at = places.get(case.slug, exercise.number)
        if with_story and at == exercise.number:
            html.append(_story(case))
        else:
            where = "stands above" if at == exercise.number else f"stands at {at}"
            html.append(f"<p>The story “{escape(case.article.title)}” {where}.</p>")
    return "\n".join([*html, *_offered(exercise)])


def answer_html(exercise: Exercise, entry: Entry, result: Result) -> str:
    """A learner's own answer in words, and how it stands; after Check with a sign at each part.

    ``entry`` and ``result`` are of this very attempt. Of the key it tells what Check has told.
    """
    answer = result.answer
    follows = "" if answer is None else ". Your answer:"
    html = [f"<p><strong>{escape(check_line(result))}</strong>{follows}</p>"]
    if answer is not None:
        html += _ANSWERS[exercise.kind](exercise, answer, _Told(result))
    if entry.note:
        html.append(f"<p>I read it differently, because: {escape(entry.note)}</p>")
    return "\n".join(html)


def attempts_html(exercise: Exercise, sheet: AnswerSheet) -> str:
    """The answers of both attempts at an exercise in a sheet; empty where there are none."""
    return "\n".join(
        answer_html(one, sheet.entry(one.id), grade_entry(one, sheet.entry(one.id)))
        for one in (exercise, exercise.again)
        if one is not None and sheet.entry(one.id).counts is not None
    )


def _story(case: Case) -> str:
    """A story with its sentences numbered, as a quotation."""
    article = case.article
    day = date.fromisoformat(str(article.meta["date"]))
    about = [str(article.meta["outlet"]), f"{day.day} {day:%B %Y}"]
    about += ["invented for this course"] if case.invented else []
    paragraphs: list[list[str]] = []
    end = 0
    for number, sentence in enumerate(article.sentences):
        if number == 0 or "\n" in article.text[end : sentence.start]:
            paragraphs.append([])
        words = escape(article.cut(sentence))
        told = f"<sup>{number}</sup> {words}" if number else f"<strong>{words}</strong>"
        paragraphs[-1].append(told)
        end = sentence.end
    lines = [escape(" · ".join(about)), *(" ".join(one) for one in paragraphs)]
    return f"<blockquote>{''.join(f'<p>{line}</p>' for line in lines)}</blockquote>"


def _offered(exercise: Exercise) -> Iterator[str]:
    """What there is to sort, to choose from, to put in order, or to join."""
    match exercise.kind:
        case "classify":
            yield _list(_row(exercise, item) for item in exercise.rows)
            for column in exercise.columns:
                names = ", ".join(escape(name) for _, name in column.options)
                yield f"<p>{escape(column.name)}: {names}</p>"
        case "choose":
            options = [escape(option.text) for option in exercise.options]
            random.Random(exercise.id).shuffle(options)
            yield _list(options)
        case "order":
            things = sorted(exercise.spec["things"])
            random.Random(exercise.id).shuffle(things)
            yield _list(escape(exercise.name_of(thing)) for thing in things)
        case "estimate":
            scale = load_scales()[exercise.spec["scale"]]
            yield f"<p>{_row(exercise, exercise.spec['mark'])}</p>"
            yield f"<p>{escape(scale.name)}: {escape(scale.source)}</p>"
        case "connect":
            nodes = sorted(exercise.spec["nodes"])
            random.Random(exercise.id).shuffle(nodes)
            yield _list(escape(in_marks(exercise.name_of(node))) for node in nodes)


def _row(exercise: Exercise, item: str) -> str:
    """A line to sort, or a mark in brackets in its sentence."""
    if item in exercise.sorted_rows:
        return escape(exercise.sorted_rows[item].text)
    case, mark = exercise.shown(item)
    article = case.article
    sentence = article.sentences[article.sentence_of(mark.start)]
    hull = Span(mark.hull.start, min(mark.hull.end, max(sentence.end, mark.spans[0].end)))
    before, words, after = (
        escape(article.text[start:end])
        for start, end in (
            (sentence.start, hull.start),
            (hull.start, hull.end),
            (hull.end, max(hull.end, sentence.end)),
        )
    )
    return f"{before}<b>⟦{words}⟧</b>{after}"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


class _Told:
    """The signs that Check has set on the parts of an answer; none before it, none in a pre-test."""

    def __init__(self, result: Result) -> None:
        shown = result.state == CHECKED and not result.exercise.pretest and result.score is not None
        self.feedback = find_feedback(result) if shown else ()
        self.outcomes = result.score.outcomes if shown and result.score is not None else ()

    def sign(self, *items: str) -> str:
        """The sign of an outcome, after a blank: by its item, or by its item and answer."""
        for one in self.outcomes:
            if items in ((one.item,), (one.item, one.answer)):
                return f" {_SIGNS.get(one.verdict, '')}".rstrip()
        return ""


def _marked(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    for case in exercise.cases:
        marks = marks_given(exercise, case, answer)
        signs = [
            (span, _SIGNS[one.verdict])
            for one in told.feedback
            if one.text == case.slug
            for span in one.spans
        ]
        known = {span for span, _ in signs}
        # What has no feedback of its own (before Check, nothing has) is shown without a sign.
        signs += [
            (mark.hull, "")
            for mark in marks or ()
            if not any(span.overlaps(mark.hull) for span in known)
        ]
        title = f"“{escape(case.article.title)}”"
        if marks is None:
            yield f"<p>{title}: no answer</p>"
        else:
            yield f"<p>{title}{'' if marks else ': nothing here'}</p>"
        if signs:
            yield show_signs(case.article, signs)


def _classified(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    lines = []
    for item in exercise.rows:
        cells = []
        for column in exercise.columns:
            chosen = answer["slots"].get(item, {}).get(column.id)
            name = dict(column.options).get(chosen, "left open")
            asked = f"{column.name}: " if len(exercise.columns) > 1 else ""
            cells.append(f"{escape(asked + name)}{told.sign(f'{item}/{column.id}')}")
        lines.append(f"{_words(exercise, item)}: {'; '.join(cells)}")
    yield _list(lines)


def _words(exercise: Exercise, item: str) -> str:
    if item in exercise.sorted_rows:
        return escape(exercise.sorted_rows[item].text)
    case, mark = exercise.shown(item)
    return escape(in_marks(case.key.words(mark)))


def _chosen(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    texts = {option.id: option.text for option in exercise.options}
    [sign] = [_SIGNS.get(one.verdict, "") for one in told.outcomes] or [""]
    yield f"<p>{escape(texts[answer['option']])} {sign}".rstrip() + "</p>"


def _ordered(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    lines = (f"<li>{escape(exercise.name_of(thing))}</li>" for thing in answer["order"])
    yield f"<ol>{''.join(lines)}</ol>"


def _estimated(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    figure = answer["figure"]
    words = "no figure can be read off" if figure is None else f"{figure:g} per cent"
    [sign] = [_SIGNS.get(one.verdict, "") for one in told.outcomes] or [""]
    yield f"<p>{words} {sign}".rstrip() + "</p>"


def _joined(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    between = LINE_WORDS[exercise.spec["link"]]
    lines = [(first, second) for first, second in answer["lines"]]
    left_out = [(str(one.item), str(one.answer)) for one in told.outcomes if one.verdict == MISSED]
    yield _list(
        f"{escape(in_marks(exercise.name_of(first)))} {between} "
        f"{escape(in_marks(exercise.name_of(second)))}{told.sign(first, second)}"
        for first, second in (*lines, *left_out)
    )


def _written(exercise: Exercise, answer: Any, told: _Told) -> Iterator[str]:
    for paragraph in answer["text"].split("\n"):
        if paragraph.strip():
            yield f"<p>{escape(paragraph)}</p>"
    ticked = [exercise.spec["selfcheck"][n] for n in answer["ticked"]]
    if ticked:
        yield _list(f"✓ {escape(line)}" for line in ticked)


_ANSWERS = {
    "mark": _marked, "classify": _classified, "choose": _chosen, "order": _ordered,
    "estimate": _estimated, "connect": _joined, "write": _written,
}  # fmt: skip
