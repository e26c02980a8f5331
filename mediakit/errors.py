"""The one exception family of mediakit.

Knows how a problem is told: where it is, what was found, what is allowed, what to do next.
Which problems exist is known by the modules that raise them.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MediakitError(Exception):
    """Something a person can mend, told in one message.

    Parameters
    ----------
    place : where it is: a file, an exercise, a cell
    found : what was found there, as a sentence or the start of one
    allowed : what could stand there instead, if that can be said
    next_step : what to do next

    >>> print(MediakitError("key.toml, mark \\"a\\"", "no label.", next_step="Add one."))
    key.toml, mark "a": no label. Add one.
    """

    def __init__(
        self, place: str, found: str, *, allowed: str | None = None, next_step: str | None = None
    ) -> None:
        self.place = place
        self.found = found
        self.allowed = allowed
        self.next_step = next_step
        rest = " ".join(part for part in (found, allowed, next_step) if part)
        super().__init__(f"{place}: {rest}" if place else rest)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message. The path through the code helps no learner."""
        return [str(self)]


class DataError(MediakitError):
    """A file that mediakit ships or an author wrote does not hold together."""


class AnswerError(MediakitError):
    """An answer given in code, or read from a sheet, does not fit its exercise."""


class UnknownName(MediakitError):
    """A lesson, exercise or story that does not exist."""


class SubmissionError(MediakitError):
    """A handed-in file that cannot be read as answers."""


class DocumentError(MediakitError):
    """A file given to be read, or to be attached, does not serve."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known words, or all of them.

    >>> did_you_mean("no-nam", ["no-name", "how-much-told"])
    'Did you mean "no-name"?'
    >>> did_you_mean("zzz", ["no-name", "how-much-told"])
    'There are: how-much-told, no-name.'
    """
    choices = sorted(known)
    near = get_close_matches(word, choices, n=2, cutoff=0.6)
    if near:
        return "Did you mean " + " or ".join(f'"{choice}"' for choice in near) + "?"
    return f"There are: {', '.join(choices)}." if choices else "There are none."
