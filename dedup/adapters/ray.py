"""Ray: clean a data set by ``map_batches``, and find near-duplicates by a keyed shuffle over its blocks.

>>> import ray                                                            # doctest: +SKIP
>>> from dedup.adapters.ray import CleanRows, find_duplicates             # doctest: +SKIP
>>> rows = ray.data.read_json("articles/")                                # doctest: +SKIP
>>> rows.map_batches(CleanRows("text")).write_parquet("clean/")           # doctest: +SKIP
>>> find_duplicates(rows).clusters                                        # doctest: +SKIP

Both give what one process gives, record for record.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.batch import clean_values
from dedup.config import Config, configure
from dedup.corpus import shard
from dedup.corpus.clusters import Duplicates
from dedup.corpus.duplicates import DATE_FIELDS, Keep, Preferences, answer, check_keep
from dedup.corpus.records import ID_FIELDS, text_of
from dedup.corpus.sets import SomeSets, merged
from dedup.corpus.shard import Entries, Plan, Scored
from dedup.errors import MissingExtraError
from dedup.measure.shingles import ShingleSets

try:
    import ray
except ImportError as error:
    raise MissingExtraError("ray", "ray") from error


class CleanRows:
    """``dataset.map_batches(CleanRows("text"))`` adds cleaned columns; for ``batch_format="numpy"``, Ray's default.

    Adds ``clean_text``, ``clean_markdown`` and ``clean_error`` (empty where all went well).

    Args:
        column: the column of texts or HTML.
        prefix: of the new columns' names.
        config, settings: as for :func:`dedup.clean`.

    Raises:
        ConfigError: an impossible setting.
    """

    def __init__(
        self, column: str = "text", *, prefix: str = "clean_", config: Config | str = "balanced", **settings: Any
    ) -> None:
        self.column = column
        self.prefix = prefix
        self.config = configure(config, **settings)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """The batch with the new columns."""
        rows = clean_values(list(batch[self.column]), config=self.config)
        columns = {
            self.prefix + name: np.array([str((row or {}).get(name) or "") for row in rows], object)
            for name in ("text", "markdown", "error")
        }
        return {**batch, **columns}


def find_duplicates(
    dataset: Any,
    *,
    threshold: float = 0.7,
    ngram: int = 5,
    text_field: str | None = None,
    id_field: str | None = None,
    keep: Keep = "first",
    parts: int | None = None,
) -> Duplicates:
    """As :func:`dedup.corpus.find_duplicates`, over a Ray data set, in the order of its blocks.

    Texts are read and compared where they are; what travels is a text's keys (32 bytes each) and the shingle sets of
    texts that have a possible partner. The driver holds ids and pairs.

    Args:
        dataset: a ``ray.data.Dataset`` of rows with a text.
        threshold, ngram, text_field, id_field, keep: as for one process.
        parts: into how many parts keys and comparisons are spread; the number of CPUs of the cluster if None.

    Raises:
        ConfigError: an impossible argument.
        RecordError: a row without text, or two rows with one id.
    """
    search = shard.plan(threshold, ngram)
    check_keep(keep)
    parts = parts or max(int(ray.cluster_resources().get("CPU", 1)), 1)
    signed = [_task(_sign, 2).remote(block, search, text_field, id_field) for block in _blocks(dataset)]
    about = Preferences(keep, id_field)
    sets, firsts = [], []
    for one in signed:
        notes, block_sets = one
        firsts.append(len(about.names))
        sets.append(block_sets)
        for record, length in ray.get(notes):
            about.note(record, length)
    cluster = _Cluster(sets, firsts, search, parts)
    found = shard.completed(cluster.score(cluster.pairs()), about.ranks, cluster.score)
    return answer(found, about)


def _blocks(dataset: Any) -> list[Any]:
    return list(dataset.to_arrow_refs())


class _Cluster:
    """Sets in the object store, block by block; every method sends work to where they are."""

    def __init__(self, sets: Sequence[Any], firsts: Sequence[int], search: Plan, parts: int) -> None:
        self.sets = sets
        self.firsts = firsts
        self.search = search
        self.parts = parts

    def pairs(self) -> NDArray[np.int64]:
        """The keyed shuffle: equal keys meet in one task."""
        cuts = [
            _listed(_task(_enter, self.parts).remote(sets, first, self.search, self.parts))
            for sets, first in zip(self.sets, self.firsts, strict=True)
        ]
        met = [_task(_meet).remote(self.search, *[cut[part] for cut in cuts]) for part in range(self.parts)]
        return shard.together(ray.get(met))

    def score(self, pairs: NDArray[np.int64]) -> Scored:
        """The pairs are cut into parts; each part's sets come from the blocks that hold them."""
        shares = [share for share in np.array_split(pairs, self.parts) if len(share)]
        if not shares:
            return shard.score(pairs, merged([]), self.search)
        held = [ray.put(share) for share in shares]
        picked = [
            _listed(_task(_pick, len(shares)).remote(sets, first, *held))
            for sets, first in zip(self.sets, self.firsts, strict=True)
        ]
        scored = [
            _task(_score).remote(share, self.search, *[block[number] for block in picked])
            for number, share in enumerate(held)
        ]
        return shard.all_scored(ray.get(scored))


@functools.cache
def _task(function: Callable[..., Any], results: int = 1) -> Any:
    return ray.remote(num_returns=results)(function)


def _listed(refs: Any) -> list[Any]:
    return list(refs) if isinstance(refs, list) else [refs]


def _one_or_all(results: list[Any]) -> Any:
    """What a task of so many results returns."""
    return results[0] if len(results) == 1 else results


def _sign(block: Any, search: Plan, text_field: str | None, id_field: str | None) -> tuple[Any, ShingleSets]:
    """What the driver must know of the rows, and their sets."""
    texts, notes = [], []
    wanted = {*DATE_FIELDS, *((id_field,) if id_field else ID_FIELDS)}
    for place, row in enumerate(block.to_pylist()):
        text = text_of(row, text_field, place=place)
        texts.append(text)
        notes.append(({name: value for name, value in row.items() if name in wanted}, len(text)))
    return notes, shard.sign(texts, search)


def _enter(sets: ShingleSets, first: int, search: Plan, parts: int) -> Any:
    return _one_or_all(shard.split(shard.entries(sets, first, search), parts))


def _meet(search: Plan, *cuts: Entries) -> NDArray[np.int64]:
    return shard.meet(shard.gathered(cuts), search)


def _pick(sets: ShingleSets, first: int, *shares: NDArray[np.int64]) -> Any:
    return _one_or_all([shard.pick(sets, first, share) for share in shares])


def _score(share: NDArray[np.int64], search: Plan, *picked: SomeSets) -> Scored:
    return shard.score(share, merged(list(picked)), search)
