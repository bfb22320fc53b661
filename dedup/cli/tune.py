"""``dedup tune``: which settings suit a user's own articles."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dedup import tune
from dedup.cleaner import Cleaner
from dedup.cli import files
from dedup.config import Config, configure
from dedup.errors import RecordError, SourceError
from dedup.model import Document, Span
from dedup.read.source import read
from dedup.report.passages import Numbers, reason, shorten
from dedup.report.terminal import visible
from dedup.result import CleanResult

_ROW = "  {:40} {:>8} {:>8} {:>8} {:>8}"


def run(arguments: argparse.Namespace) -> int:
    """Try presets and thresholds on articles, print what each strikes and loses, write the best as TOML.

    Returns 1 where an article could not be read.

    Raises:
        UsageError: an output without labels, or over an input.
        RecordError: the labels do not fit the articles.
    """
    if arguments.output and not arguments.label:
        raise files.UsageError("--output needs --label: without labels no setting is better than another")
    found = files.sources(arguments.sources)
    files.check_outputs(filter(None, (arguments.output, arguments.draft)), (source.path for source in found))
    documents = list(_documents(found))
    failed = len(documents) < len(found)
    labels = _labels(arguments.label) if arguments.label else []
    articles = tune.attach(documents, labels)
    if arguments.draft:
        lines = [json.dumps(tune.draft(article), ensure_ascii=False) for article in articles]
        files.write(Path(arguments.draft), "\n".join(lines) + "\n")
        print(f"{arguments.draft}: {len(lines)} labels to correct by hand")
        return int(failed)
    found_best = tune.search(articles, arguments.loss)
    _print(_table(found_best, articles))
    if labels:
        _print(_verdict(found_best, arguments.loss))
    _print(_worth_a_look(articles, found_best.chosen.config, arguments.show))
    if arguments.output:
        files.write(Path(arguments.output), as_toml(found_best.chosen, len(labels), arguments.loss))
        print(f"\nwritten: {arguments.output}")
    return int(failed)


def as_toml(chosen: tune.Trial, labels: int, loss: float) -> str:
    """The settings of a trial as a file that ``--config`` and :func:`dedup.from_toml` read."""
    lines = [
        f"# Chosen by dedup tune on {labels} labelled article{'s' * (labels != 1)}: {chosen.hit} words rightly struck,",
        f"# {chosen.missed} missed, {chosen.lost} lost (a lost word weighs {loss:g} missed ones).",
    ]
    # A JSON string, number or list of strings is a TOML value as well.
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in chosen.change.items()]
    return "\n".join(lines) + "\n"


def _documents(found: Sequence[files.Source]) -> Iterator[tuple[str, Document]]:
    config = configure()
    for source in found:
        try:
            yield source.name, read(files.read(source, config.max_input_bytes), config=config)
        except SourceError as error:
            print(f"dedup: {source.name}: {error}", file=sys.stderr)


def _labels(path: str) -> list[tune.Label]:
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise files.UsageError(f"{path}: cannot be read: {why}") from error
    labels = tune.read_labels(lines, place=path)
    if not labels:
        raise RecordError(f'{path}: no labels; one a line: {{"file": "a.txt", "strike": ["..."], "keep": "rest"}}')
    return labels


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip())


def _table(search: tune.Search, articles: Sequence[tune.Article]) -> Iterator[str]:
    labelled = sum(article.label is not None for article in articles)
    yield f"{len(articles)} article{'s' * (len(articles) != 1)}, {labelled} labelled; all figures are words"
    yield _ROW.format("", "struck", *(("right", "missed", "lost") if labelled else ("", "", "")))
    yield from (_row(each.name, each, labelled) for each in search.presets)
    other = [each for each in search.singles if _figures(each) != _figures(search.base)]
    if other:
        yield f"{search.base.name} with one setting changed"
    for each in other:
        change = {name: value for name, value in each.change.items() if search.base.change.get(name) != value}
        yield _row(replace(each, change=change).name, each, labelled)
    telling = {name for each in other for name in each.change}
    same = sorted({name for each in search.singles for name in each.change} - telling - {"preset"})
    if same:
        yield from textwrap.wrap(f"no difference here: {', '.join(same)}", 80, subsequent_indent="  ")


def _row(name: str, each: tune.Trial, labelled: int) -> str:
    figures = (each.hit, each.missed, each.lost) if labelled else ("", "", "")
    return _ROW.format(shorten(name, 40), each.struck, *figures)


def _figures(each: tune.Trial) -> tuple[int, ...]:
    return each.struck, each.hit, each.missed, each.lost


def _verdict(search: tune.Search, loss: float) -> Iterator[str]:
    chosen, default = search.chosen, search.presets[0]
    yield ""
    yield f"best here: {chosen.name}"
    line = f"  misses {chosen.missed} and loses {chosen.lost} words"
    yield line if chosen == default else f"{line}; {default.name} {default.missed} and {default.lost}"
    yield f"  a lost word weighs {loss:g} missed ones (--loss)"
    yield "  chosen and counted on the same articles: look at others before you trust it"


def _worth_a_look(articles: Sequence[tune.Article], config: Config, most: int) -> Iterator[str]:
    """What the chosen settings get wrong, then their near misses."""
    cleaner = Cleaner(config)
    wrong: list[str] = []
    near: list[str] = []
    for article in articles:
        result = cleaner.clean_document(article.document)
        numbers = Numbers(article.document.blocks)
        mistakes = [passage for passage in tune.judged(article, result) if passage.wrong]
        wrong += [_shown(article, each.span, _mistake(each, result, numbers)) for each in mistakes]
        near += [_shown(article, e.span, f"{e.rule}: {reason(e.finding, numbers)}; {e.why}") for e in result.spared]
    for title, lines in (("still wrong", wrong), ("near misses, which stayed", near)):
        if lines and most:
            yield f"\n{title}"
            yield from lines[:most]
            if len(lines) > most:
                yield f"  and {len(lines) - most} more; --show {len(lines)} shows them"


def _mistake(passage: tune.Passage, result: CleanResult, numbers: Numbers) -> str:
    if passage.wanted == "strike":
        return "missed: nothing claims it"
    for removal in result.removals:
        if removal.span.start < passage.span.end and passage.span.start < removal.span.end:
            return f"lost to {removal.rule}: {reason(removal.because[0], numbers)}"
    return "lost"


def _shown(article: tune.Article, span: Span, why: str) -> str:
    room = max(76 - len(article.name) - 4, 20)
    text = visible(shorten(article.document.text[slice(*span)], room))
    lines = textwrap.wrap(visible(why), 74, initial_indent="      ", subsequent_indent="      ")
    return "\n".join([f"  {article.name}: “{text}”", *lines])
