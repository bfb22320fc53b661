"""polars: a column of articles in, columns of text, Markdown and removals out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dedup.batch import clean_values
from dedup.config import Config
from dedup.errors import ConfigError, MissingExtraError

try:
    import polars as pl
except ImportError as error:
    raise MissingExtraError("polars", "polars") from error

if TYPE_CHECKING:
    from polars import DataFrame


def clean_frame(
    frame: DataFrame,
    column: str,
    *,
    prefix: str = "clean_",
    config: Config | str = "balanced",
    workers: int = 1,
    **settings: Any,
) -> DataFrame:
    """``frame`` with ``clean_text``, ``clean_markdown``, ``clean_removals`` (JSON) and ``clean_error`` added.

    A null article gives nulls, one that cannot be read has only an error.

    Args:
        frame: any frame.
        column: the column of texts or HTML.
        prefix: of the new columns' names.
        config, workers, settings: as for :func:`dedup.batch.clean_batch`.

    Raises:
        ConfigError: no DataFrame, no such column, or an impossible setting.
    """
    if not isinstance(frame, pl.DataFrame):
        raise ConfigError(f"clean_frame needs a polars DataFrame, not a {type(frame).__name__}; collect it first")
    if column not in frame.columns:
        raise ConfigError(f"the frame has no column {column!r}; it has {', '.join(frame.columns)}")
    cleaned = clean_values(frame[column].to_list(), config=config, workers=workers, **settings)
    shown = [row and {**row, "removals": json.dumps(row["removals"])} for row in cleaned]
    return frame.with_columns(
        pl.Series(prefix + name, [row and row[name] for row in shown], dtype=pl.String)
        for name in ("text", "markdown", "removals", "error")
    )
