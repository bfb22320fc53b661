"""However a corpus is cut, the answer is that of one process; sets and similarities are the textbook's."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import data
from dedup.corpus import find_duplicates, shard
from dedup.corpus.clusters import components, grouped
from dedup.corpus.sets import PackedSets, SomeSets, merged, packed, unpacked
from dedup.measure.shingles import ShingleSets, shingle_hashes, shingle_sets
from tests.strategies import paragraphs

WORDS = "amber boat candle desert eagle forest garden hammer island jacket kettle ladder meadow needle orange pepper".split()

texts_alike = st.lists(st.lists(st.sampled_from(WORDS[:5]), max_size=14).map(" ".join), max_size=14)


def made(count, seed, *, copies=0.4, length=60):
    generator = random.Random(seed)
    texts = []
    for _ in range(count):
        if texts and generator.random() < copies:
            words = generator.choice(texts).split()
            for _ in range(generator.randint(0, 3)):
                words[generator.randrange(len(words))] = f"edit{generator.randrange(10**6)}"
            texts.append(" ".join(words))
        else:
            texts.append(" ".join(f"{generator.choice(WORDS)}{generator.randrange(40)}" for _ in range(length)))
    return texts


def in_cuts(texts, search, *, cuts, parts):
    """The steps as an engine does them: cut, shuffle, cut again."""
    blocks, first = [], 0
    for number in range(cuts):
        some = texts[len(texts) * number // cuts : len(texts) * (number + 1) // cuts]
        if some:
            blocks.append((first, shard.sign(some, search)))
            first += len(some)
    spread = [shard.split(shard.entries(sets, at, search), parts) for at, sets in blocks]
    pairs = shard.together(shard.meet(shard.gathered([cut[part] for cut in spread]), search) for part in range(parts))

    def rescore(wanted):
        shares = np.array_split(wanted, parts)
        scored = [
            shard.score(share, merged([shard.pick(sets, at, share) for at, sets in blocks]), search)
            for share in shares
        ]
        return shard.Scored(*[np.concatenate(column) for column in zip(*scored, strict=True)])

    return shard.completed(rescore(pairs), lambda places: places, rescore)


@pytest.mark.parametrize(("cuts", "parts"), [(1, 1), (3, 4), (7, 2), (40, 16)])
@pytest.mark.parametrize("threshold", [0.4, 0.7])
def test_sharded_is_single(cuts, parts, threshold):
    texts = made(400, seed=cuts) + ["", "one word", "one word"] + [f"{LONG} {at // 3}" for at in range(200)]
    search = shard.plan(threshold, 3)
    found = in_cuts(texts, search, cuts=cuts, parts=parts)
    single = find_duplicates([{"text": text} for text in texts], threshold=threshold, ngram=3)
    assert [(pair.a, pair.b) for pair in single.pairs] == [tuple(pair) for pair in found.pairs.tolist()]
    assert [pair.jaccard for pair in single.pairs] == found.jaccard.tolist()
    assert len(single.pairs) > 200


LONG = " ".join(f"{word} of the {other}" for word, other in zip(WORDS, reversed(WORDS), strict=True))


def test_workers_and_hash_seeds_make_no_difference():
    code = (
        "import json, sys\nfrom dedup.corpus import find_duplicates\n"
        "if __name__ == '__main__':\n"
        "    rows = json.load(sys.stdin)\n"
        "    found = find_duplicates(rows, workers=int(sys.argv[1]))\n"
        "    print([(p.a, p.b, p.jaccard) for p in found.pairs], found.clusters)\n"
    )
    rows = json.dumps([{"id": f"r{at}", "text": text} for at, text in enumerate(made(2_500, seed=1))])
    said = set()
    for workers, seed in (("1", "0"), ("2", "1"), ("4", "2")):
        done = subprocess.run(
            [sys.executable, "-c", code, workers], input=rows, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 10_000


@given(texts_alike, st.sampled_from([1, 2, 5]))
def test_sets_are_the_distinct_shingles(texts, width):
    sets = shingle_sets(texts, width)
    hashes = shingle_hashes(texts, width)
    for at in range(len(texts)):
        mine = sets.values[sets.offsets[at] : sets.offsets[at + 1]]
        theirs = np.unique(hashes.hashes[hashes.offsets[at] : hashes.offsets[at + 1]] >> np.uint64(16))
        assert mine.tolist() == theirs.tolist()


@given(st.lists(paragraphs, max_size=5))
def test_a_text_has_the_same_set_alone(texts):
    sets = shingle_sets(texts, 5)
    for at, text in enumerate(texts):
        assert sets.values[sets.offsets[at] : sets.offsets[at + 1]].tolist() == shingle_sets([text], 5).values.tolist()


@given(st.lists(st.integers(0, 2**48 - 1)))
def test_six_bytes_hold_a_value(values):
    assert unpacked(packed(np.array(values, np.uint64))).tolist() == values
    assert len(packed(np.array(values, np.uint64))) == 6 * len(values)


@given(texts_alike, st.data())
def test_packed_sets_give_back_what_was_added(texts, draw):
    store = PackedSets()
    for text in texts:
        store.append(shingle_sets([text], 2))
    whole = shingle_sets(texts, 2)
    some = SomeSets(np.arange(len(texts)), whole)
    wanted = np.array(draw.draw(st.lists(st.integers(0, len(texts) - 1)) if texts else st.just([])), np.int64)
    for most in (None, 2):
        assert all((x == y).all() for x, y in zip(store.gather(wanted, most), some.gather(wanted, most), strict=True))
    assert len(store) == len(texts)
    assert store.sizes(wanted).tolist() == some.sizes(wanted).tolist()


def test_merged_sets_count_a_place_once():
    sets = shingle_sets(["a b c", "d e f g"], 2)
    both = merged([SomeSets(np.array([4, 9]), sets), SomeSets(np.array([9]), ShingleSets(sets.values[2:], np.array([0, 3])))])
    assert both.places.tolist() == [4, 9]
    assert both.sizes(np.array([9, 4])).tolist() == [3, 2]


@given(texts_alike, st.sampled_from([0.3, 0.5, 0.75, 1.0]))
def test_scores_are_the_textbooks(texts, threshold):
    search = shard.plan(threshold, 2)
    sets = shard.sign(texts, search)
    own = [set(sets.values[low:high].tolist()) for low, high in zip(sets.offsets, sets.offsets[1:], strict=False)]
    every = np.array([(a, b) for a in range(len(texts)) for b in range(a + 1, len(texts))], np.int64).reshape(-1, 2)
    scored = shard.score(every, SomeSets(np.arange(len(texts)), sets), search)
    expected = {}
    for a, b in every.tolist():
        common, union = len(own[a] & own[b]), len(own[a] | own[b])
        if common and common >= threshold * union:
            expected[a, b] = (common / union, common / min(len(own[a]), len(own[b])))
    found = zip(map(tuple, scored.pairs.tolist()), scored.jaccard.tolist(), scored.containment.tolist(), strict=True)
    assert {pair: values for pair, *values in found} == {pair: list(values) for pair, values in expected.items()}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] < pair[1])))
def test_components_are_what_chains_tie_together(edges):
    parent = list(range(13))

    def root(at):
        return at if parent[at] == at else root(parent[at])

    for a, b in edges:
        parent[root(a)] = root(b)
    places, groups = components(np.array(edges, np.int64).reshape(-1, 2), larger_than=0)
    assert places.tolist() == sorted({at for edge in edges for at in edge})
    for one, mine in zip(places.tolist(), groups.tolist(), strict=True):
        for other, theirs in zip(places.tolist(), groups.tolist(), strict=True):
            assert (root(one) == root(other)) == (mine == theirs)


def test_a_chain_is_no_cluster():
    pairs = np.array([[0, 1], [1, 2], [2, 3]])
    groups = grouped(pairs, np.array([0.8, 0.9, 0.8]), np.arange(4), np.arange(4))
    assert [(group.kept, group.members) for group in groups] == [(0, [1]), (2, [3])]


@pytest.mark.parametrize("keep", ["first", "longest"])
def test_thousands_of_edited_copies_are_one_cluster_and_pages_of_a_site_are_none(keep):
    generator = random.Random(7)
    footer = " ".join(f"footer{at}" for at in range(60))
    page = [f"{generator.choice(WORDS)}{generator.randrange(99)}" for _ in range(150)]
    records = []
    for at in range(2_000):
        words = list(page)
        words[generator.randrange(150)] = f"edit{generator.randrange(10**6)}"
        records.append({"id": f"copy{at}", "text": " ".join(words) + " more" * (at == 1_234)})
        own = " ".join(f"{generator.choice(WORDS)}{generator.randrange(10**6)}" for _ in range(150))
        records.append({"id": f"own{at}", "text": f"{own} {footer}"})
    records += [{"id": f"again{at}", "text": records[2 * at + 1]["text"] + " again"} for at in range(300)]
    found = find_duplicates(records, keep=keep)
    large = max(found.clusters, key=lambda cluster: len(cluster.members))
    assert large.kept == {"first": "copy0", "longest": "copy1234"}[keep]
    assert len(large.members) == 1_999
    assert len(found.clusters) == 301
    assert sum(len(cluster.members) for cluster in found.clusters) == 2_299
    assert len(found.pairs) < 2_000 * 40


def test_a_plan_says_what_an_index_must_share():
    one = shard.plan(0.7, 5)
    assert one.fingerprint == shard.plan(0.7, 5).fingerprint
    assert len({one.fingerprint, shard.plan(0.8, 5).fingerprint, shard.plan(0.7, 4).fingerprint}) == 3


@pytest.mark.skipif(not data.available(), reason="needs the evaluation data")
def test_real_near_duplicates_are_found():
    names = ("asprout_wire", "bbc", "indian_news", "reuters21578")
    records = [
        {"id": row["id"], "text": "\n\n".join(row["paragraphs"])} for name in names for row in data.records(f"corpora/{name}")
    ]
    found = {frozenset((pair.a, pair.b)) for pair in find_duplicates(records).pairs}
    truth = [(row["jaccard5"], frozenset((row["a"], row["b"]))) for row in data.records("corpora/near_duplicate_pairs")]
    for least, recall in ((0.8, 0.98), (0.7, 0.95)):
        wanted = [pair for value, pair in truth if value >= least]
        assert sum(pair in found for pair in wanted) >= recall * len(wanted)


def test_nothing_to_do():
    search = shard.plan()
    nothing = shard.sign([], search)
    rescore = partial(shard.score, sets=PackedSets(), search=search)
    pairs = shard.meet(shard.entries(nothing, 0, search), search)
    assert shard.completed(rescore(pairs), lambda places: places, rescore).pairs.shape == (0, 2)
