"""Words as they can be shown anywhere: on one line, nothing in them that steers a page or terminal."""

from __future__ import annotations

# What is neither HTML nor XML, or steers a terminal: control characters as pictures, the rest as �.
VISIBLE = {
    n: 0x2400 + n if n < 32 else 0xFFFD
    for n in (*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if not chr(n).isspace()
}


def tidy_words(words: str) -> str:
    """Words on one line, control characters made visible."""
    return " ".join(words.split()).translate(VISIBLE)
