"""Presets differ in what they do, and only in the direction that their name says."""

from __future__ import annotations

import dataclasses

import pytest

from dedup import clean, configure

#: Settings where a higher value strikes less, and those where it strikes more.
STRICTER = (
    "exact_words", "near_words", "near_jaccard", "contained_words", "contained_share", "reworded_words", "reworded_ratio",
    "reworded_dice", "reworded_order", "reworded_sum", "run_sum", "run_dice", "run_agreed_sum", "refrain_words",
)  # fmt: skip
LOOSER = ("max_removed", "body_probability", "reworded_adds", "family_size", "series_size")
LEAD = "The council of Orrin Valley voted on Tuesday to close the Kestrel Bridge to all traffic from the third of March."
LIKE = "Councillors of Orrin Valley decided on Tuesday that the Kestrel Bridge will be closed to cars and lorries in March."
BUS = "Buses will end at the market square until the repairs are finished, and a ferry will run every 15 minutes."
FAQ = (
    "FAQ\n\nWhen will the Kestrel Bridge close?\n\nThe Kestrel Bridge will close to all traffic from the third of March."
    "\n\nWhere will buses end?\n\nBuses will end at the market square until the repairs are finished."
)


@pytest.mark.parametrize("name", STRICTER)
def test_what_a_higher_value_makes_stricter(name):
    aggressive, balanced, conservative = (
        getattr(configure(preset), name) for preset in ("aggressive", "balanced", "conservative")
    )
    assert aggressive <= balanced <= conservative


@pytest.mark.parametrize("name", LOOSER)
def test_what_a_higher_value_makes_looser(name):
    aggressive, balanced, conservative = (
        getattr(configure(preset), name) for preset in ("aggressive", "balanced", "conservative")
    )
    assert aggressive >= balanced >= conservative


def test_no_preset_changes_anything_else():
    named = {*STRICTER, *LOOSER, "faq"}
    for preset in ("aggressive", "conservative"):
        config = configure(preset)
        changed = {item.name for item in dataclasses.fields(config) if getattr(config, item.name) != item.default}
        assert changed <= named
        assert len(changed) >= 9


def struck(text, preset):
    return [removal.rule for removal in clean(text, config=preset, max_removed=0.9).removals]


def test_a_reworded_paragraph_goes_where_the_limits_are_loose_enough():
    text = f"{LEAD}\n\n{BUS}\n\n{LIKE}\n"
    assert struck(text, "aggressive") == struck(text, "balanced") == ["repeat.reworded"]
    assert struck(text, "conservative") == []


def test_a_faq_stays_with_the_careful_one():
    text = f"{LEAD}\n\n{BUS}\n\nThe harbour will lend a second boat, said the mayor.\n\n{FAQ}\n"
    assert "boilerplate.faq" in struck(text, "balanced")
    assert "boilerplate.faq" not in struck(text, "conservative")


def test_three_words_said_twice_go_with_the_aggressive_one():
    text = f"Nobody was hurt.\n\n{LEAD}\n\n{BUS}\n\n{LEAD.replace('close', 'shut')} {BUS}\n\nNobody was hurt.\n"
    assert clean(text, config="aggressive").text.count("Nobody was hurt") == 1
    assert clean(text, config="balanced").text.count("Nobody was hurt") == 2
