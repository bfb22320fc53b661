"""Hypothesis profiles: quick by default, ``HYPOTHESIS_PROFILE=deep`` for thousands of examples per law, ``mutation``
for few and always the same.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

_PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("mutation", max_examples=15, deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items):
    for item in items:
        if any(word in item.path.name for word in ("law", "parity")):
            item.add_marker(pytest.mark.law)
