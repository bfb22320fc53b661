"""Boilerplate inside a real paragraph: a line of it, a bracketed note, a teaser behind the last sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.detect.matcher import DELIMITED, Matcher
from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.line import opening, whole
from dedup.model import Block, Finding, Match, Span

#: How far from the end of a paragraph a trailing teaser may start, in code points.
_TAIL = 240
#: A shorter paragraph is a line, and was judged as one; code points.
_SHORTEST = 40
_BRACKETS = "([（【"
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】\n]{3,220})[)\]）】]")
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’)]?\s+(?=\S)")
_SEPARATORS = (":", "|", " - ", "–", "—", "»", ">", "：")
def parts(block: Block, rules: Matcher) -> Iterator[Finding]:
    """Findings about parts of a block that no rule claims as a whole; of most blocks the screen knows it has none."""
    text = block.text
    if "\n" in text:
        yield from _lines(block, rules)
    elif len(text) >= _SHORTEST:
        if (first := min((at for at in map(text.find, _BRACKETS) if at >= 0), default=-1)) >= 0:
            yield from _bracketed(block, rules, first)
        low = max(len(text) - _TAIL, 0)
        if any(text.find(separator, low) >= 0 for separator in _SEPARATORS):
            yield from _trailing(block, rules)


def _lines(block: Block, rules: Matcher) -> Iterator[Finding]:
    position = block.start
    for line in block.text.split("\n"):
        stripped = line.strip()
        claim = whole(stripped, rules) if stripped else None
        alone = claim is not None and (claim.bare or claim.joined) and " " not in claim.phrase
        if claim is not None and not claim.rule.weak and not alone:
            start = position + line.index(stripped)
            span = Span(start, start + len(stripped))
            score = min(claim.score, 0.8)
            yield Finding(claim.rule.family, span, score, Match(claim.phrase, span), claim.note)
        position += len(line) + 1


def _bracketed(block: Block, rules: Matcher, first: int) -> Iterator[Finding]:
    for found in _BRACKETED.finditer(block.text, first):
        claim = _delimited(found[1], rules)
        if claim is not None and claim.score >= 0.5:
            span = Span(block.start + found.start(), block.start + found.end())
            yield Finding(claim.rule.family, span, 0.85, Match(claim.phrase, span))


def _delimited(text: str, rules: Matcher) -> Claim | None:
    """A claim on a text that is delimited on both sides, if it holds more than the phrase."""
    claim = opening(text, rules)
    if claim is None or claim.rule.family not in DELIMITED or claim.rule.weak or claim.bare:
        return None
    return claim


def _trailing(block: Block, rules: Matcher) -> Iterator[Finding]:
    """A teaser behind the last full sentence; spared where its own end cannot be told."""
    low = max(len(block.text) - _TAIL, 0)
    tail = block.text[low:]
    for found in _SENTENCE_END.finditer(tail):
        rest = tail[found.end() :]
        claim = None if rest[0] in _BRACKETS else _delimited(rest, rules)
        if claim is None or claim.rule.form != "opening" or (" " not in claim.phrase and claim.phrase.isascii()):
            continue
        span = Span(block.start + low + found.end(), block.end)
        unclear = _SENTENCE_END.search(rest) is not None
        note = "text follows the teaser in the same paragraph: its end cannot be told" if unclear else ""
        yield Finding(claim.rule.family, span, 0.4 if unclear else 0.8, Match(claim.phrase, span), note)
        return
