"""Dates that are headings stay, dates of publishing go."""

from __future__ import annotations

import pytest

import dedup

PARAGRAPHS = (
    "The ferry sank on a calm night in spring, and nobody has ever said why it did.",
    "The owners asked for an inquiry, and the ministry refused it in a letter of two lines.",
    "The wreck was found by a fisherman from Mara who had dropped his nets in the wrong place.",
    "The court ruled that the owners were to blame and that the families had a right to be paid.",
)
LEAD = "A short history of the ferry disaster, told by those who were there on that night and after."


@pytest.mark.parametrize(
    "dates",
    [
        ("Day 1", "Day 2", "Day 3", "Day 4"),
        ("March 4", "March 9", "April 2", "May 30"),
        ("4. März 1991", "9. März 1991", "2. April 1992", "30. Mai 1993"),
        ("4 mars 1991", "9 mars 1991", "2 avril 1992", "30 mai 1993"),
        ("Monday, 3 March", "Tuesday, 4 March", "Wednesday, 5 March", "Thursday, 6 March"),
    ],
)
def test_dates_above_paragraphs_are_the_headings_of_a_chronicle(dates):
    text = "\n\n".join([LEAD, *(f"{date}\n\n{told}" for date, told in zip(dates, PARAGRAPHS, strict=True))])
    result = dedup.clean(text)
    assert result.text == text
    assert [spared.finding.note for spared in result.spared].count("opens a part of the text") == len(dates)


def test_the_entries_of_a_diary_may_be_short():
    days = "\n\n".join(f"Day {day}\n\nWe stayed in the hut. Minus {30 + day} degrees." for day in range(1, 5))
    assert dedup.clean(f"{LEAD}\n\n{days}").text == f"{LEAD}\n\n{days}"


@pytest.mark.parametrize(
    "dates",
    [
        ("Published: 3 March 2026",),
        ("3 March 2026", "Updated 4 March 2026"),
        ("3 March 2026", "3 March 2026", "3 March 2026"),
    ],
)
def test_one_or_two_dates_say_when_the_article_came_out(dates):
    text = "\n\n".join([*(f"{date}\n\n{told}" for date, told in zip(dates, PARAGRAPHS, strict=False)), LEAD])
    assert "March" not in dedup.clean(text).text


def test_dates_between_titles_are_of_other_articles():
    titles = "\n\n".join(f"Ferry fares to rise in {place}\n\n{day} March 2026" for day, place in enumerate("ABCD", 3))
    assert "March" not in dedup.clean("\n\n".join([*PARAGRAPHS, "Related stories", titles])).text
