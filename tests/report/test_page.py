"""The web page of a result: complete, linked, escaped, and closed to everything from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from dedup import clean
from dedup.report import page
from dedup.report.differences import MAX_TOKENS, side_by_side
from dedup.report.shell import asset, escape
from tests.report.made import LEAD, PARAGRAPHS, bridge, evidence_of_every_kind, made, part
from tests.strategies import texts

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</del></li></ol></main><style>body{display:none}</style>",
    "<!--",
    "]]>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "\x00\x1b[2J\ud800\u202e",
    "{{7*7}}",
    "${1}",
    "</title>",
)


def soup(result, **options):
    return BeautifulSoup(page.render(result, **options), "html.parser")


def test_every_passage_stands_in_its_place():
    tree = soup(bridge())
    items = tree.select("main ol.passages > li")
    assert [item["id"] for item in items] == [f"p{at}" for at in range(6)]
    assert [item.select_one(".text").get_text() for item in items] == list(PARAGRAPHS)
    assert [item["class"][0] for item in items] == ["kept", "kept", "gone", "gone", "kept", "kept"]
    assert [struck.get_text() for struck in tree.select("del")] == [PARAGRAPHS[2], PARAGRAPHS[3]]


def test_a_repeat_leads_to_its_twin_and_shows_both():
    tree = soup(bridge())
    (pair,) = tree.select(".pair")
    stayed, went = (text.get_text() for text in pair.select("p"))
    assert (stayed, went) == (PARAGRAPHS[0], PARAGRAPHS[2])
    assert {mark.get_text() for mark in pair.select("mark")} >= {"close", "shut", "found", "discovered"}
    assert tree.select_one("#p2 a.jump")["href"] == "#p0"
    assert tree.select_one("#p2 del")["data-twin"] == tree.select_one("#p2 details")["id"]


def test_every_link_leads_somewhere_and_no_id_stands_twice():
    tree = soup(evidence_of_every_kind())
    ids = Counter(tag["id"] for tag in tree.select("[id]"))
    assert set(ids.values()) == {1}
    assert {link["href"][1:] for link in tree.select("main a, .skip")} <= ids.keys()
    assert {tag["data-twin"] for tag in tree.select("[data-twin]")} <= ids.keys()


def test_each_rule_has_a_switch_with_its_count_and_its_colour():
    tree = soup(evidence_of_every_kind())
    chips = {chip.select_one("input")["data-rule"]: chip for chip in tree.select(".chip")}
    assert chips["site.repeated"].select_one("b").get_text() == "2"
    for struck in tree.select("main del"):
        rule = struck.find_parent("li")["data-rules"]
        assert struck["class"][0] in chips[rule]["class"]
    assert len({chip["class"][1] for chip in chips.values()}) == len(chips)


def test_near_misses_stand_where_they_were_found():
    tree = soup(bridge())
    (near,) = tree.select(".spared")
    assert near.find_parent("li")["id"] == "p5"
    assert "Stayed: too short." in near.get_text()


def test_a_part_that_went_is_struck_inside_its_paragraph():
    tree = soup(part())
    assert tree.select_one("li")["class"] == ["part"]
    assert tree.select_one("del").get_text() == " Follow us for more."


def test_page_elements_in_a_row_are_folded():
    paragraphs = [*PARAGRAPHS, *(f"Link {at}" for at in range(30))]
    tree = soup(made(paragraphs, chrome=[(at, "boilerplate.navigation", "menu") for at in range(6, 36)]))
    (run,) = tree.select("li.run")
    assert (
        "30 passages of the page that are no part of the article, 60 words"
        in run.select_one("summary").get_text()
    )
    assert len(run.select("ol > li")) == 30


@pytest.mark.parametrize(
    ("markup", "selector"),
    [
        ("# Heading\n\nText of a paragraph.", "h2"),
        ("- an item\n- another item", "p.item"),
        ("> quoted words", "blockquote"),
        ("```\ncode = 1\n```", "pre"),
    ],
)
def test_kinds_of_blocks_keep_their_look(markup, selector):
    assert soup(clean(markup, faq="keep")).select(f".text > {selector}")


def test_title_address_and_language():
    tree = soup(bridge())
    assert tree.h1.get_text() == "Old bridge to close"
    assert tree.select_one(".origin").get_text() == "https://news.example/bridge"
    assert tree.select_one("ol.passages")["lang"] == "en"
    assert soup(made(PARAGRAPHS), name="a.txt").h1.get_text() == "a.txt"


def test_the_guard_and_an_untouched_article_say_so():
    result = made(PARAGRAPHS)
    assert "Nothing was struck out." in soup(result).select_one(".summary").get_text()
    object.__setattr__(result, "guarded", True)
    assert "max_removed" in soup(result).select_one(".summary").get_text()


def test_nothing_from_an_article_is_markup():
    tree = soup(
        made([*HOSTILE, *PARAGRAPHS], [(11 + 2, "repeat.near", 11)], title=HOSTILE[0], url=HOSTILE[1])
    )
    plain = soup(bridge())
    for name in ("script", "style", "img", "iframe", "form", "object", "title", "main"):
        assert len(tree.select(name)) == len(plain.select(name)), name
    assert not [
        tag for tag in tree.find_all(True) for key in tag.attrs if key.startswith("on") or key == "style"
    ]
    assert all(link["href"].startswith("#") for link in tree.select("a"))
    shown = [text.get_text() for text in tree.select("main .text")]
    for said in HOSTILE[:7]:
        assert said in shown


def test_hostile_rule_names_notes_and_phrases():
    result = made(PARAGRAPHS, [(3, 'own."><script>x</script>', "<b>phrase", 0.9, "<i>note</i>")])
    tree = soup(result)
    assert len(tree.select("script")) == 1
    assert not tree.select("main b, main i")


@given(texts, st.text(max_size=30), st.text(max_size=30))
def test_any_article_makes_a_page_that_utf8_can_hold(text, title, url):
    shown = page.render(clean(text, title=title, url=url))
    assert shown.encode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", shown)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else():
    tree = soup(bridge())
    policy = tree.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    for kind, name in (("style-src", "style"), ("script-src", "script")):
        (tag,) = tree.select(name)
        digest = base64.b64encode(hashlib.sha256(tag.string.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert "unsafe" not in policy


def test_the_page_asks_for_nothing_from_outside():
    shown = page.render(bridge())
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", shown)
    assert "@import" not in asset("report.css")
    assert not re.search(r"url\(|https?:", asset("report.css"))
    assert not re.search(r"fetch|XMLHttp|innerHTML|eval|https?:", asset("report.js"))


def test_the_same_result_gives_the_same_page():
    assert page.render(bridge()) == page.render(bridge())


def test_differences_mark_what_only_one_side_has():
    stayed, went = side_by_side("The cat sat on the mat.", "the dog sat on a mat!")
    assert stayed == "The <mark>cat</mark> sat on <mark>the</mark> mat<mark>.</mark>"
    assert went == "the <mark>dog</mark> sat on <mark>a</mark> mat<mark>!</mark>"


def test_differences_go_by_the_character_where_there_are_no_spaces():
    stayed, went = side_by_side("新桥周一开放", "新桥周二开放")
    assert stayed == "新桥周<mark>一</mark>开放"
    assert went == "新桥周<mark>二</mark>开放"


def test_very_long_passages_are_shown_without_marks():
    long = "word " * (2 * MAX_TOKENS)
    assert side_by_side(long, LEAD) == (escape(long), escape(LEAD))


@given(st.text(max_size=80), st.text(max_size=80))
def test_differences_lose_no_character(one, other):
    for shown, text in zip(side_by_side(one, other), (one, other), strict=True):
        assert re.sub("</?mark>", "", shown) == escape(text)
