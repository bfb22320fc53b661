"""Many articles as plain mappings: one pure function that frames, data sets and engines can call."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dedup.cleaner import Cleaner
from dedup.config import Config
from dedup.errors import ConfigError, SourceError, SourceTypeError
from dedup.result import CleanResult, removal_records

#: Field names under which a record's article is looked for, the likeliest first.
TEXT_FIELDS = ("text", "html", "maintext", "content", "body", "article", "raw_text")


def clean_batch(
    records: Iterable[Mapping[str, Any]],
    *,
    text_field: str | None = None,
    config: Config | str = "balanced",
    workers: int = 1,
    **settings: Any,
) -> list[dict[str, Any]]:
    """Clean a batch of records; each comes back as a new dict with all its fields.

    The article's field holds the cleaned text; ``markdown``, ``removals`` (as JSON-able dicts) and ``error`` (None, or
    why the record could not be read: its text is then left as it was) are added. ``title``, ``url`` and ``language``
    of a record are passed on. A record whose article is None comes back with None.

    Args:
        records: mappings; ``text_field`` names the article's field where it is not one of the usual ones.
        config, settings: as for :func:`dedup.clean`.
        workers: processes; 0 for one per processor.

    Raises:
        ConfigError: an impossible setting, or a record without the field.
        SourceTypeError: no records, but a single one, a text or None; or a record that is no mapping.
    """
    cleaner = Cleaner(config, **settings)
    rows = list(checked_records(records))
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise SourceTypeError(f"record {place} is not a mapping but a {type(row).__name__}")
    clean_one = functools.partial(_clean_record, cleaner, text_field)
    count = workers or os.cpu_count() or 1
    if count < 0:
        raise ConfigError(f"workers must be 0 or more, not {workers}")
    if count == 1 or len(rows) < 2:
        return [clean_one(row) for row in rows]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        return list(pool.map(clean_one, rows, chunksize=max(1, min(64, len(rows) // (4 * count)))))


def checked_records(records: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """The same records.

    Raises:
        SourceTypeError: a single record, a text, or nothing that holds records.
    """
    if isinstance(records, Iterable) and not isinstance(records, (Mapping, str, bytes)):
        return records
    raise SourceTypeError(f"records must be a list or another iterable of mappings, not a {type(records).__name__}")


def clean_values(
    values: Sequence[Any], *, config: Config | str = "balanced", workers: int = 1, **settings: Any
) -> list[dict[str, Any] | None]:
    """Clean a column of articles: for each a dict of ``text``, ``markdown``, ``removals``, ``error``; None for None.

    The text of an article that could not be read is None, so that a column of texts holds nothing else.
    """
    rows = [{"text": value} for value in values]
    cleaned = clean_batch(rows, text_field="text", config=config, workers=workers, **settings)
    return [_row(value, row) for value, row in zip(values, cleaned, strict=True)]


def _row(value: Any, row: dict[str, Any]) -> dict[str, Any] | None:
    if value is None:
        return None
    return row if row["error"] is None else {**row, "text": None}


def removals_of(result: CleanResult) -> list[dict[str, Any]]:
    """The removals of a result as JSON-able dicts."""
    return removal_records(result.removals)


def _clean_record(cleaner: Cleaner, text_field: str | None, record: Mapping[str, Any]) -> dict[str, Any]:
    name = text_field or next((field for field in TEXT_FIELDS if field in record), None)
    if name is None or name not in record:
        wanted = name or " or ".join(TEXT_FIELDS)
        raise ConfigError(f"a record has no field {wanted}; it has {', '.join(map(str, record))}")
    source = record[name]
    if source is None:
        return {**record, "markdown": None, "removals": [], "error": None}
    hints = {hint: record[hint] for hint in ("title", "url", "language") if isinstance(record.get(hint), str)}
    try:
        result = cleaner.clean(source, **hints)
    except SourceError as error:
        return {**record, "markdown": None, "removals": [], "error": str(error)}
    return {**record, name: result.text, "markdown": result.markdown, "removals": removals_of(result), "error": None}
