"""A pytest plugin: after nbval has run a lesson, is its file what building it from source would give?

    MEDIAKIT_ANSWERS=SCRATCH python -m pytest --nbval -p tools.built_from_source lessons

nbval compares what it knows of: not the source of cells, ids, metadata, the order of unlike outputs,
pictures, or cells it is told to ignore. The file's bytes are what `make lessons` promises. So what
the kernel answered while nbval ran is put into the notebook made from the source, and the two files
are compared; no cell is run twice.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

ANSWERS = pytest.StashKey[list[dict[str, Any]]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Any:
    """Start a lesson's kernel on an empty folder of answers, and keep what it answers."""
    file = item.parent
    if not isinstance(item, IPyNbCell) or ANSWERS in file.stash:
        return (yield)
    before = dict(os.environ)
    scratch = tempfile.mkdtemp(prefix="mediakit-lesson-")
    os.environ |= {"MEDIAKIT_ANSWERS": scratch, "MEDIAKIT_HOME": scratch}
    try:
        result = yield
    finally:
        os.environ.clear()
        os.environ |= before
    file.stash[ANSWERS] = kept = []
    ask = file.kernel.get_message

    def asked(stream: str, timeout: float | None = None) -> dict[str, Any]:
        message: dict[str, Any] = ask(stream, timeout=timeout)
        if stream == "iopub":
            kept.append(message)
        return message

    file.kernel.get_message = asked
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Behind the cells of each lesson put the question whether it is what its source gives."""
    last = {item.parent: item for item in items if isinstance(item, IPyNbCell)}
    for file, item in last.items():
        asked = BuiltFromSource.from_parent(file, name="built from source")
        items.insert(items.index(item) + 1, asked)


class BuiltFromSource(pytest.Item):
    """Whether a lesson's file has the bytes that building it would write."""

    parent: IPyNbFile

    def runtest(self) -> None:
        """Build the notebook out of its source and the kernel's answers; compare."""
        from build_lessons import as_text, editions, unrun_notebook

        notebook = unrun_notebook(dict(editions())[Path(self.path)])
        put_answers(notebook, self.parent.stash[ANSWERS])
        if self.path.read_text(encoding="utf-8") != as_text(notebook):
            pytest.fail(f"{self.path.name} is stale. Run make lessons.", pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """How pytest names it."""
        return self.path, None, self.name


def put_answers(notebook: Any, messages: list[dict[str, Any]]) -> None:
    """Put a kernel's answers to the cells, in order, into a notebook as nbclient would."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionComplete

    client = NotebookClient(notebook, record_timing=False)
    client.reset_execution_trackers()
    numbers = [n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    asked = [m["parent_header"]["msg_id"] for m in messages if m["msg_type"] == "execute_input"]
    cells = dict(zip(asked, numbers, strict=False))  # as many, unless the file is stale
    for message in messages:
        number = cells.get(message["parent_header"].get("msg_id"))
        if number is not None:
            if message["msg_type"] == "execute_input":
                client.clear_before_next_output = False  # what nbclient itself sets a cell
            try:
                client.process_message(message, notebook.cells[number], number)
            except CellExecutionComplete:
                continue
