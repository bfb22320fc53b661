"""Sentences that stand in two paragraphs which are otherwise different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.detect.repeats.screen import Pair, Screened, distinct
from dedup.measure.normalize import comparison_form
from dedup.measure.sentences import sentences
from dedup.measure.shingles import mixed

#: Content words after one another that two paragraphs must share before their sentences are looked at.
_RUN = 5
_ORDERED = np.uint64(0x9E3779B97F4A7C15)


class Sentence(NamedTuple):
    """A sentence of a paragraph.

    Attributes:
        start, end: code points into the paragraph's text.
        form: its comparison form.
        words: how many words it has.
    """

    start: int
    end: int
    form: str
    words: int


class Shared(NamedTuple):
    """A sentence that another paragraph has too."""

    one: int
    sentence: Sentence
    other: int
    twin: Sentence


class Parts:
    """Which sentences of a document's paragraphs come again.

    Args:
        texts: the paragraphs.
        least: fewest words of a sentence that counts.
    """

    def __init__(self, texts: Sequence[str], least: int) -> None:
        self.texts, self.least = texts, least
        self._sentences: dict[int, list[Sentence]] = {}

    def shared(self, pairs: Iterable[tuple[int, int]]) -> Iterator[Shared]:
        """The sentences that the two paragraphs of a pair have in common, in both directions."""
        for one, other in pairs:
            theirs = {sentence.form: sentence for sentence in self.sentences(other)}
            for sentence in self.sentences(one):
                twin = theirs.get(sentence.form)
                if twin and sentence.words >= self.least:
                    yield Shared(one, sentence, other, twin)
                    yield Shared(other, twin, one, sentence)

    def sentences(self, at: int) -> list[Sentence]:
        """The sentences of a paragraph."""
        if at not in self._sentences:
            text = self.texts[at]
            forms = [(start, end, comparison_form(text[start:end])) for start, end in sentences(text)]
            self._sentences[at] = [Sentence(*part, part[2].count(" ") + 1) for part in forms if part[2]]
        return self._sentences[at]


def same_runs(words: Screened, copies: Sequence[int], least: int) -> list[Pair]:
    """Pairs of paragraphs that share some content words after one another, as they do where a sentence comes again.

    Args:
        words: of the paragraphs.
        copies: positions of paragraphs to leave out, because they equal others.
        least: words of the shortest sentence that counts.
    """
    # Most documents say no stretch of so many words twice, and are through here.
    if not _comes_again(_stretches(words.words, least)):
        return []
    chosen = words.content.nonzero()[0]
    roots = words.roots.take(chosen)
    size = roots.size - _RUN + 1
    if size < 2:
        return []
    keys = roots[:size].copy()
    for step in range(1, _RUN):
        keys *= _ORDERED
        keys += roots[step : step + size]
    count = words.offsets.size - 1
    owners = np.arange(count, dtype=np.int32).repeat(np.diff(words.offsets)).take(chosen)
    left_out = set(copies)
    pairs = [pair for pair in _neighbours(keys, owners, count) if left_out.isdisjoint(pair)]
    letters = words.strings if pairs else []
    return sorted(pair for pair in pairs if _share_stretch(letters[pair[0]], letters[pair[1]], least))


def _share_stretch(one: str, other: str, width: int) -> bool:
    """Whether so many words after one another, a letter each, stand in both."""
    stretches = {one[at : at + width] for at in range(len(one) - width + 1)}
    return any(other[at : at + width] in stretches for at in range(len(other) - width + 1))


def _stretches(words: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """A hash of each ``width`` words after one another, of stretches that double in length and overlap at last."""
    length = 1
    while length < width:
        step = min(length, width - length)
        words = words[:-step] * _ORDERED + words[step:]
        length += step
    return words


def _comes_again(keys: NDArray[np.uint64]) -> bool:
    ordered = np.sort(keys)
    return bool((ordered[1:] == ordered[:-1]).any())


def _neighbours(keys: NDArray[np.uint64], owners: NDArray[np.int32], count: int) -> set[Pair]:
    """The owners of equal keys, each with the next; a run that reaches from one paragraph into the next has none."""
    whole = owners[: keys.size] == owners[_RUN - 1 :]
    keys, holders = distinct(mixed(keys[whole]), owners[: keys.size][whole], count)
    same = (keys[1:] == keys[:-1]).nonzero()[0]
    return set(zip(holders[same].tolist(), holders[same + 1].tolist(), strict=True))
