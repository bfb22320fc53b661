"""``dedup corpus``: files of many articles in, the same files said once out."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dedup.cli import files
from dedup.cli.settings import chosen
from dedup.corpus.files import Plan, Tell, clean_files
from dedup.corpus.formats import Reject
from dedup.corpus.inputs import find_inputs
from dedup.corpus.lock import remove_stale
from dedup.corpus.places import journal_of, lock_of, places, rejects_of
from dedup.corpus.records import RecordWriter, read_records
from dedup.corpus.stream import chosen_config, clean_corpus
from dedup.corpus.summary import Summary
from dedup.errors import OutputError, SourceError, StoreError, WorkerError


def run(arguments: argparse.Namespace) -> int:
    """Clean every record of every file; 1 if some were rejected.

    Raises:
        DedupError: nothing was done, because the settings or the files do not allow it; or the run broke off and
            can be resumed.
    """
    if arguments.output == "-" or (arguments.sources == ["-"] and not arguments.output and not arguments.dry_run):
        return _pipe(arguments)
    plan = _plan(arguments)
    pages = filter(None, (arguments.report, arguments.summary, arguments.output))
    files.check_outputs(pages, (source.path for source in plan.inputs))
    if arguments.resume and _finished(plan):
        remove_stale(lock_of(plan.output))
        print(f"dedup: nothing to resume: {plan.output} is whole", file=sys.stderr)
        return 1 if Path(rejects_of(plan.output)).exists() else 0
    try:
        with _progress() as tell:
            summary = clean_files(
                plan, resume=arguments.resume, tell=tell, finish=lambda summary: _pages(summary, arguments)
            )
    except KeyboardInterrupt:
        if not plan.dry_run:
            print("dedup: interrupted; the same command with --resume goes on", file=sys.stderr)
        raise
    except (OutputError, StoreError, WorkerError) as error:
        if plan.dry_run or not journal_of(plan.output).exists():
            raise
        raise type(error)(f"{error}; what was done is kept: the same command with --resume goes on") from error
    print(summary, file=sys.stderr)
    if summary.failed and not plan.dry_run:
        print(f"dedup: {summary.failed:,} rejected records are in {rejects_of(plan.output)}", file=sys.stderr)
    return 1 if summary.failed else 0


def _pipe(arguments: argparse.Namespace) -> int:
    """The cleaned records as JSON lines on standard output; what was rejected, and the figures, on standard error."""
    if arguments.resume or arguments.report or arguments.dry_run:
        raise files.UsageError("with --resume, --report or --dry-run name a file or a folder: --output OUT")
    unread = []

    def tell(reject: Reject) -> None:
        print(f"dedup: {reject.file}: record {reject.place}: {files.in_options(reject.reason)}", file=sys.stderr)

    def unreadable(reject: Reject) -> None:
        unread.append(reject.place)
        tell(reject)

    has_index = bool(arguments.index or arguments.stream)
    config, repeats = chosen_config(chosen(arguments), arguments.site_repeats, has_index)
    names = ("index", "workers", "text_field", "id_field", "url_field", "stream")
    options = {name: getattr(arguments, name) for name in names}
    records = read_records(arguments.sources, rejects=unreadable, config=config)
    cleaning = clean_corpus(records, config=config, site_repeats=repeats, rejects=tell, **options)
    with RecordWriter("-") as out:
        for record in cleaning:
            out.write(record)
    cleaning.summary.add((), failed=len(unread))
    _pages(cleaning.summary, arguments)
    print(cleaning.summary, file=sys.stderr)
    return 1 if cleaning.summary.failed else 0


def _plan(arguments: argparse.Namespace) -> Plan:
    if not arguments.output and not arguments.dry_run:
        raise files.UsageError("name the output: --output OUT, a file for one input, else a folder; or --dry-run")
    try:
        inputs = tuple(find_inputs(arguments.sources))
    except SourceError as error:
        raise files.UsageError(str(error)) from error
    has_index = bool(arguments.index or arguments.stream)
    config, repeats = chosen_config(chosen(arguments), arguments.site_repeats, has_index)
    return Plan(
        inputs,
        arguments.output or "",
        config,
        site=repeats > 0,
        index=arguments.index,
        stream=arguments.stream,
        workers=arguments.workers,
        text_field=arguments.text_field,
        id_field=arguments.id_field,
        url_field=arguments.url_field,
        samples=bool(arguments.report),
        dry_run=arguments.dry_run,
    )


def _finished(plan: Plan) -> bool:
    """Whether the outputs are there and no journal says that they are of another time."""
    if plan.dry_run or journal_of(plan.output).exists():
        return False
    return all(Path(place).exists() for place in places(plan.inputs, plan.output))


def _pages(summary: Summary, arguments: argparse.Namespace) -> None:
    figures = summary.to_dict()
    if arguments.report:
        from dedup.report import overview

        files.write(Path(arguments.report), overview.render(figures))
    if arguments.summary:
        figures.pop("samples")
        files.write(Path(arguments.summary), json.dumps(figures, indent=1) + "\n")


@contextlib.contextmanager
def _progress() -> Iterator[Tell | None]:
    """A bar on a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def tell(what: str, records: int, total: int | None) -> None:
            progress.update(task, description=what, completed=records, total=total)

        yield tell
