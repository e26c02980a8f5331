"""mediakit: see how a news story knows what it says.

The public names are resolved when they are first used, so ``import mediakit`` loads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediakit.errors import MediakitError as MediakitError
    from mediakit.lessons.progress import progress as progress
    from mediakit.show.view import read as read
    from mediakit.stories.case import load_case as load_case
    from mediakit.widgets import drill as drill
    from mediakit.widgets import open_lesson as open_lesson
    from mediakit.widgets.page import open_course as open_course

__version__ = "0.2.0"

_HOMES = {
    "MediakitError": "mediakit.errors",
    "drill": "mediakit.widgets",
    "load_case": "mediakit.stories.case",
    "open_course": "mediakit.widgets.page",
    "open_lesson": "mediakit.widgets",
    "progress": "mediakit.lessons.progress",
    "read": "mediakit.show.view",
}
__all__ = ["MediakitError", "drill", "load_case", "open_course", "open_lesson", "progress", "read"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mediakit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
