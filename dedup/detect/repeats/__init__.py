"""Repeated passages inside one article. The method, its thresholds and its errors: docs/repeats.md."""

from __future__ import annotations

from dedup.detect.repeats.finder import find

__all__ = ["find"]
