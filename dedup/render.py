"""The account: what is kept, as text, Markdown and HTML.

Nothing is rewritten: every form shows characters of ``document.text``, in order.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dedup.errors import AccountError
from dedup.model import BlockKind, Document, Removal, Span

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_MARKDOWN_LINE_START = re.compile(r"^([#+\-=~|]|\d{1,9}[.)])", re.MULTILINE)
_BULLET = re.compile(r"(?:[-*+•●▪■◦‣·–—]|(\(?\d{1,9}[.)]))[ \t\u00a0\u3000]+")


class KeptBlock(NamedTuple):
    """A block of which something stays: its text, its kind and its level (see :class:`dedup.model.Block`)."""

    text: str
    kind: BlockKind
    level: int


def kept_spans(document: Document, removals: Sequence[Removal]) -> list[Span]:
    """The spans that stay, in order; with the removals they are ``document.text``, each character once.

    Raises:
        AccountError: the removals overlap, leave the text, or misquote it.
    """
    spans, position = [], 0
    for removal in removals:
        start, end = removal.span
        if not position <= start < end <= len(document.text):
            raise AccountError(f"{removal.rule}: {removal.span} overlaps its neighbour or leaves the text")
        if removal.text != document.text[start:end]:
            raise AccountError(f"{removal.rule}: the removal misquotes {removal.span}")
        if position < start:
            spans.append(Span(position, start))
        position = end
    if position < len(document.text):
        spans.append(Span(position, len(document.text)))
    return spans


def as_text(document: Document, removals: Sequence[Removal]) -> str:
    """The kept text: the document's text less the removed spans."""
    if not removals:
        return document.text
    return "".join([document.text[start:end] for start, end in kept_spans(document, removals)])


def kept_blocks(document: Document, removals: Sequence[Removal]) -> Iterator[KeptBlock]:
    """What is left of each block, in order; blocks that went entirely are left out."""
    cuts = iter([*(removal.span for removal in removals), Span(len(document.text), len(document.text))])
    cut = next(cuts)
    for block in document.blocks:
        pieces, position = [], block.start
        while cut.start < block.end:
            if position < cut.start:
                pieces.append(document.text[position : cut.start])
            position = max(position, min(cut.end, block.end))
            if cut.end > block.end:
                break
            cut = next(cuts)
        pieces.append(document.text[position : block.end])
        text = "".join(pieces).strip()
        if text:
            yield KeptBlock(text, block.kind, block.level)


def as_markdown(document: Document, removals: Sequence[Removal]) -> str:
    """The kept blocks as CommonMark. Text that was plain keeps the marks it came with."""
    plain = document.source in ("text", "paragraphs")
    lines = []
    for kind, group in groupby(kept_blocks(document, removals), key=lambda block: block.kind):
        blocks = list(group)
        shown = [block.text if plain else _markdown(block) for block in blocks]
        if kind == "row" and not plain:
            width = max(row.count(" | ") for row in shown) + 1
            shown.insert(1, "|" + " --- |" * width)
        if kind == "code" and not plain:
            shown = [f"```\n{block.text}\n```" for block in blocks]
        tight = kind in ("item", "row") or (plain and kind in ("code", "quote"))
        lines.append(("\n" if tight else "\n\n").join(shown))
    return "\n\n".join(lines)


def _markdown(block: KeptBlock) -> str:
    text = _MARKDOWN_SPECIAL.sub(r"\\\1", block.text)
    if block.kind == "row":
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in text.split(" | ")) + " |"
    text = _MARKDOWN_LINE_START.sub(r"\\\1", text).replace("\n", "\\\n")
    if block.kind == "heading":
        return "#" * min(max(block.level, 1), 6) + " " + text.replace("\\\n", " ")
    if block.kind == "item":
        indent = "  " * (max(block.level, 1) - 1)
        return f"{indent}- " + text.replace("\n", "\n  " + indent)
    if block.kind == "quote":
        return "> " + text.replace("\n", "\n> ")
    return text


def as_html(document: Document, removals: Sequence[Removal]) -> str:
    """The kept blocks as one ``<article>`` element; all text is escaped."""
    lines = ["<article>"]
    for kind, group in groupby(kept_blocks(document, removals), key=lambda block: block.kind):
        opening, closing = {"item": ("<ul>", "</ul>"), "row": ("<table>", "</table>")}.get(kind, ("", ""))
        lines += [part for part in (opening, *map(_html, group), closing) if part]
    return "\n".join([*lines, "</article>"])


def _html(block: KeptBlock) -> str:
    text = block.text
    if block.kind == "item" and (bullet := _BULLET.match(text)):
        text = text[bullet.end() :]
    if block.kind == "row":
        cells = text.strip("| ").split(" | ")
        return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
    if block.kind == "code":
        return f"<pre><code>{html.escape(text)}</code></pre>"
    tag = {"heading": f"h{min(max(block.level, 1), 6)}", "item": "li", "caption": "figcaption"}.get(
        block.kind, "p"
    )
    shown = f"<{tag}>" + html.escape(text).replace("\n", "<br>\n") + f"</{tag}>"
    return {"quote": f"<blockquote>{shown}</blockquote>", "caption": f"<figure>{shown}</figure>"}.get(
        block.kind, shown
    )
