"""A result as a reader goes through it: block by block, each in the pieces that stayed and went."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedup.model import Block, Finding, Match, Measure, Removal, Seen, Span, Spared, Twin
from dedup.result import CleanResult

_LIKENESS = {
    "jaccard_char5": "{:.0%} of their 5-letter groups are the same",
    "containment_word3": "{:.0%} of its 3-word groups stand there",
    "exact_sentence": "word for word",
    "dice_lcs": "likeness in words and order {:.2f} of 2",
}
_MEASURES = {
    "body_probability": "how surely it is a part of the article",
    "article": "how surely the page holds an article",
}


class Piece(NamedTuple):
    """A stretch of a block.

    Attributes:
        text: what it says.
        removal: index into ``result.removals``; -1 where the piece stayed.
    """

    text: str
    removal: int


class Passage(NamedTuple):
    """A block and what became of it."""

    block: Block
    pieces: tuple[Piece, ...]

    @property
    def removals(self) -> tuple[int, ...]:
        """Indices into ``result.removals`` of what went here, in order, each once."""
        return tuple(dict.fromkeys(piece.removal for piece in self.pieces if piece.removal >= 0))

    @property
    def gone(self) -> bool:
        """Whether nothing of the block stayed."""
        return all(piece.removal >= 0 or not piece.text.strip() for piece in self.pieces)


def passages(result: CleanResult) -> list[Passage]:
    """Every block of the document, in order, in its pieces."""
    spans = [removal.span for removal in result.removals]
    starts = [span.start for span in spans]
    text = result.document.text
    return [
        Passage(
            block, tuple(_pieces(text, block, spans, max(bisect.bisect_right(starts, block.start) - 1, 0)))
        )
        for block in result.document.blocks
    ]


def _pieces(text: str, block: Block, spans: Sequence[Span], first: int) -> Iterator[Piece]:
    position = block.start
    for at in range(first, len(spans)):
        start, end = max(spans[at].start, block.start), min(spans[at].end, block.end)
        if spans[at].start >= block.end:
            break
        if start >= end:
            continue
        if position < start:
            yield Piece(text[position:start], -1)
        yield Piece(text[start:end], at)
        position = end
    if position < block.end:
        yield Piece(text[position : block.end], -1)


def is_chrome(result: CleanResult, passage: Passage) -> bool:
    """Whether the passage went because of where it stood on its page, not because of what it says."""
    return passage.gone and all(_by_place(result.removals[at]) for at in passage.removals)


def _by_place(removal: Removal) -> bool:
    return removal.rule == "boilerplate.navigation" or isinstance(removal.because[0].evidence, Measure)


def rules_of(result: CleanResult, run: Sequence[Passage]) -> list[str]:
    """The rules by which something of the passages went, the most frequent first."""
    counts = Counter(result.removals[at].rule for passage in run for at in passage.removals)
    return sorted(counts, key=lambda rule: (-counts[rule], rule))


class Numbers:
    """Which block a span stands in, by the number that a reader sees (from 0)."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._ends = [block.end for block in blocks]

    def of(self, span: Span) -> int:
        """The number of the first block that overlaps ``span``, or of the one after it; -1 for none."""
        at = bisect.bisect_right(self._ends, span.start)
        return self._blocks[at].number if at < len(self._blocks) else -1


def near_misses(result: CleanResult) -> list[Spared]:
    """What looked removable and stayed. A passage that went for another reason did not stay."""
    ends = [removal.span.end for removal in result.removals]

    def went(span: Span) -> bool:
        at = bisect.bisect_left(ends, span.end)
        return at < len(ends) and result.removals[at].span.start <= span.start

    return [entry for entry in result.spared if not went(entry.span)]


def reason(finding: Finding, numbers: Numbers) -> str:
    """Why the finding claims what it claims, in one short sentence without a full stop."""
    evidence = finding.evidence
    if isinstance(evidence, Twin):
        number = numbers.of(evidence.span)
        if evidence.measure == "exact":
            return f"is word for word paragraph {number}"
        return f"says again what stands in paragraph {number} ({likeness(evidence.measure, evidence.value)})"
    if isinstance(evidence, Match):
        return f"has the phrase “{shorten(evidence.phrase, 60)}”"
    if isinstance(evidence, Seen):
        return _seen(evidence)
    assert isinstance(evidence, Measure)
    name = _MEASURES.get(evidence.name, evidence.name.replace("_", " "))
    form = "g" if all(float(number).is_integer() for number in (evidence.value, evidence.limit)) else ".2f"
    return f"{name} is {evidence.value:{form}}, the limit {evidence.limit:{form}}"


def likeness(measure: str, value: float) -> str:
    """A measured likeness in words where the measure is a known one, such as ``jaccard_char5``."""
    if measure in _LIKENESS:
        return _LIKENESS[measure].format(value)
    return f"{measure.replace('_', ' ')} {value:.2f}"


def _seen(evidence: Seen) -> str:
    if evidence.measure == "documents":
        return f"stands in {evidence.value:g} articles of this site, such as {evidence.document_id}"
    return f"was said before, in {evidence.document_id} ({likeness(evidence.measure, evidence.value)})"


def twin_of(removal: Removal) -> Twin | None:
    """The passage that stayed and says what the removal said; None where the removal is no repeat."""
    for finding in removal.because:
        if isinstance(finding.evidence, Twin):
            return finding.evidence
    return None


def shorten(text: str, limit: int) -> str:
    """The beginning of a text in one line, at most ``limit`` characters, cut between words if it can be."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip(",;:. ") + "…"


def words(text: str) -> int:
    """How many words a text has; a script without spaces counts one word per 2 characters."""
    parts = text.split()
    return sum(1 if part.isascii() else max(1, len(part) // 2 if _unspaced(part) else 1) for part in parts)


def _unspaced(part: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0eff" for letter in part)
