"""Cleaning a caller's own BeautifulSoup tree, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.config import Config
from dedup.errors import SourceTypeError
from dedup.read.source import is_soup
from dedup.result import CleanResult

if TYPE_CHECKING:
    import bs4


def prune(
    soup: bs4.BeautifulSoup | bs4.Tag,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config | str = "balanced",
    **settings: Any,
) -> CleanResult:
    """Delete the struck-out text from the caller's own tree, and the elements that it leaves empty.

    Links, images and inline marks of what stays are untouched. Text that is struck in part keeps its rest.

    Raises:
        SourceTypeError: not a BeautifulSoup tree.
        SourceError, ConfigError: see :func:`dedup.clean`.
    """
    if not is_soup(soup):
        raise SourceTypeError(f"prune needs a BeautifulSoup tree, not a {type(soup).__name__}")
    raise NotImplementedError
