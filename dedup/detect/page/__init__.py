"""Which blocks of a page are its article, and what the others are.

Evidence: the page's *good text* and where in the tree most of it stands, how alike elements fare, class
words of the web, the blocks around. Method and error rates: docs/body.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dedup.config import Config
from dedup.detect.page.certain import certainty, without_consent
from dedup.detect.page.columns import Bools, Floats, Ints
from dedup.detect.page.features import Evidence, evidence
from dedup.detect.page.hints import PLACE_BIT as _BIT
from dedup.detect.page.hints import TAG_BIT
from dedup.detect.page.model import probabilities
from dedup.detect.page.sections import settled
from dedup.detect.page.twice import without_copies
from dedup.measure.ordered import fresh
from dedup.model import BLOCK_KINDS, Document, Finding, Layout, Measure, Span

__all__ = ["Judgement", "judge"]

#: What an element's class words make of a block that is no part of the article, the strongest first.
_RULE_OF_PLACE = (
    ("comment", "boilerplate.comments"),
    ("newsletter", "boilerplate.newsletter"),
    ("share", "boilerplate.share"),
    ("related", "boilerplate.related"),
    ("advert", "boilerplate.advert"),
    ("tags", "boilerplate.tags"),
    ("author", "boilerplate.byline"),
    ("byline", "boilerplate.byline"),
    ("caption", "boilerplate.caption"),
    ("wall", "boilerplate.paywall"),
    ("legal", "boilerplate.copyright"),
)
#: Markup of so few blocks is a fragment that somebody cut out of a page, not a page: what was fitted on pages says
#: little about it, and what carries no mark of a page's frame stays.
_FRAGMENT_BLOCKS = 12
_FRAME_TAGS = sum(TAG_BIT[tag] for tag in ("nav", "footer", "aside", "header", "form", "button", "figcaption"))
_FRAME_PLACES = sum(
    _BIT[place]
    for place in ("comment", "related", "share", "menu", "footer", "side", "advert", "newsletter", "hidden", "legal")
)
_MAX_LINKED = 0.5
#: What goes although its probability alone would let it stay; see :mod:`dedup.detect.page.sections`.
_WITH_OTHERS = "one of its blocks reads like the article, but repeats it or belongs to what stands apart from it"
#: A standfirst has so many words at least: a shorter line under such a class word is a label.
_LEAD_WORDS = 6


class Judgement(NamedTuple):
    """What the page detector says.

    Attributes:
        article: how sure it is that there is an article, 0.0-1.0; see :func:`certainty`.
        findings: every block that is no part of the article is inside one; neighbours of one rule share it.
    """

    article: float
    findings: tuple[Finding, ...]


def judge(document: Document, config: Config) -> Judgement:
    """Tell the article's blocks from the rest of a page; ``document.layout`` must be there."""
    layout = document.layout
    if layout is None or not document.blocks:
        return Judgement(0.0, ())
    known = evidence(document, layout)
    likely = probabilities(known)
    small = len(known.texts.words) <= _FRAGMENT_BLOCKS
    if small:
        likely = np.where(_in_no_frame(known), np.maximum(likely, config.body_probability), likely)
    kept = without_consent(document, known, likely >= config.body_probability)
    kept = without_copies(known, _outside_infobox(layout, known, kept))
    kept = settled(known, likely, kept)
    article, instead = certainty(document, known, likely, kept)
    if article < config.min_article and not (small and _is_fragment(document, known, kept, instead)):
        reason = Measure("article", round(article, 4), config.min_article)
        span = Span(document.blocks[0].start, document.blocks[-1].end)
        note = f"no article on this page: {instead or 'hardly any text in sentences'}"
        return Judgement(article, (Finding("boilerplate.navigation", span, 1 - article, reason, note),))
    return Judgement(article, tuple(_runs(document, known, config, likely=likely, kept=kept)))


def _is_fragment(document: Document, known: Evidence, kept: Bools, instead: str) -> bool:
    """Whether what little there is was cut out of a page: no title, or nothing but sentences."""
    if document.title is None:
        return bool(kept.any())
    return not instead and bool(kept.all() and known.texts.ends.any())


def _in_no_frame(known: Evidence) -> Bools:
    """Blocks of text under no tag and no class word that stands for a page's frame."""
    above = known.tree.above
    framed = (known.tree.tags[above] & _FRAME_TAGS) | (known.tree.places[above] & _FRAME_PLACES)
    return np.asarray((known.texts.density <= _MAX_LINKED) & ~framed.any(0) & ~known.texts.copyright)


def _outside_infobox(layout: Layout, known: Evidence, kept: Bools) -> Bools:
    """What is kept, less a table of facts that stands beside the text of an encyclopedia's page."""
    if "table" not in layout.tags:
        return kept
    boxes = [tag == "table" and "infobox" in hint for tag, hint in zip(layout.tags, layout.hints, strict=True)]
    return np.asarray(kept & ~np.array([*boxes, False])[known.tree.above].any(0))


def _runs(document: Document, known: Evidence, config: Config, *, likely: Floats, kept: Bools) -> list[Finding]:
    """One finding for each run of neighbouring blocks that go under one rule."""
    rules = np.where(kept, -1, _rules(known, kept))
    starts = fresh(rules).nonzero()[0]
    most = np.maximum.reduceat(likely, starts)
    blocks = document.blocks
    ends = [*starts[1:].tolist(), len(blocks)]
    return [
        _finding(_RULES[rule], Span(blocks[start].start, blocks[end - 1].end), value, config)
        for rule, start, end, value in zip(rules[starts].tolist(), starts.tolist(), ends, most.tolist(), strict=True)
        if rule >= 0
    ]


def _finding(rule: str, span: Span, most: float, config: Config) -> Finding:
    reason = Measure("body_probability", round(most, 4), config.body_probability)
    return Finding(rule, span, max(1 - most, 0.5), reason, _WITH_OTHERS if most >= config.body_probability else "")


def _rules(known: Evidence, kept: Bools) -> Ints:
    """For each block the place in ``_RULES`` of what it is, should it be no part of the article."""
    named = known.places | known.own
    texts = known.texts
    rules = np.zeros(len(named), dtype=np.int64)
    for at in ((named & _BIT["date"]) != 0).nonzero()[0].tolist():
        if any(map(str.isdigit, texts.texts[at][:60])):
            rules[at] = _DATE
    there = int(np.bitwise_or.reduce(named))
    for number, bit in reversed(_PLACE_RULES):
        if there & bit:
            rules[(named & bit) != 0] = number
    rules[texts.copyright] = _RULES.index("boilerplate.copyright")
    rules[texts.kinds == BLOCK_KINDS.index("caption")] = _RULES.index("boilerplate.caption")
    heading = texts.kinds == BLOCK_KINDS.index("heading")
    rules[_leading(known, kept, heading & (texts.levels == 1)) & (rules == 0)] = _STANDFIRST
    rules[heading & (known.title > 0.8)] = _RULES.index("boilerplate.headline")
    return rules


def _leading(known: Evidence, kept: Bools, first_headings: Bools) -> Bools:
    """Blocks between the last first heading above the text and the text that class words call its standfirst."""
    texts, places = known.texts, np.arange(len(kept))
    start = int(kept.argmax()) if kept.any() else len(kept)
    above = first_headings[:start].nonzero()[0]
    between = (places > (above[-1] if len(above) else start)) & (places < start)
    named = ((known.places | known.own) & _BIT["lead"]) != 0
    return np.asarray(between & named & (texts.words >= _LEAD_WORDS) & (texts.density <= _MAX_LINKED))


_RULES = (
    "boilerplate.navigation", "boilerplate.date", "boilerplate.headline", "boilerplate.standfirst",
    *dict.fromkeys(rule for _, rule in _RULE_OF_PLACE),
)  # fmt: skip
_DATE, _STANDFIRST = _RULES.index("boilerplate.date"), _RULES.index("boilerplate.standfirst")
_PLACE_RULES = [(_RULES.index(rule), _BIT[place]) for place, rule in _RULE_OF_PLACE]
