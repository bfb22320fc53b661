"""A line that speaks to the reader about the paper, below an article that does not speak to its reader.

"If you value our journalism, please consider a donation" has as many wordings as there are papers: no list of phrases
holds them. But a reporter hardly ever says "you" outside a quotation. Below a text that never does, a line that says
what the reader is to do, with or to what of the paper, is the paper's own.
Words: ``detect/address.toml``; figures: docs/phrases.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dedup.detect.folding import fold
from dedup.detect.phrases.shape import is_listed, is_prose
from dedup.detect.phrases.tongue import Tongues, tells_who_spoke
from dedup.detect.rulebook import data_file
from dedup.model import Block, Finding, Measure

#: So many of the last blocks are looked at, and none of the first half.
_LAST_BLOCKS, _HALF = 5, 0.5
#: A longer line is a paragraph; code points, words.
_LONGEST, _MOST_WORDS = 420, 60
#: The article has so many real paragraphs, and so many of them at most say "you" and "we" outside quotations.
_PARAGRAPHS, _MOST_YOU, _MOST_WE = 3, 0.1, 0.25
#: What the reader is to do, the things of the paper, "you" and "we" make so many points together; acts and things count
#: so much at most. Of 2,403 English articles, 67,454 paragraphs, one wanted line in 1,300 has so many.
_POINTS, _MOST_EACH = 4, 3
#: Marks of a quotation; an apostrophe is none.
_QUOTED: Final = re.compile(r'["“”„«»「」『』]')
_QUOTATION: Final = re.compile(r'["“„«「『][^"“”„«»「」『』]*["“”»」』]')
_WORD: Final = re.compile(r"[^\W_]+")
_POLITE: Final = re.compile(r"(?<=[^\W_] |, )[^\W\d_]+")
_FIRST: Final = re.compile(r"(?:^|[.!?:;,…]\s+[¿¡]?)[^\w]*([^\W_]+)")
_STEM: Final = 3
#: By what a line falls under when it names things of several rules, the first first.
_FAMILIES: Final = ("newsletter", "app", "comments", "paywall", "share", "advert", "related")


class _Words(NamedTuple):
    """The words of a language: what each is, by itself, or by the first letters of those that begin with a stem.

    ``polite`` are as written, ``persons`` all of "you" and "we", folded.
    """

    kinds: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[tuple[str, str], ...]]
    polite: frozenset[str]
    persons: frozenset[str]
    verb_last: bool

    def of(self, word: str) -> tuple[str, ...]:
        """What a folded word is: none, one or more of the kinds of the file."""
        found = self.kinds.get(word, ())
        for stem, kind in self.stems.get(word[:_STEM], ()):
            if word.startswith(stem):
                found = (*found, kind)
        return found


class _Said(NamedTuple):
    """How many different acts and things a line names, and things that only papers have; whom it speaks of.

    ``bids`` is whether one of its sentences begins with an act.
    """

    acts: int
    things: int
    own: int
    you: bool
    we: bool
    bids: bool
    family: str

    @property
    def points(self) -> int:
        """How much the line is one that speaks to the reader about the paper."""
        return min(self.acts, _MOST_EACH) + min(self.things, _MOST_EACH) + self.you + self.we

    @property
    def is_call(self) -> bool:
        """Whether it is one. What offices have too, a website or an address, does not make it the paper's."""
        about_it, to_you = self.own > (not self.we), self.you or self.bids
        return about_it and to_you and self.acts > 0 and self.things > 0 and self.points >= _POINTS


def to_the_reader(blocks: Sequence[Block], claimed: Sequence[bool], tongues: Tongues) -> Iterator[tuple[int, Finding]]:
    """Findings about lines near the end that speak to the reader, by place, where the article does not."""
    first = max(len(blocks) - _LAST_BLOCKS, int(_HALF * len(blocks)))
    found: list[tuple[int, _Said, str]] = []
    for place in range(first, len(blocks)):
        block = blocks[place]
        if claimed[place] or not _may_call(block):
            continue
        folded = fold(block.text)
        words = _WORD.findall(folded)
        for language in _speaking(words) if len(words) <= _MOST_WORDS else ():
            said = _say(block.text, words, language)
            if said.is_call and tongues.has(language) and not tells_who_spoke(folded, language):
                found.append((place, said, language))
                break
    if not found:
        return
    calls = {place for place, _, _ in found}
    others = [b.text for at, b in enumerate(blocks) if at not in calls and not claimed[at] and is_prose(b.text)]
    for place, said, language in found:
        if _is_silent(others, language):
            measure = Measure("words_to_the_reader", said.points, _POINTS)
            note = "speaks to the reader, which the article does not"
            yield place, Finding(f"boilerplate.{said.family}", blocks[place].span, 0.75, measure, note)


def _may_call(block: Block) -> bool:
    """Whether a line has any such word at all: quick, and true for one in ten."""
    text = block.text
    if len(text) > _LONGEST:
        return False
    said = text.lower().split()
    return not _quick().isdisjoint(said) and _QUOTED.search(text) is None and not is_listed(block)


def _speaking(words: Sequence[str]) -> list[str]:
    """The languages in which any of these folded words is "you" or "we"."""
    return [language for language in _lists() if not _words(language).persons.isdisjoint(words)]


def _say(text: str, words: Sequence[str], language: str) -> _Said:
    known = _words(language)
    kinds = [known.of(word) for word in words]
    things = {word for word, found in zip(words, kinds, strict=True) if any(kind in _FAMILIES for kind in found)}
    families = {kind for found in kinds for kind in found if kind in _FAMILIES}
    return _Said(
        acts=len({word for word, found in zip(words, kinds, strict=True) if "acts" in found}),
        things=len(things),
        own=len(things - _everybodys()),
        you=any("you" in found for found in kinds) or _is_polite(text, known),
        we=any("we" in found for found in kinds),
        bids=known.verb_last or any("acts" in known.of(fold(word)) for word in _FIRST.findall(text)),
        family=next((family for family in _FAMILIES if family in families), ""),
    )


def _is_polite(text: str, known: _Words) -> bool:
    return bool(known.polite) and not known.polite.isdisjoint(_POLITE.findall(text))


def _is_silent(others: Sequence[str], language: str) -> bool:
    """Whether an article's other paragraphs hardly ever speak to the reader, nor of the paper."""
    if len(others) < _PARAGRAPHS:
        return False
    known = _words(language)
    you = we = 0
    for text in others:
        own = _QUOTATION.sub(" ", text)
        kinds = {kind for word in _WORD.findall(fold(own)) for kind in known.of(word)}
        you += "you" in kinds or _is_polite(own, known)
        we += "we" in kinds
    return you <= _MOST_YOU * len(others) and we <= _MOST_WE * len(others)


@functools.cache
def _lists() -> dict[str, dict[str, str]]:
    return {language: words for language, words in data_file("address.toml").items() if language != "everybody"}


@functools.cache
def _everybodys() -> frozenset[str]:
    return frozenset(fold(data_file("address.toml")["everybody"]["has"]).split())


@functools.cache
def _quick() -> frozenset[str]:
    """ "You" and "we" of all languages, as written, in lower case."""
    kinds = ("you", "we", "polite")
    return frozenset(word for lists in _lists().values() for kind in kinds for word in _listed(lists, kind))


def _listed(lists: dict[str, str], kind: str) -> list[str]:
    return lists.get(kind, "").lower().split()


@functools.cache
def _words(language: str) -> _Words:
    lists = _lists()[language]
    kinds: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind in lists.keys() - {"polite", "order"}:
        for word in lists[kind].split():
            folded = fold(word.rstrip("*"))
            if word.endswith("*"):
                stems[folded[:_STEM]] = (*stems.get(folded[:_STEM], ()), (folded, kind))
            else:
                kinds[folded] = (*kinds.get(folded, ()), kind)
    persons = frozenset(fold(word) for kind in ("you", "we", "polite") for word in _listed(lists, kind))
    return _Words(kinds, stems, frozenset(lists.get("polite", "").split()), persons, "order" in lists)
