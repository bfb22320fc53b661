"""Every seed, and every input that once broke something, through its target; needs no atheris."""

from __future__ import annotations

import pathlib

import pytest

from tests.fuzz.grammar import article, page
from tests.fuzz.targets import TARGETS

SEEDS = sorted((pathlib.Path(__file__).parent / "seeds").glob("*/*"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_seed(seed):
    TARGETS[seed.parent.name](seed.read_bytes())


def test_every_target_has_seeds():
    assert {seed.parent.name for seed in SEEDS} == set(TARGETS)


def test_the_grammar_repeats_what_was_said():
    text = article(bytes([1, 0, 1, 2, 6, 0]))
    first, _, third = text.strip().split("\n\n")
    assert first == third
    assert text.count("council") == 2


def test_the_grammar_opens_and_closes_elements():
    assert page(bytes([0, 0, 1, 5, 1, 0, 2])).startswith('<html><body><p class="article-body"><p>The council')
    assert page(bytes([0, 0, 1, 5, 1, 0, 2])).endswith("</p></p>")


@pytest.mark.parametrize("name", TARGETS)
def test_targets_take_any_bytes(name):
    for data in (b"", b"\0", b"\xff\xfe", bytes(range(256)), b"\x03<p>a\x00b</p>"):
        TARGETS[name](data)
