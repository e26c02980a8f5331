"""``mediakit lab``: the learner's folder brought up to date, and JupyterLab opened on it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mediakit.cli.lessons import add_choices


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    lab = commands.add_parser(
        "lab",
        help="open the lessons in JupyterLab",
        description="Copy the lessons into your own folder, keep what you worked on, and open JupyterLab "
        "at the lessons page. Options that are not listed here go to JupyterLab (--no-browser, --port 8899).",
    )
    lab.add_argument("--folder", type=Path, help="your folder (default: ~/mediakit-lessons)")
    add_choices(lab)
    lab.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.data import home_folder
    from mediakit.lab import lab_command
    from mediakit.lessons.copies import refresh_lessons

    folder = (options.folder or home_folder()).expanduser().resolve()
    for sentence in refresh_lessons(folder, fresh=options.fresh, twin=options.twin):
        print(sentence)
    command, added = lab_command(folder, options.rest)
    print(f"Your lessons are in {folder}. Stop JupyterLab with Ctrl+C.")
    if "--allow-root" in command:
        print("You are root: JupyterLab is started with --allow-root. Do that in a container only.")
    sys.stdout.flush()
    os.environ.update(added)
    os.chdir(folder)
    if os.name == "nt":  # Windows' exec gives the prompt back while the program still runs
        import subprocess

        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)
