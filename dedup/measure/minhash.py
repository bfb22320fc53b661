"""MinHash signatures of a whole batch of texts in NumPy, bit for bit those of datasketch 2 (affine32).

Signature slot k of a set is ``min(a[k] * fmix32(h) + b[k] mod 2**32)`` over its 32-bit hashes h, with a
odd, as in ``datasketch.MinHash(scheme="affine32")``. Rows go into datasketch as
``LeanMinHash(seed=seed, hashvalues=row, scheme="affine32")``.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.measure.ordered import runs
from dedup.measure.shingles import mixed

#: What an empty set has in every slot, as in datasketch.
EMPTY = np.uint32(0xFFFFFFFF)

#: At most this many products are held at once: 4 MB, about a processor's cache.
_PRODUCTS = 1 << 20


@functools.cache
def permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The factors a (odd) and summands b of datasketch's affine32 permutations."""
    generator = np.random.RandomState(seed)
    factors = generator.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, generator.randint(0, 1 << 32, num_perm, dtype=np.uint32)


def signatures(
    hashes: NDArray[np.uint64], offsets: NDArray[np.int64], *, num_perm: int = 128, seed: int = 1
) -> NDArray[np.uint32]:
    """The MinHash signatures of many sets at once.

    Args:
        hashes: the elements of all sets, one after the other; the lower 32 bits of each count, and
            repeats make no difference. See :func:`dedup.measure.shingles.shingle_hashes`.
        offsets: elements ``offsets[i]`` to ``offsets[i + 1]`` belong to set i.
        num_perm: slots per signature. The standard error of an estimated Jaccard similarity j is
            ``sqrt(j * (1 - j) / num_perm)``.
        seed: of the permutations, 0 to 2**32 - 1.

    Returns:
        A matrix of shape (sets, num_perm), uint32; a row of ``EMPTY`` for an empty set.
    """
    factors, summands = permutations(num_perm, seed)
    result = np.full((len(offsets) - 1, num_perm), EMPTY, np.uint32)
    filled = np.flatnonzero(np.diff(offsets) > 0)
    starts, ends = offsets[filled], offsets[filled + 1]
    at = 0
    while at < filled.size:
        stop = max(int(np.searchsorted(ends, starts[at] + _PRODUCTS // 8, "right")), at + 1)
        element = _fmix32(hashes[starts[at] : ends[stop - 1]].astype(np.uint32))
        local = starts[at:stop] - starts[at]
        step = max(_PRODUCTS // element.size, 1)
        for slot in range(0, num_perm, step):
            some = slice(slot, slot + step)
            products = factors[some, None] * element + summands[some, None]
            result[filled[at:stop], some] = np.minimum.reduceat(products, local, axis=1).T
        at = stop
    return result


def _fmix32(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The 32-bit finaliser of MurmurHash3."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def estimated_jaccard(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.float64]:
    """The share of equal slots, 0.0-1.0, of two signatures or, row by row, of two matrices of them."""
    return np.asarray((one == other).mean(axis=-1), np.float64)


def bands(matrix: NDArray[np.uint32], *, count: int, rows: int) -> NDArray[np.uint64]:
    """One 64-bit key per band of each signature; two sets are candidates if they share a key of the same band.

    Sets of Jaccard similarity j share one with probability ``1 - (1 - j**rows)**count``.

    Args:
        matrix: signatures, shape (sets, num_perm).
        count: how many bands; ``count * rows`` may not exceed ``num_perm``.
        rows: slots per band.

    Returns:
        A matrix of shape (sets, count). The band's number is part of the key, so that all keys can be
        sorted together. Equal slots give equal keys; others collide with probability 2**-64.

    Raises:
        ValueError: more slots asked for than a signature has.
    """
    if count * rows > matrix.shape[1]:
        raise ValueError(
            f"{count} bands of {rows} rows need {count * rows} slots, there are {matrix.shape[1]}"
        )
    slots = matrix[:, : count * rows].reshape(len(matrix), count, rows)
    keys = np.broadcast_to(mixed(np.arange(1, count + 1, dtype=np.uint64)), (len(matrix), count)).copy()
    for row in range(rows):
        keys = mixed(keys * np.uint64(0x9E3779B97F4A7C15) + slots[:, :, row])
    return keys


def candidate_pairs(keys: NDArray[np.uint64], *, bucket_limit: int = 64) -> NDArray[np.int64]:
    """The pairs of sets that share a band key, each pair once, smaller number first, in order.

    Args:
        keys: what :func:`bands` gives, one row per set; any matrix of keys will do.
        bucket_limit: in a bucket of more sets only the first is paired with each of the others, which
            keeps the number of pairs linear however many sets are alike.

    Returns:
        A matrix of shape (pairs, 2).
    """
    owners = np.repeat(np.arange(keys.shape[0]), keys.shape[1])
    pairs, _ = joined(keys.ravel(), owners, bucket_limit=bucket_limit)
    return pairs


def joined(
    keys: NDArray[np.uint64],
    owners: NDArray[np.integer[Any]],
    *,
    bucket_limit: int,
    skip_larger: bool = False,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of owners that share keys, in order, and how many keys each pair shares.

    Args:
        keys, owners: parallel. An owner that has the same key twice counts with each.
        bucket_limit: see :func:`candidate_pairs`.
        skip_larger: buckets beyond the limit give no pairs at all.
    """
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, owners = keys[order], owners[order]
    first, sizes = runs(keys)
    chosen = (sizes > 1) & (sizes <= bucket_limit)
    count = int(owners.max(initial=0)) + 1
    codes = [_each_with_each(owners, first[chosen], sizes[chosen], count)]
    if not skip_larger:
        for start, size in zip(first[sizes > bucket_limit], sizes[sizes > bucket_limit], strict=True):
            codes.append(_codes(np.full(size - 1, owners[start]), owners[start + 1 : start + size], count))
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    return np.stack(np.divmod(pairs, count), axis=1), shared


def _each_with_each(
    owners: NDArray[np.integer[Any]], first: NDArray[np.int64], sizes: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """The pairs inside the buckets that start at ``first``."""
    found = [np.zeros(0, np.int64)]
    for step in range(1, int(sizes.max(initial=1))):
        longer = sizes > step
        counts = sizes[longer] - step
        inner = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(first[longer], counts) + inner
        found.append(_codes(owners[at], owners[at + step], count))
    return np.concatenate(found)


def _codes(one: NDArray[np.integer[Any]], other: NDArray[np.integer[Any]], count: int) -> NDArray[np.int64]:
    """A pair as one number, ``smaller * count + larger``; none for an owner with itself."""
    apart = one != other
    one, other = one[apart].astype(np.int64), other[apart].astype(np.int64)
    return np.asarray(np.minimum(one, other) * count + np.maximum(one, other), np.int64)


@functools.cache
def choose_bands(threshold: float, num_perm: int = 128) -> tuple[int, int]:
    """How many bands of how many rows separate pairs at ``threshold`` (0.0-1.0) best.

    Minimises the area of false positives below the threshold plus that of false negatives above it, with
    equal weights: the rule of ``datasketch.MinHashLSH``.
    """
    best, chosen = float("inf"), (1, num_perm)
    low = (np.arange(200) + 0.5) / 200 * threshold
    high = threshold + (np.arange(200) + 0.5) / 200 * (1 - threshold)
    for count in range(1, num_perm + 1):
        rows = np.arange(1, num_perm // count + 1)[:, None]
        false_positive = (1 - (1 - low**rows) ** count).mean(axis=1) * threshold
        false_negative = ((1 - high**rows) ** count).mean(axis=1) * (1 - threshold)
        error = false_positive + false_negative
        if error.min() < best:
            best, chosen = float(error.min()), (count, int(error.argmin()) + 1)
    return chosen
