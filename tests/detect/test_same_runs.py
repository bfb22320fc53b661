"""Pairs that may share a sentence: none is missed that does, and most documents are through at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.detect.repeats import parts
from dedup.detect.repeats.parts import same_runs
from dedup.detect.repeats.screen import read_words

LEAST = 10
TOLD = "The council of Ashby wants the old copper bridge closed before the winter storms reach the valley."
OTHER = "Nobody in the harbour has seen a tide like the one that took the ferry house on Monday night, say the pilots."
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
