"""The learner's own copy: what it may look like, what differs, where the marks land."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from mediakit import data
from mediakit.documents import read_document
from mediakit.errors import DataError, DocumentError
from mediakit.reading import check_reading
from mediakit.stories.case import Case, load_case
from mediakit.stories.original import (
    Attached,
    attach,
    load_fingerprints,
    load_original,
    report,
    save_copy,
)
from mediakit.stories.shelf import Shelf

# ── an invented story, its original and its retelling ────────────────────────

SENTENCES = (
    "Council Denies Plan to Close Harbour Bridge",
    "The city council on Monday denied reports that Mayor Ana Róth is planning to close the bridge.",
    "A Gazette report cited two people close to the U.S. contractor as saying that “cracks” were found.",
    "“That’s simply wrong,” spokesman Leo Brandt told reporters.",
    "“[We] checked every beam in May,” he added.",
)
COPY = f"""# {SENTENCES[0]}

5 May 2031

Photo of the bridge. [harbour.example](https://harbour.example)

{SENTENCES[1].replace("denied", "[denied](https://x.example/a)")}

{SENTENCES[2]}

{SENTENCES[3]} {SENTENCES[4]}

Original url:

<https://gazette.example/bridge>
"""
ARTICLE = """+++
title = "Council Denies Plan to Close Harbour Bridge"
outlet = "The Harbour Post"
date = 2031-05-05
licence = "CC-BY-4.0 for the retelling"
language = "en"
+++

On Monday the council denied reports of a plan by the mayor to close the bridge.

Citing two people close to a contractor in the U.S., the Gazette wrote of “cracks”.

“Simply wrong,” said its spokesman, Leo Brandt. Every beam was checked, he added.
"""
KEY = """
mark = [
  { id = "council", label = "source", kind = "institution", text = "the council", core = "council" },
  { id = "denied", label = "cue", kind = "plain", text = "denied" },
  { id = "plan", label = "content", text = "a plan by the mayor to close the bridge" },
  { id = "gazette", label = "source", kind = "media", text = "the Gazette" },
  { id = "insiders", label = "source", kind = "unnamed", text = "two people close to a contractor in the U.S.", core = "two people" },
  { id = "cited", label = "cue", kind = "plain", text = "Citing", why = "They were asked." },
  { id = "cracks", label = "content", text = "“cracks”" },
  { id = "brandt", label = "source", kind = "named", text = "its spokesman, Leo Brandt", core = "its spokesman" },
  { id = "wrong", label = "denial", kind = "categorical", text = "“Simply wrong,”" },
  { id = "nowhere", label = "hedge", kind = "modal", text = "Every" },
]
lookalike = [{ id = "us", of = "source.institution", text = "U.S.", why = "It is only talked about." }]
link = [
  { id = "a1", type = "attribution", source = "council", cue = "denied", content = "plan" },
  { id = "a2", type = "attribution", source = "gazette", content = "cracks" },
  { id = "a3", type = "attribution", source = "insiders", cue = "cited", content = "cracks", inside = "a2" },
  { id = "d", type = "answers", denial = "wrong", content = "cracks", leaves = ["plan"] },
  { id = "h", type = "hedges", by = "nowhere", of = "cracks", place = "on", holder = "paper" },
]
"""
AT = {
    "council": (1, [[0, 3]]),
    "denied": (1, [[5, 6]]),
    "plan": (1, [[8, 17]]),
    "gazette": (2, [[0, 3]]),
    "insiders": (2, [[4, 12]]),
    "cited": (2, [[3, 4], [12, 14]]),
    "us": (2, [[9, 11]]),
    "cracks": (2, [[15, 16]]),
    "brandt": (3, [[3, 6]]),
    "wrong": (3, [[0, 3]]),
}


def original_toml(at: dict[str, tuple[int, list[list[int]]]] = AT) -> str:
    """The fingerprints, made as the format tells and not with the module under test."""
    lines = []
    for number, sentence in enumerate(SENTENCES):
        words = re.findall(r"[^\W_]+", sentence.replace("'", "").replace("’", "").casefold())
        digest = sha256(" ".join(words).encode()).hexdigest()
        lines.append(
            f'[[sentence]]\nnumber = {number}\nwords = {len(words)}\nsha256 = "{digest}"\n'
        )
    for mark, (number, ranges) in at.items():
        lines.append(f'[[at]]\nmark = "{mark}"\nsentence = {number}\nwords = {ranges}\n')
    return "\n".join(lines)


@pytest.fixture
def bridge(tmp_path: Path) -> Case:
    """The invented case, on a shelf of its own; the kinds stay the shipped ones."""
    folder = tmp_path / "data" / "cases" / "bridge"
    folder.mkdir(parents=True)
    (folder / "article.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "key.toml").write_text(KEY, encoding="utf-8")
    (folder / "original.toml").write_text(original_toml(), encoding="utf-8")
    return load_case("bridge", Shelf(tmp_path / "data"))


def written(tmp_path: Path, text: str, name: str = "copy.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def added(case: Case, tmp_path: Path, text: str, name: str = "copy.txt") -> Attached:
    return attach(case, read_document(written(tmp_path, text, name)))


def words_at(attached: Attached, mark: str) -> str:
    reading = attached.reading
    items = {item.id: item for item in (*reading.marks, *reading.lookalikes)}
    return reading.words(items[mark])


# ── what a copy may look like ────────────────────────────────────────────────


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def page_of(markdown: str) -> str:
    """A saved page with the text of a Markdown copy, and what pages have around it."""
    body = ""
    for block in markdown.strip().split("\n\n"):
        heading = block.startswith("# ")
        inside = html.escape(block.removeprefix("# "), quote=False)
        inside = re.sub(r"\[(\w[^\[\]]*)\]\([^)]*\)", r'<a href="/x"><span>\1</span></a>', inside)
        body += f"<h1>{inside}</h1>" if heading else f"<p>{inside}</p>"
    title = html.escape(markdown.splitlines()[0].removeprefix("# "))
    return (
        f"<!DOCTYPE html><html><head><title>{title} - News</title><style>p {{}}</style>"
        f'<script>var x = "<p>{title}</p>";</script></head><body><nav><a href="/">Home</a><a '
        'href="/b">[Most] read</a></nav><figure><img src="a.png" alt="x"><figcaption>A photo'
        f"</figcaption></figure>{body}<footer>&copy; News</footer></body></html>"
    )


TOLERATED: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "straight quotation marks": straight,
    "single and odd quotation marks": lambda text: (
        text.replace("’", "`").replace("“", "‘").replace("”", "’")
    ),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old Mac line ends": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no-break spaces, tabs and lines of blanks": lambda text: (
        text.replace(" ", " \u00a0\t").replace("\n\n", "\n \t\n\n\n")
    ),
    "a line for each word": lambda text: text.replace(" ", "\n"),
    "all in one line": lambda text: " ".join(text.split()),
    "soft hyphens and zero-width spaces": lambda text: text.replace("ou", "o\u00ad\u200bu"),
    "letters with their accents apart": lambda text: unicodedata.normalize("NFD", text),
    "a headline in capitals": lambda text: text.replace(SENTENCES[0], SENTENCES[0].upper()),
    "no captions": lambda text: re.sub(r"\n(5 May|Photo).*\n", "", text),
    "more lines between": lambda text: text.replace("\n\n", "\n\nAdvertisement\n\n"),
    "a caption before a sentence, with no stop": lambda text: (
        text.replace("The city", "Photo: city The city").replace("A Gazette", "image A Gazette")
    ),
    "links without targets": lambda text: re.sub(r"\]\([^)]*\)", "](#)", text),
    "links with brackets and titles": lambda text: text.replace("le/a)", "le/a_(b) 'why')"),
    "no links": lambda text: re.sub(r"\[(denied|harb\S*)\]\([^)]*\)", r"\1", text),
    "links by reference": lambda text: (
        re.sub(r"\[denied\]\([^)]*\)", "[denied][1]", text) + '\n\n[1]: https://x.example "why"\n'
    ),
    "more links": lambda text: text.replace("two people", "[two people](<https://x.example>)"),
    "a picture in a link": lambda text: text.replace("A Gaz", "[![Alt](a.png)](/b) A Gaz"),
    "words in bold and italics": lambda text: text.replace("Ana", "**Ana**").replace(
        "cracks", "_cracks_"
    ),
    "a quoted block, in lines": lambda text: text.replace("\n", "\n> ").replace("cited", "\n> cited"),
    "escapes and entities": lambda text: text.replace("[We]", r"\[We\]").replace("”", "&rdquo;"),
    "breaks in the line": lambda text: text.replace(" told", "<br>told").replace(" as s", "\\\nas s"),
    "the headline last": lambda text: text.replace(f"# {SENTENCES[0]}\n", "") + f"\n{SENTENCES[0]}\n",
    "a headline told again in between": lambda text: text.replace("A Gaz", f"{SENTENCES[0]}\n\nA Gaz"),
    "a saved page": page_of,
    "a saved page in lines": lambda text: page_of(text).replace(" ", "\n").replace("<p>", "<p>\n"),
    "a page with marked-up words": lambda text: page_of(text).replace(
        "Róth", "<b>R&oacute;</b>th<script>1</script><svg><title>x</title></svg>"
    ),
    "a page with unclosed paragraphs": lambda text: page_of(text).replace("</p>", ""),
}  # fmt: skip


@pytest.mark.parametrize("change", TOLERATED.values(), ids=TOLERATED.keys())
def test_a_copy_matches_whole_in_many_shapes(
    bridge: Case, tmp_path: Path, change: Callable[[str], str]
) -> None:
    attached = added(bridge, tmp_path, change(COPY))
    assert report(attached) == "matched 5 of 5 sentences"
    assert attached.matched == (0, 1, 2, 3, 4)
    assert attached.article.title.casefold() == SENTENCES[0].casefold()
    assert "two people close to the U.S. contractor" in words_at(attached, "insiders")
    check_reading(attached.reading, "copy")


def test_the_article_is_the_sentences_without_the_lines_around(
    bridge: Case, tmp_path: Path
) -> None:
    attached = added(bridge, tmp_path, COPY)
    assert attached.article.text == "\n\n".join([*SENTENCES[:3], " ".join(SENTENCES[3:])])
    assert [attached.article.cut(span) for span in attached.sentences.values()] == [*SENTENCES]
    assert [attached.article.cut(span) for span in attached.article.links] == ["denied"]
    assert dict(attached.article.meta) == {
        "title": SENTENCES[0],
        "outlet": "The Harbour Post",
        "date": bridge.article.meta["date"],
        "language": "en",
    }


def test_a_page_gives_the_same_article_as_its_text(bridge: Case, tmp_path: Path) -> None:
    page = added(bridge, tmp_path, page_of(COPY), "copy.html")
    assert page.article == added(bridge, tmp_path, COPY).article


def test_a_page_is_known_by_its_content_and_by_its_suffix(bridge: Case, tmp_path: Path) -> None:
    page = page_of(COPY)
    assert len(added(bridge, tmp_path, page, "copy.txt").matched) == 5
    assert len(added(bridge, tmp_path, "Saved\n" + page, "copy.HTM").matched) == 5
    assert len(added(bridge, tmp_path, COPY, "copy.html").matched) == 5


def test_sentences_in_one_paragraph_stay_there_and_others_stay_apart(
    bridge: Case, tmp_path: Path
) -> None:
    apart = COPY.replace(f" {SENTENCES[4]}", f"\n\nShare\n\n{SENTENCES[4]}")
    assert len(added(bridge, tmp_path, apart).article.paragraphs) == 5
    between = COPY.replace(f" {SENTENCES[4]}", f" He laughed. {SENTENCES[4]}")
    assert len(added(bridge, tmp_path, between).article.paragraphs) == 5


def test_a_break_inside_a_sentence_makes_no_paragraph(bridge: Case, tmp_path: Path) -> None:
    attached = added(bridge, tmp_path, page_of(COPY).replace("spokesman", "<div></div>spokesman"))
    assert len(attached.matched) == 5
    assert len(attached.article.paragraphs) == 4


def test_of_two_places_the_next_down_the_page_counts(bridge: Case, tmp_path: Path) -> None:
    pulled = COPY.replace("5 May 2031", SENTENCES[4])
    assert added(bridge, tmp_path, pulled).article.text.endswith(" ".join(SENTENCES[3:]))


# ── what differs ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Difference:
    """A change to the copy, the sentence that then differs, and how it is named."""

    old: str
    new: str
    number: int
    told: str


DIFFERENT = {
    "a word replaced": Difference("Monday", "Tuesday", 1, "Sentence 1, which comes after the sentence starting “Council Denies Plan to …”, is not"),
    "a word missing": Difference("two people", "people", 2, "Sentence 2, which comes after the sentence starting “The city council on …”, is not"),
    "a word added": Difference("simply", "simply just", 3, "Sentence 3, which comes after the sentence starting “A Gazette report cited …”, is not"),
    "a word replaced at the end": Difference("added.", "said.", 4, "Sentence 4, which comes after the sentence starting “That’s simply wrong,” spokesman …”, is not"),
    "a headline changed": Difference("Denies", "Rejects", 0, "The headline, which comes before the sentence starting “The city council on …”, is not"),
    "a line put inside": Difference("cited two", "cited\n\nAdvertisement\n\ntwo", 2, "Sentence 2, which comes after"),
    "words in another order": Difference("U.S. contractor", "contractor U.S.", 2, "Sentence 2, which comes after"),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_a_changed_sentence_is_named_and_left_out(
    bridge: Case, tmp_path: Path, case: Difference
) -> None:
    assert case.old in COPY
    attached = added(bridge, tmp_path, COPY.replace(case.old, case.new))
    first, line = report(attached).split("\n")
    assert first == "matched 4 of 5 sentences"
    if not case.number:
        assert attached.article.title == ""
    assert line.startswith(case.told)
    assert line.endswith("or was changed; its marks are left out.")
    assert attached.differing == (case.number,)
    assert {AT[m.id][0] for m in attached.reading.marks} == {1, 2, 3} - {case.number}
    check_reading(attached.reading, "copy")


def test_two_differing_in_a_row_are_told_apart(bridge: Case, tmp_path: Path) -> None:
    attached = added(bridge, tmp_path, COPY.replace("Gazette", "Herald").replace("simply", "all"))
    start = "the sentence starting “The city council on …”, is not in your copy"
    assert f"Sentence 2, which comes after {start}" in report(attached)
    assert f"Sentence 3, which comes 2 sentences after {start}" in report(attached)


def test_without_any_match_the_report_still_speaks(bridge: Case) -> None:
    attached = attach(bridge, "Something else.")
    assert report(attached).splitlines()[:2] == [
        "matched 0 of 5 sentences",
        "The headline is not in your copy as it was published, or was changed; its marks are left out.",
    ]
    assert attach(bridge, "").matched == ()


def test_the_retelling_is_not_taken_for_the_original(bridge: Case) -> None:
    assert attach(bridge, bridge.article.text).matched == (0,)


# ── where the marks land ─────────────────────────────────────────────────────


def test_marks_keep_what_the_key_says_and_take_the_copys_words(
    bridge: Case, tmp_path: Path
) -> None:
    attached = added(bridge, tmp_path, COPY)
    assert {mark: words_at(attached, mark) for mark in AT} == {
        "council": "The city council",
        "denied": "denied",
        "plan": "Mayor Ana Róth is planning to close the bridge",
        "gazette": "A Gazette report",
        "insiders": "two people close to the U.S. contractor",
        "cited": "cited … as saying",
        "us": "U.S.",
        "cracks": "“cracks”",
        "brandt": "spokesman Leo Brandt",
        "wrong": "“That’s simply wrong,”",
    }
    mark = attached.reading.mark("cited")
    assert (mark.label, mark.kind, mark.why) == ("cue", "plain", "They were asked.")


def test_a_core_is_found_by_its_words_or_is_all_of_the_mark(bridge: Case, tmp_path: Path) -> None:
    attached = added(bridge, tmp_path, COPY)
    core = attached.reading.mark("insiders").core
    assert [attached.article.cut(span) for span in core] == ["two people"]
    assert attached.reading.mark("brandt").core == ()


def test_a_link_is_kept_only_with_both_ends_and_what_passes_it_on(
    bridge: Case, tmp_path: Path
) -> None:
    def links(text: str) -> dict[str, tuple[str, ...]]:
        reading = added(bridge, tmp_path, text).reading
        return {link.id: link.leaves for link in reading.links}

    assert links(COPY) == {"a1": (), "a2": (), "a3": (), "d": ("plan",)}
    assert links(COPY.replace("Monday", "Friday")) == {"a2": (), "a3": (), "d": ()}
    assert links(COPY.replace("cited", "quoted")) == {"a1": ()}


def test_what_hangs_on_a_lost_attribution_is_lost_too(bridge: Case, tmp_path: Path) -> None:
    at = {mark: place for mark, place in AT.items() if mark != "gazette"}
    folder = tmp_path / "data" / "cases" / "bridge"
    (folder / "original.toml").write_text(original_toml(at), encoding="utf-8")
    links = added(bridge, tmp_path, COPY).reading.links
    assert [link.id for link in links] == ["a1", "d"]


# ── what is refused ──────────────────────────────────────────────────────────


def test_a_file_that_is_no_text_is_refused_and_nothing_is_kept(
    bridge: Case, tmp_path: Path
) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(DocumentError, match="it is a PDF"):
        save_copy(path, bridge, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_story_that_is_no_retelling_has_no_original() -> None:
    with pytest.raises(DocumentError, match="can be added to: kremlin-denial"):
        load_fingerprints(load_case("harbour-sound"))


@pytest.mark.parametrize(
    "words", [[[0, 99]], [[2, 1]], [[3, 4], [1, 2]], [[-1, 2]], [], [[1]], "x"]
)
def test_places_outside_their_sentence_are_refused(
    bridge: Case, tmp_path: Path, words: list[list[int]]
) -> None:
    text = original_toml({"denied": (1, [])}).replace("words = []", f"words = {words!r}")
    (tmp_path / "data/cases/bridge/original.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"original\.toml"):
        load_fingerprints(bridge)


# ── in the learner's folder ──────────────────────────────────────────────────


def test_a_kept_copy_is_loaded_with_its_marks(bridge: Case, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert load_original(bridge, home) is None
    kept = save_copy(written(tmp_path, page_of(COPY), "copy.html"), bridge, home)
    assert len(kept.matched) == 5
    assert [path.name for path in (home / "originals").iterdir()] == ["bridge.txt"]
    assert "<p>" not in (home / "originals" / "bridge.txt").read_text(encoding="utf-8")
    assert load_original(bridge, home) == kept


def test_the_folder_is_the_one_that_is_named_or_else_in_the_home(
    bridge: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAKIT_HOME", str(tmp_path / "mine"))
    save_copy(written(tmp_path, COPY), bridge)
    assert (tmp_path / "mine" / "originals" / "bridge.txt").is_file()
    assert load_original(bridge) is not None
    monkeypatch.delenv("MEDIAKIT_HOME")
    assert data.home_folder() == Path.home() / "mediakit-lessons"


def test_a_copy_of_which_nothing_matches_is_not_kept(bridge: Case, tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r"not one of the article's 5 sentences .* Harbour Post"
    ):
        save_copy(written(tmp_path, "Another story."), bridge, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_copy_of_which_some_matches_is_kept(bridge: Case, tmp_path: Path) -> None:
    attached = save_copy(written(tmp_path, SENTENCES[1]), bridge, tmp_path / "home")
    assert attached.matched == (1,)
    assert attached.article.text == SENTENCES[1]


def test_a_folder_that_cannot_be_written_is_told(bridge: Case, tmp_path: Path) -> None:
    path = written(tmp_path, COPY)
    with pytest.raises(DocumentError, match=r"can't be written .* MEDIAKIT_HOME"):
        save_copy(path, bridge, path)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"", b"Something else."])
def test_a_kept_copy_that_is_damaged_or_strange_is_no_original(
    bridge: Case, tmp_path: Path, raw: bytes
) -> None:
    path = tmp_path / "home" / "originals" / "bridge.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    assert load_original(bridge, tmp_path / "home") is None


# ── the worked example ───────────────────────────────────────────────────────

WORKED = "kremlin-denial"
GIVEN = sorted((Path(__file__).resolve().parents[2] / "shared" / "article").glob("*.txt"))
needs_the_article = pytest.mark.skipif(not GIVEN, reason="the article itself is not shipped")


def test_every_mark_of_the_worked_example_has_a_place() -> None:
    """Data, not code: the key and its places name the same marks."""
    key = load_case(WORKED).key
    _, at = load_fingerprints(load_case(WORKED))
    assert set(at) == {item.id for item in (*key.marks, *key.lookalikes)}


def test_the_title_alone_attaches_as_a_headline() -> None:
    case = load_case(WORKED)
    assert attach(case, case.article.title).matched == (0,)


REAL: dict[str, Callable[[str], str]] = {
    "as given": lambda text: text,
    "straight quotation marks": straight,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a saved page": page_of,
    "no captions": lambda text: re.sub(
        r"\n(Kremlin spokesman Dm|\*\*Rel|January).*", "", text
    ),
    "more captions": lambda text: text.replace("\n\n", "\n\nA caption [photo](/p)\n\n"),
    "no links": lambda text: re.sub(r"\[([a-z]+)\]\(#\)", r"\1", text),
}  # fmt: skip


@needs_the_article
@pytest.mark.parametrize("change", REAL.values(), ids=REAL.keys())
def test_the_article_matches_whole(tmp_path: Path, change: Callable[[str], str]) -> None:
    case = load_case(WORKED)
    given = GIVEN[0].read_text(encoding="utf-8")
    assert change(given) != given or change is REAL["as given"]
    attached = added(case, tmp_path, change(given))
    assert report(attached) == "matched 13 of 13 sentences"
    check_reading(attached.reading, "copy")
    assert len(attached.article.sentences) == 13
    assert len(attached.article.paragraphs) == 11
    for one in ("marks", "lookalikes", "links"):
        assert len(getattr(attached.reading, one)) == len(getattr(case.key, one))


@needs_the_article
def test_the_articles_marks_lie_on_their_words() -> None:
    attached = attach(load_case(WORKED), read_document(GIVEN[0]))
    for mark, word in {
        "insiders": "anonymous",
        "cited-2": "as saying",
        "us-0": "U.S.",
        "was-said-3": "was said",
        "false-5-q": "untrue,”",
        "quoted-6": "quoted",
        "prefer-7-q": "[We]",
        "may-10": "may",
        "former-officials": "former",
        "multiple": "multiple anonymous",
    }.items():
        assert word in words_at(attached, mark)
    core = attached.reading.mark("insiders").core
    assert [attached.article.cut(span) for span in core] == ["two anonymous sources"]
    assert [attached.article.cut(span) for span in attached.article.links][:2] == [
        "denied",
        "cited",
    ]


@needs_the_article
def test_a_changed_word_of_the_article_is_named(tmp_path: Path) -> None:
    given = GIVEN[0].read_text(encoding="utf-8")
    attached = added(load_case(WORKED), tmp_path, given.replace("vowed", "pledged"))
    first, line = report(attached).split("\n")
    assert first == "matched 12 of 13 sentences"
    assert line.startswith(
        "Sentence 4, which comes after the sentence starting “The Russian leader"
    )
    assert not any(mark.id.endswith("-4") for mark in attached.reading.marks)
