"""What a paper puts behind an article's last sentence: an agency's initials, and a box on who wrote it.

Neither has a phrase: "(PTI) SKL ANU", "Jane Doe is a reporter for the Courier." Both are known by their place and their
shape. The walk begins at the article's last block and ends at the last real paragraph.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dedup.detect.folding import fold
from dedup.detect.matcher import Matcher
from dedup.detect.phrases.line import opening
from dedup.detect.phrases.shape import is_prose
from dedup.detect.phrases.tongue import is_grammar, tells_who_spoke
from dedup.detect.rulebook import data_file
from dedup.model import Block, Finding, Match, Measure, Span

#: So many blocks at the end are looked at, and only behind so many real paragraphs.
_BLOCKS, _PARAGRAPHS = 6, 2
#: The longest box on an author, and the longest label before one, in code points.
_BOX_CHARS, _LABEL_CHARS = 600, 40
#: Behind the last sentence: an agency's name, perhaps in brackets, and up to so many groups of initials.
_SIGNED: Final = re.compile(
    r"(?:^|(?<=[.!?…।\"”’)])\s*)[-–—\s]*[\[(]?([A-Z]{2,8})[\])]?((?:[\s/]+[^\s/)\]]\S*?){0,6})[\])]?\s*$"
)
_INITIALS: Final = re.compile(r"[A-Z]{2,5}|[A-Za-z]{2,5}(?:/[A-Za-z]{2,5})*/?|\d{4}(?:hrs?)?")
_SLASHED: Final = re.compile(r"[A-Za-z]{2,5}/")
#: A rule of so many of these signs, over so many lines at the end, parts a note from the text. Asterisks part scenes.
_RULE_SIGNS, _RULE_CHARS, _BELOW_RULE = "_-–—", 3, 1
#: How far from its end a sign-off begins, at the earliest.
_TAIL: Final = 60
_NAMES: Final = (2, 4)
_PARTICLES: Final = frozenset("de da do dos di del della la le van von der den bin al el y".split())
_SENTENCE: Final = re.compile(r"[.!?](?=\s|$)")
#: In labels of two words; one alone ("Author:") stands before names.
_APART: Final = re.compile(r"[ '’]|[\u3040-\u9fff\uac00-\ud7af]")
#: What a box does not say: a second clause, or a trade that is no paper's ("a writer of hymns").
_GOES_ON: Final = re.compile(
    r", (?:and|but|und|aber|doch|et|mais|y|pero|e|mas|ma|en|maar|och|men|og|i|ale|и|но|а|і|й|але|ve|ama|dan|tetapi) "
    r"|\b(?:writer|editor|producer|correspondent) of\b"
)
_TRADE: Final = re.compile(r"[^\W\d_]+")


def at_the_end(blocks: Sequence[Block], claimed: Sequence[bool], rules: Matcher) -> Iterator[tuple[int, Finding]]:
    """Findings about the last blocks that no rule has claimed, by place."""
    if len(list(islice((1 for block in blocks[:-1] if is_prose(block.text)), _PARAGRAPHS))) < _PARAGRAPHS:
        return
    for below, block in enumerate(reversed(blocks[-1 - _BELOW_RULE :])):
        place = len(blocks) - 1 - below
        is_rule = block.text[0] in _RULE_SIGNS and len(block.text) >= _RULE_CHARS and not block.text.strip(_RULE_SIGNS)
        if is_rule and not claimed[place]:
            yield place, Finding("boilerplate.navigation", block.span, 0.7, Measure("lines_below", below, _BELOW_RULE))
    for place in range(len(blocks) - 1, max(len(blocks) - 1 - _BLOCKS, 0), -1):
        block = blocks[place]
        if claimed[place]:
            continue
        if finding := _signed(block, rules) or _box(place, blocks, rules) or _of_the_staff(place, blocks):
            yield place, finding
            if finding.span == block.span:
                continue
        if is_prose(block.text) or finding:
            return


def _signed(block: Block, rules: Matcher) -> Finding | None:
    """An agency's name behind the last sentence, with the initials of those who handled the report."""
    if block.text[-1] in ".!?…।":
        return None
    low = max(len(block.text) - _TAIL, 0)
    found = _SIGNED.search(block.text[low:])
    if found is None or (low and not found.start()):
        return None
    name, initials = found[1], found[2].lstrip("/").split()
    claim = opening(name, rules)
    if claim is None or not claim.bare or claim.rule.family != "boilerplate.agency":
        return None
    if not all(map(_is_initials, initials)):
        return None
    start = block.start + low + found.start() + (len(found[0]) - len(found[0].lstrip()))
    span = Span(start, block.end)
    return Finding("boilerplate.agency", span, 0.85, Match(name, span), "an agency's name behind the last sentence")


def _is_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word) is not None and (not word.islower() or _SLASHED.match(word) is not None)


def _box(place: int, blocks: Sequence[Block], rules: Matcher) -> Finding | None:
    """"About the author: ...": the heading of an author's box and the box in one; not on whom the article is about."""
    block, text = blocks[place], blocks[place].text
    at = text.find(":", 0, _LABEL_CHARS)
    if at < 0 or len(text) > _BOX_CHARS or not text[at + 1 :].strip():
        return None
    label = text[:at].strip()
    claim = opening(label, rules) if _APART.search(label) else None
    if claim is None or not claim.bare or claim.rule.collects != "people" or claim.rule.weak:
        return None
    names = _full_name(text[at + 1 :])
    if names and _is_known(names, blocks[:place]):
        return None
    return Finding("boilerplate.byline", block.span, 0.8, Match(label, Span(block.start, block.start + at)))


def _of_the_staff(place: int, blocks: Sequence[Block]) -> Finding | None:
    """A full name that the article does not have, and what its bearer writes: "Jane Doe is a reporter for..."."""
    text = blocks[place].text
    names = _full_name(text) if len(text) <= _BOX_CHARS and "\n" not in text else []
    if not names or not _is_of_the_press(text, names):
        return None
    if _is_known(names, blocks[:place]):
        return None
    evidence = Measure("name_words", len(names), _NAMES[0])
    return Finding("boilerplate.byline", blocks[place].span, 0.75, evidence)


def _is_known(names: Sequence[str], above: Sequence[Block]) -> bool:
    """Whether a real paragraph speaks of somebody."""
    return any(names[-1] in block.text for block in above if is_prose(block.text))


def _full_name(text: str) -> list[str]:
    """The two to four names that a text begins with."""
    names: list[str] = []
    for word in text.split(maxsplit=_NAMES[1] + 2)[: _NAMES[1] + 2]:
        core = word.strip(",")
        if not (core[:1].isupper() and core.replace("-", "").replace(".", "").replace("'", "").isalpha()):
            if core in _PARTICLES and names:
                continue
            break
        names.append(core)
        if core != word:
            break
    least, most = _NAMES
    return names if least <= len(names) <= most and not text.isupper() else []


def _is_of_the_press(text: str, names: Sequence[str]) -> bool:
    behind = text[text.index(names[-1]) + len(names[-1]) :]
    end = _SENTENCE.search(behind)
    first = fold(behind[: end.start() if end else len(behind)]).lstrip()
    if end is None or not first:
        return False
    said, called = fold(text), [fold(name) for name in names]
    for language, (verbs, trades, never) in _press().items():
        if first.startswith(verbs) and not trades.isdisjoint(_TRADE.findall(first)) and not _GOES_ON.search(first):
            common = called[0] in never or any(is_grammar(name, language) for name in called)
            return not (common or tells_who_spoke(said, language))
    return False


@functools.cache
def _press() -> dict[str, tuple[tuple[str, ...], frozenset[str], frozenset[str]]]:
    """By language the verbs, the trades, and the words that are no first name."""
    return {
        language: (
            tuple(f"{verb} " for verb in fold(words["verbs"]).split()),
            frozenset(fold(words["trades"]).split()),
            frozenset(fold(words.get("never", "")).split()),
        )
        for language, words in data_file("press.toml").items()
    }
