"""What a classify item can ask of a mark, as a learner is asked it: names, answers, what they mean."""

from __future__ import annotations

from mediakit.reading import EARNED, PLACES, TERMS, TOLD

_TOLD_MEANS = (
    ("told", "The words say it. You need not guess."),
    ("partly told", "The words narrow it down and leave a good deal open."),
    ("not told", "The words say nothing about it."),
    (
        "what they do",
        "Told where it gives a job or post (a nurse, a driver); partly told where it gives "
        "only whom they work for (people at the firm).",
    ),
    (
        "how they know",
        "Told where the page says what they did or saw (sat in on it, has read it); partly told "
        "where it gives only a job, or that they are close to somebody.",
    ),
)
_TOLD_NAMES = ("How many they are", "What they do", "How they know", "Why no name")
_EARNED_MEANS = (
    (
        "Facts?",
        "Yes where it tells something that can be true or false, and no opinion about somebody.",
    ),
    (
        "Nobody else?",
        "Yes where no public document could have told it, and nobody willing to be named.",
    ),
    (
        "Could they know?",
        "Yes where their work brings them to it, or they saw or did it. “Close to” somebody, or "
        "“former”, doesn't say.",
    ),
    ("Reason given?", "Yes where the page says why there is no name; no where it doesn't."),
    (
        "the page doesn't tell",
        "You can't answer it from what stands in the story, its notes included.",
    ),
)
_TERMS_MEAN = (
    ("on the record", "May be used, with the name (or openly for a body)."),
    ("background", "May be used, but without the name: “a nurse on the ward”."),
    ("deep background", "May be used, but credited to nobody: “it has emerged”."),
    ("off the record", "May not be published at all."),
)
_PLACES_MEAN = (
    ("in what is said", "Whoever speaks isn't sure: “it will probably rain, she said”."),
    ("on the saying", "Whether it was said at all is left open: “she reportedly said …”."),
    ("by the quotation marks", "The paper keeps a word at arm's length: the “expert”."),
    ("by distance", "It comes through somebody else's hands: A says that B said it."),
    ("the page doesn't say", "The words can be one voice's or another's, and nothing tells which."),
)
_MEANINGS = {
    "told": _TOLD_MEANS, "earned": _EARNED_MEANS, "terms": _TERMS_MEAN,
    "place": _PLACES_MEAN, "holder": _PLACES_MEAN,
}  # fmt: skip

Offered = tuple[tuple[str, str], ...]


def _named(ids: tuple[str, ...], means: Offered) -> Offered:
    """Ids with the names that come first among some meanings."""
    return tuple(zip(ids, (name for name, _ in means), strict=False))


_TOLD_ANSWERS = (("yes", "told"), ("partly", "partly told"), ("no", "not told"))
_YES_OR_NO = (("yes", "yes"), ("no", "no"))
_EARNED_ANSWERS = (*_YES_OR_NO, ("open", "the page doesn't tell"))
#: Each question whose answers are the same in every story: its name, and the answers on offer.
ASKS: dict[str, tuple[str, Offered]] = {
    **{f"told.{one}": (name, _TOLD_ANSWERS) for one, name in zip(TOLD, _TOLD_NAMES, strict=True)},
    **{f"earned.{one}": (name, _EARNED_ANSWERS) for one, name in _named(EARNED, _EARNED_MEANS)},
    "earned.reason": ("Reason given?", _YES_OR_NO),  # where the page doesn't tell, none is given
    "terms": ("On which terms", _named(TERMS, _TERMS_MEAN)),
    "place": ("Which of the four", _named(PLACES, _PLACES_MEAN)),
}


def meanings(ask: str) -> Offered:
    """What the names and answers of a question mean; none for ``kind``."""
    return _MEANINGS.get(ask.partition(".")[0], ())
