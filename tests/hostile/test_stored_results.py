"""A stored result comes from outside: whatever was changed in it, it is refused or still adds up."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import CleanResult, RecordError, clean
from tests import laws
from tests.report.made import evidence_of_every_kind

RESULT = evidence_of_every_kind()
STORED = RESULT.to_dict()
ODD = (None, True, -1, 10**30, 0.5, float("nan"), "x", "\ud800", [], [1], [0, 0], {}, {"type": "twin"})


def _places(value, path=()):
    yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _places(value[key], (*path, key))


PLACES = [path for path in _places(STORED) if path]


def _changed(path, change):
    data = copy.deepcopy(STORED)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return data


def _loads_or_is_refused(data):
    try:
        result = CleanResult.from_dict(data)
    except RecordError:
        return
    laws.account(result)
    laws.blocks(result)
    assert isinstance(result.markdown + result.html + result.to_json(), str)
    assert all(f.evidence for r in result.removals for f in r.because)


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_one_value_missing(path):
    _loads_or_is_refused(_changed(path, lambda inner, key: inner.pop(key)))


@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_one_value_of_another_kind(path, odd):
    _loads_or_is_refused(_changed(path, lambda inner, key: inner.__setitem__(key, odd)))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{", "", "null", "[]", "3", '"text"', '{"version": 1}', '{"version": 2}', "1" * 10_000],
    ids=lambda text: text[:8],
)
def test_what_is_no_result_is_refused(text):
    with pytest.raises(RecordError):
        CleanResult.from_json(text)


def test_blocks_that_overlap_or_leave_the_text_are_refused():
    data = clean("One paragraph.\n\nAnother paragraph.").to_dict()
    for blocks in ([[0, 99, "paragraph", 0, 0.0]], [[5, 2, "paragraph", 0, 0.0]], [[0, 5, "x", 0, 0.0]]):
        data["document"]["blocks"] = blocks
        with pytest.raises(RecordError):
            CleanResult.from_json(json.dumps(data))


def test_the_unchanged_result_comes_back():
    assert CleanResult.from_dict(STORED).to_dict() == STORED
