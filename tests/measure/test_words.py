"""The quick ways of cutting a passage into words say what the one pattern says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.measure import words
from dedup.measure.words import FUNCTION_WEIGHT, analyse, names_of

ODD = st.text(st.sampled_from("abZ09.,_$% €éß'’İıǅ½²२\u0301ก中﷽ªΣς-"), max_size=14)


def _as_one_pattern_says(text):
    for match in words.WORD.finditer(text):
        word, start = match[0], match.start()
        if words._SPACELESS.match(word):
            yield from words._bigrams(word, start)
        else:
            yield word.replace(".", "") if word[-1] == "." else word, start


@given(ODD | st.text(max_size=20) | st.text(st.sampled_from("aB1.,$% -"), max_size=14))
def test_words_and_places_are_those_of_the_one_pattern(text):
    expected = list(_as_one_pattern_says(text))
    assert list(words._surface(text)) == expected
    assert words._words(text) == [word.casefold() for word, _ in expected]


@given(ODD)
def test_a_passage_is_consistent(text):
    passage = analyse(text)
    assert len(passage.stems) == len(passage.weights) == len(passage)
    assert passage.total == pytest.approx(sum(passage.weights))
    assert sum(passage.counts.values()) == len(passage)
    for fact in passage.facts:
        assert passage.stems[fact.at] == fact.stem


def test_weights_tell_content_from_grammar():
    assert analyse("The bridges of Königsberg").weights == [FUNCTION_WEIGHT, 1.0, FUNCTION_WEIGHT, 1.0]


def test_addresses_are_no_words():
    assert len(analyse("See https://example.org/a-b/c for more")) == len(analyse("See for more"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mayor, Ada Okafor, spoke.", {"ada", "okafor"}),
        ("He met The Mayor and the NATO.", {"mayor", "nato"}),
        ("Nobody. Everybody. Somebody", set()),
        ("Ärzte und Ökonomen in Österreich", {"ökonomen", "österreich"}),
        ("", set()),
    ],
)
def test_names_have_a_capital_in_mid_sentence(text, names):
    assert names_of(text) == names
