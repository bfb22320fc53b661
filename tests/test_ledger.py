"""What goes so far: blocks, parts of blocks, the white space that goes with them, and whose sake it was for."""

from __future__ import annotations

import pytest

from dedup import Block, Document, Finding, Match, Measure, Span, Twin
from dedup.ledger import Ledger

TEXTS = ("Alpha one two three.", "Beta one two.", "Gamma one two.", "Delta one.", "Epsilon.")


def _document(*texts, before="", between="\n\n", after=""):
    text, blocks = before, []
    for number, piece in enumerate(texts):
        text += between if number else ""
        blocks.append(Block(number, len(text), len(text) + len(piece), piece, "paragraph", 0))
        text += piece
    return Document(text + after, tuple(blocks))


@pytest.fixture
def document():
    return _document(*TEXTS, before="  ", after="\n\n ")


@pytest.fixture
def ledger(document):
    return Ledger(document, frozenset({4}))


def _match(span, *, rule="boilerplate.related", score=0.9):
    return Finding(rule, span, score, Match("phrase", span))


def _twin(span, of, *, rule="repeat.near"):
    return Finding(rule, span, 0.9, Twin(of, "jaccard", 0.9))


def _within(document, at, piece):
    start = document.blocks[at].start + document.blocks[at].text.index(piece)
    return Span(start, start + len(piece))


def _texts(ledger):
    return [removal.text for removal in ledger.removals()]


def test_inside_names_the_blocks_that_a_span_overlaps(document, ledger):
    first, second, *_, last = document.blocks
    length = len(document.text)
    assert ledger.inside(first.span) == range(0, 1)
    assert ledger.inside(Span(0, length)) == range(0, 5)
    assert ledger.inside(Span(first.end - 1, second.start + 1)) == range(0, 2)
    assert ledger.inside(Span(first.end, second.start)) == range(1, 1)
    assert ledger.inside(Span(first.end, second.start + 1)) == range(1, 2)
    assert ledger.inside(Span(first.end - 1, second.start)) == range(0, 1)
    assert not ledger.inside(Span(0, first.start))
    assert not ledger.inside(Span(last.end, length))
    assert ledger.inside(Span(last.end - 1, length)) == range(4, 5)


def test_inside_of_a_document_without_blocks():
    assert not Ledger(Document("   ", ()), frozenset()).inside(Span(0, 3))


def test_a_part_leaves_something_of_a_block(document, ledger):
    first, second, *_ = document.blocks
    assert not ledger.is_part(first.span)
    assert not ledger.is_part(Span(first.start - 1, first.end + 1))
    assert not ledger.is_part(Span(first.start, second.end))
    assert ledger.is_part(Span(first.start + 1, first.end))
    assert ledger.is_part(Span(first.start, first.end - 1))
    assert ledger.is_part(Span(first.start, second.end - 1))
    assert ledger.is_part(Span(first.start + 1, second.end))


def test_a_wide_finding_strikes_whole_blocks_and_the_parts_at_its_ends(document, ledger):
    first, _, third, *_ = document.blocks
    finding = _match(Span(first.start + 6, third.start + 5))
    ledger.strike(finding)
    assert dict(ledger.struck) == {1: [finding]}
    assert dict(ledger.parts) == {
        0: {Span(first.start + 6, first.end): [finding]},
        2: {Span(third.start, third.start + 5): [finding]},
    }
    again = _match(Span(third.start, third.start + 5), rule="boilerplate.share")
    ledger.strike(again)
    assert ledger.parts[2] == {Span(third.start, third.start + 5): [finding, again]}


def test_nothing_protected_is_struck_and_what_stands_behind_it_is(document):
    ledger = Ledger(document, frozenset({1}))
    finding = _match(Span(document.blocks[0].start, document.blocks[2].end))
    ledger.strike(finding)
    assert sorted(ledger.struck) == [0, 2]
    assert not ledger.parts


def test_a_copy_is_independent(document, ledger):
    ledger.strike(_match(document.blocks[0].span))
    ledger.strike(_match(_within(document, 1, "one")))
    twin = ledger.copy()
    assert twin.removals() == ledger.removals()
    assert twin.protected == ledger.protected
    twin.strike(_match(document.blocks[0].span, rule="boilerplate.share"))
    twin.strike(_match(_within(document, 1, "one"), rule="boilerplate.share"))
    twin.strike(_match(document.blocks[2].span))
    assert [len(removal.because) for removal in ledger.removals()] == [1, 1]
    assert sorted(ledger.struck) == [0]


def test_a_span_stays_as_long_as_nothing_of_it_is_struck(document, ledger):
    first, second, *_ = document.blocks
    part = _within(document, 1, "one")
    ledger.strike(_match(first.span))
    ledger.strike(_match(part))
    assert not ledger.stays(first.span)
    assert not ledger.stays(Span(first.end - 1, second.start + 1))
    assert not ledger.stays(second.span)
    assert not ledger.stays(Span(part.start + 1, part.end - 1))
    assert ledger.stays(Span(second.start, part.start))
    assert ledger.stays(Span(part.end, second.end))
    assert ledger.stays(document.blocks[2].span)
    assert not ledger.stays(Span(second.start, part.start + 1))
    assert not ledger.stays(Span(part.end - 1, second.end))


def test_the_longest_stretch_that_is_not_struck(document, ledger):
    first = document.blocks[0]
    assert ledger.unstruck(0) == first.span
    ledger.strike(_match(_within(document, 0, "one")))
    assert ledger.unstruck(0) == _within(document, 0, "two three.")
    ledger.strike(_match(_within(document, 0, "three.")))
    assert ledger.unstruck(0) == _within(document, 0, "Alpha")
    ledger.strike(_match(_within(document, 0, "Alpha one two")))
    assert ledger.unstruck(0) == Span(first.start, first.start)
    ledger.strike(_match(first.span))
    assert ledger.unstruck(0) == Span(first.start, first.start)


def test_a_part_inside_another_part_does_not_bring_back_its_end(document, ledger):
    ledger.strike(_match(_within(document, 0, "Alpha one two three")))
    ledger.strike(_match(_within(document, 0, "one")))
    assert ledger.unstruck(0) == _within(document, 0, ".")


def test_witnesses_are_the_blocks_for_whose_sake_others_went(document, ledger):
    blocks = document.blocks
    ledger.strike(_match(blocks[0].span))
    assert ledger.witnesses() == frozenset()
    ledger.strike(_twin(blocks[1].span, Span(blocks[2].start, blocks[3].end)))
    assert ledger.witnesses() == {2, 3}


def test_a_finding_whose_twin_went_as_a_repeat_has_done_its_work(document, ledger):
    one, other = document.blocks[0].span, document.blocks[1].span
    assert not ledger.went_for(_twin(one, other))
    ledger.strike(_match(other))
    assert not ledger.went_for(_twin(one, other))
    ledger.strike(_twin(document.blocks[2].span, one, rule="mine.twin"))
    assert not ledger.went_for(_twin(one, document.blocks[2].span))
    ledger.strike(_twin(other, one))
    assert ledger.went_for(_twin(one, other))
    assert not ledger.went_for(_match(one))
    assert ledger.went_for(_twin(one, Span(other.start, document.blocks[2].end)))


def test_words_that_stay(document, ledger):
    assert ledger.words_left() == 4 + 3 + 3 + 2 + 1
    ledger.strike(_match(document.blocks[0].span))
    ledger.strike(_match(_within(document, 1, "one two")))
    ledger.strike(_match(_within(document, 0, "one")))
    assert ledger.words_left() == 1 + 3 + 2 + 1
    spaceless = Ledger(_document("桥" * 24, "one two"), frozenset())
    assert spaceless.words_left() == pytest.approx(4.0)


def test_a_block_takes_the_space_to_its_neighbour(document, ledger):
    ledger.strike(_match(document.blocks[1].span))
    assert _texts(ledger) == ["Beta one two.\n\n"]


def test_neighbours_of_one_finding_are_one_removal_and_of_two_are_two(document, ledger):
    blocks = document.blocks
    ledger.strike(_match(Span(blocks[0].start, blocks[1].end)))
    assert _texts(ledger) == ["Alpha one two three.\n\nBeta one two.\n\n"]
    ledger.strike(_match(blocks[2].span, rule="boilerplate.share"))
    assert _texts(ledger) == ["Alpha one two three.\n\nBeta one two.\n\n", "Gamma one two.\n\n"]
    ledger.strike(_match(blocks[1].span, rule="boilerplate.app"))
    assert _texts(ledger) == ["Alpha one two three.\n\n", "Beta one two.\n\n", "Gamma one two.\n\n"]


def test_one_finding_around_a_block_that_stays_is_two_removals(document):
    ledger = Ledger(document, frozenset({1}))
    ledger.strike(_match(Span(document.blocks[0].start, document.blocks[2].end)))
    assert _texts(ledger) == ["Alpha one two three.\n\n", "Gamma one two.\n\n"]


def test_what_goes_at_the_end_takes_the_space_before_it(document):
    ledger = Ledger(document, frozenset())
    blocks = document.blocks
    ledger.strike(_match(Span(blocks[3].start, blocks[4].end)))
    assert _texts(ledger) == ["\n\nDelta one.\n\nEpsilon."]
    assert ledger.removals()[0].span == Span(blocks[2].end, blocks[4].end)


def test_what_stands_behind_the_last_block_stays_with_the_first():
    document = _document("One.", "Two.", after="\n\n ")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(document.blocks[1].span))
    assert _texts(ledger) == ["\n\nTwo."]


def test_when_everything_goes_the_space_around_it_goes_too(document):
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(document.blocks[0].span))
    ledger.strike(_match(Span(document.blocks[1].start, document.blocks[4].end)))
    assert _texts(ledger) == [
        "  Alpha one two three.",
        "\n\nBeta one two.\n\nGamma one two.\n\nDelta one.\n\nEpsilon.\n\n ",
    ]


def test_the_first_block_alone_at_the_end_of_a_document():
    document = _document("One.", after="\n")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(document.blocks[0].span))
    assert _texts(ledger) == ["One.\n"]


def test_parts_take_the_space_that_parted_them(document, ledger):
    ledger.strike(_match(_within(document, 0, "two")))
    ledger.strike(_match(_within(document, 1, "Beta")))
    ledger.strike(_match(_within(document, 2, "two.")))
    assert _texts(ledger) == [" two", "Beta ", " two."]


def test_all_of_the_space_goes_and_no_more():
    document = _document("a \t b  c")
    middle, opening = Ledger(document, frozenset()), Ledger(document, frozenset())
    middle.strike(_match(Span(4, 5)))
    assert _texts(middle) == [" \t b"]
    opening.strike(_match(Span(0, 1)))
    assert _texts(opening) == ["a \t "]


def test_parts_that_overlap_are_one_removal_with_both_findings():
    document = _document("one two three four five")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(Span(4, 13), rule="boilerplate.a", score=0.6))
    ledger.strike(_match(Span(8, 18), rule="boilerplate.b", score=0.8))
    ledger.strike(_match(Span(9, 10), rule="boilerplate.c", score=0.7))
    (removal,) = ledger.removals()
    assert removal.text == " two three four"
    assert removal.span == Span(3, 18)
    assert removal.rule == "boilerplate.b"
    assert [finding.rule for finding in removal.because] == ["boilerplate.b", "boilerplate.c", "boilerplate.a"]


def test_parts_that_only_touch_are_two_removals():
    document = _document("one two three four")
    ledger = Ledger(document, frozenset())
    for span in (Span(4, 7), Span(8, 13)):
        ledger.strike(_match(span))
    assert _texts(ledger) == [" two", " three"]


def test_parts_of_a_struck_block_are_not_struck_again(document, ledger):
    ledger.strike(_match(_within(document, 2, "one")))
    ledger.strike(_match(document.blocks[2].span))
    ledger.strike(_match(_within(document, 0, "one")))
    assert _texts(ledger) == [" one", "Gamma one two.\n\n"]
    assert [removal.span.start for removal in ledger.removals()] == sorted(r.span.start for r in ledger.removals())


def test_the_best_reason_stands_first(document, ledger):
    span = document.blocks[0].span
    findings = [
        Finding("z.rule", span, 0.9, Measure("m", 1.0, 0.0)),
        Finding("a.rule", span, 0.9, Measure("m", 1.0, 0.0)),
        Finding("b.rule", Span(0, span.end), 0.9, Measure("m", 1.0, 0.0)),
        Finding("b.rule", span, 0.9, Measure("m", 1.0, 0.0)),
        Finding("m.rule", span, 1.0, Measure("m", 1.0, 0.0)),
    ]
    for finding in findings[::-1]:
        ledger.strike(finding)
    (removal,) = ledger.removals()
    assert removal.because == tuple(findings[at] for at in (4, 1, 2, 3, 0))
    assert removal.rule == "m.rule"


def test_a_block_of_which_all_parts_went_goes_with_its_white_space(document, ledger):
    ledger.strike(_match(_within(document, 1, "Beta one")))
    ledger.close()
    assert not ledger.struck
    ledger.strike(_match(_within(document, 1, "two.")))
    ledger.close()
    assert set(ledger.struck) == {1}
    assert [removal.text for removal in ledger.removals()] == ["Beta one two.\n\n"]
    assert len(ledger.removals()[0].because) == 2


def test_a_strike_without_reasons_is_taken_back(document, ledger):
    part = _within(document, 1, "one")
    ledger.strike(_match(document.blocks[0].span))
    ledger.strike(_match(part))
    ledger.strike(_match(document.blocks[2].span, rule="mine"))
    ledger.restate(lambda reasons: [reason for reason in reasons if reason.rule == "mine"])
    assert set(ledger.struck) == {2}
    assert ledger.stays(part)
    assert ledger.unstruck(1) == document.blocks[1].span


def test_reasons_are_those_that_touch(document, ledger):
    one, other = _within(document, 1, "Beta"), _within(document, 1, "two.")
    ledger.strike(_match(other))
    ledger.strike(_match(one, rule="mine"))
    assert [reason.span for reason in ledger.reasons(1, document.blocks[1].span)] == [one, other]
    assert [reason.span for reason in ledger.reasons(1, other)] == [other]
    assert ledger.reasons(2, document.blocks[2].span) == []
    ledger.strike(_match(document.blocks[1].span, rule="all"))
    assert [reason.rule for reason in ledger.reasons(1, other)] == ["all"]


def test_the_share_that_is_gone_is_counted_where_it_matters(document, ledger):
    before = ledger.copy()
    ledger.strike(_match(document.blocks[0].span))
    ledger.strike(_match(_within(document, 1, "Beta one")))
    assert ledger.share_gone(before, 0.0) == pytest.approx(6 / 13)
    assert ledger.share_gone(before, 6 / 13) == pytest.approx(6 / 13)
    assert ledger.share_gone(ledger.copy(), 0.5) == 0.0
    later = ledger.copy()
    later.strike(_match(document.blocks[2].span))
    assert later.share_gone(ledger, 0.0) == pytest.approx(3 / 7)


def test_a_share_that_is_surely_small_is_not_counted():
    long = _document("One.", *["word " * 500 + "end."] * 4)
    ledger = Ledger(long, frozenset())
    before = ledger.copy()
    ledger.strike(_match(long.blocks[0].span))
    assert ledger.share_gone(before, 0.5) == 0.0
    assert ledger.share_gone(before, 0.0) == pytest.approx(1 / 2005)
    assert ledger.share_gone(before, 0.0004) == pytest.approx(1 / 2005)


def test_the_last_of_several_struck_parts_is_struck(document, ledger):
    for piece in ("Beta", "two."):
        ledger.strike(_match(_within(document, 1, piece)))
    assert not ledger.stays(_within(document, 1, "two."))
    assert not ledger.stays(_within(document, 1, "Beta"))
    assert ledger.stays(_within(document, 1, "one"))


def test_reasons_of_what_only_touches_are_others(document, ledger):
    ledger.strike(_match(part := _within(document, 1, "one")))
    assert ledger.reasons(1, Span(part.start - 2, part.start)) == []
    assert ledger.reasons(1, Span(part.end, part.end + 2)) == []
    assert len(ledger.reasons(1, Span(part.end - 1, part.end + 2))) == 1


def test_the_space_behind_a_part_ends_with_its_block():
    document = _document("one two", between="")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(Span(0, 3)))
    assert _texts(ledger) == ["one "]
    joined = Document("one \n\ntwo", (Block(0, 0, 4, "one ", "paragraph", 0), Block(1, 6, 9, "two", "paragraph", 0)))
    ledger = Ledger(joined, frozenset())
    ledger.strike(_match(Span(0, 3)))
    assert _texts(ledger) == ["one "]


def test_what_went_before_does_not_count_as_size():
    """20 words of 500 go, and 480 went before: all of what was left."""
    document = _document("word " * 480 + "end.", "word " * 19 + "end.")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(document.blocks[0].span))
    before = ledger.copy()
    ledger.strike(_match(document.blocks[1].span))
    assert ledger.share_gone(before, 0.6) == 1.0
    nothing = Ledger(_document("..."), frozenset())
    assert nothing.share_gone(nothing.copy(), 0.0) == 0.0


@pytest.mark.parametrize(("enough", "share"), [(0.2401, 0.0), (0.2399, 1 / 5), (0.24, 1 / 5)])
def test_a_word_for_twelve_signs_is_the_least_that_a_text_counts(enough, share):
    """Of 50 signs in five words one word goes: 12 signs, .24 of all."""
    document = _document("a" * 10, *["b" * 10] * 4, between="")
    ledger = Ledger(document, frozenset())
    before = ledger.copy()
    ledger.strike(_match(document.blocks[0].span))
    assert ledger.share_gone(before, enough) == pytest.approx(share)


def test_where_all_went_before_nothing_goes_since(document, ledger):
    for block in document.blocks[:4]:
        ledger.strike(_match(block.span))
    rest = Ledger(document, frozenset())
    for block in document.blocks:
        rest.strike(_match(block.span))
    rest.parts[0] = {}
    assert rest.share_gone(rest.copy(), 0.0) == 0.0


def test_of_what_went_before_the_length_counts_wherever_it_stood():
    document = _document(*["a" * 50] * 5, between="")
    ledger = Ledger(document, frozenset())
    ledger.strike(_match(document.blocks[4].span))
    before = ledger.copy()
    ledger.strike(_match(document.blocks[0].span))
    assert ledger.share_gone(before, 0.3) == 0.0
    assert ledger.share_gone(before, 0.2) == pytest.approx(1 / 4)
