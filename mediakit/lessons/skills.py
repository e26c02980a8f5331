"""Skills that run through the course, and short drills of them on stories a learner hasn't met."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from mediakit.compare import asked_of
from mediakit.errors import UnknownName, did_you_mean
from mediakit.lessons.exercise import Exercise
from mediakit.reading import Lookalike, Mark, cut_reading
from mediakit.stories.case import Case, case_slugs, load_case
from mediakit.stories.shelf import SHIPPED, Shelf
from mediakit.text import Article, Span

#: Each skill: its targets, and what a drill of it asks.
SKILLS: dict[str, tuple[tuple[str, ...], str]] = {
    "no name": (
        ("source.unnamed", "source.hidden"),
        "Mark everyone who tells something and gets no name, and the words that hide who spoke.",
    ),
    "sources": (("source",), "Mark every source: whoever, or whatever, tells something."),
    "reporting words": (("cue",), "Mark the reporting words."),
    "quotations": (("quote",), "Mark what stands in quotation marks and is quoted, or held at arm's length."),
    "own voice": (("own",), "Choose each sentence in which the paper credits nobody."),
    "denials": (("denial",), "Choose each sentence in which a claim is answered: denied, sidestepped or not commented on."),
    "hedges": (("hedge",), "Mark every hedge: the words that lower how sure somebody is."),
}  # fmt: skip
_IN_SENTENCES = ("own voice", "denials")
_EXCEPT_FLAGS = {"no name": ["official"]}
_LEAST = 2  # targets, and near-misses, in a drill
_MOST = 190  # words in a drill


def skill_of(exercise: Exercise) -> str | None:
    """The skill that a mark item trains; None for the other kinds."""
    if exercise.kind != "mark":
        return None
    for name, (targets, _) in SKILLS.items():
        if all(
            target in targets or target.partition(".")[0] in targets for target in exercise.targets
        ):
            return name
    return None


def make_drill(
    skill: str, seed: int, met: Collection[str] = (), *, shelf: Shelf = SHIPPED
) -> Exercise:
    """A short mark item on some paragraphs of an invented story, one that isn't met if there is one.

    The same skill, seed and stories met give the same item. Raises UnknownName for another skill.
    """
    if skill not in SKILLS:
        raise UnknownName(
            "drill", f'there is no skill "{skill}".', next_step=did_you_mean(skill, SKILLS)
        )
    targets, prompt = SKILLS[skill]
    dice = random.Random(f"{skill} {seed}")
    slugs = case_slugs(shelf)
    dice.shuffle(slugs)
    slugs.sort(key=lambda slug: slug in met)  # a stable sort: those not met come first
    excerpts = next(
        filter(None, (list(_excerpts(load_case(slug, shelf), skill)) for slug in slugs))
    )
    case = dice.choice(excerpts)
    return Exercise(
        id=f"{skill.replace(' ', '-')}-{case.slug}-{seed}",
        number="Drill",
        kind="mark",
        points=1,
        prompt=prompt,
        hints=("Put the question to every sentence.",),
        cases=(case,),
        spec={
            "unit": "sentences" if skill in _IN_SENTENCES else "words",
            "targets": list(targets),
            "except_flags": _EXCEPT_FLAGS.get(skill, []),
            "passage": True,  # what is said to it speaks of a passage, not of a story
        },
        practice=True,
    )


def _excerpts(case: Case, skill: str) -> Iterator[Case]:
    """The shortest runs of paragraphs from each start that hold enough to find and to pass over.

    There are none of the worked example and its twin.
    """
    if not case.invented or "twin_of" in case.article.meta:
        return
    flags = _EXCEPT_FLAGS.get(skill, ())
    paragraphs = case.article.paragraphs[1:]
    for first in range(len(paragraphs)):
        for last in range(first, len(paragraphs)):
            span = Span(paragraphs[first].start, paragraphs[last].end)
            if len(case.article.cut(span).split()) > _MOST:
                break
            cut = _cut(case, span)
            found, near, _ = asked_of(cut.key, SKILLS[skill][0], except_flags=flags)
            enough = len(found) >= _LEAST and len(near) >= _LEAST
            if enough and _stands_alone(case, cut, span, (*found, *near)):
                yield cut
                break


#: Reasons that lean on another part of the story, and those that need the sentence before.
_ELSEWHERE = re.compile(
    r"headline|first (sentence|paragraph)|further (up|down)|(named|told) (above|below|elsewhere)|later in the story"
)
_BEFORE = re.compile(r"sentence before|(one|a) sentence earlier")
_NO_NAMES = frozenset("a an the he her him his it its she they their them".split())


def _stands_alone(case: Case, cut: Case, span: Span, asked: Collection[Mark | Lookalike]) -> bool:
    """Whether what a drill asks of an excerpt can be answered from the excerpt.

    Each source that is asked about is introduced in it, and named in it if the story names it; the claims that its
    denials answer are in it; and no reason for what is asked leans on another part of the story.
    """
    sources = case.key.labelled("source")
    asked_sources = [one for one in cut.key.labelled("source") if one in asked]
    for one in asked_sources:
        voice = [other for other in sources if other.voice == one.voice]
        inside = [other for other in voice if span.contains(other.hull)]
        if not span.contains(voice[0].hull):
            return False
        words = [word for other in inside for word in case.key.words(other).split()]
        named = any(w[0].isupper() and w.lower() not in _NO_NAMES for w in words)
        if one.kind == "named" and not named:
            return False
    ids = {one.id for one in asked}
    kept = {link.id for link in cut.key.links}
    if any(
        link.end("denial") in ids and link.id not in kept for link in case.key.links_of("answers")
    ):
        return False
    for item in asked:
        first = cut.article.sentence_of(item.spans[0].start) == 0
        if not (isinstance(item, Mark) and item.label == "source") and (
            _ELSEWHERE.search(item.why) or (first and _BEFORE.search(item.why))
        ):
            return False
    return True


def _cut(case: Case, span: Span) -> Case:
    """A part of a story, with the part of its key that lies in it."""
    links = tuple(
        Span(link.start - span.start, link.end - span.start)
        for link in case.article.links
        if span.contains(link)
    )
    article = Article(case.article.cut(span), case.article.meta, links)
    return replace(case, article=article, key=cut_reading(case.key, span), questions={}, retold=())
