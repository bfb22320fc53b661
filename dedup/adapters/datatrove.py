"""datatrove: clean documents, and drop near-duplicates in three steps that any of its executors can run.

>>> from datatrove.executor import LocalPipelineExecutor as Run                         # doctest: +SKIP
>>> from dedup.adapters.datatrove import (                                              # doctest: +SKIP
...     CleanDocuments, DropDuplicates, FindDuplicates, SignDocuments)
>>> Run([reader, SignDocuments("work/")], tasks=100).run()                              # doctest: +SKIP
>>> Run([FindDuplicates("work/")], tasks=1).run()                                       # doctest: +SKIP
>>> Run([reader, DropDuplicates("work/"), CleanDocuments(), writer], tasks=100).run()   # doctest: +SKIP

What goes is what :func:`dedup.corpus.find_duplicates` would drop from the documents in the order of tasks and, in each,
of its reader. First and third step must have the same reader and number of tasks.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.batch import clean_values
from dedup.config import Config, configure
from dedup.corpus import shard
from dedup.corpus.clusters import grouped
from dedup.corpus.duplicates import DATE_FIELDS, Keep, Preferences, check_keep
from dedup.corpus.sets import merged, packed, unpacked
from dedup.corpus.shard import Plan, Scored
from dedup.errors import MissingExtraError, SourceError
from dedup.measure.shingles import ShingleSets

try:
    from datatrove.io import get_datafolder
    from datatrove.pipeline.base import PipelineStep
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise MissingExtraError("datatrove", "datatrove") from error

_BATCH = 1_000
#: Pairs whose sets are held at once: some 6 KB each.
_PAIRS = 200_000


class CleanDocuments(PipelineStep):  # type: ignore[misc]
    """Cleans every document's text; ``metadata["removed"]`` says how many characters went.

    A document that cannot be cleaned passes as it is, with the reason in ``metadata["clean_error"]``.

    Args:
        config, settings: as for :func:`dedup.clean`.

    Raises:
        ConfigError: an impossible setting.
    """

    type = "CLEAN"
    name = "dedup: clean"

    def __init__(self, config: Config | str = "balanced", **settings: Any) -> None:
        super().__init__()
        self.config = configure(config, **settings)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents, cleaned."""
        for batch in _batches(data):
            with self.track_time("batch"):
                rows = clean_values([document.text for document in batch], config=self.config)
            for document, row in zip(batch, rows, strict=True):
                self.stat_update(StatHints.total)
                _take(document, row or {})
                yield document


def _take(document: Any, row: dict[str, Any]) -> None:
    if row.get("error"):
        document.metadata["clean_error"] = row["error"]
    elif row.get("text") is not None:
        document.metadata["removed"] = len(document.text) - len(row["text"])
        document.text = row["text"]


class SignDocuments(PipelineStep):  # type: ignore[misc]
    """First step: writes the shingle sets of this task's documents, 6 bytes for a word. Passes the documents on.

    Args:
        folder: where the three steps meet; anything that datatrove can write to.
        threshold, ngram: see :func:`dedup.corpus.find_duplicates`.

    Raises:
        ConfigError: an impossible threshold or ngram.
    """

    type = "DEDUP"
    name = "dedup: sign"

    def __init__(self, folder: Any, *, threshold: float = 0.7, ngram: int = 5) -> None:
        super().__init__()
        self.folder = get_datafolder(folder)
        self.plan = shard.plan(threshold, ngram)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents, as they came; their sets are written when all have passed."""
        signed: list[ShingleSets] = []
        notes: list[Any] = []
        for batch in _batches(data):
            with self.track_time("batch"):
                signed.append(shard.sign([document.text for document in batch], self.plan))
            notes += [_note(document) for document in batch]
            self.stat_update(StatHints.total, value=len(batch))
            yield from batch
        about = {"plan": self.plan, "fingerprint": self.plan.fingerprint, "tasks": world_size, "documents": notes}
        _write(self.folder, rank, signed, about)


def _note(document: Any) -> tuple[str, int, str]:
    """What must be known of a document later on: id, length, date."""
    dates = (document.metadata.get(field) for field in DATE_FIELDS)
    return str(document.id), len(document.text), next((str(date) for date in dates if date), "")


class FindDuplicates(PipelineStep):  # type: ignore[misc]
    """Second step, in one task: says for each task of the first which documents go, and for which.

    Holds some 300 bytes for each document, and the sets of 200,000 pairs.

    Args:
        folder: that of the first step.
        keep: see :func:`dedup.corpus.find_duplicates`.

    Raises:
        ConfigError: no such ``keep``.
    """

    type = "DEDUP"
    name = "dedup: find"

    def __init__(self, folder: Any, *, keep: Keep = "first") -> None:
        super().__init__()
        check_keep(keep)
        self.folder = get_datafolder(folder)
        self.keep = keep

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """No documents; raises SourceError where the first step is not done, or with other settings."""
        yield from data or ()
        if rank:
            return
        with self.track_time():
            notes = _notes(self.folder)
            search = Plan(*notes[0]["plan"])
            firsts = np.cumsum([0, *[len(one["documents"]) for one in notes]])
            about = self._preferences(notes)
            rescore = partial(_score, self.folder, firsts, search)
            pairs = _pairs(self.folder, firsts, search)
            found = shard.completed(rescore(pairs), about.ranks, rescore)
            places = np.unique(found.pairs)
            gone: list[dict[int, tuple[str, float]]] = [{} for _ in notes]
            ids = [document[0] for one in notes for document in one["documents"]]
            for group in grouped(found.pairs, found.jaccard, about.ranks(places), places):
                for member, value in zip(group.members, group.scores, strict=True):
                    task = int(np.searchsorted(firsts, member, "right")) - 1
                    gone[task][member - int(firsts[task])] = (ids[group.kept], float(value))
            for task, some in enumerate(gone):
                self.stat_update(StatHints.dropped, value=len(some))
                with self.folder.open(f"{task:05d}.gone.json", "wb") as file:
                    file.write(json.dumps({"ids": [d[0] for d in notes[task]["documents"]], "gone": some}).encode())

    def _preferences(self, notes: Sequence[Any]) -> Preferences:
        about = Preferences(self.keep, None)
        for one in notes:
            for _, length, date in one["documents"]:
                about.note({"id": len(about.names) + 1, "date": date}, length)
        return about


class DropDuplicates(PipelineStep):  # type: ignore[misc]
    """Third step: lets those documents pass that stay.

    Args:
        folder: that of the first step.
        exclusion_writer: a writer of datatrove that gets the others, with ``duplicate_of`` and ``jaccard`` among their
            metadata.
    """

    type = "DEDUP"
    name = "dedup: drop"

    def __init__(self, folder: Any, exclusion_writer: Any = None) -> None:
        super().__init__()
        self.folder = get_datafolder(folder)
        self.exclusion_writer = exclusion_writer

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents that stay; raises SourceError where they are not those of the first step."""
        answer = _read_json(self.folder, f"{rank:05d}.gone.json", "run FindDuplicates, in a pipeline of its own")
        if self.exclusion_writer is None:
            yield from self._staying(data, answer, None, rank)
            return
        with self.exclusion_writer as writer:
            yield from self._staying(data, answer, writer, rank)

    def _staying(self, data: Any, answer: Any, writer: Any, rank: int) -> Iterator[Any]:
        place = -1
        for place, document in enumerate(data):
            if place >= len(answer["ids"]) or answer["ids"][place] != str(document.id):
                raise _other_documents(rank, f"document {place} of the task is {document.id!r}")
            self.stat_update(StatHints.total)
            if (partner := answer["gone"].get(str(place))) is None:
                self.stat_update(StatHints.forwarded)
                yield document
                continue
            self.stat_update(StatHints.dropped)
            document.metadata["duplicate_of"], document.metadata["jaccard"] = partner
            if writer is not None:
                writer.write(document, rank)
        if place + 1 < len(answer["ids"]):
            raise _other_documents(rank, f"the task has {place + 1} documents, not {len(answer['ids'])}")


def _other_documents(rank: int, what: str) -> SourceError:
    return SourceError(
        f"task {rank} reads other documents than SignDocuments did ({what}); give both the same reader and tasks"
    )


def _batches(data: Any) -> Iterator[list[Any]]:
    documents = iter(data)
    return iter(lambda: list(islice(documents, _BATCH)), [])


def _write(folder: Any, rank: int, signed: Sequence[ShingleSets], about: dict[str, Any]) -> None:
    """The sets of a task, then what it knows of them: who finds the latter finds both whole."""
    with folder.open(f"{rank:05d}.sets", "wb") as file:
        for sets in signed:
            file.write(packed(sets.values))
    sizes = np.concatenate([np.zeros(0, np.int64), *[np.diff(sets.offsets) for sets in signed]])
    sink = io.BytesIO()
    np.save(sink, sizes, allow_pickle=False)
    with folder.open(f"{rank:05d}.sizes.npy", "wb") as file:
        file.write(sink.getvalue())
    with folder.open(f"{rank:05d}.notes.json", "wb") as file:
        file.write(json.dumps(about).encode())


def _notes(folder: Any) -> list[Any]:
    first = _read_json(folder, "00000.notes.json", "run SignDocuments first")
    notes = [first]
    for task in range(1, first["tasks"]):
        notes.append(_read_json(folder, f"{task:05d}.notes.json", "SignDocuments has not finished that task"))
        for name in ("fingerprint", "tasks"):
            if notes[-1][name] != first[name]:
                raise SourceError(f"tasks 0 and {task} were signed with other settings; remove the folder, sign anew")
    return notes


def _read_json(folder: Any, name: str, advice: str) -> Any:
    try:
        with folder.open(name, "rb") as file:
            return json.loads(file.read())
    except FileNotFoundError:
        raise SourceError(f"{name} is missing in the folder of the duplicates: {advice}") from None
    except ValueError as error:
        raise SourceError(f"{name} is damaged ({error}); sign the documents anew") from error


def _sets(folder: Any, task: int, count: int) -> ShingleSets:
    """The sets of a task.

    Raises:
        SourceError: they are damaged.
    """
    try:
        with folder.open(f"{task:05d}.sizes.npy", "rb") as file:
            sizes = np.load(io.BytesIO(file.read()), allow_pickle=False)
        with folder.open(f"{task:05d}.sets", "rb") as file:
            values = unpacked(file.read())
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
        if sizes.shape != (count,) or (sizes < 0).any() or offsets[-1] != values.size:
            raise ValueError("sizes and sets do not fit each other")
    except (OSError, ValueError, EOFError) as error:
        raise SourceError(f"the sets of task {task} are damaged ({error}); sign its documents anew") from error
    return ShingleSets(values, offsets)


def _pairs(folder: Any, firsts: NDArray[np.int64], search: Plan) -> NDArray[np.int64]:
    counts = np.diff(firsts).tolist()
    entries = [
        shard.entries(_sets(folder, task, count), int(firsts[task]), search) for task, count in enumerate(counts)
    ]
    return shard.meet(shard.gathered(entries), search)


def _score(folder: Any, firsts: NDArray[np.int64], search: Plan, pairs: NDArray[np.int64]) -> Scored:
    """The pairs by shares; the sets of each share come from the files of the tasks, one after the other."""
    counts = np.diff(firsts).tolist()
    parts = []
    for low in range(0, len(pairs), _PAIRS):
        share = pairs[low : low + _PAIRS]
        tasks = np.unique(np.searchsorted(firsts, np.unique(share), "right") - 1).tolist()
        picked = [shard.pick(_sets(folder, task, counts[task]), int(firsts[task]), share) for task in tasks]
        parts.append(shard.score(share, merged(picked), search))
    return shard.all_scored(parts)
