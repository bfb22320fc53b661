"""Do two passages that sound alike state the same facts?

Names are compared as wholes ("Antony Blinken" is "Blinken", "George Bush" is not "Laura Bush"), in full
or by their initials; numbers up to rounding. What only one side states is no conflict: it may simply say
more. A conflict is that each side states something which the other lacks, of the same kind.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from dedup.measure.opposites import denies, negates, opposite
from dedup.measure.overlap import gaps
from dedup.measure.stems import stem
from dedup.measure.synonyms import synonymous
from dedup.measure.units import magnitude, units_of
from dedup.measure.words import FUNCTION_WEIGHT, Fact, Words

#: A number and its rounded form differ by at most this share.
ROUNDING = 0.015
#: From this length on a name that differs in one letter is the same name misspelt.
TYPO_LENGTH = 6
#: Words that begin with the same letters, so many, are taken for forms of one.
ROOT_LETTERS = 5
#: Words before and behind a fact that say where it stands.
CONTEXT = 2
#: Facts that have moved are compared pair by pair, at most so many.
_MOST_MOVED = 64
#: Behind the end of a passage that stands in another one, so many words more are still in its place.
_MARGIN = 2
#: A name and the word it faces stand in stretches of so many words together.
_CLOSE = 12
#: "Not only" denies nothing.
_ONLY = frozenset("only just merely nur seulement solo solamente soltanto".split())
#: A denial is about a word that follows it at most so far.
_DENIED = 3
#: So many words stand in the place of others as words do, not as sentences.
FEW = 3
#: Two names for one thing; initials ("US", "UN") and adjectives ("Russian") need no list.
_ALIASES = {
    stem(name): stem(other)
    for name, other in (
        ("uk", "britain"), ("british", "britain"), ("usa", "us"), ("america", "us"), ("american", "us"),
        ("holland", "netherlands"), ("dutch", "netherlands"), ("french", "france"), ("turkish", "turkey"),
    )
}  # fmt: skip
#: Names as alike as one name and its adjective that are two.
_DISTINCT = ({"niger", "nigeri"}, {"niger", "nigeria"})
#: What makes the adjective of a country, cut to stems.
_DEMONYM = frozenset(("", "a", "e", "y", "n", "an", "ia", "ian", "ish", "ese", "i", "is", "ic", "man", "ine", "in"))
DEMONYM_STEM = 4


def lacking(one: Words, other: Words) -> list[Fact]:
    """The facts of one that other states in no form."""
    missing = [fact for fact in one.facts if fact.stem not in other.counts and fact.kind != "title"]
    if not missing:
        return []
    theirs = [fact for fact in other.facts if fact.stem not in one.counts]
    names = {fact.stem for fact in theirs if fact.kind == "name"}
    numbers = _Numbers(other, theirs)
    same_names = set(_same_names(one, other)) if any(fact.kind == "name" for fact in missing) else set()
    return [
        fact
        for fact in missing
        if not (fact.kind == "number" and numbers.state(one, fact))
        and not (fact.kind == "name" and (fact.at in same_names or any(_same_word(fact.stem, name) for name in names)))
    ]


def conflicting(one: Words, other: Words) -> bool:
    """Whether each states a fact that the other lacks, of one kind: a name where the other has another name.

    A name here and a number there are no contradiction: each side says something more.
    """
    ours, theirs = lacking(one, other), lacking(other, one)
    if {fact.kind for fact in ours} & {fact.kind for fact in theirs}:
        return True
    return _renamed(one, other, ours) or _renamed(other, one, theirs) or _remeasured(one, other)


def _renamed(one: Words, other: Words, ours: list[Fact]) -> bool:
    """Whether a name of one faces a word of other whose capital its sentence's beginning may merely explain."""
    names = {fact.at: fact.stem for fact in ours if fact.kind == "name"}
    known = {fact.at for fact in other.facts}
    return bool(names) and any(
        at in other.capitals
        and at not in known
        and other.weights[at] > FUNCTION_WEIGHT
        and not any(_same_word(names[place], other.stems[at]) for place in here if place in names)
        for here, there in gaps(one.stems, other.stems)
        if len(here) + len(there) <= _CLOSE and not names.keys().isdisjoint(here)
        for at in there
    )


def _remeasured(one: Words, other: Words) -> bool:
    """Whether a number that both state counts other things: "5 km" and "5 miles"."""
    ours, theirs = units_of(one.stems), units_of(other.stems)
    return any(ours[number].isdisjoint(theirs[number]) for number in ours.keys() & theirs.keys())


def agreement(one: Words, other: Words) -> int:
    """How many distinct names and numbers both state; 0 when either lacks one of the other's."""
    if lacking(one, other) or lacking(other, one):
        return 0
    return len({fact.stem for fact in one.facts} & other.counts.keys())


def contradicting(one: Words, other: Words, *, closely: bool) -> bool:
    """Whether, text beside text, a word stands where the other has its opposite, or one denies what other says.

    Only a few words that stand in the place of a few others say so; a sentence in place of another may mean anything.

    Args:
        closely: whether the two are alike word for word. Else a denial counts for nothing: other words may deny too.
    """
    for here, there in _facing(one, other):
        if max(len(here), len(there)) > FEW:
            continue
        mine, yours = {one.stems[at] for at in here}, {other.stems[at] for at in there}
        if opposite(mine - yours, yours - mine):
            return True
        if closely and (any(map(negates, mine)) != any(map(negates, yours)) or _renumbered(one, other, here, there)):
            return True
    return False


def denying(one: Words, other: Words) -> bool:
    """Whether only one of two denies something, and that a word that the other has: "not guilty" for "guilty"."""
    first, second = (any(map(negates, words.counts)) for words in (one, other))
    denier, affirmer = (one, other) if first else (other, one)
    return first != second and not _denied(denier).isdisjoint(affirmer.counts)


def _denied(words: Words) -> set[str]:
    """The first content word after each denial, if it stands near; "not only" denies nothing."""
    denied = set()
    for at, word in enumerate(words.stems):
        if denies(word) and words.stems[at + 1 : at + 2] and words.stems[at + 1] not in _ONLY:
            near = range(at + 1, min(at + 1 + _DENIED, len(words)))
            denied.update([words.stems[place] for place in near if words.weights[place] > FUNCTION_WEIGHT][:1])
    return denied


def only_replaced(one: Words, other: Words) -> bool:
    """Whether no word is added to either: each stretch of its own faces one of the other's."""
    return all(here and there for here, there in _facing(one, other))


def replacements(one: Words, other: Words) -> Iterator[int]:
    """Where one has a content word that other lacks, and other in its place one that one lacks, of another meaning.

    Names and numbers do not count: they are compared as facts. Positions in one, of the first word of each stretch
    of a few words.
    """
    for here, there in _facing(one, other):
        if (
            0 < len(here) <= FEW
            and 0 < len(there) <= FEW
            and _foreign(_own(one, here, other), _own(other, there, one))
        ):
            yield here.start


def _own(words: Words, at: range, other: Words) -> list[str]:
    """The content words of a stretch that state no fact and that other has nowhere."""
    facts = {fact.at for fact in words.facts}
    return [
        words.stems[place]
        for place in at
        if words.weights[place] > FUNCTION_WEIGHT and place not in facts and words.stems[place] not in other.counts
    ]


def _foreign(ours: list[str], theirs: list[str]) -> bool:
    """Whether there are words on both sides, and none of one side is one of the other's in another form or word."""
    return bool(ours and theirs) and not any(
        synonymous(here, there) or _same_word(here, there) or _close_in_letters(here, there)
        for here in ours
        for there in theirs
    )


def _close_in_letters(one: str, other: str) -> bool:
    """Whether two stems may be one word: inflected, as they begin alike, or typed badly, with a slip or two."""
    from rapidfuzz.distance import OSA

    if one[:ROOT_LETTERS] == other[:ROOT_LETTERS] and min(len(one), len(other)) >= ROOT_LETTERS:
        return True
    most = 1 + (min(len(one), len(other)) >= TYPO_LENGTH - 2)
    return OSA.distance(one, other, score_cutoff=most) <= most


def _renumbered(one: Words, other: Words, here: range, there: range) -> bool:
    """Whether stretches that face one another hold numbers, of which none is the other's in any form.

    Either passage may state the other's number too, of something else: "1 user; 3 TB" against "3 users; 5 TB".
    """
    ours = [fact for fact in one.facts if fact.kind == "number" and fact.at in here]
    theirs = [fact for fact in other.facts if fact.kind == "number" and fact.at in there]
    if not ours or not theirs or {fact.stem for fact in ours} & {fact.stem for fact in theirs}:
        return False
    there_stated, here_stated = _Numbers(other, theirs), _Numbers(one, ours)
    return not any(there_stated.state(one, fact) for fact in ours) and not any(
        here_stated.state(other, fact) for fact in theirs
    )


def displacing(inner: Words, outer: Words) -> bool:
    """Whether inner, which mostly stands in outer, states a fact where outer states another one of its kind.

    What outer goes on to say, before and behind, is no contradiction.
    """
    ours = {fact.at: fact.kind for fact in lacking(inner, outer)}
    theirs = {fact.at: fact.kind for fact in lacking(outer, inner)} if ours else {}
    return bool(theirs) and any(
        {ours[at] for at in here if at in ours} & {theirs[at] for at in there if at in theirs}
        for here, there in _facing(inner, outer)
    )


def _facing(one: Words, other: Words) -> Iterator[tuple[range, range]]:
    """The stretches that differ; before the beginning and behind the end only what still stands in their place."""
    for here, there in gaps(one.stems, other.stems):
        reach = min(len(here), len(there)) + _MARGIN
        if here.stop == len(one) and there.stop == len(other):
            here, there = here[:reach], there[:reach]
        if here.start == there.start == 0:
            here, there = here[-reach:], there[-reach:]
        yield here, there


def exchanged(one: Words, other: Words) -> bool:
    """Whether two facts that both state have changed places: "A beat B" against "B beat A".

    They have when each stands among the other's words of the other passage rather than among its own. A clause that
    moved takes the words around its facts along, and is no exchange.
    """
    if _turned(one, other):
        return True
    before, after = _contexts(one), _contexts(other)
    moved = [
        fact
        for fact in before
        if fact in after and len(before[fact] & after[fact]) < min(len(before[fact]), len(after[fact]))
    ]
    return any(
        len(before[a] & after[b]) > len(before[a] & after[a]) and len(before[b] & after[a]) > len(before[b] & after[b])
        for a, b in itertools.combinations(moved[:_MOST_MOVED], 2)
    )


def _turned(one: Words, other: Words) -> bool:
    """Whether two names that follow one another stand the other way round: "Hang Subba" against "Subba Hang"."""
    ours, theirs = _neighbours(one), _neighbours(other)
    return any((b, a) in theirs and (a, b) not in theirs and (b, a) not in ours for a, b in ours)


def _neighbours(words: Words) -> set[tuple[str, str]]:
    facts = [fact for fact in words.facts if fact.kind in ("name", "title")]
    return {(a.stem, b.stem) for a, b in itertools.pairwise(facts) if a.at + 1 == b.at and a.stem != b.stem}


def _contexts(words: Words) -> dict[str, set[tuple[int, str]]]:
    """For each fact the nearest words before and behind it that are no facts, with their sides."""
    named = {fact.at for fact in words.facts}
    plain = [at for at in range(len(words)) if at not in named]
    found: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for fact in words.facts:
        middle = bisect.bisect(plain, fact.at)
        found[fact.stem] |= {(-1, words.stems[at]) for at in plain[max(middle - CONTEXT, 0) : middle]}
        found[fact.stem] |= {(1, words.stems[at]) for at in plain[middle : middle + CONTEXT]}
    return found


def _same_names(one: Words, other: Words) -> Iterator[int]:
    """Positions of the parts of one's names that other has in a longer, shorter or abbreviated form."""
    theirs = [frozenset(f.stem for f in name) for name in _whole_names(other)]
    acronyms = {
        "".join(stem[0] for stem in _stems(name)) for name in _whole_names(other) if len(name) > 1
    }
    for name in _whole_names(one):
        stems = frozenset(_stems(name))
        if any(stems & their and (stems <= their or stems >= their) for their in theirs) or (
            len(name) > 1 and "".join(fact.stem[0] for fact in name) in other.counts
        ):
            yield from [fact.at for fact in name]
        else:
            yield from [fact.at for fact in name if fact.stem in acronyms]


def _stems(name: Iterable[Fact]) -> list[str]:
    return [fact.stem for fact in name]


def _whole_names(words: Words) -> list[list[Fact]]:
    """Names that follow one another without a word or a comma between them are one name."""
    names: list[list[Fact]] = []
    for fact in words.facts:
        if fact.kind != "name":
            continue
        if names and names[-1][-1].at == fact.at - 1 and words.joined(fact.at):
            names[-1].append(fact)
        else:
            names.append([fact])
    return names


def _grouped(fact: Fact) -> str:
    """A number whose point may part thousands, without it: "1.200" may be 1.2 and may be 1200."""
    whole, _, rest = fact.surface.partition(".")
    return whole + rest if len(rest) == 3 and whole.isdigit() and rest.isdigit() else ""


class _Numbers:
    """The numbers that a passage states, ready to be asked for one in any form; each answer takes a few look-ups."""

    def __init__(self, words: Words, facts: Iterable[Fact]) -> None:
        numbers = [fact for fact in facts if fact.kind == "number"]
        self._stems = {fact.stem for fact in numbers}
        self._grouped = {_grouped(fact) for fact in numbers} - {""}
        self._values: set[float] = set()
        self._rounded: defaultdict[float, set[float]] = defaultdict(set)
        for number in self._stems:
            for form in _forms(number):
                self._values.add(float(number))
                self._rounded[form].add(float(number))
        sizes = (magnitude(words.stems, fact.at) for fact in numbers)
        self._sizes = sorted({size for size in sizes if size})

    def state(self, words: Words, fact: Fact) -> bool:
        """Whether a number of other words is among them: rounded, with a point between thousands, in another unit."""
        if _grouped(fact) in self._stems or fact.stem in self._grouped:
            return True
        value, *rounded = _forms(fact.stem) or [0.0]
        others = {form for form in rounded if form in self._values} | self._rounded.get(value, set())
        if any(_close(value, other) for other in others):
            return True
        size = magnitude(words.stems, fact.at)
        if not size:
            return False
        at = bisect.bisect(self._sizes, size)
        return any(
            again[0] == size[0] and abs(size[1] - again[1]) <= ROUNDING * max(size[1], again[1])
            for again in self._sizes[max(at - 1, 0) : at + 1]
        )


def _forms(number: str) -> list[float]:
    """A number and what it is when it is rounded to one, two or three digits; empty where it is none."""
    try:
        value = float(number)
    except ValueError:
        return []
    return [value, *(float(f"{value:.{digits - 1}e}") for digits in (1, 2, 3))]


def _close(one: float, other: float) -> bool:
    """Whether two numbers may be one, rounded. Years are never rounded."""
    small, large = sorted((one, other))
    return large > 0 and (large - small) / large <= ROUNDING and not (small >= 1900 and large < 2100)


def _same_word(name: str, other: str) -> bool:
    """Whether a name is another one misspelt, its adjective, or an alias."""
    return {name, other} not in _DISTINCT and (
        _ALIASES.get(name, name) == _ALIASES.get(other, other) or _kin(name, other) or _misspelt(name, other)
    )


def _misspelt(name: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    least = TYPO_LENGTH - (sorted(name) == sorted(other))
    return (
        len(name) >= TYPO_LENGTH - 1
        and max(len(name), len(other)) >= least
        and OSA.distance(name, other, score_cutoff=1) <= 1
    )


def _kin(name: str, other: str) -> bool:
    """Whether one is the country and the other its adjective: Russia and Russian."""
    common = 0
    while name[common : common + 1] == other[common : common + 1] != "":
        common += 1
    return common >= DEMONYM_STEM and name[common:] in _DEMONYM and other[common:] in _DEMONYM
