"""Seed and extend: what stands beside a repeat, in the same order, is judged more leniently.

As BLAST extends its seeds (Altschul et al. 1990) and as Canny's edge detector keeps weak edges that touch
strong ones (1986). A passage that was copied was seldom copied alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

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


def run_sizes(pairs: Iterable[Pair], sizes: Sequence[int]) -> dict[Pair, int]:
    """For each matched pair the summed sizes of its run: of the earlier halves of the pairs that follow
    one another on its diagonal without a gap.
    """
    ordered = sorted(set(pairs), key=lambda pair: (pair[1] - pair[0], pair[0]))
    found: dict[Pair, int] = {}
    run: list[Pair] = []
    for pair in ordered:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            found.update(dict.fromkeys(run, sum(sizes[one] for one, _ in run)))
            run = []
        run.append(pair)
    found.update(dict.fromkeys(run, sum(sizes[one] for one, _ in run)))
    return found
