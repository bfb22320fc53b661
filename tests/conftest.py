"""Hypothesis profiles: quick by default, ``HYPOTHESIS_PROFILE=deep`` for thousands of examples per law, ``mutation``
for few and always the same. And a browser for the tests that look at pages.
"""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
]  # fmt: skip
_LONG = ("test_corpus_kills.py", "test_many_calls.py", "test_many_threads.py")
_LONGEST = "test_corpus_faults.py"
_PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("mutation", max_examples=15, deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items):
    for item in items:
        if any(word in item.path.name for word in ("law", "parity")):
            item.add_marker(pytest.mark.law)
    items.sort(key=_turn)


def _turn(item):
    """One test of minutes for each worker, pages that wait behind it, the longest file, and what is left to share out."""
    name = item.path.name
    return 0 if name in _LONG else 1 if name.endswith(".md") else 2 if name == _LONGEST else 3


@pytest.fixture(scope="module")
def browser():
    """A Chromium, if the browser extra and one are there."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the browser extra")
    if _CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield chromium
        chromium.close()
