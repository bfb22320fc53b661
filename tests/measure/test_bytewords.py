"""The quick tokeniser says what the general one says, or refuses."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.detect.repeats.screen import DENSE_LIMIT, MIN_CONTENT, Limits, Screened, _parted, read_words, screen
from dedup.measure import bytewords
from dedup.measure.bytewords import byte_words, is_content
from dedup.measure.normalize import comparison_form
from dedup.measure.shingles import tokenize
from dedup.measure.words import function_words

ENGLISH = "The mayor of Ashby said on Friday that the old bridge will be closed; “nobody knows how long”, he added."
LATIN = st.text(st.sampled_from("abcXYZ 019.,-–’“”…$%&@#éÉßÄñıŁ½™\u00ad\u200d\u0301\n"), max_size=40)


@given(st.lists(LATIN, min_size=1, max_size=6))
def test_as_many_words_as_the_comparison_form_has(texts):
    words = byte_words(texts)
    if words is not None:
        sizes = [int(end - start) for start, end in zip(words.offsets, words.offsets[1:], strict=False)]
        assert sizes == [len(comparison_form(text).replace("-", " ").split()) for text in texts]


@given(st.lists(st.text(max_size=12) | LATIN, min_size=2, max_size=5))
def test_equal_forms_have_equal_keys(texts):
    keys = {}
    for text, key in zip(texts, read_words(texts).keys, strict=True):
        if form := comparison_form(text):
            assert keys.setdefault(form, key) == key


def test_every_plain_letter_is_its_own_comparison_form():
    for code in range(0x80, 0x10000):
        lower = chr(code).lower().replace("ß", "ss").replace("ς", "σ")
        if not bytewords._NOT_PLAIN.search(lower):
            assert comparison_form(chr(code)) == lower, hex(code)


def test_words_are_the_first_eight_bytes():
    words = byte_words(["The bridges of Königsberg", "", "a bridge"])
    assert words is not None
    assert [int(n).to_bytes(8, "little").rstrip(b"\0") for n in words.words] == [
        b"the", b"bridges", b"of", "königsb".encode(), b"a", b"bridge",
    ]  # fmt: skip
    assert words.offsets.tolist() == [0, 4, 4, 6]
    roots = words.roots.tolist()
    assert roots[1] == roots[5]
    assert is_content(words.words).tolist() == [False, True, False, True, False, True]


def test_every_short_function_word_is_known():
    short = sorted(word for word in function_words() if len(word.encode()) <= 8 and word.isascii())
    words = byte_words([" ".join(short)])
    assert words is not None
    assert not is_content(words.words).any()


@pytest.mark.parametrize(
    "text",
    ["市议会周一批准了新桥的预算", "สภาเมืองอนุมัติงบประมาณ", "Городской совет утвердил бюджет", "a\x1eb"],
)
def test_what_it_cannot_do_it_refuses(text):
    assert byte_words([ENGLISH[:10], text * 3]) is None


def test_a_lone_surrogate_is_no_letter():
    words = byte_words(["a\ud800b", "a b"])
    assert words is not None
    assert words.words.tolist() == [ord("a"), ord("b")] * 2


def test_no_text_has_no_words():
    words = byte_words(["", "...", "“”"])
    assert words is not None
    assert words.words.size == 0
    assert words.offsets.tolist() == [0, 0, 0, 0]
    assert read_words(["", "..."]).keys == [b"", b""]


WORDS = st.sampled_from("bridge river council market harvest teacher minister copper valley engine museum of the and to".split())


@given(st.lists(st.lists(WORDS, max_size=14).map(" ".join), min_size=2, max_size=8))
def test_both_tokenisers_lead_to_the_same_pairs(texts):
    limits = Limits(0.42, 0.7, 0.4)
    quick = read_words(texts)
    tokens = tokenize(texts, root=bytewords.ROOT)
    known = set(tokenize(sorted(function_words())).hashes.tolist())
    content = [value not in known for value in tokens.hashes.tolist()]
    general = Screened(tokens.roots, np.array(content, bool), tokens.offsets, tokens.hashes)
    one, other = screen(quick, (), limits), screen(general, (), limits)
    assert sorted(one.pairs) == sorted(other.pairs)
    assert [one.crowd(at) for at in range(len(texts))] == [other.crowd(at) for at in range(len(texts))]


@given(st.lists(LATIN, min_size=1, max_size=9), st.integers(1, 4))
def test_portions_are_the_whole(texts, size):
    whole = byte_words(texts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bytewords, "_PORTION", size)
        parts = byte_words(texts)
    # A text that is refused alone may pass among others, because shares of bytes are taken over all of a portion.
    if whole is not None and parts is not None:
        assert parts.words.tolist() == whole.words.tolist()
        assert parts.offsets.tolist() == whole.offsets.tolist()


SETS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=6)


@given(SETS)
def test_the_join_has_every_key_once_per_owner(owned):
    keys = np.array([key << 40 | at for at, one in enumerate(owned) for key in one], np.uint64)
    found, holders = _parted(keys, len(owned))
    assert found.tolist() == sorted(found.tolist())
    pairs = list(zip((found >> np.uint64(40 - len(owned).bit_length())).tolist(), holders.tolist(), strict=True))
    assert pairs == sorted({(key, at) for at, one in enumerate(owned) for key in one})


def test_a_long_document_and_a_short_one_have_the_same_repeats():
    made = [_sentence(at) for at in range(30)]
    made[20] = made[4].replace("the", "a")
    made[25] = made[7] + " And more was said of it later."
    filler = [_sentence(at) for at in range(1000, 1000 + DENSE_LIMIT)]
    for texts in (made, made + filler):
        pairs = screen(read_words(texts), (), Limits(0.42, 0.7, 0.4)).pairs
        assert {(4, 20), (7, 25)} <= set(pairs)
        assert len(pairs) < 5


def _sentence(at):
    return "the " + " ".join(f"{syllable}{(at * 7 + step) % 9973:04}x" for step, syllable in enumerate("abcdefghijkl"))


@given(st.lists(st.lists(WORDS, max_size=14).map(" ".join), min_size=2, max_size=8), st.sampled_from([1, 2**16]))
def test_the_screen_is_the_textbooks(texts, cells):
    limits = Limits(0.42, 0.7, 0.4)
    sets = [{word for word in text.split() if word not in function_words()} for text in texts]
    alike = {}
    for a, b in itertools.combinations(range(len(texts)), 2):
        common, smaller = len(sets[a] & sets[b]), min(len(sets[a]), len(sets[b]))
        alike[a, b] = 2 * common / max(len(sets[a]) + len(sets[b]), 1)
        if smaller < MIN_CONTENT or (alike[a, b] < limits.dice and common < limits.share * smaller):
            alike.pop((a, b))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("dedup.detect.repeats.screen._CELLS", cells)
        found = screen(read_words(texts), (), limits)
    assert sorted(found.pairs) == sorted(alike)
    assert found.pairs == sorted(found.pairs, key=lambda pair: -alike[pair])
    for at in range(len(texts)):
        others = (2 * len(sets[at] & one) / max(len(sets[at]) + len(one), 1) for n, one in enumerate(sets) if n != at)
        assert found.crowd(at) == sum(dice >= limits.family for dice in others)


@given(st.lists(st.lists(WORDS, max_size=30).map(" ".join), min_size=2, max_size=4))
def test_a_string_has_a_letter_for_each_word(texts):
    strings = read_words(texts).strings
    assert [len(string) for string in strings] == [len(text.split()) for text in texts]
    words = " ".join(texts).split()
    assert len({*zip("".join(strings), words, strict=True)}) == len(set(words)) == len(set("".join(strings)))


def test_the_multiplier_that_is_tried_first_serves():
    _, multiplier = bytewords._function_table()
    assert int(multiplier) == bytewords._MULTIPLIER
