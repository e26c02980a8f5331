"""What a surface is told: the exercise before Check, the state after each change.

Python computes, the JavaScript only draws. No key and no feedback is among these data before Check.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from mediakit.answers import Entry
from mediakit.data import load_labels
from mediakit.lessons import (
    AGAIN,
    Exercise,
    Feedback,
    Result,
    explain_points,
    find_feedback,
    scoring_rule,
)
from mediakit.lessons.asks import meanings
from mediakit.lessons.exercise import LINE_WORDS, Column
from mediakit.lessons.scales import load_scales
from mediakit.reading import Mark
from mediakit.stories.case import Case
from mediakit.text import Article, Span, in_marks, split_paragraphs

_HERE = Path(__file__).parent
_PARTS = ("parts.js", "frame.js", "story.js", "marking.js", "form.js")


class Surface(anywidget.AnyWidget):  # type: ignore[misc]
    """One exercise on screen.

    ``exercise`` is what it asks and never changes; ``given`` is the learner's answer as the surface
    draws it; ``state`` is what to show beside it; ``lesson`` is how far the lesson has come;
    ``record`` is the entry as a sheet, so that a notebook saved with its widgets carries it too.
    """

    exercise = traitlets.Dict().tag(sync=True)
    given = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    lesson = traitlets.Dict().tag(sync=True)
    record = traitlets.Dict().tag(sync=True)
    _esm = "\n".join((_HERE / part).read_text(encoding="utf-8") for part in _PARTS)
    _css = _HERE / "surface.css"
    #: What it asks, as plain HTML, for where no widget can be drawn.
    document = ""

    def __repr__(self) -> str:
        return self.fallback

    @property
    def fallback(self) -> str:
        """What stands where no widget can be drawn; the same whatever was answered."""
        return f"Exercise {self.exercise['number']}: run this cell to answer it."

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = self.fallback
        data["text/html"] = self.document or f"<p>{self.fallback}</p>"
        return bundle


class ScoreCard(anywidget.AnyWidget):  # type: ignore[misc]
    """The score card of notebooks made with 0.1.0, with a button that writes the file to hand in."""

    rows = traitlets.List().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    _esm = "\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("parts.js", "card.js"))
    _css = _HERE / "surface.css"

    def __repr__(self) -> str:
        return "Score card: run this cell to see it."

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = repr(self)
        return bundle


def describe_exercise(
    exercise: Exercise, originals: Mapping[str, str], *, number: str = "", then: str = ""
) -> dict[str, Any]:
    """What a surface must know of an exercise to draw it.

    ``originals`` are the reader's own copies; ``number`` is the one to show, if it is another than the
    exercise's own, and ``then`` that of the exercise that follows.
    """
    told: dict[str, Any] = {
        "id": exercise.id,
        "number": number or exercise.number,
        "then": then,
        "second": exercise.id.endswith(AGAIN) and not number,
        "kind": exercise.kind,
        "prompt": exercise.prompt,
        "points": exercise.points if exercise.automatic else 0,
        "rule": scoring_rule(exercise),
        "practice": exercise.practice,
        "pretest": exercise.pretest,
        "hints": len(exercise.hints),
        "glossary": _glossary(exercise),
        "texts": [_describe_text(case) for case in exercise.cases],
        "originals": [
            {
                "title": case.article.title,
                "outlet": str(case.article.meta["outlet"]),
                "paragraphs": [text[span.start : span.end] for span in split_paragraphs(text)],
            }
            for case in exercise.cases
            if (text := originals.get(case.slug))
        ],
    }
    return told | _describe_kind(exercise)


def _describe_kind(exercise: Exercise) -> dict[str, Any]:
    match exercise.kind:
        case "mark":
            labels = load_labels()
            return {
                "unit": exercise.spec["unit"],
                "labels": [{"id": one, "name": labels[one].name} for one in exercise.labels],
            }
        case "classify":
            return {
                "rows": [_describe_row(exercise, item) for item in exercise.rows],
                "columns": [
                    {"id": c.id, "name": c.name, "options": _options(exercise, c)}
                    for c in exercise.columns
                ],
            }
        case "choose":
            options = [[option.id, option.text] for option in exercise.options]
            random.Random(exercise.id).shuffle(options)
            return {"options": options}
        case "order":
            things = sorted(exercise.spec["things"])
            random.Random(exercise.id).shuffle(things)
            return {"things": [[thing, exercise.name_of(thing)] for thing in things]}
        case "estimate":
            scale = load_scales()[exercise.spec["scale"]]
            row = _describe_row(exercise, exercise.spec["mark"])
            return {"rows": [row], "scale": f"{scale.name}: {scale.source}"}
        case "connect":
            shuffled = random.Random(exercise.id)
            ends = [sorted(nodes) for nodes in exercise.line_ends]
            for nodes in ends:
                shuffled.shuffle(nodes)
            named = [[[node, in_marks(exercise.name_of(node))] for node in nodes] for nodes in ends]
            return {"from": named[0], "to": named[1], "between": LINE_WORDS[exercise.spec["link"]]}
        case _:
            return {"selfcheck": list(exercise.spec["selfcheck"])}


def _options(exercise: Exercise, column: Column) -> list[list[str]]:
    """The answers on offer in a column; kinds of sources with their icon before the words."""
    icons = {}
    if column.id == "kind":
        label = load_labels()[exercise.mark(exercise.rows[0])[1].label]
        icons = {kind.kind: kind.icon for kind in label.kinds.values()}
    return [[one, f"{icons.get(one) or ''} {name}".strip()] for one, name in column.options]


def _describe_text(case: Case) -> dict[str, Any]:
    article, tokens = case.article, case.article.tokens
    ends = [0, *tokens.ends]
    day = date.fromisoformat(str(article.meta["date"]))
    return {
        "slug": case.slug,
        "title": article.title,
        "outlet": str(article.meta["outlet"]),
        "date": f"{day.day} {day:%B %Y}",
        "invented": case.invented,
        "headline": article.text.startswith(article.title),
        "tokens": [tokens[n] for n in range(len(tokens))],
        "gaps": [article.text[ends[n] : tokens.starts[n]] for n in range(len(tokens))],
        "words": "".join("1" if is_word else "0" for is_word in tokens.is_word),
        "sentences": [[w[0], w[-1]] for s in article.sentences if (w := tokens.within(s))],
        "links": [n for span in article.links for n in tokens.words_within(span)],
    }


def _kept_words(case: Case) -> list[int]:
    """The tokens of a retelling that are the original's own words without quotation marks."""
    tokens = case.article.tokens
    return [n for one in case.retold for span in one.kept for n in tokens.words_within(span)]


def _describe_row(exercise: Exercise, item: str) -> dict[str, Any]:
    """What a row asks about: words in a story with the tokens they are, or a line to sort."""
    if item in exercise.sorted_rows:
        told = exercise.sorted_rows[item].text
        return {"id": item, "words": told, "sentence": "", "text": None, "runs": []}
    case, mark = exercise.shown(item)
    article = case.article
    at = article.sentence_of(mark.start)
    return {
        "id": item,
        "words": case.key.words(mark),
        "sentence": sentence_name(at),
        "text": case.slug,
        "runs": _runs(article, _shown_spans(article, mark), whole=True),
    }


def _shown_spans(article: Article, mark: Mark) -> tuple[Span, ...]:
    """A mark's words as far as they are asked about: its hull, cut where its first sentence ends."""
    sentence = article.sentences[article.sentence_of(mark.start)]
    return (Span(mark.start, min(mark.hull.end, max(sentence.end, mark.spans[0].end))),)


def _runs(article: Article, spans: tuple[Span, ...], *, whole: bool) -> list[list[int]]:
    """First and last token of each span; only its words, or with ``whole`` all tokens in it."""
    within = article.tokens.within if whole else article.tokens.words_within
    return [[run[0], run[-1]] for span in spans if (run := within(span))]


def sentence_name(number: int | None) -> str:
    """A sentence as it is spoken of: "sentence 6"; the headline has no number.

    >>> sentence_name(6), sentence_name(0), sentence_name(None)
    ('sentence 6', 'headline', '')
    """
    return "" if number is None else f"sentence {number}" if number else "headline"


def _glossary(exercise: Exercise) -> list[list[str]]:
    """The words on screen that an exercise needs, each with its definition; none in a pre-test."""
    labels = load_labels()
    if exercise.pretest:
        return []
    if exercise.sorted_rows:
        return [[option.text, option.why] for option in exercise.question.options]
    if exercise.kind == "classify" and exercise.columns[0].id != "kind":
        asked_for = (pair for column in exercise.columns for pair in meanings(column.id))
        return [list(pair) for pair in dict.fromkeys(asked_for)]
    if exercise.kind == "mark":
        asked = exercise.labels
    elif exercise.kind == "classify":
        asked = tuple(dict.fromkeys(exercise.shown(item)[1].label for item in exercise.rows))
    else:
        asked = ()
    entries = []
    for label in asked:
        entries.append([labels[label].name, labels[label].definition])
        entries += [
            [f"{kind.icon} {kind.name}".strip(), kind.definition]
            for kind in labels[label].kinds.values()
        ]
    return entries


def describe_state(
    exercise: Exercise, entry: Entry, shown: Result | None, *, line: str, trouble: str, message: str
) -> dict[str, Any]:
    """What to show beside an answer; ``shown`` is the checked result that feedback is given for."""
    state: dict[str, Any] = {
        "line": line,
        "locked": entry.checked is not None,
        "tries": entry.tries,
        "hints": list(exercise.hints[: entry.hints]),
        "trouble": trouble,
        "message": message,
        "note": entry.note,
        "points": "",
        "how": "",
        "feedback": [],
        "changed": shown is not None and shown.answer != entry.answer,
    }
    if shown is None:
        return state
    if shown.score is not None and not exercise.pretest:
        if shown.points is None:
            state["points"] = f"{round(float(shown.score.credit) * 100)} per cent, practice"
        else:
            state["points"] = f"{shown.points:g} of {shown.possible} points"
        state["how"] = explain_points(shown)
    state["feedback"] = [_describe_feedback(exercise, told) for told in find_feedback(shown)]
    if exercise.kind == "mark":
        state["kept"] = {case.slug: kept for case in exercise.cases if (kept := _kept_words(case))}
    if exercise.kind == "write":
        state["model"] = exercise.spec["model"]
    return state


def _describe_feedback(exercise: Exercise, told: Feedback) -> dict[str, Any]:
    """One verdict with its place: in the story, in a row, at an option or a line."""
    runs: list[list[int]] = []
    if told.text is not None and told.spans:
        whole = exercise.kind != "mark" or exercise.spec["unit"] == "sentences"
        runs = _runs(exercise.case(told.text).article, told.spans, whole=whole)
    return {
        "verdict": told.verdict,
        "title": told.title,
        "words": told.words,
        "sentence": sentence_name(told.sentence),
        "text": told.text,
        "runs": runs,
        "item": told.item,
        "column": told.column,
        "pair": list(told.pair or ()),
        "option": told.option,
        "you": told.you,
        "body": told.body,
        "rule": "" if told.say else told.rule,
        "ask": told.ask,
    }
