"""The set of planted repeats: its labels hold, and the harness counts what they say."""

from __future__ import annotations

import pytest

from benchmarks import passages
from benchmarks.made import passages as made
from benchmarks.repeat_methods import by_dedup, by_exact_lines

PLANTED = ("exact", "edit", "merge", "contained", "reword")
TRAPS = ("neg_untouched", "neg_swap", "neg_template", "neg_drama")


@pytest.mark.parametrize("kind", PLANTED)
def test_labels_name_other_paragraphs_that_are_there(kind):
    records = list(made.records(kind))
    assert len(records) >= 16
    for record in records:
        for later, earlier in record["duplicate_of"].items():
            for at in earlier if isinstance(earlier, list) else [earlier]:
                assert 0 <= at < later < len(record["paragraphs"]), record["id"]


@pytest.mark.parametrize("kind", TRAPS)
def test_traps_hold_no_planted_repeat(kind):
    records = list(made.records(kind))
    assert records
    assert not any(record["duplicate_of"] for record in records)


def test_only_exact_copies_are_equal():
    for kind in (*PLANTED[1:], "neg_swap", "neg_template"):
        for record in made.records(kind):
            assert len(set(record["paragraphs"])) == len(record["paragraphs"]), record["id"]


def test_every_record_has_a_name_of_its_own_in_its_kind():
    for kind in (*PLANTED, *TRAPS):
        names = [record["id"] for record in made.records(kind)]
        assert len(set(names)) == len(names)


def test_a_kind_that_is_not_made_has_no_records():
    assert list(made.records("seed")) == []


def test_recall_counts_what_the_labels_say():
    record = {"paragraphs": ["a b c d e f", "other words here", "a b c d e f", "x", "x"], "duplicate_of": {2: 0}, "not_dup": [[3, 4]]}
    assert passages.recall(by_exact_lines, [record]) == (1, 1, 1, 1)


def test_a_floor_is_crossed_by_a_lower_recall_and_a_higher_strike():
    figures = passages.evaluate(by_dedup, passages.planted)
    assert passages.below_floors("made", figures) == []
    worse = {**figures, "recall.exact": 0.5, "struck.neg_drama": 7}
    assert len(passages.below_floors("made", worse)) == 2


def test_a_changed_threshold_shows():
    usual = passages.evaluate(by_dedup, passages.planted)
    strict = passages.evaluate(lambda texts: by_dedup(texts, reworded_sum=1.9), passages.planted)
    assert strict["recall.reword"] < usual["recall.reword"]
    assert strict["recall.exact"] == usual["recall.exact"]
