"""The screen lets through whatever a rule would claim: what it holds back was judged by no rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import RuleError, clean, configure
from dedup.detect.folding import JUNK, fold, fold_all
from dedup.detect.matcher import compile_rules, matcher
from dedup.detect.phrases.line import whole
from dedup.detect.phrases.parts import parts
from dedup.detect.phrases.screen import screen
from dedup.detect.rulebook import Rule, rules
from dedup.read.plain import read_paragraphs

CONFIG = configure()
RULES = matcher()
LINES = [text for rule in rules() for text in (*rule.strike, *rule.keep)]
SENTENCES = tomllib.loads((Path(__file__).parent / "keep.toml").read_text(encoding="utf-8"))
BODY = "The council met on Monday evening in the old mill and talked for three hours about the bridge and its piers."
PHRASES = [phrase for rule in rules() for phrase in rule.phrases]


def _held_back(texts):
    """Blocks that the screen holds back although a rule claims them, or something in them."""
    document = read_paragraphs(texts, config=CONFIG)
    seen = screen(document.blocks, RULES)
    for place, block in enumerate(document.blocks):
        if block.kind == "code" or place in seen.within:  # whatever a rule says of it is asked
            continue
        claim = whole(block.text, RULES)
        if list(parts(block, RULES)) if claim is None else place not in seen.opened:
            yield block.text


@pytest.mark.parametrize(
    "form",
    ["{}", "» {}", "\u200f{}", "**{}**", "【{}】", "{} | 42", f"{BODY} {{}}", f"{BODY} ({{}}) So it was.", f"{BODY}\n{{}}"],
)
def test_no_example_of_a_rule_is_held_back(form):
    texts = [form.format(text) for text in LINES]
    assert list(_held_back(texts)) == []
    assert list(_held_back([form.format(text.upper()) for text in LINES])) == []


def test_no_phrase_is_held_back_before_a_title():
    assert list(_held_back([f"{phrase}: 42" for phrase in PHRASES])) == []
    assert list(_held_back([f"{BODY} {phrase}: Ferry returns" for phrase in PHRASES])) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", BODY + " ", "The bridge opens… ", "Why? ", "(", "It is so.\x1f"]),
            st.text(alphabet=JUNK, max_size=3),
            st.sampled_from(PHRASES),
            st.sampled_from(["", ":", " | Ferry returns", ")", "…", " 12 May 2021", "\0", "\ud800"]),
        ).map("".join),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_put_together_is_held_back(texts):
    assert list(_held_back(texts)) == []


def test_most_paragraphs_are_held_back():
    texts = [text for texts in SENTENCES.values() for text in texts] + [BODY] * 100
    seen = screen(read_paragraphs(texts, config=CONFIG).blocks, RULES)
    assert not seen.within & set(range(len(texts) - 100, len(texts)))
    assert not seen.opened & set(range(len(texts) - 100, len(texts)))


def test_long_blocks_are_let_through_unfolded():
    tower = "e" + "\u0301\u0323" * 200_000
    long = [tower, BODY * 20 + " (Also Read: Ferry returns) So it was.", BODY]
    seen = screen(read_paragraphs(long, config=CONFIG).blocks, RULES)
    assert seen.within == {0, 1}
    assert list(_held_back(long)) == []


def test_code_is_held_back():
    fence = "```\nRead more: x\n```"
    document = read_paragraphs([BODY, fence], config=CONFIG)
    assert document.blocks[1].kind == "code"
    assert screen(document.blocks, RULES).within == set()


def test_junk_folds_to_junk():
    assert all(set(fold(sign)) <= set(JUNK) for sign in JUNK)


def test_texts_folded_together_are_folded_apart():
    texts = ["Also\0Read", "\0", "", "ÄÖÜ", "e\u0301", "\u0301x", "ＡＢ", *LINES]
    assert list(fold_all(texts)) == [fold(text) for text in texts]
    assert list(fold_all(LINES)) == [fold(text) for text in LINES]


def test_a_matcher_of_no_rules_lets_nothing_through():
    nothing = compile_rules([])
    assert nothing.anywhere is None
    assert not nothing.delimited
    seen = screen(read_paragraphs([BODY, *LINES], config=CONFIG).blocks, nothing)
    assert not seen.within


def test_phrases_without_bounds_are_refused():
    endless = Rule("mine", "en", "inside", ("x" * 8_000_000,), "here")
    with pytest.raises(RuleError, match="too many phrases"):
        compile_rules([endless])


def test_a_phrase_longer_than_any_text_strikes_nothing():
    assert clean(BODY, phrases=("x" * 1_000_000,)).text == BODY
