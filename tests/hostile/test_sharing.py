"""One ``Cleaner`` for many threads and processes, and for very many articles: the same answers, no growth."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from dedup import Cleaner, DedupError
from tests.fuzz.grammar import article, page

THREADS = 8
CLEANER = Cleaner(max_removed=1.0, unit="sentence", protect=("harbour",), phrases=("Tip of the day:",))


def source(number):
    """An article or a page of its own for each number: sentences, repeats, edits, boilerplate, broken markup."""
    chance = random.Random(number)
    data = chance.randbytes(chance.randrange(20, 160))
    return page(data) if number % 3 == 0 else article(data)


def digest(number, cleaner=CLEANER):
    try:
        shown = cleaner.clean(source(number)).to_json()
    except DedupError as error:
        shown = f"{type(error).__name__}: {error}"
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _in_threads(count):
    # The second half of the threads goes the other way round, so that no two do the same at the same time.
    with ThreadPoolExecutor(THREADS) as pool:
        forward = pool.map(digest, range(count))
        backward = pool.map(digest, reversed(range(0, count, 7)))
        return list(forward), list(backward)[::-1]


def _threads_give_what_one_gives(count):
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        forward, backward = _in_threads(count)
    finally:
        sys.setswitchinterval(switching)
    alone = [digest(number, Cleaner(CLEANER.config)) for number in range(count)]
    assert forward == alone
    assert backward == alone[::7]
    assert len(set(alone)) > count // 2


def test_threads_that_share_a_cleaner_agree_with_one_alone():
    _threads_give_what_one_gives(300)


@pytest.mark.slow
def test_ten_thousand_articles_from_eight_threads():
    _threads_give_what_one_gives(10_000)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_agree_with_this_one_however_they_were_started(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    numbers = range(40)
    here = list(map(digest, numbers))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(digest, numbers, chunksize=5)) == here


@pytest.mark.slow
def test_a_hundred_thousand_calls_do_not_grow():
    """Memory after 100,000 articles that all differ, against that after 30,000, when bounded memories are full."""
    command = [sys.executable, "-c", _GROWTH]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=os.getcwd())
    early, late = map(int, done.stdout.split())
    assert late - early < 16 * 2**20, f"{early / 2**20:.0f} MB after 30,000 calls, {late / 2**20:.0f} MB after 100,000"


_GROWTH = """
import pathlib
from tests.hostile.test_sharing import digest
def resident():
    fields = pathlib.Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * 4096
for number in range(100_000):
    digest(number)
    if number == 30_000:
        print(resident())
print(resident())
"""
