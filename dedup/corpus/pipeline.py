"""Batches through workers and an index: the part that a run over files and one in memory have in common."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from dedup.corpus import work
from dedup.corpus.formats import Item, Reject
from dedup.corpus.index import Index, Overlay
from dedup.corpus.pool import Workers
from dedup.corpus.site import Sightings
from dedup.corpus.store import Entry
from dedup.corpus.work import Batch, Job, Task

R = TypeVar("R")

#: A batch ends after so many records or so many bytes: what is lost at a kill, and what is held at once.
BATCH_RECORDS, BATCH_BYTES = 128, 1 << 22


def batches(items: Iterable[Item], name: str, *, source: int, number: int, start: int) -> Iterator[Batch]:
    """The items of a source in batches, which depend on nothing but the items.

    Args:
        items: of the source, from its ``start``-th on.
        name: of the source.
        source: its number.
        number: of the first batch.
        start: how many items of the source came before; a batch must have ended there.
    """
    held: list[Item] = []
    size = 0
    for item in items:
        held.append(item)
        size += _size(item[1])
        if len(held) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield Batch(number, source, name, start, held)
            number, start, held, size = number + 1, start + len(held), [], 0
    if held:
        yield Batch(number, source, name, start, held)


def _size(value: bytes | dict[str, Any] | Reject) -> int:
    if isinstance(value, bytes):
        return len(value)
    parts = value.values() if isinstance(value, dict) else value
    return sum(len(part) for part in parts if isinstance(part, (str, bytes)))


class Pipeline:
    """Cleans batches, with what an index knows about them.

    Args:
        job: what to do with each record.
        workers: who does it.
        index: what articles of a site already said; None if nobody asks.
        stream: each record is compared with those before it only, and remembered when its batch is committed.
    """

    def __init__(self, job: Job, workers: Workers, index: Index | None, *, stream: bool = False) -> None:
        self._job = job
        self._workers = workers
        self._overlay = Overlay(index) if stream and index is not None else None
        self._index = self._overlay or index
        self._entries: dict[int, Sequence[Entry]] = {}

    def count(self, todo: Iterable[Batch]) -> Iterator[Batch]:
        """Remember every record in the index, for a second pass or because it was cleaned before."""
        assert self._index is not None
        for batch, entries in self._surveyed(todo):
            known = [entry for entry in entries if entry is not None]
            if self._overlay is not None:
                self._overlay.commit(known)
            else:
                self._index.add(known)
            yield batch

    def clean(self, todo: Iterable[Batch], how: Callable[[Job, Task], R]) -> Iterator[tuple[Batch, R]]:
        """Each batch, in order, with what ``how`` makes of it."""
        under_way: list[Batch] = []

        def noted() -> Iterator[Task]:
            for task in self._tasks(todo):
                under_way.append(task.batch)
                yield task

        for result in self._workers.map(functools.partial(how, self._job), noted()):
            yield under_way.pop(0), result

    def commit(self, batch: Batch) -> None:
        """The batch is safe where it should go: its records may be remembered."""
        entries = self._entries.pop(batch.number, ())
        if self._overlay is not None and entries:
            self._overlay.commit(entries)

    def _surveyed(self, todo: Iterable[Batch]) -> Iterator[tuple[Batch, Sequence[Entry | None]]]:
        under_way: list[Batch] = []

        def noted() -> Iterator[Batch]:
            for batch in todo:
                under_way.append(batch)
                yield batch

        for entries in self._workers.map(functools.partial(work.survey, self._job), noted()):
            yield under_way.pop(0), entries

    def _tasks(self, todo: Iterable[Batch]) -> Iterator[Task]:
        if self._index is None:
            yield from (Task(batch, None) for batch in todo)
            return
        for batch, entries in self._surveyed(todo):
            sightings = [self._look_up(entry) for entry in entries]
            if self._overlay is not None:
                self._entries[batch.number] = [entry for entry in entries if entry is not None]
            yield Task(batch, sightings)

    def _look_up(self, entry: Entry | None) -> Sightings | None:
        assert self._index is not None
        if entry is None:
            return None
        sightings = self._index.lookup(entry.site, entry.passages, but=entry.id)
        if self._overlay is not None:
            self._overlay.add([entry])
        return sightings
