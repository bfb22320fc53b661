"""Lines that come back on purpose: labels of sections, heads and rows of tables."""

from __future__ import annotations

import pytest

from dedup import clean

TESTS = [
    (
        "The kettle of Harn boils a litre in two minutes, keeps it hot for an hour and tells the kitchen about it.",
        "Its lid sticks when the water is very hard, and the maker sends a second one only to those who ask twice.",
    ),
    (
        "The spout of the Ashby pot never drips, even when it is poured by a child who is looking at something else.",
        "Its handle gets too warm to be held without a cloth, which is odd for something that costs forty crowns.",
    ),
    (
        "Nothing on the market is lighter than the can from the Lune, and it fits into a coat together with two cups.",
        "You will need two of them for more than three guests, and neither of the two stands well on a sloping lawn.",
    ),
    (
        "Forty mugs of tea come out of the urn from Weir before anybody has to get up and look for the tap again.",
        "It takes half of the table and most of the fuses, and nobody has yet been able to carry it down the stairs.",
    ),
]
LONG = "We have boiled water for three weeks, in the office and at home, and written down what happened to the cups and to us."


def article(labels, count=4):
    lines = [LONG, "This is what came of it, from the smallest to the largest, with what pleased us and what did not."]
    for good, bad in TESTS[:count]:
        lines += [good, labels[0], bad, labels[1], f"{good[:40]}, as we said, and {bad[20:60]}: the prices differ from town to town."]
    return lines


@pytest.mark.parametrize("labels", [("Why we like it", "What you should know"), ("Was uns daran gefällt", "Was man wissen sollte")])
def test_labels_over_different_texts_stay(labels):
    result = clean(article(labels))
    assert result.text.count(labels[0]) == result.text.count(labels[1]) == 4
    assert any("refrain" in spared.finding.note for spared in result.spared)


def test_a_sentence_and_a_longer_line_that_come_back_go():
    sentence = clean(article(("We like it a lot.", "What you should know")))
    assert sentence.text.count("We like it a lot.") == 1
    longer = "Why we like it in spite of everything"
    assert clean(article((longer, "What you should know"))).text.count(longer) == 1


@pytest.mark.parametrize("credit", ["(Texas Forest Service archive)", "• See it now here", "[Photo by the author]"])
def test_credits_and_links_are_no_labels(credit):
    assert clean(article((credit, "What you should know"))).text.count(credit) <= 1


def test_twice_is_not_often():
    assert clean(article(("Why we like it", "What you should know"), count=2)).text.count("Why we like it") == 1


def test_a_whole_section_that_stands_twice_goes_with_its_label():
    lines = article(("Why we like it", "What you should know"))
    result = clean([*lines, *lines[2:7]])
    assert result.text.count("tells the kitchen about it") == 1
    assert result.text.count("Why we like it") == 4


ROWS = [
    "Limits | Free core functions; limited advanced functions | A price for each user; costs rise with users and functions",
    "Limits | A cap on paying clients in each plan | A price for each user; costs rise with users and functions",
    "Support | By mail, on working days only | By telephone and mail, on working days only",
    "Support | By mail, on working days only | By telephone and mail, on working days and Sundays",
]


def test_rows_of_tables_that_are_alike_stay():
    text = [LONG, "The first table has the small ones, the second the large ones, with all that their makers promise for them.", *ROWS]
    assert clean(text).text == "\n\n".join(text)


def test_the_head_of_several_tables_stays_and_a_table_that_stands_twice_goes():
    head = "Maker | Price of the smallest | Best for | What it lacks"
    lines = [LONG]
    for number, (good, bad) in enumerate(TESTS):
        lines += [good, head, f"Pot {number} | {number + 11} crowns | {good[-30:]} | {bad[-30:]}", bad]
    result = clean(lines)
    assert result.text.count(head) == 4
    more = clean([*lines, "Once more, for those who have scrolled down to here without reading, the last table.", *lines[-3:-1]])
    assert more.text.count(lines[-2]) == 1
