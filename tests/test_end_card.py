"""The end card without a browser: what it says, what its buttons do. The page's tests look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ipywidgets import HTML

from mediakit.answers import AnswerSheet, Entry
from mediakit.classroom.collect import read_sheets as read_handed_in
from mediakit.lessons import key_answer, load_lesson
from mediakit.lessons.ending import find_ending
from mediakit.widgets.end_card import Card, EndCard

LESSON = load_lesson("01")


def answered(*, right: bool, first: int | None = None) -> AnswerSheet:
    sheet = AnswerSheet(LESSON.name)
    for exercise in [one for one in LESSON.exercises if not one.practice][:first]:
        answer = key_answer(exercise)
        if not right and exercise.kind == "mark":
            answer["texts"] = {slug: [] for slug in answer["texts"]}
        sheet = sheet.with_entry(exercise.id, Entry(answer=answer, checked=answer, tries=1))
    return sheet


class Told(list[dict[str, Any]]):
    """What the card has been told; ``sheet`` is what it asks for, ``asked`` the second attempts."""

    sheet: AnswerSheet
    asked: list[str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    messages = Told()
    messages.sheet, messages.asked = AnswerSheet(LESSON.name), []
    monkeypatch.setattr(Card, "send", lambda self, content: messages.append(content))
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    return messages


def make_card(told: Told, folder: Path, *, refusal: str = "") -> EndCard:
    def second_attempt(exercise: str) -> Any:
        told.asked.append(exercise)
        return refusal or HTML(exercise)

    notebook = folder / f"{LESSON.name}.ipynb"
    return EndCard(LESSON, notebook, sheet=lambda: told.sheet, second_attempt=second_attempt)


def press(card: EndCard, **content: Any) -> dict[str, Any]:
    card.card._handle_custom_msg(content, [])
    return dict(card.card.card)


def test_before_anything_is_checked_it_says_what_will_stand_there(
    told: Told, tmp_path: Path
) -> None:
    shown = make_card(told, tmp_path).card.card
    assert shown["empty"].startswith("Here you will see what you found and what you fell for")
    assert (shown["findings"], shown["open"], shown["points"]) == ([], [], "")
    assert shown["next"]["called"] == "02 Inside the marks"


def test_it_says_what_was_found_and_fallen_for_and_points_last(told: Told, tmp_path: Path) -> None:
    card = make_card(told, tmp_path)
    told.sheet = answered(right=True)
    card.refresh()
    shown = card.card.card
    assert shown["empty"] == ""
    assert all(count.startswith("found ") for what, count in shown["findings"][:-1])
    assert shown["findings"][-1][0] == "fell for"
    assert shown["findings"][-1][1].startswith("0 of ")
    assert shown["points"].startswith(f"{LESSON.possible} of {LESSON.possible} points")
    assert shown["again"] is None
    assert "What slips" not in shown["sentence"]


def test_it_names_exactly_one_thing_to_do_again(told: Told, tmp_path: Path) -> None:
    told.sheet = answered(right=False)
    shown = make_card(told, tmp_path).card.card
    assert LESSON.exercise(shown["again"]["id"]).again is not None
    assert shown["again"]["say"]
    assert "What slips: “" in shown["sentence"]


def test_what_is_still_open_is_listed_by_its_number(told: Told, tmp_path: Path) -> None:
    told.sheet = answered(right=True, first=2)
    shown = make_card(told, tmp_path).card.card
    core = [one for one in LESSON.exercises if not one.practice]
    assert shown["open"] == [[one.id, one.number, one.title] for one in core[2:]]
    assert shown["seconds"] == [
        [one.id, one.number, one.title] for one in core[:2] if one.again is not None
    ]


def test_an_extra_exercise_left_out_is_not_still_open() -> None:
    ending = find_ending(LESSON, answered(right=True))
    assert ending.still_open == ()
    assert {number for number, _, _ in ending.lines} == {
        one.number for one in LESSON.exercises if not one.practice
    }


def test_a_second_attempt_that_the_edition_has_no_text_for_is_not_offered() -> None:
    sheet = answered(right=True)
    usual, twin = (find_ending(LESSON, sheet, twin=one).seconds for one in (False, True))
    kept = [one.id for one in usual if one.in_edition(twin=True) is one]
    assert [one.id for one in twin] == kept
    assert 0 < len(kept) < len(usual)


def test_the_second_attempt_comes_below_the_card_and_is_made_once(
    told: Told, tmp_path: Path
) -> None:
    told.sheet = answered(right=False)
    card = make_card(told, tmp_path)
    first = card.card.card["again"]["id"]
    press(card, do="again", exercise=first)
    assert [one.value for one in card.children[1:]] == [first]
    assert told[-1] == {"show": f"{first}-again"}
    other = next(one for one, _, _ in card.card.card["seconds"] if one != first)
    press(card, do="again", exercise=other)
    press(card, do="again", exercise=first)
    assert [one.value for one in card.children[1:]] == [first]
    assert told.asked == [first, other]


def test_a_second_attempt_that_there_is_not_is_told_in_a_sentence(
    told: Told, tmp_path: Path
) -> None:
    card = make_card(told, tmp_path, refusal="1.1: check it first.")
    press(card, do="again", exercise=LESSON.exercises[0].id)
    assert told[-1] == {"say": "1.1: check it first."}
    assert card.children == (card.card,)
    press(card, do="again", exercise="no-such")
    assert 'there is no exercise "no-such"' in told[-1]["say"]


def test_hand_in_writes_this_lesson_and_asks_whose_it_is_once(told: Told, tmp_path: Path) -> None:
    told.sheet = answered(right=True)
    card = make_card(told, tmp_path)
    assert card.card.card["ask"] is True
    after = press(card, do="hand in", name=" M.  K. ")
    assert after["ask"] is False
    (path,) = tmp_path.glob("*.handin.json")
    assert told[-1]["say"].startswith(f"Written: {path.name}, in {path.parent}.")
    (sheet,) = read_handed_in(path)
    assert (sheet.lesson, sheet.learner) == (LESSON.name, "M. K.")
    assert dict(sheet.entries) == dict(told.sheet.entries)


def test_a_folder_that_cannot_be_written_is_told(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mediakit.widgets.end_card.write_hand_in", fail)
    press(make_card(told, tmp_path), do="hand in", name="M. K.")
    assert "No space left on device" in told[-1]["say"]


def test_what_nbval_compares_is_the_same_whatever_was_answered(told: Told, tmp_path: Path) -> None:
    card = make_card(told, tmp_path)
    bundle = card._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == repr(card) == "The end card: run this cell to see it."
    assert data["text/html"] == "<p>The end card: run this cell to see it.</p>"


@pytest.mark.parametrize("number", ["00", "04", "10"])
def test_every_lesson_has_an_end(number: str, told: Told, tmp_path: Path) -> None:
    lesson = load_lesson(number)
    sheet = AnswerSheet(lesson.name)
    for one in lesson.exercises:
        sheet = sheet.with_entry(one.id, Entry(checked=key_answer(one)))
    notebook = tmp_path / f"{lesson.name}.ipynb"
    card = EndCard(lesson, notebook, sheet=lambda: sheet, second_attempt=lambda _: "")
    assert (card.card.card["next"] is None) == (number == "10")
    assert card.card.card["points"]
    assert len(card.card.card["lines"]) == len(lesson.exercises)
