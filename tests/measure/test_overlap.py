"""Fast overlap is textbook overlap, at every edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.measure.overlap import (
    character_shingles,
    containment,
    dice,
    gaps,
    jaccard,
    lcs_length,
    lcs_share,
    set_jaccard,
    shared,
)

numbers = st.frozensets(st.integers(0, 30))
words = st.lists(st.sampled_from("abcde"), max_size=12)


def _hashes(values):
    return np.array(sorted(values), dtype=np.uint64)


@given(numbers, numbers)
def test_sorted_hashes_overlap_like_sets(one, other):
    here, there = _hashes(one), _hashes(other)
    both, all_of_them = len(one & other), len(one | other)
    assert shared(here, there) == shared(there, here) == both
    assert jaccard(here, there) == (both / all_of_them if all_of_them else 1.0)
    assert containment(here, there) == (both / len(one) if one else 1.0)
    assert set_jaccard(one, other) == (both / all_of_them if all_of_them else 1.0)


def test_no_hash_of_the_smaller_set_is_beyond_the_larger_by_accident():
    assert shared(_hashes({2**64 - 1}), _hashes({2**64 - 1, 3})) == 1
    assert shared(_hashes({9}), _hashes({1, 2})) == 0
    assert shared(_hashes({5}), _hashes({5})) == 1
    assert shared(_hashes({1, 9}), _hashes({1, 2, 3})) == 1


def test_shingles_are_five_characters_wide_and_a_short_text_is_its_own():
    assert character_shingles("abcdef") == {"abcde", "bcdef"}
    assert character_shingles("abcde") == {"abcde"}
    assert character_shingles("abc") == {"abc"}
    assert character_shingles("") == {""}
    assert character_shingles("abcd", 2) == {"ab", "bc", "cd"}


def test_dice_weighs_words_and_counts_repeats():
    weights = {"bridge": 2.0, "the": 0.5, "ferry": 4.0}
    assert dice({"bridge": 2, "the": 1}, {"bridge": 1, "the": 3, "x": 1}, weights, 10.0) == pytest.approx(0.5)
    assert dice({"ferry": 2}, {"ferry": 2}, weights, 16.0) == 1.0
    assert dice({"ferry": 1}, {"bridge": 1}, weights, 6.0) == 0.0
    assert dice({}, {}, weights, 0.0) == 0.0
    assert dice({"ferry": 1}, {"ferry": 1}, weights, 0.5) == 16.0


def _longest(one, other):
    """The textbook table."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for row, a in enumerate(one, 1):
        for column, b in enumerate(other, 1):
            best = max(table[row - 1][column], table[row][column - 1])
            table[row][column] = table[row - 1][column - 1] + 1 if a == b else best
    return table[-1][-1]


@given(words, words)
def test_the_longest_common_subsequence_is_the_textbook_one(one, other):
    longest = _longest(one, other)
    assert lcs_length(one, other) == longest
    longer = max(len(one), len(other))
    assert lcs_share(one, other) == pytest.approx(longest / longer if longer else 1.0)


@given(words, words)
def test_what_stands_outside_the_gaps_is_a_longest_common_subsequence(one, other):
    found = list(gaps(one, other))
    here = {at for mine, _ in found for at in mine}
    there = {at for _, theirs in found for at in theirs}
    kept = [word for at, word in enumerate(one) if at not in here]
    assert kept == [word for at, word in enumerate(other) if at not in there]
    assert len(kept) == _longest(one, other)
    assert all(mine or theirs for mine, theirs in found)
    assert [mine.start for mine, _ in found] == sorted(mine.start for mine, _ in found)


def test_gaps_at_both_ends_and_in_one_only():
    assert list(gaps("xabcy", "abc")) == [(range(0, 1), range(0, 0)), (range(4, 5), range(3, 3))]
    assert list(gaps("abc", "abxc")) == [(range(2, 2), range(2, 3))]
    assert list(gaps("abc", "abc")) == []


def test_a_hash_beyond_the_largest_of_the_other_set():
    assert shared(_hashes({9}), _hashes({5})) == 0


def test_a_subsequence_below_the_least_length_counts_as_none():
    assert [lcs_length("abc", "abd", least) for least in (0, 2, 3)] == [2, 2, 0]
