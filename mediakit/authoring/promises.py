"""Checks of the course's content that no single file can show: `mediakit check-data`.

Loading checks each key and exercise by itself: words found and unique, ids known, links well formed.
What is looked at here is what the course promises as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TypeVar

from mediakit.answers import AnswerSheet, Entry
from mediakit.data import load_labels, load_text
from mediakit.errors import MediakitError
from mediakit.lessons import Exercise, Lesson, grade_entry, key_answer, lesson_names, load_lesson
from mediakit.lessons.given import check_answer
from mediakit.reading import PAPER, Mark
from mediakit.stories.case import Case, case_slugs, load_case, twin_of
from mediakit.stories.shelf import SHIPPED, Shelf

#: Words of an invented story, without its title.
STORY_WORDS = (150, 450)
#: The longest mean sentence, and the longest sentence, in words, a level.
BANDS = {"foundation": (18, 35), "core": (22, 42), "advanced": (22, 42)}
#: The largest share of all deniers, and of all accusers, that one type of them may have.
TYPE_SHARE = 0.25
#: Always choosing the longest option may be right in this share of all choose items, and no more.
LONGEST = 0.45
#: The share of an item's answers that feedback to earlier items of the lesson may have told.
GIVEN_AWAY = 1 / 3
_MIN_TARGETS = 3


_Loaded = TypeVar("_Loaded", Case, Lesson)


@dataclass(frozen=True)
class Problem:
    """Something to mend: where it is, what is wrong, and what would do."""

    place: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.do}"


def check_data(shelf: Shelf = SHIPPED) -> tuple[list[Problem], str]:
    """Every problem of a course's stories and lessons, and a line that says what was looked at.

    A lesson's notebook is looked for in the folder ``lessons`` beside the shelf's.
    """
    problems: list[Problem] = []
    stories = list(_load_all(load_case, shelf, case_slugs(shelf), problems))
    lessons = list(_load_all(load_lesson, shelf, lesson_names(shelf), problems))
    for case in stories:
        problems += _check_story(case)
    problems += _check_stories(stories, shelf)
    for lesson in lessons:
        problems += _check_lesson(lesson, shelf.folder.parent / "lessons")
    problems += _check_course(lessons)
    problems += _check_questions(stories, lessons)
    items = sum(len(lesson.all_exercises) for lesson in lessons)
    looked = (
        f"{len(stories)} stories, {len(lessons)} lessons, {items} exercises with second attempts"
    )
    return problems, looked


def _load_all(
    load: Callable[[str, Shelf], _Loaded],
    shelf: Shelf,
    names: list[str],
    problems: list[Problem],
) -> Iterator[_Loaded]:
    """What can be loaded; what can't becomes a problem."""
    for name in names:
        try:
            yield load(name, shelf)
        except MediakitError as error:
            problems.append(Problem(name, str(error), ""))


def _check_story(case: Case) -> Iterator[Problem]:
    place, article, key = f"data/cases/{case.slug}", case.article, case.key
    silent = [mark.id for mark in key.marks if mark.contested and not mark.why]
    silent += [link.id for link in key.links if link.contested and not link.why]
    for one in silent:
        yield Problem(place, f'"{one}" is contested without a why.', "Say what can be argued.")
    for name in ("denies", "alleges", "right"):
        if name not in article.meta:
            yield Problem(place, f"the front matter has no {name}.", "Write it: types, or [].")
    if not case.invented:
        return
    for name in ("level", "sound", "beat"):
        if name not in article.meta:
            yield Problem(place, f"the front matter has no {name}.", "Write it.")
    level = str(article.meta.get("level"))
    if level not in BANDS:
        yield Problem(place, f'level is "{level}".', f"There are: {', '.join(BANDS)}.")
        return
    lengths = [len(article.cut(sentence).split()) for sentence in article.sentences[1:]]
    low, high = STORY_WORDS
    if not low <= sum(lengths) <= high:
        yield Problem(place, f"it has {sum(lengths)} words.", f"A story has {low} to {high}.")
    for measured, name, most in zip(
        (mean(lengths), max(lengths)), ("on average", "at most"), BANDS[level], strict=True
    ):
        if measured > most and "twin_of" not in article.meta:  # a twin keeps the original's build
            told = f"its sentences have {measured:.0f} words {name}."
            yield Problem(place, told, f"On the level {level} it is {most}.")
    linked = {end for link in key.links for end in link.ends.values()}
    for label in ("content", "denial"):
        for mark in key.labelled(label):
            if mark.id not in linked and not mark.contested and mark.kind != "no-comment":
                yield Problem(
                    place, f'no link has the {label} "{mark.id}".', "Tie it to its other end."
                )


def _check_stories(stories: list[Case], shelf: Shelf) -> Iterator[Problem]:
    invented = [case for case in stories if case.invented]
    sound = [case for case in invented if case.article.meta.get("sound")]
    if len(sound) * 3 < len(invented):
        told = f"{len(sound)} of {len(invented)} invented stories are sound."
        yield Problem("data/cases", told, "A third should be.")
    for side in ("denies", "alleges"):
        types = Counter(one for case in stories for one in _listed(case, side))
        for name, count in types.items():
            if count > TYPE_SHARE * types.total():
                told = f"{count} of {types.total()} in the stories who {side[:-1]} are “{name}”."
                yield Problem("data/cases", told, f"No type may be more than {TYPE_SHARE:.0%}.")
    for case in stories:
        original = case.article.meta.get("twin_of")
        if original:
            yield from _check_twin(load_case(str(original), shelf), case, shelf)


def _listed(case: Case, side: str) -> tuple[str, ...]:
    """Who denies or alleges in a story, by type, as its front matter says."""
    return tuple(map(str, case.article.meta.get(side, ())))


def show_ledger(shelf: Shelf = SHIPPED) -> str:
    """Who denies, who alleges and who turns out right in every story, as a table in Markdown."""
    rows = ["| story | beat | sound | who denies | who alleges | who turns out right |"]
    rows.append("|---|---|---|---|---|---|")
    for case in (load_case(slug, shelf) for slug in case_slugs(shelf)):
        meta = case.article.meta
        sides = (", ".join(_listed(case, side)) or "–" for side in ("denies", "alleges"))
        sound = "yes" if meta.get("sound") else "no" if case.invented else "–"
        beat = str(meta.get("beat", "(the worked example)"))
        cells = (case.slug, beat, sound, *sides, str(meta.get("right", "")))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _question_ids(case: Case) -> list[tuple[str, ...]]:
    return [
        (q.id, *(o.id for o in q.options), *(row.id for row in q.rows))
        for q in case.questions.values()
    ]


def _check_twin(original: Case, twin: Case, shelf: Shelf) -> Iterator[Problem]:
    """The twin has the same ids for marks, lookalikes, links and questions, in the same sentences."""
    place = f"data/cases/{twin.slug}"
    assert twin_of(original.slug, shelf) == twin.slug
    pairs: tuple[tuple[str, Callable[[Case], object]], ...] = (
        ("marks", lambda c: [(m.id, c.article.sentence_of(m.start)) for m in c.key.marks]),
        ("lookalikes", lambda c: [(o.id, o.of) for o in c.key.lookalikes]),
        ("links", lambda c: [(link.id, dict(link.ends)) for link in c.key.links]),
        ("questions", _question_ids),
    )
    for name, of in pairs:
        if of(original) != of(twin):
            yield Problem(
                place, f"its {name} are not those of {original.slug}.", "Give them the same ids."
            )


def _check_lesson(lesson: Lesson, notebooks: Path) -> Iterator[Problem]:
    place = f"data/exercises/{lesson.name}.toml"
    source = load_text(notebooks / f"{lesson.name}.ipynb")
    for exercise in lesson.exercises:
        cell = f'lesson.exercise(\\"{exercise.id}\\")'
        real = [case.slug for case in exercise.cases if not case.invented]
        if real and exercise.again is None:
            told = f'exercise "{exercise.id}" asks about {real[0]} and has no parallel.'
            yield Problem(place, told, "A class on the twin needs one.")
        if cell not in source:
            told = cell.replace("\\", "")
            yield Problem(
                place, f"no cell of the notebook has {told}.", "Write it into the source."
            )
    shown = [one.id for one in lesson.exercises]
    shown.sort(key=lambda name: source.find(f'lesson.exercise(\\"{name}\\")'))
    for exercise, name in zip(lesson.exercises, shown, strict=True):
        if exercise.id != name:
            told = f'"{name}" stands in the notebook where "{exercise.id}" should.'
            yield Problem(place, told, "Give both the same order: it makes the numbers.")
            break
    for exercise in lesson.all_exercises:
        yield from _check_exercise(exercise, f'{place}, exercise "{exercise.id}"')
    graded = [one for one in lesson.exercises if one.automatic]
    yield from _check_given_away(graded, place)
    yield from _check_given_away([one.again for one in graded if one.again is not None], place)
    chosen = sum(one.points for one in lesson.exercises if one.automatic and one.kind == "choose")
    if chosen * 4 > lesson.possible > 0:
        told = f"{chosen} of {lesson.possible} points are for choosing."
        yield Problem(place, told, "At most a quarter should be.")


def _check_given_away(exercises: list[Exercise], place: str) -> Iterator[Problem]:
    """Items whose kinds the feedback to an earlier item on the same text has told already."""
    told: set[tuple[str, str]] = set()
    for exercise in exercises:
        one_kind = len(exercise.targets) == 1 and "." in exercise.targets[0]
        by_kind = exercise.spec.get("ask") == "kind"
        asked = {(case.slug, mark.id) for case, mark in _marks_asked(exercise)}
        known = asked & told
        asks_kind = by_kind or (exercise.kind == "mark" and all("." in t for t in exercise.targets))
        if asks_kind and len(known) > GIVEN_AWAY * len(asked):
            yield Problem(
                f'{place}, exercise "{exercise.id}"',
                f"the feedback to earlier items tells {len(known)} of its {len(asked)} answers.",
                "Ask it of another text, or of other marks.",
            )
        if one_kind or by_kind:
            told |= asked


def _check_exercise(exercise: Exercise, here: str) -> Iterator[Problem]:
    if exercise.kind == "write":
        return
    full = grade_entry(exercise, Entry(checked=key_answer(exercise))).score
    if full is None or full.credit != 1:
        yield Problem(here, "the key's own answer gets less than full marks.", "Mend the key.")
    empty = grade_entry(exercise, AnswerSheet("").entry(exercise.id))
    if empty.points:
        yield Problem(here, "an empty sheet gets points.", "Ask for something.")
    for case, mark in _marks_asked(exercise):
        if not mark.why:
            told = f'{case.slug}\'s "{mark.id}" has no why.'
            yield Problem(here, told, "Say in its key what the text shows.")
    if exercise.kind != "mark":
        return
    asked = [exercise.asked(case) for case in exercise.cases]
    targets, near = (sum(len(one[n]) for one in asked) for n in (0, 1))
    if targets < _MIN_TARGETS:
        yield Problem(here, f"it has {targets} targets.", f"It needs {_MIN_TARGETS}.")
    if near < targets:
        yield Problem(here, f"it has {targets} targets and {near} near-misses.", "Add lookalikes.")
    for everywhere in (True, False):
        nothing = grade_entry(exercise, Entry(checked=_blind(exercise, everywhere)))
        if nothing.score is not None and nothing.score.credit > 0:
            told = "every sentence" if everywhere else "nothing"
            yield Problem(here, f"marking {told} gets points.", "Add near-misses.")


def _marks_asked(exercise: Exercise) -> Iterator[tuple[Case, Mark]]:
    """The marks that are the right answers of an item, or that it asks something about."""
    if exercise.kind == "mark":
        for case in exercise.cases:
            yield from ((case, mark) for mark in exercise.asked(case)[0])
    yield from map(exercise.shown, exercise.spec.get("marks", ()))
    if exercise.kind == "estimate":
        yield exercise.mark(exercise.spec["mark"])


def _blind(exercise: Exercise, everywhere: bool) -> object:
    """An answer that marks all sentences, or says that there is nothing in any text."""
    texts = {}
    for case in exercise.cases:
        sentences = case.article.sentences if everywhere else ()
        label = exercise.labels[0]
        cut = case.article.cut
        texts[case.slug] = [
            {"exact": cut(one), "prefix": "", "suffix": "", "label": label} for one in sentences
        ]
    return check_answer(exercise, {"texts": texts})


def _check_course(lessons: list[Lesson]) -> Iterator[Problem]:
    place = "data/exercises"
    exercises = [one for lesson in lessons for one in lesson.exercises]
    asked = {label for one in exercises for label in _labels_asked(one)}
    for label, entry in load_labels().items():
        if label not in asked:
            yield Problem(place, f'no exercise asks for "{label}".', "Ask for it, or take it out.")
        for kind in entry.kinds:
            if f"{label}.{kind}" not in asked:
                told = f'"{label}.{kind}" is the answer to no exercise.'
                yield Problem(place, told, "Ask for it, or take it out.")
    choices = [one for one in exercises if one.kind == "choose"]
    longest = [max(one.options, key=lambda option: len(option.text)).right for one in choices]
    if choices and sum(longest) > LONGEST * len(choices):
        told = f"the longest option is right in {sum(longest)} of {len(choices)} choose items."
        yield Problem(place, told, f"At most {LONGEST:.0%}, or length gives it away.")


def _check_questions(stories: list[Case], lessons: list[Lesson]) -> Iterator[Problem]:
    """Questions in keys that no exercise asks."""
    exercises = [one for lesson in lessons for one in lesson.all_exercises]
    asked = {(case.slug, one.spec.get("question")) for one in exercises for case in one.cases}
    for case in stories:
        for question in case.questions:
            if (case.slug, question) not in asked:
                told = f'no exercise asks the question "{question}".'
                yield Problem(f"data/cases/{case.slug}/key.toml", told, "Ask it, or take it out.")


def _labels_asked(exercise: Exercise) -> Iterator[str]:
    """The labels, and the kinds, that are right somewhere in an exercise."""
    marks = [mark for _, mark in _marks_asked(exercise)]
    marks += [exercise.shown(node)[1] for node in exercise.spec.get("nodes", ()) if node != PAPER]
    for mark in marks:
        yield mark.label
        yield f"{mark.label}.{mark.kind}"
