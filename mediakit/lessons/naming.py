"""How a mark, a link or a sentence is called where a learner must tell it from others."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.reading import Link, Mark
from mediakit.stories.case import Case


def called_in(case: Case, source: Mark) -> str:
    """A source in its words, so that no "he" is left alone."""
    words, called = case.key.words(source), case.key.called(source)
    return words if called in words else called


def name_of(case: Case, one: Mark | Link) -> str:
    """A mark's words, or what a link holds, with who said it where that isn't in the words."""
    if isinstance(one, Mark):
        words = case.key.words(one)
        if one.label == "source" and (called := called_in(case, one)) != words:
            return f"{words} ({called})"
        return _with_speaker(case, one, words) if one.label == "denial" else words
    for end in ("content", "quote", "denial"):
        content = one.end(end)
        if content:
            source = one.end("source")
            words = case.key.words(case.key.mark(content))
            return f"{called_in(case, case.key.mark(source))}: {words}" if source else words
    return one.id


def _with_speaker(case: Case, denial: Mark, words: str) -> str:
    """A denial with who makes it, where it holds the reporting words or lies in what is said."""
    for link in case.key.links_of("attribution"):
        ends = (case.key.mark(link.ends[name]) for name in ("cue", "content") if link.end(name))
        if any(end.hull.overlaps(denial.hull) for end in ends):
            return f"{case.key.words(case.key.mark(link.ends['source']))}: {words}"
    return words


def named_place(cases: Sequence[Case], case: Case, sentence: int) -> str:
    """A sentence by the number that is displayed, for words without a surface: "sentence 6".

    Of several stories their place among them stands before it: "text 2, sentence 6".
    """
    which = f"text {cases.index(case) + 1}, " if len(cases) > 1 else ""
    if sentence:
        return f"{which}sentence {sentence}"
    titled = case.article.text.startswith(case.article.title)
    return which + ("the headline" if titled else "the first sentence")
