"""One way to find copies, in a process of its own: ``python corpus_peers.py METHOD texts.jsonl``.

Prints one JSON object: ``cpu`` seconds, children included; ``before`` and ``peak``, bytes of memory; and what was
found: ``pairs`` of record numbers, or ``dropped`` record numbers. Runs under any Python that has the method's package,
so it imports nothing of the project but for the method ``dedup``. Settings are those of each project's own
documentation, with word 5-grams and threshold 0.7 where they can be chosen.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

THRESHOLD, NGRAM = 0.7, 5
#: What ``datasketch.MinHashLSH`` chooses for threshold 0.7 and 128 permutations.
BANDS, ROWS = 14, 9
_WORD = re.compile(r"\w+")

Found = dict[str, list[Any]]


def _shingles(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + NGRAM]) for at in range(max(1, len(words) - NGRAM + 1))]


def dedup(texts: Sequence[str]) -> Found:
    """This project."""
    from dedup.corpus import find_duplicates

    found = find_duplicates([{"text": text} for text in texts], threshold=THRESHOLD, ngram=NGRAM)
    return {"pairs": [(pair.a, pair.b) for pair in found.pairs]}


def datasketch(texts: Sequence[str]) -> Found:
    """MinHash with ``update_batch`` and MinHashLSH, candidates as they come."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    pairs: list[Any] = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([gram.encode() for gram in _shingles(_WORD.findall(text.lower()))])
        pairs += [(int(other), number) for other in index.query(sketch)]
        index.insert(str(number), sketch)
    return {"pairs": pairs}


def _rensa(tokens: Iterator[list[str]]) -> Found:
    from rensa import RMinHashDeduplicator

    index = RMinHashDeduplicator(threshold=THRESHOLD, num_perm=128, use_lsh=True)
    kept = index.add_pairs((str(number), words) for number, words in enumerate(tokens))
    return {"dropped": [number for number, stays in enumerate(kept) if not stays]}


def rensa(texts: Sequence[str]) -> Found:
    """The deduplicator as its README has it: single words split at spaces, so a laxer question than ours."""
    return _rensa(text.split() for text in texts)


def rensa_words(texts: Sequence[str]) -> Found:
    """The same with words found by a regular expression."""
    return _rensa(_WORD.findall(text.lower()) for text in texts)


def rensa_ngrams(texts: Sequence[str]) -> Found:
    """The same asked our question: word 5-grams."""
    return _rensa(_shingles(_WORD.findall(text.lower())) for text in texts)


def gaoya(texts: Sequence[str]) -> Found:
    """MinHashStringIndex with its own tokeniser."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=THRESHOLD, num_bands=BANDS, band_size=ROWS, num_hashes=BANDS * ROWS,
        analyzer="word", lowercase=True, ngram_range=(NGRAM, NGRAM),
    )  # fmt: skip
    pairs: list[Any] = []
    for number, text in enumerate(texts):
        pairs += [(other, number) for other in index.query(text)]
        index.insert_document(number, text)
    return {"pairs": pairs}


def text_dedup(texts: Sequence[str]) -> Found:
    """``python -m text_dedup.minhash``, one process."""
    import text_dedup.minhash  # noqa: F401  (is it there?)
    from datasets import load_from_disk

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.jsonl")
        _write(source, texts)
        command = (
            f"-m text_dedup.minhash --path json --data_files {source} --split train --cache_dir {folder}/cache "
            f"--output {folder}/out --column text --batch_size 10000 --num_perm 128 --ngram {NGRAM} "
            f"--threshold {THRESHOLD} --min_length 1 --num_proc 1"
        )
        subprocess.run([sys.executable, *command.split()], check=True, capture_output=True, cwd=folder)
        kept = set(load_from_disk(f"{folder}/out")["number"])
    return {"dropped": [number for number in range(len(texts)) if number not in kept]}


def datatrove(texts: Sequence[str]) -> Found:
    """The four MinHash stages with a local executor of one task."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import (
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in").mkdir()
        _write(Path(folder, "in", "in.jsonl"), texts)
        reader = JsonlReader(f"{folder}/in", id_key="number")
        stages: list[list[Any]] = [
            [reader, MinhashDedupSignature(f"{folder}/sig")],
            [MinhashDedupBuckets(f"{folder}/sig", f"{folder}/buckets")],
            [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/remove")],
            [reader, MinhashDedupFilter(f"{folder}/remove"), JsonlWriter(f"{folder}/out", compression=None)],
        ]
        for at, stage in enumerate(stages):
            LocalPipelineExecutor(stage, tasks=14 if at == 1 else 1, logging_dir=f"{folder}/log{at}").run()
        # An id of 0 is written as none at all.
        kept = {int(json.loads(line).get("id") or 0) for path in Path(folder, "out").iterdir() for line in path.open()}
    return {"dropped": [number for number in range(len(texts)) if number not in kept]}


METHODS: dict[str, Callable[[Sequence[str]], Found]] = {
    "dedup": dedup, "rensa": rensa, "rensa-words": rensa_words, "rensa-ngrams": rensa_ngrams, "gaoya": gaoya,
    "datasketch": datasketch, "text-dedup": text_dedup, "datatrove": datatrove,
}  # fmt: skip


def _write(path: Path, texts: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"number": number, "text": text}) + "\n" for number, text in enumerate(texts))


def cpu() -> float:
    """Seconds of processor time, those of children included."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def peak() -> int:
    """Bytes of memory that this process, or one of its children, has needed at most."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss counts in what the parent had when it started us
        own = int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1])
    return 1024 * max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def main(name: str, path: str) -> None:
    """Load the texts, run the method once on a few of them and once on all."""
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    method = METHODS[name]
    with contextlib.redirect_stdout(sys.stderr):
        if name not in ("text-dedup", "datatrove"):  # those start processes; the rest pays for its imports here
            method(texts[:50])
        before, began = peak(), cpu()
        found = method(texts)
        figures = {"cpu": cpu() - began, "before": before, "peak": peak(), **found}
    print(json.dumps(figures))


if __name__ == "__main__":
    # The folder of this file must not be searched: it has names that the packages have.
    sys.path[:] = [place for place in sys.path if place and Path(place).resolve() != Path(__file__).resolve().parent]
    if sys.argv[1] == "dedup":
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main(*sys.argv[1:])
