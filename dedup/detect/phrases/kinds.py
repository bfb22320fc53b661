"""The words of a language by what they are, from a file of lists: a star behind a word stands for any ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from dedup.detect.folding import fold

_STEM: Final = 3


class WordKinds(NamedTuple):
    """What each word is, by itself, or by the first letters of those that begin with a stem; all folded."""

    words: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[tuple[str, str], ...]]

    def of(self, word: str) -> tuple[str, ...]:
        """What a folded word is: none, one or more of the kinds of the file."""
        found = self.words.get(word, ())
        for stem, kind in self.stems.get(word[:_STEM], ()):
            if word.startswith(stem) and kind not in found:
                found = (*found, kind)
        return found


def word_kinds(lists: Mapping[str, str], kinds: Iterable[str]) -> WordKinds:
    """These kinds of a language's lists, ready to be looked up."""
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind in kinds:
        for word in lists.get(kind, "").split():
            folded = fold(word.rstrip("*"))
            if word.endswith("*"):
                stems[folded[:_STEM]] = (*stems.get(folded[:_STEM], ()), (folded, kind))
            else:
                words[folded] = (*words.get(folded, ()), kind)
    return WordKinds(words, stems)
