"""Sentences that stand in two paragraphs."""

from __future__ import annotations

import pytest

from dedup import Twin, clean
from dedup.detect.repeats.parts import Parts

SHARED = "The council met on Monday to discuss the closing of the old bridge to lorries."
ASKS = "It will ask the province for nine million crowns, and hopes to have an answer before the summer."
CHAIR = "Nobody from the company came, though a chair had been put out for its director."
WEATHER = "Snow is expected above six hundred metres from Thursday, and drivers should carry chains on the pass."
OTHERS = [
    "The bridge was built in 1871 by the railway company, which wanted to bring copper from the valley to the port.",
    "Its five piers stand on oak, and nobody knows how long oak lasts under water when the river digs around it.",
]


def _gone(paragraphs, **settings):
    return [removal.text.strip() for removal in clean(paragraphs, max_removed=1.0, **settings).removals]


@pytest.fixture
def paragraphs():
    return [f"{SHARED} {ASKS}", *OTHERS, f"{CHAIR} {SHARED}"]


def test_a_sentence_in_common_is_reported_and_stays(paragraphs):
    result = clean(paragraphs)
    assert result.removals == ()
    reported = [entry for entry in result.spared if entry.finding.evidence.measure == "exact_sentence"]
    assert [result.document.text[slice(*entry.span)] for entry in reported] == [SHARED, SHARED]
    assert all("unit='sentence'" in entry.why for entry in reported)
    assert {entry.finding.note for entry in reported} == {"a sentence of its paragraph"}


def test_it_goes_when_sentences_may_go(paragraphs):
    result = clean(paragraphs, unit="sentence")
    assert [removal.text.strip() for removal in result.removals] == [SHARED]
    assert result.text == "\n\n".join([*paragraphs[:3], CHAIR])
    (finding,) = result.removals[0].because
    assert finding.rule == "repeat.exact"
    assert isinstance(finding.evidence, Twin)
    assert result.document.text[slice(*finding.evidence.span)] == SHARED


def test_keep_says_which_of_the_two_sentences_stays(paragraphs):
    last = clean(paragraphs, unit="sentence", keep="last")
    assert last.text == "\n\n".join([ASKS, *paragraphs[1:]])


def test_it_is_the_same_sentence_in_other_type(paragraphs):
    paragraphs[-1] = f"{CHAIR} {SHARED.upper().replace(' ', '  ')}"
    assert _gone(paragraphs, unit="sentence") == [paragraphs[-1].removeprefix(f"{CHAIR} ")]


@pytest.mark.parametrize(
    "other",
    [
        SHARED.replace("Monday", "Tuesday"),
        SHARED.replace("old bridge", "new bridge"),
        "He laughed at all of it.",
    ],
)
def test_another_sentence_stays(other):
    paragraphs = [f"{SHARED} He laughed at all of it. {ASKS}", *OTHERS, f"{CHAIR} {other} {WEATHER}"]
    assert _gone(paragraphs, unit="sentence") == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        [f"{SHARED} {ASKS}", f"{CHAIR} {WEATHER}", *OTHERS, f"{ASKS} {CHAIR} The province has not answered yet."],
        [f"{SHARED} {ASKS}", *OTHERS, *(f"{text} {n} times." for n, text in enumerate(OTHERS * 2, 3)), f"{CHAIR} {WEATHER}", f"{ASKS} {CHAIR}"],
        [f"{SHARED} {ASKS}", f"{ASKS} {CHAIR}", f"{CHAIR} {WEATHER}", *OTHERS],
    ],
    ids=["it says more", "they stand far apart", "it stands between them"],
)  # fmt: skip
def test_else_it_stays(paragraphs):
    assert not any(f"{ASKS} {CHAIR}" in gone for gone in _gone(paragraphs))


def test_what_is_said_together_goes_sentence_by_sentence_when_asked():
    paragraphs = [f"{SHARED} {ASKS}", *OTHERS, f"{CHAIR} {WEATHER}", OTHERS[0].replace("1871", "1872"), f"{ASKS} {CHAIR}"]
    assert _gone(paragraphs, unit="sentence") == [f"{ASKS} {CHAIR}"]


def test_lines_that_come_back_stay():
    verse = [
        "The wind was kind. We saw the town.", "We sang and slept and sang all night and wept.",
        "The rain came down. We sang and slept and sang all night and wept.", "No road was there.",
        "The morning came. We sang and slept and sang all night and wept.", "The bell was near.",
    ]  # fmt: skip
    assert _gone(verse, unit="sentence") == []


def test_parts_in_both_directions():
    texts = [f"{SHARED} {ASKS}", f"{CHAIR} {SHARED}"]
    found = list(Parts(texts, 10).shared([(0, 1)]))
    assert [(share.one, share.other) for share in found] == [(0, 1), (1, 0)]
    assert {texts[share.one][share.sentence.start : share.sentence.end] for share in found} == {SHARED}
    assert list(Parts(texts, 40).shared([(0, 1)])) == []


def test_an_adding_paragraph_stays_under_longest_and_is_noted_under_first():
    short = "Ada Okafor said on Friday that the old bridge across the Lune will be closed to lorries from June."
    fuller = "Ada Okafor said on Friday in Kelby that the old bridge across the Lune will be closed to lorries from June."
    paragraphs = [short, *OTHERS, fuller]
    assert _gone(paragraphs, keep="longest") == [short]
    first = clean(paragraphs)
    assert [removal.text.strip() for removal in first.removals] == [fuller]
    assert first.removals[0].because[0].note == "adds: Kelby"


def test_a_lead_glued_to_another_paragraph_leaves_the_new_part():
    glued = f"{OTHERS[0]} {CHAIR}"
    by_block = clean([OTHERS[0], OTHERS[1], f"{SHARED} {ASKS}", glued])
    assert [removal.text.strip() for removal in by_block.removals] == [OTHERS[0]]
    assert glued in by_block.text
