"""Two paragraphs side by side: how alike they are, and which rule that meets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from dedup.config import Config
from dedup.measure.facts import agreement, conflicting, exchanged
from dedup.measure.normalize import comparison_form
from dedup.measure.overlap import character_shingles, dice, lcs_share, set_jaccard
from dedup.measure.words import Words, analyse


class Passage:
    """A paragraph with what comparing it needs, each part made when it is first asked for."""

    def __init__(self, text: str, known_names: Collection[str]) -> None:
        self.text = text
        self._known_names = known_names

    @cached_property
    def words(self) -> Words:
        """The canonical words."""
        return analyse(self.text, self._known_names)

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weight of each stem."""
        return dict(zip(self.words.stems, self.words.weights, strict=True))

    @cached_property
    def characters(self) -> set[str]:
        """The 5-character shingles of the comparison form."""
        return character_shingles(comparison_form(self.text))

    @cached_property
    def trigrams(self) -> set[tuple[str, str, str]]:
        """The shingles of 3 stems."""
        stems = self.words.stems
        return set(zip(stems, stems[1:], stems[2:], strict=False))


class Link(NamedTuple):
    """One paragraph repeats another.

    Attributes:
        one, other: positions; ``one`` may go because of ``other``.
        rule: the rule's id.
        measure, value: the evidence.
        score: 0.0-1.0.
        mutual: whether ``other`` may as well go because of ``one``.
    """

    one: int
    other: int
    rule: str
    measure: str
    value: float
    score: float
    mutual: bool


class Likeness:
    """What two passages have in common; the dearer measures are taken when they are asked for."""

    def __init__(self, one: Passage, other: Passage) -> None:
        self.one, self.other = one, other

    @cached_property
    def dice(self) -> float:
        """Weighted Dice of the stems."""
        one, other = self.one.words, self.other.words
        return dice(one.counts, other.counts, self.one.weights, one.total + other.total)

    @cached_property
    def order(self) -> float:
        """Longest common subsequence of stems over the longer length."""
        return lcs_share(self.one.words.stems, self.other.words.stems)

    @property
    def sum(self) -> float:
        """``dice + order``, 0.0-2.0."""
        return self.dice + self.order

    @cached_property
    def jaccard(self) -> float:
        """Jaccard similarity of 5-character shingles."""
        return set_jaccard(self.one.characters, self.other.characters)

    def contained(self) -> float:
        """The share of one's 3-word shingles that other has."""
        inner = self.one.trigrams
        return len(inner & self.other.trigrams) / len(inner) if inner else 0.0

    @cached_property
    def conflict(self) -> bool:
        """Whether each states a name or a number that the other lacks."""
        return conflicting(self.one.words, self.other.words)

    @cached_property
    def agreement(self) -> int:
        """How many facts both state, when neither lacks one of the other's."""
        return agreement(self.one.words, self.other.words)

    @cached_property
    def swap(self) -> bool:
        """Whether both state the same names or numbers in another order."""
        return exchanged(self.one.words, self.other.words)


def compare(like: Likeness, at: tuple[int, int], config: Config, *, crowded: bool) -> Link | None:
    """The strongest rule that a pair meets, or None."""
    one, other = at
    shorter, longer = sorted((len(like.one.words), len(like.other.words)))
    if like.conflict:
        return None
    if shorter >= config.near_words and like.jaccard >= config.near_jaccard and not like.swap:
        return Link(one, other, "repeat.near", "jaccard_char5", like.jaccard, like.jaccard, True)
    if shorter >= config.contained_words:
        link = _contained(like, at, config)
        if link:
            return link
    if (
        not crowded
        and shorter >= config.reworded_words
        and shorter >= config.reworded_ratio * longer
        and like.dice >= config.reworded_dice
        and like.order >= config.reworded_order
        and like.sum >= config.reworded_sum
        and not like.swap
    ):
        return Link(one, other, "repeat.reworded", "dice_lcs", like.sum, like.sum / 2, True)
    return None


def _contained(like: Likeness, at: tuple[int, int], config: Config) -> Link | None:
    one, other = at
    backwards = Likeness(like.other, like.one)
    inner, outer, value = one, other, like.contained()
    if backwards.contained() > value:
        inner, outer, value = other, one, backwards.contained()
    if value < config.contained_share or like.swap:
        return None
    return Link(inner, outer, "repeat.contained", "containment_word3", value, value, False)


def neighbour(like: Likeness, at: tuple[int, int], config: Config) -> Link | None:
    """The rule for a pair that stands next to a matched pair, in the same order."""
    if like.dice < config.run_dice or like.sum < config.run_sum or like.conflict or like.swap:
        return None
    return Link(*at, "repeat.reworded", "dice_lcs", like.sum, max(like.sum / 2, 0.5), True)


Scorer = Callable[[int, int], Likeness]
