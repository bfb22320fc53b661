"""``dedup rules``: what can be struck out, by which rule, with examples."""

from __future__ import annotations

import argparse

from dedup.cli.settings import describe_settings


def run(arguments: argparse.Namespace) -> int:
    """Print the rules, or with ``--settings`` the settings."""
    if arguments.settings:
        print(describe_settings())
        return 0
    print("soon")
    return 0
