"""Fit the page model: ``python -m benchmarks.fit_page [--check-only]``.

Reads the labelled pages, marks each block as wanted or not by how much of it stands in the truth, fits both
logistic regressions and reports their F1, cross-validated by site, with ``dedup.detect.page`` alone (no
phrase rules, no repeats). Needs scikit-learn; the library itself needs only NumPy.
"""

from __future__ import annotations

import argparse
import bisect
import json
import sys
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import data
from benchmarks.page_metric import average, compare, segment_score, segments, tokens
from dedup.config import configure
from dedup.detect.page.features import features, matrix
from dedup.detect.page.model import neighbours
from dedup.model import Document
from dedup.read.lexbor import read_markup

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub", "trafilatura_eval")
#: How much a whole set counts: news pages with human labels most, segments least.
IMPORTANCE = {"aeb": 1.5, "fundus_eval": 1.2, "wcxb": 1.0, "fundus_pub": 1.0, "trafilatura_eval": 0.6}
FOLDS = 5
#: Inverse strength of the L2 penalty, chosen by cross-validation among .0002, .002, .02 and .05.
PENALTY = 0.002
OUT = Path(__file__).resolve().parent.parent / "dedup" / "detect" / "page" / "weights.json"


@dataclass
class Page:
    """A labelled page: evidence (feature by block), label 0-1 and weight of each block."""

    set: str
    site: str
    record: dict[str, Any]
    texts: list[str]
    names: list[str]
    evidence: np.ndarray
    measured: tuple[Any, Any]
    label: np.ndarray
    weight: np.ndarray


def load() -> list[Page]:
    """All labelled pages that have blocks."""
    config = configure()
    pages = []
    for name in SETS:
        for record in data.records(f"pages/{name}"):
            document = read_markup(record.pop("html"), config=config)
            if not document.blocks or document.layout is None:
                continue
            named, blocks, elements = features(document, document.layout)
            label, weight = _labels(name, record, document)
            weight = weight * np.sqrt(np.array([len(tokens(block.text)) for block in document.blocks]) + 0.5)
            texts = [block.text for block in document.blocks]
            evidence = matrix(named).astype(np.float32)
            pages.append(
                Page(
                    name,
                    record["domain"],
                    record,
                    texts,
                    list(named),
                    evidence,
                    (blocks, elements),
                    label,
                    weight,
                )
            )
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
    optional = [
        f" {' '.join(tokens(p['text']))} " for p in record.get("paragraphs") or () if p.get("optional")
    ]
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


def fit(pages: list[Page], evidence: list[np.ndarray]) -> tuple[np.ndarray, float]:
    """Weights for raw (not standardised) features, and the bias."""
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate([part.T for part in evidence])
    label = np.concatenate([page.label for page in pages])
    weight = _weights(pages)
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / spread
    doubled = np.concatenate([scaled, scaled])
    answers = np.concatenate([np.ones(len(label)), np.zeros(len(label))])
    strength = np.concatenate([weight * label, weight * (1 - label)])
    use = strength > 1e-6
    model = LogisticRegression(C=PENALTY, max_iter=300).fit(
        doubled[use], answers[use], sample_weight=strength[use]
    )
    slopes = model.coef_[0] / spread
    return slopes, float(model.intercept_[0] - (slopes * mean).sum())


def _weights(pages: list[Page]) -> np.ndarray:
    """Every page counts alike within its set; a set counts by its importance and the root of its size."""
    size = Counter(page.set for page in pages)
    parts = []
    for page in pages:
        total = page.weight.sum()
        share = IMPORTANCE[page.set] / np.sqrt(size[page.set] / 300)
        parts.append(page.weight / total * share if total else page.weight)
    joined = np.concatenate(parts)
    return joined / joined.mean()


def predict(model: tuple[np.ndarray, float], evidence: np.ndarray) -> np.ndarray:
    """Probabilities of the blocks."""
    return 1 / (1 + np.exp(-np.clip(model[0] @ evidence + model[1], -30, 30)))


def with_neighbours(page: Page, first: np.ndarray) -> np.ndarray:
    """The evidence of the second pass."""
    return np.vstack([page.evidence, np.array(list(neighbours(first, *page.measured).values()))])


def fit_both(pages: list[Page]) -> tuple[Any, Any]:
    """Both passes; the second learns from first verdicts about pages that the first did not see."""
    half = [(zlib.crc32(page.site.encode()) // 7) % 2 for page in pages]
    unseen: list[np.ndarray] = [np.empty(0)] * len(pages)
    for side in (0, 1):
        known = [page for page, part in zip(pages, half, strict=True) if part != side]
        model = fit(known, [page.evidence for page in known])
        for at, page in enumerate(pages):
            if half[at] == side:
                unseen[at] = predict(model, page.evidence)
    first = fit(pages, [page.evidence for page in pages])
    second = fit(pages, [with_neighbours(page, one) for page, one in zip(pages, unseen, strict=True)])
    return first, second


def apply_both(models: tuple[Any, Any], page: Page) -> np.ndarray:
    """Final probabilities of a page's blocks."""
    return predict(models[1], with_neighbours(page, predict(models[0], page.evidence)))


def report(pages: list[Page], kept: list[np.ndarray], title: str) -> None:
    """F1, precision and recall for each set."""
    scores: defaultdict[str, list[Any]] = defaultdict(list)
    for page, keep in zip(pages, kept, strict=True):
        text = "\n".join(text for text, use in zip(page.texts, keep, strict=True) if use)
        record = page.record
        if page.set == "trafilatura_eval":
            scores[page.set].append(segments(text, record["with"], record["without"]))
        else:
            listed = record.get("paragraphs") or () if page.set == "fundus_eval" else ()
            optional = [p["text"] for p in listed if p.get("optional")]
            scores[page.set].append(compare(text, record["truth_text"] or "", optional))
    for name, parts in scores.items():
        score = segment_score(parts) if name == "trafilatura_eval" else average(parts)
        print(
            f"{title:<16}{name:<18}F1 {score.f1:.4f}  P {score.precision:.4f}  R {score.recall:.4f}",
            flush=True,
        )


def cross_validate(pages: list[Page]) -> None:
    """Report on pages of sites that the model has not seen."""
    fold = [zlib.crc32(page.site.encode()) % FOLDS for page in pages]
    likely: list[np.ndarray] = [np.empty(0)] * len(pages)
    for held_out in range(FOLDS):
        models = fit_both([page for page, part in zip(pages, fold, strict=True) if part != held_out])
        for at, page in enumerate(pages):
            if fold[at] == held_out:
                likely[at] = apply_both(models, page)
    for limit in (0.35, 0.5, 0.65):
        report(pages, [one >= limit for one in likely], f"held out {limit}")


def main() -> int:
    """Cross-validate, then fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-only", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--no-check", action="store_true", help="fit and write, without cross-validation")
    options = parser.parse_args()
    if not data.available():
        print(f"no evaluation data at {data.FOLDER}", file=sys.stderr)
        return 0
    pages = load()
    if not options.no_check:
        report(pages, [page.label > 0.5 for page in pages], "best possible")
        cross_validate(pages)
    if not options.check_only:
        first, second = fit_both(pages)
        names = pages[0].names
        around = list(neighbours(np.zeros(pages[0].evidence.shape[1]), *pages[0].measured))
        content = {
            "source": "benchmarks/fit_page.py",
            "first": {"bias": round(first[1], 5), "weights": _named(names, first[0])},
            "second": {
                "bias": round(second[1], 5),
                "weights": _named(names, second[0]),
                "neighbours": _named(around, second[0][len(names) :]),
            },
        }
        OUT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


def _named(names: list[str], values: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=False)}


if __name__ == "__main__":
    sys.exit(main())
