"""What each preset finds and what it loses: ``python -m benchmarks.presets [--set NAME=VALUE ...]``.

One column for each preset: repeats planted in articles, untouched news, the output of other extractors, whole pages.
With ``--set`` one column: the default with these settings changed. The thresholds were chosen on the same data, and
the weights of the page detector fitted on these pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial

import dedup
from benchmarks import data, pages, passages
from benchmarks.page_metric import Parts, average, compare
from benchmarks.repeat_methods import by_dedup
from dedup.cli.settings import parse_setting
from dedup.config import Config, configure, preset_names

SETS = ("aeb", "fundus_eval")
NEWS = "corpora/indian_news"


def figures(config: Config) -> dict[str, float]:
    """Everything that is measured of one configuration, by name."""
    found = passages.evaluate(partial(by_dedup, config=config), passages.evaluation_data)
    wrong = sum(value for name, value in found.items() if name.startswith(("struck.", "wrong.")))
    table = {
        "repeats found: exact, edited, merged": found["recall.plain"],
        "repeats found: reworded": found["recall.reword"],
        "repeats found: natural": found["recall.natural_gold"],
        "wrong strikes in articles made as traps": wrong,
        "strikes in untouched news, per 1,000": untouched(config),
    }
    whole = [part for name in SETS for part in _pages(config, name)]
    for title, parts in (("behind other extractors", list(behind(config))), ("whole pages", whole)):
        score = average(parts)
        table |= {f"{title}: precision": score.precision, f"{title}: recall": score.recall, f"{title}: F1": score.f1}
    return table


def untouched(config: Config) -> float:
    """Repeats struck in news as it was published, per 1,000 paragraphs, those that are equal left out."""
    paragraphs = struck = 0
    for record in data.records(NEWS):
        paragraphs += len(record["paragraphs"])
        result = dedup.clean(record["paragraphs"], config=config, ignore=("boilerplate",), max_removed=1.0)
        struck += sum(removal.rule != "repeat.exact" for removal in result.removals)
    return 1000 * struck / paragraphs


def behind(config: Config) -> Iterator[Parts]:
    """The outputs of other extractors, cleaned."""
    for name in SETS:
        truths = {record["id"]: record for record in data.records(f"pages/{name}")}
        for record in data.records(f"lines/{name}"):
            page = truths[record["id"]]
            optional = [p["text"] for p in page.get("paragraphs") or () if p.get("optional")]
            result = dedup.clean([line["text"] for line in record["lines"]], config=config)
            yield compare(result.text, page["truth_text"] or "", optional)


def _pages(config: Config, name: str) -> list[Parts]:
    clean = partial(dedup.clean_text, config=config)
    return pages.measure("dedup", clean, list(data.records(f"pages/{name}")), name).parts


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="default with this")
    options = parser.parse_args()
    if not data.available():
        print(f"skipped: no evaluation data at {data.FOLDER}")
        return 0
    tried = {name: configure(name) for name in preset_names() if name != "off"}
    if options.set:
        changes = dict(change.split("=", 1) for change in options.set)
        tried = {"these": configure(**{name: parse_setting(name, text) for name, text in changes.items()})}
    table = {name: figures(config) for name, config in tried.items()}
    print(f"{'':42}" + "".join(f"{name:>14}" for name in table))
    for figure in next(iter(table.values())):
        print(f"{figure:<42}" + "".join(f"{each[figure]:>14.4g}" for each in table.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
