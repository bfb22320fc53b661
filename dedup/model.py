"""The vocabulary: what every stage hands to the next.

``read`` makes a :class:`Document`, detectors make :class:`Finding` objects about spans of it,
``decide`` turns some of them into :class:`Removal` objects. Nothing here knows how.

Offsets are in code points, half open, into ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, TypeAlias

BlockKind: TypeAlias = Literal["paragraph", "heading", "item", "quote", "caption", "row", "code"]
BLOCK_KINDS: tuple[BlockKind, ...] = ("paragraph", "heading", "item", "quote", "caption", "row", "code")


class Span(NamedTuple):
    """A half-open range of code points, ``start <= end``, into ``Document.text``."""

    start: int
    end: int


class Block(NamedTuple):
    """One paragraph-sized piece of a document. Blocks are in order and never overlap.

    A tuple rather than a dataclass because a page has hundreds of them.

    Attributes:
        number: position in the document's ``blocks`` as it was read.
        start, end: code points into ``Document.text``.
        text: exactly ``document.text[start:end]``; no leading or trailing white space.
        kind: one of :data:`BLOCK_KINDS`.
        level: 1-6 for a heading, nesting depth from 1 for an item, else 0.
        link_density: share of the characters that stand inside links, 0.0-1.0; 0.0 in plain text.
        element: index into ``Document.layout`` of the element that holds the block; -1 in plain text.
    """

    number: int
    start: int
    end: int
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    link_density: float = 0.0
    element: int = -1

    @property
    def span(self) -> Span:
        """Where the block stands in ``Document.text``."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Layout:
    """The element table of a page: where its blocks stood. Row i describes element i.

    Attributes:
        parents: index of the parent element; -1 for the root; always smaller than the row's own.
        tags: lower-case tag names.
        hints: class, id, role and itemprop of the element, lower case, joined by spaces.
    """

    parents: Sequence[int]
    tags: Sequence[str]
    hints: Sequence[str]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; empty strings and tuples where it says nothing.

    Attributes:
        description: meta or Open Graph description.
        author: the first of the authors.
        published: when, as written by the page: mostly ISO 8601.
        site: Open Graph site name.
        page_type: ``og:type`` or the JSON-LD ``@type``, such as ``NewsArticle``.
        body: JSON-LD ``articleBody``, else empty. A claim, to be checked against the text.
        questions: the questions of a schema.org FAQPage.
        authors: names, from JSON-LD, Open Graph or meta elements.
        tags: topics, from JSON-LD keywords or Open Graph.
        paywalled: the page says that its article is not free (``isAccessibleForFree``).
    """

    description: str = ""
    author: str = ""
    published: str = ""
    site: str = ""
    page_type: str = ""
    body: str = ""
    questions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paywalled: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What was read.

    Attributes:
        text: every character that a decision can concern. For plain text the very string given.
        blocks: the paragraphs, in order.
        title: given by the caller, else said by the page, else None.
        url: given by the caller, else said by the page, else None.
        language: ISO 639-1 code given by the caller or declared by the page, else None.
        source: how it was read: "text", "paragraphs", "html" or "soup".
        layout: the element table of a page; None for plain text.
        metadata: what a page says of itself.
        article: how sure the page detector is that there is an article, 0.0-1.0;
            1.0 for plain text, which the caller has already chosen.
        embedded: the page's JSON as it stands in its scripts; empty once the page has been cleaned.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    language: str | None = None
    source: Literal["text", "paragraphs", "html", "soup"] = "text"
    layout: Layout | None = field(default=None, repr=False)
    metadata: Metadata = field(default_factory=Metadata, repr=False)
    article: float = 1.0
    embedded: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Twin:
    """Evidence: the passage resembles another passage of the same document.

    Attributes:
        span: where the other passage stands.
        measure: what was measured: ``exact``, ``jaccard_char5``, ``containment_word3``, ``dice_lcs``...
        value: the measured value; the measure's range, mostly 0.0-1.0 (``dice_lcs``: 0.0-2.0).
    """

    span: Span
    measure: str
    value: float


@dataclass(frozen=True, slots=True)
class Match:
    """Evidence: a phrase was found.

    Attributes:
        phrase: the phrase as the rule file has it.
        span: where it stands in ``Document.text``.
    """

    phrase: str
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """Evidence: a measured value crossed a limit.

    Attributes:
        name: what was measured, such as ``body_probability``.
        value, limit: in the same unit.
    """

    name: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Seen:
    """Evidence: other documents already said it.

    Attributes:
        document_id: a document that has the passage, as the index names it.
        passage: the passage as it stands there, or its beginning.
        measure: ``documents`` (value: how many of the site's documents have it), ``exact`` or ``jaccard``.
        value: see measure.
    """

    document_id: str
    passage: str
    measure: str
    value: float


Evidence: TypeAlias = Twin | Match | Measure | Seen


@dataclass(frozen=True, slots=True)
class Finding:
    """A detector's claim that a span could go. Removes nothing.

    Attributes:
        rule: dotted rule id, such as ``repeat.near``.
        span: the passage, without surrounding white space.
        score: how sure the detector is, 0.0-1.0.
        evidence: what the claim rests on.
        note: a few words for the reader, or empty.
    """

    rule: str
    span: Span
    score: float
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A passage that went, and why.

    Attributes:
        rule: the rule of the strongest finding.
        text: exactly ``document.text[span.start:span.end]``.
        span: what went, with the white space that separated it from its neighbour.
        because: the findings that justify it, strongest first; never empty.
    """

    rule: str
    text: str
    span: Span
    because: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Spared:
    """A finding that was not acted on, and why not."""

    finding: Finding
    why: str

    @property
    def rule(self) -> str:
        """The finding's rule id."""
        return self.finding.rule

    @property
    def span(self) -> Span:
        """The finding's span."""
        return self.finding.span

    @property
    def score(self) -> float:
        """The finding's score, 0.0-1.0."""
        return self.finding.score

    @property
    def evidence(self) -> Evidence:
        """The finding's evidence."""
        return self.finding.evidence


Detector: TypeAlias = Callable[[Document], Iterable[Finding]]


class PassageIndex(Protocol):
    """What other articles already said, read only: the part of an index that ``clean`` asks."""

    def findings(self, document: Document) -> Iterable[Finding]:
        """Claims about passages of ``document`` that the index has seen elsewhere, with ``Seen`` evidence."""
        ...
