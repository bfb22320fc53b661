"""The shingle sets of many texts, in six bytes per shingle."""

from __future__ import annotations

import sys
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup.measure.ordered import stretches
from dedup.measure.shingles import ShingleSets

_WIDTH = 6  # bytes of a value
_PAD = 8 - _WIDTH
_PADDING = bytes(_PAD)
_BITS_BEFORE = np.uint64(8 * _PAD)


class Sets(Protocol):
    """Shingle sets that are found by the place of their text."""

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many shingles each text has."""

    def gather(self, places: NDArray[np.int64], most: int | None = None) -> ShingleSets:
        """The sets of these texts, in this order, a text as often as it is named; ``most``: its smallest only."""


def packed(values: NDArray[np.uint64]) -> bytes:
    """48-bit values in six bytes each, the lowest byte first."""
    whole = np.ascontiguousarray(values, "<u8")
    return np.ndarray((whole.size,), f"V{_WIDTH}", whole, 0, (8,)).tobytes()


def unpacked(stored: bytes | bytearray | memoryview) -> NDArray[np.uint64]:
    """What :func:`packed` packed.

    Raises:
        ValueError: not a multiple of six bytes.
    """
    return _widened(np.frombuffer(stored, "<u2").reshape(-1, 3))


def _widened(rows: NDArray[np.uint16]) -> NDArray[np.uint64]:
    wide = np.zeros((len(rows), 4), "<u2")
    wide[:, :3] = rows
    return wide.view("<u8").reshape(-1).astype(np.uint64, copy=False)


class PackedSets:
    """Sets in memory, in the order in which they were added: places 0, 1 and so on.

    Takes six bytes per shingle and eight per text, and up to an eighth more for growth.
    """

    def __init__(self) -> None:
        self._bytes = bytearray(_PAD)
        self._ends = np.zeros(1, np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, sets: ShingleSets) -> None:
        """Add the sets of more texts."""
        more = sets.offsets.size - 1
        if self._count + more >= self._ends.size:
            grown = np.zeros(max(self._count + more + 1, self._ends.size * 9 // 8), np.int64)
            grown[: self._count + 1] = self._ends[: self._count + 1]
            self._ends = grown
        self._ends[self._count + 1 : self._count + more + 1] = self._ends[self._count] + sets.offsets[1:]
        self._count += more
        self._bytes += packed(sets.values)

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many shingles each text has."""
        return np.asarray(self._ends[places + 1] - self._ends[places], np.int64)

    def gather(self, places: NDArray[np.int64], most: int | None = None) -> ShingleSets:
        """The sets of these texts, in this order, a text as often as it is named; ``most``: its smallest only."""
        sizes = self.sizes(places)
        sizes = sizes if most is None else np.minimum(sizes, most)
        starts = self._ends[places]
        with memoryview(self._bytes) as stored:
            cuts = zip((_WIDTH * starts).tolist(), (_WIDTH * (starts + sizes)).tolist(), strict=True)
            found = _PADDING + b"".join([stored[_PAD + low : _PAD + high] for low, high in cuts])
        # Every value as the upper six of the eight bytes that end with it.
        values: NDArray[np.uint64] = np.ndarray((len(found) // _WIDTH,), "<u8", found, 0, (_WIDTH,)) >> _BITS_BEFORE
        return ShingleSets(values, np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))

    def memory(self) -> int:
        """Bytes in use."""
        return sys.getsizeof(self._bytes) + self._ends.nbytes


class SomeSets:
    """The sets of some texts of a corpus, by their places in it.

    Args:
        places: ascending.
        sets: of the texts at these places.
    """

    def __init__(self, places: NDArray[np.int64], sets: ShingleSets) -> None:
        self.places = places
        self.sets = sets

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many shingles each text has."""
        at = np.searchsorted(self.places, places)
        return np.asarray(self.sets.offsets[at + 1] - self.sets.offsets[at], np.int64)

    def gather(self, places: NDArray[np.int64], most: int | None = None) -> ShingleSets:
        """The sets of these texts, in this order, a text as often as it is named; ``most``: its smallest only."""
        sizes = self.sizes(places)
        starts = self.sets.offsets[np.searchsorted(self.places, places)]
        at, offsets = stretches(starts, sizes if most is None else np.minimum(sizes, most))
        return ShingleSets(self.sets.values[at], offsets)


def merged(parts: list[SomeSets]) -> SomeSets:
    """The sets of several parts of a corpus together, ordered by place; a place that comes twice counts once."""
    places = np.concatenate([np.zeros(0, np.int64), *[part.places for part in parts]])
    values = np.concatenate([np.zeros(0, np.uint64), *[part.sets.values for part in parts]])
    sizes = np.concatenate([np.zeros(0, np.int64), *[np.diff(part.sets.offsets) for part in parts]])
    starts = np.cumsum(sizes) - sizes
    ordered, order = np.unique(places, return_index=True)
    at, offsets = stretches(starts[order], sizes[order])
    return SomeSets(ordered, ShingleSets(values[at], offsets))
