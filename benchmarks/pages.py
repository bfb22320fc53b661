"""The body of real pages: ``python -m benchmarks.pages [--check] [--peers] [--worst N] [--set NAME]``.

F1 of article-extraction-benchmark (segments for trafilatura_eval), CPU time, and with ``--peers`` the same for
every extractor that is installed, side by side in one run, with paired differences and bootstrap intervals.
Our model was fitted on these very pages: for sites it has not seen, run ``python -m benchmarks.fit_page``.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dedup
from benchmarks import data
from benchmarks.page_metric import Parts, average, compare, segment_score, segments

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub", "trafilatura_eval")
FLOORS = Path(__file__).parent / "floors" / "pages.toml"
#: Resamplings of an interval.
_SAMPLES = 1_000
Extractor = Callable[[str], str]


def peers() -> dict[str, Extractor]:
    """The other extractors that are installed, as their documentation calls them."""
    found: dict[str, Extractor] = {}
    try:
        import trafilatura

        found["trafilatura"] = lambda page: trafilatura.extract(page) or ""
        found["trafilatura fast"] = lambda page: trafilatura.extract(page, fast=True) or ""
        found["trafilatura precision"] = lambda page: trafilatura.extract(page, favor_precision=True) or ""
    except ImportError:
        pass
    try:
        import lxml.html
        import readability

        found["readability-lxml"] = lambda page: lxml.html.fromstring(
            readability.Document(page).summary()
        ).text_content()
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda page: extract_plain_text(page, main_content=True)
    except ImportError:
        pass
    try:
        import justext

        found["jusText"] = lambda page: "\n".join(
            p.text for p in justext.justext(page.encode(), justext.get_stoplist("English")) if not p.is_boilerplate
        )
    except ImportError:
        pass
    return found


def measure(extract: Extractor, records: list[dict[str, Any]], name: str) -> tuple[list[Any], list[float]]:
    """The parts of every page and its CPU seconds; a page that an extractor fails on is an empty text."""
    parts, seconds = [], []
    for record in records:
        started = time.process_time()
        try:
            text = extract(record["html"])
        except Exception as error:
            print(f"{record['id']}: {type(error).__name__}: {error}", file=sys.stderr)
            text = ""
        seconds.append(time.process_time() - started)
        if name == "trafilatura_eval":
            parts.append(segments(text, record["with"], record["without"]))
        else:
            listed = record.get("paragraphs") or () if name == "fundus_eval" else ()
            optional = [p["text"] for p in listed if p.get("optional")]
            parts.append(compare(text, record["truth_text"] or "", optional))
    return parts, seconds


def score(name: str, parts: list[Any]) -> Any:
    """F1, precision, recall of a set."""
    return segment_score(parts) if name == "trafilatura_eval" else average(parts)


def interval(name: str, ours: list[Any], theirs: list[Any]) -> tuple[float, float]:
    """95 % bootstrap interval of the difference in F1, pages resampled in pairs."""
    generator = random.Random(1)
    places = range(len(ours))
    differences = []
    for _ in range(_SAMPLES):
        chosen = generator.choices(places, k=len(ours))
        mine, others = [ours[at] for at in chosen], [theirs[at] for at in chosen]
        differences.append(score(name, mine).f1 - score(name, others).f1)
    differences.sort()
    return differences[_SAMPLES // 40], differences[-_SAMPLES // 40]


def print_row(label: str, name: str, parts: list[Any], seconds: list[float]) -> None:
    """One line of the table."""
    result = score(name, parts)
    mean = 1000 * statistics.mean(seconds)
    print(
        f"{name:<18}{label:<24}F1 {result.f1:.4f}  P {result.precision:.4f}  R {result.recall:.4f}"
        f"  {mean:8.2f} ms/page (median {1000 * statistics.median(seconds):.2f})",
        flush=True,
    )


def print_countries(records: list[dict[str, Any]], parts: list[Parts]) -> None:
    """F1 by country, for countries with five or more pages."""
    by_country: defaultdict[str, list[Parts]] = defaultdict(list)
    for record, part in zip(records, parts, strict=True):
        by_country[record["country"]].append(part)
    for country, found in sorted(by_country.items()):
        if len(found) >= 5:
            print(f"{'':<18}{country:<24}F1 {average(found).f1:.4f}  ({len(found)} pages)")


def main() -> int:
    """Print the table; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--peers", action="store_true", help="measure the installed extractors too")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages")
    parser.add_argument("--set", choices=SETS, help="only this set")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["f1"]
    worse = []
    for name in [options.set] if options.set else SETS:
        records = list(data.records(f"pages/{name}"))
        dedup.clean(records[0]["html"])
        parts, seconds = measure(dedup.clean_text, records, name)
        print_row("dedup", name, parts, seconds)
        if score(name, parts).f1 < pinned[name]:
            worse.append(f"{name}: F1 {score(name, parts).f1:.4f} (pinned: {pinned[name]})")
        if options.peers:
            for label, extract in peers().items():
                extract(records[0]["html"])
                theirs, their_seconds = measure(extract, records, name)
                print_row(label, name, theirs, their_seconds)
                low, high = interval(name, parts, theirs)
                ratio = sum(their_seconds) / sum(seconds)
                print(f"{'':<18}{'':<24}ours - theirs: {low:+.4f} to {high:+.4f}; {ratio:.1f} times our CPU time")
        if name == "fundus_pub":
            print_countries(records, parts)
        if options.worst and name != "trafilatura_eval":
            worst = sorted(zip(parts, records, strict=True), key=lambda pair: pair[0].right)[: options.worst]
            for part, record in worst:
                shares = f"{part.right:.2f} right {part.wrong:.2f} wrong {part.missing:.2f} missing"
                print(f"  {shares}  {record['url'][:90]}")
    for line in worse if options.check else ():
        print(f"below its floor: {line}")
    return bool(options.check and worse)


if __name__ == "__main__":
    sys.exit(main())
