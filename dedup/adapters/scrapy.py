"""Scrapy: an item pipeline that cleans one field of every item and counts what went.

In ``settings.py``::

    ITEM_PIPELINES = {"dedup.adapters.scrapy.CleanPipeline": 300}
    DEDUP_FIELD = "body"                    # text, HTML or bytes; default "text"
    DEDUP_SETTINGS = {"faq": "keep"}        # as for dedup.clean; optional
    DEDUP_INDEX = "seen.db"                 # strike what a site repeats; a file, or redis://host; optional
    DEDUP_DROP_COPIES = 0.8                 # drop items this similar to an earlier one; optional
    DEDUP_COPIES = "copies.db"              # remember them for other spiders and later runs; optional
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from dedup.cleaner import Cleaner
from dedup.config import configure
from dedup.corpus.duplicate_index import DuplicateIndex
from dedup.corpus.index import Entry, Index, open_index
from dedup.corpus.records import site_of
from dedup.corpus.site import passages
from dedup.errors import ConfigError, MissingExtraError, SourceError, StoreError
from dedup.read.source import read

try:
    from itemadapter import ItemAdapter
    from scrapy import signals
    from scrapy.exceptions import DropItem
except ImportError as error:
    raise MissingExtraError("scrapy", "scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from dedup.model import Document
    from dedup.result import CleanResult

_log = logging.getLogger(__name__)
#: Another spider's writing in between makes an index refuse; then the item is compared anew.
_TRIES = 8


class CleanPipeline:
    """Cleans ``DEDUP_FIELD`` of every item; the other fields are untouched.

    ``title``, ``url`` and ``language`` of an item are passed on. An item whose field is missing or None passes as it
    is; one that cannot be read passes as it is and is counted. Where an index fails in mid crawl, the item is cleaned
    and passes without it, and is counted. Statistics: ``dedup/cleaned``, ``dedup/unreadable``,
    ``dedup/removed/<rule>``, ``dedup/words_removed``, ``dedup/dropped``, ``dedup/index_failed``.

    Raises:
        ConfigError: an impossible setting; the message says which, and the crawl does not start.
        StoreError: an index cannot be opened, or was made with other settings; the crawl does not start.
        DropItem: the item's cleaned text resembles an earlier item's, which is named.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.field = settings.get("DEDUP_FIELD", "text")
        self.stats: Any = crawler.stats
        # Not NotConfigured: Scrapy would crawl on without the pipeline, and nobody would see it.
        try:
            self.cleaner = Cleaner(configure(**settings.getdict("DEDUP_SETTINGS")))
        except (ConfigError, ValueError) as error:
            raise ConfigError(f"DEDUP_SETTINGS: {error}") from error
        threshold, copies = _share(settings.get("DEDUP_DROP_COPIES") or 0.0), settings.get("DEDUP_COPIES")
        if copies and not threshold:
            raise ConfigError("DEDUP_COPIES needs DEDUP_DROP_COPIES, the similarity from which on an item is a copy")
        self._copies = DuplicateIndex(copies or None, threshold=threshold) if threshold else None
        self._named: Counter[str] = Counter()
        self._index: Index | None = None
        if target := settings.get("DEDUP_INDEX"):
            self._index = open_index(target, self.cleaner.config)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanPipeline:
        """What Scrapy calls to make the pipeline."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.close, signal=signals.spider_closed)
        return pipeline

    def close(self) -> None:
        """Close the indexes; Scrapy calls it when the spider is done."""
        for index in (self._index, self._copies):
            if index is not None:
                index.close()

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Clean one item. ``spider`` is what Scrapy before 2.14 passes; it is not looked at."""
        adapter = ItemAdapter(item)
        source = adapter.get(self.field)
        if source is None:
            return item
        hints = {name: adapter[name] for name in ("title", "url", "language") if isinstance(adapter.get(name), str)}
        try:
            result = self._cleaned(read(source, **hints, config=self.cleaner.config))
        except SourceError:
            self.stats.inc_value("dedup/unreadable")
            return item
        adapter[self.field] = result.text
        self.stats.inc_value("dedup/cleaned")
        for removal in result.removals:
            self.stats.inc_value(f"dedup/removed/{removal.rule}")
            self.stats.inc_value("dedup/words_removed", len(removal.text.split()))
        if self._copies is not None:
            self._drop_copy(self._copies, adapter, result.text)
        return item

    def _cleaned(self, document: Document) -> CleanResult:
        """The article, cleaned in the light of the index, which then knows it too."""
        site = site_of(document.url or "")
        if self._index is None or not site:
            return self.cleaner.clean_document(document)
        try:
            result = self.cleaner.clean_document(document, index=self._index)
            found = passages(self.cleaner.article_of(document), self.cleaner.config)
            keys = tuple(dict.fromkeys(passage.key for passage in found))
            self._index.add([Entry(document.url or "", site, keys)])
        except StoreError as error:
            self._failed(error)
            return self.cleaner.clean_document(document)
        return result

    def _drop_copy(self, copies: DuplicateIndex, adapter: ItemAdapter, text: str) -> None:
        name = self._name(adapter, text)
        for left in reversed(range(_TRIES)):
            try:
                found = copies.add([{"id": name, "text": text}])
                break
            except StoreError as error:
                if not left:
                    self._failed(error)
                    return
        if name in (partners := found.partners()):
            original, likeness = partners[name]
            self.stats.inc_value("dedup/dropped")
            raise DropItem(f"{likeness:.2f} like {original}")

    def _name(self, adapter: ItemAdapter, text: str) -> str:
        """By what an item is known: its address or id; one that comes twice in a crawl is another item."""
        name = str(adapter.get("url") or adapter.get("id") or "item")
        self._named[name] += 1
        if self._named[name] == 1 and name != "item":
            return name
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        return f"{name} ({self._named[name]}, {digest})"

    def _failed(self, error: StoreError) -> None:
        self.stats.inc_value("dedup/index_failed")
        _log.warning("cleaned without the index: %s", error)


def _share(value: Any) -> float:
    try:
        share = float(value)
    except (TypeError, ValueError):
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise ConfigError(f"DEDUP_DROP_COPIES must be a number between 0 and 1, not {value!r}")
    return share
