"""The command line: every command has help and is in the README; problems are one message."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mediakit.cli import _parser, main

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def commands() -> list[str]:
    parser = _parser()
    [choices] = [a.choices for a in parser._actions if isinstance(a.choices, dict)]
    return sorted(choices)


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_and_stands_in_the_readme(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    assert done.value.code == 0
    assert len(capsys.readouterr().out) > 100
    assert f"mediakit {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_m_mediakit_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mediakit", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("mediakit ")


def test_importing_mediakit_loads_none_of_the_large_packages() -> None:
    program = (
        "import sys, mediakit; "
        "print([n for n in ('pandas', 'ipywidgets', 'anywidget', 'IPython') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_unknown_option_is_an_error_but_for_lab() -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["grade", "x", "--out", "y", "--fast"])
    assert wrong.value.code == 2


def test_a_copy_of_the_original_is_attached_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = sorted(SHARED.glob("article/*.txt"))
    if not copies:
        pytest.skip("no copy of the original here")
    monkeypatch.setenv("MEDIAKIT_HOME", str(tmp_path))
    assert main(["original", "add", str(copies[0])]) == 0
    assert capsys.readouterr().out.startswith("matched 13 of 13 sentences")
    assert (tmp_path / "originals" / "kremlin-denial.txt").is_file()


def test_a_copy_that_is_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDIAKIT_HOME", str(tmp_path))
    other = tmp_path / "other.txt"
    other.write_text("Another story. It has two sentences.", encoding="utf-8")
    assert main(["original", "add", str(other)]) == 1
    assert "not one of the article's 13 sentences" in capsys.readouterr().err
    assert not (tmp_path / "originals").exists()
