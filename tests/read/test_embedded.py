"""Pages that carry their article as data."""

from __future__ import annotations

import json

import bs4
import pytest

import dedup

PARAGRAPHS = [
    "The ferry company of Port Ellery will run two more boats from April, its director said on Monday evening.",
    "Passengers had waited for more than an hour on several mornings in January, when the bridge was closed.",
    "The boats were built for a lake in the north and have to be rebuilt before they may carry cars across the bay.",
    "A ticket will cost as much as before, the director said, but children under twelve will travel without one.",
    "The town pays a third of the cost, and the region pays the rest until a new bridge is opened in four years.",
]
SHELL = "<html><head><title>Two more boats</title></head><body><div id='app'>Loading…</div>{}</body></html>"


def _page(data, kind="application/json"):
    return SHELL.format(f"<script type='{kind}'>{json.dumps(data)}</script>")


SHAPES = {
    "articleBody": ({"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)}, "application/ld+json"),
    "graph": ({"@graph": [{"@type": "Article", "articleBody": "\n".join(PARAGRAPHS)}]}, "application/ld+json"),
    "html": ({"props": {"post": {"body": "".join(f"<p>{p}</p>" for p in PARAGRAPHS)}}}, "application/json"),
    "strings": ({"props": {"pageProps": {"story": {"text": PARAGRAPHS, "tags": ["boats"]}}}}, "application/json"),
    "blocks": ({"content": [{"type": "p", "html": p} for p in PARAGRAPHS]}, "application/json"),
    "runs": (
        {"content": [{"children": [{"text": p[:20]}, {"text": p[20:]}]} for p in PARAGRAPHS]}, "application/json"
    ),
}  # fmt: skip

ARTICLE = {"menu": ["Home", "News"], "story": {"title": "Two more boats", "text": PARAGRAPHS}}
FLAT = [["Reactive", 1], {"title": 2}, "Two more boats", "ferry-boats", "/img/1.jpg", *PARAGRAPHS, "Read our terms", "Share"]
SCRIPTS = {
    "state": f"window.__INITIAL_STATE__ = {json.dumps(ARTICLE)};",
    "brackets": f"window['__STATE__']={json.dumps(ARTICLE)}; start();",
    "several": f"window.Fusion=window.Fusion||{{}};Fusion.site='x';Fusion.globalContent={json.dumps(ARTICLE)};Fusion.a=[1];",
    "string": f"window.__DATA__ = JSON.parse({json.dumps(json.dumps(ARTICLE))});",
    "behind code": f"window.no = {{a: 1}}; window.yes = {json.dumps(ARTICLE)}",
}


@pytest.mark.parametrize("shape", SCRIPTS)
@pytest.mark.parametrize("kind", ["", " type='text/javascript'", " type=module"])
def test_the_article_is_read_from_what_a_script_assigns(shape, kind):
    page = SHELL.format(f"<script{kind}>{SCRIPTS[shape]}</script>")
    assert dedup.clean(page).text.split() == " ".join(PARAGRAPHS).split()
    assert dedup.clean(bs4.BeautifulSoup(page, "lxml")).text == dedup.clean(page).text


@pytest.mark.parametrize(
    "code",
    [
        "window.state = {text: '" + " ".join(PARAGRAPHS) + "'};", "window.state = {" * 200,
        "window.a = JSON.parse(7); window.b = JSON.parse('" + " ".join(PARAGRAPHS) + "')",
        "var text = " + json.dumps(ARTICLE), "window.deep = " + "[" * 5000, "window.loaded = function () {}" + " " * 400,
    ],
)  # fmt: skip
def test_code_that_assigns_no_data_holds_no_article(code):
    assert "ferry company" not in dedup.clean(SHELL.format(f"<script>{code}</script>")).text


def test_labels_of_a_flattened_state_are_left_out():
    result = dedup.clean(_page(FLAT))
    assert result.text.split() == " ".join(PARAGRAPHS).split()


def test_a_heading_between_paragraphs_stays():
    story = [*PARAGRAPHS[:3], "What it costs", *PARAGRAPHS[3:]]
    assert "What it costs" in dedup.clean(_page({"story": story})).text


@pytest.mark.parametrize("shape", SHAPES)
def test_the_article_is_read_from_the_data(shape):
    result = dedup.clean(_page(*SHAPES[shape]))
    assert result.text.split() == " ".join(PARAGRAPHS).split()
    assert result.document.article == 1.0
    assert result.document.embedded == ()
    (shown,) = result.removals
    assert (shown.rule, shown.text.strip()) == ("boilerplate.navigation", "Loading…")
    assert "data" in shown.because[0].note


def test_both_readers_agree():
    page = _page(*SHAPES["blocks"])
    assert dedup.clean(page).text == dedup.clean(bs4.BeautifulSoup(page, "lxml")).text


def test_the_result_obeys_the_laws():
    result = dedup.clean(_page(*SHAPES["html"]))
    assert dedup.CleanResult.from_json(result.to_json()).text == result.text
    assert dedup.clean(result.text).text == result.text


def test_what_the_page_shows_goes_before_what_it_carries():
    shown = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    carried = json.dumps({"body": "Another text. " * 60})
    page = f"<html><body><article>{shown}</article><script type='application/json'>{carried}</script></body></html>"
    assert dedup.clean(page).text.split() == " ".join(PARAGRAPHS).split()


@pytest.mark.parametrize(
    "script",
    ['{"broken": ', "[" * 100_000, json.dumps({"labels": ["Home", "Sport"] * 500}), json.dumps("Too short. Much."), "7"],
)
def test_data_without_an_article_gives_none(script):
    result = dedup.clean(SHELL.format(f"<script type='application/json'>{script}</script>"))
    assert result.text in ("", "Loading…")


def test_other_places_with_less_prose_are_left_aside():
    data = {
        "related": [{"teaser": "A much shorter text about something else that stands beside the article."}] * 2,
        "story": {"paragraphs": PARAGRAPHS},
    }
    assert dedup.clean(_page(data)).text.split() == " ".join(PARAGRAPHS).split()
