"""Text nodes of a walked tree -> blocks: the one builder behind every tree.

A reader walks its tree once, without recursion, and hands over its text nodes and line breaks in document order, each
with its :class:`Place`, the innermost block element around it. The builder cuts the text into blocks wherever a
block element starts or ends, or two line breaks meet. Elements without text cost next to nothing: they are most.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from dedup.allowance import BLOCK, BREAK, PIECE, PLACE, Allowance
from dedup.errors import LimitError
from dedup.model import Block, BlockKind, Document, Layout
from dedup.read.metadata import Head, describe

Attributes: TypeAlias = Mapping[str, str | None]

#: Elements that flow with the text around them; every other element starts a block of its own, but for a page's own
#: (``a-note``) inside ``p``: what no parser lets end a paragraph is a word of it.
INLINE: Final = frozenset(
    (
        "abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt "
        "ruby s samp small span strike strong sub sup time tt u var wbr math img picture "
    ).split()
)
#: Elements whose content is no text of the page: code, embedded things, controls.
SKIPPED: Final = frozenset(
    (
        "script style template noscript svg iframe object embed canvas audio video select datalist "
        "textarea noframes applet map meta link base param source track title "
    ).split()
)  # fmt: skip
#: Those of them whose content a tree shows as text.
HIDDEN_TEXT: Final = tuple("script style template noscript select textarea title iframe object video".split())
#: Skipped elements that say something of the page.
HEAD_TAGS: Final = frozenset({"meta", "title", "link", "script"})

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_KINDS: Final[dict[str, BlockKind]] = {
    "blockquote": "quote", "figcaption": "caption", "caption": "caption", "pre": "code", "li": "item",
}  # fmt: skip
_INDENTING: Final = frozenset({"ul", "ol", "menu"})
#: A list, or a menu, of at least so many links and nothing else is one block, a line for each link.
LISTS: Final = frozenset({"ul", "ol", "menu", "nav"})
LEAST_LINKS: Final = 3
#: After how many blocks, places or line breaks it is asked again whether they take too much memory.
_OFTEN: Final = 256
_new_block: Final = tuple.__new__
_LEVELLED: Final = frozenset({"heading", "item"})
#: A row whose cells are all at most this long (code points) is data; longer cells lay out a page.
_CELL_LIMIT: Final = 160
#: A break inside collected text: a character that HTML treats as white space and no page uses.
_BREAK_MARK: Final = "\v"
_TWO_BREAKS: Final = re.compile(r"\v[^\S\v]*\v\s*")
_HINT_NAMES: Final = frozenset({"class", "id", "itemprop", "role", "data-testid", "data-component"})
_HIDING_NAMES: Final = frozenset({"hidden", "aria-hidden", "style"})
#: The value of ``aria-hidden`` or ``style`` by which an element is not shown.
_HIDING: Final = re.compile(r"\A\s*true\s*\Z|display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Built(NamedTuple):
    """A document and, for each of its blocks, the numbers of its first text node and of the one behind its last."""

    document: Document
    node_ranges: list[tuple[int, int]]


class Place:
    """A block element that may hold text. It has a number, its row in the element table, once it does.

    Attributes:
        above: the place around it, None for the root.
        tag: lower case.
        handle: what the reader knows the element by.
        kind, level: of the blocks it holds; known once it has its number.
    """

    __slots__ = ("above", "handle", "kind", "level", "number", "tag")

    def __init__(self, above: Place | None, tag: str, handle: object) -> None:
        self.above = above
        self.tag = tag
        self.handle = handle
        self.number = -1
        # Most places never hold a text, and get no kind.
        self.kind: BlockKind
        self.level: int

    def inner(self, tag: str, handle: object) -> Place:
        """The place of an element in this one. ``tbody`` makes none: lexbor adds it where a page leaves it out."""
        return self if tag == "tbody" else Place(self, tag, handle)


class Builder:
    """Takes text nodes with their places, makes blocks.

    Attributes:
        head: what the head of the page says, for the reader to fill.
        root: the place around everything.
        pieces: the text of the block that is being collected; empty between blocks.
        cut: set by the reader where a block element starts: what follows is another block.
    """

    def __init__(self, max_blocks: int, allowance: Allowance, tree_bytes: int = 0) -> None:
        """``allowance`` is of memory, of which the tree takes ``tree_bytes``."""
        self.head = Head()
        self.root = Place(None, "html", None)
        self.root.number, self.root.kind, self.root.level = 0, "paragraph", 0
        self.pieces: list[str] = []
        self.cut = False
        self._max_blocks, self._allowance, self._tree_bytes = max_blocks, allowance, tree_bytes
        self._place = self.root
        self._linked = self._first_node = self._nodes = self._breaks = 0
        self._texts: list[str] = []
        self._holders: list[Place] = []
        self._densities: list[float] = []
        self._node_ranges: list[tuple[int, int]] = []
        self._places = [self.root]
        self._outer_rows: set[int] = set()

    def text(self, place: Place, text: str, linked: bool) -> bool:
        """A text node, maybe inside a link. White space counts only between pieces of one block.

        Returns:
            Whether it counts.
        """
        if place is not self._place or self.cut or not self.pieces:
            if text.isspace():
                return False
            if self.pieces:
                self._flush()
            self._place, self.cut = place, False
            self._first_node = self._nodes
        self._nodes += 1
        self.pieces.append(text)
        if linked:
            self._linked += len(text)
        return True

    def links(self, place: Place, lines: Sequence[str], nodes: int = 1) -> None:
        """A block of links, each a line, made of so many text nodes: a whole menu."""
        if self.pieces:
            self._flush()
        self._place, self.cut = place, True
        self._first_node, self._nodes = self._nodes, self._nodes + nodes
        if place.number < 0:
            self._enter(place)
        text = "\n".join(lines)
        self._add(text, len(text))

    def line_break(self, place: Place) -> None:
        """A ``<br>``."""
        if self.pieces and place is self._place and not self.cut:
            self.pieces.append(_BREAK_MARK)
            self._breaks += 1
            if self._breaks % _OFTEN == 0:
                self._check()

    def built(
        self,
        attributes: Callable[[Any], Attributes],
        *,
        title: str | None,
        url: str | None,
        language: str | None,
        source: Literal["html", "soup"],
    ) -> Built:
        """The document. What the caller says goes before what the page says.

        Args:
            attributes: gives the attributes of an element by its handle; asked only for elements that hold a block.
            title, url, language: said by the caller.
            source: how the page was read.
        """
        if self.pieces:
            self._flush()
        if any(place.tag == "tr" for place in self._places):
            self._join_rows()
        self._check(BLOCK)
        said = describe(self.head)
        hints = [_hints(found) if place.above and (found := attributes(place.handle)) else "" for place in self._places]
        document = Document(
            "\n\n".join(self._texts),
            self._blocks(),
            title or said.title,
            url or said.url,
            language or said.language,
            source,
            Layout(
                [place.above.number if place.above else -1 for place in self._places],
                [place.tag for place in self._places],
                hints,
            ),
            said.metadata,
            embedded=(*self.head.scripts, *self.head.data),
        )
        return Built(document, self._node_ranges)

    def _blocks(self) -> tuple[Block, ...]:
        """The blocks, with their places in the text that joins them by blank lines."""
        blocks = []
        start = 0
        for number, (text, holder, density) in enumerate(
            zip(self._texts, self._holders, self._densities, strict=True)
        ):
            end = start + len(text)
            level = holder.level if holder.kind in _LEVELLED else 0
            # A block is made of its fields at once: its own constructor takes three times as long.
            blocks.append(_new_block(Block, (number, start, end, text, holder.kind, level, density, holder.number)))
            start = end + 2
        return tuple(blocks)

    def _flush(self) -> None:
        """End the block that is being collected, if there is any text in it."""
        pieces = self.pieces
        text = "".join(pieces) if len(pieces) > 1 else pieces[0]
        linked, self._linked = self._linked, 0
        pieces.clear()
        if self._place.number < 0:
            self._enter(self._place)
        if self._place.kind == "code":
            self._add(text.replace(_BREAK_MARK, "\n").strip(), linked)
        elif _BREAK_MARK in text:
            self._flush_lines(text, linked)
        else:
            self._add(" ".join(text.split()), linked)

    def _enter(self, place: Place) -> None:
        """Give the place, and the places around it, their numbers, kinds and levels."""
        waiting = []
        while place.number < 0 and place.above:
            waiting.append(place)
            place = place.above
        while waiting:
            inner = waiting.pop()
            tag = inner.tag
            inner.number = len(self._places)
            inner.kind, inner.level = place.kind, place.level
            if tag in _HEADINGS:
                inner.kind, inner.level = "heading", _HEADINGS[tag]
            elif tag in _KINDS:
                inner.kind = _KINDS[tag]
            elif tag in _INDENTING and place.kind != "heading":
                inner.kind, inner.level = "paragraph", place.level + 1
            elif tag == "tr":
                self._outer_rows.update(_rows_around(inner))
            self._places.append(inner)
            if len(self._places) % _OFTEN == 0:
                self._check()
            place = inner

    def _flush_lines(self, text: str, linked: int) -> None:
        """Blocks of a text with line breaks: two in a row part paragraphs, one parts lines."""
        share = linked / max(len(text), 1)
        start = 0
        for gap in [*(match.span() for match in _TWO_BREAKS.finditer(text)), (len(text), len(text))]:
            part = text[start : gap[0]]
            lines = [" ".join(line.split()) for line in part.split(_BREAK_MARK)]
            self._add("\n".join(line for line in lines if line), round(share * len(part)))
            start = gap[1]

    def _add(self, text: str, linked: int) -> None:
        if not text:
            return
        if len(self._texts) >= self._max_blocks:
            raise LimitError("max_blocks", len(self._texts) + 1, self._max_blocks)
        self._texts.append(text)
        if len(self._texts) % _OFTEN == 0:
            self._check()
        self._holders.append(self._place)
        self._densities.append(min(linked / len(text), 1.0) if linked else 0.0)
        self._node_ranges.append((self._first_node, self._nodes))

    def _check(self, each: int = PIECE) -> None:
        """Refuse a page that would take too much memory, at so many bytes a block."""
        found = BREAK * self._breaks + PLACE * len(self._places) + each * len(self._texts)
        self._allowance.check(self._tree_bytes + found)

    def _join_rows(self) -> None:
        """Make one block of each data row's cells; rows that lay out a page keep their blocks."""
        columns = list(zip(self._texts, self._holders, self._densities, self._node_ranges, strict=True))
        for column in (self._texts, self._holders, self._densities, self._node_ranges):
            column.clear()
        for row, group in itertools.groupby(columns, key=lambda entry: next(_rows_around(entry[1]), 0)):
            cells = list(group)
            if row and row not in self._outer_rows and _is_data(row, cells):
                cells = [self._joined(row, cells)]
            for text, holder, density, nodes in cells:
                self._texts.append(text)
                self._holders.append(holder)
                self._densities.append(density)
                self._node_ranges.append(nodes)

    def _joined(self, row: int, cells: Sequence[_Cell]) -> _Cell:
        holder = self._places[row]
        holder.kind, holder.level = "row", 0
        text = " | ".join(cell[0].replace("\n", " ") for cell in cells)
        linked = round(sum(density * len(cell) for cell, _, density, _ in cells))
        nodes = (cells[0][3][0], cells[-1][3][1])
        return text, holder, min(linked / len(text), 1.0), nodes


#: A block before it is one: text, holder, link density, range of text nodes.
_Cell: TypeAlias = tuple[str, Place, float, tuple[int, int]]


def _rows_around(place: Place) -> Iterator[int]:
    """The numbers of the table rows around a place, the innermost first."""
    around = place.above
    while around:
        if around.tag == "tr":
            yield around.number
        around = around.above


def _is_data(row: int, cells: Sequence[_Cell]) -> bool:
    """Whether these are the cells of a row, each with one short text."""
    return (
        len({id(holder) for _, holder, _, _ in cells}) == len(cells) > 1
        and all(holder.above and holder.above.number == row for _, holder, _, _ in cells)
        and max(len(text) for text, _, _, _ in cells) <= _CELL_LIMIT
    )


def _hints(attributes: Attributes) -> str:
    """Class, id and role words of an element in lower case, and "hidden" where it is not shown."""
    words = [value for name, value in attributes.items() if value and name in _HINT_NAMES]
    if not _HIDING_NAMES.isdisjoint(attributes):
        hiding = (value or "" for name, value in attributes.items() if name in _HIDING_NAMES)
        if "hidden" in attributes or any(map(_HIDING.search, hiding)):
            words.append("hidden")
    return " ".join(words).lower()
