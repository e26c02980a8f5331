"""The learner's own folder of lessons, and JupyterLab opened on it.

Lessons are copied out of the package, never worked on inside it. A lesson that nobody has touched
is replaced after an upgrade; a touched one stays.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from mediakit.answers import SHEET_ENDING, set_aside
from mediakit.data import shipped_root, write_atomically
from mediakit.errors import MediakitError, UnknownName, did_you_mean

_KEPT = ".mediakit"
_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def refresh_lessons(folder: Path, *, fresh: Sequence[str] = (), twin: bool = False) -> list[str]:
    """Copy the lessons into a folder; returns a sentence for each thing worth telling.

    ``fresh`` names lessons to begin anew: the learner's notebook and answers are set aside, not lost.
    ``twin`` takes the edition for a class that works on the worked example's twin.
    Raises MediakitError where the folder can't be written or a lesson doesn't exist.
    """
    edition = shipped_root() / "lessons" / ("twin" if twin else "")
    shipped = {path.name: path for path in sorted(edition.glob("*.ipynb"))}
    anew = {_named(one, list(shipped)) for one in fresh}
    manifest_path = folder / _KEPT / "lessons.json"
    told = []
    try:
        manifest_path.parent.mkdir(parents=True, exist_ok=True)
        manifest = _load_manifest(manifest_path)
        for name, source in shipped.items():
            target, now = folder / name, _digest(source)
            if name in anew and target.exists():
                aside = _set_lesson_aside(target)
                told.append(f"{name}: a fresh copy; yours is kept as {aside.name}.")
            if not target.exists():
                shutil.copyfile(source, target)
            elif manifest.get(name) == now:
                continue
            elif _digest(target) in (manifest.get(name), now):
                shutil.copyfile(source, target)
                told.append(f"{name}: replaced by the new version (you had not worked in it).")
            else:
                told.append(
                    f"{name}: there is a new version; yours stays, because you have worked in it. "
                    f"For the new one: mediakit lab --fresh {name[:2]}"
                )
                continue
            manifest[name] = now
        write_atomically(manifest_path, json.dumps(manifest, indent=1, sort_keys=True))
    except OSError as error:
        raise MediakitError(
            str(folder),
            f"it can't be written ({error.strerror}).",
            next_step="Name another folder: mediakit lab --folder FOLDER.",
        ) from None
    return told


def _named(lesson: str, names: list[str]) -> str:
    for name in names:
        if lesson in (name, name.removesuffix(".ipynb"), name[:2]):
            return name
    raise UnknownName(
        "--fresh",
        f'there is no lesson "{lesson}".',
        next_step=did_you_mean(lesson, [name[:2] for name in names]),
    )


def _set_lesson_aside(target: Path) -> Path:
    """Rename a notebook and its answer sheets together; returns the notebook's new path."""
    stem, number = target.stem, 1
    while (aside := target.with_name(f"{stem}-old-{number}.ipynb")).exists():
        number += 1
    sheet = target.with_name(f"{stem}{SHEET_ENDING}")
    if sheet.exists():
        new = sheet.with_name(f"{aside.stem}{SHEET_ENDING}")
        if new.exists():
            set_aside(new)
        sheet.rename(new)
    target.rename(aside)
    return aside


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _load_manifest(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def lab_command(folder: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The command that opens JupyterLab on a folder at lesson 00, and what its environment adds.

    Tabs are restored from the folder's own workspaces, not from other work in JupyterLab.
    """
    first = next(iter(sorted(folder.glob("00-*.ipynb"))), None)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if first is not None:
        command.append(f"--LabApp.default_url=/lab/tree/{first.name}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    settings = folder / _KEPT / "jupyter"
    write_atomically(
        settings / "labconfig" / "default_setting_overrides.json", json.dumps(_SETTINGS, indent=1)
    )
    paths = [str(settings), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    extension = [str(Path(__file__).parent / "labextension"), os.environ.get("JUPYTER_PATH", "")]
    added = {
        "JUPYTER_PATH": os.pathsep.join(filter(None, extension)),
        # Server and kernels import no csv.py or random.py that lies in the learner's folder.
        "PYTHONSAFEPATH": "1",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / _KEPT / "workspaces"),
        "MEDIAKIT_HOME": str(folder),
    }
    return [*command, *arguments], added
