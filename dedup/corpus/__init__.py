"""Many documents: clean them, with what only a corpus can tell, and find those that are copies of one another.

Imported as ``dedup.corpus``; it loads NumPy, which ``import dedup`` does not.
"""

from __future__ import annotations

from dedup.corpus.duplicate_index import DuplicateIndex
from dedup.corpus.duplicates import Cluster, Duplicates, Pair, find_duplicates
from dedup.corpus.formats import Reject
from dedup.corpus.index import Entry, Index, MemoryIndex, SqliteIndex, open_index
from dedup.corpus.records import RecordWriter, read_records
from dedup.corpus.redis import RedisIndex
from dedup.corpus.stream import Cleaning, clean_corpus
from dedup.corpus.summary import Summary

__all__ = [
    "Cleaning",
    "Cluster",
    "DuplicateIndex",
    "Duplicates",
    "Entry",
    "Index",
    "MemoryIndex",
    "Pair",
    "RecordWriter",
    "RedisIndex",
    "Reject",
    "SqliteIndex",
    "Summary",
    "clean_corpus",
    "find_duplicates",
    "open_index",
    "read_records",
]
