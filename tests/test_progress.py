"""Progress, gain and drills: from answer sheets alone."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import mediakit
from mediakit.answers import (
    AnswerSheet,
    Entry,
    save_sheet,
    select_words,
    sheet_path,
    sheet_to_json,
    switch_learner,
)
from mediakit.errors import UnknownName
from mediakit.lessons import find_feedback, grade_entry, key_answer, load_lesson
from mediakit.lessons.progress import PARALLEL_FORMS, find_gain, progress
from mediakit.lessons.skills import SKILLS, make_drill, skill_of
from mediakit.stories.case import load_case


def keep(folder: Path, lesson: str, items: dict[str, object], days_ago: int = 0) -> AnswerSheet:
    sheet = AnswerSheet(lesson)
    for item, answer in items.items():
        sheet = sheet.with_entry(item, Entry(checked=answer))
    path = folder / f"{lesson}.answers.json"
    path.write_text(json.dumps(sheet_to_json(sheet)), encoding="utf-8")
    stamp = path.stat().st_mtime - days_ago * 86_400
    os.utime(path, (stamp, stamp))
    return sheet


def right(lesson: str, *items: str) -> dict[str, object]:
    return {item: key_answer(load_lesson(lesson).exercise(item)) for item in items}


def test_without_answers_progress_says_where_to_begin(tmp_path: Path) -> None:
    told = repr(progress(tmp_path))
    assert "not begun" in told
    assert "go on with lesson 01" in told


def test_progress_counts_what_is_checked(tmp_path: Path) -> None:
    keep(tmp_path, "06-denials", right("06", "every-denial", "how-fully"))
    one = next(one for one in progress(tmp_path).lessons if one.lesson.number == "06")
    full = sum(one.lesson.exercise(name).points for name in ("every-denial", "how-fully"))
    assert (one.points, one.checked, one.exercises) == (full, 2, len(one.lesson.exercises))


def test_hits_stand_beside_false_alarms(tmp_path: Path) -> None:
    exercise = load_lesson("07").exercise("find-every-hedge")
    answer = key_answer(exercise)
    answer["texts"]["storm-forecast"].append(
        {"exact": "may", "prefix": "The harbour ", "suffix": " close", "label": "hedge"}
    )
    keep(tmp_path, "07-hedged-quotes", {"find-every-hedge": answer})
    (skill,) = progress(tmp_path).skills
    assert (skill.skill, skill.hits, skill.targets) == ("hedges", 8, 8)
    assert (skill.near_misses_marked, skill.near_misses) == (1, 10)
    assert "hedges  8 of 8  1 of 10" in " ".join(repr(progress(tmp_path)).split("\n")).replace(
        "   ", "  "
    )


def test_a_lesson_where_nothing_was_checked_is_not_to_be_repeated(tmp_path: Path) -> None:
    sheet = AnswerSheet("01-who-says-so").with_entry("recall", Entry(answer=None, hints=1))
    path = tmp_path / "01-who-says-so.answers.json"
    path.write_text(json.dumps(sheet_to_json(sheet)), encoding="utf-8")
    assert progress(tmp_path).repeat == ()
    assert "To repeat next" not in repr(progress(tmp_path))


def test_the_oldest_and_weakest_lesson_is_to_be_repeated_first(tmp_path: Path) -> None:
    keep(tmp_path, "06-denials", right("06", "how-fully"))
    keep(tmp_path, "01-who-says-so", right("01", "find-the-sources"), days_ago=30)
    names = [one.lesson.number for one in progress(tmp_path).repeat]
    assert names == ["01", "06"]


def test_a_damaged_sheet_is_named_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "06-denials.answers.json").write_text("{", encoding="utf-8")
    assert "Not read: 06-denials.answers.json" in repr(progress(tmp_path))


def test_progress_is_of_who_works_here_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    keep(tmp_path, "06-denials", right("06", "how-fully"))
    assert progress(tmp_path).lessons[6].checked == 1
    switch_learner(tmp_path, "M. K.")
    assert progress(tmp_path).lessons[6].checked == 0
    path = sheet_path(tmp_path / "06-denials.ipynb", "06-denials", "M. K.")
    sheet = AnswerSheet("06-denials", learner="M. K.")
    for exercise in ("how-fully", "every-denial"):
        answer = key_answer(load_lesson("06").exercise(exercise))
        sheet = sheet.with_entry(exercise, Entry(answer, answer))
    save_sheet(sheet, path)
    assert progress(tmp_path).lessons[6].checked == 2


def test_the_gain_compares_the_four_parallel_questions(tmp_path: Path) -> None:
    first, last = zip(*PARALLEL_FORMS, strict=True)
    wrong = right("00", *first) | {"first-look-who-told": {"option": "narvekar"}}
    before = keep(tmp_path, "00-start-here", wrong)
    after = keep(tmp_path, "10-capstone", right("10", *last))
    gain = find_gain({"00-start-here": before, "10-capstone": after})
    assert gain is not None
    assert (gain.before, gain.after) == (0.75, 1.0)
    assert "75 per cent then, 100 per cent" in progress(tmp_path)._repr_html_()
    assert find_gain({"00-start-here": before}) is None


def test_the_parallel_forms_ask_the_same_of_other_stories() -> None:
    for first, last in PARALLEL_FORMS:
        one, other = load_lesson("00").exercise(first), load_lesson("10").exercise(last)
        assert (one.kind, one.targets, one.points) == (other.kind, other.targets, other.points)
        assert one.spec.get("unit") == other.spec.get("unit")
        assert {case.slug for case in one.cases}.isdisjoint(case.slug for case in other.cases)


# ── drills ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize("seed", range(5))
def test_a_drill_is_short_and_has_something_to_find_and_to_pass_over(skill: str, seed: int) -> None:
    exercise = make_drill(skill, seed)
    targets, near, _ = exercise.asked(exercise.cases[0])
    assert len(targets) >= 2
    assert len(near) >= 2
    assert len(exercise.cases[0].article.text.split()) <= 190
    assert make_drill(skill, seed).id == exercise.id
    assert skill_of(exercise) == skill


def test_a_drill_takes_a_story_that_is_not_met_while_there_is_one() -> None:
    everything = {make_drill("denials", seed).cases[0].slug for seed in range(60)}
    left = everything - {"exam-leak"}
    assert {make_drill("denials", seed, left).cases[0].slug for seed in range(20)} <= {
        slug for slug in everything | {"exam-leak"} if slug not in left
    }
    assert make_drill("denials", 1, everything).cases[0].slug in everything


@pytest.mark.parametrize("skill", SKILLS)
def test_a_drill_speaks_of_a_passage_and_asks_only_what_stands_in_it(skill: str) -> None:
    for seed in range(12):
        exercise = make_drill(skill, seed)
        [case] = exercise.cases
        nothing: dict[str, object] = {"texts": {case.slug: []}}
        everything = {
            "texts": {
                case.slug: [
                    {**select_words(case.article, span), "label": exercise.labels[0]}
                    for span in case.article.sentences
                ]
            }
        }
        for answer in (nothing, everything):
            for told in find_feedback(grade_entry(exercise, Entry(checked=answer))):
                said = " ".join((told.body, told.rule, told.ask))
                assert not re.search(r"[Tt]h(e|is) (whole )?story|headline|further up", said), said
        if skill in ("no name", "sources"):
            whole = load_case(case.slug).key.labelled("source")
            first = {mark.voice: mark.id for mark in reversed(whole)}
            inside = {mark.id for mark in case.key.labelled("source")}
            targets, _, _ = exercise.asked(case)
            assert {first[mark.voice] for mark in targets} <= inside


def test_an_unknown_skill_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        make_drill("denial", 1)
    assert '"denials"' in str(caught.value.next_step)


def test_a_drill_is_checked_and_kept_beside_the_lessons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAKIT_ANSWERS", str(tmp_path))
    surface = mediakit.drill("hedges", seed=3)
    surface.given = {"runs": {surface.exercise["texts"][0]["slug"]: []}}
    surface._handle_custom_msg({"do": "check"}, [])
    assert {one["verdict"] for one in surface.state["feedback"]} == {"missed"}
    assert (tmp_path / "drill.answers.json").is_file()
    assert "No graded lesson is begun yet" in repr(progress(tmp_path))
