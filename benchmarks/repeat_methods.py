"""What finds repeats in a list of paragraphs: dedup, and what a user might write or take instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import dedup

#: Positions struck, each with the positions of its twins (empty where a method names none).
Struck = dict[int, set[int]]
Method = Callable[[Sequence[str]], Struck]


def by_dedup(paragraphs: Sequence[str], **settings: Any) -> Struck:
    """``dedup.clean`` with its default thresholds, or with some of them changed."""
    result = dedup.clean(list(paragraphs), ignore=("boilerplate",), max_removed=1.0, **settings)
    place = [at for at, paragraph in enumerate(paragraphs) if paragraph.strip()]
    struck: Struck = {}
    for removal in result.removals:
        for number in touched(result, removal.span):
            block = result.document.blocks[number]
            if removal.span.start <= block.start and block.end <= removal.span.end:
                twins = {n for finding in removal.because for n in touched(result, finding.evidence.span)}  # type: ignore[union-attr]
                struck[place[number]] = {place[n] for n in twins}
    return struck


def touched(result: dedup.CleanResult, span: dedup.Span) -> list[int]:
    """Numbers of the blocks that a span overlaps."""
    return [b.number for b in result.document.blocks if b.start < span.end and span.start < b.end]


def by_exact_lines(paragraphs: Sequence[str]) -> Struck:
    """A set of lines seen."""
    seen: dict[str, int] = {}
    return {at: {seen[p]} for at, p in enumerate(paragraphs) if seen.setdefault(p.strip(), at) != at}


def by_token_set(paragraphs: Sequence[str]) -> Struck:
    """``rapidfuzz.fuzz.token_set_ratio >= 90`` against every earlier paragraph that stays."""
    from rapidfuzz import fuzz

    kept: list[int] = []
    struck: Struck = {}
    for at, paragraph in enumerate(paragraphs):
        twin = next((k for k in kept if fuzz.token_set_ratio(paragraph, paragraphs[k]) >= 90), None)
        if twin is None:
            kept.append(at)
        else:
            struck[at] = {twin}
    return struck


def by_lsh(paragraphs: Sequence[str]) -> Struck:
    """datasketch MinHash LSH on word 3-shingles, threshold .5."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    struck: Struck = {}
    for at, paragraph in enumerate(paragraphs):
        words = paragraph.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 3]).encode() for k in range(max(1, len(words) - 2))])
        found = index.query(sketch)
        if found:
            struck[at] = {int(name) for name in found}
        else:
            index.insert(str(at), sketch)
    return struck


def by_trafilatura(paragraphs: Sequence[str]) -> Struck:
    """trafilatura with ``deduplicate=True``: what it leaves out of a plain page only then."""
    plain, pruned = (_extracted(paragraphs, deduplicate=flag) for flag in (False, True))
    struck: Struck = {}
    for at in reversed(range(len(paragraphs))):
        line = " ".join(paragraphs[at].split())
        if plain[line] > pruned[line]:
            plain[line] -= 1
            struck[at] = set()
    return struck


def _extracted(paragraphs: Sequence[str], *, deduplicate: bool) -> Counter[str]:
    """The lines of a page of these paragraphs, each with how often it comes."""
    import trafilatura
    from trafilatura.meta import reset_caches

    reset_caches()  # it remembers the texts of earlier pages
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    page = f"<html><body><article>{body}</article></body></html>"
    found = trafilatura.extract(page, deduplicate=deduplicate, include_comments=False) or ""
    return Counter(" ".join(line.split()) for line in found.splitlines())


METHODS: dict[str, Method] = {
    "dedup": by_dedup, "exact lines": by_exact_lines, "token_set 90": by_token_set, "MinHash LSH": by_lsh,
    "trafilatura": by_trafilatura,
}  # fmt: skip
