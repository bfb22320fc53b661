"""Lines known by their shape and place: what stands above an article's first paragraph and below its last.

Scrapers carry over the headline, the section, the names of authors, counters and the titles of other articles.
None of these is a sentence, and all stand at the edges. They are judged only where an article is: enough real
paragraphs, and most of the words in them. So poems, lists, tables, recipes and scores are never touched.
Method, evidence and figures: docs/phrases.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dedup.detect.phrases.shape import content, ends_like_a_sentence, is_listed, is_prose, is_title, words
from dedup.detect.rulebook import JUNK, fold
from dedup.model import Block, Document, Finding, Measure

#: Blocks from the beginning and from the end of an article that are looked at for a known title and for "By".
_HEAD_BLOCKS, _TAIL_BLOCKS = 6, 3
#: Longest line of a kind, in code points.
_BYLINE_CHARS, _HEADLINE_CHARS = 80, 300
#: A headline shorter than this is too likely to be a phrase of the text; code points.
_SHORTEST_HEADLINE = 12
#: A line may leave out the end of the title, mostly the site's name; share of the title that it must have.
_TITLE_SHARE = 0.6
#: An article: at least so many real paragraphs, and this share of the words in sentences.
_PARAGRAPHS, _PROSE_SHARE = 4, 0.65
#: Farther from the edge than this many blocks, nothing is judged by its place.
_ABOVE, _BELOW = 12, 40
#: Labels above the text have at most this many words, and those below it.
_LABEL_ABOVE, _LABEL_BELOW = 6, 3
#: An unknown headline: words, and the share of them that the first paragraphs say too.
_HEADLINE_WORDS, _HEADLINE_SHARED, _PARAGRAPHS_COMPARED = (6, 18), 0.4, 6
#: One line below the text may be its own; so many that read like headlines are links.
_TITLES_BELOW = 2
_ASKING = "?？؟!！"
_TOKEN = re.compile(r"[^\W_]+")
#: A label with so many figures is a score or a price.
_SCORE, _FIGURE = 2, re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_BY: Final = re.compile(
    r"(?:by|von|par|por|av|af|di|da|door|text:|texte:|texto:|words by|story by|reporting by)\s+(?=\S)", re.I
)
_PARTICLES = frozenset(
    "and und et y e og och en & , | in of the de da di van von de la le bin al el for ap with mit avec con com".split()
)


class Edges(NamedTuple):
    """The blocks above the first real paragraph and below the last, and the paragraphs between that are prose."""

    above: list[Block]
    below: list[Block]
    prose: list[Block]


def at_the_edges(document: Document, claimed: Sequence[bool]) -> Iterator[Finding]:
    """Findings about the first and last of the blocks that ``claimed`` speaks of, but those claimed already."""
    blocks = document.blocks[: len(claimed)]
    free = [block for block, taken in zip(blocks, claimed, strict=True) if not taken] if any(claimed) else list(blocks)
    if len(blocks) < 3 or not free:
        return
    known = list(_known_title_and_names(document.title, blocks, claimed))
    yield from known
    if known:
        gone = {finding.span for finding in known}
        free = [block for block in free if block.span not in gone]
    edges = _edges(free)
    if edges is not None:
        yield from _above(edges)
        yield from _below(edges)


def _edges(free: list[Block]) -> Edges | None:
    """None where nothing stands at the edges, or where there is no article between them."""
    if free and is_prose(free[0].text) and is_prose(free[-1].text):
        return None
    first = next((at for at, block in enumerate(free) if is_prose(block.text)), None)
    if first is None:
        return None
    last = next(at for at in range(len(free) - 1, -1, -1) if is_prose(free[at].text))
    above, below = free[:first], free[last + 1 :]
    if (not above and not below) or len(above) > _ABOVE or len(below) > _BELOW:
        return None
    prose = [block for block in free[first : last + 1] if is_prose(block.text)]
    if len(prose) < _PARAGRAPHS:
        return None
    said = unsaid = 0.0
    for block in free:
        if ends_like_a_sentence(block.text) and not is_listed(block):
            said += words(block.text)
        else:
            unsaid += words(block.text)
    return Edges(above, below, prose) if said >= _PROSE_SHARE * (said + unsaid) else None


def _above(edges: Edges) -> Iterator[Finding]:
    """Labels (section, names, counters) and the headline, where nobody has said what the headline is."""
    said: set[str] = set()
    for block in edges.above:
        size = words(block.text)
        if _is_label(block) and size <= _LABEL_ABOVE:
            yield Finding(_family(block.text), block.span, 0.7, Measure("words_above_text", size, _LABEL_ABOVE))
        elif _HEADLINE_WORDS[0] <= size <= _HEADLINE_WORDS[1] and is_title(block) and block.text[0] != "#":
            said = said or _first_said(edges)
            own = content(block.text)
            share = len(own & said) / max(len(own), 1)
            if share >= _HEADLINE_SHARED:
                evidence = Measure("headline_words_in_text", round(share, 4), _HEADLINE_SHARED)
                yield Finding("boilerplate.headline", block.span, 0.75, evidence)


def _first_said(edges: Edges) -> set[str]:
    """What the article's first paragraphs are about."""
    return set().union(*(content(block.text[:1500]) for block in edges.prose[:_PARAGRAPHS_COMPARED]))


def _below(edges: Edges) -> Iterator[Finding]:
    """Titles of other articles, and labels (names, places, buttons)."""
    # A question below the text may belong to a FAQ, which has settings of its own; a call is the author's.
    titles = [b for b in edges.below if is_title(b) and b.text[0] != "#" and b.text[-1] not in _ASKING]
    if len(titles) >= _TITLES_BELOW:
        for block in titles:
            evidence = Measure("titles_below_text", len(titles), _TITLES_BELOW)
            yield Finding("boilerplate.related", block.span, 0.75, evidence)
    for block in edges.below:
        size = words(block.text)
        if size <= _LABEL_BELOW and _is_label(block) and not is_listed(block):
            yield Finding(_family(block.text), block.span, 0.7, Measure("words_below_text", size, _LABEL_BELOW))


def _is_label(block: Block) -> bool:
    text = block.text
    return (
        not ends_like_a_sentence(text)
        and text[-1] not in ":："
        and ";" not in text
        and text[0] != "#"
        and "\n" not in text
        and block.kind not in ("row", "code")
        and _LETTER.search(text) is not None
        and len(_FIGURE.findall(text)) < _SCORE
        and not (text.isupper() and "," in text)  # a dateline: BAAR, SWITZERLAND
    )


def _family(text: str) -> str:
    """What a label is: two to four capitalised words are somebody's name as a rule."""
    parts = text.split()
    named = 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts) and not text.isupper()
    return "boilerplate.byline" if named else "boilerplate.navigation"


def _known_title_and_names(known: str | None, blocks: Sequence[Block], claimed: Sequence[bool]) -> Iterator[Finding]:
    title = _bare(known) if known else ""
    for place in (
        *range(min(_HEAD_BLOCKS, len(blocks))),
        *range(max(_HEAD_BLOCKS, len(blocks) - _TAIL_BLOCKS), len(blocks)),
    ):
        block = blocks[place]
        if claimed[place] or len(block.text) > _HEADLINE_CHARS or "\n" in block.text:
            continue
        if title and place < _HEAD_BLOCKS and _says_title(block.text, title):
            evidence = Measure("title_words", 1.0, _TITLE_SHARE)
            yield Finding("boilerplate.headline", block.span, 0.8, evidence)
        elif len(block.text) <= _BYLINE_CHARS and block.kind != "heading" and is_byline(block.text):
            yield Finding("boilerplate.byline", block.span, 0.8, Measure("name_words", 1.0, 1.0))


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
    rest = body[found.end() :].replace(",", " , ").split()
    names = [word for word in rest if word.lower() not in _PARTICLES]
    return 2 <= len(names) <= 8 and all(word[0].isupper() for word in names)
