"""Tables of a run of the pages, as Markdown: ``python -m benchmarks.page_tables FILE``.

FILE is what ``python -m benchmarks.pages --peers --held-out --json FILE`` kept. ``docs/benchmarks.md`` has the output.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.page_metric import difference_interval
from benchmarks.pages import SEGMENTS, SETS, score

HELD_OUT, SHIPPED = "dedup, held out", "dedup"
#: A kind of page or a country needs so many pages for a row.
_LEAST_PAGES = 5


def rows(kept: dict[str, Any]) -> Iterator[list[str]]:
    """One row for each extractor: F1 and recall in each set, the interval of our gain, CPU time as a ratio to ours."""
    sets = [name for name in SETS if name in kept]
    for system in kept[sets[0]]["systems"]:
        cells, ours, theirs = [], 0.0, 0.0
        for of_set in sets:
            systems = kept[of_set]["systems"]
            mine, one = systems.get(HELD_OUT, systems[SHIPPED]), systems[system]
            found = score(of_set, one["parts"])
            cell = f"{_short(found.f1)} ({_short(found.recall)})"
            if system not in (SHIPPED, HELD_OUT):
                low, high = difference_interval(mine["parts"], one["parts"], counted=of_set == SEGMENTS)
                cell += f" {_signed(low)} to {_signed(high)}"
            cells.append(cell)
            ours, theirs = ours + sum(systems[SHIPPED]["seconds"]), theirs + sum(one["seconds"])
        yield [f"{system}, in-sample" if system == SHIPPED else system, *cells, f"{theirs / ours:.1f}"]


def groups(kept: dict[str, Any], by: str, sets: Sequence[str], systems: Sequence[str]) -> Iterator[list[str]]:
    """One row for each kind of page or country: number of pages, F1 of each system, the pages of all sets together."""
    found: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for of_set in sets:
        for at, page in enumerate(kept[of_set]["pages"]):
            for system in systems:
                found[page[by]][system].append(kept[of_set]["systems"][system]["parts"][at])
    for group, parts in sorted(found.items(), key=lambda entry: -len(entry[1][systems[0]])):
        count = len(parts[systems[0]])
        if count >= _LEAST_PAGES:
            yield [group, str(count), *(_short(score(sets[0], parts[system]).f1) for system in systems)]


def table(head: Sequence[str], body: Iterator[list[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *body)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1).replace("-", "−")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    kept = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    sets = [name for name in SETS if name in kept]
    systems = list(kept[sets[0]]["systems"])
    compared = [name for name in systems if name != SHIPPED or HELD_OUT not in systems]
    print(table(["", *sets, "CPU time"], rows(kept)), end="\n\n")
    words = [name for name in sets if name != SEGMENTS]
    if words:
        print(table(["kind of page", "pages", *compared], groups(kept, "kind", words, compared)), end="\n\n")
    if SEGMENTS in sets:
        print(table(["kind (segments)", "pages", *compared], groups(kept, "kind", [SEGMENTS], compared)), end="\n\n")
    if "fundus_pub" in sets:
        print(table(["country", "pages", *compared], groups(kept, "country", ["fundus_pub"], compared)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
