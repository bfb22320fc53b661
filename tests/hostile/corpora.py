"""Hostile files for a corpus, made by size: what a download, a crawl or somebody with a grudge may leave in a folder.

Each generator takes a size in bytes (unpacked, where it is packed) and gives the file's name and its bytes.
"""

from __future__ import annotations

import datetime
import decimal
import gzip
import io
import json
import uuid
import zlib
from collections.abc import Callable

from tests.hostile.generators import SENTENCE

FILES: dict[str, Callable[[int], tuple[str, bytes]]] = {}


def hostile(function):
    """Register a generator."""
    FILES[function.__name__] = function
    return function


def _line(**record):
    return json.dumps({"id": 1, "text": SENTENCE, **record}).encode() + b"\n"


def _zstd(data, **options):
    import zstandard

    return zstandard.ZstdCompressor(**options).compress(data)


# Compression


@hostile
def gzip_bomb(size):
    """Zeros behind a good record: a thousand bytes for each byte of the file."""
    return "a.jsonl.gz", gzip.compress(_line() + b"\0" * size)


@hostile
def zstd_bomb(size):
    """The same with zstd: thirty thousand bytes for each byte."""
    return "a.jsonl.zst", _zstd(_line() + b"\0" * size)


@hostile
def gzip_of_one_record(size):
    """A bomb in which every line is a good record."""
    return "a.jsonl.gz", gzip.compress(_line() * (size // len(_line())))


@hostile
def gzip_in_gzip(size):
    """A bomb whose bytes are a bomb."""
    return "a.jsonl.gz", gzip.compress(gzip.compress(b"\0" * size) * 20)


@hostile
def gzip_empty_members(size):
    """Nothing but members with nothing in them."""
    return "a.jsonl.gz", gzip.compress(b"") * (size // 20)


@hostile
def zstd_empty_frames(size):
    """Nothing but frames with nothing in them."""
    frame = _zstd(b"")
    return "a.jsonl.zst", frame * (size // len(frame))


@hostile
def zstd_wide_window(size):
    """A frame that asks for a window of 128 MB and more."""
    import zstandard

    parameters = zstandard.ZstdCompressionParameters(window_log=31)
    frame = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return "a.jsonl.zst", frame.compress(_line() * max(size // 4_000, 1)) + frame.flush()


@hostile
def gzip_with_a_tail(size):
    """A good member, and behind it what is none."""
    return "a.jsonl.gz", gzip.compress(_line()) + b"tail" * (size // 4)


@hostile
def gzip_with_a_wrong_checksum(size):
    """Whole, but for its checksum."""
    packed = bytearray(gzip.compress(_line() * max(size // 200, 1)))
    packed[-6] ^= 255
    return "a.jsonl.gz", bytes(packed)


@hostile
def raw_deflate(size):
    """The name of gzip and none of its bytes."""
    return "a.jsonl.gz", zlib.compress(_line() * max(size // 200, 1))


# JSON lines


@hostile
def one_line(size):
    """One record as large as a file: 500 MB of it come by the same way."""
    return "a.jsonl", _line(text=f"{SENTENCE} " * (size // 100)) + _line(id=2)


@hostile
def one_line_without_end(size):
    """A string that never ends."""
    return "a.jsonl", b'{"text": "' + b"x" * size


@hostile
def empty_lines(size):
    """Nothing but line ends, and lines of white space."""
    return "a.jsonl", _line() + b"\n \t\n\r\n" * (size // 6)


@hostile
def tiny_records(size):
    """As many records as a file can have."""
    return "a.jsonl", b"{}\n" * (size // 3)


@hostile
def tiny_rejects(size):
    """As many rejects as a file can have."""
    return "a.jsonl", b"x\n" * (size // 2)


@hostile
def deep_json(size):
    """Lists in lists in a field that is none of ours."""
    return "a.jsonl", b'{"text": "x", "y": ' + b"[" * (size // 2) + b"]" * (size // 2) + b"}\n" + _line()


@hostile
def wide_json(size):
    """Fields that all differ."""
    fields = {f"f{number:06d}": number for number in range(size // 18)}
    return "a.jsonl", _line(**fields) + _line()


@hostile
def same_keys(size):
    """The same field again and again, the last with a text."""
    return "a.jsonl", b"{" + b'"text": 1, ' * (size // 11) + b'"text": "The bridge opens."}\n'


@hostile
def odd_values(size):
    """Every kind of value where a text, an id or an address belongs."""
    odd = (None, True, -1, 10**40, 1e308, [], {}, [1], ["a", None], {"a": {}}, "", "\ud800", "\0", "1" * 300, [["x"]])
    lines = [json.dumps({"id": i, "url": u, "text": t}).encode() for t in (*odd, SENTENCE) for i in odd for u in odd[:9]]
    return "a.jsonl", b"\n".join(lines[: max(size // 60, 100)])


@hostile
def odd_numbers(size):
    """What Python takes for JSON and nobody else does, and integers of very many digits."""
    values = (b"NaN", b"-Infinity", b"1e999", b"-0", b"9" * 4_000, b"9" * min(size, 100_000), b"0x1", b"01", b"'x'")
    return "a.jsonl", b"".join(b'{"id": 1, "n": %b, "text": "x"}\n' % value for value in values)


@hostile
def encodings(size):
    """Byte order marks, UTF-16, Latin-1 and halves of characters in lines."""
    text = '{"text": "Brücke öffnet"}'
    lines = [text.encode(name) for name in ("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252")] if size else []
    return "a.jsonl", b"\n".join([*lines[:3], '{"text": "Brücke"}'.encode("latin-1"), '{"text": "ü"}'.encode()[:-3], _line()])


@hostile
def line_ends(size):
    """Line ends of every kind, in strings and between records."""
    return "a.jsonl", (b'{"text": "a\xe2\x80\xa8b\xc2\x85c"}\r' + _line() + b"\x0c\x0b\x1e" + _line()) * (size // 200)


@hostile
def one_article_again_and_again(size):
    """All of a site is one article."""
    return "a.jsonl", b"".join(_line(id=n, url="https://a.example/x") for n in range(size // 150))


@hostile
def one_id_for_all(size):
    """Articles that differ and call themselves the same."""
    return "a.jsonl", b"".join(_line(id="x", text=f"{SENTENCE} {n} times.") for n in range(size // 160))


@hostile
def a_site_for_each(size):
    """As many sites as articles."""
    return "a.jsonl", b"".join(_line(id=n, url=f"https://s{n}.example/x") for n in range(size // 160))


@hostile
def hostile_addresses(size):
    """Addresses that are none."""
    odd = ("http://[", "://", "http://a:b:c/", "\0", "//\u202e", "http://" + "a" * 300, "javascript:x", "http://☃.example", "a" * min(size, 9_000))
    return "a.jsonl", b"".join(_line(id=n, url=url) for n, url in enumerate(odd))


# WARC


def _warc(*entries):
    return b"".join(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%b>\r\nWARC-Target-URI: https://a.example/%d\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %b\r\n\r\n%b\r\n\r\n"
        % (str(uuid.UUID(int=number)).encode(), number, str(length if length is not None else len(body)).encode(), body)
        for number, (body, length) in enumerate(entries)
    )


def _http(page=None, extra=b"", kind=b"text/html"):
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode() if page is None else page
    return b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n%b\r\n%b" % (kind, extra, page)


@hostile
def warc_of_wrong_lengths(size):
    """Too short, too long, negative, enormous and no number, each between good records."""
    lengths = (10, 100_000, -5, 10**18, "x", "", "1e3")[: max(size // 1_000, 1)]
    return "a.warc", b"".join(_warc((_http(), None), (_http(), length)) for length in lengths) + _warc((_http(), None))


@hostile
def warc_longer_than_it_says(size):
    """Bytes between the records that no length counts."""
    return "a.warc", _warc((_http(), None)) + b"x" * size + _warc((_http(), None))


@hostile
def warc_http_lengths(size):
    """Lengths and chunks of HTTP that lie, inside of records that do not."""
    extra = (b"Content-Length: 3\r\n", b"Content-Length: 999999\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
             b"Content-Encoding: br\r\n", b"Content-Length: -1\r\nContent-Length: x\r\n")  # fmt: skip
    chunked = _http(b"ffffffffffffffff\r\n<p>x", b"Transfer-Encoding: chunked\r\n")
    return "a.warc", _warc(*((_http(extra=line), None) for line in extra), (chunked, None)) * max(size // 4_000, 1)


@hostile
def warc_page_bomb(size):
    """A page that its server packed: the archive itself is not."""
    packed = gzip.compress(b"<html><body><p>" + b"x" * size)
    return "a.warc", _warc((_http(packed, b"Content-Encoding: gzip\r\n"), None), (_http(), None))


@hostile
def warc_headers(size):
    """Headers without end, without a colon, without a line end; a status that is none."""
    odd = (_http(extra=b"X: " + b"y" * size + b"\r\n"), _http(extra=b"no colon\r\n" * (size // 20)), b"HTTP/9.9 2xx\r\n\r\nx", b"\0" * 50, b"")
    return "a.warc", _warc(*((body, None) for body in odd), (_http(), None))


@hostile
def warc_charsets(size):
    """Charsets that are none, or that are codecs of another kind."""
    names = (b"x", b"base64", b"zip", b"idna", b"undefined", b"rot13", b"unicode_escape", b"utf-16", b"\xff", b"utf-7", b"punycode", b"mbcs")
    kinds = [b"text/html; charset=" + name for name in names][: max(size // 300, 1)]
    return "a.warc", _warc(*((_http(kind=kind), None) for kind in kinds))


# Parquet


def _parquet(columns, **options):
    import pyarrow
    from pyarrow import parquet

    table = columns if isinstance(columns, pyarrow.Table) else pyarrow.table(columns)
    with io.BytesIO() as file:
        parquet.write_table(table, file, **options)
        return "a.parquet", file.getvalue()


@hostile
def parquet_of_odd_types(size):
    """A column of every type that a file can have, beside a text."""
    import pyarrow as pa

    count = max(size // 500, 2)
    values = {
        "text": pa.array([SENTENCE] * count, pa.large_string()),
        "packed": pa.array(["x"] * count).dictionary_encode(),
        "bytes": pa.array([b"\xff\0"] * count, pa.binary()),
        "fixed": pa.array([b"abcd"] * count, pa.binary(4)),
        "list": pa.array([[["a"], None]] * count, pa.list_(pa.list_(pa.string()))),
        "map": pa.array([[("k", 1)]] * count, pa.map_(pa.string(), pa.int64())),
        "struct": pa.array([{"a": {"b": None}}] * count, pa.struct([("a", pa.struct([("b", pa.int8())]))])),
        "decimal": pa.array([decimal.Decimal("1.5")] * count, pa.decimal128(38, 10)),
        "date": pa.array([datetime.date(1, 1, 1)] * count, pa.date32()),
        "nano": pa.array([2**62] * count, pa.timestamp("ns", "UTC")),
        "time": pa.array([1] * count, pa.time64("ns")),
        "duration": pa.array([2**62] * count, pa.duration("us")),
        "half": pa.array([float("nan")] * count, pa.float32()),
        "null": pa.nulls(count),
        "bool": pa.array([None] * count, pa.bool_()),
    }
    return _parquet(values)


@hostile
def parquet_times_beyond_all_calendars(size):
    """Timestamps that Python's calendar does not have."""
    import pyarrow as pa

    return _parquet({"text": ["x"] * max(size // 5_000, 1), "when": pa.array([2**62] * max(size // 5_000, 1), pa.timestamp("us"))})


@hostile
def parquet_days_beyond_all_calendars(size):
    """Days that Python's calendar does not have."""
    import pyarrow as pa

    return _parquet({"text": ["x"] * max(size // 5_000, 1), "day": pa.array([2**31 - 1] * max(size // 5_000, 1), pa.date32())})


@hostile
def parquet_of_texts_that_are_none(size):
    """The text's column holds bytes, lists, numbers or nothing."""
    import pyarrow as pa

    kinds = (pa.array([b"\xff"] * 9), pa.array([[["x"]]] * 9), pa.array([1] * 9), pa.nulls(9), pa.array([["a", None]] * 9))
    return _parquet({"text": kinds[size % len(kinds)]})


@hostile
def parquet_strings_that_are_no_utf8(size):
    """A column that calls itself text and is none."""
    import pyarrow as pa

    broken = pa.array([b"\xff\xfe\x80"] * max(size // 5_000, 1), pa.binary()).view(pa.string())
    return _parquet({"id": [1] * len(broken), "text": broken})


@hostile
def parquet_without_rows_or_columns(size):
    """Nothing in it."""
    return _parquet({"text": []} if size % 2 else {})


@hostile
def parquet_bomb(size):
    """One text, very often: a dictionary and runs pack it into nothing."""
    import pyarrow as pa

    return _parquet(pa.table({"text": pa.array([SENTENCE * 10] * max(size // 1_000, 1))}), compression="zstd")


@hostile
def parquet_wide(size):
    """Very many columns."""
    return _parquet({"text": ["x"], **{f"c{number}": [number] for number in range(min(size // 200, 2_000))}})


@hostile
def parquet_with_a_damaged_page(size):
    """A good footer over bytes that are not what it says."""
    name, data = _parquet({"text": [f"{SENTENCE} {number}" for number in range(max(size // 120, 9))]}, compression="none")
    damaged = bytearray(data)
    for at in range(40, len(damaged) - 1_500, 97):
        damaged[at] ^= 0xFF
    return name, bytes(damaged)


@hostile
def parquet_footer_that_lies(size):
    """A footer as long as the file could never be."""
    name, data = _parquet({"text": ["x"] * max(size // 1_000, 1)})
    return name, data[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1"


# Folders are files too, one by one


@hostile
def no_corpus_at_all(size):
    """The name of an archive and the bytes of a picture."""
    return "a.warc.gz", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * (size // 256)
