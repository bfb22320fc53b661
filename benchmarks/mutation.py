"""Mutation testing of the modules on which text is won or lost: ``python -m benchmarks.mutation [MODULE ...]``.

Runs mutmut (extra ``mutate``; its modules and tests stand in ``pyproject.toml``) and prints for each module how many
mutants there are and how many the tests catch. What was caught before and has not changed is not run again; remove
``mutants/`` to begin anew. ``--report`` only prints, ``--show`` prints the mutants that survive, ``--check`` is an
error below 85 %.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: The share of mutants that the tests of a module have to catch.
GOAL = 0.85
_WORK = pathlib.Path("mutants")
#: mutmut's codes for a mutant that no test noticed, and for one that no test runs.
_SURVIVED, _UNTESTED = 0, 33


class Score(NamedTuple):
    """A module's mutants: how many were tried, and the names of those that survived."""

    module: str
    tried: int
    survivors: tuple[str, ...]

    @property
    def share(self) -> float:
        """Caught over tried."""
        return 1 - len(self.survivors) / self.tried if self.tried else 0.0


def scores(names: Sequence[str]) -> Iterator[Score]:
    """The scores of the modules that were run, by name."""
    for path in sorted(_WORK.rglob("*.meta")):
        module = ".".join(path.relative_to(_WORK).with_suffix("").with_suffix("").parts).removesuffix(".__init__")
        codes = json.loads(path.read_text())["exit_code_by_key"]
        tried = {name: code for name, code in codes.items() if code is not None}
        if tried and (not names or any(module.startswith(name) for name in names)):
            survivors = tuple(name for name, code in tried.items() if code in (_SURVIVED, _UNTESTED))
            yield Score(module, len(tried), survivors)


def run(names: Sequence[str], seconds: int) -> None:
    """Let mutmut try what it has not tried yet, for so long at most."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutation", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *(f"{name}*" for name in names)]
    try:
        subprocess.run(command, env=environment, timeout=seconds, check=False, stdout=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        print(f"stopped after {seconds} s; the same command goes on")


def modules() -> list[str]:
    """The modules of ``pyproject.toml``, as prefixes."""
    paths = tomllib.loads(pathlib.Path("pyproject.toml").read_text())["tool"]["mutmut"]["only_mutate"]
    return [path.removesuffix(".py").removesuffix("/*").replace("/", ".") for path in paths]


def main(argv: Sequence[str] | None = None) -> int:
    """Run, and print a line for each module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as dedup.render; all of pyproject.toml if none")
    parser.add_argument("--seconds", type=int, default=3_600, help="stop after so long (default: 3,600)")
    parser.add_argument("--report", action="store_true", help="run nothing")
    parser.add_argument("--show", action="store_true", help="print the mutants that survive")
    parser.add_argument("--check", action="store_true", help=f"exit 1 if a module is below {GOAL:.0%}")
    arguments = parser.parse_args(argv)
    if not arguments.report:
        run(arguments.modules or modules(), arguments.seconds)
    found = list(scores(arguments.modules))
    for score in found:
        print(f"{score.module:36}{score.tried:6}{len(score.survivors):6}{score.share:8.1%}")
        for name in score.survivors if arguments.show else ():
            subprocess.run([sys.executable, "-m", "mutmut", "show", name], check=False)
    return 1 if arguments.check and any(score.share < GOAL for score in found) else 0


if __name__ == "__main__":
    sys.exit(main())
