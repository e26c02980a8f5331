"""Who says what: every attribution of a text, by its reporting words.

Each cue is read in its frame; then a voice that cites another is put around it, and quotations
without a cue are given to the voice they go on with.
"""

from __future__ import annotations

from mediakit.analyser.carried import join_quotes
from mediakit.analyser.contents import clip
from mediakit.analyser.cues import Match
from mediakit.analyser.frames import Attribution, read_cue
from mediakit.analyser.grammar import CLAUSE_MARKS
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import phrase_after, sentence_end
from mediakit.analyser.verbs import is_headline


def find_attributions(page: Page) -> list[Attribution]:
    """Every attribution of a text, in the order of the cues."""
    found: list[Attribution] = []
    for number, sentence, mine in page.by_sentence("cue"):
        here = _in_sentence(page, number, sentence, _longest(mine))
        found += here
    return join_quotes(page, found)


def _longest(matches: list[Match]) -> list[Match]:
    """The matches without those that lie inside a longer one, or repeat another."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.last > kept[-1].last:
            if kept and match.first < kept[-1].last:
                continue
            kept.append(match)
    return kept


def _in_sentence(
    page: Page, number: int, sentence: Stretch, matches: list[Match]
) -> list[Attribution]:
    found: list[Attribution] = []
    headline = len(matches) > 1 and is_headline(page, sentence)
    for match in matches:
        if headline and found:
            break  # a headline has one verb
        if page.quote_at[match.first] != -1:
            continue
        attribution = read_cue(page, number, sentence, match, found)
        if attribution is not None and attribution.content:
            found.append(attribution)
            if "source" in match.cue.takes:
                found += _as_saying(page, attribution, sentence)
    _pass_on(page, found)
    return found


_AS_SAYING = frozenset(
    "saying telling reporting confirming describing calling writing suggesting".split()
)


def _as_saying(page: Page, outer: Attribution, sentence: Stretch) -> list[Attribution]:
    """ "cited two aides as saying that …": the aides say it, and the outer voice passes it on."""
    words = page.words
    start = outer.cue[0].last
    phrase = phrase_after(page, start, sentence)
    if phrase is None or phrase.last + 1 >= sentence.last:
        return []
    at = phrase.last
    for at in range(phrase.last, min(phrase.last + 5, sentence.last - 1)):
        if words[at] == "as" or words[at] in CLAUSE_MARKS:
            break  # "on Thursday" may stand between
    if words[at] != "as" or words[at + 1] not in _AS_SAYING:
        return []
    content = clip(page, at + 2, sentence_end(page, at + 2, sentence.last), clause=True)
    if not content:
        return []
    outer.content = content
    outer.cue = (outer.cue[0], Stretch(at, at + 2))
    inner = Attribution(outer.cue, list(content), phrase, outer.match, outer.sentence, "cited")
    inner.inside = outer
    return [inner]


def _pass_on(page: Page, found: list[Attribution]) -> None:
    """ ", citing two aides" and "which cited an aide": whoever is cited stands behind the content."""
    for attribution in found:
        match = attribution.match
        if (
            match is None
            or "source" not in match.cue.takes
            or attribution.inside
            or len(attribution.cue) > 1
        ):
            continue
        if page.quote_at[attribution.content[0].first] != -1 or attribution.source is None:
            continue
        for outer in found:
            if outer is attribution or outer.source is None:
                continue
            follows = (
                attribution.frame == "participle" and outer.source.first == attribution.source.first
            )
            aside = outer.source.first <= attribution.cue[0].first < outer.source.last
            if follows or aside:
                cited = phrase_after(
                    page,
                    attribution.content[0].first,
                    page.sentences[attribution.sentence],
                    asides=False,
                )
                if cited is not None:
                    attribution.source, attribution.content = cited, list(outer.content)
                    attribution.inside, attribution.frame = outer, "cited"
                break
