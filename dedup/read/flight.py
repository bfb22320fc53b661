"""What Next.js streams into a page for its scripts: ``self.__next_f.push([1, "..."])``, one call for each piece.

The pieces make one text of rows, ``id:JSON`` in a line or ``id:Tlength,`` and a text of so many bytes. A JSON row holds
data or elements, ``["$", tag, key, {"children": ...}]``. Format: React's server components, as Next.js 13 and later
send them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_CALL: Final = "self.__next_f.push("
_ROW: Final = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),|[A-Z]{0,2}(?=[\[{\"]))")
#: Elements that hold one paragraph each.
_PARAGRAPHS: Final = frozenset("p h2 h3 h4 h5 h6 li blockquote".split())
#: Elements nested deeper, and rows beyond so many, are passed over.
_DEEPEST, _ROWS = 100, 20_000
_DECODER: Final = json.JSONDecoder(strict=False)


def is_flight(script: str) -> bool:
    """Whether a script is one of those calls; others of the kind only announce them."""
    return script.lstrip().startswith(_CALL)


def flight_rows(scripts: Iterable[str]) -> Iterator[Any]:
    """The data of the rows; an element of a paragraph is its text."""
    stream = "".join(filter(None, map(_piece, scripts))).encode("utf-8", "surrogatepass")
    at = 0
    for _ in range(_ROWS):
        row = _ROW.match(stream, at)
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        if row is not None and row[2] is not None:
            start, end = row.end(), row.end() + int(row[2], 16)
            yield stream[start:end].decode("utf-8", "replace")
        elif row is not None:
            try:
                value = json.loads(stream[row.end() : end], strict=False)
            except (ValueError, RecursionError):
                value = None
            yield _plain(value, 0)
            end += 1
        else:
            end += 1
        at = end
        if at >= len(stream):
            return


def _piece(script: str) -> str:
    """The text that a call pushes, or nothing."""
    try:
        pushed, _ = _DECODER.raw_decode(script.lstrip(), len(_CALL))
    except (ValueError, RecursionError):
        return ""
    return pushed[1] if isinstance(pushed, list) and len(pushed) == 2 and isinstance(pushed[1], str) else ""


def _plain(value: Any, depth: int) -> Any:
    """The data with the text of a paragraph's elements in their place."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        if _is_element(value):
            props = value[3] if isinstance(value[3], dict) else {}
            if value[1] in _PARAGRAPHS:
                return "".join(_texts(props.get("children"), depth))
            return {name: _plain(inner, depth + 1) for name, inner in props.items() if name != "className"}
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, dict):
        return {name: _plain(inner, depth + 1) for name, inner in value.items()}
    return value


def _is_element(value: list[Any]) -> bool:
    return len(value) >= 4 and value[0] == "$" and isinstance(value[1], str)


def _texts(value: Any, depth: int) -> Iterator[str]:
    """The texts inside a paragraph, in order; "$" begins a reference to another row."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield "" if value.startswith("$") and not value.startswith("$$") else value.removeprefix("$")
    elif isinstance(value, list):
        if _is_element(value):
            yield from _texts(value[3].get("children") if isinstance(value[3], dict) else None, depth + 1)
        else:
            for inner in value:
                yield from _texts(inner, depth + 1)
