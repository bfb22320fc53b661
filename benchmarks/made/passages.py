"""Repeats planted in articles of our own (``articles.toml``), for where the evaluation data is absent.

The same kinds and the same fields as ``passages/*.jsonl.gz``: ``paragraphs``, and ``duplicate_of`` from a later
position to the earlier one or ones. Nothing is drawn by chance: a seed would only hide which edits there are.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]

_ARTICLES = Path(__file__).with_name("articles.toml")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


def _typography(text: str) -> str:
    """Other quotes and dashes, a doubled space, no final stop."""
    return text.replace(", ", " – ", 1).replace("'", "’").replace(" and ", "  and ", 1).rstrip(".")


def _synonyms(text: str) -> str:
    """Three small words exchanged."""
    for word, other in (("said", "stated"), ("will ", "is going to "), ("about", "around"), ("which", "that")):
        text = re.sub(rf"\b{word}", other, text, count=1)
    return text


def _shortened(text: str) -> str:
    """Without its last clause."""
    return f"{text.rpartition(', ')[0] or text.rpartition(' and ')[0] or text[:-8]}."


def _misspelt(text: str) -> str:
    """A letter lost in two of the longest words."""
    for word in sorted(set(re.findall(r"\b[a-z]{8,}\b", text)), key=lambda word: (-len(word), word))[:2]:
        text = text.replace(word, word[:3] + word[4:], 1)
    return text


#: What an editor, a layout or a careless hand does to a paragraph that is used again.
EDITS: dict[str, Callable[[str], str]] = {
    "typography": _typography, "synonyms": _synonyms, "shortened": _shortened, "misspelt": _misspelt,
    "capitals": str.upper, "dateline": "KELBY (Own report) – {}".format,
}  # fmt: skip


@functools.cache
def _source() -> dict[str, list[Record]]:
    return tomllib.loads(_ARTICLES.read_text(encoding="utf-8"))


def records(name: str) -> Iterator[Record]:
    """The records of a kind, ``exact`` and the like, in a fixed order; none for a kind that is not made."""
    made = _MAKERS.get(name)
    if made:
        yield from made()


def _articles() -> Iterator[tuple[str, list[str], Record]]:
    for article in _source()["articles"]:
        yield article["name"], list(article["paragraphs"]), article


def _exact() -> Iterator[Record]:
    for name, paragraphs, _ in _articles():
        count = len(paragraphs)
        yield _record(f"{name}/end", [*paragraphs, paragraphs[1]], {count: 1})
        yield _record(f"{name}/adjacent", [paragraphs[0], *paragraphs], {1: 0})
        yield _record(f"{name}/body", paragraphs * 2, {count + at: at for at in range(count)})


def _edit() -> Iterator[Record]:
    for name, paragraphs, _ in _articles():
        for at, (edit, change) in enumerate(EDITS.items()):
            source = at % len(paragraphs)
            edited = change(paragraphs[source])
            if edited != paragraphs[source]:
                yield _record(f"{name}/{edit}", [*paragraphs, edited], {len(paragraphs): source})


def _merge() -> Iterator[Record]:
    for name, paragraphs, _ in _articles():
        glued = f"{paragraphs[1]} {paragraphs[2]}"
        yield _record(f"{name}/later_glued", [*paragraphs, glued], {len(paragraphs): [1, 2]})
        split = [paragraphs[0], glued, *paragraphs[3:], paragraphs[1], paragraphs[2]]
        last = len(split) - 1
        yield _record(f"{name}/later_split", split, {last - 1: 1, last: 1})


def _contained() -> Iterator[Record]:
    """A first sentence as a teaser above, a teaser cut off, a pull quote in the middle."""
    for name, paragraphs, _ in _articles():
        for at, paragraph in enumerate(paragraphs[:3]):
            sentence = _SENTENCE.split(paragraph)[0]
            cut = " ".join(paragraph.split()[:16]).rstrip(",.;") + " …"
            pulled = [*paragraphs[: at + 1], sentence, *paragraphs[at + 1 :]]
            yield _record(f"{name}/cut{at}", [cut, *paragraphs], {at + 1: 0})
            if sentence != paragraph:
                yield _record(f"{name}/pull{at}", pulled, {at + 1: at})


def _reword() -> Iterator[Record]:
    for name, paragraphs, article in _articles():
        for at, text in article["reworded"].items():
            yield _record(f"{name}/{at}", [*paragraphs, text], {len(paragraphs): int(at)})
            others = [p for n, p in enumerate(paragraphs) if n != int(at)]
            yield _record(f"{name}/{at}/first", [text, *others, paragraphs[int(at)]], {len(paragraphs): 0})


def _swap() -> Iterator[Record]:
    """The same sentence about somebody else, somewhere else, or with other numbers."""
    for name, paragraphs, article in _articles():
        for at, paragraph in enumerate(paragraphs):
            for old, new in article["names"].items():
                if old in paragraph:
                    yield _record(f"{name}/{at}/{old}", [*paragraphs, paragraph.replace(old, new)], {})
            if _NUMBER.search(paragraph):
                yield _record(f"{name}/{at}/numbers", [*paragraphs, _NUMBER.sub(_other_number, paragraph)], {})


def _other_number(match: re.Match[str]) -> str:
    """Another number of the same length: each digit three higher, a first 0 never made."""
    return "".join(str((int(c) + 2) % 9 + 1) if c.isdigit() else c for c in match[0])


def _listed(key: str) -> Iterator[Record]:
    frame = _source()["articles"][0]["paragraphs"]
    for entry in _source()[key]:
        yield _record(entry["name"], entry["paragraphs"], {})
        if key == "templates":
            yield _record(f"{entry['name']}/in an article", [*frame[:3], *entry["paragraphs"], *frame[3:]], {})


def _untouched() -> Iterator[Record]:
    for name, paragraphs, _ in _articles():
        yield _record(name, paragraphs, {})


def _record(name: str, paragraphs: list[str], duplicate_of: dict[int, Any]) -> Record:
    return {"id": name, "paragraphs": paragraphs, "duplicate_of": duplicate_of}


_MAKERS: dict[str, Callable[[], Iterator[Record]]] = {
    "exact": _exact, "edit": _edit, "merge": _merge, "contained": _contained, "reword": _reword,
    "neg_untouched": _untouched, "neg_swap": _swap,
    "neg_template": functools.partial(_listed, "templates"), "neg_drama": functools.partial(_listed, "refrains"),
}  # fmt: skip
