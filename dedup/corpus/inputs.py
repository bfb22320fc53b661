"""Which files a corpus consists of, and which file each of them becomes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import SourceError

#: Suffix -> format; the longest that fits wins.
RECORD_SUFFIXES = {
    ".jsonl": "jsonl", ".jsonl.gz": "jsonl", ".jsonl.zst": "jsonl",
    ".ndjson": "jsonl", ".ndjson.gz": "jsonl", ".ndjson.zst": "jsonl",
    ".parquet": "parquet", ".warc": "warc", ".warc.gz": "warc",
}  # fmt: skip
ARTICLE_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")


class Input(NamedTuple):
    """One source of records.

    Attributes:
        name: as the user would call it.
        path: a file, the folder of articles, or None for standard input.
        kind: ``jsonl``, ``parquet``, ``warc`` or ``folder`` (of single articles).
        place: its path inside the folder that was named, for a copy of the tree.
        size: bytes when it was looked at: what is appended later is not read; -1 where there is no telling.
    """

    name: str
    path: Path | None
    kind: str
    place: Path
    size: int = -1


def find_inputs(names: Sequence[str | Path]) -> list[Input]:
    """The sources that are named; of a folder its record files by name, then its articles as one source.

    Raises:
        SourceError: something does not exist, is empty of records, or of no known kind.
    """
    return [found for name in names for found in _inputs(str(name))]


def suffix_of(name: str | Path) -> str:
    """The suffix of a record file, such as ``.jsonl.gz``; empty for any other name."""
    lower = str(name).lower()
    return max((suffix for suffix in RECORD_SUFFIXES if lower.endswith(suffix)), key=len, default="")


def _inputs(name: str) -> Iterator[Input]:
    path = Path(name)
    if name == "-":
        yield Input("standard input", None, "jsonl", Path("stdin.jsonl"))
    elif path.is_dir():
        yield from _of_folder(path)
    elif not path.exists():
        raise SourceError(f"{name}: no such file or folder")
    elif suffix := suffix_of(path):
        yield Input(name, path, RECORD_SUFFIXES[suffix], Path(path.name), _size(path))
    else:
        raise SourceError(f"{name}: not a corpus; known are {', '.join(RECORD_SUFFIXES)}, and folders")


def _of_folder(folder: Path) -> Iterator[Input]:
    found = list(walk(folder))
    for path in found:
        if suffix := suffix_of(path):
            yield Input(str(path), path, RECORD_SUFFIXES[suffix], path.relative_to(folder), _size(path))
    if any(is_article(path) for path in found):
        yield Input(str(folder), folder, "folder", Path(folder.resolve().name))
    elif not any(suffix_of(path) for path in found):
        raise SourceError(f"{folder}: neither records nor articles in this folder")


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their names; hidden ones are passed over."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def is_article(path: Path) -> bool:
    """Whether a file inside a folder counts as an article."""
    return path.suffix.lower() in ARTICLE_SUFFIXES


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
