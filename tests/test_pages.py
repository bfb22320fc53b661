"""Pages of every era and kind as data: ``tests/pages/*.toml``, each written for this project.

``stay`` must be in the cleaned text, ``go`` must not; a page with ``none`` holds no article: nothing stays, and a removal
says why. ``missed`` names what goes wrong today, out of ``stay``, ``go`` or "none": each is a strict xfail, so that the
list shrinks when the detector learns.
"""

from __future__ import annotations

import pathlib
import tomllib

import bs4
import pytest

import dedup

FOLDER = pathlib.Path(__file__).parent / "pages"
PAGES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
EXPECTED = [
    pytest.param(
        name, kind, text,
        id=f"{name}: {kind} {text[:40]}",
        marks=[pytest.mark.xfail(strict=True, raises=AssertionError)] if text in page.get("missed", ()) else [],
    )
    for name, page in PAGES.items()
    for kind in ("stay", "go", "none")
    for text in (page.get(kind, ()) if kind != "none" else ["none"] * page.get("none", False))
]  # fmt: skip


def cleaned(name):
    return dedup.clean(PAGES[name]["markup"].strip("\n"), **PAGES[name].get("settings", {}))


@pytest.mark.parametrize(("name", "kind", "text"), EXPECTED)
def test_what_stays_and_what_goes(name, kind, text):
    result = cleaned(name)
    if kind == "stay":
        assert text in result.text
    elif kind == "go":
        assert text not in result.text
    else:
        assert result.text == ""
        assert result.document.article < dedup.configure().min_article
        assert any("no article" in finding.note for removal in result.removals for finding in removal.because)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_described_and_says_what_it_is(name):
    page = PAGES[name]
    assert page["about"].endswith(".")
    assert set(page) <= {"about", "settings", "stay", "go", "none", "missed", "markup", "says"}
    assert ("none" in page) != ("stay" in page)
    assert set(page.get("missed", ())) <= {*page.get("stay", ()), *page.get("go", ()), "none"}


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if "stay" in page])
def test_the_result_is_sure_of_its_article(name):
    assert cleaned(name).document.article >= (0.5 if name.startswith("short") else 0.75)


@pytest.mark.parametrize("name", PAGES)
def test_the_laws_hold(name):
    result = cleaned(name)
    again = dedup.CleanResult.from_json(result.to_json())
    assert (again.text, again.about, again.removals) == (result.text, result.about, result.removals)
    assert dedup.clean(result.text, **PAGES[name].get("settings", {})).text == result.text
    position = 0
    for removal in result.removals:
        assert removal.span.start >= position
        assert removal.text == result.document.text[removal.span.start : removal.span.end]
        position = removal.span.end


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if "says" in page])
def test_what_the_page_says_of_its_article(name):
    about = cleaned(name).about
    for field, value in PAGES[name]["says"].items():
        found = getattr(about, field)
        assert (list(found) if isinstance(found, tuple) else found) == value, field


#: libxml2 reads broken tables, tables without a body and tags that never ended otherwise than a browser does.
@pytest.mark.parametrize("name", sorted(set(PAGES) - {"table_2007", "truncated", "preformatted", "wiki"}))
def test_a_soup_of_the_page_comes_out_alike(name):
    page = PAGES[name]
    soup = bs4.BeautifulSoup(page["markup"].strip("\n"), "lxml")
    assert dedup.clean(soup, **page.get("settings", {})).text.split() == cleaned(name).text.split()


#: As pages of their time were sent, with the encoding that their head declares.
ENCODINGS = [
    ("japanese", "Shift_JIS", "cp932"), ("japanese", "x-sjis", "cp932"), ("japanese", "euc-jp", "euc-jp"),
    ("chinese", "gb2312", "gbk"), ("chinese", "gb18030", "gb18030"), ("chinese", "big5", "big5hkscs"),
    ("korean", "euc-kr", "cp949"), ("korean", "ks_c_5601-1987", "cp949"), ("hebrew", "windows-1255", "cp1255"),
    ("arabic", "windows-1256", "cp1256"), ("thai", "windows-874", "cp874"), ("line_breaks", "windows-1252", "cp1252"),
    ("bare_div", "iso-8859-1", "latin-1"), ("arabic", "utf-16", "utf-16"), ("chinese", "utf-8", "utf-8-sig"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label", "codec"), ENCODINGS)
def test_a_page_in_the_encoding_of_its_time(name, label, codec):
    markup = PAGES[name]["markup"].strip("\n").replace("utf-8", label)
    sent = "".join(c if _fits(c, codec) else f"&#{ord(c)};" for c in markup).encode(codec)
    assert dedup.clean(sent, **PAGES[name].get("settings", {})).text == cleaned(name).text


def _fits(character, encoding):
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if "stay" in page and "_" not in name])
def test_pruning_leaves_the_article_in_the_callers_tree(name):
    page = PAGES[name]
    soup = bs4.BeautifulSoup(page["markup"].strip("\n"), "html.parser")
    dedup.prune(soup, **page.get("settings", {}))
    left = " ".join(soup.find("body").get_text(" ").split())
    for text in page["stay"]:
        assert text in left or text in page.get("missed", ()) or "|" in text
    for text in page["go"]:
        assert text not in left or text in page.get("missed", ())
