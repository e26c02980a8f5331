"""``mediakit lessons``: the learner's folder brought up to date, and nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    lessons = commands.add_parser(
        "lessons",
        help="copy the lessons into a folder, or bring them up to date",
        description="Copy the lessons into a folder. A lesson that is there already is replaced by a new version "
        "unless you have changed its cells; answers are kept. JupyterLab is not started.",
    )
    lessons.add_argument("folder", type=Path, metavar="FOLDER", help="where the lessons go")
    add_choices(lessons)
    lessons.set_defaults(run=run)


def add_choices(command: argparse.ArgumentParser) -> None:
    """Add what can be chosen about the lessons of a folder."""
    command.add_argument(
        "--fresh",
        action="append",
        default=[],
        metavar="NN",
        help="begin a lesson anew; your own copy is set aside",
    )
    command.add_argument(
        "--twin",
        action=argparse.BooleanOptionalAction,
        help="the edition without the real article: an invented twin stands in its place, points equal "
        "(left out: the edition that the folder has)",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.lessons.copies import refresh_lessons

    folder = options.folder.expanduser().resolve()
    for sentence in refresh_lessons(folder, fresh=options.fresh, twin=options.twin):
        print(sentence)
    print(f"The lessons are in {folder}.")
    return 0
