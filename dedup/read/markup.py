"""Text nodes of a walked tree -> blocks: the one builder behind every tree.

A reader walks its tree once, without recursion, and hands over its text nodes and line breaks in document order, each
with its :class:`Place`, the innermost block element around it. The builder cuts the text into blocks wherever a
block element starts or ends, or two line breaks meet. Elements without text cost next to nothing: they are most.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

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
#: Elements that change what the text inside them is; most change nothing.
_TELLING: Final = frozenset((*_HEADINGS, *_KINDS, *_INDENTING, "tr"))
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


class Builder:
    """Takes text nodes with their places, makes blocks.

    Attributes:
        head: what the head of the page says, for the reader to fill.
        root: the place around everything.
        pieces: the text of the block that is being collected.
        cut: set by the reader where a block element starts: what follows is another block.
    """

    def __init__(self, max_blocks: int, allowance: Allowance, tree_bytes: int = 0) -> None:
        """``allowance`` is of memory, of which the tree takes ``tree_bytes``."""
        self.head = Head()
        self.root = Place(None, "html", None)
        self.root.number, self.root.kind, self.root.level = 0, "paragraph", 0
        self.pieces: list[str] = []
        self.cut = True
        self._max_blocks, self._allowance, self._tree_bytes = max_blocks, allowance, tree_bytes
        self._place = self.root
        self._linked = self._first_node = self._nodes = self._breaks = 0
        self._cells: list[_Cell] = []
        self._places = [self.root]
        self._has_rows = False
        self._outer_rows: set[int] = set()

    def text(self, place: Place, text: str, linked: bool) -> bool:
        """A text node, maybe inside a link. White space counts only between pieces of one block.

        Returns:
            Whether it counts.
        """
        if self.cut or place is not self._place:
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
    ) -> Document:
        """The document. What the caller says goes before what the page says.

        Args:
            attributes: gives the attributes of an element by its handle; asked only for elements that hold a block.
            title, url, language: said by the caller.
            source: how the page was read.
        """
        if self.pieces:
            self._flush()
        if self._has_rows:
            self._join_rows()
        self._check(BLOCK)
        said = describe(self.head)
        places = self._places
        found = [attributes(place.handle) for place in places[1:]]
        layout = Layout(
            [-1, *[place.above.number for place in places[1:] if place.above]],
            [place.tag for place in places],
            ["", *[_hints(own) if own else "" for own in found]],
        )
        return Document(
            "\n\n".join([cell[0] for cell in self._cells]),
            self._blocks(),
            title or said.title,
            url or said.url,
            language or said.language,
            source,
            layout,
            said.metadata,
            embedded=(*self.head.scripts, *self.head.data),
        )

    def node_ranges(self) -> list[tuple[int, int]]:
        """For each block of the document the numbers of its first text node and of the one behind its last."""
        return [(first, last) for _, _, _, first, last in self._cells]

    def _blocks(self) -> tuple[Block, ...]:
        """The blocks, with their places in the text that joins them by blank lines."""
        blocks = []
        start = 0
        for number, (text, holder, density, _, _) in enumerate(self._cells):
            end = start + len(text)
            kind = holder.kind
            level = holder.level if kind in _LEVELLED else 0
            # A block is made of its fields at once: its own constructor takes three times as long.
            blocks.append(_new_block(Block, (number, start, end, text, kind, level, density, holder.number)))
            start = end + 2
        return tuple(blocks)

    def _flush(self) -> None:
        """End the block that is being collected, if there is any text in it."""
        text = "".join(self.pieces)
        self.pieces.clear()
        linked, self._linked = self._linked, 0
        place = self._place
        if place.number < 0:
            self._enter(place)
        if place.kind == "code":
            self._add(text.replace(_BREAK_MARK, "\n").strip(), linked)
        elif _BREAK_MARK in text:
            self._flush_lines(text, linked)
        else:
            text = text.strip()
            # Printable text has no white space but spaces. Most is as it should be, and cutting it takes twice as long.
            self._add(text if text.isprintable() and "  " not in text else " ".join(text.split()), linked)

    def _enter(self, place: Place) -> None:
        """Give the place, and the places around it, their numbers, kinds and levels."""
        waiting = []
        while place.number < 0 and place.above:
            waiting.append(place)
            place = place.above
        places = self._places
        for inner in reversed(waiting):
            inner.number = len(places)
            inner.kind, inner.level = place.kind, place.level
            if inner.tag in _TELLING:
                self._tell(inner)
            places.append(inner)
            if len(places) % _OFTEN == 0:
                self._check()
            place = inner

    def _tell(self, place: Place) -> None:
        """What an element makes of the text inside it, which has the kind and level of the text around so far."""
        tag = place.tag
        if tag in _HEADINGS:
            place.kind, place.level = "heading", _HEADINGS[tag]
        elif tag in _KINDS:
            place.kind = _KINDS[tag]
        elif tag == "tr":
            self._has_rows = True
            self._outer_rows.update(_rows_around(place))
        elif place.kind != "heading":
            place.kind, place.level = "paragraph", place.level + 1

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
        cells = self._cells
        if len(cells) >= self._max_blocks:
            raise LimitError("max_blocks", len(cells) + 1, self._max_blocks)
        density = min(linked / len(text), 1.0) if linked else 0.0
        cells.append((text, self._place, density, self._first_node, self._nodes))
        if len(cells) % _OFTEN == 0:
            self._check()

    def _check(self, each: int = PIECE) -> None:
        """Refuse a page that would take too much memory, at so many bytes a block."""
        found = BREAK * self._breaks + PLACE * len(self._places) + each * len(self._cells)
        self._allowance.check(self._tree_bytes + found)

    def _join_rows(self) -> None:
        """Make one block of each data row's cells; rows that lay out a page keep their blocks."""
        joined: list[_Cell] = []
        for row, group in itertools.groupby(self._cells, key=lambda cell: next(_rows_around(cell[1]), 0)):
            cells = list(group)
            if row and row not in self._outer_rows and _is_data(row, cells):
                cells = [self._joined(row, cells)]
            joined += cells
        self._cells = joined

    def _joined(self, row: int, cells: Sequence[_Cell]) -> _Cell:
        holder = self._places[row]
        holder.kind, holder.level = "row", 0
        text = " | ".join(cell[0].replace("\n", " ") for cell in cells)
        linked = round(sum(density * len(said) for said, _, density, _, _ in cells))
        return text, holder, min(linked / len(text), 1.0), cells[0][3], cells[-1][4]


#: A block before it is one: text, holder, link density, the numbers of its first text node and of the one behind it.
_Cell: TypeAlias = tuple[str, Place, float, int, int]


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
        len({id(cell[1]) for cell in cells}) == len(cells) > 1
        and all(cell[1].above and cell[1].above.number == row for cell in cells)
        and max(len(cell[0]) for cell in cells) <= _CELL_LIMIT
    )


def _hints(attributes: Attributes) -> str:
    """Class, id and role words of an element in lower case, and "hidden" where it is not shown."""
    words = []
    hidden = False
    for name, value in attributes.items():
        if name in _HINT_NAMES:
            if value:
                words.append(value)
        elif name in _HIDING_NAMES and (name == "hidden" or (value and _HIDING.search(value))):
            hidden = True
    if hidden:
        words.append("hidden")
    return " ".join(words).lower()
