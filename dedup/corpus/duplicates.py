"""Near-duplicate articles: candidates by MinHash and bands, verified on their shingles, clusters without chains.

Broder (1997) defines the resemblance of two documents as the Jaccard similarity of their shingle sets; Leskovec,
Rajaraman and Ullman (Mining of Massive Datasets, ch. 3) describe banding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.records import id_of, text_of
from dedup.errors import ConfigError, RecordError
from dedup.measure.minhash import bands, candidate_pairs, signatures
from dedup.measure.overlap import shared
from dedup.measure.shingles import shingle_hashes

Keep: TypeAlias = Literal["first", "longest", "newest"]

#: Documents that are signed at once: bounds the memory of the products.
_BATCH = 2_000
#: Rows of a band for a threshold: a pair at the threshold itself is missed by less than one in a thousand with the
#: bands that 128 slots give, ``(1 - t**rows) ** (128 // rows)``.
_ROWS = ((0.75, 6), (0.65, 4), (0.5, 3), (0.3, 2), (0.0, 1))
_NUM_PERM = 128
#: In a bucket of more documents only the first is paired with each of the others: copies of one page stay linear.
_BUCKET_LIMIT = 64
_DATE_FIELDS = ("date", "published", "date_publish", "timestamp")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that resemble one another.

    Attributes:
        a, b: their ids, in the order of the records.
        jaccard: exact Jaccard similarity of their sets of word n-grams, at least the threshold.
        containment: the share of the smaller set that the other has, 0.0-1.0.
    """

    a: Any
    b: Any
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents of which one should stay.

    Attributes:
        kept: the id of the one that stays.
        members: the ids of the others, in the order of the records; each resembles ``kept`` by the threshold.
        scores: the Jaccard similarity of each member with ``kept``.
    """

    kept: Any
    members: tuple[Any, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found: all verified ``pairs``, and ``clusters`` of what should be dropped for what."""

    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]


def find_duplicates(
    records: Iterable[Mapping[str, Any]],
    *,
    threshold: float = 0.7,
    ngram: int = 5,
    text_field: str | None = None,
    id_field: str | None = None,
    keep: Keep = "first",
) -> Duplicates:
    """Find articles that are copies of one another.

    Args:
        records: mappings with an ``id`` and a ``text`` (or the usual other names).
        threshold: least Jaccard similarity of a pair, above 0.0, at most 1.0.
        ngram: words of a shingle, 1 to 100; a character pair counts as a word where a script has no spaces.
        text_field, id_field: names of the fields, where they are not the usual ones.
        keep: which member of a cluster stays: the first record, the longest text, or the newest by its date field.

    Returns:
        Pairs and clusters in the order of the records. Texts without words resemble nothing.

    Raises:
        ConfigError: an impossible argument.
        RecordError: a record without text, or two records with one id.
    """
    _check(threshold, ngram, keep)
    rows = list(records)
    texts = [text_of(record, text_field, place=at) for at, record in enumerate(rows)]
    names = [id_of(record, id_field, place=at) for at, record in enumerate(rows)]
    _check_ids(names)
    sets = _shingle_sets(texts, ngram)
    found = _verified(sets, _candidates(sets, threshold), threshold)
    order = _preference(rows, texts, keep)
    pairs = tuple(Pair(names[a], names[b], round(j, 6), round(c, 6)) for a, b, j, c in found)
    return Duplicates(pairs, _clusters(found, order, names))


def _check(threshold: float, ngram: int, keep: str) -> None:
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise ConfigError(f"threshold must be above 0 and at most 1, not {threshold!r}")
    if isinstance(ngram, bool) or not isinstance(ngram, int) or not 1 <= ngram <= 100:
        raise ConfigError(f"ngram must be a whole number from 1 to 100, not {ngram!r}")
    if keep not in get_args(Keep):
        raise ConfigError(f"keep must be one of {', '.join(get_args(Keep))}, not {keep!r}")


def _check_ids(names: Sequence[Any]) -> None:
    seen: set[Any] = set()
    for name in names:
        if name in seen:
            raise RecordError(f"two records have the id {name!r}; name another field with id_field")
        seen.add(name)


def _shingle_sets(texts: Sequence[str], ngram: int) -> list[NDArray[np.uint64]]:
    sets: list[NDArray[np.uint64]] = []
    for low in range(0, len(texts), _BATCH):
        sets += shingle_hashes(texts[low : low + _BATCH], ngram).sets()
    return sets


def _candidates(sets: Sequence[NDArray[np.uint64]], threshold: float) -> list[tuple[int, int]]:
    """Pairs that share a band of their signatures; equal sets are paired with their first copy only."""
    if not sets:
        return []
    rows = next(rows for least, rows in _ROWS if threshold >= least)
    keys = []
    for low in range(0, len(sets), _BATCH):
        part = sets[low : low + _BATCH]
        offsets = np.concatenate([[0], np.cumsum([one.size for one in part])]).astype(np.int64)
        matrix = signatures(np.concatenate(part), offsets, num_perm=_NUM_PERM)
        keys.append(bands(matrix, count=_NUM_PERM // rows, rows=rows))
    pairs = candidate_pairs(np.concatenate(keys), bucket_limit=_BUCKET_LIMIT)
    return [(int(a), int(b)) for a, b in pairs if sets[a].size and sets[b].size]


def _verified(
    sets: Sequence[NDArray[np.uint64]], candidates: Iterable[tuple[int, int]], threshold: float
) -> list[tuple[int, int, float, float]]:
    """The candidates that reach the threshold, with their exact similarity and containment."""
    found = []
    for a, b in candidates:
        small, large = sorted((sets[a].size, sets[b].size))
        if small < threshold * large:
            continue
        common = shared(sets[a], sets[b])
        jaccard = common / (small + large - common)
        if jaccard >= threshold:
            found.append((a, b, jaccard, common / small))
    return sorted(found)


def _preference(rows: Sequence[Mapping[str, Any]], texts: Sequence[str], keep: Keep) -> list[int]:
    """The places of the records, those that should rather stay first."""
    places = range(len(rows))
    if keep == "longest":
        return sorted(places, key=lambda at: (-len(texts[at]), at))
    if keep == "newest":
        dates = [next((str(row[name]) for name in _DATE_FIELDS if row.get(name)), "") for row in rows]
        return sorted(sorted(places), key=lambda at: dates[at], reverse=True)
    return list(places)


def _clusters(
    found: Iterable[tuple[int, int, float, float]], order: Sequence[int], names: Sequence[Any]
) -> tuple[Cluster, ...]:
    """Every record joins the preferred record that it resembles most, or stays: no chains."""
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for a, b, jaccard, _ in found:
        near[a][b] = near[b][a] = jaccard
    members: defaultdict[int, list[int]] = defaultdict(list)
    stays: set[int] = set()
    for at in order:
        kept = [other for other in near.get(at, ()) if other in stays]
        if kept:
            members[min(kept, key=lambda other: (-near[at][other], other))].append(at)
        else:
            stays.add(at)
    return tuple(
        Cluster(
            names[kept],
            tuple(names[at] for at in sorted(group)),
            tuple(round(near[kept][at], 6) for at in sorted(group)),
        )
        for kept, group in sorted(members.items())
    )
