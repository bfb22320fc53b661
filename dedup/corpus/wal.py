"""SQLite where several processes share a file: its write-ahead log, and transactions that hold all or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator

#: Seconds between tries: a second in all, then the fault is somebody else's.
_PAUSES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.6)


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log. Its busy handler does not wait here when two connections want to switch at once.

    Raises:
        sqlite3.OperationalError: the file stays locked, or is no database.
    """
    for pause in _PAUSES:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(pause)
    connection.execute("PRAGMA journal_mode = WAL")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. The lock is taken at once: a reader that turns writer could find itself overtaken."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # After a full disk SQLite has rolled back by itself, and says so; the first error is the one to tell.
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
