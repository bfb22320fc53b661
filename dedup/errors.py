"""Every error that dedup raises on purpose.

DedupError
├── SourceError                what was given cannot be read
│   ├── SourceTypeError        not text, bytes, a soup or paragraphs (also a TypeError)
│   ├── EncodingError          bytes that decode in no plausible encoding (also a ValueError)
│   ├── LimitError             larger or deeper than a named limit allows
│   └── RecordError            one record of a corpus is unusable
├── ConfigError                an impossible setting (also a ValueError)
│   └── PatternError           a regular expression that is broken or unsafe
├── RuleError                  a rule file that does not say what it must
├── DetectorError              a detector raised or returned something that is no finding
├── StoreError                 an index that is missing, damaged, busy or made with other settings
├── OutputError                a file that cannot be written: disk full, no permission
├── WorkerError                a worker process died
├── MissingExtraError          an optional dependency is not installed (also an ImportError)
└── AccountError               kept and removed text do not add up: a bug in dedup, never a user's fault
"""

from __future__ import annotations


class DedupError(Exception):
    """Base of every error that dedup raises on purpose."""


class SourceError(DedupError):
    """What was given cannot be read as an article."""


class SourceTypeError(SourceError, TypeError):
    """The source is not text, bytes, a soup or a sequence of paragraphs."""


class EncodingError(SourceError, ValueError):
    """Bytes that decode in no plausible encoding."""


class LimitError(SourceError):
    """The input is larger or deeper than a limit allows.

    Attributes:
        limit: the name of the setting, such as ``max_input_bytes``.
        value: what the input would need.
        allowed: what the setting allows.
    """

    def __init__(self, limit: str, value: int, allowed: int) -> None:
        super().__init__(
            f"{limit}: the input needs {value:,}, the limit is {allowed:,}; "
            f"raise it with clean(..., {limit}={value}) if the source is trusted"
        )
        self.limit = limit
        self.value = value
        self.allowed = allowed

    def __reduce__(self) -> tuple[type[LimitError], tuple[str, int, int]]:
        return type(self), (self.limit, self.value, self.allowed)


class RecordError(SourceError):
    """One record of a corpus is unusable; the run goes on without it."""


class ConfigError(DedupError, ValueError):
    """An unknown setting, or a value outside its range."""


class PatternError(ConfigError):
    """A regular expression that is broken, or could take more than linear time."""


class RuleError(DedupError, ValueError):
    """A rule file that does not say what it must."""


class DetectorError(DedupError):
    """A detector raised, or returned something that is not a finding inside the document."""


class StoreError(DedupError):
    """An index that is missing, damaged, busy, or made with other settings."""


class OutputError(DedupError):
    """A file cannot be written: the disk is full, or it may not be."""


class WorkerError(DedupError):
    """A worker process died: killed, out of memory, or crashed."""


class MissingExtraError(DedupError, ImportError):
    """An optional dependency is not installed; the message names the extra that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is needed for this: pip install 'article-dedup[{extra}]'")
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.package, self.extra)


class AccountError(DedupError):
    """Kept and removed text do not add up to the document: a bug in dedup."""
