"""Read an article, find what an editor would strike out, strike it out, and say why for every character.

>>> from dedup import clean
>>> result = clean("The bridge opens on Monday.\\n\\nAlso Read: Ten bridges you must see\\n")
>>> result.text
'The bridge opens on Monday.\\n'
>>> result.removals[0].rule
'boilerplate.related'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dedup.about import About
from dedup.batch import clean_batch
from dedup.cleaner import Cleaner, clean, clean_text, detectors
from dedup.config import Config, configure, from_toml
from dedup.errors import (
    AccountError,
    ConfigError,
    DedupError,
    DetectorError,
    EncodingError,
    LimitError,
    MissingExtraError,
    OutputError,
    PatternError,
    RecordError,
    RuleError,
    SourceError,
    SourceTypeError,
    StoreError,
    WorkerError,
)
from dedup.model import (
    Block,
    Detector,
    Document,
    Evidence,
    Finding,
    Layout,
    Match,
    Measure,
    Metadata,
    PassageIndex,
    Removal,
    Seen,
    Span,
    Spared,
    Twin,
)
from dedup.prune import prune
from dedup.result import CleanResult

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``dedup.corpus`` on first use: it needs NumPy, which a single article's import should not wait for."""
    if name == "corpus":
        return import_module("dedup.corpus")
    raise AttributeError(f"module 'dedup' has no attribute {name!r}")


__all__ = [
    "About",
    "AccountError",
    "Block",
    "CleanResult",
    "Cleaner",
    "Config",
    "ConfigError",
    "DedupError",
    "Detector",
    "DetectorError",
    "Document",
    "EncodingError",
    "Evidence",
    "Finding",
    "Layout",
    "LimitError",
    "Match",
    "Measure",
    "Metadata",
    "MissingExtraError",
    "OutputError",
    "PassageIndex",
    "PatternError",
    "RecordError",
    "Removal",
    "RuleError",
    "Seen",
    "SourceError",
    "SourceTypeError",
    "Span",
    "Spared",
    "StoreError",
    "Twin",
    "WorkerError",
    "__version__",
    "clean",
    "clean_batch",
    "clean_text",
    "configure",
    "detectors",
    "from_toml",
    "prune",
]
