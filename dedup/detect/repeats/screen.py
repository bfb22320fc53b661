"""Which pairs of paragraphs are worth a closer look, in compiled code.

Most articles repeat nothing, so this is where most of the time goes. Paragraphs are compared as sets
of word roots: all pairs by one matrix product while there are few, by a join over rare pairs of
neighbouring words when there are many.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dedup.lazy import cached_property
from dedup.measure.bytewords import ROOT, byte_words, is_content
from dedup.measure.minhash import joined
from dedup.measure.ordered import distinct, runs
from dedup.measure.shingles import mixed, tokenize
from dedup.measure.words import function_words

#: Up to so many paragraphs all pairs are compared; above, the matrix costs more than the join.
DENSE_LIMIT = 400
#: 64-bit words that are combined at once: 512 kB, about a processor's inner cache.
_CELLS = 2**16
#: Texts of a long document that are joined at once.
_TEXTS = 2**11
#: Fewest content words that the smaller paragraph must have.
MIN_CONTENT = 4
#: In a long document a key that more paragraphs share says nothing.
COMMON_KEY = 12
#: There, a pair is looked at if it shares this share of the smaller paragraph's rare pairs of words.
SPARSE_SHARE = 0.1
#: Up to so many pairs are sorted out one by one; above, all at once.
_FEW = 128
#: From so many rows on those that resemble one are counted by NumPy.
_DOZENS = 64
#: Of the pairs that pass, a paragraph may have this many on average.
PAIRS_EACH = 8

#: A row of bits has from two to the power of these many, and this many for each word of a paragraph in the mean:
#: two roots that fall on one bit only let a pair through that the comparison then rejects.
_LEAST_BITS, _MOST_BITS, _SPARSENESS = 11, 19, 24
_ORDERED = np.uint64(0x9E3779B97F4A7C15)
#: Fifteen bits of a root are left: below the surrogates every number is a character.
_TO_LETTER = np.uint64(64 - 15)
#: Limits are met in spite of rounding.
_ROUNDING = 1e-9

Pair: TypeAlias = tuple[int, int]


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


class Candidates:
    """What the screen lets through.

    Attributes:
        pairs: positions of two paragraphs, the earlier first; the most alike, where there are too many.
    """

    def __init__(self, pairs: list[Pair], count_crowd: Callable[[int], int]) -> None:
        self.pairs = pairs
        self._count_crowd = count_crowd
        self._crowds: dict[int, int] = {}

    def crowd(self, at: int) -> int:
        """How many others a paragraph resembles."""
        if at not in self._crowds:
            self._crowds[at] = self._count_crowd(at)
        return self._crowds[at]

    def crowded(self, pair: Pair, limit: int) -> bool:
        """Whether one of the two resembles more than ``limit`` paragraphs."""
        return self.crowd(pair[0]) > limit or self.crowd(pair[1]) > limit

    def left(self, places: Sequence[int]) -> Candidates | None:
        """What the screen would let through of the paragraphs at ``places`` alone; None if it must be asked."""
        return None


class Screened(NamedTuple):
    """The words of a document's paragraphs, as far as the screen looks at them.

    Attributes:
        roots: the root of each word, one 64-bit number each.
        content: which words carry content rather than grammar.
        offsets: words ``offsets[i]`` to ``offsets[i + 1]`` belong to paragraph i.
        words: a number for each word.
        quick: whether they were read by the quick tokeniser.
    """

    roots: NDArray[np.uint64]
    content: NDArray[np.bool_]
    offsets: NDArray[np.int64]
    words: NDArray[np.uint64]
    quick: bool = False

    @property
    def keys(self) -> list[bytes]:
        """One for each paragraph, the same where comparison forms are equal; empty without words."""
        words = self.words.tobytes()
        bounds = (8 * self.offsets).tolist()
        return [words[start:end] for start, end in itertools.pairwise(bounds)]

    def portions(self) -> Iterator[tuple[int, int]]:
        """The paragraphs in runs, first and last, whose words stay in a processor's cache and in memory used again."""
        count = self.offsets.size - 1
        return ((first, min(first + _TEXTS, count)) for first in range(0, count, _TEXTS))

    @property
    def sums(self) -> NDArray[np.uint64]:
        """A number for each paragraph, the same for those with the same words in any order."""
        sums = np.empty(self.offsets.size - 1, np.uint64)
        for first, last in self.portions():
            offsets = self.offsets[first : last + 1]
            running = np.zeros(offsets[-1] - offsets[0] + 1, np.uint64)
            np.cumsum(mixed(self.words[offsets[0] : offsets[-1]]), out=running[1:])
            sums[first:last] = np.diff(running[offsets - offsets[0]])
        return sums

    @property
    def strings(self) -> list[str]:
        """Each paragraph as a string with one character for each root, which is what RapidFuzz reads fastest."""
        letters = ((self.roots * _ORDERED) >> _TO_LETTER).astype("<u2").tobytes().decode("utf-16-le")
        return [letters[start:end] for start, end in itertools.pairwise(self.offsets.tolist())]


def read_words(texts: Sequence[str]) -> Screened:
    """The words of the texts, by the quick tokeniser where it serves."""
    quick = byte_words(texts)
    if quick is not None:
        return Screened(quick.roots, is_content(quick.words), quick.offsets, quick.words, True)
    tokens = tokenize(texts, root=ROOT)
    return Screened(tokens.roots, ~_is_function_word(tokens.hashes), tokens.offsets, tokens.hashes, False)


def screen(words: Screened, copies: Sequence[int], limits: Limits) -> Candidates:
    """The pairs of texts that share enough words.

    Args:
        words: of the texts.
        copies: positions of texts to leave out, because they equal others.
        limits: from where on a pair is looked at.
    """
    count = words.offsets.size - 1
    counted = None
    if copies:
        counted = np.ones(count, bool)
        counted[copies] = False
    if count > DENSE_LIMIT:
        return _sparse(words, counted, limits)
    chosen, owners = _chosen(words, counted, 0, count)
    return _dense(words.roots.take(chosen), owners, count, limits)


def _chosen(
    words: Screened, counted: NDArray[np.bool_] | None, first: int, last: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The content words of the texts that count among those from ``first`` to ``last``, and whose they are."""
    offsets = words.offsets[first : last + 1]
    owners = np.arange(first, last, dtype=np.int32).repeat(offsets[1:] - offsets[:-1])
    content = words.content[offsets[0] : offsets[-1]]
    if counted is not None:
        content = content & counted[owners]
    chosen = content.nonzero()[0]
    owners = owners.take(chosen)
    if first:
        chosen += offsets[0]
    return chosen, owners


@functools.cache
def _function_hashes() -> NDArray[np.uint64]:
    return np.sort(tokenize(sorted(function_words())).hashes)


def _is_function_word(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    known = _function_hashes()
    return np.asarray(known[np.minimum(np.searchsorted(known, hashes), known.size - 1)] == hashes)


def _dense(roots: NDArray[np.uint64], owners: NDArray[np.int32], count: int, limits: Limits) -> Candidates:
    """All pairs: each paragraph as a row of bits, one for each root, folded to a power of two."""
    bits = _bits(roots.size, count)
    incidence = np.zeros(count << bits, np.uint8)
    incidence[((roots * _ORDERED) >> np.uint64(64 - bits)).view(np.int64) + (owners << bits)] = 1
    packed = np.packbits(incidence).view(np.uint64).reshape(count, -1)
    sizes = np.add.reduce(np.bitwise_count(packed), axis=1, dtype=np.int64)
    rows = _shared_columns(incidence.reshape(count, -1))

    pairs = _passing(rows, sizes, limits, count)
    words = np.bincount(owners, minlength=count).tolist()
    return _Compared(pairs, _Crowds(rows, sizes, limits.family), words, bits)


def _bits(words: int, count: int) -> int:
    """How many bits number the columns for so many words in all."""
    return min(max(_LEAST_BITS, (_SPARSENESS * words // count).bit_length()), _MOST_BITS)


class _Compared(Candidates):
    """Candidates out of all pairs: among fewer paragraphs they are the same, less those that are gone."""

    def __init__(self, pairs: list[Pair], crowds: _Crowds, words: Sequence[int], bits: int) -> None:
        """``words`` says how many content words each paragraph has, ``bits`` how many bits number the columns."""
        super().__init__(pairs, crowds.of)
        self._all_crowds, self._words, self._folded = crowds, words, bits

    def left(self, places: Sequence[int]) -> Candidates | None:
        """See :class:`Candidates`. Another number of columns, or of pairs that may pass, must be asked for anew."""
        words = [self._words[at] for at in places]
        if _bits(sum(words), max(len(words), 1)) != self._folded or len(self.pairs) >= PAIRS_EACH * len(places):
            return None
        pairs = self.pairs
        if pairs:
            position = {at: new for new, at in enumerate(places)}
            pairs = [(position[a], position[b]) for a, b in pairs if a in position and b in position]
        return _Compared(pairs, self._all_crowds.among(places), words, self._folded)


class _Crowds:
    """How many rows of bits resemble one."""

    def __init__(
        self, rows: NDArray[np.uint64], sizes: NDArray[np.int64], family: float, places: Sequence[int] | None = None
    ) -> None:
        """Only the rows at ``places`` count, and are numbered in their order."""
        self._rows, self._sizes, self._family, self._places = rows, sizes, family, places

    def among(self, places: Sequence[int]) -> _Crowds:
        """The same of some of the rows."""
        origins = places if self._places is None else [self._places[at] for at in places]
        return _Crowds(self._rows, self._sizes, self._family, origins)

    @cached_property
    def _chosen(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The rows that count, and their sizes."""
        chosen = slice(None) if self._places is None else self._places
        return self._rows[chosen], self._sizes[chosen]

    @cached_property
    def _sets(self) -> list[tuple[int, int]]:
        """The same as plain numbers, which a few dozen rows are counted fastest as."""
        rows, sizes = self._chosen
        return [(int.from_bytes(row, "little"), size) for row, size in zip(rows, sizes.tolist(), strict=True)]

    def of(self, at: int) -> int:
        """The others whose Dice coefficient with row ``at`` is that of a family."""
        rows, sizes = self._chosen
        if sizes.size > _DOZENS:
            shared = np.add.reduce(np.bitwise_count(rows & rows[at]), axis=1, dtype=np.int64)
            same = 2 * shared / np.maximum(sizes + sizes[at], 1) >= self._family
            return int(np.count_nonzero(same)) - int(same[at])
        one, size = self._sets[at]
        alike = [2 * (one & other).bit_count() / (size + length or 1) >= self._family for other, length in self._sets]
        return sum(alike) - alike[at]


def _shared_columns(incidence: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The columns that several rows have, as bits: the others say nothing about any pair, and are most of them."""
    count = incidence.shape[0]
    several = (np.add.reduce(incidence, axis=0, dtype=np.uint8 if count < 256 else np.uint16) > 1).nonzero()[0]
    packed = np.packbits(incidence.take(several, axis=1), axis=1)
    padded = np.zeros((count, -(-several.size // 64) * 8), np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


def _passing(rows: NDArray[np.uint64], sizes: NDArray[np.int64], limits: Limits, count: int) -> list[Pair]:
    """The pairs of rows with enough bits in common, the most alike first."""
    chosen = (sizes >= MIN_CONTENT).nonzero()[0]
    if chosen.size < sizes.size:
        rows, sizes = rows[chosen], sizes[chosen]
    columns = rows.T.copy()
    half, part = sizes * (limits.dice / 2 - _ROUNDING), sizes * (limits.share - _ROUNDING)
    # Bytes add up fastest: the first axis is summed, and into the type that it has.
    counted = np.uint8 if columns.shape[0] < 4 else np.uint32
    step = max(1, _CELLS // max(columns.size, 1))
    found: list[tuple[float, int, int]] = []
    for low in range(0, chosen.size, step):
        high, width = low + step, chosen.size - low
        counts = np.bitwise_count(columns[:, low:high, None] & columns[:, None, low:])
        shared = np.add.reduce(counts.astype(counted, copy=False), axis=0, dtype=counted)
        enough = np.minimum(half[low:high, None] + half[low:], np.minimum(part[low:high, None], part[low:]))
        enough.ravel()[:: width + 1] = np.inf
        passing = (shared >= enough).ravel().nonzero()[0]
        if passing.size:
            common = shared.ravel()[passing]
            found += _most_alike(passing, common, sizes[low:], PAIRS_EACH * count, low)
    found.sort(key=lambda pair: -pair[0])
    numbers: list[int] = chosen.tolist() if found else []
    return [(numbers[one], numbers[other]) for _, one, other in found[: PAIRS_EACH * count]]


def _most_alike(
    passing: NDArray[np.int64], common: NDArray[np.uint32], sizes: NDArray[np.int64], most: int, low: int
) -> Iterable[tuple[float, int, int]]:
    """At most so many of the pairs that pass, each with its Dice coefficient; rows are counted from ``low``."""
    width = sizes.size
    if passing.size <= _FEW:
        lengths = sizes.tolist()
        pairs = ((*divmod(at, width), bits) for at, bits in zip(passing.tolist(), common.tolist(), strict=True))
        return [(2 * bits / (lengths[a] + lengths[b]), a + low, b + low) for a, b, bits in pairs if a < b]
    one, other = np.divmod(passing, width)
    upper = (one < other).nonzero()[0]
    one, other, common = one[upper], other[upper], common[upper]
    dice = 2 * common / (sizes[one] + sizes[other])
    order = np.argsort(-dice, kind="stable")[:most]
    return zip(dice[order].tolist(), (one[order] + low).tolist(), (other[order] + low).tolist(), strict=True)


def _sparse(words: Screened, counted: NDArray[np.bool_] | None, limits: Limits) -> Candidates:
    """Pairs that share rare pairs of neighbouring content words, ranked by how many."""
    count = words.offsets.size - 1
    keys, sizes = _neighbours(words, counted)
    keys, holders = _parted(keys, count)
    common = _common(keys, holders, count)
    pairs, shared = joined(keys, holders, bucket_limit=COMMON_KEY, skip_larger=True)
    one, other = pairs[:, 0], pairs[:, 1]
    smaller = np.minimum(sizes[one], sizes[other])
    kept = (shared >= 2) & (shared >= SPARSE_SHARE * smaller) & (smaller >= MIN_CONTENT - 1)
    one, other = one[kept], other[kept]
    dice = 2 * shared[kept] / (sizes[one] + sizes[other])
    alike = np.tile(dice >= limits.family / 2, 2)
    crowd = np.bincount(np.concatenate([one, other])[alike], minlength=count)
    crowd[common >= limits.family * sizes] += COMMON_KEY
    return Candidates(_best(one, other, dice, count), crowd.tolist().__getitem__)


def _neighbours(
    words: Screened, counted: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A key for each content word and the next one of its text, the owner in its lowest bits; and how many each has.

    Of a key's bits a million owners leave 44. Made in portions, which stay in the processor's cache and in memory that
    is used again: what is as long as the document is handed back to the system, and costs more than the counting.
    """
    count = words.offsets.size - 1
    keys, sizes, end = np.empty(np.count_nonzero(words.content), np.uint64), np.empty(count, np.int64), 0
    bits = np.uint64(count.bit_length())
    for first, last in words.portions():
        chosen, holders = _chosen(words, counted, first, last)
        roots = words.roots.take(chosen)
        together = (holders[1:] == holders[:-1]).nonzero()[0]
        owners = holders.take(together)
        some = mixed(roots[:-1] * _ORDERED + roots[1:]).take(together)
        some >>= bits
        some <<= bits
        some |= owners.astype(np.uint64)
        keys[end : end + some.size] = some
        end += some.size
        sizes[first:last] = np.bincount(owners - first, minlength=last - first)
    return keys[:end], sizes


def _common(keys: NDArray[np.uint64], owners: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """For every owner, how many of its keys more than ``COMMON_KEY`` owners have. Keys must be sorted."""
    _, sizes = runs(keys)
    return np.bincount(owners[np.repeat(sizes > COMMON_KEY, sizes)], minlength=count)


def _parted(keys: NDArray[np.uint64], count: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Every key once per owner, sorted by key, then by owner, and the owners, which stood in the lowest bits.

    One sort of plain numbers does for both, in the memory that the keys stand in.
    """
    keys.sort()
    keys = distinct(keys)
    bits = np.uint64(count.bit_length())
    owners = np.empty(keys.size, np.int32)
    np.bitwise_and(keys, (np.uint64(1) << bits) - np.uint64(1), out=owners, casting="unsafe")
    keys >>= bits
    return keys, owners


def _best(one: NDArray[np.int64], other: NDArray[np.int64], dice: NDArray[np.float64], count: int) -> list[Pair]:
    """The most alike first, and at most ``PAIRS_EACH`` per paragraph on average."""
    order = np.argsort(-dice, kind="stable")[: PAIRS_EACH * count]
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))
