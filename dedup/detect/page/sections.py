"""What goes or stays together: a heading and what stands under it, the items of a numbered list, a list of articles.

And what stands apart from the article: another article below its headline, a few texts far below. The model judges each
block by itself; here whole lists and sections are judged. All figures are of sites that the model has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dedup.detect.page.columns import Bools, Floats
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

#: The number of an item ("12.", "3)", but no "1.5" and no "10:30"), how many items make a list, and how many blocks
#: further down the next one stands at most.
_ITEM_NUMBER, _ITEMS, _APART = re.compile(r"(\d{1,3})\s?[.):](?!\d)"), 4, 6

#: A list of articles has so many items, one of which says a headline of so many words at least and so many more.
_LISTED, _SAID, _TOLD, _TOLD_CHARS = 4, 4, 5, 400
_WORD = re.compile(r"\w+")

#: Who said it, under a post that is shown in the text: "— Name (@name) May 4, 2024".
_POSTED = re.compile(r"[—–-]{1,3}\s?[^@\n]{2,60}\(@\w{1,20}\)")


def settled(known: Evidence, likely: Floats, kept: Bools) -> Bools:
    """What is kept in the end, with what belongs to it and without what stands apart."""
    kept = without_listed_articles(known, with_numbered_items(known, kept))
    kept = with_who_said_it(known, of_one_article(known, kept))
    return with_sections(known, likely, without_stragglers(known, likely, kept))


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
    ends = (places[1:] - places[:-1] > _GAP).nonzero()[0] + 1
    if not len(ends):
        return kept
    starts = np.concatenate(([0], ends))
    mass = np.add.reduceat(known.texts.chars[places], starts)
    total = mass.sum()
    heavy = (mass >= _ARTICLES_OWN * total).nonzero()[0]
    below = int(heavy[-1]) + 1 if len(heavy) else len(mass)
    if below == len(mass) or mass[below:].sum() >= _STRAGGLING * total:
        return kept
    own = places[: starts[below]]
    own = own[known.texts.good[own]]
    if np.count_nonzero(likely[own] >= _SURE) < _SURE_TEXTS:
        return kept
    # Run by run: one that is long, sure, or has a block of the make or in the element of the article's text stays.
    apart, starts = places[starts[below] :], starts[below:] - starts[below]
    alike = likely[apart] >= _SURE
    for group in (known.tree.likes, known.tree.above[1]):
        in_article = np.zeros(int(group.max()) + 1, dtype=bool)
        in_article[group[own]] = True
        alike |= in_article[group[apart]]
    lengths = np.diff(starts, append=len(apart))
    stays = np.logical_or.reduceat(alike, starts) | (lengths > _STRAGGLERS)
    left = kept.copy()
    left[apart] = np.repeat(stays, lengths)
    return left


def with_numbered_items(known: Evidence, kept: Bools) -> Bools:
    """What is kept, with every item of a numbered list, all in one element, of which the first two are kept.

    Later items, each a name with a link or a line of figures, may look like links to other pages.
    """
    numbered = [at for at, text in enumerate(known.texts.texts) if text[0].isdecimal()]
    if len(numbered) < _ITEMS:
        return kept
    left = kept.copy()
    for items in _numbered_lists(known, numbered):
        if len(items) >= _ITEMS and kept[items[:2]].all():
            left[items] = True
    return left


def _numbered_lists(known: Evidence, places: list[int]) -> Iterator[list[int]]:
    """The places of the items of each list: each has the next number, in the same element, not far below the last."""
    parents, texts = known.tree.above[1], known.texts.texts
    items: list[int] = []
    last = 0
    for at in places:
        found = _ITEM_NUMBER.match(texts[at])
        if found is None:
            continue
        number = int(found[1])
        if items and (number != last + 1 or at - items[-1] > _APART or parents[at] != parents[items[-1]]):
            yield items
            items = []
        items.append(at)
        last = number
    yield items


def without_listed_articles(known: Evidence, kept: Bools) -> Bools:
    """What is kept, less the lists of articles: of an item that says the headline and goes on, and all of its make.

    Such a list, latest news with their first sentences, has the article itself among its items.
    """
    texts, likes = known.texts, known.tree.likes
    items = kept & (texts.kinds == _ITEM)
    if np.count_nonzero(items) < _LISTED:
        return kept
    headings = (texts.kinds == _HEADING) & (known.title > _HEADLINE) & (texts.words >= _SAID)
    headlines = {_words_of(texts.texts[at]) for at in headings.nonzero()[0].tolist()}
    if not headlines:
        return kept
    listed = items & (np.bincount(likes, items) >= _LISTED)[likes]
    makes = [likes[at] for at in listed.nonzero()[0].tolist() if _tells(texts.texts[at], headlines)]
    return kept & ~(listed & np.isin(likes, makes)) if makes else kept


def _tells(text: str, headlines: set[str]) -> bool:
    """Whether a text begins with a headline and goes on."""
    said = _words_of(text)
    return any(said.startswith(headline) and said.count(" ", len(headline)) >= _TOLD for headline in headlines)


def _words_of(text: str) -> str:
    """The first words, each with a space behind it; no headline and so much more of its item is longer."""
    return "".join(f"{word} " for word in _WORD.findall(text[:_TOLD_CHARS].casefold()))


def with_who_said_it(known: Evidence, kept: Bools) -> Bools:
    """What is kept, with the line that names who said it right under a post that stays."""
    under = np.zeros(len(kept), dtype=bool)
    under[1:] = kept[:-1] & ~kept[1:]
    for at in under.nonzero()[0].tolist():
        under[at] = _POSTED.match(known.texts.texts[at]) is not None
    return kept | under
