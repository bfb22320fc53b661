"""The stores of passages, and how one is opened: by a path, an address, or nothing.

>>> from dedup.corpus.index import open_index
>>> with open_index("seen.db") as index:
...     index.fingerprint() == open_index(None).fingerprint()
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dedup.config import Config
from dedup.corpus.site import Sighting, Sightings
from dedup.corpus.sqlite import MemoryIndex, SqliteIndex
from dedup.corpus.store import LISTED, Entry, Index
from dedup.errors import ConfigError

__all__ = ["Entry", "Index", "MemoryIndex", "Overlay", "Sighting", "Sightings", "SqliteIndex", "open_index"]


def open_index(
    target: str | Path | None, config: Config | str = "balanced", *, read_only: bool = False, **settings: Any
) -> Index:
    """Open an index.

    Args:
        target: a file for SQLite, made if it does not exist; ``redis://host:port/db`` or ``rediss://``;
            None for memory.
        config, settings: the settings ``site_...``.
        read_only: never write to it.

    Raises:
        StoreError: missing, damaged, busy, or made with other settings, which are named.
    """
    if target is None:
        return MemoryIndex(config, **settings)
    if not isinstance(target, (str, Path)):
        raise ConfigError(f"an index is a path or an address, not {type(target).__name__}")
    if str(target).startswith(("redis://", "rediss://", "unix://")):
        from dedup.corpus.redis import RedisIndex

        return RedisIndex(str(target), config, read_only=read_only, **settings)
    return SqliteIndex(target, config, read_only=read_only, **settings)


class Overlay(Index):
    """An index with articles laid over it that it does not hold yet; the index below is only read.

    Args:
        below: the index; closed with this one.
    """

    def __init__(self, below: Index) -> None:
        super().__init__(below.config)
        self._below = below
        self._above = MemoryIndex(below.config)
        self._both: dict[str, set[str]] = {}
        self._pending: dict[str, list[Entry]] = {}

    def lookup(self, site: str, passages: Sequence[bytes], *, but: str = "") -> Sightings:
        """See :meth:`dedup.corpus.store.Index.lookup`; an article that both know counts once."""
        old = self._below.lookup(site, passages, but=but)
        new = self._above.lookup(site, passages, but=but)
        seen = dict(old.seen)
        for key, one in new.seen.items():
            first = seen.get(key, Sighting(0, ()))
            seen[key] = Sighting(first.others + one.others, (*first.records, *one.records)[:LISTED])
        return Sightings(site, old.pages + new.pages - len(self._both.get(site, set()) - {but}), seen)

    def known(self, name: str) -> frozenset[bytes] | None:
        """See :meth:`dedup.corpus.store.Index.known`."""
        old, new = self._below.known(name), self._above.known(name)
        return new if old is None else old | (new or frozenset())

    def add(self, entries: Iterable[Entry]) -> None:
        """Remember articles above the index."""
        for entry in entries:
            self._pending.setdefault(entry.id, []).append(entry)
            old = self._below.known(entry.id)
            if old is not None:
                self._both.setdefault(entry.site, set()).add(entry.id)
                entry = entry._replace(passages=tuple(key for key in entry.passages if key not in old))
            self._above.add([entry])

    def commit(self, entries: Sequence[Entry]) -> None:
        """Hand articles down to the index below, in one transaction."""
        self._above.forget([entry.id for entry in entries])
        for entry in entries:
            self._both.get(entry.site, set()).discard(entry.id)
        self._below.add(entries)
        for entry in entries:
            # An id that comes again further on is above already, and must not go with its first version.
            self.add(self._pending.pop(entry.id, [])[1:])

    def forget(self, ids: Iterable[str]) -> int:
        """Forget articles that were laid over the index; returns how many."""
        return self._above.forget(ids)

    def close(self) -> None:
        """Close both."""
        self._above.close()
        self._below.close()
