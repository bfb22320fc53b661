"""The recipe for Spark, on a real local Spark with two workers, gives what one process gives."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from dedup.corpus.duplicates import find_duplicates
from tests.corpus.test_shard_parity import made

pytestmark = pytest.mark.slow
pyspark = pytest.importorskip("pyspark")
RECIPE = Path(__file__).parents[2] / "examples" / "spark_duplicates.py"


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    if shutil.which("java") is None:
        pytest.skip("no Java: bash .ci/services.sh")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.addPyFile(str(RECIPE))
    yield session
    session.stop()
    del os.environ["PYSPARK_PYTHON"]


@pytest.mark.parametrize("parts", [1, 3])
def test_duplicates_are_those_of_one_process(spark, parts):
    import spark_duplicates

    rows = [{"id": f"r{at}", "text": text} for at, text in enumerate(made(400, seed=3))]
    page = " ".join(f"word{at}" for at in range(150))
    rows += [{"id": f"c{at}", "text": f"{page} edit{at}"} for at in range(100)]
    expected = find_duplicates(rows)
    assert len(expected.clusters) > 50  # else the equality below would say little
    frame = spark.createDataFrame(spark.sparkContext.parallelize(rows, 5))
    assert spark_duplicates.find_duplicates(frame, parts=parts) == expected


def test_no_duplicates_at_all(spark):
    import spark_duplicates

    frame = spark.createDataFrame([{"id": "1", "text": "a b c"}, {"id": "2", "text": ""}])
    assert spark_duplicates.find_duplicates(frame).pairs == ()
