"""The plugin that compares a lesson's file with its source: what a kernel answered stands where it should."""

from __future__ import annotations

from typing import Any

from build_lessons import LESSONS, as_text, editions, unrun_notebook
from built_from_source import put_answers

SOURCE = """Read this.

```{code-cell} ipython3
one()
```

```{code-cell} ipython3
two()
```
"""


def said(cell: str, msg_type: str, **content: Any) -> dict[str, Any]:
    return {
        "parent_header": {"msg_id": cell},
        "header": {"msg_type": msg_type},
        "msg_type": msg_type,
        "content": content,
    }


def ran(cell: str, *answers: dict[str, Any]) -> list[dict[str, Any]]:
    busy, idle = (said(cell, "status", execution_state=one) for one in ("busy", "idle"))
    return [busy, said(cell, "execute_input", code="", execution_count=7), *answers, idle]


def shown(cell: str, words: str, msg_type: str = "display_data") -> dict[str, Any]:
    data, known = {"text/plain": words}, {"display_id": "line"}
    return said(cell, msg_type, data=data, metadata={}, transient=known)


def test_answers_stand_at_their_cells_and_an_update_replaces_what_it_names() -> None:
    notebook = unrun_notebook(SOURCE)
    messages = [
        said("start", "status", execution_state="idle"),
        *ran("a", shown("a", "4.1 not answered yet")),
        *ran("b", said("b", "stream", name="stdout", text="2"), shown("b", "new", "update_display_data")),
    ]  # fmt: skip
    put_answers(notebook, messages)
    told, one, two = notebook.cells
    assert told.cell_type == "markdown"
    assert [output.data for output in one.outputs] == [{"text/plain": "new"}]
    assert [output.text for output in two.outputs] == ["2"]


def test_a_cell_that_was_not_run_leaves_the_notebook_another() -> None:
    whole, part = unrun_notebook(SOURCE), unrun_notebook(SOURCE)
    put_answers(whole, [*ran("a", shown("a", "x")), *ran("b", shown("b", "y"))])
    put_answers(part, ran("a", shown("a", "x")))
    assert as_text(whole) != as_text(part)


def test_every_built_lesson_has_a_source() -> None:
    there = {*LESSONS.glob("*.ipynb"), *LESSONS.glob("twin/*.ipynb")}
    assert there == {target for target, _ in editions()}
