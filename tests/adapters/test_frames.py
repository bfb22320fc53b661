"""A batch, a frame and a data set give the same text as ``clean``."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys

import pytest

from dedup import ConfigError, DedupError, clean
from dedup.batch import clean_batch, clean_values

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


def test_a_column_of_values_holds_text_or_nothing():
    rows = clean_values([ARTICLE, None, b"\xff\xfe\x00", 3, ""])
    assert [row and row["text"] for row in rows] == [clean(ARTICLE).text, None, None, None, ""]
    assert [bool(row and row["error"]) for row in rows] == [False, False, True, True, False]


@pytest.mark.slow
def test_pandas():
    pd = pytest.importorskip("pandas")
    from dedup.adapters.pandas import clean_frame

    frame = pd.DataFrame({"body": [ARTICLE, None, PAGE]}, index=["a", "b", "c"])
    before = frame.copy(deep=True)
    cleaned = clean_frame(frame, "body")
    assert list(cleaned.index) == ["a", "b", "c"]
    assert cleaned["clean_text"]["a"] == clean(ARTICLE).text
    assert cleaned["clean_markdown"]["c"] == clean(PAGE).markdown
    assert cleaned["clean_text"]["c"] == clean(PAGE).text
    assert cleaned["clean_text"].isna().tolist() == [False, True, False]
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(clean_frame(frame, "body", workers=2), cleaned)


@pytest.mark.slow
def test_pandas_keeps_any_index_and_knows_every_kind_of_nothing():
    pd = pytest.importorskip("pandas")
    from dedup.adapters.pandas import clean_frame

    values = [ARTICLE, pd.NA, None, float("nan"), b"\xff\xfe\x00"]
    index = pd.MultiIndex.from_tuples([("x", 1), ("x", 1), ("y", 0), ("y", 2), ("z", 0)], names=["site", "day"])
    cleaned = clean_frame(pd.DataFrame({"body": values}, index=index), "body", prefix="")
    assert cleaned.index.equals(index)
    assert cleaned["text"].isna().tolist() == [False, True, True, True, True]
    assert cleaned["error"].isna().tolist() == [True, True, True, True, False]
    strings = clean_frame(pd.DataFrame({"body": pd.array([ARTICLE, pd.NA], dtype="string")}), "body")
    assert strings["clean_text"].tolist() == [clean(ARTICLE).text, None]
    assert clean_frame(pd.DataFrame({"body": []}), "body")["clean_text"].tolist() == []


@pytest.mark.slow
def test_frames_that_cannot_be_cleaned():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    from dedup.adapters import pandas, polars

    with pytest.raises(ConfigError, match="no column 'text'; it has body"):
        pandas.clean_frame(pd.DataFrame({"body": [ARTICLE]}), "text")
    with pytest.raises(ConfigError, match="several columns 'body'"):
        pandas.clean_frame(pd.DataFrame([[1, 2]], columns=["body", "body"]), "body")
    with pytest.raises(ConfigError, match="no column 'text'; it has body"):
        polars.clean_frame(pl.DataFrame({"body": [ARTICLE]}), "text")
    with pytest.raises(ConfigError, match="collect it first"):
        polars.clean_frame(pl.LazyFrame({"body": [ARTICLE]}), "body")
    with pytest.raises(ConfigError, match="did you mean 'keep'"):
        polars.clean_frame(pl.DataFrame({"body": [ARTICLE]}), "body", kep="last")


@pytest.mark.slow
def test_polars():
    pl = pytest.importorskip("polars")
    from dedup.adapters.polars import clean_frame

    frame = pl.DataFrame({"body": [ARTICLE, None, PAGE]})
    cleaned = clean_frame(frame, "body", faq="keep")
    assert cleaned["clean_text"].to_list() == [clean(ARTICLE).text, None, clean(PAGE).text]
    assert [r["rule"] for r in json.loads(cleaned["clean_removals"][0])] == [r.rule for r in clean(ARTICLE).removals]
    assert cleaned.select("body").equals(frame)
    assert clean_frame(frame, "body", faq="keep", workers=2).equals(cleaned)
    raw = clean_frame(pl.DataFrame({"body": [ARTICLE.encode(), b"\xff\xfe\x00", None]}), "body")
    assert raw["clean_text"].to_list() == [clean(ARTICLE).text, None, None]
    assert raw["clean_error"].is_null().to_list() == [True, False, True]
    empty = clean_frame(pl.DataFrame({"body": []}), "body")
    assert empty.schema["clean_text"] == pl.String


@pytest.fixture
def data():
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    return datasets.Dataset.from_dict({"id": list(range(12)), "text": [ARTICLE, None, PAGE] * 4})


@pytest.mark.slow
def test_datasets(data):
    from dedup.adapters.datasets import CleanBatch

    cleaned = data.map(CleanBatch(), batched=True, batch_size=3)
    assert cleaned["clean_text"][:3] == [clean(ARTICLE).text, None, clean(PAGE).text]
    assert cleaned["id"][:] == list(range(12))
    assert [json.loads(r)[0]["rule"] for r in cleaned["clean_removals"][:1]] == [clean(ARTICLE).removals[0].rule]
    parallel = data.map(CleanBatch(), batched=True, batch_size=2, num_proc=3)
    assert parallel.to_dict() == cleaned.to_dict()
    assert pickle.loads(pickle.dumps(CleanBatch(keep="last"))).config.keep == "last"


@pytest.mark.slow
def test_the_same_work_has_the_same_fingerprint(data):
    from dedup.adapters.datasets import CleanBatch

    cleaned = data.map(CleanBatch(), batched=True)
    again = data.map(CleanBatch(), batched=True)
    assert again._fingerprint == cleaned._fingerprint
    assert data.map(CleanBatch(keep="last"), batched=True)._fingerprint != cleaned._fingerprint


@pytest.mark.slow
def test_a_fingerprint_is_the_same_in_every_process():
    pytest.importorskip("datasets")
    code = (
        "import datasets; from datasets.fingerprint import Hasher; from dedup.adapters.datasets import CleanBatch\n"
        "datasets.disable_progress_bars()\n"
        "clean = CleanBatch('text', faq='keep', ignore=('a', 'b'))\n"
        "data = datasets.Dataset.from_dict({'text': ['One.', None]})\n"
        "print(Hasher.hash(clean), data.map(clean, batched=True)._fingerprint)"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(printed) == 1


@pytest.mark.slow
def test_another_version_and_other_rules_are_other_work(monkeypatch, tmp_path):
    pytest.importorskip("datasets")
    from datasets.fingerprint import Hasher

    from dedup.adapters import datasets as adapter

    rules = tmp_path / "mine.toml"
    rule = '[[rules]]\nlanguage = "en"\nform = "opening"\nsource = "here"\nphrases = ["{0}"]\n'
    rule += 'strike = ["{0}: one"]\nkeep = ["Here it is."]\n'

    def fingerprint(phrase):
        rules.write_text('family = "mine.puzzle"\n' + rule.format(phrase), encoding="utf-8")
        return Hasher.hash(adapter.CleanBatch(rule_files=(str(rules),)))

    first = fingerprint("puzzle of the day")
    assert fingerprint("crossword of the day") != first
    assert fingerprint("puzzle of the day") == first
    monkeypatch.setattr(adapter, "__version__", "99.0.0")
    assert fingerprint("puzzle of the day") != first
    with pytest.raises(DedupError, match=r"missing\.toml"):
        adapter.CleanBatch(rule_files=(str(tmp_path / "missing.toml"),))


@pytest.mark.slow
def test_a_data_set_without_the_column(data):
    from dedup.adapters.datasets import CleanBatch

    with pytest.raises(ConfigError, match="no column 'body'; it has id, text"):
        data.map(CleanBatch("body"), batched=True)
    with pytest.raises(ConfigError, match="faq must be one of"):
        CleanBatch(faq="perhaps")


@pytest.mark.parametrize("adapter", ["pandas", "polars"])
def test_a_missing_extra_is_named(adapter):
    code = (
        f"import sys; sys.modules['{adapter}'] = None\n"
        f"try:\n    import dedup.adapters.{adapter}\nexcept ImportError as error:\n    print(type(error).__name__, error)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "MissingExtraError" in out
    assert f"article-dedup[{adapter}]" in out
