"""A passage as a list of comparable words, with the names and numbers that it states."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Container, Iterator
from typing import NamedTuple

from dedup.lazy import cached_property
from dedup.measure.numbers import canonical, is_calendar, is_number
from dedup.measure.stems import stem

#: Weight of a function word, where a content word counts 1. See docs/repeats.md, "Weights".
FUNCTION_WEIGHT = 0.15

#: A name's part with a point behind it is cut short when it is no longer than this: "Geo. Bush", "St. Paul".
_ABBREVIATED = 3
#: Indic and Arabic vowel signs and accents are parts of words, though not letters.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_HAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
WORD = re.compile(
    r"\d(?:[\d.,]*\d)?(?:[^\W\d_]{1,3}\b)?|(?:[^\W\d_]\.){2,}|"
    rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W_]|[{_MARKS}])+|[$€£¥₹%]"
)
#: The same for texts without marks and without scripts that know no spaces: what most words are comes first.
_PLAIN_WORD = re.compile(
    r"[^\W\d_][^\W_]+|\d(?:[\d.,]*\d)?(?:[^\W\d_]{1,3}\b)?|(?:[^\W\d_]\.){2,}|[^\W_]+|[$€£¥₹%]"
)
_ASCII_WORD = re.compile(
    r"[a-z][a-z0-9]+|[0-9](?:[0-9.,]*[0-9])?(?:[a-z]{1,3}(?![a-z0-9_]))?|(?:[a-z]\.){2,}|[a-z0-9]+|[$%]"
)
_NOT_PLAIN = re.compile(f"[{_HAN}{_MARKS}]")
_SPACELESS = re.compile(f"[{_HAN}]")
_SPACELESS_RUN = re.compile(f"[{_HAN}]+")
_OPENS_SENTENCE = re.compile(
    r"(?:^|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!Mrs)\.|[!?:;…•●|–—\n\"“‘«„(\[]|\s['’-])[\"'“‘«„(\[\s]*$"
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
#: Written with a capital before a name, but no name.
_TITLES = frozenset(
    "president minister prime secretary chancellor senator governor mayor king queen prince princess sir lord lady "
    "chief captain general colonel judge justice professor doctor director chairman chairwoman ceo".split()
)

_FUNCTION_WORDS = frozenset(
    # English
    "a about after again all also am an and any are as at be because been before being both but by can could did do "
    "does down during each even for from further had has have having he her here hers him his how i if in into is it "
    "its itself just like made make may me might more most much must my no nor not now of off on only or other our "
    "out over own said same say says she should since so some such than that the their them then there these they "
    "this those through to too under until up us very via was we were what when where which while who whom why will "
    "with within without would you your t s d ll re ve mr mrs ms "
    # German, French, Spanish, Italian, Portuguese, Dutch
    "der das den dem des ein eine einer eines einem einen und oder aber nicht mit von zu zum zur im ist sind wurde "
    "wird werden hat haben auf für als auch sich bei nach aus wie sie er es ihr le la les un une et ou mais de du "
    "dans pour par sur avec est sont a été ont qui que ce cette ces il elle ils se ne pas plus au aux en el los las "
    "una y o pero del con para por su sus es son fue ha han lo gli che di da nel nella sul per non più sono si "
    "os as um uma e do dos na no nas nos com é foi são seu sua het een van te dat die met voor zijn niet ook op aan "
    # Russian
    "и в не на что с по это он как из за к но от у же для о его был".split()
)


def function_words() -> frozenset[str]:
    """Words that carry grammar rather than content, in several languages, case-folded."""
    return _FUNCTION_WORDS


class Fact(NamedTuple):
    """A name, number, month or day that a passage states.

    Attributes:
        at: position in the passage's ``stems``.
        stem: as it stands there.
        surface: as it is written.
        kind: "name", "number", "day" (months and days of the week), "rank" ("first", "second", which may
            count or merely connect) or "title" (what is written with a capital before a name).
    """

    at: int
    stem: str
    kind: str
    surface: str


class Words:
    """A passage, ready to be compared.

    Attributes:
        stems: the canonical words in order, stemmed.
        weights: how much each says: 1 for content, ``FUNCTION_WEIGHT`` for function words.
        counts: how often each stem occurs.
        total: the sum of the weights.
        facts: the names and numbers it states, in order; looked for when first asked for.
    """

    def __init__(self, text: str, known_names: Container[str] = ()) -> None:
        if "://" in text or "www." in text:
            text = _ADDRESS.sub(_blank, text)
        self._text, self._known_names = text, known_names
        self._canonical = canonical(_words(text))
        words = [word for word, _ in self._canonical]
        self.stems = list(map(stem, words))
        self.weights = [FUNCTION_WEIGHT if word in _FUNCTION_WORDS else 1.0 for word in words]
        self.counts = Counter(self.stems)
        self.total = sum(self.weights)

    def __len__(self) -> int:
        return len(self.stems)

    @cached_property
    def _written(self) -> list[tuple[str, int]]:
        """The words as they are written, each with its place in the text."""
        return list(_surface(self._text))

    @cached_property
    def facts(self) -> list[Fact]:
        """The names and numbers, in order."""
        facts = []
        for place, (word, at) in enumerate(self._canonical):
            original, start = self._written[at]
            kind = "" if original == "may" else _kind(word)
            if not kind and original[0].isupper():
                kind = _name_kind(self._text, original, start, self._known_names)
            if kind:
                facts.append(Fact(place, self.stems[place], kind, original))
        return facts

    def joined(self, at: int) -> bool:
        """Whether nothing but a space, a hyphen or the point of an initial stands before the word at a position."""
        number = self._canonical[at][1]
        before, start = self._written[number - 1]
        between = self._text[start + len(before) : self._written[number][1]].strip()
        return between in ("", "-") or (between == "." and len(before) <= _ABBREVIATED)

    @cached_property
    def capitals(self) -> frozenset[int]:
        """Positions of the words that are written with a capital, for whatever reason."""
        return frozenset(place for place, (_, at) in enumerate(self._canonical) if self._written[at][0][0].isupper())


def analyse(text: str, known_names: Container[str] = ()) -> Words:
    """The words of a text.

    Args:
        text: as it is. Addresses of web pages are no words.
        known_names: case-folded words that are known to be names even where they open a sentence, which
            gives every word a capital.
    """
    return Words(text, known_names)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def is_spaceless(text: str) -> bool:
    """Whether most letters of a text belong to scripts that write no spaces between words."""
    letters = sum(map(str.isalpha, text))
    return 2 * sum(len(run) for run in _SPACELESS_RUN.findall(text)) > letters > 0


def names_of(text: str) -> set[str]:
    """Words with a capital in the midst of a sentence, case-folded: most are names."""
    found = {word.casefold() for word in set(_CAPITAL.findall(text)) if word[0].isupper()}
    return found - _FUNCTION_WORDS


#: The capital stands first in the pattern, so that the search can leap from one to the next: over small Latin, Greek
#: and Cyrillic letters and over scripts that have no capitals.
_CAPITALS = "A-Z\u00c0-\u00de\u0100-\u03ab\u03cf-\u042f\u0460-\u058f\u10a0-\u2fff\ua640-\uabff\ufb00-\U0010ffff"
_CAPITAL = re.compile(f"[{_CAPITALS}](?:(?<=[^\\W_] .)|(?<=[^\\W_], .))[^\\W_]+")


@functools.lru_cache(maxsize=65_536)
def _kind(word: str) -> str:
    """The kind of fact that a canonical word is by itself."""
    if is_number(word):
        return "number"
    if is_calendar(word):
        return "day"
    return "rank" if word in ("first", "second") else ""


def _name_kind(text: str, word: str, start: int, known_names: Container[str]) -> str:
    """What a word with a capital is: a name, unless the beginning of a sentence explains the capital."""
    folded = word.casefold()
    if folded in _FUNCTION_WORDS:
        return "name" if len(word) > 1 and word.isupper() else ""
    if folded in _TITLES:
        return "title"
    if folded in known_names or (len(word) > 1 and word.isupper()):
        return "name"
    return "name" if start > 0 and not _OPENS_SENTENCE.search(text, max(0, start - 6), start) else ""


def _words(text: str) -> list[str]:
    """The words of :func:`_surface`, case-folded, in the time that most passages need."""
    if text.isascii():
        found = _ASCII_WORD.findall(text.lower())
    elif _NOT_PLAIN.search(text):
        return [word.casefold() for word, _ in _surface(text)]
    else:
        found = [word.casefold() for word in _PLAIN_WORD.findall(text)]
    return [word.replace(".", "") if word[-1] == "." else word for word in found]


def _surface(text: str) -> Iterator[tuple[str, int]]:
    pattern = WORD if _NOT_PLAIN.search(text) else _PLAIN_WORD
    for match in pattern.finditer(text):
        word = match[0]
        if pattern is WORD and _SPACELESS.match(word):
            yield from _bigrams(word, match.start())
        elif word[-1] == ".":
            yield word.replace(".", ""), match.start()
        else:
            yield word, match.start()


def _bigrams(run: str, start: int) -> Iterator[tuple[str, int]]:
    for at in range(max(len(run) - 1, 1)):
        yield run[at : at + 2], start + at
