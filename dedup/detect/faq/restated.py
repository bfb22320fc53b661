"""What an answer says that the article has said: looked up by words, in time linear in the article."""

from __future__ import annotations

import math
import re
from collections import defaultdict

from dedup.measure.normalize import comparison_form

#: An answer restates the article when one of its blocks holds this share of the answer's content words.
_RESTATES = 0.6
#: Answers of fewer content words say too little to be found again, and with more blocks none is compared.
_FEWEST_WORDS, _MOST_COMPARED = 3, 200
_CONTENT = re.compile(r"[^\W\d_]{4,}|\d+")


#: Blocks that are named as saying the same: one of them may be struck as a repeat of another.
_MOST_TWINS = 3


class Said:
    """What the blocks of an article say, looked up by words: the blocks that hold most of an answer."""

    def __init__(self) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._words: dict[int, tuple[str, ...]] = {}
        self._known: dict[str, str] = {}

    def add(self, place: int, words: frozenset[str]) -> None:
        """Take a block in; places come in order."""
        self._words[place] = tuple(self._known.setdefault(word, word) for word in words)  # each is held once
        for word in words:
            if len(self._places[word]) < _MOST_COMPARED:
                self._places[word].append(place)

    def holders(self, wanted: frozenset[str]) -> list[tuple[int, float]]:
        """The blocks that hold enough of the words, with the share they hold: the best few, the best first.

        A block that holds so many of the words has one of the rarest, so only those are looked up.
        """
        if len(wanted) < _FEWEST_WORDS:
            return []
        rarest = sorted(wanted, key=lambda word: (len(self._places.get(word, ())), word))
        needed = len(wanted) - math.ceil(_RESTATES * len(wanted)) + 1
        near = sorted({place for word in rarest[:needed] for place in self._places.get(word, ())})[:_MOST_COMPARED]
        shares = [(place, len(wanted.intersection(self._words[place])) / len(wanted)) for place in near]
        enough = [entry for entry in shares if entry[1] >= _RESTATES]
        return sorted(enough, key=lambda entry: (-entry[1], entry[0]))[:_MOST_TWINS]


def content_words(text: str) -> frozenset[str]:
    """Content words cut to their beginnings, so that inflected forms meet."""
    return frozenset(word[:6] for word in _CONTENT.findall(comparison_form(text)))
