"""What a line of text looks like: how long it is, how it ends, whether it reads like prose or like a headline.

Words are counted so that scripts without spaces count too: two of their signs are a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dedup.detect.folding import SPACELESS
from dedup.lazy import cached_property
from dedup.model import Block

_ENDS: Final = frozenset(".!?…。！？।؟۔។៕။།።։")
_CLOSING: Final = "\"'”’»)]」』）"
#: No headline ends like this: a sentence's full stop, or a mark that more must follow.
_NO_HEADLINE: Final = frozenset(".…。।۔។៕။།።։:：,،、，;؛")
_WORD: Final = re.compile(r"[^\W_]+")
_LISTED: Final = re.compile(r"(?:[-*+•●▪–—|]|\d{1,3}[.)])\s")
#: A table's row whose cells were written side by side ends with a figure.
_ROW: Final = re.compile(r"\s\|\s.*\d\W*$")
#: A real paragraph has this many words and ends like a sentence: 93 of 100 in the BBC's articles of 2004.
_PROSE_WORDS, _PROSE_CHARS = 14, 40
#: A headline's words: the shortest and the longest (96 of 100 among 2,744 of Indian papers and the BBC).
_HEADLINE_WORDS = (4, 24)
#: A line with so many figures is a score, a price list or a programme.
_FIGURES: Final = 3
_FIGURE: Final = re.compile(r"\d+")
#: Words are compared by their beginnings, so that inflected forms meet; shorter words are mostly grammar.
_STEM, _SHORTEST = 6, 4
_LONG_WORD: Final = re.compile(f"[a-z0-9]{{{_SHORTEST},}}")
#: The marks that make most English text non-ASCII; all part words.
_PARTING: Final = "’‘“”–—…\u00a0"
#: Marks of a quotation; an apostrophe is none.
_QUOTED: Final = re.compile(r'["“”„«»「」『』]')


def words(text: str) -> float:
    """How many words a line has."""
    count = len(text.split()) if len(text) <= 400 else text.count(" ") + 1
    if count >= 4 and len(text) <= 12 * count:
        return count
    return max(count, len(SPACELESS.findall(text[:400])) / 2)


def ends_like_a_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its like, perhaps behind a closing mark."""
    return text.rstrip(_CLOSING)[-1:] in _ENDS


def is_prose(text: str) -> bool:
    """Whether a line is a real paragraph: long enough, and ends like a sentence."""
    if len(text) < _PROSE_CHARS or not ends_like_a_sentence(text):
        return False
    return words(text) >= _PROSE_WORDS


def quotes(text: str) -> bool:
    """Whether a line has a mark of quotation: what somebody said is not the paper's."""
    return _QUOTED.search(text) is not None


def is_listed(block: Block) -> bool:
    """Whether a block is an item, a table row or a numbered line."""
    if block.kind in ("item", "row", "quote", "code"):
        return True
    text = block.text
    return _LISTED.match(text) is not None or ("|" in text and _ROW.search(text) is not None)


def is_title(block: Block, figures: int = _FIGURES) -> bool:
    """Whether a block reads like a headline: a few words, no full stop, not the middle of a sentence.

    With ``figures`` numbers and more it is a score, a price list or a programme.
    """
    text = block.text
    least, most = _HEADLINE_WORDS
    return (
        len(text) <= 300
        and "\n" not in text
        and text.rstrip(_CLOSING)[-1:] not in _NO_HEADLINE
        and not text[0].islower()
        and least <= words(text) <= most
        and not is_listed(block)
        and ";" not in text
        and len(_FIGURE.findall(text)) < figures
    )


def goes_on(blocks: Sequence[Block], place: int) -> bool:
    """Whether the sentence of a line goes on in the next: a letter without a capital, and words behind it."""
    after = blocks[place + 1].text if place + 1 < len(blocks) else ""
    return after[:1].islower() and words(after) >= _SHORTEST and blocks[place].text[-1:] not in _ENDS


def content(text: str) -> set[str]:
    """What a line is about: the beginnings of its longer words; pairs of signs where nothing parts words."""
    if text.isascii():
        return {word[:_STEM] for word in _LONG_WORD.findall(text.lower())}
    found = [word.lower() for word in _WORD.findall(text)]
    if SPACELESS.search(text):
        joined = "".join(found)
        return {joined[at : at + 2] for at in range(len(joined) - 1)}
    return {word[:_STEM] for word in found if len(word) >= _SHORTEST}


class Said:
    """What texts are about: of those in ASCII only what is asked for is looked for, at a fraction of the cost."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _lowered(self) -> str:
        """The texts in lower case; empty where they are not in ASCII."""
        joined = "\n".join(self._texts)
        for mark in "" if joined.isascii() else _PARTING:
            joined = joined.replace(mark, " ")
        return joined.lower() if joined.isascii() else ""

    @cached_property
    def _content(self) -> set[str]:
        return set().union(*map(content, self._texts))

    def share(self, text: str) -> float:
        """How much of what a line is about is said, 0.0-1.0."""
        own = content(text)
        found = sum(map(self._begins_word, own)) if self._lowered else len(own & self._content)
        return found / max(len(own), 1)

    def _begins_word(self, stem: str) -> bool:
        """Whether a word begins so; a shorter beginning is a whole word."""
        at = self._lowered.find(stem) if len(stem) >= _SHORTEST else -1
        while at >= 0:
            behind = at + len(stem)
            whole = len(stem) == _STEM or not self._lowered[behind : behind + 1].isalnum()
            if whole and not self._lowered[max(at - 1, 0) : at].isalnum():
                return True
            at = self._lowered.find(stem, at + 1)
        return False
