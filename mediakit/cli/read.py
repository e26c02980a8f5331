"""``mediakit read``: who says what in any English news story."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mediakit.errors import MediakitError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's commands."""
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
    read.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
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
    from mediakit.analyser.batch import read_lines

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
