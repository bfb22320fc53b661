"""Is this text markup or plain text?"""

from __future__ import annotations

import re

_DOCUMENT = re.compile(
    # Atomic: a comment ends at its first end, or a row of comments could be cut in exponentially many ways.
    r"\s*+(?:<\?xml[^>]{0,200}>\s*)?(?:(?><!--.{0,2000}?-->)\s*+)*+<(?:!doctype|html|head|body)\b",
    re.I | re.S,
)
#: Elements that make a text a page when they stand in it in pairs.
_ELEMENT = re.compile(
    r"<(p|div|article|section|main|span|a|h[1-6]|ul|ol|li|table|tr|td|blockquote|figure|header|footer|nav|pre|b|i"
    r"|em|strong|details|center|font|amp-[a-z]+)(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_START = re.compile(r"\s*<[a-zA-Z!?]")
_CLOSING = re.compile(r"</[a-zA-Z][a-zA-Z0-9-]{0,20}\s*>")
_BREAK = re.compile(r"<(?:br|hr|p)\s*/?>", re.IGNORECASE)
#: Code points that are looked at; pages show what they are at their beginning.
_WINDOW = 20_000


def looks_like_markup(text: str) -> bool:
    """Whether ``text`` should be parsed as HTML.

    Markup opens with a document element, or opens with a tag and closes some element, or has at least
    two closed elements of the usual kinds. A stray ``<br>``, ``a < b``, ``<3`` or ``<me@example.org>``
    leaves a text plain. Time is linear: only the first 20,000 code points are looked at.
    """
    if "<" not in text:
        return False
    head = text[:_WINDOW]
    if _DOCUMENT.match(head):
        return True
    closings = len(_CLOSING.findall(head))
    if _START.match(head):
        return closings > 0 or bool(_ELEMENT.match(head.lstrip())) or len(_BREAK.findall(head)) > 1
    elements = _ELEMENT.findall(head)
    return len(elements) >= 2 and closings >= 2 and any(tag.lower() not in _INLINE for tag in elements)


_INLINE = frozenset({"b", "i", "em", "strong", "span", "a", "font"})
