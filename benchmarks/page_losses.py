"""Where the F1 of pages is lost: ``python -m benchmarks.page_losses [--only SET] [--salt TEXT]``.

Held out by site. For each set: the best that a choice among our blocks could reach, the page detector, all of
``clean(html)``; then what F1 and recall would gain if one rule of the text went, or if the page detector made no
mistake in blocks of one kind. Needs SciPy and a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import dedup
from benchmarks import data, fit_page
from benchmarks.fit_page import Page, chosen
from benchmarks.page_metric import Score
from benchmarks.pages import SETS, parts_of, score
from dedup.detect.page.hints import PLACE_BIT
from dedup.model import BLOCK_KINDS, Measure

#: Kind of block -> places that its element or one above names; the first that fits counts.
_PLACES = {
    "comment": ("comment",), "related": ("related", "teaser"), "caption": ("caption",),
    "byline, date": ("author", "byline", "date"), "standfirst": ("lead",),
}  # fmt: skip
_LINKED, _LONG = 0.9, 12
#: Gains smaller than this are not shown.
_LEAST = 0.0003


def kinds(page: Page) -> np.ndarray:
    """What each block of a page looks like."""
    known, texts = page.known, page.known.texts
    named = known.places | known.own
    is_kind = {kind: texts.kinds == number for number, kind in enumerate(BLOCK_KINDS)}
    found = np.where(texts.words < _LONG, "short line", "prose").astype(object)
    for kind in ("heading", "item"):
        found[is_kind[kind]] = kind
    found[texts.density > _LINKED] = "link"
    for kind, places in reversed(_PLACES.items()):
        found[(named & sum(PLACE_BIT[place] for place in places)) != 0] = kind
    found[is_kind["caption"]] = "caption"
    found[is_kind["heading"] & (known.title > 0.8)] = "title"
    return found


def cleaned(page: Page) -> tuple[str, dict[str, str]]:
    """All of ``clean(html)``, and what it would be without each rule that looks at the text alone."""
    result = dedup.clean(page.record["html"])
    text = result.document.text
    of_text = {removal.rule for removal in result.removals if not _of_page(removal)}
    without = {
        rule: _less(text, (one for one in result.removals if one.rule != rule or _of_page(one))) for rule in of_text
    }
    return result.text, without


def _of_page(removal: dedup.Removal) -> bool:
    names = {finding.evidence.name for finding in removal.because if isinstance(finding.evidence, Measure)}
    return bool(names & {"body_probability", "article"})


def _less(text: str, removals: Iterable[dedup.Removal]) -> str:
    kept, at = [], 0
    for removal in removals:
        kept.append(text[at : removal.span.start])
        at = removal.span.end
    return " ".join((*kept, text[at:]))


def show_gains(of_set: str, now: list[Any], variants: Iterable[tuple[str, list[Any]]]) -> None:
    """The variants that win or lose most, best first."""
    before = score(of_set, now)
    rows = [(score(of_set, parts), name) for name, parts in variants]
    for after, name in sorted(rows, key=lambda row: -row[0].f1):
        if abs(after.f1 - before.f1) >= _LEAST:
            print(f"    F1 {after.f1 - before.f1:+.4f}  R {after.recall - before.recall:+.4f}  {name}")


def losses(of_set: str, pages: list[Page], likely: list[np.ndarray], whole: list[tuple[str, dict[str, str]]]) -> None:
    """Print the table of one set."""

    def parts(text: Callable[[int], str]) -> list[Any]:
        return [parts_of(page.record, text(at), of_set) for at, page in enumerate(pages)]

    def line(name: str, found: Score) -> None:
        print(f"{of_set:<18}{name:<28}F1 {found.f1:.4f}  P {found.precision:.4f}  R {found.recall:.4f}", flush=True)

    wanted = [page.label > 0.5 for page in pages]
    kept = [one >= 0.5 for one in likely]
    line("best choice of blocks", score(of_set, parts(lambda at: chosen(pages[at], wanted[at]))))
    judged, all_of = parts(lambda at: chosen(pages[at], kept[at])), parts(lambda at: whole[at][0])
    line("page detector", score(of_set, judged))
    kind = [kinds(page) for page in pages]

    def mended(name: str, side: bool) -> list[Any]:
        wrong = [(kind[at] == name) & (kept[at] == side) for at in range(len(pages))]
        return parts(lambda at: chosen(pages[at], np.where(wrong[at], wanted[at], kept[at])))

    def without(rule: str) -> list[Any]:
        return parts(lambda at: whole[at][1].get(rule, whole[at][0]))

    found = [(name, side) for name in sorted(set(np.concatenate(kind))) for side in (True, False)]
    sides = {True: "in", False: "out"}
    show_gains(of_set, judged, [(f"no {name} wrongly {sides[side]}", mended(name, side)) for name, side in found])
    line("all of clean(html)", score(of_set, all_of))
    rules = sorted({rule for _, texts in whole for rule in texts})
    show_gains(of_set, all_of, [(f"without {rule}", without(rule)) for rule in rules])


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=SETS, help="one set; the models are fitted on all")
    parser.add_argument("--salt", default="", help="another split of the sites into folds")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    pages = fit_page.load(options.salt)
    likely, whole = {}, {}
    for at, fitted in fit_page.held_out(pages):
        if options.only in (None, pages[at].set):
            likely[at], whole[at] = fitted.probabilities(pages[at].known), cleaned(pages[at])
    for of_set in SETS if options.only is None else (options.only,):
        places = [at for at, page in enumerate(pages) if page.set == of_set]
        losses(of_set, [pages[at] for at in places], [likely[at] for at in places], [whole[at] for at in places])
    return 0


if __name__ == "__main__":
    sys.exit(main())
