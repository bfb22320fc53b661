"""Regular expressions from users, run by RE2: time linear in the text whatever the pattern.

RE2's syntax has no look-around and no back-references, and its ``\\w``, ``\\d``, ``\\b`` know ASCII only;
letters of any script are ``\\pL``.
"""

from __future__ import annotations

import functools
import os
from typing import Any, Final, Protocol

from dedup.errors import PatternError

#: How many forks lie between the process that imported this module and this one.
_forks = 0
#: Compiled patterns of the process before a fork. Freeing one that a thread was changing at the fork is not safe.
_inherited: list[object] = []
#: What the automaton of a pattern may take, bytes; RE2's own default.
_MEMORY: Final = 8 << 20


def readable(text: str) -> str:
    """The text less its lone surrogates, which UTF-8 does not have; of the same length."""
    return text.encode("utf-8", "replace").decode()


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object | None:
        """Something true where the pattern is found in ``text``, else None."""
        ...


class _Linear:
    """An RE2 pattern, compiled at once, and once more in every process that is forked off.

    RE2 builds its automaton while it matches, behind locks and without Python's: where another thread was at that
    when the process was forked, the child's copy stays locked for ever.

    Raises:
        re2.error: the pattern is broken or needs what RE2 leaves out.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._compiled, self._age = self._compile(), _forks

    def search(self, text: str) -> Any:
        if self._age != _forks:
            _inherited.append(self._compiled)
            self._compiled, self._age = self._compile(), _forks
        try:
            return self._compiled.search(text)
        except UnicodeEncodeError:
            return self._compiled.search(readable(text))

    def _compile(self) -> Any:
        import re2  # type: ignore[import-untyped]

        options = re2.Options()
        options.log_errors = False
        # ``re2`` remembers what it compiled, by pattern and options: in a forked process one of them must differ.
        options.max_mem = _MEMORY + _forks
        return re2.compile(self._pattern, options=options)


@functools.lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Pattern:
    """The compiled pattern.

    Raises:
        PatternError: the pattern is broken, or needs what RE2 leaves out to stay linear.
    """
    import re2

    try:
        return _Linear(pattern)
    except (re2.error, UnicodeEncodeError) as error:
        reason = error.args[0] if error.args else error
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise PatternError(
            f"the pattern {pattern!r} is broken or not supported: {reason} "
            "(patterns run in linear time: no look-around, no back-references)"
        ) from error


def _count_fork() -> None:
    global _forks
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_count_fork)
