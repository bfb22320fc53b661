"""Sentences and articles that look like boilerplate and are none: nothing of them may go."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dedup import clean, configure
from dedup.detect import phrases
from dedup.read.plain import read_paragraphs
from tests.detect.council import BODY

SENTENCES = tomllib.loads((Path(__file__).parent / "keep.toml").read_text(encoding="utf-8"))
CASES = [(language, text) for language, texts in SENTENCES.items() for text in texts]
CONFIG = configure()
PLACES = {"first": 0, "inside": 2, "last": len(BODY)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "text"), CASES, ids=lambda value: value[:30])
def test_a_false_friend_stays_wherever_it_stands(language, text, place):
    article = [*BODY[: PLACES[place]], text, *BODY[PLACES[place] :]]
    assert clean(article).removals == ()


def test_there_are_false_friends_in_many_languages():
    assert len(SENTENCES) >= 40
    assert len(CASES) >= 180


ARTICLES = {
    "interview": ["We met the engineer at the bridge, on a bright day in March, and talked about the flood.",
                  *[line for n in range(4) for line in (f"What did the divers find under pier {n}?",
                    f"Engineer: They found a hollow under pier {n}, deep enough for a person to stand in.")]],
    "recipe": ["Ingredients", "500 g flour", "3 eggs", "A pinch of salt", "Method", "Mix the flour and the eggs.",
               "Rest the dough for an hour.", "Roll it out and cut it into strips.", "Boil for three minutes."],
    "poem": ["The river", "I saw the river rise at night", "And take the lanterns from the quay",
             "It did not ask, it had no light", "It took the lanterns out to sea"],
    "scores": ["Weir 3, Harrow 1", "Orrin 2, Sallow Ford 2", "Low Dunning 0, Ashby 4", "Mill Street 1, Quay 1"],
    "live blog": ["10:41 The bridge is closed", "The mayor has spoken to the divers.", "10:58 Ferry on its way",
                  "The ferryman says that he can carry ninety people an hour.", "11:20 Meeting adjourned"],
    "headings": [BODY[0], "Why the piers fail", BODY[1], "The way around", BODY[2], "What it will cost", BODY[3]],
    "list at the end": [*BODY, "- the bridge at Orrin", "- the bridge at Weir", "- the ferry of Harrow"],
    "dialogue": ["“Read more,” she said.", "“Share this with your brother,” he said.", "“Comments?”", "“None.”"],
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_of_another_kind_stays(name):
    result = clean(ARTICLES[name], ignore=("repeat",))
    assert result.removals == ()


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (
            ["About the author", "A. Person lives by the river and rows. She has two cats and a boat."],
            "boilerplate.byline",
        ),
        (["Leave a Reply", "Your e-mail will stay with us *", "Name *"], "boilerplate.comments"),
        (["Related Stories", "Ferry returns to the harbour", "Ten bridges to see this summer"], "boilerplate.related"),
        (["Harrow weighs a second ferry", "Weir council votes on lorry levy"], "boilerplate.related"),
        (["A. Person", "Orrin"], None),
    ],
)
def test_what_stands_below_the_text_goes(lines, rule):
    result = clean([*BODY, *lines])
    assert result.text == "\n\n".join(BODY)
    assert rule is None or rule in {removal.rule for removal in result.removals}


@pytest.mark.parametrize(
    "above",
    [
        ["Council talks about the bridge for three hours"],
        ["Valley", "Council talks about the bridge for three hours", "By A. Person and B. Person", "3 March 2026"],
        ["Council Talks About Bridge and Piers", "A. Person", "Orrin"],
    ],
)
def test_what_stands_above_the_text_goes(above):
    assert clean([*above, *BODY]).text == "\n\n".join(BODY)


@pytest.mark.parametrize("above", [["# Council talks about the bridge"], ["Dear reader:"], ["It rained on Monday."]])
def test_what_the_author_put_above_the_text_stays(above):
    assert clean([*above, *BODY]).removals == ()


def test_nothing_goes_by_its_place_where_no_article_is():
    short = ["Council talks about the bridge for hours", BODY[0], "A. Person"]
    assert phrases.find(read_paragraphs(short, config=CONFIG), CONFIG) == []


def test_time_grows_with_the_text_only():
    lines = [
        "Read more: " * 40,
        "(Also Read: " * 40,
        "Photo by A " * 60,
        "- " * 300,
        "a. " * 300,
        ". Read more: x" * 40,
    ]
    document = read_paragraphs(lines * 30, config=CONFIG)
    assert isinstance(phrases.find(document, CONFIG), list)


KINDS = tomllib.loads((Path(__file__).parent / "keep_kinds.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in KINDS for kind in KINDS[language]])
def test_no_false_friend_of_five_other_languages_goes(language, kind):
    article = KINDS[language][kind]
    alone = clean(article, ignore=("repeat",), max_removed=1.0)
    assert alone.removals == ()
    # A FAQ that stands behind an article is one to strike; see test_faq.py.
    around = BODY if kind != "faq_page" else []
    inside = clean([*around[:2], *article, *around[2:]], ignore=("repeat",), max_removed=1.0)
    assert inside.removals == ()


@pytest.mark.parametrize(
    "line",
    ["Imagine Dragons", "Video Games", "Nina Simone", "PV Sindhu", "MC Hammer", "Arte Povera", "Clip Art", "Marketing", "Charge", "Capa Prize", "Collaboration Tools",
     "Editor Tools", "Reporter Shield Laws", "Na Li"],
)  # fmt: skip
def test_a_word_that_is_a_label_in_another_language_stays(line):
    assert clean([*BODY, *BODY[:1], line, *BODY[1:]], ignore=("repeat",)).removals == ()


def test_a_word_of_another_language_goes_beside_what_goes():
    text = [*BODY, "Foto Jan Novak", "Share this article", *BODY]
    assert [removal.text.strip() for removal in clean(text, ignore=("repeat",)).removals] == ["Foto Jan Novak", "Share this article"]


def test_words_of_another_language_do_not_support_each_other():
    lines = ["Imagine Dragons", "Nina Simone", "Video Games", "Video Games"]
    assert clean([*BODY, *BODY[:2], *lines, *BODY], ignore=("repeat",)).removals == ()


CZECH = ["Zastupitelé se sešli v pondělí večer a mluvili o mostu, který se má po dvou letech otevřít.", "Nikdo nebyl spokojen, ale starosta řekl, že se na tom už nic nezmění a že to tak bude lepší.",
         "Podle zprávy, kterou si město objednalo, je most bezpečný, i když jeho pilíře byly ve vodě.", "Druhá schůze se bude konat v červnu, kdy už budou potápěči mít své závěry na papíře."]  # fmt: skip


def test_a_word_of_the_articles_language_goes():
    assert [r.text.strip() for r in clean([*CZECH[:2], "Foto Jan Novák", *CZECH[2:]]).removals] == ["Foto Jan Novák"]
