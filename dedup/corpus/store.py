"""What every index of passages is: a small protocol, and the one answer that needs no store."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple

from dedup.config import Config, configure
from dedup.corpus import site
from dedup.corpus.records import site_of
from dedup.corpus.site import Sightings
from dedup.errors import StoreError
from dedup.model import Document, Finding

#: How passages are made: another number, another index.
FORMAT = 1
#: Settings on which the passages of an article depend.
SETTINGS = ("site_words", "body_probability", "min_article")
#: Records that are named for a passage.
LISTED = 16


class Entry(NamedTuple):
    """An article as an index remembers it.

    Attributes:
        id: of the article; adding another version under the same id adds its passages to those of the first.
        site: the site.
        passages: keys of :class:`dedup.corpus.site.Passage`, each once.
    """

    id: str
    site: str
    passages: tuple[bytes, ...]


class Index(ABC):
    """What articles of a site already said. A context manager; not to be shared between threads.

    Also a :class:`dedup.PassageIndex`: ``dedup.clean(article, url=..., index=index)`` only reads it.

    Args:
        config: the settings ``site_...``; see :data:`SETTINGS` for those that an index must have been made with.
        read_only: :meth:`add` and :meth:`forget` are errors.
    """

    def __init__(self, config: Config | str = "balanced", *, read_only: bool = False, **settings: Any) -> None:
        self.config = configure(config, **settings)
        self.read_only = read_only

    @property
    def settings(self) -> dict[str, Any]:
        """What the passages depend on, by name."""
        return {"format": FORMAT, **{name: getattr(self.config, name) for name in SETTINGS}}

    def fingerprint(self) -> str:
        """16 hex digits that differ when the passages of an article would differ."""
        payload = json.dumps(self.settings, sort_keys=True)
        return hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()

    @abstractmethod
    def lookup(self, site: str, passages: Sequence[bytes], *, but: str = "") -> Sightings:
        """Where passages were seen on a site, the article with the id ``but`` left out.

        Raises:
            StoreError: the index is damaged, busy or gone.
        """

    @abstractmethod
    def known(self, name: str) -> frozenset[bytes] | None:
        """The passages of an article, by its id; None if it was never added."""

    @abstractmethod
    def add(self, entries: Iterable[Entry]) -> None:
        """Remember articles: all of them or, after an error, none. Adding one again changes nothing.

        Raises:
            StoreError: see :meth:`lookup`; or the index is read-only.
        """

    @abstractmethod
    def forget(self, ids: Iterable[str]) -> int:
        """Forget articles by id; returns how many were known.

        Raises:
            StoreError: see :meth:`add`.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the store; may be called twice."""

    def findings(self, document: Document) -> list[Finding]:
        """Claims about passages that the site of ``document.url`` repeats; the article's id is that address."""
        place = site_of(document.url or "")
        if not place:
            return []
        return site.findings(
            document, lambda keys: self.lookup(place, keys, but=document.url or ""), self.config
        )

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _must_write(self) -> None:
        if self.read_only:
            raise StoreError("the index was opened to be read only")


def compare(name: str, stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse an index that was made with other settings.

    Raises:
        StoreError: says which setting differs.
    """
    for key, value in wanted.items():
        if stored.get(key) != value:
            raise StoreError(
                f"{name} was made with {key}={stored.get(key)!r}, and {key}={value!r} is asked for: "
                "use the same setting, or another index"
            )
