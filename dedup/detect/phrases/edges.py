"""Lines known by their shape and place: what stands above an article's first paragraph and below its last.

Scrapers carry over the headline, the section, the names of authors, counters and the titles of other articles.
None of these is a sentence, and all stand at the edges. They are judged only where an article is: enough real
paragraphs, and most of the words in them. So poems, lists, tables, recipes and scores are never touched.
Method, evidence and figures: docs/phrases.md.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dedup.detect.folding import JUNK, fold
from dedup.detect.phrases.shape import Said, content, ends_like_a_sentence, is_listed, is_prose, is_title, words
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
#: Unknown headlines: so many at most, of so many words, and the share of them that the first paragraphs say too.
_HEADLINES, _HEADLINE_WORDS, _HEADLINE_SHARED, _PARAGRAPHS_COMPARED = 2, (6, 18), 0.4, 6
#: A label of so many words, of which the text says as many, is a short headline.
_SHORT_HEADLINE = 3
#: A line of nothing but words may share less; one with two sentences, or with many figures, must share more.
_PLAIN_SHARED, _NOT_PLAIN = 0.2, re.compile(r"[\d|()\[\]@*]|^[\"“„«‘']")
_UNUSUAL_SHARED, _UNUSUAL = 0.6, re.compile(r"[^\W\d_]{3}[.!?]\s+[^\W\d_]|[!！]$|…\s")
#: Below the text, the first line is its own when it is about so many words, and as many of them are the text's.
_OWN_WORDS, _OWN_SHARED = 6, 0.4
#: A link between paragraphs, in capitals: words; so many at most, and as a share of the paragraphs.
_CRIED_WORDS, _CRIED_MOST, _CRIED_SHARE = (9, 24), 4, 0.25
#: A line of nothing else parts what is below it from the text.
_DIVIDER = re.compile(r"[-–—_*=~•·.#\s]{1,80}")
#: One line below the text may be its own; so many that read like headlines are links.
_TITLES_BELOW = 2
_ASKING = "?？؟!！"
_TOKEN = re.compile(r"[^\W_]+")
#: A label with so many figures is a score or a price.
_SCORE, _MOST_FIGURES, _FIGURE = 2, 3, re.compile(r"\d+")
#: A line that says of what it lists something, as rows of data do.
_NAMED = re.compile(r"[^:：]{2,25}[:：]\s?\S")
_LETTER = re.compile(r"[^\W\d_]")
_BY: Final = re.compile(
    r"(?:by|von|par|por|av|af|di|da|door|text:|texte:|texto:|words by|story by|reporting by)\s+(?=\S)", re.I
)
_PARTICLES = frozenset(
    "and und et y e og och en & , | in of the de da di van von de la le bin al el for ap with mit avec con com".split()
)


class Edges(NamedTuple):
    """The blocks above the first real paragraph and below the last, and the paragraphs between that are prose.

    ``gone`` are the numbers of the blocks that are claimed already.
    """

    above: list[Block]
    below: list[Block]
    prose: list[Block]
    gone: set[int]


def at_the_edges(document: Document, claimed: Sequence[bool]) -> Iterator[Finding]:
    """Findings about the first and last of the blocks that ``claimed`` speaks of, but those claimed already."""
    blocks = document.blocks[: len(claimed)]
    free = [block for place, block in enumerate(blocks) if not claimed[place]]
    if len(blocks) < 3 or not free:
        return
    known = list(_known_title_and_names(document.title, blocks, claimed))
    yield from known
    if known:
        spans = {finding.span for finding in known}
        free = [block for block in free if block.span not in spans]
    yield from _cried(free)
    edges = _edges(free)
    if edges is not None:
        edges.gone.update({block.number for block in blocks} - {block.number for block in free})
        above = list(_above(edges))
        yield from above
        yield from _below(edges)
        known += above
    yield from _copies([finding for finding in known if finding.rule == "boilerplate.headline"], free, document.text)


def _copies(headlines: Sequence[Finding], free: Sequence[Block], text: str) -> Iterator[Finding]:
    """The headline again, farther down: it goes like the first, or the copy would be the one that stays."""
    of = {text[finding.span.start : finding.span.end].casefold(): finding for finding in headlines}
    sizes = {finding.span.end - finding.span.start for finding in headlines}
    spans = {finding.span for finding in headlines}
    for block in free if of else ():
        if len(block.text) in sizes and block.span not in spans and block.text.casefold() in of:
            yield dataclasses.replace(of[block.text.casefold()], span=block.span)


def _cried(free: Sequence[Block]) -> Iterator[Finding]:
    """Headlines of other articles in capitals, between paragraphs: longer than a subheading, and few."""
    least, most = _CRIED_WORDS
    loud = [at for at, block in enumerate(free[:-1]) if at and block.text.isupper()]
    cried = [
        at
        for at in loud
        if least <= words(free[at].text) <= most
        and is_title(free[at])
        and free[at].text[0] not in "(#" and free[at].text[-1] not in _ASKING
        and is_prose(free[at + 1].text)
    ]
    if cried and len(cried) <= min(_CRIED_MOST, _CRIED_SHARE * sum(is_prose(block.text) for block in free)):
        for at in cried:
            evidence = Measure("words_in_capitals", words(free[at].text), least)
            yield Finding("boilerplate.related", free[at].span, 0.75, evidence)


def _edges(free: list[Block]) -> Edges | None:
    """None where nothing stands at the edges, or where there is no article between them."""
    if free and is_prose(free[0].text) and is_prose(free[-1].text):
        return None
    paragraphs = [at for at, block in enumerate(free) if is_prose(block.text)]
    if not paragraphs:
        return None
    above, below = free[: paragraphs[0]], free[paragraphs[-1] + 1 :]
    if (not above and not below) or len(above) > _ABOVE or len(below) > _BELOW:
        return None
    if len(paragraphs) < _PARAGRAPHS:
        return None
    said = unsaid = 0.0
    for block in free:
        if ends_like_a_sentence(block.text) and not is_listed(block):
            said += words(block.text)
        else:
            unsaid += words(block.text)
    if said < _PROSE_SHARE * (said + unsaid):
        return None
    return Edges(above, below, [free[at] for at in paragraphs], set())


def _above(edges: Edges) -> Iterator[Finding]:
    """Labels (section, names, counters) and the headline, where nobody has said what the headline is."""
    said = _said(edges.prose[:_PARAGRAPHS_COMPARED])
    yield from _headlines(edges, said)
    under = edges.prose[0]
    for block in reversed(edges.above):
        size = words(block.text)
        # A label over a line that stays belongs to that line, unless it is the text's first.
        alone = block.number + 1 in edges.gone or ends_like_a_sentence(under.text)
        if size <= _LABEL_ABOVE and _is_label(block) and alone:
            edges.gone.add(block.number)
            headline = size >= _SHORT_HEADLINE and said.share(block.text) >= _HEADLINE_SHARED
            family = "boilerplate.headline" if headline else _family(block.text)
            yield Finding(family, block.span, 0.7, Measure("words_above_text", size, _LABEL_ABOVE))
        under = block


def _headlines(edges: Edges, said: Said) -> Iterator[Finding]:
    """The headline and the line that goes with it; more of their kind are what the text says in short."""
    lines = [block for block in edges.above if _may_be_headline(block)]
    measured = [(block, said.share(block.text), _least_shared(block)) for block in lines]
    found = [(block, share, least) for block, share, least in measured if share >= least]
    # Copies count once: what repeats goes by other rules, and what is left must be judged alike.
    for block, share, least in found if len({block.text for block, _, _ in found}) <= _HEADLINES else ():
        edges.gone.add(block.number)
        evidence = Measure("headline_words_in_text", round(share, 4), least)
        yield Finding("boilerplate.headline", block.span, 0.75, evidence)


def _may_be_headline(block: Block) -> bool:
    size, (least, most) = words(block.text), _HEADLINE_WORDS
    label = size <= _LABEL_ABOVE and _is_label(block)
    figures = max(_MOST_FIGURES, int(size) // 4)
    return not label and least <= size <= most and is_title(block, figures) and block.text[0] != "#"


def _least_shared(block: Block) -> float:
    """How much of a headline the text must say."""
    if _UNUSUAL.search(block.text) or not is_title(block):
        return _UNUSUAL_SHARED
    return _HEADLINE_SHARED if _NOT_PLAIN.search(block.text) else _PLAIN_SHARED


def _said(paragraphs: Sequence[Block]) -> Said:
    return Said([block.text[:1500] for block in paragraphs])


def _below(edges: Edges) -> Iterator[Finding]:
    """Titles of other articles, and labels (names, places, buttons)."""
    # A question below the text may belong to a FAQ, which has settings of its own; a call is the author's.
    titles = [b for b in edges.below if is_title(b) and b.text[0] != "#" and b.text[-1] not in _ASKING]
    if _are_facts(titles, edges.below):
        return
    if len(titles) >= _TITLES_BELOW:
        if titles[0] is edges.below[0] and _is_the_texts(titles[0], edges):
            del titles[0]
        for block in titles:
            edges.gone.add(block.number)
            evidence = Measure("titles_below_text", len(titles), _TITLES_BELOW)
            yield Finding("boilerplate.related", block.span, 0.75, evidence)
    if edges.below:
        edges.gone.add(edges.below[-1].number + 1)
    for block in reversed(edges.below):
        size, at = words(block.text), block.number
        # Between lines that stay, it is one of them: an address, a programme, a box of facts.
        alone = at - 1 not in edges.gone and at + 1 not in edges.gone and not block.text.startswith("http")
        if at + 1 in edges.gone and _DIVIDER.fullmatch(block.text):
            edges.gone.add(at)
            yield Finding("boilerplate.navigation", block.span, 0.7, Measure("words_below_divider", 0, 0))
        if size <= _LABEL_BELOW and _is_label(block) and not is_listed(block) and not alone:
            edges.gone.add(at)
            yield Finding(_family(block.text), block.span, 0.7, Measure("words_below_text", size, _LABEL_BELOW))


def _are_facts(titles: Sequence[Block], below: Sequence[Block]) -> bool:
    """Whether what looks like titles is a list of the text's: "Spain: Girona, Sevilla", or lines among sentences."""
    if len(titles) < _TITLES_BELOW:
        return False
    named = sum(_NAMED.match(block.text) is not None for block in titles)
    first, last = titles[0].number, titles[-1].number
    said = sum(first < block.number < last and ends_like_a_sentence(block.text) for block in below)
    return 2 * named > len(titles) or said >= len(titles)


def _is_the_texts(block: Block, edges: Edges) -> bool:
    """Whether a line below the text is a caption or a heading of its own rather than a link."""
    return len(content(block.text)) >= _OWN_WORDS and _said(edges.prose).share(block.text) >= _OWN_SHARED


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
    title = _bare(fold(known)) if known else ""
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


def _bare(folded: str) -> str:
    return " ".join(_TOKEN.findall(folded))


def _says_title(text: str, title: str) -> bool:
    """Whether a line is the title, or the title less the site's name behind it."""
    folded = fold(text)
    first = _TOKEN.search(folded)
    if first is None or not title.startswith(first[0]):
        return False
    line = _bare(folded)
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
