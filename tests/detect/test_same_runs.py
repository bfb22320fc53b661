"""Pairs that may share a sentence: none is missed that does, and most documents are through at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import configure
from dedup.detect.repeats import parts
from dedup.detect.repeats.equals import equal_groups
from dedup.detect.repeats.parts import same_runs
from dedup.detect.repeats.screen import read_words, screen
from dedup.detect.repeats.sight import limits

LEAST = 10
TOLD = "The council of Ashby wants the old copper bridge closed before the winter storms reach the valley."
OTHER = "Nobody in the harbour has seen a tide like the one that took the ferry house on Monday night, say the pilots."
LAST = "Farmers along the valley counted fewer geese this autumn than in any year since their survey began in 1987."
MORE = "A new budget for schools was signed in the market hall while the orchestra rehearsed next door until noon."


def test_paragraphs_with_a_sentence_in_common_are_a_pair():
    texts = [f"{TOLD} {OTHER}", MORE, f"{MORE[:40]} it was said. {TOLD.upper()}"]
    assert same_runs(read_words(texts), [], LEAST).pairs() == [(0, 2)]
    assert same_runs(read_words(texts), [2], LEAST).pairs() == []
    assert same_runs(read_words(texts), [], 40).pairs() == []


def test_a_stretch_across_two_paragraphs_is_none():
    texts = [TOLD, OTHER, f"{TOLD} {OTHER}"[60:160]]
    half = TOLD.split()
    assert same_runs(read_words([" ".join(half[:8]), " ".join(half[8:]), MORE]), [], LEAST).pairs() == []
    assert (0, 1) not in same_runs(read_words(texts), [], LEAST).pairs()


def test_short_documents_have_none():
    for texts in (["", ""], ["a", "a"], [TOLD, ""], ["...", TOLD[:30]]):
        assert same_runs(read_words(texts), [], LEAST).pairs() == []


@given(st.lists(st.integers(0, 3), max_size=40), st.integers(1, 17))
def test_stretches_are_hashed_alike_where_they_are_alike(numbers, width):
    words = read_words([" ".join("abcd"[n] * 3 for n in numbers)]).words
    hashes = parts._hashed(words, width).tolist()
    stretches = [tuple(numbers[at : at + width]) for at in range(len(numbers) - width + 1)]
    assert len(hashes) == len(stretches)
    by_stretch = {}
    for stretch, value in zip(stretches, hashes, strict=True):
        assert by_stretch.setdefault(stretch, value) == value
    again = parts._told_again(parts._hashed(words, width))
    assert (again.size > 0) >= (len(set(stretches)) < len(stretches))


WORDS = st.lists(st.sampled_from("bridge river council the of harvest copper".split()), max_size=16)


@given(WORDS, WORDS, st.integers(1, 6))
def test_a_shared_stretch_is_seen(one, other, width):
    found = {tuple(one[at : at + width]) for at in range(len(one) - width + 1)}
    told = {tuple(other[at : at + width]) for at in range(len(other) - width + 1)}
    shared = same_runs(read_words([" ".join(one), " ".join(other)]), [], width)
    assert shared.pairs() == ([(0, 1)] if found & told else [])


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(1, 4), st.data())
def test_what_is_left_of_the_stretches_is_what_would_be_found(paragraphs, width, data):
    texts = [" ".join(words) for words in paragraphs]
    places = sorted(data.draw(st.sets(st.sampled_from(range(len(texts))), min_size=1)))
    left = same_runs(read_words(texts), [], width).left(places, len(texts))
    anew = same_runs(read_words([texts[at] for at in places]), [], width)
    assert left.pairs() == anew.pairs()


KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=30)


@given(KEYS, KEYS, st.integers(0, 3))
def test_keys_are_found_among_others(keys, others, some):
    keys = sorted({*keys, *others[:some]})
    if keys and others:
        found = parts._places_of(np.array(keys, np.uint64), np.array(others, np.uint64))
        assert found.tolist() == [at for at, key in enumerate(others) if key in keys]


@pytest.fixture(scope="module")
def long_document():
    """More paragraphs than are compared all with all, and than are joined at once; some are equal, some have a sentence in common."""
    texts = [f"{OTHER} {n} {MORE} {n * n} {n % 7} times." for n in range(5_000)]
    texts[100] = texts[4_900] = TOLD
    texts[2_500] = TOLD.upper()
    texts[30] = f"It was on page {30} again. {TOLD} {LAST}"
    texts[4_000] = f"{LAST} The rest is on page 4000, says the clerk."
    texts[77] = texts[78] = "..."
    return texts


def test_equals_are_found_in_long_documents(long_document):
    assert equal_groups(long_document, read_words(long_document)) == [[100, 2_500, 4_900]]
    assert equal_groups(long_document[::2], read_words(long_document[::2])) == [[50, 1_250, 2_450]]


def test_the_same_words_in_another_order_are_no_equals(long_document):
    turned = [*long_document, " ".join(reversed(TOLD.split()))]
    words = read_words(turned)
    assert words.sums[100] == words.sums[5_000]
    assert equal_groups(turned, words) == [[100, 2_500, 4_900]]


def test_sentences_are_found_in_long_documents(long_document):
    unlike = [text for at, text in enumerate(long_document) if at in (30, 100, 4_000)]
    filler = [f"{n} " + " ".join(f"w{n}x{k}" for k in range(20)) for n in range(4_000)]
    texts = [unlike[0], *filler, unlike[1], unlike[2]]
    assert same_runs(read_words(texts), [], LEAST).pairs() == [(0, 4_001), (0, 4_002)]


def test_portions_are_one_whole(long_document, monkeypatch):
    words = read_words(long_document)
    copies = [2_500, 4_900]
    whole = same_runs(words, copies, LEAST).pairs(), screen(words, copies, limits(configure())).pairs
    monkeypatch.setattr(parts, "_WORDS", 1_000)
    monkeypatch.setattr("dedup.detect.repeats.screen._TEXTS", 7)
    monkeypatch.setattr("dedup.measure.bytewords._WORDS", 500)
    again = read_words(long_document)
    assert (again.content == words.content).all()
    assert (again.sums == words.sums).all()
    assert (parts._hashed_in_portions(words.words, LEAST) == parts._hashed(words.words, LEAST)).all()
    assert (same_runs(again, copies, LEAST).pairs(), screen(again, copies, limits(configure())).pairs) == whole


@given(st.lists(WORDS, min_size=12, max_size=24), st.integers(0, 60))
def test_pairs_are_sorted_out_one_by_one_as_all_at_once(paragraphs, few):
    words = read_words([" ".join(text) for text in paragraphs])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.detect.repeats.screen._FEW", 10**9)
        one_by_one = screen(words, [], limits(configure())).pairs
        patch.setattr("dedup.detect.repeats.screen._FEW", few)
        assert screen(words, [], limits(configure())).pairs == one_by_one
