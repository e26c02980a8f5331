"""The wheel carries data and lessons and runs elsewhere; a checkout shows an edited story at once."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from lab_page import running_lab

ROOT = Path(__file__).resolve().parents[1]
CHECK = ROOT.parent / "shared" / "tools" / "verbatim.py"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this tree, built without the network."""
    out = tmp_path_factory.mktemp("wheel")
    tree = tmp_path_factory.mktemp("tree") / "checkout"
    junk = shutil.ignore_patterns(".venv", ".git", ".*_cache", ".hypothesis", "dist")
    shutil.copytree(ROOT, tree, ignore=junk)
    for name in ("04-no-name-given.answers.json", "04-no-name-given-Copy1.ipynb", ".hidden.ipynb"):
        (tree / "lessons" / name).write_text("{}", encoding="utf-8")  # what working there leaves
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=tree, check=True, capture_output=True,
    )  # fmt: skip
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment's Python with the wheel installed; its dependencies are lent to it."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True
    )
    packages = next(path for path in site.getsitepackages() if Path(path, "jupyterlab").is_dir())
    where = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    Path(where, "lent.pth").write_text(packages + "\n", encoding="utf-8")
    return python


def test_the_wheel_carries_data_and_lessons(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "data/kinds.toml",
        "data/cases/kremlin-denial/key.toml",
        "lessons/00-start-here.ipynb",
    ):
        assert f"mediakit/_shipped/{part}" in names
    assert "mediakit/widgets/marking.js" in names
    assert "mediakit/widgets/surface.css" in names
    extension = {
        path.relative_to(ROOT / "mediakit" / "labextension").as_posix()
        for path in (ROOT / "mediakit" / "labextension").rglob("*")
        if path.is_file()
    }
    [shared] = {name.split(".data/")[0] for name in names if ".data/" in name}
    assert extension
    for part in extension:  # for plain JupyterLab, and for `mediakit lab`
        assert f"{shared}.data/data/share/jupyter/{part}" in names
        assert f"mediakit/labextension/{part}" in names
    lessons = [name for name in names if name.startswith("mediakit/_shipped/lessons/")]
    built = [
        f"mediakit/_shipped/{path.relative_to(ROOT).as_posix()}"
        for path in sorted([*ROOT.glob("lessons/*.ipynb"), *ROOT.glob("lessons/twin/*.ipynb")])
    ]
    assert sorted(lessons) == built


def test_the_wheel_reprints_nothing(wheel: Path) -> None:
    if not CHECK.is_file():
        pytest.skip("the check is not here")
    done = subprocess.run([sys.executable, str(CHECK), str(wheel)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_installed_wheel_opens_the_lab_from_another_folder(
    elsewhere: Path, tmp_path: Path
) -> None:
    told = subprocess.run(
        [elsewhere, "-c", "import mediakit.data as d; print(d.__file__); print(d.shipped_root())"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    assert str(ROOT) not in told[0]
    assert told[1].endswith("_shipped")
    folder = tmp_path / "lessons"
    with running_lab(folder, python=str(elsewhere), cwd=tmp_path) as address:
        found = urllib.request.urlopen(
            f"{address}/api/contents/00-start-here.ipynb?content=0"
        ).read()
        assert b"00-start-here.ipynb" in found
        page = urllib.request.urlopen(f"{address}/lab").read()
        assert b"mediakit-lessons" in page, "JupyterLab does not find the extension"


def test_a_checkout_shows_an_edited_story_at_once(tmp_path: Path) -> None:
    for name in ("mediakit", "data", "lessons"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    story = tmp_path / "data" / "cases" / "harbour-sound" / "article.md"
    story.write_text(story.read_text(encoding="utf-8") + "\nA seal came by.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import mediakit; print(mediakit.load_case('harbour-sound').article.text)"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.rstrip().endswith("A seal came by.")


def test_the_lock_names_no_address_and_every_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")
