"""Switching to the write-ahead log beside others."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest

from dedup.corpus.wal import use_wal


def _mode(connection):
    return connection.execute("PRAGMA journal_mode").fetchone()[0]


def test_a_lock_that_passes_is_waited_for(tmp_path):
    path = tmp_path / "a.db"
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE t(x)")
    holder.execute("BEGIN EXCLUSIVE")
    release = threading.Thread(target=lambda: (time.sleep(0.1), holder.execute("COMMIT")))
    release.start()
    with sqlite3.connect(path, timeout=0) as connection:
        use_wal(connection)
        assert _mode(connection) == "wal"
    release.join()


def test_a_lock_that_stays_is_said(tmp_path):
    path = tmp_path / "a.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE t(x)")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        use_wal(sqlite3.connect(path, timeout=0))


def test_what_is_no_database_is_said_at_once(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(b"no database at all, but long enough to have a head" * 50)
    with pytest.raises(sqlite3.DatabaseError):
        use_wal(sqlite3.connect(path))
