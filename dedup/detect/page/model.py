"""A logistic regression over the evidence; its weights (``weights.json``) are fitted by ``benchmarks/fit_page.py``.

A second model that sees what a first says of the blocks around gains nothing over it on sites that neither has seen,
nor do hidden units, boosted trees and means of several models (docs/body.md).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np

from dedup.detect.page.columns import Floats
from dedup.detect.page.features import ROWS, Evidence
from dedup.detect.page.structure import STRUCTURE
from dedup.errors import RuleError

#: Log-odds are cut here: beyond, the exponential says nothing more.
_LIMIT = 30.0
#: What each weight is for.
NAMES: Final = (*ROWS, *STRUCTURE)


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression.

    Attributes:
        weights: one for each row of evidence, in the order of :data:`NAMES`.
        bias: log-odds where all evidence is 0.
    """

    weights: Floats
    bias: float

    @classmethod
    def named(cls, weights: Mapping[str, float], bias: float) -> Model:
        """The model of a weight file; rows that it does not name count nothing.

        Raises:
            RuleError: it names a row that is not measured.
        """
        unknown = weights.keys() - set(NAMES)
        if unknown:
            raise RuleError(f"weights.json was fitted for other evidence: {min(unknown)}; run benchmarks/fit_page.py")
        return cls(np.array([weights.get(name, 0.0) for name in NAMES], dtype=np.float32), bias)

    def probabilities(self, known: Evidence) -> Floats:
        """For each block how likely it is a part of the article, 0.0-1.0."""
        own, placed = known.table, known.structure.table
        # Not ``@``: BLAS would wake its threads for a page's few thousand numbers.
        odds = np.einsum("r,rb->b", self.weights[: len(own)], own)
        odds += np.einsum("r,rb->b", self.weights[len(own) :], placed)
        odds += self.bias
        odds = np.minimum(np.maximum(odds, -_LIMIT), _LIMIT)
        return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)


@functools.cache
def shipped() -> Model:
    """The model that dedup ships.

    Raises:
        RuleError: the file does not fit the code.
    """
    text = (resources.files("dedup") / "detect" / "page" / "weights.json").read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        return Model.named(data["weights"], float(data["bias"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleError(f"weights.json: {type(error).__name__}: {error}") from error


def probabilities(known: Evidence) -> Floats:
    """For each block how likely it is a part of the article, 0.0-1.0, says the model that dedup ships."""
    return shipped().probabilities(known)
