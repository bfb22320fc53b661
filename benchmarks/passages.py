"""Repeats inside articles, measured: ``python -m benchmarks.passages [--check] [--flags corpora/bbc] [--baselines]``.

Recall by kind on articles with planted or natural repeats, strikes on articles that have none, and the same
for what a user might write instead. Only repeats are looked for: boilerplate rules are switched off.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import dedup
from benchmarks import data

KINDS = ("exact", "edit", "merge", "reword", "natural_gold", "seed")
TRAPS = ("neg_untouched", "neg_swap", "neg_template", "neg_drama", "related_soft")
FLOORS = Path(__file__).parent / "floors" / "passages.toml"

#: Positions struck, each with the positions of its twins (empty where a method names none).
Struck = dict[int, set[int]]


def by_dedup(paragraphs: Sequence[str]) -> Struck:
    """``dedup.clean`` with its default thresholds."""
    result = dedup.clean(list(paragraphs), ignore=("boilerplate",), max_removed=1.0)
    place = _places(paragraphs)
    struck: Struck = {}
    for removal in result.removals:
        for block in result.document.blocks:
            if removal.span.start <= block.start and block.end <= removal.span.end:
                twins = {n for finding in removal.because for n in _touched(result, finding.evidence.span)}
                struck[place[block.number]] = {place[n] for n in twins}
    return struck


def _places(paragraphs: Sequence[str]) -> list[int]:
    return [at for at, paragraph in enumerate(paragraphs) if paragraph.strip()]


def _touched(result: dedup.CleanResult, span: dedup.Span) -> set[int]:
    return {b.number for b in result.document.blocks if b.start < span.end and span.start < b.end}


def by_exact_lines(paragraphs: Sequence[str]) -> Struck:
    """A set of lines seen."""
    seen: dict[str, int] = {}
    return {at: {seen[p]} for at, p in enumerate(paragraphs) if seen.setdefault(p.strip(), at) != at}


def by_token_set(paragraphs: Sequence[str]) -> Struck:
    """``rapidfuzz.fuzz.token_set_ratio >= 90`` against every earlier paragraph that stays."""
    from rapidfuzz import fuzz

    kept: list[int] = []
    struck: Struck = {}
    for at, paragraph in enumerate(paragraphs):
        twin = next((k for k in kept if fuzz.token_set_ratio(paragraph, paragraphs[k]) >= 90), None)
        if twin is None:
            kept.append(at)
        else:
            struck[at] = {twin}
    return struck


def by_lsh(paragraphs: Sequence[str]) -> Struck:
    """datasketch MinHash LSH on word 3-shingles, threshold .5."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    struck: Struck = {}
    for at, paragraph in enumerate(paragraphs):
        words = paragraph.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 3]).encode() for k in range(max(1, len(words) - 2))])
        found = index.query(sketch)
        if found:
            struck[at] = {int(name) for name in found}
        else:
            index.insert(str(at), sketch)
    return struck


METHODS: dict[str, Callable[[Sequence[str]], Struck]] = {
    "dedup": by_dedup, "exact lines": by_exact_lines, "token_set 90": by_token_set, "MinHash LSH": by_lsh,
}  # fmt: skip


def recall(method: Callable[[Sequence[str]], Struck], records: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Repeats found, repeats planted, other paragraphs struck, pairs struck that are known to be no repeats."""
    found = planted = other = wrong = 0
    for record in records:
        struck = method(record["paragraphs"])
        pairs, soft = _listed(record.get("duplicate_of", {})), _listed(record.get("soft", {}))
        known = {at for given in (pairs, soft) for later, earlier in given.items() for at in (later, *earlier)}
        planted += len(pairs)
        found += sum(later in struck or all(e in struck for e in earlier) for later, earlier in pairs.items())
        other += sum(at not in known for at in struck)
        wrong += sum(
            b in struck.get(a, ()) or a in struck.get(b, ()) for a, b in map(tuple, record.get("not_dup", ()))
        )
    return found, planted, other, wrong


def _listed(given: dict[str, Any]) -> dict[int, list[int]]:
    """Later position -> earlier ones; a paragraph may be glued together from several."""
    return {int(later): earlier if isinstance(earlier, list) else [earlier] for later, earlier in given.items()}


def evaluate(method: Callable[[Sequence[str]], Struck]) -> dict[str, float]:
    """All figures of a method, by name."""
    figures: dict[str, float] = {}
    totals: defaultdict[str, int] = defaultdict(int)
    for kind in KINDS:
        found, planted, other, wrong = recall(method, list(data.records(f"passages/{kind}")))
        figures[f"recall.{kind}"] = round(found / planted, 4)
        figures[f"other.{kind}"] = other
        totals[f"{kind}.found"], totals[f"{kind}.planted"] = found, planted
        if kind == "natural_gold":
            figures["wrong.natural_gold"] = wrong
    plain = ("exact", "edit", "merge")
    figures["recall.plain"] = round(
        sum(totals[f"{k}.found"] for k in plain) / sum(totals[f"{k}.planted"] for k in plain), 4
    )
    for trap in TRAPS:
        _, _, other, _ = recall(method, list(data.records(f"passages/{trap}")))
        figures[f"struck.{trap}"] = other
    return figures


def flags(name: str) -> None:
    """Print every repeat that would be struck in an untouched corpus, with its twin, for reading by hand."""
    paragraphs = struck = 0
    for record in data.records(name):
        texts = record["paragraphs"]
        paragraphs += len(texts)
        result = dedup.clean(texts, ignore=("boilerplate",), max_removed=1.0)
        for removal in result.removals:
            struck += 1
            evidence = removal.because[0].evidence
            twin = result.document.text[evidence.span.start : evidence.span.end]
            print(f"{record['id']} {removal.rule} {evidence.value:.2f}\n  - {removal.text.strip()}\n  = {twin}")
    print(f"{struck} of {paragraphs} paragraphs struck: {1000 * struck / paragraphs:.2f} per 1,000")


def below_floors(figures: dict[str, float]) -> list[str]:
    """What is worse than pinned: recalls must not fall, strikes must not rise."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["dedup"]
    worse = []
    for name, floor in pinned.items():
        value = figures[name]
        if value < floor if name.startswith("recall") else value > floor:
            worse.append(f"{name}: {value} (pinned: {floor})")
    return worse


def main() -> int:
    """Print the table; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--baselines", action="store_true", help="also measure what users might write instead")
    parser.add_argument("--flags", metavar="CORPUS", help="list every strike in an untouched corpus")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    if options.flags:
        flags(options.flags)
        return 0
    methods = METHODS if options.baselines else {"dedup": by_dedup}
    table = {name: evaluate(method) for name, method in methods.items()}
    for figure in table["dedup"]:
        print(f"{figure:<24}" + "".join(f"{table[name][figure]:>14}" for name in table))
    print(" " * 24 + "".join(f"{name:>14}" for name in table))
    worse = below_floors(table["dedup"]) if options.check else []
    for line in worse:
        print(f"below its floor: {line}")
    return bool(worse)


if __name__ == "__main__":
    sys.exit(main())
