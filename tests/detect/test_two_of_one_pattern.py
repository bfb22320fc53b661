"""Paragraphs that are built alike: nothing may go where they say different things, one where they say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dedup import clean
from dedup.config import configure
from dedup.detect.repeats.compare import Likeness, Passage, compare
from tests.detect.council import BODY

HERE = Path(__file__).parent
PAIRS = tomllib.loads((HERE / "patterns.toml").read_text(encoding="utf-8"))["pairs"]
PARAPHRASES = tomllib.loads((HERE / "paraphrases.toml").read_text(encoding="utf-8"))["pairs"]


@pytest.mark.parametrize("apart", [False, True], ids=["side by side", "apart"])
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda text: text[:30])
def test_both_stay(one, other, apart):
    between = BODY[1:] if apart else []
    assert clean([BODY[0], one, *between, other]).removals == ()


@pytest.mark.parametrize(("one", "other"), PARAPHRASES, ids=lambda text: text[:30])
def test_what_is_said_again_in_other_words_goes(one, other):
    result = clean([BODY[0], one, *BODY[1:], other])
    assert [removal.text.strip() for removal in result.removals] in ([one], [other])


def test_there_are_many_pairs():
    assert len(PAIRS) >= 148
    assert len(PARAPHRASES) >= 126


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The council will close the old bridge for the winter because two of its piers have sunk, the engineer said.",
            "The council will shut the old bridge for the winter because two of its piers have sunk, the engineer said.",
        ),
        (
            "On Monday divers from Orrin found a hollow under the third pier, deep enough for a person to stand in upright.",
            "On Monday divers from Orrin found a cavity under the third pier, deep enough for a person to stand in upright.",
        ),
    ],
)
def test_one_other_word_for_the_same_thing_is_a_repeat_still(one, other):
    link = compare(Likeness(Passage(one), Passage(other)), (0, 1), configure(), crowded=False)
    assert link is not None
    assert link.score >= 0.5
