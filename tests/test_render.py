"""The account: text, Markdown and HTML of what is kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import (
    AccountError,
    Block,
    CleanResult,
    Document,
    Finding,
    Layout,
    Measure,
    RecordError,
    Removal,
    Span,
    clean,
)
from dedup.render import as_html, as_markdown, as_text, kept_blocks, kept_spans
from tests.strategies import texts

_LAYOUT = Layout((-1,), ("body",), ("",))


def _page(*blocks):
    """A document as read from markup: (text, kind, level) for each block."""
    text, made = "", []
    for number, (piece, kind, level) in enumerate(blocks):
        text += "\n\n" if number else ""
        made.append(Block(number, len(text), len(text) + len(piece), piece, kind, level))
        text += piece
    return Document(text, tuple(made), source="html", layout=_LAYOUT)


def _removal(document, start, end):
    finding = Finding("mine", Span(start, end), 1.0, Measure("m", 1, 0))
    return Removal("mine", document.text[start:end], Span(start, end), (finding,))


def test_markdown_and_html_keep_the_structure():
    page = _page(
        ("A title", "heading", 1),
        ("Words.", "paragraph", 0),
        ("one", "item", 1),
        ("two", "item", 2),
        ("said he", "quote", 0),
        ("a | b", "row", 0),
        ("c | d", "row", 0),
        ("x = 1\ny = 2", "code", 0),
        ("A bridge at dawn", "caption", 0),
    )
    assert as_markdown(page, ()) == (
        "# A title\n\nWords.\n\n- one\n  - two\n\n> said he\n\n| a | b |\n| --- | --- |\n| c | d |\n\n"
        "```\nx = 1\ny = 2\n```\n\nA bridge at dawn"
    )
    assert as_html(page, ()) == (
        "<article>\n<h1>A title</h1>\n<p>Words.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<blockquote><p>said he</p></blockquote>\n<table>\n<tr><td>a</td><td>b</td></tr>\n"
        "<tr><td>c</td><td>d</td></tr>\n</table>\n<pre><code>x = 1\ny = 2</code></pre>\n"
        "<figure><figcaption>A bridge at dawn</figcaption></figure>\n</article>"
    )


def test_plain_text_keeps_its_own_marks():
    text = "# A title\n\nThe bridge opens on Monday, the council said.\n\n- one\n- two\n"
    assert clean(text, config="off").markdown == text.strip()


@pytest.mark.parametrize(
    "nasty",
    ["<script>alert(1)</script>", "# no heading", "1. no list", "[x](javascript:alert(1))", "a_b_*c*"],
)
def test_text_of_a_page_is_only_text(nasty):
    page = _page((nasty, "paragraph", 0))
    assert "<script" not in as_html(page, ())
    shown = as_markdown(page, ())
    assert not re.search(r"(?<!\\)[<\[*]", shown)
    assert not shown.startswith(("#", "1."))


@given(texts)
def test_html_of_any_text_has_only_our_own_tags(text):
    shown = clean(text, config="off").html
    tags = set(re.findall(r"<\s*/?([^\s>]*)", shown))
    assert tags <= {
        "article",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "pre",
        "code",
        "br",
    }


@given(texts, st.data())
def test_kept_blocks_are_the_kept_text_without_separators(text, data):
    document = clean(text, config="off").document
    removals = []
    for block in document.blocks:
        if data.draw(st.booleans()):
            start = data.draw(st.integers(block.start, block.end - 1))
            removals.append(_removal(document, start, data.draw(st.integers(start + 1, block.end))))
    shown = "".join(block.text for block in kept_blocks(document, removals))
    assert "".join(shown.split()) == "".join(as_text(document, removals).split())


@pytest.mark.parametrize("spans", [[(0, 4), (3, 6)], [(4, 6), (0, 2)], [(0, 999)], [(2, 2)]])
def test_an_account_that_does_not_add_up_is_refused(spans):
    document = clean("The bridge opens on Monday.", config="off").document
    with pytest.raises(AccountError):
        kept_spans(document, [_removal(document, *span) for span in spans])


def test_a_misquoted_removal_is_refused():
    document = clean("The bridge opens on Monday.", config="off").document
    removal = _removal(document, 0, 3)
    with pytest.raises(AccountError, match="misquotes"):
        as_text(document, [Removal(removal.rule, "Tho", removal.span, removal.because)])


def _stored():
    return clean("One line here.\nAnother line here.\n").to_dict()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("document"),
        lambda d: d.update(version=99),
        lambda d: d.update(text="something else"),
        lambda d: d["document"].update(text=3),
        lambda d: d["document"].update(blocks=[["a"]]),
        lambda d: d.update(removals=[{"rule": "x"}]),
        lambda d: d.update(
            removals=[
                {
                    "rule": "x",
                    "text": "One",
                    "span": [0, 3],
                    "because": [
                        {
                            "rule": "x",
                            "span": [0, 3],
                            "score": 1,
                            "note": "",
                            "evidence": {"type": "os.system"},
                        }
                    ],
                }
            ]
        ),
        lambda d: d.update(removals=[{"rule": "x", "text": "Two", "span": [0, 3], "because": []}]),
        lambda d: d.update(spared=3),
    ],
)
def test_a_spoilt_record_is_refused(spoil):
    stored = _stored()
    spoil(stored)
    with pytest.raises(RecordError):
        CleanResult.from_dict(stored)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null"])
def test_what_is_no_record_is_refused(text):
    with pytest.raises(RecordError):
        CleanResult.from_json(text)


def test_removed_selects_by_prefix():
    document = clean("One line here.", config="off").document
    result = CleanResult(document, (_removal(document, 0, 4),))
    assert result.removed("mine") == result.removals
    assert result.removed("min") == ()
    assert str(result) == result.text == "line here."
