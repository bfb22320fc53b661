"""Fit the page model: ``python -m benchmarks.fit_page [--check-only] [--whole]``.

Reads the labelled pages, marks each block as wanted or not by how much of it stands in the truth, fits both models
and reports their F1 on sites that they have not seen (five folds by site): of the page detector alone and, with
``--whole``, of all that ``clean(html)`` does. Needs SciPy; the library itself needs only NumPy.
"""

from __future__ import annotations

import argparse
import bisect
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
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
from dedup.detect.page.model import Model, first_rows, second_rows
from dedup.model import Document
from dedup.read.lexbor import read_markup

SETS = ("aeb", "fundus_eval", "wcxb", "fundus_pub", "trafilatura_eval")
#: How much a whole set counts: news pages with human labels most, segments least.
IMPORTANCE = {"aeb": 1.5, "fundus_eval": 1.2, "wcxb": 1.0, "fundus_pub": 1.0, "trafilatura_eval": 0.6}
FOLDS = 5
#: Rows of evidence that the two models keep, those that count most in a linear fit; hidden units of the second.
#: With 300 and 400 rows the second model is no better (RESEARCH: 190 in all).
FIRST_ROWS, SECOND_ROWS, HIDDEN = 60, 120, 12
#: Inverse strength of the L2 penalty of the linear fits.
PENALTY = 0.002
#: Fitting the hidden units: passes over the blocks, share of the evidence hidden at random, penalty, step.
EPOCHS, HIDE, DECAY, STEP, BATCH = 12, 0.2, 3e-3, 3e-3, 512
OUT = Path(__file__).resolve().parent.parent / "dedup" / "detect" / "page" / "weights.json"


@dataclass
class Page:
    """A labelled page: what is known of its blocks, label 0-1 and weight of each block."""

    set: str
    site: str
    record: dict[str, Any]
    texts: list[str]
    known: Evidence
    label: np.ndarray
    weight: np.ndarray

    @property
    def fold(self) -> int:
        """The part of the sites that it belongs to."""
        return zlib.crc32(self.site.encode()) % FOLDS

    @property
    def half(self) -> int:
        """Another parting of the sites, in two."""
        return (zlib.crc32(self.site.encode()) // 7) % 2


def load() -> list[Page]:
    """All labelled pages that have blocks."""
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
            pages.append(Page(name, record["domain"], record, texts, known, label, weight))
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
    """Blocks of many pages: evidence (block by row, standardised), label, weight, and what standardised it."""

    rows: np.ndarray
    label: np.ndarray
    weight: np.ndarray
    mean: np.ndarray
    spread: np.ndarray


def samples(pages: list[Page], rows: list[dict[str, Any]], names: Sequence[str]) -> Samples:
    """The blocks of the pages that count."""
    table = np.concatenate([np.array([one[name] for name in names], dtype=np.float32).T for one in rows])
    label = np.concatenate([page.label for page in pages]).astype(np.float32)
    weight = _weights(pages).astype(np.float32)
    mean, spread = table.mean(0), table.std(0) + 1e-3
    use = weight > 1e-6
    return Samples(((table - mean) / spread)[use], label[use], weight[use], mean, spread)


def fit_linear(given: Samples, penalty: float = PENALTY) -> np.ndarray:
    """Slopes of a logistic regression over the standardised evidence, the bias last."""
    from scipy.optimize import minimize

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        odds = given.rows @ point[:-1].astype(np.float32) + np.float32(point[-1])
        wrong = given.weight * (_logistic(odds) - given.label)
        value = float((given.weight * (np.logaddexp(0, odds) - given.label * odds)).sum())
        slope = given.rows.T @ wrong + point[:-1] / penalty
        return value + 0.5 / penalty * float(point[:-1] @ point[:-1]), np.append(slope, wrong.sum()).astype(float)

    start = np.zeros(given.rows.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)


def fit_hidden(given: Samples) -> dict[str, np.ndarray]:
    """A linear part and hidden units, by Adam (Kingma and Ba, 2015) with a part of the evidence hidden at random."""
    count, width = given.rows.shape
    chance = np.random.default_rng(0)
    now = {
        "linear": np.zeros(width), "bias": np.zeros(1),
        "units": chance.normal(size=(width, HIDDEN)) * 0.5 / np.sqrt(width),
        "shift": np.zeros(HIDDEN), "outputs": chance.normal(size=HIDDEN) * 0.3,
    }  # fmt: skip
    now = {name: value.astype(np.float32) for name, value in now.items()}
    mean, square = ({name: np.zeros_like(value) for name, value in now.items()} for _ in range(2))
    # Blocks are drawn by weight, which the loss then takes back: fewer passes over the many easy ones.
    drawn = np.minimum(given.weight, np.quantile(given.weight, 0.99)) + 0.05 * given.weight.mean()
    until = np.cumsum(drawn / drawn.sum())
    strength = given.weight / given.weight.mean() / (drawn / drawn.mean())
    steps = EPOCHS * (count // BATCH)
    for step in range(1, steps + 1):
        at = np.minimum(np.searchsorted(until, chance.random(BATCH)), count - 1)
        rows = given.rows[at] * (chance.random((BATCH, width), dtype=np.float32) > HIDE) / np.float32(1 - HIDE)
        slopes = _slopes(now, rows, given.label[at], strength[at] / BATCH)
        pace = STEP * min((1 - step / steps) ** 0.5, step / 50)
        for name, slope in slopes.items():
            mean[name] = 0.9 * mean[name] + 0.1 * slope
            square[name] = 0.999 * square[name] + 0.001 * slope**2
            moved = (mean[name] / (1 - 0.9**step)) / (np.sqrt(square[name] / (1 - 0.999**step)) + 1e-8)
            now[name] = (now[name] - pace * moved).astype(np.float32)
    return now


def _slopes(now: dict[str, np.ndarray], rows: np.ndarray, label: np.ndarray, weight: np.ndarray) -> dict[str, Any]:
    hidden = np.tanh(rows @ now["units"] + now["shift"])
    odds = rows @ now["linear"] + hidden @ now["outputs"] + now["bias"]
    wrong = weight * (_logistic(odds) - label)
    inner = np.outer(wrong, now["outputs"]) * (1 - hidden * hidden)
    return {
        "linear": rows.T @ wrong + DECAY * now["linear"], "bias": np.array([wrong.sum()]),
        "outputs": hidden.T @ wrong + DECAY * now["outputs"], "units": rows.T @ inner + DECAY * now["units"],
        "shift": inner.sum(0),
    }  # fmt: skip


def _logistic(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


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


def linear_model(given: Samples, names: Sequence[str]) -> Model:
    """A fitted model without hidden units, for evidence as it is measured."""
    found = fit_linear(given)
    slopes = found[:-1] / given.spread
    bias = found[-1] - (slopes * given.mean).sum()
    return Model(tuple(names), slopes[None].astype(np.float32), np.array([bias], np.float32), np.zeros(0, np.float32))


def hidden_model(given: Samples, names: Sequence[str]) -> Model:
    """A fitted model with hidden units, for evidence as it is measured."""
    found = fit_hidden(given)
    weights = np.vstack([found["linear"], found["units"].T]) / given.spread
    bias = np.concatenate([found["bias"], found["shift"]]) - weights @ given.mean
    return Model(tuple(names), weights.astype(np.float32), bias.astype(np.float32), found["outputs"])


def strongest(pages: list[Page], rows: list[dict[str, Any]], count: int) -> list[str]:
    """The names of the rows of evidence that count most in a linear fit with a strong penalty."""
    names = list(rows[0])
    slopes = np.abs(fit_linear(samples(pages, rows, names), PENALTY / 4)[:-1])
    best = set(np.argsort(-slopes)[:count].tolist())
    return [name for at, name in enumerate(names) if at in best]


def unseen_first(pages: list[Page], rows: list[dict[str, Any]], names: Sequence[str]) -> list[np.ndarray]:
    """First verdicts about pages of sites that the model who gives them has not seen."""
    found: list[np.ndarray] = [np.empty(0)] * len(pages)
    for side in (0, 1):
        chosen = [at for at, page in enumerate(pages) if page.half != side]
        model = linear_model(samples([pages[at] for at in chosen], [rows[at] for at in chosen], names), names)
        for at, page in enumerate(pages):
            if page.half == side:
                found[at] = model.probabilities(rows[at])
    return found


def fit_both(pages: list[Page]) -> tuple[Model, Model]:
    """Both models; which rows they keep is chosen on the very pages that they are fitted on."""
    rows = [first_rows(page.known) for page in pages]
    names = strongest(pages, rows, FIRST_ROWS)
    likely = unseen_first(pages, rows, names)
    first = linear_model(samples(pages, rows, names), names)
    rows = [second_rows(page.known, one) for page, one in zip(pages, likely, strict=True)]
    names = strongest(pages, rows, SECOND_ROWS)
    return first, hidden_model(samples(pages, rows, names), names)


def judged(models: tuple[Model, Model], page: Page) -> np.ndarray:
    """Final probabilities of a page's blocks."""
    first = models[0].probabilities(first_rows(page.known))
    return models[1].probabilities(second_rows(page.known, first))


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


def cross_validate(pages: list[Page], whole: bool) -> None:
    """Report on pages of sites that the models have not seen."""
    likely: list[np.ndarray] = [np.empty(0)] * len(pages)
    cleaned = [""] * len(pages)
    shipped = page_model.models
    for held_out in range(FOLDS):
        fitted = fit_both([page for page in pages if page.fold != held_out])
        for at, page in enumerate(pages):
            if page.fold == held_out:
                likely[at] = judged(fitted, page)
                if whole:
                    page_model.models = lambda fitted=fitted: fitted  # type: ignore[assignment]
                    cleaned[at] = dedup.clean_text(page.record["html"])
    page_model.models = shipped
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
    options = parser.parse_args()
    if not data.available():
        print(f"no evaluation data at {data.FOLDER}", file=sys.stderr)
        return 0
    pages = load()
    if not options.check_only:
        first, second = fit_both(pages)
        content = {"source": "benchmarks/fit_page.py", "first": _content(first), "second": _content(second)}
        OUT.write_text(_lines(content), encoding="utf-8")
    if not options.no_check:
        report(pages, [chosen(page, page.label > 0.5) for page in pages], "best possible")
        cross_validate(pages, options.whole)
    return 0


def _content(model: Model) -> dict[str, Any]:
    weights = {name: _rounded(column) for name, column in zip(model.names, model.weights.T, strict=True)}
    return {"bias": _rounded(model.bias), "outputs": _rounded(model.outputs), "weights": weights}


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{value:.4g}") for value in values.tolist()]


def _lines(content: dict[str, Any]) -> str:
    """JSON with one line for each row of evidence."""
    parts = []
    for name in ("first", "second"):
        rows = ",\n".join(
            f"   {json.dumps(row)}: {json.dumps(values)}" for row, values in content[name]["weights"].items()
        )
        head = f'  "bias": {json.dumps(content[name]["bias"])},\n  "outputs": {json.dumps(content[name]["outputs"])},\n'
        parts.append(f' "{name}": {{\n{head}  "weights": {{\n{rows}\n  }}\n }}')
    return "{\n" + f' "source": {json.dumps(content["source"])},\n' + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
