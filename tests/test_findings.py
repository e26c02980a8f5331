"""findings: an end card's rows from the first checked attempts, and the one thing to do again."""

import pytest

from mediakit.answers import AnswerSheet, Entry
from mediakit.lessons import (
    Finding,
    count_by_skill,
    grade_sheet,
    key_answer,
    lesson_names,
    load_lesson,
    weakest,
)

FOUR = load_lesson("04")
STADIUM = FOUR.exercise("stadium-without-names")
KINDS = FOUR.exercise("recall-kinds")


def sheet_of(lesson, **answers):
    sheet = AnswerSheet(lesson.name)
    for name, answer in answers.items():
        sheet = sheet.with_entry(name.replace("_", "-"), Entry(checked=answer))
    return sheet


def without(answer, *words):
    """The answer with the marks that hold some words left out."""
    texts = {
        slug: [one for one in marks if not any(word in one["exact"] for word in words)]
        for slug, marks in answer["texts"].items()
    }
    return {"texts": texts}


def with_mark(answer, slug, words):
    texts = {**answer["texts"], slug: [*answer["texts"][slug], {"exact": words, "label": "source"}]}
    return {"texts": texts}


def test_nothing_checked_has_no_rows():
    assert count_by_skill(FOUR, AnswerSheet(FOUR.name)) == ()
    open_one = AnswerSheet(FOUR.name).with_entry(STADIUM.id, Entry(answer=key_answer(STADIUM)))
    assert count_by_skill(FOUR, open_one) == ()
    assert weakest(FOUR, open_one) is None


def test_rows_are_kinds_by_their_names_with_lookalikes_last():
    answer = with_mark(
        without(key_answer(STADIUM), "One of the two"), "stadium-move", "a spokeswoman"
    )
    answer = without(answer, "one of the two")
    rows = count_by_skill(FOUR, sheet_of(FOUR, stadium_without_names=answer))
    targets = STADIUM.asked(STADIUM.cases[0])[0]
    unnamed = sum(one.kind == "unnamed" for one in targets)
    assert {row.what: (row.found, row.of) for row in rows[:-1]} == {
        "no name given": (unnamed - 1, unnamed),
        "speaker left out": (len(targets) - unnamed, len(targets) - unnamed),
    }
    near = len(STADIUM.asked(STADIUM.cases[0])[1])
    assert rows[-1] == Finding("lookalikes", 1, near, fell=True)
    assert rows[-1].line == f"fell for 1 of {near} lookalikes"
    assert rows[0].line == f"no name given: {unnamed - 1} of {unnamed}"


def test_a_half_counts_a_half():
    assert Finding("hedge", 2.5, 4).line == "hedge: 2½ of 4"


def test_a_classify_item_counts_by_the_right_kind():
    answer = key_answer(KINDS)
    answer["slots"]["grower-5"] = {"kind": "unnamed"}
    rows = count_by_skill(FOUR, sheet_of(FOUR, recall_kinds=answer))
    assert {row.line for row in rows} == {
        "named: 1 of 2",
        "body: 1 of 1",
        "paper or document: 1 of 1",
    }


def test_second_attempts_are_not_counted():
    again = STADIUM.again
    sheet = AnswerSheet(FOUR.name).with_entry(again.id, Entry(checked=key_answer(again)))
    assert count_by_skill(FOUR, sheet) == ()


@pytest.mark.parametrize("name", lesson_names())
def test_the_key_finds_everything_and_nothing_is_to_do_again(name):
    lesson = load_lesson(name)
    sheet = sheet_of(lesson, **{one.id: key_answer(one) for one in lesson.exercises})
    rows = count_by_skill(lesson, sheet)
    assert rows
    assert all(row.found == (0 if row.fell else row.of) for row in rows)
    assert len({row.what for row in rows}) == len(rows)
    assert weakest(lesson, sheet) is None
    assert len(grade_sheet(lesson, sheet)) == len(lesson.exercises)


def test_the_weakest_is_the_one_with_the_largest_share_lost():
    kinds = key_answer(KINDS)
    kinds["slots"]["grower-5"] = {"kind": "unnamed"}
    some = without(key_answer(STADIUM), "two people")
    sheet = sheet_of(FOUR, recall_kinds=kinds, stadium_without_names=some)
    found = weakest(FOUR, sheet)
    assert found.exercise is KINDS  # 1.2 of 4 lost, not 1 of 6
    assert found.why == "You chose “no name given” once where it is “named”."
    assert found.lost == pytest.approx(0.3)
    done = sheet.with_entry(KINDS.again.id, Entry(checked=key_answer(KINDS.again)))
    assert weakest(FOUR, done).exercise is STADIUM
    assert weakest(FOUR, done).why.startswith("You found 5 of 6 and left out “")


def test_what_does_not_belong_is_named():
    answer = with_mark(key_answer(STADIUM), "stadium-move", "a spokeswoman")
    found = weakest(FOUR, sheet_of(FOUR, stadium_without_names=answer))
    assert found.why == "You marked 1 that doesn't belong here: “a spokeswoman”."


@pytest.mark.parametrize("name", lesson_names())
def test_every_exercise_with_a_second_attempt_has_a_reason_to_do_it_again(name):
    lesson = load_lesson(name)
    for one in lesson.exercises:
        if one.again is None or one.pretest or one.kind == "write":
            continue
        wrong = {
            "mark": lambda one: {"texts": {case.slug: [] for case in one.cases}},
            "classify": lambda one: {
                "slots": {
                    item: {
                        c.id: next(k for k, _ in c.options if k not in one.right_for(item, c.id)[0])
                        for c in one.columns
                    }
                    for item in one.rows
                }
            },
            "choose": lambda one: {"option": next(o.id for o in one.options if not o.right)},
            "order": lambda one: {"order": key_answer(one)["order"][::-1]},
            "estimate": lambda one: {"figure": None if one.band else 50},
            "connect": lambda one: {"lines": [line[::-1] for line in key_answer(one)["lines"]]},
        }[one.kind](one)
        found = weakest(lesson, sheet_of(lesson, **{one.id: wrong}))
        assert found.exercise is one
        assert found.why.startswith(("You ", "Your ", "The word")) or "pairs stood" in found.why
        assert found.why.endswith(".")
        assert 0 < found.lost <= 1
