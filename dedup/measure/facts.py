"""Do two passages that sound alike state the same facts?

Names are compared as wholes ("Antony Blinken" is "Blinken", "George Bush" is not "Laura Bush"), in full
or by their initials; numbers up to rounding. What only one side states is no conflict: it may simply say
more. A conflict is that each side states something which the other lacks, of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dedup.measure.overlap import gaps
from dedup.measure.words import Fact, Words

#: A number and its rounded form differ by at most this share.
ROUNDING = 0.015
#: From this length on a name that differs in one letter is the same name misspelt.
TYPO_LENGTH = 6


def lacking(one: Words, other: Words) -> list[Fact]:
    """The facts of one that other states in no form."""
    missing = [fact for fact in one.facts if fact.stem not in other.counts and fact.kind != "title"]
    if not missing:
        return []
    theirs = [fact for fact in other.facts if fact.stem not in one.counts]
    numbers = [fact.stem for fact in theirs if fact.kind == "number"]
    same_names = set(_same_names(one, other)) if any(fact.kind == "name" for fact in missing) else set()
    return [
        fact
        for fact in missing
        if not (fact.kind == "number" and any(_rounded(fact.stem, number) for number in numbers))
        and not (fact.kind == "name" and (fact.at in same_names or _misspelt(fact.stem, theirs)))
    ]


def conflicting(one: Words, other: Words) -> bool:
    """Whether each states a fact that the other lacks, of one kind: a name where the other has another name.

    A name here and a number there are no contradiction: each side says something more.
    """
    ours, theirs = lacking(one, other), lacking(other, one)
    if not ours or not theirs:
        return False
    return bool({fact.kind for fact in ours} & {fact.kind for fact in theirs})


def agreement(one: Words, other: Words) -> int:
    """How many distinct names and numbers both state; 0 when either lacks one of the other's."""
    if lacking(one, other) or lacking(other, one):
        return 0
    return len({fact.stem for fact in one.facts} & other.counts.keys())


def exchanged(one: Words, other: Words) -> bool:
    """Whether facts that both state have changed places: "A beat B" against "B beat A"."""
    return _moved(one, other) or _facing(one, other)


def _moved(one: Words, other: Words) -> bool:
    """The same facts in another order. One that kept the word before or after it has only moved along."""
    ours = sorted([fact for fact in one.facts if fact.stem in other.counts and fact.kind != "day"], key=_stem)
    theirs = sorted(
        [fact for fact in other.facts if fact.stem in one.counts and fact.kind != "day"], key=_stem
    )
    if [fact.stem for fact in ours] != [fact.stem for fact in theirs]:
        return False
    if _in_order(ours) == _in_order(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return sum(_lost_neighbours(one, other, at=(fact, twin)) for fact, twin in pairs) > 1


def _facing(one: Words, other: Words) -> bool:
    """Whether, text laid beside text, a fact of one stands where other has another fact that both state."""
    ours = {fact.at: fact.stem for fact in one.facts if fact.stem in other.counts}
    theirs = {fact.at: fact.stem for fact in other.facts if fact.stem in one.counts}
    for here, there in gaps(one.stems, other.stems):
        mine = {ours[at] for at in here if at in ours}
        yours = {theirs[at] for at in there if at in theirs}
        if mine and yours and not mine & yours:
            return True
    return False


def _in_order(facts: Iterable[Fact]) -> list[str]:
    return [fact.stem for fact in sorted(facts)]


def _stem(fact: Fact) -> tuple[str, int]:
    return fact.stem, fact.at


def _lost_neighbours(one: Words, other: Words, *, at: tuple[Fact, Fact]) -> bool:
    """Whether a fact stands beside other words in the one than in the other, or its whole name does."""
    return any(
        not _surroundings(one, at[0], whole_name=whole) & _surroundings(other, at[1], whole_name=whole)
        for whole in (False, True)
    )


def _surroundings(words: Words, fact: Fact, *, whole_name: bool) -> set[tuple[int, str]]:
    """The words before and behind a fact, or behind the whole name that it belongs to, with their sides."""
    named = {f.at for f in words.facts if f.kind == "name"} if whole_name and fact.kind == "name" else set()
    low, high = fact.at - 1, fact.at + 1
    while low in named:
        low -= 1
    while high in named:
        high += 1
    before = words.stems[low] if low >= 0 else "^"
    after = words.stems[high] if high < len(words.stems) else "$"
    return {(-1, before), (1, after)}


def _same_names(one: Words, other: Words) -> Iterator[int]:
    """Positions of the parts of one's names that other has in a longer, shorter or abbreviated form."""
    theirs = [frozenset(f.stem for f in name) for name in _whole_names(other.facts)]
    acronyms = {
        "".join(stem[0] for stem in _stems(name)) for name in _whole_names(other.facts) if len(name) > 1
    }
    for name in _whole_names(one.facts):
        stems = frozenset(_stems(name))
        if any(stems & their and (stems <= their or stems >= their) for their in theirs) or (
            len(name) > 1 and "".join(fact.stem[0] for fact in name) in other.counts
        ):
            yield from [fact.at for fact in name]
        else:
            yield from [fact.at for fact in name if fact.stem in acronyms]


def _stems(name: Iterable[Fact]) -> list[str]:
    return [fact.stem for fact in name]


def _whole_names(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Names that follow one another without a word between them are one name."""
    names: list[list[Fact]] = []
    for fact in facts:
        if fact.kind != "name":
            continue
        if names and names[-1][-1].at == fact.at - 1:
            names[-1].append(fact)
        else:
            names.append([fact])
    return names


def _rounded(one: str, other: str) -> bool:
    """Whether one number is the other, rounded. Years are never rounded."""
    try:
        small, large = sorted((float(one), float(other)))
    except ValueError:
        return False
    if large == 0 or (large - small) / large > ROUNDING or (small >= 1900 and large < 2100):
        return False
    return any(_round(large, digits) == small or _round(small, digits) == large for digits in (1, 2, 3))


def _round(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def _misspelt(name: str, others: Iterable[Fact]) -> bool:
    from rapidfuzz.distance import OSA

    return len(name) >= TYPO_LENGTH - 1 and any(
        fact.kind == "name"
        and max(len(name), len(fact.stem)) >= TYPO_LENGTH - (sorted(name) == sorted(fact.stem))
        and OSA.distance(name, fact.stem, score_cutoff=1) <= 1
        for fact in others
    )
