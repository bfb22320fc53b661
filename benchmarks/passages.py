"""Repeats inside articles, measured: ``python -m benchmarks.passages [--check] [--baselines] [--sensitivity]``.

Recall by kind on articles with planted or natural repeats, strikes on articles that have none, and the same for
what a user might write instead. Two sets: the evaluation data, where it is there, and repeats planted in articles
of our own (``--made``; always part of ``--check``). ``--flags bbc indian_news`` lists every strike in untouched
corpora. Only repeats are looked for: boilerplate rules are switched off.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import dedup
from benchmarks import data
from benchmarks.made import passages as made
from benchmarks.repeat_methods import METHODS, Method, by_dedup, touched
from dedup.config import Config

KINDS = ("exact", "edit", "merge", "contained", "reword", "natural_gold", "seed")
PLAIN = ("exact", "edit", "merge")
TRAPS = ("neg_untouched", "neg_swap", "neg_template", "neg_drama", "related_soft")
CORPORA = ("bbc", "indian_news")
CASES = Path(__file__).parent.parent / "tests" / "cases" / "repeats.toml"
FLOORS = Path(__file__).parent / "floors" / "passages.toml"

Record = dict[str, Any]
Records = Callable[[str], Iterable[Record]]

#: Thresholds that are constants of a module, since nobody needs to set them.
CONSTANTS = (
    ("dedup.detect.repeats.compare", "NEAR_DICE"),
    ("dedup.detect.repeats.compare", "HEADLINE_WORDS"),
    ("dedup.detect.repeats.compare", "WORD_FOR_WORD"),
    ("dedup.detect.repeats.compare", "MOSTLY"),
    ("dedup.detect.repeats.finder", "RUN_ORDER"),
    ("dedup.measure.facts", "ROUNDING"),
    ("dedup.measure.facts", "TYPO_LENGTH"),
    ("dedup.measure.facts", "DEMONYM_STEM"),
    ("dedup.measure.facts", "CONTEXT"),
    ("dedup.measure.facts", "FEW"),
    ("dedup.measure.words", "FUNCTION_WEIGHT"),
)
#: The thresholds of Config that the detector of repeats owns.
SETTINGS = (
    "exact_words near_words near_jaccard contained_words contained_share reworded_words reworded_ratio reworded_dice "
    "reworded_order reworded_sum reordered_dice new_sentence_words new_sentence_share reworded_adds run_sum run_dice "
    "run_agreed_sum refrain_line refrain_words refrain_share family_dice family_size series_size"
).split()


@functools.cache
def evaluation_data(kind: str) -> list[Record]:
    """The records of ``../shared/data/passages``, an empty list for a kind it does not have."""
    there = (data.FOLDER / "passages" / f"{kind}.jsonl.gz").is_file()
    return list(data.records(f"passages/{kind}")) if there else []


@functools.cache
def planted(kind: str) -> list[Record]:
    """The records made from our own articles."""
    return list(made.records(kind))


def recall(method: Method, records: Iterable[Record]) -> tuple[int, int, int, int]:
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


def _listed(given: dict[Any, Any]) -> dict[int, list[int]]:
    """Later position -> earlier ones; a paragraph may be glued together from several."""
    return {int(later): earlier if isinstance(earlier, list) else [earlier] for later, earlier in given.items()}


def evaluate(method: Method, records: Records) -> dict[str, float]:
    """All figures of a method, by name."""
    figures: dict[str, float] = {}
    totals: defaultdict[str, int] = defaultdict(int)
    for kind in KINDS:
        found, planted, other, wrong = recall(method, records(kind))
        if not planted:
            continue
        figures[f"recall.{kind}"] = round(found / planted, 4)
        figures[f"other.{kind}"] = other
        if kind == "natural_gold":
            figures["wrong.natural_gold"] = wrong
        else:
            totals["false"] += other
        if kind in PLAIN:
            totals["found"] += found
            totals["planted"] += planted
    figures["recall.plain"] = round(totals["found"] / totals["planted"], 4)
    for trap in TRAPS:
        if records(trap):
            figures[f"struck.{trap}"] = recall(method, records(trap))[2]
            totals["false"] += int(figures[f"struck.{trap}"])
    figures["false.per_1000"] = round(1000 * totals["false"] / _paragraphs(records), 2)
    return figures


def _paragraphs(records: Records) -> int:
    """Paragraphs of every kind whose labels say which of them are no repeats: those of natural_gold do not."""
    kinds = [kind for kind in (*KINDS, *TRAPS) if kind != "natural_gold"]
    return sum(len(record["paragraphs"]) for kind in kinds for record in records(kind))


def flags(names: Iterable[str]) -> None:
    """Print every repeat that would be struck in untouched corpora, beside its twin, for reading by hand."""
    paragraphs = struck = 0
    for name in names:
        for record in data.records(f"corpora/{name.removeprefix('corpora/')}"):
            paragraphs += len(record["paragraphs"])
            for lines in _flagged(record):
                struck += 1
                print(f"#{struck} {lines}")
    print(f"{struck} of {paragraphs} paragraphs struck: {1000 * struck / max(paragraphs, 1):.2f} per 1,000")


def _flagged(record: Record) -> Iterator[str]:
    result = dedup.clean(record["paragraphs"], ignore=("boilerplate",), max_removed=1.0)
    for removal in result.removals:
        finding = removal.because[0]
        evidence = finding.evidence
        assert isinstance(evidence, dedup.Twin)
        twin = result.document.text[slice(*evidence.span)]
        places = f"{touched(result, removal.span)} = {touched(result, evidence.span)} of {len(result.document.blocks)}"
        head = f"{record['id']} {removal.rule} {evidence.measure} {evidence.value:.2f} {places} {finding.note}"
        yield f"{head.rstrip()}\n  - {removal.text.strip()}\n  = {twin}"


def sensitivity() -> Iterator[tuple[str, Any, Any, dict[str, tuple[float, float]]]]:
    """For each threshold, lowered and raised: its name, value, other value, and the figures that then differ."""
    usual = _all_figures(by_dedup)
    for name in SETTINGS:
        value = getattr(Config(), name)
        for other in _moved(value):
            changed = _all_figures(functools.partial(by_dedup, **{name: other}))
            yield name, value, other, _differences(usual, changed)
    for place, name in CONSTANTS:
        module = importlib.import_module(place)
        value = getattr(module, name)
        for other in _moved(value):
            with _constant(module, name, other):
                changed = _all_figures(by_dedup)
            yield name, value, other, _differences(usual, changed)


def _all_figures(method: Method) -> dict[str, float]:
    """The figures of both sets, how many cases are judged rightly, and how much of untouched news is struck."""
    figures = {f"made {name}": value for name, value in evaluate(method, planted).items()}
    figures["cases right"] = sum(_is_right(method, case) for case in _cases())
    if data.available():
        figures |= evaluate(method, evaluation_data)
        figures["flags"] = _flags_in_corpora(method)
    return figures


@functools.cache
def _cases() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = tomllib.loads(CASES.read_text(encoding="utf-8"))["pairs"]
    return pairs


def _is_right(method: Method, case: dict[str, Any]) -> bool:
    frame = next(iter(planted("neg_untouched")))["paragraphs"]
    struck = method([frame[0], case["one"], *frame[1:3], case["other"], frame[3]])
    return bool(struck) == case["same"]


def _flags_in_corpora(method: Method) -> float:
    """Paragraphs struck in the untouched corpora, right or wrong; 0 where they are absent."""
    return sum(len(method(texts)) for name in CORPORA for texts in _corpus(name))


@functools.cache
def _corpus(name: str) -> list[list[str]]:
    return [record["paragraphs"] for record in data.records(f"corpora/{name}")] if data.available() else []


@contextlib.contextmanager
def _constant(module: ModuleType, name: str, other: Any) -> Iterator[None]:
    value = getattr(module, name)
    setattr(module, name, other)
    try:
        yield
    finally:
        setattr(module, name, value)


def _moved(value: Any) -> tuple[Any, Any]:
    """A third lower and a third higher; shares stay below 1."""
    if isinstance(value, int):
        step = max(1, round(value / 3))
        return value - step if value > step else 1, value + step
    return round(value * 2 / 3, 4), round(min(value * 4 / 3, (value + 1) / 2) if value < 1 else value * 4 / 3, 4)


def _differences(usual: dict[str, float], changed: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {name: (usual[name], changed[name]) for name in usual if usual[name] != changed[name]}


def below_floors(name: str, figures: dict[str, float]) -> list[str]:
    """What is worse than pinned: recalls must not fall, strikes must not rise."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))[name]
    worse = []
    for figure, floor in pinned.items():
        value = figures[figure]
        if value < floor if figure.startswith("recall") else value > floor:
            worse.append(f"{name}: {figure}: {value} (pinned: {floor})")
    return worse


def main() -> int:
    """Print the table; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--made", action="store_true", help="only the set made from our own articles")
    parser.add_argument("--baselines", action="store_true", help="also measure what users might write instead")
    parser.add_argument("--sensitivity", action="store_true", help="what each threshold changes, lowered and raised")
    parser.add_argument("--flags", metavar="CORPUS", nargs="+", help="list every strike in untouched corpora")
    options = parser.parse_args()
    if options.flags and not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    if options.flags:
        flags(options.flags)
        return 0
    sets: dict[str, Records] = {"made": planted}
    if data.available() and not options.made:
        sets = {"data": evaluation_data, **sets}
    if options.sensitivity:
        _print_sensitivity()
        return 0
    worse = []
    for name, records in sets.items():
        print(f"--- {name}")
        figures = _print_table(METHODS if options.baselines else {"dedup": by_dedup}, records)
        worse += below_floors(name, figures) if options.check else []
    for line in worse:
        print(f"below its floor: {line}")
    return bool(worse)


def _print_table(methods: dict[str, Method], records: Records) -> dict[str, float]:
    """The figures of each method, side by side; returns those of dedup."""
    table = {}
    for name, method in methods.items():
        try:
            table[name] = evaluate(method, records)
        except ImportError as error:
            print(f"{name}: not measured: {error}")
    for figure in table["dedup"]:
        print(f"{figure:<24}" + "".join(f"{table[name][figure]:>14}" for name in table))
    print(" " * 24 + "".join(f"{name:>14}" for name in table))
    return table["dedup"]


def _print_sensitivity() -> None:
    for name, value, other, changes in sensitivity():
        shown = ", ".join(f"{figure} {old:g} -> {new:g}" for figure, (old, new) in changes.items())
        print(f"{name:<18}{value:>8g} -> {other:<8g} {shown or 'nothing'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
