"""An article that a page carries twice: once as its reader sees it, once more hidden or all in one piece.

Some pages keep a copy for print, for a paywall or for machines. Of two copies the shown one stays, and of a piece and
the paragraphs that it is made of the paragraphs, whichever comes first.
"""

from __future__ import annotations

import bisect

import numpy as np

from dedup.detect.page.columns import Bools
from dedup.detect.page.features import Evidence
from dedup.detect.page.hints import PLACE_BIT

#: A piece that holds others has so many characters, so many others of so many, and this share of its own in them.
_PIECE, _OTHERS, _OTHER, _SHARE = 400, 3, 40, 0.9
#: So many code points are searched at most, over all pieces and others: real pages need some thousand.
_MOST_SEARCHED = 20_000_000
_HIDDEN = PLACE_BIT["hidden"]


def without_copies(known: Evidence, kept: Bools) -> Bools:
    """What is kept, less hidden copies of what is shown and pieces made of other blocks."""
    chars, texts = known.texts.chars, known.texts.texts
    hidden = kept & (np.bitwise_or.reduce(known.tree.places.take(known.tree.above)) & _HIDDEN != 0)
    gone = []
    if hidden.any() and not hidden[kept].all():
        shown = {texts[at] for at in (kept & ~hidden & (chars >= _OTHER)).nonzero()[0].tolist()}
        gone += [at for at in hidden.nonzero()[0].tolist() if texts[at] in shown]
    # The longest pieces first, each with what is shorter.
    others = sorted([texts[at] for at in (kept & (chars >= _OTHER)).nonzero()[0].tolist()], key=len)
    sizes = [*map(len, others)]
    searched = 0
    pieces = (kept & (chars >= _PIECE)).nonzero()[0]
    for at in pieces[(-chars[pieces]).argsort(kind="stable")].tolist():
        size = len(texts[at])
        searched += size * len(texts)
        shorter = bisect.bisect_left(sizes, size)
        if searched > _MOST_SEARCHED or shorter < _OTHERS:
            break
        if _is_made_of(texts[at], others[:shorter]):
            gone.append(at)
    if not gone:
        return kept
    left = kept.copy()
    left[gone] = False
    return left


def _is_made_of(piece: str, others: list[str]) -> bool:
    """Whether others, the shortest first, stand in a piece and make up most of it."""
    held: set[str] = set()
    wanted = _SHARE * len(piece)
    size, left = 0, sum(map(len, others))
    for other in reversed(others):
        if size + left < wanted:
            return False
        left -= len(other)
        if other in piece and other not in held:
            held.add(other)
            size += len(other)
    return len(held) >= _OTHERS and size >= wanted
