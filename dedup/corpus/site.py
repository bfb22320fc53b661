"""What a site says in every article: footers, sign-up boxes, disclaimers. A rule about whole blocks.

A passage is a block in its comparison form, known by a hash of 128 bits. It is the site's, not the article's, when
enough *other* articles of the site have it and it stands where such things stand: in the unbroken run of repeated
blocks at the article's end or beginning, or anywhere if nearly every article of the site has it. Versions of one
story share paragraphs too; an article that shares more than that with this one does not count.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dedup.config import Config
from dedup.measure.characters import is_spaceless
from dedup.measure.normalize import comparison_form
from dedup.model import Block, Document, Finding, Seen

RULE = "site.repeated"
#: Passages of one article that are remembered, from its beginning and from its end: bounds what an article costs.
_FIRST, _LAST = 12, 20
#: Scores (0.0-1.0) of passages that go and of those that are shown as spared.
_GOES, _STAYS = 0.9, 0.3
_SHOWN_IDS = 3
_HEADING = "it is a heading of the article"


class Passage(NamedTuple):
    """A block that is long enough to be recognised.

    Attributes:
        key: 16 bytes, the same for the same comparison form in every process.
        block: the block.
        words: how many words it has, those with digits not counted.
    """

    key: bytes
    block: Block
    words: int


class Sighting(NamedTuple):
    """Where a passage was seen.

    Attributes:
        others: how many other articles of the site have it.
        records: ids of some of them, the first ones; all if there are ``others``.
    """

    others: int
    records: tuple[str, ...]


class Sightings(NamedTuple):
    """What an index says about an article's passages.

    Attributes:
        site: the site.
        pages: how many other articles of the site are known.
        seen: by passage; what no other article has is missing.
    """

    site: str
    pages: int
    seen: Mapping[bytes, Sighting]


def passages(document: Document, config: Config) -> list[Passage]:
    """The passages of an article that a site may repeat, in order.

    Blocks of fewer than ``config.site_words`` words are none; of a long document only the first and last count.
    """
    found = []
    for block in document.blocks:
        form = comparison_form(block.text)
        words = _words(form)
        if words >= config.site_words:
            key = hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            found.append(Passage(key, block, words))
    return found if len(found) <= _FIRST + _LAST else found[:_FIRST] + found[-_LAST:]


def findings(
    document: Document, look_up: Callable[[Sequence[bytes]], Sightings], config: Config
) -> list[Finding]:
    """Claims about the passages that at least ``config.site_repeats`` articles of the site share.

    Args:
        document: the article, as the detectors see it.
        look_up: what an index knows about passages, the article itself left out.
        config: see the settings ``site_...``. Passages protected by position get a score of 0.3 and a note.
    """
    known = passages(document, config)
    if not known:
        return []
    sightings = look_up(list(dict.fromkeys(passage.key for passage in known)))
    versions = _versions(known, sightings, config)
    counts = {key: _independent(one, versions) + 1 for key, one in sightings.seen.items()}
    shared = [passage for passage in known if counts.get(passage.key, 0) >= config.site_repeats]
    if not shared:
        return []
    edges = _edges(document.blocks, {passage.block.number for passage in shared}, known)
    total = sum(_words(comparison_form(block.text)) for block in document.blocks)
    why_not = _objections(shared, edges, counts, sightings=sightings, config=config)
    _free_headings(document.blocks, why_not)
    going = sum(passage.words for passage in shared if not why_not[passage.block.number])
    copy = going > config.site_most * total
    too_much = "such passages make up most of this article" if copy else ""
    return [
        _finding(passage, counts[passage.key], sightings, too_much or why_not[passage.block.number])
        for passage in shared
    ]


def _words(form: str) -> int:
    """Words without digits; a script without spaces counts one word per two characters."""
    words = 0
    for word in form.split():
        if word.isascii():
            words += word.isalpha()
        elif not any(map(str.isdigit, word)):
            words += max(1, len(word) // 2) if is_spaceless(word) else 1
    return words


def _versions(known: Sequence[Passage], sightings: Sightings, config: Config) -> frozenset[str]:
    """Articles that share so much with this one, beyond what the whole site shares, that they tell the same story."""
    shared: Counter[str] = Counter()
    own = 0
    for passage in known:
        one = sightings.seen.get(passage.key)
        if one is not None and _share(one, sightings) >= config.site_share:
            continue
        own += passage.words
        if one is not None and len(one.records) == one.others:
            shared.update(dict.fromkeys(one.records, passage.words))
    return frozenset(name for name, words in shared.items() if words >= config.site_version * own)


def _independent(one: Sighting, versions: frozenset[str]) -> int:
    """How many other articles have it that are no versions; of a hot passage only some are known by name."""
    complete = len(one.records) == one.others
    return one.others - sum(name in versions for name in one.records) if complete else one.others


def _share(one: Sighting, sightings: Sightings) -> float:
    return (one.others + 1) / (sightings.pages + 1)


def _edges(blocks: Sequence[Block], shared: set[int], known: Sequence[Passage]) -> frozenset[int]:
    """Numbers of the shared blocks that only shared, short or heading blocks part from an end of the article."""
    long = {passage.block.number for passage in known}
    found: set[int] = set()
    for order in (blocks, blocks[::-1]):
        for block in order:
            if block.number in shared:
                found.add(block.number)
            elif block.number in long and block.kind != "heading":
                break
    return frozenset(found)


def _objections(
    shared: Iterable[Passage],
    edges: frozenset[int],
    counts: Mapping[bytes, int],
    *,
    sightings: Sightings,
    config: Config,
) -> dict[int, str]:
    return {
        passage.block.number: _objection(passage, edges, counts[passage.key], sightings, config)
        for passage in shared
    }


def _free_headings(blocks: Sequence[Block], why_not: dict[int, str]) -> None:
    """A heading goes with what it heads: above a sign-up box it is a part of the box."""
    below = -1
    for block in reversed(blocks):
        if why_not.get(block.number) == _HEADING and why_not.get(below) == "":
            why_not[block.number] = ""
        below = block.number


def _objection(
    passage: Passage, edges: frozenset[int], count: int, sightings: Sightings, config: Config
) -> str:
    """Why a shared passage stays, or an empty string."""
    if passage.block.kind == "code":
        return "it is code"
    share = _share(sightings.seen[passage.key], sightings)
    if passage.block.number in edges:
        if share < config.site_edge_share:
            return "too few of the site's many articles have it"
    elif count <= config.site_repeats or share < config.site_share:
        return "it stands in the middle of the article, and not in most articles of the site"
    return _HEADING if passage.block.kind == "heading" else ""


def _finding(passage: Passage, count: int, sightings: Sightings, why_not: str) -> Finding:
    records = sightings.seen[passage.key].records
    others = records[:_SHOWN_IDS]
    more = " …" if count > len(others) + 1 else ""
    where = f"in {count} articles of {sightings.site}: this one, {', '.join(others)}{more}"
    evidence = Seen(records[0] if records else "", passage.block.text, "documents", float(count))
    note = f"{where}; stays: {why_not}" if why_not else where
    return Finding(RULE, passage.block.span, _STAYS if why_not else _GOES, evidence, note)


class View:
    """What an index said about one article, frozen: satisfies :class:`dedup.PassageIndex` in any process."""

    def __init__(self, sightings: Sightings, config: Config) -> None:
        self._sightings = sightings
        self._config = config

    def findings(self, document: Document) -> Iterable[Finding]:
        """See :func:`findings`."""
        return findings(document, lambda _: self._sightings, self._config)
