"""The analyser beside the key of every shipped story: found, missed, false alarms, F1 a label.

    python benchmarks/on_the_stories.py

A mark is found where one of the program's touches its core (``compare_readings``, ``by_core``). README states the last column; a test compares.
"""

from __future__ import annotations

from mediakit.show.program import ROWS, ProgramReport
from mediakit.stories.case import case_slugs, load_case


def measure(labels: tuple[str, ...]) -> tuple[int, int, int]:
    """Found, missed, false alarms over all stories."""
    reports = [ProgramReport(load_case(slug).key, labels).agreement for slug in case_slugs()]
    return (
        sum(len(one.both) for one in reports),
        sum(len(one.only_first) for one in reports),
        sum(len(one.only_second) for one in reports),
    )


def main() -> None:
    """Print the table."""
    print(f"{'':20} {'found':>6} {'missed':>7} {'false':>6} {'F1':>5}")
    for name, labels in ROWS.items():
        found, missed, false = measure(labels)
        print(
            f"{name:26} {found:6} {missed:7} {false:6} {2 * found / (2 * found + missed + false):5.2f}"
        )


if __name__ == "__main__":
    main()
