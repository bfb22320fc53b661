"""Batch after batch against an index is the same as everything at once; the file keeps what it was given."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import ConfigError, RecordError, StoreError
from dedup.corpus import DuplicateIndex, find_duplicates
from dedup.corpus.duplicate_store import MemoryStore, SqliteStore
from dedup.corpus.shard import plan
from dedup.measure.shingles import shingle_sets
from tests.corpus.test_shard_parity import made

WORDS = "amber boat candle desert eagle".split()
few = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=14)


def partners(records, cuts, path=None, **settings):
    """What goes for what when the records come in batches."""
    bounds = [0, *cuts, len(records)]
    gone = {}
    for low, high in pairwise(bounds):
        if path is not None or not gone.get("open"):
            gone["open"] = DuplicateIndex(path, **settings)
        gone.update(gone["open"].add(records[low:high]).partners())
        if path is not None:
            gone["open"].close()
    del gone["open"]
    return gone


@given(few, st.lists(st.integers(0, 14), max_size=3))
def test_batches_are_the_whole(texts, cuts):
    records = [{"id": f"r{at}", "text": text} for at, text in enumerate(texts)]
    cuts = sorted(min(cut, len(texts)) for cut in cuts)
    index = DuplicateIndex(threshold=0.6, ngram=2)
    bounds = [0, *cuts, len(texts)]
    gone = {}
    for low, high in pairwise(bounds):
        gone |= index.add(records[low:high]).partners()
    assert gone == find_duplicates(records, threshold=0.6, ngram=2).partners()
    assert len(index) == len(records) - len(gone)


def test_a_file_is_the_memory(tmp_path):
    records = [{"id": f"r{at}", "text": text} for at, text in enumerate(made(600, seed=5))]
    whole = find_duplicates(records).partners()
    assert len(whole) > 100
    assert partners(records, [100, 101, 400]) == whole
    assert partners(records, [100, 101, 400], tmp_path / "seen.db") == whole


def test_copies_inside_one_batch_by_the_hundred():
    text = " ".join(f"word{at}" for at in range(120))
    records = [{"id": at, "text": f"{text} edit{at}"} for at in range(300)]
    index = DuplicateIndex()
    assert set(index.add(records[:200]).partners()) == set(range(1, 200))
    assert index.add(records[200:]).clusters[0].kept == 0
    assert len(index) == 1


def test_a_run_again_changes_nothing(tmp_path):
    records = [{"id": f"r{at}", "text": text} for at, text in enumerate(made(200, seed=6))]
    with DuplicateIndex(tmp_path / "seen.db") as index:
        first = index.add(records).partners()
        kept = len(index)
        assert index.add(records).partners().keys() == first.keys()
        assert len(index) == kept


def test_other_settings_and_other_files_are_refused(tmp_path):
    DuplicateIndex(tmp_path / "seen.db", threshold=0.8).close()
    with pytest.raises(StoreError, match=r"threshold 0\.8.*threshold 0\.7"):
        DuplicateIndex(tmp_path / "seen.db")
    (tmp_path / "text.db").write_bytes(b"no index at all, but long enough to look at" * 40)
    with pytest.raises(StoreError, match=r"text\.db"):
        DuplicateIndex(tmp_path / "text.db")
    with pytest.raises(StoreError):
        DuplicateIndex(tmp_path / "no" / "folder.db")
    with pytest.raises(ConfigError):
        DuplicateIndex(threshold=2)


def test_a_damaged_file_is_said(tmp_path):
    path = tmp_path / "seen.db"
    records = [{"id": at, "text": text} for at, text in enumerate(made(300, seed=2, copies=0))]
    with DuplicateIndex(path) as index:
        index.add(records)
    content = bytearray(path.read_bytes())
    content[5_000:-5_000] = bytes(random.Random(1).randbytes(len(content) - 10_000))
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"seen\.db"), DuplicateIndex(path) as index:
        index.add([{**record, "id": f"new{record['id']}"} for record in records])


def test_records_without_an_id_or_with_the_same():
    with pytest.raises(RecordError, match="no id"):
        DuplicateIndex().add([{"text": "a b c"}])
    with pytest.raises(RecordError, match="two records"):
        DuplicateIndex().add([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}])


def test_ids_that_a_file_cannot_hold(tmp_path):
    with DuplicateIndex(tmp_path / "seen.db") as index, pytest.raises(StoreError, match="JSON"):
        index.add([{"id": b"bytes", "text": "some text"}])


def test_killed_while_adding_leaves_whole_batches(tmp_path):
    path = tmp_path / "seen.db"
    code = (
        "import sys\nfrom dedup.corpus import DuplicateIndex\nindex = DuplicateIndex(sys.argv[1])\n"
        "for batch in range(10**6):\n"
        "    index.add([{'id': f'{batch}-{at}', 'text': ' '.join(f'w{batch}x{at}y{word}' for word in range(30))} "
        "for at in range(20)])\n"
        "    print(batch, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    said = [int(process.stdout.readline()) for _ in range(12)]
    process.kill()
    process.wait()
    with DuplicateIndex(path) as index:
        assert len(index) >= 20 * len(said)
        assert len(index) % 20 == 0
    base = sqlite3.connect(path)
    ((keys,),) = base.execute("SELECT count(DISTINCT place) FROM keys")
    assert (base.execute("PRAGMA integrity_check").fetchone()[0], keys % 20) == ("ok", 0)
    base.close()


@pytest.mark.parametrize("in_file", [False, True])
def test_a_crowded_key_gives_its_first_articles(in_file, tmp_path):
    store = SqliteStore(tmp_path / "a.db", plan().fingerprint) if in_file else MemoryStore()
    for low in range(0, 100, 10):
        owners = np.arange(low, low + 10)
        store.add([f"r{at}" for at in owners], shingle_sets([f"word{at}" for at in owners]), np.full(10, 7, np.uint64), owners)
    keys, places = store.lookup(np.array([3, 7], np.uint64))
    assert set(keys.tolist()) == {7}
    assert places.tolist() == list(range(64))
    assert store.names([3, 99]) == {3: "r3", 99: "r99"}
    assert store.holds(["r1", "r100"]) == {"r1"}
    assert store.gather(np.array([5, 6])).offsets.tolist() == [0, 1, 2]
    store.close()


def test_memory_per_article():
    records = [{"id": at, "text": " ".join(f"w{at}x{word}" for word in range(190))} for at in range(2_000)]
    index = DuplicateIndex()
    index.add(records)
    assert index._store.memory() / len(index) < 1_500


def test_two_writers_do_not_mix(tmp_path):
    one, other = DuplicateIndex(tmp_path / "seen.db"), DuplicateIndex(tmp_path / "seen.db")
    one.add([{"id": "a", "text": "one two three four five six"}])
    assert other.add([{"id": "b", "text": "One, two, three, four, five, six!"}]).partners() == {"b": ("a", 1.0)}
    store = other._store
    with pytest.raises(StoreError, match="another process"):
        store.add(["c"], shingle_sets(["x y z"]), np.array([1], np.uint64), np.array([0]))
