"""The command line: mediakit lab | read | answers | grade | verify | check-data | original.

A problem is printed as one message, never as a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit import __version__
from mediakit.errors import MediakitError

if TYPE_CHECKING:
    from mediakit.classroom import Submission


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 something is told, 2 wrong use."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),  # names of files can hold what a terminal can't show
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "lab":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.run(options))
    except MediakitError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # "mediakit read … | head" has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mediakit", description="Lessons on how a news story knows what it says."
    )
    parser.add_argument("--version", action="version", version=f"mediakit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    lab = commands.add_parser(
        "lab",
        help="open the lessons in JupyterLab",
        description="Copy the lessons into your own folder, keep what you worked on, and open JupyterLab "
        "at lesson 00. Options that are not listed here go to JupyterLab (--no-browser, --port 8899).",
    )
    lab.add_argument("--folder", type=Path, help="your folder (default: ~/mediakit-lessons)")
    lab.add_argument(
        "--fresh",
        action="append",
        default=[],
        metavar="NN",
        help="begin a lesson anew; your own copy is set aside",
    )
    lab.add_argument(
        "--twin",
        action="store_true",
        help="the edition without the real article: an invented twin stands in its place, points equal",
    )
    lab.set_defaults(run=_lab)

    read = commands.add_parser(
        "read",
        help="mark who says what in a news story",
        description="Mark sources, reporting words, quotations, denials and hedges in any English news text "
        "(text, Markdown, a saved HTML page; - reads standard input), each with its reason. A program with "
        "fixed rules does it: it misses things and raises false alarms.",
    )
    read.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    read.add_argument(
        "--format",
        choices=("text", "html", "json", "csv"),
        default="text",
        help="what is printed (default: text)",
    )
    read.add_argument(
        "--jsonl",
        action="store_true",
        help='many documents: {"doc_id": …, "text": …} a line in, one JSON object a line out',
    )
    read.set_defaults(run=_read)

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
    answers.set_defaults(run=_answers)

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
    grade.set_defaults(run=_grade)

    verify = commands.add_parser(
        "verify",
        help="check students' notebooks with nbval",
        description="Put a student's answers into the pristine lesson and compare it with the key's "
        "lesson by pytest --nbval, in a scratch folder.",
    )
    verify.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    verify.set_defaults(run=_verify)

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
    check.set_defaults(run=_check_data)

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
    add.set_defaults(run=_original_add)
    return parser


def _lab(options: argparse.Namespace) -> int:
    from mediakit.data import home_folder
    from mediakit.lab import lab_command, refresh_lessons

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


def _read(options: argparse.Namespace) -> int:
    if options.jsonl:
        return _read_jsonl(options.file)
    import json

    from mediakit.analyser import read
    from mediakit.interchange import reading_to_json
    from mediakit.show import show_chain_text, show_html, show_table, show_text
    from mediakit.show.view import summarise, text_of

    reading = read(sys.stdin.read() if options.file == "-" else text_of(Path(options.file)))
    if options.format == "json":
        doc_id = "-" if options.file == "-" else Path(options.file).stem
        print(json.dumps({"doc_id": doc_id, **reading_to_json(reading)}, ensure_ascii=False))
    elif options.format == "html":
        print(show_html(reading))
    elif options.format == "csv":
        print(show_table(reading).to_csv(index=False), end="")
    else:
        print(f"{summarise(reading)}\n\n{show_text(reading)}\n\n{show_chain_text(reading)}")
    return 0


def _read_jsonl(name: str) -> int:
    from mediakit.batch import read_lines

    problems = 0
    try:
        source = sys.stdin if name == "-" else open(name, encoding="utf-8", errors="replace")  # noqa: SIM115
    except OSError as error:
        raise MediakitError(name, f"it can't be read ({error.strerror}).") from None
    with source:
        for line in read_lines(source, name="input" if name == "-" else name):
            if line.output is not None:
                print(line.output)
            else:
                problems += 1
                print(line.problem, file=sys.stderr)
            if sys.stderr.isatty() and line.number % 25 == 0:
                print(f"\r{line.number} documents", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return 1 if problems else 0


def _answers(options: argparse.Namespace) -> int:
    from mediakit.cases import twin_wanted
    from mediakit.classroom import show_key_sheet
    from mediakit.lessons import load_lesson

    print(show_key_sheet(load_lesson(options.lesson), twin=options.twin or twin_wanted()))
    return 0


def _grade(options: argparse.Namespace) -> int:
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


def _verify(options: argparse.Namespace) -> int:
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


def _check_data(options: argparse.Namespace) -> int:
    from mediakit.agreement import key_agreement
    from mediakit.authoring import check_data, show_ledger

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


def _original_add(options: argparse.Namespace) -> int:
    from mediakit.data import home_folder
    from mediakit.original import report, save_copy

    folder = (options.folder or home_folder()).expanduser()
    print(report(save_copy(options.file, options.story, folder)))
    return 0
