"""What goes or stays together: sections, numbered lists, lists of articles; and what stands apart from the article."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import clean, configure
from dedup.detect.page import sections
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


def ruled(rule, kept, markup, likely=None):
    """The texts that stay under one rule when those stayed; with ``likely`` each has this probability, else 0.7."""
    document = read_markup(markup, config=CONFIG)
    texts = [block.text for block in document.blocks]
    assert set(kept) <= set(texts)
    known, stays = evidence(document, document.layout), np.array([text in kept for text in texts])
    before = stays.copy()
    if likely is None:
        stay = getattr(sections, rule)(known, stays)
    else:
        stay = getattr(sections, rule)(known, np.array([likely.get(text, 0.7) for text in texts]), stays)
    assert (stays == before).all(), "what came in is changed"
    return [text for text, left in zip(texts, stay, strict=True) if left]


HEADLINE = "Harn ferry sails again after nine days"
BODY = [
    *TEXTS,
    "“We have never seen a log of that size in the sound,” said Bodil Krag, who has steered the boat for thirty years.",
    "Until Tuesday the post went by helicopter, and the school bus of the island stood in its garage for all of nine days.",
    "The mayor thanked the yard, which had worked through two nights, and promised the smiths a free trip to the island.",
    "A second boat, bought in autumn, still waits for its papers; it is to carry lorries from the first of March at the latest.",
]
MENU = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "News", "Sport", "Weather", "Culture", "Contact"))
LINKS = "<h3>Most read</h3>" + "".join(f"<p><a href='/s{n}'>Ten things about the valley {n}</a></p>" for n in range(5))


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def a_page(body, below=""):
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{HEADLINE} | The Example</title></head><body><header><nav><ul>{MENU}</ul></nav>"
        f"</header><article><h1>{HEADLINE}</h1>{body}</article>{below}<footer><ul>{MENU}</ul><p>© 2026 The Example.</p></footer></body></html>"
    )


# Numbered lists: the first two items say what each book is about, the others are a name with a link.
BOOKS = [
    "1. The Lune, by Ann Reed: a boy follows a river to its source and finds a mill there.",
    "2. Cold Harbour, by Tom Ash: two sisters keep a lighthouse through the last winter of the war.",
]
LINKED = ["3. Salt Roads", "4. The Ninth Pier", "5. A Goat on the Roof"]


def books(*, first=1, shelf="<div>{}</div>", between="", linked=LINKED):
    items = [*BOOKS, *(f"<a href='/{n}'>{text}</a>" for n, text in enumerate(linked))]
    items = [item.replace(f">{n}. ", f">{n + first - 1}. ") if "<a" in item else f"{n + first - 1}{item[1:]}" for n, item in enumerate(items, 1)]
    return paragraphs(BODY[:3]) + between.join(shelf.format(item) for item in items)


@pytest.mark.parametrize("mark", [".", ")", ":", " ."])
def test_later_items_of_a_numbered_list_stay_with_the_first_two(mark):
    markup = a_page(books()).replace(". The", f"{mark} The").replace(". Salt", f"{mark} Salt")
    kept = [text.replace(". The", f"{mark} The") for text in BOOKS]
    assert ruled("with_numbered_items", kept, markup) == [*kept, *(t.replace(". The", f"{mark} The").replace(". Salt", f"{mark} Salt") for t in LINKED)]


def test_a_numbered_list_may_begin_anywhere_and_have_texts_between_its_items():
    later = [f"{int(text[0]) + 6}{text[1:]}" for text in (*BOOKS, *LINKED)]
    assert ruled("with_numbered_items", later[:2], a_page(books(first=7))) == later
    zero = "".join(f"<p>{n}. {text}</p>" for n, text in enumerate(("Salt Roads", "Cold Harbour", "Ann Reed", "Tom Ash")))
    assert ruled("with_numbered_items", ["0. Salt Roads", "1. Cold Harbour"], zero)[-1] == "3. Tom Ash"
    apart = a_page(books(between="<div>A word on it.</div>" * 5))
    assert [text for text in ruled("with_numbered_items", BOOKS, apart) if text in LINKED] == LINKED


@pytest.mark.parametrize(
    ("kept", "markup"),
    [
        ([*BODY[:3]], books()), ([*BODY[:3], BOOKS[0]], books()), ([BOOKS[1], *LINKED], books()),
        (BOOKS, books(linked=LINKED[:1])), (BOOKS, books(linked=[LINKED[0], "5. Out of turn", "6. Once more"])),
        (BOOKS, books(shelf="<div><div>{}</div></div>")), (BOOKS, books(between="<div>A word on it.</div>" * 6)),
        (BOOKS, books().replace(". Salt", ".4 miles of salt")), (BOOKS, books().replace(". Salt", " salt")),
        (["8:30 Doors", "9:30 Talks"], "".join(f"<p>{n}:30 {t}</p>" for n, t in ((8, "Doors"), (9, "Talks"), (10, "Tea"), (11, "More")))),
    ],
)  # fmt: skip
def test_what_is_no_list_or_has_lost_its_first_items_is_left_alone(kept, markup):
    assert ruled("with_numbered_items", kept, a_page(markup)) == [t for t in (*BODY[:3], *BOOKS, *LINKED, "8:30 Doors", "9:30 Talks") if t in kept]


def test_a_page_with_a_numbered_list_keeps_all_of_it():
    text = clean(a_page(books())).text
    assert all(item in text for item in (*BODY[:3], *BOOKS, *LINKED))


def test_a_page_whose_numbered_list_is_one_of_links_loses_it():
    linked = "".join(f"<div><a href='/{n}'>{n}. {text[3:]}</a></div>" for n, text in enumerate((*LINKED, *LINKED[:2]), 1))
    text = clean(a_page(paragraphs(BODY), linked)).text
    assert BODY[-1] in text
    assert "Ninth Pier" not in text


# Lists of articles: one item says the headline and goes on.
NEWS = [
    f"{HEADLINE}. The ferry between Harn and the island has been running again since Tuesday.",
    "A goat on the roof of the town hall. The fire brigade of Ashby has fetched it down.",
    "The old bridge opens on Monday. Nine months after the flood the council lets the lorries in.",
    "Tickets for the winter are sold out. The orchestra will play once more in January, it said.",
]
OWN = ["Two crowns for a child.", "Five crowns for a bicycle.", "Nine crowns for a car.", "A crown for a goat."]


def listed(items, name="list"):
    return f"<ul class={name}>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def test_a_list_of_articles_goes_and_the_articles_own_list_stays():
    markup = a_page(paragraphs(BODY) + listed(OWN, "prices"), listed(NEWS))
    assert ruled("without_listed_articles", [*BODY, *OWN, *NEWS], markup) == [*BODY, *OWN]
    louder = markup.replace(f"<li>{HEADLINE}. ", f"<li>{HEADLINE.upper()} – ")
    kept = [*BODY, *OWN, NEWS[0].replace(f"{HEADLINE}. ", f"{HEADLINE.upper()} – "), *NEWS[1:]]
    assert ruled("without_listed_articles", kept, louder) == [*BODY, *OWN]


@pytest.mark.parametrize(
    ("items", "old", "new"),
    [
        (NEWS[1:], "", ""), (NEWS[:3], "", ""), ([f"{HEADLINE}.", *NEWS[1:]], "", ""),
        ([f"{HEADLINE}, with two new ones", *NEWS[1:]], "", ""), ([f"The {NEWS[0]}", *NEWS[1:]], "", ""),
        (NEWS, f"<h1>{HEADLINE}</h1>", ""), (NEWS, f"<h1>{HEADLINE}</h1>", f"<p>{HEADLINE}</p>"),
        (NEWS, "<title>Harn ferry sails again after nine days", "<title>Something else by far"),
        ([*NEWS[1:], "Harn ferry sails and so do the others, its director said."], HEADLINE, "Harn ferry sails"),
        (NEWS, f"<li>{HEADLINE}", f"<li class=first>{HEADLINE}"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_of_articles_stays(items, old, new):
    markup = a_page(paragraphs(BODY), listed(items))
    assert old in markup
    markup = markup.replace(old, new) if old else markup
    assert ruled("without_listed_articles", [*BODY, *items], markup) == [*BODY, *items]


def test_paragraphs_are_no_list_of_articles():
    markup = a_page(paragraphs([*BODY, *NEWS]))
    assert ruled("without_listed_articles", [*BODY, *NEWS], markup) == [*BODY, *NEWS]
    # Nor is what went already: of the list too little is left.
    assert ruled("without_listed_articles", NEWS[:3], a_page("", listed(NEWS))) == NEWS[:3]


def test_a_page_with_a_list_of_articles_below_keeps_its_own_list():
    text = clean(a_page(paragraphs(BODY[:4]) + listed(OWN, "prices") + paragraphs(BODY[4:]), listed(NEWS))).text
    assert all(item in text for item in (*BODY, *OWN))
    assert not any(item in text for item in NEWS)


# Stragglers: texts far below the article, each a paragraph by itself.
FAR = [
    "The fire brigade of Ashby has fetched a goat from the roof of the town hall, where it had spent the night.",
    "Nine months after the flood the old bridge across the Lune will open again on Monday, the council said.",
]
SURE = dict.fromkeys(BODY, 0.99)
TEASERS = "".join(f"<section><p>{text}</p></section>" for text in FAR)


def test_a_few_texts_of_another_make_far_below_the_article_go():
    markup = a_page(paragraphs(BODY), LINKS + TEASERS)
    assert ruled("without_stragglers", [*BODY, *FAR], markup, SURE) == BODY
    near = a_page(paragraphs(BODY), paragraphs(["A line."] * 2) + TEASERS)
    assert ruled("without_stragglers", [*BODY, *FAR], near, SURE) == [*BODY, *FAR]


@pytest.mark.parametrize(
    "markup",
    [
        a_page(f"{paragraphs(BODY)}{LINKS}<blockquote>{FAR[0]}</blockquote><h2>{FAR[1]}</h2>"),
        a_page(paragraphs(BODY), f"{LINKS}</article><article>{paragraphs(FAR)}"),
        f"<html><body><div class=text>{paragraphs(BODY)}</div>{LINKS}<div class=text>{paragraphs(FAR)}</div></body></html>",
    ],
    ids=["in the same element", "of the same make", "in another element of the same make"],
)
def test_a_last_section_of_the_articles_own_stays(markup):
    assert ruled("without_stragglers", [*BODY, *FAR], markup, SURE) == [*BODY, *FAR]


@pytest.mark.parametrize(
    ("kept", "likely"),
    [
        ([*BODY, *FAR], {**SURE, FAR[1]: 0.9}), ([*BODY[:4], *FAR], SURE), ([*BODY[:3], FAR[0]], SURE),
        ([*BODY, *FAR], dict.fromkeys(BODY[:3], 0.99)),
    ],
    ids=["a sure one", "too much", "few paragraphs", "few sure paragraphs"],
)  # fmt: skip
def test_texts_far_below_stay_where_they_may_be_the_articles_own(kept, likely):
    assert ruled("without_stragglers", kept, a_page(paragraphs(BODY), LINKS + TEASERS), likely) == kept


def test_how_much_is_too_much_and_how_many_sure_paragraphs_are_enough():
    body, far = [f"{text} {text}" for text in BODY[:4]], [FAR[0], f"{FAR[0]} So it is.", f"{FAR[0]} Truly."]
    sure = dict.fromkeys(body, 0.9)
    for more, stay in (("", body), (" Once again it was the same goat, they said.", [])):
        below = [text + more for text in far]
        markup = a_page(paragraphs(body), "".join(f"{LINKS}<section><p>{text}</p></section>" for text in below))
        assert ruled("without_stragglers", [*body, *below], markup, sure) == (stay or [*body, *below])
    share = [sum(map(len, below)) / sum(map(len, (*body, *below))) for below in (far, [text + more for text in far])]
    assert 0.26 < share[0] < 0.3 < share[1] < 0.37


def test_labels_of_the_articles_element_or_make_are_none_of_its_text():
    labelled = a_page(f"{paragraphs(BODY)}<section><p>Ann Reed</p></section>", LINKS + TEASERS)
    assert ruled("without_stragglers", [*BODY, "Ann Reed", *FAR], labelled, SURE) == [*BODY, "Ann Reed"]


def test_many_texts_far_below_stay_together():
    many = [f"The goat of Ashby was seen on roof {n}, and came down." for n in "1234567"]
    body = [f"{text} {text}" for text in BODY]
    markup = a_page(paragraphs(body), LINKS + "".join(f"<section><div>{text}</div></section>" for text in many))
    sure = dict.fromkeys(body, 0.99)
    assert ruled("without_stragglers", [*body, *many], markup, sure) == [*body, *many]
    assert ruled("without_stragglers", [*body, *many[:6]], markup, sure) == body


def test_the_parts_of_a_listicle_stay_however_far_apart_they_are():
    parts = "".join(f"<section class=s{n}><div>{text}</div></section>{LINKS}" for n, text in enumerate(BODY))
    assert ruled("without_stragglers", BODY, f"<html><body>{parts}</body></html>", dict.fromkeys(BODY[:5], 0.95)) == BODY


def test_what_stands_above_the_article_or_inside_it_is_no_straggler():
    markup = a_page(f"{TEASERS}{LINKS}{paragraphs(BODY)}")
    assert ruled("without_stragglers", [*FAR, *BODY], markup, SURE) == [*FAR, *BODY]
    body = [*BODY[:4], FAR[0], *(f"{text} So it is." for text in BODY)]
    markup = a_page(f"{paragraphs(BODY[:4])}{LINKS}<section><div>{FAR[0]}</div></section>{LINKS}{paragraphs(body[5:])}")
    assert ruled("without_stragglers", body, markup, dict.fromkeys([*BODY, *body[5:]], 0.99)) == body


def test_nothing_kept_or_all_of_it_in_one_place_has_no_stragglers():
    markup = a_page(paragraphs(BODY), LINKS + TEASERS)
    for kept in ([], BODY[:1], BODY):
        assert ruled("without_stragglers", kept, markup, SURE) == kept


def test_a_page_with_the_beginnings_of_other_articles_far_below():
    text = clean(a_page(paragraphs(BODY[:6]), LINKS + TEASERS)).text
    assert all(own in text for own in BODY[:6])
    assert not any(other in text for other in FAR)
    last = clean(a_page(f"{paragraphs(BODY[:6])}{LINKS}{paragraphs(FAR)}")).text
    assert all(own in last for own in (*BODY[:6], *FAR))


# Who said it: the line under a post that is shown in the text.
POST = "The boat is back! Nine days on the island without post, and I have read every book in the house twice."
SAID_BY = "— Ada Lund (@adalund) May 4, 2024"


def posted(line=SAID_BY, between=""):
    return a_page(
        f"{paragraphs(BODY[:2])}<div class=embed><p>{POST}</p>{between}<a href='https://x.example/1'>{line}</a></div>{paragraphs(BODY[2:])}"
    )


@pytest.mark.parametrize("line", [SAID_BY, "– Ada Lund (@ada_lund9)", "-- Ädä (@a) 4. Mai", "—Ada of the Island of Harn (@adalund) May 4"])
def test_who_said_a_post_stays_with_it(line):
    assert ruled("with_who_said_it", [*BODY, POST], posted(line)) == [*BODY[:2], POST, line, *BODY[2:]]


@pytest.mark.parametrize(
    ("line", "between", "kept"),
    [
        (SAID_BY, "", BODY), (SAID_BY, "<p>Ad</p>", [*BODY, POST]), ("Ada Lund (@adalund) May 4, 2024", "", [*BODY, POST]),
        ("— Ada Lund, May 4, 2024", "", [*BODY, POST]), ("— Ada Lund (ada@lund.example)", "", [*BODY, POST]), ("— Ada Lund @adalund)", "", [*BODY, POST]),
        ("— Write to the editors of this page, as so many readers do each day, (@adalund)", "", [*BODY, POST]),
    ],
)  # fmt: skip
def test_what_says_not_who_said_a_post_or_stands_under_none(line, between, kept):
    assert ruled("with_who_said_it", kept, posted(line, between)) == [t for t in (*BODY[:2], POST, *BODY[2:]) if t in kept]


def test_a_page_with_a_post_keeps_who_said_it():
    assert f"{POST}\n\n{SAID_BY}" in clean(posted()).text


def test_what_goes_although_it_reads_like_the_article_says_why():
    result = clean(a_page(paragraphs(BODY[:6]), LINKS + TEASERS))
    (below,) = [removal.because[0] for removal in result.removals if FAR[0] in removal.text]
    assert below.evidence.value > below.evidence.limit
    assert "stands apart" in below.note
    assert not any(finding.note for removal in result.removals for finding in removal.because if finding is not below)
