"""A pupil's way through lesson 04 in the real JupyterLab: opened, answered, saved, come back to."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hands import Finger, Hand, Keys, Mouse
from lab_page import CHROMIUM, FLAGS, LabPage, running_lab

from mediakit.cli import main
from mediakit.lessons import key_answer, load_lesson
from mediakit.lessons.given import runs_given

pytestmark = pytest.mark.browser

if not CHROMIUM and not os.environ.get("MEDIAKIT_REQUIRE_BROWSER"):
    pytest.skip(
        "no Chromium found; on Debian or Ubuntu: sudo apt install chromium", allow_module_level=True
    )

NAME = "04-no-name-given.ipynb"
LESSON = load_lesson("04")
#: One of each kind of exercise, and a marking of sentences; `could` has no figure.
KINDS = {
    "04": (
        "recall-kinds",
        "what-anonymous-means",
        "who-tells-without-a-name",
        "who-heard-it-from-whom",
        "tell-a-friend",
        "practice-library",
    ),
    "07": ("how-likely-is-probably", "how-likely-is-could"),
    "08": ("when-was-it-said",),
}
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
LETTERS = ("x", "d", "d", "b", "a", "m", "y", "Enter", "Escape", "Control+Enter", "Alt+Enter")
ARROWS = ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("learner") / "lessons"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("MEDIAKIT_SHOTS")
    path = Path(named) if named else tmp_path_factory.mktemp("shots")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "MEDIAKIT_REQUIRE_BROWSER is set, and there is no Chromium"
    with running_lab(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.mediakit_address = address
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    context.mediakit_address = browser.mediakit_address
    return context


@pytest.fixture(scope="module")
def lab(context: Any) -> LabPage:
    return LabPage(context, context.mediakit_address, NAME)


def key_runs(exercise_id: str) -> dict[str, list[list[Any]]]:
    exercise = LESSON.exercise(exercise_id)
    return runs_given(exercise, key_answer(exercise))


def write_few(folder: Path, name: str, lesson: str, exercises: tuple[str, ...]) -> str:
    """A small notebook: a lesson's first cell, and some of its exercises."""
    calls = [f'from mediakit import open_lesson\nlesson = open_lesson("{lesson}")']
    calls += [f'lesson.exercise("{one}")' for one in exercises]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in calls])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    nbformat.write(notebook, folder / name)
    return name


def points_in_gradebook(path: Path, out: Path) -> dict[str, float]:
    """What `mediakit grade` makes of a saved notebook alone, without the sheet kept with it."""
    handed_in = out / "in"
    handed_in.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, handed_in / path.name)
    assert main(["grade", str(handed_in), "--out", str(out)]) == 0
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["exercise"]: float(row["points"]) for row in csv.DictReader(file) if row["points"]
        }


def state_in_tree(surface: Any, story: int = 0) -> list[str]:
    """The words that the accessibility tree gives as selected."""
    box = surface.locator("[role=listbox]").nth(story)
    return [one.text_content() for one in box.get_by_role("option", selected=True).all()]


# ── opening ──────────────────────────────────────────────────────────────────


def test_an_address_brings_the_lesson_with_nothing_pressed(
    lab: LabPage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lab.page.locator(".mk-root[data-ready=true]").count() >= len(LESSON.exercises)
    assert lab.page.locator(".jp-CodeCell .jp-InputArea-editor").first.is_hidden()
    first = lab.surface("4.1").locator(".mk-prompt").bounding_box()
    assert 0 < first["y"] < 900, "the first exercise is in view"
    with capsys.disabled():
        print(f"\n[address to the first surface: {lab.opened_after:.1f} s]")


def test_next_brings_each_prompt_into_the_upper_third(lab: LabPage) -> None:
    surface = lab.surface("4.1")
    surface.locator(".mk-prompt").focus()
    for exercise in LESSON.exercises[1:]:
        lab.page.keyboard.press("Shift+Enter")
        prompt = lab.page.locator(f"{SHOWN} .mk-root[data-exercise='{exercise.id}'] .mk-prompt")
        lab.page.wait_for_function(
            "(node) => node === document.activeElement", arg=prompt.element_handle()
        )
        lab.page.wait_for_timeout(150)
        assert 0 < prompt.bounding_box()["y"] < 300, exercise.id


# ── answering ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", [Mouse, Keys, Finger])
def test_every_kind_is_answered_saved_and_graded(
    browser: Any, folder: Path, tmp_path: Path, way: Callable[[Any], Hand]
) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, has_touch=way is Finger)
    for number, exercises in KINDS.items():
        name = write_few(folder, f"{number}-{way.__name__}.ipynb", number, exercises)
        page = LabPage(context, browser.mediakit_address, name)
        hand = way(page.page)
        lesson = load_lesson(number)
        told = {}
        for exercise_id in exercises:
            exercise = lesson.exercise(exercise_id)
            surface = page.root(exercise_id)
            surface.locator(".mk-prompt").focus()
            hand.answer(surface, exercise, key_answer(exercise))
            hand.press(surface.get_by_role("button", name="Check"))
            page.page.wait_for_selector(
                f"{SHOWN} .mk-root[data-exercise='{exercise_id}'][data-open=false]"
            )
            if exercise.automatic:
                told[exercise_id] = page.points(surface)
                assert told[exercise_id] == exercise.points, exercise_id
        page.save()
        graded = points_in_gradebook(folder / name, tmp_path / number)
        assert {one: graded[one] for one in told} == told
        assert page.errors == []
        assert page.outside == []
        page.close()
    context.close()


def test_a_double_click_marks_once_and_undo_takes_it_back(lab: LabPage) -> None:
    surface = lab.surface("4.7")
    word = surface.locator("[role=listbox] .mk-token[data-n='2']")
    word.dblclick()
    assert len(state_in_tree(surface)) == 1
    lab.page.wait_for_timeout(500)
    word.click()
    assert state_in_tree(surface) == []
    surface.get_by_role("button", name="Undo").click()
    assert len(state_in_tree(surface)) == 1
    surface.get_by_role("button", name="Reset").click()
    assert state_in_tree(surface) == []


def test_a_mark_is_on_screen_at_once_and_feedback_soon(
    lab: LabPage, shots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    surface = lab.surface("4.7")
    hand = Mouse(lab.page)
    runs = key_runs("stadium-without-names")["stadium-move"]
    for first, last, _ in runs[:3]:
        hand.mark(surface, first, last)
    hand.mark(surface, 3, 4)
    took = _milliseconds_to_a_mark(surface)
    lab.page.screenshot(path=str(shots / "exercise-before.png"))
    check = surface.get_by_role("button", name="Check")
    waited = float(
        check.evaluate(
            """(button) => new Promise((done) => {
              const root = button.closest('.mk-root');
              const start = performance.now();
              new MutationObserver((_, seen) => {
                if (!root.querySelector('.mk-score').textContent) return;
                seen.disconnect();
                done(performance.now() - start);
              }).observe(root, { subtree: true, childList: true, characterData: true });
              button.click();
            })"""
        )
    )
    with capsys.disabled():
        print(f"\n[click to mark: {took:.0f} ms; Check to feedback: {waited:.0f} ms]")
    assert 0 < lab.points(surface) < 5
    lab.page.wait_for_timeout(300)
    lab.page.screenshot(path=str(shots / "exercise-after.png"))


def _milliseconds_to_a_mark(surface: Any) -> float:
    """From a click on a word to the next frame that shows it marked; the click leaves one mark more."""
    return float(
        surface.locator("[role=listbox] .mk-token[data-n='0']").evaluate(
            """(node) => new Promise((done) => {
              node.scrollIntoView({ block: 'center' });
              const box = node.getBoundingClientRect();
              const at = { clientX: box.x + 2, clientY: box.y + 2, bubbles: true, button: 0, isPrimary: true, pointerType: 'mouse' };
              const start = performance.now();
              node.dispatchEvent(new PointerEvent('pointerdown', at));
              document.dispatchEvent(new PointerEvent('pointerup', at));
              const look = () => node.classList.contains('mk-on') || performance.now() - start > 5000
                ? requestAnimationFrame(() => done(performance.now() - start))
                : requestAnimationFrame(look);
              look();
            })"""
        )
    )


def test_feedback_stands_at_the_words_and_opens_by_click_and_by_enter(lab: LabPage) -> None:
    surface = lab.surface("4.7")
    card = surface.locator(".mk-card")
    found = surface.locator(".mk-read .mk-m[role=button][tabindex='0']")
    assert found.count() >= 5
    for n in (0, 2):
        found.nth(n).click()
        words = (found.nth(n).get_attribute("aria-label") or "").split(":")[0]
        assert (card.get_attribute("aria-label") or "").startswith(words)
        assert found.nth(n).get_attribute("aria-expanded") == "true"
    found.nth(1).focus()
    lab.page.keyboard.press("Enter")
    assert card.evaluate("(node) => node === document.activeElement")
    lab.page.keyboard.press("Escape")
    assert "data-told" in lab.page.evaluate("document.activeElement.outerHTML")
    listed = surface.locator(".mk-feedback > ul > li")
    assert 0 < listed.count() <= 3, "at most three mistakes are open"
    assert surface.locator(".mk-how").text_content()


def test_the_last_hint_keeps_the_focus_and_is_said(lab: LabPage) -> None:
    surface = lab.surface("4.9")
    hint = surface.get_by_role("button", name=re.compile("[Hh]int"))
    for n in range(1, 4):
        hint.click()
        surface.locator(".mk-hints li").nth(n - 1).wait_for()
    lab.page.wait_for_timeout(200)
    assert hint.evaluate("(node) => node === document.activeElement")
    assert "Hint 3" in surface.locator("[aria-live=polite]").last.text_content()


# ── keys ─────────────────────────────────────────────────────────────────────


def _places(surface: Any) -> list[Any]:
    """What can be pressed or clicked in a surface, one of each sort, but for fields to write in."""
    wanted = (
        ".mk-prompt", "[role=listbox] [tabindex='0']", ".mk-chip input", ".mk-read .mk-m[tabindex='0']",
        ".mk-caption", ".mk-how", "summary",
    )  # fmt: skip
    found = [surface.locator(one).first for one in wanted]
    return [one for one in found if one.count() and one.is_visible()]


def test_no_key_of_jupyter_reaches_a_cell_or_a_mark(lab: LabPage) -> None:
    _press_everywhere(lab, ("4.1", "4.4", "4.7", "4.11"))


def test_in_notebook_7_a_lesson_opens_and_keeps_its_keys_too(
    context: Any, folder: Path, tmp_path: Path
) -> None:
    exercises = ("recall-kinds", "what-anonymous-means", "stadium-without-names")
    name = write_few(folder, "04-seven.ipynb", "04", exercises)
    page = LabPage(context, context.mediakit_address, name, at="notebooks")
    _press_everywhere(page, ("4.1", "4.2", "4.7"))
    surface = page.surface("4.2")
    surface.locator(".mk-prompt").focus()
    Keys(page.page).answer(surface, LESSON.exercise("what-anonymous-means"), {"option": "newsroom"})
    Keys(page.page).press(surface.get_by_role("button", name="Check"))
    assert page.points(surface) == 1
    page.save()
    assert points_in_gradebook(folder / name, tmp_path)["what-anonymous-means"] == 1
    assert page.outside == []
    page.close()


def _press_everywhere(lab: LabPage, numbers: tuple[str, ...]) -> None:
    before = _notebook(lab)
    for number in numbers:
        surface = lab.surface(number)
        for place in _places(surface):
            place.click() if not place.evaluate(
                "(n) => n.matches('summary, input, [tabindex]')"
            ) else place.focus()
            for key in (*LETTERS, *ARROWS):
                lab.page.keyboard.press(key)
            lab.page.wait_for_timeout(100)
            assert _notebook(lab) == before, (number, place)


def _notebook(lab: LabPage) -> list[Any]:
    """Cells and answers, as the page holds them."""
    return lab.page.evaluate(
        """() => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell')].map((cell) => [
             cell.className.match(/jp-(Code|Markdown|Raw)Cell/)?.[1],
             cell.querySelectorAll('[aria-selected=true][role=option]').length,
             [...cell.querySelectorAll('input:checked')].map((one) => one.value),
             cell.querySelector('.mk-root')?.dataset.exercise,
             cell.querySelector('.mk-root')?.dataset.open,
           ])"""
    )


# ── for everybody ────────────────────────────────────────────────────────────


def _axe(lab: LabPage) -> list[str]:
    import axe_playwright_python

    script = (
        Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    )
    lab.page.evaluate(script)
    return list(
        lab.page.evaluate(
            """async () => (await axe.run(
                 [...document.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput')]
               )).violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).slice(0, 3)}`)"""
        )
    )


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", [1300, 650, 320])  # 650 is a window of 1300 at 200 per cent
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    lab: LabPage, shots: Path, theme: str, width: int
) -> None:
    lab.set_theme(theme)
    lab.page.set_viewport_size({"width": width, "height": 900})
    lab.page.wait_for_timeout(400)
    for number in ("4.1", "4.4", "4.7"):
        surface = lab.surface(number)
        lab.page.wait_for_timeout(150)
        lab.page.screenshot(path=str(shots / f"{number}-{theme.lower()}-{width}.png"))
        wide = surface.evaluate("(n) => n.scrollWidth - n.clientWidth")
        assert wide <= 1, f"{number} is {wide} pixels wider than its place"
    assert _axe(lab) == []
    lab.page.set_viewport_size({"width": 1300, "height": 900})
    lab.set_theme("Light")


# ── coming back ──────────────────────────────────────────────────────────────


def test_after_a_reload_and_a_restart_the_answers_are_there(lab: LabPage) -> None:
    points = lab.points(lab.surface("4.7"))
    lab.save()
    lab.open()
    first_open = lab.page.evaluate(
        f"document.querySelector('{SHOWN} .mk-root[data-open=true]').dataset.exercise"
    )
    lab.page.wait_for_function(
        """(id) => {
          const shown = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
          const prompt = shown.querySelector(`.mk-root[data-exercise='${id}'] .mk-prompt`);
          const y = prompt.getBoundingClientRect().y;
          return 0 < y && y < 300;
        }""",
        arg=first_open,
    )
    assert lab.points(lab.surface("4.7")) == points
    lab.restart()
    assert lab.points(lab.surface("4.7")) == points


def test_what_is_answered_after_a_reload_is_in_the_saved_file(
    lab: LabPage, folder: Path, tmp_path: Path
) -> None:
    lab.open()
    surface = lab.surface("4.2")
    Mouse(lab.page).answer(surface, LESSON.exercise("what-anonymous-means"), {"option": "newsroom"})
    surface.get_by_role("button", name="Check").click()
    lab.page.wait_for_selector(
        f"{SHOWN} .mk-root[data-exercise=what-anonymous-means][data-open=false]"
    )
    lab.save()
    graded = points_in_gradebook(folder / NAME, tmp_path)
    assert graded["what-anonymous-means"] == 1
    assert graded["stadium-without-names"] == lab.points(lab.surface("4.7"))


def test_a_second_tab_takes_over_and_the_older_one_says_so(lab: LabPage, context: Any) -> None:
    second = LabPage(context, context.mediakit_address, NAME)
    lab.page.bring_to_front()
    older = lab.root("how-many-people")
    older.get_by_text("newer window").wait_for()
    assert older.get_by_role("button", name="Check").is_disabled()
    surface = second.surface("4.8")
    Mouse(second.page).answer(
        surface, LESSON.exercise("how-many-people"), key_answer(LESSON.exercise("how-many-people"))
    )
    surface.get_by_role("button", name="Check").click()
    second.page.wait_for_selector(
        f"{SHOWN} .mk-root[data-exercise=how-many-people][data-open=false]"
    )
    second.close()
    older.get_by_role("button", name="Go on here").click()
    older.get_by_text("newer window").wait_for(state="detached")
    lab.page.wait_for_selector(f"{SHOWN} .mk-root[data-exercise=how-many-people][data-open=false]")
    assert lab.points(older) == 1


def test_a_line_for_the_teacher_is_kept(lab: LabPage, folder: Path, tmp_path: Path) -> None:
    surface = lab.surface("4.7")
    surface.get_by_text("I read it differently").click()
    surface.get_by_role("textbox", name="I read it differently").fill("A club is people too.")
    surface.get_by_role("button", name="Keep this line").click()
    surface.get_by_text("Kept for your teacher.").wait_for()
    lab.save()
    points_in_gradebook(folder / NAME, tmp_path)
    with (tmp_path / "read-differently.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["exercise"], row["because"]) == ("stadium-without-names", "A club is people too.")


# ── where our extension is not ───────────────────────────────────────────────


@pytest.fixture(scope="module")
def plain(browser: Any) -> Iterator[Any]:
    """Pages that never get our extension, as in a JupyterLab that lacks it."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.route("**/mediakit-lessons/static/**", lambda route: route.abort())
    context.mediakit_address = browser.mediakit_address
    yield context
    context.close()


def open_plainly(plain: Any, name: str) -> LabPage:
    """Open a notebook there, and run all its cells from the menu."""
    page = LabPage(plain, plain.mediakit_address, name, by_hand=True)
    assert page.page.locator(".mk-lesson").count() == 0
    return page


def test_without_the_extension_run_all_cells_does_it_and_the_saved_file_grades(
    plain: Any, folder: Path, tmp_path: Path
) -> None:
    exercises = ("what-anonymous-means", "stadium-without-names")
    page = open_plainly(plain, write_few(folder, "04-plain.ipynb", "04", exercises))
    told = {}
    for exercise_id in exercises:
        surface = page.root(exercise_id)
        exercise = LESSON.exercise(exercise_id)
        Mouse(page.page).answer(surface, exercise, key_answer(exercise))
        surface.get_by_role("button", name="Check").click()
        told[exercise_id] = page.points(surface)
    _press_everywhere(page, ("4.2", "4.7"))
    page.save()
    graded = points_in_gradebook(folder / "04-plain.ipynb", tmp_path)
    assert {one: graded[one] for one in told} == told == {exercises[0]: 1, exercises[1]: 5}
    page.close()


def test_a_front_end_that_drops_live_updates_is_told_that_the_notebook_lacks_the_answers(
    plain: Any, folder: Path
) -> None:
    name = write_few(folder, "04-drops.ipynb", "04", ("what-anonymous-means",))
    notebook = nbformat.read(folder / name, as_version=4)
    drop = "import mediakit.widgets.session as s\ns.update_display = lambda *_, **__: None"
    notebook.cells.insert(1, nbformat.v4.new_code_cell(drop))
    nbformat.write(notebook, folder / name)
    page = open_plainly(plain, name)
    surface = page.root("what-anonymous-means")
    page.page.wait_for_timeout(1500)
    assert surface.locator(".mk-notice").is_hidden()
    surface.locator(".mk-chip").first.click()
    surface.get_by_role("button", name="Check").click()
    surface.get_by_text("not yet in this notebook").wait_for()
    page.close()


def test_nothing_was_asked_of_another_host_and_no_script_failed(lab: LabPage) -> None:
    assert lab.outside == []
    assert lab.errors == []
