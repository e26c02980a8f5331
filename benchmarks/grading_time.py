"""How long `mediakit grade` takes for 220 notebooks, beside parsing the same files as JSON.

    python benchmarks/grading_time.py

Twenty invented students hand in all eleven lessons, half of them answered as the key does, half of
them blank. Everything that `mediakit grade` writes is made; the program's own start is left out.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import time
from pathlib import Path

from mediakit.answers import MIME, AnswerSheet, Entry, sheet_to_json
from mediakit.cli import main as mediakit
from mediakit.lessons import key_answer, lesson_names, load_lesson

LESSONS = Path(__file__).resolve().parent.parent / "lessons"
STUDENTS = 20


def hand_in(folder: Path) -> list[Path]:
    """Write the students' notebooks, each with its sheet in the first cell's output."""
    paths = []
    for name in lesson_names():
        text = (LESSONS / f"{name}.ipynb").read_text(encoding="utf-8")
        for number in range(STUDENTS):
            sheet = AnswerSheet(name, attempt=f"attempt-{number:012d}")
            for exercise in load_lesson(name).exercises if number % 2 else ():
                answer = key_answer(exercise)
                sheet = sheet.with_entry(exercise.id, Entry(answer, answer))
            notebook = json.loads(text)
            first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
            first["outputs"].append(
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {MIME: sheet_to_json(sheet)},
                }
            )
            path = folder / f"student-{number:02d}" / f"{name}.ipynb"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(notebook), encoding="utf-8")
            paths.append(path)
    return paths


def main() -> None:
    """Print milliseconds a notebook, and the ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "handed-in")
        folder.mkdir()
        paths = hand_in(folder)
        started = time.process_time()
        for path in paths:
            json.loads(path.read_text(encoding="utf-8"))
        parsing = (time.process_time() - started) * 1000 / len(paths)
        started = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            mediakit(["grade", str(folder), "--out", str(Path(scratch, "out"))])
        grading = (time.process_time() - started) * 1000 / len(paths)
    print(f"{len(paths)} notebooks, CPU milliseconds each")
    print(f"parsed as JSON   {parsing:7.2f}")
    print(f"graded           {grading:7.2f}  {grading / parsing:5.1f} times the parsing")


if __name__ == "__main__":
    main()
