"""Near-duplicates as pure functions for any engine that can map and shuffle.

The steps, in which ``place`` is a record's number in the whole corpus:

1. map: :func:`sign` some texts; :func:`entries` says by which keys each may meet others;
2. shuffle by key: :func:`split` sends equal keys to one part; :func:`meet` names the pairs of a part;
3. :func:`together` makes one list of pairs of all parts; each part's sets are cut to what is wanted (:func:`pick`);
4. map: :func:`score` keeps the pairs that reach the threshold on their whole sets of shingles;
5. :func:`completed` compares what large groups left out, and :mod:`dedup.corpus.clusters` makes clusters.

The keys of a text are the smallest hashes of its shingles (a bottom-k sketch: Broder 1997; Cohen and Kaplan 2007).
Of the union of two sets each of the smallest hashes is common to both with probability J, so that two texts share
none of their m smallest with probability ``(1 - J)**m`` at most. Every function gives the same for the same input in
any process; how the corpus was cut makes no difference to the result.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.clusters import components
from dedup.corpus.sets import Sets, SomeSets
from dedup.errors import ConfigError
from dedup.measure.minhash import joined
from dedup.measure.ordered import runs
from dedup.measure.shingles import ShingleSets, mixed, shingle_sets

#: A key that more texts have names only neighbours, so that work stays linear; see :func:`meet`.
CROWD = 64
#: In a crowded key each text is paired with so many that follow it.
_WINDOW = 2
#: Pairs at the threshold that may be missed, by the keys and by the estimate.
_MISSED_BY_KEYS = 1e-4
_MISSED_BY_ESTIMATE = 5e-4
_MOST_KEYS = 128
_ESTIMATED_BY = 24  # smallest hashes of a union
#: Rounds in which a large group gets a further representative to compare with.
_ROUNDS = 64
#: Shingles that are compared at once: bounds the memory at some 12 MB, and little of it is in no cache.
_AT_ONCE = 1 << 18
_ABSENT = np.uint64((1 << 64) - 1)


class Plan(NamedTuple):
    """What a search is for; equal plans give equal results.

    Attributes:
        threshold: least Jaccard similarity of a pair, above 0.0, at most 1.0.
        ngram: words of a shingle, 1-100.
    """

    threshold: float
    ngram: int

    @property
    def keys(self) -> int:
        """How many of a text's smallest hashes are its keys."""
        return _needed(self.threshold, _MISSED_BY_KEYS)

    @property
    def fingerprint(self) -> str:
        """Two indexes with equal fingerprints hold comparable sets."""
        return f"near-duplicates 2: word {self.ngram}-grams, 48 bits, {self.keys} keys, threshold {self.threshold}"


class Entries(NamedTuple):
    """By which keys texts may meet; parallel arrays.

    Attributes:
        keys: a hash that the text has.
        orders: the next of its smallest hashes: brings copies side by side under a crowded key.
        places: of the text in the corpus.
        sizes: how many shingles the text has.
    """

    keys: NDArray[np.uint64]
    orders: NDArray[np.uint64]
    places: NDArray[np.int64]
    sizes: NDArray[np.int64]


class Scored(NamedTuple):
    """Pairs that reach the threshold, in order; parallel.

    Attributes:
        pairs: places, the smaller first; shape (pairs, 2).
        jaccard: of the whole sets.
        containment: the share of the smaller set that the larger has.
    """

    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]


def plan(threshold: float = 0.7, ngram: int = 5) -> Plan:
    """A checked plan.

    Raises:
        ConfigError: an impossible threshold or ngram.
    """
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise ConfigError(f"threshold must be above 0 and at most 1, not {threshold!r}")
    if isinstance(ngram, bool) or not isinstance(ngram, int) or not 1 <= ngram <= 100:
        raise ConfigError(f"ngram must be a whole number from 1 to 100, not {ngram!r}")
    return Plan(float(threshold), ngram)


def _needed(threshold: float, missed: float) -> int:
    return min(_MOST_KEYS, math.ceil(math.log(missed) / math.log1p(-min(threshold, 0.999))))


def sign(texts: Sequence[str], search: Plan) -> ShingleSets:
    """The shingle sets of some texts."""
    return shingle_sets(texts, search.ngram)


def entries(sets: ShingleSets, first: int, search: Plan) -> Entries:
    """The entries of texts that stand at ``first`` and after in the corpus; none for a text without words."""
    smallest = _smallest(sets, search.keys)
    there = smallest != _ABSENT
    following = np.concatenate([smallest[:, 1:], np.full((len(smallest), 1), _ABSENT)], axis=1)
    following = np.where(following == _ABSENT, smallest[:, :1], following)
    rows = np.broadcast_to(np.arange(len(smallest))[:, None], there.shape)[there]
    return Entries(smallest[there], following[there], rows + first, np.diff(sets.offsets)[rows])


def _smallest(sets: ShingleSets, count: int) -> NDArray[np.uint64]:
    """The smallest hashes of each set, filled up with ``_ABSENT``."""
    steps = np.arange(count)
    sizes = np.diff(sets.offsets)
    values = np.append(sets.values, _ABSENT)
    at = np.where(steps < sizes[:, None], sets.offsets[:-1, None] + steps, sets.values.size)
    return np.asarray(values[at], np.uint64)


def split(some: Entries, parts: int) -> list[Entries]:
    """The entries by the part that their key belongs to: 0 to ``parts - 1``."""
    if parts == 1:
        return [some]
    part = mixed(some.keys) % np.uint64(parts)
    return [Entries(*[column[part == number] for column in some]) for number in range(parts)]


def gathered(some: Iterable[Entries]) -> Entries:
    """Entries of several texts or cuts together."""
    columns = list(zip(_NO_ENTRIES, *some, strict=True))
    return Entries(*[np.concatenate(column) for column in columns])


def meet(part: Entries, search: Plan) -> NDArray[np.int64]:
    """The pairs of places that share a key and are of a size that allows the threshold; shape (pairs, 2).

    All pairs under a key that at most ``CROWD`` texts have. Under a crowded key each text with the next ones in the
    order of their further hashes: enough to tie the copies of one page together, however many there are;
    :func:`completed` compares the rest with a representative.
    """
    order = _shared(part.keys)
    keys, places = part.keys[order], part.places[order]
    rank, local = np.unique(places, return_inverse=True)
    of_local = np.zeros(rank.size, np.int64)
    of_local[local] = part.sizes[order]
    near = [joined(keys, local, bucket_limit=CROWD, skip_larger=True)[0]]
    crowded = np.flatnonzero(_in_crowd(keys))
    if crowded.size:
        crowded = crowded[np.lexsort((places[crowded], part.orders[order[crowded]], keys[crowded]))]
        near += _neighbours(keys[crowded], local[crowded])
    pairs = np.concatenate(near)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    fits = _sizes_allow(of_local[pairs[:, 0]], of_local[pairs[:, 1]], search.threshold)
    return together([rank[pairs[fits]]])


def _shared(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where the keys stand that come more than once."""
    order = np.argsort(keys)
    again = np.zeros(keys.size + 1, bool)
    np.equal(keys[order[1:]], keys[order[:-1]], out=again[1:-1])
    return order[again[1:] | again[:-1]] if keys.size else order


def _in_crowd(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which entries have a key that more than ``CROWD`` have; keys ascend."""
    _, counts = runs(keys)
    return np.asarray(np.repeat(counts > CROWD, counts), bool)


def _neighbours(keys: NDArray[np.uint64], local: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Each entry with the next ones of its key."""
    found = []
    for step in range(1, _WINDOW + 1):
        same = keys[:-step] == keys[step:]
        found.append(np.sort(np.stack([local[:-step][same], local[step:][same]], axis=1), axis=1))
    return found


def _sizes_allow(one: NDArray[np.int64], other: NDArray[np.int64], threshold: float) -> NDArray[np.bool_]:
    return np.asarray(np.minimum(one, other) >= threshold * np.maximum(one, other), bool)


def together(parts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The pairs of several parts, each once, in order."""
    pairs = np.concatenate([np.zeros((0, 2), np.int64), *parts])
    codes = np.unique((pairs[:, 0] << 32) | pairs[:, 1]) if _narrow(pairs) else None
    if codes is None:
        return np.unique(pairs, axis=0)
    return np.stack([codes >> 32, codes & 0xFFFFFFFF], axis=1)


def _narrow(pairs: NDArray[np.int64]) -> bool:
    return int(pairs.max(initial=0)) < 1 << 31


def pick(sets: ShingleSets, first: int, pairs: NDArray[np.int64]) -> SomeSets:
    """Of the texts that stand at ``first`` and after, the sets of those that a pair names."""
    last = first + sets.offsets.size - 1
    wanted = np.unique(pairs)
    wanted = wanted[(wanted >= first) & (wanted < last)]
    return SomeSets(wanted, SomeSets(np.arange(first, last), sets).gather(wanted))


def score(pairs: NDArray[np.int64], sets: Sets, search: Plan) -> Scored:
    """The pairs that reach the threshold, with their exact similarity.

    Args:
        pairs: places, the smaller first.
        sets: of all texts that a pair names.
    """
    return all_scored(_scored(some, sets, search.threshold) for some in _portions(pairs, sets))


def all_scored(parts: Iterable[Scored]) -> Scored:
    """The pairs of several parts, one part after the other."""
    return Scored(*[np.concatenate(column) for column in zip(_NO_PAIRS, *parts, strict=True)])


def _portions(pairs: NDArray[np.int64], sets: Sets) -> Iterable[NDArray[np.int64]]:
    """The pairs in runs whose sets have at most ``_AT_ONCE`` members, but at least one pair each."""
    for low in range(0, len(pairs), 1 << 16):
        some = pairs[low : low + (1 << 16)]
        load = np.cumsum(sets.sizes(some[:, 0]) + sets.sizes(some[:, 1]))
        at = 0
        while at < len(some):
            before = int(load[at - 1]) if at else 0
            stop = max(int(np.searchsorted(load, before + _AT_ONCE, "right")), at + 1)
            yield some[at:stop]
            at = stop


def _scored(pairs: NDArray[np.int64], sets: Sets, threshold: float) -> Scored:
    sizes = np.stack([sets.sizes(pairs[:, 0]), sets.sizes(pairs[:, 1])], axis=1)
    likely = _sizes_allow(sizes[:, 0], sizes[:, 1], threshold)
    likely[likely] = _likely(pairs[likely], sets, threshold)
    pairs, sizes = pairs[likely], sizes[likely]
    common = _common(pairs, sets)
    union = sizes.sum(axis=1) - common
    # 1e-12: a pair that is exactly at the threshold must not be lost to rounding.
    jaccard = common / np.maximum(union, 1)
    reaches = (jaccard >= threshold - 1e-12) & (common > 0)
    containment = common / np.maximum(sizes.min(axis=1), 1)
    return Scored(pairs[reaches], jaccard[reaches], containment[reaches])


def _common(pairs: NDArray[np.int64], sets: Sets) -> NDArray[np.int64]:
    """How many shingles each pair shares: both sets under the pair's number, sorted; what comes twice is shared."""
    both = sets.gather(pairs.ravel())
    numbers = np.arange(len(pairs), dtype=np.uint64) << np.uint64(48)
    keys = both.values
    keys |= np.repeat(numbers, np.diff(both.offsets[::2]))
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]]
    return np.bincount((twice >> np.uint64(48)).astype(np.int64), minlength=len(pairs))


def _likely(pairs: NDArray[np.int64], sets: Sets, threshold: float) -> NDArray[np.bool_]:
    """Whether the smallest hashes of the union leave the threshold possible; exact for texts of few shingles."""
    least = _least_shared(threshold)
    count = least.size - 1
    places, local = np.unique(pairs.ravel(), return_inverse=True)
    smallest = _smallest(sets.gather(places, count), count)
    union = np.sort(smallest[local].reshape(len(pairs), 2 * count), axis=1)
    there = union != _ABSENT
    again = there.copy()
    again[:, 0] = False
    again[:, 1:] &= union[:, 1:] == union[:, :-1]
    distinct = np.cumsum(there & ~again, axis=1, dtype=np.int16)
    shared = np.count_nonzero(again & (distinct <= count), axis=1)
    return np.asarray(shared >= least[np.minimum(distinct[:, -1], count)], bool)


@functools.cache
def _least_shared(threshold: float) -> NDArray[np.int64]:
    """For a union of so many hashes, the number shared that a pair at the threshold has but for 1 in 2,000."""
    least = np.zeros(_ESTIMATED_BY + 1, np.int64)
    for size in range(1, _ESTIMATED_BY + 1):
        missed, shared = (1 - threshold) ** size, 0
        while missed < _MISSED_BY_ESTIMATE and shared < size:
            shared += 1
            missed += math.comb(size, shared) * threshold**shared * (1 - threshold) ** (size - shared)
        least[size] = shared
    return least


def completed(
    found: Scored,
    ranks: Callable[[NDArray[np.int64]], NDArray[np.int64]],
    rescore: Callable[[NDArray[np.int64]], Scored],
) -> Scored:
    """With what large groups left out: everything in them is compared with representatives.

    Args:
        found: pairs that reach the threshold.
        ranks: of places; the text of the lowest rank should rather stay.
        rescore: :func:`score` of further pairs, wherever the sets are.
    """
    places, groups = components(found.pairs, larger_than=CROWD)
    rank = ranks(places)
    known = (
        {(int(a), int(b)) for a, b in found.pairs[np.isin(found.pairs[:, 0], places)]}
        if places.size
        else set()
    )
    more = [found]
    for _ in range(_ROUNDS):
        if not places.size:
            break
        order = np.lexsort((rank, groups))
        places, groups, rank = places[order], groups[order], rank[order]
        first = np.concatenate([[True], groups[1:] != groups[:-1]])
        leaders = places[np.flatnonzero(first)[np.cumsum(first) - 1]]
        pairs = np.sort(np.stack([leaders, places], axis=1), axis=1)
        same = np.fromiter(((int(a), int(b)) in known for a, b in pairs), bool, len(pairs))
        new = rescore(together([pairs[~first & ~same]]))
        more.append(new)
        reached = {(int(a), int(b)) for a, b in new.pairs}
        joins = np.fromiter(((int(a), int(b)) in reached for a, b in pairs), bool, len(pairs))
        left = ~(first | same | joins)
        places, groups, rank = places[left], groups[left], rank[left]
    return _in_order(all_scored(more))


def _in_order(scored: Scored) -> Scored:
    order = np.lexsort((scored.pairs[:, 1], scored.pairs[:, 0]))
    pairs = scored.pairs[order]
    fresh = np.concatenate([[True], (pairs[1:] != pairs[:-1]).any(axis=1)])[: len(pairs)]
    order = order[fresh]
    return Scored(scored.pairs[order], scored.jaccard[order], scored.containment[order])


_NO_ENTRIES = Entries(
    np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
)
_NO_PAIRS = Scored(np.zeros((0, 2), np.int64), np.zeros(0), np.zeros(0))
