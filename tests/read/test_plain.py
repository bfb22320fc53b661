"""Plain text: paragraphs by line or blank line, kinds by their marks, offsets into the very string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import LimitError, SourceTypeError, clean, configure
from dedup.read.plain import read_paragraphs, read_text
from dedup.read.source import read
from tests.strategies import texts

CONFIG = configure()


def _texts(text):
    return [block.text for block in read_text(text, config=CONFIG).blocks]


def _kinds(text):
    return [block.kind for block in read_text(text, config=CONFIG).blocks]


WRAPPED = (
    "The council voted on Monday evening to close the old bridge across\n"
    "the river, which engineers had called unsafe for heavy lorries since\n"
    "the floods of last spring damaged two of its five stone piers."
)


def test_lines_are_paragraphs():
    assert _texts("One.\nTwo.\r\nThree.\rFour.") == ["One.", "Two.", "Three.", "Four."]


def test_blank_lines_are_paragraphs():
    assert _texts("One.\n\nTwo.\n \t\nThree.\r\n\r\nFour.") == ["One.", "Two.", "Three.", "Four."]


def test_wrapped_lines_between_blank_lines_are_one_paragraph():
    assert _texts(f"{WRAPPED}\n\n{WRAPPED}") == [WRAPPED, WRAPPED]
    assert _texts(WRAPPED) == [WRAPPED]


def test_short_lines_between_blank_lines_stay_lines():
    verse = "The river came at night\nand took the bridge away\nand nobody was there\nto see it go"
    assert _texts(f"{verse}\n\n{WRAPPED}") == [*verse.splitlines(), WRAPPED]


def test_items_are_never_wrapped_together():
    listed = (
        "- a long item that tells of the bridge and the river and more of it\n"
        "- a second item that is as long as the first one was, or longer"
    )
    assert len(_texts(listed)) == 2


def test_kinds():
    text = (
        "# Title\n\nA paragraph of words.\n\n- item\n\n* item\n\n"
        "• item\n\n1. item\n\n2) item\n\n> quoted\n\n| a | b |\n\n"
        "```\ncode\n```\n\nmore words here"
    )
    assert _kinds(text) == [
        "heading",
        "paragraph",
        *["item"] * 5,
        "quote",
        "row",
        "code",
        "code",
        "code",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "-5 degrees were measured",
        "3.5 million people",
        "*starred* words",
        "#hashtag words",
        "– he said",
        "A. Person wrote",
    ],
)
def test_what_only_looks_like_a_mark_is_a_paragraph_or_item(line):
    assert _kinds(line + ".")[0] in ("paragraph", "item")
    assert _kinds("#hashtag words are no heading.") == ["paragraph"]
    assert _kinds("3.5 million people live here.") == ["paragraph"]


def test_a_short_line_above_a_longer_one_is_a_heading():
    text = "What the council decided\nThe council decided on Monday to close the bridge for a year."
    blocks = read_text(text, config=CONFIG).blocks
    assert [(b.kind, b.level) for b in blocks] == [("heading", 1), ("paragraph", 0)]
    assert _kinds("He left.\n" + text.splitlines()[1]) == ["paragraph", "paragraph"]


@given(st.one_of(texts, st.text()))
def test_blocks_are_exact_ordered_and_complete(text):
    document = read_text(text, config=CONFIG)
    assert document.text is text
    end = 0
    for number, block in enumerate(document.blocks):
        assert block.number == number
        assert text[end : block.start].strip() == ""
        assert block.text == text[block.start : block.end] == block.text.strip() != ""
        assert block.span == (block.start, block.end)
        end = block.end
    assert text[end:].strip() == ""


@given(st.lists(st.text(max_size=30)))
def test_a_sequence_keeps_its_paragraphs(paragraphs):
    document = read_paragraphs(paragraphs, config=CONFIG)
    assert [b.text for b in document.blocks] == [p.strip() for p in paragraphs if p.strip()]
    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)


@pytest.mark.parametrize("source", [None, 3, 3.5, object(), {"a": 1}, {"a"}, iter("ab"), [None], ["a", 3]])
def test_what_is_no_article_is_refused_with_a_remedy(source):
    with pytest.raises(SourceTypeError):
        clean(source)


@pytest.mark.parametrize("hint", ["title", "url", "language"])
def test_a_hint_must_be_text(hint):
    with pytest.raises(SourceTypeError, match=hint):
        read("text", **{hint: 3}, config=CONFIG)


def test_limits_name_themselves():
    with pytest.raises(LimitError, match="max_blocks"):
        clean("a\nb\nc", max_blocks=2)
    with pytest.raises(LimitError, match="max_input_bytes"):
        clean("abc", max_input_bytes=2)
    with pytest.raises(LimitError, match="max_input_bytes"):
        clean(b"abc", max_input_bytes=2)


@pytest.mark.parametrize("empty", ["", " \n\t\r\n ", [], [""], b""])
def test_nothing_in_nothing_out(empty):
    result = clean(empty)
    assert result.text.strip() == ""
    assert result.removals == ()
    assert result.document.blocks == ()
