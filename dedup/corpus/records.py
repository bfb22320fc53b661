"""What a record is: a mapping with a text and, mostly, an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dedup.errors import RecordError

#: Field names that people use, the likeliest first.
TEXT_FIELDS = ("text", "maintext", "content", "body", "article", "raw_text", "html")
ID_FIELDS = ("id", "url", "uuid", "guid")


def text_of(record: Mapping[str, Any], field: str | None, *, place: int) -> str:
    """The record's text.

    Args:
        record: any mapping.
        field: the text's field, or None to recognise it by the usual names.
        place: of the record in its corpus, for the message.

    Raises:
        RecordError: no mapping, no such field, or no text in it.
    """
    name = field or field_of(record, TEXT_FIELDS, place=place)
    value = record.get(name)
    if not isinstance(value, str):
        raise RecordError(f"record {place}: {name!r} holds {type(value).__name__}, not text")
    return value


def id_of(record: Mapping[str, Any], field: str | None, *, place: int) -> Any:
    """The record's id; its place where it has none.

    Raises:
        RecordError: the field that was asked for is missing.
    """
    if field is not None:
        if field not in record:
            raise RecordError(f"record {place}: no field {field!r}")
        return record[field]
    return next((record[name] for name in ID_FIELDS if record.get(name) not in (None, "")), place)


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
