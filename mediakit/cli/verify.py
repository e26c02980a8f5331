"""``mediakit verify``: students' notebooks under real nbval."""

from __future__ import annotations

import argparse
from pathlib import Path

from mediakit.errors import MediakitError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    verify = commands.add_parser(
        "verify",
        help="check students' notebooks with nbval",
        description="Put a student's answers into the pristine lesson and compare it with the key's "
        "lesson by pytest --nbval, in a scratch folder.",
    )
    verify.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    verify.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.classroom import verify_notebook

    failed = 0
    for path in options.notebooks:
        try:
            for lesson, checks in verify_notebook(path):
                print(f"{path}: {lesson}")
                for check in checks:
                    failed += not check.passed
                    print(
                        f"  {'passed' if check.passed else 'failed'}  {check.line}  ({check.exercise})"
                    )
        except MediakitError as error:
            failed += 1
            print(f"{path}: {error}")
    return 1 if failed else 0
