"""The FAQ blocks of a document: headings, introductions, questions and their answers, as positions of its blocks.

Time is linear in the document: each block is judged and counted once, however many headings there are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from dedup.detect.faq import marks
from dedup.detect.matcher import Matcher
from dedup.lazy import cached_property
from dedup.measure.normalize import comparison_form, counted_words
from dedup.model import Block, Document

#: An article must stand before its FAQ: at least so many words, and so much of the whole text.
_WORDS_BEFORE, _SHARE_BEFORE = 40, 0.3
#: Without a heading: at least so many marked pairs, with at most so many other blocks behind them.
PAIRS_WITHOUT_HEADING, _BLOCKS_BEHIND = 2, 2
#: A line between the heading and the first question: code points, and questions that must follow.
_LONGEST_INTRO, _PAIRS_INTRODUCED = 300, 2
#: What the class, id or itemprop of a FAQ's elements says, and how far up it is looked for.
_FAQ_HINTS, _ANCESTORS = re.compile(r"(?:\b|_)faqs?(?:\b|_)|\bmainentity\b|frequently-?asked"), 6
#: What those hints hold, and elements whose tag says the same.
_FAQ_WORDS, _FAQ_TAGS = ("faq", "mainentity", "frequently"), frozenset(("summary", "details"))
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: A heading behind the last answer is no longer than this, in code points.
_LONGEST_TITLE = 60
#: So many answers tell how long the last one is.
_ANSWERS_COMPARED = 15
#: So many blocks between two questions that are answered in the same block are more of the answer.
_BLOCKS_BETWEEN = 3


class Pair(NamedTuple):
    """A question and its answers, as positions in the document's blocks; ``marked`` with Q./A. or a number.

    Where both stand in one block, its position is both.
    """

    question: int
    answers: range
    marked: bool

    def positions(self) -> range:
        """The positions of all its blocks."""
        return range(self.question, self.answers[-1] + 1)


class FaqBlock(NamedTuple):
    """A FAQ block: its pairs, and the positions of its heading and of a line of introduction, if it has them."""

    heading: int | None
    pairs: tuple[Pair, ...]
    intro: int | None = None

    def above(self) -> list[int]:
        """The positions of the heading and the introduction."""
        return [at for at in (self.heading, self.intro) if at is not None]

    def positions(self) -> list[int]:
        """The positions of all its blocks, the heading first."""
        return [*self.above(), *(at for pair in self.pairs for at in pair.positions())]


class _Reading:
    """A document's blocks with what is asked of them more than once, each found out once."""

    def __init__(self, document: Document, rules: Matcher) -> None:
        self.blocks = document.blocks
        self.headings = marks.headings(document.blocks, rules)
        self.stops = frozenset(self.headings)
        self._known = frozenset(comparison_form(question) for question in document.metadata.questions)
        self._layout = document.layout

    @cached_property
    def asked(self) -> list[tuple[bool, bool]]:
        """Of each block whether it is a question, and whether it is marked as one by more than its question mark."""
        found = [marks.is_question(block.text) for block in self.blocks]
        for heading in self.headings:
            for at in _unmarked(self.blocks, heading + 1):
                found[at] = (True, False)
        return found

    @cached_property
    def words(self) -> list[float]:
        """How many words stand before each block, and at the end how many in all."""
        return list(itertools.accumulate((counted_words(block.text) for block in self.blocks), initial=0.0))

    @cached_property
    def said(self) -> list[float]:
        """The same of the blocks that are no questions."""
        counts = zip(self.words, self.words[1:], self.asked, strict=False)
        return list(itertools.accumulate((0.0 if asked[0] else b - a for a, b, asked in counts), initial=0.0))

    def is_heading(self, at: int) -> bool:
        """Whether the page marks a block as a heading of less than the whole."""
        element = self.blocks[at].element
        return self._layout is not None and element >= 0 and self._layout.tags[element] in _HEADINGS

    @property
    def declares(self) -> bool:
        """Whether the page may say which of its lines are questions."""
        return bool(self._known or self._marked)

    def is_known(self, at: int) -> bool:
        """Whether the page's data names a block as a question of a FAQ."""
        return bool(self._known) and comparison_form(self.blocks[at].text) in self._known

    def is_inside(self, at: int) -> bool:
        """Whether a block stands in an element that says it holds a FAQ, as the article's beginning does not."""
        return self._inside_faq(self.blocks[at].element) and not self._inside_faq(self.blocks[0].element)

    def _inside_faq(self, element: int) -> bool:
        layout, marked = self._layout, self._marked
        for _ in range(_ANCESTORS if marked else 0):
            if layout is None or element < 0:
                return False
            if element in marked:
                return True
            element = layout.parents[element]
        return False

    @cached_property
    def _marked(self) -> frozenset[int]:
        """The elements that say they hold a FAQ: most pages have none, and a search for a plain word is quick."""
        layout = self._layout
        if layout is None:
            return frozenset()
        hints = " ".join(layout.hints)
        if not any(word in hints for word in _FAQ_WORDS) and _FAQ_TAGS.isdisjoint(layout.tags):
            return frozenset()
        elements = enumerate(zip(layout.tags, layout.hints, strict=True))
        return frozenset(at for at, (tag, hint) in elements if tag in _FAQ_TAGS or _FAQ_HINTS.search(hint))


def find_blocks(document: Document, files: tuple[str, ...] = ()) -> list[FaqBlock]:
    """The FAQ blocks of an article, none where the questions are the article; ``files`` are rule files to add.

    Raises:
        RuleError: a rule file is unusable.
    """
    reading = _Reading(document, marks.faq_rules(files))
    if not reading.headings:
        block = _without_heading(reading)
        return [block] if block else []
    under = (_under(reading, at) for at in reading.headings)
    return [block for block in under if block and _has_article_before(reading, block.above()[0], block.pairs)]


def _under(reading: _Reading, heading: int) -> FaqBlock | None:
    """The block under a heading: questions and answers, perhaps each pair in one block, perhaps introduced."""
    start, blocks = heading + 1, reading.blocks
    for read in (_pairs, _answered_pairs):
        if pairs := read(reading, start):
            return FaqBlock(heading, tuple(pairs))
    if start + 1 >= len(blocks) or start in reading.stops or reading.asked[start][0]:
        return None
    if len(blocks[start].text) <= _LONGEST_INTRO:
        for read in (_pairs, _answered_pairs):
            if len(pairs := read(reading, start + 1)) >= _PAIRS_INTRODUCED:
                return FaqBlock(heading, tuple(pairs), start)
    return None


def _answered_pairs(reading: _Reading, start: int) -> list[Pair]:
    """Questions that are answered in the same block, and what stands between two of them."""
    blocks = reading.blocks
    pairs: list[Pair] = []
    at = end = start
    while end < len(blocks) and end not in reading.stops and end <= at + _BLOCKS_BETWEEN:
        if marks.is_answered(blocks[end].text):
            if pairs:
                pairs[-1] = pairs[-1]._replace(answers=range(at, end))
            pairs.append(Pair(end, range(end, end + 1), marks.says_marked(blocks[end].text)[0]))
            at = end
        elif not pairs:
            break
        end += 1
    return pairs


def _pairs(reading: _Reading, start: int) -> list[Pair]:
    """The questions and answers from ``start`` on, up to the first block that belongs to neither."""
    pairs: list[Pair] = []
    at = start
    sizes: list[int] = []
    while at < len(reading.blocks) and at not in reading.stops:
        asked, marked = reading.asked[at]
        if not asked:
            break
        answers = _answers(reading, at + 1, limit=_usual(sizes))
        if not answers and pairs and at + 1 == len(reading.blocks):
            answers = range(at, at + 1)  # its answer is gone, or was never there: a question still, and the last
        if not answers:
            break
        pairs.append(Pair(at, answers, marked))
        at = answers[-1] + 1
        sizes.append(len(answers))
    return pairs


def _usual(sizes: list[int]) -> int:
    """The lower median of the last few sizes; 0 without any."""
    last = sorted(sizes[-_ANSWERS_COMPARED:])
    return last[(len(last) - 1) // 2] if last else 0


def _answers(reading: _Reading, start: int, *, limit: int) -> range:
    """The answer to a question: up to the next question or heading.

    Behind the last question nothing tells where its answer ends: a marked answer is one block, others take
    as many blocks as answers before mostly have (``limit``), at least one.
    """
    blocks, asked = reading.blocks, reading.asked
    end = start
    while end < len(blocks) and end not in reading.stops and not asked[end][0]:
        if blocks[end].kind == "heading" and end > start:
            break
        end += 1
    last = end == len(blocks) or not asked[end][0]
    if last and start < end:
        marked = marks.is_marked_answer(blocks[start].text)
        end = min(end, start + (1 if marked else max(limit, 1)))
        end = next((at for at in range(start + 1, end) if _heads(blocks[at])), end)
        while end < len(blocks) and blocks[end - 1].kind == blocks[end].kind == "item":
            end += 1
    return range(start, end)


def _heads(block: Block) -> bool:
    """Whether a line may be the heading of what follows a FAQ: "Final words"."""
    return block.kind != "item" and len(block.text) <= _LONGEST_TITLE and not marks.ends_as_answer(block.text)


def _has_article_before(reading: _Reading, at: int, pairs: Sequence[Pair]) -> bool:
    """Whether an article stands before the questions: text that is no question, in sentences."""
    before = reading.said[at]
    after = reading.words[pairs[-1].answers[-1] + 1] - reading.words[pairs[0].question]
    return before >= _WORDS_BEFORE and before >= _SHARE_BEFORE * (before + after)


def _without_heading(reading: _Reading) -> FaqBlock | None:
    """A run of marked questions at the article's end, or of questions that the page itself calls a FAQ."""
    blocks = reading.blocks
    near = range(len(blocks)) if reading.declares else marks.perhaps_marked(blocks)
    at = next((n for n in near if _opens_run(reading, n, blocks[n].text)), None)
    if at is None or marks.number(blocks[at].text.lstrip("*_ ")) > 1:  # the article's own parts are numbered before it
        return None
    pairs = _pairs(reading, at)
    behind = len(blocks) - 1 - (pairs[-1].answers[-1] if pairs else at)
    if (
        len(pairs) >= PAIRS_WITHOUT_HEADING
        and behind <= _BLOCKS_BEHIND
        and all(_surely_faq(reading, pair) for pair in pairs)
        and _has_article_before(reading, at, pairs)
        and 2 * reading.words[at] >= reading.words[-1]
    ):
        return FaqBlock(at - 1 if reading.is_heading(at - 1) else None, tuple(pairs))
    return None


def _opens_run(reading: _Reading, at: int, text: str) -> bool:
    """Whether a block is a marked question, or one that the page calls a question of its FAQ."""
    if reading.declares and (reading.is_known(at) or reading.is_inside(at)) and marks.is_question(text)[0]:
        return True
    return marks.may_be_marked(text) and marks.is_question(text)[1]


def _unmarked(blocks: Sequence[Block], start: int) -> list[int]:
    """Questions without a question mark that stand under a heading, each over an answer in sentences.

    One alone may be the next part of the article: "How we measured".
    """
    found = []
    for at in range(start, len(blocks) - 1, 2):
        if not (marks.asks(blocks[at].text) and marks.ends_as_answer(blocks[at + 1].text)):
            break
        found.append(at)
    return found if len(found) >= PAIRS_WITHOUT_HEADING else []


def _surely_faq(reading: _Reading, pair: Pair) -> bool:
    """Marked with numbers or "Ans.", which interviews are not, or declared by the page."""
    asked, answer = reading.blocks[pair.question].text, reading.blocks[pair.answers[0]].text
    if marks.says_marked(asked)[1] or answer[:3].lower() == "ans" or reading.is_known(pair.question):
        return True
    return all(map(reading.is_inside, pair.positions()))
