"""New articles against those that were there before.

>>> from dedup.corpus import DuplicateIndex
>>> text = "The council of Ashby voted on Monday to close the old bridge to lorries from the first of June."
>>> with DuplicateIndex() as index:
...     monday = index.add([{"id": "a", "text": text}])
...     index.add([{"id": "b", "text": text.upper()}]).partners()
{'b': ('a', 1.0)}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.batch import checked_records
from dedup.corpus import shard
from dedup.corpus.clusters import Cluster, Duplicates, Pair, grouped, named
from dedup.corpus.duplicate_store import MemoryStore, SqliteStore, Store
from dedup.corpus.records import ID_FIELDS, id_of, text_of
from dedup.corpus.sets import SomeSets, merged
from dedup.corpus.shard import Entries, Scored
from dedup.errors import RecordError
from dedup.measure.ordered import stretches
from dedup.measure.shingles import ShingleSets

_BATCH = 5_000


class DuplicateIndex:
    """Remembers the articles that stayed, so that later ones are compared with them only: first come, first kept.

    However records are cut into batches, the same ones go, and for the same ones, as with
    ``find_duplicates(..., keep="first")``; only under hashes that more than 64 kept articles share (a site's footer)
    is a new one compared with the first 64.

    Args:
        path: an SQLite file, made where there is none; in memory if None (about 6 bytes per word kept).
        threshold, ngram: see :func:`find_duplicates`.

    Raises:
        ConfigError: an impossible threshold or ngram.
        StoreError: the file is no index, is damaged, or was made with another threshold or ngram.
    """

    def __init__(self, path: str | Path | None = None, *, threshold: float = 0.7, ngram: int = 5) -> None:
        self.plan = shard.plan(threshold, ngram)
        self._store: Store = MemoryStore() if path is None else SqliteStore(path, self.plan.fingerprint)

    def __enter__(self) -> DuplicateIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many articles are remembered."""
        return len(self._store)

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def add(
        self, records: Iterable[Mapping[str, Any]], *, text_field: str | None = None, id_field: str | None = None
    ) -> Duplicates:
        """Compare records with what is remembered and with one another, and remember those that stay.

        A record whose id is remembered already is passed over, so that a run that was broken off can be repeated.

        Args:
            records: see :func:`find_duplicates`; every one must have an id.
            text_field, id_field: names of the fields, where they are not the usual ones.

        Returns:
            ``pairs`` with at least one new record, and ``clusters`` of new records under one that stays, old or new.

        Raises:
            RecordError: a record without text or id, or two records with one id. Earlier batches of 5,000 are in.
            StoreError: the file is damaged, or another process wrote to it meanwhile.
        """
        pairs: list[Pair] = []
        clusters: list[Cluster] = []
        rows = iter(checked_records(records))
        place = 0
        while batch := list(islice(rows, _BATCH)):
            found = self._add(_named_texts(batch, place, text_field, id_field))
            pairs += found.pairs
            clusters += found.clusters
            place += len(batch)
        return Duplicates(tuple(pairs), tuple(clusters))

    def _add(self, texts: dict[Any, str]) -> Duplicates:
        known = self._store.holds(list(texts))
        names = [name for name in texts if name not in known]
        base = len(self._store)
        sets = shard.sign([texts[name] for name in names], self.plan)
        entries = shard.entries(sets, base, self.plan)
        found = self._found(sets, entries, base)
        places = np.unique(found.pairs)
        groups = grouped(found.pairs, found.jaccard, places, places)
        self._keep(names, sets, entries, {member for group in groups for member in group.members})
        called = self._store.names(places[places < base].tolist()) | dict(enumerate(names, base))
        columns = zip(found.pairs.tolist(), found.jaccard.tolist(), found.containment.tolist(), strict=True)
        pairs = tuple(Pair(called[a], called[b], j, c) for (a, b), j, c in columns)
        return Duplicates(pairs, named(groups, called))

    def _found(self, sets: ShingleSets, entries: Entries, base: int) -> Scored:
        """The pairs with a new record that reach the threshold."""
        pairs = shard.together([shard.meet(entries, self.plan), self._with_old(entries)])
        old = np.unique(pairs[pairs < base])
        new = SomeSets(np.arange(base, base + sets.offsets.size - 1), sets)
        every = merged([SomeSets(old, self._store.gather(old)), new])

        def rescore(some: NDArray[np.int64]) -> Scored:
            return shard.score(some[some[:, 1] >= base], every, self.plan)

        return shard.completed(rescore(pairs), lambda places: places, rescore)

    def _with_old(self, entries: Entries) -> NDArray[np.int64]:
        """The pairs of an old and a new article that share a key."""
        order = np.argsort(entries.keys, kind="stable")
        mine, places = entries.keys[order], entries.places[order]
        keys, owners = self._store.lookup(np.unique(mine))
        low, high = np.searchsorted(mine, keys, "left"), np.searchsorted(mine, keys, "right")
        counts = high - low
        at, _ = stretches(low, counts)
        return np.stack([np.repeat(owners, counts), places[at]], axis=1)

    def _keep(self, names: list[Any], sets: ShingleSets, entries: Entries, gone: set[int]) -> None:
        """Remember the articles that stay; their places close up."""
        base = len(self._store)
        stays = np.ones(len(names), bool)
        stays[np.array(sorted(gone), np.int64) - base] = False
        place = np.cumsum(stays) - 1 + base
        kept = stays[entries.places - base]
        ours = SomeSets(np.arange(len(names)), sets).gather(np.flatnonzero(stays))
        owners = place[entries.places[kept] - base]
        names = [name for name, stay in zip(names, stays, strict=True) if stay]
        self._store.add(names, ours, entries.keys[kept], owners)


def _named_texts(
    records: Iterable[Mapping[str, Any]], first: int, text_field: str | None, id_field: str | None
) -> dict[Any, str]:
    texts: dict[Any, str] = {}
    for place, record in enumerate(records, first):
        text = text_of(record, text_field, place=place)
        name = id_of(record, id_field, place=place)
        if id_field is None and not any(record.get(field) not in (None, "") for field in ID_FIELDS):
            raise RecordError(f"record {place} has no id; an index needs one that later batches do not use again")
        if name in texts:
            raise RecordError(f"two records have the id {name!r}; name another field with id_field")
        texts[name] = text
    return texts
