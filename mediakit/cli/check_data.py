"""``mediakit check-data``: what the course promises as a whole, for authors."""

from __future__ import annotations

import argparse


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    check = commands.add_parser(
        "check-data",
        help="check the stories and exercises of the course",
        description="Look at what no single file shows: near-misses as many as targets, sound stories, "
        "sentence length, the twin's ids, exercises that can be reached and give nothing away. For authors.",
    )
    check.add_argument(
        "--agreement",
        action="store_true",
        help="how the keys agree with the second reader's marks, a line a label",
    )
    check.add_argument(
        "--ledger",
        action="store_true",
        help="who denies, who alleges and who turns out right, a line a story",
    )
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.authoring.agreement import key_agreement
    from mediakit.authoring.promises import check_data, show_ledger

    if options.ledger:
        print(show_ledger())
        return 0
    if options.agreement:
        stories, rows = key_agreement()
        print(f"{stories} stories with a second key\n\n| label | marks | F1 | same kind | alpha |")
        print("|---|---|---|---|---|")
        for row in rows:
            print(
                f"| {row.label} | {row.marks} | {row.f1:.2f} | {row.same_kind:.2f} | {row.alpha:.2f} |"
            )
        return 0
    problems, looked = check_data()
    for problem in problems:
        print(problem)
    print(f"{looked}: {f'{len(problems)} to mend' if problems else 'nothing to mend'}.")
    return 1 if problems else 0
