"""Answers: the one form they have, however they were given.

An answer comes from a surface, from code in a notebook, from a sheet that somebody may have edited,
or from the key; it is plain JSON by kind of exercise:

    mark      {"texts": {slug: [{"exact", "prefix", "suffix", "label"}, …]}}   [] is Nothing here
    classify  {"slots": {row: {column: kind}}}
    choose    {"option": id}
    order     {"order": [thing, …]}
    estimate  {"figure": per cent, or null for "no figure can be read off"}
    connect   {"lines": [[from, to], …]}
    write     {"text": "…", "ticked": [0, 2]}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mediakit.answers import find_selected, select_words
from mediakit.errors import AnswerError, did_you_mean
from mediakit.lessons.exercise import Exercise
from mediakit.lessons.naming import named_place
from mediakit.reading import Mark
from mediakit.stories.case import Case
from mediakit.text import Span

_MAX_LETTERS = 100_000
_MAX_MARKS = 3_000
_ROWS = 3  # open rows that are named


def short(value: Any) -> str:
    """A value as it was written, cut to what fits a sentence."""
    told = value if isinstance(value, str) else repr(value)
    return f"{told[:40]}…" if len(told) > 40 else told


def check_answer(exercise: Exercise, answer: Any) -> dict[str, Any]:
    """An answer in its one form, out of data that anybody may have written; raises AnswerError."""
    here = f"Exercise {exercise.number}"
    wrong = AnswerError(here, "the answer doesn't have the form of this exercise.")
    if not isinstance(answer, Mapping):
        raise wrong
    match exercise.kind:
        case "mark":
            texts = answer.get("texts")
            if not isinstance(texts, Mapping):
                raise wrong
            if sum(len(_list(one, wrong)) for one in texts.values()) > _MAX_MARKS:
                raise AnswerError(here, f"there are more than {_MAX_MARKS:,} marks.")
            known = {case.slug for case in exercise.cases}
            return {
                "texts": {
                    slug: [_selector(exercise, one, wrong) for one in _list(selectors, wrong)]
                    for slug, selectors in texts.items()
                    if slug in known
                }
            }
        case "classify":
            slots = answer.get("slots")
            if not isinstance(slots, Mapping) or not all(
                isinstance(v, Mapping) for v in slots.values()
            ):
                raise wrong
            offered = {column.id: dict(column.options) for column in exercise.columns}
            return {
                "slots": {
                    item: {
                        c: k
                        for c, k in cells.items()
                        if c in offered and isinstance(k, str) and k in offered[c]
                    }
                    for item, cells in slots.items()
                    if item in exercise.rows
                }
            }
        case "choose":
            known_options = [option.id for option in exercise.options]
            option = answer.get("option")
            if option not in known_options:
                raise AnswerError(
                    here,
                    f'there is no option "{short(option)}".',
                    next_step=did_you_mean(short(option), known_options),
                )
            return {"option": option}
        case "order":
            things = list(exercise.spec["things"])
            order = _list(answer.get("order"), wrong)
            if sorted(map(str, order)) != sorted(things):
                raise AnswerError(
                    here,
                    "an order names each thing once.",
                    allowed=f"They are: {', '.join(things)}.",
                )
            return {"order": order}
        case "estimate":
            figure = answer.get("figure", "")
            if figure is not None and (
                isinstance(figure, bool)
                or not isinstance(figure, int | float)
                or not 0 <= figure <= 100
            ):
                raise AnswerError(
                    here,
                    f"{short(figure)} is no figure from 0 to 100.",
                    next_step='Or None: "no figure".',
                )
            return {"figure": figure}
        case "connect":
            nodes = list(exercise.spec["nodes"])
            lines = _list(answer.get("lines"), wrong)
            for line in lines:
                if not isinstance(line, list) or len(line) != 2 or line[0] == line[1]:
                    raise AnswerError(here, f"{short(line)} is no line from one to another.")
                for one in line:
                    if one not in nodes:
                        raise AnswerError(
                            here,
                            f'there is no "{short(one)}".',
                            next_step=did_you_mean(short(one), nodes),
                        )
            return {"lines": [list(pair) for pair in dict.fromkeys((a, b) for a, b in lines)]}
        case _:
            text, ticked = answer.get("text"), answer.get("ticked", [])
            if not isinstance(text, str):
                raise wrong
            if len(text) > _MAX_LETTERS:
                raise AnswerError(here, f"the text is longer than {_MAX_LETTERS:,} letters.")
            count = len(exercise.spec.get("selfcheck", ()))
            text = text.encode("utf-8", "replace").decode()  # half a character can't be saved
            return {"text": text, "ticked": [n for n in range(count) if n in _list(ticked, wrong)]}


def _list(value: Any, wrong: AnswerError) -> list[Any]:
    if not isinstance(value, list):
        raise wrong
    return value


def _selector(exercise: Exercise, one: Any, wrong: AnswerError) -> dict[str, str]:
    if not isinstance(one, Mapping) or not isinstance(one.get("exact"), str):
        raise wrong
    label = one.get("label", exercise.labels[0])
    if label not in exercise.labels:
        raise wrong
    return {
        "exact": one["exact"],
        "prefix": str(one.get("prefix", "")),
        "suffix": str(one.get("suffix", "")),
        "label": str(label),
    }


def is_blank(exercise: Exercise, answer: Any) -> bool:
    """Whether an answer in its one form answers nothing at all."""
    if answer is None:
        return True
    match exercise.kind:
        case "mark":
            return not answer["texts"]
        case "classify":
            return not any(answer["slots"].values())
        case "connect":
            return not answer["lines"]
        case "write":
            return not answer["text"].strip()
        case _:
            return False


def find_missing(exercise: Exercise, answer: Any) -> str:
    """What an answer still lacks before it can be checked, as a sentence; empty where nothing is."""
    if is_blank(exercise, answer):
        return "Nothing is answered yet."
    if exercise.kind == "mark":
        left = [
            f"text {number}, “{case.article.title}”,"
            for number, case in enumerate(exercise.cases, 1)
            if case.slug not in answer["texts"]
        ]
        if left:
            named = " and ".join(left)
            has = "has" if len(left) == 1 else "have"
            told = f"{named[0].upper()}{named[1:]} {has} no answer yet"
            return f"{told}: mark something in it, or press Nothing here."
    if exercise.kind == "classify":
        cells = sum(len(kinds) for kinds in answer["slots"].values())
        wanted = len(exercise.rows) * len(exercise.columns)
        if cells < wanted:
            left = [
                _name_row(exercise, number, item)
                for number, item in enumerate(exercise.rows)
                if len(answer["slots"].get(item, {})) < len(exercise.columns)
            ]
            rows = ", ".join(left[:_ROWS]) + (" and more" if len(left) > _ROWS else "")
            return f"{wanted - cells} of {wanted} choices are still open: {rows}."
    return ""


def _name_row(exercise: Exercise, number: int, item: str) -> str:
    """A row of a classify item by its letter, and its place in the story where it is one's words."""
    letter = chr(ord("a") + number)
    if item in exercise.sorted_rows:
        return f"row {letter}"
    case, mark = exercise.shown(item)
    place = named_place(exercise.cases, case, case.article.sentence_of(mark.start))
    return f"row {letter} ({place})"


def marks_given(exercise: Exercise, case: Case, answer: Any) -> tuple[Mark, ...] | None:
    """The marks an answer makes in one story; None where that story has no answer.

    A mark whose words no longer stand in the story is left out.
    """
    if answer is None or case.slug not in answer["texts"]:
        return None
    marks = []
    for number, selector in enumerate(answer["texts"][case.slug]):
        span = find_selected(case.article, selector)
        if span is not None:
            marks.append(Mark(f"m{number}", selector["label"], None, (span,)))
    return tuple(marks)


def runs_given(exercise: Exercise, answer: Any) -> dict[str, list[list[Any]]]:
    """The marks of an answer as a surface draws them: first token, last token, label, by story."""
    runs: dict[str, list[list[Any]]] = {}
    for case in exercise.cases:
        marks = marks_given(exercise, case, answer)
        if marks is not None:
            tokens = case.article.tokens
            sentences = exercise.spec["unit"] == "sentences"
            tokens_of = tokens.within if sentences else tokens.words_within
            runs[case.slug] = [
                [within[0], within[-1], mark.label]
                for mark in marks
                if (within := tokens_of(mark.hull))
            ]
    return runs


def answer_from_runs(exercise: Exercise, runs: Mapping[str, Any]) -> dict[str, Any]:
    """The answer that a surface's runs of tokens make; raises AnswerError for runs that are none."""
    wrong = AnswerError(f"Exercise {exercise.number}", "these marks don't fit the text.")
    texts = {}
    for case in exercise.cases:
        if case.slug not in runs:
            continue
        tokens = case.article.tokens
        found = []
        for run in _list(runs[case.slug], wrong):
            if not isinstance(run, Sequence) or len(run) != 3:
                raise wrong
            first, last, label = run
            if not (
                isinstance(first, int)
                and isinstance(last, int)
                and 0 <= first <= last < len(tokens)
            ):
                raise wrong
            span = Span(tokens.starts[first], tokens.ends[last])
            if exercise.spec["unit"] == "sentences":
                span = case.article.sentences[case.article.sentence_of(span.start)]
            found.append({**select_words(case.article, span), "label": label})
        texts[case.slug] = found
    return check_answer(exercise, {"texts": texts})


def key_answer(exercise: Exercise) -> dict[str, Any]:
    """The key's own answer to an exercise, in the form of a learner's."""
    match exercise.kind:
        case "mark":
            return {"texts": {case.slug: _marks_of_key(exercise, case) for case in exercise.cases}}
        case "classify":
            return {
                "slots": {
                    item: {c.id: min(exercise.right_for(item, c.id)[0]) for c in exercise.columns}
                    for item in exercise.rows
                }
            }
        case "choose":
            return {"option": next(option.id for option in exercise.options if option.right)}
        case "order":
            return {
                "order": sorted(exercise.spec["things"], key=lambda thing: exercise.rank[thing])
            }
        case "estimate":
            band = exercise.band
            return {"figure": None if band is None else (band[0] + band[1]) / 2}
        case "connect":
            return {"lines": [list(pair) for pair in sorted(exercise.lines)]}
        case _:
            return {
                "text": exercise.spec["model"],
                "ticked": list(range(len(exercise.spec["selfcheck"]))),
            }


def _marks_of_key(exercise: Exercise, case: Case) -> list[dict[str, str]]:
    targets, _, _ = exercise.asked(case)
    if exercise.spec["unit"] == "sentences":
        numbers = {case.article.sentence_of((t.core or t.spans)[0].start): t.label for t in targets}
        return [
            {**select_words(case.article, case.article.sentences[n]), "label": label}
            for n, label in sorted(numbers.items())
        ]
    return [
        {**select_words(case.article, span), "label": target.label}
        for target in targets
        for span in target.spans
    ]
