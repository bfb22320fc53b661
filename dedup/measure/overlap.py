"""How much two texts have in common, exactly. The only module that knows RapidFuzz."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

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
