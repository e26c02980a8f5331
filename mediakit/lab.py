"""JupyterLab opened on a learner's own folder of lessons."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mediakit.data import KEPT, write_atomically
from mediakit.lessons.course import COURSE_NOTEBOOK

_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # all cells of a lesson are in the page: the next exercise can be gone to, the browser finds words
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def lab_command(folder: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The command that opens JupyterLab on a folder's lessons, and what its environment adds.

    Tabs are restored from the folder's own workspaces, not from other work in JupyterLab. Neither the
    server nor a kernel imports what lies in the folder (``random.py``): Python's safe path is set.
    """
    command = [sys.executable, "-P", "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    for first in [*folder.glob(COURSE_NOTEBOOK), *sorted(folder.glob("00-*.ipynb"))][:1]:
        command.append(f"--LabApp.default_url=/doc/tree/{first.name}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    settings = folder / KEPT / "jupyter"
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
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / KEPT / "workspaces"),
        "MEDIAKIT_HOME": str(folder),
    }
    return [*command, *arguments], added
