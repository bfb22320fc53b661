"""Where a :class:`dedup.corpus.DuplicateIndex` keeps the articles that stayed: in memory, or in an SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.sets import PackedSets, packed, unpacked
from dedup.corpus.shard import CROWD
from dedup.corpus.wal import transaction, use_wal
from dedup.errors import StoreError
from dedup.measure.ordered import runs, stretches
from dedup.measure.shingles import ShingleSets

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, shingles BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS keys (key INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


class Store(Protocol):
    """What an index asks of its store; places count from 0 in the order of adding."""

    def __len__(self) -> int:
        """How many articles it holds."""

    def holds(self, names: Sequence[Any]) -> set[Any]:
        """Which of these ids it holds."""

    def names(self, places: Sequence[int]) -> dict[int, Any]:
        """The ids of the articles at these places."""

    def lookup(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Parallel: each key that articles have, and the places of the first ``CROWD`` of them."""

    def gather(self, places: NDArray[np.int64]) -> ShingleSets:
        """The sets of the articles at these places."""

    def add(self, names: Sequence[Any], sets: ShingleSets, keys: NDArray[np.uint64], owners: NDArray[np.int64]) -> None:
        """Add articles, all or none; ``keys`` belong to the articles at the places ``owners``."""

    def close(self) -> None:
        """Give back what is open."""


class MemoryStore:
    """Everything in memory: 6 bytes per word, 12 per key, and the ids."""

    def __init__(self) -> None:
        self._names: list[Any] = []
        self._places: dict[Any, int] = {}
        self._sets = PackedSets()
        self._runs: list[tuple[NDArray[np.uint64], NDArray[np.uint32]]] = []

    def __len__(self) -> int:
        return len(self._names)

    def holds(self, names: Sequence[Any]) -> set[Any]:
        """Which of these ids it holds."""
        return {name for name in names if name in self._places}

    def names(self, places: Sequence[int]) -> dict[int, Any]:
        """The ids of the articles at these places."""
        return {place: self._names[place] for place in places}

    def lookup(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Parallel: each key that articles have, and the places of the first ``CROWD`` of them."""
        found = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
        for run, places in self._runs:
            low, high = np.searchsorted(run, keys, "left"), np.searchsorted(run, keys, "right")
            counts = np.minimum(high - low, CROWD)
            at, _ = stretches(low, counts)
            found.append((np.repeat(keys, counts), places[at].astype(np.int64)))
        both, owners = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((owners, both))
        both, owners = both[order], owners[order]
        first, counts = runs(both)
        near = np.arange(both.size) - np.repeat(first, counts) < CROWD
        return both[near], owners[near]

    def gather(self, places: NDArray[np.int64]) -> ShingleSets:
        """The sets of the articles at these places."""
        return self._sets.gather(places)

    def add(self, names: Sequence[Any], sets: ShingleSets, keys: NDArray[np.uint64], owners: NDArray[np.int64]) -> None:
        """Add articles, all or none; ``keys`` belong to the articles at the places ``owners``."""
        self._places.update(zip(names, range(len(self), len(self) + len(names)), strict=True))
        self._names += names
        self._sets.append(sets)
        run, places = keys, owners.astype(np.uint32)
        # Runs of like size are merged, so that there are few and each entry is moved a few times only.
        while self._runs and self._runs[-1][0].size <= 2 * run.size:
            older = self._runs.pop()
            run, places = np.concatenate([older[0], run]), np.concatenate([older[1], places])
        order = np.argsort(run, kind="stable")
        self._runs.append((run[order], places[order]))

    def memory(self) -> int:
        """Bytes of the sets and keys, without the ids."""
        return self._sets.memory() + sum(run.nbytes + places.nbytes for run, places in self._runs)

    def close(self) -> None:
        """Nothing is open."""


def _said(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """SQLite's errors become ours, with the file's name."""

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return function(*args, **kwargs)
        except sqlite3.Error as error:
            place = getattr(args[0], "path", "")
            raise StoreError(f"{place}: {error}; is it an index of dedup, whole, and the disk not full?") from error

    return call


class SqliteStore:
    """Everything in one SQLite file (WAL); one process writes, others wait; survives being killed.

    Args:
        path: of the file; made where there is none.
        fingerprint: see :attr:`dedup.corpus.shard.Plan.fingerprint`.

    Raises:
        StoreError: the file is no index, is damaged, or was made with other settings.
    """

    @_said
    def __init__(self, path: str | Path, fingerprint: str) -> None:
        self.path = str(path)
        self._base = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        use_wal(self._base)
        self._base.execute("PRAGMA synchronous = NORMAL")
        with transaction(self._base):
            for statement in _SCHEMA.split(";"):
                self._base.execute(statement)
            self._base.execute("INSERT OR IGNORE INTO about VALUES ('settings', ?)", (fingerprint,))
        ((made_with,),) = self._base.execute("SELECT value FROM about WHERE name = 'settings'")
        if made_with != fingerprint:
            self._base.close()
            raise StoreError(f"{path} was made with other settings: it has {made_with}; asked for is {fingerprint}")

    @_said
    def __len__(self) -> int:
        ((count,),) = self._base.execute("SELECT coalesce(max(place) + 1, 0) FROM texts")
        return int(count)

    @_said
    def holds(self, names: Sequence[Any]) -> set[Any]:
        """Which of these ids it holds."""
        find = "SELECT 1 FROM texts WHERE name = ?"
        return {name for name in names if self._base.execute(find, (_as_json(name),)).fetchone()}

    @_said
    def names(self, places: Sequence[int]) -> dict[int, Any]:
        """The ids of the articles at these places."""
        find = "SELECT name FROM texts WHERE place = ?"
        return {place: json.loads(self._base.execute(find, (place,)).fetchone()[0]) for place in places}

    @_said
    def lookup(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Parallel: each key that articles have, and the places of the first ``CROWD`` of them."""
        find = f"SELECT key, place FROM keys WHERE key = ? ORDER BY place LIMIT {CROWD}"
        rows = [row for key in keys.tolist() for row in self._base.execute(find, (key,))]
        both = np.array(rows, np.int64).reshape(-1, 2)
        return both[:, 0].astype(np.uint64), both[:, 1].copy()

    @_said
    def gather(self, places: NDArray[np.int64]) -> ShingleSets:
        """The sets of the articles at these places."""
        find = "SELECT shingles FROM texts WHERE place = ?"
        stored = [self._base.execute(find, (place,)).fetchone()[0] for place in places.tolist()]
        sizes = np.array([len(one) // 6 for one in stored], np.int64)
        return ShingleSets(unpacked(b"".join(stored)), np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))

    @_said
    def add(self, names: Sequence[Any], sets: ShingleSets, keys: NDArray[np.uint64], owners: NDArray[np.int64]) -> None:
        """Add articles, all or none; ``keys`` belong to the articles at the places ``owners``."""
        stored = [packed(sets.values[low:high]) for low, high in pairwise(sets.offsets.tolist())]
        called = [_as_json(name) for name in names]
        with transaction(self._base):
            base = len(self)
            if owners.size and int(owners.min()) < base:
                raise StoreError(f"{self.path}: another process added to the index meanwhile; add these records again")
            rows = zip(range(base, base + len(called)), called, stored, strict=True)
            self._base.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
            pairs = zip(keys.tolist(), owners.tolist(), strict=True)
            self._base.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", pairs)

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _as_json(name: Any) -> str:
    try:
        return json.dumps(name)
    except TypeError:
        raise StoreError(f"an index in a file needs ids that JSON has, texts or numbers, not {name!r}") from None
