"""What words of grammar and of speech tell: in which languages an article is written, and who said a line.

One word of a rule may mean another thing in another language: "Imagine" is Romanian for a picture, "Na" Swahili for
"by", and "PV Sindhu" no credit of a Vietnamese reporter. So a phrase of one word in Latin letters counts in articles of
its language; longer phrases hardly ever mean something else.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from dedup.detect.folding import fold
from dedup.detect.rulebook import data_file
from dedup.lazy import cached_property
from dedup.model import Block

#: Languages whose labels stand on pages of all others.
EVERYWHERE: Final = frozenset(("en", "mul"))
#: So much of an article is read, code points.
_SAMPLE: Final = 6_000
#: With fewer words of grammar, of any language, an article tells nothing; and a language is one of the article's if it
#: has this share of those that its best known language has.
_LEAST, _SHARE = 3, 0.5
_WORD: Final = re.compile(r"[a-z]+")
#: With the vowel signs of Indic scripts, which ``\w`` leaves out.
_LETTERS: Final = re.compile(r"(?:[^\W\d_]|[\u0900-\u0dff])+")
_LATIN: Final = re.compile(r"[a-z][a-z.:/-]*")


def is_one_word(phrase: str) -> bool:
    """Whether a folded phrase is one word in Latin letters."""
    return _LATIN.fullmatch(phrase) is not None


class Tongues:
    """The languages of an article, found out when they are asked for."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def has(self, language: str) -> bool:
        """Whether the article may be in a language; True for those that the list of words does not have."""
        known = self._known
        best = max(known.values())
        return best < _LEAST or known.get(language, best) >= _SHARE * best

    @cached_property
    def _known(self) -> dict[str, int]:
        """How many words of grammar of each language the article has."""
        text, left = [], _SAMPLE
        for block in self._blocks:
            text.append(block.text[:left])
            left -= len(block.text)
            if left <= 0:
                break
        said = set(_WORD.findall(fold(" ".join(text))))
        return {language: len(words & said) for language, words in _words_by_language("function_words.toml").items()}


def tells_who_spoke(folded: str, language: str) -> bool:
    """Whether a line has a verb by which a sentence of the language says who spoke; ``mul`` asks for English ones."""
    verbs = _words_by_language("speech.toml").get("en" if language == "mul" else language)
    return verbs is not None and not verbs.isdisjoint(_LETTERS.findall(folded))


@functools.cache
def _words_by_language(name: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(fold(words).split()) for language, words in data_file(name).items()}
