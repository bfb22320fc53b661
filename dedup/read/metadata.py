"""What a page says of itself: title, address, language, Open Graph, JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dedup.model import Metadata
from dedup.read.flight import is_flight

#: JSON-LD beyond this many code points is not parsed: no page needs it.
_JSON_LIMIT = 2_000_000
#: One of more objects and lists is no description of an article, and takes forty times its size.
_JSON_PARTS = 100_000
_JSON_WORDS = ("Article", "FAQPage", "BlogPosting", "articleBody", "Posting", "Recipe", "Product", "QAPage")
#: Where a script assigns data to a variable of the page, as applications hand over their state.
_OWNERS: Final = ("window", "self", "globalThis", "Fusion")
_GETS: Final = r"(?:\.\w+|\[['\"]\w+['\"]\])\s*=\s*(?=[{\[]|JSON\.parse\()"
ASSIGNED: Final = re.compile(rf"\b(?:{'|'.join(_OWNERS)}){_GETS}")
#: The same for each owner: a search for a literal leaps over most of a script.
_ASSIGNED_TO: Final = [re.compile(rf"{owner}(?<!\w{owner}){_GETS}") for owner in _OWNERS]
#: A shorter script (code points) assigns no article; kinds of script that may.
_LEAST_SCRIPT, _SCRIPT_KINDS = 400, frozenset({"", "text/javascript", "application/javascript", "module"})
#: Types that are no article's, told where the page names no article.
_OTHER_TYPES = frozenset({"Recipe", "Product", "QAPage"})
#: Names of ``meta`` elements, the most common first; those that may come again, each with one author or tag.
_DATES: Final = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "parsely-pub-date",
                 "sailthru.date", "pubdate", "publish-date")  # fmt: skip
_AUTHORS: Final = frozenset({"author", "article:author", "dc.creator", "parsely-author", "sailthru.author",
                             "citation_author", "og:article:author"})  # fmt: skip
_TAGS: Final = frozenset({"article:tag", "news_keywords", "og:article:tag", "parsely-tags"})
#: Authors and tags of one page at most, and the longest (code points).
_MOST_NAMES, _NAME_LENGTH = 50, 100
_COMMA: Final = re.compile(r"\s*[,;、،]\s*")
_AND: Final = re.compile(r"\s+(?:and|und|et|&)\s+")


@dataclass(slots=True)
class Head:
    """Raw material: named ``meta`` contents (first one wins), title, canonical address, JSON-LD scripts, other data."""

    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    language: str = ""
    scripts: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def take(self, tag: str, attributes: Mapping[str, str | None], text: Callable[[], str]) -> None:
        """Note a ``meta``, ``title``, ``link`` or ``script`` element; ``text`` is called only if needed."""
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            content = attributes.get("content")
            if name and content:
                self._take_meta(name.lower(), content)
        elif tag == "title":
            self.title = self.title or " ".join(text().split())
        elif tag == "link":
            if attributes.get("rel") == "canonical":
                self.canonical = self.canonical or attributes.get("href") or ""
        elif "json" in (kind := attributes.get("type") or ""):
            (self.scripts if "ld+json" in kind else self.data).append(text())
        elif kind in _SCRIPT_KINDS and not attributes.get("src"):
            script = text()
            if is_flight(script) or (len(script) >= _LEAST_SCRIPT and any(to.search(script) for to in _ASSIGNED_TO)):
                self.data.append(script)

    def _take_meta(self, name: str, content: str) -> None:
        self.meta.setdefault(name, content)
        if name in _AUTHORS:
            self.authors.append(content)
        elif name in _TAGS:
            self.tags.append(content)


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
    authors = _names(linked.get("authors") or head.authors)
    metadata = Metadata(
        description=meta.get("og:description") or meta.get("description") or "",
        author=next(iter(authors), ""),
        published=next((meta[name] for name in _DATES if name in meta), "") or linked.get("published", ""),
        site=meta.get("og:site_name", ""),
        page_type=linked.get("type") or meta.get("og:type", "") or linked.get("other", ""),
        body=linked.get("body", ""),
        questions=tuple(linked.get("questions", ())),
        authors=authors,
        tags=_listed(linked.get("tags") or head.tags),
        paywalled=bool(linked.get("paywalled")),
    )
    language = (head.language or meta.get("og:locale") or "").replace("_", "-").split("-")[0].lower()
    return Said(title or None, head.canonical or meta.get("og:url") or None, language or None, metadata)


def _linked(scripts: list[str]) -> dict[str, Any]:
    """Article and FAQ facts of the JSON-LD scripts; broken or foreign ones are passed over."""
    facts: dict[str, Any] = {}
    for script in scripts:
        if len(script) > _JSON_LIMIT or not any(word in script for word in _JSON_WORDS):
            continue
        if script.count("[") + script.count("{") > _JSON_PARTS:
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        things = list(_things(data))
        called = {key: thing.get("name") for thing in things if isinstance(key := thing.get("@id"), str)}
        for thing in things:
            kinds = [kind for kind in _many(thing.get("@type")) if isinstance(kind, str)]
            if any(kind.endswith(("Article", "Posting")) for kind in kinds):
                _take_article(facts, thing, kinds[0], called)
            if "FAQPage" in kinds:
                facts.setdefault("questions", []).extend(_questions(thing))
            for kind in _OTHER_TYPES.intersection(kinds):
                facts.setdefault("other", kind)
    return facts


def _many(value: Any) -> list[Any]:
    return value[:1000] if isinstance(value, list) else [value]


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


def _take_article(facts: dict[str, Any], thing: dict[str, Any], kind: str, called: Mapping[str, Any]) -> None:
    facts.setdefault("type", kind)
    for name, value in (("published", thing.get("datePublished")), ("body", thing.get("articleBody"))):
        if isinstance(value, str):
            facts.setdefault(name, value)
    people = [_name(author, called) for author in _many(thing.get("author"))]
    for name, values in (("authors", people), ("tags", _many(thing.get("keywords")))):
        strings = [value for value in values if isinstance(value, str)]
        if strings:
            facts.setdefault(name, strings)
    if str(thing.get("isAccessibleForFree")).lower() == "false":
        facts["paywalled"] = True


def _name(author: Any, called: Mapping[str, Any]) -> Any:
    """The name of an author that is given by name, as an object, or as a reference to one elsewhere in the script."""
    if not isinstance(author, dict):
        return author
    key = author.get("@id")
    return author.get("name") or (called.get(key) if isinstance(key, str) else None)


def _names(said: Iterable[str]) -> tuple[str, ...]:
    """Names of authors; several in one are parted, addresses are none."""
    names = []
    for one in said:
        # "Quill, Rosa" is one name, "Rosa Quill, Ada Brook" are two.
        parts = _COMMA.split(one[:1000])
        parts = parts if all(" " in part for part in parts) else [one]
        names += [name.strip() for part in parts for name in _AND.split(part[:1000])]
    return _unique(name for name in names if name[:1].isalpha() and "/" not in name and "@" not in name)


def _listed(said: Iterable[str]) -> tuple[str, ...]:
    return _unique(part for one in said for part in _COMMA.split(one[:5000]))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    # Content systems escape what is data already.
    words = (" ".join(html.unescape(name).split()) for name in names)
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= _NAME_LENGTH))[:_MOST_NAMES]


def _questions(thing: dict[str, Any]) -> Iterator[str]:
    for entity in _many(thing.get("mainEntity")):
        if isinstance(entity, dict) and isinstance(entity.get("name"), str):
            yield " ".join(entity["name"].split())
