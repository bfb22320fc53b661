"""What is kept of a document, read as plain text by itself, and the way back to the document's own offsets.

The next reader of a cleaned text sees nothing else. So what is found in an excerpt is what would be found in the
cleaned text, and cleaning twice is cleaning once.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from dedup.config import Config
from dedup.lazy import cached_property
from dedup.model import Block, Document, Finding, Match, Removal, Span, Spared, Twin
from dedup.read.plain import read_text
from dedup.render import kept_spans

#: A block is made of its fields at once: ``_replace`` takes several times as long.
_new_block = tuple.__new__


class Excerpt:
    """The part of a document that some removals leave.

    Attributes:
        document: the kept text as a document of its own; its blocks have the kinds that plain text shows, and the link
            density and element of the blocks that they came from.
    """

    def __init__(self, whole: Document, removals: Sequence[Removal], config: Config) -> None:
        self._whole = whole
        self._pieces = kept_spans(whole, removals)
        text = "".join([whole.text[start:end] for start, end in self._pieces])
        read = read_text(text, title=whole.title, url=whole.url, language=whole.language, config=config)
        if whole.layout is not None:
            blocks = tuple(self._placed(read.blocks))
            read = Document(
                text, blocks, whole.title, whole.url, whole.language, read.source, whole.layout, whole.metadata
            )
        self.document = read

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece starts in the excerpt."""
        starts, position = [], 0
        for start, end in self._pieces:
            starts.append(position)
            position += end - start
        return starts

    def _placed(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with what the page's markup tells of them."""
        origins, pieces, starts = self._whole.blocks, self._pieces, self._starts
        at = piece = 0
        for block in blocks:
            while piece + 1 < len(starts) and starts[piece + 1] <= block.start:
                piece += 1
            while origins[at].end <= pieces[piece].start + block.start - starts[piece]:
                at += 1
            origin = origins[at]
            yield _new_block(Block, (*block[:-2], origin.link_density, origin.element))

    def _back(self, offset: int) -> int:
        piece = bisect.bisect_right(self._starts, offset) - 1
        return self._pieces[piece].start + offset - self._starts[piece]

    def _span_back(self, span: Span) -> Span:
        return Span(self._back(span.start), self._back(span.end - 1) + 1)

    def findings(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """Findings about the excerpt as findings about the whole."""
        for finding in found:
            evidence = finding.evidence
            if isinstance(evidence, (Twin, Match)):
                evidence = dataclasses.replace(evidence, span=self._span_back(evidence.span))
            yield dataclasses.replace(finding, span=self._span_back(finding.span), evidence=evidence)

    def spared(self, entries: Iterable[Spared]) -> Iterator[Spared]:
        """What was spared in the excerpt, with spans into the whole."""
        for entry in entries:
            (finding,) = self.findings([entry.finding])
            yield Spared(finding, entry.why)

    def removals(self, removals: Iterable[Removal]) -> Iterator[Removal]:
        """Removals from the excerpt as removals from the whole, one for each piece that is concerned."""
        for removal in removals:
            because = tuple(self.findings(removal.because))
            for span in self._split(removal.span):
                yield Removal(removal.rule, self._whole.text[span.start : span.end], span, because)

    def _split(self, span: Span) -> Iterator[Span]:
        for piece in range(bisect.bisect_right(self._starts, span.start) - 1, len(self._pieces)):
            (start, end), position = self._pieces[piece], self._starts[piece]
            low, high = max(span.start, position), min(span.end, position + end - start)
            if low >= high:
                return
            yield Span(start + low - position, start + high - position)


def without_bare_space(text: str, removals: Iterable[Removal]) -> tuple[Removal, ...]:
    """Removals from ``text`` in order; one of nothing but white space becomes a part of its neighbour."""
    ordered: list[Removal] = []
    space = -1  # where white space begins that waits for the removal behind it
    for removal in sorted(removals, key=lambda removal: removal.span):
        start, end = removal.span
        if removal.text.isspace():
            if not ordered or ordered[-1].span.end != start:
                space = start
                continue
            removal = ordered.pop()
            start = removal.span.start
        elif space >= 0:
            start, space = space, -1
        if removal.span != (start, end):
            removal = dataclasses.replace(removal, text=text[start:end], span=Span(start, end))
        ordered.append(removal)
    return tuple(ordered)
