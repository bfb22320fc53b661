"""Hostile inputs at a size and at twice that: ``python -m benchmarks.hostile [--command] [--only NAME] [--strict]``.

For each generator of ``tests/hostile/generators.py``: CPU time for twice the input over that for the input, and peak
memory above what the process had before, as a multiple of the input's UTF-8 bytes. Work is compared at a small size
with ``max_expansion`` lifted, so that everything is cleaned, and at the full size as it is; memory is that of twice the
full size. Each measurement runs in a process of its own (Linux: it reads ``/proc/self``). A ratio above its goal is
measured twice more, and the median counts. ``--command`` sends the same bytes through ``dedup clean``; ``--lifted``
shows what ``max_expansion`` saves, ``--parser`` what of it lexbor alone takes.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from selectolax.lexbor import LexborHTMLParser

from dedup import Cleaner, DedupError, clean
from dedup.read.depth import check_depth
from dedup.read.sniff import looks_like_markup
from tests.hostile.generators import GENERATORS, SETTINGS

#: The goals: twice the input may take so many times the work, and an input so many times its bytes.
MOST_WORK, MOST_MEMORY = 2.5, 30.0
#: CPU seconds below which a ratio says nothing, bytes below which a multiple says nothing, and the limit of one run.
_NOISE, _SMALL, _LIMIT = 0.15, 2**20, 60
_LIFTED: dict[str, object] = {"max_expansion": 10**6}


class Cost(NamedTuple):
    """One run: CPU seconds, peak bytes above the start, UTF-8 bytes of the input, and how it ended."""

    cpu: float
    memory: int
    input: int
    end: str


#: Measures a source by the name of its generator, its size and further settings.
Run: TypeAlias = Callable[[str, int, Mapping[str, object]], Cost]


def as_bytes(source: Any) -> bytes:
    """A generated source as the bytes of a file."""
    if isinstance(source, bytes):
        return source
    text = source if isinstance(source, str) else "\n\n".join(source)
    return text.encode("utf-8", "surrogatepass")


def in_library(name: str, size: int, settings: Mapping[str, object]) -> Cost:
    """``clean`` in a forked process that has cleaned something already."""
    source: Any = GENERATORS[name](size)
    cleaner = Cleaner(**SETTINGS.get(name, {}), **settings)  # type: ignore[arg-type]

    def cleaned() -> str:
        result = cleaner.clean(source)
        len(result.text)
        return "guarded" if result.guarded else f"{len(result.removals)} removals"

    return _forked(cleaned, len(as_bytes(source)))


def by_parser(name: str, size: int) -> Cost | None:
    """The parser alone, with a markup that the guard before it lets through; else None."""
    source: Any = GENERATORS[name](size)
    data = as_bytes(source)
    if not looks_like_markup(data.decode("utf-8", "replace")):
        return None
    try:
        check_depth(data, max_depth=2_000, max_elements=10**6)
    except DedupError:
        return None
    return _forked(lambda: str(LexborHTMLParser(data).root is not None), len(data))


def _forked(call: Callable[[], str], weight: int) -> Cost:
    """What a call costs in a process of its own, about an input of so many bytes."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as report:
            json.dump(_measured(call, weight), report)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as report:
        text = report.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(text)) if text else Cost(_LIMIT, 0, weight, "killed")


def _measured(call: Callable[[], str], weight: int) -> Cost:
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    start = time.process_time()
    try:
        end = call()
    except DedupError as error:
        end = f"{type(error).__name__} {getattr(error, 'limit', '')}".strip()
    return Cost(time.process_time() - start, _status("VmHWM") - before, weight, end)


def _status(name: str) -> int:
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)


def by_command(name: str, size: int, settings: Mapping[str, object]) -> Cost:
    """``dedup clean`` on a file, less what an empty one takes, or a page that is refused where this one is too.

    What is refused before it is cleaned spares the command the loading of its rules.
    """
    data = as_bytes(GENERATORS[name](size))
    changes = tuple(
        f"--set={key}={json.dumps(value) if isinstance(value, tuple) else value}"
        for key, value in {**SETTINGS.get(name, {}), **settings}.items()
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        cost = _command(file.name, changes)
    base = _base(changes, cost.end.startswith("exit 1"))
    return Cost(cost.cpu - base.cpu, cost.memory - base.memory, len(data), cost.end)


@functools.lru_cache
def _base(changes: tuple[str, ...], refused: bool) -> Cost:
    """The median of several runs: where a command takes less than a second, its start is half of it."""
    with tempfile.NamedTemporaryFile() as file:
        if refused:
            file.write(b"<html>" + b"<div>" * 20)
            file.flush()
            changes = (*changes, "--set=max_depth=16")
        return statistics.median_low(_command(file.name, changes) for _ in range(5))


def _command(path: str, changes: Sequence[str]) -> Cost:
    command = [sys.executable, "-m", "dedup", "clean", *changes, path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=_limited) as process:
        assert process.stderr is not None
        complaint = process.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    end = f"exit {process.returncode}" + (" with a traceback" if "Traceback" in complaint else "")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, 0, end)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))


def growth(run: Run, name: str, size: int, settings: Mapping[str, object]) -> tuple[float, Cost]:
    """CPU time for twice the size over that for the size, 0.0 where it is noise, and the cost of twice the size."""
    ratios = []
    while not ratios or (len(ratios) < 3 and ratios[0] > MOST_WORK):
        one, two = run(name, size, settings), run(name, 2 * size, settings)
        ratios.append(two.cpu / one.cpu if min(one.cpu, two.cpu) > 0 and two.cpu > _NOISE else 0.0)
    return statistics.median(ratios), two


def main(argv: Sequence[str] | None = None) -> int:
    """Print one line for each generator, and the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2_000_000, help="of the smaller input, in code points")
    parser.add_argument("--small", type=int, default=200_000, help="the same where max_expansion is lifted")
    parser.add_argument("--only", action="append", choices=list(GENERATORS), help="a generator; may be repeated")
    parser.add_argument("--command", action="store_true", help="through the command line")
    parser.add_argument("--lifted", action="store_true", help="only the small size, with max_expansion lifted")
    parser.add_argument("--parser", action="store_true", help="the memory of the parser alone, too")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a goal is missed")
    options = parser.parse_args(argv)
    clean("<html><body><p>Warm up.</p><p>Also Read: x</p></body></html>")
    clean("Warm up.\n\nAlso Read: x\n\nWarm up, all the caches are cold before the first of all texts.")
    run: Run = by_command if options.command else in_library
    sizes = [(options.small, _LIFTED)] + [(options.size, dict[str, object]())] * (not options.lifted)
    missed = []
    print(f"{'':34}" + f"{'cpu s':>8}{'ratio':>7}" * len(sizes) + f"{'memory':>8}  ends in")
    for name in options.only or GENERATORS:
        found = [growth(run, name, size, settings) for size, settings in sizes]
        good = _report(name, found)
        if options.parser and (alone := by_parser(name, 2 * sizes[-1][0])):
            print(f"{'':34}the parser alone: memory {alone.memory / alone.input:.1f}", flush=True)
        missed += [name] * (not good)
    print(f"{len(missed)} missed a goal: {', '.join(missed) or 'none'}")
    return 1 if missed and options.strict else 0


def _report(name: str, found: Sequence[tuple[float, Cost]]) -> bool:
    last = found[-1][1]
    memory = last.memory / last.input if last.memory > _SMALL else 0.0
    bad = any(ratio > MOST_WORK or "killed" in cost.end or "traceback" in cost.end for ratio, cost in found)
    good = memory <= MOST_MEMORY and not bad
    shown = "".join(f"{cost.cpu:8.2f}" + (f"{ratio:7.2f}" if ratio else f"{'-':>7}") for ratio, cost in found)
    mark = "" if good else "   <-- missed"
    print(f"{name:34}{shown}{memory:8.1f}  {last.end}{mark}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
