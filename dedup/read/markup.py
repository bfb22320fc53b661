"""Rows of a markup tree -> blocks: the one builder behind every tree.

A reader walks its tree once, without recursion, and hands over :class:`Rows`: one row for each block
element, link, line break and text node, in document order. The builder cuts the text into blocks
wherever a block element starts or ends, or two line breaks meet.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from dedup.config import Config
from dedup.errors import LimitError
from dedup.model import Block, BlockKind, Document, Layout
from dedup.read.metadata import Head, describe

Attributes: TypeAlias = Mapping[str, str | None]

#: Elements that flow with the text around them; every other element starts a block of its own.
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
#: Tags of rows that stand for no block element.
TEXT, LINK, BREAK = "#text", "a", "br"
_END = "#end"

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_KINDS: Final[dict[str, BlockKind]] = {
    "blockquote": "quote", "figcaption": "caption", "caption": "caption", "pre": "code", "li": "item",
}  # fmt: skip
_LISTS: Final = frozenset({"ul", "ol", "menu"})
_SPECIAL: Final = _LISTS | _HEADINGS.keys() | _KINDS.keys()
_LEVELLED: Final = frozenset({"heading", "item"})
#: A row whose cells are all at most this long (code points) is data; longer cells lay out a page.
_CELL_LIMIT: Final = 160
#: A break inside collected text: a character that HTML treats as white space and no page uses.
_BREAK_MARK: Final = "\v"
_TWO_BREAKS: Final = re.compile(r"\v[^\S\v]*\v\s*")
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HINT_NAMES: Final = ("class", "id", "itemprop", "role", "data-testid", "data-component")


@dataclass(slots=True)
class Rows:
    """A walked tree: parallel lists, one entry for each row.

    Attributes:
        tags: lower-case tag of a block element, or ``TEXT``, ``LINK`` or ``BREAK``.
        depths: of the node in its tree; an element is left when a row of the same or a smaller depth comes.
        values: the text of a ``TEXT`` row, the attributes of a block element, else None.
        head: what stands in the head of the page.
    """

    tags: list[str] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    values: list[str | Attributes | None] = field(default_factory=list)
    head: Head = field(default_factory=Head)


class Built(NamedTuple):
    """A document and, for each of its blocks, the numbers of the first and last row that hold its text."""

    document: Document
    row_ranges: list[tuple[int, int]]


#: An open element: depth, tag, element, kind, level, number of the first block inside it.
_Frame: TypeAlias = tuple[int, str, int, BlockKind, int, int]


def build(
    rows: Rows,
    *,
    title: str | None,
    url: str | None,
    language: str | None,
    source: Literal["html", "soup"],
    config: Config,
) -> Built:
    """The document of a walked tree. What the caller says goes before what the page says.

    Raises:
        LimitError: more than ``config.max_blocks`` blocks.
    """
    builder = _Builder(config.max_blocks)
    builder.run(rows)
    said = describe(rows.head)
    document = Document(
        "\n\n".join(builder.texts),
        builder.blocks(),
        title or said.title,
        url or said.url,
        language or said.language,
        source,
        Layout(builder.parents, builder.tags, builder.hints()),
        said.metadata,
    )
    return Built(document, builder.row_ranges)


class _Builder:
    """Blocks as parallel lists, and the element table."""

    def __init__(self, max_blocks: int) -> None:
        self.max_blocks = max_blocks
        self.texts: list[str] = []
        self.kinds: list[BlockKind] = []
        self.levels: list[int] = []
        self.densities: list[float] = []
        self.elements: list[int] = []
        self.row_ranges: list[tuple[int, int]] = []
        self.parents: list[int] = [-1]
        self.tags: list[str] = ["html"]
        self._attributes: list[Attributes | None] = [None]

    def blocks(self) -> tuple[Block, ...]:
        """The blocks, with their places in the text that joins them by blank lines."""
        ends = list(itertools.accumulate(len(text) + 2 for text in self.texts))
        starts = [0, *ends]
        columns = (self.texts, self.kinds, self.levels, self.densities, self.elements)
        rows = zip(itertools.count(), starts, (end - 2 for end in ends), *columns, strict=False)
        return tuple(map(Block._make, rows))

    def hints(self) -> list[str]:
        """The hints of every element that holds a block, directly or not; "" for the others."""
        used = [False] * len(self.parents)
        for element in self.elements:
            while element >= 0 and not used[element]:
                used[element] = True
                element = self.parents[element]
        return [
            _hints(attributes) if use and attributes else ""
            for use, attributes in zip(used, self._attributes, strict=True)
        ]

    def run(self, rows: Rows) -> None:
        """Go through the rows once."""
        stack: list[_Frame] = []
        top: _Frame = (-1, "html", 0, "paragraph", 0, 0)
        open_depth = -1
        pieces: list[str] = []
        links = linked = first = number = 0
        # The last row closes everything that is still open.
        columns = ([*rows.tags, _END], [*rows.depths, 0], [*rows.values, None])
        for number, (tag, depth, value) in enumerate(zip(*columns, strict=True)):
            while depth <= open_depth:
                if top[1] == LINK:
                    links -= 1
                else:
                    if pieces:
                        self._flush(top, pieces, linked, (first, number))
                        pieces, linked = [], 0
                    if top[1] == "tr":
                        self._join_cells(top)
                top = stack.pop()
                open_depth = top[0]
            if tag == TEXT:
                if not pieces:
                    if value.isspace():  # type: ignore[union-attr]
                        continue
                    first = number
                pieces.append(value)  # type: ignore[arg-type]  # a TEXT row's value is its text
                if links:
                    linked += len(value)  # type: ignore[arg-type]
                continue
            if tag == BREAK:
                if pieces:
                    pieces.append(_BREAK_MARK)
                continue
            if tag == _END:
                break
            stack.append(top)
            if tag == LINK:
                links += 1
                top = (depth, LINK, *top[2:])
            else:
                if pieces:
                    self._flush(top, pieces, linked, (first, number))
                    pieces, linked = [], 0
                top = self._enter(top, tag, depth, value)  # type: ignore[arg-type]
            open_depth = depth
        if pieces:
            self._flush(top, pieces, linked, (first, number))

    def _enter(self, parent: _Frame, tag: str, depth: int, attributes: Attributes | None) -> _Frame:
        element = len(self.parents)
        self.parents.append(parent[2])
        self.tags.append(tag)
        self._attributes.append(attributes)
        kind, level = parent[3], parent[4]
        if tag in _SPECIAL:
            if tag in _HEADINGS:
                kind, level = "heading", _HEADINGS[tag]
            elif tag in _KINDS:
                kind = _KINDS[tag]
            elif kind != "heading":
                kind, level = "paragraph", level + 1
        return (depth, tag, element, kind, level, len(self.texts))

    def _flush(self, frame: _Frame, pieces: list[str], linked: int, rows: tuple[int, int]) -> None:
        """End the block that is being collected, if there is any text in it."""
        text = "".join(pieces) if len(pieces) > 1 else pieces[0]
        if frame[3] == "code":
            self._add(frame, text.replace(_BREAK_MARK, "\n").strip(), linked, rows)
        elif _BREAK_MARK in text:
            self._flush_lines(frame, pieces, linked, rows)
        else:
            self._add(frame, " ".join(text.split()), linked, rows)

    def _flush_lines(self, frame: _Frame, pieces: list[str], linked: int, rows: tuple[int, int]) -> None:
        """Blocks of a text with line breaks: two in a row part paragraphs, one parts lines."""
        text = "".join(pieces)
        share = linked / max(len(text), 1)
        start = 0
        for gap in [*(match.span() for match in _TWO_BREAKS.finditer(text)), (len(text), len(text))]:
            part = text[start : gap[0]]
            lines = [" ".join(line.split()) for line in part.split(_BREAK_MARK)]
            self._add(frame, "\n".join(line for line in lines if line), round(share * len(part)), rows)
            start = gap[1]

    def _add(self, frame: _Frame, text: str, linked: int, rows: tuple[int, int]) -> None:
        if not text:
            return
        if len(self.texts) >= self.max_blocks:
            raise LimitError("max_blocks", len(self.texts) + 1, self.max_blocks)
        kind = frame[3]
        self.texts.append(text)
        self.kinds.append(kind)
        self.levels.append(frame[4] if kind in _LEVELLED else 0)
        self.densities.append(min(linked / len(text), 1.0) if linked else 0.0)
        self.elements.append(frame[2])
        self.row_ranges.append(rows)

    def _join_cells(self, frame: _Frame) -> None:
        """Make one block of a data row's cells; a row that lays out the page keeps its blocks."""
        first = frame[5]
        cells, holders = self.texts[first:], self.elements[first:]
        if len(cells) < 2 or len(set(holders)) < len(cells) or max(map(len, cells)) > _CELL_LIMIT:
            return
        if any(self.parents[holder] != frame[2] for holder in holders):
            return
        linked = sum(share * len(cell) for share, cell in zip(self.densities[first:], cells, strict=True))
        rows = (self.row_ranges[first][0], self.row_ranges[-1][1])
        for column in (self.texts, self.kinds, self.levels, self.densities, self.elements, self.row_ranges):
            del column[first:]
        row = " | ".join(cell.replace("\n", " ") for cell in cells)
        self._add((*frame[:3], "row", *frame[4:]), row, round(linked), rows)


def _hints(attributes: Attributes) -> str:
    """Class, id and role words of an element in lower case, and "hidden" where it is not shown."""
    words = [attributes[name] or "" for name in _HINT_NAMES if name in attributes]
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and _HIDING.search(attributes["style"] or ""))
    ):
        words.append("hidden")
    return " ".join(words).lower()
