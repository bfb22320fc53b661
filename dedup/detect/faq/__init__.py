"""Blocks of questions and answers behind an article, which say again what it has said.

A FAQ block is a heading such as "Frequently Asked Questions" with the questions under it, or a run of
numbered or marked questions and answers at the article's end. An interview, or a page that is a FAQ, has no
article before its questions: it is left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from dedup.config import Config
from dedup.detect.faq.blocks import PAIRS_WITHOUT_HEADING, FaqBlock, find_blocks
from dedup.detect.faq.marks import RULE, is_heading
from dedup.detect.faq.restated import Said, content_words
from dedup.detect.memory import Memory
from dedup.model import Document, Finding, Match, Measure, Twin

__all__ = ["faq_blocks", "find", "is_heading", "without_faq"]


def find(document: Document, config: Config, memory: Memory | None = None) -> list[Finding]:
    """Findings about FAQ blocks, as ``config.faq`` asks; nothing is remembered.

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
    return find_blocks(document, config.rule_files if config else ())


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


def _claims(document: Document, block: FaqBlock) -> list[Finding]:
    blocks = document.blocks
    places = block.positions()
    if block.heading is None:
        reason = Measure("questions_and_answers", len(block.pairs), PAIRS_WITHOUT_HEADING)
        return [Finding(RULE, blocks[n].span, 0.8, reason) for n in places]
    match = Match(blocks[block.heading].text, blocks[block.heading].span)
    return [Finding(RULE, blocks[n].span, 0.9, match) for n in places]


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
            said.add(at, content_words(blocks[at].text))
        told = max(told, block.positions()[-1] + 1)
        twins = [said.holders(content_words(" ".join(blocks[n].text for n in pair.answers))) for pair in block.pairs]
        for pair, holders in zip(block.pairs, twins, strict=True):
            for place, share in holders:
                evidence = Twin(blocks[place].span, "containment_content_words", round(share, 4))
                for n in pair.positions():
                    yield Finding(RULE, blocks[n].span, 0.8, evidence)
        if block.heading is not None and all(twins):
            match = Match(blocks[block.heading].text, blocks[block.heading].span)
            for n in block.above():
                yield Finding(RULE, blocks[n].span, 0.8, match, "all that stood under it goes")
