"""Reading what the command line names, and writing without ever leaving half a file."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import DedupError, LimitError, SourceError

#: What counts as an article inside a folder.
SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
_RECORDS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".warc", ".warc.gz")


class UsageError(DedupError):
    """What the command line asks for cannot be done."""


#: How messages of the library tell a caller what to pass, and what a command line calls that.
_SPOKEN = (
    (re.compile(r"\bwith (text|id|url)_field\b"), r"with --\1-field"),
    (re.compile(r"\bwith clean\(\.\.\., (\w+=\d+)\)"), r"with --set \1"),
)


def in_options(message: str) -> str:
    """A message of the library, with the command line's own words for what it asks a caller to pass."""
    for pattern, words in _SPOKEN:
        message = pattern.sub(words, message)
    return message


class Source(NamedTuple):
    """One article to read.

    Attributes:
        name: as the user would call it.
        path: where it stands; None for standard input.
        place: its path inside the folder that was named, for a copy of the tree.
    """

    name: str
    path: Path | None
    place: Path


def sources(names: Sequence[str]) -> list[Source]:
    """The articles that the command line names, folders walked in the order of names; standard input for none.

    Raises:
        UsageError: something does not exist, a folder holds no article, or nothing is named at a terminal.
    """
    if not names and sys.stdin.isatty():
        raise UsageError("name a file or a folder, or pipe an article in")
    return [source for name in names or ("-",) for source in _sources(name)]


def _sources(name: str) -> Iterator[Source]:
    path = Path(name)
    if name == "-":
        yield Source("standard input", None, Path("stdin.txt"))
    elif path.is_dir():
        found = sorted(_articles(path))
        if not found:
            raise UsageError(f"{name}: no articles in this folder; looked for {', '.join(SUFFIXES)}")
        yield from (Source(str(file), file, file.relative_to(path)) for file in found)
    elif path.exists():
        if name.lower().endswith(_RECORDS):
            raise UsageError(f"{name} holds many records: dedup corpus {name}")
        yield Source(name, path, Path(path.name))
    elif name.startswith(("http://", "https://")):
        raise UsageError(f"{name}: dedup does not fetch pages; pipe one in: curl -s {name} | dedup clean -")
    else:
        raise UsageError(f"{name}: no such file or folder")


def _articles(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(place, name)


def read(source: Source, limit: int) -> bytes:
    """The bytes of an article.

    Raises:
        LimitError: more than ``limit`` bytes; not more than that are read.
        SourceError: it cannot be read.
    """
    try:
        if source.path is None:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with source.path.open("rb") as file:
                data = file.read(limit + 1)
                size = max(len(data), os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise LimitError("max_input_bytes", len(data) if source.path is None else size, limit)
    return data


def targets(found: Sequence[Source], output: str | None, suffix: str) -> list[Path] | None:
    """Where each article goes: one into a file, several into a folder like theirs; None for the screen.

    Raises:
        UsageError: the output would overwrite an input, two inputs would go to one file, or several into a file.
    """
    if output is None:
        return None
    out = Path(output)
    into_folder = len(found) > 1 or out.is_dir() or output.endswith(os.sep)
    if into_folder and out.is_file():
        raise UsageError(f"{len(found)} articles need a folder, and {output} is a file; choose another output")
    paths = _places(out, found, suffix) if into_folder else [out]
    check_outputs(paths, (source.path for source in found))
    taken: set[Path] = set()
    for path in paths:
        if path in taken:
            raise UsageError(f"two inputs would both become {path}; clean them one by one")
        taken.add(path)
    return paths


def check_outputs(outputs: Iterable[str | Path], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over an input; inputs without a path are no files.

    Raises:
        UsageError: an output is an input.
    """
    taken = {path.resolve() for path in inputs if path is not None}
    for output in outputs:
        if Path(output).resolve() in taken:
            raise UsageError(f"{output} is an input, and inputs are never changed; choose another output")


def _places(out: Path, found: Sequence[Source], suffix: str) -> list[Path]:
    """Their names with another suffix; ``a.txt`` and ``a.html`` become ``a.txt`` and ``a.html.txt``."""
    short = [source.place.with_suffix(suffix) for source in found]
    counts = Counter(short)
    long = [source.place.with_name(source.place.name + suffix) for source in found]
    return [
        out / (brief if counts[brief] == 1 or brief == source.place else full)
        for source, brief, full in zip(found, short, long, strict=True)
    ]


def write(path: Path, text: str) -> None:
    """Write a whole file or nothing: a reader never sees half of it.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device is no file to be replaced
            path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            aside.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
