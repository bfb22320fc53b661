"""Cleaning a caller's own BeautifulSoup tree, in place."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dedup.cleaner import Cleaner
from dedup.config import Config
from dedup.errors import SourceTypeError
from dedup.model import Block, Removal
from dedup.read.source import is_soup
from dedup.result import CleanResult

if TYPE_CHECKING:
    import bs4
    from bs4.element import NavigableString

#: Elements that count as content without any text: an ancestor that holds one is not empty.
_MEDIA = (
    "img",
    "picture",
    "video",
    "audio",
    "iframe",
    "svg",
    "object",
    "embed",
    "canvas",
    "input",
    "script",
    "style",
)
#: Elements that stay when they have become empty.
_FRAME = frozenset({"html", "head", "body", "[document]"})


def prune(
    soup: bs4.BeautifulSoup | bs4.Tag,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config | str = "balanced",
    **settings: Any,
) -> CleanResult:
    """Delete the struck-out text from the caller's own tree, and the elements that it leaves empty.

    Links, images and inline marks of what stays are untouched. A passage that is struck in part keeps its rest.

    Returns:
        The result of cleaning the tree as it was given.

    Raises:
        SourceTypeError: not a BeautifulSoup tree.
        SourceError, ConfigError: see :func:`dedup.clean`.
    """
    if not is_soup(soup):
        raise SourceTypeError(f"prune needs a BeautifulSoup tree, not a {type(soup).__name__}")
    from dedup.read.soup import read_soup

    cleaner = Cleaner(config, **settings)
    reading = read_soup(soup, title=title, url=url, language=language, config=cleaner.config)
    result = cleaner.clean_document(reading.document)
    blocks = zip(reading.document.blocks, reading.nodes, strict=True)
    for _, group in itertools.groupby(blocks, key=lambda pair: tuple(map(id, pair[1]))):
        members = list(group)
        _cut(members[0][1], _ranges([block for block, _ in members], result.removals))
    return result


def _ranges(blocks: Sequence[Block], removals: Sequence[Removal]) -> list[tuple[int, int]]:
    """What is struck of blocks that share text nodes, in visible characters of these nodes."""
    ranges = []
    position = 0
    ends = [removal.span.end for removal in removals]
    for block in blocks:
        text = block.text.replace(" | ", " ") if block.kind == "row" else block.text
        at = bisect.bisect_right(ends, block.start)
        while at < len(removals) and removals[at].span.start < block.end:
            removal = removals[at]
            at += 1
            start = max(removal.span.start, block.start) - block.start
            end = min(removal.span.end, block.end) - block.start
            if start < end and (block.kind != "row" or end - start == len(block.text)):
                ranges.append((position + _visible(text[:start]), position + _visible(text[:end])))
        position += _visible(text)
    return ranges


def _visible(text: str) -> int:
    return sum(map(len, text.split()))


def _cut(nodes: Sequence[NavigableString], ranges: Sequence[tuple[int, int]]) -> None:
    """Take ranges of visible characters out of text nodes; nodes and elements that become empty go."""
    if not ranges:
        return
    position = 0
    for node in nodes:
        text = str(node)
        kept = "".join(_kept(text, position, ranges))
        position += _visible(text)
        if kept == text:
            continue
        if kept.strip():
            node.replace_with(type(node)(kept))
        else:
            parent = node.parent
            node.extract()
            _drop_empty(parent)


def _kept(text: str, position: int, ranges: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The characters that stay; white space goes with the character before it."""
    starts = [start for start, _ in ranges]
    at = bisect.bisect_left(starts, position) - 1
    gone = at >= 0 and position <= ranges[at][1]
    for character in text:
        if not character.isspace():
            at = bisect.bisect_right(starts, position) - 1
            gone = at >= 0 and position < ranges[at][1]
            position += 1
        if not gone:
            yield character


def _drop_empty(element: bs4.Tag | None) -> None:
    """Remove an element that holds neither text nor media any more, and its ancestors likewise."""
    while element is not None and element.name not in _FRAME:
        if element.get_text(strip=True) or element.find(_MEDIA) is not None:
            return
        parent = element.parent
        if parent is None:
            return
        element.extract()
        element = parent
