"""FAQ blocks go as one; interviews and pages that are a FAQ stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import clean
from dedup.detect.faq import is_heading
from dedup.detect.faq.restated import Said

BODY = [
    "The old bridge across the Lune will open again on Monday, the council of Ashby said, after nine months of work.",
    "Engineers had closed it in spring, when a flood washed the ground away from two of its five stone piers.",
    "The repair cost four million crowns, half of which the province pays, and a levy on lorries brings the rest.",
    "Until Monday a ferry carries people on foot; drivers have to take the long way round by the mill at Harrow.",
]
PAIRS = [
    ("When does the bridge open again?", "The old bridge opens again on Monday, after nine months."),
    (
        "Who pays for the repair of the bridge?",
        "The province pays half, and a levy on lorries brings the rest.",
    ),
    ("Is there a bus from the mill?", "A bus will run every hour from the first week of June."),
]


def _flat(pairs, question="{}", answer="{}"):
    return [form.format(text) for q, a in pairs for form, text in ((question, q), (answer, a))]


@pytest.mark.parametrize(
    "block",
    [
        ["Frequently Asked Questions (FAQs)", *_flat(PAIRS, "Q.1. {}", "Ans. {}")],
        ["FAQs", *_flat(PAIRS)],
        ["**FAQ**", *_flat(PAIRS, "**{}**")],
        ["People Also Ask", *_flat(PAIRS, "Q: {}", "A: {}")],
        ["Frequently Asked Questions About the Bridge", *_flat(PAIRS, "1. {}")],
        ["Häufige Fragen", *_flat(PAIRS, "Frage 1: {}", "Antwort: {}")],
        ["Preguntas frecuentes", *_flat(PAIRS, "¿{}")],
        ["よくある質問", *_flat(PAIRS)],
        _flat(PAIRS, "Q.1. {}", "Ans. {}"),
        _flat(PAIRS, "Q1: {}", "A1: {}"),
    ],
)
def test_a_faq_behind_an_article_goes_as_one(block):
    result = clean([*BODY, *block], max_removed=0.9)
    assert result.text == "\n\n".join(BODY)
    assert {removal.rule for removal in result.removals} == {"boilerplate.faq"}
    assert clean([*BODY, *block], faq="keep", max_removed=0.9).text == "\n\n".join([*BODY, *block])


def test_what_follows_the_faq_stays():
    after = "The mayor will cut the ribbon at noon, and the choir of the school will sing on the bridge."
    result = clean([*BODY, "FAQs", *_flat(PAIRS), after])
    assert result.text == "\n\n".join([*BODY, after])


def test_only_restating_answers_go_with_their_questions():
    result = clean([*BODY, "FAQs", *_flat(PAIRS)], faq="restated")
    assert PAIRS[0][0] not in result.text
    assert PAIRS[2][0] in result.text
    assert PAIRS[2][1] in result.text
    twins = [result.document.text[slice(*f.evidence.span)] for r in result.removals for f in r.because]
    assert set(twins) <= set(BODY)


def test_a_heading_goes_when_all_that_stood_under_it_goes():
    result = clean([*BODY, "FAQs", *_flat(PAIRS[:2])], faq="restated")
    assert result.text == "\n\n".join(BODY)
    result = clean([*BODY, "FAQs", *_flat(PAIRS[2:])], faq="restated")
    assert result.removals == ()


def test_a_question_goes_when_one_of_two_that_say_the_same_goes():
    lead = BODY[0].replace("said, after", "said, it must be, after all of")
    result = clean([*BODY, lead, "FAQs", *_flat(PAIRS[:1])], faq="restated", keep="longest")
    assert not {"FAQs", *PAIRS[0]} & set(result.text.split("\n\n"))
    assert BODY[0] not in result.text


def test_an_answer_is_not_compared_with_another_faq():
    article = [*BODY, "FAQs", *_flat(PAIRS[2:]), BODY[0] + " It is so.", "People Also Ask", *_flat(PAIRS[2:])]
    result = clean(article, faq="restated", ignore=("repeat",))
    assert result.removals == ()


def test_a_rule_file_of_ones_own_adds_headings(tmp_path):
    path = tmp_path / "mine.toml"
    rule = 'family = "boilerplate.faq"\n[[rules]]\nlanguage = "en"\nform = "label"\nphrases = ["bridge desk"]\nsource = "me"'
    path.write_text(rule, encoding="utf-8")
    article = [*BODY, "Bridge Desk", *_flat(PAIRS)]
    assert clean(article, rule_files=(str(path),)).text == "\n\n".join(BODY)
    assert clean(article).text != "\n\n".join(BODY)
    assert not is_heading("Bridge Desk")


WORDS = st.frozensets(st.sampled_from("abcdefghijkl"), max_size=8)


@given(st.lists(WORDS, max_size=12), WORDS)
def test_the_blocks_that_say_most_are_found_as_by_comparing_all(body, wanted):
    said = Said()
    for place, words in enumerate(body):
        said.add(place, words)
    shares = [len(wanted & words) / max(len(wanted), 1) for words in body]
    enough = [(place, share) for place, share in enumerate(shares) if share >= 0.6 and len(wanted) >= 3]
    assert said.holders(wanted) == sorted(enough, key=lambda entry: (-entry[1], entry[0]))[:3]


@pytest.mark.parametrize(
    "article",
    [
        ["Frequently Asked Questions", *_flat(PAIRS)],
        ["We met the engineer at the bridge.", *_flat(PAIRS * 2, "Q: {}", "A: {}")],
        ["We met the engineer at the bridge.", *_flat(PAIRS, "Example: {}", "Engineer: {}")],
        [*BODY[:2], "What does the mayor say?", *BODY[2:]],
        [*BODY, "What happens next?"],
        [*BODY, "The FAQ of the council was read by nine people."],
    ],
)
def test_what_is_no_faq_block_stays(article):
    result = clean(article, ignore=("repeat",), max_removed=1.0)
    assert not [removal for removal in result.removals if removal.rule == "boilerplate.faq"]


TEXTS = {
    "one line for a question, one for its answer": "{q}\n{a}",
    "Q: and A: in one line": "Q: {q} A: {a}",
    "bold, answered in the same paragraph": "**{q}** {a}",
    "headings of Markdown": "### {q}\n\n{a}",
    "numbers": "{n}. {q}\n\n{a}",
    "Swedish marks": "Fråga {n}: {q}\n\nSvar: {a}",
    "Polish marks": "Pytanie nr {n}: {q}\n\nOdpowiedź: {a}",
    "Korean marks": "질문 {n}. {q}\n\n답변: {a}",
    "Greek marks": "Ερώτηση {n}: {q}\n\nΑπάντηση: {a}",
    "two paragraphs for an answer": "{q}\n\n{a}\n\nSo the council of Ashby says.",
}


def _written(form, between="\n\n"):
    return between.join(form.format(q=q, a=a, n=n) for n, (q, a) in enumerate(PAIRS, 1))


@pytest.mark.parametrize("heading", ["FAQ", "## Frequently Asked Questions", "Veelgestelde vragen"])
@pytest.mark.parametrize("layout", TEXTS)
def test_a_faq_goes_whatever_its_layout(layout, heading):
    body = "\n\n".join(BODY)
    result = clean(f"{body}\n\n{heading}\n\n{_written(TEXTS[layout])}\n", max_removed=0.95)
    assert result.text.strip() == body


def test_a_line_of_introduction_goes_with_its_faq():
    intro = "Here is what our readers ask us most often."
    result = clean([*BODY, "FAQs", intro, *_flat(PAIRS)], max_removed=0.95)
    assert result.text == "\n\n".join(BODY)
    restated = clean([*BODY, "FAQs", intro, *_flat(PAIRS[:2])], faq="restated")
    assert restated.text == "\n\n".join(BODY)
    one = [*BODY, "FAQs", intro, *_flat(PAIRS[:1])]
    assert clean(one, ignore=("repeat",)).removals == ()


def test_questions_without_a_question_mark():
    pairs = [("How to cross the river", PAIRS[2][1]), ("Who pays for the repair", PAIRS[1][1])]
    assert clean([*BODY, "FAQs", *_flat(pairs)]).text == "\n\n".join(BODY)
    pairs = [("The way across", PAIRS[2][1]), ("The cost of it", PAIRS[1][1])]
    result = clean([*BODY, "FAQs", *_flat(pairs)], ignore=("repeat",))
    assert "boilerplate.faq" not in {removal.rule for removal in result.removals}


def test_japanese_questions_need_no_question_mark():
    pairs = [
        ("橋はいつ開通しますか。", "橋は六月二日に開通します。"),
        ("費用は誰が払いますか。", "州が半分を払います。"),
    ]
    assert clean([*BODY, "よくある質問", *_flat(pairs)]).text == "\n\n".join(BODY)


def test_a_question_whose_answer_is_gone_goes_too():
    assert clean([*BODY, "FAQs", *_flat(PAIRS), "May cyclists cross?"], max_removed=0.95).text == "\n\n".join(BODY)
    asked = [*BODY, "People Also Ask", "Who pays?", "Who asks?", "Nobody in the council knows it yet."]
    assert "boilerplate.faq" not in {removal.rule for removal in clean(asked, ignore=("repeat",)).removals}


def _page(inner, head=""):
    body = "".join(f"<p>{text}</p>" for text in BODY)
    return f"<html><head>{head}</head><body><article><h1>Bridge</h1>{body}{inner}</article></body></html>"


def _each(form):
    return "".join(form.format(q=q, a=a) for q, a in PAIRS)


ITEM = (
    "<div itemscope itemprop=mainEntity itemtype='https://schema.org/Question'><h3 itemprop=name>{q}</h3>"
    "<div itemscope itemprop=acceptedAnswer><p itemprop=text>{a}</p></div></div>"
)
PAGES = {
    "definition list": "<h2>FAQ</h2><dl>" + _each("<dt>{q}</dt><dd>{a}</dd>") + "</dl>",
    "accordion": "<h2>FAQ</h2>" + _each("<details><summary>{q}</summary><p>{a}</p></details>"),
    "accordion with headings": "<h2>FAQ</h2>" + _each("<details><summary><h3>{q}</h3></summary><p>{a}</p></details>"),
    "accordion without a heading": _each("<details><summary>{q}</summary><p>{a}</p></details>"),
    "microdata": "<section itemscope itemtype='https://schema.org/FAQPage'>" + _each(ITEM) + "</section>",
    "microdata under a heading of its own": "<section><h2>You ask, we answer</h2>" + _each(ITEM) + "</section>",
    "bold questions": "<h2>FAQ</h2>" + _each("<p><b>{q}</b></p><p>{a}</p>"),
    "bold questions, answers behind a break": "<h2>FAQ</h2>" + _each("<p><strong>{q}</strong><br>{a}</p>"),
    "bold questions, answers in the line": "<h2>FAQ</h2>" + _each("<p><strong>{q}</strong> {a}</p>"),
    "numbered list": "<h2>FAQ</h2><ol>" + _each("<li><b>{q}</b><p>{a}</p></li>") + "</ol>",
    "class of its own": "<div class='article-faq'>" + _each("<h3>{q}</h3><p>{a}</p>") + "</div>",
}


@pytest.mark.parametrize("layout", PAGES)
def test_a_faq_of_a_page_goes_whatever_its_layout(layout):
    text = clean(_page(PAGES[layout]), max_removed=0.95, ignore=("repeat",)).text
    assert text.strip().endswith(BODY[-1])


def test_questions_of_a_page_that_no_element_declares_stay():
    result = clean(_page(_each("<h3>{q}</h3><p>{a}</p>")), ignore=("repeat",))
    assert "boilerplate.faq" not in {removal.rule for removal in result.removals}


def test_a_faq_in_markup():
    pairs = "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in PAIRS)
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = f"<html><body><article><h1>Bridge</h1>{body}<h2>FAQs</h2>{pairs}</article></body></html>"
    text = clean(page, max_removed=0.9).text
    assert "levy on lorries brings the rest." in text
    assert PAIRS[1][0] not in text


@pytest.mark.parametrize(("first", "goes"), [(1, True), (3, False)])
def test_numbered_questions_that_go_on_with_the_articles_own_numbers_are_its_parts(first, goes):
    parts = ["2. The bridge and its piers", BODY[1]] if first > 1 else [BODY[1]]
    questions = _flat([(f"{first + n}. {q}", a) for n, (q, a) in enumerate(PAIRS)])
    removed = clean([BODY[0], *parts, *BODY[2:], *questions], ignore=("repeat",)).removed("boilerplate.faq")
    assert bool(removed) == goes
