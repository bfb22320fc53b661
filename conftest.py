"""Runs every Python block of the documentation as a test, and every command that stands behind a ``$``.

A page that says ``<!-- needs: pandas -->`` is run by ``make test-slow``, where everything optional is installed.
"""

from __future__ import annotations

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
_NEEDS = re.compile(r"<!-- needs: ([\w, ]+) -->")


def _in_a_folder_of_its_own(namespace):
    """Documentation writes files; they go to a temporary folder that holds the shipped examples."""
    folder = tempfile.mkdtemp(prefix="dedup-docs-")
    shutil.copytree(_ROOT / "examples", folder + "/examples")
    namespace["_before"] = (os.getcwd(), folder)
    os.chdir(folder)


def _back_again(namespace):
    before, folder = namespace["_before"]
    os.chdir(before)
    shutil.rmtree(folder, ignore_errors=True)


def run_console(text):
    """Run the commands of a console block; what they print must be what stands below them.

    A line ``...`` stands for any lines, a line that begins with ``>`` continues a command.
    Returns the difference, empty if none.
    """
    difference = ""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        more = (at for at in range(1, len(lines)) if lines[at][:2] not in (">", "> "))
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
        timeout=120,
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n"))
    pattern = re.escape(expected + "\n").replace(re.escape("...\n"), "(?:.*\n)*?")
    if re.fullmatch(pattern, printed + "\n"):
        return ""
    lines = difflib.unified_diff(expected.split("\n"), printed.split("\n"), "in the page", "really", lineterm="")
    return f"$ {command}\n" + "\n".join(lines) + "\n"


def _evaluate_console(example):
    return run_console(example.parsed) or None


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", _evaluate_console), SkipParser()],
    patterns=["*.md"],
    setup=_in_a_folder_of_its_own,
    teardown=_back_again,
).pytest()


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.suffix == ".md":
            # The blocks of a page build on one another, so one worker runs them all.
            item.add_marker(pytest.mark.xdist_group(".".join(item.path.parts[1:])))
            needs = _NEEDS.search(item.path.read_text(encoding="utf-8"))
            if needs:
                item.add_marker(pytest.mark.slow)
