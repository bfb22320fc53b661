"""Whole articles as scraped: all of the article stays, all of the site's lines go, from text and from markup."""

from __future__ import annotations

import html
import tomllib
from pathlib import Path

import pytest

from dedup import clean

ARTICLES = tomllib.loads((Path(__file__).parent / "scraped.toml").read_text(encoding="utf-8"))
#: What no rule finds yet; a test says so when one does.
STAYS = {
    "th": ["แท็ก สะพาน แม่น้ำ"],
    "ro": ["De Ioana Munteanu, 14 martie 2024, 08:20"],
    "he": ["יעל כהן | 14.3.2024"],
}
#: On pages too; there a line is known by its neighbours less.
STAYS_ON_PAGES = {
    **STAYS,
    "sv": ["Så här jobbar vi med journalistik: uppgifter som publiceras ska vara sanna och relevanta"],
}


def _lines(name, kinds="KJ"):
    return [line[2:] for line in ARTICLES[name].splitlines() if line[:1] in kinds and line[:1]]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_scraped_text(name):
    kept = clean("\n\n".join(_lines(name))).text.split("\n\n")
    assert [line for line in _lines(name, "K") if line not in kept] == []
    assert [line for line in kept if line in _lines(name, "J")] == STAYS.get(name, [])


@pytest.mark.parametrize("name", ARTICLES)
def test_a_scraped_page(name):
    body = "".join(f"<p>{html.escape(line)}</p>" for line in _lines(name))
    kept = clean(f"<html><head><title>x</title></head><body><div>{body}</div></body></html>").text.split("\n\n")
    assert [line for line in _lines(name, "K") if line not in kept] == []
    assert [line for line in kept if line in _lines(name, "J")] == STAYS_ON_PAGES.get(name, [])
