"""Sentences that stand in two paragraphs which are otherwise different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.detect.repeats.screen import Pair, Screened
from dedup.measure.normalize import comparison_form
from dedup.measure.ordered import fresh, runs
from dedup.measure.sentences import sentences

_ORDERED = np.uint64(0x9E3779B97F4A7C15)
#: So many words are hashed at once.
_WORDS = 2**16
#: A table of first bits has places for so many times the values looked up, and two to the power of so many at most.
_SPARSENESS, _MOST_BITS = 4, 22


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


class Stretches(NamedTuple):
    """Stretches of words that several paragraphs have.

    Attributes:
        keys: of each stretch, ascending; one for each paragraph that has it.
        holders: positions of these paragraphs, ascending within each key.
    """

    keys: NDArray[np.uint64]
    holders: NDArray[np.int64]

    def pairs(self) -> list[Pair]:
        """Each holder of a stretch with the next one: as many pairs as there are stretches, at most."""
        same = (self.keys[1:] == self.keys[:-1]).nonzero()[0]
        return sorted(set(zip(self.holders[same].tolist(), self.holders[same + 1].tolist(), strict=True)))

    def left(self, places: Sequence[int], count: int) -> Stretches:
        """What is left of them when of ``count`` paragraphs only those at ``places`` stay."""
        if not self.keys.size:
            return self
        position = np.full(count, -1, np.int64)
        position[places] = np.arange(len(places))
        holders = position[self.holders]
        return _held_by_several(self.keys[holders >= 0], holders[holders >= 0])


def _held_by_several(keys: NDArray[np.uint64], holders: NDArray[np.int64]) -> Stretches:
    """The stretches that are not one paragraph's alone."""
    _, sizes = runs(keys)
    several = np.repeat(sizes > 1, sizes)
    return Stretches(keys[several], holders[several])


_NO_STRETCHES = Stretches(np.zeros(0, np.uint64), np.zeros(0, np.int64))


def same_runs(words: Screened, copies: Sequence[int], width: int) -> Stretches:
    """The stretches of words that come again in another paragraph, as they do where a sentence comes again.

    Args:
        words: of the paragraphs.
        copies: positions of paragraphs to leave out, because they equal others.
        width: words of a stretch: as many as the shortest sentence has that counts.
    """
    stretches = _hashed_in_portions(words.words, width)
    again = _told_again(stretches)
    # Most documents say no stretch of so many words twice, and are through here.
    if not again.size:
        return _NO_STRETCHES
    places = _places_of(again, stretches)
    owners = words.offsets.searchsorted(places, "right") - 1
    whole = words.offsets[owners + 1] >= places + width
    if copies:
        counted = np.ones(words.offsets.size - 1, bool)
        counted[copies] = False
        whole &= counted[owners]
    keys, owners = stretches[places[whole]], owners[whole]
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    first = fresh(keys) | fresh(owners)
    return _held_by_several(keys[first], owners[first])


def _places_of(keys: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where any of the ascending keys stand.

    A table of the keys' first bits tells most of the others at once; looking up millions takes longer than the rest.
    """
    shift = np.uint64(64 - min((_SPARSENESS * among.size).bit_length(), _MOST_BITS))
    table = np.zeros(1 << (64 - int(shift)), bool)
    table[keys >> shift] = True
    places = table[among >> shift].nonzero()[0]
    found = among[places]
    return np.asarray(places[keys[np.minimum(keys.searchsorted(found), keys.size - 1)] == found])


def _hashed_in_portions(words: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """As ``_hashed``, in memory that is used again."""
    if words.size <= _WORDS:
        return _hashed(words, width)
    last = words.size - width + 1
    hashes = np.empty(last, np.uint64)
    for low in range(0, last, _WORDS):
        high = min(low + _WORDS, last)
        hashes[low:high] = _hashed(words[low : high + width - 1], width)
    return hashes


def _hashed(words: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """A hash of each ``width`` words after one another, of stretches that double in length and overlap at last."""
    length = 1
    while length < width:
        step = min(length, width - length)
        words = words[:-step] * _ORDERED + words[step:]
        length += step
    return words


def _told_again(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The keys that stand more than once, ascending."""
    ordered = np.sort(keys)
    same = ordered[1:] == ordered[:-1]
    return ordered[1:][same] if same.any() else ordered[:0]
