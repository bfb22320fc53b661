"""FAQ blocks go as one; interviews and pages that are a FAQ stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import clean
from dedup.detect.faq import Said, is_heading

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
def test_the_block_that_says_most_is_found_as_by_comparing_all(body, wanted):
    said = Said()
    for place, words in enumerate(body):
        said.add(place, words)
    shares = [len(wanted & words) / max(len(wanted), 1) for words in body]
    best = max(shares, default=0.0)
    expected = (shares.index(best), best) if len(wanted) >= 3 and best >= 0.6 else None
    assert said.best(wanted) == expected


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


def test_a_faq_in_markup():
    pairs = "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in PAIRS)
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = f"<html><body><article><h1>Bridge</h1>{body}<h2>FAQs</h2>{pairs}</article></body></html>"
    text = clean(page, max_removed=0.9).text
    assert "levy on lorries brings the rest." in text
    assert PAIRS[1][0] not in text
