"""Blocks of questions and answers behind an article, which say again what it has said.

A FAQ block is a heading such as "Frequently Asked Questions" with the questions under it, or a run of
numbered or marked questions and answers at the article's end. An interview, or a page that is a FAQ, has no
article before its questions: it is left alone.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedup.config import Config
from dedup.detect.rulebook import Matcher, compile_rules, fold, fold_all, read_rules, rules
from dedup.measure.normalize import comparison_form, counted_words
from dedup.model import Block, Document, Finding, Match, Measure, Twin

_RULE = "boilerplate.faq"
_MARK = r"\s?[.:]?\s?(\d{0,2})\s?[.:)：．]\s*\S"
_QUESTION = re.compile(
    r"(?:q|question|frage|pregunta|pergunta|domanda|вопрос|問|问|سؤال|प्रश्न|soru|f|p)" + _MARK, re.IGNORECASE
)
_ANSWER = re.compile(
    r"(?:a|ans|answer|antwort|respuesta|resposta|réponse|risposta|ответ|答|جواب|उत्तर|cevap|r)" + _MARK,
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}\s?[.)]\s*\S")
_QUESTION_END = re.compile(r"[?？؟;]['\"”’)]?$")
#: What the marks of :data:`_QUESTION` begin with.
_MARKS_BEGIN = frozenset("QqFfPpDdВвSsſ问問سप")
_STRIPPED = " \t*_#-–—•>:：.?!|()[]【】"
_LONGEST_HEADING, _LONGEST_QUESTION = 120, 300
#: An article must stand before its FAQ: at least so many words, and so much of the whole text.
_WORDS_BEFORE, _SHARE_BEFORE = 40, 0.3
#: Without a heading: at least so many marked pairs, with at most so many other blocks behind them.
_PAIRS_WITHOUT_HEADING, _BLOCKS_BEHIND = 2, 2
#: An answer restates the article when one of its blocks holds this share of the answer's content words.
_RESTATES = 0.6
#: Answers of fewer content words say too little to be found again, and with more blocks none is compared.
_FEWEST_WORDS, _MOST_COMPARED = 3, 200
_CONTENT = re.compile(r"[^\W\d_]{4,}|\d+")


class Pair(NamedTuple):
    """A question and its answers, as positions in the document's blocks; ``marked`` with Q./A. or a number."""

    question: int
    answers: range
    marked: bool


class FaqBlock(NamedTuple):
    """A FAQ block: the position of its heading, if it has one, and its pairs."""

    heading: int | None
    pairs: tuple[Pair, ...]

    def positions(self) -> list[int]:
        """The positions of all its blocks, the heading first."""
        heading = [] if self.heading is None else [self.heading]
        return heading + [at for pair in self.pairs for at in (pair.question, *pair.answers)]


class _Reading:
    """A document's blocks with what is asked of them more than once, each found out once."""

    def __init__(self, document: Document, rules: Matcher) -> None:
        self.blocks = document.blocks
        self.headings = _headings(document.blocks, rules)
        self.stops = frozenset(self.headings)
        self.known = frozenset(comparison_form(question) for question in document.metadata.questions)

    @functools.cached_property
    def asked(self) -> list[tuple[bool, bool]]:
        """Of each block whether it is a question, and whether it is marked as one by more than its question mark."""
        return [_is_question(block.text) for block in self.blocks]

    @functools.cached_property
    def words(self) -> list[float]:
        """How many words stand before each block, and at the end how many in all."""
        return list(itertools.accumulate((counted_words(block.text) for block in self.blocks), initial=0.0))

    @functools.cached_property
    def said(self) -> list[float]:
        """The same of the blocks that are no questions."""
        counts = zip(self.words, self.words[1:], self.asked, strict=False)
        return list(itertools.accumulate((0.0 if asked[0] else b - a for a, b, asked in counts), initial=0.0))


def find(document: Document, config: Config) -> list[Finding]:
    """Findings about FAQ blocks, as ``config.faq`` asks.

    Raises:
        RuleError: a rule file is unusable.
    """
    if config.faq == "keep":
        return []
    blocks = faq_blocks(document, config)
    if config.faq == "restated":
        return list(_restated(document, blocks))
    return [finding for block in blocks for finding in _claims(document, block)]


def faq_blocks(document: Document, config: Config | None = None) -> list[FaqBlock]:
    """The FAQ blocks of an article, none where the questions are the article.

    Raises:
        RuleError: a rule file of ``config`` is unusable.
    """
    reading = _Reading(document, _faq_rules(config.rule_files if config else ()))
    found = []
    for at in reading.headings:
        pairs = _pairs(reading, at + 1)
        if pairs and _has_article_before(reading, at, pairs):
            found.append(FaqBlock(at, tuple(pairs)))
    if not reading.headings:
        pairs = _without_heading(reading)
        if pairs:
            found.append(FaqBlock(None, tuple(pairs)))
    return found


def without_faq(document: Document, config: Config | None = None) -> Document:
    """The document less its FAQ blocks.

    Raises:
        RuleError: a rule file of ``config`` is unusable.
    """
    gone = {at for block in faq_blocks(document, config) for at in block.positions()}
    if not gone:
        return document
    kept = tuple(block for at, block in enumerate(document.blocks) if at not in gone)
    return dataclasses.replace(document, blocks=kept)


@functools.lru_cache(maxsize=16)
def _faq_rules(files: tuple[str, ...] = ()) -> Matcher:
    """The headings of FAQ blocks, dedup's own and those of a caller's rule files."""
    known = (*(rule for path in files for rule in read_rules(path)), *rules())
    return compile_rules(rule for rule in known if rule.family == _RULE)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a FAQ block, in any language of the rules."""
    if len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    return _says_faq(fold(text).strip(_STRIPPED), len(text), _faq_rules())


def _headings(blocks: Sequence[Block], known: Matcher) -> list[int]:
    """The places of the headings: all short lines folded together, and few of them looked at again."""
    short = [n for n, block in enumerate(blocks) if len(block.text) <= _LONGEST_HEADING]
    lines = fold_all([blocks[n].text for n in short])
    found = []
    for n, line in zip(short, lines, strict=True):
        folded = line.strip(_STRIPPED)
        if known.knows(folded) and "\n" not in blocks[n].text and _says_faq(folded, len(blocks[n].text), known):
            found.append(n)
    return found


def _says_faq(folded: str, size: int, known: Matcher) -> bool:
    """Whether a folded line of once ``size`` code points is a heading."""
    for hit in known.hits(folded):
        rest = folded[hit.length :].strip(_STRIPPED)
        if not rest or rest in ("faq", "faqs") or (hit.rule.form == "start" and size <= hit.rule.max_chars):
            return True
    return False


def _is_question(text: str) -> tuple[bool, bool]:
    """Whether a text is a question, and whether it is marked as one by more than its question mark."""
    text = text.strip("*_ ")
    if len(text) > _LONGEST_QUESTION:
        return False, False
    ends = bool(_QUESTION_END.search(text, max(len(text) - 2, 0)))
    marked = bool(_QUESTION.match(text))
    numbered = bool(_NUMBERED.match(text))
    return (ends or marked), (marked or (numbered and ends))


def _pairs(reading: _Reading, start: int) -> list[Pair]:
    """The questions and answers from ``start`` on, up to the first block that belongs to neither."""
    pairs: list[Pair] = []
    at, longest = start, 0
    while at < len(reading.blocks) and at not in reading.stops:
        asked, marked = reading.asked[at]
        if not asked:
            break
        answers = _answers(reading, at + 1, limit=longest)
        if not answers:
            break
        pairs.append(Pair(at, answers, marked))
        at, longest = answers[-1] + 1, max(longest, len(answers))
    return pairs


def _answers(reading: _Reading, start: int, *, limit: int) -> range:
    """The answer to a question: up to the next question or heading.

    Behind the last question nothing tells where its answer ends: a marked answer is one block, others take
    as many blocks as the longest before (``limit``), at least one.
    """
    blocks, asked = reading.blocks, reading.asked
    end = start
    while end < len(blocks) and end not in reading.stops and not asked[end][0]:
        if blocks[end].kind == "heading" and end > start:
            break
        end += 1
    last = end == len(blocks) or not asked[end][0]
    if last and start < end:
        marked = bool(_ANSWER.match(blocks[start].text))
        end = min(end, start + (1 if marked else max(limit, 1)))
        while end < len(blocks) and blocks[end - 1].kind == blocks[end].kind == "item":
            end += 1
    return range(start, end)


def _has_article_before(reading: _Reading, at: int, pairs: Sequence[Pair]) -> bool:
    """Whether an article stands before the questions: text that is no question, in sentences."""
    before = reading.said[at]
    after = reading.words[pairs[-1].answers[-1] + 1] - reading.words[pairs[0].question]
    return before >= _WORDS_BEFORE and before >= _SHARE_BEFORE * (before + after)


def _without_heading(reading: _Reading) -> list[Pair]:
    """A run of marked questions at the article's end, or of questions that the page itself calls a FAQ."""
    blocks, known = reading.blocks, reading.known
    at = next((n for n, block in enumerate(blocks) if _opens_run(block.text, known)), None)
    if at is None:
        return []
    pairs = _pairs(reading, at)
    behind = len(blocks) - 1 - (pairs[-1].answers[-1] if pairs else at)
    if (
        len(pairs) >= _PAIRS_WITHOUT_HEADING
        and behind <= _BLOCKS_BEHIND
        and all(_surely_faq(blocks, pair, known) for pair in pairs)
        and _has_article_before(reading, at, pairs)
        and 2 * reading.words[at] >= reading.words[-1]
    ):
        return pairs
    return []


def _opens_run(text: str, known: frozenset[str]) -> bool:
    """Whether a block is a marked question, or one that the page calls a question of its FAQ."""
    if known and comparison_form(text) in known and _is_question(text)[0]:
        return True
    return _may_be_marked(text) and _is_question(text)[1]


def _may_be_marked(text: str) -> bool:
    """Whether a text begins like a mark: quick, and true for one in five."""
    first = text[0] if text[0] not in "*_ " else text.lstrip("*_ ")[:1]
    return first in _MARKS_BEGIN or first.isdecimal()


def _surely_faq(blocks: Sequence[Block], pair: Pair, known: frozenset[str]) -> bool:
    """Marked with numbers or "Ans.", which interviews are not, or a question that the page declares."""
    question = _QUESTION.match(blocks[pair.question].text)
    answer = blocks[pair.answers[0]].text.lower()
    numbered = bool(question and question[1]) or bool(_NUMBERED.match(blocks[pair.question].text))
    return numbered or answer.startswith("ans") or comparison_form(blocks[pair.question].text) in known


def _claims(document: Document, block: FaqBlock) -> list[Finding]:
    blocks = document.blocks
    places = block.positions()
    if block.heading is None:
        reason = Measure("questions_and_answers", len(block.pairs), _PAIRS_WITHOUT_HEADING)
        return [Finding(_RULE, blocks[n].span, 0.8, reason) for n in places]
    match = Match(blocks[block.heading].text, blocks[block.heading].span)
    return [Finding(_RULE, blocks[n].span, 0.9, match) for n in places]


def _restated(document: Document, found: Sequence[FaqBlock]) -> Iterator[Finding]:
    """Findings about questions and answers that a block of the article before them holds.

    A heading whose questions all go goes with them.
    """
    blocks = document.blocks
    said = Said()
    told = 0
    for block in found:
        first = block.positions()[0]
        for at in range(told, first):
            said.add(at, _content(blocks[at].text))
        told = max(told, block.positions()[-1] + 1)
        twins = [said.best(_content(" ".join(blocks[n].text for n in pair.answers))) for pair in block.pairs]
        for pair, twin in zip(block.pairs, twins, strict=True):
            if twin is not None:
                evidence = Twin(blocks[twin[0]].span, "containment_content_words", round(twin[1], 4))
                for n in (pair.question, *pair.answers):
                    yield Finding(_RULE, blocks[n].span, 0.8, evidence)
        if block.heading is not None and None not in twins:
            match = Match(blocks[block.heading].text, blocks[block.heading].span)
            yield Finding(_RULE, blocks[block.heading].span, 0.8, match, "all that stood under it goes")


class Said:
    """What the blocks of an article say, looked up by words: the block that holds most of an answer."""

    def __init__(self) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._words: dict[int, frozenset[str]] = {}

    def add(self, place: int, words: frozenset[str]) -> None:
        """Take a block in; places come in order."""
        self._words[place] = words
        for word in words:
            if len(self._places[word]) < _MOST_COMPARED:
                self._places[word].append(place)

    def best(self, wanted: frozenset[str]) -> tuple[int, float] | None:
        """The first block that holds the largest share of the words, if that is enough, with the share.

        A block that holds so many of the words has one of the rarest, so only those are looked up.
        """
        if len(wanted) < _FEWEST_WORDS:
            return None
        rarest = sorted(wanted, key=lambda word: (len(self._places.get(word, ())), word))
        needed = len(wanted) - math.ceil(_RESTATES * len(wanted)) + 1
        near = sorted({place for word in rarest[:needed] for place in self._places.get(word, ())})[:_MOST_COMPARED]
        shares = [(len(wanted & self._words[place]) / len(wanted), -place) for place in near]
        share, place = max(shares, default=(0.0, 0))
        return (-place, share) if share >= _RESTATES else None


def _content(text: str) -> frozenset[str]:
    """Content words cut to their beginnings, so that inflected forms meet."""
    return frozenset(word[:6] for word in _CONTENT.findall(comparison_form(text)))
