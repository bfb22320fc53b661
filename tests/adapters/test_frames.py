"""A batch, a frame and a data set give the same text as ``clean``."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from dedup import ConfigError, clean
from dedup.batch import clean_batch

BODY = "The old bridge across the Lune will open again on Monday, the council of Ashby said."
ARTICLE = (
    f"{BODY}\n\nAlso Read: Ferry returns to the harbour\n\nA levy on lorries pays for half of the repair.\n\n{BODY}\n"
)
PAGE = (
    f"<html><body><article><p>{BODY}</p><p>A levy on lorries pays for half of the repair.</p></article></body></html>"
)


def test_a_batch_keeps_every_field_and_cleans_one():
    records = [{"id": 1, "text": ARTICLE, "x": [2]}, {"id": 2, "text": None}, {"id": 3, "text": ""}]
    before = pickle.dumps(records)
    cleaned = clean_batch(records)
    assert pickle.dumps(records) == before
    assert cleaned[0]["text"] == clean(ARTICLE).text
    assert cleaned[0]["x"] == [2]
    assert [removal["rule"] for removal in cleaned[0]["removals"]] == [r.rule for r in clean(ARTICLE).removals]
    assert cleaned[1]["text"] is None
    assert cleaned[2]["text"] == ""


def test_a_bad_record_says_why_and_stops_nothing():
    cleaned = clean_batch([{"text": b"\xff\xfe\x00"}, {"text": ARTICLE}])
    assert "utf-16" in cleaned[0]["error"]
    assert cleaned[0]["text"] == b"\xff\xfe\x00"
    assert cleaned[1]["error"] is None


def test_workers_make_no_difference():
    records = [{"text": ARTICLE.replace("Monday", f"day {n}")} for n in range(6)]
    assert clean_batch(records, workers=2) == clean_batch(records)


@pytest.mark.parametrize(
    ("records", "arguments"),
    [([{"x": 1}], {}), ([{"text": "a"}], {"text_field": "b"}), ([], {"workers": -1}), ([], {"kep": 1})],
)
def test_impossible_batches(records, arguments):
    with pytest.raises(ConfigError):
        clean_batch(records, **arguments)


@pytest.mark.slow
def test_pandas():
    pd = pytest.importorskip("pandas")
    from dedup.adapters.pandas import clean_frame

    frame = pd.DataFrame({"body": [ARTICLE, None, PAGE]}, index=["a", "b", "c"])
    cleaned = clean_frame(frame, "body")
    assert list(cleaned.index) == ["a", "b", "c"]
    assert cleaned["clean_text"]["a"] == clean(ARTICLE).text
    assert cleaned["clean_text"]["c"] == clean(PAGE).text
    assert cleaned["clean_text"].isna().tolist() == [False, True, False]
    assert "clean_text" not in frame
    with pytest.raises(ConfigError, match="no column"):
        clean_frame(frame, "text")


@pytest.mark.slow
def test_polars():
    pl = pytest.importorskip("polars")
    from dedup.adapters.polars import clean_frame

    cleaned = clean_frame(pl.DataFrame({"body": [ARTICLE, None, PAGE]}), "body", faq="keep")
    assert cleaned["clean_text"].to_list() == [clean(ARTICLE).text, None, clean(PAGE).text]
    with pytest.raises(ConfigError, match="no column"):
        clean_frame(cleaned, "text")


@pytest.mark.slow
def test_datasets():
    datasets = pytest.importorskip("datasets")
    from dedup.adapters.datasets import CleanBatch

    data = datasets.Dataset.from_dict({"text": [ARTICLE, None, PAGE] * 4})
    cleaned = data.map(CleanBatch(), batched=True, batch_size=3)
    assert cleaned["clean_text"][:3] == [clean(ARTICLE).text, None, clean(PAGE).text]
    again = data.map(CleanBatch(), batched=True, batch_size=3)
    assert again._fingerprint == cleaned._fingerprint
    assert data.map(CleanBatch(keep="last"), batched=True)._fingerprint != cleaned._fingerprint


@pytest.mark.parametrize("adapter", ["pandas", "polars"])
def test_a_missing_extra_is_named(adapter):
    code = (
        f"import sys; sys.modules['{adapter}'] = None\n"
        f"try:\n    import dedup.adapters.{adapter}\nexcept ImportError as error:\n    print(type(error).__name__, error)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "MissingExtraError" in out
    assert f"article-dedup[{adapter}]" in out
