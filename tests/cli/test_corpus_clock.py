"""A clock that is set while ``dedup corpus`` runs: hours ahead, years back. It must not show anywhere."""

from __future__ import annotations

import itertools
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.test_corpus import digests, remembered, write
from tests.cli.test_corpus_faults import command, environment, finished, leftovers, whole
from tests.corpus import made
from tests.corpus.test_index import Server

pytestmark = pytest.mark.slow

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
#: What the clock is set to, one after the other; by how much it is wrong.
JUMPS = ("+5h", "-3y", "+40y", "-90m")
BATCHES = 8

#: Cleans with an index of a Redis server that knows articles for an hour; meanwhile the clock is set four times.
IN_REDIS = """
import json, pathlib, sys, time
from dedup.corpus import RedisIndex, clean_corpus, read_records

address, clock, *jumps = sys.argv[1:]
records = list(read_records("in.jsonl"))
with RedisIndex(address, ttl=3600) as index:
    for number, record in enumerate(clean_corpus(records, index=index, stream=True)):
        if number % 40 == 20 and jumps:
            before = time.time()
            pathlib.Path(clock).write_text(jumps.pop(0))
            assert abs(time.time() - before) > 3000
        print(json.dumps(record))
"""


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    if LIBRARY is None:
        pytest.skip("no libfaketime: bash .ci/services.sh")
    monkeypatch.chdir(tmp_path)
    set_to("+0")
    return write(tmp_path / "in.jsonl", made.site(BATCHES * 128))


@pytest.fixture
def redis(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server: bash .ci/services.sh")
    (tmp_path / "redis").mkdir()
    server = Server(tmp_path / "redis")
    yield server
    server.stop()


def set_to(wrong):
    Path("clock").write_text(wrong)


def faked():
    """An environment whose clock is wrong by what the file says. As in a real jump, the monotonic clock goes on."""
    return {
        **environment(),
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(Path("clock").absolute()),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TERM": "xterm",
    }


def told_time():
    asked = [sys.executable, "-c", "import time; print(time.time())"]
    return float(subprocess.run(asked, env=faked(), capture_output=True, text=True, check=True).stdout)


def shown(screen):
    """All that comes from a terminal until its other end is closed."""
    read = bytearray()
    while True:
        try:
            some = os.read(screen, 4096)
        except OSError:  # how Linux says so
            some = b""
        if not some:
            return read.decode()
        read += some


def run_while_the_clock_jumps(*words, kill_after=None):
    """Exit code, what a terminal showed, and how often the clock was set; once for each batch."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(command(*words), env=faked(), stderr=terminal, stdout=subprocess.DEVNULL)
    os.close(terminal)
    seen = []
    reader = threading.Thread(target=lambda: seen.append(shown(screen)))
    reader.start()
    jumps, last = itertools.cycle(JUMPS), -1
    set_count = 0
    while process.poll() is None:
        if (now := finished("out.jsonl")) != last:
            set_to(next(jumps))
            last, set_count = now, set_count + 1
        if kill_after is not None and now > kill_after:
            process.kill()
        time.sleep(0.001)
    reader.join()
    os.close(screen)
    return process.returncode, seen[0], set_count


def test_the_clock_is_really_set(corpus):
    for wrong, least in zip(JUMPS, (4 * 3600, 2 * 365 * 86400, 39 * 365 * 86400, 3600), strict=True):
        set_to(wrong)
        assert (told_time() - time.time()) * (-1 if wrong[0] == "-" else 1) > least


def test_a_run_whose_clock_jumps_gives_the_same_bytes(corpus):
    wanted = whole(corpus, "--index", "whole.db")
    words = (corpus, "-o", "out.jsonl", "--index", "out.db", "--workers", "4", "--summary", "out.json")
    began = time.monotonic()
    run_while_the_clock_jumps(*words, kill_after=2)
    code, screen, jumped = run_while_the_clock_jumps(*words, "--resume")
    took = time.monotonic() - began
    assert code == 0, screen
    assert jumped > 3
    assert list(digests(Path("out.jsonl")).values()) == wanted
    assert remembered("out.db") == remembered("whole.db")
    assert 0 < json.loads(Path("out.json").read_text())["seconds"] < took
    elapsed = re.findall(r"-?\d+:\d\d:\d\d", screen)
    assert elapsed
    assert max(elapsed) < "1:00:00"  # the smallest jump is longer
    assert not any(one.startswith("-") for one in elapsed)
    assert leftovers() == []


def test_what_a_redis_server_knows_for_an_hour_outlives_a_clock_that_jumps(corpus, redis):
    """The time that counts is the server's, so a scraper whose clock is wrong forgets nothing and sees what it should."""
    write(corpus, made.site(200))

    def texts(*jumps):
        script = [sys.executable, "-c", IN_REDIS, redis.address, "clock", *jumps]
        done = subprocess.run(script, env=faked(), capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        keys = {key: redis.client().ttl(key) for key in redis.client().scan_iter()}
        redis.client().flushall()
        return done.stdout, keys

    undisturbed, known = texts()
    got, kept = texts(*JUMPS)
    assert got == undisturbed
    assert kept.keys() == known.keys()
    assert all(-1 <= left <= 3600 for left in kept.values())
