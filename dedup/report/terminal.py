"""A result in a terminal: the article with its struck passages, each with its rule and its twin.

Struck lines carry a minus sign in the margin, so that the page reads the same without colour and in a pipe.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dedup.model import Removal
from dedup.report.passages import (
    Numbers,
    Passage,
    is_chrome,
    near_misses,
    passages,
    reason,
    rules_of,
    shorten,
    twin_of,
    words,
)
from dedup.result import CleanResult

#: Control characters of an article could move the cursor, recolour the screen or reverse the line.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STYLES = {"repeat": "magenta", "boilerplate": "red", "site": "yellow"}
#: A run of this many struck page elements is shown as one line.
_RUN = 3
_NEAR_MISSES = 10


def explain(result: CleanResult, file: TextIO | None = None, *, full: bool = False) -> None:
    """Write the article with what was struck, and why, for people.

    Args:
        result: what to show.
        file: where to write; standard output if None. Colours only for a terminal, and never with NO_COLOR.
        full: show every struck page element, and all near misses.
    """
    console = Console(file=file or sys.stdout, highlight=False, emoji=False, markup=False)
    for line in (*_Article(result, console.width).lines(full), *_summary(result, full)):
        line.rstrip()
        console.print(line, soft_wrap=True)


class _Article:
    """The article line by line: number, mark, text."""

    def __init__(self, result: CleanResult, width: int) -> None:
        self._result = result
        self._numbers = Numbers(result.document.blocks)
        self._passages = passages(result)
        self._digits = len(str(max(len(self._passages) - 1, 0)))
        self._room = max(width - self._digits - 3, 20)
        self._console = Console(width=self._room)
        self._before: list[Text] = []

    def lines(self, full: bool) -> Iterator[Text]:
        """Every passage; a long run of struck page elements as one line unless ``full``."""
        for chrome, group in groupby(
            self._passages, key=lambda passage: not full and is_chrome(self._result, passage)
        ):
            run = list(group)
            if chrome and len(run) >= _RUN:
                yield from self._collapsed(run)
            else:
                for passage in run:
                    yield from self._passage(passage)

    def _collapsed(self, run: Sequence[Passage]) -> Iterator[Text]:
        count = sum(words(passage.block.text) for passage in run)
        line = f"{len(run)} passages of the page that are no part of the article ({_amount(count, 'word')})"
        yield from self._row("", "-", Text(f"{line}: {', '.join(rules_of(self._result, run))}", "dim"))
        yield Text()

    def _passage(self, passage: Passage) -> Iterator[Text]:
        removals = [self._result.removals[at] for at in passage.removals]
        text = Text()
        for piece in passage.pieces:
            style = f"strike {_style(self._result.removals[piece.removal])}" if piece.removal >= 0 else ""
            marked = piece.removal >= 0 and not passage.gone
            text.append(f"[-{visible(piece.text)}-]" if marked else visible(piece.text), style)
        if passage.block.kind == "heading":
            text.stylize("bold")
        mark = "" if not removals else "-" if passage.gone else "~"
        yield from self._row(str(passage.block.number), mark, text)
        because = [self._because(removal) for removal in removals]
        if because and because == self._before:
            yield from self._row("", "", Text(f"> {removals[0].rule}, as above", "dim"))
        else:
            for line in because:
                yield from self._row("", "", line)
        self._before = because
        yield Text()

    def _because(self, removal: Removal) -> Text:
        line = Text("> ", "dim")
        line.append(removal.rule, f"bold {_style(removal)}")
        line.append(": " + visible(reason(removal.because[0], self._numbers)))
        note = removal.because[0].note
        if note:
            line.append(f" ({visible(note)})")
        twin = twin_of(removal)
        if twin is not None:
            line.append(f": “{visible(shorten(self._result.document.text[slice(*twin.span)], 48))}”", "dim")
        return line

    def _row(self, number: str, mark: str, text: Text) -> Iterator[Text]:
        for at, line in enumerate(text.wrap(self._console, self._room, overflow="fold")):
            margin = Text(f"{'' if at else number:>{self._digits}} ", "dim")
            yield Text.assemble(margin, (f"{mark:1} ", "bold red"), line)


def _summary(result: CleanResult, full: bool) -> Iterator[Text]:
    document = result.document
    if result.removals:
        gone, total = sum(words(r.text) for r in result.removals), words(document.text)
        struck = sum(passage.gone for passage in passages(result))
        count = (
            f"{struck} of {_amount(len(document.blocks), 'paragraph')}, {gone:,} of {_amount(total, 'word')}"
        )
        yield Text(f"Struck out: {count}.", "bold")
        yield from _counts(removal.rule for removal in result.removals)
    else:
        yield Text("Nothing was struck out.", "bold")
    if result.guarded:
        yield Text(
            "Guard: more would have gone than max_removed allows, so the article was left as it is.", "yellow"
        )
    yield from _near_misses(result, full)


def _counts(rules: Iterable[str]) -> Iterator[Text]:
    counts = sorted(Counter(rules).items())
    width = max(len(rule) for rule, _ in counts)
    return (Text(f"  {rule:{width}}  {count:>4}") for rule, count in counts)


def _near_misses(result: CleanResult, full: bool) -> Iterator[Text]:
    spared = near_misses(result)
    if not spared:
        return
    numbers = Numbers(result.document.blocks)
    yield Text("\nLooked removable and stayed:", "bold")
    shown = spared if full else spared[:_NEAR_MISSES]
    for entry in shown:
        passage = visible(shorten(result.document.text[slice(*entry.span)], 40))
        yield Text(f"  {numbers.of(entry.span)} {entry.rule}: “{passage}”")
        yield Text(f"      {visible(entry.why)}", "dim")
    if len(shown) < len(spared):
        yield Text(f"  and {len(spared) - len(shown)} more; --full shows them", "dim")


def visible(text: str) -> str:
    """The text with every control and direction character but tab and newline shown as U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def _style(removal: Removal) -> str:
    return _STYLES.get(removal.rule.partition(".")[0], "cyan")


def _amount(count: int, unit: str) -> str:
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
