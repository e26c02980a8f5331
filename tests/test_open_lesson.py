"""A lesson opened at its address in the real JupyterLab: it stands ready, or says why it doesn't."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab_page import CHROMIUM, FLAGS, running_lab

pytestmark = pytest.mark.browser

if not CHROMIUM and not os.environ.get("MEDIAKIT_REQUIRE_BROWSER"):
    pytest.skip(
        "no Chromium found; on Debian or Ubuntu: sudo apt install chromium", allow_module_level=True
    )

OPEN = 'from mediakit import open_lesson\nlesson = open_lesson("04")'
EXERCISES = [f'lesson.exercise("{one}")' for one in (
    "what-anonymous-means", "how-many-people", "what-makes-it-sound", "stadium-without-names"
)]  # fmt: skip
MISTAKE = 'lesson.exercise("there-is-none")'
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
ALIVE = f"{SHOWN} .mk-root[data-ready=true]"
LEFT_BY = "import pathlib; pathlib.Path({here!r}).with_name('ran-' + __name__).touch()\n"


def write_notebook(path: Path, *sources: str, kernel: str = "python3") -> None:
    """A notebook with a heading, and code cells as a built lesson has them."""
    hidden = {"jupyter": {"source_hidden": True}, "deletable": False, "editable": False}
    cells = [nbformat.v4.new_markdown_cell("# A lesson\n\nIt begins.")]
    cells += [nbformat.v4.new_code_cell(source, metadata=hidden) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"display_name": kernel, "name": kernel}
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's folder with files in it that no lesson may run."""
    folder = tmp_path_factory.mktemp("learner") / "lessons"
    folder.mkdir()
    for name in ("random.py", "csv.py", "mediakit.py"):
        (folder / name).write_text(LEFT_BY.format(here=str(folder / name)), encoding="utf-8")
    spec = folder.parent / "data" / "kernels" / "open"
    spec.mkdir(parents=True)
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "open", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps({**kernel, "env": {"PYTHONSAFEPATH": ""}}))
    return folder


@pytest.fixture(scope="module")
def context(folder: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "MEDIAKIT_REQUIRE_BROWSER is set, and there is no Chromium"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder.parent / "data"))
        with running_lab(folder, cwd=folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(viewport={"width": 1000, "height": 800})
            context.set_default_timeout(30_000)
            context.mediakit_address = address
            yield context
            browser.close()


def open_page(context: Any, name: str) -> Any:
    page = context.new_page()
    page.goto(f"{context.mediakit_address}/doc/tree/{name}")
    return page


def top_of(page: Any, what: str) -> float:
    return float(page.locator(what).first.evaluate("(node) => node.getBoundingClientRect().top"))


@pytest.fixture(scope="module")
def lesson(context: Any, folder: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A lesson with a mistake in its middle, opened, and nothing pressed; the seconds it took are said."""
    write_notebook(folder / "04-no-name-given.ipynb", OPEN, EXERCISES[0], MISTAKE, *EXERCISES[1:])
    start = time.monotonic()
    page = open_page(context, "04-no-name-given.ipynb")
    page.locator(ALIVE).nth(3).wait_for()
    took = time.monotonic() - start
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n[from the address to four live surfaces: {took:.1f} s]")
    yield page
    page.close()


def test_a_lesson_stands_ready_and_no_code_is_seen(lesson: Any) -> None:
    assert lesson.locator(ALIVE).count() == 4
    assert lesson.locator(".mk-lesson").count() == 1
    assert lesson.get_by_text("Opening the lesson").count() == 0
    for what in (".jp-CodeCell .jp-InputArea", ".jp-CodeCell .jp-Placeholder", ".jp-InputPrompt"):
        assert not any(one.is_visible() for one in lesson.locator(f".mk-lesson {what}").all())
    box = lesson.locator(".mk-root").first.bounding_box()
    assert box["x"] < 80, "an exercise has the width that prompts took"


def test_one_cells_error_locks_no_other(lesson: Any) -> None:
    assert (
        lesson.locator(".jp-CodeCell", has_text="there-is-none").get_by_text("there is no").count()
    )
    assert lesson.locator(ALIVE).count() == 4


def test_a_new_lesson_begins_at_its_top_and_has_nothing_to_save(lesson: Any) -> None:
    assert top_of(lesson, ".mk-lesson h1") > 0
    assert lesson.locator(".jp-mod-dirty").count() == 0


def test_files_beside_the_lesson_are_not_run(lesson: Any, folder: Path) -> None:
    assert list(folder.glob("ran-*")) == []


def test_code_is_one_click_away_and_back(lesson: Any) -> None:
    button = lesson.get_by_role("button", name="Show code")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert lesson.locator(".jp-CodeCell .cm-content", has_text="open_lesson").is_visible()
    button.click()
    assert not lesson.locator(".jp-CodeCell .cm-content", has_text="open_lesson").is_visible()


def test_keys_beside_an_exercise_change_no_cell(lesson: Any) -> None:
    def sources() -> list[str]:
        return [
            one.inner_html()
            for one in lesson.locator(".jp-Notebook .jp-Cell .jp-Cell-inputWrapper").all()
        ]

    kinds = ".jp-Notebook .jp-Cell"
    before = lesson.locator(kinds).evaluate_all(
        "(all) => all.map((one) => one.className.match(/jp-\\w+Cell/)[0])"
    )
    lesson.locator(".mk-lesson h1").click()
    for key in (
        "b",
        "a",
        "m",
        "y",
        "x",
        "c",
        "v",
        "d",
        "d",
        "1",
        "Shift+M",
        "Shift+V",
        "Shift+Enter",
        "Alt+Enter",
        "Enter",
        "Escape",
    ):
        lesson.keyboard.press(key)
    lesson.wait_for_timeout(300)
    after = lesson.locator(kinds).evaluate_all(
        "(all) => all.map((one) => one.className.match(/jp-\\w+Cell/)[0])"
    )
    assert after == before
    assert lesson.locator(".cm-focused").count() == 0


def _record(page: Any, exercise: str, attempt: str, revision: int) -> None:
    page.locator(".mk-root").first.evaluate(
        "(node, detail) => node.dispatchEvent(new CustomEvent('mediakit:record', { bubbles: true, detail }))",
        {"exercise": exercise, "record": {"attempt": attempt, "revision": revision}},
    )


def _kept(folder: Path) -> Any:
    return nbformat.read(folder / "04-no-name-given.ipynb", as_version=4).metadata.get("mediakit")


def test_a_record_is_kept_in_the_notebook_and_saved(lesson: Any, folder: Path) -> None:
    _record(lesson, "one", "a", 1)
    _record(lesson, "two", "a", 2)
    _wait_until(lambda: _kept(folder) is not None)
    one, two = {"attempt": "a", "revision": 1}, {"attempt": "a", "revision": 2}
    assert _kept(folder) == {"attempt": "a", "records": {"one": one, "two": two}}
    saved = (folder / "04-no-name-given.ipynb").stat().st_mtime_ns
    _record(lesson, "two", "a", 2)
    lesson.wait_for_timeout(1500)
    assert (folder / "04-no-name-given.ipynb").stat().st_mtime_ns == saved, "nothing new, no save"
    _record(lesson, "one", "b", 1)
    _wait_until(lambda: _kept(folder)["attempt"] == "b")
    assert list(_kept(folder)["records"]) == ["one"]


def _wait_until(true: Any) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about within thirty seconds")


def test_after_a_restart_the_lesson_runs_again(lesson: Any) -> None:
    first = lesson.locator(".mk-root").first
    first.evaluate("(node) => { node.id = 'before'; }")
    lesson.locator(".lm-MenuBar-item", has_text="Kernel").click()
    lesson.locator(".lm-Menu-item", has_text="Restart Kernel…").first.click()
    lesson.locator(".jp-Dialog button", has_text="Restart").last.click()
    lesson.locator("#before").wait_for(state="detached")
    lesson.locator(ALIVE).nth(3).wait_for()


def test_a_lesson_that_was_begun_opens_at_the_first_open_exercise(
    lesson: Any, context: Any
) -> None:
    root = lesson.locator(".mk-root").first
    root.get_by_role("radio").first.check()
    root.get_by_role("button", name="Check").click()
    lesson.locator(f"{SHOWN} .mk-root[data-open=false]").first.wait_for()
    page = open_page(context, "04-no-name-given.ipynb")
    page.locator(ALIVE).nth(3).wait_for()
    focused = page.locator(".mk-root[data-open='true'] .mk-prompt:focus")
    focused.wait_for()
    page.wait_for_timeout(500)
    assert 50 < top_of(page, ".mk-prompt:focus") < 800 / 3
    assert focused.text_content().startswith("4.8")
    page.close()


def test_a_link_opens_the_other_lesson_at_its_end(lesson: Any, context: Any, folder: Path) -> None:
    write_notebook(folder / "05-other.ipynb", OPEN, *EXERCISES, "lesson.end_card()")
    page = open_page(context, "04-no-name-given.ipynb")
    page.locator(ALIVE).nth(3).wait_for()
    went = page.locator(".mk-root").first.evaluate(
        """(node) => !node.dispatchEvent(new CustomEvent('mediakit:open', {
          bubbles: true, cancelable: true, detail: { notebook: '05-other.ipynb', at: 'end' } }))"""
    )
    assert went, "the plain link is not followed as well"
    page.wait_for_url("**/doc/**/05-other.ipynb*")
    page.locator(ALIVE).nth(3).wait_for()
    page.locator(f"{SHOWN} [data-end-card]").wait_for()
    _wait_until(lambda: 0 < top_of(page, f"{SHOWN} [data-end-card]") < 800)
    assert top_of(page, f"{SHOWN} h1") < 0
    page.close()


def test_a_notebook_with_other_code_is_not_run_and_says_so(context: Any, folder: Path) -> None:
    write_notebook(folder / "04-foreign.ipynb", OPEN, "open('ran-foreign', 'w')", EXERCISES[0])
    page = open_page(context, "04-foreign.ipynb")
    page.get_by_text("Cell 3 has code that isn't part of the lesson").wait_for()
    assert page.locator(".jp-CodeCell .cm-content", has_text="ran-foreign").is_visible()
    page.wait_for_selector("text=| Idle", state="visible")
    page.wait_for_timeout(1000)
    assert page.locator(".mk-root, .mk-lesson").count() == 0
    assert not (folder / "ran-foreign").exists()
    page.close()


def test_a_notebook_that_is_not_ours_is_left_alone(context: Any, folder: Path) -> None:
    write_notebook(folder / "mine.ipynb", "print('hello')", OPEN)
    page = open_page(context, "mine.ipynb")
    page.wait_for_selector("text=| Idle", state="visible")
    page.wait_for_timeout(1000)
    assert page.locator(".mk-lesson, .mk-bar, .mk-root, .mk-show-code").count() == 0
    page.close()


def test_where_files_beside_it_could_run_a_lesson_waits_for_start(
    context: Any, folder: Path
) -> None:
    (folder / "apart").mkdir()  # where nothing lies that such a kernel would import
    write_notebook(folder / "apart" / "04-open.ipynb", OPEN, *EXERCISES[:2], kernel="open")
    page = open_page(context, "apart/04-open.ipynb")
    region = page.get_by_role("region", name="About this lesson")
    start = region.get_by_role("button", name="Start")
    start.wait_for()
    assert "Press Start to begin" in region.inner_text()
    assert page.locator(".mk-root").count() == 0
    start.focus()
    page.keyboard.press("Enter")
    page.locator(ALIVE).nth(1).wait_for()
    assert not start.is_visible()
    page.close()


def test_without_a_kernel_a_lesson_says_what_is_missing(lesson: Any) -> None:
    lesson.locator(".lm-MenuBar-item", has_text="Kernel").click()
    lesson.locator(".lm-Menu-item", has_text="Shut Down Kernel").first.click()
    lesson.get_by_text("This lesson needs Python to answer").wait_for()
