"""The real article is quoted and never reprinted: at most eight of its words in a row, anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fingerprint_windows import windows

from mediakit.data import data_path

ROOT = Path(__file__).resolve().parents[1]
KNOWN = frozenset(data_path("cases", "kremlin-denial", "windows.txt").read_text().split())
CHECK = ROOT.parent / "shared" / "tools" / "verbatim.py"


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value; a notebook's lines joined."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield "".join(value)
        else:
            for one in value:
                yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"],
        capture_output=True, text=True, check=False,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def texts(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    if path.suffix in (".json", ".ipynb"):
        return ["\n".join(strings(json.loads(text)))]
    return [text]


def test_no_nine_words_of_the_article_stand_in_a_row_anywhere() -> None:
    if not files():
        pytest.skip("this is no git checkout")
    assert len(KNOWN) > 300
    found = [
        path.name for path in files() for text in texts(path) if not KNOWN.isdisjoint(windows(text))
    ]
    assert found == []


def test_nine_words_in_a_row_would_be_found() -> None:
    """The check can fail: the fingerprints are those of the article, where a copy is at hand."""
    copies = sorted(ROOT.parent.glob("shared/article/*.txt"))
    if not copies:
        pytest.skip("no copy of the original here")
    assert not KNOWN.isdisjoint(windows(copies[0].read_text(encoding="utf-8")))


def test_the_quotation_check_passes() -> None:
    if not CHECK.is_file():
        pytest.skip("the check is not here")
    done = subprocess.run([sys.executable, str(CHECK), str(ROOT)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
