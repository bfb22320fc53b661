"""Words as machine words: the quick tokeniser for articles in Latin letters.

Most articles repeat nothing and should be through in the time it takes to read them. A text in UTF-8 is cut
by one byte-wise translation, and the first eight bytes of each word are read as one 64-bit number. What the
method cannot do it refuses: scripts without spaces, and texts most of whose letters take several bytes, are
for :func:`dedup.measure.shingles.tokenize`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.measure.normalize import comparison_form
from dedup.measure.words import function_words

#: Bytes of a word that count as its root.
ROOT = 5
_SIZE = 8
_END = "\x1e"
_WORD = b"0123456789abcdefghijklmnopqrstuvwxyz$%&@#"
_UPPER = range(ord("A"), ord("Z") + 1)
_TO_WORDS = bytes(
    code + 32 if code in _UPPER else code if code in _WORD or code >= 128 or code == ord(_END) else 32
    for code in range(256)
)
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_SIZE + 1)], np.uint64)
_ROOT_MASK = np.uint64((1 << 8 * ROOT) - 1)
#: Typographic signs that part words, as many texts have them.
_PARTING = "’‘“”–—…\xa0•"
#: Letters and signs whose comparison form is their lower case; a text with others is put in its form first.
_NOT_PLAIN = re.compile("[^\x00-\x7f£¥°€₹à-öø-ıĵ-ľł-ňŋ-žά-ρσ-ώа-џ]")
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3005-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
#: Above this many bytes per code point five bytes are too short for a root.
_BYTES = 1.3
#: So many texts are cut at once, which bounds the memory.
_PORTION = 4096
#: So many words are looked up at once: what is worked on then stays in a processor's cache.
_WORDS = 2**16
#: Puts no two of the function words on one place of a table of 32 kB; found by trying, and tried first.
_MULTIPLIER = 0xE180EA8347737BC3
_TABLE_BITS = 12
_TABLE_SHIFT = np.uint64(64 - _TABLE_BITS)
_SPACE = np.uint8(ord(" "))
_LAST = np.uint8(ord(_END))


class ByteWords(NamedTuple):
    """The words of several texts, in order.

    Attributes:
        words: the first eight bytes of each word, as one number. Texts of equal comparison form have equal words.
        offsets: words ``offsets[i]`` to ``offsets[i + 1]`` belong to text i.
    """

    words: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    @property
    def roots(self) -> NDArray[np.uint64]:
        """The first ``ROOT`` bytes of each word."""
        return self.words & _ROOT_MASK


def few_bytes(texts: Sequence[str]) -> bool:
    """Whether the characters of the texts take one byte as a rule. Signs that make way for spaces help."""
    size = sum(map(len, texts))
    wide = sum(len(text.encode("utf-8", "replace")) - len(text) for text in texts if not text.isascii())
    return wide <= (_BYTES - 1) * size


def byte_words(texts: Sequence[str]) -> ByteWords | None:
    """The words of each text; None where the texts are not for this method."""
    if len(texts) <= _PORTION:
        return _portion(texts)
    parts = []
    for first in range(0, len(texts), _PORTION):
        part = _portion(texts[first : first + _PORTION])
        if part is None:
            return None
        parts.append(part)
    ends = itertools.accumulate([part.words.size for part in parts], initial=0)
    offsets = [part.offsets[:-1] + end for part, end in zip(parts, ends, strict=False)]
    words = np.concatenate([part.words for part in parts])
    return ByteWords(words, np.concatenate([*offsets, np.array([words.size])]))


def _portion(texts: Sequence[str]) -> ByteWords | None:
    joined = f" {_END.join(texts)}{_END}"
    if not joined.isascii():
        for sign in _PARTING:
            joined = joined.replace(sign, " ")
        if not few_bytes([joined]):
            return None
        if not joined.isascii():
            joined = f" {_END.join(map(_plain, joined[1:-1].split(_END)))}{_END}"
            if _SPACELESS.search(joined):
                return None
    words = _cut(joined.encode().translate(_TO_WORDS))
    return words if words.offsets.size == len(texts) + 1 else None


def _plain(text: str) -> str:
    """A text in letters that need no more than the byte-wise translation."""
    if text.isascii():
        return text
    lower = text.lower().replace("ß", "ss").replace("ς", "σ")
    return comparison_form(text) if _NOT_PLAIN.search(lower) else lower


def _cut(raw: bytes) -> ByteWords:
    letters = np.frombuffer(raw, np.uint8)
    inside = letters > _SPACE
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    before = edges[::2]
    # A number begins at every byte but the first, so that the edge before a word is the word's own place.
    everywhere: NDArray[np.uint64] = np.ndarray((len(raw),), "<u8", raw + bytes(_SIZE), 1, (1,))
    words = everywhere.take(before) & _MASKS.take(edges[1::2] - before, mode="clip")
    ends = (letters == _LAST).nonzero()[0]
    offsets = np.empty(ends.size + 1, np.int64)
    offsets[0] = 0
    offsets[1:] = before.searchsorted(ends)
    return ByteWords(words, offsets)


def is_content(words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the words carry content rather than grammar."""
    if words.size > _WORDS:
        return np.concatenate([is_content(words[low : low + _WORDS]) for low in range(0, words.size, _WORDS)])
    table, multiplier = _function_table()
    # As signed numbers, which they fit: an index of the platform's own type is taken without a copy.
    places = ((words * multiplier) >> _TABLE_SHIFT).view(np.int64)
    return np.asarray(table.take(places) != words)


@functools.cache
def _function_table() -> tuple[NDArray[np.uint64], np.uint64]:
    """A table in which each function word stands at a place of its own, and the multiplier that gives the place."""
    short = sorted({raw for word in function_words() if len(raw := word.encode()) <= _SIZE})
    values = np.array([int.from_bytes(raw, "little") for raw in short], np.uint64)
    multiplier = _MULTIPLIER
    while True:
        places = (values * np.uint64(multiplier)) >> _TABLE_SHIFT
        if np.unique(places).size == values.size:
            break
        multiplier = (multiplier * 6364136223846793005 + 1442695040888963407) % 2**64 | 1
    table = np.zeros(2**_TABLE_BITS, np.uint64)
    table[places] = values
    return table, np.uint64(multiplier)
