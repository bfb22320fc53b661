"""Bytes -> text: byte order mark, declaration, UTF-8, a Latin alphabet, then what charset-normalizer finds."""

from __future__ import annotations

import codecs
import re

from dedup.errors import EncodingError
from dedup.read.latin import latin_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Where the HTML standard looks for a declaration, in bytes; real pages put it a little later.
_PRESCAN = 4096
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
#: The WHATWG Encoding Standard reads these labels as their Windows supersets, as browsers do.
_SUPERSETS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
              "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
              "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
              "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
#: Codecs that are no character encodings of pages.
_TEXT_ONLY = re.compile(
    r"(?:utf|cp|iso|windows|koi|gb|big5|euc|shift|mac|tis|ks|hz|johab|latin)", re.IGNORECASE
)
#: charset-normalizer looks at this many bytes: its time grows faster than the input.
_SAMPLE = 65_536


def decode(data: bytes) -> str:
    """The text of ``data``, as :func:`decoded` finds it."""
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of ``data``, and whether that is UTF-8 throughout, so that encoding it gives ``data`` again.

    A declared encoding is believed if the bytes fit it; UTF-8 is tried before anything is guessed.

    Raises:
        EncodingError: no plausible encoding; the message says what was tried.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name), False
    declared = _DECLARED.search(data, 0, _PRESCAN)
    names = [_python_name(declared[1].decode("ascii")) if declared else "", "utf-8"]
    for name in dict.fromkeys(filter(None, names)):
        if name.startswith("utf-16"):
            # A declaration that can be read as ASCII cannot stand in UTF-16.
            continue
        try:
            return data.decode(name), name == "utf-8"
        except (UnicodeDecodeError, LookupError):
            continue
    return _damaged_utf8(data) or _guessed(data, [name for name in names if name]), False


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"the bytes start like {name} but are not: {error}; decode them yourself and give the text"
        ) from error


def _python_name(label: str) -> str:
    label = label.lower()
    name = _SUPERSETS.get(label, label)
    if not _TEXT_ONLY.match(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _damaged_utf8(data: bytes) -> str:
    """UTF-8 with a few broken bytes (a page cut in the middle of a character), or an empty string."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    multibyte = sum(1 for character in text[:_SAMPLE] if character > "\x7f") - damaged
    return text if damaged <= 3 and multibyte > 10 * damaged else ""


def _guessed(data: bytes, tried: list[str]) -> str:
    from charset_normalizer import from_bytes

    if b"\x00" in data[:_SAMPLE]:
        raise EncodingError(
            "the bytes are binary data, not text: they hold zero bytes and no byte order mark"
        )
    if page := latin_code_page(data[:_SAMPLE]):
        return data.decode(page, "replace")
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise EncodingError(
            f"the bytes fit no encoding (tried {', '.join(tried)} and detection): decode them first"
        )
    return data.decode(_SUPERSETS.get(best.encoding.replace("_", "-"), best.encoding), "replace")
