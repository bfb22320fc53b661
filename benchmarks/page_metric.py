"""The measure of article-extraction-benchmark: 4-shingles of word tokens, normalised per page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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
    precision = sum(p.right / (p.right + p.wrong) if p.right + p.wrong else 0.0 for p in pages) / len(pages)
    recall = sum(p.right / (p.right + p.missing) if p.right + p.missing else 0.0 for p in pages) / len(pages)
    return Score(
        2 * precision * recall / (precision + recall) if precision + recall else 0.0, precision, recall
    )


def segments(predicted: str, wanted: Iterable[str], unwanted: Iterable[str]) -> tuple[int, int, int]:
    """Right, wrong and missing segments: those that must and must not appear in the text."""
    text = " ".join(predicted.split())
    hits = [" ".join(segment.split()) in text for segment in wanted]
    wrong = sum(" ".join(segment.split()) in text for segment in unwanted)
    return sum(hits), wrong, len(hits) - sum(hits)


def segment_score(pages: Sequence[tuple[int, int, int]]) -> Score:
    """Precision, recall and F1 of segments over all pages."""
    right, wrong, missing = (sum(column) for column in zip(*pages, strict=True))
    precision, recall = right / max(right + wrong, 1), right / max(right + missing, 1)
    return Score(2 * precision * recall / max(precision + recall, 1e-9), precision, recall)
