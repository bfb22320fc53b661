"""What goes, given what was found."""

from __future__ import annotations

import random

import pytest

from dedup import DetectorError, Finding, Match, Measure, Seen, Span, Twin, configure
from dedup.decide import Decision, decide, decide_on
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
    assert decision.removals[1].because[0].evidence.span == Span(0, 5)


def test_a_block_of_which_nothing_is_left_speaks_for_none(document):
    start, end = _block(document, 0)
    halves = Span(start, start + 9), Span(start + 5, end)
    equal = [_repeat(document, at, of, measure="exact", rule="repeat.exact") for at, of in ((0, 1), (1, 0))]
    struck = [Finding("boilerplate.related", half, 0.9, Match("phrase", half)) for half in halves]
    assert 1 not in _gone(document, _decide(document, [*equal, *struck]))


def _length(document):
    return len(document.text)


def test_the_guard_says_what_would_go_and_acts_beyond_its_share_only(document):
    decision = _decide(document, [_match(document, at) for at in range(4)], max_removed=0.6)
    assert {entry.why for entry in decision.spared} == {
        "guard: 81% of the article's words would go, max_removed is 60%"
    }
    assert [entry.finding.span.start for entry in decision.spared] == [b.start for b in document.blocks[:4]]
    half = [_match(document, 0), _match(document, 1)]
    assert not _decide(document, half, max_removed=0.5).guarded
    assert _decide(document, half, max_removed=0.499).guarded
    assert not _decide(document, half, max_removed=0.5).spared


def test_chrome_goes_though_the_article_is_guarded(document):
    menu = Finding("boilerplate.navigation", _block(document, 0), 0.9, Measure("body_probability", 0.1, 0.5))
    low = Finding("boilerplate.navigation", _block(document, 1), 0.4, Measure("body_probability", 0.4, 0.5))
    decision = decide(document, [menu, low], [_match(document, at) for at in (1, 2, 3)], configure(max_removed=0.5))
    assert decision.guarded
    assert _gone(document, decision) == [0]
    # Of the twelve words that the menu left, nine would go.
    assert decision.spared[-1].why.startswith("guard: 75% of")
    assert [entry.finding.rule for entry in decision.spared].count(low.rule) == 1


def test_a_score_at_the_limit_acts_and_one_below_says_so(document):
    assert _gone(document, _decide(document, [_match(document, 1, score=0.5)])) == [1]
    decision = _decide(document, [_match(document, 1, score=0.493)])
    assert [entry.why for entry in decision.spared] == ["score 0.49 is below 0.5"]


def test_a_finding_about_the_space_between_paragraphs_says_so(document):
    space = Span(_block(document, 0).end, _block(document, 1).start)
    decision = _decide(document, [Finding("mine", space, 0.9, Measure("m", 1, 0))])
    assert [entry.why for entry in decision.spared] == ["the span holds no text of a block"]


def test_what_is_protected_says_so_and_what_is_half_protected_goes_by_half(document):
    whole = Finding("mine", Span(0, _block(document, 1).end), 0.9, Measure("m", 1, 0))
    assert [e.why for e in _decide(document, [_match(document, 0)], protect=("^Alpha",)).spared] == ["protected"]
    half = _decide(document, [whole], protect=("^Alpha",))
    assert _gone(document, half) == [1]
    # It did not go as a whole, and the account says so.
    assert _decide(document, [whole], protect=("^Alpha", "^Beta")).spared[0].why == "protected"


def test_a_part_that_may_not_go_says_how_it_could(document):
    start = document.blocks[1].start
    part = Finding("repeat.exact", Span(start, start + 8), 0.9, Twin(Span(0, 9), "jaccard", 0.9))
    assert [entry.why for entry in _decide(document, [part]).spared] == [
        "only a part of its paragraph is repeated; unit='sentence' strikes such parts"
    ]


def test_a_repeat_of_what_goes_says_so(document):
    decision = _decide(document, [_match(document, 0), _repeat(document, 2, 0)])
    assert _gone(document, decision) == [0]
    assert [entry.why for entry in decision.spared] == ["what it repeats does not stay by itself"]
    both = _decide(document, [_match(document, 0), _repeat(document, 2, 0), _match(document, 4, score=0.2)])
    assert [entry.finding.span.start for entry in both.spared] == [document.blocks[at].start for at in (2, 4)]


def test_a_span_that_ends_with_the_text_is_inside_it(document):
    whole = Finding("mine", Span(0, _length(document)), 0.9, Measure("m", 1, 0))
    assert _gone(document, _decide(document, [whole])) == [0, 1, 2, 3, 4]
    for span in (Span(0, _length(document) + 1), Span(-1, 3), Span(3, 3)):
        with pytest.raises(DetectorError) as refused:
            _decide(document, [Finding("mine", span, 0.9, Measure("m", 1, 0))])
        assert str(refused.value) == f"mine: {span} is not inside the text of {_length(document)} characters"


@pytest.mark.parametrize(("keep", "stays"), [("first", 4), ("last", 4), ("longest", 4)])
def test_of_equal_blocks_a_protected_one_stays(document, keep, stays):
    claims = [
        _repeat(document, one, other, score=1.0, measure="exact")
        for one in (0, 1, 4) for other in (0, 1, 4) if one != other
    ]  # fmt: skip
    decision = _decide(document, claims, keep=keep, protect=("^Epsilon",))
    assert {0, 1, 4} - set(_gone(document, decision)) == {stays}


def test_of_equally_long_blocks_the_first_stays(document):
    assert len(document.blocks[0].text) > len(document.blocks[1].text)
    same = read_text("Alpha one.\nGamma one.\nDelta one.", config=configure())
    assert _gone(same, _decide(same, _both(same, 1, 2), keep="longest")) == [2]
    assert _gone(same, _decide(same, _both(same, 0, 2), keep="last")) == [0]


def test_equality_is_followed_over_any_number_of_steps(document):
    pairs = [(4, 3), (3, 2), (2, 1), (1, 0)]
    claims = [_repeat(document, one, of, score=1.0, measure="exact", rule="repeat.exact") for one, of in pairs]
    decision = _decide(document, claims)
    assert _gone(document, decision) == [1, 2, 3, 4]
    assert {f.evidence for r in decision.removals for f in r.because} == {Twin(_block(document, 0), "exact", 1.0)}
    assert {f.score for r in decision.removals for f in r.because} == {1.0}
    assert {f.rule for r in decision.removals for f in r.because} == {"repeat.exact"}
    assert [f.span for r in decision.removals for f in r.because] == [_block(document, at) for at in (1, 2, 3, 4)]
    last = _decide(document, claims, keep="last")
    assert _gone(document, last) == [0, 1, 2, 3]


def test_equal_blocks_go_with_their_speaker_and_by_their_own_span(document):
    """1 and 2 are equal, and 1 repeats 3: all that stays is 3."""
    claims = [_repeat(document, 2, 1, measure="exact", rule="repeat.exact"), _repeat(document, 1, 3)]
    decision = _decide(document, claims)
    assert _gone(document, decision) == [1, 2]
    assert [f.span for r in decision.removals for f in r.because] == [_block(document, 1), _block(document, 2)]
    assert {f.evidence.span for r in decision.removals for f in r.because} == {_block(document, 3)}


def test_a_twin_of_several_blocks_of_which_one_is_a_copy_justifies_nothing(document):
    wide = Span(_block(document, 1).start, _block(document, 2).end)
    claims = [
        _repeat(document, 1, 0, measure="exact", rule="repeat.exact"),
        Finding("repeat.contained", _block(document, 3), 0.9, Twin(wide, "containment", 0.9)),
    ]
    assert _gone(document, _decide(document, claims)) == [1]
    assert _gone(document, _decide(document, claims[1:])) == [3]


def test_a_repeat_of_several_blocks_goes_if_all_of_them_stay(document):
    wide = Span(_block(document, 1).start, _block(document, 2).end)
    contained = Finding("repeat.contained", _block(document, 3), 0.9, Twin(wide, "containment", 0.9))
    assert _gone(document, _decide(document, [contained, _match(document, 2)])) == [2]
    itself = Finding("repeat.contained", _block(document, 2), 0.9, Twin(wide, "containment", 0.9))
    assert _gone(document, _decide(document, [itself])) == []


def test_a_block_that_was_struck_already_is_not_struck_as_a_repeat_too(document):
    decision = _decide(document, [_match(document, 2), _repeat(document, 2, 0)])
    assert [f.rule for r in decision.removals for f in r.because] == ["boilerplate.related"]


def test_the_first_standing_reason_is_the_one_that_is_shown(document):
    claims = [_match(document, 0), _repeat(document, 3, 0), _repeat(document, 3, 1), _repeat(document, 3, 2)]
    decision = _decide(document, claims)
    (reason,) = decision.removals[1].because
    assert reason.evidence.span == _block(document, 1)
    assert reason.span == _block(document, 3)


def _part(document, at, piece, of, other):
    """A finding that a piece of one block says what a piece of another says."""
    spans = [
        Span(b.start + b.text.index(p), b.start + b.text.index(p) + len(p))
        for b, p in ((document.blocks[at], piece), (document.blocks[of], other))
    ]
    return Finding("repeat.near", spans[0], 0.9, Twin(spans[1], "jaccard", 0.9))


def test_parts_go_in_favour_of_whole_blocks_and_of_parts_that_stay(document):
    to_whole = Finding("repeat.near", Span(0, 9), 0.9, Twin(_block(document, 3), "jaccard", 0.9))
    assert [r.text for r in _decide(document, [to_whole], unit="sentence").removals] == ["Alpha one "]
    struck = _decide(document, [to_whole, _match(document, 3)], unit="sentence")
    assert [r.rule for r in struck.removals] == ["boilerplate.related"]


def test_a_part_that_says_what_an_overlapping_part_says_stays(document):
    itself = _part(document, 0, "one two", 0, "two three")
    assert _decide(document, [itself], unit="sentence").removals == ()
    beside = _part(document, 0, "Alpha one", 0, "two three")
    assert [r.text for r in _decide(document, [beside], unit="sentence").removals] == ["Alpha one "]


def test_parts_that_only_touch_do_not_overlap(document):
    """What is said by text that touches a struck part stays said."""
    claims = [_part(document, 1, "one two", 3, "Delta one"), _part(document, 2, "one two", 1, " three")]
    decision = _decide(document, claims, unit="sentence")
    assert [r.text for r in decision.removals] == [" one two", " one two"]
    before = [_part(document, 1, "one two", 3, "Delta one"), _part(document, 2, "one two", 1, "Beta ")]
    assert len(_decide(document, before, unit="sentence").removals) == 2


def test_chains_of_parts_are_not_followed(document):
    """A part of 2 says what a part of 1 says, which says what a part of 0 says: the one of 2 has no kept twin."""
    chain = [
        _part(document, 1, "one two", 0, "one two"),
        _part(document, 2, "one two", 1, "two three"),
    ]
    assert [r.text for r in _decide(document, chain, unit="sentence").removals] == [" one two"]
    apart = [chain[0], _part(document, 2, "one two", 1, "three")]
    assert len(_decide(document, apart, unit="sentence").removals) == 2


def test_of_mirrored_parts_the_one_in_the_preferred_block_stays(document):
    claims = [_part(document, 2, "one two", 4, "one two"), _part(document, 4, "one two", 2, "one two")]
    for keep, gone in (("first", 4), ("last", 2), ("longest", 2)):
        (removal,) = _decide(document, claims, unit="sentence", keep=keep).removals
        assert document.blocks[gone].start <= removal.span.start < document.blocks[gone].end
    (removal,) = _decide(document, claims, unit="sentence", protect=("^Epsilon",)).removals
    assert removal.span.start < document.blocks[3].start


def test_what_was_seen_elsewhere_goes_without_a_twin(document):
    seen = Finding("site.repeated", _block(document, 1), 0.9, Seen("other", 3, "exact", 1.0))
    assert _gone(document, _decide(document, [seen])) == [1]


def _of_every_kind(document):
    """Findings that differ in one thing each, in the order in which they are told apart."""
    span, later = _block(document, 0), _block(document, 1)
    match = Match("phrase", span)
    return [
        Finding("a", Span(span.start, span.end - 1), 0.3, match),
        Finding("a", span, 0.4, match),
        Finding("a", span, 0.3, Match("a phrase", span)),
        Finding("a", span, 0.3, match),
        Finding("a", span, 0.3, match, "a note"),
        Finding("a", span, 0.3, match, "b note"),
        Finding("a", span, 0.3, Match("phrase", later)),
        Finding("a", span, 0.3, Measure("a", 2.0, 1.0)),
        Finding("a", span, 0.3, Measure("m", 1.0, 3.0)),
        Finding("a", span, 0.3, Measure("m", 2.0, 1.0)),
        Finding("a", span, 0.3, Measure("m", 2.0, 2.0)),
        Finding("a", span, 0.3, Seen("a", 3, "exact", 0.8)),
        Finding("a", span, 0.3, Seen("b", 1, "exact", 0.7)),
        Finding("a", span, 0.3, Seen("b", 1, "exact", 0.8)),
        Finding("a", span, 0.3, Seen("b", 1, "jaccard", 0.8)),
        Finding("a", span, 0.3, Seen("b", 2, "exact", 0.8)),
        Finding("a", span, 0.3, Twin(later, "a", 0.9)),
        Finding("a", span, 0.3, Twin(span, "exact", 0.8)),
        Finding("a", span, 0.3, Twin(later, "exact", 0.8)),
        Finding("a", span, 0.3, Twin(span, "exact", 0.9)),
        Finding("b", span, 0.9, match, "c note"),
        Finding("a", later, 0.4, match),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_spared_stands_in_one_order_whatever_the_order_of_the_findings(document, seed):
    findings = _of_every_kind(document)
    shuffled = random.Random(seed).sample(findings, len(findings))
    decision = _decide(document, shuffled, ignore=("a", "b"))
    assert [entry.finding for entry in decision.spared] == findings
    chrome = decide(document, shuffled[:9], shuffled[9:], configure(ignore=("a", "b")))
    assert [entry.finding for entry in chrome.spared] == findings


@pytest.mark.parametrize("seed", range(5))
def test_what_goes_does_not_depend_on_the_order_of_the_findings(document, seed):
    claims = [_repeat(document, one, other) for one in range(5) for other in range(5) if one != other]
    shuffled = random.Random(seed).sample(claims, len(claims))
    assert _decide(document, shuffled).removals == _decide(document, claims).removals
    assert _gone(document, _decide(document, shuffled)) == [1, 2, 3, 4]


def test_the_mirror_of_a_part_that_went_is_not_reported(document):
    claims = [_part(document, 2, "one two", 4, "one two"), _part(document, 4, "one two", 2, "one two")]
    decision = _decide(document, claims, unit="sentence")
    assert len(decision.removals) == 1
    assert decision.spared == ()


def _sentence(document, at, of, measure="exact_sentence"):
    """The first word of a block is found again as the first of another."""
    here, there = _block(document, at).start, _block(document, of).start
    return Finding("repeat.exact", Span(here, here + 5), 1.0, Twin(Span(there, there + 5), measure, 1.0))


def test_a_repeat_rests_on_what_its_twin_has_left_and_on_the_sentences_equal(document):
    claims = [_repeat(document, 2, 1), _sentence(document, 1, 0)]
    decision = _decide(document, claims, unit="sentence")
    assert [removal.text.strip() for removal in decision.removals] == ["Beta", "Gamma one two."]
    twins = [finding.evidence.span for finding in decision.removals[1].because]
    assert [document.text[slice(*twin)] for twin in twins] == ["one two three.", "Alpha"]


def _on(document, first, found, claims=(), **settings):
    config = configure(max_removed=settings.pop("max_removed", 1.0), unit="sentence", **settings)
    return decide_on(document, decide(document, (), first, config), found, [*first, *found, *claims], config)


def test_what_is_found_later_joins_what_went_before(document):
    decision = _on(document, [_match(document, 0)], [_match(document, 3)])
    assert _gone(document, decision) == [0, 3]
    assert _on(document, [_match(document, 0)], []) == decide(document, (), [_match(document, 0)], configure(max_removed=1.0))


def test_a_repeat_of_a_repeat_stays_unless_something_else_says_it(document):
    chain = _on(document, [_repeat(document, 2, 1)], [_repeat(document, 1, 0)])
    assert _gone(document, chain) == [1]
    direct = _on(document, [_repeat(document, 2, 1)], [_repeat(document, 1, 0)], [_repeat(document, 2, 4)])
    assert _gone(document, direct) == [1, 2]
    assert direct.removals[1].because == (_repeat(document, 2, 4),)


def test_a_repeat_of_a_copy_rests_on_the_copys_equal(document):
    equal = _repeat(document, 1, 0, measure="exact", rule="repeat.exact")
    decision = _on(document, [_repeat(document, 2, 1)], [equal])
    assert _gone(document, decision) == [1, 2]
    assert decision.removals[1].because[0].evidence.span == _block(document, 0)


def test_the_guard_weighs_both_looks_together(document):
    first, later = [_match(document, 0)], [_match(document, 1)]
    assert _gone(document, _on(document, first, later, max_removed=0.6)) == [0, 1]
    guarded = _on(document, first, later, max_removed=0.4)
    assert guarded == Decision((), guarded.spared, guarded=True)
    assert {entry.finding for entry in guarded.spared} == {*first, *later}


def test_what_was_spared_is_no_more_when_it_goes(document):
    spared = _match(document, 3, score=0.2)
    assert [entry.finding for entry in _on(document, [_match(document, 0), spared], []).spared] == [spared]
    assert _on(document, [_match(document, 0), spared], [_match(document, 3)]).spared == ()


def test_a_long_chain_of_equals_is_followed_so_far_and_no_farther():
    text = "\n\n".join(f"Paragraph {n} of them." for n in range(3_000))
    document = read_text(text, config=configure())
    chain = [_repeat(document, at, at - 1, measure="exact", rule="repeat.exact") for at in range(1, 3_000)]
    near = [_repeat(document, 0, 2_999)]
    config = configure(max_removed=1.0)
    decision = decide_on(document, Decision((), ()), [*chain, *near], [*chain, *near], config)
    assert decision.removals == ()
    short = decide_on(document, Decision((), ()), chain[:8], chain[:8], config)
    assert _gone(document, short) == list(range(1, 9))
    assert {removal.because[0].evidence.span for removal in short.removals} == {_block(document, 0)}


def test_what_is_protected_stays_in_a_second_look_too(document):
    decision = _on(document, [_match(document, 0)], [_match(document, 3)], protect=("Delta",))
    assert _gone(document, decision) == [0]


def test_a_guarded_second_look_says_why(document):
    guarded = _on(document, [_match(document, 0)], [_match(document, 1)], max_removed=0.4)
    assert {entry.why for entry in guarded.spared} == {
        "guard: 50% of the article's words would go, max_removed is 40%"
    }


def test_a_repeat_of_what_goes_later_stays_where_nothing_else_is_known_of_it(document):
    config = configure(max_removed=1.0)
    before = decide(document, (), [_repeat(document, 2, 1)], config)
    struck = [_repeat(document, 1, 0)]
    assert _gone(document, decide_on(document, before, struck, (), config)) == [1]


def test_a_repeat_of_two_blocks_rests_on_what_both_have_left(document):
    wide = Span(_block(document, 0).start, _block(document, 1).end)
    contained = Finding("repeat.contained", _block(document, 4), 0.9, Twin(wide, "containment", 0.9))
    words = [Span(b.start, b.start + 5) for b in document.blocks[:2]]
    later = [Finding("mine", span, 0.9, Match("phrase", span)) for span in words]
    decision = _on(document, [contained], later)
    twins = [document.text[slice(*f.evidence.span)] for f in decision.removals[-1].because]
    assert twins == ["one two three.", "one two three."]


def test_every_reason_of_a_strike_is_followed(document):
    """Block 1 lost its first word to a rule, and said by block 3 its second: both are asked for."""
    start = _block(document, 1).start
    plain = Finding("mine", Span(start, start + 4), 0.9, Match("phrase", Span(start, start + 4)))
    word = Span(start + 5, start + 8)
    equal = Finding("repeat.exact", word, 0.9, Twin(Span(*_at(document, 3, "one")), "exact_sentence", 1.0))
    decision = _on(document, [_repeat(document, 2, 1)], [plain, equal])
    twins = {document.text[slice(*f.evidence.span)] for r in decision.removals for f in r.because if r.text == "Gamma one two.\n"}
    assert twins == {"two three.", "one"}


def _at(document, at, piece):
    start = document.blocks[at].start + document.blocks[at].text.index(piece)
    return start, start + len(piece)


def test_a_part_whose_twin_goes_or_that_is_its_own_twin_stays(document):
    gone = _part(document, 0, "one two", 3, "one")
    assert [r.rule for r in _decide(document, [gone, _match(document, 3)], unit="sentence").removals] == ["boilerplate.related"]


def test_a_repeat_rests_on_another_claim_about_its_part(document):
    """What the word of 2 said goes with the sentence of 1, for a near one; that of 4 says it too."""
    first = _part(document, 2, "one", 1, "Beta one two")
    near = _part(document, 1, "Beta one two three.", 0, "one two three.")
    other = _part(document, 2, "one", 4, "one")
    decision = _decide(document, [first, near, other], unit="sentence")
    assert [r.text.strip() for r in decision.removals] == ["Beta one two three.", "one"]


@pytest.mark.parametrize("turn", [1, -1])
def test_reasons_that_weigh_alike_stand_in_one_order(document, turn):
    span = _block(document, 1)
    findings = [Finding("mine", span, 0.9, Match(phrase, span)) for phrase in ("one", "two")]
    for count in (1, 2):
        (removal,) = _decide(document, (findings * count)[::turn]).removals
        assert removal.because == tuple(findings)
    assert [entry.finding for entry in _decide(document, findings[::turn], ignore=("mine",)).spared] == findings


def test_of_two_spared_the_order_is_theirs_and_not_the_looks(document):
    one, two = (Finding(rule, _block(document, 1), 0.9, Measure("m", 1.0, 0.0)) for rule in ("a", "b"))
    spared = decide(document, [two], [one], configure(ignore=("a", "b"))).spared
    assert [entry.finding for entry in spared] == [one, two]
