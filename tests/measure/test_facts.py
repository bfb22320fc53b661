"""Whether two passages state the same facts: numbers with units, names, opposites, exchanges."""

from __future__ import annotations

import pytest

from dedup.measure.facts import conflicting, contradicting, denying, displacing, exchanged, lacking
from dedup.measure.opposites import negates, opposite
from dedup.measure.units import magnitude, units_of
from dedup.measure.words import analyse


def _surfaces(one, other):
    return [fact.surface for fact in lacking(analyse(one), analyse(other))]


@pytest.mark.parametrize(
    ("text", "dimension", "size"),
    [
        ("5 km", "length", 5_000),
        ("3.1 miles", "length", 4_988.97),
        ("six feet", "length", 1.8288),
        ("117kg", "mass", 117),
        ("258 pounds", "mass", 117.03),
        ("40 acres", "area", 16.19),
        ("90 minutes", "time", 5_400),
        ("two years", "time", 63_113_904),
        ("7 percent", "share", 7),
    ],
)
def test_a_quantity_has_a_size(text, dimension, size):
    found = magnitude(analyse(text).stems, 0)
    assert found is not None
    assert found[0] == dimension
    assert found[1] == pytest.approx(size, rel=1e-3)


@pytest.mark.parametrize("text", ["40 cows", "5 dollars", "7", "cows 7"])
def test_what_has_no_known_unit_has_no_size(text):
    stems = analyse(text).stems
    assert magnitude(stems, 0) is None
    assert magnitude(stems, len(stems) - 1) is None


def test_a_currency_may_stand_before_its_number():
    assert units_of(analyse("$5m and 5 million euros").stems) == {"5000000": {"$", "€"}}
    assert units_of(analyse("five cows and $7").stems) == {"7": {"$"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They met Antony Blinken there.", "They met Blinken there."),
        ("They met the Russian fleet there.", "They met the fleet of Russia there."),
        ("They met an envoy of the United States there.", "They met an envoy of the US there."),
        ("They met a man from Britain there.", "They met a man from the UK there."),
        ("They met Mary Thomson there.", "They met Mary Thompson there."),
        ("They counted 1,752 cows.", "They counted some 1,750 cows."),
        ("They walked 5 km.", "They walked 3.1 miles."),
        ("Sie zählten 1.200 Kühe.", "Sie zählten 1200 Kühe."),
    ],
)
def test_the_same_fact_in_another_form_is_not_lacking(one, other):
    assert _surfaces(one, other) == []
    assert _surfaces(other, one) == []


@pytest.mark.parametrize(
    ("one", "other", "lost"),
    [
        ("They met Ada Okafor, Bodil Krag and others.", "They met Ada Okafor and others.", ["Bodil", "Krag"]),
        ("They met George Bush there.", "They met Laura Bush there.", ["George"]),
        ("They went to Niger at last.", "They went to Nigeria at last.", ["Niger"]),
        ("They counted 1,752 cows.", "They counted some 1,650 cows.", ["1,752"]),
        ("It was so in 1998.", "It was so in 2001.", ["1998"]),
        ("They walked 5 km.", "They walked 4 miles.", ["5"]),
        ("It came in May.", "It came at last.", ["May"]),
    ],
)
def test_another_fact_is_lacking(one, other, lost):
    assert _surfaces(one, other) == lost


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("She paid 5 km of wire.", "She paid 5 miles of wire.", True),
        ("She paid 5 dollars.", "She paid 5 dollars and 5 cents.", False),
        ("In Ashby nobody came. It rained in Ashby.", "In Ashby nobody came. It rained in Milton.", False),
        ("Nobody in Harrow came to see it.", "Nobody in Denby came to see it.", True),
        ("A vote for Harrow was taken at noon.", "A vote was taken at noon at 5 km from here.", False),
    ],
)
def test_a_conflict_is_a_fact_in_place_of_a_fact(one, other, expected):
    assert conflicting(analyse(one), analyse(other)) is expected
    assert conflicting(analyse(other), analyse(one)) is expected


def test_a_name_in_place_of_an_opening_word_is_a_conflict():
    known = {"harrow"}
    one, other = analyse("Harrow had the ball for an hour.", known), analyse("Denby had the ball for an hour.", known)
    assert conflicting(one, other)
    assert conflicting(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("then Ada Okafor beat Bodil Krag by nine votes", "then Bodil Krag beat Ada Okafor by nine votes", True),
        ("the MP Indra Hang Subba spoke", "the MP Indra Subba Hang spoke", True),
        ("of the 120 pupils from here 90 came, he said", "of the 90 pupils from here 120 came, he said", True),
        ("on Monday it was said in Kelby that Okafor left", "that Okafor left was said in Kelby on Monday", False),
        ("a court in Kelby and a court in Harrow", "a court in Kelby and a court in Harrow", False),
    ],
)
def test_an_exchange_is_two_facts_in_each_others_places(one, other, expected):
    assert exchanged(analyse(one), analyse(other)) is expected
    assert exchanged(analyse(other), analyse(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "closely", "expected"),
    [
        ("shares rose on Monday", "shares fell on Monday", False, True),
        ("shares rose on Monday", "shares climbed on Monday", False, False),
        ("a man left the house", "a woman left the house", False, True),
        ("it will be closed in June", "it will not be closed in June", True, True),
        ("it will be closed in June", "it will not be closed in June", False, False),
        ("it isn't closed in June", "it is closed in June", True, True),
        ("der Kurs stieg am Montag", "der Kurs fiel am Montag", False, True),
        ("on Friday the club confirmed that it pays", "the club denied that it pays on Friday", False, True),
        ("the bank raised its rate", "the bank cut its rate", False, True),
    ],
)
def test_a_contradiction_is_a_word_in_place_of_its_opposite(one, other, closely, expected):
    assert contradicting(analyse(one), analyse(other), closely=closely) is expected
    assert contradicting(analyse(other), analyse(one), closely=closely) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("found guilty of theft and jailed", "found not guilty of theft and set free", True),
        ("the drug was approved for children", "the regulator never approved the drug for children", True),
        ("die Steuer wird im April erhöht", "im April wird die Steuer nicht erhöht", True),
        ("le maire est coupable", "le maire n'est pas coupable", True),
        ("it is expected to open", "it opened not only to expected crowds", False),
        ("it is not expected to open", "it is expected not to open", False),
        ("if the weather does not turn", "unless the weather turns", False),
        ("every day except Sunday it is open", "it is open, but not on Sunday", False),
        ("Ashby won the match and can rest", "the match was lost by Ashby, which rests", False),
        ("he paid the fine", "he paid the fine without a word", False),
    ],
)
def test_one_denies_what_the_other_says(one, other, expected):
    assert denying(analyse(one), analyse(other)) is expected
    assert denying(analyse(other), analyse(one)) is expected


def test_opposites_are_read_from_both_sides():
    before, after = set(analyse("before").stems), set(analyse("after").stems)
    assert opposite(before, after)
    assert opposite(after, before)
    assert not opposite(before, before)
    assert not opposite(set(), after)
    assert negates("not")
    assert not negates("note")


def test_a_verb_is_no_month():
    assert [fact.kind for fact in analyse("It may come in May.").facts] == ["day"]


def test_what_the_longer_text_goes_on_to_say_displaces_nothing():
    inner = analyse("The bridge of Kelby was closed by the mayor.")
    assert not displacing(inner, analyse("The bridge of Kelby was closed by the mayor. The road from Harrow follows."))
    assert displacing(inner, analyse("The bridge of Harrow was closed by the mayor. The road from Denby follows."))


def test_long_passages_of_numbers_and_names_come_to_an_end():
    numbers = analyse(" ".join(f"{n} km" for n in range(6_000)))
    others = analyse(" ".join(f"{n} miles" for n in range(6_000)))
    assert conflicting(numbers, others)
    names = analyse(" ".join(f"Name{n} was there. Opener{n} came." for n in range(1_000)))
    assert not exchanged(names, names)
    assert not contradicting(names, names, closely=True)
