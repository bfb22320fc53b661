"""A real local Ray with two workers gives what one process gives, record for record."""

from __future__ import annotations

import pytest

import dedup
from dedup.corpus.duplicates import find_duplicates
from tests.corpus.test_shard_parity import made

pytestmark = pytest.mark.slow
ray = pytest.importorskip("ray")

LEAD = "The council of Ashby voted on Monday to close the old bridge to lorries until further notice, officials said."


@pytest.fixture(scope="module")
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=200 * 2**20)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def records():
    rows = [{"id": f"r{at}", "text": text, "date": f"2026-01-{at % 28 + 1:02}"} for at, text in enumerate(made(700, seed=3))]
    page = " ".join(f"word{at}" for at in range(150))
    rows += [{"id": f"c{at}", "text": f"{page} edit{at}", "date": "2026-02-01"} for at in range(150)]
    return rows


@pytest.mark.parametrize("keep", ["first", "longest", "newest"])
@pytest.mark.parametrize("parts", [1, 3])
def test_duplicates_are_those_of_one_process(cluster, keep, parts):
    from dedup.adapters.ray import find_duplicates as by_ray

    rows = records()
    dataset = ray.data.from_items(rows, override_num_blocks=5)
    expected = find_duplicates(rows, keep=keep)
    assert len(expected.clusters) > 50  # else the equality below would say little
    assert by_ray(dataset, keep=keep, parts=parts) == expected


def test_no_duplicates_at_all(cluster):
    from dedup.adapters.ray import find_duplicates as by_ray

    assert by_ray(ray.data.from_items([{"id": 1, "text": "a b c"}, {"id": 2, "text": ""}])).pairs == ()


def test_cleaning_is_that_of_one_process(cluster):
    from dedup.adapters.ray import CleanRows

    texts = [f"{LEAD}\n\nParagraph number {at} tells what happened next in some detail.\n\nALSO READ: More\n\n{LEAD}" for at in range(40)]
    dataset = ray.data.from_items([{"id": at, "text": text} for at, text in enumerate(texts)], override_num_blocks=4)
    rows = sorted(dataset.map_batches(CleanRows("text"), batch_size=7).take_all(), key=lambda row: row["id"])
    assert [row["clean_text"] for row in rows] == [dedup.clean_text(text) for text in texts]
    assert {row["clean_error"] for row in rows} == {""}


def test_a_bad_record_is_said(cluster):
    from dedup.adapters.ray import find_duplicates as by_ray

    with pytest.raises(Exception, match="none of the fields"):
        by_ray(ray.data.from_items([{"x": 1}]))
