"""Whether a page holds an article at all, and if not, what it is instead.

An article is text in sentences. Menus, lists of links, prices, addresses and the labels of a form have none; what has
some and is no article either is told by its make: teasers that each stand under the linked title of another page, a
notice of an error, a consent dialogue. Method and figures: docs/body.md.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import numpy as np

from dedup.detect.page.columns import Bools, Floats
from dedup.detect.page.features import Evidence
from dedup.detect.page.hints import TAG_BIT
from dedup.detect.page.notices import asks_for_consent, is_notice, speaks_of_consent
from dedup.model import BLOCK_KINDS, Document

#: So many words in sentences are as sure as it gets.
_ENOUGH_WORDS = 40.0
#: A block of text: few links, and a sentence's end, or so many words in a paragraph and no more figures than that.
_TEXT_DENSITY, _TEXT_WORDS, _TEXT_DIGITS = 0.3, 12, 0.05
_HEADING = BLOCK_KINDS.index("heading")
_IS_PARAGRAPH: Final = np.array([kind in ("paragraph", "quote", "code") for kind in BLOCK_KINDS])
#: Where a word has so many characters (code points) in the mean, nothing parts words; then it has so many.
_LONG_WORDS, _WORD_CHARS = 12, 3
#: A page of teasers: so many at least, this share of the words in sentences, at most so many words in the mean.
_TEASERS, _TEASER_SHARE, _TEASER_WORDS = 4, 0.9, 40.0
#: The title of a teaser: a heading or so many words, all of it a link; so far above, over lines of so many words.
_TITLE_DENSITY, _TITLE_WORDS, _TITLE_ABOVE, _LABEL_WORDS = 0.9, 4, 3, 8
#: Notices have at most so many words in sentences.
_MOST_ERROR, _MOST_CONSENT = 100, 500
#: The share of a consent dialogue's words that speak of what it asks for, by block; less where a class word names it.
_CONSENT_SHARE, _NAMED_SHARE = 0.8, 0.4
#: What pages of one article say that they are, by Open Graph or JSON-LD, as the end of the name.
_ARTICLE_TYPES: Final = ("article", "posting", "report")
#: The class words of a consent dialogue, and the elements that have them because the page has one.
_CONSENT_WORDS: Final = ("cookie", "consent", "gdpr")
_WHOLE: Final = frozenset({"html", "body", "main", "article"})


class Certainty(NamedTuple):
    """How sure it is that there is an article, 0.0-1.0, and what else the page is, "" where nothing is known."""

    value: float
    instead: str


def certainty(document: Document, known: Evidence, likely: Floats, kept: Bools) -> Certainty:
    """The mean probability of what would be kept, by words, times the share of ``_ENOUGH_WORDS`` that are sentences."""
    words = known.texts.words
    total = float(words[kept].sum())
    if not total:
        return Certainty(0.0, "")
    counted = _words(known)
    text = kept & _is_text(known, counted)
    said = float(counted[text].sum())
    value = float((likely[kept] * words[kept]).sum()) / total * min(said / _ENOUGH_WORDS, 1.0)
    instead = _instead(document, known, text, said)
    return Certainty(0.0 if instead else value, instead)


def without_consent(document: Document, known: Evidence, kept: Bools) -> Bools:
    """What is kept, less the consent dialogues that stand beside other text."""
    layout = document.layout
    if layout is None:
        return kept
    hints = " ".join(layout.hints)
    if not any(word in hints for word in _CONSENT_WORDS):  # most pages; a search for one word is quick
        return kept
    named = [
        hint != "" and tag not in _WHOLE and any(word in hint for word in _CONSENT_WORDS)
        for hint, tag in zip(layout.hints, layout.tags, strict=True)
    ]
    inside = np.array([*named, False])[known.tree.above].any(0)
    asking = (inside & kept).nonzero()[0].tolist()
    if _spoken(known, asking) < _NAMED_SHARE * float(known.texts.words[asking].sum()) or not asking:
        return kept
    return kept & ~inside if (kept & ~inside & _is_text(known, _words(known))).any() else kept


def _words(known: Evidence) -> Floats:
    """The words of each block, in scripts without spaces by their length."""
    texts = known.texts
    return np.where(texts.chars > _LONG_WORDS * texts.words, texts.chars / _WORD_CHARS, texts.words)


def _is_text(known: Evidence, counted: Floats) -> Bools:
    """Blocks that are text in sentences, or long enough where none ends; ``counted`` are their words."""
    texts = known.texts
    long = (counted >= _TEXT_WORDS) & _IS_PARAGRAPH[texts.kinds] & (texts.digits < _TEXT_DIGITS)
    ends = (texts.ends > 0) | texts.rare_ends
    return np.asarray((texts.density < _TEXT_DENSITY) & (long | ends))


def _instead(document: Document, known: Evidence, text: Bools, said: float) -> str:
    kind = document.metadata.page_type.lower()
    places = text.nonzero()[0].tolist()
    if said <= _MOST_CONSENT and _is_consent(known, places, said):
        return "a consent dialogue"
    if kind.endswith(_ARTICLE_TYPES):
        return ""
    if said <= _MOST_ERROR and any(map(is_notice, _names(document))):
        return "a notice or a form"
    return "a list of other pages" if _is_list(known, text, places, said) else ""


def _is_list(known: Evidence, text: Bools, places: list[int], said: float) -> bool:
    """Whether the text is made of teasers; of one article's paragraphs under linked titles all have the same parent."""
    if len(places) < _TEASERS or said > _TEASER_WORDS * len(places):
        return False
    above, tags = known.tree.above[:, places], known.tree.tags
    parents = set(np.where(tags[above[0]] & TAG_BIT["p"], above[1], above[0]).tolist())
    more = _calls(known)
    linked = [at for at in places if _under_a_link(known, text, at) or not more.isdisjoint((at + 1, at + 2))]
    teasers = float(known.texts.words[linked].sum())
    return len(parents) >= _TEASER_SHARE * len(places) and teasers >= _TEASER_SHARE * said


def _names(document: Document) -> list[str]:
    """The page's title and its first headings."""
    first = [block.text for block in document.blocks if block.kind == "heading" and block.level <= 1]
    return [document.title or "", *first[:2]]


def _is_consent(known: Evidence, places: list[int], said: float) -> bool:
    if not asks_for_consent(*(known.texts.texts[at] for at in places)):
        return False
    return _spoken(known, places) >= _CONSENT_SHARE * said


def _spoken(known: Evidence, places: list[int]) -> float:
    """The words of those blocks that speak of what consent is asked for."""
    return sum(float(known.texts.words[at]) for at in places if speaks_of_consent(known.texts.texts[at]))


def _calls(known: Evidence) -> set[int]:
    """The places of links that all say the same, such as "Read more"."""
    texts = known.texts
    links = ((texts.density > _TITLE_DENSITY) & (texts.words < _LABEL_WORDS)).nonzero()[0].tolist()
    often = Counter(texts.texts[at] for at in links)
    return {at for at in links if often[texts.texts[at]] >= _TEASERS}


def _under_a_link(known: Evidence, text: Bools, place: int) -> bool:
    """Whether the nearest lines above end in the linked title of another page."""
    texts = known.texts
    for at in range(place - 1, max(place - 1 - _TITLE_ABOVE, -1), -1):
        if texts.density[at] > _TITLE_DENSITY and (texts.kinds[at] == _HEADING or texts.words[at] >= _TITLE_WORDS):
            return True
        if text[at] or texts.words[at] >= _LABEL_WORDS:
            return False
    return False
