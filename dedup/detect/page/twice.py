"""An article that a page carries twice: once as its reader sees it, once more hidden or all in one piece.

Some pages keep a copy for print, for a paywall or for machines. Of two copies the shown one stays, and of a piece and
the paragraphs that it is made of the paragraphs, whichever comes first.
"""

from __future__ import annotations

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
    hidden = kept & (known.tree.places[known.tree.above] & _HIDDEN != 0).any(0)
    gone = []
    if hidden.any() and not hidden[kept].all():
        shown = {texts[at] for at in (kept & ~hidden & (chars >= _OTHER)).nonzero()[0].tolist()}
        gone += [at for at in hidden.nonzero()[0].tolist() if texts[at] in shown]
    others = kept & (chars >= _OTHER)
    searched = 0.0
    pieces = (kept & (chars >= _PIECE)).nonzero()[0]
    for at in pieces[np.argsort(-chars[pieces], kind="stable")].tolist():
        searched += float(chars[at]) * len(chars)
        if searched > _MOST_SEARCHED:
            break
        inside = [texts[other] for other in (others & (chars < chars[at])).nonzero()[0].tolist()]
        if len(inside) >= _OTHERS and _is_made_of(texts[at], inside):
            gone.append(at)
    if not gone:
        return kept
    left = kept.copy()
    left[gone] = False
    return left


def _is_made_of(piece: str, others: list[str]) -> bool:
    held = {other for other in others if other in piece}
    return len(held) >= _OTHERS and sum(map(len, held)) >= _SHARE * len(piece)
