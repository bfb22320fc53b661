"""From a document to findings: screen, compare, extend, report."""

from __future__ import annotations

import itertools
import math
from collections import Counter, deque
from collections.abc import Iterator

import numpy as np

from dedup.allowance import check_findings
from dedup.config import Config
from dedup.detect.memory import Memory
from dedup.detect.repeats.compare import SPARED, Likeness, Link, compare, neighbour
from dedup.detect.repeats.known import Known
from dedup.detect.repeats.parts import Parts, Sentence
from dedup.detect.repeats.runs import extend, run_sizes
from dedup.detect.repeats.screen import DENSE_LIMIT, Candidates
from dedup.detect.repeats.sight import SLACK, Sight, limits, look
from dedup.lazy import cached_property
from dedup.measure.facts import lacking
from dedup.measure.overlap import lcs_length
from dedup.model import Document, Finding, Span, Twin

#: Findings below this score are shown, not acted on.
ACTED_ON = 0.5
#: Ends of paragraphs that lead on to the next one.
_LEADS_ON = ("?", "？", "؟", ":", "：")
#: A paragraph that stands so often, with at least so many words, is one that comes back on purpose.
_OFTEN, _SERIES_WORDS = 3, 4
#: So many words at most, no sentence's end, so often, over different texts: a label, such as "Why we like it".
_LABEL_WORDS, _SENTENCE_ENDS = 6, tuple(".!?…。！？।؟۔")
#: So many bars make a table's row. Rows of one table are alike by their make, and what differs is what they say.
_BAR, _BARS = " | ", 2
#: Passages of more words are books without line ends: only their exact copies are looked for.
LONGEST = 20_000
#: At most so many facts are named in a note.
_NOTED = 4
#: Beside a matched pair, the longest common subsequence of word roots is at least this share of the longer paragraph.
RUN_ORDER = 0.2


def find(document: Document, config: Config, memory: Memory | None = None) -> list[Finding]:
    """The passages of a document that another passage of it repeats; see docs/repeats.md.

    Args:
        document: what was read.
        config: the thresholds.
        memory: of an earlier look at a document of which this is what is left.

    Returns:
        A finding for every block that could go, for equals and look-alikes in both directions.
    """
    if len(document.blocks) < 2:
        return []
    sight = _sight([block.text for block in document.blocks], config, memory)
    if sight.is_quiet:
        return []
    # Of equals each is said to repeat the first, and the first to repeat each.
    check_findings(document, 2 * sum(len(members) - 1 for members in sight.groups), config)
    search = _Search(document, sight, config, Known.of(sight.texts, memory))
    return list(itertools.chain(search.findings(), search.parts()))


def _sight(texts: list[str], config: Config, memory: Memory | None) -> Sight:
    """What a glance at the texts shows, or what is known of it."""
    before = memory.recall(Sight) if memory else None
    sight = (before.left(texts) if before else None) or look(texts, config)
    if memory and len(texts) <= DENSE_LIMIT:  # of more nothing is left without another look
        memory.keep(sight)
    return sight


class _Search:
    """One document under the lens."""

    def __init__(self, document: Document, sight: Sight, config: Config, known: Known) -> None:
        self.blocks = document.blocks
        self.config = config
        self.sight = sight
        self.sizes = sight.sizes
        self.texts = sight.texts
        self._known = known
        self._originals: dict[int, Twin] = {}
        self.series = False
        self.links: list[Link] = []
        self.share = limits(config).share

    def findings(self) -> Iterator[Finding]:
        """Every finding, pair by pair."""
        groups = self.sight.groups
        self.series = self._is_series(groups)
        links = self.links = [*self._compared(self.sight.candidates), *self._exact(groups)]
        if not links:
            return
        leader = {at: members[0] for members in groups for at in members}
        links += self._beside(links, leader)
        for link in links:
            yield from self._reported(link)

    def parts(self) -> Iterator[Finding]:
        """Sentences that stand in two paragraphs of which neither repeats the other; to be asked after ``findings``."""
        pairs = self.sight.stretches.pairs()
        if not pairs:
            return
        linked = {frozenset((link.one, link.other)) for link in self.links if link.score >= ACTED_ON}
        parts = Parts(self.texts, self.config.contained_words)
        found = list(
            parts.shared(
                pair
                for pair in pairs
                if frozenset(pair) not in linked and max(self.sizes[at] for at in pair) <= LONGEST
            )
        )
        score = SPARED if self.short_lines or self.series else 1.0
        for share in found:
            twin = Twin(self._inside(share.other, share.twin), "exact_sentence", 1.0)
            span = self._inside(share.one, share.sentence)
            yield Finding("repeat.exact", span, score, twin, "a sentence of its paragraph")

    def _inside(self, at: int, sentence: Sentence) -> Span:
        start = self.blocks[at].start
        return Span(start + sentence.start, start + sentence.end)

    @cached_property
    def words(self) -> int:
        """The words of the whole document."""
        return sum(self.sizes)

    @cached_property
    def least_words(self) -> int:
        """Words of the shortest paragraph that is compared."""
        return self.config.refrain_words if self.short_lines else self.config.near_words

    # Equal paragraphs

    def _exact(self, groups: list[list[int]]) -> Iterator[Link]:
        """A star of links for each group: every later member with the first."""
        runs = iter(self._runs(groups))
        for members in groups:
            for at in members[1:]:
                run = next(runs)
                rule, score = self._exact_rule(self.sizes[at], run)
                if run <= self.sizes[at] and self._comes_back(at, len(members)):
                    score = min(score, SPARED)
                if rule:
                    yield Link(at, members[0], rule, "exact", 1.0, score)

    def _runs(self, groups: list[list[int]]) -> list[int]:
        """The words of the longest run that each later member of the groups is in, with the first or the one before."""
        if not groups:
            return []
        later = np.fromiter((at for members in groups for at in members[1:]), np.int64)
        before = np.fromiter((at for members in groups for at in members[:-1]), np.int64)
        firsts = np.repeat([members[0] for members in groups], [len(members) - 1 for members in groups])
        sums = run_sizes(np.append(firsts, before), np.append(later, later), np.asarray(self.sizes))
        longest: list[int] = sums.reshape(2, -1).max(axis=0).tolist()
        return longest

    def _comes_back(self, at: int, often: int) -> bool:
        """Whether a paragraph that stands so often, each time by itself, opens or heads what is new behind it.

        A question put to several people, an announcement, a label of sections, the head of a table.
        """
        text = self.texts[at]
        if text.endswith(_LEADS_ON) or _is_row(text):
            return True
        short = often >= _OFTEN and self.sizes[at] <= _LABEL_WORDS
        return short and text[0].isalpha() and not text.endswith(_SENTENCE_ENDS)  # "(Agency)" is a credit

    def _exact_rule(self, size: int, run: int) -> tuple[str, float]:
        """The rule for a paragraph that equals an earlier one, in a run of so many words; or an empty one."""
        if self.short_lines or self.series:
            long_enough = size >= self.config.refrain_words and not self.series
            if long_enough or run >= self.config.refrain_share * self.words:
                return "repeat.exact", 1.0
            return ("repeat.exact", 0.3) if size >= self.config.exact_words else ("", 0.0)
        if size >= self.config.exact_words:
            return "repeat.exact", 1.0
        return ("repeat.headline", 0.9) if run > size else ("", 0.0)

    def _is_series(self, groups: list[list[int]]) -> bool:
        """Whether many different paragraphs come back again and again, as in a plan, a timetable or a form."""
        often = sum(len(members) >= _OFTEN and self.sizes[members[0]] >= _SERIES_WORDS for members in groups)
        return bool(often >= self.config.series_size)

    @cached_property
    def short_lines(self) -> bool:
        """Whether this is verse, dialogue or a list, where lines come back on purpose."""
        return _median(self.sizes) < self.config.refrain_line

    # Paragraphs that are alike

    def _compared(self, candidates: Candidates) -> Iterator[Link]:
        order = self.config.reworded_order - SLACK
        for one, other in candidates.pairs:
            if not self._plausible(one, other, order):
                continue
            crowded = candidates.crowded((one, other), self.config.family_size)
            # In a family a paragraph stands word for word in another, or stays.
            if crowded and not self._plausible(one, other, math.inf):
                continue
            link = compare(self.like(one, other), (one, other), self.config, crowded=crowded)
            if link:
                spared = self.series or self._has_row(link)
                yield link._replace(score=min(link.score, SPARED)) if spared else link

    def _plausible(self, one: int, other: int, order: float) -> bool:
        """Whether enough words stand in the same order: half of what the rules will ask for, at a tenth of the cost."""
        shorter, longer = self.sizes[one], self.sizes[other]
        if shorter > longer:
            shorter, longer = longer, shorter
        if longer > LONGEST or shorter < self.least_words:
            return False
        enough = min(self.share * shorter, order * longer)
        return lcs_length(self.sight.strings[one], self.sight.strings[other], math.ceil(enough)) >= enough

    def _beside(self, links: list[Link], leader: dict[int, int]) -> Iterator[Link]:
        """Links between neighbours of linked paragraphs, unless one is alike to more than a family allows."""
        found: dict[tuple[int, int], Link] = {}
        partners: Counter[int] = Counter()

        def matches(one: int, other: int) -> bool:
            if leader.get(one, one) == leader.get(other, other) or not self._plausible(one, other, RUN_ORDER):
                return False
            crowded = self.sight.candidates.crowded((one, other), self.config.family_size)
            link = neighbour(self.like(one, other), (one, other), self.config, crowded=crowded)
            if link is None:
                return False
            found[one, other] = link
            partners.update((one, other))
            return max(partners[one], partners[other]) <= self.config.family_size

        seeds = {
            (min(link.one, link.other), max(link.one, link.other))
            for link in links
            if link.score >= ACTED_ON
            and (link.mutual or link.rule == "repeat.contained")
            and abs(link.one - link.other) > 1  # a passage said twice in a row is followed by what is new
        }
        deque(extend(seeds, len(self.blocks), matches), maxlen=0)
        for (one, other), link in found.items():
            if max(partners[one], partners[other]) <= self.config.family_size and not self._has_row(link):
                yield link

    def _has_row(self, link: Link) -> bool:
        return _is_row(self.texts[link.one]) or _is_row(self.texts[link.other])

    def like(self, one: int, other: int) -> Likeness:
        """The likeness of two paragraphs."""
        return self._known.like(self.texts[one], self.texts[other])

    # Report

    def _reported(self, link: Link) -> Iterator[Finding]:
        if link.measure == "exact":
            yield from self._equals(link)
            return
        yield self._finding(link, link.one, link.other)
        if link.mutual:
            yield self._finding(link, link.other, link.one)

    def _equals(self, link: Link) -> Iterator[Finding]:
        """Either of two that are equal. A hundred thousand may equal one: what can be shared is."""
        note = "" if link.score >= ACTED_ON else "comes back like a refrain"
        span, original = self.blocks[link.one].span, self._original(link.other)
        yield Finding(link.rule, span, link.score, original, note)
        yield Finding(link.rule, original.span, link.score, Twin(span, "exact", 1.0), note)

    def _finding(self, link: Link, one: int, other: int) -> Finding:
        score, note = link.score, ""
        twin = Twin(self.blocks[other].span, link.measure, round(link.value, 4))
        if added := self._added(one, other):
            note = f"adds: {', '.join(added[:_NOTED])}"
            if link.rule == "repeat.reworded" and len(added) >= self.config.reworded_adds:
                score = min(score, SPARED)
        return Finding(link.rule, self.blocks[one].span, round(score, 4), twin, note)

    def _original(self, other: int) -> Twin:
        """The evidence of all that equal a paragraph."""
        if other not in self._originals:
            self._originals[other] = Twin(self.blocks[other].span, "exact", 1.0)
        return self._originals[other]

    def _added(self, one: int, other: int) -> list[str]:
        """What would be lost: names and numbers that only the paragraph that goes states."""
        like = self.like(one, other)
        facts = lacking(like.one.words, like.other.words)
        return list(dict.fromkeys(fact.surface for fact in facts))


def _is_row(text: str) -> bool:
    return text.count(_BAR) >= _BARS


def _median(numbers: list[int]) -> float:
    """The median; ``statistics.median`` takes as long as the rest of an article's screening."""
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
