"""Fixtures: one small invented story with its key, and the drafts of tests/formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mediakit.lessons.exercise import Exercise, Lesson
from mediakit.lessons.loading import load_lesson_from
from mediakit.stories.case import Case, load_case_from
from mediakit.stories.shelf import Shelf

# Saved work of 0.1.0 is data, no lesson to run under nbval.
collect_ignore_glob = ["submissions-0.1.0/*"]

settings.register_profile(
    "mediakit",
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("mediakit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers first: where files are shared out to several workers, the longest ones begin."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


HEAD = """+++
invented = true
title = "Quarry to open again, council hears"
outlet = "Testing Post"
date = 2026-01-09
language = "en"
+++

"""

BODY = """The quarry will open again in May, two people close to the owner said on Friday.

“We have signed nothing, though yes, we talked,” Ada Lund, who runs the firm, told the council. A spokesman for the council declined to comment.

The pit was closed in March. The firm was said to owe rent, and it may sell the land. It will probably sell the lorries, Lund said.

Drivers may park at the gate, and the guards were told so.

Radio Hill reported that Lund had a buyer, citing a clerk. The paper later called the radio's report thin.
"""

KEY = """
mark = [
  { id = "insiders", label = "source", kind = "unnamed", text = "two people close to the owner", core = "two people", told = { number = "yes", role = "no" }, why = "Nobody gives their names." },
  { id = "lund", label = "source", kind = "named", text = "Ada Lund, who runs the firm", core = "Ada Lund", who = "lund" },
  { id = "spokesman", label = "source", kind = "unnamed", flags = ["official"], text = "A spokesman for the council", core = "spokesman" },
  { id = "hidden", label = "source", kind = "hidden", text = "was said to", core = "was said" },
  { id = "lund-again", label = "source", kind = "named", text = "Lund", in = "lorries, Lund said", who = "lund" },
  { id = "radio", label = "source", kind = "media", text = "Radio Hill" },
  { id = "clerk", label = "source", kind = "unnamed", text = "a clerk", told = { number = "yes", role = "partly" } },
  { id = "said", label = "cue", kind = "plain", text = "said", in = "owner said on" },
  { id = "told", label = "cue", kind = "plain", text = "told", in = "told the council" },
  { id = "reported", label = "cue", kind = "plain", also = ["vouches"], text = "reported" },
  { id = "open", label = "content", text = "The quarry will open again in May" },
  { id = "signed", label = "content", text = "We have signed nothing, though yes, we talked" },
  { id = "lorries", label = "content", text = "It will probably sell the lorries" },
  { id = "buyer", label = "content", text = "that Lund had a buyer" },
  { id = "signed-q", label = "quote", kind = "direct", text = "“We have signed nothing, though yes, we talked,”" },
  { id = "signed-d", label = "denial", kind = "partial", text = "We have signed nothing, though yes, we talked", core = "signed nothing" },
  { id = "comment-d", label = "denial", kind = "no-comment", text = "declined to comment" },
  { id = "may-sell", label = "hedge", kind = "modal", text = "may sell", core = "may" },
  { id = "probably", label = "hedge", kind = "likelihood", text = "will probably sell", core = "probably" },
]
lookalike = [
  { id = "closed", of = "source.hidden", text = "was closed", why = "A passive, but nobody speaks." },
  { id = "drivers", of = "source.unnamed", text = "Drivers", why = "They are talked about." },
  { id = "guards", of = "source.unnamed", text = "the guards", core = "guards", why = "They are told something." },
  { id = "may-month", of = "hedge.modal", text = "May", why = "The month." },
  { id = "may-park", of = "hedge.modal", text = "may park", core = "may", why = "Permission." },
]
link = [
  { id = "a-open", type = "attribution", source = "insiders", cue = "said", content = "open", when = 2026-01-02 },
  { id = "a-signed", type = "attribution", source = "lund", cue = "told", content = "signed", when = 2026-01-05 },
  { id = "a-lorries", type = "attribution", source = "lund-again", content = "lorries", when = 2026-01-06 },
  { id = "a-radio", type = "attribution", source = "radio", cue = "reported", content = "buyer", when = 2026-01-07 },
  { id = "a-clerk", type = "attribution", source = "clerk", content = "buyer", inside = "a-radio", when = 2026-01-07 },
  { id = "s-signed", type = "speaker", quote = "signed-q", source = "lund" },
  { id = "d-signed", type = "answers", denial = "signed-d", content = "open", leaves = ["buyer"] },
  { id = "h-probably", type = "hedges", by = "probably", of = "lorries", place = "in", holder = "lund-again" },
  { id = "h-may", type = "hedges", by = "may-sell", of = "open", place = "on", holder = "paper", contested = true, why = "It can be argued." },
]

[[question]]
id = "how-many"
ask = "How many people are behind the first sentence?"
answer = "two"
options = [
  { id = "one", text = "One", why = "It says two." },
  { id = "two", text = "Two", why = "It says so." },
  { id = "open", text = "The page doesn't say", why = "It does." },
]

[[question]]
id = "how-well"
ask = "On this page it is"
options = [
  { id = "well", text = "well supported", why = "You could look." },
  { id = "not", text = "not supported", why = "Somebody says so." },
]
rows = [
  { id = "open-again", text = "It will open again", answer = "not", why = "Two people say so." },
  { id = "said-so", text = "Two people said so", answer = "well", why = "The radio has it too." },
  { id = "may", text = "It will be in May", answer = "not", contested = true, why = "It can be argued." },
]
"""


@pytest.fixture
def write_case(tmp_path: Path) -> Callable[..., Path]:
    """Write a story's folder into tmp_path; the small story where nothing else is given."""

    def write(key: str = KEY, *, body: str = BODY, head: str = HEAD, slug: str = "quarry") -> Path:
        folder = tmp_path / "cases" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "article.md").write_text(head + body, encoding="utf-8")
        (folder / "key.toml").write_text(key, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def quarry_key() -> str:
    """The small story's key, as its author wrote it."""
    return KEY


@pytest.fixture
def quarry(write_case: Callable[..., Path]) -> Case:
    """The small story, loaded."""
    return load_case_from(write_case())


@pytest.fixture
def write_lesson(write_case: Callable[..., Path], tmp_path: Path) -> Callable[..., Lesson]:
    """Load a lesson from TOML tables of exercises, asked of the small story."""

    def write(exercises: str, *, name: str = "04-try", key: str = KEY) -> Lesson:
        write_case(key)
        path = tmp_path / "exercises" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        head = '[lesson]\ntitle = "Try"\nlevel = "core"\nminutes = 40\n'
        path.write_text(head + exercises, encoding="utf-8")
        return load_lesson_from(path, Shelf(tmp_path))

    return write


@pytest.fixture(scope="session")
def draft() -> Callable[[str], Exercise]:
    """An exercise of tests/formats by its id."""
    folder = Path(__file__).parent / "formats"
    known = {
        one.id: one for path in folder.glob("*.toml") for one in load_lesson_from(path).exercises
    }
    return known.__getitem__
