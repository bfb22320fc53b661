"""Seed and extend: what stands beside a repeat, in the same order, is judged more leniently.

As BLAST extends its seeds (Altschul et al. 1990) and as Canny's edge detector keeps weak edges that touch
strong ones (1986). A passage that was copied was seldom copied alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.measure.ordered import fresh

Pair = tuple[int, int]


def extend(seeds: Iterable[Pair], count: int, matches: Callable[[int, int], bool]) -> Iterator[Pair]:
    """The pairs beside matched pairs that match too, and those beside them, and so on.

    Args:
        seeds: matched pairs of positions, the earlier first.
        count: how many positions there are.
        matches: asked once for each pair that stands next to a matched one on its diagonal.
    """
    waiting = sorted(set(seeds))
    known = set(waiting)
    while waiting:
        one, other = waiting.pop()
        for step in (1, -1):
            pair = one + step, other + step
            if pair not in known and pair[0] >= 0 and pair[1] < count:
                known.add(pair)
                if matches(*pair):
                    waiting.append(pair)
                    yield pair


def run_sizes(one: NDArray[np.int64], other: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each matched pair the summed sizes of its run: of the earlier halves of the pairs that follow
    one another on its diagonal without a gap.

    Args:
        one, other: positions of the pairs' halves, the earlier first.
        sizes: of what stands at each position.
    """
    places, inverse = np.unique((other - one) * sizes.size + one, return_inverse=True)
    # Neighbours on a diagonal differ by one, and nothing does across two: no earlier half stands at the last position.
    first = fresh(places - np.arange(places.size))
    sums = np.add.reduceat(sizes[places % sizes.size], first.nonzero()[0])
    return np.asarray(sums[np.cumsum(first)[inverse] - 1])
