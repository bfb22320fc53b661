"""pandas: a column of articles in, columns of text, Markdown and removals out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.batch import clean_values
from dedup.config import Config
from dedup.errors import ConfigError, MissingExtraError

try:
    import pandas as pd
except ImportError as error:
    raise MissingExtraError("pandas", "pandas") from error

if TYPE_CHECKING:
    from pandas import DataFrame


def clean_frame(
    frame: DataFrame,
    column: str,
    *,
    prefix: str = "clean_",
    config: Config | str = "balanced",
    workers: int = 1,
    **settings: Any,
) -> DataFrame:
    """A copy of ``frame`` with ``clean_text``, ``clean_markdown``, ``clean_removals`` and ``clean_error`` added.

    The index is kept; a missing article gives missing values, one that cannot be read has only an error.

    Args:
        frame: any frame.
        column: the column of texts or HTML.
        prefix: of the new columns' names.
        config, workers, settings: as for :func:`dedup.batch.clean_batch`.

    Raises:
        ConfigError: no such column or several, or an impossible setting.
    """
    if list(frame.columns).count(column) != 1:
        many = f"several columns {column!r}" if column in frame.columns else f"no column {column!r}"
        raise ConfigError(f"the frame has {many}; it has {', '.join(map(str, frame.columns))}")
    values = [None if missing else value for value, missing in zip(frame[column], frame[column].isna(), strict=True)]
    cleaned = clean_values(values, config=config, workers=workers, **settings)
    added = {
        prefix + name: pd.Series([row and row[name] for row in cleaned], index=frame.index, dtype=object)
        for name in ("text", "markdown", "removals", "error")
    }
    return frame.assign(**added)
