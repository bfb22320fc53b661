"""Scrapy: an item pipeline that cleans one field of every item and counts what went.

In ``settings.py``::

    ITEM_PIPELINES = {"dedup.adapters.scrapy.CleanPipeline": 300}
    DEDUP_FIELD = "body"                    # text, HTML or bytes; default "text"
    DEDUP_SETTINGS = {"faq": "keep"}        # as for dedup.clean; optional
    DEDUP_DROP_COPIES = 0.8                 # drop items this similar to an earlier one; optional
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.cleaner import Cleaner
from dedup.errors import ConfigError, MissingExtraError, SourceError
from dedup.measure.minhash import bands, signatures
from dedup.measure.overlap import jaccard
from dedup.measure.shingles import shingle_hashes

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
except ImportError as error:
    raise MissingExtraError("scrapy", "scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: Words of a shingle, and bands and rows of a signature: a pair of similarity .8 shares a band with probability .999.
_NGRAM, _BANDS, _ROWS = 5, 25, 5


class CleanPipeline:
    """Cleans ``DEDUP_FIELD`` of every item; the other fields are untouched.

    ``title``, ``url`` and ``language`` of an item are passed on. An item whose field is missing or None passes as it
    is; one that cannot be read passes as it is and is counted. Statistics: ``dedup/cleaned``, ``dedup/unreadable``,
    ``dedup/removed/<rule>``, ``dedup/words_removed``, ``dedup/dropped``.

    Raises:
        ConfigError: an impossible setting; the message says which, and the crawl does not start.
        DropItem: the item's cleaned text resembles an earlier item's, which is named.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.field = settings.get("DEDUP_FIELD", "text")
        self.stats: Any = crawler.stats
        self.threshold = _share(settings.get("DEDUP_DROP_COPIES") or 0.0)
        # Not NotConfigured: Scrapy would crawl on without the pipeline, and nobody would see it.
        try:
            self.cleaner = Cleaner(**settings.getdict("DEDUP_SETTINGS"))
        except (ConfigError, ValueError) as error:
            raise ConfigError(f"DEDUP_SETTINGS: {error}") from error
        self._seen: dict[int, list[int]] = {}
        self._items: list[tuple[str, Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanPipeline:
        """What Scrapy calls to make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Clean one item."""
        adapter = ItemAdapter(item)
        source = adapter.get(self.field)
        if source is None:
            return item
        hints = {name: adapter[name] for name in ("title", "url", "language") if isinstance(adapter.get(name), str)}
        try:
            result = self.cleaner.clean(source, **hints)
        except SourceError:
            self.stats.inc_value("dedup/unreadable")
            return item
        adapter[self.field] = result.text
        self.stats.inc_value("dedup/cleaned")
        for removal in result.removals:
            self.stats.inc_value(f"dedup/removed/{removal.rule}")
            self.stats.inc_value("dedup/words_removed", len(removal.text.split()))
        if self.threshold:
            self._drop_copy(adapter, result.text)
        return item

    def _drop_copy(self, adapter: ItemAdapter, text: str) -> None:
        shingles = shingle_hashes([text], _NGRAM)
        own = shingles.sets()[0]
        if not own.size:
            return
        matrix = signatures(shingles.hashes, np.array([0, shingles.hashes.size]), num_perm=_BANDS * _ROWS)
        keys = bands(matrix, count=_BANDS, rows=_ROWS)[0].tolist()
        for at in sorted({at for key in keys for at in self._seen.get(key, ())}):
            name, other = self._items[at]
            if (likeness := jaccard(own, other)) >= self.threshold:
                self.stats.inc_value("dedup/dropped")
                raise DropItem(f"{likeness:.2f} like {name}")
        name = str(adapter.get("url") or adapter.get("id") or f"item {len(self._items)}")
        for key in keys:
            self._seen.setdefault(key, []).append(len(self._items))
        self._items.append((name, own))


def _share(value: Any) -> float:
    try:
        share = float(value)
    except (TypeError, ValueError):
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise ConfigError(f"DEDUP_DROP_COPIES must be a number between 0 and 1, not {value!r}")
    return share
