"""Boilerplate by its phrases: whole lines, lists under a heading, and clearly delimited parts of paragraphs.

A naive list of regular expressions makes extractors worse, because most of these phrases open real
sentences too. So a phrase counts only where it stands like a label: alone, or before a separator and a
title, or within narrow caps together with a second word of its kind. Quoted phrases never count.
Method and figures: docs/phrases.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.config import Config
from dedup.detect.phrases.edges import headline_or_byline
from dedup.detect.phrases.line import INSIDE_CHARS, Claim, made_of_words, opening
from dedup.detect.rulebook import Matcher, fold, matcher
from dedup.model import Block, Document, Finding, Match, Span

__all__ = ["find"]

#: How many blocks from the beginning and from the end of an article count as its edges.
_HEAD_BLOCKS, _TAIL_BLOCKS = 6, 4
#: Lines longer than these (code points) hold no date, and no opening phrase of any rule.
_DATE_CHARS, _LINE_CHARS = 90, 1_600
#: A heading's list: at most this many lines, each at most this long (code points).
_LIST_LINES, _LIST_CHARS = 12, 160
#: The score of a weak phrase that nothing supports: shown, not acted on.
_UNSUPPORTED = 0.4
#: How far from the end of a paragraph a trailing teaser may start, in code points.
_TAIL = 240
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】\n]{3,220})[)\]）】]")
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’)]?\s+(?=\S)")
_PROSE_END = re.compile(r"[.!?…。！？।؟][\"'”’)»]?$")
#: Families whose phrases may go from inside a paragraph when brackets or a sentence's end delimit them.
_DELIMITED = frozenset(
    f"boilerplate.{name}" for name in ("related", "newsletter", "share", "app", "caption", "advert")
) | {"user.phrase"}
#: Found by a detector of its own.
_FAQ = "boilerplate.faq"
#: Families whose headings take a list of titles with them.
_COLLECTING = frozenset({"boilerplate.related", "boilerplate.tags"})


def find(document: Document, config: Config) -> list[Finding]:
    """Findings of all phrase rules, and of lines at the article's edges that are known by their shape.

    Raises:
        RuleError: a rule file is unusable.
    """
    rules = matcher(config.phrases)
    blocks = document.blocks
    claims = [None if block.kind == "code" else _whole(block.text, rules) for block in blocks]
    findings: list[Finding] = []
    for place, (block, claim) in enumerate(zip(blocks, claims, strict=True)):
        if claim is not None:
            findings.append(_of_line(block, claim, supported=_supported(place, claims)))
            if claim.bare and claim.rule.family in _COLLECTING:
                findings += _list_below(place, blocks, claims, claim)
        elif block.kind != "code":
            findings += _parts(block, rules)
    return findings + headline_or_byline(document, claimed=[claim is not None for claim in claims])


def _whole(text: str, rules: Matcher) -> Claim | None:
    """What the rules say of a whole block of one line."""
    if "\n" in text or len(text) > _LINE_CHARS:
        return None
    claim = opening(text, rules)
    if claim is not None and claim.rule.family != _FAQ:
        return claim
    if len(text) <= _DATE_CHARS and (claim := made_of_words(text, rules)):
        return claim
    return _inside(text, rules)


def _inside(text: str, rules: Matcher) -> Claim | None:
    """A phrase of form ``inside``, within its rule's caps."""
    if len(text) > INSIDE_CHARS or rules.pattern is None:
        return None
    folded = fold(text)
    try:
        hit = rules.pattern.search(folded)
    except UnicodeEncodeError:  # a lone surrogate, which no phrase has and RE2 cannot read
        return None
    if hit is None:
        return None
    phrase, rule = rules.insides[hit.group()]
    if len(text) > rule.max_chars or len(text.split()) > max(rule.max_words, rule.max_chars // 6):
        return None
    return Claim(rule, phrase, 0, len(text), 0, len(text), rule.score)


def _supported(place: int, claims: list[Claim | None]) -> bool:
    """Whether a line stands at an edge, or beside a line that a rule claims by itself."""
    if place < _HEAD_BLOCKS or place >= len(claims) - _TAIL_BLOCKS:
        return True
    near = claims[place - 1], claims[place + 1]
    return any(claim is not None and not claim.rule.weak for claim in near)


def _of_line(block: Block, claim: Claim, *, supported: bool) -> Finding:
    score, note = claim.score, claim.note
    if claim.rule.weak and not supported:
        score, note = min(score, _UNSUPPORTED), "common in prose too, and nothing beside it supports it"
    span = Span(block.start + claim.start, block.start + claim.end)
    return Finding(claim.rule.family, span, score, Match(claim.phrase, span), note)


def _list_below(
    place: int, blocks: tuple[Block, ...], claims: list[Claim | None], heading: Claim
) -> Iterator[Finding]:
    """The titles under a heading such as "Related stories": links, items, or lines up to the article's end."""
    listed = []
    for at in range(place + 1, min(place + 1 + _LIST_LINES, len(blocks))):
        if not _is_title(blocks[at]):
            break
        listed.append(at)
    reaches_end = bool(listed) and listed[-1] == len(blocks) - 1
    phrase = Span(blocks[place].start, blocks[place].end)
    for at in listed:
        block = blocks[at]
        sure = block.link_density >= 0.5 or (reaches_end and len(listed) > 1)
        if claims[at] is None and sure:
            yield Finding(
                heading.rule.family, block.span, 0.75, Match(heading.phrase, phrase), "in the heading's list"
            )


def _is_title(block: Block) -> bool:
    return len(block.text) <= _LIST_CHARS and not _PROSE_END.search(block.text) and "\n" not in block.text


def _parts(block: Block, rules: Matcher) -> Iterator[Finding]:
    """Findings about lines of a block, bracketed notes and teasers behind the last sentence."""
    if "\n" in block.text:
        yield from _lines(block, rules)
    elif len(block.text) >= 40:
        yield from _bracketed(block, rules)
        yield from _trailing(block, rules)


def _lines(block: Block, rules: Matcher) -> Iterator[Finding]:
    position = block.start
    for line in block.text.split("\n"):
        claim = _whole(line.strip(), rules) if line.strip() else None
        if claim is not None and not claim.rule.weak and not (claim.bare and " " not in claim.phrase):
            start = position + line.index(line.strip())
            span = Span(start, start + len(line.strip()))
            yield Finding(
                claim.rule.family, span, min(claim.score, 0.8), Match(claim.phrase, span), claim.note
            )
        position += len(line) + 1


def _bracketed(block: Block, rules: Matcher) -> Iterator[Finding]:
    if not any(bracket in block.text for bracket in "([（【"):
        return
    for found in _BRACKETED.finditer(block.text):
        claim = _delimited(found[1], rules)
        if claim is not None and claim.score >= 0.5:
            span = Span(block.start + found.start(), block.start + found.end())
            yield Finding(claim.rule.family, span, 0.85, Match(claim.phrase, span))


def _delimited(text: str, rules: Matcher) -> Claim | None:
    """A claim on a text that is delimited on both sides, if it holds more than the phrase."""
    claim = opening(text, rules)
    if claim is None or claim.rule.family not in _DELIMITED or claim.rule.weak or claim.bare:
        return None
    return claim


def _trailing(block: Block, rules: Matcher) -> Iterator[Finding]:
    """A teaser behind the last full sentence; spared where its own end cannot be told."""
    low = max(len(block.text) - _TAIL, 0)
    tail = block.text[low:]
    if not any(mark in tail for mark in ":：|»>–—"):
        return
    for found in _SENTENCE_END.finditer(tail):
        rest = tail[found.end() :]
        claim = None if rest[0] in "([（【" else _delimited(rest, rules)
        if (
            claim is None
            or claim.rule.form != "opening"
            or (" " not in claim.phrase and claim.phrase.isascii())
        ):
            continue
        span = Span(block.start + low + found.end(), block.end)
        unclear = _SENTENCE_END.search(rest) is not None
        note = "text follows the teaser in the same paragraph: its end cannot be told" if unclear else ""
        yield Finding(claim.rule.family, span, 0.4 if unclear else 0.8, Match(claim.phrase, span), note)
        return
