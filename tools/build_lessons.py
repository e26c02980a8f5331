"""Builds the lessons: runs each source in scratch and writes the notebook, the same bytes every time.

    python tools/build_lessons.py            # write lessons/*.ipynb and lessons/twin/*.ipynb
    python tools/build_lessons.py --check    # only say which of them are stale

What differs from run to run (cell ids, times, the Python version, widget views and their state) is
taken out or made from the source.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import jupytext
from nbclient import NotebookClient

LESSONS = Path(__file__).resolve().parent.parent / "lessons"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
#: No cell of a lesson can be deleted or typed over.
LOCKED = {"deletable": False, "editable": False}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def unrun_notebook(source: str) -> Any:
    """A lesson's notebook with all that comes from its source, and no outputs."""
    notebook: Any = jupytext.reads(source, fmt="md:myst")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    seen: set[str] = set()
    for cell in notebook.cells:
        cell.id = cell_id(cell.source, seen)
        cell.metadata.update(LOCKED)
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
    return notebook


def build_notebook(source: str) -> str:
    """The text of a lesson's notebook, run top to bottom on an empty answer sheet."""
    notebook = unrun_notebook(source)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MEDIAKIT_ANSWERS"] = scratch
        os.environ["MEDIAKIT_HOME"] = scratch
        client = NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": scratch}}
        )
        client.execute()
    return as_text(notebook)


def cell_id(source: str, seen: set[str]) -> str:
    """An id made from a cell's source, so that building again gives the same."""
    number = 0
    while (found := sha256(f"{source}{number}".encode()).hexdigest()[:8]) in seen:
        number += 1
    seen.add(found)
    return found


def as_text(notebook: Any) -> str:
    """A run notebook without what differs from run to run."""
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            output.pop("transient", None)
            if "execution_count" in output:
                output.execution_count = count
            data = output.get("data", {})
            data.pop(WIDGET_VIEW, None)
            output.get("metadata", {}).pop(WIDGET_VIEW, None)
            carried = data.get("application/vnd.mediakit.answers+json")
            if carried:
                del data["application/vnd.mediakit.answers+json"]
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # pandas gives a styled table a random id, and Python an address
    text = re.sub(r"\bT_[0-9a-f]{5}(?![0-9a-zA-Z])", "T_00000", text)
    return re.sub(r" at 0x[0-9a-f]+", "", text)


def twin_edition(source: str) -> str:
    """A lesson's source for a class that works on the twin; raises ValueError for a word left over."""
    rules = tomllib.loads((LESSONS / "source" / "twin.toml").read_text(encoding="utf-8"))
    for article, twin in rules["replace"]:
        source = source.replace(article, twin)
    source = re.sub(r'open_lesson\("(\d\d)"\)', r'open_lesson("\1", twin=True)', source)
    left = [word for word in rules["forbidden"] if word in source]
    if left:
        raise ValueError(f"twin.toml leaves {', '.join(left)} in the twin edition.")
    return source


def editions() -> Iterator[tuple[Path, str]]:
    """Each notebook to build, and its source."""
    for path in sources():
        source = path.read_text(encoding="utf-8")
        yield LESSONS / f"{path.stem}.ipynb", source
        yield LESSONS / "twin" / f"{path.stem}.ipynb", twin_edition(source)


def sources() -> list[Path]:
    """Every lesson's source, in order."""
    return sorted((LESSONS / "source").glob("*.md"))


def main(arguments: Iterable[str] | None = None) -> int:
    """Build all lessons, or say which are stale; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build lessons/*.ipynb from lessons/source/*.md")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where bytes differ"
    )
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    stale = []
    for target, source in editions():
        text = build_notebook(source)
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            stale.append(str(target.relative_to(LESSONS)))
            if not options.check:
                target.parent.mkdir(exist_ok=True)
                target.write_text(text, encoding="utf-8")
    if options.check and stale:
        print(f"Stale: {', '.join(stale)}. Run make lessons.")
        return 1
    print(f"Built: {', '.join(stale)}." if stale else "All lessons are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
