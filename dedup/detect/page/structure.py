"""Where in the tree most of the text stands, and how each block stands to it.

Two answers, because each fails on other pages: the deepest element that holds half of the text, and the element
with the best score of readability's kind (its blocks count fully, those one and two levels below by halves).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.detect.page.columns import Bools, Floats, Ints, Texts, Tree

#: Shares of the text that the narrow and the wide container hold.
_NARROW, _WIDE = 0.5, 0.8
#: What a block counts for its element and the three above.
_SCORES: Final = np.array([0.6, 1.0, 0.5, 0.25])[:, None]
_FAR_STEPS, _FAR_BLOCKS = 8, 30


class Container(NamedTuple):
    """An element, and how far each block is from it: steps up to a common ancestor, steps down from there."""

    element: int
    chain: Bools
    up: Ints
    down: Ints
    inside: Bools


def container(tree: Tree, element: int) -> Container:
    """The element as a container."""
    size = len(tree.parents) - 1
    chain = np.zeros(size + 1, dtype=np.bool_)
    chain[size] = True
    at = element
    while at < size:
        chain[at] = True
        at = int(tree.parents[at])
    up = chain.take(tree.above).argmax(0)
    meeting = tree.above[up, np.arange(len(up))]
    down = tree.depth[element] - tree.depth.take(meeting)
    return Container(element, chain, up, down, (down == 0) & (meeting == element))


class Structure(NamedTuple):
    """The rows that :data:`STRUCTURE` names, one column for each block; the containers that were found."""

    table: Floats
    best: Container
    scored: Container


def sizes(texts: Texts, tree: Tree) -> Floats:
    """For each element: link density and logarithm of the number of blocks below it, and characters below it."""
    chars, linked, count = tree.sums(np.array([texts.chars, texts.chars * texts.density, np.ones(len(texts.chars))]))
    chars = np.maximum(chars, 1.0)
    return np.array([linked / chars, np.log1p(count), chars])


def structure(texts: Texts, tree: Tree, elements: Floats, mass: Floats) -> Structure:
    """How the blocks stand to ``mass``, characters of each block that seem to be the article's."""
    count = len(mass)
    held = tree.sums(mass[None])[0]
    total = max(float(mass.sum()), 1.0)
    best = container(tree, _deepest(tree, held >= _NARROW * total))
    wide = np.logical_or.reduce(tree.above == _deepest(tree, held >= _WIDE * total))
    score = np.bincount(tree.above[:4].ravel(), (_SCORES * mass).ravel(), len(held))
    score[-1] = 0.0
    scored = container(tree, int(score.argmax()))
    share = held / total
    rank = score / max(float(score.max()), 1e-9)
    known = np.array([share, np.sqrt(share), held / elements[2], elements[0], elements[1], rank], dtype=np.float32)
    places = np.arange(count)
    branches = [tree.above[np.maximum(one.up - 1, 0), places] for one in (best, scored)]
    table = np.empty((len(STRUCTURE), count), dtype=np.float32)
    table[: len(_PLACED)] = known.take(np.array([*tree.above[:3], *branches]), 1).reshape(len(_PLACED), count)
    end = len(_PLACED)
    for one in (best, scored):
        _of_container(table[end : end + len(_CONTAINED)], one)
        end += len(_CONTAINED)
    alike = (np.bincount(tree.likes, mass) / total).take(tree.likes)
    for at, row in enumerate((wide, share[best.element], share[scored.element], np.log1p(total),
                              scored.inside * (texts.density > 0.9), alike, np.sqrt(alike)), end):  # fmt: skip
        table[at] = row
    _of_order(table[-len(_ORDER) :], texts, mass, total)
    return Structure(table, best, scored)


_PLACED: Final = tuple(
    f"{name}_{where}"
    for name in ("share", "root", "part", "linked", "blocks", "rank")
    for where in ("own", "parent", "grandparent", "best_branch", "scored_branch")
)
_CONTAINED: Final = ("up", "down", "inside", "up_inside", "direct")
_ORDER: Final = (
    "before", "after", "around", "none_before", "none_after", "gap_above", "gap_below", "gap", "between", "text_before",
    "text_after",
)  # fmt: skip
#: What each row of ``Structure.table`` measures.
STRUCTURE: Final = (
    *_PLACED, *(f"best_{name}" for name in _CONTAINED), *(f"scored_{name}" for name in _CONTAINED),
    "wide", "best_share", "scored_share", "total", "scored_linked", "alike_share", "alike_root", *_ORDER,
)  # fmt: skip


def _deepest(tree: Tree, chosen: Bools) -> int:
    return int(np.where(chosen, tree.depth, -1)[:-1].argmax())


def _of_container(rows: Floats, one: Container) -> None:
    up = np.minimum(one.up, _FAR_STEPS)
    rows[0], rows[1], rows[2] = up, np.minimum(one.down, _FAR_STEPS), one.inside
    rows[3], rows[4] = up * one.inside, one.inside & (one.up <= 1)


def _of_order(rows: Floats, texts: Texts, mass: Floats, total: float) -> None:
    """Text before and after, and the distance to the nearest block of it."""
    so_far = mass.cumsum() / total
    before, after = so_far - mass / total, 1 - so_far
    above, below = gaps((mass > 0.5 * texts.chars) & (texts.words >= 8))
    rows[0], rows[1], rows[2], rows[3], rows[4] = before, after, before * after * 4, before < 1e-6, after < 1e-6
    rows[5], rows[6] = np.log1p(above), np.log1p(below)
    np.minimum(rows[5], rows[6], out=rows[7])
    rows[8], rows[9], rows[10] = (above <= 2) & (below <= 2), above == 1, below == 1


def gaps(chosen: Bools) -> tuple[Ints, Ints]:
    """Blocks from each block up and down to the nearest other one that is chosen, at most 30."""
    count = len(chosen)
    places, far = np.arange(count), count + _FAR_BLOCKS
    above, below = np.empty(count + 1, dtype=np.int64), np.empty(count + 1, dtype=np.int64)
    above[0], below[-1] = -_FAR_BLOCKS, far
    np.maximum.accumulate(np.where(chosen, places, -_FAR_BLOCKS), out=above[1:])
    np.minimum.accumulate(np.where(chosen, places, far)[::-1], out=below[-2::-1])
    return np.minimum(places - above[:-1], _FAR_BLOCKS), np.minimum(below[1:] - places, _FAR_BLOCKS)
