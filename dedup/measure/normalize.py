"""The comparison form of a text: what is left when typography is taken away. Never shown to anybody."""

from __future__ import annotations

import functools
import re
import unicodedata

from dedup.measure.characters import categories, word_class

_UNSPACED = re.compile(r"\S+")
#: Of longer texts (code points) no list of words is made to count them.
_LIST_LIMIT = 100_000
_DASHES = re.compile("[\u2010-\u2013\u2212\ufe63\uff0d]")
_ASCII_WORD = re.compile(r"(?:(?<![^ \t\n\r\f\v(])-(?=[0-9]))?[0-9a-z$%&@#]+")


def comparison_form(text: str) -> str:
    """What two texts have in common when they differ in typography only.

    Compatibility normalisation (NFKC), case folding, soft hyphens and joiners dropped, punctuation and
    white space of every kind turned into single spaces. Currency and per cent signs stay, and so does the
    minus before a number: "-5 %" is not "5 %". Stable: the form of a form is the form itself.

    Returns:
        Words joined by single spaces; empty when the text has no letter, digit or such sign.
    """
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    return " ".join(_any_word().findall(_folded(text)))


def _folded(text: str) -> str:
    """NFKC case folding, repeated until it is stable, which it almost always is at once."""
    text = _one_typography(text)
    for _ in range(4):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        folded = _one_typography(folded)
        if folded == text:
            break
        text = folded
    return text


def _one_typography(text: str) -> str:
    """Format characters go; the signs that are used for a minus become one."""
    return _DASHES.sub("-", _format_characters().sub("", text))


@functools.cache
def _format_characters() -> re.Pattern[str]:
    return re.compile(
        "[" + "".join([rf"\u{code:04x}" for code, c in enumerate(categories()) if c == "Cf"]) + "]"
    )


@functools.cache
def _any_word() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![^\s(])-(?=[0-9]))?[{word_class()}]+")


def counted_words(text: str) -> float:
    """Words of a text; a script without spaces counts one word per 12 code points, so that shares add up."""
    words = len(text.split()) if len(text) <= _LIST_LIMIT else sum(1 for _ in _UNSPACED.finditer(text))
    return max(words, len(text) / 12)
