"""Fingerprints of an article's nine-word windows, for the test that it is quoted and never reprinted.

    python tools/fingerprint_windows.py ARTICLE.txt > data/cases/kremlin-denial/windows.txt

A line is the start of the sha256 of nine words in a row, in small letters; windows of the title
alone are left out, for the title may stand whole. No word can be read out of them.
"""

from __future__ import annotations

import html
import re
import sys
from hashlib import sha256
from pathlib import Path

LENGTH = 9
DIGITS = 16


def words(text: str) -> list[str]:
    """Words in small letters; markup, quotes and hyphens separate them, apostrophes don't."""
    text = html.unescape(text).lower()
    text = re.sub(r"<[^>]{0,200}>", " ", text)
    text = re.sub(r"\]\([^)]{0,300}\)", " ", text)
    return re.findall(r"[a-z0-9]+", re.sub(r"[’']", "", text))


def windows(text: str) -> list[str]:
    """The fingerprint of every nine words in a row."""
    found = words(text)
    return [
        sha256(" ".join(found[n : n + LENGTH]).encode()).hexdigest()[:DIGITS]
        for n in range(len(found) - LENGTH + 1)
    ]


def main() -> None:
    """Print the fingerprints of a file whose first line is the title."""
    title, body = Path(sys.argv[1]).read_text(encoding="utf-8").strip().split("\n", 1)
    body = body.split("Original url")[0]
    print("\n".join(sorted(set(windows(body)) - set(windows(title)))))


if __name__ == "__main__":
    main()
