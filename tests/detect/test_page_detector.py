"""The body of a page, and what the rest of it is."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import RuleError, clean, configure
from dedup.detect import page
from dedup.detect.page import columns, model, words
from dedup.detect.page.features import ROWS, evidence
from dedup.detect.page.hints import PLACES, place_bits
from dedup.read.lexbor import read_markup

CONFIG = configure()
BODY = [
    "The old bridge across the Lune will open again on Monday, the council of Ashby said, after nine months of work.",
    "Engineers had closed it in spring, when a flood washed the ground away from two of its five stone piers.",
    "“We have never seen the river so high,” said Bodil Krag, who has kept the gauge for thirty years.",
    "The repair cost four million crowns, half of which the province pays, and a levy on lorries brings the rest.",
    "Until Monday a ferry carries people on foot; drivers have to take the long way round by the mill at Harrow.",
]
MENU = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "News", "Sport", "Weather", "Culture", "Contact"))
SIDE = "".join(f"<li><a href='/s{n}'>Ten things that you did not know about the valley {n}</a></li>" for n in range(8))


def _page(body, *, wrapper="article"):
    return f"""<!DOCTYPE html><html lang="en"><head><title>Bridge opens again on Monday | The Example</title></head><body>
    <header><nav class="main-menu"><ul>{MENU}</ul></nav></header>
    <div class="layout"><{wrapper}><h1>Bridge opens again on Monday</h1>
    <div class="byline">By A. Person</div>{body}</{wrapper}>
    <aside class="sidebar most-read"><h3>Most read</h3><ul>{SIDE}</ul></aside></div>
    <div class="comments"><h3>Comments</h3><p>I like it, and I have said so since the very first day, my friends.</p></div>
    <footer><p>© 2026 The Example. All rights reserved.</p><ul>{MENU}</ul></footer></body></html>"""


LAYOUTS = {
    "paragraphs": _page("".join(f"<p>{text}</p>" for text in BODY)),
    "line breaks": _page("<br><br>".join(BODY)),
    "divs": _page("".join(f"<div>{text}</div>" for text in BODY), wrapper="div"),
    "table of 2007": _page(
        "<table><tr><td>" + "".join(f"<p>{text}</p>" for text in BODY) + "</td></tr></table>",
        wrapper="center",
    ),
    "custom elements": _page("".join(f"<amp-text><p>{text}</p></amp-text>" for text in BODY), wrapper="main"),
    "broken in the middle": _page("".join(f"<p>{text}" for text in BODY))[:-400],
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_article_comes_out_of_every_layout(name):
    result = clean(LAYOUTS[name])
    for text in BODY:
        assert text in result.text
    for word in ("Weather", "Ten things", "All rights reserved"):
        assert word not in result.text
    assert result.document.article > 0.5


def test_what_goes_has_a_rule_that_says_what_it_is():
    result = clean(LAYOUTS["paragraphs"])
    assert result.removed("boilerplate.headline")
    assert "By A. Person" in "".join(r.text for r in result.removed("boilerplate.byline"))
    assert "©" in "".join(r.text for r in result.removed("boilerplate.copyright"))
    for removal in result.removals:
        assert removal.because[0].evidence is not None


@pytest.mark.parametrize(
    "markup",
    [
        f"<html><body><nav><ul>{MENU}</ul></nav></body></html>",
        f"<html><body><ul>{SIDE}</ul><footer>{MENU}</footer></body></html>",
        "<html><body><form><label>Name</label><button>Send</button></form></body></html>",
    ],
)
def test_a_page_without_an_article_gives_an_empty_text_and_a_reason(markup):
    result = clean(markup)
    assert result.text == ""
    assert result.document.article < CONFIG.min_article
    assert result.removals[0].because


def test_the_limit_moves_what_stays():
    document = read_markup(LAYOUTS["paragraphs"], config=CONFIG)
    likely = sorted(model.probabilities(evidence(document, document.layout)).tolist())
    limits = [likely[0] / 2, 0.5, (likely[-1] + 1) / 2]
    kept = [len(clean(LAYOUTS["paragraphs"], body_probability=limit).text) for limit in limits]
    assert kept[0] > kept[1] > kept[2] == 0


def test_findings_cover_what_is_not_kept_and_nothing_else():
    document = read_markup(LAYOUTS["paragraphs"], config=CONFIG)
    judgement = page.judge(document, CONFIG)
    ends = 0
    for finding in judgement.findings:
        assert finding.span.start >= ends
        ends = finding.span.end
        assert finding.evidence.value < CONFIG.body_probability
    assert judgement == page.judge(document, CONFIG)


def test_the_evidence_is_what_was_fitted():
    document = read_markup(LAYOUTS["divs"], config=CONFIG)
    known = evidence(document, document.layout)
    assert len(model.NAMES) == len(set(model.NAMES)) == len(known.table) + len(known.structure.table)
    likely = model.probabilities(known)
    assert likely.shape == (len(document.blocks),)
    assert ((likely > 0) & (likely < 1)).all()


def test_weights_for_other_evidence_are_refused():
    with pytest.raises(RuleError, match="phase_of_the_moon"):
        model.Model.named({"words": 1.0, "phase_of_the_moon": 0.5}, 0.0)


def test_a_row_without_a_weight_counts_nothing():
    document = read_markup(LAYOUTS["divs"], config=CONFIG)
    known = evidence(document, document.layout)
    words = known.table[ROWS.index("words")]
    likely = model.Model.named({"words": 2.0}, -1.0).probabilities(known)
    assert likely == pytest.approx(1 / (1 + np.exp(1.0 - 2.0 * words)), rel=1e-5)


def _row(markup, name):
    """A row of the evidence by the beginning of each block's text."""
    document = read_markup(markup, config=CONFIG)
    known = evidence(document, document.layout)
    table = np.vstack((known.table, known.structure.table))
    return {b.text[:12]: float(v) for b, v in zip(document.blocks, table[model.NAMES.index(name)], strict=True)}


def test_rows_say_what_they_are_named_for():
    body = "".join(f"<p>{text}</p>" for text in BODY)
    card = "<li class='card'><h3><a href='/t'>Story {0}</a></h3><p>{1} ...</p></li>"
    teasers = "".join(card.format(n, f"{n} of them is told here in a few words") for n in range(4))
    markup = _page(f"{body}<p>(Image: Getty Images)</p><h2>Read also</h2><ul>{teasers}</ul><p>Same.</p><p>Same.</p>")
    assert _row(markup, "only_photo")["(Image: Gett"] == pytest.approx(1.0)
    assert _row(markup, "only_photo")[BODY[0][:12]] == 0.0
    assert _row(markup, "begins_photo")["(Image: Gett"] == 1.0
    assert _row(markup, "below_more")["Story 0"] == 1.0
    assert _row(markup, "below_density")[BODY[0][:12]] == 0.0
    assert _row(markup, "repeated")["Same."] == 1.0
    assert _row(markup, "repeated")[BODY[1][:12]] == 0.0
    assert _row(markup, "unit_linked")["Story 0"] == pytest.approx(0.5)
    assert _row(markup, "best_inside")[BODY[2][:12]] == 1.0
    assert _row(markup, "best_inside")["Comments"] == 0.0
    assert _row(markup, "under_comment")["I like it, a"] == 1.0
    assert _row(markup, "any_footer")["© 2026 The E"] == 1.0
    assert _row(markup, "is_heading")["Comments"] == 1.0
    assert _row(markup, "title")["Bridge opens"] == pytest.approx(1.0)
    assert _row(markup, "words*words")[BODY[0][:12]] == pytest.approx(_row(markup, "words")[BODY[0][:12]] ** 2, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Foto: dpa", "photo", 2),
        ("Lire aussi : le pont", "more", 2),
        ("Подписывайтесь на канал", "follow", 1),
        ("[Read more]", "more", 2),
        ("the bridge reopened", "photo", 0),
    ],
)
def test_words_of_lines_around_articles(text, kind, count):
    (found,) = words.counted([text.lower().split()])
    assert found >> words.SHIFTS[words.SAID.index(kind)] & words.MASK == count


def test_no_counter_of_words_overflows():
    known = list(words._COUNTERS)
    for kind, shift in zip(words.SAID, words.SHIFTS, strict=True):
        counters = words.counters_of(known)
        one = [word for word, counter in zip(known, counters, strict=True) if counter >> shift & words.MASK]
        (count,) = words.counted([one[: words.MOST_WORDS]])
        assert count >> shift & words.MASK == words.MOST_WORDS, kind
    assert words.SHIFTS[-1] + 6 < 63


def test_sums_over_elements_are_sums_over_what_stands_in_them():
    document = read_markup(LAYOUTS["table of 2007"], config=CONFIG)
    tree = evidence(document, document.layout).tree
    lengths = np.array([[float(len(block.text)) for block in document.blocks]])
    expected = [0.0] * (len(document.layout.parents) + 1)
    for block in document.blocks:
        element = block.element
        while element >= 0:
            expected[element] += len(block.text)
            element = document.layout.parents[element]
    assert tree.sums(lengths)[0].tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, 12 of them.",
        "Ein „Satz“ – mit 3 Zeichen: gut.",
        "橋は月曜日に、再び開く。",
        "Two bridges 🌉🌉, 44 boats 🚤.",
        "A lone \ud83d surrogate, 5.",
    ],
)
def test_characters_are_counted_block_by_block(text):
    markup = f"<html><body><p>{text}</p><p>9, 9 and 9.</p><div>{text} {text}</div></body></html>"
    document = read_markup(markup, config=CONFIG)
    found = columns.measure_texts(document)
    for at, block in enumerate(document.blocks):
        assert found.commas[at] == sum(block.text.count(mark) for mark in ",，、،")
        assert found.digits[at] == pytest.approx(sum(c in "0123456789" for c in block.text) / len(block.text))
        spaces = block.text.count(" ") + block.text.count("\n")
        unspaced = sum("\u3040" <= c < "\u3100" or "\u3400" <= c < "\ua000" for c in block.text)
        assert found.words[at] == spaces + 1 + unspaced / 2


def test_a_page_deeper_than_levels_are_looked_at():
    deep = "<div>" * 120 + "".join(f"<p>{text}</p>" for text in BODY) + "</div>" * 120
    result = clean(_page(deep))
    assert all(text in result.text for text in BODY)


def test_comments_are_no_article_however_long():
    talk = "".join(f"<p>{text} And that, my friends, is what I have been saying all along.</p>" for text in BODY * 3)
    markup = _page("".join(f"<p>{text}</p>" for text in BODY)).replace("<h3>Comments</h3>", f"<h3>Comments</h3>{talk}")
    result = clean(markup)
    assert BODY[0] in result.text
    assert "my friends" not in result.text


@pytest.mark.parametrize(
    ("hints", "place"),
    [
        ("related-stories box", "related"),
        ("comment-list", "comment"),
        ("post-author", "author"),
        ("wp-caption", "caption"),
    ],
)
def test_places(hints, place):
    assert next(place_bits([hints])) >> PLACES.index(place) & 1


@pytest.mark.parametrize(
    ("hints", "place"),
    [
        ("no-sidebars", "side"),
        ("not-logged-in", "wall"),
        ("field field-label-hidden", "hidden"),
        ("field field-label-hidden", "tags"),
        ("post post-8259 category-posts tag-china", "tags"),
        ("post-17 has-post-thumbnail format-image", "media"),
    ],
)
def test_what_an_element_lacks_and_what_a_post_is_about_name_no_place(hints, place):
    assert not next(place_bits([hints])) >> PLACES.index(place) & 1


def test_a_list_of_tags_is_no_post():
    for hints in ("tag-list", "post-tags", "category-links", "post-footer tag-cloud"):
        assert next(place_bits([hints])) >> PLACES.index("tags") & 1, hints


def test_a_page_of_one_block_and_of_many():
    assert clean("<html><body><p>x</p></body></html>").text == "x"
    many = _page("".join(f"<p>{BODY[n % 5]} Number {n} of the list.</p>" for n in range(400)))
    assert "Number 399" in clean(many, ignore=("repeat",)).text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>Hello <b>world</b></p>", "Hello world"),
        ("<div>One.</div><div>Two.</div>", "One.\n\nTwo."),
        ("<h2>A heading</h2><ul><li>one</li><li>two</li></ul>", "A heading\n\none\n\ntwo"),
        ("<nav><a href='/'>Home</a></nav><p>Short notice.</p><footer>Imprint</footer>", "Short notice."),
        ("<p>Short notice.</p><div class='related-links'><a href='/'>More</a></div>", "Short notice."),
    ],
)
def test_a_fragment_is_no_page(fragment, text):
    assert clean(fragment).text == text


STANDFIRST = "After nine months of work the bridge opens again, and a levy on lorries pays for half of it"


def _rules_where_only_the_body_stays(markup):
    document = read_markup(markup, config=CONFIG)
    known = evidence(document, document.layout)
    kept = np.array([block.text in BODY for block in document.blocks])
    return dict(zip((block.text for block in document.blocks), map(page._RULES.__getitem__, page._rules(known, kept)), strict=True))


@pytest.mark.parametrize("named", ["standfirst", "article-summary", "chapo", "lede"])
def test_a_standfirst_that_goes_has_a_rule_of_its_own(named):
    body = "".join(f"<p>{text}</p>" for text in BODY)
    rules = _rules_where_only_the_body_stays(_page(f"<div class='{named}'>{STANDFIRST}</div>{body}"))
    assert rules[STANDFIRST] == "boilerplate.standfirst"
    assert rules["Bridge opens again on Monday"] == "boilerplate.headline"


@pytest.mark.parametrize("line", ["After nine months of", f"<a href='/x'>{STANDFIRST}</a>"])
def test_a_label_or_a_link_under_such_a_class_word_is_none(line):
    body = "".join(f"<p>{text}</p>" for text in BODY)
    rules = _rules_where_only_the_body_stays(_page(f"<div class='lede'>{line}</div>{body}"))
    assert "boilerplate.standfirst" not in rules.values()


def test_a_summary_above_the_headline_or_below_the_text_is_no_standfirst():
    summary = f"<div class='teaser-summary'>{STANDFIRST}</div>"
    markup = _page("".join(f"<p>{text}</p>" for text in BODY))
    for place in ("</nav>", "</article>"):
        assert "boilerplate.standfirst" not in _rules_where_only_the_body_stays(markup.replace(place, place + summary)).values()


INFOBOX = "<table class='infobox vcard'><tr><th>Built</th><td>1642</td></tr><tr><th>River</th><td>Lune</td></tr></table>"


@pytest.mark.parametrize(("box", "stays"), [(INFOBOX, False), (INFOBOX.replace("infobox", "prices"), True)])
def test_rows_of_an_infobox_go_and_those_of_another_table_stay(box, stays):
    body = "".join(f"<p>{text}</p>" for text in BODY)
    result = clean(_page(body.replace(f"<p>{BODY[2]}", f"{box}<p>{BODY[2]}")))
    assert ("Built | 1642" in result.text) == stays
    assert BODY[4] in result.text


THAI = [
    "สภาเมืองประชุมเมื่อวันจันทร์และพูดคุยกันสามชั่วโมงเรื่องเงินของปีหน้า โดยไม่มีใครออกไปก่อนเวลา",
    "นอกห้องประชุมมีคนกลุ่มเล็กๆ ถือเทียนรออยู่กลางสายฝน และคณะนักเรียนร้องเพลงจนไฟดับลง",
    "ผู้สื่อข่าววิทยุท้องถิ่นนำไมโครโฟนมาสองตัวแต่ใช้ได้เพียงตัวเดียว เขาจึงแบ่งกันใช้กับเพื่อนร่วมงาน",
    "นาฬิกาเก่าเหนือประตูตีเก้าครั้งเมื่อผู้พูดคนสุดท้ายลุกขึ้น และภารโรงก็เริ่มปิดไฟในทางเดินแล้ว",
    "ในฤดูใบไม้ผลิเมืองจะลงคะแนน และจนถึงตอนนั้นสะพานเปิดวันธรรมดาตั้งแต่หกโมงเช้าถึงเที่ยงคืน",
]
KHMER = [
    "ក្រុមប្រឹក្សាក្រុងបានជួបប្រជុំគ្នានៅថ្ងៃចន្ទ ហើយបានពិភាក្សាអស់រយៈពេលបីម៉ោងអំពីថវិកាសម្រាប់ឆ្នាំក្រោយ",
    "នៅខាងក្រៅសាលប្រជុំ មនុស្សមួយក្រុមតូចបានឈររង់ចាំក្រោមភ្លៀងដោយកាន់ទៀន ហើយក្រុមសិស្សបានច្រៀងរហូតដល់ភ្លើងរលត់",
    "អ្នកយកព័ត៌មានវិទ្យុក្នុងតំបន់បានយកមីក្រូហ្វូនពីរមកជាមួយ ប៉ុន្តែមានតែមួយទេដែលដំណើរការ ដូច្នេះគាត់បានចែករំលែកជាមួយមិត្តរួមការងារ",
    "នាឡិកាចាស់នៅលើទ្វារបានវាយប្រាំបួនដង នៅពេលអ្នកនិយាយចុងក្រោយក្រោកឡើង ហើយអ្នកយាមកំពុងពន្លត់ភ្លើងនៅច្រករបៀង",
]


FORM = f"""<html><body><form id="all"><ul class="nav">{MENU}</ul><div class="content"><h1>Bridge opens again</h1>{{}}</div>
<div class="related"><h3>Related</h3><ul>{SIDE}</ul></div><div class="footer"><p>© 2026 The Example</p></div></form></body></html>"""
MISNAMED = f"""<html><body><ul class="nav">{MENU}</ul><div class="sidebar-layout"><div class="comment-text related-content">
<h1>Bridge opens again</h1>{{}}</div></div><ul>{SIDE}</ul></body></html>"""


@pytest.mark.parametrize("texts", [THAI, KHMER], ids=["Thai", "Khmer"])
@pytest.mark.parametrize("frame", [FORM, MISNAMED], ids=["form", "misnamed"])
def test_sentences_without_a_mark_at_their_end_are_sentences(texts, frame):
    text = clean(frame.format("".join(f"<p>{line}</p>" for line in texts))).text
    assert all(line in text for line in texts)
    assert "Weather" not in text
