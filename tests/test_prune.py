"""A caller's own tree loses exactly what is struck."""

from __future__ import annotations

import html

import bs4
import pytest
from hypothesis import given

import dedup
from dedup import SourceTypeError, prune
from dedup.read.soup import read_soup
from tests.strategies import articles

BODY = [
    "The old bridge across the Lune will open again on Monday, the council of Ashby said, after nine months of work.",
    "Engineers had closed it in spring, when a flood washed the ground away from two of its five stone piers.",
    "The repair cost four million crowns, half of which the province pays, and a levy on lorries brings the rest.",
]
PAGE = f"""<html><head><title>Bridge opens</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Bridge opens</h1>
<p>{BODY[0]}</p><p>{BODY[1][:40]}<a href="/flood"><b>{BODY[1][40:60]}</b></a>{BODY[1][60:]}</p>
<p><img src="bridge.jpg"></p>
<div class="box"><p><strong>Also Read:</strong> <a href="/x">Ten bridges you must see</a></p></div>
<p>{BODY[2]} (Also Read: <i>Ferry returns</i>)</p>
<p>{BODY[0]}</p></article>
<footer><p>© 2026 The Example. All rights reserved.</p></footer></body></html>"""


def _words(text):
    return text.replace("|", " ").split()


def test_struck_elements_go_and_what_stays_is_untouched():
    soup = bs4.BeautifulSoup(PAGE, "lxml")
    result = prune(soup)
    assert result.text == dedup.clean(PAGE).text
    assert soup.find(class_="box") is None, "an emptied wrapper goes too"
    assert soup.find("img") is not None
    assert soup.find("a", href="/flood").b.get_text() == BODY[1][40:60]
    assert [p.get_text().strip() for p in soup.find_all("p") if p.get_text()] == BODY
    assert soup.find("nav") is None
    assert soup.title.get_text() == "Bridge opens"


def test_what_is_left_reads_as_the_result():
    soup = bs4.BeautifulSoup(PAGE, "lxml")
    result = prune(soup)
    assert _words(read_soup(soup, config=dedup.configure()).document.text) == _words(result.text)


@given(articles())
def test_any_pruned_tree_reads_as_its_result(paragraphs):
    body = "".join(
        f"<p>{html.escape(p)}</p>" if n % 3 else f"{html.escape(p)}<br><br>" for n, p in enumerate(paragraphs)
    )
    soup = bs4.BeautifulSoup(f"<html><body><div>{body}</div></body></html>", "html.parser")
    result = prune(soup)
    again = read_soup(soup, config=dedup.configure()).document.text
    assert "".join(_words(again)) == "".join(_words(result.text))


def test_line_breaks_inside_one_element():
    text = "<br><br>".join([BODY[0], BODY[1], "Also Read: Ten bridges you must see", BODY[2], BODY[0]])
    soup = bs4.BeautifulSoup(f"<html><body><article>{text}</article></body></html>", "html.parser")
    prune(soup)
    assert _words(soup.get_text(" ")) == _words(" ".join(BODY))


def test_nothing_struck_nothing_changed():
    soup = bs4.BeautifulSoup(PAGE, "lxml")
    before = str(soup)
    result = prune(soup, config="off")
    assert str(soup) == before
    assert result.removals == ()


@pytest.mark.parametrize("wrong", [None, "<p>text</p>", b"x", 3, ["a"]])
def test_what_is_no_soup_is_refused(wrong):
    with pytest.raises(SourceTypeError, match="BeautifulSoup"):
        prune(wrong)
