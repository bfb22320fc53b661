"""Fit the page model: ``python -m benchmarks.fit_page [--check-only] [--whole] [--salt TEXT]``.

Reads the labelled pages, marks each block as wanted or not by how much of it stands in the truth, fits the model
and reports its F1 on sites that it has not seen (five folds by site): of the page detector alone and, with
``--whole``, of all that ``clean(html)`` does. Needs SciPy; the library itself needs only NumPy.
"""

from __future__ import annotations

import argparse
import bisect
import dataclasses
import functools
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import dedup
from benchmarks import data
from benchmarks.page_metric import average, compare, segment_score, segments, tokens
from dedup.config import configure
from dedup.detect.page import model as page_model
from dedup.detect.page.features import Evidence, evidence
from dedup.detect.page.model import NAMES, Model
from dedup.model import Document
from dedup.read.lexbor import read_markup

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub", "trafilatura_eval")
#: How much a whole set counts: news pages with human labels most, segments least.
IMPORTANCE = {"aeb": 1.5, "fundus_eval": 1.2, "wcxb": 1.0, "fundus_pub": 2.0, "trafilatura_eval": 0.6}
FOLDS = 5
#: Inverse strength of the L2 penalty of the first fit, by likelihood; of the second, by F1: strength of the penalty,
#: and how much the likelihood still counts.
PENALTY, F1_PENALTY, LIKELIHOOD = 0.002, 3e-4, 0.3
#: Log-odds in favour of every block: to lose a real paragraph is worse than to keep a line of junk. On unseen sites it
#: wins up to .009 of recall for at most .0015 of F1.
LEAN = 0.295
#: Each page is fitted a second time with its class words hidden, at this share of its weight: other sites name their
#: elements otherwise, or not at all. On unseen sites as they are F1 stays within .003, without their class words it
#: wins .013 to .02.
HIDDEN = 0.1
OUT = Path(__file__).resolve().parent.parent / "dedup" / "detect" / "page" / "weights.json"


@dataclass
class Page:
    """A labelled page: what is known of its blocks, label 0-1 and weight of each block, and its own share of weight."""

    set: str
    site: str
    record: dict[str, Any]
    texts: list[str]
    known: Evidence
    label: np.ndarray
    weight: np.ndarray
    fold: int
    share: float = 1.0

    @functools.cached_property
    def hidden(self) -> Page:
        """The page as it would be if its elements had neither classes nor ids."""
        document = read_markup(self.record["html"], config=configure())
        assert document.layout is not None
        layout = dataclasses.replace(document.layout, hints=("",) * len(document.layout.hints))
        known = evidence(dataclasses.replace(document, layout=layout), layout)
        return dataclasses.replace(self, known=known, share=HIDDEN)


def load(salt: str = "") -> list[Page]:
    """All labelled pages that have blocks; ``salt`` deals the sites out to other folds."""
    config = configure()
    pages = []
    for name in SETS:
        for record in data.records(f"pages/{name}"):
            document = read_markup(record["html"], config=config)
            if not document.blocks or document.layout is None:
                continue
            label, weight = _labels(name, record, document)
            weight = weight * np.sqrt(np.array([len(tokens(block.text)) for block in document.blocks]) + 0.5)
            texts = [block.text for block in document.blocks]
            known = evidence(document, document.layout)
            fold = zlib.crc32((record["domain"] + salt).encode()) % FOLDS
            pages.append(Page(name, record["domain"], record, texts, known, label, weight, fold))
    return pages


def _labels(name: str, record: dict[str, Any], document: Document) -> tuple[np.ndarray, np.ndarray]:
    if name == "trafilatura_eval":
        return _segment_labels(record, document)
    words = [tokens(block.text) for block in document.blocks]
    truth = tokens(record["truth_text"] or "")
    grams = set(zip(truth, truth[1:], truth[2:], truth[3:], strict=False))
    joined = f" {' '.join(truth)} "
    label = np.zeros(len(words))
    for at, own in enumerate(words):
        if len(own) >= 6:
            parts = list(zip(own, own[1:], own[2:], own[3:], strict=False))
            label[at] = sum(part in grams for part in parts) / len(parts)
    _label_short(words, label, joined)
    optional = [f" {' '.join(tokens(p['text']))} " for p in record.get("paragraphs") or () if p.get("optional")]
    weight = np.array([float(bool(own) and not _any_holds(optional, own)) for own in words])
    return label, weight


def _any_holds(texts: list[str], words: list[str]) -> bool:
    return any(f" {' '.join(words)} " in text for text in texts)


def _label_short(words: list[list[str]], label: np.ndarray, joined: str) -> None:
    """A block of few words is wanted only where it stands next to wanted text in the truth too."""
    wanted = [at for at in range(len(words)) if label[at] > 0.5]
    for at, own in enumerate(words):
        if not 0 < len(own) < 6:
            continue
        place = bisect.bisect_left(wanted, at)
        near = []
        if place > 0 and at - wanted[place - 1] <= 8:
            near.append([*words[wanted[place - 1]][-2:], *own])
        if place < len(wanted) and wanted[place] - at <= 8:
            near.append([*own, *words[wanted[place]][:2]])
        if at and label[at - 1] > 0.5:
            near.append([*words[at - 1][-2:], *own])
        label[at] = any(f" {' '.join(pair)} " in joined for pair in near)


def _segment_labels(record: dict[str, Any], document: Document) -> tuple[np.ndarray, np.ndarray]:
    wanted = [" ".join(text.split()) for text in record["with"]]
    unwanted = [" ".join(text.split()) for text in record["without"]]
    label, weight = np.zeros(len(document.blocks)), np.zeros(len(document.blocks))
    for at, block in enumerate(document.blocks):
        text = " ".join(block.text.split())
        label[at] = any(part in text or (len(text) > 40 and text in part) for part in wanted)
        weight[at] = label[at] or any(part in text for part in unwanted)
    return label, weight


@dataclass
class Samples:
    """Blocks of many pages: evidence (block by row, standardised) and what standardised it, label, weight, words.

    ``page`` numbers the pages, ``importance`` is that of each page.
    """

    rows: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    label: np.ndarray
    weight: np.ndarray
    words: np.ndarray
    page: np.ndarray
    importance: np.ndarray


def samples(pages: list[Page]) -> Samples:
    """The blocks of the pages that count."""
    table = np.concatenate([np.vstack((page.known.table, page.known.structure.table)) for page in pages], axis=1).T
    weight = _weights(pages).astype(np.float32)
    use = weight > 1e-6
    table = table[use]
    mean, spread = table.mean(0, dtype=np.float64), table.std(0, dtype=np.float64) + 1e-3
    label = np.concatenate([page.label for page in pages]).astype(np.float32)
    words = np.concatenate([[len(tokens(text)) or 0.1 for text in page.texts] for page in pages])
    number = np.repeat(np.arange(len(pages)), [len(page.texts) for page in pages])
    importance = np.array(_importance(pages))
    rows = ((table - mean) / spread).astype(np.float32)
    return Samples(rows, mean, spread, label[use], weight[use], words[use], number[use], importance)


def fit_linear(given: Samples) -> np.ndarray:
    """Slopes of a logistic regression over the standardised evidence, the bias last."""

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        odds = given.rows @ point[:-1].astype(np.float32) + np.float32(point[-1])
        wrong = given.weight * (_logistic(odds) - given.label)
        value = float((given.weight * (np.logaddexp(0, odds) - given.label * odds)).sum())
        slope = given.rows.T @ wrong + point[:-1] / PENALTY
        return value + 0.5 / PENALTY * float(point[:-1] @ point[:-1]), np.append(slope, wrong.sum()).astype(float)

    return _least(loss, np.zeros(given.rows.shape[1] + 1), 150)


def refine(given: Samples, start: np.ndarray) -> np.ndarray:
    """Slopes with more F1: that of each page's words, with probabilities in place of decisions, over all pages."""
    words, label, page = given.words, given.label, given.page
    wanted = np.bincount(page, words * label, len(given.importance))
    importance = given.importance * (wanted > 0) / (given.importance * (wanted > 0)).sum()
    weight = LIKELIHOOD * given.weight / given.weight.sum()

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        odds = given.rows @ point[:-1].astype(np.float32) + np.float32(point[-1])
        likely = _logistic(odds)
        both = np.maximum(np.bincount(page, words * likely, len(wanted)) + wanted, 1e-9)
        f1 = 2 * np.bincount(page, words * likely * label, len(wanted)) / both
        value = float((weight * (np.logaddexp(0, odds) - label * odds)).sum() - (importance * f1).sum())
        gain = (importance / both)[page] * words * (2 * label - f1[page])
        slope = weight * (likely - label) - gain * likely * (1 - likely)
        slopes = given.rows.T @ slope.astype(np.float32) + 2 * F1_PENALTY * point[:-1]
        return value + F1_PENALTY * float(point[:-1] @ point[:-1]), np.append(slopes, slope.sum()).astype(float)

    return _least(loss, start, 60)


def _least(loss: Any, start: np.ndarray, steps: int) -> np.ndarray:
    from scipy.optimize import minimize

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x)


def _logistic(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _weights(pages: list[Page]) -> np.ndarray:
    """Every page counts alike within its set; a set counts by its importance and the root of its size."""
    parts = []
    for page, share in zip(pages, _importance(pages), strict=True):
        total = page.weight.sum()
        parts.append(page.weight / total * share if total else page.weight)
    joined = np.concatenate(parts)
    return joined / joined.mean()


def _importance(pages: list[Page]) -> list[float]:
    size = Counter(page.set for page in pages)
    return [page.share * IMPORTANCE[page.set] / np.sqrt(size[page.set] / 300) for page in pages]


def fit(pages: list[Page]) -> Model:
    """A model fitted on the pages, for evidence as it is measured."""
    given = samples([*pages, *(page.hidden for page in pages)])
    found = refine(given, fit_linear(given))
    slopes = found[:-1] / given.spread
    return Model(slopes.astype(np.float32), float(found[-1] - (slopes * given.mean).sum()) + LEAN)


def report(pages: list[Page], texts: list[str], title: str) -> None:
    """F1, precision and recall for each set."""
    scores: defaultdict[str, list[Any]] = defaultdict(list)
    for page, text in zip(pages, texts, strict=True):
        record = page.record
        if page.set == "trafilatura_eval":
            scores[page.set].append(segments(text, record["with"], record["without"]))
        else:
            listed = record.get("paragraphs") or () if page.set == "fundus_eval" else ()
            optional = [p["text"] for p in listed if p.get("optional")]
            scores[page.set].append(compare(text, record["truth_text"] or "", optional))
    for name, parts in scores.items():
        score = segment_score(parts) if name == "trafilatura_eval" else average(parts)
        print(f"{title:<16}{name:<18}F1 {score.f1:.4f}  P {score.precision:.4f}  R {score.recall:.4f}", flush=True)


def chosen(page: Page, keep: np.ndarray) -> str:
    """The text of the blocks that stay."""
    return "\n".join(text for text, use in zip(page.texts, keep, strict=True) if use)


def held_out(pages: list[Page]) -> Iterator[tuple[int, Model]]:
    """The place of each page with a model fitted on other sites, which ``clean(html)`` uses until the next."""
    shipped = page_model.shipped
    try:
        for fold in range(FOLDS):
            fitted = fit([page for page in pages if page.fold != fold])
            page_model.shipped = lambda fitted=fitted: fitted  # type: ignore[assignment]
            yield from ((at, fitted) for at, page in enumerate(pages) if page.fold == fold)
            print(f"held out: {fold + 1} of {FOLDS} folds", file=sys.stderr, flush=True)
    finally:
        page_model.shipped = shipped


def cross_validate(pages: list[Page], whole: bool) -> None:
    """Report on pages of sites that the models have not seen."""
    likely: list[np.ndarray] = [np.empty(0)] * len(pages)
    cleaned = [""] * len(pages)
    for at, fitted in held_out(pages):
        likely[at] = fitted.probabilities(pages[at].known)
        if whole:
            cleaned[at] = dedup.clean_text(pages[at].record["html"])
    for limit in (0.4, 0.5, 0.6):
        report(
            pages,
            [chosen(*pair) for pair in zip(pages, [one >= limit for one in likely], strict=True)],
            f"held out {limit}",
        )
    if whole:
        report(pages, cleaned, "held out, whole")


def main() -> int:
    """Cross-validate, then fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-only", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--no-check", action="store_true", help="fit and write, without cross-validation")
    parser.add_argument("--whole", action="store_true", help="cross-validate all of clean(html) too")
    parser.add_argument("--salt", default="", help="another split of the sites into folds: how much is chance?")
    options = parser.parse_args()
    if not data.available():
        print(f"no evaluation data at {data.FOLDER}", file=sys.stderr)
        return 0
    pages = load(options.salt)
    if not options.check_only:
        OUT.write_text(_file(fit(pages)), encoding="utf-8")
    if not options.no_check:
        report(pages, [chosen(page, page.label > 0.5) for page in pages], "best possible")
        cross_validate(pages, options.whole)
    return 0


def _file(model: Model) -> str:
    """The weight file, a line for each row of evidence."""
    rows = ",\n".join(f"  {json.dumps(name)}: {value:.4g}" for name, value in zip(NAMES, model.weights, strict=True))
    return f'{{\n "source": "benchmarks/fit_page.py",\n "bias": {model.bias:.4g},\n "weights": {{\n{rows}\n }}\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
