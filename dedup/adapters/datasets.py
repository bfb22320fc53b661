"""Hugging Face datasets: a function for ``Dataset.map``, batched, picklable, with a stable fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dedup import __version__
from dedup.batch import clean_values
from dedup.config import Config, configure
from dedup.detect.rulebook import read_rules
from dedup.errors import ConfigError


class CleanBatch:
    """``dataset.map(CleanBatch("text"), batched=True, num_proc=4)`` adds cleaned columns.

    Adds ``clean_text``, ``clean_markdown``, ``clean_removals`` (JSON) and ``clean_error``. Holds nothing but its
    settings, so that it pickles, and the data set's cache knows the same work again: another version of dedup, or
    another content of a file in ``rule_files``, is other work.

    Args:
        column: the column of texts or HTML.
        prefix: of the new columns' names.
        config, settings: as for :func:`dedup.clean`.

    Raises:
        ConfigError: an impossible setting.
        RuleError: a rule file cannot be read.
    """

    def __init__(
        self, column: str = "text", *, prefix: str = "clean_", config: Config | str = "balanced", **settings: Any
    ) -> None:
        self.column = column
        self.prefix = prefix
        self.config = configure(config, **settings)
        self.made_by = (__version__, *map(_digest, self.config.rule_files))

    def __call__(self, batch: Mapping[str, list[Any]]) -> dict[str, list[str | None]]:
        """The new columns of a batch of columns."""
        if self.column not in batch:
            raise ConfigError(f"the data set has no column {self.column!r}; it has {', '.join(batch)}")
        cleaned = clean_values(batch[self.column], config=self.config)
        shown: list[dict[str, Any] | None] = [
            row and {**row, "removals": json.dumps(row["removals"])} for row in cleaned
        ]
        return {
            self.prefix + name: [row[name] if row else None for row in shown]
            for name in ("text", "markdown", "removals", "error")
        }


def _digest(rules: str) -> str:
    read_rules(rules)
    return hashlib.blake2b(Path(rules).read_bytes(), digest_size=8).hexdigest()
