"""Rules -> one matcher, in which a line is looked up by its first word."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dedup.detect.folding import FIRST_WORD, JUNK, SPACELESS_FROM, fold, fold_short, key, keys
from dedup.detect.rulebook import Rule, known_rules
from dedup.errors import RuleError
from dedup.patterns import readable

#: Families whose phrases may go from inside a paragraph when brackets or a sentence's end delimit them.
DELIMITED: Final = frozenset(
    f"boilerplate.{name}" for name in ("related", "newsletter", "share", "app", "caption", "advert", "agency")
) | {"user.phrase"}
#: Where the first word of a line ends, at the latest.
WORD_CHARS: Final = 40
#: The longest that all phrases of form ``inside`` may be together, code points: some 100 bytes each in memory.
_MOST_CHARS: Final = 2_000_000


class Hit(NamedTuple):
    """A phrase that a line begins with."""

    length: int
    phrase: str
    rule: Rule


class Start(NamedTuple):
    """The phrases that begin with one word, and the longest line that one of them can claim, in code points."""

    phrases: tuple[str, ...]
    longest_line: int


class Anywhere:
    """Phrases that may stand anywhere, found in time linear in the text (Aho and Corasick, 1975).

    Raises:
        RuleError: the phrases are too long together.
    """

    def __init__(self, folded: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self._phrases = tuple(phrase for phrase in folded if phrase)
        if sum(map(len, self._phrases)) > _MOST_CHARS:
            raise RuleError("too many phrases: give fewer of form 'inside', or shorter ones")
        self._automaton = AhoCorasick(
            self._phrases, store_patterns=False, implementation=Implementation.ContiguousNFA
        )

    def find(self, folded: str) -> list[tuple[int, int, str]]:
        """Where each phrase begins and ends in a folded text, and the phrase: from left to right, longest first."""
        return sorted([(start, end, self._phrases[at]) for at, start, end in self._found(folded)], key=_from_the_left)

    def places(self, folded: str) -> list[int]:
        """Where phrases begin in a folded text, in no order."""
        return [start for _, start, _ in self._found(folded)]

    def _found(self, folded: str) -> list[tuple[int, int, int]]:
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # no phrase has a lone surrogate
            return self._automaton.find_matches_as_indexes(readable(folded), overlapping=True)


def _from_the_left(found: tuple[int, int, str]) -> tuple[int, int]:
    return found[0], -found[1]


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """All rules, looked up by the first word of a line. Time does not grow with the number of rules.

    Two matchers are never equal, so that one can be a key of a cache at no cost.
    """

    openings: dict[str, tuple[Hit, ...]]
    starts: dict[str, Start] = field(repr=False)
    insides: dict[str, tuple[tuple[str, Rule], ...]] = field(repr=False)
    words: dict[str, Rule] = field(repr=False)
    marks: dict[str, Rule] = field(repr=False)
    #: The first words of all phrases that open a line or make one up.
    firsts: frozenset[str] = field(repr=False)
    #: What a line made of ``words`` begins with: words up to their first vowel sign, which ends one in Indic scripts.
    heads: frozenset[str] = field(repr=False)
    #: The longest phrase that opens a line, the longest line that a rule can claim, and the longest that a phrase
    #: of form ``inside`` can; code points.
    longest: int = 0
    longest_line: int = 0
    longest_inside: int = 0
    #: What finds the phrases of form ``inside`` and ``ending``; None without any.
    anywhere: Anywhere | None = field(default=None, repr=False)
    #: The phrases that may go from inside a paragraph, behind a bracket or a sentence's end, by first word.
    delimited: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def hits(self, folded: str) -> Iterator[Hit]:
        """The phrases that a folded line begins with, longest first."""
        for first in keys(folded):
            start = self.starts.get(first)
            if start is not None and folded.startswith(start.phrases):
                for hit in self.openings[first]:
                    if folded.startswith(hit.phrase):
                        yield hit

    def rules_of(self, phrase: str) -> Iterator[Rule]:
        """The rules that have just this folded phrase at the beginning of a line."""
        return (hit.rule for hit in self.hits(phrase) if hit.phrase == phrase)

    def near(self, folded: Sequence[str]) -> list[int]:
        """Which of many folded lines begin with a known word, or with what is no plain word: quick, and too many."""
        known = self.firsts
        return [
            n
            for n, line in enumerate(folded)
            if (word := line.partition(" ")[0]) in known or not word.isalpha() or word >= SPACELESS_FROM
        ]

    def may_open(self, line: str) -> bool:
        """Whether any phrase begins like a line as it was written: quick, and true for one in three."""
        found = FIRST_WORD.match(line)
        if found is not None and (word := found[0]).isascii() and line[found.end() : found.end() + 1].isascii():
            return word.lower() in self.starts
        return self.knows(fold(line[:WORD_CHARS]))

    def knows(self, folded: str) -> bool:
        """Whether any phrase begins like a folded line: quick, and true for few lines."""
        return any(first in self.openings for first in keys(folded))


@functools.lru_cache(maxsize=16)
def matcher(phrases: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> Matcher:
    """The built-in rules, a caller's phrases and a caller's rule files, compiled; shared between callers.

    Raises:
        RuleError: a file of the caller's is unusable.
    """
    own = [_users(phrases)] if phrases else []
    return compile_rules((*own, *known_rules(files)))


def _users(phrases: tuple[str, ...]) -> Rule:
    return Rule("user.phrase", "mul", "start", phrases, "the caller", max_chars=1_000, max_words=150, score=1.0)


def compile_rules(chosen: Iterable[Rule]) -> Matcher:
    """A matcher of just these rules; of two rules with the same phrase the first is asked first.

    Raises:
        RuleError: phrases of form ``inside`` that are too long together.
    """
    openings: dict[str, list[Hit]] = {}
    insides: dict[str, tuple[tuple[str, Rule], ...]] = {}
    words: dict[str, Rule] = {}
    marks: dict[str, Rule] = {}
    longest_inside = longest_line = 0
    for rule in chosen:
        longest_line = max(longest_line, rule.max_chars)
        for phrase, folded in zip(rule.phrases, fold_short(rule.phrases), strict=True):
            if rule.form in ("inside", "ending"):
                insides[folded] = (*insides.get(folded, ()), (phrase, rule))
                longest_inside = max(longest_inside, rule.max_chars)
            elif rule.form == "words":
                words.setdefault(folded, rule)
            elif rule.form == "marked":
                marks.setdefault(folded, rule)
            elif folded := folded.strip() if rule.form == "start" else folded.strip(" :"):
                openings.setdefault(key(folded), []).append(Hit(len(folded), folded, rule))
    ordered = {first: tuple(sorted(hits, key=lambda hit: -hit.length)) for first, hits in openings.items()}
    longest = max((hit.length for hits in ordered.values() for hit in hits), default=0)
    starts = {
        first: Start(tuple(hit.phrase for hit in hits), max(hit.rule.max_chars for hit in hits))
        for first, hits in ordered.items()
    }
    anywhere = Anywhere(insides) if insides else None
    delimited = _delimited(hit for hits in ordered.values() for hit in hits)
    firsts = frozenset((*starts, *words))
    heads = frozenset(found[0] for word in words if (found := FIRST_WORD.match(word)))
    longests = (longest, longest_line, longest_inside)
    return Matcher(ordered, starts, insides, words, marks, firsts, heads, *longests, anywhere, delimited)


def _delimited(hits: Iterable[Hit]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for hit in hits:
        if hit.rule.family in DELIMITED:
            phrase = hit.phrase.lstrip(JUNK)
            found.setdefault(key(phrase), []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}
