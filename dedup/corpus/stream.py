"""A corpus in memory, or coming from anywhere: records in, cleaned records out, in order.

>>> from dedup.corpus import clean_corpus
>>> records = [{"id": 1, "text": "The bridge opens on Monday.\\n\\nAlso Read: Ten bridges you must see"}]
>>> list(clean_corpus(records))
[{'id': 1, 'text': 'The bridge opens on Monday.'}]
"""

from __future__ import annotations

import contextlib
import pickle
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from dedup.batch import checked_records
from dedup.cleaner import Cleaner
from dedup.config import Config, configure
from dedup.corpus import work
from dedup.corpus.formats import Item, Reject
from dedup.corpus.index import Index, MemoryIndex, Overlay, open_index
from dedup.corpus.pipeline import Pipeline, batches
from dedup.corpus.pool import Workers
from dedup.corpus.store import compare
from dedup.corpus.summary import Summary
from dedup.corpus.work import Batch, Job
from dedup.errors import ConfigError

_NAME = "record"


def clean_corpus(
    records: Iterable[Mapping[str, Any]],
    *,
    index: Index | str | Path | None = None,
    workers: int = 1,
    text_field: str | None = None,
    id_field: str | None = None,
    url_field: str | None = None,
    site_repeats: int | None = None,
    stream: bool = False,
    removals: bool = False,
    rejects: Callable[[Reject], None] | None = None,
    config: Config | str = "balanced",
    **settings: Any,
) -> Cleaning:
    """Clean many articles, in constant memory, in order.

    Each record comes back as a dict with the same fields in the same order; only its text is other. A record that
    cannot be cleaned does not come back: it is counted, and given to ``rejects``.

    Args:
        records: mappings with a text, and for ``site_repeats`` an address.
        index: what articles of a site already said: an open index, a path or an address (:func:`open_index`). It is
            written unless it is read-only.
        workers: processes; 0 for one per processor. The records are the same for any number.
        text_field, id_field, url_field: names of the fields, where they are not the usual ones.
        site_repeats: strike passages that so many articles of a site share, at least 2; 0 for never. If None it is
            the setting of that name (3) where there is an index, else 0.
        stream: compare each record with those before it: first seen stays. Otherwise all records are counted before
            the first is cleaned, so that their order does not matter; records that can be read only once are then
            kept in a temporary file.
        removals: add a field ``removals``, as :func:`dedup.clean_batch` does.
        rejects: called with each record that could not be cleaned, and why.
        config, settings: as for :func:`dedup.clean`.

    Returns:
        An iterator; its ``summary`` is whole when the last record has been taken.

    Raises:
        ConfigError: an impossible argument or setting.
        SourceTypeError: no records, but a single one, a text or None.
        StoreError: the index is damaged, busy, or made with other settings; raised here or while iterating.
        WorkerError: a worker process died; while iterating.
    """
    chosen, site_repeats = chosen_config(configure(config, **settings), site_repeats, index is not None)
    cleaner, records = Cleaner(chosen), checked_records(records)
    pool = Workers(workers)
    store, mine = _opened(index, chosen, site_repeats)
    job = Job(cleaner, text_field, id_field, url_field, removals)
    return Cleaning(_Run(job, pool, store, mine=mine, stream=stream, rejects=rejects), records)


class Cleaning(Iterator[dict[str, Any]]):
    """Cleaned records, one after the other.

    Attributes:
        summary: figures of the records taken so far, batch by batch.
    """

    def __init__(self, run: _Run, records: Iterable[Mapping[str, Any]]) -> None:
        self.summary = run.summary
        self._records = run.records(records)

    def __next__(self) -> dict[str, Any]:
        return next(self._records)

    def close(self) -> None:
        """Stop early: end the workers and let go of the index."""
        self._records.close()


class _Run:
    def __init__(
        self,
        job: Job,
        workers: Workers,
        index: Index | None,
        *,
        mine: bool,
        stream: bool,
        rejects: Callable[[Reject], None] | None,
    ) -> None:
        self.summary = Summary()
        self._job = job
        self._workers = workers
        self._index = index
        self._mine = mine
        self._stream = stream
        self._rejects = rejects

    def records(self, records: Iterable[Mapping[str, Any]]) -> Any:
        """The cleaned records; a generator."""
        began = time.monotonic()
        with contextlib.ExitStack() as stack:
            if self._index is not None and self._mine:
                stack.enter_context(self._index)
            stack.enter_context(self._workers)
            index = self._index
            if index is not None and index.read_only and self._stream:
                index = Overlay(index)
            pipeline = Pipeline(self._job, self._workers, index, stream=self._stream)
            todo = self._twice(records, pipeline, stack)
            for batch, done in pipeline.clean(todo, work.clean):
                self.summary.add(done.figures, len(done.rejects))
                for reject in done.rejects if self._rejects else ():
                    assert self._rejects is not None
                    self._rejects(reject)
                pipeline.commit(batch)
                self.summary.seconds = time.monotonic() - began
                yield from done.records

    def _frozen(self) -> bool:
        return self._index is not None and self._index.read_only

    def _twice(
        self, records: Iterable[Mapping[str, Any]], pipeline: Pipeline, stack: contextlib.ExitStack
    ) -> Iterator[Batch]:
        """The batches to clean, after they were counted if they must be."""
        if self._index is None or self._stream or self._frozen():
            return _batches(records)
        if iter(records) is not records:
            for _ in pipeline.count(_batches(records)):
                pass
            return _batches(records)
        spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        stack.enter_context(spool)
        for _ in pipeline.count(_spooled(_batches(records), spool)):
            pass
        return _unspooled(spool)


def chosen_config(config: Config, site_repeats: int | None, has_index: bool) -> tuple[Config, int]:
    """The settings with ``site_repeats`` in them, and how many repeats count; 0 for none.

    Raises:
        ConfigError: an impossible number.
    """
    if site_repeats is None:
        return config, config.site_repeats if has_index else 0
    if isinstance(site_repeats, int) and site_repeats == 0:
        return config, 0
    return configure(config, site_repeats=site_repeats), site_repeats


def _opened(index: Index | str | Path | None, config: Config, repeats: int) -> tuple[Index | None, bool]:
    """The index, and whether it is ours to close."""
    if not repeats:
        return None, False
    if index is None:
        return MemoryIndex(config), True
    if isinstance(index, (str, Path)):
        return open_index(index, config), True
    if not isinstance(index, Index):
        raise ConfigError(f"index must be an index, a path or an address, not {type(index).__name__}")
    wanted = MemoryIndex(config)
    compare("the index", index.settings, wanted.settings)
    return index, False


def _batches(records: Iterable[Mapping[str, Any]]) -> Iterator[Batch]:
    return batches(_items(records), _NAME, source=0, number=0, start=0)


def _items(records: Iterable[Any]) -> Iterator[Item]:
    for place, record in enumerate(records):
        if isinstance(record, Mapping):
            yield place, dict(record)
        else:
            reason = f"record {place} is a {type(record).__name__}, not a mapping"
            yield place, Reject(_NAME, place, reason, repr(record)[:200])


def _spooled(todo: Iterable[Batch], spool: IO[bytes]) -> Iterator[Batch]:
    for batch in todo:
        pickle.dump(batch, spool)  # nobody but this process ever sees the file
        yield batch


def _unspooled(spool: IO[bytes]) -> Iterator[Batch]:
    spool.seek(0)
    with contextlib.suppress(EOFError):
        while True:
            yield pickle.load(spool)
