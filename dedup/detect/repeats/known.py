"""What comparing a document's paragraphs found out about them, for the next look at what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.detect.memory import Memory
from dedup.detect.repeats.compare import Likeness, Passage
from dedup.detect.repeats.screen import DENSE_LIMIT
from dedup.lazy import cached_property
from dedup.measure.words import names_of


class _Names:
    """Words that are names in the midst of some sentence; the texts are read when the first is looked up."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def known(self) -> set[str]:
        return names_of("\n".join(self._texts))


class _Asked:
    """The words that one passage looked up among the names, each with the answer."""

    def __init__(self, names: _Names) -> None:
        self.names = names
        self.answers: dict[object, bool] = {}

    def __contains__(self, word: object) -> bool:
        found = self.answers[word] = word in self.names.known
        return found

    def holds(self, names: _Names) -> bool:
        """Whether other names give the same answers; they are then the ones to be asked."""
        if any((word in names.known) != found for word, found in self.answers.items()):
            return False
        self.names = names
        return True


class Known:
    """Passages and their likenesses, each analysed once; of a long document a likeness is not kept."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._few = len(texts) <= DENSE_LIMIT
        self._names = _Names(texts)
        self._asked: dict[str, _Asked] = {}
        self._passages: dict[str, Passage] = {}
        self._likes: dict[tuple[str, str], Likeness] = {}

    @classmethod
    def of(cls, texts: Sequence[str], memory: Memory | None) -> Known:
        """What is known of the texts: what an earlier look found out and would find out again of these."""
        known = cls(texts)
        if memory and known._few:
            before = memory.recall(cls)
            if before:
                known._take(before)
            memory.keep(known)
        return known

    def _take(self, before: Known) -> None:
        for text, asked in before._asked.items():
            if asked.holds(self._names):
                self._asked[text], self._passages[text] = asked, before._passages[text]
        self._likes = {
            pair: like for pair, like in before._likes.items() if self._passages.keys() >= set(pair)
        }

    def like(self, one: str, other: str) -> Likeness:
        """The likeness of two paragraphs."""
        like = self._likes.get((one, other))
        if like is None:
            like = Likeness(self._passage(one), self._passage(other))
            if self._few:
                self._likes[one, other] = like
        return like

    def _passage(self, text: str) -> Passage:
        if text not in self._passages:
            asked = self._asked[text] = _Asked(self._names)
            self._passages[text] = Passage(text, asked)
        return self._passages[text]
