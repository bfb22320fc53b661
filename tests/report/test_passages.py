"""The reader's view of a result: pieces, numbers, reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import Finding, Measure, Seen, Span, clean
from dedup.report.passages import Numbers, likeness, near_misses, passages, reason, shorten, twin_of, words
from tests.report.made import LEAD, PARAGRAPHS, bridge, evidence_of_every_kind, made, part
from tests.strategies import texts


def test_whole_paragraphs_that_went_are_gone_and_name_their_removal():
    view = passages(bridge())
    assert [passage.gone for passage in view] == [False, False, True, True, False, False]
    assert [passage.removals for passage in view] == [(), (), (0,), (1,), (), ()]


def test_a_part_that_went_is_a_piece():
    (passage,) = passages(part())
    assert not passage.gone
    assert [(piece.text, piece.removal) for piece in passage.pieces] == [
        (LEAD, -1),
        (" Follow us for more.", 0),
    ]


@given(texts)
def test_pieces_are_the_blocks_and_the_kept_ones_are_the_cleaned_text(text):
    result = clean(text)
    view = passages(result)
    assert ["".join(piece.text for piece in passage.pieces) for passage in view] == [
        block.text for block in result.document.blocks
    ]
    kept = "".join(piece.text for passage in view for piece in passage.pieces if piece.removal < 0)
    assert "".join(kept.split()) == "".join(result.text.split())


def test_numbers_find_the_block_of_any_span():
    result = bridge()
    numbers = Numbers(result.document.blocks)
    for block in result.document.blocks:
        assert numbers.of(block.span) == block.number
        assert numbers.of(Span(block.end - 1, block.end)) == block.number
    assert numbers.of(Span(10**6, 10**6 + 1)) == -1


def test_every_kind_of_evidence_is_said_in_words():
    result = evidence_of_every_kind()
    numbers = Numbers(result.document.blocks)
    said = {removal.because[0].rule: reason(removal.because[0], numbers) for removal in result.removals}
    assert said["repeat.exact"] == "is word for word paragraph 0"
    assert said["boilerplate.related"] == "has the phrase “Also Read:”"
    assert said["boilerplate.caption"] == "how surely it is a part of the article is 0.07, the limit 0.50"
    near = bridge().removals[0].because[0]
    assert (
        reason(near, numbers)
        == "says again what stands in paragraph 0 (71% of their 5-letter groups are the same)"
    )


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen("a-7", "x", "documents", 12), "stands in 12 articles of this site, such as a-7"),
        (Seen("a-7", "x", "jaccard", 0.914), "was said before, in a-7 (jaccard 0.91)"),
    ],
)
def test_what_other_articles_said(seen, said):
    assert reason(Finding("site.repeated", Span(0, 1), 0.9, seen), Numbers(())) == said


def test_only_repeats_have_a_twin():
    repeat, phrase = bridge().removals
    assert twin_of(repeat).span == Span(0, len(LEAD))
    assert twin_of(phrase) is None


@given(st.text(), st.integers(2, 60))
def test_shortened_text_is_one_line_within_the_limit(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
    assert short.rstrip("…") == "" or " ".join(text.split()).startswith(short.rstrip("…"))


def test_short_text_is_left_alone():
    assert shorten("as  it\nis", 40) == "as it is"
    assert shorten(PARAGRAPHS[1], 30) == "Buses will end at the market…"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one two", 2), ("naïve café", 2), ("Мост откроют", 2), ("市议会批准预算", 3)],
)
def test_words(text, count):
    assert words(text) == count


def test_a_measure_reads_as_a_sentence():
    finding = Finding("x.y", Span(0, 1), 0.5, Measure("link_density", 0.9, 0.5))
    assert reason(finding, Numbers(())) == "link density is 0.90, the limit 0.50"
    finding = Finding("x.y", Span(0, 1), 0.5, Measure("words_above_text", 3, 4.0))
    assert reason(finding, Numbers(())) == "words above text is 3, the limit 4"


@pytest.mark.parametrize(
    ("measure", "value", "said"),
    [
        ("containment_word3", 0.884, "88% of its 3-word groups stand there"),
        ("dice_lcs", 1.04, "likeness in words and order 1.04 of 2"),
        ("my_own", 0.5, "my own 0.50"),
        ("{broken}", 0.5, "{broken} 0.50"),
    ],
)
def test_likeness_in_words(measure, value, said):
    assert likeness(measure, value) == said


def test_a_passage_that_went_for_another_reason_is_no_near_miss():
    weak = Measure("m", 0.2, 0.5)
    result = made(PARAGRAPHS, [(2, "repeat.near", 0), (2, "repeat.reworded", weak, 0.3), (4, "repeat.reworded", weak, 0.3)])
    assert [result.document.blocks[2].start, result.document.blocks[4].start] == [e.span.start for e in result.spared]
    assert [entry.span for entry in near_misses(result)] == [result.document.blocks[4].span]
