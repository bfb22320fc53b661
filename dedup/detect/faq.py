"""Blocks of questions and answers behind an article, which say again what it has said.

A FAQ block is a heading such as "Frequently Asked Questions" with the questions under it, or a run of
numbered or marked questions and answers at the article's end. An interview, or a page that is a FAQ, has no
article before its questions: it is left alone.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from dedup.config import Config
from dedup.detect.rulebook import fold, matcher
from dedup.measure.normalize import comparison_form, counted_words
from dedup.model import Block, Document, Finding, Match, Measure, Span, Twin

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
_STRIPPED = " \t*_#-–—•>:：.?!|()[]【】"
_LONGEST_HEADING, _LONGEST_QUESTION = 120, 300
#: An article must stand before its FAQ: at least so many words, and so much of the whole text.
_WORDS_BEFORE, _SHARE_BEFORE = 40, 0.3
#: Without a heading: at least so many marked pairs, with at most so many other blocks behind them.
_PAIRS_WITHOUT_HEADING, _BLOCKS_BEHIND = 2, 2
#: An answer restates the article when one of its blocks holds this share of the answer's content words.
_RESTATES = 0.6
_CONTENT = re.compile(r"[^\W\d_]{4,}|\d+")


class Pair(NamedTuple):
    """A question and its answers, as positions in the document's blocks; ``marked`` with Q./A. or a number."""

    question: int
    answers: tuple[int, ...]
    marked: bool


class FaqBlock(NamedTuple):
    """A FAQ block: the position of its heading, if it has one, and its pairs."""

    heading: int | None
    pairs: tuple[Pair, ...]

    def positions(self) -> list[int]:
        """The positions of all its blocks, the heading first."""
        heading = [] if self.heading is None else [self.heading]
        return heading + [at for pair in self.pairs for at in (pair.question, *pair.answers)]


def find(document: Document, config: Config) -> list[Finding]:
    """Findings about FAQ blocks, as ``config.faq`` asks."""
    if config.faq == "keep":
        return []
    return [finding for block in faq_blocks(document) for finding in _claims(document, config, block)]


def faq_blocks(document: Document) -> list[FaqBlock]:
    """The FAQ blocks of an article, none where the questions are the article."""
    blocks = document.blocks
    headings = [at for at, block in enumerate(blocks) if is_heading(block.text)]
    found = []
    for at in headings:
        pairs = _pairs(blocks, at + 1, set(headings))
        if pairs and _has_article_before(blocks, at, pairs):
            found.append(FaqBlock(at, tuple(pairs)))
    if not headings:
        pairs = _without_heading(document)
        if pairs:
            found.append(FaqBlock(None, tuple(pairs)))
    return found


def without_faq(document: Document) -> Document:
    """The document less its FAQ blocks."""
    gone = {at for block in faq_blocks(document) for at in block.positions()}
    if not gone:
        return document
    kept = tuple(block for at, block in enumerate(document.blocks) if at not in gone)
    return dataclasses.replace(document, blocks=kept)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a FAQ block, in any language of the rules."""
    if len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    folded = fold(text).strip(_STRIPPED)
    for hit in matcher().hits(folded):
        if hit.rule.family == _RULE:
            rest = folded[hit.length :].strip(_STRIPPED)
            if not rest or rest in ("faq", "faqs") or (hit.rule.form == "start" and len(text) <= hit.rule.max_chars):
                return True
    return False


def _is_question(block: Block) -> tuple[bool, bool]:
    """Whether a block is a question, and whether it is marked as one by more than its question mark."""
    text = block.text.strip("*_ ")
    if len(text) > _LONGEST_QUESTION:
        return False, False
    ends = bool(_QUESTION_END.search(text))
    marked = bool(_QUESTION.match(text))
    numbered = bool(_NUMBERED.match(text))
    return (ends or marked), (marked or (numbered and ends))


def _pairs(blocks: Sequence[Block], start: int, headings: set[int]) -> list[Pair]:
    """The questions and answers from ``start`` on, up to the first block that belongs to neither."""
    pairs: list[Pair] = []
    at = start
    while at < len(blocks) and at not in headings:
        asked, marked = _is_question(blocks[at])
        if not asked:
            break
        answers = _answers(blocks, at + 1, headings, limit=max((len(pair.answers) for pair in pairs), default=0))
        if not answers:
            break
        pairs.append(Pair(at, answers, marked))
        at = answers[-1] + 1
    return pairs


def _answers(blocks: Sequence[Block], start: int, headings: set[int], *, limit: int) -> tuple[int, ...]:
    """The answer to a question: up to the next question or heading.

    Behind the last question nothing tells where its answer ends: a marked answer is one block, others take
    as many blocks as the longest before (``limit``), at least one.
    """
    end = start
    while end < len(blocks) and end not in headings and not _is_question(blocks[end])[0]:
        if blocks[end].kind == "heading" and end > start:
            break
        end += 1
    last = end == len(blocks) or not _is_question(blocks[end])[0]
    if last and start < end:
        marked = bool(_ANSWER.match(blocks[start].text))
        end = min(end, start + (1 if marked else max(limit, 1)))
        while end < len(blocks) and blocks[end - 1].kind == blocks[end].kind == "item":
            end += 1
    return tuple(range(start, end))


def _has_article_before(blocks: Sequence[Block], at: int, pairs: Sequence[Pair]) -> bool:
    """Whether an article stands before the questions: text that is no question, in sentences."""
    before = sum(counted_words(block.text) for block in blocks[:at] if not _is_question(block)[0])
    after = sum(counted_words(blocks[n].text) for pair in pairs for n in (pair.question, *pair.answers))
    return before >= _WORDS_BEFORE and before >= _SHARE_BEFORE * (before + after)


def _without_heading(document: Document) -> list[Pair]:
    """A run of marked questions at the article's end, or of questions that the page itself calls a FAQ."""
    blocks = document.blocks
    known = {comparison_form(question) for question in document.metadata.questions}
    for at, block in enumerate(blocks):
        asked, marked = _is_question(block)
        if not asked or not (marked or (known and comparison_form(block.text) in known)):
            continue
        pairs = _pairs(blocks, at, set())
        sure = [p for p in pairs if _surely_faq(blocks, p, known)]
        behind = len(blocks) - 1 - (pairs[-1].answers[-1] if pairs else at)
        if (
            len(pairs) >= _PAIRS_WITHOUT_HEADING
            and len(sure) == len(pairs)
            and behind <= _BLOCKS_BEHIND
            and _has_article_before(blocks, at, pairs)
            and sum(counted_words(b.text) for b in blocks[:at]) >= sum(counted_words(b.text) for b in blocks[at:])
        ):
            return pairs
        return []
    return []


def _surely_faq(blocks: Sequence[Block], pair: Pair, known: set[str]) -> bool:
    """Marked with numbers or "Ans.", which interviews are not, or a question that the page declares."""
    question = _QUESTION.match(blocks[pair.question].text)
    answer = blocks[pair.answers[0]].text.lower()
    numbered = bool(question and question[1]) or bool(_NUMBERED.match(blocks[pair.question].text))
    return numbered or answer.startswith("ans") or comparison_form(blocks[pair.question].text) in known


def _claims(document: Document, config: Config, block: FaqBlock) -> list[Finding]:
    blocks = document.blocks
    places = block.positions()
    if config.faq == "restated":
        return [finding for pair in block.pairs for finding in _restated(blocks[: places[0]], blocks, pair)]
    if block.heading is None:
        reason = Measure("questions_and_answers", len(block.pairs), _PAIRS_WITHOUT_HEADING)
        return [Finding(_RULE, blocks[n].span, 0.8, reason) for n in places]
    match = Match(blocks[block.heading].text, blocks[block.heading].span)
    return [Finding(_RULE, blocks[n].span, 0.9, match) for n in places]


def _restated(body: Sequence[Block], blocks: Sequence[Block], pair: Pair) -> list[Finding]:
    """Findings about a question and its answer, if one block of the body holds what the answer says."""
    wanted = _content(" ".join(blocks[n].text for n in pair.answers))
    if len(wanted) < 3:
        return []
    best, value = max(((block, len(wanted & _content(block.text)) / len(wanted)) for block in body), key=lambda r: r[1])
    if value < _RESTATES:
        return []
    twin = Twin(best.span, "containment_content_words", round(value, 4))
    return [Finding(_RULE, Span(*blocks[n].span), 0.8, twin) for n in (pair.question, *pair.answers)]


@functools.lru_cache(maxsize=1024)
def _content(text: str) -> frozenset[str]:
    """Content words cut to their beginnings, so that inflected forms meet."""
    return frozenset(word[:6] for word in _CONTENT.findall(comparison_form(text)))
