"""``clean(text)`` behind other extractors: ``python -m benchmarks.lines [--check] [--lost] [--only SET]``.

Each extractor's output for the labelled pages goes through ``clean``: gain in F1 with its 95 % bootstrap interval,
pages resampled in pairs; change of precision and recall; CPU time. The phrases were written with an eye on these very
pages, so the gains flatter: none is held out.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dedup
from benchmarks import data
from benchmarks.page_metric import Parts, average, compare, difference_interval

FLOORS = Path(__file__).parent / "floors" / "lines.toml"
SETS = ("aeb", "fundus_eval")


@dataclass
class Behind:
    """One extractor: the parts of every page before and after cleaning, and the CPU seconds of cleaning."""

    before: list[Parts] = field(default_factory=list)
    after: list[Parts] = field(default_factory=list)
    seconds: float = 0.0


def measure(name: str, systems: Sequence[str], *, show_lost: bool) -> dict[str, Behind]:
    """Every extractor of a set, or those named."""
    pages: dict[str, dict[str, Any]] = {}
    for record in data.records(f"pages/{name}"):
        del record["html"]
        pages[record["id"]] = record
    found: defaultdict[str, Behind] = defaultdict(Behind)
    for record in data.records(f"lines/{name}"):
        if systems and record["system"] not in systems:
            continue
        page = pages[record["id"]]
        optional = [p["text"] for p in page.get("paragraphs") or () if p.get("optional")]
        lines = [line["text"] for line in record["lines"]]
        started = time.process_time()
        result = dedup.clean(lines)
        one = found[record["system"]]
        one.seconds += time.process_time() - started
        one.before.append(compare("\n".join(lines), page["truth_text"] or "", optional))
        one.after.append(compare(result.text, page["truth_text"] or "", optional))
        if show_lost:
            print_lost(record, result)
    return found


def print_lost(record: dict[str, Any], result: dedup.CleanResult) -> None:
    """Every wanted line that went."""
    wanted = {line["text"].strip() for line in record["lines"] if line["label"] == "keep"}
    for removal in result.removals:
        if removal.text.strip() in wanted:
            print(f"lost  {record['system']:<16}{removal.rule:<24}{removal.text.strip()[:110]}")


def show(name: str, system: str, one: Behind) -> float:
    """One line of the table; gives the gain."""
    first, then = average(one.before), average(one.after)
    low, high = difference_interval(one.after, one.before)
    print(
        f"{name:<14}{system:<24}F1 {first.f1:.4f} -> {then.f1:.4f}"
        f"  {then.f1 - first.f1:+.4f} ({low:+.4f} to {high:+.4f})"
        f"  P {then.precision - first.precision:+.4f}  R {then.recall - first.recall:+.4f}"
        f"  {1000 * one.seconds / len(one.after):.2f} ms/page",
        flush=True,
    )
    return then.f1 - first.f1


def main() -> int:
    """Print the table; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--lost", action="store_true", help="list every wanted line that went")
    parser.add_argument("--only", choices=SETS, help="only this set")
    parser.add_argument("--peers", default="", metavar="A,B", help="only behind these, as the data names them")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["gain"]
    worse = []
    dedup.clean("Loads what it needs.")
    for name in [options.only] if options.only else SETS:
        systems = [system for system in options.peers.split(",") if system]
        for system, one in measure(name, systems, show_lost=options.lost).items():
            gain = show(name, system, one)
            floor = pinned[f"{name}.{system}"]
            if gain < floor:
                worse.append(f"{name} {system}: gain {gain:+.4f} (pinned: {floor:+.4f})")
    for line in worse if options.check else ():
        print(f"below its floor: {line}")
    return bool(options.check and worse)


if __name__ == "__main__":
    sys.exit(main())
