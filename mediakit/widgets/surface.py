"""What a surface is told: the exercise before Check, the state after each change.

Python computes, the JavaScript only draws. No key and no feedback is among these data before Check.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from mediakit.answers import Entry
from mediakit.data import load_labels
from mediakit.lessons import Exercise, Result, find_feedback
from mediakit.lessons.asks import meanings
from mediakit.lessons.exercise import LINE_WORDS
from mediakit.lessons.scales import load_scales
from mediakit.stories.case import Case
from mediakit.text import Span, in_marks, split_paragraphs

_HERE = Path(__file__).parent
_ONCE = ("", "Why", "Rule", "Next time")


class Surface(anywidget.AnyWidget):  # type: ignore[misc]
    """One exercise on screen.

    ``exercise`` is what it asks and never changes; ``given`` is the learner's answer as the surface
    draws it; ``state`` is what to show beside it; ``record`` is the entry as a sheet, so that a
    notebook saved with its widgets carries it too.
    """

    exercise = traitlets.Dict().tag(sync=True)
    given = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    record = traitlets.Dict().tag(sync=True)
    _css = _HERE / "surface.css"
    #: What it asks, as plain HTML, for where no widget can be drawn.
    document = ""

    def __repr__(self) -> str:
        return self.fallback

    @property
    def fallback(self) -> str:
        """What stands where no widget can be drawn; the same whatever was answered."""
        return (
            f"Exercise {self.exercise['number']}: run this cell to answer, or to see your answer."
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = self.fallback
        data["text/html"] = self.document or f"<p>{self.fallback}</p>"
        return bundle


def _script(name: str) -> str:
    """One JavaScript module out of the part all surfaces share and their own."""
    return "\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("surface.js", name))


class MarkingSurface(Surface):
    """A text in which a person marks sentences or runs of words."""

    _esm = _script("marking.js")


class FormSurface(Surface):
    """All other kinds, in the browser's own controls."""

    _esm = _script("form.js")


class ScoreCard(anywidget.AnyWidget):  # type: ignore[misc]
    """The score card at a lesson's end, with a button that writes the file to hand in."""

    rows = traitlets.List().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    _esm = _script("card.js")
    _css = _HERE / "surface.css"

    def __repr__(self) -> str:
        return "Score card: run this cell to see it."

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = repr(self)
        return bundle


def describe_exercise(exercise: Exercise, originals: dict[str, str]) -> dict[str, Any]:
    """What a surface must know of an exercise to draw it; ``originals`` are the reader's own copies."""
    told: dict[str, Any] = {
        "id": exercise.id,
        "number": exercise.number,
        "kind": exercise.kind,
        "prompt": exercise.prompt,
        "points": exercise.points if exercise.automatic else 0,
        "hints": len(exercise.hints),
        "pretest": exercise.pretest,
        "glossary": _glossary(exercise),
        "originals": [
            {
                "title": case.article.title,
                "outlet": str(case.article.meta["outlet"]),
                "paragraphs": [
                    [["", text[span.start : span.end]]] for span in split_paragraphs(text)
                ],
            }
            for case in exercise.cases
            if (text := originals.get(case.slug))
        ],
    }
    if exercise.kind != "mark":
        told["stories"] = [
            {
                "title": case.article.title,
                "outlet": str(case.article.meta["outlet"]),
                "invented": case.invented,
                "paragraphs": _numbered(case),
            }
            for case in exercise.cases
        ]
    return told | _describe_kind(exercise)


def _describe_kind(exercise: Exercise) -> dict[str, Any]:
    match exercise.kind:
        case "mark":
            labels = load_labels()
            return {
                "unit": exercise.spec["unit"],
                "labels": [{"id": one, "name": labels[one].name} for one in exercise.labels],
                "texts": [_describe_text(case) for case in exercise.cases],
            }
        case "classify":
            return {
                "rows": [_in_context(exercise, item) for item in exercise.rows],
                "columns": [
                    {"id": c.id, "name": c.name, "options": [list(pair) for pair in c.options]}
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
            row = _in_context(exercise, exercise.spec["mark"])
            return {"row": row, "scale": f"{scale.name}: {scale.source}"}
        case "connect":
            shuffled = random.Random(exercise.id)
            ends = [sorted(nodes) for nodes in exercise.line_ends]
            for nodes in ends:
                shuffled.shuffle(nodes)
            named = [[[node, in_marks(exercise.name_of(node))] for node in nodes] for nodes in ends]
            return {"from": named[0], "to": named[1], "between": LINE_WORDS[exercise.spec["link"]]}
        case _:
            return {"selfcheck": list(exercise.spec["selfcheck"])}


def _describe_text(case: Case) -> dict[str, Any]:
    article, tokens = case.article, case.article.tokens
    ends = [0, *tokens.ends]
    return {
        "slug": case.slug,
        "title": article.title,
        "outlet": str(article.meta["outlet"]),
        "date": str(article.meta["date"]),
        "invented": case.invented,
        "headline": article.text.startswith(article.title),
        "tokens": [tokens[n] for n in range(len(tokens))],
        "gaps": [article.text[ends[n] : tokens.starts[n]] for n in range(len(tokens))],
        "words": "".join("1" if is_word else "0" for is_word in tokens.is_word),
        "sentences": [[w[0], w[-1]] for s in article.sentences if (w := tokens.within(s))],
        "links": [n for span in article.links for n in tokens.words_within(span)],
    }


def _numbered(case: Case) -> list[list[list[str]]]:
    """The paragraphs of a story, each a list of its sentences with their numbers; the headline has none."""
    article = case.article
    told: list[list[list[str]]] = []
    end = 0
    for number, sentence in enumerate(article.sentences):
        if number == 0 or "\n" in article.text[end : sentence.start]:
            told.append([])
        told[-1].append([str(number) if number else "", article.cut(sentence)])
        end = sentence.end
    return told


def _kept_words(case: Case) -> list[int]:
    """The tokens of a retelling that are the original's own words without quotation marks."""
    tokens = case.article.tokens
    return [n for one in case.retold for span in one.kept for n in tokens.words_within(span)]


def _in_context(exercise: Exercise, item: str) -> dict[str, str]:
    """The words of a mark with what stands before and after them in their sentence."""
    if item in exercise.sorted_rows:
        told = exercise.sorted_rows[item].text
        return {"id": item, "before": told, "words": "", "after": "", "title": ""}
    case, mark = exercise.shown(item)
    article = case.article
    sentence = article.sentences[article.sentence_of(mark.start)]
    hull = Span(mark.hull.start, min(mark.hull.end, max(sentence.end, mark.spans[0].end)))
    return {
        "id": item,
        "before": article.text[sentence.start : hull.start],
        "words": article.cut(hull),
        "after": article.text[hull.end : sentence.end],
        "title": article.title if len(exercise.cases) > 1 else "",
    }


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
        entries += [[kind.name, kind.definition] for kind in labels[label].kinds.values()]
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
        "feedback": [],
        "verdicts": {},
        "changed": shown is not None and shown.answer != entry.answer,
    }
    if shown is None:
        return state
    seen: set[str] = set()
    for told in find_feedback(shown):
        parts = [[name, part] for name, part in told.parts if part]
        # What stands above already isn't said again.
        fresh = [one for one in parts if one[0] not in _ONCE or one[1] not in seen]
        seen |= {part for _, part in parts}
        state["feedback"].append({"verdict": told.verdict, "parts": fresh})
        if told.text is not None and exercise.kind == "mark" and told.spans:
            tokens = exercise.case(told.text).article.tokens
            sentences = exercise.spec["unit"] == "sentences"
            tokens_of = tokens.within if sentences else tokens.words_within
            runs = [tokens_of(span) for span in told.spans]
            state["verdicts"].setdefault(told.text, []).extend(
                [run[0], run[-1], told.verdict] for run in runs if run
            )
    if exercise.kind == "mark":
        state["kept"] = {case.slug: kept for case in exercise.cases if (kept := _kept_words(case))}
    if exercise.kind == "write":
        state["model"] = exercise.spec["model"]
    return state
