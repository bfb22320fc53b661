"""``dedup duplicates``: which records are copies of which."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dedup.cli.files import UsageError, check_outputs, in_options
from dedup.config import Config
from dedup.corpus import DuplicateIndex, Duplicates, RecordWriter, Reject, find_duplicates, formats
from dedup.corpus.inputs import Input, find_inputs, suffix_of
from dedup.corpus.places import rejects_of
from dedup.corpus.records import id_of, parsed, text_of
from dedup.errors import RecordError

_DROPPED = "dropped.jsonl"


def run(arguments: argparse.Namespace) -> int:
    """Find the copies, and write clusters or what is left. Returns 1 where a record could not be read.

    Raises:
        UsageError: an output that is an input, settings that exclude one another.
    """
    inputs = find_inputs(arguments.inputs)
    _check(arguments, inputs)
    work = _Run(arguments, inputs)
    found = work.find()
    if arguments.drop:
        work.drop(found)
    else:
        work.write_clusters(found)
    gone = sum(len(cluster.members) for cluster in found.clusters)
    print(
        f"dedup: {work.read} records, {gone} copies of {len(found.clusters)} others, {work.bad} unreadable",
        file=sys.stderr,
    )
    return int(work.bad > 0)


def _check(arguments: argparse.Namespace, inputs: list[Input]) -> None:
    if arguments.index and arguments.keep != "first":
        raise UsageError("with --index the first stays; leave --keep out")
    out = Path(arguments.output)
    outputs = [out / place for place in (*_places(inputs), Path(_DROPPED))] if arguments.drop else [out]
    if arguments.output != "-":
        check_outputs(outputs, (source.path for source in inputs))
    if not arguments.drop:
        return
    if arguments.output == "-":
        raise UsageError("--drop needs a folder for what is left: -o kept/")
    if any(source.path is None for source in inputs):
        raise UsageError("--drop reads its input twice, which standard input cannot; give it a file")
    if len(set(outputs)) < len(outputs):
        raise UsageError(f"two of the inputs, or one and {_DROPPED}, would become one file in {out}; rename one")


def _places(inputs: list[Input]) -> list[Path]:
    """The name of each input's output inside the folder."""
    return [
        source.place
        if suffix_of(source.place) and source.kind != "warc"
        else source.place.with_name(source.place.name + ".jsonl")
        for source in inputs
    ]


class _Run:
    """One run over some inputs."""

    def __init__(self, arguments: argparse.Namespace, inputs: list[Input]) -> None:
        self.arguments = arguments
        self.inputs = inputs
        self.read = 0
        self.bad = 0

    def find(self) -> Duplicates:
        """The copies among the records, and with ``--index`` of those of earlier runs."""
        asked = self.arguments
        records = self._readable()
        fields = {"text_field": asked.text_field, "id_field": asked.id_field}
        if asked.index:
            with DuplicateIndex(asked.index, threshold=asked.threshold, ngram=asked.ngram) as index:
                return index.add(records, **fields)
        return find_duplicates(
            records, threshold=asked.threshold, ngram=asked.ngram, keep=asked.keep, workers=asked.workers, **fields
        )

    def _readable(self) -> Iterator[dict[str, Any]]:
        for source in self.inputs:
            for record in self._records(source, self._unreadable):
                self.read += 1
                yield record

    def _unreadable(self, reject: Reject) -> None:
        self.bad += 1
        print(f"dedup: {reject.file}: record {reject.place}: {in_options(reject.reason)}", file=sys.stderr)

    def _records(self, source: Input, rejects: Callable[[Reject], None]) -> Iterator[dict[str, Any]]:
        for item in formats.read(source, Config()):
            record = parsed(item, source.name)
            if not isinstance(record, Reject):
                record = self._usable(record, source.name, item[0])
            if isinstance(record, Reject):
                rejects(record)
            else:
                yield record

    def _usable(self, record: dict[str, Any], name: str, place: int) -> dict[str, Any] | Reject:
        try:
            text_of(record, self.arguments.text_field, place=place)
            id_of(record, self.arguments.id_field, place=place)
        except RecordError as error:
            reason = str(error).partition(": ")[2] or str(error)
            return Reject(name, place, reason, json.dumps(record, ensure_ascii=False, default=str))
        return record

    def write_clusters(self, found: Duplicates) -> None:
        """One JSON object for each cluster."""
        rows = (
            {
                "kept": cluster.kept,
                "members": [
                    {"id": member, "jaccard": round(score, 6)}
                    for member, score in zip(cluster.members, cluster.scores, strict=True)
                ],
            }
            for cluster in found.clusters
        )
        if self.arguments.output == "-":
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
            return
        with RecordWriter(self.arguments.output) as out:
            for row in rows:
                out.write(row)

    def drop(self, found: Duplicates) -> None:
        """Each input again without the copies, a list of these with partner and similarity, and what was unreadable."""
        folder, rejects = Path(self.arguments.output), rejects_of(self.arguments.output)
        Path(rejects).unlink(missing_ok=True)
        partners = found.partners()
        place = 0
        with ExitStack() as stack:
            dropped = stack.enter_context(RecordWriter(_ready(folder / _DROPPED)))
            aside = stack.enter_context(RecordWriter(rejects)) if self.bad else dropped
            for source, name in zip(self.inputs, _places(self.inputs), strict=True):
                with RecordWriter(_ready(folder / name)) as out:
                    for record in self._records(source, lambda reject: aside.write(reject._asdict())):
                        called = id_of(record, self.arguments.id_field, place=place)
                        place += 1
                        if called in partners:
                            kept, score = partners[called]
                            dropped.write({"id": called, "duplicate_of": kept, "jaccard": round(score, 6)})
                        else:
                            out.write(record)


def _ready(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
