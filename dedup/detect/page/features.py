"""The evidence for each block, as a matrix: block by named feature."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.detect.page.columns import FLAGS, Blocks, Elements, Floats, Ints, measure_blocks, measure_elements
from dedup.detect.page.hints import PLACES, TAGS
from dedup.model import BLOCK_KINDS, Document, Layout

#: Blocks and steps beyond which distance makes no difference.
_FAR_BLOCKS, _FAR_STEPS = 20, 12


def features(document: Document, layout: Layout) -> tuple[dict[str, Any], Blocks, Elements]:
    """Named columns of evidence, one value for each block, and the measures that they come from."""
    blocks = measure_blocks(document, layout)
    elements = measure_elements(layout, blocks)
    named: dict[str, Any] = {}
    named |= _of_text(blocks)
    named |= _of_containers(blocks, elements)
    named |= _of_place(blocks, elements)
    named |= _of_signature(blocks, elements)
    named |= _of_neighbours(blocks, elements)
    named |= _of_kind(document, blocks, elements)
    named |= _of_names(blocks, elements)
    return named, blocks, elements


def matrix(named: dict[str, Any]) -> Floats:
    """The columns as one float matrix, feature by block."""
    return np.array(list(named.values()), dtype=np.float64)


def _of_text(blocks: Blocks) -> dict[str, Any]:
    words, density = blocks.words, blocks.density
    log = np.log1p(words)
    named: dict[str, Any] = {
        "words": log,
        "words_squared": log * log / 5,
        "one_word": words <= 1,
        "three_words": words <= 3,
        "seven_words": words <= 7,
        "twenty_words": words >= 20,
        "forty_words": words >= 40,
        "linked": density,
        "all_linked": density > 0.9,
        "half_linked": density > 0.5,
        "unlinked": density == 0,
        "linked_words": density * log,
        "sentence_end": blocks.ends,
        "good": blocks.good,
        "end_words": blocks.ends * log,
        "commas": np.log1p(blocks.commas),
        "like_title": blocks.title,
        "says_title": (blocks.title > 0.8) & (words >= 4),
        "says_title_short": blocks.title > 0.8,
        "like_description": blocks.description,
        "says_description": (blocks.description > 0.9) & (words > 6),
    }
    named.update(zip(FLAGS, blocks.flags.T, strict=True))
    return named


def _ancestors(elements: Elements, start: Ints) -> list[Ints]:
    """Each block's element, its parent, grandparent and great-grandparent."""
    found = [start]
    for _ in range(3):
        found.append(elements.parents[found[-1]])
    return found


def _of_containers(blocks: Blocks, elements: Elements) -> dict[str, Any]:
    named: dict[str, Any] = {}
    all_good = max(float(elements.good[0]), 1.0)
    chars = np.maximum(elements.chars, 1)
    share = elements.good / all_good
    columns = {
        "good_share": share,
        "good_root": np.sqrt(share),
        "most_good": share > 0.5,
        "no_good": elements.good == 0,
        "good_part": elements.good / chars,
        "linked_part": elements.linked / chars,
        "blocks": np.log1p(elements.blocks),
    }
    for level, element in enumerate(_ancestors(elements, blocks.element)):
        for name, column in columns.items():
            named[f"{name}_{level}"] = column[element]
    return named


def _of_place(blocks: Blocks, elements: Elements) -> dict[str, Any]:
    element = blocks.element
    distance = np.minimum(elements.distance[element], _FAR_STEPS)
    inside = elements.inside[element]
    short = blocks.words < 7
    parent = elements.parents[element]
    return {
        "distance": distance,
        "distance_squared": distance * distance / _FAR_STEPS,
        "distance_0": distance == 0,
        "distance_1": distance == 1,
        "distance_2": distance == 2,
        "inside": inside,
        "inside_short": inside & short,
        "inside_linked": inside * blocks.density,
        "inside_distance": inside * np.minimum(distance, 8),
        "inside_good": inside & blocks.good,
        "outside_good": ~inside & blocks.good,
        "direct": (parent == elements.best) | (element == elements.best),
        "depth": elements.depth[element] / 20,
        "relative_depth": (elements.depth[element] - elements.depth[elements.best]) / 10,
    }


def _of_signature(blocks: Blocks, elements: Elements) -> dict[str, Any]:
    group = blocks.signature
    size = int(group.max()) + 1
    good_chars = np.bincount(group, blocks.chars * blocks.good, size) / max(float(elements.good[0]), 1.0)
    count = np.bincount(group, minlength=size)
    linked = np.bincount(group, blocks.chars * blocks.density, size) / np.maximum(
        np.bincount(group, blocks.chars, size), 1
    )
    good = np.bincount(group, blocks.good, size) / count
    log = np.log1p(count)[group]
    return {
        "alike_good_share": good_chars[group],
        "alike_good_root": np.sqrt(good_chars)[group],
        "alike": log,
        "alike_linked": linked[group],
        "alike_good": good[group],
        "alike_short": log * (blocks.words < 12),
        "alike_density": log * blocks.density,
    }


def _of_neighbours(blocks: Blocks, elements: Elements) -> dict[str, Any]:
    count = blocks.count
    good_chars = np.cumsum(blocks.chars * blocks.good)
    total = max(float(good_chars[-1]), 1.0)
    before, after = (good_chars - blocks.chars * blocks.good) / total, 1 - good_chars / total
    above, below = _gaps(blocks.good)
    parent = elements.parents[blocks.element].astype(np.float64)
    place = np.arange(count) / max(count - 1, 1)
    named: dict[str, Any] = {
        "place": place,
        "place_squared": place * place,
        "good_before": before,
        "good_after": after,
        "good_around": before * after * 4,
        "none_before": before <= 0,
        "none_after": after <= 1e-9,
        "gap_above": np.minimum(above, _FAR_BLOCKS) / _FAR_BLOCKS,
        "gap_below": np.minimum(below, _FAR_BLOCKS) / _FAR_BLOCKS,
        "good_next": below == 1,
        "good_previous": above == 1,
        "between_good": (above <= 2) & (below <= 2),
        "gaps": np.log1p(above) + np.log1p(below),
        "page_blocks": np.full(count, np.log1p(count)),
        "page_good": np.full(count, np.log1p(total)),
        "page_good_part": np.full(count, total / max(float(elements.chars[0]), 1.0)),
        "best_share": np.full(count, elements.good[elements.best] / total),
        "same_parent_previous": shifted(parent, 1, -1.0) == parent,
        "same_parent_next": shifted(parent, -1, -1.0) == parent,
    }
    near = {
        "good": blocks.good,
        "linked": blocks.density,
        "words": np.log1p(blocks.words),
        "end": blocks.ends,
    }
    for name, column in near.items():
        for step in (1, -1, 2, -2):
            named[f"{name}{step:+d}"] = shifted(np.asarray(column, dtype=np.float64), step)
    return named


def shifted(column: Floats, step: int, fill: float = 0.0) -> Floats:
    """The column of the block ``step`` places before (after, if negative); ``fill`` beyond the ends."""
    moved = np.full(len(column), fill)
    if abs(step) < len(column):
        if step > 0:
            moved[step:] = column[:-step]
        else:
            moved[:step] = column[-step:]
    return moved


def _gaps(good: Any) -> tuple[Floats, Floats]:
    """Blocks from each block up and down to the nearest other good one; 50 where there is none."""
    count = len(good)
    at = np.arange(count)
    places = np.flatnonzero(good)
    above, below = np.full(count, 50.0), np.full(count, 50.0)
    if len(places):
        left = np.searchsorted(places, at, "left")
        right = np.searchsorted(places, at, "right")
        has_left, has_right = left > 0, right < len(places)
        above[has_left] = at[has_left] - places[left[has_left] - 1]
        below[has_right] = places[right[has_right]] - at[has_right]
    return above, below


def _of_kind(document: Document, blocks: Blocks, elements: Elements) -> dict[str, Any]:
    kinds = np.array([BLOCK_KINDS.index(block.kind) for block in document.blocks])
    levels = np.array([block.level for block in document.blocks])
    inside = elements.inside[blocks.element]
    named: dict[str, Any] = {f"is_{kind}": kinds == number for number, kind in enumerate(BLOCK_KINDS)}
    heading, item = named["is_heading"], named["is_item"]
    return named | {
        "heading_1": heading & (levels == 1),
        "heading_2_3": heading & (levels >= 2) & (levels <= 3),
        "heading_4_6": heading & (levels >= 4),
        "heading_inside": heading & (levels >= 2) & (levels <= 3) & inside,
        "deep_item": item & (levels > 1),
        "item_inside": item & inside,
        "item_end": item * blocks.ends,
        "item_linked": item * blocks.density,
    }


def _of_names(blocks: Blocks, elements: Elements) -> dict[str, Any]:
    """What class words and tags of the ancestors say; those of the body's own container say nothing."""
    element = blocks.element
    inside = elements.inside[element]
    short = blocks.words < 12
    own = elements.own_places[element] | elements.own_places[elements.parents[element]]
    above = elements.places[element] & ~elements.places[elements.best]
    tags = elements.tags[element]
    named: dict[str, Any] = {}
    _spread(named, "own", PLACES, own, 1)
    _spread(named, "short", PLACES, own, short)
    _spread(named, "under", PLACES, above, 1)
    _spread(named, "within", PLACES, above, inside)
    _spread(named, "tag", TAGS, tags, 1)
    _spread(named, "tag_within", TAGS, tags & ~elements.tags[elements.best], inside)
    return named


def _spread(named: dict[str, Any], prefix: str, names: tuple[str, ...], bits: Ints, where: Any) -> None:
    spread = ((bits >> np.arange(len(names))[:, None]) & 1) * where
    named.update(zip([f"{prefix}_{name}" for name in names], spread, strict=True))
