"""Hostile inputs at a size and at twice that: ``python -m benchmarks.hostile [--command] [--only NAME] [--check]``.

For each generator of ``tests/hostile/generators.py``: CPU time for twice the input over that for the input, and peak
memory above what the process had before, as a multiple of the input's UTF-8 bytes. Each measurement runs in a process
of its own (Linux: it reads ``/proc/self``). ``--command`` sends the same bytes through ``dedup clean``.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from dedup import Cleaner, DedupError, clean
from tests.hostile.generators import GENERATORS, SETTINGS

#: The goals: twice the input may take so many times the work, and an input so many times its bytes.
MOST_WORK, MOST_MEMORY = 2.5, 30.0
#: CPU seconds below which a ratio says nothing, bytes below which a multiple says nothing, and the limit of one run.
_NOISE, _SMALL, _LIMIT = 0.15, 2**20, 40


class Cost(NamedTuple):
    """One run: CPU seconds, peak bytes above the start, UTF-8 bytes of the input, and how it ended."""

    cpu: float
    memory: int
    input: int
    end: str


def as_bytes(source: Any) -> bytes:
    """A generated source as the bytes of a file."""
    if isinstance(source, bytes):
        return source
    text = source if isinstance(source, str) else "\n\n".join(source)
    return text.encode("utf-8", "surrogatepass")


def in_library(name: str, size: int) -> Cost:
    """``clean`` in a forked process that has cleaned something already."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as report:
            json.dump(_measured(name, size), report)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as report:
        text = report.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(text)) if text else Cost(_LIMIT, 0, size, "killed")


def _measured(name: str, size: int) -> Cost:
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
    source: Any = GENERATORS[name](size)
    settings: Any = SETTINGS.get(name, {})
    cleaner = Cleaner(**settings)
    weight = len(as_bytes(source))
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    start = time.process_time()
    try:
        result = cleaner.clean(source)
        end = "guarded" if result.guarded else f"{len(result.removals)} removals"
        len(result.text)
    except DedupError as error:
        end = f"{type(error).__name__} {getattr(error, 'limit', '')}".strip()
    return Cost(time.process_time() - start, _status("VmHWM") - before, weight, end)


def _status(name: str) -> int:
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)


def by_command(name: str, size: int, folder: pathlib.Path) -> Cost:
    """``dedup clean`` on a file, less what it takes to clean an empty one."""
    data = as_bytes(GENERATORS[name](size))
    settings = SETTINGS.get(name, {})
    changes = [
        f"--set={key}={json.dumps(value) if isinstance(value, tuple) else value}" for key, value in settings.items()
    ]
    (folder / "empty").write_bytes(b"")
    (folder / "input").write_bytes(data)
    base, cost = (_command(folder / file, changes) for file in ("empty", "input"))
    return Cost(cost.cpu - base.cpu, cost.memory - base.memory, len(data), cost.end)


def _command(path: pathlib.Path, changes: Sequence[str]) -> Cost:
    command = [sys.executable, "-m", "dedup", "clean", *changes, str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=_limited) as process:
        assert process.stderr is not None
        complaint = process.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    end = f"exit {process.returncode}" + (" with a traceback" if "Traceback" in complaint else "")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, 0, end)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))


def main(argv: Sequence[str] | None = None) -> int:
    """Print one line for each generator, and the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=500_000, help="of the smaller input, in code points")
    parser.add_argument("--only", action="append", choices=list(GENERATORS), help="a generator; may be repeated")
    parser.add_argument("--command", action="store_true", help="through the command line")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a goal is missed")
    arguments = parser.parse_args(argv)
    clean("<html><body><p>Warm up.</p><p>Also Read: x</p></body></html>")
    clean("Warm up.\n\nAlso Read: x\n\nWarm up, all the caches are cold before the first of all texts.")
    missed = []
    print(f"{'':34}{'cpu s':>8}{'twice':>8}{'ratio':>7}{'memory':>8}  ends in")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.only or GENERATORS:
            run = by_command if arguments.command else in_library
            extra = (pathlib.Path(folder),) if arguments.command else ()
            one, two = run(name, arguments.size, *extra), run(name, 2 * arguments.size, *extra)  # type: ignore[operator]
            missed += [name] * (not _report(name, one, two))
    print(f"{len(missed)} missed a goal: {', '.join(missed) or 'none'}")
    return 1 if missed and arguments.strict else 0


def _report(name: str, one: Cost, two: Cost) -> bool:
    ratio = two.cpu / one.cpu if min(one.cpu, two.cpu) > 0 and two.cpu > _NOISE else 0.0
    memory = two.memory / two.input if two.memory > _SMALL else 0.0
    good = ratio <= MOST_WORK and memory <= MOST_MEMORY and "killed" not in two.end and "traceback" not in two.end
    shown = f"{ratio:7.2f}" if ratio else f"{'-':>7}"
    mark = "" if good else "   <-- missed"
    print(f"{name:34}{one.cpu:8.2f}{two.cpu:8.2f}{shown}{memory:8.1f}  {two.end}{mark}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
