"""``mediakit answers``: the key of a lesson, for the teacher."""

from __future__ import annotations

import argparse


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    answers = commands.add_parser(
        "answers",
        help="print the answers to a lesson, for the teacher",
        description="Print every exercise of a lesson with its right answer, the reasons, what is arguable and what "
        "only tempts, second attempts too, as Markdown. For the teacher, to print or to read beside the lesson.",
    )
    answers.add_argument("lesson", metavar="LESSON", help="its number (04) or its name")
    answers.add_argument(
        "--twin",
        action="store_true",
        help="of the edition without the real article; MEDIAKIT_TWIN=1 does the same",
    )
    answers.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.classroom import show_key_sheet
    from mediakit.lessons import load_lesson
    from mediakit.stories.case import twin_wanted

    print(show_key_sheet(load_lesson(options.lesson), twin=options.twin or twin_wanted()))
    return 0
