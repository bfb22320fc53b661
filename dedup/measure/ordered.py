"""Runs of equal values in ordered arrays, which is what sorting them is for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Values that are moved at a time.
_PORTION = 2**16


def fresh(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value stands for the first time."""
    first = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def distinct(ordered: NDArray[Any]) -> NDArray[Any]:
    """Each value once: the front of the given array, which is overwritten portion by portion."""
    first, end = fresh(ordered), 0
    for low in range(0, ordered.size, _PORTION):
        portion = slice(low, low + _PORTION)
        some = ordered[portion][first[portion]]
        ordered[end : end + some.size] = some
        end += some.size
    return ordered[:end]


def runs(ordered: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal values starts, and how long it is."""
    first = fresh(ordered).nonzero()[0]
    return first, np.diff(np.append(first, ordered.size))


def stretches(
    starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of stretches that start so and are so long, one after the other, and where each begins."""
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], sizes), offsets
