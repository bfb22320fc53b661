"""An index in a Redis server, for many scrapers at once. Keys of our own, plain values, no pickle; time-to-live.

For each passage of a site, and for the site itself, a sorted set of article ids whose scores say when they expire;
for each article a hash of its passages. Every change is idempotent, so scrapers need no lock. The time is the server's:
a scraper whose clock is wrong would forget what the others know.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dedup.config import Config
from dedup.corpus.site import Sighting, Sightings
from dedup.corpus.store import LISTED, Entry, Index, compare
from dedup.errors import ConfigError, MissingExtraError, StoreError

#: Articles that are sent in one transaction.
_PIPE = 64
#: Seconds to wait for an answer, unless the address says ``?socket_timeout=``.
_PATIENCE = 60.0
_SITE = b"site"


class RedisIndex(Index):
    """An index in a Redis server, 7.0 or newer.

    Args:
        address: ``redis://[user:password@]host:port/db``, ``rediss://`` or ``unix://``.
        name: several indexes can live in one database; all keys begin with ``dedup:`` and this name, which has no
            colon.
        ttl: seconds after which an article that was not added again is forgotten, above 0; None for never.
            Different times are fine in one index, but do not mix a time with None.
        config, settings, read_only: see :class:`dedup.corpus.store.Index`.

    Raises:
        StoreError: the server does not answer, or the index was made with other settings, or does not exist and is
            to be read only.
        ConfigError: a name or a time that cannot be.
        MissingExtraError: redis is not installed.
    """

    def __init__(
        self,
        address: str,
        config: Config | str = "balanced",
        *,
        name: str = "seen",
        ttl: float | None = None,
        read_only: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(config, read_only=read_only, **settings)
        if ttl is not None and not ttl > 0:
            raise ConfigError(f"ttl must be above 0 seconds, not {ttl!r}")
        if ":" in name:
            raise ConfigError(f"the name of an index has no colon: {name!r}")
        try:
            import redis
        except ImportError:
            raise MissingExtraError("redis", "redis") from None
        self._errors = (redis.RedisError, OSError, UnicodeError, json.JSONDecodeError)
        self._closed = False
        self._ttl = ttl
        self._prefix = f"dedup:{name}:".encode()
        with self._explained():
            try:
                self._server = redis.Redis.from_url(
                    address, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
                )
            except ValueError as error:
                raise StoreError(f"no address of a Redis server: {error}") from error
            self._compare()

    def _compare(self) -> None:
        key = self._key(b"meta")
        if not self.read_only:
            for name, value in self.settings.items():
                self._server.hsetnx(key, name, json.dumps(value))
        stored = {name.decode(): json.loads(value) for name, value in self._server.hgetall(key).items()}
        if not stored:
            raise StoreError(f"{self._prefix.decode()} is no index in this Redis server")
        compare("the Redis index", stored, self.settings)

    def lookup(self, site: str, passages: Sequence[bytes], *, but: str = "") -> Sightings:
        """See :meth:`dedup.corpus.store.Index.lookup`."""
        with self._explained():
            own, now = self._of_site(but, site)
            pipe = self._server.pipeline(transaction=False)
            pipe.zcount(self._key(b"s", _bytes(site)), now, "+inf")
            for key in passages:
                pipe.zcount(self._key(b"p", _bytes(site), key), now, "+inf")
                pipe.zrangebyscore(self._key(b"p", _bytes(site), key), now, "+inf", start=0, num=LISTED + 1)
            pages, *answers = pipe.execute()
        seen = {}
        for key, count, listed in zip(passages, answers[::2], answers[1::2], strict=True):
            names = tuple(name for name in map(_text, listed) if name != but)[:LISTED]
            count -= key in own
            if count > 0:
                seen[key] = Sighting(count, names)
        return Sightings(site, pages - (_SITE in own), seen)

    def known(self, name: str) -> frozenset[bytes] | None:
        """See :meth:`dedup.corpus.store.Index.known`."""
        with self._explained():
            keys = self._server.hkeys(self._key(b"r", _bytes(name)))
        return frozenset(keys) - {_SITE} if keys else None

    def _of_site(self, name: str, site: str) -> tuple[frozenset[bytes], float]:
        """Fields of an article's record, none if it is unknown or of another site; and the server's time."""
        pipe = self._server.pipeline(transaction=False)
        pipe.hgetall(self._key(b"r", _bytes(name)))
        pipe.time()
        record, now = pipe.execute()
        return frozenset(record) if record.get(_SITE) == _bytes(site) else frozenset(), _seconds(now)

    def add(self, entries: Iterable[Entry]) -> None:
        """See :meth:`dedup.corpus.store.Index.add`; also renews the time that an article has to live.

        After an error every article is either remembered as a whole or not at all; those before it may be.
        """
        self._must_write()
        remaining = iter(entries)
        while some := list(itertools.islice(remaining, _PIPE)):
            with self._explained():
                sites, now = self._sites(some)
                pipe = self._server.pipeline(transaction=True)
                for entry in some:
                    self._put(pipe, entry, sites[entry.id], now)
                pipe.execute()

    def _sites(self, entries: Sequence[Entry]) -> tuple[dict[str, bytes], float]:
        """The site of each article: the one it was first added with; and the server's time."""
        first = {entry.id: _bytes(entry.site) for entry in reversed(entries)}
        pipe = self._server.pipeline(transaction=False)
        for name in first:
            pipe.hget(self._key(b"r", _bytes(name)), _SITE)
        pipe.time()
        *stored, now = pipe.execute()
        return {name: old or new for (name, new), old in zip(first.items(), stored, strict=True)}, _seconds(now)

    def _put(self, pipe: Any, entry: Entry, site: bytes, now: float) -> None:
        name = _bytes(entry.id)
        until = {name: now + self._ttl if self._ttl else "+inf"}
        record = self._key(b"r", name)
        sets = [self._key(b"s", site), *(self._key(b"p", site, key) for key in entry.passages)]
        pipe.hset(record, mapping={_SITE: site, **dict.fromkeys(entry.passages, b"")})
        for key in sets:
            pipe.zadd(key, until)
            pipe.zremrangebyscore(key, "-inf", f"({now}")
        for key in (record, *sets):
            self._expire(pipe, key)

    def _expire(self, pipe: Any, key: bytes) -> None:
        if self._ttl is None:
            pipe.persist(key)
            return
        # A set that others share lives as long as the longest of its members: never shorten it.
        milliseconds = int(self._ttl * 1000) or 1
        pipe.pexpire(key, milliseconds, nx=True)
        pipe.pexpire(key, milliseconds, gt=True)

    def forget(self, ids: Iterable[str]) -> int:
        """See :meth:`dedup.corpus.store.Index.forget`."""
        self._must_write()
        forgotten = 0
        for name in map(_bytes, ids):
            with self._explained():
                stored = self._server.hgetall(self._key(b"r", name))
                if not stored:
                    continue
                site = stored.pop(_SITE)
                pipe = self._server.pipeline(transaction=True)
                for key in stored:
                    pipe.zrem(self._key(b"p", site, key), name)
                pipe.zrem(self._key(b"s", site), name)
                pipe.delete(self._key(b"r", name))
                pipe.execute()
                forgotten += 1
        return forgotten

    def close(self) -> None:
        """See :meth:`dedup.corpus.store.Index.close`."""
        if not self._closed:
            with self._explained():
                self._server.close()
        self._closed = True

    def _key(self, *parts: bytes) -> bytes:
        return self._prefix + b":".join(parts)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        if self._closed:
            raise StoreError("the index is closed")
        try:
            yield
        except self._errors as error:
            raise StoreError(f"the Redis server: {error}") from error


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _seconds(time: tuple[int, int]) -> float:
    return time[0] + time[1] / 1_000_000
