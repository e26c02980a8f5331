"""The frames in which reporting words stand: one attribution each.

"She said that …", "…, she said", "…," said she, "according to her", "saying …", "to say …",
"was said to …". Which words are content is known by ``contents``, who speaks by ``phrases``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mediakit.analyser.contents import after_tag, clip, content_after, skip_occasion, to_comma
from mediakit.analyser.cues import Match
from mediakit.analyser.grammar import (
    AUXILIARIES,
    BE,
    CLAUSE_MARKS,
    COORDINATORS,
    DETERMINERS,
    MODALS,
    NEGATED,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import phrase_after, sentence_end, subject_before
from mediakit.analyser.sources import is_source_word
from mediakit.analyser.verbs import is_headline, is_verb


@dataclass
class Attribution:
    """One attribution in tokens; ``source`` is missing where the speaker is left out.

    ``frame`` names the pattern that was found; ``passive`` are the words that hide a speaker.
    """

    cue: tuple[Stretch, ...]
    content: list[Stretch]
    source: Stretch | None
    match: Match | None
    sentence: int
    frame: str
    passive: bool = False
    recipient: Stretch | None = None
    inside: Attribution | None = field(default=None, repr=False)

    @property
    def hull(self) -> Stretch:
        """From the first token of all its parts to the last."""
        parts = [*self.cue, *self.content, *([self.source] if self.source else [])]
        return Stretch(min(p.first for p in parts), max(p.last for p in parts))


def read_cue(
    page: Page, number: int, sentence: Stretch, match: Match, found: list[Attribution]
) -> Attribution | None:
    """The attribution that a cue makes in its sentence, or None where it reports nothing."""
    words, cue = page.words, match.cue
    if "according" in cue.takes:
        return _according(page, number, sentence, match)
    first, last = match.first, match.last
    form = words[first]
    if page.is_capital(first) and first > sentence.first and not is_headline(page, sentence):
        return None  # part of a name
    # the verb group: auxiliaries and adverbs in front belong to it
    group = first
    while (
        group > sentence.first
        and (
            words[group - 1] in AUXILIARIES
            or (is_adverb(words[group - 1]) and not page.is_capital(group - 1))
            or words[group - 1] in ("not", "n't")
        )
        and page.quote_at[group - 1] == -1
    ):
        group -= 1
    before = words[group - 1] if group > sentence.first else ""
    helpers = [words[k] for k in range(group, first)]
    if before == "to" and not helpers:
        return _infinitive(page, number, sentence, match, group - 1, found)
    be_before = next((w for w in reversed(helpers) if w in AUXILIARIES), "") in BE | {
        "isn't",
        "wasn't",
        "aren't",
        "weren't",
        "got",
    }
    if form.endswith("ing") and not be_before:
        return _participle(page, number, sentence, match, found)
    if cue.words[0].startswith("<be>"):
        return _active(page, number, sentence, match, first)
    if be_before and not form.endswith("ing"):
        return _passive(page, number, sentence, match, group)
    if (
        not helpers
        or not any(
            h in MODALS | NEGATED or h in ("did", "do", "does", "has", "have", "had")
            for h in helpers
        )
    ) and not is_verb(page, match, group, sentence):
        return None
    if last < sentence.last and words[last] == "by" and form.endswith(("ed", "wn", "en")):
        return None
    inverted = _inverted(page, number, sentence, match, group)
    if inverted is not None:
        return inverted
    return _active(page, number, sentence, match, group)


def _according(page: Page, number: int, sentence: Stretch, match: Match) -> Attribution | None:
    source = phrase_after(page, match.last, sentence)
    if source is None:
        return None
    words = page.words
    for at in range(source.last, min(sentence.last, source.last + 12)):
        if words[at] in CLAUSE_MARKS or page.quote_at[at] != -1:
            if words[at] == ",":  # "documents seen by the paper," is one source
                source = Stretch(source.first, max(source.last, at))
            break
    end = sentence_end(page, source.last, sentence.last)
    pieces: list[Stretch] = []
    if match.first - sentence.first > 2:
        start = sentence.first
        stop = match.first
        while stop > start and words[stop - 1] in (",", "—", "–"):
            stop -= 1
        # a clause of its own before it: "He left, but according to X he …"
        for at in range(stop - 1, start, -1):
            if page.quote_at[at] == -1 and words[at] in (";",):
                start = at + 1
                break
        if stop - start > 1 and not (words[start] in COORDINATORS and stop - start < 3):
            pieces.append(Stretch(start, stop))
    rest = source.last
    while rest < end and words[rest] in (",", ":"):
        rest += 1
    if end - rest > 2 and (
        not pieces
        or (
            (source.last < end and words[source.last] == ",")
            and pieces[0].last - pieces[0].first < 4
        )
    ):
        pieces.append(Stretch(rest, end))
    return Attribution(
        (Stretch(match.first, match.last),), pieces, source, match, number, "according"
    )


def _inverted(
    page: Page, number: int, sentence: Stretch, match: Match, group: int
) -> Attribution | None:
    """ "…," said the mayor: the content before, the source after."""
    words = page.words
    if not match.cue.takes & {"clause", "quote"} or group != match.first:
        return None
    before = words[group - 1] if group > sentence.first else ""
    if "clause" not in match.cue.takes and (
        group <= sentence.first or page.quote_at[group - 1] == -1
    ):
        return None
    opened = before in (",", "?", "!", "—", "–", "…") or (
        group > sentence.first and page.quote_at[group - 1] != -1
    )
    follows = match.last
    if follows >= sentence.last or not opened:
        return None
    after = words[follows]
    if (
        after in SUBORDINATORS
        or after in CLAUSE_MARKS
        or after in PREPOSITIONS
        or page.quote_at[follows] != -1
    ):
        return None
    if before == "," and page.quote_at[group - 2] == -1:
        # ", said X" after words without marks; but "X, the mayor, said the …" is not
        if not (after in PERSONAL or page.is_capital(follows) or after in DETERMINERS):
            return None
        if subject_before(page, group, sentence) is not None and not page.is_capital(follows):
            return None
        if subject_before(page, group, sentence) is not None and words[match.first] not in (
            "said",
            "says",
        ):
            return None
    source = phrase_after(page, follows, sentence)
    if source is None:
        return None
    if page.quote_at[group - 1] == -1 and source.last < sentence.last:
        following = words[source.last]  # "said her office had …" begins content, not a source
        if following not in CLAUSE_MARKS | PREPOSITIONS | TIMES | SUBORDINATORS:
            return None
    stop = group
    while stop > sentence.first and words[stop - 1] == "," and page.quote_at[stop - 1] == -1:
        stop -= 1
    pieces = [Stretch(sentence.first, stop)] if stop - sentence.first > 0 else []
    pieces += after_tag(page, source.last, sentence)
    return Attribution((Stretch(match.first, match.last),), pieces, source, match, number, "after")


def _tag(
    page: Page, number: int, sentence: Stretch, match: Match, source: Stretch
) -> Attribution | None:
    """ "…," the mayor said: the content before its source and cue."""
    words = page.words
    if source.first <= sentence.first or not match.cue.takes & {"clause", "quote"}:
        return None
    before = words[source.first - 1]
    in_marks = page.quote_at[source.first - 1] != -1
    if (
        "clause" not in match.cue.takes
        and page.quote_at[source.first - 1] == page.quote_at[source.first - 2] == -1
    ):
        return None
    if not (in_marks or before in (",", "?", "!", "—", "–", "…", "-")):
        return None
    end = sentence_end(page, match.last, sentence.last)
    at = match.last
    # a recipient: "…," she told reporters
    if "person-first" in match.cue.takes and at < end and words[at] not in CLAUSE_MARKS:
        recipient = phrase_after(page, at, sentence, asides=False)
        if recipient is not None:
            at = recipient.last
    at = skip_occasion(page, at, end)
    closes = at >= end or words[at] == "," or words[at] in (";", ":") or page.quote_at[at] != -1
    if not closes and not in_marks:
        return None
    if not closes and words[at] in ("that",):
        return None
    stop = source.first
    while (
        stop > sentence.first
        and words[stop - 1] in (",", "—", "–", "-")
        and page.quote_at[stop - 1] == -1
    ):
        stop -= 1
    start = sentence.first
    pieces = [Stretch(start, stop)] if stop > start else []
    if not pieces:
        return None
    if at < end and (words[at] == "," or page.quote_at[at] != -1):
        pieces += after_tag(page, at, sentence)
    return Attribution((Stretch(match.first, match.last),), pieces, source, match, number, "before")


def _active(
    page: Page, number: int, sentence: Stretch, match: Match, group: int
) -> Attribution | None:
    before = page.words[group - 1] if group > sentence.first else ""
    if before in COORDINATORS:  # "She left and said …": the subject stands before the first verb
        source = main_subject(page, group - 1, sentence, [])
    else:
        source = subject_before(page, group, sentence)
    if source is None:
        return None
    if page.words[source.first] == "that" and source.last - source.first == 1:
        return None
    tag = _tag(page, number, sentence, match, source)
    if tag is not None:
        return tag
    content, recipient = content_after(page, match, sentence)
    if not content:
        return None
    if page.words[source.first] in ("who", "which") and page.quote_at[content[0].first] == -1:
        content = [to_comma(page, content[0])]
    return Attribution(
        (Stretch(match.first, match.last),),
        content,
        source,
        match,
        number,
        "plain",
        recipient=recipient,
    )


def main_subject(
    page: Page, at: int, sentence: Stretch, found: list[Attribution]
) -> Stretch | None:
    """The subject that a participle or an infinitive leans on: the last source, or the first phrase."""
    words = page.words
    for attribution in reversed(found):
        if attribution.source is not None and attribution.source.first < at:
            return attribution.source
    for k in range(sentence.first + 1, at):
        if words[k] in AUXILIARIES and page.quote_at[k] == -1:
            subject = subject_before(page, k, sentence)
            if subject is not None:
                return subject
    first = sentence.first
    while first < at and (
        words[first] in PREPOSITIONS | COORDINATORS
        or words[first] in CLAUSE_MARKS
        or is_adverb(words[first])
    ):
        if words[first] in PREPOSITIONS:
            comma = next((k for k in range(first, at) if words[k] == ","), None)
            if comma is None or comma + 1 >= at:
                break
            first = comma
        first += 1
    k = first
    while (
        k < at
        and (page.is_capital(k) or words[k] in DETERMINERS or is_source_word(words[k]))
        and words[k] not in CLAUSE_MARKS
    ):
        k += 1
        if k < at and words[k - 1] in PERSONAL:
            break
    if words[first] in DETERMINERS and k == first + 1:
        k = min(at, first + 2)
    return Stretch(first, k) if k > first else None


def _participle(
    page: Page, number: int, sentence: Stretch, match: Match, found: list[Attribution]
) -> Attribution | None:
    """ ", adding that …": the subject of the sentence speaks on."""
    words = page.words
    before = words[match.first - 1] if match.first > sentence.first else ""
    if match.cue.weak and before != ",":
        return None
    if before in DETERMINERS or before in POSSESSIVES or before.endswith("'s"):
        return None
    joins = before in (
        "",
        ",",
        "—",
        "–",
        "-",
        "by",
        "in",
        "after",
        "before",
        "while",
        "and",
        "without",
        "for",
        "of",
        "than",
    )
    if before in PREPOSITIONS and not joins:
        return None
    content, recipient = content_after(page, match, sentence)
    if not content:
        return None
    source = None
    comma = _opens_sentence(page, match.first, sentence)
    if comma is not None:  # "After saying so, the mayor left."
        source = phrase_after(page, comma + 1, sentence, asides=False)
        content = [Stretch(content[0].first, min(content[0].last, comma))]
        if content[0].last <= content[0].first:
            return None
    elif not joins:
        phrase = subject_before(page, match.first, sentence)
        if phrase is None or not (
            page.is_capital(phrase.last - 1) or words[phrase.last - 1].endswith("s")
        ):
            return None
        source = last_noun_phrase(page, phrase)
    if source is None and comma is None:
        source = main_subject(page, match.first, sentence, found)
    if source is None:
        return None
    return Attribution(
        (Stretch(match.first, match.last),),
        content,
        source,
        match,
        number,
        "participle",
        recipient=recipient,
    )


def _opens_sentence(page: Page, at: int, sentence: Stretch) -> int | None:
    """The comma that ends an opening "After saying …" or "Speaking …, saying …", or None."""
    first = sentence.first
    opener = page.words[first]
    if at - first > 2 or not (
        at == first or opener in PREPOSITIONS | SUBORDINATORS or is_adverb(opener)
    ):
        return None
    for k in range(at + 2, min(sentence.last - 2, at + 40)):
        if page.words[k] == "," and page.quote_at[k] == -1:
            return k
    return None


def last_noun_phrase(page: Page, phrase: Stretch) -> Stretch:
    """The last noun phrase of a stretch: from its last article or name on."""
    for at in range(phrase.last - 1, phrase.first, -1):
        word, before = page.words[at], page.words[at - 1]
        if word in DETERMINERS or (
            page.is_capital(at)
            and not page.is_capital(at - 1)
            and before != "."
            and before not in DETERMINERS
            and before not in ("of", "and", "for")
        ):
            return Stretch(at, phrase.last)
    return phrase


def _infinitive(
    page: Page, number: int, sentence: Stretch, match: Match, to: int, found: list[Attribution]
) -> Attribution | None:
    if match.cue.weak or words_before(page, to, sentence) in DETERMINERS:
        return None
    if inside_content(found, match):
        return None
    source = main_subject(page, to, sentence, found)
    if source is None:
        return None
    content, recipient = content_after(page, match, sentence)
    if not content:
        return None
    return Attribution(
        (Stretch(match.first, match.last),),
        content,
        source,
        match,
        number,
        "infinitive",
        recipient=recipient,
    )


def words_before(page: Page, at: int, sentence: Stretch) -> str:
    """The word before a token in its sentence, or nothing."""
    return page.words[at - 1] if at > sentence.first else ""


def _passive(
    page: Page, number: int, sentence: Stretch, match: Match, group: int
) -> Attribution | None:
    """ "was told that", "is said to", "was denounced by": who speaks stands after "by", or nowhere."""
    words, takes = page.words, match.cue.takes
    end = sentence_end(page, match.last, sentence.last)
    subject = subject_before(page, group, sentence)
    by = next(
        (
            k
            for k in range(match.last, min(end, match.last + 12))
            if words[k] == "by"
            and page.quote_at[k] == -1
            and not any(
                words[j] in CLAUSE_MARKS or words[j] in ("that", "to") for j in range(match.last, k)
            )
        ),
        None,
    )
    source = phrase_after(page, by + 1, sentence) if by is not None else None
    if source is None and "hides" not in match.cue.flags:
        return None  # a passive of wishing or hoping leaves out nobody who spoke
    if source is not None and (
        words[source.first].endswith("ing") or words[source.first].isdigit()
    ):
        source = None
    at = match.last
    told = "person-first" in takes
    after = words[at] if at < end else ""
    content: list[Stretch] = []
    if (
        source is not None
        and source.last < end
        and words[source.last] in ("that", "to", "as", "of")
    ):
        content = clip(page, source.last, end, clause=True)
    elif after in ("that", "to", "as", "of", "how", "whether", ":") or (
        told and after not in CLAUSE_MARKS and after != "by" and after
    ):
        content = clip(page, at, end, clause=True)
    cue_end = match.last + 1 if after == "to" and not told else match.last
    if (
        after in ("to", "as", "of")
        and subject is not None
        and not told
        and words[subject.first] != "it"
    ):
        content = [subject, *content]
    elif not content and subject is not None and source is not None:
        content = [subject]
    elif (
        not content
        and subject is not None
        and "clause" in takes
        and words[subject.first] not in PERSONAL | {"who", "which"}
    ):
        return None
    if not content:
        return None
    first = group
    while first < match.first and words[first] not in AUXILIARIES:
        first += 1
    cue = Stretch(first, cue_end if source is None else match.last)
    return Attribution(
        (cue,),
        content,
        source,
        match,
        number,
        "passive",
        passive=source is None,
        recipient=subject if told else None,
    )


def inside_content(found: list[Attribution], match: Match) -> bool:
    """Whether a cue stands inside content that was found."""
    return any(p.first <= match.first < p.last for a in found for p in a.content)
