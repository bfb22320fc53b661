"""Many documents: which of them are copies of one another.

Imported as ``dedup.corpus``; it loads NumPy, which ``import dedup`` does not.
"""

from __future__ import annotations

from dedup.corpus.duplicates import Cluster, Duplicates, Pair, find_duplicates

__all__ = ["Cluster", "Duplicates", "Pair", "find_duplicates"]
