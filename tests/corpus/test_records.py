"""Records in, records out: every format, and every way in which a file can be broken."""

from __future__ import annotations

import gzip
import io
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.corpus import RecordWriter, read_records
from dedup.corpus.records import id_of, site_of, text_of, url_of

zstandard = pytest.importorskip("zstandard")
pytest.importorskip("pyarrow")
pytest.importorskip("warcio")

RECORDS = [
    {"zeta": {"a": [1, 2.5, None]}, "id": n, "text": f"Bericht {n} über die Brücke.", "alpha": True, "url": ""}
    for n in range(300)
]
SUFFIXES = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".parquet"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_written_is_read_in_order_with_fields_in_order(tmp_path, suffix):
    path = tmp_path / f"articles{suffix}"
    with RecordWriter(path) as out:
        for record in RECORDS:
            out.write(record)
        assert not path.exists()
    back = list(read_records(path))
    assert back == RECORDS
    assert [list(record) for record in back] == [list(record) for record in RECORDS]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_records_give_the_same_bytes(tmp_path, suffix):
    for name in "ab":
        with RecordWriter(tmp_path / (name + suffix)) as out:
            for record in RECORDS:
                out.write(record)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file_is_a_file(tmp_path, suffix):
    with RecordWriter(tmp_path / f"none{suffix}"):
        pass
    assert list(read_records(tmp_path / f"none{suffix}")) == []


def test_after_an_exception_the_old_file_stands(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1}\n')

    def fail():
        with RecordWriter(path) as out:
            out.write({"id": 2})
            raise KeyError("mine")

    with pytest.raises(KeyError):
        fail()
    assert path.read_text() == '{"id": 1}\n'
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_keeps_its_schema(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("n", pa.int16()), ("when", pa.timestamp("us", tz="UTC")), ("text", pa.large_string())])
    table = pa.table({"n": [1, 2], "when": [0, None], "text": ["a", None]}, schema=schema)
    parquet.write_table(table, tmp_path / "in.parquet")
    with RecordWriter(tmp_path / "out.parquet", schema=schema) as out:
        for record in read_records(tmp_path / "in.parquet"):
            out.write(record)
    assert parquet.read_table(tmp_path / "out.parquet").equals(table)


def test_what_does_not_fit_a_column_is_said(tmp_path):
    out = RecordWriter(tmp_path / "a.parquet")
    out.write({"n": 1})
    out.write({"n": "one"})
    with pytest.raises(dedup.RecordError, match="columns"):
        out.close()


@pytest.mark.parametrize("name", ["a.csv", "a.warc", "a"])
def test_an_unknown_format_is_said(tmp_path, name):
    with pytest.raises(dedup.SourceError, match="jsonl"):
        RecordWriter(tmp_path / name)
    (tmp_path / "a.csv").write_text("x")
    with pytest.raises(dedup.SourceError, match=r"known are \.jsonl"):
        list(read_records(tmp_path / "a.csv"))
    with pytest.raises(dedup.SourceError, match="no such file"):
        list(read_records(tmp_path / "absent.jsonl"))


def test_a_folder_gives_its_record_files_and_then_its_articles(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("Zwei.")
    (tmp_path / "one.html").write_bytes("<meta charset=latin-1><p>Brücke</p>".encode("latin-1"))
    (tmp_path / "z.jsonl").write_text('{"id": 7}\n')
    (tmp_path / ".hidden.txt").write_text("no")
    records = list(read_records(tmp_path))
    assert [record["id"] for record in records] == [7, "one.html", "b/two.txt"]
    assert "Brücke" in records[1]["text"]
    (tmp_path / "none").mkdir()
    with pytest.raises(dedup.SourceError, match="neither"):
        list(read_records(tmp_path / "none"))


def _warc(path, pages, gzipped):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, status, kind, body in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            writer.write_record(record)


PAGES = [
    ("https://herald.example/1", "200 OK", "text/html; charset=iso-8859-1", "<p>Brücke</p>".encode("latin-1")),
    ("https://herald.example/logo", "200 OK", "image/png", b"\x89PNG"),
    ("https://herald.example/404", "404 Not Found", "text/html", b"gone"),
    ("https://herald.example/2", "200 OK", "text/html", "<meta charset=utf-8><p>Zwei – drei</p>".encode()),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_warc_gives_its_pages(tmp_path, name):
    _warc(tmp_path / name, PAGES, name.endswith("gz"))
    records = list(read_records(tmp_path / name))
    assert [record["url"] for record in records] == [PAGES[0][0], PAGES[3][0]]
    assert "Brücke" in records[0]["text"]
    assert "Zwei – drei" in records[1]["text"]
    assert list(records[0]) == ["id", "url", "date", "text"]


def test_a_page_packed_in_a_way_that_is_not_read_says_so(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %b\r\n\r\n"
    plain, packed = b"<p>The bridge reopens on Monday.</p>", bytes.fromhex("8b0480") + b"\x03\x8f" * 300
    entries = [(b"br", plain), (b"br", packed), (b"zstd", packed), (b"gzip", gzip.compress(plain))]
    warc = b"".join(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Target-URI: https://a.example/%d\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
        % (number, number, len(body := head % encoding + page), body)
        for number, (encoding, page) in enumerate(entries)
    )
    (tmp_path / "a.warc").write_bytes(warc)
    rejects = []
    records = list(read_records(tmp_path / "a.warc", rejects=rejects.append))
    assert [(record["url"][-1], record["text"]) for record in records] == [("0", plain.decode()), ("3", plain.decode())]
    assert [reject.reason for reject in rejects] == ["packed as 'br', which is not read here", "packed as 'zstd', which is not read here"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_truncated_warc_says_so(tmp_path, name):
    pages = [(f"https://a.example/{n}", "200 OK", "text/html", f"<p>Seite {n}</p>".encode() * 900) for n in range(3)]
    _warc(tmp_path / name, pages, name.endswith("gz"))
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: -len(data) // 6])
    rejects = []
    records = list(read_records(tmp_path / name, rejects=rejects.append))
    assert [record["url"][-1] for record in records] == ["0", "1"]
    assert len(rejects) == 1
    assert "cannot be read further" in rejects[0].reason


BROKEN = [
    (b'{"id": 1', "not JSON"),
    (b"[1, 2]", "JSON array, not an object"),
    (b"3", "JSON number"),
    (b"\xff\xfe{}", "not JSON"),
    (b'{"n": ' + b"9" * 5000 + b"}", "not JSON"),
    (b"[" * 100_000, "nested too deeply"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_a_bad_line_is_rejected_and_the_rest_is_read(tmp_path, line, reason):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 0}\r\n\n' + line + b'\n{"id": 2}')
    rejects = []
    assert [record["id"] for record in read_records(path, rejects=rejects.append)] == [0, 2]
    assert [(reject.place, reject.file) for reject in rejects] == [(2, str(path))]
    assert reason in rejects[0].reason
    with pytest.raises(dedup.RecordError, match="record 2"):
        list(read_records(path))


def test_a_line_beyond_the_limit_is_not_held(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb") as file:
        file.write(b'{"id": 0}\n{"text": "' + b"x" * 5_000_000 + b'"}\n{"id": 2}\n')
    rejects = []
    config = dedup.configure(max_input_bytes=10_000)
    assert [r["id"] for r in read_records(path, rejects=rejects.append, config=config)] == [0, 2]
    assert "max_input_bytes" in rejects[0].reason
    assert len(rejects[0].record) == 200


def _pack(suffix, data):
    return gzip.compress(data) if suffix.endswith("gz") else zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst"])
def test_a_truncated_file_gives_what_stood_before(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    lines = [json.dumps({"id": n, "text": str(zlib.crc32(str(n).encode())) * 9}).encode() + b"\n" for n in range(5000)]
    data = b"".join(_pack(suffix, b"".join(lines[at : at + 500])) for at in range(0, 5000, 500))
    path.write_bytes(data[: len(data) // 2])
    rejects = []
    found = [record["id"] for record in read_records(path, rejects=rejects.append)]
    assert found == list(range(len(found)))
    assert 2000 <= len(found) < 5000
    assert "end-of-stream" in rejects[-1].reason


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst", ".parquet", ".warc"])
def test_damaged_bytes_are_one_reject(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    start = b"" if suffix in (".parquet", ".warc") else _pack(suffix, b'{"id": 1}\n' * 9)[:12]
    path.write_bytes(start + b"no such format " * 40)
    rejects = []
    list(read_records(path, rejects=rejects.append))
    assert "cannot be read further" in rejects[-1].reason


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst"])
def test_a_bomb_is_stopped(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(_pack(suffix, b'{"id": 1}\n' + b"\0" * 200_000_000))
    rejects = []
    config = dedup.configure(max_input_bytes=2**40)
    assert [r["id"] for r in read_records(path, rejects=rejects.append, config=config)] == [1]
    assert "max_ratio" in rejects[0].reason


def test_a_file_that_grows_is_read_to_the_size_it_had(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 0}\n' * 5)
    records = read_records(path)
    next(records)
    with path.open("ab") as file:
        file.write(b'{"id": 1}\n' * 100_000)
    assert len(list(records)) == 4


def test_standard_input_may_be_compressed(monkeypatch):
    for data in (b'{"id": 3}\n', gzip.compress(b'{"id": 3}\n'), _pack("zst", b'{"id": 3}\n')):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert list(read_records("-")) == [{"id": 3}]


@given(st.lists(st.dictionaries(st.text(), st.text(st.characters()) | st.integers() | st.none()), max_size=8))
def test_any_text_survives_a_round_trip(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    with RecordWriter(path) as out:
        for record in records:
            out.write(record)
    assert list(read_records(path)) == records


def test_names_of_fields():
    assert text_of({"paragraphs": ["a", "b"]}, None, place=0) == "a\n\nb"
    assert id_of({"id": "", "url": "u"}, None, place=3) == "u"
    assert id_of({}, None, place=3) == 3
    assert url_of({"id": "https://a.example/x"}) == "https://a.example/x"
    assert url_of({"id": "7", "domain": "a.example"}) == "a.example"
    with pytest.raises(dedup.RecordError, match="int, not text"):
        text_of({"text": 3}, None, place=0)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.Herald.example:8080/a?b", "herald.example"),
        ("herald.example/a", "herald.example"),
        ("The Herald", "the herald"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_sites(address, site):
    assert site_of(address) == site
