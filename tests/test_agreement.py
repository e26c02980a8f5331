"""The second reader's marks: read with places for errors, and compared as data/README.md says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediakit.authoring.agreement import load_second
from mediakit.cli import main
from mediakit.data import shipped_root
from mediakit.errors import DataError
from mediakit.stories.case import case_slugs, load_case
from mediakit.stories.shelf import Shelf

ROOT = shipped_root()


@pytest.mark.parametrize("slug", case_slugs())
def test_every_story_has_a_second_key(slug: str) -> None:
    second = load_second(load_case(slug))
    assert second is not None
    assert second.marks


def test_the_readme_of_the_data_states_the_agreement_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check-data", "--agreement"]) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert "\n".join(table) in readme


def test_words_of_a_second_key_that_are_not_there_are_told(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "data" / "cases" / "well-water", tmp_path / "cases" / "well-water")
    case = load_case("well-water", Shelf(tmp_path))
    path = case.folder / "second.txt"
    path.write_text("1 | source.collective | fishers\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"line 1.*fishers.*is not in that sentence"):
        load_second(case)
    path.write_text("99 | source.collective | farmers\n", encoding="utf-8")
    with pytest.raises(DataError):
        load_second(case)
