"""``dedup clean``: articles in, articles said once out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dedup.cleaner import Cleaner
from dedup.cli import files
from dedup.cli.settings import chosen
from dedup.errors import SourceError
from dedup.result import CleanResult

_SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}


def run(arguments: argparse.Namespace) -> int:
    """Clean every source; 1 if one of them could not be read.

    Raises:
        DedupError: nothing was done, because the settings or the files do not allow it.
    """
    if arguments.explain and arguments.format != "text" and not arguments.output:
        raise files.UsageError(
            f"--explain takes the screen; name a file for the {arguments.format}: --output OUT"
        )
    cleaner = Cleaner(chosen(arguments))
    found = files.sources(arguments.sources)
    targets = files.targets(found, arguments.output, _SUFFIXES[arguments.format])
    if arguments.report:
        files.targets(found[:1], arguments.report, ".html")
    failed = 0
    results: list[tuple[str, CleanResult]] = []
    for at, source in enumerate(found):
        try:
            result = _cleaned(source, cleaner, arguments)
        except SourceError as error:
            print(f"dedup: {source.name}: {error}", file=sys.stderr)
            failed += 1
            continue
        _deliver(
            result, targets[at] if targets else None, arguments, heading=source.name if len(found) > 1 else ""
        )
        if arguments.report:
            results.append((source.name, result))
    if results:
        _report(results, Path(arguments.report))
    return 1 if failed else 0


def _cleaned(source: files.Source, cleaner: Cleaner, arguments: argparse.Namespace) -> CleanResult:
    data = files.read(source, cleaner.config.max_input_bytes)
    return cleaner.clean(data, title=arguments.title, url=arguments.url, language=arguments.language)


def _deliver(
    result: CleanResult, target: Path | None, arguments: argparse.Namespace, *, heading: str
) -> None:
    if target is not None:
        files.write(target, _formatted(result, arguments.format))
    if heading and (arguments.explain or (target is None and arguments.format != "json")):
        print(f"==> {heading} <==")
    if arguments.explain:
        from dedup.report.terminal import explain

        explain(result, full=arguments.full)
    elif target is None:
        text = _formatted(result, arguments.format)
        sys.stdout.write(text)
        if (heading or sys.stdout.isatty()) and not text.endswith("\n"):
            sys.stdout.write("\n")


def _formatted(result: CleanResult, style: str) -> str:
    if style == "json":
        return result.to_json() + "\n"
    if style == "text":
        return result.text
    text = result.markdown if style == "markdown" else result.html
    return text + "\n" if text else text


def _report(results: list[tuple[str, CleanResult]], path: Path) -> None:
    if len(results) == 1:
        from dedup.report import page

        ((name, result),) = results
        files.write(path, page.render(result, name=name))
    else:
        from dedup.report import overview

        files.write(path, overview.render(overview.summarize(results)))
