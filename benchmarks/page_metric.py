"""The measure of article-extraction-benchmark: 4-shingles of word tokens, normalised per page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

_TOKEN = re.compile(r"\w+")


class Score(NamedTuple):
    """F1 of the averages, precision and recall averaged over pages."""

    f1: float
    precision: float
    recall: float


class Parts(NamedTuple):
    """Shares of one page's shingles: right, wrong and missing; they add up to 1, or all are 0."""

    right: float
    wrong: float
    missing: float


def tokens(text: str) -> list[str]:
    """The word tokens that everything is counted in."""
    return _TOKEN.findall(text)


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The multiset of word shingles; a text shorter than ``size`` is one shingle."""
    words = tokens(text)
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def compare(predicted: str, truth: str, optional: Iterable[str] = ()) -> Parts:
    """How a page was cut out; an optional paragraph counts as truth only where it was kept."""
    found, wanted = shingles(predicted), shingles(truth)
    for paragraph in optional:
        for shingle, count in shingles(paragraph).items():
            wanted[shingle] = min(found.get(shingle, 0), count)
    right = sum((found & wanted).values())
    wrong = sum((found - wanted).values())
    missing = sum((wanted - found).values())
    total = right + wrong + missing
    return Parts(right / total, wrong / total, missing / total) if total else Parts(0.0, 0.0, 0.0)


def average(pages: Sequence[Parts]) -> Score:
    """Precision and recall averaged over pages, and the F1 of these averages."""
    return f1_of(*share_columns(pages, counted=False).mean(1))


def share_columns(pages: Sequence[Any], *, counted: bool) -> np.ndarray:
    """Four rows, one column for each page: of what was found and what was wanted, the part that is right and the whole.

    Where pages count alike (not ``counted``) both wholes are 1, so that means over columns are means over pages.
    """
    right, wrong, missing = np.array(pages, dtype=float).reshape(-1, 3).T
    if counted:
        return np.array([right, right + wrong, right, right + missing])
    one = np.ones_like(right)
    return np.array([right / np.maximum(right + wrong, 1e-12), one, right / np.maximum(right + missing, 1e-12), one])


def f1_of(found_right: float, found: float, wanted_right: float, wanted: float) -> Score:
    """The score that the means of :func:`share_columns` give."""
    precision, recall = found_right / max(found, 1e-12), wanted_right / max(wanted, 1e-12)
    return Score(
        float(2 * precision * recall / max(precision + recall, 1e-12)), float(precision), float(recall)
    )


def segments(predicted: str, wanted: Iterable[str], unwanted: Iterable[str]) -> tuple[int, int, int]:
    """Right, wrong and missing segments: those that must and must not appear in the text."""
    text = " ".join(predicted.split())
    hits = [" ".join(segment.split()) in text for segment in wanted]
    wrong = sum(" ".join(segment.split()) in text for segment in unwanted)
    return sum(hits), wrong, len(hits) - sum(hits)


def segment_score(pages: Sequence[tuple[int, int, int]]) -> Score:
    """Precision, recall and F1 of segments over all pages."""
    return f1_of(*share_columns(pages, counted=True).mean(1))


def difference_interval(
    ours: Sequence[Any], theirs: Sequence[Any], *, counted: bool = False, samples: int = 2_000
) -> tuple[float, float]:
    """95 % bootstrap interval of a difference in F1, pages resampled in pairs."""
    places = np.random.default_rng(1).integers(len(ours), size=(samples, len(ours)))
    scores = []
    for parts in (ours, theirs):
        columns = share_columns(parts, counted=counted)
        scores.append(np.array([f1_of(*columns[:, chosen].mean(1)).f1 for chosen in places]))
    low, high = np.quantile(scores[0] - scores[1], (0.025, 0.975))
    return float(low), float(high)
