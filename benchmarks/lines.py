"""``clean(text)`` behind other extractors: ``python -m benchmarks.lines [--check] [--lost]``.

Each extractor's output for the labelled pages goes through ``clean``; gain in F1 and loss of recall.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import dedup
from benchmarks import data
from benchmarks.page_metric import Parts, average, compare

FLOORS = Path(__file__).parent / "floors" / "lines.toml"


def measure(name: str, *, show_lost: bool) -> dict[str, tuple[list[Parts], list[Parts]]]:
    """For each extractor the parts of every page before and after cleaning."""
    pages: dict[str, dict[str, Any]] = {}
    for record in data.records(f"pages/{name}"):
        del record["html"]
        pages[record["id"]] = record
    found: defaultdict[str, tuple[list[Parts], list[Parts]]] = defaultdict(lambda: ([], []))
    for record in data.records(f"lines/{name}"):
        page = pages[record["id"]]
        optional = [p["text"] for p in page.get("paragraphs") or () if p.get("optional")]
        lines = [line["text"] for line in record["lines"]]
        result = dedup.clean(lines)
        before, after = found[record["system"]]
        before.append(compare("\n".join(lines), page["truth_text"] or "", optional))
        after.append(compare(result.text, page["truth_text"] or "", optional))
        if show_lost:
            wanted = {line["text"].strip() for line in record["lines"] if line["label"] == "keep"}
            for removal in result.removals:
                if removal.text.strip() in wanted:
                    print(f"lost  {record['system']:<16}{removal.rule:<24}{removal.text.strip()[:110]}")
    return found


def main() -> int:
    """Print the table; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--lost", action="store_true", help="list every wanted line that went")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["gain"]
    worse = []
    for name in ("aeb", "fundus_eval"):
        for system, (before, after) in measure(name, show_lost=options.lost).items():
            first, then = average(before), average(after)
            gain = then.f1 - first.f1
            print(
                f"{name:<14}{system:<24}F1 {first.f1:.4f} -> {then.f1:.4f} ({gain:+.4f})"
                f"  P {then.precision - first.precision:+.4f}  R {then.recall - first.recall:+.4f}"
            )
            floor = pinned[f"{name}.{system}"]
            if gain < floor:
                worse.append(f"{name} {system}: gain {gain:+.4f} (pinned: {floor:+.4f})")
    for line in worse if options.check else ():
        print(f"below its floor: {line}")
    return bool(options.check and worse)


if __name__ == "__main__":
    sys.exit(main())
