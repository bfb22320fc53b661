"""A caller's BeautifulSoup tree -> Document, and the way back from blocks to text nodes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import bs4
from bs4.element import NavigableString

from dedup.allowance import Allowance
from dedup.config import Config
from dedup.errors import LimitError
from dedup.model import Document
from dedup.read.markup import HEAD_TAGS, HIDDEN_TEXT, INLINE, LEAST_LINKS, LISTS, SKIPPED, Attributes, Builder, Place


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
        LimitError: nested deeper than ``config.max_depth``, more than ``config.max_blocks`` blocks, or more memory than
            ``config.max_expansion`` times what the tree would be as markup; the tree itself does not count.
    """
    builder = Builder(config.max_blocks, Allowance(lambda: _size(node), config))
    walk = _Walk(builder, config.max_depth)
    walk.run(node)
    document = builder.built(_attributes, title=title, url=url, language=language, source="soup")
    return SoupReading(document, tuple(tuple(walk.texts[first:last]) for first, last in builder.node_ranges()))


def _size(root: bs4.Tag) -> int:
    """How many characters a tree would be as markup, about."""
    size = 0
    node: Any
    for node in itertools.chain((root,), root.descendants):
        if isinstance(node, NavigableString):
            size += len(node)
        else:
            size += 2 * len(node.name) + len("<></>")
            size += sum(len(f' {name}="{value or ""}"') for name, value in _attributes(node).items())
    return size


class _Walk:
    """One walk over a tree; ``texts`` are the text nodes that count, in document order."""

    def __init__(self, builder: Builder, max_depth: int) -> None:
        self.builder = builder
        self.max_depth = max_depth
        self.texts: list[NavigableString] = []

    def run(self, root: bs4.Tag) -> None:
        """Hand over all text below ``root``."""
        way: list[tuple[Any, Place, bool]] = []
        place, linked = self.builder.root, False
        node: Any = root
        while node is not None:
            around = (node, place, linked)
            inside, place, linked = self._take(node, place, linked)
            if inside is not None:
                way.append(around)
                if len(way) > self.max_depth:
                    raise LimitError("max_depth", len(way), self.max_depth)
                node = inside
                continue
            node, place, linked = around
            while way and node.next_sibling is None:
                node, place, linked = way.pop()
            node = node.next_sibling if way else None

    def _take(self, node: Any, place: Place, linked: bool) -> tuple[Any, Place, bool]:
        """What stands first inside the node, if that counts, and in what place, linked or not."""
        builder = self.builder
        if isinstance(node, NavigableString):
            # Comments, CDATA, doctypes, scripts and styles are subclasses; text is the class itself.
            if type(node) is NavigableString and node and builder.text(place, str(node), linked):
                self.texts.append(node)
            return None, place, linked
        inside = node.contents[0] if node.contents else None
        tag = node.name.lower()
        custom = "-" in tag and place.tag == "p"
        if isinstance(node, bs4.BeautifulSoup) or tag in INLINE or custom:
            return inside, place, linked
        if tag == "a":
            return inside, place, True
        if tag == "br":
            builder.line_break(place)
            return None, place, linked
        if tag in SKIPPED:
            if tag in HEAD_TAGS:
                builder.head.take(tag, _attributes(node), node.get_text)
            return None, place, linked
        if tag == "html":
            builder.head.language = _attributes(node).get("lang") or builder.head.language
        builder.cut = True
        if inside is not None:
            # lexbor adds ``tbody`` where a page leaves it out: it makes no place.
            place = place if tag == "tbody" else Place(place, tag, node)
            if tag in LISTS and self._take_links(node, place):
                return None, place, linked
        return inside, place, linked

    def _take_links(self, node: bs4.Tag, place: Place) -> bool:
        """Make one block of a list that has at least three links and no other text."""
        links = node.find_all(("a", *HIDDEN_TEXT))
        if len(links) < LEAST_LINKS or any(link.name != "a" for link in links):
            return False
        lines = [" ".join(link.get_text().split()) for link in links]
        texts = [text for text in node.find_all(string=True) if type(text) is NavigableString and text.strip()]
        if _visible("".join(lines)) != sum(map(_visible, texts)):
            return False
        self.builder.links(place, [line for line in lines if line], len(texts))
        self.texts += texts
        return True


def _visible(text: str) -> int:
    return sum(map(len, text.split()))


def _attributes(node: bs4.Tag) -> Attributes:
    return {name: " ".join(value) if isinstance(value, list) else value for name, value in node.attrs.items()}
