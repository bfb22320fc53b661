"""What a code point is to a tokeniser: Unicode's general category, reduced to four classes.

:func:`character_table` serves whole texts at a time in NumPy; :func:`word_class` is the same as the
inside of a regular expression's character class.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEPARATOR, WORD, SPACELESS, IGNORED = range(4)

#: Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_SPACELESS = (
    range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x19E0, 0x1A00),
    range(0x3005, 0x3008), range(0x3031, 0x3036), range(0x3040, 0x3100), range(0x31F0, 0x3200),
    range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00),
)  # fmt: skip
_TABLE_SIZE = 0x10000
#: Signs that change what a number or a word means, so they count as part of the text.
_SIGNS = "%‰&@#°"


class CharacterTable(NamedTuple):
    """Looked up by code point; its last row stands for everything beyond the basic plane.

    Attributes:
        kind: SEPARATOR, WORD, SPACELESS or IGNORED.
        fold: the code point, case-folded and compatibility-normalised where that is one code point.
    """

    kind: NDArray[np.uint8]
    fold: NDArray[np.uint32]


@functools.cache
def categories() -> tuple[str, ...]:
    """The general category of every code point of the basic plane."""
    return tuple(map(unicodedata.category, map(chr, range(_TABLE_SIZE))))


@functools.cache
def character_table() -> CharacterTable:
    """The table of the basic plane; built once in a process."""
    import numpy as np

    letters = {c for c in dict.fromkeys(categories()) if c[0] in "LMN" or c == "Sc"}
    kinds = dict.fromkeys(letters, WORD) | {"Cf": IGNORED}
    kind = np.array([kinds.get(category, SEPARATOR) for category in categories()], np.uint8)
    kind[[ord(sign) for sign in _SIGNS]] = WORD
    for script in _SPACELESS:
        part = kind[script.start : script.stop]
        part[part == WORD] = SPACELESS
    fold = np.arange(_TABLE_SIZE, dtype=np.uint32)
    known = np.flatnonzero(kind % IGNORED)
    for code, folded in zip(known.tolist(), _folds(known.tolist()), strict=True):
        if len(folded) == 1 and ord(folded) != code:
            fold[code] = ord(folded)
    return CharacterTable(kind, fold)


@functools.cache
def word_class() -> str:
    """The inside of a regular expression's character class for what words are made of."""
    table = categories()
    codes = [code for code, c in enumerate(table) if c[0] in "LMN" or c == "Sc"]
    ranges: list[list[int]] = []
    for code in sorted({*codes, *map(ord, _SIGNS)}):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join([rf"\u{low:04x}-\u{high:04x}" for low, high in ranges]) + r"\U00010000-\U0010ffff"


def is_spaceless(word: str) -> bool:
    """Whether a word has characters of a script that is written without spaces."""
    return _spaceless().search(word) is not None


@functools.cache
def _spaceless() -> re.Pattern[str]:
    return re.compile("[" + "".join([f"{chr(one.start)}-{chr(one.stop - 1)}" for one in _SPACELESS]) + "]")


def _folds(codes: list[int]) -> list[str]:
    """The compatibility-normalised case folding of each, all at once: a line each, so that none combine."""
    lines = unicodedata.normalize("NFKC", "\n".join(map(chr, codes))).casefold()
    return unicodedata.normalize("NFKC", lines).split("\n")


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
