"""What is said to an answer: what you marked, what the text shows, the rule, what to try.

The words come from the key, from ``data/kinds.toml`` and from the exercise's misconceptions; this
module only chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mediakit.cases import Case
from mediakit.compare import ARGUABLE, BLANK, FALSE_ALARM, HALF, HIT, MISSED, RIGHT, Outcome
from mediakit.data import kind_name, load_labels
from mediakit.lessons.asks import meanings
from mediakit.lessons.exercise import LINE_WORDS, Exercise, Misconception
from mediakit.lessons.grade import Result
from mediakit.lessons.scales import load_scales
from mediakit.reading import Lookalike, Mark
from mediakit.text import Span, in_marks, join_words

#: The verdict on a false alarm that lies at a target: the right place, and too many words or too few.
PLACE = "place"


@dataclass(frozen=True)
class Feedback:
    """What is said to one part of an answer, in four parts; ``verdict`` is one of ``compare``'s.

    Where a named misconception fits, ``say`` holds its sentences and stands for all four. ``text``
    and ``spans`` tell where it is, for whoever draws it.
    """

    verdict: str
    you: str
    shows: str = ""
    rule: str = ""
    try_next: str = ""
    say: str = ""
    misconception: str = ""
    text: str | None = None
    spans: tuple[Span, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, part by part, each with its name."""
        if self.say:
            return (("", self.you), ("", self.say))
        return (
            ("", self.you),
            ("Why", self.shows),
            ("Rule", self.rule),
            ("Next time", self.try_next),
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
        "mark": _tell_mark,
        "classify": _tell_slot,
        "choose": _tell_choice,
        "order": _tell_order,
        "estimate": _tell_estimate,
        "connect": _tell_line,
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
            return Feedback(
                told.verdict,
                told.you,
                say=one.say,
                misconception=one.name,
                text=told.text,
                spans=told.spans,
            )
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


def _quoted(case: Case, spans: Iterable[Span]) -> str:
    return in_marks(join_words(case.article.cut(span) for span in spans))


def _definition(label: str, kind: str | None) -> str:
    """A label or kind by its name on screen, and what it means."""
    entry = load_labels()[label].kinds[kind] if kind else load_labels()[label]
    return f"{entry.name[0].upper()}{entry.name[1:]}: {entry.definition}"


def _definitions(exercise: Exercise) -> str:
    """The definitions of what a mark item asks for."""
    asked = (target.partition(".") for target in exercise.targets)
    return " ".join(_definition(label, kind or None) for label, _, kind in asked)


def _general(exercise: Exercise, mark: Mark) -> Mark:
    """A target as far as the item asks for it: its label, or its kind too, without its own reason."""
    by_kind = f"{mark.label}.{mark.kind}" in exercise.targets
    return replace(mark, why="", kind=mark.kind if by_kind else None)


def _tell_mark(exercise: Exercise, outcome: Outcome) -> Feedback:
    case = exercise.case(outcome.text or "")
    item = _item(case, outcome.item)
    marked = _quoted(case, outcome.spans) if outcome.spans else ""
    sentences = exercise.spec["unit"] == "sentences"
    meant = in_marks(case.key.words(item)) if item else ""
    where: dict[str, Any] = {
        "text": outcome.text,
        "spans": outcome.spans or (item.spans if item else ()),
    }
    why = _why(item)
    if exercise.spec.get("general_reasons") and isinstance(item, Mark) and _asked(exercise, item):
        why = _why(_general(exercise, item))  # a later item asks for what its own reason tells
    match outcome.verdict:
        case "hit" if item is None:
            return Feedback(HIT, f"You said: nothing here, in “{case.article.title}”.", "So it is.")
        case "hit":
            return Feedback(HIT, f"You marked {marked}.", why, **where)
        case "half":
            assert item is not None
            longer = sum(map(len, outcome.spans)) > sum(map(len, item.spans))
            return Feedback(
                HALF,
                f"You marked {marked}: {'more than' if longer else 'part of'} it.",
                f"The text has {meant}. {why}",
                "A mark holds all the words that matter, and at most one word more.",
                "Start at the first word that belongs to it and stop at the last.",
                **where,
            )
        case "missed":
            shows = f"It holds {meant}. {why}" if sentences else why
            return Feedback(
                MISSED,
                f"You left {meant} unmarked.",
                shows,
                _definition(item.label, _general(exercise, item).kind)
                if isinstance(item, Mark)
                else "",
                exercise.hints[0] if exercise.hints else "Read that sentence once more.",
                **where,
            )
        case "arguable":
            shown = outcome.item in exercise.spec.get("given", ())
            if shown:
                told = f"The lesson had shown you this one, so it doesn't count. {why}"
                return Feedback(HIT, f"You marked {marked}.", told, **where)
            told = f"Careful readers differ here: it counts neither way. {why}"
            return Feedback(ARGUABLE, f"You marked {marked}.", told, **where)
    if (
        item is not None
        and item.id in {target.id for target in case.key.marks}
        and _asked(exercise, item)
    ):
        return Feedback(
            PLACE,
            f"You marked {marked}.",
            f"This is the right place: {meant} stands here. {why}",
            "Too many words, or too few, and it isn't clear what was meant: a mark holds the words "
            "that name it, and at most one more.",
            f"Mark {meant}, or its main words.",
            **where,
        )
    shows = why or _own_voice(case, outcome) or "Nothing of the kind stands in these words."
    if isinstance(item, Mark):
        shows = f"{meant} is something else: {kind_name(item.label, item.kind)}. {why}"
    return Feedback(
        FALSE_ALARM,
        f"You marked {marked}.",
        shows,
        _definitions(exercise),
        exercise.hints[0] if exercise.hints else "Put your question to these words once more.",
        **where,
    )


def _own_voice(case: Case, outcome: Outcome) -> str:
    """Why, where a false alarm lies in a sentence that the paper says itself."""
    for own in case.key.labelled("own"):
        if any(own.hull.overlaps(span) for span in outcome.spans):
            return f"Here the paper speaks for itself. {_why(own)}"
    return ""


def _asked(exercise: Exercise, item: Mark | Lookalike) -> bool:
    if not isinstance(item, Mark) or set(item.flags) & set(exercise.spec.get("except_flags", ())):
        return False
    return item.label in exercise.targets or f"{item.label}.{item.kind}" in exercise.targets


def _item(case: Case, item: str | None) -> Mark | Lookalike | None:
    known: tuple[Mark | Lookalike, ...] = (*case.key.marks, *case.key.lookalikes)
    return next((one for one in known if one.id == item), None)


def _why(item: Mark | Lookalike | None) -> str:
    if item is None:
        return ""
    if item.why or isinstance(item, Lookalike):
        return item.why
    entry = load_labels()[item.label]
    return entry.kinds[item.kind].why if item.kind else entry.why


def _tell_slot(exercise: Exercise, outcome: Outcome) -> Feedback:
    item, _, ask = str(outcome.item).partition("/")
    case, mark = exercise.shown(item)
    words = in_marks(case.key.words(mark))
    column = next(one for one in exercise.columns if one.id == ask)
    names = dict(column.options)
    right = " or ".join(names.get(one, one) for one in sorted(exercise.right_for(item, ask)[0]))
    asked = "" if ask == "kind" else f"{column.name}: "
    chosen = names.get(outcome.answer or "", "nothing")
    where: dict[str, Any] = {"text": case.slug, "spans": mark.spans}
    if outcome.verdict == RIGHT:
        return Feedback(
            RIGHT, f"{words}: {asked}{chosen}.", mark.why if ask == "kind" else "", **where
        )
    if outcome.verdict == ARGUABLE:
        return Feedback(
            ARGUABLE,
            f"{words}: {asked}{chosen}.",
            f"Careful readers differ here. {mark.why}",
            **where,
        )
    shows = f"{asked}{right}. {_why(mark)}"
    if outcome.verdict == BLANK:
        return Feedback(BLANK, f"{words}: {asked}left open.", shows, **where)
    if ask == "kind":
        kinds = load_labels()[mark.label].kinds
        rule = _definition(mark.label, mark.kind)
        meant = kinds.get(outcome.answer or "")
        rule += f" “{meant.name}” would be: {meant.definition}" if meant else ""
        next_step = exercise.hints[0] if exercise.hints else "Look for a name in the whole story."
    else:
        means = {name.lower(): meant for name, meant in meanings(ask)}
        guess = "Go by what stands on the page, not by what you can guess."
        rule = means.get(column.name.lower()) or means.get(right.lower()) or guess
        name = column.name.rstrip("?")
        shows = f"{name}: {right}."
        if not ask.startswith("told."):
            shows += f" {mark.why}"
        where_to = "the words in brackets" if ask.startswith("told.") else "the story"
        next_step = f"Read {where_to} again, for this alone: {name.lower()}."
    return Feedback(
        outcome.verdict, f"{words}: you chose “{chosen}”.", shows, rule, next_step, **where
    )


def _tell_choice(exercise: Exercise, outcome: Outcome) -> Feedback:
    options = {option.id: option for option in exercise.options}
    chosen = options[str(outcome.answer)]
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You chose “{chosen.text}”.", chosen.why)
    right = next(option for option in exercise.options if option.right)
    return Feedback(
        "wrong",
        f"You chose “{chosen.text}”.",
        chosen.why,
        f"Better: “{right.text}”. {right.why}",
        exercise.hints[-1] if exercise.hints else "Go back to the words of the question.",
    )


def _in_words(when: str) -> str:
    """A date of the key as a page would print it; what isn't a day stays as it is."""
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return when
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _tell_order(exercise: Exercise, outcome: Outcome) -> Feedback:
    first, second = exercise.name_of(str(outcome.item)), exercise.name_of(str(outcome.answer))
    shows = "In the key it is the other way round."
    if exercise.spec["by"] == "when":
        _, earlier = exercise.find(str(outcome.answer))
        _, later = exercise.find(str(outcome.item))
        dates = (_in_words(getattr(one, "when", "")) for one in (later, earlier))
        shows = "The first is of {}, the second of {}.".format(*dates)
    elif exercise.spec["by"] == "kind":
        kinds = [
            kind_name("cue", exercise.cue_kind(str(one))) for one in (outcome.item, outcome.answer)
        ]
        shows = f"The first is of the kind “{kinds[0]}”, the second “{kinds[1]}”."
    return Feedback(
        "wrong",
        f"You put “{first}” before “{second}”.",
        shows,
        "Each pair that stands the right way round counts for you, each other pair against you.",
        exercise.hints[-1] if exercise.hints else "Look for a date, a month or a weekday.",
    )


def _tell_estimate(exercise: Exercise, outcome: Outcome) -> Feedback:
    case, mark = exercise.mark(exercise.spec["mark"])
    words = in_marks(case.key.words(mark))
    scale = load_scales()[exercise.spec["scale"]]
    given = "no figure" if outcome.answer == "none" else f"{outcome.answer} per cent"
    if exercise.band is None:
        shows = f"{words} says that it is possible, and gives no figure."
        rule = "May, might and could stand on no scale: no figure can be read off."
    else:
        low, high = exercise.band
        shows = f"On {scale.name}, {words} is {low:g} to {high:g} per cent."
        rule = f"A scale is an agreement among people: this one is {scale.source}."
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You said {given}.", shows)
    return Feedback(
        outcome.verdict,
        f"You said {given}.",
        shows,
        rule,
        "Ask first: more than even odds, or less? Then: by how much?",
    )


def _tell_line(exercise: Exercise, outcome: Outcome) -> Feedback:
    between = LINE_WORDS[exercise.spec["link"]]

    def says(first: object, second: object) -> str:
        ends = (in_marks(exercise.name_of(str(end))) for end in (first, second))
        return f" {between} ".join(ends)

    step = says(outcome.item, outcome.answer)
    if outcome.verdict == RIGHT:
        return Feedback(RIGHT, f"You said: {step}.")
    hops = exercise.spec["link"] == "hop"
    rule = "A line stands for one thing that the text says, in one direction."
    if hops:
        rule = "Each step is a line of its own, also where one passes on what another passed on."
    next_step = exercise.hints[-1] if exercise.hints else "Read each line aloud as a sentence."
    if outcome.verdict == MISSED:
        shows = "The text makes this step." if hops else "So the text has it."
        return Feedback(MISSED, f"You left out: {step}.", shows, rule, next_step)
    if (outcome.answer, outcome.item) in exercise.lines:
        shows = f"It is the other way round: {says(outcome.answer, outcome.item)}."
    else:
        right = [line for line in exercise.lines if line[0] == outcome.item]
        shows = "The text doesn't have this."
        shows += f" There, {' and '.join(says(*line) for line in right)}." if right else ""
    return Feedback("wrong", f"You said: {step}.", shows, rule, next_step)
