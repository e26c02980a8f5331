"""Files that people have: plain text, Markdown, saved HTML pages, each as text to be read.

Links stay as ``[words](#)``; pictures, scripts and what no reader sees are left out. Nothing is
fetched. What the text is taken for is left to the modules above.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

from mediakit.errors import DocumentError

_MAX_BYTES = 20_000_000
_MAX_LETTERS = 2_000_000
_NOT_TEXT = {
    b"%PDF": "a PDF",
    b"PK\3\4": "a Word file or a zip",
    b"{\\rtf": "rich text (RTF)",
    b"From: <Saved by": "a web archive (MHTML)",
}
_PASTE = "Open it, copy the article's text into a file that ends in .txt, and give that file."
_HTML_START = re.compile(
    r"\s*<(!doctype|\?xml|!--|(html|head|body|main|article|section|div|h1|p)\b)", re.I
)


def read_document(path: Path) -> str:
    """The text of a file, with a link in it as ``[words](#)``; raises DocumentError.

    The content decides before the suffix: Markdown is often kept in a file that ends in ``.txt``.
    """

    def refusal(found: str, next_step: str = _PASTE) -> DocumentError:
        allowed = "It can be text, Markdown or a saved HTML page, in the encoding UTF-8."
        return DocumentError(str(path), found, allowed=allowed, next_step=next_step)

    try:
        if not path.is_file():
            raise refusal("there is no such file.", "Check the name and the folder.")
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise refusal(f"it can't be read ({error.strerror}).", "Check who may read it.") from None
    if len(raw) > _MAX_BYTES:
        raise refusal(f"it is longer than {_MAX_BYTES // 1_000_000} MB.")
    for start, name in _NOT_TEXT.items():
        if raw.startswith(start):
            raise refusal(f"it is {name}, not plain text.")
    if b"\0" in raw:
        raise refusal(f"it is not text: byte {raw.index(0)} is zero.")
    try:
        text = re.sub(r"\r\n?", "\n", raw.decode("utf-8-sig"))
        named_html = path.suffix.lower() in (".html", ".htm", ".xhtml") and "</" in text
        text = _page_text(text) if named_html or _HTML_START.match(text) else _markdown_text(text)
    except UnicodeDecodeError as error:
        raise refusal(
            f"byte {error.start} is not UTF-8.", "Save it again with the encoding UTF-8."
        ) from None
    except AssertionError:  # html.parser gives up so, on "<![" with nonsense after it
        raise refusal("its HTML is damaged.") from None
    if not text.strip():
        raise refusal("there is no text in it.")
    if len(text) > _MAX_LETTERS:
        raise refusal(f"its text has {len(text):,} letters, far more than an article.")
    return text


_UNSEEN = frozenset("script style title noscript template svg textarea select".split())
_BREAK = ("\n\n", "\n\n")
# What a tag is in the text. All others break it, so that words of two blocks never run together.
_TAGS = (
    dict.fromkeys(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark s samp "
        "small span strike strong sub sup time tt u var wbr".split(),
        ("", ""),
    )
    | dict.fromkeys(_UNSEEN, ("", ""))
    | {"br": ("\n", ""), "q": ("“", "”")}
)


class _Page(HTMLParser):
    """Collects what a reader sees of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.link: int | None = None
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag == "a":
            self.end_link()
            self.link = len(self.pieces) if dict(attrs).get("href") else None
        self.pieces.append(_TAGS.get(tag, _BREAK)[0])

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in _UNSEEN))
        self.pieces.append(_TAGS.get(tag, _BREAK)[1])
        if tag == "a":
            self.end_link()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def end_link(self) -> None:
        """Turn the words since the link began into ``[words](#)``, unless it holds more than words."""
        if self.link is not None:
            words = "".join(self.pieces[self.link :])
            bare = re.fullmatch(r"(\s*)([^\[\]\n]*[^\[\]\s])(\s*)", words)
            self.pieces[self.link :] = [bare.expand(r"\1[\2](#)\3") if bare else words]
        self.link = None


def _page_text(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    page.end_link()
    return "".join(page.pieces)


_MARKDOWN = (
    (r"!\[[^\[\]]*\]\([^()\n]*\)", ""),  # a picture
    (r"\[\s*\]\([^()\n]*\)", ""),  # the link around one
    (r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)", "](#)"),  # a link's target and title
    (r"<br\s*/?>", "\n"),
    (r"</?(?:a|b|em|i|img|p|small|span|strong|su[bp]|u)\b[^<>\n]*>|<https?:[^<>\s]*>", ""),
    (r"^[ \t]*(?:>[ \t]?)+", ""),  # the bar beside a quoted paragraph
    (r"(?<![\w\\])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]*[^\s*_\\])\1(?!\w)", r"\2"),  # *stress*
    (r"\\([^\w\s]|$)", r"\1"),  # \[ and a \ that breaks the line
)


def _markdown_text(text: str) -> str:
    """Markdown or plain text without the signs that stand among words; a link as ``[words](#)``."""
    text, definitions = re.subn(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]+\S.*$", "", text, flags=re.M)
    if definitions:
        text = re.sub(r"\]\[[^\[\]\n]*\]", "](#)", text)
    for pattern, by in _MARKDOWN:
        text = re.sub(pattern, by, text, flags=re.M)
    return html.unescape(text)
