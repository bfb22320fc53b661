"""The evidence for each block: rows of numbers by name, one value for each block."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dedup.detect.page.columns import (
    Floats,
    Ints,
    Texts,
    Tree,
    clean_text,
    measure_texts,
    measure_tree,
)
from dedup.detect.page.hints import PLACES, TAGS
from dedup.detect.page.structure import Structure, sizes, structure
from dedup.model import BLOCK_KINDS, Document, Layout

#: Blocks longer than these (code points) are not compared with the title or the description.
_TITLE_LIMIT, _DESCRIPTION_LIMIT = 250, 700
_DESCRIPTION_START = 50
_WORD_STEPS = np.array([1, 3, 6, 12, 25, 50])[:, None]
_ANYWHERE = ("nav", "footer", "aside", "header", "article", "main", "form")


class Evidence(NamedTuple):
    """What is known of a page's blocks before anything is decided.

    Attributes:
        rows: by name, one value for each block.
        texts, tree, elements: the measures that the rows come from.
        structure: how the blocks stand to the page's clean good text.
        places, own: kinds of place named between each block and the best container; by its element and parent.
    """

    rows: dict[str, Floats]
    texts: Texts
    tree: Tree
    elements: Floats
    structure: Structure
    places: Ints
    own: Ints
    title: Floats


def evidence(document: Document, layout: Layout) -> Evidence:
    """Measure a page; it must have blocks."""
    texts = measure_texts(document)
    tree = measure_tree(document, layout)
    elements = sizes(texts, tree)
    clean = clean_text(texts, tree)
    found = structure(texts, tree, elements, clean)
    title, described = _likenesses(document, texts)
    above, inside = tree.above, found.best.inside
    own = tree.places[above[0]] | tree.places[above[1]]
    beside = np.where(found.best.chain, 0, 1)[above]
    places = np.bitwise_or.reduce(tree.places[above] * beside, axis=0)
    rows = _of_text(texts, inside)
    rows["clean"] = clean > 0
    rows |= _of_title(texts, clean, title, described)
    rows["described_outside"] = described * ~found.scored.inside
    rows |= _of_kind(texts, inside, document.metadata.page_type.lower())
    short = (texts.words < 12) * 1
    rows |= _unpacked("own", PLACES, own, 1) | _unpacked("short", PLACES, own, short)
    rows |= _unpacked("under", PLACES, places, 1)
    rows |= _unpacked("tag", TAGS, np.bitwise_or.reduce(tree.tags[above] * beside, axis=0), 1)
    everywhere = np.bitwise_or.reduce(tree.tags[above], axis=0)
    for tag in _ANYWHERE:
        rows[f"any_{tag}"] = (everywhere >> TAGS.index(tag)) & 1
    rows["news_tweet"] = rows["news"] * rows["own_tweet"]
    rows |= _of_likes(texts, tree) | _of_neighbours(texts, tree)
    return Evidence(rows, texts, tree, elements, found, places, own, title)


def _of_text(texts: Texts, inside: Any) -> dict[str, Any]:
    density, ends, upper = texts.density, texts.ends, texts.upper
    log = np.log1p(texts.words)
    steps = texts.words <= _WORD_STEPS
    capital, lower, quote, dash = (texts.starts >> np.arange(4)[:, None]) & 1
    linked = (density > 0.9) & inside & (texts.words >= 4)
    return {
        "words": log, "words_squared": log * log / 5,
        **{f"words_{int(step)}": row for step, row in zip(_WORD_STEPS[:, 0], steps, strict=True)},
        "density": density, "linked": density > 0.9, "half_linked": density > 0.5, "unlinked": density == 0,
        "linked_words": density * log, "ends": ends, "ends_words": ends * log, "good": texts.good,
        "colon": texts.colon, "question": texts.question, "capital": capital, "lower": lower, "quote": quote,
        "dash": dash, "digits": texts.digits, "upper": upper, "copyright": texts.copyright,
        "commas": np.log1p(texts.commas), "upper_linked": upper * density,
        "inside_density": inside * density, "inside_linked": linked, "inside_6": inside & steps[2],
        "inside_12": inside & steps[3], "inside_ends": inside * ends, "inside_upper": inside & upper,
    }  # fmt: skip


def _likenesses(document: Document, texts: Texts) -> tuple[Floats, Floats]:
    """Share of each text's words that stand in the title, 0.0 for longer texts; whether the description has it."""
    titled = set((document.title or "").lower().split())
    description = document.metadata.description
    start = description[:_DESCRIPTION_START]
    title, described = np.zeros(len(texts.chars)), np.zeros(len(texts.chars))
    for at in np.flatnonzero((texts.density <= 0.9) & (texts.chars <= _DESCRIPTION_LIMIT)).tolist():
        text = document.blocks[at].text
        if titled and len(text) <= _TITLE_LIMIT:
            own = set(text.lower().split())
            title[at] = len(own & titled) / len(own)
        if description and len(text) > 20:
            described[at] = text[:_DESCRIPTION_START] in description or start in text
    return title, described


def _of_title(texts: Texts, clean: Floats, title: Floats, described: Floats) -> dict[str, Any]:
    count = len(title)
    heading = texts.kinds == BLOCK_KINDS.index("heading")
    so_far = np.cumsum(clean)
    # The headline is the last heading like the title that stands before half of the text.
    candidates = np.flatnonzero(heading & (title > 0.7) & (texts.words >= 3) & (so_far < 0.5 * so_far[-1]))
    behind = np.arange(count) - (candidates[-1] if len(candidates) else count)
    known = len(candidates) > 0
    return {
        "title": title, "says_title": (title > 0.8) & (texts.words >= 3), "heading_title": heading * title,
        "described": described, "heading_described": heading * described,
        "before_title": known & (behind < 0), "no_title": np.full(count, not known),
        "after_title": known & (behind > 0),
        "soon_after_title": (known & (behind > 0)) * np.exp(-np.maximum(behind, 0) / 4),
    }  # fmt: skip


def _of_kind(texts: Texts, inside: Any, page_type: str) -> dict[str, Any]:
    kinds = texts.kinds == np.arange(len(BLOCK_KINDS))[:, None]
    is_a = dict(zip(BLOCK_KINDS, kinds, strict=True))
    heading, item = is_a["heading"], is_a["item"]
    news = float("news" in page_type or "report" in page_type)
    middle = heading & (texts.levels >= 2) & (texts.levels <= 3)
    rows: dict[str, Any] = {f"is_{kind}": row for kind, row in is_a.items()}
    rows |= {f"inside_{kind}": row for kind, row in zip(BLOCK_KINDS, kinds & inside, strict=True)}
    return rows | {
        "heading_1": heading & (texts.levels == 1), "heading_2_3": middle, "heading_4_6": heading & (texts.levels > 3),
        "heading_density": heading * texts.density, "deep_item": item & (texts.levels > 1),
        "item_ends": item * texts.ends, "item_density": item * texts.density,
        "news": np.full(len(heading), news), "blog": np.full(len(heading), float("blog" in page_type)),
        "news_item": news * item, "news_heading": news * middle, "news_row": news * is_a["row"],
        "news_caption": news * is_a["caption"], "news_linked": news * (inside & (texts.density > 0.9)),
        "news_short": news * (inside & (texts.words <= 6)),
    }  # fmt: skip


def _unpacked(prefix: str, names: tuple[str, ...], bits: Ints, where: Any) -> dict[str, Any]:
    rows = ((bits >> np.arange(len(names))[:, None]) & 1) * where
    return dict(zip([f"{prefix}_{name}" for name in names], rows, strict=True))


def _of_likes(texts: Texts, tree: Tree) -> dict[str, Any]:
    """Blocks of the same markup: how many, how linked, in how many parents: paragraphs share one, teasers do not."""
    likes = tree.likes
    count = np.bincount(likes)
    linked = np.bincount(likes, texts.chars * texts.density) / np.bincount(likes, texts.chars)
    rows = {
        "alike": np.log1p(count)[likes],
        "alike_density": linked[likes],
        "alike_good": (np.bincount(likes, texts.good) / count)[likes],
    }
    width = len(tree.parents)
    for name, level in (("parents", 1), ("grandparents", 2)):
        different = np.bincount(np.unique(likes * width + tree.above[level]) // width)
        rows[f"{name}_each"] = (different / count)[likes]
        rows[name] = np.log1p(different)[likes]
    return rows


def _of_neighbours(texts: Texts, tree: Tree) -> dict[str, Any]:
    count = len(texts.chars)
    names = ("good", "density", "words", "ends", "heading")
    heading = texts.kinds == BLOCK_KINDS.index("heading")
    near = np.zeros((len(names), count + 4))
    near[:, 2:-2] = (texts.good, texts.density, np.log1p(texts.words), texts.ends, heading)
    rows: dict[str, Any] = {}
    for step in (1, -1, 2, -2):
        moved = near[:, 2 - step : 2 - step + count]
        rows |= zip([f"{name}{step:+d}" for name in names], moved, strict=True)
    same = np.diff(tree.above[1]) == 0, np.diff(tree.likes) == 0
    for name, pairs in zip(("parent", "like"), same, strict=True):
        rows[f"same_{name}+1"] = np.concatenate(([False], pairs))
        rows[f"same_{name}-1"] = np.concatenate((pairs, [False]))
    rows["page_blocks"] = np.full(count, np.log1p(count))
    rows["place"] = np.arange(count) / max(count - 1, 1)
    return rows
