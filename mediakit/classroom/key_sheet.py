"""The key of a lesson on paper: every exercise with its right answer and the reason, as Markdown.

Words and reasons are the keys' and the exercises', as feedback gives them; this module sets them
out, first attempts and second ones. What is right is known by ``lessons``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mediakit.compare import Outcome
from mediakit.data import kind_name, load_labels
from mediakit.lessons import Exercise, Lesson
from mediakit.lessons.exercise import LINE_WORDS
from mediakit.lessons.telling import tell_estimate, why
from mediakit.reading import Lookalike, Mark
from mediakit.stories.case import Case
from mediakit.text import in_marks

_HEAD = (
    "For the teacher. The number of a sentence is the one in the story; the headline has none. "
    "What is arguable counts neither way, and neither does what the lesson itself has shown."
)


def show_key_sheet(lesson: Lesson, *, twin: bool = False) -> str:
    """A lesson's exercises in order, each with its right answer, as Markdown.

    ``twin`` asks about the worked example's twin in the place of the real article, as the twin
    edition of a lesson does; there such an exercise has no second attempt.

    >>> from mediakit.lessons import load_lesson
    >>> print(show_key_sheet(load_lesson("04")).split("\\n")[0])
    # Answers to lesson 04: No name given
    """
    blocks = [f"# Answers to lesson {lesson.number}: {lesson.title}", _HEAD]
    for exercise in lesson.exercises:
        asked = exercise.in_edition(twin=twin)
        again = None if asked is exercise.again else exercise.again
        blocks.append(f"## {exercise.number} {exercise.title} ({_worth(exercise)})")
        blocks += _answered(asked)
        if again is not None:
            blocks += [f"### {exercise.number} Once more", *_answered(again)]
    return "\n\n".join(blocks)


def _worth(exercise: Exercise) -> str:
    """What an exercise is worth, in words."""
    points = f"{exercise.points} point{'s' if exercise.points > 1 else ''}"
    if exercise.pretest:
        return "pre-test"
    if exercise.practice:
        return "practice"
    return f"written, {points} by the rubric" if exercise.kind == "write" else points


def _answered(exercise: Exercise) -> Iterator[str]:
    """One attempt in blocks: what is asked, of which stories, and the right answer."""
    yield exercise.prompt
    if len(exercise.cases) == 1 or exercise.kind != "mark":
        yield from _stories(exercise.cases)
    match exercise.kind:
        case "mark":
            for case in exercise.cases:
                yield from _marks(exercise, case)
        case "classify":
            yield _items(_rows(exercise))
        case "choose":
            yield _items(_options(exercise))
        case "order":
            yield _order(exercise)
        case "estimate":
            told = tell_estimate(exercise, Outcome("wrong"))
            yield _items([f"{told.shows} {told.rule}"])
        case "connect":
            yield from _lines(exercise)
        case _:
            yield from _writing(exercise)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line.rstrip()}" for line in lines)


def _group(name: str, lines: Iterable[str]) -> Iterator[str]:
    """A list with its name above; nothing for an empty one."""
    items = _items(lines)
    if items:
        yield f"{name}:"
        yield items


def _title(case: Case) -> str:
    return f"{in_marks(case.article.title)} ({case.article.meta['outlet']})"


def _stories(cases: Sequence[Case]) -> Iterator[str]:
    if cases:
        titles = " and ".join(_title(case) for case in cases)
        yield f"{'Story' if len(cases) == 1 else 'Stories'}: {titles}"


def _ended(sentence: str) -> str:
    """Words with a full stop, where nothing ends them yet."""
    return sentence if sentence.rstrip("”’)")[-1:] in (".", "?", "!", "…") else f"{sentence}."


def _where(exercise: Exercise, case: Case, item: Mark | Lookalike) -> str:
    """A mark's words, with the sentence it is in, and the story too where a form asks of several."""
    number = _sentence(case, item)
    place = f"sentence {number}" if number else "headline"
    if exercise.kind != "mark" and len(exercise.cases) > 1:
        place += f", “{case.article.title}”"
    return f"{in_marks(case.key.words(item))} ({place})"


def _sentence(case: Case, item: Mark | Lookalike) -> int:
    """The number of the sentence that an item begins in; 0 is the headline."""
    return case.article.sentence_of(item.spans[0].start)


def _marks(exercise: Exercise, case: Case) -> Iterator[str]:
    """What is to be marked in one story, what counts neither way, and what tempts."""
    targets, near, uncounted = exercise.asked(case)
    if len(exercise.cases) > 1:
        yield f"**{_title(case)}**"
    shown = [mark for mark in uncounted if mark.id in exercise.spec.get("given", ())]
    arguable = [mark for mark in uncounted if mark not in shown]
    if exercise.spec["unit"] == "sentences" and targets:
        numbers = sorted({_sentence(case, one) for one in targets})
        yield f"Sentences to choose: {', '.join(str(n) if n else 'headline' for n in numbers)}."
    if exercise.spec["unit"] == "sentences":
        taken = {_sentence(case, one) for one in (*targets, *uncounted)}
        near = tuple(one for one in near if _sentence(case, one) not in taken)

    def told(items: Iterable[Mark | Lookalike]) -> Iterator[str]:
        for one in sorted(items, key=lambda one: one.spans):
            kind = f"{_kind(exercise, one)}. " if isinstance(one, Mark) else ""
            yield f"{_where(exercise, case, one)}: {kind}{why(one)}"

    yield _items(told(targets)) or "- Nothing here."
    yield from _group("Shown in the lesson, not counted", told(shown))
    yield from _group("Arguable, not counted", told(arguable))
    yield from _group("Tempting, but no", told(near))


def _kind(exercise: Exercise, mark: Mark) -> str:
    """The kinds of a mark, with its label where the exercise asks for several."""
    names = " or ".join(kind_name(mark.label, kind) for kind in (mark.kind, *mark.also))
    several = len(exercise.labels) > 1 and mark.kind
    return f"{load_labels()[mark.label].name}, {names}" if several else names


def _rows(exercise: Exercise) -> Iterator[str]:
    """The rows of a classify item, each with what is right in every column."""
    names_of = {option: name for column in exercise.columns for option, name in column.options}
    for row in exercise.sorted_rows.values():
        arguable = " (arguable, not counted)" if row.contested else ""
        yield f"{row.text}: {names_of[row.answer]}{arguable}. {row.why}"
    for item in exercise.spec.get("marks", ()):
        case, mark = exercise.shown(item)
        cells = []
        for column in exercise.columns:
            right, contested = exercise.right_for(item, column.id)
            names = " or ".join(name for one, name in column.options if one in right)
            names += " (arguable, not counted)" if contested else ""
            alone = len(exercise.columns) == 1
            name = column.name if column.name[-1] == "?" else f"{column.name}:"
            cells.append(names if alone else f"{name} {names}")
        by_kind = exercise.spec["ask"] == "kind"
        reason = why(mark) if by_kind else mark.why
        yield f"{_where(exercise, case, mark)}: {'; '.join(cells)}. {reason}"


def _options(exercise: Exercise) -> Iterator[str]:
    """All options of a choose item, the right one first, each with its reason."""
    for option in sorted(exercise.options, key=lambda option: not option.right):
        text = _ended(option.text)
        yield f"**Right: {text}** {option.why}" if option.right else f"*{text}* {option.why}"


def _order(exercise: Exercise) -> str:
    """The key's order, a number a place; what ties stands at one number."""
    places: dict[int, list[str]] = {}
    for thing in exercise.spec["things"]:
        _, one = exercise.find(thing)
        by_kind = exercise.spec["by"] == "kind"
        told = kind_name("cue", exercise.cue_kind(thing)) if by_kind else getattr(one, "when", "")
        named = f"{in_marks(exercise.name_of(thing))} ({told})"
        places.setdefault(exercise.rank[thing], []).append(named)
    tied = "either way round" if max(map(len, places.values())) == 2 else "in any order"
    return "\n".join(
        f"{number}. {f'; {tied}: '.join(places[place])}"
        for number, place in enumerate(sorted(places), start=1)
    )


def _lines(exercise: Exercise) -> Iterator[str]:
    """The key's lines of a connect item, each read as a sentence."""
    between = LINE_WORDS[exercise.spec["link"]]

    def says(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
        for line in lines:
            yield f"{f' {between} '.join(in_marks(exercise.name_of(end)) for end in line)}."

    yield _items(says(exercise.lines))
    yield from _group("Arguable, not counted", says(exercise.contested_lines))


def _writing(exercise: Exercise) -> Iterator[str]:
    """A write item's model answer, its self-check, and what gives points."""
    yield f"One good answer: {exercise.spec['model']}"
    yield from _group("Self-check", exercise.spec["selfcheck"])
    rubric = (
        f"{one['points']} point{'s' if one['points'] > 1 else ''}: {one['for']}"
        for one in exercise.spec["rubric"]
    )
    yield from _group("Rubric", rubric)
