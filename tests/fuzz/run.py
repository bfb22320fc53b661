"""Coverage-guided fuzzing: ``python -m tests.fuzz.run articles --seconds 600``; ``all`` shares the time.

Each target grows a corpus of its own in ``.fuzz/NAME``, starting from the seeds in ``tests/fuzz/seeds``; a find
is written to ``.fuzz/finds`` and ends that target's run with exit code 1. Needs the ``fuzz`` extra (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

SEEDS = pathlib.Path(__file__).parent / "seeds"
WORK = pathlib.Path(os.environ.get("DEDUP_FUZZ", ".fuzz"))
_MAX_LENGTH = 4_096


def main():
    """Run targets one after the other, each in a process of its own; the report is one JSON line each."""
    sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--seed", type=int, default=0, help="of the mutations; 0 takes a new one each time")
    arguments = parser.parse_args()
    names = list(TARGETS) if arguments.target == "all" else [arguments.target]
    finds = [name for name in names if not _report(name, arguments.seconds // len(names), arguments.seed)]
    return 1 if finds else 0


def _report(name, seconds, seed):
    corpus, finds = WORK / name, WORK / "finds"
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-max_len={_MAX_LENGTH}", f"-seed={seed}", "-timeout=60", "-rss_limit_mb=3000",
        "-print_final_stats=1", f"-artifact_prefix={finds}/{name}-",
    ]  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzz.run", "--inside", name, *options, str(corpus), str(SEEDS / name)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    numbers = {
        "executions": r"stat::number_of_executed_units:\s+(\d+)",
        "per_second": r"stat::average_exec_per_sec:\s+(\d+)",
        "peak_mb": r"stat::peak_rss_mb:\s+(\d+)",
        "coverage": r".*\bcov: (\d+)",
        "features": r".*\bft: (\d+)",
        "corpus": r".*\bcorp: (\d+)",
    }
    found = {key: re.search(pattern, done.stderr, re.DOTALL) for key, pattern in numbers.items()}
    row = {key: int(match[1]) if match else None for key, match in found.items()}
    print(json.dumps({"target": name, "seconds": seconds, "ok": done.returncode == 0, **row}), flush=True)
    if done.returncode:
        print(done.stdout[-4_000:] + done.stderr[-4_000:], file=sys.stderr)
    return done.returncode == 0


def inside(name, options):
    """The fuzzing process itself: dedup is imported instrumented."""
    import atheris

    with atheris.instrument_imports(include=["dedup"]):
        from tests.fuzz.targets import TARGETS
    # Detectors are imported on first use; their branches count too.
    with atheris.instrument_imports(include=["dedup"]):
        from dedup.detect import faq, page, phrases, repeats  # noqa: F401
        from dedup.read import encoding, lexbor, soup  # noqa: F401
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
