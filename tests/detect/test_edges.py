"""Lines known by their place: a heading, a label and what belongs to them go or stay as one."""

from __future__ import annotations

import pytest

from dedup import clean
from tests.detect.council import BODY

TEXT = "\n\n".join(BODY)


def _goes(article):
    return [removal.rule for removal in clean(article, ignore=("repeat",)).removals]


@pytest.mark.parametrize(
    "headline",
    [
        "Council weighs a second meeting about the bridge",
        "Harrow argues over its ferryman and the price of a crossing",
        "Why nobody was content with the divers",
        "Harrow 2030: council meets 3 times on the bridge and piers, and 12 divers report on it",
    ],
)
def test_a_headline_above_the_text_goes(headline):
    assert clean([headline, *BODY]).text == TEXT
    assert clean([headline, *BODY], ignore=("boilerplate.headline",)).removals == ()


@pytest.mark.parametrize("place", [0, 3, len(BODY)])
def test_a_headline_goes_with_its_copies(place):
    headline = "Council weighs a second meeting about the bridge"
    again = [*BODY[:place], headline.upper(), *BODY[place:]]
    assert clean([headline, *again]).text == TEXT
    kept = clean([headline, *BODY[:3], headline, *BODY[3:]], ignore=("boilerplate.headline",))
    assert kept.text == f"{headline}\n\n{TEXT}"


@pytest.mark.parametrize(
    "line",
    [
        "Of lanterns, and of those who carry them home",  # says nothing that the text says
        "“I saw the council rise at night” – an old song",
        "The lanterns went out. Nobody knew of it for many winters",
        "Evening songs of the lower valley, part 2 of 7",
        "What a night, and what a council it was!",
    ],
)
def test_what_is_hardly_a_headline_stays(line):
    assert clean([line, *BODY]).removals == ()


def test_three_paragraphs_are_not_enough_of_an_article():
    assert clean(["Council weighs a second meeting about the bridge", *BODY[:3]]).removals == ()


BOX = ["Harrow Mill", "Mill Street 12, Harrow", "daily from 9:30 to 17:00"]


@pytest.mark.parametrize("box", [BOX, BOX[:2], ["Orrin", *BOX]])
def test_a_box_of_facts_below_the_text_stays_whole(box):
    assert clean([*BODY, *box]).removals == ()


def test_a_label_over_a_line_that_stays_belongs_to_it():
    assert clean(["Results", "Harrow 3, Weir 1; Orrin 2, Ashby 2", *BODY]).removals == ()
    assert _goes(["Politics", "A. Person", *BODY]) == ["boilerplate.navigation", "boilerplate.byline"]


def test_the_first_line_below_the_text_may_be_its_own():
    own = "Council, ferryman and divers meeting in the old mill at Harrow, first week of June"
    links = ["Orrin opens its swimming bath", "Weir votes on a lorry levy"]
    assert clean([*BODY, own, *links]).text == "\n\n".join([*BODY, own])


LINK = "FERRYMAN OF HARROW SAYS HE CARRIED NINE THOUSAND PEOPLE SINCE MARCH"


def test_links_in_capitals_between_paragraphs_go():
    assert clean([*BODY[:2], LINK, *BODY[2:]]).text == TEXT
    assert clean([*BODY[:2], "WHAT THE DIVERS FOUND", *BODY[2:]]).removals == ()
    assert clean([*BODY[:2], LINK + ".", *BODY[2:]]).removals == ()
    many = [line for text in BODY for line in (text, LINK.replace("NINE", text.split()[1].upper()))]
    assert clean([*many, BODY[0] + " So it was."], ignore=("repeat",)).removals == ()


@pytest.mark.parametrize("divider", ["___", "* * *", "———"])
def test_a_divider_with_nothing_kept_under_it_goes(divider):
    assert clean([*BODY, divider, "Read more: Ferry returns to the harbour"]).text == TEXT
    assert clean([*BODY[:2], divider, *BODY[2:]]).removals == ()


def test_a_label_whose_line_goes_on_in_the_next_stays():
    wrapped = ["Photos", "which were taken from the ferry show the second pier,", "under water to its neck."]
    assert clean([*wrapped, *BODY]).removals == ()
    assert _goes(["Photos", *BODY]) == ["boilerplate.app"]


@pytest.mark.parametrize(
    "under",
    [
        ["Ferry returns to the harbour"],
        ["Ferry returns to the harbour", "Who will pay for the bridge?", "Ten bridges to see"],
        ["Ferry returns to the harbour", "Share", "Ten bridges to see"],
    ],
)
def test_titles_under_a_heading_go_with_it_at_the_end(under):
    assert clean([*BODY, "Related Stories", *under]).text == TEXT


def test_titles_under_a_heading_go_with_it_between_paragraphs():
    titles = ["Ferry returns to the harbour", "Who will pay for the bridge?"]
    assert clean([*BODY[:2], "Related Stories", *titles, *BODY[2:]]).text == TEXT
    one = clean([*BODY[:2], "Related Stories", "The way round by the mill", *BODY[2:]])
    assert one.text == "\n\n".join([*BODY[:2], "The way round by the mill", *BODY[2:]])


def test_an_author_box_of_many_short_lines_goes_with_its_heading():
    box = ["A. Person", "Editor at the Example.", "Mail Posts", "Fingerprint: D9330 CF5E2", "Key: 91CFB 7B381"]
    assert clean([*BODY, BODY[1] + " So it was.", *BODY, "About the author", *box], ignore=("repeat",)).text.endswith(
        BODY[-1]
    )


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Teams",
            "Weir: Ashby Rovers, Low Dunning",
            "Orrin: Orrin Town, Mill Street, Quay",
            "Harrow: Harrow City",
            "Sallow: Ford",
        ],
        [
            "Before you cross -",
            "Do not stand on the rail.",
            "Keep the children by the hand.",
            "Do not carry an open lantern or a torch while the ferry is on the river",
            "Pay the ferryman before he casts off.",
            "Sit down in the middle.",
            "Do not drink the water of the river.",
        ],
    ],
    ids=["rows of facts", "lines among sentences"],
)
def test_a_list_of_the_texts_own_below_it_stays(lines):
    assert _goes([*BODY, *lines]) == []


def test_titles_below_the_text_still_go():
    titles = ["Nine swans counted on the upper river in May", "Girl of twelve wins the lottery for a second time"]
    result = clean([*BODY, *titles])
    assert (result.text, {removal.rule for removal in result.removals}) == (TEXT, {"boilerplate.related"})


def test_a_list_of_titles_ends_where_bullets_begin():
    titles = ["Related stories", "Ferryman wins the lottery for a second time", "Nine swans on the upper river"]
    points = ["- The west pier is to be mended in May", "- The east pier is to be mended in June and July"]
    result = clean(
        [*BODY, *titles, *points, BODY[0].replace("Monday", "Friday").replace("three", "two")], ignore=("repeat",)
    )
    assert all(line in result.text for line in points)
    assert not any(line in result.text for line in titles)


def test_a_short_headline_is_called_one():
    headline = "Council and ferryman differ"
    assert _goes([headline, *BODY]) == ["boilerplate.headline"]
    assert clean([headline, *BODY], ignore=("boilerplate.headline",)).removals == ()
    assert _goes(["Evening songs of lanterns", *BODY]) == ["boilerplate.navigation"]
