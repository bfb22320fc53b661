"""Lines known by their shape and place: the headline said again, and "By" with names."""

from __future__ import annotations

import re

from dedup.detect.phrases.line import JUNK
from dedup.detect.rulebook import fold
from dedup.model import Document, Finding, Measure

#: Blocks from the beginning and from the end of an article that are looked at.
_HEAD_BLOCKS, _TAIL_BLOCKS = 6, 3
#: Longest line of a kind, in code points.
_BYLINE_CHARS, _HEADLINE_CHARS = 80, 300
#: A headline shorter than this is too likely to be a phrase of the text; code points.
_SHORTEST_HEADLINE = 12
#: A line may leave out the end of the title, mostly the site's name; share of the title that it must have.
_TITLE_SHARE = 0.6
_TOKEN = re.compile(r"[^\W_]+")
_BY = re.compile(r"(?:by|von|par|por|av|af|di|da|door|text:|texte:|texto:)\s+(?=\S)", re.IGNORECASE)
_PARTICLES = frozenset(
    "and und et y e og och en & , | in of the de da di van von del la le bin al el for ap".split()
)


def headline_or_byline(document: Document, *, claimed: list[bool]) -> list[Finding]:
    """Findings about the first and last blocks, but those that a rule has claimed already."""
    blocks = document.blocks
    if len(blocks) < 3:
        return []
    title = _bare(document.title or "")
    findings = []
    for place in (
        *range(min(_HEAD_BLOCKS, len(blocks))),
        *range(max(_HEAD_BLOCKS, len(blocks) - _TAIL_BLOCKS), len(blocks)),
    ):
        block = blocks[place]
        if claimed[place] or "\n" in block.text or len(block.text) > _HEADLINE_CHARS:
            continue
        if title and place < _HEAD_BLOCKS and _says_title(block.text, title):
            findings.append(
                Finding("boilerplate.headline", block.span, 0.8, Measure("title_words", 1.0, _TITLE_SHARE))
            )
        elif len(block.text) <= _BYLINE_CHARS and block.kind != "heading" and is_byline(block.text):
            findings.append(Finding("boilerplate.byline", block.span, 0.8, Measure("name_words", 1.0, 1.0)))
    return findings


def _bare(text: str) -> str:
    return " ".join(_TOKEN.findall(fold(text)))


def _says_title(text: str, title: str) -> bool:
    """Whether a line is the title, or the title less the site's name behind it."""
    line = _bare(text)
    if len(line) < _SHORTEST_HEADLINE:
        return False
    return line == title or (title.startswith(line) and len(line) > _TITLE_SHARE * len(title))


def is_byline(text: str) -> bool:
    """Whether a line is "By" and two or more capitalised names, and nothing else."""
    body = text.lstrip(JUNK)
    found = _BY.match(body)
    if found is None or text.rstrip()[-1] in ".!?:":
        return False
    words = body[found.end() :].replace(",", " , ").split()
    names = [word for word in words if word.lower() not in _PARTICLES]
    return 2 <= len(names) <= 8 and all(word[0].isupper() for word in names)
