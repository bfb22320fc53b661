"""Records: mappings with a text and, mostly, an id and an address, in the files that corpora come in.

>>> from dedup.corpus.records import RecordWriter, read_records
>>> with RecordWriter("articles.jsonl.gz") as out:
...     out.write({"id": 1, "text": "The bridge opens on Monday."})
>>> [record["id"] for record in read_records("articles.jsonl.gz")]
[1]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from dedup.config import Config
from dedup.corpus import encoding, formats
from dedup.corpus.formats import Reject
from dedup.corpus.inputs import find_inputs
from dedup.errors import RecordError

#: Field names that people use, the likeliest first.
TEXT_FIELDS = ("text", "maintext", "content", "body", "article", "raw_text", "html", "paragraphs")
ID_FIELDS = ("id", "url", "uuid", "guid")
URL_FIELDS = ("url", "link", "source_url", "canonical_url", "site", "domain")

#: Records that a writer compresses together.
BATCH = 128


def text_of(record: Mapping[str, Any], field: str | None, *, place: int) -> str:
    """The record's text; paragraphs are joined by blank lines.

    Args:
        record: any mapping.
        field: the text's field, or None to recognise it by the usual names.
        place: of the record in its corpus, for the message.

    Raises:
        RecordError: no mapping, no such field, or no text in it.
    """
    name = field or field_of(record, TEXT_FIELDS, place=place)
    value = record.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    raise RecordError(f"record {place}: {name!r} holds {type(value).__name__}, not text")


def id_of(record: Mapping[str, Any], field: str | None, *, place: int) -> Any:
    """The record's id; its place where it has none.

    Raises:
        RecordError: the field that was asked for is missing.
    """
    if field is not None:
        if field not in record:
            raise RecordError(f"record {place}: no field {field!r}")
        return record[field]
    for name in ID_FIELDS:
        if record.get(name) not in (None, ""):
            return record[name]
    return place


def url_of(record: Mapping[str, Any], field: str | None = None) -> str:
    """Where the record was found: an address or a site's name; empty where it does not say."""
    names = (field,) if field else (*URL_FIELDS, *ID_FIELDS[:1])
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value and (name != "id" or "://" in value):
            return value
    return ""


def site_of(address: str) -> str:
    """The site of an address: its host in lower case without ``www.``; a bare name is a site by itself."""
    try:
        host = urlsplit(address).hostname if "://" in address else address.partition("/")[0]
    except ValueError:
        return ""
    return (host or "").strip().lower().removeprefix("www.")


def field_of(record: Mapping[str, Any], names: tuple[str, ...], *, place: int) -> str:
    """The first of the usual names that the record has.

    Raises:
        RecordError: none of them, or no mapping at all.
    """
    if not isinstance(record, Mapping):
        raise RecordError(f"record {place} is a {type(record).__name__}, not a mapping")
    for name in names:
        if name in record:
            return name
    raise RecordError(f"record {place} has none of the fields {', '.join(names)}; name yours with text_field")


def read_records(
    paths: str | Path | Iterable[str | Path],
    *,
    rejects: Callable[[Reject], None] | None = None,
    config: Config | None = None,
) -> Iterator[dict[str, Any]]:
    """The records of one or many files, in order, in constant memory.

    Args:
        paths: ``.jsonl``, ``.ndjson`` (also ``.gz`` and ``.zst``), ``.parquet``, ``.warc``, ``.warc.gz``, a folder
            of these or of ``.html`` and ``.txt`` files (record files first, then articles, each by name), or ``-``
            for JSON lines on standard input. A page of a WARC becomes ``{"id", "url", "date", "text"}``, an article
            of a folder ``{"id", "text"}``.
        rejects: called with every record that cannot be read and why; without it the first one is an error.
        config: see ``max_input_bytes`` (of one record) and ``max_ratio``.

    Raises:
        RecordError: a record cannot be read and ``rejects`` is None.
        SourceError: a file does not exist or is of no known kind.
        MissingExtraError: pyarrow, warcio or zstandard is needed and not installed.
    """
    config = config or Config()
    for source in find_inputs([paths] if isinstance(paths, (str, Path)) else list(paths)):
        for item in formats.read(source, config):
            record = parsed(item, source.name)
            if not isinstance(record, Reject):
                yield record
            elif rejects is None:
                raise RecordError(f"{record.file}: record {record.place}: {record.reason}")
            else:
                rejects(record)


def parsed(item: formats.Item, name: str) -> dict[str, Any] | Reject:
    """The record of an item of :func:`dedup.corpus.formats.read`, or why there is none."""
    place, value = item
    if isinstance(value, bytes):
        try:
            return encoding.from_line(value)
        except RecordError as error:
            return Reject(name, place, str(error), encoding.shown(value))
    return value


class RecordWriter:
    """Writes records to a file, in the format and compression that its name says; ``-`` is standard output.

    A context manager. The file is written aside and takes its name when all is written; after an exception
    inside ``with`` the old file, if there was one, is still there and nothing else is.

    Args:
        path: ``.jsonl``, ``.ndjson``, ``.jsonl.gz``, ``.jsonl.zst`` or ``.parquet``.
        schema: the pyarrow schema of a ``.parquet`` file; that of the first :data:`BATCH` records if None.

    Raises:
        SourceError: the name says no known format.
    """

    def __init__(self, path: str | Path, *, schema: Any = None) -> None:
        self.path = str(path)
        self._encoder = encoding.encoder(self.path, schema)
        self._pending: list[Mapping[str, Any]] = []
        self._part = encoding.Part(self.path)

    def __enter__(self) -> RecordWriter:
        return self

    def write(self, record: Mapping[str, Any]) -> None:
        """Write one record.

        Raises:
            RecordError: it holds values that the format does not have.
        """
        self._pending.append(record)
        if len(self._pending) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        if pending:
            self._part.append(self._encoder(pending))

    def close(self) -> None:
        """Write what is left and give the file its name."""
        self._flush()
        self._part.finish(getattr(self._encoder, "schema", None))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._part.discard()
