"""What the first glance at a document's paragraphs shows, and what of it holds when some of them are gone.

Most articles repeat nothing, and what is left of one repeats nothing either: so much is found out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from dedup.config import Config
from dedup.detect.repeats.equals import equal_groups
from dedup.detect.repeats.parts import Stretches, same_runs
from dedup.detect.repeats.screen import Candidates, Limits, Screened, read_words, screen
from dedup.lazy import cached_property
from dedup.measure.bytewords import few_bytes

#: Word roots stand for stems in the screen, which therefore asks for so much less than the rules do.
SLACK = 0.08

_Value = TypeVar("_Value")


class Sight:
    """The paragraphs of one document.

    Attributes:
        texts: the paragraphs.
        groups: positions of those that are equal, in order.
        candidates: the pairs that may be alike.
        stretches: the stretches of words that stand in several.
    """

    def __init__(
        self,
        texts: Sequence[str],
        found: tuple[list[list[int]], Candidates, Stretches],
        words: Screened,
        places: Sequence[int] | None = None,
    ) -> None:
        """``words`` are those of the paragraphs, or of more of them, of which these stand at ``places``."""
        self.texts = texts
        self.groups, self.candidates, self.stretches = found
        self._words, self._places = words, places

    @cached_property
    def sizes(self) -> list[int]:
        """How many words each paragraph has."""
        return self._chosen(np.diff(self._words.offsets).tolist())

    @cached_property
    def strings(self) -> list[str]:
        """The word roots of each paragraph, one character each."""
        return self._chosen(self._words.strings)

    def _chosen(self, values: list[_Value]) -> list[_Value]:
        return values if self._places is None else [values[at] for at in self._places]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing comes again."""
        return not self.groups and not self.candidates.pairs and not self.stretches.keys.size

    def left(self, texts: Sequence[str]) -> Sight | None:
        """The sight of what is left when some paragraphs are gone: what :func:`look` would find, at little cost.

        Returns:
            None where it would have to look again: texts that were not there, or that must be told apart anew.
        """
        places = _places(texts, self.texts)
        if places is None or not self._words.quick or not few_bytes(texts):
            return None
        position = {at: new for new, at in enumerate(places)}
        groups = [[position[at] for at in members if at in position] for members in self.groups]
        if any(left and members[0] not in position for left, members in zip(groups, self.groups, strict=True)):
            return None  # the first of equals spoke for the others
        candidates = self.candidates.left(places)
        if candidates is None:
            return None
        found = [members for members in groups if len(members) > 1], candidates
        stretches = self.stretches.left(places, len(self.texts))
        origins = places if self._places is None else [self._places[at] for at in places]
        return Sight(texts, (*found, stretches), self._words, origins)


def look(texts: Sequence[str], config: Config) -> Sight:
    """Read the paragraphs and compare them as far as compiled code can."""
    words = read_words(texts)
    groups = equal_groups(texts, words)
    copies = [at for members in groups for at in members[1:]]
    candidates = screen(words, copies, limits(config))
    stretches = same_runs(words, copies, config.contained_words)
    return Sight(texts, (groups, candidates, stretches), words)


def limits(config: Config) -> Limits:
    """What the screen asks for: a little less than any rule."""
    dice = min(config.reworded_dice, config.near_jaccard) - SLACK
    return Limits(dice, min(config.contained_share, config.near_jaccard) - SLACK, config.family_dice)


def _places(texts: Sequence[str], among: Sequence[str]) -> list[int] | None:
    """Where the texts stand among others, in order; None where one of them does not."""
    places = []
    at = -1
    for text in texts:
        try:
            at = among.index(text, at + 1)
        except ValueError:
            return None
        places.append(at)
    return places
