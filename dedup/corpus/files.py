"""A corpus in files: one file out for each file in, written aside, and a run that can be killed and taken up again.

After each batch the output is flushed to disk, then the journal is replaced, then the index is told. Whatever moment
a run is killed at, what the journal says is true, and at most the last batch is missing in the index, where adding a
batch twice changes nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dedup.cleaner import Cleaner
from dedup.config import Config
from dedup.corpus import encoding, formats, work
from dedup.corpus.index import Index, MemoryIndex, Overlay, open_index
from dedup.corpus.inputs import Input
from dedup.corpus.journal import Journal, load
from dedup.corpus.lock import Lock
from dedup.corpus.pipeline import Pipeline, batches
from dedup.corpus.places import inputs_digest, journal_of, lock_of, places, rejects_of
from dedup.corpus.pool import Workers
from dedup.corpus.records import parsed
from dedup.corpus.summary import Summary
from dedup.corpus.work import Batch, Encoded, Job, Task
from dedup.errors import ConfigError, RecordError, SourceError

#: Told what is being done (``counting``, ``cleaning``), how many records are done and, if known, of how many.
Tell = Callable[[str, int, int | None], None]


@dataclasses.dataclass(frozen=True)
class Plan:
    """A run over files.

    Attributes:
        inputs: as :func:`dedup.corpus.inputs.find_inputs` gives them.
        output: a file for one input, else a folder.
        config: the settings; ``site_repeats`` is among them.
        site: whether passages that a site repeats are struck.
        index: path or address of what a site already said; each record is then compared with those before it.
        stream: the same with an index that is gone after the run.
        workers: processes; 0 for one per processor.
        text_field, id_field, url_field: names of fields, where they are not the usual ones.
        samples: whether the summary holds whole articles, for a report.
        dry_run: write no records, no rejects, no journal and no index.
    """

    inputs: tuple[Input, ...]
    output: str
    config: Config
    site: bool = False
    index: str | None = None
    stream: bool = False
    workers: int = 1
    text_field: str | None = None
    id_field: str | None = None
    url_field: str | None = None
    samples: bool = False
    dry_run: bool = False

    @property
    def counted(self) -> bool:
        """Whether everything is read twice: counted, then cleaned."""
        return self.site and self.index is None and not self.stream

    def settings(self) -> dict[str, Any]:
        """All that the output depends on, by the names that the user knows."""
        from dedup import __version__

        names = ("site", "index", "stream", "text_field", "id_field", "url_field", "samples")
        return {
            **dataclasses.asdict(self.config),
            **{name: getattr(self, name) for name in names},
            "inputs": inputs_digest(self.inputs),
            "version": __version__,
        }


def clean_files(
    plan: Plan, *, resume: bool = False, tell: Tell | None = None, finish: Callable[[Summary], None] | None = None
) -> Summary:
    """Clean files into files.

    Args:
        plan: what to do.
        resume: go on with the run that was killed; with nothing to resume, begin.
        tell: called after each batch.
        finish: called with the summary when all files are written, before the run counts as finished.

    Returns:
        Figures of the whole run, all attempts together.

    Raises:
        ConfigError: the plan is impossible, an unfinished run stands in the way, or another one is under way.
        OutputError: a file cannot be written, because the disk is full or for another reason.
        StoreError: the index is damaged, busy, or made with other settings.
        WorkerError: a worker process died; resume.
    """
    targets = places(plan.inputs, plan.output) if plan.output or not plan.dry_run else ["out.jsonl"] * len(plan.inputs)
    if plan.counted and any(source.size < 0 and source.kind != "folder" for source in plan.inputs):
        raise ConfigError("a pipe can be read only once, and counting takes two passes: add --stream or --index FILE")
    for target in targets:
        _check_suffix(target)
    workers = Workers(plan.workers)
    with contextlib.ExitStack() as stack:
        if not plan.dry_run:
            stack.enter_context(Lock(lock_of(plan.output), plan.output))
        journal = _journal(plan, resume=resume)
        index = _index(plan, stack)
        output = _Output(plan, targets, journal=journal)
        stack.enter_context(output)
        stack.enter_context(workers)
        _Run(plan, output, tell or _silent).run(index, workers)
        output.finish(finish)
    return output.summary


def _check_suffix(target: str) -> None:
    try:
        encoding.encoder(target)
    except SourceError as error:
        raise ConfigError(str(error)) from error


def _silent(what: str, records: int, total: int | None) -> None:
    """Nobody is watching."""


def _index(plan: Plan, stack: contextlib.ExitStack) -> Index | None:
    if not plan.site:
        return None
    if plan.index is None:
        return stack.enter_context(MemoryIndex(plan.config))
    if not plan.dry_run:
        return stack.enter_context(open_index(plan.index, plan.config))
    if "://" not in plan.index and not Path(plan.index).exists():
        return stack.enter_context(MemoryIndex(plan.config))
    return Overlay(stack.enter_context(open_index(plan.index, plan.config, read_only=True)))


def _journal(plan: Plan, *, resume: bool) -> Journal | None:
    if plan.dry_run:
        return None
    path = journal_of(plan.output)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Journal(path, plan.settings())
    if not resume:
        raise ConfigError(
            f"an unfinished run wrote {path}: the same command with --resume goes on with it; to start anew, remove it"
        )
    journal = load(path, plan.settings())
    if plan.site and plan.index and journal.batches and "://" not in plan.index and not Path(plan.index).exists():
        raise ConfigError(f"{plan.index} is gone, and the run needs it; bring it back, or remove {path} to start anew")
    return journal


class _Run:
    """The reading side: which batches there are, which of them are done, and what the index must know of those."""

    def __init__(self, plan: Plan, output: _Output, tell: Tell) -> None:
        self._plan = plan
        self._output = output
        self._tell = tell

    def run(self, index: Index | None, workers: Workers) -> None:
        plan, output = self._plan, self._output
        job = Job(Cleaner(plan.config), plan.text_field, plan.id_field, plan.url_field, samples=plan.samples)
        pipeline = Pipeline(job, workers, index, stream=not plan.counted)
        total = self._catch_up(pipeline) if index is not None else None
        how = functools.partial(_encode, tuple(output.targets), output.schema)
        todo = self._batches(*output.position())
        for batch, done in pipeline.clean(todo, how):
            output.write(batch, done)
            pipeline.commit(batch)
            self._tell("cleaning", output.summary.records, total)

    def _catch_up(self, pipeline: Pipeline) -> int | None:
        """Bring the index to where the output is; returns how many records there are, if all were counted."""
        if self._plan.counted:
            return self._count(pipeline, self._batches())
        if self._plan.index is None:
            done = self._output.batches_done
            if done:
                self._count(pipeline, itertools.islice(self._batches(), done))
        elif self._output.last is not None:
            source, start = self._output.last
            self._count(pipeline, itertools.islice(self._batches(source, start), 1))
        return None

    def _count(self, pipeline: Pipeline, todo: Iterator[Batch]) -> int:
        records = 0
        for batch in pipeline.count(todo):
            records += len(batch.items)
            self._tell("counting", records, None)
        return records

    def _batches(self, source: int = 0, start: int = 0, number: int = 0) -> Iterator[Batch]:
        """All batches from the ``start``-th item of a source on."""
        for at in range(source, len(self._plan.inputs)):
            one = self._plan.inputs[at]
            items = itertools.islice(formats.read(one, self._plan.config), start, None)
            for batch in batches(items, one.name, source=at, number=number, start=start):
                number = batch.number + 1
                yield batch
            start = 0


def _encode(targets: tuple[str, ...], schema: Any, job: Job, task: Task) -> Encoded:
    """What a worker does with a batch; each file has its own format."""
    target = targets[task.batch.source]
    if schema is None and target.endswith(".parquet"):
        schema = _schema_of(task.batch.name)
    return work.encode(dataclasses.replace(job, target=target, schema=schema), task)


@functools.lru_cache(maxsize=64)
def _schema_of(name: str) -> Any:
    return formats.parquet_schema(Path(name))


class _Output:
    """The writing side: output, rejects and journal, always in step. Without a journal nothing is written."""

    def __init__(self, plan: Plan, targets: list[str], *, journal: Journal | None) -> None:
        self.targets = targets
        self.summary = Summary()
        self._plan = plan
        self._journal = journal
        self._part: encoding.Part | None = None
        self._rejects: encoding.Part | None = None
        self.schema = _guessed(plan, targets)
        self.batches_done = journal.batches if journal else 0
        self.last = journal.last if journal else None
        if journal is not None and journal.summary is not None:
            self.summary = Summary.from_dict(journal.summary)
        self._began = time.monotonic() - self.summary.seconds

    def __enter__(self) -> _Output:
        journal = self._journal
        if journal is not None:
            journal.save()
            if not journal.done:
                self._rejects = encoding.Part(rejects_of(self._plan.output), journal.rejects)
            if journal.ended:
                self._end()
        return self

    def position(self) -> tuple[int, int, int]:
        """Source, item and number of the batch to begin with."""
        journal = self._journal
        return (journal.source, journal.items, journal.batches) if journal else (0, 0, 0)

    def write(self, batch: Batch, done: Encoded) -> None:
        """Add a batch: first to the files, then to the journal."""
        self.summary.add(done.figures, done.failed)
        self.summary.seconds = time.monotonic() - self._began
        journal = self._journal
        if journal is None:
            return
        while journal.source < batch.source:
            self._end()
        part = self._opened(journal)
        assert self._rejects is not None
        journal.offset = part.append(done.output)
        part.sync()
        if done.rejects:
            journal.rejects = self._rejects.append(done.rejects)
            self._rejects.sync()
        journal.items = batch.start + len(batch.items)
        journal.batches = batch.number + 1
        journal.last = (batch.source, batch.start)
        journal.summary = self.summary.to_dict()
        journal.save()

    def finish(self, finish: Callable[[Summary], None] | None) -> None:
        """Give every file its name and end the journal."""
        journal = self._journal
        while journal is not None and journal.source < len(self.targets):
            self._end()
        if finish is not None:
            finish(self.summary)
        if journal is None:
            return
        journal.done = True
        journal.save()
        self._finish_rejects(journal)
        journal.remove()

    def _finish_rejects(self, journal: Journal) -> None:
        """Name the file; without rejects there is none, not even that of an earlier run."""
        name = rejects_of(self._plan.output)
        if journal.rejects == 0:
            if self._rejects is not None:
                self._rejects.close()
            encoding.aside(name).unlink(missing_ok=True)
            Path(name).unlink(missing_ok=True)
        elif self._rejects is not None or encoding.aside(name).exists():
            (self._rejects or encoding.Part(name, journal.rejects)).finish()

    def _opened(self, journal: Journal) -> encoding.Part:
        if self._part is None:
            self._part = encoding.Part(self.targets[journal.source], journal.offset)
        return self._part

    def _end(self) -> None:
        """Nothing more comes for the current file. Said before it gets its name, so that both can be repeated."""
        journal = self._journal
        assert journal is not None
        at = journal.source
        if not journal.ended:
            self._opened(journal)
            journal.ended = True
            journal.save()
        if self._part is not None or encoding.aside(self.targets[at]).exists():
            self._opened(journal).finish(self._schema(at))
        self._part = None
        journal.next_source()

    def _schema(self, at: int) -> Any:
        source = self._plan.inputs[at]
        if not self.targets[at].endswith(".parquet"):
            return None
        return formats.parquet_schema(source.path) if source.kind == "parquet" and source.path else self.schema

    def __exit__(self, *_: object) -> None:
        """A run that has not finished a batch leaves nothing; any other one can be resumed."""
        for part in (self._part, self._rejects):
            if part is not None:
                part.close()
        if self._journal is not None and self._journal.batches == 0 and not self._journal.done:
            for part in (self._part, self._rejects):
                if part is not None:
                    part.discard()
            self._journal.remove()


def _guessed(plan: Plan, targets: list[str]) -> Any:
    """The columns of a Parquet file that is made of other records, from the first batch of them."""
    if not any(target.endswith(".parquet") for target in targets) or plan.inputs[0].kind == "parquet":
        return None
    source = plan.inputs[0]
    if source.size < 0 and source.kind != "folder":
        raise ConfigError("the columns of a Parquet file are read from the input's beginning, and a pipe has but one")
    items = itertools.islice(formats.read(source, plan.config), 128)
    records = [record for item in items if isinstance(record := parsed(item, source.name), dict)]
    guess = encoding.encoder(targets[0])
    try:
        guess(records)
    except RecordError as error:
        raise ConfigError(f"{targets[0]}: the first records {error}; write .jsonl instead") from error
    return getattr(guess, "schema", None)
