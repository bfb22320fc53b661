"""``dedup corpus`` as people call it, and as it is killed."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import html
import io
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import dedup
from dedup.cli import main
from dedup.corpus import read_records
from dedup.corpus.places import lock_of
from tests.corpus import made

ROOT = Path(__file__).parents[2]
# Every step that changes a disk counts; at the chosen one half of it is done, or none or all, and the process dies.
KILLED = """
import os, pathlib, random, signal, sys
from dedup.cli import main
from dedup.corpus import encoding, sqlite

moment, steps = int(sys.argv[1]), [0]

def counted(function):
    def step(*words, **named):
        steps[0] += getattr(words[0], "name", "") != ":memory:"
        if steps[0] != moment:
            return function(*words, **named)
        how = random.Random(moment).choice(("before", "half", "after"))
        if how == "half" and function.__name__ == "append":
            function(words[0], words[1][: len(words[1]) // 2])
        elif how == "after":
            function(*words, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    return step

if __name__ == "__main__":
    for owner, name in ((encoding.Part, "append"), (encoding.Part, "sync"), (encoding.Part, "finish"),
                        (sqlite.SqliteIndex, "add"), (pathlib.Path, "replace"), (pathlib.Path, "unlink")):
        setattr(owner, name, counted(getattr(owner, name)))
    code = main(sys.argv[2:])
    print(steps[0])
    sys.exit(code)
"""


def write(path, records):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(record) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def records_of(path):
    return list(read_records(path))


def digests(*paths):
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def remembered(path):
    """What an index holds, whatever order it came in."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        rows = base.execute("SELECT hex(key), name, count FROM passages JOIN sites ON site = number ORDER BY 1, 2").fetchall()
        return rows + base.execute("SELECT id, hex(passages) FROM records ORDER BY id").fetchall()


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path / "in.jsonl", made.site(300))


@pytest.fixture
def folder(tmp_path):
    """Two sites in two files, an empty file, a broken record, and ids that come twice."""
    write(tmp_path / "in" / "a.jsonl", [*made.site(300), *made.site(5)])
    (tmp_path / "in" / "b.jsonl").touch()
    path = write(tmp_path / "in" / "deep" / "c.jsonl.gz", made.site(200, host="valley.example"))
    text = gzip.decompress(path.read_bytes()) + b'{"text": "broken\n' + b'{"no": "text"}\n'
    path.write_bytes(gzip.compress(text))
    return tmp_path / "in"


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command line; gives exit code and standard error."""

    def call(*words, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(["corpus", *(str(word) for word in words)])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        assert not out
        assert "Traceback" not in err
        return code or 0, err

    return call


def test_each_record_is_cleaned_and_nothing_else_changes(run, corpus, tmp_path):
    out = tmp_path / "out.jsonl"
    code, err = run(corpus, "-o", out)
    assert code == 0
    assert "300 records, 0 failed" in err
    wanted = [{**one, "text": dedup.clean(one["text"], url=one["url"]).text} for one in records_of(corpus)]
    assert records_of(out) == wanted
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_what_a_site_repeats_goes_from_every_article_when_it_is_counted(run, corpus, tmp_path):
    out = tmp_path / "out.jsonl"
    assert run(corpus, "-o", out, "--site-repeats", 3)[0] == 0
    assert not any(made.BOX in one["text"] for one in records_of(out))


@pytest.mark.parametrize("how", [["--stream"], ["--index", "seen.db"]])
def test_first_seen_keeps_it_in_one_pass(run, corpus, tmp_path, how, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(corpus, "-o", "out.jsonl", *how)[0] == 0
    having = [made.BOX in one["text"] for one in records_of(tmp_path / "out.jsonl")]
    assert having[0]
    assert not any(having[20:])
    if "--index" in how:
        assert run(corpus, "-o", "again.jsonl", *how)[0] == 0
        assert not any(made.BOX in one["text"] for one in records_of(tmp_path / "again.jsonl"))


def test_a_folder_becomes_a_folder_of_the_same_names(run, folder, tmp_path):
    code, err = run(folder, "-o", tmp_path / "out")
    assert code == 1
    assert [path.relative_to(tmp_path / "out").as_posix() for path in sorted((tmp_path / "out").rglob("*.*"))] == [
        "a.jsonl", "b.jsonl", "deep/c.jsonl.gz"]  # fmt: skip
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == b""
    assert len(records_of(tmp_path / "out" / "deep" / "c.jsonl.gz")) == 200
    rejects = [json.loads(line) for line in (tmp_path / "out.rejects.jsonl").read_text().splitlines()]
    assert [one["place"] for one in rejects] == [200, 201]
    assert "not JSON" in rejects[0]["reason"]
    assert "none of the fields" in rejects[1]["reason"]
    assert rejects[1]["record"] == '{"no": "text"}'
    assert "out.rejects.jsonl" in err


def test_rejects_of_an_earlier_run_do_not_stay(run, folder, corpus, tmp_path):
    old = tmp_path / "out.jsonl.rejects.jsonl"
    old.write_text("old")
    assert run(corpus, "-o", tmp_path / "out.jsonl")[0] == 0
    assert not old.exists()


def test_compression_goes_by_the_suffix(run, tmp_path):
    corpus = write(tmp_path / "in.jsonl", [{**one, "tags": ["a"]} for one in made.site(300)])
    for name in ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet"):
        assert run(corpus, "-o", tmp_path / name)[0] == 0
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == (tmp_path / "out.jsonl").read_bytes()
    wanted = records_of(tmp_path / "out.jsonl")
    assert records_of(tmp_path / "out.jsonl.zst") == wanted
    assert records_of(tmp_path / "out.parquet") == wanted


def test_a_record_that_does_not_fit_the_columns_is_rejected_alone(run, tmp_path):
    records = [{**one, "tags": 1} for one in made.site(149)]
    records[140]["tags"] = "none"
    path = write(tmp_path / "in.jsonl", records)
    assert run(path, "-o", tmp_path / "out.parquet")[0] == 1
    assert len(records_of(tmp_path / "out.parquet")) == 148
    assert "columns" in (tmp_path / "out.parquet.rejects.jsonl").read_text()


def test_records_that_are_no_columns_are_refused(run, corpus, tmp_path):
    code, err = run(corpus, "-o", tmp_path / "out.parquet")
    assert code == 2
    assert "columns" in err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_articles_of_a_folder_become_lines(run, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(made.article(number)["text"])
    assert run(tmp_path / "in", "-o", tmp_path / "out.jsonl")[0] == 0
    assert [one["id"] for one in records_of(tmp_path / "out.jsonl")] == ["0.txt", "1.txt", "2.txt"]


def test_standard_input_and_named_fields(run, tmp_path):
    line = json.dumps({"nr": 7, "says": made.article(1)["text"]}).encode()
    assert run("-", "-o", tmp_path / "out.jsonl", "--text-field", "says", "--id-field", "nr", stdin=line)[0] == 0
    assert records_of(tmp_path / "out.jsonl")[0]["nr"] == 7


def test_a_dry_run_writes_nothing(run, folder, tmp_path):
    before = digests(tmp_path)
    code, err = run(folder, "--dry-run", "--index", tmp_path / "seen.db")
    assert code == 1
    assert "507 records, 2 failed" in err
    assert "site.repeat" in err
    assert digests(tmp_path) == before


def test_the_figures_and_the_page(run, corpus, tmp_path):
    words = (corpus, "-o", tmp_path / "out.jsonl", "--site-repeats", 3)
    assert run(*words, "--summary", tmp_path / "sum.json", "--report", tmp_path / "page.html")[0] == 0
    figures = json.loads((tmp_path / "sum.json").read_text())
    assert figures["records"] == 300
    assert figures["passages"][0]["removals"] == 300
    page = (tmp_path / "page.html").read_text()
    assert "300 articles" in page
    assert page.count('<details class="sample">') == 20


def test_the_page_says_what_each_passage_was_and_where_else_it_stood(run, tmp_path):
    corpus = write(tmp_path / "in.jsonl", made.site(12))
    words = (corpus, "-o", tmp_path / "out.jsonl", "--site-repeats", 3, "--report", tmp_path / "page.html")
    assert run(*words)[0] == 0
    text = " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", (tmp_path / "page.html").read_text(), flags=re.DOTALL).split())
    for furniture in (made.FOOTER, made.BOX, made.DISCLAIMER):
        said = text[text.index(furniture) + len(furniture) :][:140]
        assert "site.repeated: stands in 12 articles of this site, such as herald.example-" in said
    quote = html.escape(made.QUOTE)
    assert "Stayed: in 3 articles of herald.example: this one, herald.example-4" in text[text.index(quote) :][:300]


@pytest.mark.parametrize("how", [[], ["--site-repeats", "3"], ["--workers", "2", "--stream"]])
def test_a_pipe_gives_the_same_records(run, corpus, tmp_path, how):
    with corpus.open("ab") as more:
        more.write(b'{"no": "text"}\nnot json\n')
    assert run(corpus, "-o", tmp_path / "out.jsonl", *how)[0] == 1
    for words in (["-"], [corpus, "-o", "-"], *[["-", "-o", "-"]] * (not how)):
        ended = subprocess.run(
            [sys.executable, "-m", "dedup", "corpus", *words, *how], input=corpus.read_bytes(), capture_output=True
        )
        assert ended.returncode == 1
        assert ended.stdout == (tmp_path / "out.jsonl").read_bytes()
        assert b"302 records, 2 failed" in ended.stderr
        assert b"record 301: not JSON" in ended.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["in.jsonl"], "name the output"),
        (["missing.jsonl", "-o", "out.jsonl"], "no such file"),
        (["in.jsonl", "-o", "in.jsonl"], "is an input"),
        (["in.jsonl", "-o", "out.csv"], "records are written as"),
        (["in.jsonl", "in", "-o", "out.jsonl"], "name a folder"),
        (["in.jsonl", "in.jsonl", "-o", "out"], "would both become"),
        (["in.jsonl", "-o", "-", "--resume"], "--output OUT"),
        (["in.jsonl", "-o", "-", "--report", "page.html"], "--output OUT"),
        (["in.jsonl", "-o", "-", "--workers", "-1"], "workers"),
        (["in.jsonl", "-o", "out.jsonl", "--site-repeats", "1"], "site_repeats"),
        (["in.jsonl", "-o", "out.jsonl", "--workers", "-1"], "workers"),
        (["in.jsonl", "-o", "out.jsonl", "--report", "in.jsonl"], "is an input"),
        (["-", "-o", "out.jsonl", "--site-repeats", "3"], "only once"),
        (["in.jsonl", "-o", "out.jsonl", "--index", "in.jsonl"], "in.jsonl"),
    ],
)
def test_usage_errors_write_nothing(run, corpus, folder, tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    before = digests(tmp_path)
    code, err = run(*words)
    assert code == 2
    assert says in err
    assert digests(tmp_path) == before


def test_the_output_is_the_same_for_any_number_of_workers(run, folder, tmp_path):
    for workers in (1, 2):
        words = ("--workers", workers, "--index", tmp_path / f"{workers}.db")
        assert run(folder, "-o", tmp_path / f"out{workers}", *words)[0] == 1
    assert digests(tmp_path / "out1") == digests(tmp_path / "out2")
    assert remembered(tmp_path / "1.db") == remembered(tmp_path / "2.db") != []


def killed(moment, *words):
    """The command, killed at its ``moment``-th step on disk; gives exit code and standard output."""
    command = [sys.executable, "killed.py", str(moment), "corpus", *(str(word) for word in words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=900)
    return done.returncode, done.stdout, done.stderr


def kill_and_resume(moments, folder, tmp_path, *options):
    (tmp_path / "killed.py").write_text(KILLED)
    code, out, err = killed(0, folder, "-o", "whole", "--index", "whole.db", "--summary", "whole.json", *options)
    assert code == 1, err
    wanted = digests(tmp_path / "whole", tmp_path / "whole.rejects.jsonl")
    steps = int(out)
    assert steps > 10
    for moment in random.Random(7).sample(range(1, steps + 1), moments):
        name = f"at{moment}"
        words = (folder, "-o", name, "--index", f"{name}.db", "--summary", f"{name}.json", *options)
        assert killed(moment, *words)[0] == -signal.SIGKILL
        if (tmp_path / f"{name}.journal").exists():
            assert killed(0, *words)[0] == 2
        code, _, err = killed(0, *words, "--resume")
        assert code == 1, err
        got = digests(tmp_path / name, tmp_path / f"{name}.rejects.jsonl")
        assert {key.replace(name, "whole"): value for key, value in got.items()} == wanted, moment
        assert remembered(f"{name}.db") == remembered("whole.db"), moment
        assert not list(tmp_path.glob(f"{name}*.part*")), moment
        assert not (tmp_path / f"{name}.journal").exists()
        figures = [json.loads((tmp_path / f"{one}.json").read_text()) for one in ("whole", name)]
        assert {**figures[0], "seconds": 0} == {**figures[1], "seconds": 0}


@pytest.mark.parametrize("options", [("--site-repeats", "3")])
def test_a_killed_run_is_resumed_to_the_same_bytes(folder, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    kill_and_resume(2, folder, tmp_path, *options)


@pytest.mark.slow
def test_kills_in_the_middle_of_a_write_with_four_workers(folder, tmp_path, monkeypatch):
    """Half a write stands on the disk; twenty kills by the clock are in ``test_corpus_faults.py``."""
    monkeypatch.chdir(tmp_path)
    kill_and_resume(6, folder, tmp_path, "--workers", "4")


def stopped(folder, tmp_path, *options):
    (tmp_path / "killed.py").write_text(KILLED)
    assert killed(9, folder, "-o", "out", *options)[0] == -signal.SIGKILL
    assert json.loads((tmp_path / "out.journal").read_text())["batches"] > 0


@pytest.mark.parametrize("options", [["--stream"], ["--site-repeats", "3"], []])
def test_a_run_without_a_stored_index_is_resumed_too(run, folder, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    stopped(folder, tmp_path, *options)
    assert run(folder, "-o", "out", *options, "--resume")[0] == 1
    assert run(folder, "-o", "whole", *options)[0] == 1
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_an_unfinished_run_is_not_overwritten_and_not_mixed(run, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stopped(folder, tmp_path, "--index", "seen.db")
    code, err = run(folder, "-o", "out", "--index", "seen.db")
    assert code == 2
    assert "--resume" in err
    code, err = run(folder, "-o", "out", "--index", "seen.db", "--resume", "--keep", "longest")
    assert code == 2
    assert "(keep)" in err
    (tmp_path / "in" / "a.jsonl").write_text("")
    code, err = run(folder, "-o", "out", "--index", "seen.db", "--resume")
    assert code == 2
    assert "(inputs)" in err


def test_a_lost_index_or_journal_is_said(run, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stopped(folder, tmp_path, "--index", "seen.db")
    (tmp_path / "seen.db").rename(tmp_path / "away.db")
    code, err = run(folder, "-o", "out", "--index", "seen.db", "--resume")
    assert code == 2
    assert "seen.db is gone" in err
    (tmp_path / "out.journal").write_text("{")
    code, err = run(folder, "-o", "out", "--index", "seen.db", "--resume")
    assert code == 1
    assert "no journal" in err


def test_a_finished_run_is_not_run_again(run, folder, tmp_path):
    words = (folder, "-o", tmp_path / "out", "--index", tmp_path / "seen.db", "--resume")
    assert run(*words)[0] == 1
    before = digests(tmp_path)
    lock_of(str(tmp_path / "out")).touch()  # as a run leaves it that is killed when all is written
    code, err = run(*words)
    assert code == 1
    assert "nothing to resume" in err
    assert digests(tmp_path) == before
    assert not lock_of(str(tmp_path / "out")).exists()
