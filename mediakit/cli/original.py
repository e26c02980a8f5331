"""``mediakit original``: the reader's own copy of the article."""

from __future__ import annotations

import argparse
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    original = commands.add_parser(
        "original",
        help="attach your own copy of the original article",
        description="The lessons use a retelling. With your own copy of the article (text, Markdown "
        "or a saved HTML page) they can show the original beside it.",
    )
    actions = original.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="attach a file")
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--story", default="kremlin-denial", help="the story it is the original of")
    add.add_argument("--folder", type=Path, help="your folder (default: ~/mediakit-lessons)")
    add.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.data import home_folder
    from mediakit.stories.case import load_case
    from mediakit.stories.original import report, save_copy

    folder = (options.folder or home_folder()).expanduser()
    print(report(save_copy(options.file, load_case(options.story), folder)))
    return 0
