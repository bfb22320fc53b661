"""``dedup corpus`` killed at any moment: a file of its own, as it takes minutes and files are what is shared out."""

from __future__ import annotations

import math
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from dedup.corpus import SqliteIndex
from tests.cli.test_corpus import digests, remembered, write
from tests.cli.test_corpus_faults import BATCH, COUNT, command, corpus, environment, finished, leftovers, run, whole
from tests.corpus import made

__all__ = ["corpus"]  # a fixture


def pace_of(*words, output="paced.jsonl"):
    """Seconds from the journal's beginning to its first batch, and those of a batch thereafter."""
    process = subprocess.Popen(command(*words), env=environment(), stderr=subprocess.DEVNULL)
    moments = [math.nan, math.nan]
    while process.poll() is None:
        for batches in (0, 1):
            if math.isnan(moments[batches]) and finished(output) >= batches:
                moments[batches] = time.monotonic()
        time.sleep(0.001)
    assert process.returncode == 0
    return moments[1] - moments[0], (time.monotonic() - moments[1]) / (COUNT // BATCH)


def kill(process, output, after, seconds):
    """Kill it so many seconds after a batch is done, and no later than the next one is, however slow the machine."""
    while process.poll() is None and finished(output) < after:
        time.sleep(0.001)
    until = time.monotonic() + seconds
    while process.poll() is None and finished(output) == after and time.monotonic() < until:
        time.sleep(0.001)
    process.kill()
    process.wait()


@pytest.mark.slow
def test_twenty_kills_at_any_time(corpus):
    """From outside, by the clock: whatever the processes are doing just then."""
    # Short records: what is killed is the writing, not the cleaning.
    write(corpus, [{**one, "text": one["text"][:300]} for one in made.site(COUNT)])
    wanted = whole(corpus, "--index", "whole.db", "--workers", "4")
    beginning, pace = pace_of(corpus, "-o", "paced.jsonl", "--index", "paced.db", "--workers", "4")
    generator = random.Random(20)
    midway = 0
    for number in range(20):
        name = f"at{number}"
        words = (corpus, "-o", f"{name}.jsonl", "--index", f"{name}.db", "--workers", "4")
        # Whoever watches must not be the slower one on a busy machine.
        process = subprocess.Popen(["nice", *command(*words)], env=environment(), stderr=subprocess.DEVNULL)
        # Every fifth while it begins; the last batches come all at once.
        after = generator.randrange(1, COUNT // BATCH - 5) if number % 5 else 0
        kill(process, f"{name}.jsonl", after, generator.uniform(0, pace if after else beginning))
        midway += process.returncode == -signal.SIGKILL and finished(f"{name}.jsonl") > 0
        # One process begins sooner than five; every fifth resumes with two, as the number may change.
        assert run(*words[:-1], "1" if number % 5 else "2", "--resume")[0] == 0
        assert list(digests(Path(f"{name}.jsonl")).values()) == wanted
        assert remembered(f"{name}.db") == remembered("whole.db")
        with SqliteIndex(f"{name}.db") as index:
            index.check()
    assert midway > 12  # of sixteen; else it was often killed too late
    assert leftovers() == []
