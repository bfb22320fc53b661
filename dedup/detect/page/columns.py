"""A page as columns: one NumPy array for each thing measured about its blocks or its elements."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dedup.detect.page.hints import PLACE_BIT, TAG_BIT, place_bits
from dedup.model import BLOCK_KINDS, Document, Layout

Floats: TypeAlias = NDArray[np.floating[Any]]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

#: A block is *good text* if few of its characters are links, it has a sentence's words and a sentence's end
#: (Kohlschütter et al., 2010, use the same two quantities: link density and words).
_GOOD_LINK_DENSITY, _GOOD_WORDS = 0.3, 8
_SENTENCE_END: Final = dict.fromkeys(".!?…。！？｡।॥؟۔", 1)
_CLOSING: Final = "\"”»’')」』"
#: Marks of the first character of a text: capital, lower case, quote, dash.
_CAPITAL, _LOWER, _QUOTE, _DASH = 1, 2, 4, 8
#: Good text there does not show where the article is, unless nearly all of it is there.
_FRAME_PLACES = sum(
    PLACE_BIT[name] for name in ("comment", "related", "footer", "side", "teaser", "legal", "hidden", "menu")
)
_FRAME_TAGS = sum(TAG_BIT[name] for name in ("nav", "footer", "aside", "form"))
_MOST, _NEARLY_ALL = 0.5, 0.9
#: Less clean text than this (characters) shows nothing: then all good text counts.
_LEAST_CLEAN = 200
#: Ancestors of a block beyond this many are not looked at.
_MAX_LEVELS = 64
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(BLOCK_KINDS)}


class Texts(NamedTuple):
    """What is measured of each block, arrays of length n.

    ``words`` counts half a word for a character of a script without spaces; ``starts`` holds the marks of the first
    character; ``clean`` is the length of the good text that does not stand in the page's frame.
    """

    chars: Floats
    words: Floats
    density: Floats
    ends: Floats
    digits: Floats
    commas: Floats
    colon: Bools
    question: Bools
    starts: Ints
    upper: Bools
    copyright: Bools
    kinds: Ints
    levels: Ints
    good: Bools


class Tree(NamedTuple):
    """Where blocks stand: arrays over the m elements and one row m for "above the root".

    Attributes:
        above: level by block: the block's element, its parent, and so on; m beyond the root.
        parents, depth, places, tags: of each element; the root's depth is 1, that of row m 0.
        first, last: the places of an element's first and last block in ``order``.
        order: the blocks sorted by element, so that every element's blocks stand together.
        likes: a number for each block, the same for blocks whose element and parent have the same tag and hints.
    """

    above: Ints
    parents: Ints
    depth: Ints
    places: Ints
    tags: Ints
    first: Ints
    last: Ints
    order: Ints
    likes: Ints

    def sums(self, weights: Floats) -> Floats:
        """For rows of weights by block: their sums over everything below each element; 0 above the root."""
        totals = np.zeros((len(weights), weights.shape[1] + 1))
        np.cumsum(weights[:, self.order], axis=1, out=totals[:, 1:])
        found = totals[:, self.last] - totals[:, self.first]
        found[:, -1] = 0.0
        return np.asarray(found)


class _Firsts(dict[str, int]):
    def __missing__(self, character: str) -> int:
        marks = _CAPITAL * character.isupper() | _LOWER * character.islower()
        marks |= _QUOTE * (character in "\"“«„‘'") | _DASH * (character in "-–—•")
        if len(self) < 4096:
            self[character] = marks
        return marks


_FIRST_MARKS: Final = _Firsts()


def _packed_classes() -> Ints:
    """For each code point four counters of 16 bits: white space, digit, comma, character of a script without spaces."""
    table = np.zeros(65_536, dtype=np.int64)
    table[[32, 10]] = 1
    table[48:58] = 1 << 16
    table[[0x2C, 0xFF0C, 0x3001, 0x060C]] = 1 << 32
    for low, high in ((0x0E00, 0x0E80), (0x3040, 0x3100), (0x3400, 0xA000)):
        table[low:high] = 1 << 48
    return table


_CLASSES: Final = _packed_classes()


def measure_texts(document: Document) -> Texts:
    """The columns of a document's blocks."""
    _, starts, ends, texts, kinds, levels, densities, _ = zip(*document.blocks, strict=True)
    begin, end = np.array(starts), np.array(ends)
    codes = np.frombuffer(document.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sums = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum(_CLASSES[np.minimum(codes, 0xFFFF)], out=sums[1:])
    spaces, digits, commas, unspaced = ((sums[end] - sums[begin]) >> np.arange(0, 64, 16)[:, None]) & 0xFFFF
    words = spaces + 1.0 + unspaced / 2
    density = np.array(densities)
    lasts = [text[-1] for text in texts]
    marks = np.array([_ends(text, last) for text, last in zip(texts, lasts, strict=True)], dtype=np.float64)
    return Texts(
        chars=(end - begin).astype(np.float64), words=words, density=density, ends=marks,
        digits=digits / (end - begin), commas=commas.astype(np.float64),
        colon=np.array([last in ":：" for last in lasts]), question=np.array([last in "?？؟" for last in lasts]),
        starts=np.array([_FIRST_MARKS[text[0]] for text in texts]), upper=np.array([text.isupper() for text in texts]),
        copyright=_holding("©", document.text, begin, end),
        kinds=np.array([_KIND_NUMBER[kind] for kind in kinds]), levels=np.array(levels),
        good=(density < _GOOD_LINK_DENSITY) & (words >= _GOOD_WORDS) & (marks > 0),
    )  # fmt: skip


def _ends(text: str, last: str) -> int:
    if last in _SENTENCE_END:
        return 1
    return _SENTENCE_END.get(text.rstrip(_CLOSING)[-1:], 0) if last in _CLOSING else 0


def _holding(mark: str, text: str, begin: Ints, end: Ints) -> Bools:
    """Which blocks hold the mark."""
    places = []
    at = text.find(mark)
    while at >= 0:
        places.append(at)
        at = text.find(mark, at + 1)
    found: Bools = np.searchsorted(places, end) > np.searchsorted(places, begin)
    return found


def measure_tree(document: Document, layout: Layout) -> Tree:
    """The columns of a page's elements."""
    size, count = len(layout.parents), len(document.blocks)
    parents = np.array([*layout.parents, size])
    parents[0] = size
    elements = np.array([block.element for block in document.blocks])
    rows = [elements]
    while len(rows) < 4 or (len(rows) < _MAX_LEVELS and rows[-1].min() < size):
        rows.append(parents[rows[-1]])
    above = np.array(rows)
    depth = np.zeros(size + 1, dtype=np.int64)
    depth[above] = (above < size).sum(0) - np.arange(len(rows))[:, None]
    depth[size] = 0
    order = np.argsort(elements, kind="stable")
    first, last = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    by_block = np.ascontiguousarray(above.T[order]).ravel()
    places = np.repeat(np.arange(count), len(rows))
    # An element that is named several times keeps what is assigned last; only in one dimension is "last" defined.
    first[by_block[::-1]] = places[::-1]
    last[by_block] = places + 1
    return Tree(
        above, parents, depth,
        np.array([*map(place_bits, layout.hints), 0]), np.array([*[TAG_BIT.get(tag, 0) for tag in layout.tags], 0]),
        first, last, order, _likes(layout, elements, parents),
    )  # fmt: skip


def _likes(layout: Layout, elements: Ints, parents: Ints) -> Ints:
    numbers: dict[tuple[str, str], int] = {}
    tags, hints = layout.tags, layout.hints
    own = [numbers.setdefault(pair, len(numbers)) for pair in zip(tags, hints, strict=True)]
    number = np.array([*own, len(numbers)])
    keys = number[elements] * (len(numbers) + 1) + number[parents[elements]]
    return np.asarray(np.unique(keys, return_inverse=True)[1], dtype=np.int64)


def clean_text(texts: Texts, tree: Tree) -> Floats:
    """Characters of good text of each block, 0 where it stands in comments, sidebars and the like."""
    mass = texts.chars * texts.good
    total = max(float(mass.sum()), 1.0)
    held = tree.sums(mass[None])[0]
    frame = ((tree.places & _FRAME_PLACES) != 0) | ((tree.tags & _FRAME_TAGS) != 0)
    comments = (tree.places & PLACE_BIT["comment"]) != 0
    # Comments are comments however long they are; "sidebar" on the whole page says that it has one.
    outside = (frame & (held < _MOST * total)) | (comments & (held < _NEARLY_ALL * total))
    clean = mass * ~outside[tree.above].any(0)
    return np.asarray(clean if clean.sum() >= _LEAST_CLEAN else mass)
