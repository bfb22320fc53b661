"""Time, side by side in one run: ``python -m benchmarks.speed [--growth] [--signatures] [--check]``.

CPU time, medians over articles, ratios to ``dedup``. Absolute times mean little on a shared machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import dedup
from benchmarks import data
from benchmarks.repeat_methods import by_lsh
from dedup.detect import repeats
from dedup.read.plain import read_paragraphs

#: Paragraphs of the growth table.
SIZES = (30, 300, 3_000, 12_000, 25_000, 100_000)
#: Ratios to ``clean(text)`` that must hold on ordinary articles; pinned a third below where they stand, for the noise
#: of a shared machine; they may only rise. The aim is 20 for datasketch and 8 for all-pairs ``token_set_ratio``.
LEAST = {"datasketch MinHash + LSH": 8.0, "all-pairs token_set_ratio": 0.4}
#: The goals of the growth table: 4 times the paragraphs take at most so many times the time, no document more MB.
MOST_GROWTH, MOST_MEGABYTES = 5.0, 500
_IN_TURN, _PROCESSES = 10, 5
_WORDS = (
    "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey budget "
    "island garden orchestra student signal glacier harbour library factory railway opened closed promised repaired "
    "counted painted rejected measured signed visited delayed slowly early again twice quietly northern wooden"
).split()


def articles(low: int = 5, high: int = 10**9, count: int = 300) -> list[list[str]]:
    """Articles of ``low`` to ``high`` paragraphs: real ones where the evaluation data is, else generated ones."""
    if data.available():
        found = [record["paragraphs"] for record in data.records("corpora/indian_news")]
        found += [record["paragraphs"] for record in data.records("corpora/bbc")]
        found = [paragraphs for paragraphs in found if low <= len(paragraphs) <= high]
        return found[:: max(1, len(found) // count)][:count]
    low, high = max(low, 8), max(min(high, 40), low, 8)
    return [made(generator.randint(low, high), generator) for generator in map(random.Random, range(count))]


def made(count: int, generator: random.Random) -> list[str]:
    """So many paragraphs of random words, one in a hundred of them said before."""
    said: list[str] = []
    for _ in range(count):
        if said and generator.random() < 0.01:
            said.append(generator.choice(said))
        else:
            words = generator.choices(_WORDS, k=generator.randint(20, 60))
            words[generator.randrange(len(words))] = str(generator.randrange(10**6))
            said.append(" ".join(words).capitalize() + ".")
    return said


def all_pairs(paragraphs: Sequence[str]) -> object:
    """``token_set_ratio`` of all pairs, in compiled code."""
    from rapidfuzz import fuzz, process

    return process.cdist(paragraphs, paragraphs, scorer=fuzz.token_set_ratio, workers=1)


def all_ratios(paragraphs: Sequence[str]) -> object:
    """``ratio`` of all pairs, in compiled code."""
    from rapidfuzz import fuzz, process

    return process.cdist(paragraphs, paragraphs, scorer=fuzz.ratio, workers=1)


def detection(paragraphs: Sequence[str]) -> object:
    """The repeat detector alone."""
    config = dedup.configure()
    return repeats.find(read_paragraphs(paragraphs, config=config), config)


METHODS: dict[str, Callable[[Sequence[str]], object]] = {
    "clean(text)": lambda paragraphs: dedup.clean("\n\n".join(paragraphs)),
    "repeats alone": detection,
    "all-pairs ratio": all_ratios,
    "all-pairs token_set_ratio": all_pairs,
    "datasketch MinHash + LSH": by_lsh,
}


def seconds(method: Callable[[Sequence[str]], object], paragraphs: Sequence[str]) -> float:
    """CPU seconds of one call."""
    started = time.process_time()
    method(paragraphs)
    return time.process_time() - started


def compare(low: int, high: int) -> dict[str, float]:
    """Median milliseconds of each method over the articles, in turn on every ten of them; prints the table.

    Ten, because in use a method follows itself and finds its own code and tables in the processor's caches.
    """
    texts = articles(low, high)
    for method in METHODS.values():
        method(texts[0])
    times: dict[str, list[float]] = {name: [] for name in METHODS}
    for first in range(0, len(texts), _IN_TURN):
        for name, method in METHODS.items():
            times[name] += [seconds(method, paragraphs) for paragraphs in texts[first : first + _IN_TURN]]
    medians = {name: 1000 * statistics.median(found) for name, found in times.items()}
    totals = {name: sum(found) for name, found in times.items()}
    for name in METHODS:
        ratio = totals[name] / totals["clean(text)"]
        print(f"{name:<28}{medians[name]:9.3f} ms median   {ratio:7.1f} times clean(text), in all")
    return {name: totals[name] / totals["clean(text)"] for name in METHODS}


def growth() -> bool:
    """Time and memory as documents grow, of the detector and of all of ``clean``: whether the goals are met.

    Each figure is the median of processes of their own: in one process a large document would find the memory of the
    last one.
    """
    met = True
    for name in ("repeats alone", "clean(text)"):
        medians: dict[int, float] = {}
        for size in SIZES:
            command = [sys.executable, "-m", "benchmarks.speed", "--alone", str(size), "--method", name]
            found = [subprocess.run(command, capture_output=True, check=True).stdout.split() for _ in range(_PROCESSES)]
            medians[size] = statistics.median(float(spent) for spent, _ in found)
            peak = max(int(megabytes) for _, megabytes in found)
            fourfold = medians[size] / medians[size // 4] if size // 4 in medians else 0.0
            met = met and fourfold <= MOST_GROWTH and peak <= MOST_MEGABYTES
            shown = f", {fourfold:.1f} times a quarter of them" if fourfold else ""
            print(f"{name:<16}{size:>8} paragraphs{1000 * medians[size]:10.1f} ms{peak:6} MB{shown}", flush=True)
    return met


def alone(size: int, method: Callable[[Sequence[str]], object]) -> str:
    """CPU seconds for so many paragraphs, and what this process takes at its peak, in MB, imports and text included.

    Linux only. ``ru_maxrss`` would count what the parent had when it forked.
    """
    method(made(30, random.Random(1)))
    spent = seconds(method, made(size, random.Random(size)))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return f"{spent:.6f} {int(status.partition('VmHWM:')[2].split()[0]) // 1024}"


def sketches(count: int = 2_000) -> dict[str, float]:
    """CPU microseconds for a paragraph's signature of 128 slots from word 3-shingles, ours and datasketch's."""
    from datasketch import MinHash

    from dedup.measure.minhash import signatures
    from dedup.measure.shingles import shingle_hashes

    paragraphs = made(count, random.Random(count))
    words = [paragraph.lower().split() for paragraph in paragraphs]
    shingled = [[" ".join(w[k : k + 3]).encode() for k in range(max(1, len(w) - 2))] for w in words]
    shingle_hashes(paragraphs[:2])  # builds its tables
    started = time.process_time()
    hashes, offsets = shingle_hashes(paragraphs)
    middle = time.process_time()
    signatures(hashes, offsets)
    ours = time.process_time()
    for some in shingled:
        MinHash(num_perm=128).update_batch(some)
    theirs = time.process_time()
    found = {"ours, shingles": middle - started, "ours, signatures": ours - middle, "update_batch": theirs - ours}
    return {name: 1e6 * spent / count for name, spent in found.items()}


def main() -> int:
    """Print the tables; with ``--check`` exit 1 if a ratio does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--growth", action="store_true", help="the growth table too")
    parser.add_argument("--signatures", action="store_true", help="a batch of MinHash signatures too")
    parser.add_argument("--alone", type=int, metavar="N", help="print only seconds and peak MB for N paragraphs")
    parser.add_argument("--method", choices=list(METHODS), default="repeats alone", help="for --alone")
    parser.add_argument("--check", action="store_true", help="exit 1 when a pinned ratio does not hold")
    parser.add_argument("--paragraphs", nargs=2, type=int, default=(5, 10**9), metavar=("LOW", "HIGH"))
    options = parser.parse_args()
    if options.alone:
        print(alone(options.alone, METHODS[options.method]))
        return 0
    ratios = compare(*options.paragraphs)
    grows = not options.growth or growth()
    if options.signatures:
        for name, spent in sketches().items():
            print(f"{name:<28}{spent:9.1f} us per paragraph")
    worse = [name for name, least in LEAST.items() if ratios[name] < least]
    for name in worse if options.check else ():
        print(f"below its floor: {name} takes {ratios[name]:.1f} times clean(text), pinned: {LEAST[name]}")
    if options.check and not grows:
        print(f"4 times the paragraphs must take at most {MOST_GROWTH} times the time, and {MOST_MEGABYTES} MB")
    return bool(options.check and (worse or not grows))


if __name__ == "__main__":
    sys.exit(main())
