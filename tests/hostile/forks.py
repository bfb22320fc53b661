"""Children forked off while threads are busy: ``python -m tests.hostile.forks cleaning|matching``; exit code 0 if none hangs."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
import warnings

from dedup.patterns import compile_pattern
from tests.hostile.test_sharing import digest


def forked(work):
    """The exit status of a child made by fork that does ``work`` and says whether it gave true; -14 where it hangs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what Python 3.12 says of forks among threads
        child = os.fork()
    if not child:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(300)  # far longer than it takes on however busy a machine
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


def cleaning():
    """While threads clean, a child cleans."""
    here = list(map(digest, range(6)))
    return forks_among_threads(20, lambda n: digest(n % 1_000), lambda: list(map(digest, range(6))) == here)


def matching():
    """While threads match a pattern of a user's, a child matches it.

    It has so many states that its automaton is never finished: a thread inside a match holds one of RE2's locks.
    """
    pattern = compile_pattern("a[ab]{17}c")
    texts = ["".join(random.Random(number).choices("ab", k=20_000)) + "aabbaabbaabbaabbaac" for number in range(8)]
    assert all(map(pattern.search, texts))
    return forks_among_threads(20, lambda n: pattern.search(texts[n % 8]), lambda: all(map(pattern.search, texts)))


if __name__ == "__main__":
    sys.exit(abs({"cleaning": cleaning, "matching": matching}[sys.argv[1]]()))
