"""explain: the sentence that says how points came about is true, and so is the rule before Check."""

import random
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.answers import AnswerSheet, Entry, select_words
from mediakit.compare import Score, round_points
from mediakit.lessons import (
    explain_points,
    grade_entry,
    key_answer,
    lesson_names,
    load_lesson,
    scoring_rule,
)
from mediakit.lessons.explain import in_numbers, terms_of

SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

exercises = cache(
    lambda: [
        one for name in lesson_names() for one in load_lesson(name).all_exercises if not one.pretest
    ]
)
NUMBER = r"(?:about )?(?:one|\d+/\d+|\d+ \d+/\d+|\d+\.\d+|\d*[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|\d+)"


def read(number):
    """The number that a sentence prints."""
    number = number.removeprefix("about ")
    if number == "one":
        return Fraction(1)
    if number[-1] in SIGNS:
        return Fraction(number[:-1] or 0) + Fraction(*SIGNS[number[-1]])
    return sum((Fraction(part) for part in number.split()), Fraction(0))


def credit_in(sentence):
    """The credit that the numbers of a sentence make, by nothing but its words."""
    fixed = {
        "the right choice": 1, "not the right choice": 0, "inside the band": 1,
        "within five points of the band counts half": Fraction(1, 2), "more than five points outside the band": 0,
        "no figure can be read off this word": 0, "no figure can be read off this word, as you said": 1,
        "this word has a band on the scale": 0,
    }  # fmt: skip
    first, *rest = sentence.split("; ")
    if first in fixed:
        return Fraction(fixed[first])
    got, of = (read(one) for one in re.match(rf"({NUMBER}) of ({NUMBER}) ", first).groups())
    share = got / of
    left = Fraction(1)
    for part in rest:
        if part.endswith("everything"):
            share -= 1
        elif off := re.search(rf"takes? off ({NUMBER}) of the (points|whole)$", part):
            share -= read(off.group(1))
        elif off := re.search(rf"takes? off ({NUMBER})(?: of one)?$", part):
            share -= read(off.group(1)) / of
        elif kept := re.search(rf"without an answer: ({NUMBER}) of that is left", part):
            left = read(kept.group(1))
        elif part == "nothing is left":
            assert share <= 0
        else:
            assert part in ("rounded to half points", "all points only where all is right"), part
    return max(Fraction(0), share) * left


def blind_answer(exercise, chance):
    """Any answer to an exercise: parts of the key's, near-misses, and words beside and around them."""
    key = key_answer(exercise)
    match exercise.kind:
        case "mark":
            texts = {}
            for case in exercise.cases:
                if chance.random() < 0.15:
                    continue
                targets, near, contested = exercise.asked(case)
                items = [one for one in (*targets, *near, *contested) if chance.random() < 0.5]
                spans = {span for one in items for span in one.spans}
                if chance.random() < 0.3:
                    spans |= set(chance.sample(case.article.sentences, 2))
                texts[case.slug] = [
                    {**select_words(case.article, span), "label": exercise.labels[0]}
                    for span in sorted(spans)
                ]
            return {"texts": texts}
        case "classify":
            return {
                "slots": {
                    item: {
                        column.id: chance.choice(column.options)[0]
                        if chance.random() < 0.5
                        else key["slots"][item][column.id]
                        for column in exercise.columns
                        if chance.random() < 0.95
                    }
                    for item in exercise.rows
                }
            }
        case "choose":
            return {"option": chance.choice(exercise.options).id}
        case "order":
            return {"order": chance.sample(list(exercise.spec["things"]), len(key["order"]))}
        case "estimate":
            return {"figure": chance.choice([None, *range(0, 101, 5)])}
        case "connect":
            nodes = list(exercise.spec["nodes"])
            drawn = [line for line in key["lines"] if chance.random() < 0.7]
            drawn += [chance.sample(nodes, 2) for _ in range(chance.randrange(4))]
            return {"lines": drawn}
        case _:
            return key


@given(st.integers(0, 10**6))
def test_the_points_can_be_made_again_from_the_sentence(seed):
    chance = random.Random(seed)
    exercise = chance.choice(exercises())
    result = grade_entry(exercise, Entry(checked=blind_answer(exercise, chance)))
    told = explain_points(result)
    assert bool(told) is (result.score is not None)
    if not told:
        return
    credit = credit_in(told)
    if "about" not in told:
        assert credit == result.score.credit
    assert abs(credit - result.score.credit) < Fraction(1, 100)
    if result.points is not None and "about" not in told:
        assert round_points(credit, result.possible) == result.points
        rounded = result.points != credit * result.possible
        assert rounded is told.endswith(("rounded to half points", "all is right"))


@given(
    st.fractions(0, 8, max_denominator=12),
    st.integers(1, 8),
    st.fractions(0, 1, max_denominator=24),
    st.sampled_from([Fraction(1), Fraction(1, 2)]),
)
def test_the_terms_make_the_credit(hits, targets, off, left):
    hits = min(hits, Fraction(targets))
    credit = max(Fraction(0), hits / targets - off) * left
    score = Score(credit, (), hits, targets, off=off, left=left)
    assert terms_of(score, 4, round_points(credit, 4)).credit == credit


@given(st.fractions(0, 20, max_denominator=20))
def test_a_number_is_printed_exactly(value):
    assert read(in_numbers(value)) == value


QUARRY = """
[[exercise]]
id = "unnamed"
kind = "mark"
unit = "words"
cases = ["quarry"]
targets = ["source.unnamed", "source.hidden"]
except_flags = ["official"]
points = 4
prompt = "Mark them."
hints = []

[[exercise]]
id = "connect"
kind = "connect"
cases = ["quarry"]
link = "hop"
nodes = ["paper", "radio", "clerk", "insiders"]
points = 3
prompt = "Draw."
hints = []
"""


def marks(*words):
    return {"texts": {"quarry": [{"exact": one} for one in words]}}


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        ("unnamed", marks("two people", "a clerk", "was said to"), "3 of 3 found"),
        ("unnamed", marks("two people", "a clerk"), "2 of 3 found; rounded to half points"),
        ("unnamed", marks("two people", "a clerk", "the guards"),
         "2 of 3 found; one false alarm takes off ½ of one"),
        ("unnamed", marks("two people", "the guards", "Drivers"),
         "1 of 3 found; 2 false alarms take off one; nothing is left"),
        ("unnamed", marks("people close to the owner", "the guards"),
         "½ of 3 found; one false alarm takes off ½ of one; nothing is left"),
        ("unnamed", marks("the guards"), "0 of 3 found"),
        ("connect", {"lines": [["paper", "radio"], ["radio", "clerk"], ["paper", "clerk"]]},
         "2 of 3 lines right; one wrong line takes off ½ of one"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_was_found_and_what_was_taken_off(write_lesson, name, answer, told):
    exercise = write_lesson(QUARRY).exercise(name)
    assert explain_points(grade_entry(exercise, Entry(checked=answer))) == told


def test_nothing_is_explained_before_check(write_lesson):
    exercise = write_lesson(QUARRY).exercise("unnamed")
    assert explain_points(grade_entry(exercise, Entry(answer=marks("two people")))) == ""
    assert explain_points(grade_entry(exercise, Entry())) == ""


def test_a_sound_text_left_blank_takes_its_share_of_what_was_found():
    exercise = next(one for one in exercises() if one.id == "who-tells-without-a-name")
    answer = key_answer(exercise)
    del answer["texts"]["harbour-sound"]
    told = explain_points(grade_entry(exercise, Entry(checked=answer)))
    assert told == "3 of 3 found; one of 2 texts without an answer: ½ of that is left"


def test_all_points_stay_for_what_is_all_right():
    """1.9 points of 2 would round up to all."""
    exercise = next(
        one for one in exercises() if one.kind == "classify" and one.points == 2 and one.automatic
    )
    score = Score(Fraction(19, 20), (), Fraction(19), 20)
    result = replace(
        grade_entry(exercise, Entry(checked=key_answer(exercise))), score=score, points=1.5
    )
    assert explain_points(result) == "19 of 20 right; all points only where all is right"


@pytest.mark.parametrize("name", lesson_names())
def test_the_rule_before_check_is_what_one_mistake_costs(name):
    for exercise in load_lesson(name).all_exercises:
        rule = scoring_rule(exercise)
        assert bool(rule) is (exercise.automatic and exercise.kind != "choose")
        if exercise.kind not in ("classify", "connect") or not rule:
            continue
        key = key_answer(exercise)
        whole = Fraction(1)
        score = grade_entry(exercise, Entry(checked=key)).score
        if exercise.kind == "connect":
            node = exercise.spec["nodes"]
            wrong = next(
                [a, b]
                for a in node
                for b in node
                if a != b and (a, b) not in {*exercise.lines, *exercise.contested_lines}
            )
            worse = {"lines": [*key["lines"], wrong]}
            off = whole - grade_entry(exercise, Entry(checked=worse)).score.credit
            assert rule.startswith("A wrong line takes off half")
            assert off * score.targets == Fraction(1, 2)
            continue
        for column in exercise.columns:
            item = next((i for i in exercise.rows if not exercise.right_for(i, column.id)[1]), None)
            if item is None:
                continue
            right = exercise.right_for(item, column.id)[0]
            wrong = next(one for one, _ in column.options if one not in right)
            slots = {**key["slots"], item: {**key["slots"][item], column.id: wrong}}
            worse = grade_entry(exercise, Entry(checked={"slots": slots})).score
            off = (whole - worse.credit) * worse.targets - 1  # beyond the right one that is missing
            said = "as much" if off == 1 and "where there are two" not in rule else in_numbers(off)
            assert said in rule or (off == 1 and "all of it" in rule), (exercise.id, column.id, off)


def test_a_false_alarm_is_said_to_cost_half_only_where_it_always_does():
    for exercise in exercises():
        if exercise.kind != "mark" or not exercise.automatic:
            continue
        score = grade_entry(exercise, Entry(checked=key_answer(exercise))).score
        dearest = max(
            Fraction(1, 2),
            Fraction(score.targets, score.near_misses or 10**6),
            Fraction(score.targets, score.others),
        )
        at_least = "at least half" in scoring_rule(exercise)
        assert at_least is (dearest > Fraction(1, 2)), exercise.id


def test_a_sheet_explains_each_checked_exercise_of_a_lesson():
    lesson = load_lesson("04")
    sheet = AnswerSheet(lesson.name)
    for one in lesson.exercises:
        sheet = sheet.with_entry(one.id, Entry(checked=key_answer(one)))
    told = [explain_points(grade_entry(one, sheet.entry(one.id))) for one in lesson.exercises]
    assert [bool(one) for one in told] == [one.kind != "write" for one in lesson.exercises]
