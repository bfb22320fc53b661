"""Which pairs of paragraphs are worth a closer look, in compiled code.

Most articles repeat nothing, so this is where most of the time goes. Paragraphs are compared as sets
of word roots: all pairs by one matrix product while there are few, by a join over rare pairs of
neighbouring words when there are many.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.measure.bytewords import ROOT, byte_words, is_content
from dedup.measure.minhash import joined
from dedup.measure.normalize import comparison_form
from dedup.measure.shingles import mixed, tokenize
from dedup.measure.words import function_words

#: Up to so many paragraphs all pairs are compared; above, the matrix costs more than the join.
DENSE_LIMIT = 400
#: 64-bit words that are combined at once: 8 MB.
_CELLS = 2**20
#: Fewest content words that the smaller paragraph must have.
MIN_CONTENT = 4
#: In a long document a key that more paragraphs share says nothing.
COMMON_KEY = 12
#: There, a pair is looked at if it shares this share of the smaller paragraph's rare pairs of words.
SPARSE_SHARE = 0.1
#: Of the pairs that pass, a paragraph may have this many on average.
PAIRS_EACH = 8

#: A row of bits has at least two to the power of this many, and this many for each word of a paragraph in the mean:
#: two roots that fall on one bit only let a pair through that the comparison then rejects.
_LEAST_BITS, _SPARSENESS = 10, 24
_ORDERED = np.uint64(0x9E3779B97F4A7C15)


class Limits(NamedTuple):
    """From where on a pair is looked at.

    Attributes:
        dice: Dice coefficient of the sets of roots.
        share: share of the smaller set that the other has.
        family: from this Dice coefficient on two paragraphs count as alike.
    """

    dice: float
    share: float
    family: float


class Candidates(NamedTuple):
    """What the screen lets through.

    Attributes:
        pairs: positions of two paragraphs, the earlier first, most alike first.
        crowd: for every paragraph, how many others resemble it.
    """

    pairs: list[tuple[int, int]]
    crowd: NDArray[np.int64]


class Screened(NamedTuple):
    """The words of a document's paragraphs, as far as the screen looks at them.

    Attributes:
        roots: the root of each word, one 64-bit number each.
        content: which words carry content rather than grammar.
        offsets: words ``offsets[i]`` to ``offsets[i + 1]`` belong to paragraph i.
        keys: one for each paragraph, the same where comparison forms are equal; empty without words.
    """

    roots: NDArray[np.uint64]
    content: NDArray[np.bool_]
    offsets: NDArray[np.int64]
    keys: list[bytes]


def read_words(texts: Sequence[str]) -> Screened:
    """The words of the texts, by the quick tokeniser where it serves."""
    quick = byte_words(texts) if len(texts) <= DENSE_LIMIT else None
    if quick is not None:
        return Screened(quick.roots, is_content(quick.words), quick.offsets, quick.keys)
    tokens = tokenize(texts, root=ROOT)
    hashes = tokens.hashes.tobytes()
    keys = [hashes[8 * start : 8 * end] for start, end in itertools.pairwise(tokens.offsets.tolist())]
    return Screened(tokens.roots, ~_is_function_word(tokens.hashes), tokens.offsets, keys)


def equal_groups(texts: Sequence[str], keys: Sequence[bytes]) -> list[list[int]]:
    """Positions of paragraphs whose comparison forms are equal, in order; only groups of two or more."""
    if len(set(keys)) == len(keys):
        return []
    alike: defaultdict[bytes, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key:
            alike[key].append(at)
    groups = []
    for members in alike.values():
        if len(members) > 1:
            forms: defaultdict[str, list[int]] = defaultdict(list)
            for at in members:
                forms[comparison_form(texts[at])].append(at)
            groups += [same for same in forms.values() if len(same) > 1]
    return groups


def screen(words: Screened, copies: Iterable[int], limits: Limits) -> Candidates:
    """The pairs of texts that share enough words.

    Args:
        words: of the texts.
        copies: positions of texts to leave out, because they equal others.
        limits: from where on a pair is looked at.
    """
    count = words.offsets.size - 1
    owners = np.repeat(np.arange(count, dtype=np.int32), np.diff(words.offsets))
    content = words.content
    if left_out := list(copies):
        counted = np.ones(count, bool)
        counted[left_out] = False
        content = content & counted[owners]
    compared = _dense if count <= DENSE_LIMIT else _sparse
    return compared(words.roots[content], owners[content], count, limits)


@functools.cache
def _function_hashes() -> NDArray[np.uint64]:
    return np.sort(tokenize(sorted(function_words())).hashes)


def _is_function_word(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    known = _function_hashes()
    return np.asarray(known[np.minimum(np.searchsorted(known, hashes), known.size - 1)] == hashes)


def _dense(
    roots: NDArray[np.uint64], owners: NDArray[np.int32], count: int, limits: Limits
) -> Candidates:
    """All pairs at once: each paragraph as a row of bits, one for each root, folded to a power of two."""
    bits = max(_LEAST_BITS, (_SPARSENESS * roots.size // count).bit_length())
    incidence = np.zeros((count, 1 << bits), np.bool_)
    incidence[owners, (roots * _ORDERED) >> np.uint64(64 - bits)] = True
    shared = _products(incidence)
    sizes = shared.diagonal().copy()
    smaller = np.minimum(sizes[:, None], sizes)
    total = sizes[:, None] + sizes
    passing = ((2 * shared >= limits.dice * total) | (shared >= limits.share * smaller)) & (smaller >= MIN_CONTENT)
    one, other = np.divmod(np.flatnonzero(passing), count)
    upper = one < other
    one, other = one[upper], other[upper]
    if not one.size:
        return Candidates([], np.zeros(count, np.int64))
    dice = 2 * shared / np.maximum(total, 1)
    np.fill_diagonal(dice, 0)
    return _ranked(one, other, dice[one, other], (dice >= limits.family).sum(axis=1))


def _products(incidence: NDArray[np.bool_]) -> NDArray[np.int32]:
    """``incidence @ incidence.T``, by counting bits: BLAS would wake its threads for a matrix this small."""
    packed = np.packbits(incidence, axis=1).view(np.uint64)
    count, words = packed.shape
    step = max(1, _CELLS // max(count * words, 1))
    parts = [
        np.bitwise_count(packed[low : low + step, None, :] & packed[None, :, :]).sum(axis=2, dtype=np.int32)
        for low in range(0, count, step)
    ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _sparse(
    roots: NDArray[np.uint64], owners: NDArray[np.int32], count: int, limits: Limits
) -> Candidates:
    """Pairs that share rare pairs of neighbouring content words, ranked by how many."""
    together = owners[1:] == owners[:-1]
    keys = mixed(roots[:-1] * _ORDERED + roots[1:])[together]
    owners = owners[:-1][together]
    sizes = np.bincount(owners, minlength=count)
    keys, owners = _distinct(keys, owners)
    common = _common(keys, owners, count)
    pairs, shared = joined(keys, owners, bucket_limit=COMMON_KEY, skip_larger=True)
    one, other = pairs[:, 0], pairs[:, 1]
    smaller = np.minimum(sizes[one], sizes[other])
    kept = (shared >= 2) & (shared >= SPARSE_SHARE * smaller) & (smaller >= MIN_CONTENT - 1)
    one, other = one[kept], other[kept]
    dice = 2 * shared[kept] / (sizes[one] + sizes[other])
    alike = np.tile(dice >= limits.family / 2, 2)
    crowd = np.bincount(np.concatenate([one, other])[alike], minlength=count)
    crowd[common >= limits.family * sizes] += COMMON_KEY
    return _ranked(one, other, dice, crowd)


def _common(keys: NDArray[np.uint64], owners: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """For every owner, how many of its keys more than ``COMMON_KEY`` owners have. Keys must be sorted."""
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: keys.size])
    sizes = np.diff(np.append(first, keys.size))
    return np.bincount(owners[np.repeat(sizes > COMMON_KEY, sizes)], minlength=count)


def _distinct(
    keys: NDArray[np.uint64], owners: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Every key once per owner, sorted by key, then by owner; the owners come in order."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    new = np.ones(keys.size, bool)
    new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return keys[new], owners[new]


def _ranked(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    dice: NDArray[np.floating[Any]],
    crowd: NDArray[np.int64],
) -> Candidates:
    """The best pairs, at most ``PAIRS_EACH`` per paragraph on average."""
    limit = PAIRS_EACH * crowd.size
    order = np.argsort(-dice, kind="stable")[:limit]
    return Candidates(list(zip(one[order].tolist(), other[order].tolist(), strict=True)), crowd)
