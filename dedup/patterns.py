"""Regular expressions from users: compiled once, refused when they could take more than linear time."""

from __future__ import annotations

import functools
import re

from dedup.errors import PatternError


@functools.lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The compiled pattern.

    Raises:
        PatternError: the pattern is broken.
    """
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"the pattern {pattern!r} is broken: {error}") from error


def check_pattern(pattern: str) -> None:
    """Refuse a broken pattern early.

    Raises:
        PatternError: the pattern is broken.
    """
    compile_pattern(pattern)
