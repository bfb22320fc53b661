"""What goes, given what was found."""

from __future__ import annotations

import pytest

from dedup import DetectorError, Finding, Match, Measure, Span, Twin, configure
from dedup.decide import decide
from dedup.read.plain import read_text

TEXT = "\n".join(
    ["Alpha one two three.", "Beta one two three.", "Gamma one two.", "Delta one.", "Epsilon one two."]
)


@pytest.fixture
def document():
    return read_text(TEXT, config=configure())


def _block(document, at):
    return document.blocks[at].span


def _repeat(document, at, of, *, score=0.9, measure="jaccard", rule="repeat.near"):
    return Finding(rule, _block(document, at), score, Twin(_block(document, of), measure, score))


def _match(document, at, *, score=0.9, rule="boilerplate.related"):
    return Finding(rule, _block(document, at), score, Match("phrase", _block(document, at)))


def _both(document, one, other):
    return [_repeat(document, one, other), _repeat(document, other, one)]


def _gone(document, decision):
    return [
        at
        for at, block in enumerate(document.blocks)
        if any(r.span.start <= block.start and block.end <= r.span.end for r in decision.removals)
    ]


def _decide(document, claims, **settings):
    return decide(document, (), claims, configure(max_removed=settings.pop("max_removed", 1.0), **settings))


@pytest.mark.parametrize(("keep", "gone"), [("first", [2]), ("last", [0]), ("longest", [2])])
def test_keep_chooses_the_copy(document, keep, gone):
    assert _gone(document, _decide(document, _both(document, 0, 2), keep=keep)) == gone


def test_a_contained_passage_goes_whatever_its_place(document):
    assert _gone(document, _decide(document, [_repeat(document, 0, 3, rule="repeat.contained")])) == [0]


@pytest.mark.parametrize(("keep", "gone"), [("first", [1, 2, 3]), ("last", [0, 1, 2])])
def test_equal_blocks_leave_exactly_one(document, keep, gone):
    claims = [
        f
        for at in (1, 2, 3)
        for f in (
            _repeat(document, at, 0, score=1.0, measure="exact"),
            _repeat(document, 0, at, score=1.0, measure="exact"),
        )
    ]
    decision = _decide(document, claims, keep=keep)
    assert _gone(document, decision) == gone
    stays = _block(document, ({0, 1, 2, 3} - set(gone)).pop())
    assert {f.evidence.span for r in decision.removals for f in r.because} == {stays}


def test_equal_blocks_follow_their_speaker(document):
    claims = [
        _repeat(document, 1, 2, score=1.0, measure="exact"),
        _repeat(document, 2, 1, score=1.0, measure="exact"),
        *_both(document, 0, 1),
    ]
    decision = _decide(document, claims)
    assert _gone(document, decision) == [1, 2]
    assert {f.evidence.span for r in decision.removals for f in r.because} == {_block(document, 0)}


def test_struck_text_justifies_no_repeat(document):
    decision = _decide(document, [_match(document, 0), *_both(document, 0, 2)])
    assert _gone(document, decision) == [0]
    assert [f.rule for f in decision.removals[0].because] == ["boilerplate.related"]


def test_chrome_justifies_no_repeat_and_does_not_count_for_the_guard(document):
    chrome = [
        Finding(
            "boilerplate.navigation",
            Span(document.blocks[0].start, document.blocks[3].end),
            0.9,
            Measure("body_probability", 0.1, 0.5),
        )
    ]
    decision = decide(document, chrome, [_repeat(document, 4, 0)], configure(max_removed=0.1))
    assert _gone(document, decision) == [0, 1, 2, 3]
    assert len(decision.removals) == 1
    assert not decision.guarded


def test_a_protected_block_inside_chrome_stays(document):
    chrome = [
        Finding("boilerplate.navigation", Span(0, len(TEXT)), 0.9, Measure("body_probability", 0.1, 0.5))
    ]
    decision = decide(document, chrome, [], configure(protect=("Gamma",)))
    assert _gone(document, decision) == [0, 1, 3, 4]


def test_a_protected_block_stays_and_its_copy_goes(document):
    decision = _decide(document, _both(document, 0, 2), protect=("^Gamma",))
    assert _gone(document, decision) == [0]


def test_ignored_rules_are_spared_with_a_reason(document):
    decision = _decide(document, [_match(document, 0)], ignore=("boilerplate",))
    assert not decision.removals
    assert decision.spared[0].why == "switched off by ignore"
    assert decision.spared[0].rule == "boilerplate.related"
    again = _decide(document, [_match(document, 0)], ignore=("boilerplate",), select=("boilerplate.related",))
    assert _gone(document, again) == [0]


def test_a_low_score_is_spared_with_its_note(document):
    finding = Finding(
        "boilerplate.share", _block(document, 1), 0.3, Match("x", _block(document, 1)), "no clear end"
    )
    decision = _decide(document, [finding])
    assert not decision.removals
    assert decision.spared[0].why == "no clear end"


def test_the_guard_is_all_or_nothing(document):
    claims = [_match(document, at) for at in range(4)]
    decision = _decide(document, claims, max_removed=0.6)
    assert decision.guarded
    assert not decision.removals
    assert {entry.finding for entry in decision.spared} == set(claims)
    assert "max_removed" in decision.spared[0].why
    assert _gone(document, _decide(document, claims[:2], max_removed=0.6)) == [0, 1]


def test_a_part_goes_with_the_space_that_parted_it(document):
    start = document.blocks[1].start
    inner = Finding(
        "boilerplate.related", Span(start + 5, start + 8), 0.9, Match("one", Span(start + 5, start + 8))
    )
    opening = Finding(
        "boilerplate.related", Span(start, start + 4), 0.9, Match("Beta", Span(start, start + 4))
    )
    assert [r.text for r in _decide(document, [inner]).removals] == [" one"]
    assert [r.text for r in _decide(document, [opening]).removals] == ["Beta "]


@pytest.mark.parametrize(("unit", "count"), [("block", 0), ("sentence", 1)])
def test_a_repeated_part_goes_only_by_sentence(document, unit, count):
    start = document.blocks[1].start
    part = Finding("repeat.exact", Span(start, start + 8), 0.9, Twin(Span(0, 9), "jaccard", 0.9))
    decision = _decide(document, [part], unit=unit)
    assert len(decision.removals) == count
    assert len(decision.spared) == 1 - count


def test_mirrored_sentences_leave_one(document):
    one, other = Span(0, 9), Span(document.blocks[1].start, document.blocks[1].start + 8)
    claims = [
        Finding("repeat.near", one, 0.9, Twin(other, "jaccard", 0.9)),
        Finding("repeat.near", other, 0.9, Twin(one, "jaccard", 0.9)),
    ]
    first = _decide(document, claims, unit="sentence")
    assert [r.because[0].span for r in first.removals] == [other]
    last = _decide(document, claims, unit="sentence", keep="last")
    assert [r.because[0].span for r in last.removals] == [one]


@pytest.mark.parametrize("span", [Span(-1, 3), Span(4, 4), Span(0, 10_000)])
def test_a_finding_outside_the_document_is_the_detectors_fault(document, span):
    with pytest.raises(DetectorError, match="not inside"):
        _decide(document, [Finding("mine", span, 0.9, Measure("m", 1, 0))])


def test_separators_go_with_what_they_separated(document):
    middle = _decide(document, [_match(document, 1)])
    assert middle.removals[0].text == "Beta one two three.\n"
    end = _decide(document, [_match(document, 3), _match(document, 4)])
    assert [r.text for r in end.removals] == ["\nDelta one.", "\nEpsilon one two."]


def test_no_part_goes_of_a_block_for_whose_sake_another_went(document):
    part = Span(0, 9)
    later = Span(document.blocks[4].start, document.blocks[4].start + 7)
    claims = [*_both(document, 0, 2), Finding("repeat.near", part, 0.9, Twin(later, "jaccard", 0.9))]
    assert _gone(document, _decide(document, claims, unit="sentence")) == [2]


def test_a_twin_that_goes_as_a_copy_is_replaced_by_the_copy_that_stays(document):
    claims = [_repeat(document, 1, 0, score=1.0, measure="exact"), _repeat(document, 2, 1), _repeat(document, 1, 2)]
    decision = _decide(document, claims)
    assert _gone(document, decision) == [1, 2]
    assert {f.evidence.span for r in decision.removals for f in r.because} == {_block(document, 0)}


def test_evidence_of_equality_names_only_what_stays_of_the_twin(document):
    part = Span(_block(document, 0).start + 6, _block(document, 0).end)
    equal = [_repeat(document, at, of, measure="exact", rule="repeat.exact") for at, of in ((0, 1), (1, 0))]
    struck = Finding("boilerplate.related", part, 0.9, Match("phrase", part))
    decision = _decide(document, [*equal, struck])
    assert _gone(document, decision) == [1]
    assert decision.removals[1].because[0].evidence.span == Span(0, 6)


def test_a_block_of_which_nothing_is_left_speaks_for_none(document):
    start, end = _block(document, 0)
    halves = Span(start, start + 9), Span(start + 5, end)
    equal = [_repeat(document, at, of, measure="exact", rule="repeat.exact") for at, of in ((0, 1), (1, 0))]
    struck = [Finding("boilerplate.related", half, 0.9, Match("phrase", half)) for half in halves]
    assert 1 not in _gone(document, _decide(document, [*equal, *struck]))
