"""Tests of mediakit.documents: what people's files are as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediakit import documents
from mediakit.documents import read_document
from mediakit.errors import DocumentError


def written(tmp_path: Path, text: str, name: str = "copy.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_words_between_q_tags_stand_in_quotation_marks(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, "<p>He said <q>no</q>.</p>")).strip() == "He said “no”."


REFUSED = {
    "empty": (b"", "copy.txt", "there is no text in it."),
    "blank": (b"\xef\xbb\xbf \r\n\t", "copy.md", "there is no text in it."),
    "a page of scripts": (b"<html><script>x</script></html>", "a.html", "there is no text in it."),
    "a PDF": (b"%PDF-1.7\n\xff\0", "copy.pdf", "it is a PDF, not plain text."),
    "a Word file": (b"PK\3\4\0", "copy.docx", "it is a Word file or a zip"),
    "rich text": (b"{\\rtf1 Hello}", "copy.rtf", "it is rich text (RTF)"),
    "a web archive": (b"From: <Saved by Blink>\r\n", "copy.mhtml", "it is a web archive (MHTML)"),
    "binary": (b"ab\0cd", "copy.txt", "it is not text: byte 2 is zero."),
    "bad bytes": (b"The \x93cracks\x94", "copy.txt", "byte 4 is not UTF-8."),
    "damaged HTML": (b"<html><![nonsense[ x", "copy.html", "its HTML is damaged."),
}


@pytest.mark.parametrize(("raw", "name", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_text_is_refused_with_a_next_step(
    tmp_path: Path, raw: bytes, name: str, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.place == str(path)
    assert told in caught.value.found
    assert caught.value.allowed
    assert caught.value.next_step


@pytest.mark.parametrize(("limit", "told"), [("_MAX_BYTES", "longer"), ("_MAX_LETTERS", "letters")])
def test_a_huge_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, told: str
) -> None:
    monkeypatch.setattr(documents, limit, 300)
    with pytest.raises(DocumentError, match=told):
        read_document(written(tmp_path, "Words and more words. " * 40))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DocumentError, match=r"there is no such file. .* Check the name"):
            read_document(path)
