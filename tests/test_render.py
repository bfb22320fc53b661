"""The account: text, Markdown and HTML of what is kept."""

from __future__ import annotations

import dataclasses
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


def test_kept_spans_are_what_the_removals_leave():
    document = clean("The bridge opens on Monday.", config="off").document
    length = len(document.text)
    assert kept_spans(document, []) == [Span(0, length)]
    assert kept_spans(document, [_removal(document, 0, length)]) == []
    assert kept_spans(document, [_removal(document, 4, 11), _removal(document, 11, 17)]) == [
        Span(0, 4), Span(17, length),
    ]  # fmt: skip
    assert kept_spans(document, [_removal(document, 0, 4), _removal(document, 20, length)]) == [Span(4, 20)]
    assert kept_spans(Document("", ()), []) == []


@pytest.mark.parametrize("span", [(3, 3), (5, 4), (0, 28), (-1, 3)])
def test_an_account_says_what_does_not_add_up(span):
    document = clean("The bridge opens on Monday.", config="off").document
    removal = Removal("mine", document.text[span[0] : span[1]], Span(*span), ())
    with pytest.raises(AccountError) as refused:
        kept_spans(document, [removal])
    assert str(refused.value) == f"mine: {Span(*span)} overlaps its neighbour or leaves the text"
    with pytest.raises(AccountError) as refused:
        kept_spans(document, [Removal("mine", "Tho", Span(0, 3), ())])
    assert str(refused.value) == f"mine: the removal misquotes {Span(0, 3)}"


def test_what_is_left_of_each_block():
    page = _page(("one two three", "paragraph", 0), ("four", "heading", 2), ("five six", "item", 1), ("seven", "code", 0))
    cuts = [(3, 7), (8, 17), (19, 23)]
    left = list(kept_blocks(page, [_removal(page, *cut) for cut in cuts]))
    assert left == [("one", "paragraph", 0), ("ur", "heading", 2), ("ve six", "item", 1), ("seven", "code", 0)]
    whole = list(kept_blocks(page, [_removal(page, 0, 15), _removal(page, 19, len(page.text))]))
    assert whole == [("four", "heading", 2)]
    across = list(kept_blocks(page, [_removal(page, 4, 26)]))
    assert across == [("one", "paragraph", 0), ("six", "item", 1), ("seven", "code", 0)]
    assert list(kept_blocks(page, [_removal(page, 13, 15)])) == list(kept_blocks(page, []))


@pytest.mark.parametrize(
    ("kind", "level", "text", "shown"),
    [
        ("heading", 0, "Title", "# Title"),
        ("heading", 3, "A\nB", "### A B"),
        ("heading", 9, "Title", "###### Title"),
        ("item", 0, "one", "- one"),
        ("item", 1, "one\ntwo", "- one\\\n  two"),
        ("item", 3, "one\ntwo", "    - one\\\n      two"),
        ("quote", 0, "one\ntwo", "> one\\\n> two"),
        ("paragraph", 0, "one\ntwo", "one\\\ntwo"),
        ("paragraph", 0, "# a\n+ b\n12) c", "\\# a\\\n\\+ b\\\n\\12) c"),
        ("paragraph", 0, "\\`*_[]<>", "\\\\\\`\\*\\_\\[\\]\\<\\>"),
        ("row", 0, "a|b | c", "| a\\|b | c |\n| --- | --- |"),
        ("caption", 0, "= one", "\\= one"),
    ],
)
def test_markdown_of_each_kind(kind, level, text, shown):
    assert as_markdown(_page((text, kind, level)), ()) == shown


def test_a_table_is_as_wide_as_its_widest_row_and_code_is_not_escaped():
    page = _page(("a | b", "row", 0), ("c | d | e", "row", 0), ("f", "row", 0), ("x_y\n*z*", "code", 0), ("w", "code", 0))
    assert as_markdown(page, ()) == (
        "| a | b |\n| --- | --- | --- |\n| c | d | e |\n| f |\n\n```\nx_y\n*z*\n```\n\n```\nw\n```"
    )


@pytest.mark.parametrize("kind", ["item", "row", "code", "quote"])
def test_lists_tables_code_and_quotes_of_a_plain_text_stay_tight(kind):
    page = _page(("* a_b", kind, 1), ("c | d", kind, 1), ("e", "paragraph", 0))
    for source in ("text", "paragraphs"):
        plain = dataclasses.replace(page, source=source, layout=None)
        assert as_markdown(plain, ()) == "* a_b\nc | d\n\ne"
    tight = {"item": "\n", "row": "\n| --- | --- |\n"}.get(kind, "\n\n")
    assert tight in as_markdown(page, ())
    assert (kind in ("item", "row")) == ("\n\n" not in as_markdown(page, ()).rpartition("\n\n")[0])


@pytest.mark.parametrize(
    ("kind", "level", "text", "shown"),
    [
        ("heading", 0, "T", "<h1>T</h1>"),
        ("heading", 6, "T", "<h6>T</h6>"),
        ("heading", 9, "T", "<h6>T</h6>"),
        ("paragraph", 0, "a\n<b> & \"c\" 'd'", "<p>a<br>\n&lt;b&gt; &amp; &quot;c&quot; &#x27;d&#x27;</p>"),
        ("item", 1, "- - one", "<ul>\n<li>- one</li>\n</ul>"),
        ("item", 1, "Bridge - open", "<ul>\n<li>Bridge - open</li>\n</ul>"),
        ("item", 1, "1. 2. one", "<ul>\n<li>2. one</li>\n</ul>"),
        ("item", 1, "-one\n- <i>", "<ul>\n<li>-one<br>\n- &lt;i&gt;</li>\n</ul>"),
        ("row", 0, "| <a> | b |", "<table>\n<tr><td>&lt;a&gt;</td><td>b</td></tr>\n</table>"),
        ("row", 0, "Xa | bX", "<table>\n<tr><td>Xa</td><td>bX</td></tr>\n</table>"),
        ("code", 0, "a <\nb", "<pre><code>a &lt;\nb</code></pre>"),
        ("quote", 0, "a\nb", "<blockquote><p>a<br>\nb</p></blockquote>"),
        ("caption", 0, "a\nb", "<figure><figcaption>a<br>\nb</figcaption></figure>"),
    ],
)
def test_html_of_each_kind(kind, level, text, shown):
    assert as_html(_page((text, kind, level)), ()) == f"<article>\n{shown}\n</article>"


def test_nothing_left_is_an_empty_article():
    assert as_html(Document("", ()), ()) == "<article>\n</article>"
    assert as_markdown(Document("", ()), ()) == as_text(Document("", ()), ()) == ""
