"""Two paragraphs side by side: how alike they are, and which rule that meets."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property
from typing import NamedTuple

from dedup.config import Config
from dedup.measure.facts import agreement, conflicting, exchanged, lacking
from dedup.measure.normalize import comparison_form
from dedup.measure.overlap import character_shingles, dice, gaps, lcs_share, set_jaccard
from dedup.measure.words import FUNCTION_WEIGHT, Words, analyse

_ANNOUNCES = re.compile(r"[:：\-–—][^\w:：\-–—]*\Z")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』]*\Z")
_HEADLINE_WORDS = 16
#: No pair reaches the near rule below this Dice; it is cheaper to ask for.
_NEAR_DICE = 0.6


class Passage:
    """A paragraph with what comparing it needs, each part made when it is first asked for."""

    def __init__(self, text: str, known_names: Container[str] = ()) -> None:
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

    @property
    def announces(self) -> bool:
        """Whether it only leads to what follows: "The winners are:"."""
        return bool(_ANNOUNCES.search(self.text))

    @property
    def is_line(self) -> bool:
        """Whether it is a headline or a label rather than a sentence."""
        return len(self.words) < _HEADLINE_WORDS and not _SENTENCE_END.search(self.text)


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
    mutual: bool = True


class Likeness:
    """What two passages have in common; the dearer measures are taken when they are asked for."""

    def __init__(self, one: Passage, other: Passage) -> None:
        self.one, self.other = one, other

    @cached_property
    def shorter(self) -> int:
        """Words of the shorter passage."""
        return min(len(self.one.words), len(self.other.words))

    @cached_property
    def ratio(self) -> float:
        """Words of the shorter over words of the longer passage, 0.0-1.0."""
        return self.shorter / max(len(self.one.words), len(self.other.words), 1)

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

    @cached_property
    def containment(self) -> tuple[float, float]:
        """The share of one's 3-word shingles that other has, and of other's that one has."""
        one, other = self.one.trigrams, self.other.trigrams
        common = len(one & other)
        return common / max(len(one), 1), common / max(len(other), 1)

    @cached_property
    def conflict(self) -> bool:
        """Whether each states a name or a number that the other lacks."""
        return conflicting(self.one.words, self.other.words)

    @cached_property
    def agreement(self) -> int:
        """How many facts both state, when neither lacks one of the other's."""
        return agreement(self.one.words, self.other.words)

    @cached_property
    def adds(self) -> bool:
        """Whether either states a fact that the other lacks."""
        return bool(lacking(self.one.words, self.other.words) or lacking(self.other.words, self.one.words))

    @cached_property
    def exchanged(self) -> bool:
        """Whether facts that both state have changed places."""
        return exchanged(self.one.words, self.other.words)

    @property
    def lines(self) -> bool:
        """Whether both are headlines or labels."""
        return self.one.is_line and self.other.is_line

    @cached_property
    def relabelled(self) -> bool:
        """Whether these are two of one pattern: where one has a content word of its own, the other has another."""
        one, other = self.one.words.weights, self.other.words.weights
        return any(
            any(one[at] > FUNCTION_WEIGHT for at in here) and any(other[at] > FUNCTION_WEIGHT for at in there)
            for here, there in gaps(self.one.words.stems, self.other.words.stems)
        )


def compare(like: Likeness, at: tuple[int, int], config: Config, *, crowded: bool) -> Link | None:
    """The strongest rule that a pair meets, or None.

    Args:
        like: the pair.
        at: its positions.
        config: the thresholds.
        crowded: one of the two belongs to a family of paragraphs that are all alike.
    """
    if like.one.announces or like.other.announces or like.shorter < config.near_words:
        return None
    link = _near(like, at, config, crowded) or _contained(like, at, config, crowded)
    if link is None and not crowded:
        link = _reworded(like, at, config)
    return None if link is None or like.conflict or like.exchanged else link


def _near(like: Likeness, at: tuple[int, int], config: Config, crowded: bool) -> Link | None:
    if like.dice < _NEAR_DICE or like.jaccard < config.near_jaccard:
        return None
    if ((crowded or like.lines) and like.relabelled) or (crowded and like.adds):
        return None
    return Link(*at, "repeat.near", "jaccard_char5", like.jaccard, like.jaccard)


def _contained(like: Likeness, at: tuple[int, int], config: Config, crowded: bool) -> Link | None:
    forward, backward = like.containment
    inner, _outer = (like.one, like.other) if forward >= backward else (like.other, like.one)
    value = max(forward, backward)
    if value < config.contained_share or len(inner.words) < config.contained_words:
        return None
    if value < 1 and (inner.is_line or (crowded and like.relabelled)):
        return None
    one, other = at if inner is like.one else at[::-1]
    return Link(one, other, "repeat.contained", "containment_word3", value, value, mutual=False)


def _reworded(like: Likeness, at: tuple[int, int], config: Config) -> Link | None:
    if (
        like.shorter < config.reworded_words
        or like.ratio < config.reworded_ratio
        or like.dice < config.reworded_dice
        or like.order < config.reworded_order
        or like.sum < config.reworded_sum
    ):
        return None
    return Link(*at, "repeat.reworded", "dice_lcs", like.sum, like.sum / 2)


def neighbour(like: Likeness, at: tuple[int, int], config: Config) -> Link | None:
    """The rule for a pair that stands next to a matched pair, in the same order."""
    if like.one.announces or like.other.announces or like.dice < config.run_dice:
        return None
    enough = config.run_agreed_sum if like.agreement >= config.run_agreed_facts else config.run_sum
    if like.sum < enough or like.conflict or like.exchanged or (like.lines and like.relabelled):
        return None
    return Link(*at, "repeat.reworded", "dice_lcs", like.sum, max(like.sum / 2, 0.5))
