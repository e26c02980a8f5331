"""Shelves: which stories and lessons there are, and where each stands.

What ships is one shelf. Loaders are handed one, so that nothing but a default says "all there is".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mediakit.data import data_path


@dataclass(frozen=True, eq=False)
class Shelf:
    """A folder with stories in ``cases/SLUG/`` and lessons in ``exercises/NN-name.toml``.

    What is loaded from a shelf is read once and kept with it, so a shelf equals nothing but itself:
    make another one of the same folder to read files that have changed.
    """

    folder: Path

    @cached_property
    def stories(self) -> Mapping[str, Path]:
        """The folder of each story, by its slug, in order."""
        found = (path.parent for path in self.folder.glob("cases/*/article.md"))
        return {path.name: path for path in sorted(found)}

    @cached_property
    def lessons(self) -> Mapping[str, Path]:
        """The exercise file of each lesson, by its name, in order."""
        return {path.stem: path for path in sorted(self.folder.glob("exercises/*.toml"))}


#: What ships. Its files are looked at when something is first asked of it.
SHIPPED = Shelf(data_path())
