"""Where the time of the course under nbval goes, as ratios to an empty notebook's run.

    python benchmarks/course_time.py

Each lesson runs alone under strict `pytest --nbval`; beside it an empty notebook, which is the price
of starting pytest and a kernel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

LESSONS = Path(__file__).resolve().parent.parent / "lessons"


def seconds(notebook: Path, scratch: str) -> float:
    """How long one notebook takes under strict nbval."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval",
        "-p",
        "no:cacheprovider",
        str(notebook),
    ]
    started = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "MEDIAKIT_ANSWERS": scratch}
    )
    return time.perf_counter() - started


def main() -> None:
    """Print a line a lesson, and the sum."""
    with tempfile.TemporaryDirectory() as scratch:
        empty = Path(scratch, "empty.ipynb")
        cell = nbformat.v4.new_code_cell("pass", execution_count=1)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), empty)
        base = min(seconds(empty, scratch) for _ in range(3))
        print(f"{'an empty notebook':24} {base:5.1f} s")
        total = 0.0
        for path in sorted(LESSONS.glob("*.ipynb")):
            took = seconds(path, scratch)
            total += took
            print(f"{path.stem:24} {took:5.1f} s  {took / base:4.1f} times an empty one")
        starts = base * len(list(LESSONS.glob("*.ipynb")))
        print(f"{'one after another':24} {total:5.1f} s, {starts / total:.0%} of it starting up")


if __name__ == "__main__":
    main()
