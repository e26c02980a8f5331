"""What a lesson asks: its exercises as authors wrote them, tied to the keys they ask questions of.

An exercise holds no answer about a text; that stands in the key. What an answer looks like is known
by ``given``, what it is worth by ``grade``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mediakit.chain import hops_between
from mediakit.compare import asked_of
from mediakit.data import load_labels
from mediakit.errors import DataError, UnknownName, did_you_mean
from mediakit.lessons.asks import ASKS
from mediakit.lessons.naming import called_in, name_of
from mediakit.lessons.scales import load_scales
from mediakit.reading import PAPER, Link, Lookalike, Mark
from mediakit.stories.case import Case
from mediakit.stories.questions import Option, Question, Sorted, parse_options

#: What a line of a connect item says, from its first end to its second.
LINE_WORDS = {
    "hop": "has it from",
    "answers": "answers",
    "speaker": "was said by",
    "attribution": "says",
    "hedges": "makes less sure",
}


#: The labels that stand at the first end of a line; a hop can begin and end anywhere.
_FIRST_ENDS = {
    "attribution": ("source",),
    "speaker": ("quote",),
    "answers": ("denial",),
    "hedges": ("hedge", "quote"),
}


@dataclass(frozen=True)
class Misconception:
    """A typical wrong turn: its name, the one condition that shows it, and what to say to it.

    ``ask`` keeps a confusion to one question of a classify item that asks several.
    """

    name: str
    condition: str
    value: tuple[str | float, ...]
    say: str
    ask: str | None = None


@dataclass(frozen=True)
class Column:
    """One thing a classify item asks of each mark: its id, its name, and the kinds on offer."""

    id: str
    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise. ``spec`` holds the fields of its kind as the author wrote them.

    ``again`` is the second attempt: the same question on a parallel story, and the best counts.
    ``number`` is what is displayed ("4.1") and may change; ``id`` never does. ``points`` of a
    ``write`` item stand outside the automatic total, and so does every item of a pre-test.
    """

    id: str
    number: str
    kind: str
    points: int
    prompt: str
    hints: tuple[str, ...]
    cases: tuple[Case, ...]
    spec: Mapping[str, Any]
    misconceptions: tuple[Misconception, ...] = ()
    pretest: bool = False
    practice: bool = False
    place: str = field(default="", compare=False)
    again: Exercise | None = None

    @property
    def title(self) -> str:
        """A short name for lists: the author's, or made from the id."""
        words = str(self.spec.get("title") or self.id.replace("-", " "))
        return words[:1].upper() + words[1:]

    @property
    def automatic(self) -> bool:
        """Whether its points count in the automatic total."""
        return self.kind != "write" and not self.pretest and not self.practice

    @property
    def targets(self) -> tuple[str, ...]:
        """What a mark item asks for: labels, or ``label.kind``."""
        return tuple(self.spec.get("targets", ()))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels a mark can have in this item, each once."""
        return tuple(dict.fromkeys(target.partition(".")[0] for target in self.targets))

    def in_edition(self, *, twin: bool) -> Exercise:
        """What a class is asked: in the twin edition the second attempt of what asks about the article."""
        real = any(not case.invented for case in self.cases)
        return self.again if twin and real and self.again is not None else self

    def case(self, slug: str) -> Case:
        """One of the item's stories by its slug; raises KeyError."""
        for case in self.cases:
            if case.slug == slug:
                return case
        raise KeyError(slug)

    def asked(
        self, case: Case
    ) -> tuple[tuple[Mark, ...], tuple[Mark | Lookalike, ...], tuple[Mark, ...]]:
        """The targets, near-misses and uncounted marks of a mark item in one of its stories."""
        flags, given = self.spec.get("except_flags", ()), self.spec.get("given", ())
        return asked_of(case.key, self.targets, except_flags=flags, given=given)

    def find(self, item: str) -> tuple[Case, Mark | Link]:
        """The mark or link with an id in one of the item's stories; raises KeyError."""
        for case in self.cases:
            known: tuple[Mark | Link, ...] = (*case.key.marks, *case.key.links)
            for one in known:
                if one.id == item:
                    return case, one
        raise KeyError(item)

    def mark(self, item: str) -> tuple[Case, Mark]:
        """The mark with an id, and the story it is in; raises KeyError."""
        case, one = self.find(item)
        if not isinstance(one, Mark):
            raise KeyError(item)
        return case, one

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options of a choose item: its own, or those of the key's question."""
        if "question" in self.spec:
            return self.question.options
        return parse_options(self.spec.get("options", ()), self.place)

    @cached_property
    def question(self) -> Question:
        """The question of a key that a choose or classify item asks; raises DataError."""
        for case in self.cases:
            if self.spec["question"] in case.questions:
                found = case.questions[self.spec["question"]]
                if bool(found.rows) != (self.kind == "classify"):
                    told = "rows to sort" if found.rows else "one answer"
                    raise DataError(self.place, f'question "{found.id}" has {told}.')
                return found
        known = [one for case in self.cases for one in case.questions]
        raise DataError(
            self.place,
            f'question "{self.spec["question"]}" is in none of its keys.',
            next_step=did_you_mean(self.spec["question"], known),
        )

    @cached_property
    def sorted_rows(self) -> Mapping[str, Sorted]:
        """The lines that a classify item sorts, by id, where it asks a question of the key."""
        if "question" not in self.spec:
            return {}
        return {row.id: row for row in self.question.rows}

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The ids of what a classify item asks about: marks and links, or lines to sort."""
        return tuple(self.sorted_rows or self.spec["marks"])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What a classify item asks of each of its rows."""
        if self.sorted_rows:
            options = tuple((option.id, option.text) for option in self.question.options)
            return (Column("sort", self.question.ask, options),)
        asked = self.spec["ask"]
        return tuple(self._column(ask) for ask in ([asked] if isinstance(asked, str) else asked))

    def _column(self, ask: str) -> Column:
        if ask == "kind":
            labels = {self.mark(item)[1].label for item in self.rows}
            if len(labels) != 1:
                raise DataError(self.place, f"its marks have {len(labels)} labels, not one.")
            name = "Fine, or not?" if labels == {"own"} else "Kind"
            kinds = load_labels()[labels.pop()].kinds.values()
            return Column(ask, name, tuple((one.kind, one.name) for one in kinds))
        if ask in ASKS:
            return Column(ask, *ASKS[ask])
        if ask == "holder":
            return Column(ask, "Whose hedge it is", self._holders())
        raise DataError(
            self.place,
            f'it asks "{ask}".',
            allowed=f"It can ask kind, holder, {', '.join(ASKS)}.",
        )

    def shown(self, item: str) -> tuple[Case, Mark]:
        """The mark that shows an item in its sentence: itself, or what an attribution passes on."""
        case, one = self.find(item)
        return case, one if isinstance(one, Mark) else case.key.mark(one.ends["content"])

    def _holders(self) -> tuple[tuple[str, str], ...]:
        """The paper, nobody told, and the voices in the sentences that are asked about."""
        offered = {PAPER: "the paper", "unclear": "the page doesn't say"}
        for item in self.rows:
            case, mark = self.shown(item)
            asked = case.article.sentence_of(mark.start)
            for source in case.key.labelled("source"):
                there = case.article.sentence_of(source.start) == asked
                if there and source.kind in ("named", "unnamed", "institution", "media"):
                    offered.setdefault(source.voice, called_in(case, source))
        return tuple(offered.items())

    def right_for(self, item: str, ask: str) -> tuple[frozenset[str], bool]:
        """The right answers for one cell of a classify item, and whether it is contested."""
        if self.sorted_rows:
            row = self.sorted_rows[item]
            return frozenset((row.answer,)), row.contested
        if ask in ("place", "holder"):
            return self._right_hedge(item, ask)
        case, mark = self.mark(item)
        if ask == "kind":
            return frozenset((str(mark.kind), *mark.also)), mark.contested
        if ask.startswith("told."):
            if ask[5:] not in mark.told:
                raise DataError(
                    f'{case.slug}/key.toml, mark "{item}"',
                    f"told has no {ask[5:]}, and {self.place} asks it.",
                )
            return frozenset((mark.told[ask[5:]],)), mark.contested
        answer = mark.terms if ask == "terms" else mark.earned.get(ask[7:])
        if answer is None:
            raise DataError(
                f'{case.slug}/key.toml, mark "{item}"',
                f"it has no {ask}, and {self.place} asks it.",
            )
        return frozenset((answer,)), mark.contested

    def _right_hedge(self, item: str, ask: str) -> tuple[frozenset[str], bool]:
        """Where the hedge is that an item makes, or whose it is."""
        case, _ = self.find(item)
        for link in case.key.links_of("hedges"):
            if link.end("by") == item:
                right = link.place if ask == "place" else self._holder(case, link.holder)
                return frozenset((str(right),)), link.contested
        raise DataError(f'{case.slug}/key.toml, "{item}"', "no hedges link starts at it.")

    @staticmethod
    def _holder(case: Case, holder: str | None) -> str | None:
        for source in case.key.labelled("source"):
            if source.id == holder:
                return source.voice
        return holder

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The key's order of an order item's things: equal numbers are ties."""
        things = list(self.spec["things"])
        if self.spec["by"] == "kind":
            kinds = list(self.spec["kinds"])
            return {thing: kinds.index(self.cue_kind(thing)) for thing in things}
        when = {thing: str(self._dated(thing)) for thing in things}
        places = {date: place for place, date in enumerate(sorted(set(when.values())))}
        return {thing: places[date] for thing, date in when.items()}

    def cue_kind(self, thing: str) -> str:
        """The kind of the reporting words of an attribution."""
        return str(self.cue(thing)[1].kind)

    def cue(self, thing: str) -> tuple[Case, Mark]:
        """The reporting words of an attribution, and the story they are in; raises DataError."""
        case, one = self.find(thing)
        if not isinstance(one, Link) or not one.end("cue"):
            raise DataError(self.place, f'"{thing}" is no attribution with reporting words.')
        return case, case.key.mark(one.ends["cue"])

    def _dated(self, thing: str) -> str:
        _, one = self.find(thing)
        if not isinstance(one, Link) or not one.when:
            raise DataError(self.place, f'"{thing}" has no when in its key.')
        return one.when

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The key's lines of a connect item, as pairs of its nodes, contested ones left out."""
        contested = set(self.contested_lines)
        return tuple(pair for pair in self._lines(contested=False) if pair not in contested)

    @cached_property
    def contested_lines(self) -> tuple[tuple[str, str], ...]:
        """The lines of a connect item about which careful readers differ."""
        sure = set(self._lines(contested=False))
        return tuple(pair for pair in self._lines(contested=True) if pair not in sure)

    def _lines(self, *, contested: bool) -> tuple[tuple[str, str], ...]:
        key, nodes = self.cases[0].key, list(self.spec["nodes"])
        links = tuple(link for link in key.links if link.contested == contested)
        if self.spec["link"] == "hop":
            hops = hops_between(key, nodes)
            kept = {link.id for link in links}
            return tuple(dict.fromkeys((a, b) for a, b, link in hops if link in kept))
        found = []
        for link in links:
            ends = [one for one in link.ends.values() if one in nodes]
            if link.type == self.spec["link"] and len(ends) == 2:
                found.append((ends[0], ends[1]))
        return tuple(dict.fromkeys(found))

    def why_line(self, first: str, second: str) -> str:
        """The key's reason for a line of a connect item that isn't a hop; mostly there is none."""
        found = (
            link for link in self.cases[0].key.links if {first, second} <= set(link.ends.values())
        )
        return next((link.why for link in found if link.why), "")

    @cached_property
    def line_ends(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The nodes of a connect item that can be the first end of a line, and those that can be the second."""
        nodes = tuple(self.spec["nodes"])
        if self.spec["link"] == "hop":
            return nodes, nodes
        labels = _FIRST_ENDS[self.spec["link"]]
        found = {node: self.find(node)[1] for node in nodes}
        first = [n for n, one in found.items() if isinstance(one, Mark) and one.label in labels]
        return tuple(first), tuple(node for node in nodes if node not in first)

    @cached_property
    def band(self) -> tuple[float, float] | None:
        """The band of an estimate's word on its scale, per cent; None for may, might and could."""
        case, mark = self.mark(self.spec["mark"])
        if mark.kind != "likelihood":
            return None
        words = " ".join(case.article.cut(span) for span in mark.core or mark.spans).lower()
        scale = load_scales()[self.spec["scale"]]
        for entry in scale.entries:
            if words in entry.words:
                return entry.low, entry.high
        raise DataError(
            self.place,
            f"“{words}” is not on the scale {scale.name}.",
            allowed=f"It has {', '.join(w for e in scale.entries for w in e.words)}.",
        )

    def name_of(self, item: str) -> str:
        """How a thing or node is shown: its words, ``paper`` as the outlet's name."""
        if item == PAPER:
            return f"{self.cases[0].article.meta['outlet']} (this story)"
        return name_of(*self.find(item))


@dataclass(frozen=True)
class Lesson:
    """A lesson's exercises, in order. ``name`` is its file name without an ending.

    ``worked`` are the sentences (story, number) whose marks it shows before anything is answered.
    """

    name: str
    number: str
    title: str
    level: str
    minutes: int
    exercises: tuple[Exercise, ...]
    worked: tuple[tuple[str, int], ...] = ()

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with an id; raises UnknownName with the nearest one."""
        for one in self.all_exercises:
            if one.id == exercise_id:
                return one
        known = [one.id for one in self.all_exercises]
        raise UnknownName(
            f"Lesson {self.number}",
            f'there is no exercise "{exercise_id}".',
            next_step=did_you_mean(str(exercise_id), known),
        )

    @property
    def all_exercises(self) -> tuple[Exercise, ...]:
        """The exercises and their second attempts."""
        seconds = (one.again for one in self.exercises if one.again is not None)
        return (*self.exercises, *seconds)

    @property
    def possible(self) -> int:
        """The points of its automatic total."""
        return sum(one.points for one in self.exercises if one.automatic)
