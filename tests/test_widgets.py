"""The open lesson without a browser: what a surface sends, what it is told, what is kept."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from mediakit.answers import MIME, load_sheet, sheet_from_json
from mediakit.errors import AnswerError, UnknownName
from mediakit.lessons import check_line, grade_entry, key_answer, load_lesson
from mediakit.lessons.given import runs_given
from mediakit.text import Article
from mediakit.widgets import keeper, session
from mediakit.widgets.session import OpenLesson, open_lesson

LESSON = load_lesson("04")
MARKING, CHOOSING = "stadium-without-names", "what-anonymous-means"


@pytest.fixture(autouse=True)
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook of the learner's own, and no lesson open yet."""
    path = tmp_path / "04-no-name-given.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    monkeypatch.setenv("MEDIAKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(session, "_OPEN", {})
    return path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The bundles that the first cell has displayed or brought up to date."""
    bundles: list[dict[str, Any]] = []

    def keep(bundle: dict[str, Any], **_: Any) -> None:
        if MIME in bundle:
            bundles.append(bundle)

    monkeypatch.setattr(session, "display", keep)
    monkeypatch.setattr(session, "update_display", keep)
    monkeypatch.setattr(session, "get_ipython", lambda: object())
    return bundles


def restart(monkeypatch: pytest.MonkeyPatch) -> OpenLesson:
    """The lesson opened by a new kernel."""
    monkeypatch.setattr(keeper, "_KERNEL", uuid4().hex)
    monkeypatch.setattr(session, "_OPEN", {})
    return open_lesson("04")


def kept(folder: Path) -> Path:
    """Where the sheet of lesson 04 lies."""
    return folder / ".mediakit" / "answers" / "04-no-name-given.answers.json"


def runs_of_key(exercise_id: str) -> dict[str, Any]:
    exercise = LESSON.exercise(exercise_id)
    return {"runs": runs_given(exercise, key_answer(exercise))}


def test_a_surface_and_code_give_the_same_answer(tmp_path: Path) -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise(MARKING).surface
    surface.given = runs_of_key(MARKING)
    by_surface = load_sheet(kept(tmp_path))
    words = [one["exact"] for one in key_answer(LESSON.exercise(MARKING))["texts"]["stadium-move"]]
    surface.given = {"runs": {}}
    lesson.answer(MARKING, words)
    by_code = load_sheet(kept(tmp_path))
    assert by_surface is not None
    assert by_code is not None
    assert by_surface.entry(MARKING).answer == by_code.entry(MARKING).answer


def test_a_check_locks_the_answer_in_and_later_changes_are_practice() -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise(MARKING).surface
    assert lesson.check(MARKING) == "4.7 not answered yet"
    surface.given = runs_of_key(MARKING)
    assert lesson.check(MARKING) == "4.7: answered, not checked"
    surface._handle_custom_msg({"do": "check"}, [])
    assert lesson.check(MARKING) == "4.7: 5 of 5 points"
    surface.given = {"runs": {"stadium-move": []}}
    surface._handle_custom_msg({"do": "check"}, [])
    assert lesson.check(MARKING) == "4.7: 5 of 5 points"
    assert "first Check is what counts" in surface.state["message"]
    assert {one["verdict"] for one in surface.state["feedback"]} == {"missed"}


def test_no_trait_holds_the_key_or_feedback_before_check() -> None:
    lesson = open_lesson("04")
    for exercise in LESSON.exercises:
        surface = lesson.exercise(exercise.id).surface
        surface_state = {name: surface.trait_values()[name] for name in surface.keys}
        told = json.dumps(surface_state, default=str)
        whys = [mark.why for case in exercise.cases for mark in case.key.marks if mark.why]
        whys += [option.why for option in exercise.options] if exercise.kind == "choose" else []
        whys += [one.say for one in exercise.misconceptions]
        assert not [why for why in whys if json.dumps(why)[1:-1] in told]
        assert surface.state["feedback"] == []
        assert surface.state["points"] == surface.state["how"] == ""
        assert "model" not in surface.state
        assert "kept" not in surface.state


def test_after_check_the_papers_own_words_can_be_underlined() -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise("who-tells-without-a-name").surface
    surface.given = runs_of_key("who-tells-without-a-name")
    surface._handle_custom_msg({"do": "check"}, [])
    tokens = LESSON.exercise("who-tells-without-a-name").case("kremlin-denial").article.tokens
    words = [tokens[n] for n in surface.state["kept"]["kremlin-denial"]]
    assert "denied" in words
    assert list(surface.state["kept"]) == ["kremlin-denial"]


def test_a_check_with_a_text_left_open_says_which_and_locks_nothing() -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise("who-tells-without-a-name").surface
    runs = runs_of_key("who-tells-without-a-name")["runs"]
    surface.given = {"runs": {"kremlin-denial": runs["kremlin-denial"]}}
    surface._handle_custom_msg({"do": "check"}, [])
    assert "“Dredging to resume" in surface.state["message"]
    assert "Nothing here" in surface.state["message"]
    assert surface.state["locked"] is False


def test_answers_come_back_after_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    open_lesson("04").answer(CHOOSING, "newsroom", check=True)
    lesson = restart(monkeypatch)
    assert lesson.check(CHOOSING) == "4.2: 1 of 1 points"
    assert lesson.exercise(CHOOSING).surface.given == {"option": "newsroom"}


def test_answers_come_back_from_the_saved_notebook_alone(
    notebook: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_lesson("04").answer(CHOOSING, "newsroom", check=True)
    cell = {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": shown[-1]}]}
    notebook.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    kept(notebook.parent).unlink()
    assert restart(monkeypatch).check(CHOOSING) == "4.2: 1 of 1 points"


def test_a_duplicated_notebook_is_an_attempt_of_its_own(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_lesson("04").answer(CHOOSING, "nobody")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook.with_name("04-no-name-given-Copy1.ipynb")))
    copy = open_lesson("04")
    assert copy.check(CHOOSING) == "4.2 not answered yet"
    copy.answer(CHOOSING, "newsroom", check=True)
    sheets = sorted(path.name for path in kept(notebook.parent).parent.glob("*.answers.json"))
    assert sheets == ["04-no-name-given-Copy1.answers.json", "04-no-name-given.answers.json"]
    assert restart(monkeypatch).check(CHOOSING) == "4.2: 1 of 1 points"


def test_a_folder_that_cannot_be_written_is_told_and_loses_nothing(
    notebook: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (notebook.parent / "a-file").write_text("", encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook.parent / "a-file" / notebook.name))
    lesson = open_lesson("04")
    surface = lesson.exercise(CHOOSING).surface
    surface.given = {"option": "newsroom"}
    assert "could not be written" in surface.state["trouble"]
    assert sheet_from_json(shown[-1][MIME], "cell").entry(CHOOSING).answer == {"option": "newsroom"}


def test_a_damaged_sheet_is_set_aside_and_never_overwritten(notebook: Path) -> None:
    sheet = kept(notebook.parent)
    sheet.parent.mkdir(parents=True)
    sheet.write_text('{"schema": 1, "exer', encoding="utf-8")
    lesson = open_lesson("04")
    surface = lesson.exercise(CHOOSING).surface
    assert "set aside as 04-no-name-given.answers.json.aside-1" in surface.state["trouble"]
    lesson.answer(CHOOSING, "newsroom")
    aside = sheet.with_name("04-no-name-given.answers.json.aside-1")
    assert aside.read_text(encoding="utf-8") == '{"schema": 1, "exer'
    assert load_sheet(sheet) is not None


def test_two_windows_on_one_notebook_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window opened later goes on; the older one writes nothing until it is opened again."""
    first = open_lesson("04")
    first.answer(CHOOSING, "nobody")
    second = restart(monkeypatch)
    surface = first.exercise("how-many-people").surface
    first.answer("how-many-people", "two")
    assert "opened in another window" in surface.state["trouble"]
    second.answer("what-makes-it-sound", "traceable")
    assert "answered, not checked" in second.check(CHOOSING)
    assert second.check("how-many-people") == "4.8 not answered yet"
    first.reopen()
    assert surface.state["trouble"] == ""
    third = restart(monkeypatch)
    for exercise in (CHOOSING, "how-many-people", "what-makes-it-sound"):
        assert "answered, not checked" in third.check(exercise)


def test_two_kernels_that_began_with_an_empty_sheet_lose_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = open_lesson("04"), restart(monkeypatch)
    first.answer(CHOOSING, "nobody")
    second.answer("how-many-people", "two")
    first.reopen()
    third = restart(monkeypatch)
    assert "answered, not checked" in third.check(CHOOSING)
    assert "answered, not checked" in third.check("how-many-people")


def test_a_fuller_notebook_beside_an_emptier_sheet_is_taken_and_both_are_kept(
    notebook: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = open_lesson("04")
    for exercise in (CHOOSING, "how-many-people"):
        lesson.answer(
            exercise, {"what-anonymous-means": "newsroom"}.get(exercise, "two"), check=True
        )
    full = shown[-1]
    sheet = kept(notebook.parent)
    sheet.unlink()
    restart(monkeypatch).hint(CHOOSING)
    cell = {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": full}]}
    notebook.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    lesson = restart(monkeypatch)
    assert lesson.check(CHOOSING) == "4.2: 1 of 1 points"
    assert (
        "kept as 04-no-name-given.answers.json.aside-1"
        in lesson.exercise(CHOOSING).surface.state["trouble"]
    )


def test_a_renamed_notebook_brings_its_answers_along(
    notebook: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = open_lesson("04")
    early = shown[-1]
    lesson.answer(CHOOSING, "newsroom", check=True)
    cell = {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": early}]}
    renamed = notebook.with_name("04-no-name-given-Ada.ipynb")
    renamed.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(renamed))
    assert restart(monkeypatch).check(CHOOSING) == "4.2: 1 of 1 points"


def test_what_a_window_checks_is_what_it_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = open_lesson("04"), restart(monkeypatch)
    for option in ("one", "three", "one", "three"):
        first.answer("how-many-people", option)
    assert second.answer("how-many-people", "two", check=True) == "4.8: 1 of 1 points"


def test_a_worked_sentence_is_shown_and_others_only_after_check() -> None:
    lesson = open_lesson("04")
    assert "two anonymous sources" in repr(lesson.worked("kremlin-denial", 2))
    assert "two anonymous sources" in repr(lesson.worked("kremlin-denial", 2).chain)
    with pytest.raises(
        AnswerError, match=r"after the exercises on it are checked. Still open: 4.7"
    ):
        lesson.worked("stadium-move", 1)
    with pytest.raises(AnswerError, match="there is no sentence 99"):
        lesson.worked("kremlin-denial", 99)


def test_the_program_is_shown_beside_the_key_only_after_the_checks() -> None:
    lesson = open_lesson("04")
    before = lesson.program("stadium-move", "source.unnamed", "source.hidden")
    assert "Still open: 4.7" in str(before)
    assert "two people" not in str(before)
    for exercise in LESSON.exercises:
        on_it = any(case.slug == "stadium-move" for case in exercise.cases)
        if on_it and exercise.kind != "write" and not exercise.practice:
            lesson._change(exercise, key_answer(exercise))
            lesson._lock(exercise)
    after = lesson.program("stadium-move", "source.unnamed", "source.hidden")
    assert str(after).startswith("The program found")
    assert "two people close to the club" in str(after)


def test_a_mistake_in_a_notebook_is_shown_as_its_message_alone() -> None:
    with pytest.raises(AnswerError) as caught:
        open_lesson("04").answer(CHOOSING, "newsrom")
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_a_marked_sentence_stands_for_the_whole_of_it() -> None:
    exercise = LESSON.exercise("practice-library")
    tokens = exercise.cases[0].article.tokens
    runs = runs_given(exercise, key_answer(exercise))["library-hours"]
    assert {tokens[last] for _, last, _ in runs} <= {".", "say", "”"}


def test_running_the_first_cell_again_keeps_the_surfaces(shown: list[dict[str, Any]]) -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise(CHOOSING).surface
    assert open_lesson("04") is lesson
    surface.given = {"option": "newsroom"}
    assert lesson.check(CHOOSING) == "4.2: answered, not checked"
    assert "answered, not checked" in shown[-1]["text/html"]


def test_a_check_line_is_brought_up_to_date_where_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    updated: dict[str, str] = {}
    monkeypatch.setattr(session, "display", lambda *_, **__: None)
    monkeypatch.setattr(session, "get_ipython", lambda: object())
    monkeypatch.setattr(
        session,
        "update_display",
        lambda bundle, display_id, **_: updated.update({display_id: bundle["text/plain"]}),
    )
    lesson = open_lesson("04")
    line = lesson.check(CHOOSING)
    lesson.answer(CHOOSING, "newsroom", check=True)
    assert line.display_id is not None
    assert updated[line.display_id] == "4.2: 1 of 1 points"


def test_the_card_holds_the_points_of_checked_answers_only(shown: list[dict[str, Any]]) -> None:
    lesson = open_lesson("04")
    lesson.answer(CHOOSING, "newsroom")
    asked = sum(not one.practice for one in load_lesson("04").exercises)
    assert f"0 of 20 points, 1 of {asked} exercises answered" in shown[-1]["text/plain"]
    lesson.answer(CHOOSING, "newsroom", check=True)
    assert "1 of 20 points" in shown[-1]["text/plain"]


def test_hints_are_given_in_order_and_recorded() -> None:
    lesson = open_lesson("04")
    for number in (1, 2, 3, 3):
        assert lesson.hint(CHOOSING).startswith(f"Hint {number} of 3:")
    surface = lesson.exercise(CHOOSING).surface
    assert len(surface.state["hints"]) == 3


def test_a_newer_page_takes_over_and_one_that_ran_no_first_cell_is_told_so(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ["one"]
    monkeypatch.setattr(session, "_client", lambda: page[0])
    lesson = open_lesson("04")
    surface = lesson.exercise(CHOOSING).surface
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(type(surface), "send", lambda self, content, *_: sent.append(content))
    surface._handle_custom_msg({"do": "hello", "view": "v"}, [])
    page[0] = "two"
    surface._handle_custom_msg({"do": "hello", "view": "w"}, [])
    assert sent == [
        {"view": "v", "carried": True, "saved": True, "taken": False, "writable": True},
        {"view": "v", "carried": True, "saved": True, "taken": True, "writable": True},
        {"view": "w", "carried": False, "saved": False, "taken": False, "writable": True},
    ]
    page[0] = "one"
    surface._handle_custom_msg({"do": "take", "view": "v"}, [])
    assert [(one["view"], one["taken"]) for one in sent[3:]] == [("v", False), ("w", True)]
    page[0] = "two"
    assert "run the first cell again" in lesson.answer(CHOOSING, "newsroom")


def test_the_readers_own_copy_is_offered_beside_the_retelling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = open_lesson("04").exercise("who-tells-without-a-name").surface
    assert first.exercise["originals"] == []
    copy = SimpleNamespace(article=Article("The copy.\n\nSecond paragraph."))
    monkeypatch.setattr(session, "load_original", lambda case: copy)
    surface = restart(monkeypatch).exercise("who-tells-without-a-name").surface
    (original,) = surface.exercise["originals"]
    assert original["paragraphs"] == ["The copy.", "Second paragraph."]
    assert [one["outlet"] for one in surface.exercise["originals"]] == ["The Moscow Times"]


def test_the_hand_in_file_holds_the_whole_sheet(notebook: Path) -> None:
    lesson = open_lesson("04")
    lesson.answer(CHOOSING, "newsroom", check=True)
    card = lesson.score_card()
    card._handle_custom_msg({"do": "hand in"}, [])
    written = load_sheet(notebook.with_name("04-no-name-given.handin.json"))
    assert written is not None
    assert check_line(grade_entry(LESSON.exercise(CHOOSING), written.entry(CHOOSING))) == (
        "4.2: 1 of 1 points"
    )
    assert "04-no-name-given.handin.json" in card.message


def test_a_wrong_id_or_answer_says_what_could_be_meant() -> None:
    lesson = open_lesson("04")
    with pytest.raises(
        UnknownName, match=r'there is no exercise "what-anonymous-mean".* Did you mean'
    ):
        lesson.check("what-anonymous-mean")
    with pytest.raises(
        AnswerError, match=r'there is no option "newsrom".* Did you mean "newsroom"'
    ):
        lesson.answer(CHOOSING, "newsrom")
    with pytest.raises(AnswerError, match=r"is not in the text.* Did you mean “two people close"):
        lesson.answer(MARKING, ["two peple close to the club"])


def test_marks_that_do_not_fit_the_text_are_refused_with_a_sentence() -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise(MARKING).surface
    surface.given = {"runs": {"stadium-move": [[5, 999_999, "source"]]}}
    assert "don't fit the text" in surface.state["message"]
    assert lesson.check(MARKING) == "4.7 not answered yet"


@pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda exercise: exercise.id)
def test_what_a_notebook_compares_is_the_same_whatever_was_answered(exercise: Any) -> None:
    lesson = open_lesson("04")
    before = lesson.exercise(exercise.id).surface._repr_mimebundle_()
    lesson._change(exercise, key_answer(exercise))
    lesson._lock(exercise)
    after = lesson.exercise(exercise.id).surface._repr_mimebundle_()
    for kind in ("text/plain", "text/html"):
        assert _data(before)[kind] == _data(after)[kind]


def _data(bundle: Any) -> dict[str, Any]:
    return bundle[0] if isinstance(bundle, tuple) else bundle


# ── the second attempt, the twin, the learner's own line ─────────────────────


def test_the_second_attempt_opens_after_the_first_check_and_its_points_reach_the_line() -> None:
    lesson = open_lesson("04")
    assert "check it first" in str(lesson.again(MARKING))
    lesson.answer(MARKING, [], check=True)
    assert lesson.check(MARKING) == "4.7: 0 of 5 points"
    second = lesson.again(MARKING)
    assert second.exercise["texts"][0]["slug"] == "hospital-rota"
    again = LESSON.exercise(f"{MARKING}-again")
    second.given = {"runs": runs_given(again, key_answer(again))}
    second._handle_custom_msg({"do": "check"}, [])
    assert lesson.check(MARKING) == "4.7: 5 of 5 points on the second attempt"


def test_an_idea_has_no_second_attempt() -> None:
    assert str(open_lesson("04").again(CHOOSING)) == "4.2 has no second attempt."


def test_with_the_twin_what_asks_about_the_article_asks_about_the_twin() -> None:
    lesson = open_lesson("08", twin=True)
    assert "Meridian" in repr(lesson.worked("kremlin-denial", 2))
    assert lesson.exercise("chain-of-the-merger").surface.exercise["id"] == "chain-of-the-merger"
    surface = lesson.exercise("roots-of-the-report").surface
    assert surface.exercise["texts"][0]["outlet"] == "The Brenz Observer"
    lesson.answer("roots-of-the-report", "one", check=True)
    assert lesson.check("roots-of-the-report") == "8.4: 1 of 1 points"
    assert "no other text" in str(lesson.again("roots-of-the-report"))


def test_a_variable_chooses_the_twin_for_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAKIT_TWIN", "1")
    assert open_lesson("08").twin
    monkeypatch.setenv("MEDIAKIT_TWIN", "0")
    assert not open_lesson("08").twin


def test_i_read_it_differently_is_kept_and_changes_no_points(notebook: Path) -> None:
    lesson = open_lesson("04")
    surface = lesson.exercise(CHOOSING).surface
    lesson.answer(CHOOSING, "nobody", check=True)
    surface._handle_custom_msg({"do": "note", "text": " an editor\nneed not know  "}, [])
    sheet = load_sheet(kept(notebook.parent))
    assert sheet is not None
    assert sheet.entry(CHOOSING).note == "an editor need not know"
    assert surface.state["note"] == "an editor need not know"
    assert lesson.check(CHOOSING) == "4.2: 0 of 1 points"


def test_tables_and_chains_are_shown_after_the_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    brought: dict[str, Any] = {}
    told = lambda one, *, display_id, **_: brought.update({display_id: one})  # noqa: E731
    monkeypatch.setattr(session, "update_display", told)
    lesson = open_lesson("08")
    waiting = lesson.table("merger-talks", sort="when")
    assert "Still open: 8.1, 8.5" in str(waiting)
    assert "Still open: 8.1, 8.5" in str(lesson.counts("merger-talks", "kind"))
    assert "Still open" in str(lesson.chain("merger-talks"))
    for exercise in load_lesson("08").exercises:
        if exercise.cases and exercise.cases[0].slug == "merger-talks" and exercise.kind != "write":
            lesson._change(exercise, key_answer(exercise))
            lesson._lock(exercise)
    dates = brought[waiting.display_id].frame["when"]
    assert list(dates) == sorted(dates)
    assert "" not in list(dates)
    assert not lesson._later
    table = lesson.table("merger-talks").frame
    assert list(table.columns) == ["sentence", "who", "kind", "says", "what", "when"]
    assert set(table["who"]) >= {"Beverage Wire", "City Morning"}
    assert "Hopwatch</strong>" in lesson.chain("merger-talks")._repr_html_()
    counts = lesson.counts("merger-talks", "kind")
    assert sum(number for _, number in counts.counted) == len(table)
    assert "Hopwatch" in repr(lesson.chain("merger-talks"))
    some = repr(lesson.chain("merger-talks", 1, 4))
    assert "Hopwatch" not in some
    assert "the Beverage Wire" in some
    assert list(lesson.table("merger-talks", "denial").frame["kind"]) == ["partial", "no-comment"]


def test_a_line_goes_from_what_can_begin_it_to_what_can_end_it() -> None:
    for number in ("01", "02", "06", "07"):
        for exercise in load_lesson(number).all_exercises:
            if exercise.kind == "connect":
                first, second = exercise.line_ends
                assert {*first, *second} == set(exercise.spec["nodes"])
                assert all(a in first and b in second for a, b in exercise.lines)


def test_what_the_saved_notebook_carries_is_not_called_missing(notebook: Path) -> None:
    lesson = open_lesson("04")
    lesson.answer(CHOOSING, "newsroom")
    keeper = lesson._keeper
    assert not keeper.is_saved()
    output = {"data": lesson._bundle(), "output_type": "display_data", "metadata": {}}
    cells = [{"cell_type": "code", "source": "", "outputs": [output]}]
    keeper.notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert keeper.is_saved()
    lesson.answer(CHOOSING, "nobody")
    assert not keeper.is_saved()
