"""Ships data and lessons inside the wheel, as mediakit/_shipped; an editable install reads the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipData(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders to a standard wheel only: an editable one would hold copies that go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        if version == "standard":
            build_data["force_include"]["data"] = "mediakit/_shipped/data"
            for source in sorted(Path(self.root, "lessons", "source").glob("*.md")):
                for name in (f"lessons/{source.stem}.ipynb", f"lessons/twin/{source.stem}.ipynb"):
                    build_data["force_include"][name] = f"mediakit/_shipped/{name}"
