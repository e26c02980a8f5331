"""The analyser: a reading of any English news text, made by rules that can be read.

``read`` gives marks and links, each with its rule and a sentence why. Nothing here judges whether
what is said is true.
"""

from mediakit.analyser.assembly import read
from mediakit.analyser.sources import source_kind

__all__ = ["read", "source_kind"]
