"""How much two texts have in common, exactly. The only module that knows RapidFuzz."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

#: Sorted distinct hashes.
HashSet: TypeAlias = NDArray[np.uint64]


def shared(one: HashSet, other: HashSet) -> int:
    """How many hashes two sorted sets have in common."""
    if one.size > other.size:
        one, other = other, one
    if not one.size:
        return 0
    at = np.searchsorted(other, one)
    at[at == other.size] = 0
    return int(np.count_nonzero(other[at] == one))


def jaccard(one: HashSet, other: HashSet) -> float:
    """Shared over all, 0.0-1.0; two empty sets have 1.0."""
    common = shared(one, other)
    union = one.size + other.size - common
    return common / union if union else 1.0


def containment(inner: HashSet, outer: HashSet) -> float:
    """The share of ``inner`` that ``outer`` has too, 0.0-1.0; 1.0 for an empty ``inner``."""
    return shared(inner, outer) / inner.size if inner.size else 1.0


def character_shingles(form: str, width: int = 5) -> set[str]:
    """The distinct substrings of ``width`` characters; of a shorter text, the text itself."""
    return {form[at : at + width] for at in range(max(len(form) - width + 1, 1))}


def set_jaccard(one: Set[Hashable], other: Set[Hashable]) -> float:
    """Shared over all of two Python sets, 0.0-1.0; two empty sets have 1.0."""
    common = len(one & other)
    union = len(one) + len(other) - common
    return common / union if union else 1.0


def dice(
    one: Mapping[str, int], other: Mapping[str, int], weights: Mapping[str, float], total: float
) -> float:
    """Weighted Dice coefficient of two multisets of words (Dice 1945), 0.0-1.0.

    Args:
        one, other: how often each word occurs.
        weights: of every word of ``one``.
        total: the summed weights of all words of both, repeats counted.
    """
    common = 0.0
    for word, count in one.items():
        again = other.get(word)
        if again:
            common += weights[word] * min(count, again)
    return 2 * common / total if total else 0.0


def lcs_share(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Length of the longest common subsequence over the longer length, 0.0-1.0 (RapidFuzz, bit-parallel)."""
    return float(LCSseq.normalized_similarity(one, other))


def gaps(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[range, range]]:
    """What a longest common subsequence leaves out, stretch by stretch: positions in one, positions in other."""
    here = there = 0
    for block in LCSseq.editops(one, other).as_matching_blocks():
        if block.a > here or block.b > there:
            yield range(here, block.a), range(there, block.b)
        here, there = block.a + block.size, block.b + block.size


def lcs_length(one: Sequence[Hashable], other: Sequence[Hashable], least: int = 0) -> int:
    """Length of the longest common subsequence; 0 if it is below ``least``, which saves time."""
    return int(LCSseq.similarity(one, other, score_cutoff=least))
