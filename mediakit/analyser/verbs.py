"""Whether a form that can be a noun or a participle is the verb of its clause."""

from __future__ import annotations

from mediakit.analyser.cues import Cue, Match
from mediakit.analyser.grammar import ARTICLES, PERSONAL, POSSESSIVES, PREPOSITIONS
from mediakit.analyser.page import Page, Stretch
from mediakit.analyser.sources import is_source_word

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


def _base(cue: Cue) -> str:
    """The base form of a cue's verb."""
    return cue.words[0].split()[0].strip("<>")


def is_headline(page: Page, sentence: Stretch) -> bool:
    """Whether most words of a sentence begin with capitals."""
    longer = [k for k in range(*sentence) if len(page.words[k]) > 3]
    return sum(page.is_capital(k) for k in longer) > len(longer) * 0.6


def is_verb(page: Page, match: Match, group: int, sentence: Stretch) -> bool:
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
