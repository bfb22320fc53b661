"""SQLite's write-ahead log, switched on where several processes open one new file at once."""

from __future__ import annotations

import sqlite3
import time

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
