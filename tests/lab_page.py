"""JupyterLab in headless Chromium, as a learner uses it: the tools of the browser tests."""

from __future__ import annotations

import os
import re
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

SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"


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

    def __init__(
        self,
        context: Any,
        address: str,
        notebook: str,
        *,
        at: str = "doc/tree",
        by_hand: bool = False,
    ) -> None:
        self.page = context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.notebook = notebook
        self.address = address
        self.at = at
        self.by_hand = by_hand  # whether cells are run from the menu
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route("**/*", self._only_the_server)
        self.open()

    def _only_the_server(self, route: Any) -> None:
        if urlparse(route.request.url).hostname in ("127.0.0.1", None):
            route.fallback()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def open(self) -> None:
        """Open the notebook, or load the page again, and wait until its surfaces live."""
        started = time.monotonic()
        self.page.goto(f"{self.address}/{self.at}/{self.notebook}")
        if self.by_hand:
            self.page.wait_for_selector(f"{SHOWN} .jp-Cell")
            self.wait_until_idle()
            self.menu("Run", "Run All Cells")
        self.page.wait_for_selector(f"{SHOWN} .mk-root[data-ready=true]", timeout=90_000)
        self.opened_after = time.monotonic() - started
        self._wait_for_last_cell()

    def wait_until_idle(self) -> None:
        """Until the kernel has nothing left to do."""
        self.page.wait_for_selector("text=| Idle", state="visible")

    def menu(self, *names: str) -> None:
        """Choose from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=names[0]).first.click()
        for name in names[1:]:
            self.page.locator(".lm-Menu-item", has_text=name).first.click()

    def restart(self) -> None:
        """Restart the kernel; the lesson runs itself again."""
        self.menu("Kernel", "Restart Kernel…")
        self.page.locator(".jp-Dialog button", has_text="Restart").last.click()
        self.page.wait_for_selector(f"{SHOWN} .mk-root[data-ready=false]")
        self.page.wait_for_selector(f"{SHOWN} .mk-root[data-ready=true]", timeout=90_000)
        self._wait_for_last_cell()

    def set_theme(self, theme: str) -> None:
        """Choose JupyterLab's light or dark theme."""
        if self.page.locator(f"body[data-jp-theme-name='JupyterLab {theme}']").count():
            return
        self.page.set_viewport_size({"width": 1300, "height": 900})
        self.menu("Settings", "Theme", f"JupyterLab {theme}")
        self.page.wait_for_selector(
            f"body[data-jp-theme-name='JupyterLab {theme}']", state="attached"
        )

    def _wait_for_last_cell(self) -> None:
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(
            """() => {
              const told = [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt')];
              return told.length && !told.some((one) => one.textContent.includes('*'));
            }""",
            timeout=90_000,
        )
        if self.at == "doc/tree":
            self.wait_until_idle()
        self.page.wait_for_timeout(500)

    def save(self) -> None:
        """Press Ctrl+S wherever the focus is, and wait for the file; a file that is saved isn't written again."""
        from playwright.sync_api import TimeoutError as NothingWritten

        patience = 10_000
        while True:  # the extension may just be saving an older state
            try:
                with self.page.expect_response(
                    lambda told: told.request.method == "PUT" and "/api/contents/" in told.url,
                    timeout=patience,
                ):
                    self.page.keyboard.press("Control+s")
            except NothingWritten:
                return
            patience = 2_500

    def root(self, exercise: str) -> Any:
        """The surface of an exercise by its id, brought to the window's upper edge."""
        found = self.page.locator(
            f".jp-NotebookPanel:not(.lm-mod-hidden) .mk-root[data-exercise='{exercise}']"
        ).first
        found.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
        return found

    def surface(self, number: str) -> Any:
        """The surface of an exercise by its displayed number, when it can be answered."""
        exercise = self.page.locator(
            ".jp-NotebookPanel:not(.lm-mod-hidden) .mk-root[data-ready=true]",
            has=self.page.locator(".mk-no", has_text=re.compile(f"^{re.escape(number)}$")),
        ).first
        return self.root(str(exercise.get_attribute("data-exercise")))

    def points(self, surface: Any) -> float:
        """The points that a checked surface shows."""
        surface.locator(".mk-score:not(:empty)").wait_for()
        return float(str(surface.locator(".mk-score").text_content()).split()[0])

    def close(self) -> None:
        """Close the page."""
        self.page.close()
