"""``benchmarks.hostile`` says of a generator what is true of it."""

from __future__ import annotations

import sys

import pytest

from benchmarks import hostile
from benchmarks.hostile import Cost, growth, main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc/self")


def of(ratios):
    """A run whose small size takes a second and whose twice takes each of the ratios in turn."""
    waiting = iter(ratios)
    return lambda name, size, settings: Cost(1.0 if size == 10 else next(waiting), 0, 1, "0 removals")


def test_one_ratio_above_the_goal_is_noise_until_two_more_agree():
    assert growth(of([9.0, 2.0, 2.1]), "x", 10, {})[0] == 2.1
    assert growth(of([9.0, 8.0, 2.1]), "x", 10, {})[0] == 8.0
    assert growth(of([2.4]), "x", 10, {})[0] == 2.4


@pytest.mark.parametrize(
    ("ratio", "cost", "good"),
    [
        (2.5, Cost(1.0, 30_000_000, 1_000_000, "0 removals"), True),
        (2.6, Cost(1.0, 30_000_000, 1_000_000, "0 removals"), False),
        (2.5, Cost(1.0, 31_000_000, 1_000_000, "LimitError max_expansion"), False),
        (2.5, Cost(60.0, 0, 1_000_000, "killed"), False),
        (2.5, Cost(1.0, 0, 1_000_000, "exit 1 with a traceback"), False),
        (0.0, Cost(0.0, 1_000_000, 10, "too small to be told"), True),
    ],
)
def test_what_misses_a_goal(ratio, cost, good, capsys):
    assert hostile._report("x", [(0.0, cost), (ratio, cost)]) is good
    assert ("missed" in capsys.readouterr().out) is not good


def test_a_table_of_one(capsys):
    assert main(["--only", "one_tag", "--size", "20000", "--small", "10000", "--parser", "--lifted"]) == 0
    printed = capsys.readouterr().out
    assert "one_tag" in printed
    assert "the parser alone" in printed
    assert main(["--only", "identical_lines", "--small", "10000", "--lifted", "--command", "--strict"]) in (0, 1)
    assert "exit 0" in capsys.readouterr().out
