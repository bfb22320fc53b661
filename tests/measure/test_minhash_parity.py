"""Our signatures are datasketch's, bit for bit; fast overlap is the textbook's."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash
from hypothesis import given
from hypothesis import strategies as st

from dedup.measure.minhash import (
    EMPTY,
    bands,
    candidate_pairs,
    choose_bands,
    estimated_jaccard,
    joined,
    signatures,
)
from dedup.measure.normalize import comparison_form
from dedup.measure.overlap import character_shingles, containment, jaccard, lcs_length, lcs_share, set_jaccard
from dedup.measure.shingles import shingle_hashes
from tests.strategies import paragraphs

hash_sets = st.lists(st.sets(st.integers(0, 2**32 - 1), max_size=40), max_size=8)


def _batch(sets):
    flat = np.array([value for one in sets for value in sorted(one)], dtype=np.uint64)
    return flat, np.cumsum([0, *map(len, sets)])


@given(hash_sets, st.sampled_from([1, 16, 128]), st.sampled_from([1, 7, 2**32 - 1]))
def test_signatures_are_those_of_datasketch(sets, num_perm, seed):
    ours = signatures(*_batch(sets), num_perm=num_perm, seed=seed)
    for row, one in zip(ours, sets, strict=True):
        theirs = MinHash(num_perm=num_perm, seed=seed, scheme="affine32", hashfunc=lambda value: value)
        for value in one:
            theirs.update(value)
        assert row.tolist() == theirs.hashvalues.tolist()
        if one:
            lean = LeanMinHash(seed=seed, hashvalues=row, scheme="affine32")
            assert lean.jaccard(LeanMinHash(theirs)) == 1.0
        else:
            assert set(row.tolist()) == {int(EMPTY)}


@given(hash_sets)
def test_bands_meet_exactly_where_signatures_agree(sets):
    matrix = signatures(*_batch(sets), num_perm=12)
    keys = bands(matrix, count=3, rows=4)
    assert keys.shape == (len(sets), 3)
    for one in range(len(sets)):
        for other in range(len(sets)):
            same = [
                (matrix[one, 4 * b : 4 * b + 4] == matrix[other, 4 * b : 4 * b + 4]).all() for b in range(3)
            ]
            assert ((keys[one] == keys[other]) == same).all()


def test_candidate_pairs_are_all_that_share_a_band():
    keys = np.array([[1, 2], [1, 3], [4, 3], [5, 6]], dtype=np.uint64)
    assert candidate_pairs(keys).tolist() == [[0, 1], [1, 2]]


def test_a_crowded_bucket_stays_linear():
    keys = np.zeros((5_000, 1), dtype=np.uint64)
    assert len(candidate_pairs(keys, bucket_limit=64)) <= 5_000 * 64


@given(hash_sets)
def test_the_join_counts_what_sets_share(sets):
    flat, offsets = _batch(sets)
    owners = np.repeat(np.arange(len(sets)), np.diff(offsets))
    order = np.lexsort((owners, flat))
    pairs, shared = joined(flat[order], owners[order], bucket_limit=64)
    found = {tuple(sorted(pair)): count for pair, count in zip(pairs.tolist(), shared.tolist(), strict=True)}
    expected = {
        (a, b): len(sets[a] & sets[b])
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if sets[a] & sets[b]
    }
    assert found == expected


def test_the_estimate_is_near_the_truth():
    one, other = set(range(1000)), set(range(500, 1500))
    matrix = signatures(*_batch([one, other]), num_perm=256)
    assert float(estimated_jaccard(matrix[0], matrix[1])) == pytest.approx(1 / 3, abs=0.12)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.9])
def test_chosen_bands_fit_the_signature_and_the_threshold(threshold):
    count, rows = choose_bands(threshold, 128)
    assert count * rows <= 128
    at_threshold = 1 - (1 - threshold**rows) ** count
    assert 0.2 < at_threshold < 0.99


@given(st.lists(paragraphs, max_size=6))
def test_equal_forms_have_equal_shingles_and_a_batch_is_its_members(texts):
    together = shingle_hashes(texts)
    for place, text in enumerate(texts):
        alone = shingle_hashes([text])
        mine = together.hashes[together.offsets[place] : together.offsets[place + 1]]
        assert sorted(mine.tolist()) == sorted(alone.hashes.tolist())


@given(paragraphs)
def test_the_comparison_form_is_stable(text):
    form = comparison_form(text)
    assert comparison_form(form) == form
    assert form == " ".join(form.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t!”", '"don\'t"'),
        ("ﬁne  weather", "Fine weather"),
        ("Ｂｒｉｄｇｅ", "bridge"),
        ("a\u00adb", "ab"),
        ("naïve –", "naïve"),
    ],
)
def test_typography_makes_no_difference(one, other):
    assert comparison_form(one) == comparison_form(other)


def test_a_sign_makes_one():
    assert comparison_form("-5 %") != comparison_form("5 %")
    assert comparison_form("$5") != comparison_form("5")


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_overlap_is_the_textbooks(one, other):
    a, b = (np.array(sorted(s), dtype=np.uint64) for s in (one, other))
    union = len(one | other)
    assert jaccard(a, b) == pytest.approx(len(one & other) / union if union else jaccard(a, b))
    if one:
        assert containment(a, b) == pytest.approx(len(one & other) / len(one))
    assert set_jaccard(one, other) == pytest.approx(jaccard(a, b))


@given(st.lists(st.integers(0, 4), max_size=12), st.lists(st.integers(0, 4), max_size=12))
def test_the_longest_common_subsequence_is_the_textbooks(one, other):
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, x in enumerate(one):
        for j, y in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    assert lcs_length(one, other) == table[-1][-1]
    if one and other:
        assert lcs_share(one, other) == pytest.approx(table[-1][-1] / max(len(one), len(other)))


def test_character_shingles():
    assert character_shingles("abcdef", 5) == {"abcde", "bcdef"}
