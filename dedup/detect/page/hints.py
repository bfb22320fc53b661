"""Words of the web: what class names, ids and roles say about an element, in any site's markup."""

from __future__ import annotations

import functools
import re
from typing import Final

#: Kind of place -> pattern over an element's hints (class, id, itemprop, role; lower case). The words are
#: those of common content systems and of the HTML and microdata vocabularies, never of one site.
_PATTERNS: Final = {
    "comment": r"comment|disqus|reply|replies|respond|discussion",
    "related": r"related|recommend|read-?more|more-?(?:stories|news|from|on|articles|in)|suggest|also|popular|trending"
    r"|most-?(?:read|viewed)|latest|teaser|next|recirc|similar|outbrain|taboola",
    "share": r"share|sharing|social|facebook|twitter|whatsapp|follow",
    "menu": r"nav|menu|breadcrumb|pagination|pager|toolbar|skip|search|tabs?\b|masthead|top-?bar",
    "footer": r"foot",
    "header": r"header",
    "side": r"side|aside|widget|rail|module",
    "advert": r"\bads?\b|\bad-|-ad\b|advert|sponsor|promo|banner|dfp|affiliate|commercial|marketing",
    "newsletter": r"newsletter|subscri|sign-?up|opt-?in|mailing|cta|donat|support",
    "author": r"author|byline|bio\b|contributor|writer|profile|avatar|credit",
    "caption": r"caption|figure|image|photo|picture|gallery|slide|media|video|thumb|embed|player",
    "tags": r"\btags?\b|tag-|topics?|keyword|categor|label|kicker|eyebrow",
    "date": r"date|time|publish|posted|meta\b|-meta|info\b",
    "title": r"title|headline|heading|hed\b",
    "body": r"body|content|article|story|post\b|entry|text\b|main|paragraph|copy|prose|rich-?text|wysiwyg",
    "lead": r"lead|summary|standfirst|deck|dek\b|intro|excerpt|abstract|subtitle|sub-?head|description|chapo|vorspann",
    "hidden": r"hidden|sr-only|visually|screen-?reader|offscreen|print|no-?js|modal|popup|overlay|lightbox|tooltip"
    r"|dropdown|collapse",
    "legal": r"copyright|cookie|consent|gdpr|privacy|legal|terms|disclaimer|imprint|paywall|premium|login|register"
    r"|account|alert|notice|error",
    "product": r"product|price|cart|shop|buy|deal|store|rating|review|listing|card\b|item\b|grid|list\b|box\b|row\b"
    r"|block\b",
    "aside": r"toc|table-?of|index|faq|accordion|quote|pull|fact|infobox|box-",
}

#: The kinds of place, in the order of their bits.
PLACES: Final = tuple(_PATTERNS)
#: Tags whose presence among the ancestors is evidence, in the order of their bits.
TAGS: Final = tuple(
    (
        "nav footer header aside article main section form figure figcaption table ul ol li p h1 h2 h3 h4 "
        "blockquote button address details dl div td pre summary"
    ).split()
)
TAG_BIT: Final = {tag: 1 << place for place, tag in enumerate(TAGS)}

_ANY: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))
_BIT: Final = {name: 1 << place for place, name in enumerate(_PATTERNS)}


@functools.lru_cache(maxsize=16_384)
def place_bits(hints: str) -> int:
    """The kinds of place that an element's hints name, one bit each in the order of ``PLACES``."""
    bits = 0
    for found in _ANY.finditer(hints[:500]):
        bits |= _BIT[found.lastgroup or ""]
    return bits
