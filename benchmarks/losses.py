"""What each rule loses: ``python -m benchmarks.losses [--only SET] [--worst N] [RULE ...]``.

Words of the truth that went by each rule of ``clean(html)``, and words that went rightly, on the labelled pages whose
truth is a whole text. A passage is lost where half of its 4-shingles are missing in what was kept; of a text that the
truth holds twice one copy counts as lost. In-sample, as ``benchmarks.pages`` without ``--held-out``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import dedup
from benchmarks import data
from benchmarks.page_metric import shingles, tokens

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub")
#: A shorter passage (words) is nowhere or anywhere.
_LEAST_WORDS = 4


def losses(record: dict[str, Any]) -> Iterator[tuple[str, str, float, int]]:
    """For each paragraph that went from a page: its rule, its text, its words that are lost, and all its words."""
    result = dedup.clean(record["html"])
    missing = shingles(record["truth_text"] or "") - shingles(result.text)
    for removal in result.removals:
        for text in removal.text.split("\n\n"):
            words, own = len(tokens(text)), shingles(text)
            found = own & missing if words >= _LEAST_WORDS else Counter()
            missing -= found
            share = sum(found.values()) / max(sum(own.values()), 1)
            yield removal.rule, text.strip(), share * words if share >= 0.5 else 0.0, words


def main() -> int:
    """Print a line for each rule, the one that loses most first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*", help="only these")
    parser.add_argument("--only", choices=SETS, help="only this set")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N longest losses of each rule")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    lost: Counter[str] = Counter()
    rightly: Counter[str] = Counter()
    worst: defaultdict[str, list[tuple[float, str, str]]] = defaultdict(list)
    for name in [options.only] if options.only else SETS:
        for record in data.records(f"pages/{name}"):
            for rule, text, gone, words in losses(record):
                lost[rule] += gone  # type: ignore[assignment]
                rightly[rule] += words - gone  # type: ignore[assignment]
                if gone:
                    worst[rule].append((gone, record["url"], text))
    for rule in sorted(lost, key=lambda rule: -lost[rule]):
        if not options.rules or rule in options.rules:
            share = lost[rule] / max(lost[rule] + rightly[rule], 1)
            print(f"{rule:<26}lost {lost[rule]:>7.0f}  rightly {rightly[rule]:>8.0f}  {share:6.1%}")
            for gone, url, text in sorted(worst[rule], reverse=True)[: options.worst]:
                print(f"  {gone:>5.0f}  {url[:60]}  {text[:160]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
