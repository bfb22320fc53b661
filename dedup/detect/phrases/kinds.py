"""The words of a language by what they are, from a file of lists.

A star behind a word stands for any ending, one before it for any beginning, and ``_`` for a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from dedup.detect.folding import fold

#: Words with an ending are looked up by so many of their first letters.
STEM: Final = 3


class WordKinds(NamedTuple):
    """What each word is: by itself, by the first letters of those that begin so, by a part of it; all folded."""

    words: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[tuple[str, str], ...]]
    inner: tuple[tuple[str, re.Pattern[str]], ...]

    def of(self, word: str) -> tuple[str, ...]:
        """What a folded word is: none, one or more of the kinds of the file."""
        found = self.words.get(word, ())
        for stem, kind in self.stems.get(word[:STEM], ()):
            if word.startswith(stem) and kind not in found:
                found = (*found, kind)
        for kind, pattern in self.inner:
            if pattern.search(word):
                found = (*found, kind)
        return found

    def among(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What those of the folded words are that are anything: as :meth:`of` each, in less time."""
        said = set(words)
        known = said if self.inner else self.words.keys() & said
        if self.stems and not self.inner:
            known = known.union(word for word in said if word[:STEM] in self.stems)
        return {word: found for word in known if (found := self.of(word))}


def word_kinds(lists: Mapping[str, str], kinds: Iterable[str]) -> WordKinds:
    """These kinds of a language's lists, ready to be looked up."""
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    inner: dict[str, list[str]] = {}
    for kind in kinds:
        for word in lists.get(kind, "").split():
            folded = fold(word.strip("*").replace("_", " "))
            if word.startswith("*"):
                inner.setdefault(kind, []).append(re.escape(folded) + ("" if word.endswith("*") else "$"))
            elif word.endswith("*"):
                stems[folded[:STEM]] = (*stems.get(folded[:STEM], ()), (folded, kind))
            else:
                words[folded] = (*words.get(folded, ()), kind)
    return WordKinds(words, stems, tuple((kind, re.compile("|".join(parts))) for kind, parts in inner.items()))
