"""Ships data and lessons inside the wheel, as mediakit/_shipped; an editable install reads the checkout.

The JupyterLab extension goes where JupyterLab looks for it by itself; `mediakit lab` names the package's own folder.
"""

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
            build_data["shared_data"]["mediakit/labextension"] = "share/jupyter"
            for source in sorted(Path(self.root, "lessons", "source").glob("*.md")):
                for name in (f"lessons/{source.stem}.ipynb", f"lessons/twin/{source.stem}.ipynb"):
                    build_data["force_include"][name] = f"mediakit/_shipped/{name}"
