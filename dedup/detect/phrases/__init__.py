"""Boilerplate by its phrases: whole lines, lists under a heading, and clearly delimited parts of paragraphs.

A naive list of regular expressions makes extractors worse, because most of these phrases open real
sentences too. So a phrase counts only where it stands like a label: alone, or before a separator and a
title, or within narrow caps together with a second word of its kind. Quoted phrases never count.
Method and figures: docs/phrases.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.config import Config
from dedup.detect.matcher import matcher
from dedup.detect.memory import Memory
from dedup.detect.phrases.belongings import belongings
from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.edges import at_the_edges
from dedup.detect.phrases.line import whole
from dedup.detect.phrases.parts import parts
from dedup.detect.phrases.screen import screen
from dedup.detect.phrases.shape import ends_like_a_sentence, goes_on, words
from dedup.model import Block, Document, Finding, Match, Span

__all__ = ["find"]

#: How many blocks from the beginning and from the end of an article count as its edges.
_HEAD_BLOCKS, _TAIL_BLOCKS = 6, 4
#: How many blocks from the end, and of which share, belong to its end.
_END_BLOCKS, _END_SHARE = 6, 0.5
#: The score of a weak phrase that nothing supports: shown, not acted on.
_UNSUPPORTED = 0.4
_FAQ, _DATE = "boilerplate.faq", "boilerplate.date"
#: So many different dates, each above so many words or more, are the headings of a chronicle, a diary or a live blog.
_CHAPTERS, _CHAPTER_WORDS = 3, 6


def find(document: Document, config: Config, memory: Memory | None = None) -> list[Finding]:
    """Findings of all phrase rules, and of lines at the article's edges that are known by their shape.

    Args:
        document: what was read.
        config: the phrases and rule files.
        memory: of an earlier look at a document of which this is what is left.

    Raises:
        RuleError: a rule file is unusable.
    """
    rules = matcher(config.phrases, config.rule_files)
    blocks = document.blocks
    seen = screen(blocks, rules, memory)
    claims: list[Claim | None] = [None] * len(blocks)
    places = sorted(seen.opened | seen.within)
    for place in places:
        claims[place] = whole(blocks[place].text, rules, inside=place in seen.within)
    faq = next((at for at in places if _opens_faq(claims[at])), len(blocks))
    chapters = _chapters(places, claims, blocks)
    findings: list[Finding] = []
    claimed = [False] * len(blocks)
    for place in places:
        block, claim = blocks[place], claims[place]
        if claim is None:
            findings += parts(block, rules) if place in seen.within else ()
        elif not _opens_faq(claim):
            objection = "opens a part of the text" if place in chapters else _objection(place, claims, blocks)
            finding = _of_line(block, claim, objection=objection)
            findings.append(finding)
            claimed[place] = finding.score >= 0.5
    for place, finding in _with_belongings(blocks, claims, claimed):
        findings.append(finding)
        claimed[place] = True
    return [*findings, *at_the_edges(document, claimed[:faq])]


def _opens_faq(claim: Claim | None) -> bool:
    """Whether a line is the heading of a FAQ, which has a detector of its own and settings of its own."""
    return claim is not None and claim.rule.family == _FAQ


def _chapters(places: Sequence[int], claims: Sequence[Claim | None], blocks: Sequence[Block]) -> frozenset[int]:
    """The places of dates that are headings: "Day 1", "4 March 1991"."""
    dates = [at for at in places if _is_date(claims[at]) and any(_is_told(b.text) for b in blocks[at + 1 : at + 2])]
    return frozenset(dates if len({blocks[at].text for at in dates}) >= _CHAPTERS else ())


def _is_told(line: str) -> bool:
    return ends_like_a_sentence(line) and words(line) >= _CHAPTER_WORDS


def _is_date(claim: Claim | None) -> bool:
    return claim is not None and claim.rule.family == _DATE and claim.rule.form == "words"


def _objection(place: int, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> str:
    """Why a phrase does not count where it stands, or an empty string."""
    claim = claims[place]
    if claim is None:
        return ""
    if claim.rule.at_end:
        behind = len(claims) - 1 - place
        at_end = behind < _END_BLOCKS and place >= _END_SHARE * (len(claims) - 1) and place > 0
        return "" if at_end else "common in prose too, and this is not the article's end"
    if claim.rule.weak and not _supported(place, claims):
        return "common in prose too, and nothing beside it supports it"
    if claim.bare and goes_on(blocks, place):
        return "the next line goes on in the middle of a sentence"
    return ""


def _supported(place: int, claims: Sequence[Claim | None]) -> bool:
    """Whether a line stands at an edge, or beside a line that a rule claims by itself."""
    if place < _HEAD_BLOCKS or place >= len(claims) - _TAIL_BLOCKS:
        return True
    near = claims[place - 1], claims[place + 1]
    return any(claim is not None and not claim.rule.weak for claim in near)


def _of_line(block: Block, claim: Claim, *, objection: str) -> Finding:
    span = Span(block.start + claim.start, block.start + claim.end)
    match = Match(claim.phrase, span)
    if objection:
        return Finding(claim.rule.family, span, min(claim.score, _UNSUPPORTED), match, objection)
    return Finding(claim.rule.family, span, claim.score, match, claim.note)


def _with_belongings(
    blocks: Sequence[Block], claims: Sequence[Claim | None], claimed: Sequence[bool]
) -> Iterator[tuple[int, Finding]]:
    """Findings about what stands under headings, by place."""
    for place in [at for at, taken in enumerate(claimed) if taken]:
        claim = claims[place]
        if claim is not None and claim.bare and claim.rule.collects:
            heading = Match(claim.phrase, blocks[place].span)
            for at in belongings(place, blocks, claims, claim.rule.collects):
                yield at, Finding(claim.rule.family, blocks[at].span, 0.75, heading, "belongs to the heading")
