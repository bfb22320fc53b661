"""What goes wrong around ``dedup corpus``, with the real thing: full disks, dead processes, damaged files, two at once.

Each time there must be a clear message, no damage, and after ``--resume`` the bytes of a run that was left alone.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dedup.corpus import RecordWriter, SqliteIndex, read_records
from dedup.corpus.lock import Lock
from dedup.errors import OutputError, SourceError
from tests.cli.test_corpus import ROOT, digests, kill_and_resume, remembered, write
from tests.corpus import made
from tests.corpus.test_index import Server

_NOBODY = 65534
BATCH = 128
COUNT = 12 * BATCH
#: Seconds after which a run hangs, on however busy a machine.
PATIENCE = 900


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "in.jsonl", made.site(COUNT))


def command(*words):
    return [sys.executable, "-m", "dedup", "corpus", *(str(word) for word in words)]


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*words, **options):
    """Exit code and standard error of a whole run."""
    done = subprocess.run(
        command(*words), env=environment(), capture_output=True, text=True, check=False, timeout=PATIENCE, **options
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr


@contextlib.contextmanager
def under_way(*words, output="out.jsonl", batches=2):
    """A run that has finished so many batches and stands still; it is killed at the end if it is still there."""
    process = subprocess.Popen(command(*words), env=environment(), stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + PATIENCE
        while finished(output) < batches:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.002)
        process.send_signal(signal.SIGSTOP)
        assert Path(f"{output}.journal").exists(), "it was over before it could be stopped"
        yield process
    finally:
        process.kill()
        process.communicate()


def finished(output):
    try:
        return json.loads(Path(f"{output}.journal").read_text())["batches"]
    except (FileNotFoundError, ValueError):
        return -1


def ended(process):
    """Let it go on; exit code and standard error."""
    process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in err, err
    return process.returncode, err


def whole(corpus, *words):
    """The digest of a run that nothing disturbed."""
    if not words:
        return list(_whole(corpus.read_bytes()))
    assert run(corpus, *words, "-o", "whole.jsonl")[0] in (0, 1)
    return list(digests(Path("whole.jsonl")).values())


@functools.lru_cache(maxsize=1)
def _whole(data):
    """The same without an index, which nobody could look at afterwards; most tests ask it of one corpus."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder, "in.jsonl"), Path(folder, "whole.jsonl")
        corpus.write_bytes(data)
        assert run(corpus, "-o", out)[0] in (0, 1)
        return tuple(digests(out).values())


def leftovers():
    return sorted(path.name for path in Path().iterdir() if path.suffix in (".part", ".lock", ".journal"))


# Full disks.


def limited(size):
    """No file may grow beyond so many bytes, which is how a full disk looks to one writer."""
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))}


def test_a_disk_that_is_full_after_some_batches(corpus):
    code, err = run(corpus, "-o", "out.jsonl", **limited(500_000))
    assert code == 2
    assert "out.jsonl cannot be written: the disk is full" in err
    assert "--resume goes on" in err
    assert not Path("out.jsonl").exists()
    assert finished("out.jsonl") > 0
    assert run(corpus, "-o", "out.jsonl", "--resume")[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus)
    assert leftovers() == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 500, 20_000])
def test_a_disk_that_is_full_at_once_leaves_nothing(corpus, size):
    code, err = run(corpus, "-o", "out.jsonl", **limited(size))
    assert code == 2
    assert "the disk is full" in err
    assert "--resume" not in err
    assert [path.name for path in Path().iterdir()] == ["in.jsonl"]


@pytest.mark.slow
def test_an_index_that_can_grow_no_further_is_sound(corpus):
    code, err = run(corpus, "-o", "out.jsonl", "--index", "seen.db", **limited(1_200_000))
    assert code == 2
    assert "seen.db" in err or "out.jsonl cannot be written" in err
    assert "--resume goes on" in err
    with SqliteIndex("seen.db") as index:
        index.check()
    assert run(corpus, "-o", "out.jsonl", "--index", "seen.db", "--resume")[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus, "--index", "other.db")
    assert remembered("seen.db") == remembered("other.db")


@pytest.fixture
def small():
    """A real file system of 600 KB."""
    place = Path("small")
    place.mkdir()
    mounted = os.getuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], check=False, capture_output=True
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("a file system cannot be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.slow
def test_a_real_disk_that_is_full(corpus, small):
    code, err = run(corpus, "-o", small / "out.jsonl", "--index", "seen.db")
    assert code == 2
    assert "out.jsonl cannot be written: the disk is full" in err
    subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
    assert run(corpus, "-o", small / "out.jsonl", "--index", "seen.db", "--resume")[0] == 0
    assert list(digests(small / "out.jsonl").values()) == whole(corpus, "--index", "other.db")
    assert remembered("seen.db") == remembered("other.db")


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_a_writer_of_records_leaves_the_old_file_where_the_disk_is_full(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"old")
    script = (
        "import resource, sys\nfrom dedup.corpus import RecordWriter\nimport random\n"
        "with RecordWriter(sys.argv[1]) as out:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))\n"
        "    for number in range(4_000):\n"
        "        out.write({'id': number, 'text': random.Random(number).randbytes(40).hex()})\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], env=environment(), capture_output=True, text=True, check=False)
    assert "OutputError" in done.stderr
    assert "the disk is full" in done.stderr
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == [name]


# Places that are no files, or may not be written.


def test_a_device_is_written_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    with RecordWriter(pipe) as out:
        out.write({"id": 1})
    assert reader.communicate(timeout=30)[0] == '{"id": 1}\n'
    assert pipe.is_fifo()
    assert [one.name for one in tmp_path.iterdir()] == ["pipe.jsonl"]
    device = tmp_path / "full.jsonl"
    device.symlink_to("/dev/full")
    with pytest.raises(OutputError, match="the disk is full"), RecordWriter(device) as out:
        out.write({"id": 1})
    null = tmp_path / "null.jsonl"
    null.symlink_to(os.devnull)
    with RecordWriter(null) as out:
        out.write({"id": 1})
    assert null.is_char_device()
    table = null.rename(tmp_path / "null.parquet")
    with pytest.raises(SourceError, match="no regular file"):
        RecordWriter(table)


@pytest.mark.parametrize("target", [os.devnull, "/dev/full", "pipe.jsonl"])
def test_a_corpus_does_not_go_to_a_device(corpus, target):
    os.mkfifo("pipe.jsonl")
    code, err = run(corpus, "-o", target)
    assert code == 2
    assert "neither a file nor a folder" in err
    assert sorted(path.name for path in Path().iterdir()) == ["in.jsonl", "pipe.jsonl"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody who may write nothing")
@pytest.mark.parametrize("words", [("-o", "closed/out.jsonl"), ("-o", "closed/deep/"), ("-o", "open/out.jsonl", "--index", "closed/seen.db")])
def test_a_folder_that_may_not_be_written(words):
    # Not in pytest's folder: that is closed to others.
    folder = Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    folder.chmod(0o755)
    (folder / "closed").mkdir(mode=0o755)
    (folder / "open").mkdir()
    (folder / "open").chmod(0o777)
    write(folder / "in.jsonl", made.site(20)).chmod(0o644)
    # The first run loads all there is to load: another user may not read root's Python.
    script = (
        "import os, sys\nfrom dedup.cli import main\n"
        "main(['corpus', 'in.jsonl', '-o', 'warm.jsonl', '--index', 'warm.db'])\n"
        "os.setuid(int(sys.argv[1]))\nsys.exit(main(sys.argv[2:]))"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(_NOBODY), "corpus", "in.jsonl", *words],
            cwd=folder, env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert "cannot be written" in done.stderr
        assert done.returncode == 2
        assert list((folder / "closed").iterdir()) == []
        assert list((folder / "open").iterdir()) == []
    finally:
        shutil.rmtree(folder)


# Two at once.


def test_a_second_run_of_one_output_is_refused_while_the_first_one_works(corpus):
    with under_way(corpus, "-o", "out.jsonl") as process:
        before = digests(Path())
        for more in ([], ["--resume"]):
            code, err = run(corpus, "-o", "out.jsonl", *more)
            assert code == 2
            assert "another run is writing out.jsonl" in err
        assert digests(Path()) == before
        assert ended(process)[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus)
    assert leftovers() == []


def test_a_lock_that_a_killed_run_left_at_its_end_is_removed_unless_it_is_held(corpus):
    run(corpus, "-o", "out.jsonl")
    lock = Path("out.jsonl.lock")
    with Lock(lock, "out.jsonl"):
        assert run(corpus, "-o", "out.jsonl", "--resume")[0] == 0
        assert lock.exists()
    lock.touch()
    assert run(corpus, "-o", "out.jsonl", "--resume")[0] == 0
    assert not lock.exists()


@pytest.mark.slow
def test_of_two_that_resume_one_goes_on(corpus):
    with under_way(corpus, "-o", "out.jsonl") as process:
        process.kill()
        process.wait()
    both = [
        subprocess.Popen(command(corpus, "-o", "out.jsonl", "--resume"), env=environment(), stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=PATIENCE)[1] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 2]), said
    assert codes == [0, 0] or any("another run" in err for err in said)
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus)
    assert leftovers() == []


@pytest.mark.slow
def test_two_runs_with_one_index_at_once(corpus):
    other = write(Path("other.jsonl"), made.site(COUNT, host="valley.example"))
    runs = [
        subprocess.Popen(command(source, "-o", f"out{at}.jsonl", "--index", "seen.db"), env=environment(), stderr=subprocess.PIPE, text=True)
        for at, source in enumerate((corpus, other))
    ]
    for process in runs:
        assert process.communicate(timeout=PATIENCE)[1].startswith(f"{COUNT:,} records, 0 failed")
        assert process.returncode == 0
    with SqliteIndex("seen.db") as index:
        index.check()
    for source in (corpus, other):  # another site is another matter, so that each finds what it would find alone
        assert run(source, "-o", f"alone-{source.name}", "--index", f"alone-{source.name}.db")[0] == 0
    assert digests(Path("out0.jsonl")).popitem()[1] == digests(Path("alone-in.jsonl")).popitem()[1]
    assert digests(Path("out1.jsonl")).popitem()[1] == digests(Path("alone-other.jsonl")).popitem()[1]
    assert together("seen.db") == together("alone-in.jsonl.db", "alone-other.jsonl.db")


def together(*paths):
    """What indexes of different sites hold, as one would hold it."""
    passages, records = [], []
    for path in paths:
        with contextlib.closing(sqlite3.connect(path)) as base:
            passages += base.execute("SELECT hex(key), name, count FROM passages JOIN sites ON site = number").fetchall()
            records += base.execute("SELECT id, hex(passages) FROM records").fetchall()
    return sorted(passages) + sorted(records)


# Processes that die.


@pytest.mark.slow
def test_an_interrupt_is_answered_and_the_run_goes_on(corpus):
    # Where the tests themselves run in the background, interrupts are ignored, and children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with under_way(corpus, "-o", "out.jsonl", "--workers", "2") as process:
        process.send_signal(signal.SIGINT)
        code, err = ended(process)
    assert code == 130
    assert "interrupted; the same command with --resume goes on" in err
    assert run(corpus, "-o", "out.jsonl", "--workers", "2", "--resume")[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus)
    assert leftovers() == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_worker_that_dies_stops_the_run_and_it_goes_on(corpus):
    with under_way(corpus, "-o", "out.jsonl", "--workers", "2") as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
        os.kill(int(workers[0]), signal.SIGKILL)
        code, err = ended(process)
    assert code == 2
    assert "a worker process died" in err
    assert "--resume" in err
    assert run(corpus, "-o", "out.jsonl", "--resume")[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == whole(corpus)
    assert leftovers() == []


# Files that are damaged or change.


def test_a_truncated_gzip_gives_what_it_held_and_says_so(corpus):
    packed = gzip.compress(corpus.read_bytes())
    Path("cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    code, err = run("cut.jsonl.gz", "-o", "out.jsonl", "--workers", "2")
    assert code == 1
    assert "1 failed" in err
    (reject,) = [json.loads(line) for line in Path("out.jsonl.rejects.jsonl").read_text().splitlines()]
    assert "ended before the end-of-stream marker" in reject["reason"]
    found = [one["id"] for one in read_records("out.jsonl")]
    assert len(found) > COUNT // 4
    assert found == [one["id"] for one in made.site(COUNT)][: len(found)]


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 100, 4096, 50_000])
def test_a_damaged_index_is_named_and_nothing_written(corpus, place):
    assert run(corpus, "-o", "first.jsonl", "--index", "seen.db")[0] == 0
    data = Path("seen.db").read_bytes()
    Path("seen.db").write_bytes(data[:place] + b"\xa5" * 4096 * 40 + data[place + 4096 * 40 :])
    damaged = Path("seen.db").read_bytes()
    code, err = run(corpus, "-o", "out.jsonl", "--index", "seen.db")
    assert code == 2
    assert "seen.db" in err
    assert not Path("out.jsonl").exists()
    if place < 4096:
        assert Path("seen.db").read_bytes() == damaged
        assert leftovers() == []


def test_what_is_appended_while_it_is_read_waits_for_the_next_run(corpus):
    wanted = whole(corpus)
    with under_way(corpus, "-o", "out.jsonl") as process:
        with corpus.open("a") as file:
            file.writelines(json.dumps(made.article(number)) + "\n" for number in range(9_000, 9_300))
        code, err = ended(process)
    assert code == 0
    assert f"{COUNT:,} records" in err
    assert list(digests(Path("out.jsonl")).values()) == wanted


@pytest.mark.slow
def test_what_is_appended_before_a_resume_is_said(corpus):
    with under_way(corpus, "-o", "out.jsonl") as process:
        process.kill()
        process.wait()
    with corpus.open("a") as file:
        file.write(json.dumps(made.article(9_000)) + "\n")
    code, err = run(corpus, "-o", "out.jsonl", "--resume")
    assert code == 2
    assert "(inputs)" in err


# Other stores and formats.


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".parquet", ".jsonl.zst"])
def test_other_formats_are_resumed_too(tmp_path, monkeypatch, suffix):
    monkeypatch.chdir(tmp_path)
    records = [{**one, "tags": ["a"]} for one in made.site(500)]
    with RecordWriter(tmp_path / "in" / f"a{suffix}") as out:
        for record in records:
            out.write(record)
    write(tmp_path / "in" / "b.jsonl", [*made.site(150, host="valley.example"), {"no": "text"}])
    kill_and_resume(3, tmp_path / "in", tmp_path, "--site-repeats", "3")


@pytest.fixture
def server(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server: bash .ci/services.sh")
    pytest.importorskip("redis")
    (tmp_path / "redis").mkdir()
    server = Server(tmp_path / "redis", keep=True)
    yield server
    server.stop()


def in_redis(server):
    """Everything in a Redis server, by key."""
    client = server.client()
    read = {b"hash": client.hgetall, b"zset": lambda key: client.zrange(key, 0, -1, withscores=True)}
    return {key: read[client.type(key)](key) for key in sorted(client.keys())}


@pytest.mark.slow
def test_a_redis_server_that_goes_away_and_comes_back(corpus, server):
    wanted = whole(corpus, "--index", server.address)
    known = in_redis(server)
    server.client().flushall()
    with under_way(corpus, "-o", "out.jsonl", "--index", server.address) as process:
        server.stop()
        code, err = ended(process)
    assert code == 2
    assert "Redis" in err
    assert "--resume goes on" in err
    code, err = run(corpus, "-o", "out.jsonl", "--index", server.address, "--resume")
    assert code == 2
    assert "Redis" in err
    server.start()
    assert run(corpus, "-o", "out.jsonl", "--index", server.address, "--resume")[0] == 0
    assert list(digests(Path("out.jsonl")).values()) == wanted
    assert in_redis(server) == known


@pytest.mark.slow
def test_a_killed_run_with_redis_is_resumed_to_the_same_bytes(corpus, server):
    wanted = whole(corpus, "--index", server.address)
    known = in_redis(server)
    for batches in (1, 3, 7):
        server.client().flushall()
        with under_way(corpus, "-o", "out.jsonl", "--index", server.address, batches=batches) as process:
            process.kill()
            process.wait()
        assert run(corpus, "-o", "out.jsonl", "--index", server.address, "--resume")[0] == 0
        assert list(digests(Path("out.jsonl")).values()) == wanted
        assert in_redis(server) == known
        Path("out.jsonl").unlink()
