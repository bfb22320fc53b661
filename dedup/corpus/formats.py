"""Files -> records as they stand there. Reading is bounded: in memory, by the size a file had, by its ratio."""

from __future__ import annotations

import functools
import gzip
import io
import itertools
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from dedup.config import Config
from dedup.corpus.inputs import Input, is_article, walk
from dedup.errors import LimitError, MissingExtraError, SourceError
from dedup.read.encoding import decode

_CHUNK = 1 << 18
#: A zstd block of 4 bytes can hold 128 KB: so many compressed bytes at once cannot unpack into more than 32 MB.
_ZSTD_CHUNK = 1 << 10
#: The ratio of a file is looked at when so much has come out of it: short files are no danger.
_RATIO_FROM = 1 << 26
#: Markup begins within so many bytes.
_BEGINNING = 512
#: How servers pack pages, as far as warcio unpacks it without other packages; of brotli it knows an old form only.
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


class Reject(NamedTuple):
    """A record that could not be read or cleaned.

    Attributes:
        file: the name of its source.
        place: of the record in its source, from 0.
        reason: in words.
        record: the record as it stood there, or its beginning.
    """

    file: str
    place: int
    reason: str
    record: str


Item: TypeAlias = tuple[int, bytes | dict[str, Any] | Reject]


def read(source: Input, config: Config) -> Iterator[Item]:
    """The places and raw records of a source: JSON lines as bytes, all else as mappings, failures as rejects.

    A source that breaks off (truncated, damaged, a decompression bomb) gives what stood before, then one reject.

    Raises:
        MissingExtraError: the library for this format is not installed.
    """
    place = -1
    try:
        for item in _READERS[source.kind](source, config):
            place = item[0]
            yield item
    except MissingExtraError:
        raise
    except (SourceError, OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield place + 1, Reject(source.name, place + 1, f"the file cannot be read further: {reason}", "")


class _Bounded(io.RawIOBase):
    """A file up to the size that it had when the run began, and how much of it was read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size if size >= 0 else sys.maxsize
        self.consumed = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        self.consumed += len(data)
        return len(data)

    def close(self) -> None:
        if self._file is not sys.stdin.buffer:
            self._file.close()
        super().close()


class _Joined(io.RawIOBase):
    """Chunks as a file, for warcio, which takes an EOFError for the end of the archive."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            try:
                chunk = next(self._chunks, None)
            except EOFError as error:
                raise SourceError(str(error)) from error
            if chunk is None:
                return 0
            self._rest = chunk
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _opened(source: Input) -> _Bounded:
    return _Bounded(sys.stdin.buffer if source.path is None else source.path.open("rb"), source.size)


def _json_lines(source: Input, config: Config) -> Iterator[Item]:
    limit = config.max_input_bytes
    with _opened(source) as raw:
        for place, (line, length) in enumerate(_lines(_unpacked(raw, config), limit)):
            if length > limit:
                reason = str(LimitError("max_input_bytes", length, limit))
                yield place, Reject(source.name, place, reason, line[:200].decode("utf-8", "replace"))
            elif line.strip():
                yield place, line


def _unpacked(raw: _Bounded, config: Config) -> Iterator[bytes]:
    """The bytes, decompressed by what they begin with rather than by a name."""
    buffered = io.BufferedReader(raw, _CHUNK)
    beginning = buffered.peek(4)[:4]
    if beginning.startswith(b"\x1f\x8b"):
        yield from _checked(_gzip_chunks(buffered), raw, config)
    elif beginning == b"\x28\xb5\x2f\xfd":
        yield from _checked(_zstd_chunks(buffered), raw, config)
    else:
        yield from iter(functools.partial(buffered.read, _CHUNK), b"")


def _checked(chunks: Iterable[bytes], raw: _Bounded, config: Config) -> Iterator[bytes]:
    produced = 0
    for chunk in chunks:
        produced += len(chunk)
        if produced > max(_RATIO_FROM, config.max_ratio * raw.consumed):
            raise LimitError("max_ratio", produced // max(raw.consumed, 1), config.max_ratio)
        yield chunk


def _gzip_chunks(raw: Any) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=raw) as unpacked:
        yield from iter(functools.partial(unpacked.read1, _CHUNK), b"")


def _zstd_chunks(raw: Any) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("zstandard", "zstd") from None
    unpacker = zstandard.ZstdDecompressor()
    frame = unpacker.decompressobj()
    fresh = True
    try:
        while data := raw.read(_ZSTD_CHUNK):
            while data:
                yield frame.decompress(data)
                fresh, data = frame.eof, frame.unused_data if frame.eof else b""
                if fresh:
                    frame = unpacker.decompressobj()
    except zstandard.ZstdError as error:
        raise SourceError(f"damaged zstd data: {error}") from error
    if not fresh:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")


def _lines(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[bytes, int]]:
    """Lines without their ends, and their lengths in bytes; of a line beyond the limit only the beginning."""
    kept, length = bytearray(), 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            if length:
                if len(kept) <= limit:
                    kept += piece
                yield bytes(kept), length + len(piece)
                kept, length = bytearray(), 0
            else:
                yield piece, len(piece)
        if len(kept) <= limit:
            kept += rest
        length += len(rest)
    if length:
        yield bytes(kept), length


def _parquet(source: Input, config: Config) -> Iterator[Item]:
    del config
    assert source.path is not None
    arrow, parquet = _arrow()
    place = 0
    try:
        with parquet.ParquetFile(source.path) as file:
            for batch in file.iter_batches(batch_size=64, use_threads=False):
                for record in batch.to_pylist():
                    yield place, record
                    place += 1
    except (arrow.ArrowException, ValueError, OverflowError) as error:
        raise SourceError(f"damaged Parquet data: {error}") from error


def parquet_schema(path: Path) -> Any:
    """The pyarrow schema of a Parquet file.

    Raises:
        SourceError: it is damaged.
    """
    arrow, parquet = _arrow()
    try:
        return parquet.read_schema(path)
    except (arrow.ArrowException, ValueError) as error:
        raise SourceError(f"{path}: damaged Parquet data: {error}") from error


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("pyarrow", "parquet") from None
    return pyarrow, pyarrow.parquet


def _warc(source: Input, config: Config) -> Iterator[Item]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtraError("warcio", "warc") from None
    with _opened(source) as raw:
        try:
            place = 0
            chunks = _unpacked(raw, config)
            beginning = next(chunks, b"")
            if not beginning.startswith(b"WARC/"):
                raise SourceError("it does not begin like a WARC file")
            # Not buffered: a buffer that meets the end of a truncated file keeps what it has read before.
            stream = _Joined(itertools.chain([beginning], chunks))
            for entry in ArchiveIterator(stream):
                if _is_page(entry):
                    yield place, _page(entry, source.name, place, config.max_input_bytes)
                    place += 1
                elif entry.raw_stream.read() is not None and entry.raw_stream.limit > 0:
                    raise EOFError("it ends inside a record")
        except ArchiveLoadFailed as error:
            raise SourceError(f"damaged WARC data: {error}") from error


def _is_page(entry: Any) -> bool:
    headers = entry.http_headers if entry.rec_type == "response" else entry.rec_headers
    if entry.rec_type not in ("response", "resource", "conversion") or headers is None:
        return False
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    succeeded = entry.rec_type != "response" or headers.get_statuscode().startswith("2")
    return succeeded and kind in _PAGES


def _page(entry: Any, name: str, place: int, limit: int) -> dict[str, Any] | Reject:
    """The page of a WARC record as a record of ours."""
    header = entry.rec_headers.get_header
    headers = entry.http_headers or entry.rec_headers
    packed = (headers.get_header("Content-Encoding") or "").strip().lower()
    data = (entry.content_stream() if packed in _PACKED else entry.raw_stream).read(limit + 1)
    record: dict[str, Any] = {"id": header("WARC-Record-ID"), "url": header("WARC-Target-URI")}
    record["date"] = header("WARC-Date")
    if len(data) > limit:
        reason = str(LimitError("max_input_bytes", len(data), limit))
        return Reject(name, place, reason, str(record["url"]))
    if entry.raw_stream.limit > 0:
        raise EOFError("it ends inside a record")
    # Many crawlers unpack a page and keep the header.
    if packed not in _PACKED and b"<" not in data[:_BEGINNING]:
        reason = f"packed as {packed!r}, which is not read here"
        return Reject(name, place, reason, str(record["url"]))
    try:
        record["text"] = _decoded(data, entry)
    except SourceError as error:
        return Reject(name, place, str(error), str(record["url"]))
    return record


def _decoded(data: bytes, entry: Any) -> str:
    """The server's charset is believed where the bytes fit it, then the page's own."""
    headers = entry.http_headers or entry.rec_headers
    label = (headers.get_header("Content-Type") or "").lower().partition("charset=")[2].split(";")[0]
    try:
        return data.decode(label.strip(" \"'") or "utf-8")
    except (LookupError, ValueError):
        return decode(data)


def _articles(source: Input, config: Config) -> Iterator[Item]:
    """Every article of a folder; its id is its path in the folder."""
    assert source.path is not None
    limit = config.max_input_bytes
    for place, path in enumerate(filter(is_article, walk(source.path))):
        name = path.relative_to(source.path).as_posix()
        try:
            with path.open("rb") as file:
                data = file.read(limit + 1)
            if len(data) > limit:
                raise LimitError("max_input_bytes", path.stat().st_size, limit)
            yield place, {"id": name, "text": decode(data)}
        except (OSError, SourceError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield place, Reject(source.name, place, reason, name)


_READERS = {"jsonl": _json_lines, "parquet": _parquet, "warc": _warc, "folder": _articles}
