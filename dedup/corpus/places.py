"""Where the output of a run over files goes, and by what its inputs are known again."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from dedup.corpus.inputs import Input, suffix_of, walk
from dedup.errors import ConfigError, OutputError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_WRITTEN = {".warc": ".jsonl", ".warc.gz": ".jsonl.gz", "": ".jsonl"}


def places(inputs: Sequence[Input], output: str) -> list[str]:
    """The file that each input becomes: the one that is named, or one of the same name in a folder.

    A WARC and a folder of articles become JSON lines.

    Raises:
        ConfigError: several inputs for one file, two that would become the same file, or an output among the inputs.
    """
    out = Path(output)
    if out.exists() and not out.is_file() and not out.is_dir():
        raise ConfigError(f"{output} is neither a file nor a folder; a run that can be resumed needs one of them")
    if output == "-":
        raise ConfigError("a corpus goes to a file or a folder, so that a run can be resumed; name one with --output")
    folder = out.is_dir() or output.endswith(("/", os.sep)) or not out.suffix
    if len(inputs) > 1 and not folder:
        raise ConfigError(f"{len(inputs)} inputs cannot become one file {output}; name a folder")
    found = [str(out / _name(source)) for source in inputs] if folder else [output]
    _check(inputs, found)
    return found


def _name(source: Input) -> Path:
    suffix = suffix_of(source.place) if source.kind != "folder" else ""
    stem = source.place.name[: -len(suffix)] if suffix else source.place.name
    return source.place.with_name(stem + _WRITTEN.get(suffix, suffix))


def _check(inputs: Sequence[Input], found: Sequence[str]) -> None:
    files = {source.path.resolve() for source in inputs if source.path is not None}
    folders = [path for path in files if path.is_dir()]
    taken: set[Path] = set()
    for name in found:
        path = Path(name).resolve()
        if path in files:
            raise ConfigError(f"{name} is an input, and inputs are never changed; choose another output")
        if any(path.is_relative_to(folder) for folder in folders):
            raise ConfigError(f"{name} is inside a folder that is read; choose an output outside of it")
        if path in taken:
            raise ConfigError(f"two inputs would both become {name}; clean them one by one")
        taken.add(path)


def rejects_of(output: str) -> str:
    """Where the records go that could not be cleaned."""
    return _beside(output, ".rejects.jsonl")


def journal_of(output: str) -> Path:
    """Where a run notes how far it has come."""
    return Path(_beside(output, ".journal"))


def lock_of(output: str) -> Path:
    """What a run holds locked while it writes."""
    return Path(_beside(output, ".lock"))


def _beside(output: str, suffix: str) -> str:
    return output.rstrip("/" + os.sep) + suffix


@contextlib.contextmanager
def written(path: str | Path) -> Iterator[None]:
    """Something is being written at this path.

    Raises:
        OutputError: that is not possible; says why.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = error.filename or path
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            raise OutputError(f"{name} cannot be written: the disk is full, or a quota used up ({reason})") from error
        raise OutputError(f"{name} cannot be written: {reason}") from error


def inputs_digest(inputs: Sequence[Input]) -> str:
    """16 hex digits that differ when an input has another name, size or time of its last change."""
    digest = hashlib.blake2b(digest_size=8)
    for source in inputs:
        for path in _files(source):
            state = path.stat()
            size = source.size if source.path == path else state.st_size
            digest.update(f"{source.name}\0{path}\0{size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(source: Input) -> Iterator[Path]:
    if source.path is None or not source.path.exists():
        return
    if source.kind == "folder":
        yield from walk(source.path)
    elif source.path.is_file():
        yield source.path
