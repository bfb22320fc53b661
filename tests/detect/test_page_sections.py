"""Headings go or stay with what stands under them."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import clean, configure
from dedup.detect.page.features import evidence
from dedup.detect.page.sections import of_one_article, with_sections
from dedup.read.lexbor import read_markup

CONFIG = configure()
TEXTS = [
    "The ferry between Harn and the island has been running again since Tuesday, after nine days in the dry dock.",
    "A log had bent one of its two propellers, and the yard had to cast a new one from the drawings of 1961.",
    "Fares stay as they are until summer. The company will then ask for two crowns more, its director said.",
]
PAGE = (
    "<html><head><title>Harn ferry sails again</title></head><body><article><p>{}</p><h2>Bent by a log</h2><p>{}</p>"
    "<h2>What it costs</h2><p>{}</p></article><h3>Other news</h3><ul><li><a href='/1'>A goat on the roof</a></li></ul></body></html>"
).format(*TEXTS)


def kept_after(kept, markup=PAGE, likely=None):
    """The texts that stay when those stayed, each with this probability."""
    document = read_markup(markup, config=CONFIG)
    texts = [block.text for block in document.blocks]
    known = evidence(document, document.layout)
    probabilities = np.array([(likely or {}).get(text, 0.3) for text in texts])
    stay = with_sections(known, probabilities, np.array([text in kept for text in texts]))
    return [text for text, stays in zip(texts, stay, strict=True) if stays]


def test_a_heading_inside_the_article_stays_with_its_text():
    assert kept_after(TEXTS) == [TEXTS[0], "Bent by a log", TEXTS[1], "What it costs", TEXTS[2]]


def test_an_unlikely_heading_goes_unless_most_of_its_make_stay():
    unlikely = {"What it costs": 0.01, "Bent by a log": 0.01}
    assert kept_after(TEXTS, likely=unlikely) == TEXTS
    third = PAGE.replace("</article>", f"<h2>Who pays</h2><p>{TEXTS[0]} Once more.</p></article>")
    kept = [*TEXTS, f"{TEXTS[0]} Once more.", "Bent by a log", "Who pays"]
    assert "What it costs" in kept_after(kept, third, likely=unlikely)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h2>Bent by a log</h2>", "<h1>Bent by a log</h1>"), ("<h2>Bent by a log</h2>", "<p>Bent by a log</p>"),
        ("<h2>Bent by a log</h2>", "<h2><a href='/x'>Bent by a log</a></h2>"), ("<title>Harn ferry sails", "<title>Bent by a log"),
        ("<h2>Bent by a log</h2>", "<div><h2>Bent by a log</h2></div>"), ("<h2>Bent by a log</h2>", "<h2>Bent by a log</h2><p>x</p>"),
    ],
)  # fmt: skip
def test_what_is_no_heading_of_a_section(old, new):
    assert old in PAGE
    assert "Bent by a log" not in kept_after(TEXTS, PAGE.replace(old, new))


def test_a_heading_above_everything_that_stays_is_not_inside():
    assert "What it costs" not in kept_after([TEXTS[2]])


def test_a_heading_over_what_goes_goes_at_the_end_and_only_there():
    assert kept_after([*TEXTS, "Other news"])[-1] == TEXTS[2]
    open_end = PAGE.replace("<ul><li><a href='/1'>A goat on the roof</a></li></ul>", "")
    assert kept_after([*TEXTS, "Other news"], open_end)[-1] == "Other news"
    assert "What it costs" in kept_after([TEXTS[0], "What it costs", TEXTS[2], "Other news"])


def test_a_text_of_nothing_but_headings_stays():
    assert kept_after(["Bent by a log", "What it costs", "Other news"]) == ["Bent by a log", "What it costs", "Other news"]
    assert kept_after(["Other news"]) == ["Other news"]
    assert kept_after([]) == []


def test_a_page_whose_aside_has_a_heading_that_passes_for_text():
    result = clean(PAGE.replace("</article><h3>Other news</h3>", "<h3>Other news</h3>").replace("</ul>", "</ul></article>"))
    assert all(text in result.text for text in TEXTS)
    assert not result.text.endswith("Other news")


def _story(headline, *texts, wrapper="article", level=1):
    body = "".join(f"<p>{text}</p>" for text in texts)
    return f"<{wrapper}><h{level}>{headline}</h{level}>{body}</{wrapper}>"


FIRST = _story("Harn ferry sails again", *TEXTS)
SECOND = [f"{text} So it was in the year before that, too." for text in TEXTS]


def stories(*parts):
    return f"<html><head><title>Harn ferry sails again</title></head><body>{''.join(parts)}</body></html>"


@pytest.mark.parametrize("wrapper", ["article", "div class='story'"])
def test_another_headline_of_the_same_make_begins_another_article(wrapper):
    markup = stories(FIRST, _story("A goat on the roof", *SECOND)).replace("<article>", f"<{wrapper}>")
    result = clean(markup)
    assert all(text in result.text for text in TEXTS)
    assert not any(text in result.text for text in SECOND)


@pytest.mark.parametrize(
    "parts",
    [
        [FIRST.replace("</article>", ""), f"<h1>A goat on the roof</h1><p>{SECOND[0]}</p><p>{SECOND[1]}</p></article>"],
        [FIRST, _story("Harn ferry sails again: the pictures", *SECOND)], [FIRST, _story("Prices", *SECOND)],
        [FIRST, _story("A goat on the roof", *SECOND, level=2)], [FIRST, _story("A goat on the roof", SECOND[0])],
        [_story("Harn ferry sails again", TEXTS[0]), _story("A goat on the roof", *SECOND)],
        [_story("Something else by far", *TEXTS), _story("A goat on the roof", *SECOND)],
        [FIRST, _story("A goat on the roof", *SECOND, wrapper="section")],
    ],
)  # fmt: skip
def test_what_begins_no_other_article(parts):
    assert SECOND[0] in kept_after([*TEXTS, *SECOND], stories(*parts))
    document = read_markup(stories(*parts), config=CONFIG)
    known = evidence(document, document.layout)
    kept = np.array([block.text in (*TEXTS, *SECOND) for block in document.blocks])
    assert of_one_article(known, kept).tolist() == kept.tolist()
