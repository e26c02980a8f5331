"""Questions of a key whose answers no mark can hold: one option is right, or rows are sorted.

What an exercise asks with them is known by ``lessons``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mediakit.errors import DataError, did_you_mean


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen, with the reason why it is right or not."""

    id: str
    text: str
    why: str
    right: bool


@dataclass(frozen=True)
class Sorted:
    """One line that a question asks to sort: its words, the option it belongs to, and the reason.

    Where careful readers differ it is ``contested``, and no answer counts.
    """

    id: str
    text: str
    answer: str
    why: str
    contested: bool = False


@dataclass(frozen=True)
class Question:
    """A question about a text whose answer no mark can hold.

    One option is right; or there are ``rows``, each of which belongs to one of the options, and
    then an option's ``why`` says what it means.
    """

    id: str
    ask: str
    options: tuple[Option, ...]
    rows: tuple[Sorted, ...] = ()


def check_table(one: Mapping[str, Any], here: str, required: Sequence[str], optional: str) -> None:
    """Raise DataError where a table lacks a field or has one that means nothing."""
    for name in ("contested", "changed_by_retelling"):
        if not isinstance(one.get(name, False), bool):
            raise DataError(here, f"{name} is {one[name]!r}.", allowed="true or false, no quotes.")
    for name in ("id", "why"):
        if not isinstance(one.get(name, ""), str):
            raise DataError(here, f"{name} is {one[name]!r}.", allowed="It is words in quotes.")
    for name in required:
        if name not in one:
            raise DataError(here, f"{name} is missing.", next_step="Write it.")
    allowed = {*required, *optional.split()}
    unknown = set(one) - allowed
    if unknown:
        raise DataError(
            here, f'"{min(unknown)}" means nothing here.', next_step=did_you_mean(min(unknown), allowed)
        )  # fmt: skip


def read_question(one: Mapping[str, Any], place: str) -> Question:
    """A question out of its table; raises DataError with its place."""
    here = f'{place}, question "{one.get("id", "?")}"'
    if "rows" in one:
        return _sorting_question(one, here)
    check_table(one, here, ("id", "ask", "options", "answer"), "")
    options = parse_options(one["options"], here, answer=str(one["answer"]))
    return Question(str(one["id"]), str(one["ask"]), options)


def _sorting_question(one: Mapping[str, Any], here: str) -> Question:
    """A question with rows to sort into its options."""
    check_table(one, here, ("id", "ask", "options", "rows"), "")
    options = _options(one["options"], here)
    offered = [option.id for option in options]
    rows: list[Sorted] = []
    for row in one["rows"]:
        there = f'{here}, row "{row.get("id", "?")}"'
        check_table(row, there, ("id", "text", "answer", "why"), "contested")
        if row["answer"] not in offered:
            told = f'there is no option "{row["answer"]}".'
            raise DataError(there, told, next_step=did_you_mean(str(row["answer"]), offered))
        if row["id"] in [known.id for known in rows]:
            raise DataError(there, "this id is used twice.")
        words = {name: str(row[name]) for name in ("id", "text", "answer", "why")}
        rows.append(Sorted(**words, contested=bool(row.get("contested", False))))
    unused = set(offered) - {row.answer for row in rows}
    if unused:
        raise DataError(
            here,
            f'no row belongs to "{min(unused)}".',
            next_step="Write one, or take the option out.",
        )
    return Question(str(one["id"]), str(one["ask"]), options, tuple(rows))


def parse_options(
    tables: Sequence[Mapping[str, Any]], here: str, *, answer: str | None = None
) -> tuple[Option, ...]:
    """Options as authors write them; the right one is ``answer``, or says ``right = true``."""
    options = _options(tables, here, answer=answer)
    if len(options) < 2 or sum(option.right for option in options) != 1:
        raise DataError(
            here,
            f"of {len(options)} options {sum(o.right for o in options)} are right.",
            allowed="There are two options or more, and exactly one is right.",
        )
    return options


def _options(
    tables: Sequence[Mapping[str, Any]], here: str, *, answer: str | None = None
) -> tuple[Option, ...]:
    options = []
    for one in tables:
        check_table(one, f'{here}, option "{one.get("id", "?")}"', ("id", "text", "why"), "right")
        right = one["id"] == answer if answer is not None else bool(one.get("right", False))
        options.append(Option(str(one["id"]), str(one["text"]), str(one["why"]), right))
    return tuple(options)
