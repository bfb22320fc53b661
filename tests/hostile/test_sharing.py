"""One ``Cleaner`` for many threads and processes: the same answers. Very many articles: ``test_many_*.py``."""

from __future__ import annotations

import functools
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


def source(number, most=160):
    """An article or a page of its own for each number: sentences, repeats, edits, boilerplate, broken markup."""
    chance = random.Random(number)
    data = chance.randbytes(chance.randrange(most // 8, most))
    return page(data) if number % 3 == 0 else article(data)


def digest(number, cleaner=CLEANER, most=160):
    try:
        shown = cleaner.clean(source(number, most)).to_json()
    except DedupError as error:
        shown = f"{type(error).__name__}: {error}"
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _in_threads(count, one):
    # The second half of the threads goes the other way round, so that no two do the same at the same time.
    with ThreadPoolExecutor(THREADS) as pool:
        forward = pool.map(one, range(count))
        backward = pool.map(one, reversed(range(0, count, 7)))
        return list(forward), list(backward)[::-1]


def threads_give_what_one_gives(count, most):
    """The answers of eight threads, which change places all the time, against those of a ``Cleaner`` of its own."""
    shared, fresh = (functools.partial(digest, cleaner=one, most=most) for one in (CLEANER, Cleaner(CLEANER.config)))
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        forward, backward = _in_threads(count, shared)
    finally:
        sys.setswitchinterval(switching)
    alone = list(map(fresh, range(count)))
    assert forward == alone
    assert backward == alone[::7]
    assert len(set(alone)) > count // 2


def test_threads_that_share_a_cleaner_agree_with_one_alone():
    threads_give_what_one_gives(300, 160)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_agree_with_this_one_however_they_were_started(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    numbers = range(40)
    here = list(map(digest, numbers))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(digest, numbers, chunksize=5)) == here


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("busy", ["cleaning", "matching"])
def test_a_child_forked_off_while_threads_are_busy_does_the_same(busy):
    # In a process that nothing else looks into: a lock of the coverage tool's would hang the child, too.
    command = [sys.executable, "-m", "tests.hostile.forks", busy]
    assert subprocess.run(command, timeout=900).returncode == 0
