"""The JupyterLab extension: what is committed is what its source builds, and it runs only what is on its list."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from build_labextension import BUILT, source_digest

CALLS = Path(__file__).parents[1] / "labextension" / "lib" / "calls.js"
NODE = shutil.which("node")
OPEN = 'from mediakit import open_lesson\nlesson = open_lesson("04")'

ALLOWED = {
    OPEN: "open_lesson",
    "from mediakit import open_lesson\r\n\r\nlesson = open_lesson('04', twin=True)\r\n": "open_lesson",
    "from mediakit import open_course\nopen_course()": "open_course",
    '# Say it in words.\nlesson.exercise("no-name")  # é': "exercise",
    'lesson.worked("kremlin-denial", 2)': "worked",
    'lesson.worked("kremlin-denial", 2).chain': "worked",
    'lesson.table("stadium-move", label=None)': "table",
    'lesson.program(\n    "stadium-move",\n    ["source.unnamed", ("hedge", -1)],\n)': "program",
    "lesson.hint('it\\'s \"here\"; import os')": "hint",
    "lesson.end_card()": "end_card",
    "": "",
    "# nothing here\n": "",
}
REFUSED = [
    "import os",
    "!ls",
    "%run other.py",
    'lesson.exercise("a"); import os',
    'lesson.exercise("a")\nimport os',
    'lesson.exercise("a")\nlesson.exercise("b")',
    'lesson.exercise(f"{open(1)}")',
    'lesson.exercise(b"a")',
    'lesson.exercise("a" "b")',
    'lesson.exercise("a" + "b")',
    'lesson.exercise("""a""")',
    'lesson.exercise("a\nb")',
    'lesson.exercise("a\\\nb")',
    'lesson.exercise("a',
    'lesson.exercise("a"',
    'lesson.exercise("a"))',
    "lesson.exercise(name)",
    "lesson.exercise(open('x'))",
    "lesson.exercise(*[1])",
    "lesson.exercise({'a': 1})",
    "lesson.exercise([1 for _ in ()])",
    "lesson.exercise(1.5, 0x10, 1e3)",
    'lesson.exercise("a").chain',
    'lesson.worked("a", 1).chain()',
    'lesson.worked("a", 1).chain.x',
    'lesson.answer("a", [])',
    'lesson.__init__("a")',
    'lesson.constructor("a")',
    'other.exercise("a")',
    "lesson.exercise",
    'lesson\n.exercise("a")',
    'lessоn.exercise("a")',  # a Cyrillic letter
    'lesson.exercise("a")?',
    "from mediakit import open_lesson",
    "from mediakit import open_lesson, load_case\nlesson = open_lesson('04')",
    "from mediakit import open_lesson as o\nlesson = o('04')",
    "from mediakit import open_lesson\nopen_lesson('04')",
    "from mediakit import open_lesson\nlesson = open_lesson('04').twin",
    # Python and IPython see more ends of a line than "\n".
    "# a\rimport os",
    "# a\x0cimport os",
    "# a\u2028!ls",
    'lesson.exercise("a\x85!ls")',
    'lesson.exercise("a\x00")',
]


def ask_node(expression: str) -> Any:
    """What an expression over calls.js gives, as node computes it."""
    if not NODE and not os.environ.get("MEDIAKIT_REQUIRE_NODE"):
        pytest.skip("node is not here; learners and authors need none, only who changes the list")
    assert NODE, "MEDIAKIT_REQUIRE_NODE is set, and there is no node"
    script = f"import * as calls from {json.dumps(CALLS.as_uri())};\nconsole.log(JSON.stringify({expression}))"
    done = subprocess.run(
        [NODE, "--input-type=module", "-"], input=script,
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_what_is_committed_was_built_from_this_source() -> None:
    package = json.loads((BUILT / "package.json").read_text(encoding="utf-8"))
    assert package["mediakit"]["source"] == source_digest(), "next: make labextension (needs npm)"
    assert (BUILT / package["jupyterlab"]["_build"]["load"]).is_file()


def test_neither_source_nor_output_names_a_registry() -> None:
    for path in [*CALLS.parents[1].glob("*.json"), *BUILT.rglob("*.js*")]:
        text = path.read_text(encoding="utf-8")
        assert "registry" not in text, path
        assert '"resolved"' not in text, path


def test_the_calls_of_a_lesson_are_allowed() -> None:
    assert ask_node(f"{json.dumps(list(ALLOWED))}.map(calls.readCall)") == list(ALLOWED.values())


def test_all_other_code_is_refused() -> None:
    given = ask_node(f"{json.dumps(REFUSED)}.map(calls.readCall)")
    assert [code for code, call in zip(REFUSED, given, strict=True) if call is not None] == []


@pytest.mark.parametrize(
    ("sources", "ours", "refused"),
    [
        ([OPEN, "lesson.score()", ""], True, None),
        ([OPEN, "lesson.score()", "1 + 1"], True, 2),
        ([OPEN, OPEN], True, 1),
        ([f"import os\n{OPEN}"], True, 0),
        (["lesson.score()"], False, 0),
        (["import os", OPEN], False, 0),
        ([], False, None),
    ],
)
def test_a_notebook_is_ours_by_its_first_code_cell(
    sources: list[str], ours: bool, refused: int | None
) -> None:
    found = ask_node(f"calls.readNotebook({json.dumps(sources)})")
    assert (found["ours"], found["refused"]) == (ours, refused)


def test_node_reads_what_python_reads() -> None:
    """Whatever is allowed is one expression of literals to Python, too, or the opening's two lines."""
    import ast

    for code in ALLOWED:
        body = ast.parse(code).body
        calls = [node for one in body for node in ast.walk(one) if isinstance(node, ast.Call)]
        assert len(calls) == len(body[-1:])
        for call in calls:
            for argument in [*call.args, *(one.value for one in call.keywords)]:
                ast.literal_eval(argument)


def test_the_first_cell_of_every_lesson_is_ours() -> None:
    paths = sorted((CALLS.parents[2] / "lessons").glob("*.ipynb"))
    lessons = [
        [
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code"
        ]
        for path in paths
    ]
    assert lessons
    assert all(one["ours"] for one in ask_node(f"{json.dumps(lessons)}.map(calls.readNotebook)"))
