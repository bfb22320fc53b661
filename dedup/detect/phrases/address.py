"""A line that speaks to the reader about the paper, below an article that does not speak to its reader.

"If you value our journalism, please consider a donation" has as many wordings as there are papers: no list of phrases
holds them. But a reporter hardly ever says "you" outside a quotation. Below a text that never does, a line that says
what the reader is to do, with or to what of the paper, is the paper's own.
Words: ``detect/address.toml``; figures: docs/phrases.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from dedup.detect.folding import fold, plain_marks
from dedup.detect.phrases.kinds import STEM, WordKinds, word_kinds
from dedup.detect.phrases.shape import is_listed, is_prose, quotes
from dedup.detect.phrases.tongue import Tongues, tells_who_spoke
from dedup.detect.rulebook import data_file
from dedup.model import Block, Finding, Measure

#: So many of the last blocks are the end, and none of the first half.
_LAST_BLOCKS, _HALF = 5, 0.5
#: Farther up it takes so many points, and a line of at most so many code points: few real paragraphs are so short.
_POINTS_INSIDE, _LONGEST_INSIDE = 6, 160
#: A longer line is a paragraph; code points, words. Of more words than the last figure it takes a point more.
_LONGEST, _MOST_WORDS, _LONG_WORDS = 800, 140, 60
#: The article has so many real paragraphs, and so many of them at most say "you" and "we" outside quotations.
_PARAGRAPHS, _MOST_YOU, _MOST_WE = 3, 0.1, 0.25
#: What the reader is to do, the things of the paper, "you" and "we" make so many points together; acts and things count
#: so much at most. Of 2,403 English articles, 67,454 paragraphs, one wanted line in 1,300 has so many.
_POINTS, _MOST_EACH = 4, 3
_QUOTATION: Final = re.compile(r'["“„«「『][^"“”„«»「」『』]*["“”»」』]')
#: With the vowel signs of Indic scripts, which ``\w`` leaves out, without their full stop.
_WORD: Final = re.compile(r"[\w\u0900-\u0963\u0966-\u0dff]+")
_POLITE: Final = re.compile(r"(?<=[^\W_] |, )[^\W\d_]+")
_FIRST: Final = re.compile(r"(?:^|[.!?:;,…؟،]\s+[¿¡]?)[^\w]*([^\W_]+)")
_LAST: Final = re.compile(r"([\w\u0900-\u0963\u0966-\u0dff]+)\s*(?:[.!?:;,…।۔،؟]|$)")
#: Letters of Finnish, Hungarian and Turkish, and of scripts other than Latin: one look spares most texts a longer one.
_FAR: Final = re.compile("[äöüőűğış\u0590-\u1dff\u2e80-\uffef]")
#: Signs of scripts without a full stop, and how long a real paragraph in them is, code points.
_STOPLESS: Final = frozenset(map(chr, (*range(0x0E00, 0x0F00), *range(0x1780, 0x1800))))
_LONG: Final = 60
#: What may stand right behind a word.
_MARKS: Final = ("", ",", ".", "?", "!", ":")
#: By what a line falls under when it names things of several rules, the first first.
_FAMILIES: Final = ("newsletter", "app", "comments", "paywall", "share", "advert", "related")
#: The table of things that others have too; the keys of a language that are no words.
_EVERYBODY: Final = "everybody"
_PERSONS: Final = ("you", "we", "polite", "also_you", "also_we")
_SETTINGS: Final = frozenset(("polite", "order", "written"))


class _Words(NamedTuple):
    """The words of a language: what each is, what parts a folded text into words, and finds what may say what to do.

    ``polite`` are as written. ``acts`` and ``heads`` are what acts are and begin with; ``anywhere`` if they may be
    other than the words of a text.
    """

    kinds: WordKinds
    cut: re.Pattern[str]
    bid: re.Pattern[str]
    polite: frozenset[str]
    acts: frozenset[str]
    heads: frozenset[str]
    anywhere: bool

    def of(self, folded: str) -> dict[str, tuple[str, ...]]:
        """What each word of a folded text is that is anything."""
        return self.kinds.among(self.cut.findall(folded))

    def may_act(self, words: Sequence[str]) -> bool:
        """Whether any of a text's folded words may be an act: quick, and too often."""
        if self.anywhere or not self.acts.isdisjoint(words):
            return True
        return bool(self.heads) and not self.heads.isdisjoint(word[:STEM] for word in words)

    def bids(self, folded: str) -> bool:
        """Whether a sentence, or a part of one, begins with what the reader is to do; ends, where verbs come last."""
        return any("acts" in self.kinds.of(word) for word in self.bid.findall(folded))


class _Said(NamedTuple):
    """How many different acts and things a line names, and things that only papers have; whom it speaks of.

    ``persons`` counts "you" and "we", also where words may mean something else; ``bids`` is whether one of its
    sentences begins with an act, ``least`` how many points make it a call.
    """

    acts: int
    things: int
    own: int
    persons: int
    you: bool
    we: bool
    bids: bool
    family: str
    least: int

    @property
    def points(self) -> int:
        """How much the line is one that speaks to the reader about the paper."""
        return min(self.acts, _MOST_EACH) + min(self.things, _MOST_EACH) + self.persons

    @property
    def is_call(self) -> bool:
        """Whether it is one. What offices have too, a website or an address, does not make it the paper's by itself."""
        about_it = self.own > (not self.we) or (self.we and self.you and self.bids and self.things > 1)
        to_you = self.you or self.bids or (self.persons == 2 and self.own > 1)
        return about_it and to_you and self.points >= self.least


def to_the_reader(blocks: Sequence[Block], claimed: Sequence[bool], tongues: Tongues) -> Iterator[tuple[int, Finding]]:
    """Findings about lines that speak to the reader, by place, where the article does not."""
    end = max(len(blocks) - _LAST_BLOCKS, int(_HALF * len(blocks)))
    found: list[tuple[int, _Said, str, int]] = []
    for place, block in enumerate(blocks):
        text = block.text
        if claimed[place] or len(text) > (_LONGEST if place >= end else _LONGEST_INSIDE) or not _speaks(text):
            continue
        if not quotes(text) and not is_listed(block) and (call := _call(text, tongues)):
            said, language = call
            least = said.least if place >= end else _POINTS_INSIDE
            if said.points >= least:
                found.append((place, said, language, least))
    if not found:
        return
    calls = {place for place, *_ in found}
    others = [b.text for at, b in enumerate(blocks) if at not in calls and not claimed[at] and _is_told(b.text)]
    for place, said, language, least in found:
        if _is_silent(others, language):
            measure = Measure("words_to_the_reader", said.points, least)
            note = "speaks to the reader, which the article does not"
            yield place, Finding(f"boilerplate.{said.family}", blocks[place].span, 0.75, measure, note)


@functools.lru_cache(maxsize=4096)  # cleaning looks at what it keeps again
def _speaks(text: str) -> bool:
    """Whether a line has "you" or "we" of any language: quick, and true for one in ten."""
    if not _quick().isdisjoint(text.lower().split()):
        return True
    # All languages that have them as parts of words have letters of their own.
    plain = text.isascii() or plain_marks(text).isascii() or _FAR.search(text) is None
    return not plain and _inner().search(text.lower()) is not None


def _call(text: str, tongues: Tongues) -> tuple[_Said, str] | None:
    """What a line says to the reader about the paper, and in which language."""
    folded = fold(text)
    words = _WORD.findall(folded)
    if len(words) > _MOST_WORDS:
        return None
    spoken = _speaking(words, "" if text.isascii() else folded)
    for language in spoken:
        if not _words(language).may_act(words):
            continue
        said = _say(text, folded, language)
        if said and said.is_call and tongues.has(language):
            told = any(tells_who_spoke(folded, each) for each in spoken if tongues.has(each))
            return None if told else (said, language)
    return None


def _speaking(words: Sequence[str], folded: str) -> list[str]:
    """The languages in which any of these folded words is "you" or "we", or has it as a part."""
    persons = _persons()
    found = dict.fromkeys(language for word in sorted(persons.keys() & set(words)) for language in persons[word])
    return [*found, *(each for each, pattern in _inner_persons() if each not in found and pattern.search(folded))]


def _say(text: str, folded: str, language: str) -> _Said | None:
    """What a line says in a language; None where it names nothing to do, or nothing of the paper."""
    known = _words(language)
    said = known.of(folded)
    kinds = {kind for found in said.values() for kind in found}
    families = kinds.intersection(_FAMILIES)
    if "acts" not in kinds or not families:
        return None
    you, we = "you" in kinds or _is_polite(text, known), not kinds.isdisjoint(("we", "also_we"))
    things = [word for word, found in said.items() if not families.isdisjoint(found)]
    return _Said(
        acts=sum("acts" in found for found in said.values()),
        things=len(things),
        own=sum(not _words(_EVERYBODY).kinds.of(word) for word in things),
        persons=(you or "also_you" in kinds) + we,
        you=you,
        we=we,
        bids=known.bids(folded),
        family=next((family for family in _FAMILIES if family in families), ""),
        least=_POINTS + (len(_WORD.findall(folded)) > _LONG_WORDS),
    )


def _is_told(text: str) -> bool:
    """Whether a line is a real paragraph. Thai, Lao and Khmer ones end without a full stop."""
    return is_prose(text) or (len(text) >= _LONG and text[-1] in _STOPLESS)


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
        kinds = {kind for found in known.of(fold(own)).values() for kind in found}
        you += "you" in kinds or _is_polite(own, known)
        we += "we" in kinds
    return you <= _MOST_YOU * len(others) and we <= _MOST_WE * len(others)


@functools.cache
def _lists() -> dict[str, dict[str, str]]:
    return {language: words for language, words in _tables().items() if language != _EVERYBODY}


@functools.cache
def _tables() -> dict[str, dict[str, str]]:
    return data_file("address.toml")


@functools.cache
def _quick() -> frozenset[str]:
    """ "You" and "we" of all languages, as written, in lower case; of more than one word the first."""
    return frozenset(
        word.partition("_")[0] + mark
        for language, lists in _lists().items()
        for word in _persons_of(lists)
        if not _is_inner(language, word)
        for mark in _MARKS
    )


@functools.cache
def _inner() -> re.Pattern[str]:
    """ "You" and "we" of all languages that are parts of words, as written, in lower case."""
    found = [word for each, lists in _lists().items() for word in _persons_of(lists) if _is_inner(each, word)]
    return _any_of(word.replace("*", "") for word in found)


@functools.cache
def _persons() -> dict[str, tuple[str, ...]]:
    """The languages in which a folded word is "you" or "we", or begins them."""
    found: dict[str, tuple[str, ...]] = {}
    for language, lists in _lists().items():
        for word in _persons_of(lists):
            first = fold(word).partition("_")[0]
            if not _is_inner(language, word) and language not in found.get(first, ()):
                found[first] = (*found.get(first, ()), language)
    return found


@functools.cache
def _inner_persons() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Of each language that has "you" and "we" as parts of words, what these are, folded."""
    found = {
        language: [fold(word.replace("*", "")) for word in _persons_of(lists) if _is_inner(language, word)]
        for language, lists in _lists().items()
    }
    return tuple((language, _any_of(words)) for language, words in found.items() if words)


def _persons_of(lists: dict[str, str]) -> list[str]:
    return [word for kind in _PERSONS for word in lists.get(kind, "").lower().split()]


def _is_inner(language: str, word: str) -> bool:
    return word.startswith("*") or _lists()[language].get("written") == "together"


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@functools.cache
def _words(language: str) -> _Words:
    lists = _tables()[language]
    kinds = word_kinds(lists, lists.keys() - _SETTINGS)
    cut, first = _cut(lists.get("written", ""), kinds.words)
    bid = _LAST if "order" in lists else first
    acts = frozenset(word for word, found in kinds.words.items() if "acts" in found)
    heads = frozenset(head for head, listed in kinds.stems.items() if any(kind == "acts" for _, kind in listed))
    parts = any(kind == "acts" for kind, _ in kinds.inner)
    anywhere = "written" in lists or parts or any(" " in word for word in acts)
    polite = frozenset(lists.get("polite", "").split())
    return _Words(kinds, cut, bid, polite, acts, heads, anywhere)


def _cut(written: str, words: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What parts a folded text into words, and finds the first of sentences and their parts.

    Where spaces do not part words, those that are known are looked for anywhere.
    """
    if not written:
        return _WORD, _FIRST
    known = _any_of(words).pattern
    if written == "apart":
        return re.compile(rf"\b(?:{known})\b"), re.compile(rf"(?:^|[.!?:;,…]\s+)({known})\b")
    return re.compile(known), re.compile(rf"(?:^|[\s.!?,:;。、；：！？，])({known})")
