"""The evidence for each block: a table of numbers, one row for each thing measured, one column for each block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from dedup.detect.page.columns import (
    Bools,
    Floats,
    Ints,
    Texts,
    Tree,
    clean_text,
    ints,
    measure_texts,
    measure_tree,
)
from dedup.detect.page.hints import PLACES, TAGS
from dedup.detect.page.structure import Structure, sizes, structure
from dedup.detect.page.words import MASK, MOST_WORDS, SAID, SHIFTS, counted, counters_of
from dedup.measure.ordered import fresh
from dedup.model import BLOCK_KINDS, Document, Layout

#: Blocks longer than these (code points) are not compared with the title or the description; of both the description
#: and a block that is no label the beginning is.
_TITLE_LIMIT, _DESCRIPTION_LIMIT = 250, 700
_DESCRIPTION_START, _LABEL = 50, 20
#: A block is a link where more of it is in links than this.
_LINKED = 0.9
_STEPS: Final = np.array([1, 3, 6, 12, 25, 50])[:, None]
#: The last heading says nothing about a block that stands further below it (blocks).
_BELOW, _FAR = 12, 30
_HEADING, _ITEM = BLOCK_KINDS.index("heading"), BLOCK_KINDS.index("item")
_IS: Final = tuple(f"is_{kind}" for kind in BLOCK_KINDS)
_KINDS: Final = np.arange(len(BLOCK_KINDS))[:, None]
_SHIFTS: Final = np.array(SHIFTS)[:, None]
_ANYWHERE: Final = ("nav", "footer", "aside", "header", "article", "main", "form")
_ANYWHERE_BITS: Final = [TAGS.index(tag) for tag in _ANYWHERE]
_NEAR: Final = ("good", "density", "words", "ends", "heading")

#: The rows by group. Rows of a group are written together.
_GROUPS: Final = {
    "text": (
        "words", *(f"words_{step}" for step in _STEPS[:, 0]), "density", "linked", "half_linked", "unlinked", "ends",
        "good", "colon", "question", "digits", "upper", "copyright", "commas", "clean", "inside", "scored_in",
        "inside_linked", "inside_6", "repeated", "authored", "capital", "lower", "quote", "dash",
    ),
    "title": (
        "title", "says_title", "described", "before_title", "no_title", "after_title", "soon_after_title", "news",
        "blog", "page_blocks", "place",
    ),
    "kind": (*_IS, "heading_1", "heading_2_3", "heading_4_6", "deep_item"),
    "own": tuple(f"own_{place}" for place in PLACES),
    "under": tuple(f"under_{place}" for place in PLACES),
    "tag": tuple(f"tag_{tag}" for tag in TAGS),
    "any": tuple(f"any_{tag}" for tag in _ANYWHERE),
    "alike": (
        "alike", "alike_density", "alike_good", "parents", "parents_each", "grandparents", "grandparents_each",
        "unit", "unit_each", "unit_good", "unit_linked", "unit_headings",
    ),
    "near": (
        *(f"{name}{step:+d}" for step in (1, -1, 2, -2) for name in _NEAR),
        "same_parent+1", "same_parent-1", "same_like+1", "same_like-1",
    ),
    "below": (
        "below", "below_density", "soon_below_density", "below_level", "section_share", "section_good",
        *(f"below_{kind}" for kind in SAID),
    ),
    "said": (
        *(f"says_{kind}" for kind in SAID), *(f"only_{kind}" for kind in SAID), *(f"begins_{kind}" for kind in SAID),
        "only_any",
    ),
}  # fmt: skip
#: Rows that are the product of two others.
_PRODUCTS: Final = (
    ("words", "words"), ("words", "density"), ("words", "ends"), ("upper", "density"), ("is_heading", "title"),
    ("is_heading", "described"), ("described", "scored_in"), ("is_heading", "density"), ("is_item", "ends"),
    ("is_item", "density"), ("scored_in", "linked"), ("news", "own_tweet"), ("inside", "only_any"),
    *(("inside", other) for other in ("density", "words_12", "ends", "upper", *_IS)),
    *(("news", other) for other in ("is_item", "heading_2_3", "is_row", "is_caption", "inside_linked", "inside_6")),
)  # fmt: skip


def _slices() -> dict[str, slice]:
    found, at = {}, 0
    for name, rows in _GROUPS.items():
        found[name] = slice(at, at + len(rows))
        at += len(rows)
    return found


_SLICES: Final = _slices()
_PLAIN: Final = tuple(name for names in _GROUPS.values() for name in names)
_NUMBER: Final = {name: at for at, name in enumerate(_PLAIN)}
_FACTORS: Final = np.array([[_NUMBER[a], _NUMBER[b]] for a, b in _PRODUCTS]).T
#: What each row of ``Evidence.table`` measures.
ROWS: Final = (*_PLAIN, *(f"{a}*{b}" for a, b in _PRODUCTS))


class Evidence(NamedTuple):
    """What is known of a page's blocks before anything is decided.

    Attributes:
        table: the rows that :data:`ROWS` names, one column for each block.
        texts, tree, elements: the measures that the rows come from.
        structure: how the blocks stand to the page's clean good text.
        places, own: kinds of place named between each block and the best container; by its element and parent.
        title: share of each block's words that stand in the title, 0.0-1.0; 0.0 for long blocks.
    """

    table: Floats
    texts: Texts
    tree: Tree
    elements: Floats
    structure: Structure
    places: Ints
    own: Ints
    title: Floats


class _Spoken(NamedTuple):
    """What the words of the blocks say."""

    title: Floats
    described: Bools
    said: Ints
    begins: Ints
    authored: list[bool]


def evidence(document: Document, layout: Layout) -> Evidence:
    """Measure a page; it must have blocks."""
    texts = measure_texts(document)
    tree = measure_tree(layout, texts.elements)
    elements = sizes(texts, tree)
    clean = clean_text(texts, tree)
    found = structure(texts, tree, elements, clean)
    spoken = _spoken(document, texts)
    table = np.empty((len(ROWS), len(clean)), dtype=np.float32)
    part = {name: table[rows] for name, rows in _SLICES.items()}
    _text(part["text"], texts, clean, found)
    part["text"][_NUMBER["repeated"]] = _repeated(texts)
    part["text"][_NUMBER["authored"]] = spoken.authored
    _title(part["title"], texts, clean, spoken)
    _page(part["title"][-4:], document)
    _kind(part["kind"], texts)
    places, own = _bits(part, table[_NUMBER["words_12"]], tree, found)
    _alike(part["alike"], texts, tree)
    _near(part["near"], texts, tree)
    _below(part["below"], texts, spoken.said)
    _said(part["said"], texts, spoken)
    np.multiply(table.take(_FACTORS[0], 0), table.take(_FACTORS[1], 0), out=table[len(_PLAIN) :])
    return Evidence(table, texts, tree, elements, found, places, own, spoken.title)


def _text(rows: Floats, texts: Texts, clean: Floats, found: Structure) -> None:
    """The text itself, and whether it stands in a container."""
    words, density, inside = texts.words, texts.density, found.best.inside
    steps = words <= _STEPS
    linked = density > _LINKED
    rows[0] = np.log1p(words)
    rows[1:7] = steps
    for at, row in enumerate((
        density, linked, density > 0.5, density == 0, texts.ends, texts.good, texts.colon, texts.question, texts.digits,
        texts.upper, texts.copyright, np.log1p(texts.commas), clean > 0, inside, found.scored.inside,
        linked & inside & (words >= 4), inside & steps[2],
    ), 7):  # fmt: skip
        rows[at] = row
    rows[-4:] = (texts.starts >> np.arange(4)[:, None]) & 1


def _repeated(texts: Texts) -> list[bool]:
    """Which blocks say what another block says."""
    often = Counter(texts.texts)
    if len(often) == len(texts.texts):
        return [False] * len(often)
    return [often[text] > 1 for text in texts.texts]


def _spoken(document: Document, texts: Texts) -> _Spoken:
    """Likeness to the title, the description and the author's name; words that say what kind of line it is."""
    titled = set((document.title or "").lower().split())
    author = document.metadata.author
    count = len(texts.texts)
    title, authored = np.zeros(count), [False] * count
    said, begins = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    short = ((texts.words <= MOST_WORDS) & (texts.chars <= _TITLE_LIMIT)).nonzero()[0]
    if short.size:
        places = short.tolist()
        lines = [texts.texts[at] for at in places]
        words = [line.lower().split() for line in lines]
        said[short] = ints(counted(words))
        begins[short] = ints(counters_of([own[0] for own in words]))
        if author and author in document.text:
            for at, line in zip(places, lines, strict=True):
                authored[at] = author in line
        if titled:
            for at, own, apart in zip(places, words, map(titled.isdisjoint, words), strict=True):
                if not apart and texts.density[at] <= _LINKED:
                    title[at] = len(titled.intersection(own)) / len(set(own))
    return _Spoken(title, _described(document, texts), said, begins, authored)


def _described(document: Document, texts: Texts) -> Bools:
    """Which blocks say what the description begins with, or begin as a part of it."""
    described = np.zeros(len(texts.texts), dtype=np.bool_)
    description = document.metadata.description
    if description:
        start, chars = description[:_DESCRIPTION_START], texts.chars
        said = start in document.text  # mostly not: then no block is searched for it
        compared = ((texts.density <= _LINKED) & (chars <= _DESCRIPTION_LIMIT) & (chars > _LABEL)).nonzero()[0]
        for at in compared.tolist():
            text = texts.texts[at]
            if text[:_DESCRIPTION_START] in description or (said and start in text):
                described[at] = True
    return described


def _title(rows: Floats, texts: Texts, clean: Floats, spoken: _Spoken) -> None:
    """Likeness to the title, and place before or after the headline."""
    title = spoken.title
    long = texts.words >= 3
    so_far = clean.cumsum()
    # The headline is the last heading like the title that stands before half of the text.
    is_headline = (texts.kinds == _HEADING) & (title > 0.7) & long & (so_far < 0.5 * so_far[-1])
    candidates = is_headline.nonzero()[0]
    behind = np.arange(len(title)) - (candidates[-1] if len(candidates) else len(title))
    known = len(candidates) > 0
    rows[0], rows[1], rows[2] = title, (title > 0.8) & long, spoken.described
    rows[3], rows[4], rows[5] = known & (behind < 0), not known, known & (behind > 0)
    rows[6] = rows[5] * np.exp(-np.maximum(behind, 0) / 4)


def _page(rows: Floats, document: Document) -> None:
    """What kind of page it says it is, how many blocks it has, and how far down each is."""
    kind, count = document.metadata.page_type.lower(), rows.shape[1]
    rows[0] = "news" in kind or "report" in kind
    rows[1] = "blog" in kind
    rows[2] = np.log1p(count)
    rows[3] = np.arange(count) / max(count - 1, 1)


def _kind(rows: Floats, texts: Texts) -> None:
    heading, levels = texts.kinds == _HEADING, texts.levels
    rows[: len(BLOCK_KINDS)] = texts.kinds == _KINDS
    rows[-4] = heading & (levels == 1)
    rows[-3] = heading & (levels >= 2) & (levels <= 3)
    rows[-2] = heading & (levels > 3)
    rows[-1] = (texts.kinds == _ITEM) & (levels > 1)


def _bits(part: dict[str, Floats], short: Floats, tree: Tree, found: Structure) -> tuple[Ints, Ints]:
    """Kinds of place and tags, of the element and its parent, below the best container, and anywhere above."""
    above = tree.above
    below = np.where(found.best.chain, 0, -1)
    own = tree.places.take(above[0]) | tree.places.take(above[1])
    places, tags, everywhere = np.bitwise_or.reduce(
        np.array((tree.places & below, tree.tags & below, tree.tags)).take(above, 1), axis=1
    )
    bits = np.array((own, places, tags, everywhere), dtype="<u4")
    one_by_one = np.unpackbits(bits.view(np.uint8).reshape(4, -1, 4), axis=2, bitorder="little").transpose(0, 2, 1)
    part["own"][:] = one_by_one[0, : len(PLACES)]
    part["under"][:] = one_by_one[1, : len(PLACES)]
    part["tag"][:] = one_by_one[2, : len(TAGS)]
    part["any"][:] = one_by_one[3, _ANYWHERE_BITS]
    return places, own


def _alike(rows: Floats, texts: Texts, tree: Tree) -> None:
    """Blocks of the same markup: how many, how linked, in how many parents: paragraphs share one, teasers do not."""
    likes, units = tree.likes, tree.units
    count, unit_count = np.bincount(likes), np.bincount(units)
    chars = np.bincount(likes, texts.chars)
    per_kind = np.array((np.log1p(count), np.bincount(likes, texts.chars * texts.density) / chars,
                         np.bincount(likes, texts.good) / count))  # fmt: skip
    rows[:3] = per_kind.take(likes, 1)
    groups = ((likes, tree.above[1]), (likes, tree.above[2]), (units, tree.above[1]))
    parents, grandparents, unit_parents = _different(groups, len(tree.parents))
    for at, different in ((3, parents), (5, grandparents)):
        rows[at], rows[at + 1] = np.log1p(different).take(likes), (different / count).take(likes)
    per_unit = np.array((np.log1p(unit_parents), unit_parents / unit_count, np.bincount(units, texts.good) / unit_count,
                         np.bincount(units, texts.density > _LINKED) / unit_count,
                         np.bincount(units, texts.kinds == _HEADING) / unit_count))  # fmt: skip
    rows[7:] = per_unit.take(units, 1)


def _different(groups: Sequence[tuple[Ints, Ints]], width: int) -> list[Ints]:
    """How many different elements each group has, for rows of the groups and the elements of the blocks."""
    # All at once: a page has few blocks, and what costs is to begin.
    sizes = [int(group.max()) + 1 for group, _ in groups]
    starts = [0, *accumulate(sizes)]
    pairs = np.concatenate([(group + start) * width + own for (group, own), start in zip(groups, starts, strict=False)])
    pairs.sort()
    found = np.bincount(pairs[fresh(pairs)] // width)
    return [found[start : start + size] for start, size in zip(starts, sizes, strict=False)]


def _near(rows: Floats, texts: Texts, tree: Tree) -> None:
    """What stands before and after."""
    count, width = len(texts.chars), len(_NEAR)
    near = np.zeros((width, count + 4))
    for at, row in enumerate((texts.good, texts.density, np.log1p(texts.words), texts.ends, texts.kinds == _HEADING)):
        near[at, 2:-2] = row
    for at, step in enumerate((1, -1, 2, -2)):
        rows[at * width : (at + 1) * width] = near[:, 2 - step : 2 - step + count]
    rows[-4:] = 0.0
    for at, group in ((-4, tree.above[1]), (-2, tree.likes)):
        same = group[1:] == group[:-1]
        rows[at, 1:], rows[at + 1, :-1] = same, same


def _below(rows: Floats, texts: Texts, said: Ints) -> None:
    """The last heading above, what it says, and how much good text stands between it and the next one."""
    heading = texts.kinds == _HEADING
    places = np.arange(len(heading))
    last = np.empty_like(places)
    last[0] = -1
    np.maximum.accumulate(np.where(heading, places, -1)[:-1], out=last[1:])
    known = last >= 0
    far = np.where(known, np.minimum(places - last, _FAR), _FAR)
    density = texts.density.take(last) * known
    rows[0], rows[1], rows[2], rows[3] = np.log1p(far), density, density * (far <= 3), texts.levels.take(last) * known
    section = heading.cumsum()
    mass = np.bincount(section, texts.chars * texts.good)
    rows[4] = np.sqrt(mass / max(float(mass.sum()), 1.0)).take(section)
    rows[5] = np.log1p(np.bincount(section, texts.good)).take(section)
    rows[6:] = ((said.take(last) * (known & (far <= _BELOW))) >> _SHIFTS & MASK) > 0


def _said(rows: Floats, texts: Texts, spoken: _Spoken) -> None:
    counts = spoken.said >> _SHIFTS & MASK
    kinds = len(SAID)
    rows[:kinds] = np.minimum(counts, 3)
    rows[kinds : 2 * kinds] = counts / np.maximum(texts.words, 1.0)
    rows[2 * kinds : 3 * kinds] = spoken.begins >> _SHIFTS & MASK
    rows[-1] = np.minimum(rows[kinds : 2 * kinds].sum(0), 1.0)
