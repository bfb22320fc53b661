"""Many documents: reading and writing them, and which of them are copies of one another.

Imported as ``dedup.corpus``; it loads NumPy, which ``import dedup`` does not.
"""

from __future__ import annotations

from dedup.corpus.duplicates import Cluster, Duplicates, Pair, find_duplicates
from dedup.corpus.formats import Reject
from dedup.corpus.records import RecordWriter, read_records

__all__ = ["Cluster", "Duplicates", "Pair", "RecordWriter", "Reject", "find_duplicates", "read_records"]
