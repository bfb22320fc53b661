"""Runs every Python block of the documentation as a test, and every command that stands behind a ``$``.

A page that says ``<!-- needs: pandas -->`` is run by ``make test-slow``, where everything optional is installed.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

_ROOT = pathlib.Path(__file__).parent
_NEEDS = re.compile(r"<!-- needs: ([\w, -]+) -->")


@contextlib.contextmanager
def _in_a_folder_of_its_own():
    """Documentation writes files; they go to a temporary folder that holds the shipped examples."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="dedup-docs-", ignore_cleanup_errors=True) as folder:
        shutil.copytree(_ROOT / "examples", folder + "/examples")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def run_console(text):
    """Run the commands of a console block; what they print must be what stands below them.

    A line ``...`` stands for any lines, a line that begins with ``>`` continues a command.
    Returns the difference, empty if none.
    """
    difference = ""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        more = (at for at in range(1, len(lines)) if not lines[at].startswith(">"))
        rest = next(more, len(lines))
        command = "\n".join([lines[0], *(line[2:] for line in lines[1:rest])])
        difference += _compare(command, "\n".join(lines[rest:]).strip("\n"))
    return difference


def _compare(command, expected):
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        shell=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"},
        timeout=600,
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n"))
    pattern = re.escape(expected + "\n").replace(re.escape("...\n"), "(?:.*\n)*?")
    if re.fullmatch(pattern, printed + "\n"):
        return ""
    lines = difflib.unified_diff(expected.split("\n"), printed.split("\n"), "in the page", "really", lineterm="")
    return f"$ {command}\n" + "\n".join(lines) + "\n"


def _evaluate_console(example):
    return run_console(example.parsed) or None


_SYBIL = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", _evaluate_console), SkipParser()],
    patterns=["*.md"],
)


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".md":
        return _Page.from_parent(parent, path=file_path)
    return None


class _Page(pytest.File):
    def collect(self):
        item = _Blocks.from_parent(self, name="blocks")
        if _NEEDS.search(self.path.read_text(encoding="utf-8")):
            item.add_marker(pytest.mark.slow)
        yield item


class _Blocks(pytest.Item):
    """All blocks of a page, in order: they build on one another, so no two workers may share them."""

    def runtest(self):
        with _in_a_folder_of_its_own():
            for example in _SYBIL.parse(self.path).examples():
                example.evaluate()

    def reportinfo(self):
        return self.path, None, f"blocks of {self.path.name}"
