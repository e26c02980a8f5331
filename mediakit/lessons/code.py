"""Answers given by a line of code in a notebook, in the same form as a surface's.

Whatever was typed, what comes back is an answer or a sentence that says what could be meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mediakit.answers import select_words
from mediakit.errors import AnswerError, did_you_mean
from mediakit.lessons.exercise import Exercise
from mediakit.lessons.given import check_answer, short
from mediakit.text import Article, Span, find_all, nearest_words

_STRAIGHT = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')


def answer_from_code(exercise: Exercise, given: Any) -> dict[str, Any]:
    """The answer that a line of code gives; raises AnswerError with what could be meant.

    Marks are given as words, ``["two people"]``, or as words with a longer stretch around them
    where they repeat, ``[("said", "she said on Monday")]``; ``[]`` is *Nothing here*. Several texts
    take ``{story: […]}``, several labels ``{label: […]}`` inside. Classify takes ``{mark: kind}``
    or ``{mark: {column: kind}}``; choose an option's id; order a list; connect a list of pairs;
    estimate a number, or None for "no figure"; write a text.
    """
    here = f"Exercise {exercise.number}"
    try:
        return _from_code(exercise, given, here)
    except (TypeError, ValueError, AttributeError, LookupError):
        raise AnswerError(
            here, f"{short(given)} is no answer to it.", allowed=_FORMS[exercise.kind]
        ) from None


_FORMS = {
    "mark": 'Marks are a list of words: ["two people"]; [] is Nothing here.',
    "classify": "Each mark gets its kind: {mark: kind}.",
    "choose": "It takes the id of an option.",
    "order": "It takes a list of all things, first to last.",
    "estimate": 'It takes a figure from 0 to 100, or None for "no figure".',
    "connect": "It takes pairs: [(from, to), …].",
    "write": "It takes a text in quotation marks.",
}


def _from_code(exercise: Exercise, given: Any, here: str) -> dict[str, Any]:
    match exercise.kind:
        case "mark":
            return {"texts": _texts_from_code(exercise, given, here)}
        case "classify":
            return {"slots": _slots_from_code(exercise, given, here)}
        case "choose":
            answer: dict[str, Any] = {"option": given}
        case "order":
            answer = {"order": list(given) if isinstance(given, list | tuple) else given}
        case "estimate":
            answer = {"figure": given}
        case "connect":
            lines = given if isinstance(given, list | tuple) else [given]
            answer = {"lines": [list(one) if isinstance(one, tuple) else one for one in lines]}
        case _:
            answer = {"text": given, "ticked": []}
    return check_answer(exercise, answer)


def _texts_from_code(exercise: Exercise, given: Any, here: str) -> dict[str, Any]:
    slugs = [case.slug for case in exercise.cases]
    if not isinstance(given, Mapping) or (set(given) and set(given) <= set(exercise.labels)):
        if len(slugs) > 1:
            example = ", ".join(f'"{slug}": […]' for slug in slugs)
            raise AnswerError(
                here,
                f"it has {len(slugs)} texts.",
                next_step=f"Give a list for each: {{{example}}}.",
            )
        given = {slugs[0]: given}
    texts = {}
    for slug, words in given.items():
        if slug not in slugs:
            raise AnswerError(
                here, f'it has no text "{slug}".', next_step=did_you_mean(str(slug), slugs)
            )
        article = exercise.case(slug).article
        by_label = words if isinstance(words, Mapping) else {exercise.labels[0]: words}
        found = []
        for label, several in by_label.items():
            if label not in exercise.labels:
                raise AnswerError(
                    here,
                    f'it has no label "{label}".',
                    next_step=did_you_mean(str(label), exercise.labels),
                )
            if isinstance(several, str):
                several = [several]
            for one in several:
                span = _span_from_code(exercise, article, one, here)
                found.append({**select_words(article, span), "label": label})
        texts[slug] = found
    return texts


def _span_from_code(exercise: Exercise, article: Article, given: Any, here: str) -> Span:
    """Where an answer's words stand; curly and straight quotation marks are the same."""
    words, context = (given, None) if isinstance(given, str) else (*given, None)[:2]
    if not isinstance(words, str) or not words.strip():
        raise AnswerError(
            here, f"{given!r} is no words of the text.", next_step='Write ["some words"].'
        )
    plain = article.text.translate(_STRAIGHT)
    found = find_all(plain, words.strip().translate(_STRAIGHT))
    if context is not None:
        around = find_all(plain, str(context).strip().translate(_STRAIGHT))
        found = [span for span in found if any(wide.contains(span) for wide in around)]
    if exercise.spec["unit"] == "sentences" and found:
        numbers = sorted({article.sentence_of(span.start) for span in found})
        found = [article.sentences[number] for number in numbers]
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerError(
            here,
            f"“{words}” stands {len(found)} times in the text.",
            next_step=f'Write ("{words}", "…") with more of the words around the one you mean.',
        )
    near = nearest_words(article.text, words)
    raise AnswerError(here, f"“{words}” is not in the text.", next_step=f"Did you mean “{near}”?")


def _slots_from_code(exercise: Exercise, given: Any, here: str) -> dict[str, Any]:
    rows = exercise.rows
    if not isinstance(given, Mapping):
        raise AnswerError(
            here, "give each row its kind.", allowed=f"{{row: kind}}; rows: {', '.join(rows)}."
        )
    columns = {column.id: dict(column.options) for column in exercise.columns}
    slots: dict[str, dict[str, str]] = {}
    for item, kinds in given.items():
        if item not in rows:
            raise AnswerError(
                here, f'it has no row "{item}".', next_step=did_you_mean(str(item), rows)
            )
        by_column = kinds if isinstance(kinds, Mapping) else {next(iter(columns)): kinds}
        slots[item] = {}
        for column, kind in by_column.items():
            name = str(column)
            if name not in columns:
                raise AnswerError(
                    here, f'it doesn\'t ask "{name}".', next_step=did_you_mean(name, columns)
                )
            if kind not in columns[name]:
                raise AnswerError(
                    here,
                    f'"{kind}" is not on offer for {item}.',
                    next_step=did_you_mean(str(kind), columns[name]),
                )
            slots[item][name] = kind
    return slots
