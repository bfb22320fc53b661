"""Markup -> Document, by lexbor (selectolax): the fast way in."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from dedup.config import Config
from dedup.errors import SourceError
from dedup.model import Document
from dedup.read.depth import check_depth
from dedup.read.markup import BREAK, INLINE, LINK, SKIPPED, TEXT, Rows, build

_HEAD_TAGS = frozenset({"meta", "title", "link", "script"})


def read_markup(
    markup: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> Document:
    """The document of an HTML page or fragment.

    Raises:
        LimitError: nested deeper than ``config.max_depth``, or more than ``config.max_blocks`` blocks.
    """
    check_depth(markup, config.max_depth)
    rows = _walk(_parse(markup))
    return build(rows, title=title, url=url, language=language, source="html", config=config).document


def _parse(markup: str) -> Any:
    try:
        return LexborHTMLParser(markup).root
    except UnicodeEncodeError:
        return LexborHTMLParser(markup.encode("utf-8", "replace").decode()).root
    except Exception as error:
        raise SourceError(f"the markup could not be parsed: {error}") from error


def _walk(root: Any) -> Rows:
    """All rows below ``root``, in document order."""
    rows = Rows()
    if root is None:
        return rows
    tags, depths, values = rows.tags, rows.depths, rows.values
    node, depth = root, 0
    while True:
        tag = node.tag
        inside = None
        if tag == "-text":
            text = node.text_content
            # White space counts only inside a run of text; between elements it is layout of the source.
            if text and (not text.isspace() or (tags and tags[-1] == TEXT)):
                tags.append(TEXT)
                depths.append(depth)
                values.append(text)
        elif tag in INLINE:
            inside = node.first_child
        elif tag == "a" or tag == "br":
            tags.append(LINK if tag == "a" else BREAK)
            depths.append(depth)
            values.append(None)
            inside = node.first_child
        elif tag in SKIPPED:
            if tag in _HEAD_TAGS:
                rows.head.take(tag, node.attributes, node.text if tag in ("title", "script") else str)
        elif tag is not None and tag[0] not in "-!?":
            attributes = node.attributes
            tags.append(tag)
            depths.append(depth)
            values.append(attributes)
            if tag == "html":
                rows.head.language = attributes.get("lang") or ""
            inside = node.first_child
        if inside is not None:
            node, depth = inside, depth + 1
            continue
        while node.next is None:
            if depth <= 1:
                return rows
            node, depth = node.parent, depth - 1
        node = node.next
