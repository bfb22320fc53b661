"""``functools.cached_property`` without the lock that it has in Python 3.11.

That lock is one for all instances of a class, and held while a value is computed: where a process is forked
meanwhile, the child waits for a thread that it does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Value = TypeVar("_Value")


class cached_property(Generic[_Value]):
    """A property that is computed when it is first asked for, in two threads at once perhaps twice."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[object]) -> cached_property[_Value]: ...

    @overload
    def __get__(self, instance: object, owner: type[object]) -> _Value: ...

    def __get__(self, instance: object, owner: type[object]) -> cached_property[_Value] | _Value:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
