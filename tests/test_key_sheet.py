"""The key on paper: every answer is there, in the words a learner sees, and in its group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from mediakit.classroom import show_key_sheet
from mediakit.cli import main
from mediakit.lessons import Exercise, Lesson, lesson_names, load_lesson
from mediakit.text import in_marks

EVERY = [
    pytest.param(exercise, id=f"{name[:2]}-{exercise.id}")
    for name in lesson_names()
    for exercise in load_lesson(name).all_exercises
]


def sheet_of(*exercises: Exercise) -> str:
    return show_key_sheet(Lesson("04-try", "04", "Try", "core", 1, exercises))


def groups(sheet: str) -> dict[str, list[str]]:
    """The lines of a sheet's lists, by the name that stands above each; "" for none."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in sheet.splitlines():
        if line.startswith("- "):
            found.setdefault(name, []).append(line[2:])
        elif line:
            name = line.removesuffix(":") if line.endswith(":") else ""
    return found


def answers(exercise: Exercise) -> Iterator[str]:
    """What must be read somewhere on the sheet of an exercise."""
    match exercise.kind:
        case "mark":
            for case in exercise.cases:
                for one in exercise.asked(case)[0]:
                    yield in_marks(case.key.words(one))
                    yield one.why
        case "classify":
            for column in exercise.columns:
                for item in exercise.rows:
                    right, _ = exercise.right_for(item, column.id)
                    yield from (dict(column.options)[one] for one in right)
            yield from (
                words for row in exercise.sorted_rows.values() for words in (row.text, row.why)
            )
        case "choose":
            yield from (option.why for option in exercise.options)
        case "order":
            yield from (in_marks(exercise.name_of(one)) for one in exercise.spec["things"])
        case "estimate":
            band = exercise.band
            yield f"{band[0]:g} to {band[1]:g} per cent" if band else "no figure can be read off"
        case "connect":
            yield from (in_marks(exercise.name_of(end)) for line in exercise.lines for end in line)
        case _:
            yield exercise.spec["model"]
            yield from exercise.spec["selfcheck"]
            yield from (one["for"] for one in exercise.spec["rubric"])


@pytest.mark.parametrize("exercise", EVERY)
def test_every_answer_of_every_lesson_is_on_its_sheet(exercise: Exercise) -> None:
    told = sheet_of(exercise)
    assert exercise.prompt in told
    for answer in answers(exercise):
        assert answer in told


@pytest.mark.parametrize("name", lesson_names())
def test_the_exercises_stand_in_order_each_with_its_second_attempt(name: str) -> None:
    lesson = load_lesson(name)
    headings = [one for one in show_key_sheet(lesson).splitlines() if one.startswith("##")]
    wanted = []
    for exercise in lesson.exercises:
        wanted.append(f"## {exercise.number} {exercise.title} (")
        wanted += [f"### {exercise.number} Once more"] if exercise.again else []
    assert len(headings) == len(wanted)
    assert all(one.startswith(start) for one, start in zip(headings, wanted, strict=True))


def test_what_an_exercise_is_worth_stands_beside_its_title() -> None:
    first, last = (show_key_sheet(load_lesson(name)) for name in ("00", "04"))
    assert "## 0.1 First look: no name (pre-test)" in first
    assert "## 4.2 What anonymous means (1 point)" in last
    assert "## 4.7 The stadium: no names (5 points)" in last
    assert "## 4.10 Tell a friend (written, 3 points by the rubric)" in last
    assert "## 4.11 Practice: the library (practice)" in last


def test_targets_what_was_shown_what_is_arguable_and_what_tempts_are_kept_apart() -> None:
    exercise = load_lesson("04").exercise("who-tells-without-a-name")
    case = exercise.cases[0]
    targets, near, uncounted = exercise.asked(case)
    found = groups(sheet_of(replace(exercise, cases=(case,), again=None)))
    given = exercise.spec["given"]
    wanted = {
        "": targets,
        "Shown in the lesson, not counted": [one for one in uncounted if one.id in given],
        "Arguable, not counted": [one for one in uncounted if one.id not in given],
        "Tempting, but no": near,
    }
    assert set(found) == set(wanted)
    for name, items in wanted.items():
        words = sorted(in_marks(case.key.words(one)) for one in items)
        assert sorted(line.partition(" (")[0] for line in found[name]) == words


def test_a_text_with_nothing_to_mark_says_so() -> None:
    exercise = load_lesson("04").exercise("who-tells-without-a-name")
    sound = exercise.case("harbour-sound")
    assert groups(sheet_of(replace(exercise, cases=(sound,), again=None)))[""] == ["Nothing here."]


SENTENCES = """
[[exercise]]
id = "a"
kind = "mark"
unit = "sentences"
cases = ["quarry"]
targets = ["hedge"]
points = 1
prompt = "Choose."
hints = []
"""
CONTESTED = """
[[exercise]]
id = "a"
kind = "classify"
ask = "place"
cases = ["quarry"]
marks = ["probably", "may-sell"]
points = 1
prompt = "Where?"
hints = []
"""


def test_what_tempts_in_a_sentence_that_is_right_anyway_is_left_out(
    write_lesson: Callable[..., Lesson], quarry_key: str
) -> None:
    near = '{ id = "there", of = "hedge", text = "the lorries", why = "No hedge." },\n'
    key = quarry_key.replace("lookalike = [\n", f"lookalike = [\n  {near}")
    told = show_key_sheet(write_lesson(SENTENCES, key=key))
    assert "Sentences to choose: 5, 6." in told
    assert "“may park” (sentence 7)" in told
    assert "the lorries" not in told


def test_a_row_about_which_readers_differ_says_so(write_lesson: Callable[..., Lesson]) -> None:
    sure, open_ = groups(show_key_sheet(write_lesson(CONTESTED)))[""]
    assert sure.endswith(": in what is said.")
    assert "arguable" not in sure
    assert "on the saying (arguable, not counted)" in open_


def test_the_right_option_comes_first_and_alone_is_called_right() -> None:
    exercise = load_lesson("04").exercise("what-anonymous-means")
    right, *others = groups(sheet_of(exercise))[""]
    assert right.startswith("**Right: The reporter, and as a rule an editor.**")
    assert len(others) == len(exercise.options) - 1
    assert not any("Right" in one for one in others)


def test_what_ties_in_an_order_has_one_number() -> None:
    exercise = load_lesson("03").exercise("from-far-to-close")
    told = sheet_of(replace(exercise, again=None)).splitlines()
    places = [line for line in told if line[:1].isdigit()]
    ranks = exercise.rank
    assert len(places) == len(set(ranks.values()))
    for thing, rank in ranks.items():
        place = places[sorted(set(ranks.values())).index(rank)]
        assert in_marks(exercise.name_of(thing)) in place
        others = list(ranks.values()).count(rank) - 1
        assert place.count("either way round") == others


# ── the twin edition ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", lesson_names())
def test_the_twin_edition_asks_nothing_of_the_real_article(name: str) -> None:
    lesson = load_lesson(name)
    told = show_key_sheet(lesson, twin=True)
    assert "Moscow Times" not in told
    invented = [e for e in lesson.exercises if e.again and all(c.invented for c in e.cases)]
    assert told.count("Once more") == len(invented)
    for exercise in lesson.exercises:
        assert f"## {exercise.number} {exercise.title} (" in told


# ── the command ──────────────────────────────────────────────────────────────


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["answers", *arguments]) == 0
    return capsys.readouterr().out


def test_a_lesson_is_named_by_number_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "04")
    assert told == show_key_sheet(load_lesson("04")) + "\n"
    assert printed(capsys, "04-no-name-given") == told


def test_the_twin_is_chosen_by_option_or_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEDIAKIT_TWIN", raising=False)
    real, twin = printed(capsys, "04"), printed(capsys, "04", "--twin")
    assert real != twin
    monkeypatch.setenv("MEDIAKIT_TWIN", "1")
    assert printed(capsys, "04") == twin
    monkeypatch.setenv("MEDIAKIT_TWIN", "0")
    assert printed(capsys, "04") == real


def test_an_unknown_lesson_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "04-no-name"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        'Lessons: there is no lesson "04-no-name". Did you mean "04-no-name-given"?\n'
    )
