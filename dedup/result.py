"""What ``clean`` gives back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from types import NoneType
from typing import Any

from dedup import render
from dedup.about import About, about
from dedup.errors import AccountError, RecordError
from dedup.lazy import cached_property
from dedup.model import (
    BLOCK_KINDS,
    Block,
    Document,
    Evidence,
    Finding,
    Match,
    Measure,
    Metadata,
    Removal,
    Seen,
    Span,
    Spared,
    Twin,
)

_EVIDENCE: dict[str, type[Twin] | type[Match] | type[Measure] | type[Seen]] = {
    kind.__name__.lower(): kind for kind in (Twin, Match, Measure, Seen)
}
#: What stands in a field of evidence, by its annotation; else it is a span.
_PLAIN: dict[Any, Any] = {"str": str, "float": (int, float)}
_VERSION = 1


@dataclass(frozen=True)
class CleanResult:
    """An article said once, and an account of what went.

    Attributes:
        document: what was read.
        removals: what went, in document order.
        spared: findings that were not acted on, each with why.
        guarded: more than ``max_removed`` of the article's words would have gone, so nothing of it went.
    """

    document: Document
    removals: tuple[Removal, ...] = ()
    spared: tuple[Spared, ...] = ()
    guarded: bool = False

    @cached_property
    def text(self) -> str:
        """The cleaned text: ``document.text`` less the removed spans.

        Raises:
            AccountError: the removals do not fit the document.
        """
        return render.as_text(self.document, self.removals)

    @cached_property
    def markdown(self) -> str:
        """The kept blocks as Markdown."""
        return render.as_markdown(self.document, self.removals)

    @cached_property
    def html(self) -> str:
        """The kept blocks as one ``<article>`` element, escaped."""
        return render.as_html(self.document, self.removals)

    @cached_property
    def about(self) -> About:
        """Title, authors, date, standfirst, captions, tags of the article, and on which of them the page agrees."""
        return about(self.document, self.removals)

    def __str__(self) -> str:
        return self.text

    def removed(self, rule: str) -> tuple[Removal, ...]:
        """The removals under a rule or a prefix of one, such as ``"boilerplate.caption"`` or ``"repeat"``."""
        return tuple(r for r in self.removals if r.rule == rule or r.rule.startswith(rule + "."))

    def to_dict(self) -> dict[str, Any]:
        """Everything but the page's element table, as values that JSON has."""
        document = self.document
        return {
            "version": _VERSION,
            "text": self.text,
            "guarded": self.guarded,
            "about": asdict(self.about),
            "document": {
                "text": document.text,
                "title": document.title,
                "url": document.url,
                "language": document.language,
                "source": document.source,
                "article": document.article,
                "metadata": asdict(document.metadata),
                "blocks": [
                    [b.start, b.end, b.kind, b.level, round(b.link_density, 4)] for b in document.blocks
                ],
            },
            "removals": removal_records(self.removals),
            "spared": [{"finding": _dump(entry.finding), "why": entry.why} for entry in self.spared],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """:meth:`to_dict` as JSON in ASCII, so that lone surrogates survive."""
        return json.dumps(self.to_dict(), indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CleanResult:
        """The result that :meth:`to_dict` described. The text is made anew and must be the same.

        Raises:
            RecordError: the mapping is no such description, or its parts contradict one another.
        """
        try:
            result = _load(cls, data)
            same = result.text == data["text"]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, AccountError) as error:
            raise RecordError(f"not a stored result: {type(error).__name__}: {error}") from error
        if not same:
            raise RecordError("the stored text is not what the stored removals leave")
        return result

    @classmethod
    def from_json(cls, text: str) -> CleanResult:
        """See :meth:`from_dict`."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"not JSON: {error}") from error
        return cls.from_dict(data)


def removal_records(removals: Iterable[Removal]) -> list[dict[str, Any]]:
    """Removals as values that JSON has, as in :meth:`CleanResult.to_dict`."""
    return [
        {"rule": r.rule, "text": r.text, "span": list(r.span), "because": [_dump(f) for f in r.because]}
        for r in removals
    ]


def _load(cls: type[CleanResult], data: Mapping[str, Any]) -> CleanResult:
    if data["version"] != _VERSION:
        raise RecordError(f"version {data['version']!r} of a stored result; this dedup reads {_VERSION}")
    stored = data["document"]
    text = _as(str, stored["text"])
    metadata: Metadata = _record(Metadata, stored["metadata"])
    document = Document(
        text,
        tuple(_blocks(text, stored["blocks"])),
        _as((str, NoneType), stored["title"]),
        _as((str, NoneType), stored["url"]),
        _as((str, NoneType), stored["language"]),
        _one_of(("text", "paragraphs", "html", "soup"), stored["source"]),
        metadata=metadata,
        article=_as((int, float), stored["article"]),
    )
    removals = tuple(
        Removal(_as(str, r["rule"]), r["text"], _span(r["span"]), tuple(_finding(f) for f in r["because"]))
        for r in data["removals"]
    )
    spared = tuple(Spared(_finding(entry["finding"]), _as(str, entry["why"])) for entry in data["spared"])
    result = cls(document, removals, spared, _as(bool, data["guarded"]))
    if "about" in data:
        # Found out with the element table, which is not stored: replayed as it was.
        result.__dict__["about"] = _record(About, data["about"])
    return result


#: What stands in a field of a flat record, by its annotation.
_FLAT: dict[Any, Any] = {"str": str, "str | None": (str, NoneType), "bool": bool, "tuple[str, ...]": (list, tuple)}


def _record(kind: Any, stored: Mapping[str, Any]) -> Any:
    """A flat dataclass of strings, flags and tuples of strings."""
    values = dict(stored)
    for item in fields(kind):
        if item.name in values and "tuple" in str(item.type):
            values[item.name] = tuple(_as(str, part) for part in _as(_FLAT[item.type], values[item.name]))
        elif item.name in values:
            _as(_FLAT[item.type], values[item.name])
    return kind(**values)


def _blocks(text: str, stored: list[list[Any]]) -> Iterator[Block]:
    position = 0
    for number, (start, end, kind, level, density) in enumerate(stored):
        if not position <= start < end <= len(text):
            raise ValueError(f"block {number} overlaps its neighbour or leaves the text")
        position = end
        kind = _one_of(BLOCK_KINDS, kind)
        yield Block(number, start, end, text[start:end], kind, _as(int, level), _as((int, float), density))


def _as(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.80} is not what stands here")
    return value


def _one_of(known: tuple[str, ...], value: Any) -> Any:
    if value not in known:
        raise ValueError(f"{value!r:.80} is none of {', '.join(known)}")
    return value


def _span(stored: list[int]) -> Span:
    return Span(*(_as(int, edge) for edge in stored))


def _dump(finding: Finding) -> dict[str, Any]:
    evidence = finding.evidence
    shown = {item.name: getattr(evidence, item.name) for item in fields(evidence)}
    if "span" in shown:
        shown["span"] = list(shown["span"])
    return {
        "rule": finding.rule,
        "span": list(finding.span),
        "score": finding.score,
        "evidence": {"type": type(evidence).__name__.lower(), **shown},
        "note": finding.note,
    }


def _finding(data: Mapping[str, Any]) -> Finding:
    values = dict(data["evidence"])
    kind = _EVIDENCE[values.pop("type")]
    if "span" in values:
        values["span"] = _span(values["span"])
    evidence: Evidence = kind(**values)
    for item in fields(evidence):
        _as(_PLAIN.get(item.type, Span), getattr(evidence, item.name))
    score = _as((int, float), data["score"])
    return Finding(_as(str, data["rule"]), _span(data["span"]), score, evidence, _as(str, data["note"]))
