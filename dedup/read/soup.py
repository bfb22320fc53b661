"""A caller's BeautifulSoup tree -> Document, and the way back from blocks to text nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bs4
from bs4.element import NavigableString

from dedup.config import Config
from dedup.errors import LimitError
from dedup.model import Document
from dedup.read.markup import BREAK, INLINE, LINK, SKIPPED, TEXT, Attributes, Rows, build


@dataclass(frozen=True, slots=True)
class SoupReading:
    """A document and, for each of its blocks, the text nodes that it was made of, in document order.

    Blocks that two line breaks part inside one element share that element's list.
    """

    document: Document
    nodes: tuple[tuple[NavigableString, ...], ...]


def read_soup(
    node: bs4.BeautifulSoup | bs4.Tag,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> SoupReading:
    """The document of a soup, as the markup reader would read the same page. The tree is only read.

    Raises:
        LimitError: nested deeper than ``config.max_depth``, or more than ``config.max_blocks`` blocks.
    """
    rows, texts = _walk(node, config.max_depth)
    built = build(rows, title=title, url=url, language=language, source="soup", config=config)
    nodes = tuple(
        tuple(found for row in range(first, last) if (found := texts[row]) is not None)
        for first, last in built.row_ranges
    )
    return SoupReading(built.document, nodes)


def _walk(root: bs4.Tag, max_depth: int) -> tuple[Rows, list[NavigableString | None]]:
    """All rows below ``root``, in document order, and the text node of each row that has one."""
    rows, texts = Rows(), list[NavigableString | None]()
    node: Any = root
    depth = 0
    while True:
        inside = None
        if isinstance(node, NavigableString):
            # Comments, CDATA, doctypes, scripts and styles are subclasses; text is the class itself.
            if type(node) is NavigableString and _counts(node, rows):
                _add(rows, texts, TEXT, depth=depth, value=str(node), node=node)
        elif isinstance(node, bs4.BeautifulSoup):
            inside = node.contents[0] if node.contents else None
        else:
            inside = _take(node, depth, rows, texts)
        if inside is not None:
            node, depth = inside, depth + 1
            if depth > max_depth:
                raise LimitError("max_depth", depth, max_depth)
            continue
        while depth > 0 and node.next_sibling is None:
            node, depth = node.parent, depth - 1
        if depth == 0:
            return rows, texts
        node = node.next_sibling


def _take(node: bs4.Tag, depth: int, rows: Rows, texts: list[NavigableString | None]) -> Any:
    """Add the row of an element; returns its first child if its content counts."""
    tag = node.name.lower()
    inside = node.contents[0] if node.contents else None
    if tag in INLINE:
        return inside
    if tag in (LINK, BREAK):
        _add(rows, texts, tag, depth=depth)
        return inside
    if tag in SKIPPED:
        if tag in ("meta", "title", "link", "script"):
            rows.head.take(tag, _attributes(node), node.get_text)
        return None
    if tag == "html":
        rows.head.language = _attributes(node).get("lang") or rows.head.language
    _add(rows, texts, tag, depth=depth, value=_attributes(node))
    return inside


def _add(
    rows: Rows,
    texts: list[NavigableString | None],
    tag: str,
    *,
    depth: int,
    value: str | Attributes | None = None,
    node: NavigableString | None = None,
) -> None:
    rows.tags.append(tag)
    rows.depths.append(depth)
    rows.values.append(value)
    texts.append(node)


def _counts(node: NavigableString, rows: Rows) -> bool:
    return bool(node) and (not node.isspace() or bool(rows.tags and rows.tags[-1] == TEXT))


def _attributes(node: bs4.Tag) -> Attributes:
    return {name: " ".join(value) if isinstance(value, list) else value for name, value in node.attrs.items()}
