"""Two logistic regressions: the first judges each block by its own evidence, the second also by what the
first said of its neighbours. The weights are data (``weights.json``), fitted by ``benchmarks/fit_page.py``.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from dedup.detect.page.columns import Blocks, Elements, Floats, Ints
from dedup.detect.page.features import shifted
from dedup.errors import RuleError

#: Log-odds are cut here: beyond, the exponential says nothing more.
_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: one weight for each named feature of the first and of the second pass."""

    names: tuple[str, ...]
    first: Floats
    first_bias: float
    neighbour_names: tuple[str, ...]
    second: Floats
    second_bias: float


@functools.cache
def weights() -> Weights:
    """The weights that dedup ships.

    Raises:
        RuleError: the file does not fit the code.
    """
    text = (resources.files("dedup") / "detect" / "page" / "weights.json").read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        first, second = data["first"], data["second"]
        return Weights(
            tuple(first["weights"]),
            np.array(list(first["weights"].values())),
            float(first["bias"]),
            tuple(second["neighbours"]),
            np.array([*second["weights"].values(), *second["neighbours"].values()]),
            float(second["bias"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(f"weights.json: {type(error).__name__}: {error}") from error


def probabilities(named: dict[str, Any], evidence: Floats, blocks: Blocks, elements: Elements) -> Floats:
    """For each block how likely it is a part of the article, 0.0-1.0.

    Args:
        named: the features' names, in the order of ``evidence``'s rows.
        evidence: features by blocks.
    """
    fitted = weights()
    if tuple(named) != fitted.names:
        raise RuleError("weights.json was fitted for other features; run benchmarks/fit_page.py")
    first = _logistic(_weighted(fitted.first, evidence) + fitted.first_bias)
    around = neighbours(first, blocks, elements)
    rows = np.vstack([evidence, np.array(list(around.values()))])
    return _logistic(_weighted(fitted.second, rows) + fitted.second_bias)


def _weighted(slopes: Floats, rows: Floats) -> Floats:
    """The weighted sum of the rows. Not ``@``: BLAS would wake its threads for a page's few thousand numbers."""
    return np.asarray(np.einsum("f,fb->b", slopes, rows), dtype=np.float64)


def _logistic(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -_LIMIT, _LIMIT))), dtype=np.float64)


def neighbours(first: Floats, blocks: Blocks, elements: Elements) -> dict[str, Floats]:
    """Evidence for the second pass: what the first said of the block, its neighbours and its likes."""
    weight = np.sqrt(blocks.words + 1)
    cut = np.clip(first, 1e-4, 1 - 1e-4)
    near = {step: shifted(first, step) for step in (1, -1, 2, -2, 3, -3)}
    chosen = np.flatnonzero((first > 0.5) & (blocks.words > 8))
    low, high = (chosen[0], chosen[-1]) if len(chosen) else (0, blocks.count)
    place = np.arange(blocks.count)
    between = (place >= low) & (place <= high)
    window = np.ones(7)
    smooth = np.convolve(first * weight, window)[3:-3] / np.convolve(weight, window)[3:-3]
    return {
        "own": first,
        "own_odds": np.log(cut / (1 - cut)),
        **{f"step{step:+d}": column for step, column in near.items()},
        "alike": _mean(blocks.signature, first, weight),
        "siblings": _mean(elements.parents[blocks.element], first, weight),
        "window": smooth,
        "between": between.astype(np.float64),
        "between_short": (between & (blocks.words < 8)).astype(np.float64),
        "both": np.minimum(near[1], near[-1]),
        "either_two": np.minimum(np.maximum(near[1], near[2]), np.maximum(near[-1], near[-2])),
        "any": np.maximum(near[1], near[-1]),
        "before_body": np.clip(low - place, 0, 10).astype(np.float64),
        "behind_body": np.clip(place - high, 0, 10).astype(np.float64),
    }


def _mean(group: Ints, values: Floats, weight: Floats) -> Floats:
    """The weighted mean of each block's group."""
    size = int(group.max()) + 1
    total = np.bincount(group, weight, size)
    return np.asarray((np.bincount(group, values * weight, size) / np.maximum(total, 1e-9))[group], dtype=np.float64)
