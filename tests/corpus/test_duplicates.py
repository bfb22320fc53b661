"""Near-duplicate articles: pairs are exact, clusters have no chains."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import ConfigError, RecordError, WorkerError
from dedup.corpus import find_duplicates
from dedup.measure.normalize import comparison_form

WORDS = "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey".split()


def _grams(text, size):
    words = comparison_form(text).split()
    return {tuple(words[at : at + size]) for at in range(max(len(words) - size + 1, 1))} if words else set()


def _truth(texts, threshold, size):
    """The textbook: every pair, set by set."""
    grams = [_grams(text, size) for text in texts]
    found = {}
    for a in range(len(texts)):
        for b in range(a + 1, len(texts)):
            if grams[a] and grams[b]:
                jaccard = len(grams[a] & grams[b]) / len(grams[a] | grams[b])
                if jaccard >= threshold:
                    found[a, b] = (jaccard, len(grams[a] & grams[b]) / min(len(grams[a]), len(grams[b])))
    return found


def _articles(seed, count=40):
    generator = random.Random(seed)
    texts = []
    for _ in range(count):
        if texts and generator.random() < 0.5:
            words = generator.choice(texts).split()
            for _ in range(generator.randint(0, 4)):
                words[generator.randrange(len(words))] = generator.choice(WORDS)
            texts.append(" ".join(words))
        else:
            texts.append(" ".join(generator.choices(WORDS, k=generator.randint(60, 120))))
    return texts


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.9])
def test_pairs_are_those_of_the_textbook(seed, threshold):
    texts = _articles(seed)
    found = find_duplicates([{"id": at, "text": text} for at, text in enumerate(texts)], threshold=threshold)
    truth = _truth(texts, threshold, 5)
    assert {(pair.a, pair.b) for pair in found.pairs} == truth.keys()
    for pair in found.pairs:
        assert (pair.jaccard, pair.containment) == truth[pair.a, pair.b]


@given(
    st.lists(st.lists(st.sampled_from(WORDS[:4]), max_size=12).map(" ".join), max_size=12),
    st.sampled_from(["first", "longest"]),
)
def test_clusters_are_around_one_that_each_member_resembles(texts, keep):
    records = [{"id": at, "text": text} for at, text in enumerate(texts)]
    found = find_duplicates(records, threshold=0.6, ngram=2, keep=keep)
    near = {frozenset((pair.a, pair.b)) for pair in found.pairs}
    dropped = [member for cluster in found.clusters for member in cluster.members]
    kept = {cluster.kept for cluster in found.clusters}
    assert len(dropped) == len(set(dropped))
    assert not kept & set(dropped)
    for cluster in found.clusters:
        assert all(frozenset((cluster.kept, member)) in near for member in cluster.members)
        assert all(score >= 0.6 for score in cluster.scores)


LONG = "The council of Ashby voted on Monday to close the old bridge to lorries from the first of June until further notice."


@pytest.mark.parametrize(("keep", "kept"), [("first", "a"), ("longest", "c"), ("newest", "b")])
def test_keep(keep, kept):
    records = [
        {"id": "a", "text": LONG, "date": "2026-01-01"},
        {"id": "b", "text": LONG.upper(), "date": "2026-03-01"},
        {"id": "c", "text": LONG + " Indeed.", "date": "2026-02-01"},
    ]
    clusters = find_duplicates(records, keep=keep).clusters
    assert [cluster.kept for cluster in clusters] == [kept]
    assert set(clusters[0].members) == {"a", "b", "c"} - {kept}


def test_scripts_without_spaces():
    text = "市议会周一批准了新桥的预算预计明年春天开工工程将持续两年耗资四百万元由省里负担一半"
    assert find_duplicates([{"id": 1, "text": text}, {"id": 2, "text": text + "。"}]).pairs[0].jaccard == 1.0


def test_usual_field_names_and_places_as_ids():
    found = find_duplicates([{"maintext": LONG}, {"maintext": LONG}])
    assert (found.pairs[0].a, found.pairs[0].b) == (0, 1)
    found = find_duplicates([{"key": "x", "said": LONG}, {"key": "y", "said": LONG}], text_field="said", id_field="key")
    assert found.clusters[0].kept == "x"


def test_nothing_resembles_an_empty_text():
    assert find_duplicates([]).pairs == ()
    assert find_duplicates([{"text": ""}, {"text": ""}, {"text": "!!"}]).pairs == ()


def test_many_copies_stay_linear():
    found = find_duplicates([{"text": LONG} for _ in range(3_000)])
    assert len(found.clusters) == 1
    assert len(found.clusters[0].members) == 2_999
    assert len(found.pairs) < 3_000 * 130


@pytest.mark.parametrize(
    "wrong", [{"threshold": 0}, {"threshold": 1.5}, {"ngram": 0}, {"ngram": 2.5}, {"keep": "best"}, {"threshold": "x"}]
)
def test_impossible_arguments(wrong):
    with pytest.raises(ConfigError):
        find_duplicates([], **wrong)


@pytest.mark.parametrize(
    "records", [[{"text": 3}], ["text"], [{"x": "y"}], [{"id": 1, "text": "a"}, {"id": 1, "text": "b"}]]
)
def test_unusable_records(records):
    with pytest.raises(RecordError):
        find_duplicates(records)


def test_the_package_offers_it_without_loading_it():
    assert dedup.corpus.find_duplicates is find_duplicates
    with pytest.raises(AttributeError, match="nothing"):
        _ = dedup.nothing


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_worker_that_dies_is_said():
    def texts():
        for number in range(20_000):
            if number == 15_000:
                children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
                workers = [pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
                os.kill(int(workers[0]), signal.SIGKILL)
            yield {"text": f"text number {number}"}

    with pytest.raises(WorkerError, match="a worker process died"):
        find_duplicates(texts(), workers=2)
