"""A learner's way through lesson 04 in the real JupyterLab: mouse, keys, saving, coming back."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab_page import CHROMIUM, FLAGS, LabPage, drag, running_lab

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
POINTS = re.compile(r"Exercise ([\d.]+): ([\d.]+) of (\d+) points")


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
def context(folder: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "MEDIAKIT_REQUIRE_BROWSER is set, and there is no Chromium"
    with running_lab(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1300, "height": 1000})
        context.mediakit_address = address
        yield context
        browser.close()


@pytest.fixture(scope="module")
def lab(context: Any) -> LabPage:
    page = LabPage(context, context.mediakit_address, NAME)
    page.run_all()
    return page


def key_runs(exercise_id: str) -> dict[str, list[list[Any]]]:
    exercise = LESSON.exercise(exercise_id)
    return runs_given(exercise, key_answer(exercise))


def points_on_screen(lab: LabPage, number: str) -> float:
    found = POINTS.search(lab.line(lab.surface(number)))
    assert found, lab.line(lab.surface(number))
    return float(found.group(2))


def points_in_gradebook(folder: Path, out: Path, *, alone: bool = True) -> dict[str, float]:
    """What `mediakit grade` makes of the saved notebook, without the sheet beside it."""
    handed_in = out / "in"
    handed_in.mkdir(parents=True, exist_ok=True)
    (handed_in / NAME).write_bytes((folder / NAME).read_bytes())
    if not alone:
        for sheet in folder.glob("*.answers.json"):
            (handed_in / sheet.name).write_bytes(sheet.read_bytes())
    assert main(["grade", str(handed_in), "--out", str(out)]) == 0
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["exercise"]: float(row["points"]) for row in csv.DictReader(file) if row["points"]
        }


def photograph(lab: LabPage, surface: Any, path: Path) -> None:
    """A picture of a whole surface, in a window tall enough for it."""
    lab.page.set_viewport_size({"width": 1300, "height": 2600})
    surface.scroll_into_view_if_needed()
    surface.screenshot(path=str(path))
    lab.page.set_viewport_size({"width": 1300, "height": 1000})


def state_in_tree(surface: Any, story: int = 0) -> list[str]:
    """The words that the accessibility tree gives as selected."""
    box = surface.locator("[role=listbox]").nth(story)
    return [one.text_content() for one in box.get_by_role("option", selected=True).all()]


def test_a_drag_marks_words_and_check_gives_points(
    lab: LabPage, shots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    surface = lab.surface("4.7")
    runs = key_runs("stadium-without-names")["stadium-move"]
    for first, last, _ in runs:
        drag(lab.page, surface, 0, first, last)
    article = LESSON.exercise("stadium-without-names").cases[0].article
    marked = [article.tokens[n] for first, last, _ in runs for n in range(first, last + 1)]
    assert state_in_tree(surface) == [word for word in marked if word[0].isalnum()]
    drag(lab.page, surface, 0, 3, 6)
    surface.get_by_role("button", name="Remove mark 1:").click()
    assert len(state_in_tree(surface)) < len(marked)
    drag(lab.page, surface, 0, 3, 6)
    surface.get_by_role("button", name="Undo").click()
    took = _milliseconds_to_a_mark(lab, surface)
    assert surface.locator(".mk-token[data-n='0'].mk-on").count() == 1
    with capsys.disabled():
        print(f"\n[a click to the mark on screen: {took:.0f} ms]")
    surface.get_by_role("button", name="Check").click()
    surface.locator(".mk-feedback li").first.wait_for()
    assert 0 < points_on_screen(lab, "4.7") < 5
    assert surface.locator(".mk-feedback li").count() >= len(runs)
    photograph(lab, surface, shots / "marked-light.png")


def _milliseconds_to_a_mark(lab: LabPage, surface: Any) -> float:
    """From a click on a word to the next frame that shows it marked; the click leaves one mark more."""
    return float(
        surface.locator(".mk-token[data-n='0']").evaluate(
            """(node) => new Promise((done) => {
              const box = node.getBoundingClientRect();
              const at = { clientX: box.x + 2, clientY: box.y + 2, bubbles: true, button: 0, isPrimary: true };
              node.scrollIntoView({ block: 'center' });
              const now = node.getBoundingClientRect();
              Object.assign(at, { clientX: now.x + 2, clientY: now.y + 2 });
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


def test_keys_alone_mark_words_say_nothing_here_and_check(lab: LabPage) -> None:
    surface, page = lab.surface("4.4"), lab.page
    runs = key_runs("who-tells-without-a-name")["kremlin-denial"]
    cell = lab.page.locator(".jp-CodeCell", has_text="who-tells-without-a-name").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    lab.wait_until_idle()
    surface = lab.surface("4.4")
    _tab_to(page, surface.locator("[role=option][tabindex='0']").first)
    at = 0
    words = LESSON.exercise("who-tells-without-a-name").cases[0].article.tokens.is_word
    unit_of = [sum(words[:n]) for n in range(len(words))]
    for first, last, _ in runs:
        for _ in range(unit_of[first] - at):
            page.keyboard.press("ArrowRight")
        for _ in range(unit_of[last] - unit_of[first]):
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Space")
        at = unit_of[last]
    marked = [w for f, t, _ in runs for w in range(unit_of[f], unit_of[t] + 1)]
    assert len(state_in_tree(surface)) == len(marked)
    nothing = surface.get_by_role("button", name="Nothing here").nth(1)
    _tab_to(page, nothing)
    page.keyboard.press("Space")
    assert nothing.get_attribute("aria-pressed") == "true"
    _tab_to(page, surface.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    surface.locator(".mk-feedback li").first.wait_for()
    assert points_on_screen(lab, "4.4") == 4
    assert page.locator(".jp-Cell").count() > 30, "keys pressed in a surface changed the notebook"


def _tab_to(page: Any, target: Any) -> None:
    for _ in range(60):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not reach it")


def test_the_saved_notebook_grades_to_the_points_on_screen(
    lab: LabPage, folder: Path, tmp_path: Path
) -> None:
    lab.save()
    graded = points_in_gradebook(folder, tmp_path)
    assert graded["stadium-without-names"] == points_on_screen(lab, "4.7")
    assert graded["who-tells-without-a-name"] == points_on_screen(lab, "4.4")


def test_the_screen_is_readable_by_machines_too(lab: LabPage) -> None:
    import axe_playwright_python

    script = (
        Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    )
    for number in ("4.1", "4.2", "4.4", "4.5", "4.7", "4.10"):
        surface = lab.surface(number)
        for summary in surface.locator("summary").all():
            summary.focus()
            lab.page.keyboard.press("Enter")
    lab.page.evaluate(script)
    found = lab.page.evaluate(
        """async () => (await axe.run(
             [...document.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput')]
           )).violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).slice(0, 3)}`)"""
    )
    assert found == []


def _choose(surface: Any, number: int) -> None:
    surface.get_by_role("radio").nth(number).check()


def _file_or_word(lab: LabPage, folder: Path, out: Path, number: str, exercise: str) -> None:
    """The promise: the saved file grades to the screen, or the surface has said that it does not."""
    surface = lab.surface(number)
    lab.save()
    said = surface.locator(".mk-notice").text_content()
    before = points_in_gradebook(folder, out / "before")
    if before.get(exercise) != points_on_screen(lab, number):
        assert "not yet in this notebook" in said
    lab.run_first_cell()
    lab.surface(number).locator(".mk-notice").wait_for(state="hidden")
    lab.save()
    assert points_in_gradebook(folder, out / "after")[exercise] == points_on_screen(lab, number)


def test_after_a_reload_the_file_is_right_or_the_surface_says_so(
    lab: LabPage, folder: Path, tmp_path: Path
) -> None:
    lab.save()
    lab.open()
    surface = lab.surface("4.2")
    assert not surface.locator(".mk-notice").is_visible()  # what was saved is in the notebook
    _choose(surface, 0)
    surface.get_by_text("not yet in this notebook").wait_for()
    surface.get_by_role("button", name="Check").click()
    surface.locator(".mk-feedback li").first.wait_for()
    _file_or_word(lab, folder, tmp_path, "4.2", "what-anonymous-means")


def test_in_a_reopened_tab_the_file_is_right_or_the_surface_says_so(
    lab: LabPage, folder: Path, tmp_path: Path
) -> None:
    lab.page.locator(".lm-TabBar-tab .lm-TabBar-tabCloseIcon").first.click()
    lab.page.locator(".jp-NotebookPanel").wait_for(state="detached")
    lab.page.locator(f".jp-DirListing-item[title*='{NAME}']").dblclick()
    lab.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    lab.wait_until_idle()
    surface = lab.surface("4.8")
    _choose(surface, 1)
    surface.get_by_role("button", name="Check").click()
    surface.locator(".mk-feedback li").first.wait_for()
    _file_or_word(lab, folder, tmp_path, "4.8", "how-many-people")


def test_from_a_second_tab_the_file_is_right_or_the_surface_says_so(
    lab: LabPage, context: Any, folder: Path, tmp_path: Path
) -> None:
    second = LabPage(context, context.mediakit_address, NAME)
    surface = second.surface("4.9")
    _choose(surface, 2)
    surface.get_by_role("button", name="Check").click()
    surface.locator(".mk-feedback li").first.wait_for()
    _file_or_word(second, folder, tmp_path, "4.9", "what-makes-it-sound")
    assert second.outside == []
    second.close()


def test_after_a_kernel_restart_the_answers_are_there(lab: LabPage, folder: Path) -> None:
    before = [points_on_screen(lab, number) for number in ("4.2", "4.4", "4.7", "4.8")]
    lab.open()
    lab.restart_and_run_all()
    assert [points_on_screen(lab, number) for number in ("4.2", "4.4", "4.7", "4.8")] == before
    assert state_in_tree(lab.surface("4.7"))


def test_a_sentence_that_is_marked_is_selected_in_the_tree(lab: LabPage) -> None:
    surface = lab.surface("4.11")
    surface.get_by_role("option").nth(1).click()
    assert len(state_in_tree(surface)) == 1
    lab.page.wait_for_timeout(800)
    assert len(state_in_tree(surface)) == 1


def test_lines_can_be_added_and_removed(lab: LabPage) -> None:
    surface = lab.surface("4.5")
    ends = surface.locator("select")
    for first, second in (("paper", "nyt"), ("paper", "nikkei")):
        ends.nth(0).select_option(first)
        ends.nth(1).select_option(second)
        surface.get_by_role("button", name="Add this line").click()
    surface.locator(".mk-list li").nth(1).wait_for()
    lab.page.wait_for_timeout(800)
    surface.get_by_role("button", name="Remove the line").first.click()
    surface.locator(".mk-list li").nth(1).wait_for(state="detached")
    assert surface.locator(".mk-list li").count() == 1


def test_without_the_output_that_carries_answers_the_surface_says_so(lab: LabPage) -> None:
    lab.page.locator(".jp-CodeCell .cm-content").first.click()
    lab.menu("Edit", "Clear Cell Output")
    surface = lab.surface("4.9")
    _choose(surface, 0)
    surface.get_by_text("not yet in this notebook").wait_for()
    lab.run_first_cell()
    lab.surface("4.9").locator(".mk-notice").wait_for(state="hidden")


def test_a_restarted_kernel_locks_the_surfaces_until_their_cells_are_run(lab: LabPage) -> None:
    lab.menu("Kernel", "Restart Kernel…")
    lab.page.locator(".jp-Dialog button", has_text="Restart").last.click()
    root = lab.page.locator(".mk-root", has=lab.page.locator("strong", has_text="4.7")).first
    root.get_by_text("run the first cell").wait_for()
    assert root.get_by_role("button", name="Check").is_disabled()
    lab.run_all()
    assert lab.surface("4.7").get_by_role("button", name="Check").is_enabled()


def test_the_dark_theme_shows_the_marks_too(lab: LabPage, shots: Path) -> None:
    lab.menu("Settings", "Theme", "JupyterLab Dark")
    lab.page.wait_for_selector("body[data-jp-theme-name='JupyterLab Dark']", state="attached")
    surface = lab.surface("4.7")
    photograph(lab, surface, shots / "marked-dark.png")
    dark = surface.locator(".mk-text").evaluate("(node) => getComputedStyle(node).backgroundColor")
    ink = surface.locator(".mk-text").evaluate("(node) => getComputedStyle(node).color")
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < sum(map(int, re.findall(r"\d+", ink)[:3]))


@pytest.fixture(scope="module")
def small(context: Any, folder: Path) -> Iterator[LabPage]:
    """A notebook of a few cells of lesson 03: an exercise, its line, and its second attempt."""
    cells = [
        'from mediakit import open_lesson\nlesson = open_lesson("03")',
        'lesson.exercise("said-for-claimed")',
        'lesson.check("said-for-claimed")',
        'lesson.again("said-for-claimed")',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    nbformat.write(notebook, folder / "03-few.ipynb")
    page = LabPage(context, context.mediakit_address, "03-few.ipynb?reset")
    page.run_all()
    yield page
    page.close()


def test_a_line_for_the_teacher_is_kept(small: LabPage, folder: Path, tmp_path: Path) -> None:
    number = load_lesson("03").exercise("said-for-claimed").number
    surface = small.surface(number)
    assert surface.get_by_text("I read it differently").is_hidden()
    surface.get_by_label("It would then be true").or_(
        surface.get_by_label("What they say would then be true")
    ).check()
    surface.get_by_role("button", name="Check").click()
    surface.locator(".mk-line", has_text="0 of 1 points").wait_for()
    surface.get_by_text("I read it differently").click()
    surface.get_by_role("textbox", name="I read it differently").fill("A claim can be true too.")
    surface.get_by_role("button", name="Keep this line").click()
    surface.get_by_text("Kept for your teacher.").wait_for()
    small.save()
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    (handed_in / "ada.ipynb").write_bytes((folder / "03-few.ipynb").read_bytes())
    assert main(["grade", str(handed_in), "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "read-differently.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["exercise"], row["because"]) == ("said-for-claimed", "A claim can be true too.")


def test_the_second_attempt_comes_with_its_cell_and_the_better_one_counts(small: LabPage) -> None:
    small.show_code()
    small.page.locator(".jp-CodeCell", has_text="lesson.again").last.locator(".cm-content").click()
    small.page.keyboard.press("Control+Enter")
    number = load_lesson("03").exercise("said-for-claimed").number
    second = small.surface(f"{number}b")
    second.get_by_label("The paper would no longer step back").check()
    second.get_by_role("button", name="Check").click()
    second.locator(".mk-line", has_text="1 of 1 points").wait_for()
    line = small.page.locator(".jp-OutputArea-output", has_text="on the second attempt")
    line.filter(has_text=f"{number}: 1 of 1 points on the second attempt").last.wait_for()
    assert small.errors == []
    assert small.outside == []


def test_nothing_was_asked_of_another_host_and_no_script_failed(lab: LabPage) -> None:
    assert lab.outside == []
    assert lab.errors == []
