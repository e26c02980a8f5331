"""A reading out of what the rules found: marks, links, voices, lookalikes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from mediakit.analyser.attribution import find_attributions
from mediakit.analyser.cues import Match
from mediakit.analyser.denials import Denial, find_denials
from mediakit.analyser.frames import Attribution
from mediakit.analyser.grammar import PERSONAL
from mediakit.analyser.hedges import find_hedges
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import subject_before
from mediakit.analyser.quotes import is_title, quote_kind
from mediakit.analyser.sources import SourceKind, read_source
from mediakit.analyser.voices import Holders, Voices, is_only_opinion
from mediakit.data import kind_why
from mediakit.reading import PAPER, Link, Lookalike, Mark, Reading
from mediakit.text import Span

_CLAIM_REACH = 60  # how many attributions back a denial may look for the claim it answers


_OBJECTS = PERSONAL | {"him", "them", "us", "me"}


def read(text: str) -> Reading:
    """The analyser's reading of a text: every mark and link with its rule and why.

    >>> reading = read("Two aides said on Monday that the bridge may close.")
    >>> [(mark.label, mark.kind, reading.words(mark)) for mark in reading.marks][:2]
    [('source', 'unnamed', 'Two aides'), ('cue', 'plain', 'said')]
    """
    return _Assembly(text).reading()


class _Assembly:
    """Collects marks and links over one page."""

    def __init__(self, text: str) -> None:
        self.page = Page(text)
        self.attributions = sorted(find_attributions(self.page), key=lambda a: a.hull.first)
        self.starts = [attribution.hull.first for attribution in self.attributions]
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self.source_ids: dict[tuple[Span, ...], str] = {}
        self.content_ids: dict[tuple[Span, ...], str] = {}
        self.cue_ids: dict[tuple[Span, ...], str] = {}
        self.titles: list[Span] = []
        self.voices = Voices()

    def reading(self) -> Reading:
        page = self.page
        _nest(self.attributions)
        ids = {id(a): f"a{n}" for n, a in enumerate(self.attributions, 1)}
        contents: dict[int, str] = {}
        sources: dict[int, str] = {}
        spoken: dict[int, str] = {}
        for attribution in self.attributions:
            contents[id(attribution)] = content = self._content(attribution)
            source = self._source(attribution)
            sources[id(attribution)] = source
            ends = {"source": source, "content": content}
            if attribution.cue and not attribution.passive:
                match = attribution.match
                if match is not None:
                    ends["cue"] = self._cue(match, self._spans(attribution.cue))
            inside = ids.get(id(attribution.inside)) if attribution.inside is not None else None
            self.links.append(Link(ids[id(attribution)], "attribution", ends, inside=inside))
            for piece in attribution.content:
                for number in page.quotes_in(piece):
                    spoken.setdefault(number, source)
        self._quotes(spoken)
        denials, passed_denials = find_denials(page, self.attributions)
        self._denials(denials, contents, sources)
        hedges, passed_hedges = find_hedges(page)
        self._hedges(hedges, contents, sources, ids)
        order = sorted(self.marks, key=lambda mark: (mark.spans[0], mark.label))
        return Reading(
            page.text,
            tuple(order),
            tuple(self.links),
            self._lookalikes([*passed_denials, *passed_hedges]),
        )

    def _add(
        self,
        label: str,
        kind: str | None,
        spans: tuple[Span, ...],
        rule: str,
        why: str,
        *,
        flags: Sequence[str] = (),
        who: str | None = None,
        told: dict[str, str] | None = None,
    ) -> str:
        mark_id = f"m{len(self.marks) + 1}"
        self.marks.append(
            Mark(
                mark_id,
                label,
                kind,
                spans,
                (),
                tuple(flags),
                who,
                None,
                told or {},
                (),
                False,
                why,
                rule,
            )
        )
        return mark_id

    def _spans(self, pieces: Sequence[Stretch]) -> tuple[Span, ...]:
        return tuple(self.page.span(*piece) for piece in sorted(pieces))

    def _content(self, attribution: Attribution) -> str:
        """The id of a content mark; an attribution that is passed on shares it."""
        spans = self._spans(attribution.content)
        if spans not in self.content_ids:
            rule = f"content/{attribution.frame}"
            self.content_ids[spans] = self._add(
                "content", None, spans, rule, kind_why("content", None)
            )
        return self.content_ids[spans]

    def _cue(self, match: Match, spans: tuple[Span, ...]) -> str:
        """The id of a cue mark; two attributions can share one."""
        if spans not in self.cue_ids:
            self.cue_ids[spans] = self._add(
                "cue", match.cue.kind, spans, match.cue.rule, match.cue.why
            )
        return self.cue_ids[spans]

    def _source(self, attribution: Attribution) -> str:
        """The id of an attribution's source mark; one that leaves the speaker out is hidden."""
        page = self.page
        if attribution.source is None:
            cue = self._spans(attribution.cue)
            return self._add(
                "source", "hidden", cue, "source/passive", kind_why("source", "hidden")
            )
        span = page.span(*attribution.source)
        if (span,) in self.source_ids:
            return self.source_ids[(span,)]
        first = attribution.source.first
        words = page.words[first : attribution.source.last]
        kind = read_source(page.text[span.start : span.end], page.text)
        paragraph = page.paragraph_of[attribution.sentence]
        if words[0] in ("who", "which") and len(words) == 1:
            while first > 0 and page.words[first - 1] in (",", "-", "—", "–", "("):
                first -= 1
            noun = subject_before(page, first, page.sentences[attribution.sentence])
            if noun is not None:
                words = page.words[noun.first : noun.last]
                at = page.span(*noun)
                kind = replace(
                    read_source(page.text[at.start : at.end], page.text), rule="source/pronoun"
                )
        if kind.kind == "unnamed" and is_only_opinion(attribution, kind, words):
            why = "Many people's view, which nobody is said to have told."
            kind = SourceKind("collective", why, "source/opinion")
        voice, kind = self.voices.of(words, kind, paragraph)
        mark_id = self._add(
            "source",
            kind.kind,
            (span,),
            kind.rule,
            kind.why or kind_why("source", kind.kind),
            flags=kind.flags,
            who=voice,
            told=dict(kind.told),
        )
        self.source_ids[(span,)] = mark_id
        return mark_id

    def _quotes(self, spoken: dict[int, str]) -> None:
        page = self.page
        for number, quoted in enumerate(page.quoted):
            source = spoken.get(number)
            if is_title(page.text, quoted):
                self.titles.append(quoted.span)
                continue
            kind = quote_kind(page.text, quoted, has_speaker=source is not None)
            mark = self._add(
                "quote", kind, (quoted.span,), f"quote/{kind}", kind_why("quote", kind)
            )
            if source is not None:
                self.links.append(
                    Link(f"s{number + 1}", "speaker", {"quote": mark, "source": source})
                )

    def _denials(
        self, denials: list[Denial], contents: dict[int, str], sources: dict[int, str]
    ) -> None:
        place = {id(a): n for n, a in enumerate(self.attributions)}
        for number, denial in enumerate(denials, 1):
            span = self.page.span(denial.match.first, denial.match.last)
            who = None
            if denial.attribution is not None:
                who = self._voice(sources[id(denial.attribution)])
            mark = self._add("denial", denial.kind, (span,), denial.rule, denial.why, who=who)
            claim = self._claim(denial, place, contents, sources)
            if claim is not None:
                leaves = (claim,) if denial.kind in ("deflecting", "no-comment") else ()
                self.links.append(
                    Link(f"d{number}", "answers", {"denial": mark, "content": claim}, leaves=leaves)
                )

    def _voice(self, mark_id: str) -> str:
        return self.marks[int(mark_id[1:]) - 1].voice

    def _claim(
        self,
        denial: Denial,
        place: dict[int, int],
        contents: dict[int, str],
        sources: dict[int, str],
    ) -> str | None:
        """The content a denial answers: its own that-clause, else the last claim of another voice."""
        own = denial.attribution
        if (
            own is not None
            and own.match is not None
            and own.cue
            and own.cue[0].first <= denial.match.first < own.cue[0].last
        ):
            return contents[id(own)]
        end = bisect_left(self.starts, denial.match.first)
        before = self.attributions[max(0, end - _CLAIM_REACH) : end]
        voice = self._voice(sources[id(own)]) if own is not None else None
        for attribution in reversed(before):
            if attribution is not own and self._voice(sources[id(attribution)]) != voice:
                return contents[id(attribution)]
        return None

    def _hedges(
        self,
        hedges: list[Match],
        contents: dict[int, str],
        sources: dict[int, str],
        ids: dict[int, str],
    ) -> None:
        holders = Holders(self.attributions, hedges)
        for number, match in enumerate(hedges, 1):
            span = self.page.span(match.first, match.last)
            mark = self._add("hedge", match.cue.kind, (span,), match.cue.rule, match.cue.why)
            attribution, place = holders.of(match)
            if attribution is not None:
                of = contents[id(attribution)]
                holder = sources[id(attribution)] if place == "in" else PAPER
                if holder != PAPER:
                    holder = self._voice(holder)
                self.links.append(
                    Link(f"h{number}", "hedges", {"by": mark, "of": of}, place=place, holder=holder)
                )
        for attribution in self.attributions:
            if attribution.inside is not None:
                outer, inner = ids[id(attribution.inside)], ids[id(attribution)]
                self.links.append(
                    Link(
                        f"h-{inner}",
                        "hedges",
                        {"by": outer, "of": inner},
                        place="distance",
                        holder=PAPER,
                    )
                )

    def _lookalikes(self, passed: list[tuple[Match, str, str]]) -> tuple[Lookalike, ...]:
        page = self.page
        found: dict[tuple[str, Span], Lookalike] = {}
        for one in page.silenced:
            span = page.span(one.match.first, one.match.last)
            of = one.by.cue.of or one.match.cue.label
            found.setdefault(
                (of, span), Lookalike("", of, (span,), (), one.by.cue.why, one.by.cue.rule)
            )
        for match, rule, why in passed:
            span = page.span(match.first, match.last)
            of = f"{match.cue.label}.{match.cue.kind}"
            found.setdefault((of, span), Lookalike("", of, (span,), (), why, rule))
        for attribution in self.attributions:
            told = attribution.recipient
            if told is not None and page.words[told.first] not in _OBJECTS:
                span, why = (
                    page.span(*told),
                    "They are told or asked something here; they don't speak.",
                )
                found.setdefault(
                    ("source", span), Lookalike("", "source", (span,), (), why, "source/recipient")
                )
        for span in self.titles:
            of, why = "quote.scare", "The marks hold a name or a title; nobody is quoted."
            found.setdefault((of, span), Lookalike("", of, (span,), (), why, "quote/title"))
        ordered = sorted(found.values(), key=lambda one: one.spans[0])
        return tuple(
            Lookalike(f"l{n}", one.of, one.spans, one.core, one.why, one.rule)
            for n, one in enumerate(ordered, 1)
        )


def _nest(attributions: list[Attribution]) -> None:
    """Say which attribution lies inside another's content."""
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    for group in by_sentence.values():
        for inner in group:
            if inner.inside is not None:
                continue
            hull = inner.hull
            around = [
                outer
                for outer in group
                if outer is not inner
                and any(p.first <= hull.first and hull.last <= p.last for p in outer.content)
            ]
            if around:
                inner.inside = min(around, key=lambda a: a.hull.last - a.hull.first)
