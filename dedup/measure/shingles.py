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
from dedup.measure.ordered import distinct, stretches
from dedup.measure.wordhash import as_ascii, ascii_words, folded_letters, word_hashes

#: Texts are hashed in portions of about this many characters, which bounds the memory at some 30 MB.
PORTION = 500_000
#: Less of them where a character takes a byte: what is worked on then stays in a processor's cache.
PLAIN_PORTION = 250_000
_PORTION_TEXTS = (1 << 16) - 1

_ASCII = 127
_FOREIGN = 255  # the byte of a letter that no ASCII letter is the folded form of
_BEYOND = 0xFFFF  # stands for every code point above the table
_FEW_POWERS = 1 << 14
_HAN_PLANES = (0x20000, 0x40000)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(33)
_LOWER = np.uint64((1 << 48) - 1)
_NONE = np.uint64((1 << 64) - 1)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))


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


class ShingleSets(NamedTuple):
    """The distinct shingles of several texts.

    Attributes:
        values: the upper 48 bits of the hashes, ascending within each text. Two different shingles of two texts of
            1,000 words coincide with a probability of about 4e-9.
        offsets: values ``offsets[i]`` to ``offsets[i + 1]`` belong to text i.
    """

    values: NDArray[np.uint64]
    offsets: NDArray[np.int64]


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A bijection that spreads 64-bit values evenly: the finaliser of MurmurHash3."""
    values = values ^ (values >> _HALF)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> _HALF
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> _HALF
    return values


def shingle_hashes(texts: Sequence[str], width: int = 3) -> Shingles:
    """The shingles of ``width`` consecutive words of each text.

    Args:
        texts: as they are; case, punctuation and spacing make no difference.
        width: words per shingle, at least 1. A text with fewer words has one shingle, of all its words;
            a text without words has none.
    """
    parts = [shingled(_words(portion), width) for portion in _portions(texts)]
    return Shingles(
        np.concatenate([part.hashes for part in parts]), _joined_offsets([p.offsets for p in parts])
    )


def shingle_sets(texts: Sequence[str], width: int = 3) -> ShingleSets:
    """The distinct shingles of each text, in one sort per portion; see :func:`shingle_hashes`."""
    parts = [_sets_of(portion, width) for portion in _portions(texts, PLAIN_PORTION)]
    return ShingleSets(
        np.concatenate([part.values for part in parts]), _joined_offsets([part.offsets for part in parts])
    )


def _sets_of(texts: Sequence[str], width: int) -> ShingleSets:
    """The text's number takes the upper 16 bits, so that one sort of plain numbers does for all texts."""
    keys = []
    for numbers, words in _by_alphabet(texts):
        sums = _sums(words, width)
        part = mixed(sums)
        part >>= np.uint64(16)
        part |= np.repeat(numbers << np.uint64(48), np.diff(words.offsets))
        part[_across(words, width)] = _NONE
        keys.append(part)
    ordered = keys[0] if len(keys) == 1 else np.concatenate([np.zeros(0, np.uint64), *keys])
    ordered.sort()
    ordered = distinct(ordered)
    bounds = np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(48)
    offsets = np.searchsorted(ordered, bounds)
    return ShingleSets(ordered[: offsets[-1]] & _LOWER, offsets)


def _by_alphabet(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.uint64], Tokens]]:
    """The words of the texts that are ASCII, then of the others, each with the numbers of the texts."""
    forms = [text if text.isascii() else as_ascii(text) for text in texts]
    plain = [form for form in forms if form is not None]
    if plain:
        hashes, offsets = ascii_words(plain)
        numbers = np.array([at for at, form in enumerate(forms) if form is not None], np.uint64)
        yield numbers, Tokens(hashes, hashes, offsets)
    if len(plain) < len(texts):
        others = [at for at, form in enumerate(forms) if form is None]
        yield np.array(others, np.uint64), _words([texts[at] for at in others])


def _words(texts: Sequence[str]) -> Tokens:
    """The words of a portion in any letters; the hash of a word in ASCII is that of ``ascii_words``."""
    codes, bounds = _read(texts)
    far = np.flatnonzero(codes > _ASCII)
    far_kind = _looked_up(codes[far])[0]
    far_letters = np.where(far_kind == SEPARATOR, 0, character_table().fold[np.minimum(codes[far], _BEYOND)])
    letters = codes.astype(np.uint8)
    letters[far] = np.minimum(far_letters, _FOREIGN)
    raw = letters.tobytes().translate(folded_letters())
    kind = (np.frombuffer(raw, np.uint8) != 0).view(np.uint8)
    kind[far] = far_kind
    starts, ends, alone = _word_bounds(kind)
    ours = np.ones(starts.size, bool)
    ours[np.searchsorted(starts, far[far_letters > _ASCII], "right") - 1] = False
    hashes = np.empty(starts.size, np.uint64)
    hashes[ours] = word_hashes(raw, starts[ours], (ends - starts)[ours])
    at, offsets = stretches(starts[~ours], (ends - starts)[~ours])
    hashes[~ours] = _word_hashes(_looked_up(codes[at])[1], offsets[:-1], offsets[1:], 0)[0]
    if alone is not None:
        hashes = _bigrams(hashes, alone, starts, ends)
    return Tokens(hashes, hashes, np.searchsorted(starts, bounds))


def _read(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of some texts but for those to ignore, and where each text begins, with the end."""
    codes = code_points("\n".join(texts))
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=bounds[1:])
    far = np.flatnonzero(codes > _ASCII)
    ignored = far[character_table().kind[np.minimum(codes[far], _BEYOND)] == IGNORED]
    if ignored.size:
        return np.delete(codes, ignored), bounds - np.searchsorted(ignored, bounds)
    return codes, bounds


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


def _portions(texts: Sequence[str], most: int = PORTION) -> Iterator[Sequence[str]]:
    """The texts in runs of at most ``most`` characters and ``_PORTION_TEXTS`` texts, but at least one text each."""
    first = size = 0
    for at, text in enumerate(texts):
        if at > first and (size + len(text) > most or at - first == _PORTION_TEXTS):
            yield texts[first:at]
            first, size = at, 0
        size += len(text)
    yield texts[first:]


def _tokens(texts: Sequence[str], root: int) -> Tokens:
    """The words of a portion; takes some 40 bytes per character while it runs."""
    codes, bounds = _read(texts)
    kind, values = _looked_up(codes)
    starts, ends, alone = _word_bounds(kind)
    hashes, roots = _word_hashes(values, starts, ends, root)
    if alone is not None:
        hashes = _bigrams(hashes, alone, starts, ends)
        roots = np.where(alone, hashes, roots)
    return Tokens(hashes, roots, np.searchsorted(starts, bounds))


def _word_bounds(
    kind: NDArray[np.uint8],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_] | None]:
    """Where words start and end, and which of them are characters of a script without spaces, if any is."""
    inside = np.zeros(kind.size + 2, bool)
    np.not_equal(kind, SEPARATOR, out=inside[1:-1])
    spaceless = kind == SPACELESS
    if not spaceless.any():
        turns = np.flatnonzero(inside[1:] != inside[:-1])
        return turns[::2], turns[1::2], None
    single = np.zeros(kind.size + 2, bool)
    single[1:-1] = spaceless
    starts = np.flatnonzero(inside[1:-1] & (~inside[:-2] | single[1:-1] | single[:-2]))
    ends = np.flatnonzero(inside[1:-1] & (~inside[2:] | single[1:-1] | single[2:])) + 1
    return starts, ends, spaceless[starts]


def shingled(tokens: Tokens, width: int = 3) -> Shingles:
    """The shingles of texts that are tokenised already; see :func:`shingle_hashes`."""
    counts = np.diff(tokens.offsets)
    per_text = np.where(counts >= width, counts - width + 1, np.minimum(counts, 1))
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_text)])
    stays = np.ones(tokens.hashes.size, bool)
    stays[_across(tokens, width)] = False
    return Shingles(mixed(_sums(tokens, width)[stays]), offsets)


def _sums(tokens: Tokens, width: int) -> NDArray[np.uint64]:
    """A polynomial of each word and those that follow it; of a text that is shorter, of all its words.

    Of n words from sums of n // 2, so that it takes as many steps as ``width`` has binary digits.
    """
    words = tokens.hashes
    sums, reach = words, 1
    for digit in f"{width:b}"[1:]:
        longer = sums * _power(reach)
        longer[: max(words.size - reach, 0)] += sums[reach:]
        sums, reach = longer, 2 * reach
        if digit == "1":
            longer = sums * _BASE
            longer[: max(words.size - reach, 0)] += words[reach:]
            sums, reach = longer, reach + 1
    starts, ends = tokens.offsets[:-1], tokens.offsets[1:]
    short = (ends - starts < width) & (ends > starts)
    if short.any():
        sums = sums.copy() if sums is words else sums
        sums[starts[short]] = _clipped(words, starts[short], ends[short], width)
    return sums


def _clipped(
    words: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64], width: int
) -> NDArray[np.uint64]:
    total = np.zeros(starts.size, np.uint64)
    for step in range(width - 1):
        at = np.minimum(starts + step, words.size - 1)
        total += np.where(starts + step < ends, words[at], np.uint64(0)) * _power(width - step - 1)
    return total


def _across(tokens: Tokens, width: int) -> NDArray[np.int64]:
    """The words whose shingle would reach into the next text; the first word of a text has one in any case."""
    starts, ends = tokens.offsets[:-1], tokens.offsets[1:]
    steps = np.arange(1, width)
    at = ends[:, None] - steps
    return np.asarray(at[at > starts[:, None]], np.int64)


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


def _word_hashes(
    values: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64], root: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """A polynomial over the characters of each word, modulo 2**64, then mixed; the same of its root.

    Running sums of ``value * base**place`` give every word's polynomial as a difference, moved to the front by the
    inverse of the base, which is odd and so has one modulo 2**64.
    """
    sums = np.zeros(values.size + 1, np.uint64)
    powers = _powers(_BASE, values.size)
    np.cumsum(values * powers, out=sums[1:])
    back = _powers(_INVERSE, values.size)[starts] * _BASE
    hashes = mixed((sums[ends] - sums[starts]) * back)
    if not root:
        return hashes, hashes
    return hashes, mixed((sums[np.minimum(starts + root, ends)] - sums[starts]) * back)


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    """``base**0`` and so on, modulo 2**64; a portion's worth is kept, in the next larger size of a few."""
    if count > 2 * PORTION:
        return _powers_to(base, count)
    return _kept_powers(base, 1 << max(count - 1, _FEW_POWERS).bit_length())[:count]


@functools.cache
def _kept_powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    return _powers_to(base, count)


def _powers_to(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


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
