"""Words of plain ASCII texts -> 64-bit hashes, eight letters at a time.

Of two corpora in Latin letters most texts are ASCII but for typographic signs that part words anyway. Such a text is
cut by one byte-wise translation, and a word's letters are read as 64-bit numbers instead of one by one. The hash of a
word depends on nothing but its folded letters, so that the same word has the same hash in any text.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.measure.characters import SEPARATOR, character_table

#: Signs beyond ASCII that part words, as many texts have them.
PARTING = "’‘“”–—…\xa0•"
_SIZE = 8
_LONGEST = 64  # bytes of a word that are read number by number
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_SIZE + 1)], np.uint64)
_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC4CEB9FE1A85EC53)
_HALF = np.uint64(32)


def as_ascii(text: str) -> str | None:
    """The text with the same words in ASCII, where only signs that part words stand in the way; else None."""
    if text.isascii():
        return text
    for sign in PARTING:
        text = text.replace(sign, " ")
    return text if text.isascii() else None


def ascii_words(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hash of each word of some ASCII texts, and at which word each text begins, with the end."""
    raw = "\n".join(texts).encode("ascii").translate(folded_letters())
    starts, lengths = _cut(np.frombuffer(raw, np.uint8))
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=bounds[1:])
    return word_hashes(raw, starts, lengths), np.searchsorted(starts, bounds)


@functools.cache
def folded_letters() -> bytes:
    """The folded letter of each byte; 0 for what parts words, and a byte beyond ASCII as it is."""
    table = character_table()
    ours = np.where(table.kind[:128] == SEPARATOR, 0, table.fold[:128])
    return bytes([*ours.tolist(), *range(128, 256)])


def _cut(letters: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    inside = np.zeros(letters.size + 2, bool)
    np.not_equal(letters, 0, out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts = edges[::2]
    return starts, edges[1::2] - starts


def word_hashes(raw: bytes, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hashes of words.

    Args:
        raw: folded ASCII letters.
        starts, lengths: of the words in it.
    """
    everywhere: NDArray[np.uint64] = np.ndarray((len(raw) + 1,), "<u8", raw + bytes(_SIZE + 1), 0, (1,))
    hashes = everywhere[starts]
    hashes &= _MASKS.take(lengths, mode="clip")
    _mix(hashes)
    longer = np.flatnonzero(lengths > _SIZE)
    for done in range(_SIZE, _LONGEST, _SIZE):
        if not longer.size:
            return hashes
        more = everywhere[starts[longer] + done]
        more &= _MASKS.take(lengths[longer] - done, mode="clip")
        more += hashes[longer] * _FIRST
        _mix(more)
        hashes[longer] = more
        longer = longer[lengths[longer] > done + _SIZE]
    for at in longer.tolist():
        word = raw[starts[at] : starts[at] + lengths[at]]
        hashes[at] = int.from_bytes(hashlib.blake2b(word, digest_size=_SIZE).digest(), "little")
    return hashes


def _mix(values: NDArray[np.uint64]) -> None:
    """A bijection, in place, of which no sum of a few values is the sum of others but by chance."""
    values *= _FIRST
    values ^= values >> _HALF
    values *= _SECOND
