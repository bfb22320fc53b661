"""What goes or stays together: a heading and what stands under it, the items of a numbered list, a list of articles.

And what stands apart from the article: another article below its headline, a few texts far below.
All figures here are of sites that the model has not seen.
"""

from __future__ import annotations

import re

import numpy as np

from dedup.detect.page.columns import Bools, Floats, Ints
from dedup.detect.page.features import Evidence
from dedup.model import BLOCK_KINDS

_HEADING, _ITEM = BLOCK_KINDS.index("heading"), BLOCK_KINDS.index("item")
#: The heading of a section stays with its text where it is so likely a part of the article, is no link by so much, and
#: is like the title by no more than so much.
_LEAST, _LINKED, _TITLE = 0.02, 0.5, 0.6

#: A series of numbers, and how many words make a text. Of 38 such headings that the model would strike on unseen sites
#: 37 were wanted.
_NUMBER, _TEXT_WORDS = re.compile(r"\d{1,3}[.):]?\s"), 12

#: The headline is so much like the title, in so many words; another article's by so much less. Each has so many texts.
_HEADLINE, _WORDS, _OTHER, _TEXTS = 0.8, 3, 0.34, 2

#: A run of what is kept ends before so many blocks that go; one that holds this share of the text is the article's,
#: and an article has so many paragraphs of such a probability.
_GAP, _ARTICLES_OWN, _SURE, _SURE_TEXTS = 3, 0.25, 0.9, 4
#: Runs below the article go that have so many blocks at most, if together they are less than this share of the text.
#: Of 2,430 words that go so 208 are wanted. The F1 of the five sets rises by as much or a little less from 2 to 12
#: blocks, for a probability of .8 to .98 and a share of .15 to .5.
_STRAGGLERS, _STRAGGLING = 6, 0.3

#: An item of a numbered list, so many items at least, and how far one may be from the next, in blocks.
_ITEM_NUMBER, _ITEMS, _APART = re.compile(r"\s*(\d{1,3})\s?[.):]"), 4, 6

#: A list of articles has so many items, one of which says the headline and so many words more.
_LISTED, _TOLD = 4, 5
_WORD = re.compile(r"\w+")

#: Who said it, under a post that is shown in the text: "— Name (@name) May 4, 2024".
_POSTED = re.compile(r"[—–-]+\s?[^@\n]{2,60}\(@\w{1,20}\)")


def of_one_article(known: Evidence, kept: Bools) -> Bools:
    """What is kept, up to a second first heading of the headline's make in an element of its own."""
    texts, parents = known.texts, known.tree.above[1]
    first = (texts.kinds == _HEADING) & (texts.levels == 1) & (texts.words >= _WORDS)
    headlines = (first & (known.title > _HEADLINE)).nonzero()[0]
    if not len(headlines):
        return kept
    own = int(headlines[0])
    alike = first & (known.tree.likes == known.tree.likes[own]) & (parents != parents[own]) & (known.title < _OTHER)
    said = np.cumsum(kept & texts.good)
    for other in alike[own:].nonzero()[0].tolist():
        at = own + other
        if said[at] - said[own] >= _TEXTS and said[-1] - said[at] >= _TEXTS:
            return np.asarray(kept & (np.arange(len(kept)) < at))
    return kept


def with_sections(known: Evidence, likely: Floats, kept: Bools) -> Bools:
    """What is kept, with the headings over kept texts in the same element, less those that nothing follows."""
    heading = known.texts.kinds == _HEADING
    if not heading.any() or not kept.any():
        return kept
    left = kept | _over_kept_text(known, likely, kept, heading) | _numbered(known, kept, heading)
    *before, last = left.nonzero()[0].tolist()
    # At the very end of the page it may be anything; before what goes it is the heading of that.
    if heading[last] and last + 1 < len(left) and before and not heading[before[-1]]:
        left[last] = False
    return left


def _over_kept_text(known: Evidence, likely: Floats, kept: Bools, heading: Bools) -> Bools:
    """Headings inside the article that go although the very next block, text beside them in one element, stays."""
    texts, parents = known.texts, known.tree.above[1]
    under = np.zeros(len(kept), dtype=bool)
    under[:-1] = (kept & ~heading)[1:] & (parents[1:] == parents[:-1])
    inside = np.logical_or.accumulate(kept)
    own = heading & (texts.levels > 1) & (texts.density < _LINKED) & (known.title <= _TITLE)
    # Most headings of the same make stay: it is one of a series.
    likes = known.tree.likes
    stay = np.bincount(likes, kept & heading) > 0.5 * np.bincount(likes, heading)
    return np.asarray(under & inside & own & ((likely >= _LEAST) | stay[likes]))


def _numbered(known: Evidence, kept: Bools, heading: Bools) -> Bools:
    """Headings with a number, as "9. Fern", between kept texts, one of them right behind or behind one more block."""
    texts = known.texts
    text = kept & ~heading & (texts.words >= _TEXT_WORDS)
    behind = np.zeros(len(kept), dtype=bool)
    behind[:-1] = text[1:]
    behind[:-2] |= text[2:]
    found = heading & behind & np.logical_or.accumulate(text)
    for at in found.nonzero()[0].tolist():
        found[at] = _NUMBER.match(texts.texts[at]) is not None
    return np.asarray(found)


def without_stragglers(known: Evidence, likely: Floats, kept: Bools) -> Bools:
    """What is kept, less the few texts far below the article that stand elsewhere and are of another make.

    These are the beginnings of other articles, praise, notices: each reads like a paragraph by itself.
    """
    places = kept.nonzero()[0]
    if len(places) < _SURE_TEXTS:
        return kept
    runs = np.split(places, (np.diff(places) > _GAP).nonzero()[0] + 1)
    mass = np.array([known.texts.chars[run].sum() for run in runs])
    heavy = (mass >= _ARTICLES_OWN * mass.sum()).nonzero()[0]
    if not len(heavy) or mass[heavy[-1] + 1 :].sum() >= _STRAGGLING * mass.sum():
        return kept
    own = np.concatenate(runs[: heavy[-1] + 1])
    own = own[known.texts.good[own]]
    if (likely[own] >= _SURE).sum() < _SURE_TEXTS:
        return kept
    left = kept.copy()
    for run in runs[heavy[-1] + 1 :]:
        if len(run) <= _STRAGGLERS and likely[run].max() < _SURE and not _alike(known, run, own):
            left[run] = False
    return left


def _alike(known: Evidence, some: Ints, others: Ints) -> bool:
    """Whether any block of some is of the same make as one of the others, or in the same element."""
    likes, parents = known.tree.likes, known.tree.above[1]
    return bool(np.isin(likes[some], likes[others]).any() or np.isin(parents[some], parents[others]).any())


def with_numbered_items(known: Evidence, kept: Bools) -> Bools:
    """What is kept, with every item of a numbered list, all in one element, of which the first two are kept."""
    parents = known.tree.above[1]
    left, items = kept, [(-_APART, -1)]
    for at, text in enumerate(known.texts.texts):
        found = _ITEM_NUMBER.match(text) if text[:1].isdecimal() else None
        if found is None:
            continue
        before, number = items[-1]
        if int(found[1]) != number + 1 or at - before > _APART or parents[at] != parents[before]:
            items = []
        items.append((at, int(found[1])))
        places = [place for place, _ in items]
        if len(places) >= _ITEMS and kept[places[:2]].all() and not left[places].all():
            left = left.copy()
            left[places] = True
    return left


def without_listed_articles(known: Evidence, kept: Bools) -> Bools:
    """What is kept, less the lists of articles: of an item that says the headline and goes on, and all of its make."""
    texts, likes = known.texts, known.tree.likes
    items = kept & (texts.kinds == _ITEM)
    if items.sum() < _LISTED:
        return kept
    headlines = {
        tuple(_WORD.findall(texts.texts[at].casefold()))
        for at in ((texts.kinds == _HEADING) & (known.title > _HEADLINE) & (texts.words > _WORDS)).nonzero()[0].tolist()
    }
    if not headlines:
        return kept
    left, most = kept, max(map(len, headlines)) + _TOLD
    for at in items.nonzero()[0].tolist():
        said = tuple(_WORD.findall(texts.texts[at].casefold())[:most])
        alike = items & (likes == likes[at])
        if alike.sum() >= _LISTED and any(said[: len(h)] == h and len(said) >= len(h) + _TOLD for h in headlines):
            left = left & ~alike
    return left


def with_who_said_it(known: Evidence, kept: Bools) -> Bools:
    """What is kept, with the line that names who said it right under a post that stays."""
    behind = np.zeros(len(kept), dtype=bool)
    behind[1:] = kept[:-1] & ~kept[1:]
    for at in behind.nonzero()[0].tolist():
        behind[at] = _POSTED.match(known.texts.texts[at]) is not None
    return kept | behind
