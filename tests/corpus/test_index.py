"""The index of passages: one behaviour in memory, in a SQLite file and in a real Redis server; and what each survives.

Permission bits do not stop root, so the tests of read-only files run in a process that has become another user.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import dedup
from dedup.corpus import Entry, MemoryIndex, RedisIndex, SqliteIndex, clean_corpus, open_index
from tests.corpus.made import DISCLAIMER, FOOTER, article, site

_ROOT = Path(__file__).parents[2]
_NOBODY = 65534
A, B, C, D = (bytes([letter]) * 16 for letter in b"abcd")
HERALD, GAZETTE = "herald.example", "gazette.example"


class Server:
    """A Redis server of our own, on a free port of this machine, that keeps nothing on disk unless told to."""

    def __init__(self, folder, *, keep=False):
        self.keep = "yes" if keep else "no"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        options = f"--port {self.port} --bind 127.0.0.1 --appendonly {self.keep} --appendfsync always --dir {self.folder}"
        self.process = subprocess.Popen(["redis-server", *options.split(), "--save", ""], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while not self.client().ping_or_not():
            assert self.process.poll() is None, "the Redis server ended"
            assert time.monotonic() < until, "the Redis server does not answer"
            time.sleep(0.02)

    def client(self):
        import redis

        class Client(redis.Redis):
            def ping_or_not(self):
                try:
                    return self.ping()
                except redis.RedisError:
                    return False

        return Client.from_url(self.address)

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def running():
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server: bash .ci/services.sh")
    pytest.importorskip("redis")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        yield server
        server.stop()


@pytest.fixture
def server(running):
    running.client().flushall()
    return running


_REDIS = pytest.param("redis", marks=pytest.mark.slow)
#: An index in memory is gone when it is closed.
outlives = pytest.mark.parametrize("kind", ["sqlite", _REDIS], indirect=True)


@pytest.fixture(params=["memory", "sqlite", _REDIS])
def kind(request):
    return request.param


@pytest.fixture
def target(kind, request, tmp_path):
    """What ``open_index`` is given."""
    if kind == "memory":
        return None
    return tmp_path / "seen.db" if kind == "sqlite" else request.getfixturevalue("server").address


@pytest.fixture
def index(target):
    with open_index(target) as opened:
        yield opened


def entry(name, *passages, place=HERALD):
    return Entry(name, place, passages)


def seen(index, *passages, place=HERALD, but=""):
    """Pages, and for each passage how many others have it and who."""
    found = index.lookup(place, passages, but=but)
    return found.pages, {key: (one.others, set(one.records)) for key, one in found.seen.items()}


def names(count):
    return [f"article {number:02}" for number in range(count)]


# What holds for all three.


def test_open_index_opens_what_it_was_asked_for(kind, index):
    assert type(index) is {"memory": MemoryIndex, "sqlite": SqliteIndex, "redis": RedisIndex}[kind]


def test_an_empty_index_knows_nothing(index):
    assert seen(index, A) == (0, {})
    assert index.known("one") is None
    assert index.forget(["one"]) == 0


def test_what_was_added_is_found_on_its_site_only(index):
    index.add([entry("one", A, B), entry("two", A), entry("three", A, place=GAZETTE)])
    assert seen(index, A, B, C) == (2, {A: (2, {"one", "two"}), B: (1, {"one"})})
    assert seen(index, A, B, C, place=GAZETTE) == (1, {A: (1, {"three"})})
    assert index.known("one") == {A, B}
    assert index.known("four") is None


def test_the_article_itself_is_left_out(index):
    index.add([entry("one", A, B), entry("two", A)])
    assert seen(index, A, B, but="one") == (1, {A: (1, {"two"})})
    assert seen(index, A, B, but="unknown") == seen(index, A, B)


def test_an_article_of_another_site_is_not_left_out(index):
    index.add([entry("one", A, place=GAZETTE), entry("two", A)])
    assert seen(index, A, but="one") == (1, {A: (1, {"two"})})


def test_an_article_without_passages_is_a_page(index):
    index.add([entry("one")])
    assert index.known("one") == frozenset()
    assert seen(index, A) == (1, {})
    assert seen(index, A, but="one") == (0, {})
    assert index.forget(["one"]) == 1


def test_adding_again_changes_nothing(index):
    entries = [entry("one", A, B), entry("two", A, A)]
    index.add(entries)
    once = seen(index, A, B)
    index.add(entries)
    index.add(iter(entries))
    assert seen(index, A, B) == once == (2, {A: (2, {"one", "two"}), B: (1, {"one"})})


def test_another_version_adds_its_passages(index):
    index.add([entry("one", A, B)])
    index.add([entry("one", B, C)])
    assert index.known("one") == {A, B, C}
    assert seen(index, A, B, C) == (1, dict.fromkeys((A, B, C), (1, {"one"})))


def test_an_article_stays_with_its_first_site(index):
    index.add([entry("one", A), entry("two", A), entry("one", B, place=GAZETTE)])
    index.add([entry("two", C, place=GAZETTE)])
    assert seen(index, A, B, C, place=GAZETTE) == (0, {})
    assert seen(index, A, B, C) == (2, {A: (2, {"one", "two"}), B: (1, {"one"}), C: (1, {"two"})})
    assert index.forget(["one", "two"]) == 2
    assert seen(index, A, B, C) == (0, {})


def test_forgotten_is_as_if_never_added(index):
    index.add([entry("one", A, B), entry("two", A)])
    assert index.forget(["one", "one", "unknown"]) == 1
    assert index.known("one") is None
    assert seen(index, A, B) == (1, {A: (1, {"two"})})
    index.add([entry("one", A, B)])
    assert seen(index, A, B) == (2, {A: (2, {"one", "two"}), B: (1, {"one"})})


def test_counts_are_exact_where_names_are_only_some(index):
    index.add([entry(name, A) for name in names(200)])
    pages, found = seen(index, A, but="article 03")
    count, some = found[A]
    assert (pages, count) == (199, 199)
    assert 12 <= len(some) <= 16
    assert some < set(names(200)) - {"article 03"}
    assert index.forget(names(200)[1:]) == 199
    assert seen(index, A)[:1] == (1,)
    assert seen(index, A)[1][A][0] == 1


@pytest.mark.parametrize("name", ["", "a:b", "Ærø – 東京", "x" * 5000, "a\x00b", "%s'\"; DROP TABLE"])
def test_any_name_will_do(index, name):
    index.add([entry(name, A, place=name), entry("other", A, place=name)])
    assert index.known(name) == {A}
    assert seen(index, A, place=name, but="other") == (1, {A: (1, {name})})
    assert index.forget([name]) == 1


def test_the_fingerprint_is_that_of_the_passages(index):
    assert index.fingerprint() == MemoryIndex().fingerprint()
    assert index.fingerprint() != MemoryIndex(site_words=9).fingerprint()
    # How often is decided when an article is cleaned, not when it is remembered.
    assert index.fingerprint() == MemoryIndex(site_repeats=7).fingerprint()
    assert re.fullmatch("[0-9a-f]{16}", index.fingerprint())


def test_a_repeated_footer_is_struck_and_nothing_written(index):
    list(clean_corpus(site(8), index=index))
    new = article(20)
    result = dedup.clean(new["text"], url=new["url"], index=index)
    footer = next(one for one in result.removed("site.repeated") if FOOTER in one.text)
    evidence = footer.because[0].evidence
    assert isinstance(evidence, dedup.Seen)
    assert (evidence.measure, evidence.value) == ("documents", 9.0)
    assert FOOTER in evidence.passage
    assert evidence.document_id.startswith(HERALD)
    assert FOOTER not in result.text
    assert DISCLAIMER not in result.text
    assert index.known(new["url"]) is None
    assert dedup.clean(new["text"], url=new["url"], index=index) == result


def test_two_articles_are_too_few(index):
    list(clean_corpus(site(1), index=index))
    new = article(20)
    assert FOOTER in dedup.clean(new["text"], url=new["url"], index=index).text


@pytest.mark.parametrize("url", [None, "", "https://www.gazette.example/1", "https://[", "no address"])
def test_another_site_or_none_is_left_alone(index, url):
    list(clean_corpus(site(8), index=index))
    assert dedup.clean(article(20)["text"], url=url, index=index).removed("site") == ()


def test_all_stores_clean_alike(index):
    assert list(clean_corpus(site(), index=index)) == list(clean_corpus(site(), index=MemoryIndex()))


def test_a_closed_index_says_so(index):
    index.close()
    index.close()
    for use in (lambda: index.known("one"), lambda: index.add([entry("one", A)]), lambda: seen(index, A)):
        with pytest.raises(dedup.StoreError, match="closed"):
            use()


@outlives
def test_an_index_is_there_when_it_is_opened_again(target):
    with open_index(target) as index:
        index.add([entry("one", A, B), entry("two", A)])
    with open_index(target) as index:
        assert seen(index, A, B) == (2, {A: (2, {"one", "two"}), B: (1, {"one"})})
        index.add([entry("three", A)])
    with open_index(target, read_only=True) as index:
        assert seen(index, A)[0] == 3


@outlives
def test_other_settings_are_refused_by_name(target):
    open_index(target).close()
    for read_only in (False, True):
        with pytest.raises(dedup.StoreError, match=r"site_words=6, and site_words=9"):
            open_index(target, site_words=9, read_only=read_only)
    open_index(target, site_repeats=7).close()


@outlives
def test_a_read_only_index_is_not_written(target):
    with open_index(target) as index:
        index.add([entry("one", A)])
    with open_index(target, read_only=True) as index:
        for change in (lambda: index.add([entry("two", A)]), lambda: index.forget(["one"])):
            with pytest.raises(dedup.StoreError, match="read only"):
                change()
        assert seen(index, A) == (1, {A: (1, {"one"})})


@outlives
def test_an_index_that_is_not_there_cannot_be_read_only(kind, target):
    with pytest.raises(dedup.StoreError, match=r"no such index|is no index"):
        open_index(target, read_only=True)
    if kind == "sqlite":
        assert not target.exists()


@outlives
def test_two_see_each_others_articles(target):
    with open_index(target) as one, open_index(target) as two:
        one.add([entry("one", A)])
        two.add([entry("two", A)])
        assert seen(one, A) == seen(two, A) == (2, {A: (2, {"one", "two"})})


_WRITE = """
import sys
from dedup.corpus import Entry, open_index
target, me, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_index(target) as index:
    print("open", flush=True)
    for number in range(count):
        own = f"{me} {number}".encode().ljust(16)
        index.add([Entry(f"{me} {number}", "herald.example", (b"a" * 16, own)), Entry("both", "herald.example", (own,))])
        print(number, flush=True)
"""


def writer(target, me, count):
    arguments = [sys.executable, "-c", _WRITE, str(target), me, str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=_ROOT)


@outlives
def test_processes_write_one_index_at_once(kind, target):
    count = 40
    processes = [writer(target, me, count) for me in "xyz"]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with open_index(target) as index:
        assert seen(index, A, but="both")[0] == 3 * count
        assert seen(index, A)[1][A][0] == 3 * count
        assert index.known("both") == {f"{me} {number}".encode().ljust(16) for me in "xyz" for number in range(count)}
        if kind == "sqlite":
            index.check()


# A file.


def test_processes_that_make_a_file_at_once_make_one(tmp_path):
    for turn in range(4):
        processes = [writer(tmp_path / f"{turn}.db", me, 1) for me in "xyz"]
        assert [process.wait() for process in processes] == [0, 0, 0]
        for process in processes:
            process.stdout.close()
        with SqliteIndex(tmp_path / f"{turn}.db") as index:
            index.check()
            assert seen(index, A)[0] == 4


@pytest.mark.parametrize("after", [0, 1, 7, 30])
def test_a_killed_writer_leaves_a_sound_index(tmp_path, after):
    path = tmp_path / "seen.db"
    process = writer(path, "x", 1_000_000)
    last = -1
    for line in process.stdout:
        if line.strip().isdecimal():
            last = int(line)
        if last >= after:
            break
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    with SqliteIndex(path) as index:
        index.check()
        pages, found = seen(index, A)
        # What was said to be written is there, each article with the passage that came with it.
        assert pages - 1 == found[A][0] == len(index.known("both")) > last
        index.add([entry("after", A)])
        index.check()


def test_an_addition_is_all_or_nothing(tmp_path):
    def broken():
        yield entry("one", A)
        raise RuntimeError("the source broke")

    with SqliteIndex(tmp_path / "seen.db") as index:
        with pytest.raises(RuntimeError, match="broke"):
            index.add(broken())
        assert seen(index, A) == (0, {})
        with pytest.raises(dedup.StoreError, match=r"seen\.db"):
            index.add([entry("one", A), entry("\ud800", A)])
        assert seen(index, A) == (0, {})
        index.check()


def made(path, count=300):
    with SqliteIndex(path) as index:
        index.add([entry(name, A, name.encode().ljust(16)) for name in names(count)])
    return path.read_bytes()


@pytest.mark.parametrize("content", [b"no database at all, " * 400, b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 8192])
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_index_is_named_and_left_alone(tmp_path, content, read_only):
    path = tmp_path / "seen.db"
    path.write_bytes(content)
    with pytest.raises(dedup.StoreError, match=r"seen\.db"):
        open_index(path, read_only=read_only)
    assert path.read_bytes() == content


@pytest.mark.parametrize("size", [2, 100, 4096, 9000])
def test_a_file_that_was_cut_off_is_named(tmp_path, size):
    path = tmp_path / "seen.db"
    path.write_bytes(made(path)[:size])
    with pytest.raises(dedup.StoreError, match=r"seen\.db.*(damaged|database|table)"), SqliteIndex(path) as index:
        index.check()


def test_damage_anywhere_is_an_error_of_ours_or_harmless(tmp_path):
    path = tmp_path / "seen.db"
    whole = made(path)
    refused = []
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:place] + b"\xa5" * 64 + whole[place + 64 :])
        try:
            with SqliteIndex(path) as index:
                index.lookup(HERALD, [A, *(name.encode().ljust(16) for name in names(300))], but="article 07")
                index.add([entry("new", A, B)])
                index.check()
        except dedup.DedupError as error:
            refused.append(str(error))
    assert len(refused) > 10
    assert all("seen.db" in message for message in refused)


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "seen.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE passages(key)")
    other.close()
    for read_only in (True, False):
        with pytest.raises(dedup.StoreError, match=r"seen\.db is a database of another program"):
            open_index(path, read_only=read_only)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("passages",)]
    other.close()


def test_settings_that_are_no_json_are_damage(tmp_path):
    path = tmp_path / "seen.db"
    SqliteIndex(path).close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE meta SET value = '{'")
    other.close()
    with pytest.raises(dedup.StoreError, match=r"seen\.db"):
        SqliteIndex(path)


@pytest.mark.parametrize("name", ["no/such/folder/seen.db", ".", "nul\x00byte"])
def test_a_path_that_cannot_be_is_named(tmp_path, name):
    with pytest.raises(dedup.StoreError, match=f"{tmp_path}"):
        open_index(f"{tmp_path}/{name}")


@pytest.mark.parametrize("name", ["per%20cent.db", "what?mode=memory.db", "hash#.db", "Ærø 東京.db"])
def test_a_file_is_called_what_it_is_called(tmp_path, name):
    with open_index(tmp_path / name) as index:
        index.add([entry("one", A)])
    assert (tmp_path / name).stat().st_size > 0
    with open_index(str(tmp_path / name), read_only=True) as index:
        assert seen(index, A)[0] == 1


_AS_ANOTHER = """
import os, sys
sys.path.insert(0, sys.argv[1])
import dedup
from dedup.corpus import Entry, open_index
from tests.corpus.made import FOOTER, article
new = article(20)
dedup.clean(new["text"], url=new["url"])  # loads everything while it may still be read
path, uid = sys.argv[2], int(sys.argv[3])
if uid >= 0:
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
with open_index(path, read_only=True) as index:
    print(FOOTER in dedup.clean(new["text"], url=new["url"], index=index).text)
try:
    with open_index(path) as index:
        index.add([Entry("one", "herald.example", (b"a" * 16,))])
except dedup.StoreError as error:
    print(error)
else:
    print("written")
"""


@pytest.fixture
def locked():
    """A folder that others may read; what is in it can be closed to writers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def as_another(path):
    uid = _NOBODY if os.geteuid() == 0 else -1
    done = subprocess.run(
        [sys.executable, "-c", _AS_ANOTHER, str(_ROOT), str(path), str(uid)], capture_output=True, text=True, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("closed", ["file", "folder", "both"])
def test_where_nothing_may_be_written_an_index_still_cleans(locked, closed):
    path = locked / "seen.db"
    list(clean_corpus(site(8), index=path))
    before = path.read_bytes()
    os.chmod(path, 0o444 if closed != "folder" else 0o666)
    locked.chmod(0o777 if closed == "file" else 0o555)
    footer_left, refusal = as_another(path)
    assert footer_left == "False"
    assert f"{path}: cannot be written" in refusal
    assert path.read_bytes() == before


def test_an_index_that_is_being_written_can_be_read_from_a_closed_folder(locked):
    path = locked / "seen.db"
    with SqliteIndex(path) as index:
        list(clean_corpus(site(8), index=index))
        for one in locked.iterdir():
            one.chmod(0o444)
        locked.chmod(0o555)
        footer_left, refusal = as_another(path)
        assert footer_left == "False"
        assert "cannot be written" in refusal


# Redis.


@pytest.fixture
def shared(server):
    with RedisIndex(server.address) as opened:
        yield opened


@pytest.mark.slow
def test_what_is_in_redis_is_plain(server, shared):
    shared.add([entry("one", A, B)])
    client = server.client()
    kinds = {key: client.type(key) for key in client.scan_iter()}
    site_name = HERALD.encode()
    assert kinds == {
        b"dedup:seen:meta": b"hash",
        b"dedup:seen:r:one": b"hash",
        b"dedup:seen:s:" + site_name: b"zset",
        b"dedup:seen:p:" + site_name + b":" + A: b"zset",
        b"dedup:seen:p:" + site_name + b":" + B: b"zset",
    }
    assert client.hgetall("dedup:seen:r:one") == {b"site": site_name, A: b"", B: b""}
    assert client.zrange(b"dedup:seen:s:" + site_name, 0, -1) == [b"one"]
    assert client.hgetall("dedup:seen:meta") == {
        name.encode(): str(value).encode() for name, value in shared.settings.items()
    }
    assert all(client.ttl(key) == -1 for key in kinds)
    assert shared.forget(["one"]) == 1
    assert client.keys() == [b"dedup:seen:meta"]


@pytest.mark.slow
def test_indexes_in_one_database_are_apart(server, shared):
    with open_index(server.address, name="other") as other:
        shared.add([entry("one", A)])
        assert other.known("one") is None
    for name, ttl in (("a:b", None), ("a", 0), ("a", -1.0), ("a", float("nan"))):
        with pytest.raises(dedup.ConfigError):
            RedisIndex(server.address, name=name, ttl=ttl)


@pytest.mark.slow
def test_articles_expire_unless_they_are_added_again(server):
    with RedisIndex(server.address, ttl=2.0) as index:
        index.add([entry("one", A, B), entry("two", A)])
        assert seen(index, A, B) == (2, {A: (2, {"one", "two"}), B: (1, {"one"})})
        for _ in range(4):
            time.sleep(0.75)
            index.add([entry("two", A)])
        assert index.known("one") is None
        assert seen(index, A, B) == (1, {A: (1, {"two"})})
        time.sleep(2.2)
        assert seen(index, A, B) == (0, {})
        assert server.client().keys() == [b"dedup:seen:meta"]


@pytest.mark.slow
def test_a_short_life_does_not_shorten_a_long_one(server):
    with RedisIndex(server.address, ttl=3600) as long, RedisIndex(server.address, ttl=1.0) as short:
        long.add([entry("one", A)])
        short.add([entry("two", A)])
        assert seen(long, A)[0] == 2
        time.sleep(1.3)
        assert seen(long, A) == seen(short, A) == (1, {A: (1, {"one"})})


@pytest.mark.slow
def test_a_server_that_went_away_is_an_error_until_it_is_back(server, shared):
    shared.add([entry("one", A)])
    new = article(20)
    server.stop()
    try:
        uses = [
            lambda: shared.add([entry("two", A)]),
            lambda: shared.forget(["one"]),
            lambda: shared.known("one"),
            lambda: seen(shared, A),
            lambda: dedup.clean(new["text"], url=new["url"], index=shared),
            lambda: open_index(server.address),
        ]
        for use in uses:
            with pytest.raises(dedup.StoreError, match="Redis"):
                use()
    finally:
        server.start()
    shared.add([entry("two", A)])
    assert shared.known("two") == {A}
    list(clean_corpus(site(8), index=shared))
    assert FOOTER not in dedup.clean(new["text"], url=new["url"], index=shared).text


@pytest.mark.slow
def test_a_server_that_hangs_is_an_error(server):
    with open_index(server.address + "?socket_timeout=0.1") as index:
        server.process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(dedup.StoreError, match=r"(?i)timeout"):
                index.known("one")
        finally:
            server.process.send_signal(signal.SIGCONT)
        assert index.known("one") is None


@pytest.mark.slow
def test_what_others_left_under_our_keys_is_an_error(server, shared):
    client = server.client()
    client.set("dedup:seen:r:one", "a string")
    with pytest.raises(dedup.StoreError, match="WRONGTYPE"):
        shared.add([entry("one", A)])
    for name, value in ((b"site_words", b"{"), (b"\xff", b"1")):
        client.hset("dedup:seen:meta", name, value)
        with pytest.raises(dedup.StoreError, match="Redis"):
            open_index(server.address)
        client.delete("dedup:seen:meta")


@pytest.mark.slow
def test_an_address_that_cannot_be_is_refused():
    pytest.importorskip("redis")
    for address in ("redis://127.0.0.1:99999999/0", "redis://127.0.0.1:x/0", "http://127.0.0.1"):
        with pytest.raises(dedup.StoreError, match="Redis"):
            RedisIndex(address)


# Against a model.


class Model(RuleBasedStateMachine):
    """Any sequence of calls leaves both stores as a dict would be."""

    ids = st.sampled_from(["one", "two", "three", "four"])
    entries = st.builds(
        Entry, ids, st.sampled_from([HERALD, GAZETTE]), st.lists(st.sampled_from([A, B, C, D]), max_size=4).map(tuple)
    )

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "seen.db"
        self.memory = MemoryIndex()
        self.file = SqliteIndex(self.path)
        self.model = {}

    @property
    def both(self):
        return self.memory, self.file

    @rule(entries=st.lists(entries, max_size=5))
    def add(self, entries):
        for one in entries:
            self.model.setdefault(one.id, (one.site, set()))[1].update(one.passages)
        for index in self.both:
            index.add(entries)

    @rule(ids=st.lists(ids, max_size=3))
    def forget(self, ids):
        known = len(set(ids) & set(self.model))
        for name in ids:
            self.model.pop(name, None)
        for index in self.both:
            assert index.forget(ids) == known

    @rule()
    def reopen(self):
        self.file.close()
        self.file = SqliteIndex(self.path)

    @rule(place=st.sampled_from([HERALD, GAZETTE]), but=st.one_of(st.just(""), ids))
    def look_up(self, place, but):
        others = {name: keys for name, (where, keys) in self.model.items() if where == place and name != but}
        having = {key: {name for name, keys in others.items() if key in keys} for key in (A, B, C, D)}
        expected = (len(others), {key: (len(some), some) for key, some in having.items() if some})
        for index in self.both:
            assert seen(index, A, B, C, D, place=place, but=but) == expected

    @rule(name=ids)
    def known(self, name):
        expected = frozenset(self.model[name][1]) if name in self.model else None
        for index in self.both:
            assert index.known(name) == expected

    @invariant()
    def sound(self):
        for index in self.both:
            index.check()

    def teardown(self):
        for index in self.both:
            index.close()
        self.folder.cleanup()


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
