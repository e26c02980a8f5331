"""How the points of an answer came about, in numbers and plain words, and the rule said before Check.

Nothing is counted here: ``compare`` made the numbers and the points; this module puts them in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mediakit.compare import BY_HALVES, BY_NEAR_MISSES, Score, round_points
from mediakit.lessons.exercise import Exercise
from mediakit.lessons.given import key_answer
from mediakit.lessons.grade import CHECKED, Result, score_answer

_SIGNS = {
    Fraction(*pair): sign
    for pair, sign in {
        (1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (3, 4): "¾", (1, 5): "⅕", (2, 5): "⅖",
        (3, 5): "⅗", (4, 5): "⅘", (1, 6): "⅙", (5, 6): "⅚", (1, 8): "⅛", (3, 8): "⅜", (5, 8): "⅝",
        (7, 8): "⅞",
    }.items()
}  # fmt: skip
_EXACT = 20  # larger denominators are told in decimals


def in_numbers(value: Fraction) -> str:
    """A number as a page prints it: "2½", "1 5/12"; "about 2.73" where no short fraction is exact.

    >>> in_numbers(Fraction(5, 2)), in_numbers(Fraction(17, 12)), in_numbers(Fraction(30, 11))
    ('2½', '1 5/12', '2 8/11')
    """
    whole, rest = divmod(value, 1)
    if not rest:
        return str(whole)
    if rest in _SIGNS:
        return f"{whole or ''}{_SIGNS[rest]}"
    if rest.denominator > _EXACT:
        return f"about {float(value):.2f}"
    return f"{whole} {rest}" if whole else str(rest)


@dataclass(frozen=True)
class Terms:
    """The numbers behind points: ``got`` of ``of``, less ``off`` of the same, times what is ``left``.

    ``points`` out of ``possible`` is what that rounds to; None where only a share is told.
    """

    got: Fraction
    of: int
    off: Fraction
    left: Fraction
    possible: int
    points: float | None

    @property
    def credit(self) -> Fraction:
        """The share of the points, 0 to 1, before rounding."""
        share = (self.got - self.off) / self.of if self.of else 1 - self.off
        return max(Fraction(0), share) * self.left

    @property
    def is_rounded(self) -> bool:
        """Whether the points differ from the exact share of them."""
        return self.points is not None and self.points != self.credit * self.possible


def terms_of(score: Score, possible: int, points: float | None) -> Terms:
    """The terms of a score, of which ``points`` out of ``possible`` were given."""
    off = score.off * (score.targets or 1)
    return Terms(score.hits, score.targets, off, score.left, possible, points)


def explain_points(result: Result) -> str:
    """How the points came about, in one sentence; empty before Check and where nothing is graded."""
    exercise, score = result.exercise, result.score
    if result.state != CHECKED or score is None or exercise.pretest or exercise.kind == "write":
        return ""
    terms = terms_of(score, result.possible, result.points)
    said = [_say_got(result, score)]
    if terms.got and terms.off and exercise.kind != "choose":
        said.append(_say_off(exercise, score, terms))
        if terms.got <= terms.off:
            said.append("nothing is left")
    if score.left < 1 and terms.credit:
        texts = len(exercise.cases)
        blank = (1 - score.left) * texts
        said.append(
            f"{_one(int(blank))} of {texts} texts without an answer: {in_numbers(score.left)} of "
            "that is left"
        )
    if terms.is_rounded:
        plain = round_points(min(terms.credit, Fraction(1)), result.possible)
        capped = terms.credit * result.possible >= Fraction(plain) + Fraction(1, 4)
        said.append("all points only where all is right" if capped else "rounded to half points")
    return "; ".join(said)


def _one(number: int) -> str:
    return "one" if number == 1 else str(number)


def _several(number: int, thing: str) -> str:
    return f"{_one(number)} {thing}" + ("" if number == 1 else "s")


def _say_got(result: Result, score: Score) -> str:
    """What counts for an answer."""
    got = f"{in_numbers(score.hits)} of {score.targets}"
    outcome = score.outcomes[0] if score.outcomes else None
    match result.exercise.kind:
        case "mark":
            return f"{got} found" if score.targets else "nothing was there to find"
        case "classify":
            blank = sum(one.verdict == "blank" for one in score.outcomes)
            return f"{got} right" + (f", {blank} left open" if blank else "")
        case "order":
            return f"{got} pairs the right way round" if score.targets else "all of it is a tie"
        case "connect":
            return f"{got} lines right"
        case "choose":
            return "the right choice" if score.hits else "not the right choice"
        case _:
            band, none = result.exercise.band, outcome is not None and outcome.answer == "none"
            if band is None:
                return "no figure can be read off this word" + (", as you said" if none else "")
            if none:
                return "this word has a band on the scale"
            if score.hits == 1:
                return "inside the band"
            if score.hits:
                return "within five points of the band counts half"
            return "more than five points outside the band"


def _say_off(exercise: Exercise, score: Score, terms: Terms) -> str:
    """What mistakes take off: in ones of what was to be found, or as a share of the points."""
    if score.off == 1:
        amount = "everything"
    elif exercise.kind == "mark" and score.off_by != BY_HALVES:
        whole = "the points" if terms.points is not None else "the whole"
        amount = f"{in_numbers(score.off)} of {whole}"
    else:
        part = " of one" if terms.off < 1 else ""
        amount = "one" if terms.off == 1 else in_numbers(terms.off) + part
    wrong = score.false_alarms
    match exercise.kind:
        case "mark" if score.off_by == BY_NEAR_MISSES:
            fell = f"{_one(score.near_misses_marked)} of {score.near_misses} lookalikes"
            return f"falling for {fell} takes off {amount}"
        case "mark" if score.off_by == BY_HALVES:
            who = _several(wrong, "false alarm")
        case "mark":
            who = f"{_several(wrong, 'false alarm')} in {score.others} other sentences"
        case "classify":
            who = _several(wrong, "wrong choice")
        case "connect":
            who = _several(wrong, "wrong line")
        case _:
            who = f"{_one(wrong)} the wrong way round"
    return f"{who} take{'s' if wrong == 1 else ''} off {amount}"


def scoring_rule(exercise: Exercise) -> str:
    """What a mistake costs, in one short sentence to show before Check; empty where it costs nothing.

    A choose item has one choice: a wrong one brings nothing, and there is nothing to take off.
    """
    if not exercise.automatic:
        return ""
    brings = "of what a right one brings."
    match exercise.kind:
        case "mark":
            score = score_answer(exercise, key_answer(exercise))
            twice = 2 * score.targets
            half = (not score.near_misses or score.near_misses >= twice) and score.others >= twice
            return f"A false alarm takes off {'half' if half else 'at least half'} {brings}"
        case "classify":
            counts = sorted({len(column.options) for column in exercise.columns})
            shares = " or ".join(in_numbers(Fraction(1, k - 1)) for k in counts if k > 2)
            if not shares:
                return "A wrong choice takes off as much as a right one brings."
            told = f"A wrong choice takes off {shares} {brings}"
            if counts[0] > 2:
                return told
            return f"{told[:-1]}; where there are two to choose from, all of it."
        case "connect":
            return f"A wrong line takes off half {brings}"
        case "order":
            return "Each pair the wrong way round takes off what one the right way round brings."
        case "estimate":
            return "A figure inside the band counts full, up to five points beside it half."
        case _:
            return ""
