"""The article of a page that shows it only after running its scripts: prose in the page's embedded JSON.

Such pages carry their text as data (``articleBody`` of schema.org's Article in JSON-LD, the state of an application
in an ``application/json`` script or assigned to a variable of the page). No name of a field is believed but one thing:
an article is the place in the data that holds the most prose.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from dedup.config import Config
from dedup.measure.normalize import counted_words
from dedup.model import Block, Document, Layout
from dedup.read.flight import flight_rows, is_flight
from dedup.read.lexbor import read_markup
from dedup.read.metadata import ASSIGNED
from dedup.read.plain import read_text
from dedup.read.sniff import looks_like_markup

#: A string of fewer words is a label; an article has at least so many words in strings of prose.
_PROSE_WORDS, _ARTICLE_WORDS = 8, 60
#: Where less of a place's words are in prose, it mixes an article with labels, as flattened states do.
_PROSE_SHARE = 0.9
#: Limits of what is looked at: code points of one script, assignments and values in it.
_SCRIPT_LIMIT, _ASSIGNMENT_LIMIT, _VALUE_LIMIT = 8_000_000, 20, 400_000
_DECODER: Final = json.JSONDecoder(strict=False)

#: The keys on the way to a string, "*" for a place in a list; and the places.
_Path = tuple[str, ...]
_Places = tuple[int, ...]


def with_body(document: Document, config: Config) -> Document | None:
    """The page with the article of its embedded data behind its text, or None where the data holds none.

    The new blocks are those behind the page's own; their element is a ``script`` of its own.
    """
    streamed = [script for script in document.embedded if is_flight(script)]
    bodies = [_body(_data(script), config) for script in document.embedded if _is_read(script)]
    if streamed and sum(map(len, streamed)) <= _SCRIPT_LIMIT:
        bodies.append(_body(flight_rows(streamed), config))
    body = max(bodies, key=counted_words, default="")
    if counted_words(body) < _ARTICLE_WORDS:
        return None
    own = read_text(body, config=config)
    text = f"{document.text}\n\n{body}" if document.text else body
    shift = len(text) - len(body)
    layout = document.layout or Layout([-1], ["html"], [""])
    first, element = len(document.blocks), len(layout.parents)
    blocks = [
        Block(first + at, block.start + shift, block.end + shift, block.text, block.kind, block.level, 0.0, element)
        for at, block in enumerate(own.blocks)
    ]
    longer = Layout([*layout.parents, 0], [*layout.tags, "script"], [*layout.hints, ""])
    return dataclasses.replace(document, text=text, blocks=(*document.blocks, *blocks), layout=longer)


def _is_read(script: str) -> bool:
    return len(script) <= _SCRIPT_LIMIT and not is_flight(script)


def _body(values: Iterable[Any], config: Config) -> str:
    """The paragraphs of the place in the data that holds the most prose, parted by blank lines."""
    best: list[str] = []
    most = 0.0
    for data in values:
        groups: defaultdict[_Path, list[tuple[_Places, str]]] = defaultdict(list)
        for path, places, text in _strings(data):
            groups[path].append((places, text))
        for path, entries in groups.items():
            paragraphs, amount = _prose(_paragraphs(path, entries))
            if amount > most:
                best, most = paragraphs, amount
    return "\n\n".join(_plain(text, config) for text in best)


def _data(script: str) -> Iterator[Any]:
    """What a script of data holds, or what a script of code assigns."""
    try:
        yield json.loads(script, strict=False)
        return
    except (ValueError, RecursionError):
        pass
    at = 0
    for _ in range(_ASSIGNMENT_LIMIT):
        found = ASSIGNED.search(script, at)
        if found is None:
            return
        at = found.end()
        try:
            if script.startswith("JSON.parse(", at):
                literal, at = _DECODER.raw_decode(script, at + len("JSON.parse("))
                yield json.loads(literal, strict=False)
            else:
                value, at = _DECODER.raw_decode(script, at)
                yield value
        except (ValueError, TypeError, RecursionError):
            continue


def _prose(paragraphs: list[str]) -> tuple[list[str], float]:
    """The paragraphs, without labels where they are many, and the words of those that are prose."""
    words = [counted_words(text) for text in paragraphs]
    amount = sum(count for count in words if count >= _PROSE_WORDS)
    if amount < _PROSE_SHARE * sum(words):
        paragraphs = [text for text, count in zip(paragraphs, words, strict=True) if count >= _PROSE_WORDS]
    return paragraphs, amount


def _paragraphs(path: _Path, entries: list[tuple[_Places, str]]) -> list[str]:
    """The strings of one place; runs of one paragraph, in a list inside a list, are joined."""
    if path.count("*") < 2:
        return [text.strip() for _, text in entries if text.strip()]
    joined: defaultdict[_Places, str] = defaultdict(str)
    for places, text in entries:
        joined[places[:-1]] += text
    return [text.strip() for text in joined.values() if text.strip()]


def _plain(text: str, config: Config) -> str:
    return read_markup(text, config=config).text if looks_like_markup(text) else text


def _strings(data: Any) -> Iterator[tuple[_Path, _Places, str]]:
    """Every string of the data with its path and places, in the order of the data."""
    waiting: list[tuple[_Path, _Places, Any]] = [((), (), data)]
    for _ in range(_VALUE_LIMIT):
        if not waiting:
            return
        path, places, value = waiting.pop()
        if isinstance(value, str):
            yield path, places, value
        elif isinstance(value, dict):
            waiting += [((*path, str(key)), places, inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            inside = [((*path, "*"), (*places, at), inner) for at, inner in enumerate(value)]
            waiting += reversed(inside)
