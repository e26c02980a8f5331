"""The lessons page: its data, what its buttons do, and the page in JupyterLab."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab_page import CHROMIUM, FLAGS, LabPage, running_lab

import mediakit
from mediakit.answers import AnswerSheet, Entry, sheet_path, sheet_to_json
from mediakit.classroom.collect import read_sheets as read_handed_in
from mediakit.data import write_atomically
from mediakit.lessons import course, key_answer, load_lesson
from mediakit.lessons.copies import edition_in, refresh_lessons
from mediakit.lessons.course import find_course, lesson_heads
from mediakit.lessons.progress import progress
from mediakit.widgets.page import LessonsPage, describe_page, open_course


def keep(
    folder: Path, number: str, *, first: int | None = None, learner: str = "", wrong: bool = False
) -> AnswerSheet:
    """Keep the key's answers to a lesson's exercises (the ``first`` of them), as if checked."""
    lesson = load_lesson(number)
    sheet = AnswerSheet(lesson.name, learner=learner)
    for exercise in [one for one in lesson.exercises if not (lesson.possible and one.practice)][
        :first
    ]:
        answer = key_answer(exercise)
        if wrong and exercise.kind == "mark":
            answer["texts"] = {slug: [] for slug in answer["texts"]}
        sheet = sheet.with_entry(exercise.id, Entry(answer=answer, checked=answer, tries=1))
    path = sheet_path(folder / f"{lesson.name}.ipynb", lesson.name, learner)
    write_atomically(path, json.dumps(sheet_to_json(sheet)))
    return sheet


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lessons.ipynb"))
    monkeypatch.delenv("MEDIAKIT_ANSWERS", raising=False)
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the page has been told, in order."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(LessonsPage, "send", lambda self, content: messages.append(content))
    return messages


def press(page: LessonsPage, **content: Any) -> dict[str, Any]:
    """Send what a button sends; gives what the page draws then."""
    page._handle_custom_msg(content, [])
    return dict(page.page)


def row_of(page: dict[str, Any], number: str) -> dict[str, Any]:
    return next(row for level in page["levels"] for row in level["rows"] if row["number"] == number)


# ── what it shows ────────────────────────────────────────────────────────────


def test_eleven_lessons_stand_in_three_levels(folder: Path) -> None:
    levels = describe_page(folder)["levels"]
    assert [level["name"] for level in levels] == ["Foundation", "Core", "Advanced"]
    assert [len(level["rows"]) for level in levels] == [4, 4, 3]
    for head in lesson_heads():
        lesson = load_lesson(head.name)
        assert (head.title, head.level, head.minutes) == (
            lesson.title,
            lesson.level,
            lesson.minutes,
        )
        asked = [one for one in lesson.exercises if not (lesson.possible and one.practice)]
        assert set(head.exercises) == {one.id for one in asked}, (
            "where nothing counts, nothing is extra"
        )


def test_where_nothing_is_done_it_says_where_to_begin(folder: Path) -> None:
    page = describe_page(folder)
    assert page["go"]["title"] == "Begin: 00 Start here"
    assert page["again"] is None
    assert {row["word"] + row["note"] for level in page["levels"] for row in level["rows"]} == {""}


def test_a_lesson_begun_says_how_far_and_how_long(folder: Path) -> None:
    keep(folder, "03", first=5)
    total = len(lesson_heads()[3].exercises)
    page = describe_page(folder)
    row = row_of(page, "03")
    left = max(5, round(lesson_heads()[3].minutes * (total - 5) / total / 5) * 5)
    assert (row["word"], row["share"]) == ("go on", round(500 / total))
    assert row["note"] == f"5 of {total} exercises · about {left} min left"
    assert page["go"]["title"] == "Go on: 03 The verb works"
    assert page["go"]["say"] == f"Exercise 6 of {total}. About {left} minutes."


def test_a_lesson_done_says_what_was_found_and_the_page_goes_on_to_the_next(folder: Path) -> None:
    keep(folder, "00")
    keep(folder, "01")
    page = describe_page(folder)
    row = row_of(page, "01")
    assert (row["word"], row["share"]) == ("done", 100)
    assert row["note"].startswith("found ")
    assert " · fell for 0 of " in row["note"]
    assert page["go"]["title"] == "Next: 02 Inside the marks"
    assert page["again"] is None


def test_one_thing_is_to_be_done_again_and_leads_to_the_end_of_its_lesson(folder: Path) -> None:
    keep(folder, "01", wrong=True)
    keep(folder, "04", wrong=True)
    page = describe_page(folder)
    assert page["again"]["at"] == "end"
    noted = [row for level in page["levels"] for row in level["rows"] if "again: " in row["note"]]
    assert [row["notebook"] for row in noted] == [page["again"]["notebook"]]


def test_second_attempts_count_as_done_where_the_edition_asks_them(folder: Path) -> None:
    sheet = keep(folder, "01")
    real = next(
        one
        for one in load_lesson("01").exercises
        if one.again is not None and one.in_edition(twin=True) is one.again
    )
    entries = {name: entry for name, entry in sheet.entries.items() if name != real.id}
    without = AnswerSheet(sheet.lesson, entries=entries)
    with_twin = AnswerSheet(
        sheet.lesson, entries={**entries, f"{real.id}-again": Entry(checked=key_answer(real.again))}
    )
    states = [
        find_course({sheet.lesson: (one, date(2026, 1, 9))}).rows[1].state
        for one in (without, with_twin)
    ]
    assert states == ["begun", "done"]


def test_what_cannot_be_read_is_said_and_stops_nothing(folder: Path) -> None:
    keep(folder, "01")
    sheet_path(folder / "02-inside-the-marks.ipynb", "02-inside-the-marks").write_text("{")
    page = describe_page(folder)
    assert len(page["unread"]) == 1
    assert "02-inside-the-marks.answers.json" in page["unread"][0]
    assert row_of(page, "01")["word"] == "done"


def test_it_opens_without_loading_a_lesson_and_then_looks_closer(
    folder: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder, "01")
    with monkeypatch.context() as patch:
        patch.setattr(course, "load_lesson", None)
        page = open_course()
    assert row_of(page.page, "01")["word"] == "done"
    assert row_of(page.page, "01")["note"] == ""
    assert row_of(press(page, do="refresh"), "01")["note"].startswith("found ")
    assert told == []


def test_looking_again_sends_nothing_where_nothing_has_changed(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    page = open_course()
    press(page, do="refresh")
    before = page.page
    press(page, do="refresh")
    assert page.page is before
    keep(folder, "01", first=1)
    assert row_of(press(page, do="refresh"), "01")["word"] == "go on"


def test_without_a_widget_it_is_a_list_of_links_and_always_the_same(folder: Path) -> None:
    empty = open_course()._repr_mimebundle_()
    keep(folder, "01")
    filled = open_course()._repr_mimebundle_()
    empty, filled = (one[0] if isinstance(one, tuple) else one for one in (empty, filled))
    for kind in ("text/plain", "text/html"):
        assert empty[kind] == filled[kind]
    for head in lesson_heads():
        assert f'href="{head.notebook}"' in empty["text/html"]
        assert head.called in empty["text/plain"]
    assert mediakit.open_course is open_course


def test_progress_repeats_only_what_was_checked(folder: Path) -> None:
    lesson = load_lesson("01")
    exercise = lesson.exercises[0]
    sheet = AnswerSheet(lesson.name).with_entry(exercise.id, Entry(answer=key_answer(exercise)))
    write_atomically(
        sheet_path(folder / f"{lesson.name}.ipynb", lesson.name), json.dumps(sheet_to_json(sheet))
    )
    assert progress(folder).repeat == ()


# ── what its buttons do ──────────────────────────────────────────────────────


def test_somebody_else_sees_nothing_of_who_was_here_before(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    keep(folder, "01")
    page = open_course()
    other = press(page, do="switch", name="  Ana   B. ")
    assert (other["name"], other["known"]) == ("Ana B.", [["", "No name (the first one here)"]])
    assert other["go"]["title"] == "Begin: 00 Start here"
    assert told[-1]["say"] == "You work as Ana B. now."
    keep(folder, "02", first=2, learner="Ana B.")
    assert press(page, do="refresh")["go"]["title"] == "Go on: 02 Inside the marks"
    first = press(page, do="switch", name="")
    assert (row_of(first, "01")["word"], row_of(first, "02")["word"]) == ("done", "")
    assert first["known"] == [["Ana B.", "Ana B."]]


def test_hand_in_writes_a_file_a_lesson_that_the_grader_reads_and_asks_once(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    keep(folder, "01")
    keep(folder, "03", first=2)
    page = open_course()
    assert page.page["ask"] is True
    after = press(page, do="hand in", name="M. K.")
    assert (after["ask"], after["name"]) == (False, "M. K.")
    names = told[-1]["lines"]
    assert told[-1]["say"].startswith(f"Written: 2 files in the folder {folder}.")
    sheets = [sheet for name in names for sheet in read_handed_in(folder / name)]
    assert [(one.lesson, one.learner) for one in sheets] == [
        ("01-who-says-so", "M. K."),
        ("03-the-verb-works", "M. K."),
    ]
    press(page, do="hand in", name="")
    assert told[-1]["lines"] == names
    assert row_of(page.page, "01")["word"] == "done"


def test_hand_in_says_where_there_is_nothing_yet(folder: Path, told: list[dict[str, Any]]) -> None:
    press(open_course(), do="hand in", name="M. K.")
    assert "nothing to hand in yet" in told[-1]["say"]
    assert not list(folder.glob("*.handin.json"))


def test_what_cannot_be_written_is_told_in_a_sentence(
    folder: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("mediakit.widgets.page.switch_learner", fail)
    press(open_course(), do="switch", name="Ana")
    assert "can't be written (Read-only file system)" in told[-1]["say"]


def test_the_other_edition_comes_and_goes_and_answers_stay(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    refresh_lessons(folder)
    keep(folder, "01")
    page = open_course()
    assert "one real article" in page.page["lead"]
    other = press(page, do="edition", twin=True)
    assert (other["twin"], edition_in(folder)) == (True, True)
    assert "invented stories" in other["lead"]
    assert row_of(other, "01")["word"] == "done"
    assert "No answer is lost" in told[-1]["say"]
    assert press(page, do="edition", twin=False)["twin"] is False


def test_an_unknown_message_does_nothing(folder: Path, told: list[dict[str, Any]]) -> None:
    before = open_course().page
    page = open_course()
    press(page, do="format the disk")
    assert (page.page, told) == (before, [])


# ── in JupyterLab ────────────────────────────────────────────────────────────

CARD = """from pathlib import Path
from mediakit.lessons import load_lesson
from mediakit.widgets.end_card import EndCard
from mediakit.widgets.keeper import Keeper
from mediakit.widgets.session import OpenLesson
notebook = Path("01-who-says-so.ipynb").resolve()
lesson = OpenLesson(load_lesson("01"), Keeper("01-who-says-so", notebook))
EndCard(load_lesson("01"), notebook, sheet=lambda: lesson._keeper.sheet, second_attempt=lesson.again)"""
VIOLATIONS = """async () => (await axe.run([...document.querySelectorAll('.mk-course, .mk-end')]))
  .violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).slice(0, 3)}`)"""
TOO_WIDE = """() => [...document.querySelectorAll('.mk-course, .mk-end')]
  .filter((one) => one.scrollWidth > one.clientWidth).length"""
browser = pytest.mark.browser


@pytest.fixture(scope="module")
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course") / "lessons"
    folder.mkdir()
    keep(folder, "00")
    keep(folder, "01", wrong=True)
    keep(folder, "03", first=5)
    for name, code in (
        ("lessons.ipynb", "from mediakit import open_course\nopen_course()"),
        ("card.ipynb", CARD),
    ):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, folder / name)
    return folder


@pytest.fixture(scope="module")
def context(course_folder: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM and not os.environ.get("MEDIAKIT_REQUIRE_BROWSER"):
        pytest.skip("no Chromium found; on Debian or Ubuntu: sudo apt install chromium")
    with running_lab(course_folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport={"width": 1300, "height": 1000})
        context.mediakit_address = address
        yield context
        chromium.close()


@pytest.fixture
def lab(context: Any) -> Iterator[LabPage]:
    yield from opened(context, "lessons.ipynb")


@pytest.fixture
def card(context: Any) -> Iterator[LabPage]:
    yield from opened(context, "card.ipynb")


class CoursePage(LabPage):
    """The lessons page, which runs itself, or a card in a notebook that is run by the menu."""

    def open(self) -> None:
        """Open the notebook, or load the page again, and wait until it is drawn."""
        self.page.goto(f"{self.address}/doc/tree/{self.notebook}")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.wait_until_idle()
        if self.notebook == "card.ipynb":
            self.menu("Run", "Run All Cells")
        self.page.wait_for_selector(".mk-course, .mk-end", timeout=90_000)
        self._wait_for_last_cell()


def opened(context: Any, name: str) -> Iterator[LabPage]:
    page = CoursePage(context, context.mediakit_address, name)
    yield page
    assert page.errors == []
    page.close()


def violations(page: Any) -> list[str]:
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).with_name("axe.min.js")
    page.evaluate(script.read_text(encoding="utf-8"))
    return list(page.evaluate(VIOLATIONS))


def look_everywhere(lab: LabPage) -> None:
    """No fault that axe finds, and nothing cut off, light and dark, wide and narrow."""
    page = lab.page
    for theme in ("Light", "Dark"):
        lab.set_theme(theme)
        page.wait_for_timeout(500)
        for width in (1300, 320):
            page.set_viewport_size({"width": width, "height": 1000})
            page.wait_for_timeout(300)
            assert violations(page) == []
            assert page.evaluate(TOO_WIDE) == 0
    lab.set_theme("Light")


def test_the_first_user_comes_back_under_the_name_they_handed_in_with(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    keep(folder, "01")
    page = open_course()
    press(page, do="hand in", name="Mina K")
    assert press(page, do="switch", name="Tom")["known"] == [["", "Mina K"]]
    back = press(page, do="switch", name="Mina K")
    assert (row_of(back, "01")["word"], back["name"]) == ("done", "Mina K")
    assert told[-1]["say"] == "You work as Mina K now."


@browser
def test_the_page_shows_the_way_and_its_links_open_the_lessons(lab: LabPage) -> None:
    page = lab.page
    assert page.get_by_role("heading", level=1).last.text_content() == (
        "How does a story know what it says?"
    )
    rows = page.locator(".mk-course li", has=page.locator("a.mk-c-link"))
    assert rows.count() == 11
    assert "done" in rows.nth(1).text_content()
    rows.nth(1).locator("small:has-text('found ')").wait_for()
    link = page.get_by_role("link", name="01 Who says so?")
    assert link.get_attribute("href") == "/doc/tree/01-who-says-so.ipynb"
    page.evaluate(
        """() => document.addEventListener('mediakit:open', (event) => {
             event.preventDefault(); event.stopPropagation(); window.opened = event.detail; }, true)"""
    )
    page.get_by_role("link", name="Try it on another story").click()
    assert page.evaluate("window.opened") == {"notebook": "01-who-says-so.ipynb", "at": "end"}
    assert page.url.endswith("/doc/tree/lessons.ipynb")


@browser
def test_the_page_is_clean_for_machines_in_light_and_dark_wide_and_narrow(lab: LabPage) -> None:
    for button in lab.page.locator(".mk-course button[aria-expanded]").all():
        button.click()
    look_everywhere(lab)


@browser
def test_keys_typed_on_the_page_reach_no_cell_and_a_reading_aid_is_kept(lab: LabPage) -> None:
    page = lab.page
    page.get_by_role("button", name="Somebody else").click()
    page.locator(".mk-course input").first.wait_for()
    page.get_by_label("A new name").focus()
    for key in ("b", "a", "d", "d", "x", "m", "ArrowDown"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == 1
    page.keyboard.press("Escape")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Somebody else"
    for key in ("d", "d", "x", "b"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == 1
    page.get_by_role("button", name="Keys and reading aids").click()
    page.get_by_label("Wider spacing").check()
    assert "mk-spaced" in page.locator(".mk-course").get_attribute("class")
    kept = json.loads(page.evaluate("localStorage.getItem('mediakit:aids')"))
    assert kept == {"spacing": True, "focus": False}
    page.get_by_label("Wider spacing").uncheck()


@browser
def test_what_was_done_elsewhere_shows_when_the_page_is_looked_at_again(
    lab: LabPage, course_folder: Path
) -> None:
    page = lab.page
    keep(course_folder, "05", first=2)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator(".mk-course li", has_text="Was it earned?").locator("text=go on").wait_for()


@browser
def test_hand_in_switch_and_edition_in_the_page(lab: LabPage, course_folder: Path) -> None:
    page = lab.page
    said = page.locator(".mk-c-said")
    page.get_by_role("button", name="Hand in", exact=True).first.click()
    page.get_by_label("Whose work is it?").fill("M. K.")
    page.keyboard.press("Enter")
    page.locator(".mk-c-said", has_text="Written:").wait_for()
    assert (course_folder / "01-who-says-so M. K..handin.json").is_file()
    assert page.locator(".mk-c-who").text_content().startswith("Working as M. K.")
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_label("A new name").fill("Ana")
    page.keyboard.press("Enter")
    page.locator(".mk-c-said", has_text="You work as Ana now.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Somebody else"
    page.get_by_role("heading", name="Begin: 00 Start here").wait_for()
    assert "found" not in page.locator(".mk-course").text_content()
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_role("button", name="M. K.", exact=True).click()
    page.locator(".mk-c-said", has_text="You work as M. K. now.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Somebody else"
    page.locator(".mk-course small", has_text="found").first.wait_for()
    page.get_by_role("button", name="Another edition of the texts").click()
    page.get_by_role("button", name="Take the other edition").click()
    page.locator(".mk-c-said", has_text="No answer is lost").wait_for()
    page.locator(".mk-c-lead", has_text="invented stories").wait_for()
    page.get_by_role("button", name="Go back to the real article").click()
    page.locator(".mk-c-lead", has_text="one real article").wait_for()
    assert said.get_attribute("role") == "status"


@browser
def test_an_end_card_is_clean_and_brings_the_second_attempt_below_it(card: LabPage) -> None:
    look_everywhere(card)
    page = card.page
    end = page.locator(".mk-root[data-end-card]")
    assert end.locator("h2.mk-prompt").text_content() == "What you found in 01 Who says so?"
    before = page.locator(".mk-root").count()
    end.get_by_role("button", name="Try it on another story").click()
    page.wait_for_function(f"document.querySelectorAll('.mk-root').length === {before + 1}")
    below = page.locator(".mk-root").last
    assert below.bounding_box()["y"] > end.bounding_box()["y"]
    assert page.locator(".jp-OutputArea-output:has(.mk-end)").locator(".mk-root").count() == 2
    end.get_by_role("button", name="All second attempts").click()
    end.get_by_role("button", name="All exercises").click()
    assert violations(page) == []
