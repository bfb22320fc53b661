"""Cases as data: ``tests/cases/*.toml``."""

from __future__ import annotations

import pathlib
import tomllib

import pytest

import dedup

FOLDER = pathlib.Path(__file__).parent / "cases"


def cases(name):
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["cases"]
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


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic"), *cases("unchanged")])
def test_case(case):
    check(case)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure(case):
    check(case)


def test_every_file_of_cases_is_read():
    assert {path.stem for path in FOLDER.iterdir()} == {"wild", "synthetic", "unchanged", "known_failures"}
