"""What is said to a mark: the right place, too much, too little, a lookalike, or nothing there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mediakit.compare import ARGUABLE, FALSE_ALARM, HALF, HIT, MISSED, Outcome
from mediakit.data import kind_name
from mediakit.lessons.exercise import Exercise
from mediakit.lessons.naming import named_place
from mediakit.lessons.telling import PLACE, Feedback, at_words, definition, why
from mediakit.reading import Lookalike, Mark
from mediakit.stories.case import Case
from mediakit.text import Span, in_marks, join_words


def _quoted(case: Case, spans: Iterable[Span]) -> str:
    return in_marks(join_words(case.article.cut(span) for span in spans))


def _definitions(exercise: Exercise) -> str:
    """The definitions of what a mark item asks for."""
    asked = (target.partition(".") for target in exercise.targets)
    return " ".join(definition(label, kind or None) for label, _, kind in asked)


def _general(exercise: Exercise, mark: Mark) -> Mark:
    """A target as far as the item asks for it: its label, or its kind too, without its own reason."""
    by_kind = f"{mark.label}.{mark.kind}" in exercise.targets
    return replace(mark, why="", kind=mark.kind if by_kind else None)


def tell_mark(exercise: Exercise, outcome: Outcome) -> Feedback:
    """What is said to a mark, to a target without one, or to “nothing here”."""
    case = exercise.case(outcome.text or "")
    item = _item(case, outcome.item)
    marked = _quoted(case, outcome.spans) if outcome.spans else ""
    sentences = exercise.spec["unit"] == "sentences"
    meant = in_marks(case.key.words(item)) if item else ""
    where = at_words(case, outcome.spans or (item.spans if item else ()))
    place = (
        "" if where["sentence"] is None else named_place(exercise.cases, case, where["sentence"])
    )
    if outcome.spans:
        marked += f" ({place})"
        where["words"] = join_words(case.article.cut(span) for span in outcome.spans)
    else:
        where["words"] = case.key.words(item) if item else "Nothing here"
    reason = why(item)
    general = exercise.spec.get("general_reasons") and outcome.verdict != "arguable"
    if general and isinstance(item, Mark) and _asked(exercise, item):
        reason = why(_general(exercise, item))  # a later item asks for what its own reason tells
    match outcome.verdict:
        case "hit" if item is None:
            return Feedback(
                HIT,
                f"You said: nothing here, in “{case.article.title}”.",
                "Nothing that this exercise asks for stands in it.",
                **where,
            )
        case "hit":
            return Feedback(HIT, f"You marked {marked}.", reason, **where)
        case "half":
            assert item is not None
            longer = _letters(outcome.spans) > _letters(item.spans)
            return Feedback(
                HALF,
                f"You marked {marked}: {'more than' if longer else 'part of'} it.",
                f"The text has {meant}. {reason}",
                "A mark holds all the words that matter, and at most one word more.",
                "Start at the first word that belongs to it and stop at the last.",
                **where,
            )
        case "missed":
            shows = (
                f"{place[0].upper()}{place[1:]} holds {meant}. {reason}" if sentences else reason
            )
            return Feedback(
                MISSED,
                f"You left {meant} ({place}) unmarked.",
                shows,
                definition(item.label, _general(exercise, item).kind)
                if isinstance(item, Mark)
                else "",
                exercise.hints[0] if exercise.hints else "Read that sentence once more.",
                **where,
            )
        case "arguable":
            shown = outcome.item in exercise.spec.get("given", ())
            if shown:
                told = f"The lesson had shown you this one, so it doesn't count. {reason}"
                return Feedback(HIT, f"You marked {marked}.", told, **where)
            differ = (
                "Careful readers differ here"
                if isinstance(item, Mark) and item.contested
                else "It can be read in two ways"
            )
            told = f"{differ}: it counts neither way. {reason}"
            return Feedback(ARGUABLE, f"You marked {marked}.", told, **where)
    if len(outcome.held) > 1:
        first, second, *more = (in_marks(case.key.words(case.key.mark(o))) for o in outcome.held)
        rest = f", {second} and {len(more)} more" if more else f" and {second}"
        return Feedback(
            PLACE,
            f"You marked {marked}.",
            f"These words take in {len(outcome.held)} at once: {first}{rest}.",
            "Each has a mark of its own, so that it is clear what was meant.",
            f"Mark {first} alone, then the next.",
            **where,
        )
    if (
        item is not None
        and item.id in {target.id for target in case.key.marks}
        and _asked(exercise, item)
    ):
        return Feedback(
            PLACE,
            f"You marked {marked}.",
            f"This is the right place: {meant} stands here. {reason}",
            "Too many words, or too few, and it isn't clear what was meant: a mark holds the words "
            "that name it, and at most one more.",
            f"Mark {meant}, or its main words.",
            **where,
        )
    shows = reason or _own_voice(case, outcome) or "Nothing of the kind stands in these words."
    if isinstance(item, Mark):
        shows = f"{meant} is something else: {kind_name(item.label, item.kind)}. {reason}"
    return Feedback(
        FALSE_ALARM,
        f"You marked {marked}.",
        shows,
        _definitions(exercise),
        exercise.hints[0] if exercise.hints else "Put your question to these words once more.",
        **where,
    )


def _letters(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _own_voice(case: Case, outcome: Outcome) -> str:
    """Why, where a false alarm lies in a sentence that the paper says itself."""
    for own in case.key.labelled("own"):
        if any(own.hull.overlaps(span) for span in outcome.spans):
            return f"Here the paper speaks for itself. {why(own)}"
    return ""


def _asked(exercise: Exercise, item: Mark | Lookalike) -> bool:
    if not isinstance(item, Mark) or set(item.flags) & set(exercise.spec.get("except_flags", ())):
        return False
    return item.label in exercise.targets or f"{item.label}.{item.kind}" in exercise.targets


def _item(case: Case, item: str | None) -> Mark | Lookalike | None:
    known: tuple[Mark | Lookalike, ...] = (*case.key.marks, *case.key.lookalikes)
    return next((one for one in known if one.id == item), None)
