"""Lessons out of their exercise files: each field known, each id in its keys, each condition possible.

An author's mistake is told with its place and the nearest thing that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mediakit.data import check_label, expecting, load_labels, load_toml, place_of
from mediakit.errors import DataError, UnknownName, did_you_mean
from mediakit.lessons.exercise import Exercise, Lesson, Misconception
from mediakit.lessons.scales import load_scales
from mediakit.reading import PAPER
from mediakit.stories.case import load_case
from mediakit.stories.shelf import SHIPPED, Shelf

KINDS = ("mark", "classify", "choose", "order", "estimate", "connect", "write")
CONDITIONS = ("marked", "missed", "confused", "chose", "before", "linked", "estimated")

_FIELDS = {
    "mark": (("unit", "targets", "cases"), ("except_flags", "given", "general_reasons")),
    "classify": (("cases",), ("marks", "ask", "question")),
    "choose": ((), ("options", "question", "cases")),
    "order": (("by", "things", "cases"), ("kinds",)),
    "estimate": (("mark", "scale", "cases"), ()),
    "connect": (("link", "nodes", "cases"), ()),
    "write": (("model", "selfcheck", "rubric", "cases"), ()),
}
_COMMON = (
    "id", "kind", "points", "prompt", "hints", "misconception", "pretest", "practice", "parallel"
)  # fmt: skip
#: What the second attempt's id ends in.
AGAIN = "-again"


def lesson_names(shelf: Shelf = SHIPPED) -> list[str]:
    """The names of every lesson on a shelf, in order."""
    return list(shelf.lessons)


def load_lesson(lesson: str, shelf: Shelf = SHIPPED) -> Lesson:
    """A lesson of a shelf by its number or name, read once; raises UnknownName, or DataError.

    >>> load_lesson("04").title
    'No name given'
    """
    for name in shelf.lessons:
        if lesson in (name, name[:2], str(int(name[:2]))):
            return _load_once(name, shelf)
    raise UnknownName(
        "Lessons",
        f'there is no lesson "{lesson}".',
        next_step=did_you_mean(str(lesson), shelf.lessons),
    )


@lru_cache(maxsize=256)
def _load_once(name: str, shelf: Shelf) -> Lesson:
    return load_lesson_from(shelf.lessons[name], shelf)


def load_lesson_from(path: Path, shelf: Shelf = SHIPPED) -> Lesson:
    """A lesson from any exercise file, on the stories of a shelf; every part is checked against its keys."""
    data, place = load_toml(path), place_of(path)
    head = data.get("lesson", {})
    unknown = set(data) - {"lesson", "exercise"}
    if unknown:
        raise DataError(
            place,
            f'there is no table "{min(unknown)}".',
            allowed="There are [lesson] and [[exercise]].",
        )
    if not isinstance(data.get("exercise", []), list):
        raise DataError(
            place, "an exercise starts with [exercise].", next_step="Write [[exercise]]."
        )
    unknown = set(head) - {"title", "level", "minutes", "worked"}
    if unknown:
        raise DataError(f"{place}, [lesson]", f'"{min(unknown)}" means nothing here.')
    for name in ("title", "level", "minutes"):
        if name not in head:
            raise DataError(f"{place}, [lesson]", f"{name} is missing.", next_step="Write it.")
    number = path.stem[:2]
    with expecting(place):
        exercises = _exercises(data, number, place, shelf)
        worked = tuple((str(story), int(n)) for story, n in head.get("worked", ()))
    return Lesson(
        path.stem, number, head["title"], head["level"], head["minutes"], exercises, worked
    )


def _exercises(
    data: Mapping[str, Any], number: str, place: str, shelf: Shelf
) -> tuple[Exercise, ...]:
    exercises = []
    for count, table in enumerate(data.get("exercise", ()), start=1):
        label = f"{int(number)}.{count}" if number.isdigit() else f"{number}.{count}"
        exercises.append(_exercise(table, label, place, shelf))
    ids = [one.id for one in exercises]
    ids += [one.again.id for one in exercises if one.again is not None]
    for one in ids:
        if ids.count(one) > 1:
            raise DataError(place, f'two exercises have the id "{one}".')
    return tuple(exercises)


def _exercise(table: Mapping[str, Any], number: str, place: str, shelf: Shelf) -> Exercise:
    here = f'{place}, exercise "{table.get("id", "?")}"'
    kind = table.get("kind")
    if kind not in KINDS:
        raise DataError(
            here, f'there is no kind "{kind}".', allowed=f"There are: {', '.join(KINDS)}."
        )
    required, optional = _FIELDS[kind]
    for name in (*required, "id", "points", "prompt", "hints"):
        if name not in table:
            raise DataError(here, f"{name} is missing.", next_step="Write it.")
    allowed = {*required, *optional, *_COMMON, "title"}
    for name in table:
        if name not in allowed:
            raise DataError(
                here, f'"{name}" means nothing here.', next_step=did_you_mean(name, allowed)
            )
    if not isinstance(table["points"], int) or table["points"] < 1:
        raise DataError(
            here, f"points is {table['points']!r}.", allowed="A whole number from 1 up."
        )
    for name in ("id", "prompt"):
        if not isinstance(table[name], str) or not table[name]:
            raise DataError(here, f"{name} is {table[name]!r}.", allowed="It is words in quotes.")
    for name in ("hints", "cases", "targets", "marks", "things", "nodes", "selfcheck", "given"):
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise DataError(here, f"{name} is {value!r}.", allowed='It is a list: ["…", "…"].')
    table, second = _attempts(table, shelf, here)
    again = None if second is None else _exercise(second, f"{number}b", place, shelf)
    exercise = Exercise(
        id=table["id"],
        number=number,
        kind=kind,
        points=table["points"],
        prompt=table["prompt"],
        hints=tuple(table["hints"]),
        cases=tuple(load_case(slug, shelf) for slug in table.get("cases", ())),
        spec={name: table[name] for name in table if name not in _COMMON and name != "cases"},
        misconceptions=tuple(_misconception(one, here) for one in table.get("misconception", ())),
        pretest=bool(table.get("pretest", False)),
        practice=bool(table.get("practice", False)),
        place=here,
        again=again,
    )
    _check_exercise(exercise)
    return exercise


def _attempts(
    table: Mapping[str, Any], shelf: Shelf, here: str
) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """An exercise's table for its first attempt, and for the second where ``parallel`` gives one.

    What ``parallel`` holds replaces what stands. A misconception goes to the attempts whose keys or
    options have the ids it speaks of.
    """
    if "parallel" not in table:
        return table, None
    changed = table["parallel"]
    if not isinstance(changed, dict) or "cases" not in changed:
        raise DataError(f"{here}, parallel", f"it is {changed!r}.", allowed='{ cases = ["…"], … }.')
    fixed = {"id", "kind", "points", "pretest", "practice", "parallel"} & set(changed)
    if fixed:
        raise DataError(f"{here}, parallel", f"{min(fixed)} is the same in both attempts.")
    first = {name: value for name, value in table.items() if name != "parallel"}
    second = first | changed | {"id": f"{table.get('id')}{AGAIN}"}
    ids, other_ids = (_ids_in(one, shelf) for one in (first, second))
    known = table.get("misconception", ())
    first["misconception"] = list(filter(None, (_fitting(m, ids, other_ids) for m in known)))
    second["misconception"] = list(filter(None, (_fitting(m, other_ids, ids) for m in known)))
    return first, second


def _ids_in(table: Mapping[str, Any], shelf: Shelf) -> set[str]:
    """The ids of everything in the keys of a table's stories, and of its options."""
    found = {str(option.get("id")) for option in table.get("options", ())}
    for case in (load_case(slug, shelf) for slug in table.get("cases", ())):
        found |= {one.id for one in case.key.marks} | {one.id for one in case.key.links}
        found |= {one.id for one in case.key.lookalikes}
        question = case.questions.get(table.get("question", ""))
        found |= {option.id for option in question.options} if question else set()
    return found


def _fitting(one: Mapping[str, Any], there: set[str], elsewhere: set[str]) -> dict[str, Any] | None:
    """A misconception with the ids of one attempt alone; None where all are the other one's."""
    condition = next((name for name in ("marked", "missed", "chose") if name in one), None)
    if condition is None:
        pair = {*one.get("linked", ()), *one.get("before", ())}
        return None if pair and not pair <= there and pair <= elsewhere else dict(one)
    value = one[condition]
    ids = [value] if isinstance(value, str) else list(value)
    kept = [each for each in ids if each in there or each not in elsewhere]
    return {**one, condition: kept} if kept else None


def _misconception(table: Mapping[str, Any], here: str) -> Misconception:
    found = [name for name in table if name in CONDITIONS]
    if len(found) != 1 or not table.get("name") or not table.get("say"):
        raise DataError(
            f'{here}, misconception "{table.get("name", "?")}"',
            f"it has {len(found)} conditions.",
            allowed=f"It has a name, a sentence to say, and one of {', '.join(CONDITIONS)}.",
        )
    unknown = set(table) - {*CONDITIONS, "name", "say", "ask"}
    if unknown:
        raise DataError(
            f'{here}, misconception "{table["name"]}"', f'"{min(unknown)}" means nothing here.'
        )
    value = table[found[0]]
    parts = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    return Misconception(table["name"], found[0], parts, table["say"], table.get("ask"))


def _check_exercise(exercise: Exercise) -> None:
    """Ask the exercise everything once, so that what doesn't fit its keys is told now."""
    here = exercise.place
    spec = exercise.spec
    known = {one.id for case in exercise.cases for one in case.key.marks}
    known |= {one.id for case in exercise.cases for one in case.key.links}
    match exercise.kind:
        case "mark":
            for target in exercise.targets:
                label, _, kind = target.partition(".")
                _known(here, "label", [label], load_labels())
                if kind:
                    check_label(label, kind, here)
            flags = {flag for label in exercise.labels for flag in load_labels()[label].flags}
            _known(here, "flag", spec.get("except_flags", ()), flags)
            _known(here, "unit", [spec["unit"]], ("words", "sentences"))
            _known(here, "mark", spec.get("given", ()), known)
        case "classify":
            if ("marks" in spec, "ask" in spec) != ("question" not in spec,) * 2:
                raise DataError(
                    here, "it has marks and ask, or a question whose rows are sorted.",
                    next_step="Write the one or the other.",
                )  # fmt: skip
            _known(here, "mark", spec.get("marks", ()), known)
            for item in exercise.rows:
                for column in exercise.columns:
                    exercise.right_for(item, column.id)
        case "choose":
            _ = exercise.options
        case "order":
            _known(here, "thing", spec["things"], known)
            _known(here, "by", [spec["by"]], ("when", "kind"))
            if spec["by"] == "kind":
                there = [exercise.cue_kind(thing) for thing in spec["things"]]
                _known(here, "kind", there, spec.get("kinds", ()))
            if len(spec["things"]) < 5:
                raise DataError(here, "an order item has five things or more.")
            _ = exercise.rank
        case "estimate":
            _known(here, "mark", [spec["mark"]], known)
            _known(here, "scale", [spec["scale"]], load_scales())
            _ = exercise.band
        case "connect":
            _known(here, "node", spec["nodes"], {*known, PAPER})
            if not exercise.lines:
                raise DataError(here, "its nodes have no line between them in the key.")
    for one in exercise.misconceptions:
        _check_misconception(exercise, one, known)


def _check_misconception(exercise: Exercise, one: Misconception, known: set[str]) -> None:
    """Raise DataError for a condition that could never come true."""
    here = f'{exercise.place}, misconception "{one.name}"'
    spec = exercise.spec
    marked = {o.id for case in exercise.cases for o in case.key.lookalikes}
    suits: dict[str, tuple[str, Iterable[Any]]] = {
        "marked": ("mark", marked | known),
        "missed": ("mark", known),
        "confused": ("classify", ()),
        "chose": ("choose", ()),
        "before": ("order", spec.get("things", ())),
        "linked": ("connect", spec.get("nodes", ())),
        "estimated": ("estimate", ()),
    }
    kind, allowed = suits[one.condition]
    if one.ask is not None:
        columns = [c.id for c in exercise.columns] if one.condition == "confused" else ()
        _known(here, "question to confuse answers of,", [one.ask], columns)
    if exercise.kind != kind:
        raise DataError(
            here,
            f"{one.condition} never comes true in an exercise of the kind {exercise.kind}.",
            next_step=f"It belongs to the kind {kind}.",
        )
    if kind == "classify":
        allowed = [option for column in exercise.columns for option, _ in column.options]
    elif kind == "choose":
        allowed = {option.id for option in exercise.options}
    if kind != "estimate":
        _known(here, one.condition, one.value, allowed)
    if one.condition == "marked":
        near = {o.id for case in exercise.cases for o in exercise.asked(case)[1]}
        if not near & set(one.value):
            raise DataError(
                here, f"{', '.join(map(str, one.value))}: none is a near-miss of this exercise."
            )
    pair = one.condition in ("confused", "before", "linked", "estimated")
    if pair and len(one.value) != 2:
        raise DataError(
            here, f"{one.condition} has {len(one.value)} values.", allowed="It has two."
        )
    if kind == "estimate" and not all(isinstance(value, int | float) for value in one.value):
        raise DataError(here, f"estimated is {list(one.value)}.", allowed="Two figures: from, to.")


def _known(here: str, what: str, names: Iterable[Any], allowed: Iterable[str]) -> None:
    """Raise DataError for the first name that doesn't exist, with the nearest that does."""
    there = list(allowed)
    for name in names:
        if name not in there:
            raise DataError(
                here, f'there is no {what} "{name}".', next_step=did_you_mean(str(name), there)
            )
