"""The form in which phrases and lines are compared, and what a line is looked up by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

#: What may stand before a phrase: bullets, dashes, arrows, brackets, marks of Markdown, pictures, bidi marks.
#: Not quotation marks: what somebody said is not boilerplate.
JUNK: Final = (
    " \t\n\r\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\ufe0f"
    "-–—_*#>|+=~•●▪■◆►▶▸→➡➔➜»›·※☞★☆✓✔♦([{【〔［（〈《「『👉👇📌📢📲📱📷📸🔴🔗📰🎥🎧📺✅⬇⏩"
)
#: Dropped before comparing: bidi marks and joiners, Hebrew points, Arabic vowel signs and tatweel, nuktas.
_DROPPED: Final = (
    *(0x00AD, 0x061C, 0x0640, 0xFEFF, 0x2060, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x093C, 0x0CBC, 0x034F),
    *range(0x0300, 0x0370), *range(0x064B, 0x0660), *range(0x0591, 0x05C0), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10),
)  # fmt: skip
#: Letters and signs that are written in more than one way.
_SAME: Final = {
    "‘": "'", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-",
    "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ی", "ي": "ی", "ك": "ک", "\t": " ", "\n": " ", "\u2028": " ",
}  # fmt: skip
_LEFT_OUT: Final = re.compile(f"[{''.join(map(chr, _DROPPED))}]")
#: How people type the marks that make most text non-ASCII; replaced first, which is cheaper than folding.
_MARKS: Final = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u00a0", " "), ("…", "..."))
#: The first word of a line; what a phrase is looked up by.
FIRST_WORD: Final = re.compile(r"[^\W_]+")
#: Scripts without spaces between words: a phrase is looked up by its first two signs.
SPACELESS_FROM: Final = "\u0e00"
SPACELESS: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def fold(text: str) -> str:
    """The form in which phrases are compared: compatible letters, one case, no accents, one apostrophe.

    Not of the same length as ``text``. Folding a folded text changes nothing.
    """
    if not text.isascii():
        text = plain_marks(text)
    if text.isascii():
        return text.lower().replace("`", "'").replace("\t", " ").replace("\n", " ")
    if (folded := _western(text)) is not None:
        return folded
    if BETWEEN in text:  # most of what is folded together is Western
        return BETWEEN.join([fold(part) for part in text.split(BETWEEN)])
    return _fold(text)


#: Stands between texts that are folded together: nothing folds to it, and no phrase has it.
BETWEEN: Final = "\0"


def plain_marks(text: str) -> str:
    """The text with the marks of printed English as they are typed."""
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    return text


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    folded = _LEFT_OUT.sub("", folded)
    for sign, same in _SAME.items():  # one by one, which takes a fraction of the time of ``str.translate``
        folded = folded.replace(sign, same)
    return unicodedata.normalize("NFC", folded)


#: What each byte of Latin-1 folds to, and those that do not fold to one other: there no sign joins the one before it.
_LATIN: Final = [_fold(chr(code)) for code in range(256)]
_LATIN_TABLE: Final = "".join([plain if len(plain) == 1 else " " for plain in _LATIN]).encode("latin-1", "replace")
_MANY: Final = bytes(code for code, plain in enumerate(_LATIN) if len(plain) != 1 or plain > "\xff")


def _western(text: str) -> str | None:
    """The folded form of a text in Latin-1 whose signs each fold to one; else None."""
    try:
        data = text.replace("ß", "ss").encode("latin-1")
    except UnicodeEncodeError:
        return None
    single = data.translate(_LATIN_TABLE, _MANY)
    return single.decode("latin-1") if len(single) == len(data) else None


def fold_all(texts: Sequence[str]) -> Sequence[str]:
    """The folded form of each text: as :func:`fold`, at a fraction of the cost for many short ones."""
    return parted(fold(BETWEEN.join(texts)), texts)


def fold_short(texts: Sequence[str]) -> Sequence[str]:
    """The folded form of each text, as :func:`fold`: for many that are few signs long and of many scripts."""
    return parted(_fold(plain_marks(BETWEEN.join(texts))), texts)


def parted(folded: str, texts: Sequence[str]) -> Sequence[str]:
    """The folded form of each text, out of that of all joined by :data:`BETWEEN`."""
    parts = folded.split(BETWEEN)
    return parts if len(parts) == len(texts) else [fold(text) for text in texts]


def key(folded: str) -> str:
    """What a folded phrase or line is looked up by: its first word, or first signs where nothing parts words."""
    word = FIRST_WORD.match(folded)
    if word is None:
        return folded[:1]
    return folded[:2] if SPACELESS.match(folded) else word[0]


def keys(folded: str) -> tuple[str, ...]:
    """What the phrases that a folded text may begin with are looked up by: a phrase of one sign has one."""
    first = key(folded)
    return (first, first[0]) if len(first) == 2 and SPACELESS.match(first) else (first,)
