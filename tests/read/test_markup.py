"""Pages: one builder, two trees, the same document."""

from __future__ import annotations

import html

import bs4
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import EncodingError, LimitError, clean, configure
from dedup.read.depth import check_depth
from dedup.read.encoding import decode
from dedup.read.lexbor import read_markup
from dedup.read.sniff import looks_like_markup
from dedup.read.soup import read_soup
from dedup.read.source import read
from tests.strategies import articles

CONFIG = configure()


def _blocks(markup):
    return [(b.kind, b.level, b.text) for b in read_markup(markup, config=CONFIG).blocks]


def _texts(markup):
    return [b.text for b in read_markup(markup, config=CONFIG).blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one <b>two</b>  three</p><p>four", ["one two three", "four"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<p>one<br>two<br><br>three<br> <br>four</p>", ["one\ntwo", "three", "four"]),
        ("<div>a<script>x()</script><style>p{}</style>b</div>", ["ab"]),
        ("<p>a<!-- note -->b</p><noscript>c</noscript><template>d</template>", ["ab"]),
        ("<details><summary>Q?</summary>A.</details>", ["Q?", "A."]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a | b"]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", ["a", "b", "c"]),
        ("<pre>x = 1\n  y = 2</pre>", ["x = 1\n  y = 2"]),
        ("<a href='/'><div>in a link</div></a><p>after</p>", ["in a link", "after"]),
        ("plain <i>text", ["plain text"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("", []),
        ("<p> \n </p>", []),
        ("<ul><li><a>a b</a><li><a>c</a><li><a> d</a></ul>", ["a b\nc\nd"]),
        ("<ul><li><a>a</a><li><a>b</a><li><a>c</a> d</ul>", ["a", "b", "c d"]),
        ("<ul><li><a>a</a><li><a>b</a></ul>", ["a", "b"]),
        ("<nav><div><a>a</a></div><ul><li><a>b</a><li><a>c</a></ul></nav>", ["a\nb\nc"]),
        ("<ul><li><a>a</a><li><a>b</a><li><a>c<style>x{}</style></a></ul>", ["a", "b", "c"]),
        ("one<hr>two<p></p>three", ["one", "two", "three"]),
        ("<div><span>a</span><div>b</div><span>c</span></div>", ["a", "b", "c"]),
        ("<p>a <a>b</a><em> c</em></p>", ["a b c"]),
        ("<p>one<a-note>1</a-note> two</p><a-card>three</a-card>four", ["one1 two", "three", "four"]),
    ],
)
def test_blocks(markup, expected):
    assert _texts(markup) == expected


def test_kinds_and_levels():
    markup = (
        "<h1>a</h1><h3>b</h3><ul><li>c<ul><li>d</ul></ul><blockquote><p>e</p></blockquote>"
        "<figure><img><figcaption>f</figcaption></figure><pre>g</pre>"
    )
    assert _blocks(markup) == [
        ("heading", 1, "a"), ("heading", 3, "b"), ("item", 1, "c"), ("item", 2, "d"), ("quote", 0, "e"),
        ("caption", 0, "f"), ("code", 0, "g"),
    ]  # fmt: skip


def test_link_density_and_layout():
    document = read_markup("<div class='Story Box'><p>12345<a href='/'>67890</a></p></div>", config=CONFIG)
    block = document.blocks[0]
    assert block.link_density == 0.5
    assert document.layout.tags[block.element] == "p"
    assert document.layout.hints[document.layout.parents[block.element]] == "story box"


def test_a_pages_own_element_inside_a_paragraph_is_a_part_of_it_in_both_trees():
    page = "<div><p>It rained<foot-note>3</foot-note> for days.</p><x-card><p>Another.</p></x-card></div>"
    soup = read_soup(bs4.BeautifulSoup(page, "lxml"), config=CONFIG).document
    assert [block.text for block in soup.blocks] == ["It rained3 for days.", "Another."] == _texts(page)


def test_only_text_inside_a_link_counts_as_linked():
    document = read_markup("<p><a href='/'>12345</a><em>67890</em></p>", config=CONFIG)
    assert document.blocks[0].link_density == 0.5


def test_a_menu_is_one_block_and_knows_its_list():
    menu = "<ul class='Menu'>" + "".join(f"<li><a href='/{n}'>topic {n}</a></li>" for n in range(4)) + "</ul>"
    document = read_markup(f"<p>text</p>{menu}<p>more</p>", config=CONFIG)
    block = document.blocks[1]
    assert block.text == "topic 0\ntopic 1\ntopic 2\ntopic 3"
    assert (block.link_density, document.layout.tags[block.element]) == (1.0, "ul")
    assert document.layout.hints[block.element] == "menu"
    soup = read_soup(bs4.BeautifulSoup(f"<p>text</p>{menu}<p>more</p>", "html.parser"), config=CONFIG)
    assert soup.document.blocks[1].text == block.text
    assert [str(node) for node in soup.nodes[1]] == ["topic 0", "topic 1", "topic 2", "topic 3"]


def test_what_a_page_says_of_itself():
    page = """<html lang="de-AT"><head><title>T</title><meta property="og:title" content="OG">
    <meta name="description" content="D"><link rel="canonical" href="https://example.org/a">
    <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"name": "A. Person"}],
    "datePublished": "2026-03-03", "articleBody": "Body."},
    {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Why?"}]}]}</script>
    <script type="application/ld+json">{broken Article</script></head><body><p>x</p></body></html>"""
    document = read_markup(page, config=CONFIG)
    assert (document.title, document.url, document.language) == ("OG", "https://example.org/a", "de")
    said = document.metadata
    assert (said.description, said.author, said.published, said.body) == (
        "D",
        "A. Person",
        "2026-03-03",
        "Body.",
    )
    assert said.questions == ("Why?",)
    assert read_markup(page, config=CONFIG, title="Mine").title == "Mine"


@given(
    articles(),
    st.lists(st.sampled_from(["div", "section", "blockquote", "span", "main"]), max_size=6),
)
def test_parity_of_both_readers(paragraphs, wrappers):
    # UTF-8, and so lexbor, has no lone surrogates.
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs).replace("\ud800", "")
    for tag in wrappers:
        body = f"<{tag} class='{tag}x'>{body}</{tag}> tail"
    page = f"<html><head><title>T</title></head><body>{body}</body></html>"
    soup = read_soup(bs4.BeautifulSoup(page, "lxml"), config=CONFIG).document
    markup = read_markup(str(bs4.BeautifulSoup(page, "lxml")), config=CONFIG)
    assert soup.text == markup.text
    assert soup.blocks == markup.blocks
    assert (soup.layout, soup.metadata) == (markup.layout, markup.metadata)


@given(st.text(alphabet="<>/ap\"' =!-\x00\ud800é\n", max_size=200))
def test_any_markup_makes_a_sound_document(text):
    document = read_markup(text, config=CONFIG)
    end = 0
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text == block.text.strip() != ""
        assert block.start >= end
        end = block.end


@pytest.mark.parametrize(
    ("text", "is_markup"),
    [
        ("<!DOCTYPE html><html>", True), ("  <html><p>x", True), ("<p>one</p>", True), ("<div>x</div>", True),
        ("Intro <p>one</p><p>two</p>", True), ("<?xml version='1.0'?><html/>", True), ("<!-- a --><html>", True),
        ("a < b and b > a", False), ("I <3 bridges", False), ("mail <me@example.org> now", False),
        ("one<br>two", False), ("use <b>bold</b> in Markdown", False), ("if x<y: return </nothing", False),
        ("", False), ("no markup", False), ("<3 <3 <3", False),
    ],
)  # fmt: skip
def test_markup_and_text_are_told_apart(text, is_markup):
    assert looks_like_markup(text) is is_markup


GERMAN = "Die Brücke über den Fluß öffnet am Montag, sagte der Bürgermeister. " * 5


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (GERMAN.encode(), GERMAN),
        (b"\xef\xbb\xbf" + GERMAN.encode(), GERMAN),
        (GERMAN.encode("utf-16"), GERMAN),
        (f"<meta charset='iso-8859-1'>{GERMAN}".encode("cp1252"), f"<meta charset='iso-8859-1'>{GERMAN}"),
        (f"<meta charset='utf-8'>{GERMAN}".encode("cp1252"), f"<meta charset='utf-8'>{GERMAN}"),
        (f"<meta charset='utf-16'>{GERMAN}".encode(), f"<meta charset='utf-16'>{GERMAN}"),
        (f"<meta charset='nonsense'>{GERMAN}".encode(), f"<meta charset='nonsense'>{GERMAN}"),
        ("<meta charset=gb2312>大桥周一开通。".encode("gb18030"), "<meta charset=gb2312>大桥周一开通。"),
        (
            "<meta charset=shift_jis>橋は月曜日に開通。".encode("cp932"),
            "<meta charset=shift_jis>橋は月曜日に開通。",
        ),
        (b"", ""),
    ],
)
def test_encodings(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("cp1252", "The mayor of Zürich, José Müller, paid £12 – “too much” – in the café."),
        ("cp1252", "The council approved the plan, said Mr Müller."),
        ("cp1252", "Kommunfullmäktige godkände på måndagen en plan för att bygga hamnmuren."),
        ("cp1252", "El ayuntamiento aprobó el plan este año."),
        ("cp1252", "As obras deverão durar dezoito meses e não há informação sobre a praça."),
        ("cp1250", "Rada miasta zatwierdziła plan odbudowy muru, który został uszkodzony."),
        ("cp1250", "Městská rada schválila plán, řekl starosta, a ještě něco."),
        ("cp1250", "Gradsko vijeće odobrilo je plan obnove lučkog zida koji je oštećen."),
        ("cp1254", "Mühendisler işin on sekiz ay süreceğini ve pahalıya mal olacağını söyledi."),
        ("cp1257", "Miesto taryba patvirtino sienos atstatymo planą, kuri buvo apgadinta žiemą."),
        ("cp1251", "Городской совет одобрил план восстановления старой портовой стены в понедельник."),
        ("cp932", "市議会は月曜日に港の壁を再建する計画を承認した。工事は十八か月かかる見込みである。"),
    ],
)
def test_undeclared_code_pages(page, text):
    assert decode(text.encode(page)) == text
    assert decode(f"<p class='a'>{text}</p>".encode(page)) == f"<p class='a'>{text}</p>"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("page", [f"<p>{GERMAN}</p><p>€ {GERMAN * 30}</p>", f"<b>{GERMAN}</b>\n\n<i>{GERMAN}</i>\n\n</b></i>"])
def test_bytes_are_read_as_their_text_is(coding, page):
    assert read(page.encode(coding), config=CONFIG) == read(page, config=CONFIG)


@pytest.mark.parametrize("space", [" ", "  ", "\n", "\t ", "\u00a0", "\u3000", "\u2028", "\x0c", "\x1f", "\u200b", "\u00ad"])
@pytest.mark.parametrize("around", ["{}", "{}\n", " {}\u00a0"])
def test_all_white_space_is_one_space(space, around):
    text = around.format(f"Café{space}Léon")
    (block,) = read_markup(f"<p>{text}</p>", config=CONFIG).blocks
    assert block.text == " ".join(text.split())


def test_a_page_cut_inside_a_character_still_reads():
    assert decode(GERMAN.encode()[: GERMAN.encode().rindex(b"\xbc")]).startswith("Die Brücke")


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\x00\x01\x02\x80\x81" * 50, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(EncodingError):
        clean(data)


def test_nesting_is_refused_before_it_is_parsed():
    with pytest.raises(LimitError, match="max_depth"):
        clean("<div>" * 100_000)
    with pytest.raises(LimitError, match="max_depth"):
        read_soup(bs4.BeautifulSoup("<div>" * 300, "html.parser"), config=configure(max_depth=200))
    check_depth(b"<p>" * 100_000, max_depth=100, max_elements=1_000_000)
    check_depth(b"<div></div>" * 100_000, max_depth=100, max_elements=1_000_000)
    assert clean("<div>" * 1_000 + "x").document.text == "x"


def test_too_many_blocks():
    with pytest.raises(LimitError, match="max_blocks"):
        clean("<p>a</p>" * 11, max_blocks=10)


@pytest.mark.parametrize("parser", ["html.parser", "lxml"])
def test_rows_are_alike_with_and_without_a_tbody(parser):
    rows = "<tr><td>Ashby</td><td>3</td></tr><tr><td>Orrin</td><td>12</td></tr>"
    seen = []
    for table in (f"<table>{rows}</table>", f"<table><tbody>{rows}</tbody></table>"):
        page = f"<html><body><p>The two villages voted.</p>{table}<p>They vote again in May.</p></body></html>"
        seen += [read_soup(bs4.BeautifulSoup(page, parser), config=configure()).document, clean(page).document]
    assert len({document.text for document in seen}) == 1
    assert len({tuple(document.layout.parents) for document in seen}) == 1


def test_blank_lines_part_paragraphs_where_no_element_does():
    one, two = "The <b>bridge</b> opens.", "<em>Nobody</em> will\ncut the ribbon."
    assert clean(f"<strong>ASHBY:</strong> {one}\n\n{two}\r\n \r\nThe end.").document.text == (
        "ASHBY: The bridge opens.\n\nNobody will cut the ribbon.\n\nThe end."
    )
    assert clean(f"<p>{one}\n\n{two}</p>").document.text == "The bridge opens. Nobody will cut the ribbon."
