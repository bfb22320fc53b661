"""The article of real pages: ``python -m benchmarks.pages [--check] [--peers [A,B]] [--only SET] [--worst N]``.

F1 of article-extraction-benchmark (segments for trafilatura_eval) and CPU time; with ``--peers`` the same for other
extractors, side by side in one run, with paired differences and bootstrap intervals.

The shipped weights were fitted on these very pages: without ``--held-out`` every figure of ours is *in-sample* and
flatters us. ``--held-out`` fits five models, each without a fifth of the sites, and cleans each page with the one that
has not seen its site; it needs SciPy and some minutes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import dedup
from benchmarks import data
from benchmarks.page_kinds import kind_of
from benchmarks.page_metric import Score, compare, difference_interval, f1_of, segments, share_columns
from benchmarks.peers import MAKERS, Extractor, peers

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub", "trafilatura_eval")
#: The set that counts segments instead of the words of a page.
SEGMENTS = "trafilatura_eval"
FLOORS = Path(__file__).parent / "floors" / "pages.toml"
#: Pages that a country or a kind of page needs to have a line of its own.
_LEAST_PAGES = 5
#: A page for each extractor to load its modules with, before anything is measured.
_WARM_UP = {
    "html": "<html><body><article><h1>Warm</h1>" + "<p>Long enough to be read as an article, it is.</p>" * 9,
    "truth_text": "",
}


#: What a table groups pages by.
Grouping: TypeAlias = Callable[[dict[str, Any]], str]


class Measured(NamedTuple):
    """One extractor on one set: parts of every page, CPU seconds, how often it failed and the first failure."""

    name: str
    parts: list[Any]
    seconds: list[float]
    failures: Counter[str]


def measure(name: str, extract: Extractor, records: Sequence[dict[str, Any]], of_set: str) -> Measured:
    """Every page through one extractor; one that it fails on counts as an empty text."""
    found = Measured(name, [], [], Counter())
    for record in records:
        started = time.process_time()
        try:
            text = extract(record["html"])
        except Exception as error:
            found.failures[f"{type(error).__name__}: {' '.join(str(error).split())}"[:100]] += 1
            text = ""
        found.seconds.append(time.process_time() - started)
        found.parts.append(parts_of(record, text, of_set))
    return found


def parts_of(record: dict[str, Any], text: str, of_set: str) -> Any:
    """What is right, wrong and missing in the text of one page."""
    if of_set == SEGMENTS:
        return segments(text, record["with"], record["without"])
    listed = record.get("paragraphs") or () if of_set == "fundus_eval" else ()
    return compare(text, record["truth_text"] or "", [p["text"] for p in listed if p.get("optional")])


def score(of_set: str, parts: Sequence[Any]) -> Score:
    """F1, precision, recall of a set or a part of one."""
    return f1_of(*share_columns(parts, counted=of_set == SEGMENTS).mean(1))


def show(of_set: str, one: Measured, ours: Measured | None, note: str = "") -> None:
    """One line of the table; of a peer also the paired difference and the ratio of CPU times."""
    found = score(of_set, one.parts)
    line = (
        f"{of_set:<18}{one.name:<24}F1 {found.f1:.4f}  P {found.precision:.4f}  R {found.recall:.4f}"
        f"  {1000 * statistics.mean(one.seconds):8.2f} ms/page"
    )
    if ours is not None:
        mine = score(of_set, ours.parts)
        low, high = difference_interval(ours.parts, one.parts, counted=of_set == SEGMENTS)
        line += (
            f"  {sum(one.seconds) / sum(ours.seconds):5.1f} x our time"
            f"  ours - theirs {mine.f1 - found.f1:+.4f} ({low:+.4f} to {high:+.4f})"
            f"  R {mine.recall - found.recall:+.4f}"
        )
    print(line + note, flush=True)
    for message, count in one.failures.most_common(3):
        print(f"{'':<18}{'':<24}failed on {count} pages: {message}")


def show_groups(of_set: str, records: Sequence[dict[str, Any]], all_of: Sequence[Measured], by: Grouping) -> None:
    """F1 of groups of five or more pages, countries or kinds, for every extractor."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        places[by(record)].append(at)
    for group, chosen in sorted(places.items()):
        if len(chosen) >= _LEAST_PAGES:
            scores = [(one.name, score(of_set, [one.parts[at] for at in chosen]).f1) for one in all_of]
            behind = [name for name, value in scores if name == "trafilatura" and value - scores[0][1] > 0.01]
            shown = "  ".join(f"{name} {value:.3f}" for name, value in scores)
            mark = "  <- below by more than .01" if behind else ""
            print(f"{of_set:<18}{group:<14}{len(chosen):>4} pages  {shown}{mark}")


def show_worst(of_set: str, records: Sequence[dict[str, Any]], ours: Measured, count: int) -> None:
    """The pages that come out worst, and what is wrong with them."""

    def right(parts: Any) -> float:
        return float(parts[0] / max(sum(parts), 1e-9))

    worst = sorted(zip(ours.parts, records, strict=True), key=lambda pair: right(pair[0]))[:count]
    for part, record in worst:
        shares = f"{part[0]:6.2f} right {part[1]:6.2f} wrong {part[2]:6.2f} missing"
        print(f"  {shares}  {record['id'][:12]}  {record['url'][:80]}")


def held_out_texts() -> dict[tuple[str, str], str]:
    """All of ``clean(html)`` for each page by set and id, judged by weights that have not seen its site."""
    from benchmarks import fit_page

    pages = fit_page.load()
    return {
        (pages[at].set, pages[at].record["id"]): dedup.clean_text(pages[at].record["html"])
        for at, _ in fit_page.held_out(pages)
    }


def run(
    of_set: str, records: Sequence[dict[str, Any]], options: argparse.Namespace, texts: dict[tuple[str, str], str]
) -> list[Measured]:
    """Print the tables of one set; each extractor's figures, ours first."""
    ours = measure("dedup", dedup.clean_text, records, of_set)
    show(of_set, ours, None, "  (in-sample: fitted on these pages)")
    all_of = [ours]
    if texts:
        parts = [parts_of(r, texts.get((of_set, r["id"])) or dedup.clean_text(r["html"]), of_set) for r in records]
        all_of.append(ours._replace(name="dedup, held out", parts=parts))
        show(of_set, all_of[1], None, "  (weights that have not seen the site)")
    for name, extract in peers(options.peers).items():
        measure(name, extract, [_WARM_UP], "")
        all_of.append(measure(name, extract, records, of_set))
        show(of_set, all_of[-1], all_of[1 if texts else 0])
    compared = all_of[1:] if texts else all_of
    if of_set == "fundus_pub":
        show_groups(of_set, records, compared, lambda record: record["country"])
    if options.kinds:
        show_groups(of_set, records, compared, lambda record: kind_of(record["html"]))
    show_worst(of_set, records, compared[0], options.worst)
    return all_of


def as_json(records: Sequence[dict[str, Any]], all_of: Sequence[Measured]) -> dict[str, Any]:
    """What ``benchmarks.page_tables`` reads: every page, and each extractor's parts and seconds of it."""
    pages = [{"id": r["id"], "country": r.get("country", ""), "kind": kind_of(r["html"])} for r in records]
    systems = {one.name: {"parts": one.parts, "seconds": one.seconds} for one in all_of}
    return {"pages": pages, "systems": systems}


def below(of_set: str, ours: Measured) -> Iterable[str]:
    """A message where a set is below its floor."""
    floor = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["f1"][of_set]
    found = score(of_set, ours.parts).f1
    return [f"{of_set}: F1 {found:.4f} (pinned: {floor})"] if found < floor else []


def main() -> int:
    """Print the tables; with ``--check`` exit 1 below the floors."""
    options = _options()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    dedup.clean(_WARM_UP["html"])
    texts = held_out_texts() if options.held_out else {}
    worse: list[str] = []
    kept: dict[str, Any] = {}
    for of_set in options.only or SETS:
        records = list(data.records(f"pages/{of_set}"))[:: options.every]
        found = run(of_set, records, options, texts)
        if options.json:
            kept[of_set] = as_json(records, found)
        worse += below(of_set, found[0]) if options.check else ()
    if options.json:
        Path(options.json).write_text(json.dumps(kept), encoding="utf-8")
    for line in worse:
        print(f"below its floor: {line}")
    return bool(worse)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = tuple(MAKERS)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument(
        "--peers", nargs="?", const=known, default=(), type=lambda names: _names(names, known), metavar="A,B",
        help=f"other extractors, all that are installed or these: {', '.join(known)}",
    )  # fmt: skip
    parser.add_argument("--only", type=lambda names: _names(names, SETS), metavar="SET", help=f"of {', '.join(SETS)}")
    parser.add_argument("--held-out", action="store_true", help="weights that have not seen the page's site, too")
    parser.add_argument("--kinds", action="store_true", help="F1 for each kind that pages say they are")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    parser.add_argument("--json", metavar="FILE", help="keep the parts and seconds of every page")
    return parser.parse_args()


def _names(given: str, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given.split(","))
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(known)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
