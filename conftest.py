"""Runs every Python block of the documentation as a test."""

from __future__ import annotations

import os

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser


def _in_a_folder_of_its_own(namespace):
    """Documentation writes files; they go to a temporary folder that holds the shipped examples."""
    import pathlib
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="dedup-docs-")
    shutil.copytree(pathlib.Path(__file__).parent / "examples", folder + "/examples")
    namespace["_before"] = (os.getcwd(), folder)
    os.chdir(folder)


def _back_again(namespace):
    import shutil

    before, folder = namespace["_before"]
    os.chdir(before)
    shutil.rmtree(folder, ignore_errors=True)


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["*.md"],
    setup=_in_a_folder_of_its_own,
    teardown=_back_again,
).pytest()
