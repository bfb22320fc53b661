"""Pages that carry their article twice."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import clean, configure
from dedup.detect.page.features import evidence
from dedup.detect.page.twice import without_copies
from dedup.read.lexbor import read_markup

BODY = [
    "The ferry between Harn and the island has been running again since Tuesday, after nine days in the dry dock.",
    "A log had bent one of its two propellers, and the yard had to cast a new one from the drawings of 1961.",
    "Fares stay as they are until summer. The company will then ask for two crowns more, its director said on Monday.",
    "Until then the old boat lies ready at the north pier. It takes forty people and no cars, but needs no crew of nine.",
    "On the island the bakery has sold bread on credit. Everybody has paid by now, says the baker, or nearly everybody.",
]
MENU = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "News", "Sport", "Weather", "Culture"))
SHOWN = "".join(f"<p>{text}</p>" for text in BODY)


def page(before="", after="", shown=SHOWN):
    return (
        f"<html><head><title>The ferry runs</title></head><body><nav><ul>{MENU}</ul></nav>{before}"
        f"<article><h1>The ferry runs</h1>{shown}</article>{after}<footer><ul>{MENU}</ul></footer></body></html>"
    )


def paragraphs(result):
    return [text for text in result.text.split("\n\n") if text in BODY]


PIECE = f"<div>{' '.join(BODY)}</div>"


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("named", ["class='o-paywall hidden'", "aria-hidden='true'", "style='display:none'", "hidden", "class='full'"])
def test_the_article_once_more_in_one_piece_goes_and_its_paragraphs_stay(where, named):
    assert paragraphs(clean(page(**{where: PIECE.replace("<div>", f"<div {named}>")}))) == BODY


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("named", ["class='print-hidden'", "aria-hidden='true'", "style='display:none'", "hidden"])
def test_of_a_hidden_and_a_shown_copy_the_shown_one_stays(where, named):
    result = clean(page(**{where: f"<div {named}>{SHOWN}</div>"}))
    assert paragraphs(result) == BODY
    article = result.document.text.index("The ferry runs\n\n")
    copy = result.document.text.index(BODY[0]) < article
    assert copy == (where == "before")
    gone = [removal.span for removal in result.removals]
    for text in BODY:
        assert not any(start <= result.document.text.index(text, article) < end for start, end in gone)


def test_a_hidden_text_that_is_the_only_one_stays():
    assert paragraphs(clean(page(shown=f"<div class='hidden'>{SHOWN}</div>"))) == BODY


def test_a_long_paragraph_that_sums_up_three_and_says_more_stays():
    summary = " ".join(BODY[:3]) + " " + "The island has lived on what it had, and what it had was mostly potatoes and the sea. " * 5
    result = clean(page(shown=f"<p>{summary}</p>{SHOWN}"))
    assert "mostly potatoes" in result.text


def test_a_piece_of_three_paragraphs_is_enough():
    three = [*BODY[:2], f"{BODY[2]} {BODY[3]}"]
    markup = page(before=f"<div class='full'>{' '.join(three)}</div>", shown="".join(f"<p>{text}</p>" for text in three))
    assert clean(markup).text.count(BODY[0]) == 1


def test_a_piece_stays_where_its_paragraphs_do_not():
    document = read_markup(page(after=PIECE), config=configure())
    known = evidence(document, document.layout)
    kept = np.array([block.text == " ".join(BODY) for block in document.blocks])
    assert kept.sum() == 1
    assert (without_copies(known, kept) == kept).all()


def test_a_long_paragraph_of_two_others_is_none_of_three():
    two = f"<p>{BODY[3]} {BODY[4]} {'x' * 400}</p>"
    assert "x" * 400 in clean(page(shown=SHOWN + two)).text


def test_a_page_of_thousands_of_long_blocks_is_not_searched_for_copies():
    many = "".join(f"<p>{number} {'The ferry runs and the bridge is shut, says the mayor. ' * 9}</p>" for number in range(3_000))
    assert f"2999 {BODY[0][:9]}" in clean(page(shown=many)).text
