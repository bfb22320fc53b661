"""What goes so far, while a decision is being made, and the removals that come of it."""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator

from dedup.measure.normalize import counted_words
from dedup.model import Block, Document, Finding, Removal, Span, Twin

#: Limits are met in spite of rounding.
_ROUNDING = 1e-9
#: Where so many spans stand is remembered at once: looking one up anew costs little, a million notes 150 MB.
_REMEMBERED = 4_096


class Ledger:
    """Struck blocks and struck parts of blocks, each with the findings that struck it.

    Attributes:
        blocks: the document's blocks; *positions* are indices into it.
        protected: positions of the blocks that stay whatever is found.
        struck: position -> findings.
        parts: position -> span inside that block -> findings.
    """

    def __init__(self, document: Document, protected: frozenset[int]) -> None:
        self.document = document
        self.blocks = document.blocks
        self.protected = protected
        self.struck: defaultdict[int, list[Finding]] = defaultdict(list)
        self.parts: defaultdict[int, dict[Span, list[Finding]]] = defaultdict(dict)
        self._starts = [block.start for block in document.blocks]
        self._merged: dict[int, list[Span]] = {}
        #: What depends on the document alone, and is shared between copies.
        self._positions: dict[Span, range] = {}
        self._words = array("d")

    def copy(self) -> Ledger:
        """An independent ledger in the same state."""
        twin = Ledger(self.document, self.protected)
        twin._positions, twin._words = self._positions, self._words
        twin.struck.update((at, list(findings)) for at, findings in self.struck.items())
        twin.parts.update((at, {s: list(f) for s, f in parts.items()}) for at, parts in self.parts.items())
        return twin

    def inside(self, span: Span) -> range:
        """Positions of the blocks that overlap ``span``."""
        known = self._positions.get(span)
        if known is None:
            if len(self._positions) >= _REMEMBERED:
                self._positions.clear()
            known = self._positions[span] = self._found(span)
        return known

    def _found(self, span: Span) -> range:
        first = max(bisect.bisect_right(self._starts, span.start) - 1, 0)
        last = bisect.bisect_left(self._starts, span.end)
        if first < last and self.blocks[first].end <= span.start:
            first += 1
        return range(first, last)

    def is_part(self, span: Span) -> bool:
        """Whether ``span`` leaves some of the blocks it touches."""
        inside = self.inside(span)
        return self.blocks[inside[0]].start < span.start or span.end < self.blocks[inside[-1]].end

    def strike(self, finding: Finding) -> None:
        """Strike the blocks, or the parts of blocks, that the finding covers, but nothing protected."""
        start, end = finding.span
        for at in self.inside(finding.span):
            block = self.blocks[at]
            if at in self.protected:
                continue
            if start <= block.start and block.end <= end:
                self.struck[at].append(finding)
            else:
                part = Span(max(block.start, start), min(block.end, end))
                self.parts[at].setdefault(part, []).append(finding)
                self._merged.pop(at, None)

    def stays(self, span: Span) -> bool:
        """Whether nothing of ``span`` is struck."""
        return not any(at in self.struck or self._touched(at, span) for at in self.inside(span))

    def unstruck(self, at: int) -> Span:
        """The longest stretch of a block that is not struck, less white space; an empty span where nothing is left."""
        block = self.blocks[at]
        if at not in self.struck and at not in self.parts:
            return block.span
        return max(self._stretches(at), key=_length, default=Span(block.start, block.start))

    def _stretches(self, at: int) -> Iterator[Span]:
        """What is left of a block, piece by piece, less white space."""
        block, text = self.blocks[at], self.document.text
        if at in self.struck:
            return
        edges = itertools.chain((block.start,), itertools.chain.from_iterable(self._gone(at)), (block.end,))
        for start, end in zip(edges, edges, strict=True):
            if (piece := text[start:end]).strip():
                yield Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))

    def _touched(self, at: int, span: Span) -> bool:
        """Whether a struck part of the block overlaps ``span``."""
        gone = self._gone(at)
        before = bisect.bisect_left(gone, (span.end,))
        return before > 0 and gone[before - 1].end > span.start

    def _gone(self, at: int) -> list[Span]:
        """The struck parts of a block, in order, those that overlap as one."""
        if at not in self.parts:
            return []
        if at not in self._merged:
            merged: list[Span] = []
            for start, end in sorted(self.parts[at]):
                if merged and start < merged[-1].end:
                    start, end = merged[-1].start, max(merged.pop().end, end)
                merged.append(Span(start, end))
            self._merged[at] = merged
        return self._merged[at]

    def witnesses(self) -> frozenset[int]:
        """Positions of the blocks for whose sake others were struck."""
        twins = [
            f.evidence for findings in self.struck.values() for f in findings if isinstance(f.evidence, Twin)
        ]
        return frozenset(at for twin in twins for at in self.inside(twin.span))

    def went_for(self, finding: Finding) -> bool:
        """Whether the finding's twin was struck because it says what the finding's passage says."""
        if not isinstance(finding.evidence, Twin):
            return False
        said = finding.evidence.span
        return any(
            isinstance(reason.evidence, Twin) and reason.rule.startswith("repeat.")
            for at in self.inside(said)
            for reason in (*self.struck.get(at, ()), *self._reasons(at, said))
        )

    def settles(self, finding: Finding) -> bool:
        """Whether a repeat that might not act is no near miss: a surer one struck its passage, or its twin for it."""
        repeat = isinstance(finding.evidence, Twin)
        return repeat and (not self.stays(finding.span) or self.went_for(finding))

    def _reasons(self, at: int, span: Span) -> Iterator[Finding]:
        """The findings that struck the parts of a block that overlap ``span``."""
        for part, findings in self.parts.get(at, {}).items():
            if part.start < span.end and span.start < part.end:
                yield from findings

    def reasons(self, at: int, span: Span) -> list[Finding]:
        """The findings that struck a block or parts of it that overlap ``span``, in order."""
        return list(self.struck[at]) if at in self.struck else sorted(self._reasons(at, span), key=_place)

    def restate(self, said: Callable[[list[Finding]], list[Finding]]) -> None:
        """Put what ``said`` makes of the reasons of each strike in their place; take back what has none left."""
        struck = {at: said(reasons) for at, reasons in self.struck.items()}
        parts = [(at, span, said(reasons)) for at, found in self.parts.items() for span, reasons in found.items()]
        self.struck.clear()
        self.parts.clear()
        self._merged.clear()
        self.struck.update((at, reasons) for at, reasons in struck.items() if reasons)
        for at, span, reasons in parts:
            if reasons:
                self.parts[at][span] = reasons

    def close(self) -> None:
        """Strike the blocks of which all parts went, so that the white space around them goes too."""
        for at in [at for at in self.parts if at not in self.struck and not any(self._stretches(at))]:
            self.struck[at] = [reason for _, reasons in sorted(self.parts.pop(at).items()) for reason in reasons]

    def words_left(self) -> float:
        """Words that stay. A script without spaces counts one word per 12 code points: shares add up."""
        if not self._words:
            self._words.extend(counted_words(block.text) for block in self.blocks)
        kept = sum(words for at, words in enumerate(self._words) if at not in self.struck)
        return kept - self._words_of_parts()

    def _words_of_parts(self) -> float:
        text = self.document.text
        parts = [span for at, spans in self.parts.items() if at not in self.struck for span in spans]
        return sum(counted_words(text[span.start : span.end]) for span in parts)

    def share_gone(self, before: Ledger, enough: float) -> float:
        """The share of the words left ``before`` struck since, 0.0-1.0; 0.0 where it is surely below ``enough``.

        A word for every 12 code points is the least that a text counts, and mostly answers without counting more.
        """
        if not before.parts:
            gone = sum(counted_words(self.blocks[at].text) for at in self.struck if at not in before.struck)
            size = sum([block.end - block.start for block in self.blocks])
            size -= sum(self.blocks[at].end - self.blocks[at].start for at in before.struck)
            if 12 * (gone + self._words_of_parts()) <= (enough - _ROUNDING) * size:
                return 0.0
        left = before.words_left()
        return 1 - self.words_left() / left if left else 0.0

    def removals(self) -> tuple[Removal, ...]:
        """The removals, in document order; each takes the white space that parts it from its neighbour."""
        removals = [*self._block_removals(), *self._part_removals()]
        return tuple(sorted(removals, key=lambda removal: removal.span))

    def _block_removals(self) -> Iterator[Removal]:
        last_kept = max((at for at in range(len(self.blocks)) if at not in self.struck), default=-1)
        for first, last in self._runs():
            text = self.document.text
            if last < last_kept:
                span = Span(self.blocks[first].start, self.blocks[last + 1].start)
            else:
                start = self.blocks[first - 1].end if first else 0
                end = self.blocks[last].end
                whole = last_kept < 0 and last == len(self.blocks) - 1
                span = Span(start, len(text) if whole else end)
            yield _removal(text, span, self.struck[first])

    def _runs(self) -> Iterator[tuple[int, int]]:
        """First and last position of neighbouring blocks that went by the very same findings."""
        first = previous = -1
        for at in sorted(self.struck):
            joined = at == previous + 1 and first >= 0 and self.struck[at] == self.struck[first]
            if first >= 0 and not joined:
                yield first, previous
            if not joined:
                first = at
            previous = at
        if first >= 0:
            yield first, previous

    def _part_removals(self) -> Iterator[Removal]:
        text = self.document.text
        for at in sorted(self.parts.keys() - self.struck.keys()):
            waiting, reasons = Span(0, 0), list[Finding]()
            for span in sorted(self.parts[at]):
                wide, findings = _with_space(text, span, self.blocks[at]), self.parts[at][span]
                if wide.start < waiting.end:
                    wide, findings = Span(waiting.start, max(waiting.end, wide.end)), reasons + findings
                elif reasons:
                    yield _removal(text, waiting, reasons)
                waiting, reasons = wide, findings
            yield _removal(text, waiting, reasons)


def _removal(text: str, span: Span, findings: list[Finding]) -> Removal:
    because = tuple(findings if len(findings) == 1 else sorted(findings, key=lambda f: (-f.score, f.rule, f.span)))
    return Removal(because[0].rule, text[span.start : span.end], span, because)


def _with_space(text: str, span: Span, block: Block) -> Span:
    """The part with the white space before it or, where it opens the block, after it."""
    start, end = span
    if start > block.start:
        while text[start - 1].isspace():
            start -= 1
    else:
        while end < block.end and text[end].isspace():
            end += 1
    return Span(start, end)


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule


def _length(span: Span) -> int:
    return span.end - span.start
