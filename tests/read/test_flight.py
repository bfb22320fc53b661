"""Articles that Next.js streams into a page for its scripts."""

from __future__ import annotations

import json

import bs4
import pytest

import dedup
from dedup.read.flight import flight_rows, is_flight

PARAGRAPHS = [
    "The ferry company of Port Ellery will run two more boats from April, its director said on Monday evening.",
    "Passengers had waited for more than an hour on several mornings in January, when the bridge was closed.",
    "The boats were built for a lake in the north and have to be rebuilt before they may carry cars across the bay.",
    "A ticket will cost as much as before – 4 € – the director said, but children under twelve travel without one.",
    "The town pays a third of the cost, and the region pays the rest until a new bridge is opened in four years.",
]
FIRST = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"


def element(tag, children, **props):
    return ["$", tag, None, {"className": "x y", "children": children, **props}]


def page(*rows, size=90, shown="<div>Loading…</div>"):
    stream = "".join(rows)
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    calls = "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)
    return f"<html><head><title>Two more boats</title></head><body>{shown}{FIRST}{calls}</body></html>"


def row(number, value):
    return f"{number:x}:{json.dumps(value)}\n"


MODULE = '2:I["(app)/page.js",["931"],"default"]\n3:HL["/style.css","style"]\n'
MENU = row(4, element("ul", [element("li", name) for name in ("Home", "News", "Sport")]))


@pytest.mark.parametrize("size", [40, 333, 100_000])
def test_paragraphs_of_elements(size):
    linked = ["The ferry company of ", element("a", "Port Ellery", href="/p"), PARAGRAPHS[0].partition("Ellery")[2]]
    body = element("article", [element("h1", "Two more boats"), *(element("p", text) for text in [linked, *PARAGRAPHS[1:]])])
    markup = page(MODULE, MENU, row(5, body), row(6, {"date": "2024-03-01"}), size=size)
    assert dedup.clean(markup).text.split("\n\n") == PARAGRAPHS
    assert dedup.clean(bs4.BeautifulSoup(markup, "lxml")).text.split("\n\n") == PARAGRAPHS


def test_a_long_text_of_so_many_bytes():
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    streamed = f"8:T{len(text.encode()):x},{text}"
    markup = page(MODULE, streamed, row(9, {"props": {"body": "$8"}}))
    assert dedup.clean(markup).text.split("\n\n") == PARAGRAPHS


def test_data_of_a_component():
    props = {"article": {"title": "Two more boats", "paragraphs": PARAGRAPHS}}
    assert dedup.clean(page(MODULE, row(5, ["$", "$L2", None, props]))).text.split("\n\n") == PARAGRAPHS


def test_a_page_that_shows_its_article_is_read_as_it_shows_it():
    shown = "<article>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</article>"
    other = row(5, element("div", [element("p", text.upper()) for text in PARAGRAPHS]))
    result = dedup.clean(page(MODULE, other, shown=shown))
    assert result.text.split("\n\n") == PARAGRAPHS
    assert "FERRY" not in result.document.text


def test_what_a_row_is():
    paragraph = ["$", "p", None, {"children": ["x ", "$L4", element("b", "y"), "$$5"]}]
    pieces = ['1:{"a":"b', '"}\n2:T6,ab\n€', f"3:{json.dumps(paragraph)}\n", "nonsense\n4:[1,2\n5:7\n6:null\n7:[[]]"]
    calls = [f" self.__next_f.push({json.dumps([1, piece])});" for piece in pieces]
    assert all(map(is_flight, calls))
    assert list(flight_rows(calls)) == [{"a": "b"}, "ab\n€", "x y$5", None, [[]]]


def test_calls_that_push_nothing():
    for code in ("self.__next_f.push([0])", "self.__next_f.push(", "self.__next_f.push([1,2])", "self.__next_f.push([1,'a'])", "self.__next_f.push({})"):
        assert is_flight(code)
        assert list(flight_rows([code])) == []
    assert not is_flight("window.a = 1")


def test_a_row_that_nests_without_end_is_passed_over():
    deep: object = "x"
    for _ in range(300):
        deep = element("div", [deep])
    assert dedup.clean(page(row(5, deep), size=50_000)).text in ("", "Loading…")
    endless = "5:" + "[" * 5_000
    assert dedup.clean(page(endless, size=50_000)).text in ("", "Loading…")
