"""Title, authors, date, standfirst, captions, tags: what is shown, what is said, and whether they agree."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import About, RecordError, clean
from dedup.about import about
from tests.strategies import articles

BODY = [
    "The old bridge across the Lune will open again on Monday, the council of Ashby said, after nine months of work.",
    "Engineers had closed it in spring, when a flood washed the ground away from two of its five stone piers.",
    "“We have never seen the river so high,” said Bodil Krag, who has kept the gauge for thirty years.",
    "The repair cost four million crowns, half of which the province pays, and a levy on lorries brings the rest.",
    "Until Monday a ferry carries people on foot; drivers have to take the long way round by the mill at Harrow.",
]
MENU = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "News", "Sport", "Weather", "Culture", "Jobs"))


def page(head="", top="<h1>Bridge opens again on Monday</h1>", end="", lang="en", body=BODY):
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body><nav><ul>{MENU}</ul></nav><article>{top}"
        + "".join(f"<p>{text}</p>" for text in body)
        + f"{end}</article><footer><a href='/'>The Ashby Echo</a></footer></body></html>"
    )


def linked(**facts):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def said(**fields):
    return about_of(page(linked(**fields)))


def about_of(markup, **settings):
    return clean(markup, **settings).about


@pytest.mark.parametrize(
    ("head", "top", "title", "confirmed"),
    [
        ("<title>Bridge opens again on Monday | The Ashby Echo</title>", "<h1>Bridge opens again on Monday</h1>",
         "Bridge opens again on Monday", True),
        ("<meta property='og:title' content='Bridge opens again'>", "<h1>Bridge opens again on Monday</h1>",
         "Bridge opens again on Monday", True),
        ("<title>Bridge opens again on Monday</title>", "<h1>Ashby: Bridge opens again on Monday</h1>",
         "Bridge opens again on Monday", True),
        ("<title>You will not believe what opens | The Ashby Echo</title>", "<h1>Bridge opens again on Monday</h1>",
         "Bridge opens again on Monday", False),
        ("<title>Bridge opens again on Monday - The Ashby Echo</title>", "", "Bridge opens again on Monday", False),
        ("<title>The Ashby Echo | Bridge opens again on Monday</title>", "", "Bridge opens again on Monday", False),
        ("<title>Bridge: open - again</title>", "", "Bridge: open - again", False),
        ("", "", None, False),
    ],
)  # fmt: skip
def test_title(head, top, title, confirmed):
    found = about_of(page(head, top))
    assert found.title == title
    assert ("title" in found.confirmed) is confirmed


def test_a_callers_title_of_a_text_stays():
    text = "\n\n".join(BODY)
    assert about_of(text, title="A title of mine").title == "A title of mine"
    assert about_of(text).title is None


def test_the_headline_of_a_text_is_its_title():
    headline = "Old bridge across the Lune to open again after nine months"
    result = clean("\n\n".join([headline, *BODY]))
    assert result.removals[0].rule == "boilerplate.headline"
    assert result.about.title == headline


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Maud Tarrant", ("Maud Tarrant",)),
        ("Maud Tarrant", ("Maud Tarrant",)),
        ("By Maud Tarrant and Ines Corvin | The Ashby Echo", ("Maud Tarrant", "Ines Corvin")),
        ("Von Käthe von der Aue, Lunestadt", ("Käthe von der Aue",)),
        ("Par Élodie Marchand et Luc Fabre", ("Élodie Marchand", "Luc Fabre")),
        ("Por María de la Cruz", ("María de la Cruz",)),
        ("Written by Tamsin Orrell, 3 June 2024", ("Tamsin Orrell",)),
        ("记者：王秀兰", ("王秀兰",)),
        ("By our staff", ()),
        ("Follow Us", ()),
        ("Who We Are", ()),
        ("Facebook Twitter", ()),
        ("About Ashby", ()),
    ],
)
def test_authors_of_a_byline(line, names):
    assert about_of(page(top=f"<h1>Bridge opens</h1><div class='byline'>{line}</div>")).authors == names


@pytest.mark.parametrize(
    "author",
    [
        {"name": "Maud Tarrant"}, [{"name": "Maud Tarrant"}], "Maud Tarrant", ["Maud Tarrant"],
        "https://ashby.example/maud", {"@id": "#maud"}, None, [None, 3], {"name": ["Maud Tarrant"]},
    ],
)  # fmt: skip
def test_authors_in_every_shape_of_data(author):
    found = about_of(page(linked(author=author), "<h1>Bridge opens</h1><p class='byline'>By Maud Tarrant</p>"))
    assert found.authors == ("Maud Tarrant",)
    assert found.byline == "By Maud Tarrant"


def test_an_author_by_reference():
    graph = {"@graph": [
        {"@type": "NewsArticle", "author": {"@id": "#maud"}}, {"@type": "Person", "@id": "#maud", "name": "Maud Tarrant"},
    ]}  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    found = about_of(page(head, "<h1>Bridge opens</h1><span class='x'>Maud Tarrant</span>"))
    assert (found.authors, found.confirmed) == (("Maud Tarrant",), ("authors",))


def test_the_site_is_no_author_where_the_text_names_another():
    found = about_of(page(linked(author="Echo Newsroom"), "<h1>Bridge opens</h1><p class='byline'>By Maud Tarrant</p>"))
    assert found.authors == ("Maud Tarrant",)
    assert "authors" not in found.confirmed


def test_a_name_that_the_data_turns_round():
    found = about_of(page(linked(author="Tarrant, Maud"), "<h1>Bridge opens</h1><p class='x'>Maud Tarrant in Ashby</p>"))
    assert (found.authors, found.confirmed) == (("Maud Tarrant",), ("authors",))


def test_one_word_is_an_author_only_as_a_word():
    assert said(author="Reuters").confirmed == ()
    assert said(author="Lune").confirmed == ("authors",)
    assert said(author="Lu").confirmed == ()


def test_an_author_that_only_the_data_names_is_unconfirmed():
    found = said(author=[{"name": "Echo Newsroom"}, {"name": "Ines Corvin"}])
    assert found.authors == ("Echo Newsroom", "Ines Corvin")
    assert found.byline is None
    assert found.confirmed == ()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Maud Tarrant, Ines Corvin", ("Maud Tarrant", "Ines Corvin")),
        ("Maud Tarrant and Ines Corvin", ("Maud Tarrant", "Ines Corvin")),
        ("Tarrant, Maud", ("Tarrant, Maud",)),
        ("maud@ashby.example", ()),
        ("  Maud \n Tarrant ", ("Maud Tarrant",)),
        ("Tarrant &amp;amp; Daughters", ("Tarrant & Daughters",)),
        ("M" * 500, ()),
    ],
)
def test_authors_of_meta_elements(content, names):
    assert clean(page(f"<meta name='author' content='{content}'>")).document.metadata.authors == names


@pytest.mark.parametrize(
    ("shown", "agrees"),
    [
        ("9 April 2021", True), ("April 9, 2021", True), ("09.04.2021, 10:15", True), ("2021年4月9日", True),
        ("10 April 2021", True), ("٩ أبريل ٢٠٢١", True), ("19 April 2021", False), ("9 April 2020", False),
        ("two hours ago", False),
    ],
)  # fmt: skip
def test_a_date_that_the_page_shows(shown, agrees):
    found = about_of(page(linked(datePublished="2021-04-09T08:00:00Z"), f"<h1>Bridge opens</h1><time class='date'>{shown}</time>"))
    assert ("date" in found.confirmed) is agrees
    if agrees or "20" not in shown:
        assert found.date == "2021-04-09T08:00:00Z"
    else:
        assert found.date == shown


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("Posted on 9 April 2021 by admin", "9 April 2021"), ("9 de abril de 2021", "9 de abril de 2021"),
        ("Updated April 9th, 2021 • 4 min", "April 9th, 2021"), ("10.30 Uhr, 09.04.2021", "09.04.2021"),
        ("2021年4月9日 10:20", "2021年4月9日"), ("Stand: 2021", "Stand: 2021"), ("4 min read", None), ("10:20", None),
    ],
)  # fmt: skip
def test_the_date_of_a_page_without_data(shown, date):
    assert about_of(page(top=f"<h1>Bridge opens</h1><time class='date'>{shown}</time>")).date == date


@pytest.mark.parametrize(
    "head",
    ["<meta property='article:published_time' content='2021-04-09'>", "<meta itemprop='datePublished' content='2021-04-09'>",
     "<meta name='date' content='2021-04-09'>"],
)  # fmt: skip
def test_a_date_of_meta_elements(head):
    assert about_of(page(head)).date == "2021-04-09"


def test_a_standfirst_by_class_and_by_description():
    text = "Nine months of work, four million crowns and one ferry: what the council says of its oldest bridge"
    assert about_of(page(top=f"<h1>Bridge opens</h1><div class='standfirst'>{text}</div>")).standfirst == text
    described = page(f"<meta name='description' content='{text}'>", f"<h1>Bridge opens</h1><h2>{text}</h2>")
    assert about_of(described).standfirst == text
    assert about_of(page(f"<meta name='description' content='{BODY[0]}'>")).standfirst is None


def test_captions_kept_or_struck():
    figure = "<figure><img src='x.jpg'><figcaption>The bridge at noon. Photo: Ines Corvin</figcaption></figure>"
    for settings in ({}, {"ignore": ("boilerplate.caption",)}):
        found = clean(page(end=figure + f"<p>{BODY[0][:-1]}, as was said.</p>"), **settings)
        assert found.about.captions == ("The bridge at noon. Photo: Ines Corvin",)


def test_tags_of_the_page_and_of_its_data():
    links = "<div class='tags'><a href='/t/bridges'>Bridges</a>, <a href='/t/floods'>Floods</a></div>"
    found = about_of(page(linked(keywords=["bridges", "Ashby"]), end=links))
    assert found.tags == ("Bridges", "Floods")
    assert "tags" in found.confirmed
    assert said(keywords="Bridges, Ashby").tags == ("Bridges", "Ashby")
    head = "<meta property='article:tag' content='Bridges'><meta property='article:tag' content='Lune'>"
    assert about_of(page(head)).tags == ("Bridges", "Lune")
    assert about_of(page()).tags == ()


def test_a_menu_of_sections_is_no_list_of_tags():
    sections = "".join(f"<a href='/{n}'>{n}</a> " for n in ("News", "Sport", "Weather", "Culture", "Jobs"))
    assert about_of(page(top=f"<div class='categories'>{sections}</div><h1>Bridge opens</h1>")).tags == ()
    kicker = "<div class='category'><a href='/valley'>Valley</a></div><h1>Bridge opens</h1>"
    assert about_of(page(top=kicker)).tags == ("Valley",)


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("de", "Die Brücke ist wieder offen, sagte der Rat am Montag.", "de"),
        ("en", "Мост через реку снова открыт, сказал совет города в понедельник.", None),
        ("ru", "Мост через реку снова открыт, сказал совет города в понедельник.", "ru"),
        ("en", "다리가 월요일에 다시 열린다고 시 의회가 말했다.", "ko"),
        ("zh", "大桥星期一重新开放，镇长说。", "zh"),
        ("ru", "The bridge opens again on Monday, the council said.", None),
        ("sr", "Most se ponovo otvara u ponedeljak, kaže opština.", "sr"),
        (None, "The bridge opens again on Monday.", None),
        ("en", "12.4.", "en"),
    ],
)
def test_language_is_written_in_its_script(declared, text, language):
    assert about_of(text, language=declared).language == language


def test_a_paywall_that_the_data_tells():
    assert said(isAccessibleForFree=False).paywalled
    assert said(isAccessibleForFree="False").paywalled
    assert not said(isAccessibleForFree=True).paywalled
    assert not said().paywalled


def test_it_replays_and_a_foreign_one_is_refused():
    result = clean(page(linked(author="Maud Tarrant", keywords=["Lune"])))
    stored = json.loads(result.to_json())
    assert dedup.CleanResult.from_dict(stored).about == result.about
    del stored["about"]
    assert dedup.CleanResult.from_dict(stored).about.authors == ("Maud Tarrant",)
    for wrong in ({"title": 3}, {"authors": "x"}, {"tags": [1]}, {"nobody": "x"}, {"paywalled": "yes"}):
        with pytest.raises(RecordError):
            dedup.CleanResult.from_dict({**stored, "about": wrong})
    document = {**stored["document"], "metadata": {"authors": [3]}}
    with pytest.raises(RecordError):
        dedup.CleanResult.from_dict({**stored, "document": document})


def test_types_that_are_no_article_are_told():
    assert clean(page('<script type="application/ld+json">{"@type": "Product"}</script>')).document.metadata.page_type == "Product"
    both = '<script type="application/ld+json">[{"@type": "Product"}, {"@type": "Article"}]</script>'
    assert clean(page(both)).document.metadata.page_type == "Article"


def test_it_is_part_of_the_public_face():
    assert isinstance(clean("").about, About)
    assert clean("").about == About()
    with pytest.raises(dataclasses.FrozenInstanceError):
        clean("").about.title = "x"


@given(articles(), st.sampled_from([None, "The title", "x", "»"]))
def test_law_everything_said_stands_in_the_document(article, title):
    result = clean(article, title=title)
    found = about(result.document, result.removals)
    assert found == result.about
    for text in (found.byline, found.date, found.standfirst, *found.captions, *found.authors, *found.tags):
        assert text is None or text in result.document.text
    assert found.title in (None, title) or found.title in result.document.text


@pytest.mark.parametrize("size", [1, 5_000])
def test_hostile_heads_are_bounded(size):
    names = [{"@type": "Person", "name": "Ann " * 50}] * size + [{"name": f"Ann Doe{n}"} for n in range(size)]
    found = clean(page(linked(author=names, keywords=", ".join(f"k{n}" for n in range(size)))))
    assert len(found.document.metadata.authors) <= 50
    assert len(found.document.metadata.tags) <= 50
