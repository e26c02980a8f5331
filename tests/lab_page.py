"""JupyterLab in headless Chromium, as a learner uses it: the tools of the browser tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@contextmanager
def running_lab(
    folder: Path, *, python: str = sys.executable, cwd: Path | None = None
) -> Iterator[str]:
    """`mediakit lab` on a folder; gives the server's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder.parent / "lab.log").open("w")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MEDIAKIT_", "JPY_"))}
    environment["JUPYTER_RUNTIME_DIR"] = str(folder.parent / "runtime")
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(folder.parent / "settings")
    command = [
        python, "-P", "-m", "mediakit", "lab", "--folder", str(folder), "--no-browser",
        f"--port={port}", "--IdentityProvider.token=", "--ServerApp.port_retries=0",
    ]  # fmt: skip
    server = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=cwd
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=2).read()
                break
            except OSError:
                if server.poll() is not None:
                    break
                time.sleep(0.25)
        else:
            raise TimeoutError(
                f"JupyterLab did not answer: {(folder.parent / 'lab.log').read_text()}"
            )
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


class LabPage:
    """One page with one notebook open in it."""

    def __init__(self, context: Any, address: str, notebook: str) -> None:
        self.page = context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.notebook = notebook
        self.address = address
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route("**/*", self._only_the_server)
        self.open()

    def _only_the_server(self, route: Any) -> None:
        if urlparse(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def open(self) -> None:
        """Open the notebook, or load the page again."""
        self.page.goto(f"{self.address}/lab/tree/{self.notebook}")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Until the kernel has nothing left to do."""
        self.page.wait_for_selector("text=| Idle", state="visible")

    def menu(self, *names: str) -> None:
        """Choose from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=names[0]).first.click()
        for name in names[1:]:
            self.page.locator(".lm-Menu-item", has_text=name).first.click()

    def run_all(self) -> None:
        """Run every cell and wait for the last."""
        self.menu("Run", "Run All Cells")
        self._wait_for_last_cell()

    def restart_and_run_all(self) -> None:
        """Restart the kernel, run every cell."""
        self.menu("Kernel", "Restart Kernel and Run All Cells…")
        self.page.locator(".jp-Dialog button", has_text="Restart").last.click()
        self._wait_for_last_cell()

    def _wait_for_last_cell(self) -> None:
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(
            """() => {
              const told = [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt')];
              return told.length && !told.some((one) => one.textContent.includes('*'));
            }""",
            timeout=90_000,
        )
        self.wait_until_idle()
        self.page.wait_for_timeout(500)

    def show_code(self) -> None:
        """Press "Show code" where a lesson hides it."""
        hidden = self.page.locator(".mk-lesson .mk-show-code[aria-pressed='false']")
        if hidden.count():
            hidden.first.click()

    def run_first_cell(self) -> None:
        """Select the first code cell and press Shift+Enter."""
        self.show_code()
        editor = self.page.locator(
            ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content"
        ).first
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("Shift+Enter")
        self._wait_for_last_cell()

    def save(self) -> None:
        """Press Ctrl+S wherever the focus is, and wait for the file."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function(
            "() => !document.querySelector('.lm-TabBar-tab.jp-mod-dirty')", timeout=20_000
        )

    def surface(self, number: str) -> Any:
        """The surface of an exercise, by its displayed number."""
        found = self.page.locator(
            ".jp-NotebookPanel:not(.lm-mod-hidden) .mk-root",
            has=self.page.locator("p.mk-prompt strong", has_text=number),
        ).first
        found.scroll_into_view_if_needed()
        found.locator("fieldset.mk-body:not([disabled])").wait_for()
        return found

    def line(self, surface: Any) -> str:
        """How an exercise stands, as its surface says.

        The text as it is in the page: Chromium gives no inner text of what it has not drawn yet.
        """
        surface.locator(".mk-line:not(:empty)").wait_for()
        return str(surface.locator(".mk-line").text_content())

    def close(self) -> None:
        """Close the page."""
        self.page.close()


def drag(page: Any, surface: Any, story: int, first: int, last: int) -> None:
    """Drag with the mouse from one token of a story to another."""
    box = surface.locator("[role=listbox]").nth(story)
    start, end = (box.locator(f".mk-token[data-n='{n}']") for n in (first, last))
    start.scroll_into_view_if_needed()
    a, b = start.bounding_box(), end.bounding_box()
    page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    page.mouse.down()
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=4)
    page.mouse.up()
