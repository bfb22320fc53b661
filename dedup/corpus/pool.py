"""Worker processes: results in order, a bounded number of tasks under way, and no orphans."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import TypeVar

from dedup.errors import ConfigError, WorkerError

T = TypeVar("T")
R = TypeVar("R")

#: Tasks under way for each worker: one is worked on while the next one waits.
_AHEAD = 2


class Workers:
    """A context manager; with one worker everything runs in this process.

    Args:
        count: processes; 0 for one per processor.

    Raises:
        ConfigError: a negative count.
    """

    def __init__(self, count: int) -> None:
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ConfigError(f"workers must be 0 or more, not {count!r}")
        self.count = count or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def map(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """The results in the order of the tasks, which are read only a few ahead.

        Raises:
            WorkerError: a worker process died.
        """
        if self.count == 1:
            yield from map(function, tasks)
            return
        pool = self._started()
        under_way: deque[Future[R]] = deque()
        try:
            for task in tasks:
                under_way.append(pool.submit(function, task))
                if len(under_way) >= self.count * _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenProcessPool as error:
            _release_writer(pool)
            raise WorkerError(
                "a worker process died: it was killed, perhaps for want of memory, or crashed; run again, with fewer "
                "workers if memory is short"
            ) from error
        finally:
            for future in under_way:
                future.cancel()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawn: a fork would copy locks and connections in whatever state they are.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin)
        return self._pool

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _release_writer(pool: ProcessPoolExecutor) -> None:
    """Python before 3.11.5 waits for ever for a thread that writes a task into a pipe whose readers have died.

    Closing our own reading end, as later versions do, ends the thread (gh-94777 in Python's list of issues).
    """
    reader = getattr(getattr(pool, "_call_queue", None), "_reader", None)
    if sys.version_info < (3, 11, 5) and reader is not None:
        reader.close()


def _begin() -> None:
    """An interrupt is the parent's to handle; and who has lost the parent has nobody to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
