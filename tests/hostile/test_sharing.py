"""One ``Cleaner`` for many threads and processes: the same answers. Very many articles: ``test_many_*.py``."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from dedup import Cleaner, DedupError
from dedup.patterns import compile_pattern
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


def forked(work):
    """The exit status of a child made by fork that does ``work`` and says whether it gave true; -14 where it hangs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what Python 3.12 says of forks among threads
        child = os.fork()
    if not child:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(30)
        with contextlib.suppress(BaseException):
            os._exit(not work())
        os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def forks_among_threads(count, busy, work):
    """Forks while four threads do what ``busy`` does with a number: the first exit status that is not 0, else 0."""
    stopped = threading.Event()

    def go_on(first):
        for number in range(first, sys.maxsize, 4):
            if stopped.is_set():
                return
            busy(number)

    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=go_on, args=(first,)) for first in range(4)]
    try:
        for thread in threads:
            thread.start()
        for number in range(count):
            time.sleep(0.005 * (number % 5))
            if status := forked(work):
                return status
        return 0
    finally:
        stopped.set()
        sys.setswitchinterval(switching)
        for thread in threads:
            thread.join()


forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@forking
def test_a_child_forked_off_while_threads_are_cleaning_cleans():
    here = list(map(digest, range(6)))
    assert forks_among_threads(20, lambda n: digest(n % 1_000), lambda: list(map(digest, range(6))) == here) == 0


@forking
def test_a_child_forked_off_while_threads_match_a_users_pattern_matches_it():
    # So many states that its automaton is never finished: a thread inside a match holds one of RE2's locks.
    pattern = compile_pattern("a[ab]{17}c")
    texts = ["".join(random.Random(number).choices("ab", k=20_000)) + "aabbaabbaabbaabbaac" for number in range(8)]
    assert all(map(pattern.search, texts))
    assert forks_among_threads(20, lambda n: pattern.search(texts[n % 8]), lambda: all(map(pattern.search, texts))) == 0
