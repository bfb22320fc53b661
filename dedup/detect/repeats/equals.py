"""Which paragraphs are equal, but for their typography."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from dedup.detect.repeats.screen import DENSE_LIMIT, Screened
from dedup.measure.normalize import comparison_form


def equal_groups(texts: Sequence[str], words: Screened) -> list[list[int]]:
    """Positions of paragraphs whose comparison forms are equal, in order; only groups of two or more."""
    alike: defaultdict[bytes | int, list[int]] = defaultdict(list)
    for at, key in _perhaps_equal(words):
        alike[key].append(at)
    groups = []
    for members in alike.values():
        if len(members) > 1:
            forms: defaultdict[str, list[int]] = defaultdict(list)
            for at in members:
                forms[comparison_form(texts[at])].append(at)
            groups += [same for same in forms.values() if len(same) > 1]
    return groups


def _perhaps_equal(words: Screened) -> Iterable[tuple[int, bytes | int]]:
    """Paragraphs that may equal others, each with what it then has in common with them."""
    if words.offsets.size - 1 <= DENSE_LIMIT:
        keys = words.keys
        return ((at, key) for at, key in enumerate(keys) if key) if len(set(keys)) < len(keys) else ()
    sums = words.sums
    _, number, counts = np.unique(sums, return_inverse=True, return_counts=True)
    some = ((counts[number] > 1) & (np.diff(words.offsets) > 0)).nonzero()[0]
    return zip(some.tolist(), sums[some].tolist(), strict=True)
