"""Quotations that reporting words do not reach: whose they are.

A quotation is one content over its sentences and paragraphs; one without a cue goes on with the voice
before it, and one inside a sentence belongs to whoever stands beside it.
"""

from __future__ import annotations

from mediakit.analyser.frames import Attribution, main_subject
from mediakit.analyser.grammar import (
    COORDINATORS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
)
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import phrase_after, sentence_end


def join_quotes(page: Page, found: list[Attribution]) -> list[Attribution]:
    """Carry contents over whole quotations, and give the loose ones to the voice they go on with."""
    bounds = page.quote_bounds
    voice_of: dict[int, Attribution] = {}
    for attribution in found:
        attribution.content = [_whole_quotes(page, piece, bounds) for piece in attribution.content]
        for piece in attribution.content:
            for number in page.quotes_in(piece):
                voice_of.setdefault(number, attribution)
    sentence_of = _sentence_numbers(page)
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in found:
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    added: list[Attribution] = []
    last: Attribution | None = None
    last_sentence = -10
    waiting = iter(found)
    upcoming = next(waiting, None)
    for number, stretch in enumerate(bounds):
        while upcoming is not None and upcoming.hull.first <= stretch.first:
            if (
                upcoming.source is not None
                and (last is None or upcoming.sentence >= last_sentence)
                and upcoming.frame != "according"
            ):
                last, last_sentence = upcoming, upcoming.sentence
            upcoming = next(waiting, None)
        if number in voice_of:
            if voice_of[number].source is not None:
                last, last_sentence = voice_of[number], sentence_of[stretch.last - 1]
            continue
        if stretch.last <= stretch.first:
            continue
        begins, ends = sentence_of[stretch.first], sentence_of[stretch.last - 1]
        sentence = page.sentences[ends]
        here = by_sentence.get(ends, [])
        first = page.sentences[begins].first
        whole = (stretch.first - first) + (
            sentence_end(page, stretch.last - 1, sentence.last) - stretch.last
        ) <= 1
        if page.quoted[number].carried and last is not None:
            last.content.append(stretch)
            last_sentence = ends
        elif whole:
            if last is not None and _goes_on(page, begins, last_sentence):
                last.content.append(stretch)
                last_sentence = ends
        else:
            beside = _beside(page, ends, sentence, stretch, here)
            if beside is not None:
                if beside not in here:
                    added.append(beside)
                    by_sentence.setdefault(ends, []).append(beside)
                last, last_sentence = beside, ends
    return sorted([*found, *added], key=lambda a: a.hull.first) if added else found


def _sentence_numbers(page: Page) -> list[int]:
    """The number of each token's sentence."""
    numbers = [0] * len(page.words)
    for number, sentence in enumerate(page.sentences):
        for at in range(*sentence):
            numbers[at] = number
    return numbers


def _whole_quotes(page: Page, piece: Stretch, bounds: list[Stretch]) -> Stretch:
    """A piece of content, stretched to the ends of the quotations it begins or ends in."""
    first, last = piece
    if page.quote_at[first] != -1:
        first = min(first, bounds[page.quote_at[first]].first)
    if page.quote_at[last - 1] != -1:
        last = max(last, bounds[page.quote_at[last - 1]].last)
    return Stretch(first, last)


def _beside(
    page: Page,
    sentence_number: int,
    sentence: Stretch,
    quote: Stretch,
    here: list[Attribution],
) -> Attribution | None:
    """The voice of a quotation inside a sentence whose reporting words were not known."""
    words = page.words
    tagged = (
        words[quote.last - 2] in (",", "?", "!", "—", "…")
        if quote.last - quote.first > 3
        else False
    )
    after = quote.last
    if after < sentence.last and words[after] == ",":
        after += 1
        tagged = True
    if (
        tagged
        and after < sentence.last - 1
        and words[after] not in PREPOSITIONS | COORDINATORS | SUBORDINATORS
    ):
        phrase = phrase_after(page, after, sentence, asides=False)
        if phrase is not None and (
            page.is_capital(phrase.first) or words[phrase.first] in PERSONAL | DETERMINERS
        ):
            stop = phrase.last
            # the name ends where its verb begins
            while (
                stop > phrase.first + 1
                and not page.is_capital(stop - 1)
                and words[phrase.first] not in DETERMINERS
            ):
                stop -= 1
            if words[phrase.first] in DETERMINERS and stop - phrase.first > 2:
                stop = next(
                    (
                        k
                        for k in range(phrase.first + 2, stop)
                        if words[k].endswith(("ed", "s")) and not page.is_capital(k)
                    ),
                    stop,
                )
            cue = (
                (Stretch(stop, stop + 1),) if stop < sentence.last and words[stop].isalpha() else ()
            )
            return Attribution(
                cue, [quote], Stretch(phrase.first, stop), None, sentence_number, "quote"
            )
    speaker = next(
        (a for a in reversed(here) if a.source is not None and a.source.first < quote.first), None
    )
    if speaker is not None:
        speaker.content.append(quote)
        return speaker
    subject = main_subject(page, quote.first, sentence, here)
    if subject is None or quote.first - subject.last > 30 or subject.last > quote.first:
        return None
    introduced = words[quote.first - 1] == ":" if quote.first > sentence.first else False
    if not introduced and (not _is_person_like(page, subject) or quote.last - quote.first <= 8):
        return None
    return Attribution((), [quote], subject, None, sentence_number, "quote")


def _is_person_like(page: Page, phrase: Stretch) -> bool:
    return page.words[phrase.first] in PERSONAL or page.is_capital(phrase.last - 1)


def _goes_on(page: Page, number: int, last_sentence: int) -> bool:
    """Whether a sentence wholly in marks goes on with the voice of an earlier one."""
    near = number - last_sentence <= 2
    return near and page.paragraph_of[number] - page.paragraph_of[last_sentence] <= 1
