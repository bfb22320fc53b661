"""Seed and extend: what stands beside a repeat, in the same order, is judged more leniently.

As BLAST extends its seeds (Altschul et al. 1990) and as Canny's edge detector keeps weak edges that touch
strong ones (1986). A passage that was copied was seldom copied alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Pair = tuple[int, int]


def extend(seeds: Iterable[Pair], count: int, matches: Callable[[int, int], bool]) -> Iterator[Pair]:
    """The pairs beside matched pairs that match too, and those beside them, and so on.

    Args:
        seeds: matched pairs of positions, the earlier first.
        count: how many positions there are.
        matches: asked once for each pair that stands next to a matched one on its diagonal.
    """
    known = set(seeds)
    waiting = sorted(known)
    while waiting:
        one, other = waiting.pop()
        for step in (1, -1):
            pair = one + step, other + step
            if pair not in known and pair[0] >= 0 and pair[1] < count:
                known.add(pair)
                if matches(*pair):
                    waiting.append(pair)
                    yield pair


def in_runs(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs that have a neighbour on their diagonal."""
    known = set(pairs)
    return {(a, b) for a, b in known if (a + 1, b + 1) in known or (a - 1, b - 1) in known}
