"""What worker processes do to a batch of records: pure functions of plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dedup.cleaner import Cleaner
from dedup.corpus import encoding
from dedup.corpus.formats import Item, Reject
from dedup.corpus.records import ID_FIELDS, TEXT_FIELDS, field_of, parsed, site_of, url_of
from dedup.corpus.site import RULE, Sightings, View, passages
from dedup.corpus.store import Entry
from dedup.corpus.summary import Figures, words_of
from dedup.errors import DedupError, RecordError
from dedup.model import Document, Seen
from dedup.read.source import read
from dedup.result import CleanResult, removal_records


class Batch(NamedTuple):
    """Some records of one source.

    Attributes:
        number: from 0, over the whole corpus.
        source: number of the source.
        name: of the source.
        start: how many items of the source came before.
        items: the records as they stand in the source.
    """

    number: int
    source: int
    name: str
    start: int
    items: Sequence[Item]


class Task(NamedTuple):
    """A batch and, record by record, what an index says about it; None where it has nothing to say."""

    batch: Batch
    sightings: Sequence[Sightings | None] | None


@dataclass(frozen=True)
class Job:
    """What to do with records.

    Attributes:
        cleaner: the settings.
        text_field, id_field, url_field: names of fields, or None to recognise them by the usual names.
        removals: whether to add a field ``removals``.
        samples: whether to send whole results back, for a report.
        target: the file that the records go to: its suffix says how they are encoded.
        schema: the columns of a Parquet file.
    """

    cleaner: Cleaner
    text_field: str | None = None
    id_field: str | None = None
    url_field: str | None = None
    removals: bool = False
    samples: bool = False
    target: str = "-"
    schema: Any = None


class Cleaned(NamedTuple):
    """A batch, cleaned: what to pass on, what was rejected, and what became of each."""

    records: list[dict[str, Any]]
    came_from: list[Item]
    untouched: list[bool]
    rejects: list[Reject]
    figures: list[Figures]


class Encoded(NamedTuple):
    """A batch, cleaned and ready to be written."""

    output: bytes
    rejects: bytes
    failed: int
    figures: list[Figures]


def survey(job: Job, batch: Batch) -> list[Entry | None]:
    """What an index should remember of each record; None for those without a site, or that cannot be read."""
    found: list[Entry | None] = []
    for item in batch.items:
        try:
            record = parsed(item, batch.name)
            found.append(None if isinstance(record, Reject) else _entry(job, record, batch.name, item[0]))
        except Exception:  # what is wrong with it is told when it is cleaned
            found.append(None)
    return found


def _entry(job: Job, record: dict[str, Any], name: str, place: int) -> Entry | None:
    source = record[_text_field(job, record, place)]
    if source is None:
        return None
    document = read(_readable(source), **_hints(job, record), config=job.cleaner.config)
    site = site_of(url_of(record, job.url_field) or document.url or "")
    if not site:
        return None
    found = passages(job.cleaner.article_of(document), job.cleaner.config)
    keys = tuple(dict.fromkeys(passage.key for passage in found))
    return Entry(_index_id(job, record, name, place), site, keys)


def clean(job: Job, task: Task) -> Cleaned:
    """Clean a batch. Whatever goes wrong with a record, the others are cleaned."""
    batch = task.batch
    done = Cleaned([], [], [], [], [])
    for at, item in enumerate(batch.items):
        record = parsed(item, batch.name)
        if not isinstance(record, Reject):
            sightings = task.sightings[at] if task.sightings else None
            try:
                cleaned, figures = _clean(job, record, sightings, place=item[0])
                done.records.append(cleaned)
                done.came_from.append(item)
                done.untouched.append(cleaned is record)
                done.figures.append(figures)
                continue
            except Exception as error:
                reason = str(error) if isinstance(error, DedupError) else f"{type(error).__name__}: {error}"
                record = Reject(batch.name, item[0], reason, _shown(item))
        done.rejects.append(record)
    return done


def encode(job: Job, task: Task) -> Encoded:
    """Clean a batch and encode it."""
    done = clean(job, task)
    lines: list[bytes] = []
    figures: list[Figures] = []
    rejects = list(done.rejects)
    if job.target.endswith(".parquet"):
        output, figures, misfits = _columns(job, task, done)
        rejects += misfits
    else:
        for at, (item, record) in enumerate(zip(done.came_from, done.records, strict=True)):
            try:
                same = done.untouched[at] and isinstance(item[1], bytes)
                lines.append(_same_line(item[1]) if same else encoding.to_line(record))
                figures.append(done.figures[at])
            except RecordError as error:
                rejects.append(Reject(task.batch.name, item[0], str(error), _shown(item)))
        output = encoding.packer(job.target)(b"".join(lines)) if lines else b""
    rejects.sort(key=lambda reject: reject.place)
    told = b"".join([encoding.to_line(reject._asdict()) for reject in rejects])
    return Encoded(output, told, len(rejects), figures)


def _columns(job: Job, task: Task, done: Cleaned) -> tuple[bytes, list[Figures], list[Reject]]:
    """The records as columns; one that does not fit them is rejected alone."""
    encode = encoding.encoder(job.target, job.schema)
    try:
        return encode(done.records) if done.records else b"", done.figures, []
    except RecordError:
        fits: list[int] = []
        misfits = []
        for at, (item, record) in enumerate(zip(done.came_from, done.records, strict=True)):
            try:
                encode([record])
                fits.append(at)
            except RecordError as error:
                misfits.append(Reject(task.batch.name, item[0], str(error), _shown(item)))
        output = encode([done.records[at] for at in fits]) if fits else b""
        return output, [done.figures[at] for at in fits], misfits


def _same_line(line: Any) -> bytes:
    """A record of which nothing went, character for character as it was."""
    return bytes(line).rstrip(b"\r\n") + b"\n"


def _shown(item: Item) -> str:
    value = item[1]
    return encoding.shown(value) if isinstance(value, bytes) else repr(value)[:200]


def _text_field(job: Job, record: Mapping[str, Any], place: int) -> str:
    name = job.text_field or field_of(record, TEXT_FIELDS, place=place)
    if name not in record:
        raise RecordError(f"record {place}: no field {name!r}")
    return name


def _readable(source: Any) -> Any:
    return list(source) if isinstance(source, tuple) else source


def _hints(job: Job, record: Mapping[str, Any]) -> dict[str, str]:
    hints = {hint: record[hint] for hint in ("title", "language") if isinstance(record.get(hint), str)}
    address = url_of(record, job.url_field)
    return {**hints, "url": address} if address else hints


def _index_id(job: Job, record: Mapping[str, Any], name: str, place: int) -> str:
    """The record's id; without one its place and a little of its content, so that another file's are others."""
    names = (job.id_field,) if job.id_field else ID_FIELDS
    found = next((record[name] for name in names if record.get(name) not in (None, "")), None)
    if found is None:
        digest = hashlib.blake2b(repr(record).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        found = f"{name}#{place}@{digest}"
    return str(found).encode("utf-8", "backslashreplace").decode()


def _clean(
    job: Job, record: dict[str, Any], sightings: Sightings | None, *, place: int
) -> tuple[dict[str, Any], Figures]:
    name = _text_field(job, record, place)
    source = record[name]
    if source is None:
        return record, Figures(site_of(url_of(record, job.url_field)), 0, 0, 0, ())
    index = View(sightings, job.cleaner.config) if sightings is not None else None
    result = job.cleaner.clean(_readable(source), **_hints(job, record), index=index)
    same = result.text == source if isinstance(source, str) else not (result.removals or isinstance(source, bytes))
    changed = record if same else _with_text(record, name, result)
    if job.removals:
        changed = {**changed, "removals": removal_records(result.removals)}
    return changed, _figures(job, record, result, place=place)


def _with_text(record: dict[str, Any], name: str, result: CleanResult) -> dict[str, Any]:
    """A copy of the record with what is left of its text; as paragraphs if that is what it had."""
    paragraphs = isinstance(record[name], (list, tuple))
    return {**record, name: _paragraphs(result.document, result) if paragraphs else result.text}


def _paragraphs(document: Document, result: CleanResult) -> list[str]:
    """The paragraphs of which something is left, each without what went."""
    kept, at, position = [], 0, 0
    spans = [removal.span for removal in result.removals]
    for paragraph in document.blocks:
        pieces, position = [], paragraph.start
        while at < len(spans) and spans[at].start < paragraph.end:
            pieces.append(document.text[position : max(position, spans[at].start)])
            position = min(max(position, spans[at].end), paragraph.end)
            if spans[at].end > paragraph.end:
                break
            at += 1
        pieces.append(document.text[position : paragraph.end])
        if text := "".join(pieces):
            kept.append(text)
    return kept


def _figures(job: Job, record: Mapping[str, Any], result: CleanResult, *, place: int) -> Figures:
    document = result.document
    site = site_of(url_of(record, job.url_field) or document.url or "")
    repeated = tuple(
        (finding.evidence.passage, int(finding.evidence.value), finding.note)
        for removal in result.removals
        if removal.rule == RULE
        for finding in removal.because
        if isinstance(finding.evidence, Seen)
    )
    named = next((record[name] for name in ID_FIELDS if record.get(name) not in (None, "")), place)
    return Figures(
        site,
        words_of(document.text),
        _size(document.text),
        sum(_size(removal.text) for removal in result.removals),
        tuple((removal.rule, words_of(removal.text)) for removal in result.removals),
        repeated,
        (str(named), result.to_dict()) if job.samples and result.removals else None,
    )


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
