"""Bytes -> articles and pages, so that a mutated byte is a moved paragraph or a lost tag rather than noise."""

from __future__ import annotations

import html

from tests.strategies import _ODD, _SCRIPTS, BOILERPLATE

_SENTENCES = (
    "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers.",
    "The council decided on Tuesday to shut the old bridge after divers had found cracks in two piers.",
    "Buses will end at the market square until the repairs are finished in the autumn.",
    "Ada Okafor paid $5 million for 1,000 tickets in Leeds on 3 May 2024, 12 per cent more than in Q3.",
    "Ada Okafor paid $6 million for 2,000 tickets in Leeds on 3 May 2025, 14 per cent more than in Q4.",
    "When does the bridge open?",
    "The winners are:",
    "Q.1. When does the bridge open?",
    "Ans. The bridge opens on Monday, said the council, after divers found cracks in two of its piers.",
    "He scored 3 goals in 12 games.",
    "“Who pays for the repairs of the old bridge?” asked Bodil Krag, who lives at the harbour.",
    "Read more than 200 pages and you will see why 999999999999 trillion trillion dollars is much.",
)
_JOINERS = ("\n\n", "\n", " ", "\r\n\r\n", "\n \n", "\n- ", "\n> ", "\n# ", "\n| a | b |\n", "\n```\n", " (", ") ")
_TAGS = (
    "p", "div", "article", "section", "nav", "footer", "aside", "header", "ul", "li", "a", "b", "h1", "h2", "table",
    "tr", "td", "blockquote", "pre", "figure", "figcaption", "br", "span", "main", "form", "button", "dl", "dt",
    "script", "style", "template", "svg", "math", "select", "option", "iframe", "title", "meta", "body", "html",
)  # fmt: skip
_ATTRIBUTES = (
    "", ' class="article-body"', ' class="related comments"', ' href="/x"', " hidden", ' style="display:none"',
    ' id="share newsletter"', ' itemprop="articleBody"', ' lang="de"', ' role="navigation"',
)  # fmt: skip


class _Bytes:
    """The bytes one by one; zeros behind the end."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def __bool__(self):
        return self.at < len(self.data)

    def next(self, below):
        self.at += 1
        return self.data[self.at - 1] % below if self.at <= len(self.data) else 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at].decode("utf-8", "replace")


def article(data):
    """A plain text: each byte says what comes next."""
    source, said, joiner, text = _Bytes(data), [], "\n\n", ""
    while source:
        piece, joiner = _piece(source, said, joiner)
        if piece:
            said.append(piece)
            text += joiner + piece
    return text


def _piece(source, said, joiner):
    kind = source.next(10)
    if kind == 0:
        return source.take(source.next(40)), joiner
    if kind in (1, 2):
        return _SENTENCES[source.next(len(_SENTENCES))], joiner
    if kind == 3:
        return BOILERPLATE[source.next(len(BOILERPLATE))], joiner
    if kind == 4:
        return "", _JOINERS[source.next(len(_JOINERS))]
    if kind == 5:
        return (_SCRIPTS + _ODD)[source.next(len(_SCRIPTS + _ODD))], joiner
    if not said:
        return "", joiner
    earlier = said[source.next(len(said))]
    if kind == 6:
        return earlier, joiner
    if kind == 7:
        return _edited(earlier, source), joiner
    if kind == 8:
        return " ".join([earlier, said[source.next(len(said))]])[:2_000], joiner
    low = source.next(len(earlier))
    return earlier[low : low + source.next(120)], joiner


def _edited(text, source):
    words = text.split() or [text]
    for _ in range(1 + source.next(3)):
        at = source.next(len(words))
        words[at : at + 1] = (
            [words[at].upper()], [words[at], "however"], [words[at] + ","], [str(source.next(100))], [words[-1]],
        )[source.next(5)]  # fmt: skip
    return " ".join(words)


def page(data):
    """A page: elements open, close (or not) and hold the paragraphs of :func:`article`."""
    source, said, open_tags, parts = _Bytes(data), [], [], ["<html><body>"]
    while source:
        kind = source.next(6)
        if kind in (0, 1):
            tag = _TAGS[source.next(len(_TAGS))]
            parts.append(f"<{tag}{_ATTRIBUTES[source.next(len(_ATTRIBUTES))]}>")
            open_tags.append(tag)
        elif kind == 2 and open_tags:
            parts.append(f"</{open_tags.pop()}>")
        elif kind == 3:
            parts.append(f"</{_TAGS[source.next(len(_TAGS))]}>")
        else:
            piece, _ = _piece(source, said, "")
            if piece:
                said.append(piece)
                parts.append(piece if kind == 4 else f"<p>{html.escape(piece)}</p>")
    return "".join(parts)
