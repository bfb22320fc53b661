"""The one way in: whatever the caller has -> Document."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from dedup.config import Config
from dedup.errors import LimitError, SourceTypeError
from dedup.model import Document
from dedup.read import plain
from dedup.read.sniff import looks_like_markup

if TYPE_CHECKING:
    import bs4

    Source: TypeAlias = str | bytes | bytearray | memoryview | bs4.BeautifulSoup | bs4.Tag | Sequence[str]
else:
    Source = Any


def read(
    source: Source,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> Document:
    """Read plain text, markup (told apart by its look), bytes of either, a soup or a sequence of paragraphs.

    Raises:
        SourceTypeError: the source is something else.
        EncodingError: bytes that decode in no plausible encoding.
        LimitError: the source is larger, longer or deeper than ``config`` allows.
    """
    hints = {"title": title, "url": url, "language": language}
    for name, hint in hints.items():
        if hint is not None and not isinstance(hint, str):
            raise SourceTypeError(f"{name} must be a string or None, not {type(hint).__name__}")
    text: Any = source
    encoded = None
    if isinstance(source, (bytes, bytearray, memoryview)):
        from dedup.read.encoding import decoded

        _check_size(memoryview(source).nbytes, config)
        data = bytes(source)
        text, is_utf8 = decoded(data)
        encoded = data if is_utf8 else None
    if isinstance(text, str):
        _check_size(len(text), config)
        if not looks_like_markup(text):
            return plain.read_text(text, **hints, config=config)
        from dedup.read.lexbor import read_markup

        return read_markup(text, encoded, **hints, config=config)
    if is_soup(text):
        from dedup.read.soup import read_soup

        return read_soup(text, **hints, config=config).document
    if isinstance(text, Sequence):
        # A list of anything else than strings is refused by the reader, item by item.
        return plain.read_paragraphs(text, **hints, config=config)
    raise SourceTypeError(
        f"cannot clean a {type(source).__name__}: give text, HTML, bytes, a BeautifulSoup tree "
        "or a list of paragraphs" + _remedy(source)
    )


def is_soup(source: object) -> TypeGuard[bs4.Tag]:
    """Whether ``source`` is a bs4 tag; bs4 is not imported for the answer."""
    bs4 = sys.modules.get("bs4")
    return bs4 is not None and isinstance(source, bs4.Tag)


def _check_size(size: int, config: Config) -> None:
    if size > config.max_input_bytes:
        raise LimitError("max_input_bytes", size, config.max_input_bytes)


def _remedy(source: object) -> str:
    if source is None:
        return " (was the download empty?)"
    if hasattr(source, "read_text"):
        return " (for a file: path.read_bytes())"
    if hasattr(source, "text"):
        return " (for a response: response.content or response.text)"
    return ""
