"""The closed classes of English words that the rules lean on.

Small letters, straight apostrophes. Open classes (who speaks, what is a hedge) are cue lists.
"""

from __future__ import annotations

PERSONAL = frozenset("i you he she it we they".split())
PRONOUNS = PERSONAL | frozenset(
    "who which everyone everybody someone somebody anyone anybody nobody others many some most both "
    "this these those neither none all him her them us me".split()
)
REFLEXIVES = frozenset("himself herself itself themselves myself ourselves yourself".split())
POSSESSIVES = frozenset("his her its their our my your whose".split())
ARTICLES = frozenset("the a an every no any what such each this".split())
DETERMINERS = POSSESSIVES | frozenset(
    "the a an this that these those some any no every each another both all several many most few "
    "more such what which one two three four five six seven eight nine ten dozens hundreds "
    "thousands half other".split()
)
BE = frozenset("is are was were be been being am".split())
HAVE = frozenset("has have had having".split())
MODALS = frozenset("will would shall should can could may might must cannot".split())
NEGATED = frozenset(
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't "
    "shouldn't can't couldn't mustn't".split()
)
AUXILIARIES = BE | HAVE | MODALS | NEGATED | frozenset("do does did got gets get".split())
PREPOSITIONS = frozenset(
    "of in on at by for from with about to into over under against between among during after before "
    "since until through throughout within without near across behind beyond above below toward "
    "towards upon inside outside around despite amid like via per including than as".split()
)
#: Prepositions that hold on to the noun before them rather than to the verb.
OF_NOUNS = frozenset("of for from with at inside within near close familiar".split())
SUBORDINATORS = frozenset(
    "that because while when if although though whether where how why unless until after before "
    "since as once whereas so than what lest".split()
)
COORDINATORS = frozenset("and but or nor yet".split())
RELATIVES = frozenset("who which that whom whose".split())
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "january february march april june july august september october november december "
    "earlier later recently previously afterward afterwards again now then once ago".split()
)
ADVERBS = frozenset(
    "also still never even ever just only often always already soon too then now later earlier "
    "again once instead meanwhile however almost further thus therefore not first long "
    "sometimes repeatedly have has had been being".split()
)
FREQUENT_VERBS = frozenset(
    "went came took made got gave left met ran won lost began became fell rose held kept sent spent "
    "stood told thought wrote brought built drew drove led paid sold said says say".split()
)
OPENING = frozenset('“"„«‘(')
CLAUSE_MARKS = frozenset(',;:—–-()[]“”"«»…?!.|')


def is_adverb(word: str) -> bool:
    """Whether a word can stand between a subject and its verb without belonging to either."""
    return word in ADVERBS or word in REFLEXIVES or (len(word) > 4 and word.endswith("ly"))
