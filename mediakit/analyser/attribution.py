"""Who says what: reporting words, their source, and the content credited to it.

Each cue is read in its sentence: content after it ("She said that …"), before it ("…, she said"),
on both sides of it, or after "according to". Quotations that follow without a cue of their own go
on with the voice before them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mediakit.analyser.grammar import (
    ARTICLES,
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
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.phrases import phrase_after, sentence_end, subject_before
from mediakit.analyser.sources import is_source_word
from mediakit.cues import Cue, Match

# Reporting words that are as often nouns: a verb needs a clear subject before it.
_NOUN_TOO = frozenset(
    "claim claims report reports call calls demand demands plan plans support supports note notes order "
    "orders state states question questions answer answers comment comments praise attack attacks blame "
    "promise promises hope hopes fear fears doubt doubts concern concerns view views worry worries pledge "
    "pledges vow vows remark remarks dispute disputes estimate estimates forecast forecasts project "
    "projects tweet tweets post posts show shows find finds vote votes account accounts back backs reply "
    "response request requests joke jokes stress object objects want wants need needs love hate challenge "
    "challenges review reviews address cheer cheers warning signal signals offer offers appeal appeals "
    "defense defence push refusal list lists name names describe mean read reads ruling rule rules".split()
)


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


def find_attributions(page: Page) -> list[Attribution]:
    """Every attribution of a text, in the order of the cues."""
    found: list[Attribution] = []
    cues = page.matches["cue"]
    at = 0
    for number, sentence in enumerate(page.sentences):
        mine: list[Match] = []
        while at < len(cues) and cues[at].first < sentence.last:
            mine.append(cues[at])
            at += 1
        here = _in_sentence(page, number, sentence, _longest(mine))
        found += here
    return _join_quotes(page, found)


def _longest(matches: list[Match]) -> list[Match]:
    """The matches without those that lie inside a longer one, or repeat another."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.first, -m.last)):
        if not kept or match.last > kept[-1].last:
            if kept and match.first < kept[-1].last:
                continue
            kept.append(match)
    return kept


def _in_sentence(
    page: Page, number: int, sentence: Stretch, matches: list[Match]
) -> list[Attribution]:
    found: list[Attribution] = []
    for match in matches:
        if page.quote_at[match.first] != -1:
            continue
        attribution = _read_cue(page, number, sentence, match, found)
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
    if words[at] != "as" or words[at + 1] not in _AS_SAYING:
        return []
    content = _clip(page, at + 2, sentence_end(page, at + 2, sentence.last), clause=True)
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
            follows = attribution.frame == "participle" and outer.source == attribution.source
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


def _inside_content(found: list[Attribution], match: Match) -> bool:
    return any(p.first <= match.first < p.last for a in found for p in a.content)


def _read_cue(
    page: Page, number: int, sentence: Stretch, match: Match, found: list[Attribution]
) -> Attribution | None:
    words, cue = page.words, match.cue
    if "according" in cue.takes:
        return _according(page, number, sentence, match)
    first, last = match.first, match.last
    form = words[first]
    if page.is_capital(first) and first > sentence.first and not _is_headline(page, sentence):
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
    ) and not _is_verb(page, match, group, sentence):
        return None
    if last < sentence.last and words[last] == "by" and form.endswith(("ed", "wn", "en")):
        return None
    inverted = _inverted(page, number, sentence, match, group)
    if inverted is not None:
        return inverted
    return _active(page, number, sentence, match, group)


def _base(cue: Cue) -> str:
    """The base form of a cue's verb."""
    return cue.words[0].split()[0].strip("<>")


def _is_headline(page: Page, sentence: Stretch) -> bool:
    """Whether most words of a sentence begin with capitals."""
    longer = [k for k in range(*sentence) if len(page.words[k]) > 3]
    return sum(page.is_capital(k) for k in longer) > len(longer) * 0.6


def _is_verb(page: Page, match: Match, group: int, sentence: Stretch) -> bool:
    """Whether a form that can be a noun or a participle is the verb of its clause."""
    words = page.words
    form = words[match.first]
    before = words[group - 1] if group > sentence.first else ""
    if not before:
        return form.endswith(("ed", "said", "says")) or form == "says"
    if (
        before in ARTICLES
        or before in POSSESSIVES
        or before.endswith("'s")
        or before.endswith("s'")
    ):
        return False
    if before in PREPOSITIONS and before not in ("as", "than"):
        return False
    if form in _NOUN_TOO or match.cue.weak:
        after = words[match.last] if match.last < sentence.last else ""
        if after in ("of", "are", "were", "is", "was", "have", "and", "or"):
            return False
        # "that", "to" or a quotation after it, or a word for a speaker before it, speaks for a verb
        follows = (
            after == "that"
            or (after == "to" and "infinitive" in match.cue.takes)
            or (match.last < sentence.last and page.quote_at[match.last] != -1)
        )
        speaker = (
            before in PERSONAL | {"who", "which", "that"}
            or page.quote_at[group - 1] != -1
            or is_source_word(before)
        )
        if form.endswith("s") and not form.endswith("ss"):
            return speaker or follows or page.is_capital(group - 1) or before == ","
        if not form.endswith("ed") and form == _base(match.cue):
            plural = before.endswith("s") and not before.endswith(("ss", "us", "is"))
            return after not in ("from", "in") and (
                after == "that"
                or (speaker and (plural or before in PERSONAL | {"who", "people", "police"}))
                or plural
                or before in ("people", "many", "some", "others", "most")
            )
    return True


def _according(page: Page, number: int, sentence: Stretch, match: Match) -> Attribution | None:
    source = phrase_after(page, match.last, sentence)
    if source is None:
        return None
    words = page.words
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
    stop = group
    while stop > sentence.first and words[stop - 1] == "," and page.quote_at[stop - 1] == -1:
        stop -= 1
    pieces = [Stretch(sentence.first, stop)] if stop - sentence.first > 0 else []
    pieces += _after_tag(page, source.last, sentence)
    return Attribution((Stretch(match.first, match.last),), pieces, source, match, number, "after")


def _after_tag(page: Page, at: int, sentence: Stretch) -> list[Stretch]:
    """What goes on of the content after "he said" or "said X", if anything does."""
    words = page.words
    end = sentence_end(page, at, sentence.last)
    start = _skip_occasion(page, at, end)
    if start < end and words[start] == ",":
        start += 1
        nxt = words[start] if start < end else ""
        if nxt.endswith("ing") and page.quote_at[start] == -1:
            return []
        if page.quote_at[start if start < end else at] == -1 and (
            nxt in RELATIVES or nxt in ("while", "but", "according", "as", "after", "when")
        ):
            return []
    elif not (start < end and page.quote_at[start] != -1):
        return []
    return [Stretch(start, end)] if end - start > 1 else []


def _skip_occasion(page: Page, at: int, end: int) -> int:
    """Past "on Friday", "in an interview with the paper" and the like, up to a comma or quotation."""
    words = page.words
    start = at
    if start < end and (
        words[start] in PREPOSITIONS or words[start] in TIMES or is_adverb(words[start])
    ):
        while (
            start < end
            and words[start] not in (",", ":", ";", "that")
            and page.quote_at[start] == -1
        ):
            start += 1
    return start


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
    at = _skip_occasion(page, at, end)
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
        pieces += _after_tag(page, at, sentence)
    return Attribution((Stretch(match.first, match.last),), pieces, source, match, number, "before")


def _active(
    page: Page, number: int, sentence: Stretch, match: Match, group: int
) -> Attribution | None:
    before = page.words[group - 1] if group > sentence.first else ""
    if before in COORDINATORS:  # "She left and said …": the subject stands before the first verb
        source = _main_subject(page, group - 1, sentence, [])
    else:
        source = subject_before(page, group, sentence)
    if source is None:
        return None
    if page.words[source.first] == "that" and source.last - source.first == 1:
        return None
    tag = _tag(page, number, sentence, match, source)
    if tag is not None:
        return tag
    content, recipient = _content_after(page, match, sentence)
    if not content:
        return None
    if page.words[source.first] in ("who", "which") and page.quote_at[content[0].first] == -1:
        content = [_to_comma(page, content[0])]
    return Attribution(
        (Stretch(match.first, match.last),),
        content,
        source,
        match,
        number,
        "plain",
        recipient=recipient,
    )


def _to_comma(page: Page, piece: Stretch) -> Stretch:
    """A piece up to the comma that ends its relative clause."""
    for at in range(piece.first + 1, piece.last):
        if page.words[at] == "," and page.quote_at[at] == -1:
            return Stretch(piece.first, at)
    return piece


def _content_after(
    page: Page, match: Match, sentence: Stretch
) -> tuple[list[Stretch], Stretch | None]:
    """What follows a reporting verb as its content, and whoever was told it."""
    words, takes = page.words, match.cue.takes
    end = sentence_end(page, match.last, sentence.last)
    at = match.last
    recipient = None
    if at >= end:
        return [], None
    while at < end and is_adverb(words[at]) and page.quote_at[at] == -1:
        at += 1
    if at < end and words[at] in (",",) and at + 1 < end and page.quote_at[at + 1] != -1:
        at += 1
    if at < end and words[at] == ":":
        return _clip(page, at + 1, end, clause=True), None
    if at < end and words[at] == ",":
        at = _past_aside(page, at, end)
    if (
        "person-first" in takes
        and at < end
        and words[at] not in SUBORDINATORS
        and words[at] != ":"
        and page.quote_at[at] == -1
    ):
        recipient, at = _recipient(page, at, end, sentence)
    clause = bool(takes & {"clause", "question", "infinitive", "person-first"})
    if (
        at < end
        and words[at] not in ("that", "whether", "if", "how", "why", "what", "to")
        and page.quote_at[at] == -1
    ):
        at = _past_occasion(page, at, end, match.cue)
    if at >= end or (
        words[at] in (".", ";", ",")
        and page.quote_at[at] == -1
        and not (words[at] == "," and at + 1 < end and (page.quote_at[at + 1] != -1))
    ):
        # nothing follows but an occasion
        return [], recipient
    if words[at] in (",", ":"):
        at += 1
    if at >= end:
        return [], recipient
    starts_clause = words[at] in SUBORDINATORS or page.quote_at[at] != -1 or words[at] == "to"
    if (
        "noun" in takes
        and not (clause and starts_clause)
        and not (clause and _has_verb(page, at, end))
    ):
        return _clip(page, at, end, clause=False), recipient
    if not clause and not starts_clause and "noun" not in takes:
        return (
            ([], recipient) if "quote" in takes else (_clip(page, at, end, clause=False), recipient)
        )
    if (
        "infinitive" in takes
        and "clause" not in takes
        and "noun" not in takes
        and words[at] not in ("to", "that")
        and page.quote_at[at] == -1
    ):
        # "asked them to leave"
        if not any(words[k] in ("to", "that") for k in range(at, min(end, at + 8))):
            return [], recipient
    return _clip(page, at, end, clause=True), recipient


def _past_aside(page: Page, comma: int, end: int) -> int:
    """Past an aside between a verb and its that-clause ("reported, citing an aide, that …")."""
    for at in range(comma + 1, min(end - 1, comma + 24)):
        if page.words[at] == "," and page.words[at + 1] == "that" and page.quote_at[at] == -1:
            return at + 1
    return comma


def _has_verb(page: Page, at: int, end: int) -> bool:
    """Whether a clause, not a mere noun phrase, seems to follow."""
    words = page.words
    if words[at] in ("i", "he", "she", "they", "we", "it", "there"):
        return True
    for k in range(at, min(end, at + 12)):
        word = words[k]
        if word in (",", ";", ":", "—") or word in RELATIVES:
            return False
        if word in AUXILIARIES and k > at:
            return True
    return False


def _recipient(page: Page, at: int, end: int, sentence: Stretch) -> tuple[Stretch | None, int]:
    """Whoever is told something, and where the content begins after it."""
    words = page.words
    phrase = phrase_after(page, at, Stretch(sentence.first, end), asides=False)
    if phrase is None:
        return None, at
    stop = phrase.last
    if words[at] in PERSONAL | {
        "him",
        "her",
        "them",
        "us",
        "me",
        "reporters",
        "journalists",
        "lawmakers",
        "supporters",
    }:
        stop = at + 1
    elif page.is_capital(at):
        stop = at + 1
        while stop < phrase.last and (
            page.is_capital(stop) or words[stop] in ("of", "the", "and", "&", "'s", "'")
        ):
            stop += 1
    return Stretch(at, stop), stop


def _past_occasion(page: Page, at: int, end: int, cue: Cue) -> int:
    """Past a time or place between the verb and its content ("said on Friday that")."""
    words = page.words
    start = at
    if words[at] in TIMES and words[at] not in ("now", "then"):
        at += 1
        if (at < end and words[at] in ("that",)) or (at < end and words[at] in TIMES):
            pass
        return _past_occasion(page, at, end, cue) if at < end else at
    if words[at] not in PREPOSITIONS or words[at] in ("like", "than", "as"):
        return at
    if "noun" in cue.takes and words[at] not in ("on", "in", "at", "during", "after"):
        return at
    clauselike = "clause" in cue.takes or "person-first" in cue.takes
    for k in range(at + 1, min(end, at + 26)):
        word = words[k]
        if word == "that" or page.quote_at[k] != -1 or word == ":":
            return k
        if word == ",":
            return k + 1 if clauselike else start
        if clauselike and (word in PERSONAL or (word in ("there",))) and k > at + 1:
            return k
        if (
            clauselike
            and words[k - 1] in TIMES
            and k > at + 1
            and word not in PREPOSITIONS
            and word not in TIMES
            and not word.isdigit()
        ):
            return k
        if (
            clauselike
            and words[k - 1].isdigit()
            and len(words[k - 1]) == 4
            and (word in DETERMINERS or page.is_capital(k))
        ):
            return k
    return start


def _clip(page: Page, at: int, end: int, *, clause: bool) -> list[Stretch]:
    """The content from a token on: to the end of its clause."""
    words = page.words
    quote = page.quote_at
    if at < end and quote[at] != -1:
        # a quotation: to its end, and on while it goes on in the same breath
        k = at
        while k < end and quote[k] != -1:
            k += 1
        if k < end and words[k] in (",", "—"):
            return [Stretch(at, k)]
    depth = 0
    k = at
    while k < end:
        word = words[k]
        if quote[k] == -1:
            if word == "(":
                depth += 1
            elif word == ")":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and k > at:
                if word == ";":
                    break
                if (
                    word in (",", "—", "–", "-")
                    and k + 1 < end
                    and _breaks_off(page, k + 1, end, clause=clause)
                ):
                    break
                if not clause and _ends_phrase(page, k, end):
                    break
        k += 1
    while k > at and words[k - 1] in (",", "—", "–", "-", ":") and quote[k - 1] == -1:
        k -= 1
    return [Stretch(at, k)] if k > at else []


def _breaks_off(page: Page, at: int, end: int, *, clause: bool) -> bool:
    """Whether what follows a comma leaves the content."""
    word = page.words[at]
    if page.quote_at[at] != -1:
        return False
    if word in ("according", "but", "while", "although", "though", "whereas", "despite"):
        return True
    if word.endswith("ing") and len(word) > 4:
        return not clause or word in (
            "saying",
            "adding",
            "noting",
            "calling",
            "citing",
            "telling",
            "arguing",
            "claiming",
            "insisting",
            "suggesting",
            "warning",
            "asking",
            "describing",
            "explaining",
            "pointing",
            "urging",
            "vowing",
            "promising",
            "referring",
            "accusing",
            "writing",
            "declaring",
            "predicting",
        )
    if clause:
        return False
    return (
        word in COORDINATORS
        or word in RELATIVES
        or word in SUBORDINATORS
        or (word in PREPOSITIONS and word not in ("of", "including"))
    )


def _ends_phrase(page: Page, at: int, end: int) -> bool:
    """Whether a noun phrase that is content ends before a token."""
    words = page.words
    word = words[at]
    if word in (
        "because",
        "while",
        "when",
        "although",
        "though",
        "after",
        "before",
        "since",
        "but",
        "during",
        "if",
        "until",
    ):
        return True
    if word == "as" and words[at - 1] not in ("such", "well"):
        return False
    if word == "and" and at + 1 < end:
        following = words[at + 1]
        return (
            following in AUXILIARIES
            or following in PERSONAL
            or (following.endswith("ed") and not page.is_capital(at + 1))
            or following in ("said", "says")
        )
    if word in ("on", "in", "at") and at + 1 < end:
        return (
            words[at + 1] in TIMES
            or (words[at + 1].isdigit() and len(words[at + 1]) == 4)
            or (
                at + 2 < end
                and words[at + 2]
                in (
                    "interview",
                    "statement",
                    "speech",
                    "tweet",
                    "letter",
                    "email",
                    "rally",
                    "debate",
                )
            )
        )
    return word in TIMES and word not in (
        "may",
        "march",
        "now",
        "again",
        "then",
        "once",
        "today",
        "first",
    )


def _main_subject(
    page: Page, at: int, sentence: Stretch, found: list[Attribution]
) -> Stretch | None:
    """The subject that a participle or an infinitive leans on: the last source, or the first phrase."""
    words = page.words
    for attribution in reversed(found):
        if attribution.source is not None and attribution.hull.first <= at:
            if attribution.source.first < at:
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
    content, recipient = _content_after(page, match, sentence)
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
        source = _last_noun_phrase(page, phrase)
    if source is None and comma is None:
        source = _main_subject(page, match.first, sentence, found)
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


def _last_noun_phrase(page: Page, phrase: Stretch) -> Stretch:
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
    if _inside_content(found, match):
        return None
    source = _main_subject(page, to, sentence, found)
    if source is None:
        return None
    content, recipient = _content_after(page, match, sentence)
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
        content = _clip(page, source.last, end, clause=True)
    elif after in ("that", "to", "as", "of", "how", "whether", ":") or (
        told and after not in CLAUSE_MARKS and after != "by" and after
    ):
        content = _clip(page, at, end, clause=True)
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


def _join_quotes(page: Page, found: list[Attribution]) -> list[Attribution]:
    """Carry contents over whole quotations, and give the loose ones to the voice they go on with."""
    bounds = _quote_bounds(page)
    voice_of: dict[int, Attribution] = {}
    for attribution in found:
        attribution.content = [_whole_quotes(page, piece, bounds) for piece in attribution.content]
        for piece in attribution.content:
            for number in {page.quote_at[k] for k in range(*piece)} - {-1}:
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
            attribution = _beside(page, number, ends, sentence, stretch, here)
            if attribution is not None:
                if attribution not in here:
                    added.append(attribution)
                    by_sentence.setdefault(ends, []).append(attribution)
                last, last_sentence = attribution, ends
    return sorted([*found, *added], key=lambda a: a.hull.first) if added else found


def _quote_bounds(page: Page) -> list[Stretch]:
    """The tokens of every quotation."""
    return [page.stretch(quoted.span) for quoted in page.quoted]


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
    number: int,
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
    subject = _main_subject(page, quote.first, sentence, here)
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
