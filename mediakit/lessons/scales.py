"""Published likelihood scales: which words stand for which band of per cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mediakit.data import data_path, load_toml


@dataclass(frozen=True)
class ScaleEntry:
    """Words of one step of a likelihood scale, with its band in per cent."""

    words: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Scale:
    """A published likelihood scale."""

    id: str
    name: str
    source: str
    entries: tuple[ScaleEntry, ...]


@cache
def load_scales() -> Mapping[str, Scale]:
    """The likelihood scales of ``data/scales.toml``, by id."""
    return {
        scale: Scale(
            scale,
            table["name"],
            table["source"],
            tuple(ScaleEntry(tuple(e["words"]), e["low"], e["high"]) for e in table["step"]),
        )
        for scale, table in load_toml(data_path("scales.toml")).items()
    }
