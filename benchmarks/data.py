"""Where the evaluation data is: ``../shared/data`` beside the project, or the folder that DEDUP_DATA names."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(
    os.environ.get("DEDUP_DATA") or Path(__file__).resolve().parent.parent.parent / "shared" / "data"
)


def available() -> bool:
    """Whether the evaluation data is there."""
    return FOLDER.is_dir()


def records(name: str) -> Iterator[dict[str, Any]]:
    """The records of ``pages/aeb`` and the like, in file order."""
    with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
