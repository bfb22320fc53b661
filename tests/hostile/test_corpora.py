"""Every hostile corpus ends in records that obey the laws and rejects that say why: read, and by the command line."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

import dedup
from dedup import DedupError
from dedup.cli import main
from dedup.corpus import read_records
from dedup.corpus.records import text_of
from tests import laws
from tests.hostile.corpora import FILES

#: Files with a good record behind or before the damage: it must not be lost with it.
HAS_GOOD_ONES = ("gzip_bomb", "zstd_bomb", "one_line", "empty_lines", "deep_json", "wide_json", "encodings",
                 "warc_of_wrong_lengths", "warc_page_bomb", "gzip_with_a_tail")  # fmt: skip


def _made(name, size, folder):
    file, data = FILES[name](size)
    path = folder / file
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", FILES)
def test_reading_gives_records_or_says_why(name, tmp_path):
    path, rejects = _made(name, 20_000, tmp_path), []
    cleaner = dedup.Cleaner()
    good = 0
    for record in read_records(path, rejects=rejects.append):
        assert isinstance(record, dict)
        with contextlib.suppress(DedupError):
            text = text_of(record, None, place=0)
            if good < 20:
                laws.obeys_the_laws(cleaner.clean(text), cleaner)
            good += 1
    assert good or name not in HAS_GOOD_ONES
    assert all(reject.reason and reject.file == str(path) for reject in rejects)


def _command(*words):
    err = io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        code = main([str(word) for word in words])
    return code, err.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_the_command_cleans_or_says_why(name, tmp_path):
    path = _made(name, 20_000, tmp_path)
    before = path.read_bytes()
    out = tmp_path / f"out{'.parquet' if path.suffix == '.parquet' else '.jsonl'}"
    code, err = _command("corpus", path, "--output", out)
    assert code in (0, 1)
    assert "Traceback" not in err
    assert path.read_bytes() == before
    assert code == 0 or err
    if out.exists() and out.suffix == ".jsonl":
        assert all(isinstance(json.loads(line), dict) for line in out.read_bytes().splitlines())


@pytest.mark.parametrize("name", FILES)
def test_dedup_clean_on_such_a_file(name, tmp_path):
    """It takes articles; of a corpus it says which command does, and otherwise cleans the bytes or refuses them."""
    code, err = _command("clean", _made(name, 5_000, tmp_path))
    assert "Traceback" not in err
    assert code in (0, 1) or (code == 2 and "dedup corpus" in err)


@pytest.mark.parametrize("name", ["gzip_bomb", "zstd_bomb", "gzip_of_one_record"])
def test_a_bomb_stops_at_its_ratio(name, tmp_path):
    """A gigabyte in a megabyte is refused after 64 MB, and what stood before it is there."""
    path, rejects = _made(name, 120_000_000, tmp_path), []
    config = dedup.configure(max_ratio=50)
    records = sum(1 for _ in read_records(path, rejects=rejects.append, config=config))
    assert records >= 1
    assert "max_ratio" in rejects[-1].reason


def test_a_page_that_was_packed_is_bounded_too(tmp_path):
    path, rejects = _made("warc_page_bomb", 5_000_000, tmp_path), []
    records = list(read_records(path, rejects=rejects.append, config=dedup.configure(max_input_bytes=100_000)))
    assert "max_input_bytes" in rejects[0].reason
    assert [record["url"] for record in records] == ["https://a.example/1"]
