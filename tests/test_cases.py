"""Cases as data: ``tests/cases/*.toml``."""

from __future__ import annotations

import pathlib
import tomllib

import pytest

import dedup

FOLDER = pathlib.Path(__file__).parent / "cases"


#: What stands around a pair.
FRAME = (
    "The bridge was built in 1871 by the railway company, which wanted to bring copper from the valley to the port.",
    "Its five piers stand on oak, and nobody knows how long oak lasts under water when the river digs around it.",
    "A ferry for people on foot will start in May; drivers have to take the long way round by Harrow.",
)


def cases(name, key="cases"):
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))[key]
    return [pytest.param(case, id=case["name"]) for case in found]


def check(case):
    text = case["text"].strip("\n")
    result = dedup.clean(text, **case.get("settings", {}))
    struck = [(removal.rule, removal.text.strip()) for removal in result.removals]
    expected = case.get("struck", [])
    assert len(struck) == len(expected), struck
    for (rule, passage), (family, opening) in zip(struck, expected, strict=True):
        assert rule.startswith(family)
        assert passage.startswith(opening)
    if not expected:
        assert result.text == text


def check_pair(case):
    result = dedup.clean([FRAME[0], case["one"], FRAME[1], case["other"], FRAME[2]], max_removed=1.0)
    gone = [removal.text.strip() for removal in result.removals]
    assert len(gone) == case["same"], gone
    assert set(gone) <= {case["one"], case["other"]}


@pytest.mark.parametrize("case", cases("repeats", "pairs"))
def test_pair(case):
    check_pair(case)


@pytest.mark.parametrize("case", cases("repeats", "pairs"))
def test_pair_the_other_way_round(case):
    check_pair({**case, "one": case["other"], "other": case["one"]})


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures", "pairs"))
def test_known_failure_of_a_pair(case):
    check_pair(case)


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic"), *cases("unchanged")])
def test_case(case):
    check(case)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure(case):
    check(case)


def test_every_file_of_cases_is_read():
    assert {path.stem for path in FOLDER.iterdir()} == {"wild", "synthetic", "unchanged", "known_failures", "repeats"}
