"""``mediakit.read``: a file or a text, and what a notebook shows of it."""

import pytest

import mediakit
from mediakit.errors import DocumentError
from mediakit.show.view import summarise, text_of

STORY = "Two aides said on Monday that the pier may close. Rain fell. “No,” Ana Reyes said.\n"


def test_a_file_and_its_text_read_alike(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    assert mediakit.read(path).reading == mediakit.read(STORY).reading
    assert mediakit.read(str(path)).reading == mediakit.read(path).reading


def test_links_of_a_page_leave_their_words(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><p>The <a href='x'>report</a> said no.</p></html>", encoding="utf-8")
    assert text_of(path).strip() == "The report said no."


@pytest.mark.parametrize("source", ["no-such-file.txt", "", "  \n"])
def test_what_is_no_text_is_told(source):
    with pytest.raises(DocumentError):
        mediakit.read(source)


def test_a_view_shows_summary_marks_chain_and_table():
    view = mediakit.read(STORY)
    assert repr(view) == view.summary
    assert view.summary.startswith("1 of 3 sentences rests on people without a name.")
    assert "⟦Two aides⟧" in view.xray(labels="source")
    assert "Two aides" in repr(view.chain())
    assert "← <em>said</em>" in view.chain()._repr_html_()
    assert set(view.table().label) >= {"source", "cue", "content"}
    html = view._repr_html_()
    assert view.summary in html
    assert "false alarms" in html
    assert "Who leans on whom" in html


def test_a_summary_counts_sentences_not_marks():
    reading = mediakit.read(
        "An aide said the pier, the lock and the quay were shut. It rained."
    ).reading
    assert summarise(reading).startswith("1 of 2 sentences rests")
