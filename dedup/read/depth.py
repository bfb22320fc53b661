"""A guard against nesting: lexbor's time grows with the square of the depth, so it has to act first."""

from __future__ import annotations

import re

from dedup.errors import LimitError

_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*)")
#: Elements that never hold others.
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li option dd dt tr td th".split()
)


def check_depth(markup: bytes, max_depth: int) -> None:
    """Refuse markup that opens more elements than it closes, at any point, by more than ``max_depth``.

    An estimate in one pass: elements that close by themselves do not count. Markup with fewer tags than
    ``max_depth`` is not scanned at all.

    Args:
        markup: in any encoding that holds ASCII, such as UTF-8: counting bytes is faster than counting characters.
        max_depth: in elements.

    Raises:
        LimitError: nested too deep.
    """
    tags = markup.count(b"<")
    if tags <= max_depth or tags - 2 * markup.count(b"</") <= max_depth:
        return
    depth = deepest = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    if deepest > max_depth:
        raise LimitError("max_depth", deepest, max_depth)
