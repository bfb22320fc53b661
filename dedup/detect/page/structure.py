"""Where in the tree most of the text stands, and how each block stands to it.

Two answers, because each fails on other pages: the deepest element that holds half of the text, and the element
with the best score of readability's kind (its blocks count fully, those one and two levels below by halves).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

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
    up = chain[tree.above].argmax(0)
    meeting = tree.above[up, np.arange(len(up))]
    down = tree.depth[element] - tree.depth[meeting]
    return Container(element, chain, up, down, (down == 0) & (meeting == element))


class Structure(NamedTuple):
    """Rows of evidence, one value for each block, by name; the containers that were found."""

    rows: dict[str, Floats]
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
    wide = (tree.above == _deepest(tree, held >= _WIDE * total)).any(0)
    score = np.bincount(tree.above[:4].ravel(), (_SCORES * mass).ravel(), len(held))
    score[-1] = 0.0
    scored = container(tree, int(score.argmax()))
    share = held / total
    rank = score / max(float(score.max()), 1e-9)
    table = np.array([share, np.sqrt(share), held / elements[2], elements[0], elements[1], rank])
    places = np.arange(count)
    branches = [tree.above[np.maximum(one.up - 1, 0), places] for one in (best, scored)]
    known = table[:, np.array([*tree.above[:3], *branches])]
    rows = {f"{name}_{where}": row for name, group in zip(_OF_ELEMENT, known, strict=True)
            for where, row in zip(_WHERE, group, strict=True)}  # fmt: skip
    rows |= _of_container("best", best, tree) | _of_container("scored", scored, tree)
    rows["wide"] = wide
    rows["best_share"] = np.full(count, share[best.element])
    rows["scored_share"] = np.full(count, share[scored.element])
    rows["total"] = np.full(count, np.log1p(total))
    rows["scored_linked"] = scored.inside * (texts.density > 0.9)
    rows |= _of_order(texts, mass, total)
    alike = np.bincount(tree.likes, mass) / total
    rows["alike_share"], rows["alike_root"] = alike[tree.likes], np.sqrt(alike)[tree.likes]
    return Structure(rows, best, scored)


_OF_ELEMENT: Final = ("share", "root", "part", "linked", "blocks", "rank")
_WHERE: Final = ("own", "parent", "grandparent", "best_branch", "scored_branch")


def _deepest(tree: Tree, chosen: Bools) -> int:
    return int(np.where(chosen, tree.depth, -1)[:-1].argmax())


def _of_container(name: str, one: Container, tree: Tree) -> dict[str, Any]:
    up = np.minimum(one.up, _FAR_STEPS)
    return {
        f"{name}_up": up,
        f"{name}_down": np.minimum(one.down, _FAR_STEPS),
        f"{name}_inside": one.inside,
        f"{name}_up_inside": up * one.inside,
        f"{name}_direct": one.inside & (one.up <= 1),
    }


def _of_order(texts: Texts, mass: Floats, total: float) -> dict[str, Any]:
    """Text before and after, and the distance to the nearest block of it."""
    so_far = np.cumsum(mass) / total
    before, after = so_far - mass / total, 1 - so_far
    above, below = gaps((mass > 0.5 * texts.chars) & (texts.words >= 8))
    return {
        "before": before, "after": after, "around": before * after * 4, "none_before": before < 1e-6,
        "none_after": after < 1e-6, "gap_above": np.log1p(above), "gap_below": np.log1p(below),
        "gap": np.log1p(np.minimum(above, below)), "between": (above <= 2) & (below <= 2),
        "text_before": above == 1, "text_after": below == 1,
    }  # fmt: skip


def gaps(chosen: Bools) -> tuple[Ints, Ints]:
    """Blocks from each block up and down to the nearest other one that is chosen, at most 30."""
    places = np.arange(len(chosen))
    seen = np.maximum.accumulate(np.where(chosen, places, -_FAR_BLOCKS))
    above = places - np.concatenate(([-_FAR_BLOCKS], seen[:-1]))
    far = len(chosen) + _FAR_BLOCKS
    coming = np.minimum.accumulate(np.where(chosen, places, far)[::-1])[::-1]
    below = np.concatenate((coming[1:], [far])) - places
    return np.minimum(above, _FAR_BLOCKS), np.minimum(below, _FAR_BLOCKS)
