"""How long `import mediakit` takes, beside Python's own start and beside pandas.

    python benchmarks/import_time.py

Prints the median of 15 fresh interpreters each, in milliseconds, and as a ratio to Python's start.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PROGRAMS = {
    "python itself": "pass",
    "import mediakit": "import mediakit",
    "mediakit.load_case": "import mediakit; mediakit.load_case('kremlin-denial')",
    "open_lesson (widgets)": "from mediakit import open_lesson",
    "import pandas": "import pandas",
}
ROUNDS = 15


def median_milliseconds(program: str) -> float:
    """The median time of fresh interpreters that run a program."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    measured = {name: median_milliseconds(program) for name, program in PROGRAMS.items()}
    own = measured["python itself"]
    print(f"{'':24} {'ms':>7} {'beyond':>7} {'ratio':>6}")
    for name, took in measured.items():
        print(f"{name:24} {took:7.0f} {took - own:7.0f} {took / own:6.1f}")


if __name__ == "__main__":
    main()
