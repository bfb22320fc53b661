"""Which blocks any phrase can concern at all: one pass over all blocks of a document, folded together.

Most paragraphs of an article hold no phrase. They are told here, at a fraction of what judging them costs; what the
screen lets through is judged by the rules themselves, so it may let through too much and never too little.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from dedup.detect.folding import BETWEEN, FIRST_WORD, JUNK, SPACELESS_FROM, fold, keys, parted
from dedup.detect.matcher import WORD_CHARS, Matcher
from dedup.detect.memory import Memory
from dedup.detect.phrases.line import DATE_CHARS
from dedup.model import Block

#: White space that is no :data:`JUNK`, in folded form.
_SPACES: Final = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2029"
#: A bracket or the end of a sentence, what may stand between it and a phrase, and the phrase's first word or sign. One
#: class in front lets the search leap from mark to mark.
_MARK: Final = re.compile(rf"[.!?。।(\[【][\"')]?+[{re.escape(fold(JUNK) + _SPACES)}]*+([^\W_]++|[^\0])")
#: A longer block (code points) is let through unfolded: no line, and thousands of marks on one letter take folding a
#: time that grows with their square.
_LONGEST: Final = 1_500


class Screened(NamedTuple):
    """Places of blocks: those that a phrase may open, and those in which one may stand elsewhere."""

    opened: set[int]
    within: set[int]


class _Seen(NamedTuple):
    """What was screened, for the next look: the texts in order, and the answer about them."""

    texts: list[str]
    answer: Screened


def screen(blocks: Sequence[Block], rules: Matcher, memory: Memory | None = None) -> Screened:
    """What is worth judging. Code never is."""
    texts = [block.text for block in blocks]
    before = memory.recall(_Seen) if memory else None
    found = (_again(texts, before) if before else None) or _screened(texts, rules)
    if memory:
        memory.keep(_Seen(texts, found))
    code = {n for n in found.opened | found.within if blocks[n].kind == "code"}
    return Screened(found.opened - code, found.within - code) if code else found


def _again(texts: Sequence[str], before: _Seen) -> Screened | None:
    """The answer about texts that were all screened before, each by itself; else None."""
    place = {text: n for n, text in enumerate(before.texts)}
    places = [place.get(text) for text in texts]
    if None in places:
        return None
    opened, within = before.answer
    now = range(len(places))
    return Screened({n for n in now if places[n] in opened}, {n for n in now if places[n] in within})


def _screened(texts: Sequence[str], rules: Matcher) -> Screened:
    texts = [text if len(text) <= _LONGEST else "" for text in texts]
    joined = BETWEEN.join(texts)
    folded = fold(joined)
    lines = parted(folded, texts)
    opened = set(_opened(texts, lines, rules))
    within = set(_within(folded, lines, rules))
    if "" in texts:
        within.update(n for n, text in enumerate(texts) if not text)
    if "\n" in joined:
        within.update(n for n, text in enumerate(texts) if "\n" in text)
    return Screened(opened, within)


def _within(folded: str, lines: Sequence[str], rules: Matcher) -> Iterable[int]:
    """The places of the blocks in which a phrase may stand, out of their folded forms joined and parted."""
    if folded.count(BETWEEN) != len(lines) - 1:  # a text holds the very sign that joins
        return range(len(lines))
    anywhere = rules.anywhere
    found = anywhere.places(folded) if anywhere else []
    found += _delimited(folded, rules)
    starts = list(accumulate([len(line) + 1 for line in lines], initial=0)) if found else []
    return [bisect_right(starts, at) - 1 for at in found]


def _delimited(folded: str, rules: Matcher) -> Iterator[int]:
    """Where, behind a bracket or a sentence's end, a phrase stands that may go from inside a paragraph."""
    phrases = rules.delimited.get
    for found in _MARK.finditer(folded):
        word, at = found[1], found.start(1)
        if word < SPACELESS_FROM:
            if (listed := phrases(word)) and folded.startswith(listed, at):
                yield at
        elif any(folded.startswith(phrases(first, ()), at) for first in keys(folded[at : at + WORD_CHARS])):
            yield at


def _opened(texts: Sequence[str], folded: Sequence[str], rules: Matcher) -> list[int]:
    """The places of the lines that a phrase may open, or that may be a date; ``folded`` are their folded forms."""
    return [n for n in rules.near(folded) if _may_open(folded[n], len(texts[n]), rules)]


def _may_open(line: str, size: int, rules: Matcher) -> bool:
    """Whether a phrase opens a folded line that had ``size`` code points, or the line may be a date."""
    if line[:1] in rules.marks:
        return True
    line = line.lstrip(JUNK)
    match = FIRST_WORD.match(line)
    if match is None:
        return bool(line) and (size <= DATE_CHARS or rules.knows(line))
    word = match[0]
    start = rules.starts.get(word)
    if start is not None and size <= start.longest_line and line.startswith(start.phrases):
        return True
    if size <= DATE_CHARS and (word in rules.heads or not word[0].isalpha()):
        return True
    return word >= SPACELESS_FROM and rules.knows(line)
