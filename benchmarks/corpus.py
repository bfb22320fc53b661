"""Copies among many articles, measured: ``python -m benchmarks.corpus [--peers PYTHON] [--large] [--check]``.

Documents per second of processor time, memory, recall by true similarity and wrong answers on 20,000 articles, side by
side in one run with what ``--peers`` has installed (``pip install -e '.[bench-corpus]'`` in an environment of its own);
growth from 10,000 to 200,000 records; the memory of an index; the memory of a clean stream.

The corpora are made by a recipe, so that they are the same everywhere. *Edited* is a copy of another record in which,
by turns, 1 to 3 of 100 words are replaced, the last tenth to third is cut off, a site's lines stand before and behind,
case and punctuation change, or one sentence in six is left out. *Mixed* is 8 to 24 sentences, each of another article,
with every fourth word replaced by one of the articles' words at random: otherwise articles would share more and more
sentences as a corpus grows, which real ones do not.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.corpus_peers import peak
from benchmarks.speed import made

CORPORA = ("reuters21578", "bbc", "asprout_wire", "indian_news")
BANDS = ((0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
SIZES = (10_000, 50_000, 200_000)
COMPARED = 20_000
#: A pair below this true similarity is plainly wrong at threshold 0.7, however words are told apart.
WRONG = 0.6
SLOW = ("datasketch", "text-dedup", "datatrove")
PEERS = ("rensa", "rensa-words", "rensa-ngrams", "gaoya", *SLOW)
FLOORS = Path(__file__).parent / "floors" / "corpus.toml"
_HERE = Path(__file__).parent
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_AROUND = ("The Valley Herald, your paper since 1871. Sign in to read on.", "Follow us for more stories of the valley.")


@functools.cache
def originals() -> tuple[str, ...]:
    """The real articles where the evaluation data is, else 5,000 generated ones."""
    if not data.available():
        return tuple("\n\n".join(made(4 + at % 9, random.Random(at))) for at in range(5_000))
    records = (record for name in CORPORA for record in data.records(f"corpora/{name}"))
    return tuple("\n\n".join(record["paragraphs"]) for record in records)


@functools.cache
def _sentences() -> tuple[str, ...]:
    return tuple(s for text in originals() for s in _SENTENCE.split(text) if 4 <= s.count(" ") <= 60)


@functools.cache
def _words() -> tuple[str, ...]:
    return tuple(word for text in originals()[::10] for word in text.split())


def mixed(generator: random.Random) -> str:
    """An article that never was."""
    words = " ".join(generator.choices(_sentences(), k=generator.randint(8, 24))).split()
    fourth = slice(generator.randrange(4), None, 4)
    words[fourth] = generator.choices(_words(), k=len(words[fourth]))
    return " ".join(words)


def edited(text: str, generator: random.Random) -> str:
    """A copy of an article; see the recipe above."""
    kind = generator.randrange(5)
    words = text.split(" ")
    if kind == 0:
        for _ in range(max(1, int(len(words) * generator.uniform(0.01, 0.03)))):
            words[generator.randrange(len(words))] = f"other{generator.randrange(1_000)}"
    elif kind == 1:
        words = words[: max(1, int(len(words) * generator.uniform(0.67, 0.9)))]
    elif kind == 2:
        words = [_AROUND[0], *words, _AROUND[1]]
    elif kind == 3:
        words = [word.upper() if generator.random() < 0.1 else word.replace(",", "") for word in words]
    else:
        words = [s for s in _SENTENCE.split(text) if generator.random() > 1 / 6] or words
    return " ".join(words)


def recipe(count: int, *, real: bool, share: float) -> Iterator[tuple[str, int | None]]:
    """So many texts, each with the number of the one of which it is an edited copy.

    Args:
        count: of the texts.
        real: begin with the originals; otherwise all texts are mixed or edited.
        share: of edited copies among the texts that follow.
    """
    sources: list[str] = []
    places: list[int] = []
    for number in range(count):
        generator = random.Random(f"{number}/{share}")
        if real and number < len(originals()):
            text = originals()[number]
        elif sources and generator.random() < share:
            at = generator.randrange(len(sources))
            yield edited(sources[at], generator), places[at]
            continue
        else:
            text = mixed(generator)
        sources.append(text)
        places.append(number)
        yield text, None


def grams(text: str) -> frozenset[int]:
    """The word 5-grams of a text, by nothing of ours."""
    words = _WORD.findall(text.lower())
    return frozenset(hash(tuple(words[at : at + 5])) for at in range(max(len(words) - 4, 1 if words else 0)))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Of two sets."""
    return len(one & other) / max(len(one | other), 1)


def truth(texts: Sequence[str]) -> dict[tuple[int, int], float]:
    """Every pair of similarity 0.5 and more, by an inverted index of plain sets."""
    sets = [grams(text) for text in texts]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(sets):
        for gram in own:
            if len(own) < 80 or gram % 4 == 0:
                holders[gram].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for some in holders.values():
        if 2 <= len(some) <= 300:
            shared.update((a, b) for at, a in enumerate(some) for b in some[at + 1 :])
    found = {pair: jaccard(sets[pair[0]], sets[pair[1]]) for pair in shared}
    return {pair: value for pair, value in found.items() if value >= 0.5}


def run(method: str, texts: Path, python: str = sys.executable) -> dict[str, Any] | None:
    """What a method found, in a process of its own; None where it is not installed."""
    command = [python, str(_HERE / "corpus_peers.py"), method, str(texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        print(f"{method:<14}skipped: {last[:90]}", flush=True)
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def recalls(found: dict[str, Any], known: dict[tuple[int, int], float]) -> dict[str, tuple[int, int]]:
    """For each band of true similarity how many pairs were found, of how many.

    A method that only drops records has found a pair when it dropped one of the two.
    """
    pairs = {tuple(sorted(pair)) for pair in found.get("pairs", ())}
    dropped = set(found.get("dropped", ()))
    counts = {}
    for low, high in BANDS:
        wanted = [pair for pair, value in known.items() if low <= value < high]
        hits = sum(pair in pairs or not dropped.isdisjoint(pair) for pair in wanted)
        counts[f"{low:.1f}"] = (hits, len(wanted))
    return counts


def wrongs(found: dict[str, Any], known: dict[tuple[int, int], float]) -> int:
    """Pairs below ``WRONG``, or dropped records without any partner from there on."""
    fine = {pair for pair, value in known.items() if value >= WRONG}
    if "pairs" in found:
        return len({tuple(sorted(pair)) for pair in found["pairs"]} - fine)
    return len(set(found["dropped"]) - {number for pair in fine for number in pair})


def compare(peers: str | None, repeats: int) -> dict[str, float]:
    """The table of methods on the same 20,000 articles; returns the figures by name."""
    listed = list(recipe(COMPARED, real=True, share=1.0))
    texts = [text for text, _ in listed]
    known = truth(texts)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = _written(texts, folder)
        methods = {"dedup": sys.executable, **dict.fromkeys(PEERS if peers else (), peers or "")}
        seconds: defaultdict[str, list[float]] = defaultdict(list)
        last: dict[str, dict[str, Any]] = {}
        for turn in range(repeats):
            for method in [m for m in methods if turn == 0 or (m in last and m not in SLOW)]:
                found = run(method, path, methods[method])
                if found is not None:
                    seconds[method].append(found["cpu"])
                    last[method] = found
    print(f"{COMPARED:,} articles, {sum(map(len, texts)) / 1e6:.1f} million characters, processor time")
    for method, found in last.items():
        spent = statistics.median(seconds[method])
        figures |= _row(method, found, spent, spent / statistics.median(seconds["dedup"]), known)
    return figures


def _row(
    method: str, found: dict[str, Any], spent: float, ratio: float, known: dict[tuple[int, int], float]
) -> dict[str, float]:
    """Print a row of the table."""
    bands = recalls(found, known)
    wrong = wrongs(found, known)
    memory = (found["peak"] - found["before"]) / 2**20
    shown = "  ".join(f"{name}: {hit}/{all_}" for name, (hit, all_) in bands.items())
    print(f"{method:<14}{COMPARED / spent:9,.0f} a second {ratio:7.2f} x {memory:6.0f} MB  {shown}  wrong {wrong}")
    if method != "dedup":
        return {f"faster.{method}": round(ratio, 2)}
    return {f"recall.{name}": round(hit / max(all_, 1), 4) for name, (hit, all_) in bands.items()} | {"wrong": wrong}


def growth(sizes: Sequence[int] = SIZES) -> dict[str, float]:
    """Time and memory with the number of records, a fifth of them edited copies; recall of these."""
    figures: dict[str, float] = {}
    first = 0.0
    for size in sizes:
        listed = list(recipe(size, real=False, share=0.2))
        with tempfile.TemporaryDirectory() as folder:
            path = _written([text for text, _ in listed], folder)
            found = [one for one in (run("dedup", path) for _ in range(2)) if one is not None]
        spent = min(one["cpu"] for one in found) / size
        first = first or spent
        planted = {
            (source, number): jaccard(grams(listed[source][0]), grams(text))
            for number, (text, source) in enumerate(listed)
            if source is not None
        }
        shown = "  ".join(f"{name}: {hit}/{all_}" for name, (hit, all_) in recalls(found[0], planted).items())
        memory = (found[0]["peak"] - found[0]["before"]) / size
        print(
            f"{size:>9,} records {1 / spent:9,.0f} a second, {spent / first:5.2f} times the time of a record, "
            f"{memory:6,.0f} bytes a record; planted {shown}; {len(found[0]['pairs']):,} pairs",
            flush=True,
        )
        figures["growth"] = round(spent / first, 2)
    return figures


def _written(texts: Sequence[str], folder: str) -> Path:
    path = Path(folder, "texts.jsonl")
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
    return path


def index_memory() -> float:
    """Bytes of an in-memory index of articles for each of the originals."""
    import tracemalloc

    from dedup.corpus import DuplicateIndex

    texts = originals()
    with DuplicateIndex() as warm:
        warm.add([{"id": 0, "text": "tables that are made once é"}])
    tracemalloc.start()
    with DuplicateIndex() as index:
        before = tracemalloc.get_traced_memory()[0]
        index.add({"id": number, "text": text} for number, text in enumerate(texts))
        return (tracemalloc.get_traced_memory()[0] - before) / len(texts)


def stream(count: int) -> None:
    """Clean so many records one after the other and print the peak of memory at a tenth and at the end."""
    from dedup.corpus import clean_corpus

    records = ({"id": number, "text": text} for number, (text, _) in enumerate(_endless(count)))
    marks = []
    for number, _ in enumerate(clean_corpus(records), 1):
        if number in (count // 10, count):
            marks.append(peak() / 2**20)
    print(json.dumps(marks))


def _endless(count: int) -> Iterator[tuple[str, None]]:
    for number in range(count):
        yield mixed(random.Random(number)), None


def child(what: str) -> Any:
    """What another process of this module prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.corpus", "--child", what],
        capture_output=True, text=True, check=True, cwd=_HERE.parent,
    )  # fmt: skip
    return json.loads(done.stdout)


def below_floors(figures: dict[str, float]) -> list[str]:
    """What is worse than pinned."""
    pinned: dict[str, float] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["dedup"]
    least = ("recall", "faster")
    return [
        f"{name}: {figures[name]} (pinned: {floor})"
        for name, floor in pinned.items()
        if name in figures and (figures[name] < floor if name.startswith(least) else figures[name] > floor)
    ]


def main() -> int:
    """Print the tables; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers installed")
    parser.add_argument("--large", action="store_true", help="growth up to 200,000 records, else up to 50,000")
    parser.add_argument("--stream", type=int, default=2_000, metavar="N", help="records of the clean stream")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the quick methods; the median counts")
    parser.add_argument("--check", action="store_true", help="exit 1 below the pinned floors")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child == "index":
        print(index_memory())
        return 0
    if options.child:
        stream(int(options.child))
        return 0
    figures = compare(options.peers, options.repeats)
    figures |= growth(SIZES if options.large else SIZES[:2])
    taken = round(child("index"))
    figures["bytes" if data.available() else "bytes.made"] = taken
    print(f"an index in memory takes {taken:,} bytes an article")
    tenth, whole = child(str(options.stream))
    figures["stream"] = round(whole / tenth, 3)
    print(f"a clean stream: {tenth:.0f} MB at {options.stream // 10:,} records, {whole:.0f} MB at {options.stream:,}")
    worse = below_floors(figures) if options.check else []
    for line in worse:
        print(f"below its floor: {line}")
    return bool(worse)


if __name__ == "__main__":
    sys.exit(main())
