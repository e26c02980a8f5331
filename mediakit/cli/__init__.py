"""The command line: one file a command. A problem is printed as one message, never as a traceback."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from mediakit import __version__
from mediakit.cli import answers, check_data, grade, lab, lessons, original, read, verify
from mediakit.errors import MediakitError


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
    for command in (lab, lessons, read, answers, grade, verify, check_data, original):
        command.add(commands)
    return parser
