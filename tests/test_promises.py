"""check-data: the course has nothing to mend, and each check finds what it is there for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit import data
from mediakit.authoring import promises
from mediakit.cli import main
from mediakit.data import shipped_root
from mediakit.stories.shelf import Shelf

ROOT = shipped_root()


def test_the_course_has_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-data"]) == 0
    assert "nothing to mend" in capsys.readouterr().out


@pytest.fixture
def spoil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], str]:
    """Change one file of a copy of the course and give what check-data says of it."""
    for name in ("data", "lessons"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(data, "shipped_root", lambda: tmp_path)  # where labels and kinds are

    def change(file: str, old: str, new: str) -> str:
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        changed = re.sub(old, new, text, count=0 if old.startswith("(?") else 1)
        assert changed != text
        path.write_text(changed, encoding="utf-8")
        data.load_labels.cache_clear()
        problems, _ = promises.check_data(Shelf(tmp_path / "data"))
        data.load_labels.cache_clear()
        return "\n".join(map(str, problems))

    return change


STORY = "data/cases/comet-dust/article.md"
KEY = "data/cases/comet-dust/key.toml"
LESSON = "data/exercises/06-denials.toml"
QUOTES = "data/exercises/02-inside-the-marks.toml"
HEDGES = "data/exercises/07-hedged-quotes.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (STORY, "sound = true", "", "has no sound"),
        (STORY, 'level = "foundation"', 'level = "easy"', 'level is "easy"'),
        (STORY, r"(?s)\n\nThe roof is flat.*", "\n", "is not in"),
        (STORY, "\n\nThe roof is", " and so on" * 300 + "\n\nThe roof is", "A story has 150 to 450"),
        (STORY, "\n\nThe roof is", " and so on" * 20 + "\n\nThe roof is", "On the level foundation"),
        (KEY, "why = \"How the dirt[^\n]*", "", "contested without a why"),
        (KEY, r'content = "t12"', 'content = "t2"', 'no link has the content "t12"'),
        ("data/cases/strait-denial/key.toml", '(?m)^(id|denial) = "d5"', r'\1 = "d5-other"', "its links"),
        (STORY, "alleges = .*\n", "", "has no alleges"),
        (STORY, "denies = .*\n", 'denies = ["a", "a", "a", "a", "a", "a", "a", "a", "a"]\n', "“a”"),
        (KEY, 'why = "A whole statement of hers[^\n]*\n', "", "has no why"),
        (QUOTES, r'cases = \["lemon-ice"\]\ntargets = \["quote.partial"\]', 'cases = ["comet-dust"]\ntargets = ["quote.partial"]', "the feedback to earlier items tells"),
        (LESSON, 'id = "how-fully"', 'id = "how-full"', "no cell of the notebook"),
        (QUOTES, 'targets = \\["quote.partial"\\]', 'targets = ["own.uncredited"]', "it has 0 targets"),
        (HEDGES, 'targets = \\["hedge"\\]', 'targets = ["hedge", "cue"]', "near-misses"),
        (LESSON, r'(question = "what-silence-means"\n.*\n)points = 1', r"\1points = 9", "are for choosing"),
        (LESSON, 'question = "what-silence-means"', 'question = "what-first-denial-leaves"', "no exercise asks the question"),
        ("data/kinds.toml", r"\[hedge.kinds.modal\]", '[hedge.kinds.wish]\nname = "wish"\ndefinition = "A wish."\nsource = "none"\nwhy = "A wish."\n\n[hedge.kinds.modal]', "hedge.wish"),
    ],
)  # fmt: skip
def test_a_spoilt_course_is_told(
    spoil: Callable[[str, str, str], str], file: str, old: str, new: str, told: str
) -> None:
    assert told in spoil(file, old, new)


def test_too_few_sound_stories_are_told(spoil: Callable[[str, str, str], str]) -> None:
    for slug in ("wolf-fence", "storm-forecast", "lemon-ice", "pool-filters"):
        path = f"data/cases/{slug}/article.md"
        said = spoil(path, "sound = true", "sound = false")
    assert "invented stories are sound" in said


def test_options_that_give_themselves_away_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(promises, "LONGEST", 0.1)
    assert main(["check-data"]) == 1
    assert "the longest option is right in" in capsys.readouterr().out


def test_the_ledger_of_the_data_is_that_of_the_stories(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-data", "--ledger"]) == 0
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.strip() in readme
