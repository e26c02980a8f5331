"""What is said to one outcome of a classify, choose, order, estimate or connect item.

What is said to marks is in ``marked``; which outcomes are told, and in what order, in ``feedback``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from mediakit.compare import (
    ARGUABLE,
    BLANK,
    FALSE_ALARM,
    HALF,
    HIT,
    MISSED,
    RIGHT,
    WRONG,
    Outcome,
)
from mediakit.data import kind_name, load_labels
from mediakit.lessons.asks import meanings
from mediakit.lessons.exercise import LINE_WORDS, Exercise
from mediakit.lessons.naming import named_place
from mediakit.lessons.scales import load_scales
from mediakit.reading import PAPER, Lookalike, Mark
from mediakit.stories.case import Case
from mediakit.text import Span, in_marks

#: How many letters of a thing stand in the feedback on its place in an order.
_LONG = 60

#: The verdict on a false alarm that lies at a target: the right place, and too many words or too few.
PLACE = "place"
#: Each verdict in words; half right isn't wrong.
VERDICT_WORDS = {
    HIT: "Right",
    RIGHT: "Right",
    HALF: "Partly right",
    MISSED: "Missed",
    FALSE_ALARM: "False alarm",
    PLACE: "False alarm",
    WRONG: "Not this",
    BLANK: "Left open",
    ARGUABLE: "Arguable",
}


@dataclass(frozen=True)
class Feedback:
    """What is said to one part of an answer, in four parts; ``verdict`` is one of ``compare``'s.

    Where a named misconception fits, ``say`` holds its sentences and stands for the last three; what
    would have been right, ``right``, stands before them. It also stands where there is no rule.
    ``text`` and ``spans`` tell where it is, for whoever draws it: ``sentence`` is its number as it is
    displayed (0 is the headline), ``words`` a short title for a list, ``item`` and ``column`` the row
    and question of a classify item, ``pair`` the two ends of a line or of a pair in an order,
    ``option`` what was chosen. ``ask`` is the one question or next step to show emphasised.
    """

    verdict: str
    you: str
    shows: str = ""
    rule: str = ""
    try_next: str = ""
    right: str = ""
    say: str = ""
    misconception: str = ""
    text: str | None = None
    spans: tuple[Span, ...] = ()
    sentence: int | None = None
    words: str = ""
    item: str = ""
    column: str = ""
    pair: tuple[str, str] | None = None
    option: str = ""
    ask: str = ""

    @property
    def body(self) -> str:
        """What is said beside ``ask``: why, or a misconception's sentences without their question."""
        answer = f"The answer: {self.right}" if self.right and (self.say or not self.rule) else ""
        said = self.say.removesuffix(self.ask).rstrip() if self.say else self.shows
        parts = (answer, said) if self.say else (said, answer)
        told = " ".join(part for part in parts if part)
        return told[:1].upper() + told[1:]

    @property
    def title(self) -> str:
        """The verdict in words: "Right", "Partly right", "Missed", "False alarm", "Not this", …"""
        return VERDICT_WORDS[self.verdict]

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, part by part, each with its name."""
        if self.say:
            return (("", self.you), ("The answer", self.right), ("", self.say))
        return (
            ("", self.you),
            ("Why", self.shows),
            *((("The answer", self.right),) if not self.rule else ()),
            ("Rule", self.rule),
            ("Next time", self.try_next),
        )


def at_words(case: Case, spans: Sequence[Span]) -> dict[str, Any]:
    """Where a feedback is, for whoever draws it: story, spans, number of the sentence."""
    sentence = case.article.sentence_of(spans[0].start) if spans else None
    return {"text": case.slug, "spans": tuple(spans), "sentence": sentence}


def definition(label: str, kind: str | None) -> str:
    """A label or kind by its name on screen, and what it means."""
    entry = load_labels()[label].kinds[kind] if kind else load_labels()[label]
    return f"{entry.name[0].upper()}{entry.name[1:]}: {entry.definition}"


def why(item: Mark | Lookalike | None) -> str:
    """The key's reason for a mark or lookalike, or that of its kind; nothing for None."""
    if item is None:
        return ""
    if item.why or isinstance(item, Lookalike):
        return item.why
    entry = load_labels()[item.label]
    return entry.kinds[item.kind].why if item.kind else entry.why


def tell_row(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to one line that a classify item sorts."""
    row = exercise.sorted_rows[str(outcome.item).partition("/")[0]]
    options = {option.id: option for option in exercise.question.options}
    right, chosen = options[row.answer], options.get(outcome.answer or "")
    where: dict[str, Any] = {"words": row.text, "item": row.id, "column": "sort"}
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"{row.text}: {right.text}.", row.why, **where)
    if outcome.verdict == ARGUABLE:
        told = f"{row.text}: {chosen.text if chosen else 'left open'}."
        ours = f"Careful readers differ here, so it doesn't count. We would say: {right.text}."
        return Feedback(ARGUABLE, told, f"{ours} {row.why}", **where)
    shows = f"{right.text[0].upper()}{right.text[1:]}. {row.why}"
    if chosen is None:
        return Feedback(BLANK, f"{row.text}: left open.", shows, **where)
    rule = f"“{right.text}”: {right.why} “{chosen.text}”: {chosen.why}"
    next_step = exercise.hints[-1] if exercise.hints else "Read each choice to its end."
    you = f"{row.text}: you chose “{chosen.text}”."
    answer = f"{right.text}. {row.why}"
    return Feedback(WRONG, you, shows, rule, next_step, right=answer, **where)


def tell_slot(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to one cell of a classify item."""
    if exercise.sorted_rows:
        return tell_row(exercise, outcome)
    item, _, ask = str(outcome.item).partition("/")
    case, mark = exercise.shown(item)
    where = at_words(case, mark.spans)
    place = named_place(exercise.cases, case, where["sentence"])
    where |= {"words": case.key.words(mark), "item": item, "column": ask}
    words = f"{in_marks(case.key.words(mark))} ({place})"
    column = next(one for one in exercise.columns if one.id == ask)
    names = dict(column.options)
    right = " or ".join(names.get(one, one) for one in sorted(exercise.right_for(item, ask)[0]))
    asked = (
        "" if ask == "kind" else f"{column.name} " if column.name[-1] == "?" else f"{column.name}: "
    )
    chosen = names.get(outcome.answer or "", "nothing")
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"{words}: {asked}{chosen}.", mark.why, **where)
    if outcome.verdict == ARGUABLE:
        return Feedback(
            ARGUABLE,
            f"{words}: {asked}{chosen}.",
            f"Careful readers differ here. {mark.why}",
            **where,
        )
    shows = f"{asked}{right}. {why(mark)}"
    if outcome.verdict == BLANK:
        return Feedback(BLANK, f"{words}: {asked}left open.", shows, **where)
    if ask == "kind":
        kinds = load_labels()[mark.label].kinds
        rule = definition(mark.label, mark.kind)
        meant = kinds.get(outcome.answer or "")
        rule += f" “{meant.name}” would be: {meant.definition}" if meant else ""
        next_step = exercise.hints[0] if exercise.hints else "Look for a name in the whole story."
    else:
        means = {name.lower(): meant for name, meant in meanings(ask)}
        guess = "Go by what stands on the page, not by what you can guess."
        rule = means.get(column.name.lower()) or means.get(right.lower()) or guess
        name = column.name.rstrip("?")
        shows = f"{name}: {right}."
        shows += f" {mark.why}"
        where_to = "the highlighted words" if ask.startswith("told.") else "the story"
        next_step = f"Read {where_to} again, for this alone: {name.lower()}."
    you = f"{words}: {asked}you chose “{chosen}”."
    return Feedback(
        outcome.verdict,
        you,
        shows,
        rule,
        next_step,
        right=f"{asked}{right}. {mark.why}".rstrip(),
        **where,
    )


def tell_choice(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to a choice: the reason of the option, and the better one."""
    options = {option.id: option for option in exercise.options}
    chosen = options[str(outcome.answer)]
    where: dict[str, Any] = {"words": chosen.text, "option": chosen.id}
    if len(exercise.cases) == 1:
        where["text"] = exercise.cases[0].slug
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You chose “{chosen.text}”.", chosen.why, **where)
    right = next(option for option in exercise.options if option.right)
    return Feedback(
        WRONG,
        f"You chose “{chosen.text}”.",
        chosen.why,
        try_next=exercise.hints[-1] if exercise.hints else "Go back to the words of the question.",
        right=f"“{right.text}”. {right.why}",
        **where,
    )


def _in_words(when: str) -> str:
    """A date of the key as a page would print it: a day, a month, or what is left of it."""
    try:
        day = date.fromisoformat(f"{when}-01" if len(when) == len("2024-01") else when)
    except ValueError:
        return when
    return f"{day:%B %Y}" if when != day.isoformat() else f"{day:%A}, {day.day} {day:%B %Y}"


def tell_order(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to a pair that stands the wrong way round."""
    pair = str(outcome.item), str(outcome.answer)
    first, second = (shorten(exercise.name_of(one), _LONG, placeholder=" …") for one in pair)
    where = _at_pair(exercise, pair)
    places = [_place_of(exercise, one) for one in pair]
    shows = "In the key it is the other way round."
    if exercise.spec["by"] == "when":
        _, earlier = exercise.find(str(outcome.answer))
        _, later = exercise.find(str(outcome.item))
        dates = (_in_words(getattr(one, "when", "")) for one in (later, earlier))
        shows = "The first is of {}, the second of {}.".format(*dates)
    elif exercise.spec["by"] == "kind":
        cues = [exercise.cue(str(one)) for one in (outcome.item, outcome.answer)]
        told = [
            f"{in_marks(case.key.words(cue))} ({kind_name('cue', cue.kind)})" for case, cue in cues
        ]
        shows = f"The first was passed on with {told[0]}, the second with {told[1]}."
    return Feedback(
        WRONG,
        f"You put “{first}”{places[0]} before “{second}”{places[1]}.",
        shows,
        "Each pair that stands the right way round counts for you, each other pair against you.",
        exercise.hints[-1] if exercise.hints else "Look for a date, a month or a weekday.",
        words=f"{first} → {second}",
        **where,
    )


def _at_pair(exercise: Exercise, pair: tuple[str, str]) -> dict[str, Any]:
    """Where the two ends of a line or pair are: the first that stands in a sentence tells."""
    found = [exercise.shown(one) for one in pair if one != PAPER]
    case, mark = found[0]
    return {"pair": pair, "text": case.slug, "sentence": case.article.sentence_of(mark.start)}


def _place_of(exercise: Exercise, item: str) -> str:
    """Where a thing or node stands, in brackets after its name; nothing for the paper itself."""
    if item == PAPER:
        return ""
    case, mark = exercise.shown(item)
    return f" ({named_place(exercise.cases, case, case.article.sentence_of(mark.start))})"


def tell_estimate(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to a figure, or to the answer that none can be read off."""
    case, mark = exercise.mark(exercise.spec["mark"])
    where = at_words(case, mark.spans)
    words = (
        f"{in_marks(case.key.words(mark))} ({named_place(exercise.cases, case, where['sentence'])})"
    )
    scale = load_scales()[exercise.spec["scale"]]
    given = "no figure" if outcome.answer == "none" else f"{outcome.answer} per cent"
    if exercise.band is None:
        shows = f"{words} says that it is possible, and gives no figure."
        rule = "May, might and could stand on no scale: no figure can be read off."
    else:
        low, high = exercise.band
        shows = f"On {scale.name}, {words} is {low:g} to {high:g} per cent."
        rule = f"A scale is an agreement among people: this one is {scale.source}."
    where["words"] = f"{case.key.words(mark)}: {given}"
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You said {given}.", shows, **where)
    return Feedback(
        outcome.verdict,
        f"You said {given}.",
        shows,
        rule,
        "Ask first: more than even odds, or less? Then: by how much?",
        right=shows,
        **where,
    )


def tell_line(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to a line that was drawn, or left out."""
    between = LINE_WORDS[exercise.spec["link"]]

    def says(first: object, second: object) -> str:
        ends = (str(end) for end in (first, second))
        named = (f"{in_marks(exercise.name_of(end))}{_place_of(exercise, end)}" for end in ends)
        return f" {between} ".join(named)

    pair = str(outcome.item), str(outcome.answer)
    names = [shorten(exercise.name_of(one), _LONG, placeholder=" …") for one in pair]
    where = {**_at_pair(exercise, pair), "words": " → ".join(names)}
    step = says(*pair)
    reason = exercise.why_line(str(outcome.item), str(outcome.answer))
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You said: {step}.", reason, **where)
    hops = exercise.spec["link"] == "hop"
    rule = "A line stands for one thing that the text says, in one direction."
    if hops:
        rule = "Each step is a line of its own, also where one passes on what another passed on."
    next_step = exercise.hints[-1] if exercise.hints else "Read each line aloud as a sentence."
    if outcome.verdict == MISSED:
        shows = "The text makes this step." if hops else reason or "So the text has it."
        return Feedback(MISSED, f"You left out: {step}.", shows, rule, next_step, **where)
    if (outcome.answer, outcome.item) in exercise.lines:
        shows = f"It is the other way round: {says(outcome.answer, outcome.item)}."
    else:
        right = [line for line in exercise.lines if line[0] == outcome.item]
        shows = "The text doesn't have this."
        shows += f" There, {' and '.join(says(*line) for line in right)}." if right else ""
    return Feedback(WRONG, f"You said: {step}.", shows, rule, next_step, **where)
