"""Text -> sentences, by punctuation alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: An end mark with its closing quotes, then white space and what may open a sentence; full-width marks need no space.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s+[\"'“‘«(\[¿¡]*[^\Wa-z_])|[。！？｡][」』”’）]*|[।؟۔!?](?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Rev|Hon|Jr|Sr|"
    r"No|vs|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Rs|Fig|approx|Nr|bzw|ca|z\.B|u\.a)$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The half-open spans of the sentences, without surrounding white space; together they cover the text."""
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text, max(start, match.start() - 12), match.start()):
            continue
        yield from _stripped(text, start, match.end())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        yield start + left, start + right
