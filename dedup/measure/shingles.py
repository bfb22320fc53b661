"""Texts -> 64-bit hashes of their words and word shingles, many texts in one NumPy pass.

The hashes depend on nothing but the characters: the same in every process, on every machine, under
every ``PYTHONHASHSEED``. A word is a run of letters, marks and digits, case-folded; in scripts without
spaces each character starts a word that reaches to the next character (overlapping bigrams, the usual
unit of retrieval for Chinese, Japanese and Thai).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.measure.characters import IGNORED, SEPARATOR, SPACELESS, WORD, character_table, code_points

#: Texts are hashed in portions of about this many characters, which bounds the memory at some 30 MB.
PORTION = 500_000

_BEYOND = 0xFFFF  # stands for every code point above the table
_HAN_PLANES = (0x20000, 0x40000)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MASK = (1 << 64) - 1


class Tokens(NamedTuple):
    """The words of several texts, in order.

    Attributes:
        hashes: one 64-bit hash per word.
        roots: the hash of each word's first characters, the crudest of stemmers; see :func:`tokenize`.
        offsets: words ``offsets[i]`` to ``offsets[i + 1]`` belong to text i.
    """

    hashes: NDArray[np.uint64]
    roots: NDArray[np.uint64]
    offsets: NDArray[np.int64]


class Shingles(NamedTuple):
    """The shingles of several texts, in order, repeats included.

    Attributes:
        hashes: one 64-bit hash per shingle.
        offsets: shingles ``offsets[i]`` to ``offsets[i + 1]`` belong to text i.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    def sets(self) -> list[NDArray[np.uint64]]:
        """The sorted distinct hashes of each text."""
        return [np.unique(part) for part in np.split(self.hashes, self.offsets[1:-1])]


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A bijection that spreads 64-bit values evenly: the finaliser of MurmurHash3."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))


def shingle_hashes(texts: Sequence[str], width: int = 3) -> Shingles:
    """The shingles of ``width`` consecutive words of each text.

    Args:
        texts: as they are; case, punctuation and spacing make no difference.
        width: words per shingle, at least 1. A text with fewer words has one shingle, of all its words;
            a text without words has none.
    """
    parts = [shingled(_tokens(portion, 0), width) for portion in _portions(texts)]
    return Shingles(
        np.concatenate([part.hashes for part in parts]), _joined_offsets([p.offsets for p in parts])
    )


def tokenize(texts: Sequence[str], *, root: int = 0) -> Tokens:
    """The words of each text, with their hashes.

    Args:
        texts: as they are; case, punctuation and spacing make no difference.
        root: how many characters of a word its root has; 0: the roots are the whole words.
    """
    parts = [_tokens(portion, root) for portion in _portions(texts)]
    if len(parts) == 1:
        return parts[0]
    hashes = np.concatenate([part.hashes for part in parts])
    roots = np.concatenate([part.roots for part in parts]) if root else hashes
    return Tokens(hashes, roots, _joined_offsets([part.offsets for part in parts]))


def _joined_offsets(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.concatenate([np.diff(part) for part in parts]))]).astype(
        np.int64
    )


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in runs of at most ``PORTION`` characters, but at least one text each."""
    first = size = 0
    for at, text in enumerate(texts):
        if size + len(text) > PORTION and at > first:
            yield texts[first:at]
            first, size = at, 0
        size += len(text)
    yield texts[first:]


def _tokens(texts: Sequence[str], root: int) -> Tokens:
    """The words of a portion; takes some 60 bytes per character while it runs."""
    kind, values = _looked_up(code_points("\n".join(texts)))
    places = np.flatnonzero((kind == WORD) | (kind == SPACELESS))
    if not places.size:
        none = np.zeros(0, np.uint64)
        return Tokens(none, none, np.zeros(len(texts) + 1, np.int64))
    alone = kind[places] == SPACELESS
    opens = np.ones(places.size, bool)
    opens[1:] = _apart(places, kind) | alone[1:] | alone[:-1]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], places.size) - 1
    hashes, roots = _word_hashes(values[places], first, last, root)
    starts = places[first]
    if alone.any():
        hashes = _bigrams(hashes, alone[first], starts, places[last] + 1)
        roots = np.where(alone[first], hashes, roots)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    offsets = np.searchsorted(starts, np.concatenate([[0], np.cumsum(sizes + 1)]))
    return Tokens(hashes, roots, offsets)


def shingled(tokens: Tokens, width: int = 3) -> Shingles:
    """The shingles of texts that are tokenised already; see :func:`shingle_hashes`."""
    counts = np.diff(tokens.offsets)
    per_text = np.where(counts >= width, counts - width + 1, np.minimum(counts, 1))
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_text)])
    at = np.arange(offsets[-1]) + np.repeat(tokens.offsets[:-1] - offsets[:-1], per_text)
    if width == 1 or not at.size:
        return Shingles(tokens.hashes[at], offsets)
    limit = np.repeat(tokens.offsets[1:], per_text)
    total = tokens.hashes[at] * _power(width)
    for step in range(1, width):
        inside = at + step < limit
        total += np.where(inside, tokens.hashes[np.minimum(at + step, tokens.hashes.size - 1)], 0) * _power(
            width - step
        )
    return Shingles(mixed(total), offsets)


def _power(exponent: int) -> np.uint64:
    return np.uint64(pow(int(_BASE), exponent, 1 << 64))


def _looked_up(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """The class of every character, and a random-looking 64-bit value for what it folds to."""
    table, values = character_table(), _character_values()
    if not codes.size or codes.max() < _BEYOND:
        return table.kind[codes], values[codes]
    inside = np.minimum(codes, _BEYOND)
    beyond = codes > _BEYOND
    kind, value = table.kind[inside], values[inside]
    kind[beyond] = WORD
    kind[(codes >= _HAN_PLANES[0]) & (codes < _HAN_PLANES[1])] = SPACELESS
    value[beyond] = mixed(codes[beyond].astype(np.uint64) + _BASE)
    return kind, value


@functools.cache
def _character_values() -> NDArray[np.uint64]:
    return mixed(character_table().fold.astype(np.uint64) + _BASE)


def _apart(places: NDArray[np.int64], kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether a separator stands between each character of a word and the one before it."""
    gap = np.diff(places) > 1
    if (kind == IGNORED).any():
        separators = np.cumsum(kind == SEPARATOR)
        gap = np.diff(separators[places]) > 0
    return gap


def _word_hashes(
    values: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64], root: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """A polynomial over the characters of each word, modulo 2**64, then mixed; the same of its root."""
    lengths = last - first + 1
    position = np.arange(values.size) - np.repeat(first, lengths)
    terms = values * _powers(int(lengths.max()))[position]
    hashes = mixed(np.add.reduceat(terms, first))
    if not root:
        return hashes, hashes
    return hashes, mixed(np.add.reduceat(terms * (position < root), first))


def _powers(count: int) -> NDArray[np.uint64]:
    return _short_powers() if count <= _short_powers().size else _powers_to(count)


@functools.cache
def _short_powers() -> NDArray[np.uint64]:
    return _powers_to(64)


def _powers_to(count: int) -> NDArray[np.uint64]:
    return np.cumprod(np.full(count, _BASE), dtype=np.uint64)


def _bigrams(
    hashes: NDArray[np.uint64],
    alone: NDArray[np.bool_],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.uint64]:
    """Every character of a script without spaces, joined with the next one where that follows directly."""
    joined = np.zeros(hashes.size, bool)
    joined[:-1] = alone[:-1] & alone[1:] & (ends[:-1] == starts[1:])
    following = np.where(joined, np.append(hashes[1:], np.uint64(0)), np.uint64(0))
    return np.where(joined, mixed(hashes * _BASE + following), hashes)
