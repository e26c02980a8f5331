"""``mediakit grade``: points out of a folder of saved notebooks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit.errors import MediakitError

if TYPE_CHECKING:
    from mediakit.classroom import Submission


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
    grade = commands.add_parser(
        "grade",
        help="grade a folder of saved notebooks",
        description="Read saved notebooks and hand-in files and write grades.csv (points an exercise), totals.csv and "
        "writing.csv (what students wrote), read-differently.csv, mistakes.csv (what the class got wrong) and gain.csv. "
        "Nothing in them is run. A student is the first folder below FOLDER, or what a file is called besides the lesson's name.",
    )
    grade.add_argument("folder", type=Path, metavar="FOLDER")
    grade.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where grades.csv goes"
    )
    grade.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from mediakit.classroom import (
        Gained,
        Mistake,
        ReadDifferently,
        Row,
        Total,
        Writing,
        collect_submissions,
        count_mistakes,
        find_gains,
        find_read_differently,
        find_writing,
        grade_submission,
        remark_same_answers,
        total_points,
        write_table,
    )

    submissions: list[Submission] = []
    students: set[str] = set()
    for submission in collect_submissions(options.folder):
        students.add(submission.student)
        submissions.append(submission)
        if sys.stderr.isatty():
            print(f"\r{len(students)} students", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    submissions = remark_same_answers(submissions)
    rows = [row for one in submissions for row in grade_submission(one)]
    if not rows:
        raise MediakitError(
            str(options.folder),
            "there are no notebooks and no hand-in files in it.",
            next_step="Name the folder that holds the students' .ipynb files.",
        )
    gains = list(find_gains(submissions))
    path = options.out / "grades.csv"
    try:
        write_table(Row, rows, path)
        write_table(Total, total_points(rows), options.out / "totals.csv")
        writing = [text for one in submissions for text in find_writing(one)]
        write_table(Writing, writing, options.out / "writing.csv")
        differently = [note for one in submissions for note in find_read_differently(one)]
        write_table(ReadDifferently, differently, options.out / "read-differently.csv")
        write_table(Mistake, count_mistakes(submissions), options.out / "mistakes.csv")
        write_table(Gained, gains, options.out / "gain.csv")
    except OSError as error:
        raise MediakitError(str(path), f"it can't be written ({error.strerror}).") from None
    who = f"{len(students)} student{'s' if len(students) != 1 else ''}"
    print(
        f"{who}: points an exercise in {path}, sums in totals.csv, their texts in writing.csv, what "
        "they read differently in read-differently.csv, what the class got wrong in mistakes.csv, "
        "pre-test and capstone in gain.csv."
    )
    if not gains:
        print(
            "gain.csv has no lines: nobody handed in both the pre-test (lesson 00) and its four "
            "questions in the capstone (lesson 10), all of them checked."
        )
    for submission in submissions:
        if submission.sheet is None:
            print(f"Not read: {submission.student}: {submission.reason}")
    return 0
