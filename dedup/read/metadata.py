"""What a page says of itself: title, address, language, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dedup.model import Metadata

#: JSON-LD beyond this many code points is not parsed: no page needs it.
_JSON_LIMIT = 2_000_000
_JSON_WORDS = ("Article", "FAQPage", "BlogPosting", "articleBody", "Posting")


@dataclass(slots=True)
class Head:
    """Raw material: named ``meta`` contents (first one wins), title, canonical address, JSON-LD scripts, other JSON."""

    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    language: str = ""
    scripts: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def take(self, tag: str, attributes: Mapping[str, str | None], text: Callable[[], str]) -> None:
        """Note a ``meta``, ``title``, ``link`` or ``script`` element; ``text`` is called only if needed."""
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            content = attributes.get("content")
            if name and content:
                self.meta.setdefault(name.lower(), content)
        elif tag == "title":
            self.title = self.title or " ".join(text().split())
        elif tag == "link":
            if attributes.get("rel") == "canonical":
                self.canonical = self.canonical or attributes.get("href") or ""
        elif "json" in (kind := attributes.get("type") or ""):
            (self.scripts if "ld+json" in kind else self.data).append(text())


class Said(NamedTuple):
    """What a page says of itself, None or empty where it says nothing."""

    title: str | None
    url: str | None
    language: str | None
    metadata: Metadata


def describe(head: Head) -> Said:
    """Open Graph first, then JSON-LD, then the plain elements."""
    meta = head.meta
    linked = _linked(head.scripts)
    title = meta.get("og:title") or meta.get("twitter:title") or head.title
    metadata = Metadata(
        description=meta.get("og:description") or meta.get("description") or "",
        author=meta.get("author") or linked.get("author", ""),
        published=meta.get("article:published_time") or linked.get("published", ""),
        site=meta.get("og:site_name", ""),
        page_type=linked.get("type") or meta.get("og:type", ""),
        body=linked.get("body", ""),
        questions=tuple(linked.get("questions", ())),
    )
    language = (head.language or meta.get("og:locale") or "").replace("_", "-").split("-")[0].lower()
    return Said(title or None, head.canonical or meta.get("og:url") or None, language or None, metadata)


def _linked(scripts: list[str]) -> dict[str, Any]:
    """Article and FAQ facts of the JSON-LD scripts; broken or foreign ones are passed over."""
    facts: dict[str, Any] = {}
    for script in scripts:
        if len(script) > _JSON_LIMIT or not any(word in script for word in _JSON_WORDS):
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kind = thing.get("@type")
            kinds = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
            if any(isinstance(k, str) and k.endswith(("Article", "Posting")) for k in kinds):
                _take_article(facts, thing, str(kinds[0]))
            if "FAQPage" in kinds:
                facts["questions"] = [*facts.get("questions", ()), *_questions(thing)]
    return facts


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top, in lists and under ``@graph``."""
    waiting = deque([data])
    while waiting:
        thing = waiting.popleft()
        if isinstance(thing, list):
            waiting.extend(thing[:1000])
        elif isinstance(thing, dict):
            yield thing
            if isinstance(thing.get("@graph"), list):
                waiting.extend(thing["@graph"][:1000])


def _take_article(facts: dict[str, Any], thing: dict[str, Any], kind: str) -> None:
    facts.setdefault("type", kind)
    author = thing.get("author")
    author = author[0] if isinstance(author, list) and author else author
    author = author.get("name") if isinstance(author, dict) else author
    for name, value in (("author", author), ("published", thing.get("datePublished"))):
        if isinstance(value, str):
            facts.setdefault(name, value)
    if isinstance(thing.get("articleBody"), str):
        facts.setdefault("body", thing["articleBody"])


def _questions(thing: dict[str, Any]) -> Iterator[str]:
    entities = thing.get("mainEntity")
    for entity in entities if isinstance(entities, list) else [entities]:
        if isinstance(entity, dict) and isinstance(entity.get("name"), str):
            yield " ".join(entity["name"].split())
