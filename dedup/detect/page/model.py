"""Two small models: the first judges each block by its own evidence, the second looks at the page anew, in the light
of what the first said. The weights are data (``weights.json``), fitted by ``benchmarks/fit_page.py``.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from dedup.detect.page.columns import Floats
from dedup.detect.page.features import Evidence
from dedup.detect.page.structure import structure
from dedup.errors import RuleError

#: Log-odds are cut here: beyond, the exponential says nothing more.
_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds = linear part + outputs of a few hidden units (none: a logistic regression).

    Attributes:
        names: of the rows of evidence.
        weights: unit by row; unit 0 is the linear part.
        bias: of each unit.
        outputs: what each hidden unit counts for.
    """

    names: tuple[str, ...]
    weights: Floats
    bias: Floats
    outputs: Floats

    def probabilities(self, rows: dict[str, Any]) -> Floats:
        """For each block how likely it is a part of the article, 0.0-1.0.

        Raises:
            RuleError: a row is missing.
        """
        try:
            columns = np.array([rows[name] for name in self.names], dtype=np.float32)
        except KeyError as error:
            raise RuleError(
                f"weights.json was fitted for other evidence: {error}; run benchmarks/fit_page.py"
            ) from error
        # Not ``@``: BLAS would wake its threads for a page's few thousand numbers.
        units = np.einsum("ur,rb->ub", self.weights, columns) + self.bias[:, None]
        odds = units[0] + self.outputs @ np.tanh(units[1:])
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -_LIMIT, _LIMIT))), dtype=np.float64)


@functools.cache
def models() -> tuple[Model, Model]:
    """The two models that dedup ships.

    Raises:
        RuleError: the file does not fit the code.
    """
    text = (resources.files("dedup") / "detect" / "page" / "weights.json").read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        return _model(data["first"]), _model(data["second"])
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(f"weights.json: {type(error).__name__}: {error}") from error


def _model(data: dict[str, Any]) -> Model:
    weights = np.array(list(data["weights"].values()), dtype=np.float32).T.copy()
    return Model(
        tuple(data["weights"]), weights, np.array(data["bias"], dtype=np.float32),
        np.array(data["outputs"], dtype=np.float32),
    )  # fmt: skip


def probabilities(known: Evidence) -> Floats:
    """For each block how likely it is a part of the article, 0.0-1.0."""
    first, second = models()
    return second.probabilities(second_rows(known, first.probabilities(first_rows(known))))


def first_rows(known: Evidence) -> dict[str, Any]:
    """The evidence of the first model."""
    return known.rows | known.structure.rows


def second_rows(known: Evidence, likely: Floats) -> dict[str, Any]:
    """The evidence of the second: the structure of what the first takes for the article, and neighbours' verdicts."""
    texts, tree = known.texts, known.tree
    mass = likely * texts.chars * (texts.words >= 4)
    rows = known.rows | structure(texts, tree, known.elements, mass).rows
    count = len(likely)
    padded = np.zeros(count + 6)
    padded[3:-3] = likely
    near = {step: padded[3 - step : 3 - step + count] for step in (1, -1, 2, -2, 3, -3)}
    weight = np.sqrt(texts.words + 1)
    window = np.convolve(likely * weight, np.ones(7))[3:-3] / np.convolve(weight, np.ones(7))[3:-3]
    chosen = np.flatnonzero((likely > 0.5) & (texts.words > 8))
    low, high = (chosen[0], chosen[-1]) if len(chosen) else (0, count)
    place = np.arange(count)
    within = (place >= low) & (place <= high)
    cut = np.clip(likely, 1e-4, 1 - 1e-4)
    return rows | {
        "own": likely, "own_odds": np.log(cut / (1 - cut)), **{f"own{step:+d}": row for step, row in near.items()},
        "window": window, "both": np.minimum(near[1], near[-1]), "either": np.maximum(near[1], near[-1]),
        "alike_likely": _mean(tree.likes, likely, weight), "siblings": _mean(tree.above[1], likely, weight),
        "cousins": _mean(tree.above[2], likely, weight), "element": _mean(tree.above[0], likely, weight),
        "within": within, "within_short": within & (texts.words < 8), "within_linked": within * texts.density,
        "ahead": np.clip(low - place, 0, 10), "behind": np.clip(place - high, 0, 10),
    }  # fmt: skip


def _mean(group: Any, values: Floats, weight: Floats) -> Floats:
    """The weighted mean of each block's group."""
    return np.asarray((np.bincount(group, values * weight) / np.maximum(np.bincount(group, weight), 1e-9))[group])
