"""Markup -> Document, by lexbor (selectolax): the fast way in."""

from __future__ import annotations

import operator
import re
from typing import Any, Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from dedup.allowance import Allowance
from dedup.config import Config
from dedup.errors import LimitError, SourceError
from dedup.model import Document
from dedup.read.depth import check_depth
from dedup.read.markup import HEAD_TAGS, HIDDEN_TEXT, INLINE, LEAST_LINKS, LISTS, SKIPPED, Builder, Place

#: Elements that part paragraphs, or in which blank lines mean something else.
_PARTED: Final = re.compile(
    r"<(?:p|br|div|table|td|pre|textarea|article|section|main|body|html|center|script|style)\b", re.I
)
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
#: Without the copies that browsers make inside a ``select``, which is skipped.
_OPTIONS: Final = LexborDocumentOptions.WO_EVENTS.value
_ATTRIBUTES: Final = operator.attrgetter("attributes")
#: What an element is to the text inside it.
_BLOCK, _LIST, _INLINE, _LINK, _BREAK, _HEAD, _DEAD = range(7)


def read_markup(
    markup: str,
    encoded: bytes | None = None,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> Document:
    """The document of an HTML page or fragment; ``encoded`` is the same as UTF-8, if that is there.

    Raises:
        LimitError: nested deeper than ``config.max_depth``, more work than ``config.max_elements``, more than
            ``config.max_blocks`` blocks, or more memory than ``config.max_expansion``.
    """
    parted = _with_breaks(markup)
    data = encoded if encoded is not None and parted is markup else parted.encode("utf-8", "replace")
    allowance = Allowance(len(data), config)
    tree_bytes = check_depth(
        data, max_depth=config.max_depth, max_elements=config.max_elements, allowance=allowance
    )
    builder = Builder(config.max_blocks, allowance, tree_bytes)
    tree = _parse(data)
    if tree.root is not None:
        builder.head.language = tree.root.attributes.get("lang") or ""
        _walk(tree.root, builder, config.max_depth)
    return builder.built(_ATTRIBUTES, title=title, url=url, language=language, source="html")


def _with_breaks(markup: str) -> str:
    """Markup whose paragraphs only blank lines part, as blogs store it, with line breaks there."""
    return markup if _PARTED.search(markup) else _BLANK_LINE.sub("<br><br>", markup)


def _parse(data: bytes) -> Any:
    try:
        return LexborHTMLParser(data, options=_OPTIONS)
    except Exception as error:
        raise SourceError(f"the markup could not be parsed: {error}") from error


def _walk(root: Any, builder: Builder, max_depth: int) -> None:
    """Hand over all text below ``root``, in document order.

    The way back up is kept here: asking a node for its parent would make a new object each time.
    """
    take, role_of = builder.text, _ROLES.get
    way: list[tuple[Any, Place, bool]] = []
    place, linked = builder.root, False
    node = root
    while True:
        inside = None
        if node.is_text_node:
            # White space between blocks is the layout of the source: lexbor tells most of it without a string of it.
            if not (builder.cut and node.is_empty_text_node) and (text := node.text_content):
                take(place, text, linked)
        else:
            tag = node.tag
            role = role_of(tag, _BLOCK)
            if not role and place.tag == "p" and "-" in tag:
                role = _INLINE
            if role <= _LINK:
                inside = node.first_child
                if role <= _LIST:
                    builder.cut = True
                if inside is not None:
                    way.append((node, place, linked))
                    if role == _LINK:
                        linked = True
                    elif role <= _LIST and tag != "tbody":
                        place = Place(place, tag, node)
                        if role == _LIST and (lines := _linked_lines(node)):
                            builder.links(place, lines)
                            inside = None
                            _, place, linked = way.pop()
            elif role == _BREAK:
                builder.line_break(place)
            elif role == _HEAD:
                builder.head.take(tag, node.attributes, node.text)
        if inside is not None:
            if len(way) > max_depth:
                raise LimitError("max_depth", len(way), max_depth)
            node = inside
            continue
        following = node.next
        while following is None:
            if not way:
                return
            node, place, linked = way.pop()
            following = node.next
        node = following


#: Skipped elements are rare in menus; one that has any is walked node by node.
_SKIPPED_TEXT: Final = frozenset(HIDDEN_TEXT)


def _linked_lines(node: Any) -> list[str]:
    """The links of a list that has at least three and no other text; else nothing."""
    if not _may_begin_linked(node):
        return []
    words: list[list[str]] = []
    # Not by a selector: reading it takes longer than the few dozen elements of a list.
    for inner in node.traverse():
        tag = inner.tag
        if tag == "a":
            words.append(inner.text().split())
        elif tag in _SKIPPED_TEXT:
            return []
    if len(words) < LEAST_LINKS:
        return []
    # What is all white space counts nothing, and to leave it out makes the text shorter.
    if len("".join(map("".join, words))) != len("".join(node.text(skip_empty=True).split())):
        return []
    return [" ".join(line) for line in words if line]


def _may_begin_linked(node: Any) -> bool:
    """Whether the first text below may be a link's, as far as a few steps tell: a search takes longer."""
    inside = node.first_child
    while inside is not None:
        tag = inside.tag
        if tag == "a":
            return True
        if tag == "-text" and (text := inside.text_content) and not text.isspace():
            return False
        inside = inside.first_child or inside.next
    return True


#: Nodes that are no elements hold no text, like elements whose content is none.
_ROLES: Final = {
    **dict.fromkeys((None, "-comment", "-undef", "-document", "!doctype", "#document"), _DEAD),
    **dict.fromkeys(SKIPPED, _DEAD), **dict.fromkeys(HEAD_TAGS, _HEAD), **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(LISTS, _LIST), "a": _LINK, "br": _BREAK,
}  # fmt: skip
