"""A page as columns: one NumPy array for each thing measured about its blocks or its elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dedup.detect.page.hints import PLACE_BIT, TAG_BIT, place_bits
from dedup.measure.characters import code_points
from dedup.model import BLOCK_KINDS, Document, Layout

Floats: TypeAlias = NDArray[np.floating[Any]]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

#: A block is *good text* if few of its characters are links, it has a sentence's words and a sentence's end
#: (Kohlschütter et al., 2010, use the same two quantities: link density and words).
_GOOD_LINK_DENSITY, _GOOD_WORDS = 0.3, 8
_SENTENCE_END: Final = frozenset(".!?…。！？｡।॥؟۔")
#: Ends of sentences in scripts of one country or two, which no weight was fitted for.
_RARE_ENDS: Final = "។៕။།༎።፨։܀᙮᠃"
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
#: Where the four counters of a block stand in one number.
_COUNTERS: Final = np.arange(0, 64, 16)[:, None]
#: Ancestors of a block beyond this many are not looked at.
_MAX_LEVELS = 64
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(BLOCK_KINDS)}


class Texts(NamedTuple):
    """What is measured of each block, arrays of length n.

    ``elements`` are the places of the elements that hold them; ``words`` counts half a word for a character of a script
    without spaces; ``starts`` holds the marks of the first character; ``good`` says whether it is good text.
    """

    texts: tuple[str, ...]
    elements: Ints
    chars: Floats
    words: Floats
    density: Floats
    ends: Floats
    rare_ends: Bools
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
        units: the same for the parent and its parent.
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
    units: Ints

    def sums(self, weights: Floats) -> Floats:
        """For rows of weights by block: their sums over everything below each element; 0 above the root."""
        totals = np.zeros((len(weights), weights.shape[1] + 1))
        np.add.accumulate(weights.take(self.order, 1), 1, out=totals[:, 1:])
        found = totals.take(self.last, 1)
        found -= totals.take(self.first, 1)
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
    for low, high in (*_MARKLESS, (0x1000, 0x10A0), (0x3040, 0x3100), (0x3400, 0xA000)):
        table[low:high] = 1 << 48
    return table


def _packed_lasts() -> NDArray[np.uint8]:
    """For each code point the bits of what a text's last character says."""
    table = np.zeros(65_536, dtype=np.uint8)
    for bit, marks in (
        (_ENDS, _SENTENCE_END), (_CLOSES, _CLOSING), (_COLON, ":："), (_QUESTION, "?？؟"), (_RARE, _RARE_ENDS),
    ):  # fmt: skip
        table[[*map(ord, marks)]] |= bit
    for low, high in _MARKLESS:
        table[low:high] |= _NO_MARK
    return table


#: Thai and Lao, Khmer: no mark ends a sentence there, so a text of so many characters counts as one.
_MARKLESS: Final = ((0x0E00, 0x0F00), (0x1780, 0x1800))
_MARKLESS_CHARS: Final = 60
_ENDS, _CLOSES, _COLON, _QUESTION, _RARE, _NO_MARK = 1, 2, 4, 8, 16, 32
_CLASSES: Final = _packed_classes()
_LASTS: Final = _packed_lasts()
_TAG_BITS: Final = TAG_BIT.get


def ints(values: Iterable[int]) -> Ints:
    """Numbers as an array: ``np.array`` takes up to twice as long, for it looks for their shape and type first."""
    return np.fromiter(values, np.int64)


def measure_texts(document: Document) -> Texts:
    """The columns of a document's blocks."""
    _, starts, ends, texts, kinds, levels, densities, elements = zip(*document.blocks, strict=True)
    begin, end = ints(starts), ints(ends)
    sizes = end - begin
    spaces, digits, commas, unspaced = (_counted(document.text, begin, end) >> _COUNTERS) & 0xFFFF
    words = spaces + 1.0 + unspaced / 2
    density = np.fromiter(densities, np.float64)
    lasts = _LASTS[_codes("".join([text[-1] for text in texts]))]
    marks = (lasts & _ENDS).astype(np.float64)
    if (unmarked := lasts & _NO_MARK).any():
        marks[(unmarked != 0) & (sizes >= _MARKLESS_CHARS)] = 1.0
    for at in (lasts & _CLOSES).nonzero()[0].tolist():
        marks[at] = texts[at].rstrip(_CLOSING)[-1:] in _SENTENCE_END
    return Texts(
        texts=texts, elements=ints(elements), chars=sizes.astype(np.float64), words=words, density=density,
        ends=marks, rare_ends=(lasts & _RARE) != 0, digits=digits / sizes, commas=commas.astype(np.float64),
        colon=(lasts & _COLON) != 0, question=(lasts & _QUESTION) != 0,
        starts=ints([_FIRST_MARKS[text[0]] for text in texts]), upper=np.fromiter(map(str.isupper, texts), np.bool_),
        copyright=_holding("©", document.text, begin, end),
        kinds=ints(map(_KIND_NUMBER.__getitem__, kinds)), levels=ints(levels),
        good=(density < _GOOD_LINK_DENSITY) & (words >= _GOOD_WORDS) & (marks > 0),
    )  # fmt: skip


def _counted(text: str, begin: Ints, end: Ints) -> Ints:
    """The four counters of each block; blocks are in order, none is empty, and none reaches into the next."""
    bounds = np.array((begin, end)).T.ravel()
    return np.add.reduceat(_CLASSES.take(_codes(text)), bounds if end[-1] < len(text) else bounds[:-1])[::2]


def _codes(text: str) -> NDArray[np.unsignedinteger[Any]]:
    """The code points, those beyond the first 65,536 as the last of these."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(units) == len(text):
        return units
    return np.minimum(code_points(text), 0xFFFF)


def _holding(mark: str, text: str, begin: Ints, end: Ints) -> Bools:
    """Which blocks hold the mark."""
    places = []
    at = text.find(mark)
    while at >= 0:
        places.append(at)
        at = text.find(mark, at + 1)
    if not places:
        return np.zeros(len(begin), dtype=np.bool_)
    found: Bools = np.searchsorted(places, end) > np.searchsorted(places, begin)
    return found


def measure_tree(layout: Layout, elements: Ints) -> Tree:
    """The columns of a page's elements; ``elements`` are those of its blocks."""
    size, count = len(layout.parents), len(elements)
    parents = ints((*layout.parents, size))
    parents[0] = size
    depths = _depths(layout.parents)
    above = np.empty((min(max(max(depths) + 1, 4), _MAX_LEVELS), count), dtype=np.int64)
    above[0] = row = elements
    for level in range(1, len(above)):
        row = parents.take(row, out=above[level], mode="clip")  # "clip" for speed: none is out of range
    # The elements in an element have the numbers behind its own. So many blocks are in the elements before each one.
    before = np.zeros(size + 2, dtype=np.int64)
    np.add.accumulate(np.bincount(elements, minlength=size + 1), out=before[1:])
    makes: dict[tuple[str, str], int] = {}
    number_of = makes.setdefault
    numbered = [number_of(pair, len(makes)) for pair in zip(layout.tags, layout.hints, strict=True)]
    make = ints((*numbered, len(makes)))
    tags, hints = zip(*makes, strict=True)
    keys = make * (len(makes) + 1) + make.take(parents)
    return Tree(
        above, parents, ints(depths), ints((*place_bits(hints), 0)).take(make),
        ints((*map(_TAG_BITS, tags, repeat(0)), 0)).take(make), before[:-1], before.take(ints(_ends(layout.parents))),
        elements.argsort(kind="stable"), _numbered(keys.take(elements)), _numbered(keys.take(above[1])),
    )  # fmt: skip


def _depths(parents: Sequence[int]) -> list[int]:
    """How deep each element stands, the root at 1, none deeper than is looked at; 0 for what is above the root."""
    depths = [1]
    for parent in parents[1:]:
        depths.append(depths[parent] + 1)
    return [*depths, 0]


def _ends(parents: Sequence[int]) -> list[int]:
    """The number behind those of each element and all in it; 0 for what is above the root."""
    ends = list(range(1, len(parents) + 1))
    for at in range(len(parents) - 1, 0, -1):
        if ends[at] > ends[parents[at]]:
            ends[parents[at]] = ends[at]
    return [*ends, 0]


def _numbered(keys: Ints) -> Ints:
    """Small numbers instead of large ones, equal where they are equal."""
    order = keys.argsort()
    ordered = keys.take(order)
    numbers = np.zeros(len(keys), dtype=np.int64)
    numbers[order[1:]] = (ordered[1:] != ordered[:-1]).cumsum()
    return numbers


def clean_text(texts: Texts, tree: Tree) -> Floats:
    """Characters of good text of each block, 0 where it stands in comments, sidebars and the like."""
    mass = texts.chars * texts.good
    total = max(float(mass.sum()), 1.0)
    held = tree.sums(mass[None])[0]
    frame = ((tree.places & _FRAME_PLACES) != 0) | ((tree.tags & _FRAME_TAGS) != 0)
    comments = (tree.places & PLACE_BIT["comment"]) != 0
    # Comments are comments however long they are; "sidebar" on the whole page says that it has one.
    outside = (frame & (held < _MOST * total)) | (comments & (held < _NEARLY_ALL * total))
    clean = mass * ~np.logical_or.reduce(outside.take(tree.above))
    return np.asarray(clean if clean.sum() >= _LEAST_CLEAN else mass)
