"""Records -> bytes of a file, in pieces that can be appended, cut off at, and joined: one frame for each batch."""

from __future__ import annotations

import contextlib
import functools
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

from dedup.corpus.inputs import suffix_of
from dedup.corpus.places import written
from dedup.errors import MissingExtraError, RecordError, SourceError

Encoder: TypeAlias = Callable[[Sequence[Mapping[str, Any]]], bytes]

#: How much of a record that cannot be read is shown.
_SHOWN = 1 << 16
_PARQUET_ROWS = 1024


def from_line(line: bytes) -> dict[str, Any]:
    """The record of one JSON line.

    Raises:
        RecordError: it is no JSON, no object, or holds what Python's JSON cannot read.
    """
    try:
        record = json.loads(line)
    except RecursionError:
        raise RecordError("JSON nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise RecordError(f"a JSON {_JSON_NAMES.get(type(record), 'value')}, not an object")
    return record


_JSON_NAMES = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def to_line(record: Mapping[str, Any]) -> bytes:
    """The record as one line of JSON, in UTF-8; in ASCII where it holds lone surrogates.

    Raises:
        RecordError: it holds values that JSON does not have.
    """
    try:
        text = json.dumps(record, ensure_ascii=False)
        try:
            return text.encode() + b"\n"
        except UnicodeEncodeError:
            return json.dumps(record).encode() + b"\n"
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError(f"cannot be written as JSON: {error}") from error


def shown(value: bytes) -> str:
    """A raw record for the rejects file."""
    return value[:_SHOWN].decode("utf-8", "backslashreplace")


def encoder(path: str, schema: Any = None) -> Encoder:
    """What turns a batch of records into a piece of the file; the same records give the same bytes.

    Args:
        path: its suffix says format and compression; ``-`` is JSON lines.
        schema: the pyarrow schema of a Parquet file; guessed from the first batch if None.

    Raises:
        SourceError: no format that can be written.
        MissingExtraError: the library for it is not installed.
    """
    suffix = ".jsonl" if path == "-" else suffix_of(path)
    if suffix == ".parquet":
        return _Arrow(schema)
    pack = packer(path)
    return lambda records: pack(b"".join([to_line(record) for record in records]))


def packer(path: str) -> Callable[[bytes], bytes]:
    """What compresses a piece of a file of JSON lines into a frame of its own."""
    suffix = ".jsonl" if path == "-" else suffix_of(path)
    if suffix in (".jsonl", ".ndjson"):
        return bytes
    if suffix.endswith("l.gz") or suffix.endswith("n.gz"):
        return functools.partial(gzip.compress, compresslevel=6, mtime=0)
    if suffix.endswith(".zst"):
        try:
            import zstandard
        except ImportError:
            raise MissingExtraError("zstandard", "zstd") from None
        compress: Callable[[bytes], bytes] = zstandard.ZstdCompressor(level=3).compress
        return compress
    raise SourceError(f"{path}: records are written as .jsonl, .jsonl.gz, .jsonl.zst or .parquet")


class _Arrow:
    """Batches as messages of an Arrow stream, which unlike Parquet can be cut off at any message."""

    def __init__(self, schema: Any) -> None:
        try:
            import pyarrow
        except ImportError:
            raise MissingExtraError("pyarrow", "parquet") from None
        self._arrow = pyarrow
        self.schema = schema

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> bytes:
        rows = [dict(record) for record in records]
        try:
            batch = self._arrow.RecordBatch.from_pylist(rows, schema=self.schema)
        except (self._arrow.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise RecordError(f"does not fit the columns of the Parquet file: {error}") from error
        self.schema = batch.schema
        sink = self._arrow.BufferOutputStream()
        with self._arrow.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        data: bytes = sink.getvalue().to_pybytes()
        return data


class Part:
    """A file that is being written aside, next to where it will stand.

    What is no file, such as a device or a named pipe, is written directly: it could not be replaced without harm.

    Args:
        path: its name in the end; ``-`` for standard output, which cannot be written aside.
        offset: bytes of an earlier, killed attempt that are good; the rest of it is cut off.

    Raises:
        OutputError: it cannot be written; raised by the methods too.
        SourceError: it is shorter than ``offset``, or a Parquet file would have to go to a device.
    """

    def __init__(self, path: str, offset: int = 0) -> None:
        self.path = path
        self.offset = offset
        self.aside = aside(path)
        self._direct = path != "-" and Path(path).exists() and not Path(path).is_file()
        self._file: IO[bytes] | None = None
        if path == "-":
            return
        with written(path):
            if self._direct:
                self._file = self._opened_directly()
                return
            self.aside.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.aside.open("r+b" if offset else "wb", buffering=0)
            if os.fstat(self._file.fileno()).st_size < offset:
                raise SourceError(f"{self.aside} is shorter than its journal says; start anew without --resume")
            self._file.truncate(offset)
            self._file.seek(offset)

    def _opened_directly(self) -> IO[bytes]:
        if suffix_of(self.path) == ".parquet":
            raise SourceError(f"{self.path} is no regular file, and a Parquet file is not written from front to back")
        return open(self.path, "wb", buffering=0)

    def append(self, piece: bytes) -> int:
        """Write a piece and return where it ends, in bytes."""
        with written(self.path):
            if self._file is None:
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
            else:
                view = memoryview(piece)
                while view:
                    view = view[self._file.write(view) :]
        self.offset += len(piece)
        return self.offset

    def sync(self) -> None:
        """Make sure that what was written survives a loss of power."""
        if self._file is not None and not self._direct:
            with written(self.path):
                os.fsync(self._file.fileno())

    def finish(self, schema: Any = None) -> None:
        """Close the file and give it its name; ``schema`` is that of a Parquet file without rows."""
        if self._file is None:
            return
        with written(self.path):
            self._file.close()
            if self._direct:
                return
            if suffix_of(self.path) == ".parquet":
                _arrow_to_parquet(self.aside, Path(self.path), schema)
            else:
                self.aside.replace(self.path)

    def close(self) -> None:
        """Close the file and leave it where it is, to be resumed."""
        if self._file is not None:
            self._file.close()

    def discard(self) -> None:
        """Close the file and remove it."""
        self.close()
        if self._file is not None and not self._direct:
            self.aside.unlink(missing_ok=True)


def aside(path: str) -> Path:
    """Where a file stands while it is being written."""
    return Path(path + ".part")


def _arrow_to_parquet(pieces: Path, target: Path, schema: Any) -> None:
    """One row group for some thousand rows; small batches would make a slow file."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    whole = Path(f"{target}.whole.part")
    try:
        writer = None
        for table in _tables(pieces, pyarrow):
            writer = writer or ParquetWriter(whole, table.schema, compression="zstd")
            writer.write_table(table)
        writer = writer or ParquetWriter(whole, schema or pyarrow.schema([]), compression="zstd")
        writer.close()
        whole.replace(target)
    finally:
        with contextlib.suppress(OSError):
            whole.unlink(missing_ok=True)
    pieces.unlink()


def _tables(pieces: Path, pyarrow: Any) -> Iterator[Any]:
    pending: list[Any] = []
    with pyarrow.OSFile(str(pieces), "rb") as file:
        while file.tell() < file.size():
            with pyarrow.ipc.open_stream(file) as stream:
                pending += list(stream)
            if sum(batch.num_rows for batch in pending) >= _PARQUET_ROWS:
                yield pyarrow.Table.from_batches(pending)
                pending = []
    if pending:
        yield pyarrow.Table.from_batches(pending)
