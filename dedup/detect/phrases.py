"""Boilerplate by its phrases: whole blocks, lines of blocks, and clearly delimited ends of paragraphs.

A naive list of regular expressions makes extractors worse, because most of these phrases open real
sentences too. So a phrase counts only where it stands like a label: alone, or before a separator and a
title, or within narrow caps together with a second word of its kind. Quoted phrases never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.config import Config
from dedup.detect.rulebook import LEAD, SEPARATORS, TRAIL, Book, Entry, book, fold, user_book
from dedup.model import Block, Document, Finding, Match, Span

#: No rule looks at blocks longer than this, in code points (the longest ``max_chars`` of the rule files).
_LONGEST = 1_500
#: Nor for a phrase inside blocks longer than this.
_LONGEST_INSIDE = 500
#: Code points of a block that can hold its opening phrase.
_HEAD = 120
_PUNCTUATION = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’“”–—…", " "))
#: Words beyond which the rest of an "opening" is prose, not a title.
_MAX_TITLE_WORDS = 40
_SENTENCE_BREAK = re.compile(r"[.!?。！？।][\"'”’)]?\s+\S")
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】\n]{3,220})[)\]）】]")
_OPEN_BRACKET = re.compile(r"[(\[（【]")
_AFTER_SENTENCE = re.compile(r"[.!?…。！？।][\"'”’)]?\s+(?=\S)")
_NAME_WORDS = frozenset("and in on at of for by und et y e och og en i the with".split())
#: Families whose phrases may go from inside a paragraph, when brackets or a sentence end delimit them.
_DELIMITED = frozenset({"boilerplate.related", "boilerplate.newsletter", "boilerplate.share", "boilerplate.app",
                        "boilerplate.caption", "boilerplate.advert", "user.phrase"})  # fmt: skip
#: Families found by another detector.
_ELSEWHERE = frozenset({"boilerplate.faq"})
#: How far from the end of a paragraph a trailing teaser may start, in code points.
_TAIL = 240


def find(document: Document, config: Config) -> list[Finding]:
    """Findings of all phrase rules, whole blocks first, then lines and delimited parts of blocks."""
    books = [book()]
    if config.phrases:
        books.append(user_book(config.phrases))
    findings: list[Finding] = []
    for block in document.blocks:
        if block.kind == "code":
            continue
        entry = _first_match(block.text, books, block.link_density)
        if entry is not None:
            findings.append(_finding(entry, block.span, 0.9))
        else:
            findings += _parts(block, books)
    return findings


def _finding(entry: Entry, span: Span, score: float, note: str = "") -> Finding:
    return Finding(entry.rule.family, span, score, Match(entry.phrase, span), note)


def _first_match(text: str, books: list[Book], link_density: float) -> Entry | None:
    if len(text) > _LONGEST:
        return None
    for one in books:
        entry = _match(text, one, link_density)
        if entry is not None:
            return entry
    return None


def _match(text: str, rules: Book, link_density: float = 0.0) -> Entry | None:
    """The rule entry that strikes a whole text, if there is one."""
    head = fold(text[:_HEAD]).lstrip(LEAD)
    folded = ""
    for entry in _candidates(rules, head):
        if head.startswith(entry.folded) and entry.rule.family not in _ELSEWHERE:
            folded = folded or fold(text)
            if _stands(entry, text, folded.lstrip(LEAD), link_density):
                return entry
    return _inside(folded or fold(text), rules) if len(text) <= _LONGEST_INSIDE else None


def _candidates(rules: Book, opened: str) -> tuple[Entry, ...]:
    """The entries that a folded text may open with, longer phrases first."""
    return rules.openings.get(opened[:2], ()) + rules.openings.get(opened[:1], ())


def _inside(folded: str, rules: Book) -> Entry | None:
    keys = rules.inside.keys() & set(folded.translate(_PUNCTUATION).split())
    candidates = [entry for key in keys for entry in rules.inside[key]]
    if not folded.isascii() and "" in rules.inside:
        candidates += rules.inside[""]
    for entry in sorted(candidates) if len(candidates) > 1 else candidates:
        if entry.folded in folded and _within(entry, folded):
            return entry
    return None


def _within(entry: Entry, folded: str) -> bool:
    rule = entry.rule
    return (
        len(folded) <= rule.max_chars
        and len(folded.split()) <= max(rule.max_words, rule.max_chars // 5)
        and (not rule.needs or any(word in folded for word in rule.needs))
    )


def _stands(entry: Entry, text: str, opened: str, link_density: float) -> bool:
    """Whether the phrase, which opens the folded text, stands as its form asks."""
    rule = entry.rule
    after = opened[len(entry.folded) :]
    if after[:1].isalnum() and entry.folded[-1] < "\u2e80" and entry.folded[-1].isalnum():
        return False
    if rule.upper and not text.lstrip(LEAD)[: len(entry.folded)].isupper():
        return False
    if rule.form == "start":
        return len(opened) <= rule.max_chars and _short(opened, rule.max_words) and _needed(entry, opened)
    if not after.strip(TRAIL):
        return True
    if rule.form == "label":
        return False
    rest = after.lstrip()
    if _separated(after) and len(rest) <= rule.max_chars + 2 and _short(rest, rule.max_words):
        return not rule.needs or _needed(entry, opened)
    if rule.bare and len(rest) <= 80:
        return _names(text.lstrip(LEAD)[len(entry.folded) :])
    return link_density >= 0.5 and len(opened) <= 200 and rule.family == "boilerplate.related"


def _needed(entry: Entry, opened: str) -> bool:
    return not entry.rule.needs or any(word in opened for word in entry.rule.needs)


def _short(text: str, max_words: int) -> bool:
    return len(text.split()) <= min(max_words, _MAX_TITLE_WORDS) or max_words > _MAX_TITLE_WORDS


def _separated(after: str) -> bool:
    """Whether a separator follows the phrase. A hyphen must have a space on one side."""
    rest = after.lstrip(" ")
    if rest[:1] in ("]", "】", "）"):
        return True
    rest = rest.removeprefix(")").lstrip(" ")
    if not rest or rest[0] not in SEPARATORS:
        return rest.startswith("\n")
    return rest[0] not in "-/" or after[0] == " " or rest[1:2] == " "


def _names(rest: str) -> bool:
    """Whether what follows is only names: capitalised words, initials, dates."""
    words = rest.split()
    return (
        0 < len(words) <= 10
        and not rest.rstrip().endswith((".", "!", "?"))
        and all(w[0].isupper() or w[0].isdigit() or w.lower() in _NAME_WORDS or not w[0].isalpha() for w in words)
    )


def _parts(block: Block, books: list[Book]) -> Iterator[Finding]:
    """Findings about lines of a block, bracketed notes and teasers behind the last sentence."""
    if "\n" in block.text:
        yield from _lines(block, books)
        return
    if len(block.text) < 40:
        return
    bracketed = _BRACKETED.finditer(block.text) if _OPEN_BRACKET.search(block.text) else ()
    for found in bracketed:
        entry = _delimited(found[1], books)
        if entry is not None:
            yield _finding(entry, Span(block.start + found.start(), block.start + found.end()), 0.85)
            return
    yield from _trailing(block, books)


def _lines(block: Block, books: list[Book]) -> Iterator[Finding]:
    position = block.start
    for line in block.text.split("\n"):
        stripped = line.strip()
        entry = _first_match(stripped, books, 0.0) if stripped else None
        if entry is not None and (entry.rule.form != "label" or " " in entry.phrase):
            start = position + line.index(stripped)
            yield _finding(entry, Span(start, start + len(stripped)), 0.8)
        position += len(line) + 1


def _delimited(text: str, books: list[Book]) -> Entry | None:
    """The entry for a text in brackets or behind a sentence: separator, or a phrase of several words."""
    for one in books:
        opened = fold(text).lstrip(LEAD)
        for entry in _candidates(one, opened):
            rule = entry.rule
            if (
                rule.family in _DELIMITED
                and rule.form in ("opening", "start")
                and opened.startswith(entry.folded)
                and (rule.form == "start" or _separated(opened[len(entry.folded) :]))
                and _stands(entry, text, opened, 0.0)
            ):
                return entry
    return None


def _trailing(block: Block, books: list[Book]) -> Iterator[Finding]:
    """A teaser behind the last full sentence; spared where its own end cannot be told."""
    low = max(len(block.text) - _TAIL, 0)
    tail = block.text[low:]
    if not any(mark in tail for mark in ":：|»>–—"):
        return
    for found in _AFTER_SENTENCE.finditer(tail):
        rest = tail[found.end() :]
        entry = _delimited(rest, books)
        if entry is None or " " not in entry.folded and entry.folded.isascii():
            continue
        span = Span(block.start + low + found.end(), block.end)
        if _SENTENCE_BREAK.search(rest):
            yield _finding(entry, span, 0.4, "text follows the teaser in the same paragraph: its end cannot be told")
        else:
            yield _finding(entry, span, 0.8)
        return
