"""Very many articles through one ``Cleaner``: no growth."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_a_hundred_thousand_calls_do_not_grow():
    """Memory after 100,000 articles that all differ, against that after 30,000, when bounded memories are full."""
    command = [sys.executable, "-c", _GROWTH]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=os.getcwd())
    early, late = map(int, done.stdout.split())
    assert late - early < 16 * 2**20, f"{early / 2**20:.0f} MB after 30,000 calls, {late / 2**20:.0f} MB after 100,000"


# Most are short, so that a hundred thousand take a minute; every fiftieth is not.
_GROWTH = """
import pathlib
from tests.hostile.test_sharing import digest
def resident():
    fields = pathlib.Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * 4096
for number in range(100_000):
    digest(number, most=30 if number % 50 else 160)
    if number == 30_000:
        print(resident())
print(resident())
"""
