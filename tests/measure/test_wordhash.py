"""The quick hashes of words: those of the general way, the same in any text, and different for different words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.measure import shingles, wordhash
from dedup.measure.characters import SEPARATOR, character_table
from dedup.measure.normalize import comparison_form
from dedup.measure.shingles import shingle_hashes, shingle_sets
from dedup.measure.wordhash import as_ascii, ascii_words

LENGTHS = (1, 7, 8, 9, 16, 17, 63, 64, 65, 200)
words = st.text("abcdefgXYZ019$%&@#", min_size=1, max_size=20) | st.sampled_from(["x" * length for length in LENGTHS])
ascii_texts = st.lists(words | st.text(st.characters(max_codepoint=127), max_size=12), max_size=12).map(" ".join)


def hashes(text):
    return ascii_words([text])[0].tolist()


@given(st.lists(ascii_texts, max_size=6))
def test_it_is_what_the_general_way_gives(texts):
    quick, offsets = ascii_words(texts)
    general = shingles._words(texts)
    assert quick.tolist() == general.hashes.tolist()
    if texts:
        assert offsets.tolist() == general.offsets.tolist()


@given(ascii_texts)
def test_equal_words_and_only_those_are_equal(text):
    found = comparison_form(text).split()
    quick = hashes(text)
    assert len(quick) == len(found)
    assert len(set(quick)) == len(set(found))
    assert len(set(zip(quick, found, strict=True))) == len(set(found))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_letter_of_a_word_counts(length):
    word = "a" * length
    others = [word[:at] + "b" + word[at + 1 :] for at in range(length)]
    assert len({hashes(other)[0] for other in [word, *others, word + "a"]}) == length + 2


@given(ascii_texts, st.sampled_from(["é", "東京", "ß", "😀", "\u200b", "’"]), st.sampled_from([1, 2, 5]))
def test_a_word_is_the_same_beside_letters_of_other_scripts(text, foreign, width):
    alone = set(shingle_hashes([text], 1).hashes.tolist())
    beside = set(shingle_hashes([f"{text} {foreign}"], 1).hashes.tolist())
    assert alone <= beside
    assert len(beside) - len(alone) <= 2
    both = shingle_sets([text, f"{text} {foreign}", text], width)
    first, second, third = (both.values[low:high].tolist() for low, high in zip(both.offsets, both.offsets[1:], strict=False))
    assert first == third == shingle_sets([text], width).values.tolist()
    assert second == shingle_sets([f"{text} {foreign}"], width).values.tolist()


def test_the_signs_that_are_passed_over_part_words():
    table = character_table()
    assert {int(table.kind[ord(sign)]) for sign in wordhash.PARTING} == {SEPARATOR}
    assert as_ascii("a’b — “c”") == "a b    c "
    assert as_ascii("a’é") is None
    quoted, plain = shingle_sets(["a’b “c” d", "a b c d"], 2), shingle_sets(["a b c d"], 2)
    assert quoted.values.tolist() == 2 * plain.values.tolist()


@given(st.lists(st.integers(0, 9), max_size=14), st.integers(1, 9))
def test_shingles_are_all_runs_of_so_many_words(numbers, width):
    text = " ".join(f"word{number}" for number in numbers)
    runs = [tuple(numbers[at : at + width]) for at in range(max(len(numbers) - width + 1, 1 if numbers else 0))]
    found = shingle_hashes([text], width).hashes.tolist()
    assert len(found) == len(runs)
    assert len(set(zip(found, runs, strict=True))) == len(set(runs)) == len(set(found))


def test_a_portion_of_very_many_texts():
    texts = [f"w{at % 7}" for at in range(70_000)]
    sets = shingle_sets(texts, 3)
    assert np.diff(sets.offsets).tolist() == [1] * 70_000
    assert np.unique(sets.values).size == 7
