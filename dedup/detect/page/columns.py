"""A page as columns: one NumPy array for each thing measured about its blocks or its elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dedup.detect.page.hints import TAG_BIT, place_bits
from dedup.model import Document, Layout

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

#: A block is *good text* if few of its characters are links, it has a sentence's words and a sentence's end
#: (Kohlschütter et al., 2010, use the same two quantities: link density and words).
_GOOD_LINK_DENSITY, _GOOD_WORDS = 0.3, 8
#: An element holds the body's best part while one child holds this share of its good text.
_HEAVY = 0.6
_SENTENCE_END = frozenset(".!?…。！？｡।॥؟۔")
_CLOSING = "\"”»’')"
#: Scripts without spaces: two of their characters count as a word.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_OPENING_QUOTES = frozenset("\"“«„‘'")
_DASHES = frozenset("-–—•")
#: Blocks longer than these (code points) are not compared with the title or the description.
_TITLE_LIMIT, _DESCRIPTION_LIMIT = 250, 700


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is measured of each block, arrays of length n.

    ``words`` counts half a word for a character of a script without spaces; ``density`` is the share of
    linked characters; ``flags`` is an n x 11 matrix of marks in the text (see ``FLAGS``).
    """

    count: int
    element: Ints
    chars: Floats
    words: Floats
    density: Floats
    ends: Floats
    commas: Floats
    good: NDArray[np.bool_]
    flags: Floats
    title: Floats
    description: Floats
    signature: Ints


@dataclass(frozen=True, slots=True)
class Elements:
    """What is measured of each element, arrays of length m; sums include everything below the element."""

    parents: Ints
    chars: Floats
    linked: Floats
    good: Floats
    blocks: Floats
    depth: Floats
    distance: Floats
    inside: NDArray[np.bool_]
    places: Ints
    own_places: Ints
    tags: Ints
    best: int


#: Columns of ``Blocks.flags``.
FLAGS = (
    "colon",
    "question",
    "capital",
    "lower",
    "digits",
    "upper",
    "quote",
    "copyright",
    "bar",
    "lines",
    "dash",
)


def measure_blocks(document: Document, layout: Layout) -> Blocks:
    """The columns of a document's blocks."""
    blocks = document.blocks
    texts = [block.text for block in blocks]
    chars = np.array([len(text) for text in texts], dtype=np.float64)
    words = np.array([_words(text) for text in texts], dtype=np.float64)
    density = np.array([block.link_density for block in blocks], dtype=np.float64)
    ends = np.array([_ends(text) for text in texts], dtype=np.float64)
    like_title, like_description = _likenesses(texts, document.title or "", document.metadata.description)
    return Blocks(
        count=len(blocks),
        element=np.array([block.element for block in blocks], dtype=np.int64),
        chars=chars,
        words=words,
        density=density,
        ends=ends,
        commas=np.array([text.count(",") + text.count("，") + text.count("、") for text in texts], dtype=np.float64),
        good=(density < _GOOD_LINK_DENSITY) & (words >= _GOOD_WORDS) & (ends > 0),
        flags=np.array([_flags(text) for text in texts], dtype=np.float64),
        title=like_title,
        description=like_description,
        signature=_signatures(document, layout),
    )


def _words(text: str) -> float:
    words = text.count(" ") + 1
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) / 2


def _ends(text: str) -> bool:
    return text[-1] in _SENTENCE_END or (text[-1] in _CLOSING and text.rstrip(_CLOSING)[-1:] in _SENTENCE_END)


def _flags(text: str) -> tuple[Any, ...]:
    first, last = text[0], text[-1]
    head = text[:80]
    return (
        last in ":：",
        "?" in text[-2:],
        first.isupper(),
        first.islower(),
        sum(map(head.count, "0123456789")) / len(head),
        text.isupper(),
        first in _OPENING_QUOTES,
        "©" in text,
        "|" in text,
        "\n" in text,
        first in _DASHES,
    )


def _likenesses(texts: list[str], title: str, description: str) -> tuple[Floats, Floats]:
    """Share of each text's words that stand in the title and in the description; 0.0 for longer texts."""
    titled, described = set(title.lower().split()), set(description.lower().split())
    like_title, like_description = np.zeros(len(texts)), np.zeros(len(texts))
    for place, text in enumerate(texts):
        size = len(text)
        if size <= _DESCRIPTION_LIMIT:
            own = set(text.lower().split())
            like_description[place] = len(own & described) / len(own)
            if size <= _TITLE_LIMIT:
                like_title[place] = len(own & titled) / len(own)
    return like_title, like_description


def _signatures(document: Document, layout: Layout) -> Ints:
    """A number for each block: the same for blocks whose element and parent have the same tag and hints."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    tags, hints, parents = layout.tags, layout.hints, layout.parents
    found = []
    for block in document.blocks:
        element = block.element
        parent = max(parents[element], 0)
        key = (tags[element], hints[element], tags[parent], hints[parent])
        found.append(numbers.setdefault(key, len(numbers)))
    return np.array(found, dtype=np.int64)


def measure_elements(layout: Layout, blocks: Blocks) -> Elements:
    """The columns of a page's elements."""
    size = len(layout.parents)
    parents = list(layout.parents)
    parents[0] = 0
    sums = [
        np.bincount(blocks.element, weights, size).tolist()
        for weights in (blocks.chars, blocks.chars * blocks.density, blocks.chars * blocks.good, None)
    ]
    _sum_upwards(parents, sums)
    chars, linked, good, count = (np.array(column, dtype=np.float64) for column in sums)
    depth, places, own_places, tags = _paths(layout, parents)
    best = _best(parents, sums[2])
    distance, inside = _distances(parents, best)
    return Elements(
        np.array(parents), chars, linked, good, count, np.array(depth, dtype=np.float64), distance, inside,
        np.array(places), np.array(own_places), np.array(tags), best,
    )  # fmt: skip


def _sum_upwards(parents: list[int], sums: list[list[float]]) -> None:
    chars, linked, good, count = sums
    for element in range(len(parents) - 1, 0, -1):
        if count[element]:
            parent = parents[element]
            chars[parent] += chars[element]
            linked[parent] += linked[element]
            good[parent] += good[element]
            count[parent] += count[element]


def _paths(layout: Layout, parents: list[int]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Depth, places named on the way down, places named by the element itself, tags on the way down."""
    size = len(parents)
    depth, places, own, tags = [0] * size, [0] * size, [0] * size, [0] * size
    for element, (tag, hints) in enumerate(zip(layout.tags, layout.hints, strict=True)):
        if element:
            parent = parents[element]
            bits = place_bits(hints) if hints else 0
            depth[element] = depth[parent] + 1
            own[element] = bits
            places[element] = places[parent] | bits
            tags[element] = tags[parent] | TAG_BIT.get(tag, 0)
    return depth, places, own, tags


def _best(parents: list[int], good: list[float]) -> int:
    """The deepest element that still holds most of the good text of its parent, from the root down."""
    heaviest: dict[int, int] = {}
    for element in range(1, len(parents)):
        if good[element]:
            parent = parents[element]
            if parent not in heaviest or good[element] > good[heaviest[parent]]:
                heaviest[parent] = element
    best = 0
    while best in heaviest and good[heaviest[best]] >= _HEAVY * good[best]:
        best = heaviest[best]
    return best


def _distances(parents: list[int], best: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Steps from each element up to the first one that holds ``best`` too, and whether it lies below ``best``."""
    chain, element, steps = {}, best, 0
    while True:
        chain[element] = steps
        if element == 0:
            break
        element, steps = parents[element], steps + 1
    distance, inside = [0] * len(parents), [False] * len(parents)
    for element in range(len(parents)):
        if element in chain:
            distance[element] = chain[element]
            inside[element] = element == best
        else:
            distance[element] = distance[parents[element]] + 1
            inside[element] = inside[parents[element]]
    return np.array(distance, dtype=np.float64), np.array(inside)
