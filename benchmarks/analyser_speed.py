"""How fast the analyser reads and how much memory a long stream takes.

    python benchmarks/analyser_speed.py

Text is made of the shipped stories. Prints words a second on one core for 1, 10 and 100 copies (the
cost must grow in line with length), beside Python's own cost of splitting the same text by a
regular expression, and the peak memory of ``mediakit read --jsonl`` for a million words.
"""

from __future__ import annotations

import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mediakit.analyser import read
from mediakit.stories.case import case_slugs, load_case

WORDS = re.compile(r"\w+")


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print both tables; the stream first, since a child's peak begins with its parent's."""
    stories = [load_case(slug).article.text for slug in case_slugs()]
    _stream(stories)
    text = "\n\n".join(stories) * 3
    read(text)  # the cue lists are loaded once
    print(f"{'copies':>8} {'words':>9} {'seconds':>8} {'words/s':>9} {'of a regex':>10}")
    for copies in (1, 10, 100):
        longer = "\n\n".join([text] * copies)
        words = len(longer.split())
        took = seconds(lambda: read(longer), rounds=3 if copies < 100 else 1)  # noqa: B023
        plain = seconds(lambda: WORDS.findall(longer))  # noqa: B023
        print(f"{copies:8} {words:9} {took:8.3f} {words / took:9.0f} {took / plain:9.1f}×")


def _stream(stories: list[str]) -> None:
    """Time and peak memory of ``mediakit read --jsonl``, for a tenth of a million words and all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.jsonl"
        for target in (100_000, 1_000_000):
            words = 0
            with path.open("w", encoding="utf-8") as file:
                for number in itertools.count():
                    if words >= target:
                        break
                    story = stories[number % len(stories)]
                    words += len(story.split())
                    file.write(json.dumps({"doc_id": str(number), "text": story}) + "\n")
            start = time.perf_counter()
            command = [sys.executable, "-m", "mediakit", "read", str(path), "--jsonl"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            took = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"--jsonl: {words:9,} words, {words / took:9,.0f} words/s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
