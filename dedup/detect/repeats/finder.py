"""From a document to findings: screen, compare, extend, report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from dedup.config import Config
from dedup.detect.repeats.compare import Likeness, Link, Passage, compare, neighbour
from dedup.detect.repeats.screen import ROOT, Candidates, equal_groups, screen
from dedup.measure.shingles import Tokens, tokenize
from dedup.measure.words import names_of
from dedup.model import Block, Document, Finding, Twin


def find(document: Document, config: Config) -> list[Finding]:
    """The passages of a document that another passage of it repeats; see docs/repeats.md."""
    blocks = document.blocks
    if len(blocks) < 2:
        return []
    return list(_Search(blocks, config).findings())


class _Search:
    """One document under the lens."""

    def __init__(self, blocks: Sequence[Block], config: Config) -> None:
        self.blocks = blocks
        self.config = config
        self.texts = [block.text for block in blocks]
        self.tokens: Tokens = tokenize(self.texts, root=ROOT)
        self._passages: dict[int, Passage] = {}

    @cached_property
    def names(self) -> set[str]:
        """Words that are names in the midst of some sentence."""
        return names_of("\n".join(self.texts))

    def like(self, one: int, other: int) -> Likeness:
        """The likeness of two paragraphs."""
        return Likeness(self.passage(one), self.passage(other))

    def passage(self, at: int) -> Passage:
        """A paragraph, analysed once."""
        if at not in self._passages:
            self._passages[at] = Passage(self.texts[at], self.names)
        return self._passages[at]

    def findings(self) -> Iterator[Finding]:
        """Every finding, pair by pair."""
        groups = equal_groups(self.texts, self.tokens)
        first = {at: members[0] for members in groups for at in members}
        candidates = screen(self.tokens, family_dice=self.config.family_dice)
        links = list(self._exact(groups))
        links += self._pairs(candidates, first)
        links += self._runs(links, first)
        for link in links:
            yield self._finding(link.one, link.other, link)
            if link.mutual:
                yield self._finding(link.other, link.one, link)

    def _exact(self, groups: list[list[int]]) -> Iterator[Link]:
        sizes = self.tokens.offsets
        for members in groups:
            first = members[0]
            if sizes[first + 1] - sizes[first] >= self.config.exact_words:
                for at in members[1:]:
                    yield Link(at, first, "repeat.exact", "exact", 1.0, 1.0, True)

    def _pairs(self, candidates: Candidates, first: dict[int, int]) -> Iterator[Link]:
        for one, other in candidates.pairs:
            if first.get(one, one) != one or first.get(other, other) != other:
                continue
            crowded = max(candidates.crowd[one], candidates.crowd[other]) > self.config.family_size
            link = compare(self.like(one, other), (one, other), self.config, crowded=bool(crowded))
            if link:
                yield link

    def _runs(self, links: list[Link], first: dict[int, int]) -> Iterator[Link]:
        matched = {(min(l.one, l.other), max(l.one, l.other)) for l in links}
        waiting = sorted(matched)
        while waiting:
            one, other = waiting.pop()
            for step in (1, -1):
                a, b = one + step, other + step
                if not (0 <= a and b < len(self.blocks)) or (a, b) in matched or a >= other or b <= one:
                    continue
                link = neighbour(self.like(a, b), (a, b), self.config)
                if link:
                    matched.add((a, b))
                    waiting.append((a, b))
                    yield link

    def _finding(self, one: int, other: int, link: Link) -> Finding:
        twin = Twin(self.blocks[other].span, link.measure, round(link.value, 4))
        return Finding(link.rule, self.blocks[one].span, round(link.score, 4), twin)
