"""Regular expressions from users, run by RE2: time linear in the text whatever the pattern.

RE2's syntax has no look-around and no back-references, and its ``\\w``, ``\\d``, ``\\b`` know ASCII only;
letters of any script are ``\\pL``.
"""

from __future__ import annotations

import functools
from typing import Protocol

from dedup.errors import PatternError


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object | None:
        """Something true where the pattern is found in ``text``, else None."""
        ...


class _Linear:
    """An RE2 pattern that also takes text with lone surrogates, which UTF-8 does not have."""

    def __init__(self, compiled: Pattern) -> None:
        self._compiled = compiled

    def search(self, text: str) -> object | None:
        try:
            return self._compiled.search(text)
        except UnicodeEncodeError:
            return self._compiled.search(text.encode("utf-8", "replace").decode())


@functools.lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Pattern:
    """The compiled pattern.

    Raises:
        PatternError: the pattern is broken, or needs what RE2 leaves out to stay linear.
    """
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    try:
        return _Linear(re2.compile(pattern, options=options))
    except (re2.error, UnicodeEncodeError) as error:
        reason = error.args[0] if error.args else error
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise PatternError(
            f"the pattern {pattern!r} is broken or not supported: {reason} "
            "(patterns run in linear time: no look-around, no back-references)"
        ) from error
