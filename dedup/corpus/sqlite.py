"""An index in one SQLite file, or in memory: several processes, safe against a kill at any moment."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dedup.config import Config
from dedup.corpus.site import Sighting, Sightings
from dedup.corpus.store import LISTED, Entry, Index, compare
from dedup.corpus.wal import transaction, use_wal
from dedup.errors import StoreError

#: Seconds that a writer waits for another one.
_PATIENCE = 60.0
_APPLICATION_ID = 0x64656475  # "dedu"
_NUMBER = 4  # bytes of a record's number in a passage's list
_SCHEMA = f"""
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sites(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, pages INTEGER NOT NULL);
CREATE TABLE records(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site INTEGER NOT NULL,
    passages BLOB NOT NULL);
CREATE TABLE passages(key BLOB NOT NULL, site INTEGER NOT NULL, count INTEGER NOT NULL, records BLOB NOT NULL,
    PRIMARY KEY(key, site)) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION_ID};
"""
_COUNT_ONE_MORE = f"""
INSERT INTO passages VALUES(?, ?, 1, ?) ON CONFLICT DO UPDATE SET count = count + 1, records =
    CASE WHEN length(records) < {LISTED * _NUMBER} THEN CAST(records || excluded.records AS BLOB) ELSE records END
"""


class SqliteIndex(Index):
    """An index in a SQLite file, made if it does not exist. Several processes may read and write it at once.

    Args:
        path: the file.
        config, settings, read_only: see :class:`dedup.corpus.store.Index`.

    Raises:
        StoreError: it is no index, damaged, made with other settings, or cannot be opened.
    """

    def __init__(
        self, path: str | Path, config: Config | str = "balanced", *, read_only: bool = False, **settings: Any
    ) -> None:
        super().__init__(config, read_only=read_only, **settings)
        self.name = str(path)
        self._connection: sqlite3.Connection | None = None
        with self._explained():
            self._connection = self._open()
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def lookup(self, site: str, passages: Sequence[bytes], *, but: str = "") -> Sightings:
        """See :meth:`dedup.corpus.store.Index.lookup`."""
        with self._explained():
            row = self._one("SELECT number, pages FROM sites WHERE name = ?", site)
            if row is None:
                return Sightings(site, 0, {})
            number, pages = row
            own, keys = self._of_site(but, number)
            found = {}
            names: dict[int, str] = {}
            for key, count, listed in self._rows(number, passages):
                others = [one for one in _numbers(listed) if one != own]
                count -= key in keys
                if count > 0:
                    found[key] = (count, others)
                    names.update(dict.fromkeys(others, ""))
            names = self._names(names)
            seen = {key: Sighting(count, tuple(names[n] for n in some)) for key, (count, some) in found.items()}
            return Sightings(site, pages - (own is not None), seen)

    def known(self, name: str) -> frozenset[bytes] | None:
        """See :meth:`dedup.corpus.store.Index.known`."""
        with self._explained():
            number, keys = self._record(name)
            return None if number is None else keys

    def add(self, entries: Iterable[Entry]) -> None:
        """See :meth:`dedup.corpus.store.Index.add`."""
        self._must_write()
        with self._explained(), transaction(self._used()):
            for entry in entries:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        number, known = self._record(entry.id)
        if number is None:
            site = self._site(entry.site)
            self._run("UPDATE sites SET pages = pages + 1 WHERE number = ?", site)
            cursor = self._run("INSERT INTO records(id, site, passages) VALUES(?, ?, ?)", entry.id, site, b"")
            number = cursor.lastrowid or 0
        else:
            (site,) = self._one("SELECT site FROM records WHERE number = ?", number)
        new = [key for key in dict.fromkeys(entry.passages) if key not in known]
        if new:
            self._run(
                "UPDATE records SET passages = CAST(passages || ? AS BLOB) WHERE number = ?", b"".join(new), number
            )
            name = number.to_bytes(_NUMBER, "big")
            self._used().executemany(_COUNT_ONE_MORE, [(key, site, name) for key in new])

    def forget(self, ids: Iterable[str]) -> int:
        """See :meth:`dedup.corpus.store.Index.forget`."""
        self._must_write()
        with self._explained(), transaction(self._used()):
            return sum([self._forget(name) for name in ids])

    def _forget(self, name: str) -> bool:
        number, keys = self._record(name)
        if number is None:
            return False
        (site,) = self._one("SELECT site FROM records WHERE number = ?", number)
        for key, count, listed in list(self._rows(site, sorted(keys))):
            left = b"".join(one.to_bytes(_NUMBER, "big") for one in _numbers(listed) if one != number)
            if count > 1:
                change = "UPDATE passages SET count = ?, records = ? WHERE key = ? AND site = ?"
                self._run(change, count - 1, left, key, site)
            else:
                self._run("DELETE FROM passages WHERE key = ? AND site = ?", key, site)
        self._run("DELETE FROM records WHERE number = ?", number)
        self._run("UPDATE sites SET pages = pages - 1 WHERE number = ?", site)
        return True

    def close(self) -> None:
        """See :meth:`dedup.corpus.store.Index.close`."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with self._explained():
                connection.close()

    def check(self) -> None:
        """Look at every page of the file, and whether the counts add up.

        Raises:
            StoreError: the index is damaged.
        """
        with self._explained():
            (verdict,) = self._one("PRAGMA integrity_check(1)")
            counted = self._one("SELECT total(count) FROM passages")[0]
            stored = self._one("SELECT total(length(passages)) / 16 FROM records")[0]
            pages = self._one("SELECT total(pages) FROM sites")[0]
            records = self._one("SELECT count(*) FROM records")[0]
        if verdict != "ok" or counted != stored or pages != records:
            raise StoreError(f"{self.name} is damaged: {verdict}; {counted:g} passages counted, {stored:g} stored")

    def _open(self) -> sqlite3.Connection:
        if self.name == ":memory:":
            return sqlite3.connect(":memory:", isolation_level=None)
        if self.read_only and not Path(self.name).exists():
            raise StoreError(f"{self.name}: no such index")
        address = Path(self.name).resolve().as_uri()
        if self.read_only:
            # Without this SQLite would want to make its journal in a folder where nothing may be written.
            alone = not os.access(Path(self.name).resolve().parent, os.W_OK) and not Path(self.name + "-wal").exists()
            address += "?immutable=1" if alone else "?mode=ro"
        return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)

    def _prepare(self) -> None:
        self._run("PRAGMA cache_size = -65536")
        if self.read_only:
            self._compare()
            return
        if self.name != ":memory:":
            use_wal(self._used())
            self._run("PRAGMA synchronous = FULL")
        with transaction(self._used()):
            if self._one("SELECT count(*) FROM sqlite_master")[0] == 0:
                for statement in _SCHEMA.split(";"):
                    self._run(statement)
                values = [(name, json.dumps(value)) for name, value in self.settings.items()]
                self._used().executemany("INSERT INTO meta VALUES(?, ?)", values)
        self._compare()

    def _compare(self) -> None:
        if self._one("PRAGMA application_id") != (_APPLICATION_ID,):
            raise StoreError(f"{self.name} is a database of another program, not an index of dedup")
        stored = {name: json.loads(value) for name, value in self._run("SELECT name, value FROM meta")}
        compare(self.name, stored, self.settings)

    def _record(self, name: str) -> tuple[int | None, frozenset[bytes]]:
        """A record's number and its passages."""
        row = self._one("SELECT number, passages FROM records WHERE id = ?", name)
        if row is None:
            return None, frozenset()
        return row[0], frozenset(row[1][at : at + 16] for at in range(0, len(row[1]), 16))

    def _of_site(self, name: str, site: int) -> tuple[int | None, frozenset[bytes]]:
        """As :meth:`_record`; an article of another site is none."""
        own, keys = self._record(name)
        if own is None or self._one("SELECT site FROM records WHERE number = ?", own) != (site,):
            return None, frozenset()
        return own, keys

    def _rows(self, site: int, passages: Sequence[bytes]) -> Iterator[tuple[bytes, int, bytes]]:
        for key in passages:
            row = self._one("SELECT count, records FROM passages WHERE key = ? AND site = ?", key, site)
            if row is not None:
                yield key, row[0], row[1]

    def _names(self, numbers: Iterable[int]) -> dict[int, str]:
        found = {number: self._one("SELECT id FROM records WHERE number = ?", number) for number in numbers}
        return {number: row[0] if row else "?" for number, row in found.items()}

    def _site(self, name: str) -> int:
        self._run("INSERT INTO sites(name, pages) VALUES(?, 0) ON CONFLICT DO NOTHING", name)
        number: int = self._one("SELECT number FROM sites WHERE name = ?", name)[0]
        return number

    def _used(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"{self.name} is closed")
        return self._connection

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._used().execute(statement, values)

    def _one(self, statement: str, *values: Any) -> Any:
        return self._run(statement, *values).fetchone()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(f"{self.name}: {_explanation(error)}") from error


class MemoryIndex(SqliteIndex):
    """An index that is gone with the process: some 0.7 KB for an article of ten passages."""

    def __init__(self, config: Config | str = "balanced", **settings: Any) -> None:
        super().__init__(":memory:", config, **settings)


def _numbers(listed: bytes) -> list[int]:
    return [int.from_bytes(listed[at : at + _NUMBER], "big") for at in range(0, len(listed), _NUMBER)]


def _explanation(error: Exception) -> str:
    text = str(error)
    if isinstance(error, sqlite3.OperationalError) and "locked" in text:
        return f"another process has been writing to this index for more than {_PATIENCE:g} seconds; try again"
    if "full" in text or "disk I/O" in text:
        return f"the disk is full or failing ({text}); what was stored before is unharmed"
    if "readonly" in text or "unable to open" in text:
        return f"cannot be written ({text}); is the folder there, and may you write to it?"
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return f"the index is damaged ({text}); move it away and build it anew"
    return text
