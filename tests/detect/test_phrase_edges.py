"""What stands at an article's edges, at the very limits of what is said about it; what a line looks like; the screen."""

from __future__ import annotations

import pytest

from dedup import Block, Measure, configure
from dedup.detect.matcher import compile_rules, matcher
from dedup.detect.memory import Memory
from dedup.detect.phrases import edges, shape
from dedup.detect.phrases.screen import Screened, _again, _may_open, _Seen, screen
from dedup.detect.rulebook import Rule
from dedup.read.plain import read_paragraphs
from tests.detect.council import BODY

CONFIG = configure()
LONGER = [f"{text} It was the {word} time." for word in ("first", "second", "third", "fourth", "fifth") for text in BODY]


def at(*texts, title=None, claimed=()):
    """Findings about texts, the first of them claimed as said: rule, text, score, evidence."""
    document = read_paragraphs(list(texts), title=title, config=CONFIG)
    taken = [*claimed, *[False] * (len(document.blocks) - len(claimed))]
    return [
        (f.rule, document.text[f.span.start : f.span.end], f.score, f.evidence)
        for f in edges.at_the_edges(document, taken)
    ]


def struck(*texts, **said):
    return [text for _, text, _, _ in at(*texts, **said)]


def block(text, kind="paragraph"):
    return Block(0, 0, len(text), text, kind)


# links in capitals

NINE = "NINE BOATS SAIL AROUND THE ISLAND AT NIGHT AGAIN"


def test_a_link_in_capitals_between_paragraphs():
    found = at(*BODY[:2], NINE, *BODY[2:])
    assert found == [("boilerplate.related", NINE, 0.75, Measure("words_in_capitals", 9, 9))]
    assert struck(*BODY[:2], NINE.removesuffix(" AGAIN"), *BODY[2:]) == []


@pytest.mark.parametrize(("count", "goes"), [(24, True), (25, False)])
def test_the_longest_link_in_capitals(count, goes):
    line = " ".join(["BOAT"] * count)
    assert struck(*BODY[:2], line, *BODY[2:]) == ([line] if goes else [])


@pytest.mark.parametrize("line", [f"({NINE})", f"# {NINE}", f"{NINE}?", f"{NINE}!", f"{NINE}: 1, 2, 3", f"{NINE}.", NINE.title()])
def test_what_is_no_link_in_capitals(line):
    assert struck(*BODY[:2], line, *BODY[2:]) == []


def test_a_link_in_capitals_stands_over_a_paragraph_and_not_first():
    assert struck(*BODY[:2], NINE, "And so on", *BODY[2:]) == []
    assert struck(*BODY[:2], "And so on", NINE, *BODY[2:]) == [NINE]
    assert ("boilerplate.related", NINE) not in [found[:2] for found in at(NINE, *BODY)]


@pytest.mark.parametrize(("paragraphs", "links", "go"), [(4, 1, 1), (4, 2, 0), (8, 2, 2), (8, 3, 0), (20, 4, 4), (20, 5, 0)])
def test_links_in_capitals_are_few(paragraphs, links, go):
    texts = []
    for number, text in enumerate(LONGER[:paragraphs]):
        texts += [NINE.replace("NINE", "NINE" + "X" * number), text] if 0 < number <= links else [text]
    assert len(struck(*texts)) == go


# what an article is


def test_one_label_below_is_judged_and_so_are_forty():
    assert struck(*BODY, "Maud Tarrant") == ["Maud Tarrant"]
    labels = [f"Place {chr(65 + n % 26)}{chr(65 + n // 26)}" for n in range(41)]
    assert struck(*LONGER, *labels[:40]) == labels[:40][::-1]
    assert struck(*LONGER, *labels) == []


@pytest.mark.parametrize(("unsaid", "goes"), [(33, True), (34, False)])
def test_two_thirds_of_the_words_stand_in_sentences(unsaid, goes):
    prose = [" ".join(["word"] * (count - 1)) + f" end{count}." for count in (16, 16, 16, 17)]
    line = " ".join(["verse"] * unsaid)
    assert struck(*prose[:2], line, *prose[2:], "Maud Tarrant") == (["Maud Tarrant"] if goes else [])


def test_three_lines_and_what_is_claimed():
    assert struck(BODY[0], BODY[1], "By Ada Okafor") == ["By Ada Okafor"]
    assert struck(BODY[0], "By Ada Okafor") == []
    assert struck(*BODY, "Maud Tarrant", "Bo Krag", claimed=[False] * 5 + [True]) == ["Maud Tarrant"]
    assert struck(BODY[0], claimed=[True]) == struck(*BODY, claimed=[True] * 4) == []


# above the text


@pytest.mark.parametrize(
    ("line", "share", "least"),
    [
        ("Big old bridge welcomes purple dragons daily", 0.2, 0.2), ("Big old bridge for us welcomes dragons", 0.3333, 0.2),
        ("Council 12 bridge 34 mill dragons welcomed", 0.6, 0.4),
    ],
)  # fmt: skip
def test_a_headline_is_about_what_the_text_says(line, share, least):
    assert at(line, *BODY) == [("boilerplate.headline", line, 0.75, Measure("headline_words_in_text", share, least))]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("bridge Bridge council mayor ferry mill board", False), ("Bridge council 12 mayor 34 ferry", True),
        ("Bridge " + "council " * 16 + "mayor", True), ("Bridge " + "council " * 17 + "mayor", False),
        ("Bridge 1 " + "council " * 10 + "2 mayor 3 mill", True), ("Bridge 1 2 " + "council " * 12 + "3 mayor 4", False),
        ("Big kettle welcomes purple dragons daily today", False),
    ],
)  # fmt: skip
def test_the_limits_of_a_headline(line, goes):
    assert struck(line.strip(), *BODY) == ([line.strip()] if goes else [])


def test_labels_above_go_to_six_words():
    label = "Page of the bridge in Harn"
    assert at(label, *BODY) == [("boilerplate.navigation", label, 0.7, Measure("words_above_text", 6, 6))]
    assert struck(label + " today", *BODY) == [label + " today"]
    assert at("Maud Tarrant", *BODY)[0][0] == "boilerplate.byline"


def test_a_label_goes_over_a_headline_that_goes_and_over_a_question():
    headline = "Council quarrels over the old bridge again"
    assert struck("Region", headline, *BODY) == [headline, "Region"]
    assert struck("Region", "Who pays for it?", *BODY) == ["Region"]
    assert struck("Region", "Opening hours:", *BODY) == []


def test_three_lines_like_headlines_are_key_points_and_copies_count_once():
    points = ["Council quarrels over the old bridge again", "Divers report on the piers in June", "Ferry carries people until the mill opens"]
    assert struck(*points, *BODY) == []
    assert struck(*points[:2], *BODY) == points[:2]
    assert struck(points[0], points[0], points[1], *BODY) == [points[0], points[0], points[1]]


# below the text


def test_a_divider_says_so():
    assert at(*BODY, "* * *")[0] == ("boilerplate.navigation", "* * *", 0.7, Measure("words_below_divider", 0, 0))
    assert struck(*BODY, "* * *", "Maud Tarrant") == ["Maud Tarrant", "* * *"]
    assert struck(*BODY, "* * *", "Open daily from nine;") == []


def test_labels_below_go_to_three_words():
    assert at(*BODY, "Page of Harn") == [("boilerplate.navigation", "Page of Harn", 0.7, Measure("words_below_text", 3, 3))]
    assert struck(*BODY, "Page of old Harn") == []


@pytest.mark.parametrize(
    ("own", "stays"),
    [
        ("Council mayor ferry kettle dragon purple", True), ("Council mayor kettle dragon purple", False),
        ("Council mayor ferry bridge kettle dragon purple garden winter summer", True),
        ("Council mayor ferry kettle dragon purple garden winter summer orange", False),
    ],
)  # fmt: skip
def test_the_first_title_below_may_be_the_texts_own(own, stays):
    other = "Harrow weighs a second kettle"
    assert struck(*BODY, own, other) == ([other] if stays else [own, other])


@pytest.mark.parametrize("text", ["Region X", "Region", "Orrin and 3 more", "BAAR SWITZERLAND"])
def test_labels(text):
    assert edges._is_label(block(text))
    assert not edges._is_label(block(text, "row"))
    assert not edges._is_label(block(text, "code"))


@pytest.mark.parametrize("text", ["Region:", "Region：", "a; b", "# Region", "a\nb", "---", "1:2 Orrin", "BAAR, SWITZERLAND", "Yes."])
def test_no_labels(text):
    assert not edges._is_label(block(text))


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Maud Tarrant", "byline"), ("Maud B C Tarrant", "byline"), ("Maud A B C Tarrant", "navigation"), ("Maud", "navigation"),
        ("MAUD TARRANT", "navigation"), ("Maud tarrant", "navigation"),
    ],
)  # fmt: skip
def test_two_to_four_capitalised_words_are_a_name(text, family):
    assert edges._family(text) == f"boilerplate.{family}"


# the known title and the authors


def test_the_known_title_goes_from_the_first_six_lines():
    title = "Old bridge opens again in the spring"
    said = ("boilerplate.headline", title, 0.8, Measure("title_words", 1.0, 0.6))
    assert at(BODY[0], title, BODY[1], title=title) == [said]
    assert at(*LONGER[:5], title, *LONGER[5:8], title=title) == [said]
    assert at(*LONGER[:6], title, *LONGER[6:8], title=title) == []
    assert at(title, *BODY[:2], title=title, claimed=[True]) == []
    assert at("Old bridge opens\nagain in the spring", *BODY[:2], title=title) == []


@pytest.mark.parametrize(
    ("title", "line", "goes"),
    [
        ("Old mill 123", "Old mill 123", True), ("Old mill 12", "Old mill 12", False), ("x" * 300, "x" * 300, True),
        ("x" * 301, "x" * 301, False), ("Old mill 123 burns up", "Old mill 123", False), ("Old mill 123 burns u", "Old mill 123", False),
        ("Old mill 123 burns", "Old mill 123", True), ("Old mill 123", "Old mill 124", False),
    ],
)  # fmt: skip
def test_how_much_of_the_title_a_line_must_say(title, line, goes):
    assert (at(line, *BODY[:2], title=title) != []) == goes


def test_a_byline_has_eighty_signs_at_most_and_may_follow_what_is_claimed():
    long = "By Ada Okafor and Bodil " + "K" * 56
    assert len(long) == 80
    assert struck(*BODY[:2], long) == [long]
    assert struck(*BODY[:2], long + "K") == []
    assert struck(*BODY[:2], "By Ada Okafor", claimed=[True]) == ["By Ada Okafor"]
    assert struck(*BODY[:2], "# By Ada Okafor") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Okafor", True), ("By Ada Okafor: ", False), ("By Ada OkaforX", True), ("By Ada,Bodil", True), ("By Ada", False),
        ("By A B C D, F G H J", True), ("By A B C D, F G H J K", False), ("By the river", False), ("Von Ada Okafor", True), ("Ada Okafor", False),
        ("By Ada Okafor.", False), ("» By Ada Okafor and Bo Krag", True),
    ],
)  # fmt: skip
def test_bylines(text, names):
    assert edges.is_byline(text) == names


# what a line looks like


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a b c " + "桥" * 12, 4), ("a b c " + "桥" * 42, 4), ("a b c " + "桥" * 43, 21.5), ("a b " + "桥" * 12, 6),
        ("a  " * 133 + "b", 134), ("a  " * 133 + "bc", 267), ("", 0),
    ],
)  # fmt: skip
def test_words_are_counted_by_spaces_or_by_signs(text, count):
    assert shape.words(text) == count


@pytest.mark.parametrize(("text", "prose"), [("aa " * 12 + "b c.", True), ("aa " * 12 + "bc.", False), ("a " * 13 + "b.", False)])
def test_prose_has_forty_signs_and_fourteen_words(text, prose):
    assert shape.is_prose(text) == prose


@pytest.mark.parametrize(("text", "ends"), [("Yes:", False), ("Yes.", True), ("Yes.”", True), ("Yes:”", False), ("है।", True), ("ទេ។", True), ("သည်။", True), ("է։", True), ("ነው።", True), (".a", False), ("", False)])
def test_how_a_sentence_ends(text, ends):
    assert shape.ends_like_a_sentence(text) == ends


def test_a_title_has_three_hundred_signs_at_most():
    line = "Boat " * 9 + "x" * 255
    assert len(line) == 300
    assert shape.is_title(block(line))
    assert not shape.is_title(block(line + "x"))


@pytest.mark.parametrize(
    ("line", "after", "on"),
    [
        ("Read more", "about the bridge in Harn", True), ("Read more", "About the bridge in Harn", False), ("Read more", "about it all", False),
        ("Read more.", "about the bridge in Harn", False), ("Read more", "aBOUT the bridge in Harn", True), ("Read more", "a b c d", True),
        (".Read more", "about the bridge in Harn", True), ("Read. x", "about the bridge in Harn", True), ("Read more", None, False),
    ],
)  # fmt: skip
def test_whether_a_sentence_goes_on_in_the_next_line(line, after, on):
    blocks = [block("before it all began at noon"), block(line), *([block(after)] if after else [])]
    assert shape.goes_on(blocks, 1) == on
    assert shape.goes_on([*blocks, block("Zuletzt")], 1) == on if after else True


# the screen

RULES = compile_rules([
    Rule("boilerplate.related", "en", "opening", ("read more", "相关", "文"), "made up", max_chars=60),
    Rule("boilerplate.date", "en", "words", ("may", "on"), "made up"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("line", "size", "may"),
    [
        ("read more: x", 60, True), ("read more: x", 61, False), ("read less", 60, False), ("may 3", 90, True), ("may 3", 91, False),
        ("3 may", 90, True), ("3 may", 91, False), ("»", 90, False), ("...", 90, True), ("...", 91, False), ("", 0, False), ("june 3", 5, False),
        ("相关: x", 200, True), ("相见: x", 200, False), ("文章", 200, True), ("ก", 5, False),
    ],
)  # fmt: skip
def test_what_may_open_a_line(line, size, may):
    assert _may_open(line, size, RULES) == may


def _blocks(*texts):
    return read_paragraphs(list(texts), config=CONFIG).blocks


SCREENED = [*BODY, "Read more: Ferry", "3 May 2026", f"{BODY[0]} (Also Read: Ferry returns)", f"{BODY[1]}\nRead more: x", "```\nRead more: y\n```", "x" * 1501]


def test_what_is_screened_again_is_what_was_screened():
    known, memory = matcher(), Memory()
    fresh = screen(_blocks(*SCREENED), known)
    assert screen(_blocks(*SCREENED), known, memory) == fresh
    assert memory.recall(_Seen) is not None
    for chosen in (SCREENED, SCREENED[::-1], SCREENED[3:], SCREENED[4:5] * 2, [*SCREENED[2:], "Read more: z"]):
        assert screen(_blocks(*chosen), known, memory) == screen(_blocks(*chosen), known)


def test_an_answer_about_other_texts_is_none():
    seen = _Seen(["a", "b", "c"], Screened({0, 2}, {1}))
    assert _again(["c", "a", "b", "b"], seen) == Screened({0, 1}, {2, 3})
    assert _again(["c", "d"], seen) is None


def test_what_was_kept_is_used():
    memory = Memory()
    blocks = _blocks("Read more: Ferry", BODY[0])
    memory.keep(_Seen([b.text for b in blocks], Screened({1}, set())))
    assert screen(blocks, matcher(), memory) == Screened({1}, set())


@pytest.mark.parametrize(("length", "within"), [(1500, set()), (1501, {1})])
def test_the_longest_block_that_is_folded(length, within):
    texts = [BODY[0], ("word " * 400)[:length - 1] + ".", BODY[1]]
    assert len(texts[1]) == length
    assert screen(_blocks(*texts), matcher()).within == within


def test_a_block_of_several_lines_may_hold_a_phrase_and_code_none():
    seen = screen(_blocks(BODY[0], f"{BODY[1]}\n{BODY[2]}", "```\nRead more: x\n\nRead more: y\n```", "Read more: z"), matcher())
    assert (1 in seen.within, 0 in seen.within, 2 in seen.within | seen.opened, 3 in seen.opened) == (True, False, False, True)


def test_the_places_of_phrases_within():
    texts = [BODY[0], f"{BODY[1]} (Also Read: Ferry returns)", BODY[2], BODY[3], f"{BODY[0]} (Also Read: Boats)"]
    assert screen(_blocks(*texts), matcher()).within == {1, 4}
    assert screen(_blocks(*texts, "a\0b"), matcher()).within == set(range(6))
    assert screen(_blocks(*texts, "lone \ud800 surrogate"), matcher()).within == {1, 4}


@pytest.mark.parametrize(
    ("said", "line", "share"),
    [
        ("tolls rise", "tolls", 1.0), ("bridge tolls", "Bridge!", 1.0), ("tolls rise", "", 0.0), ("tolls rise", "toll", 0.0), ("tolls", "toll", 0.0),
        ("tolls and extolls", "tolls", 1.0), ("extolls tolls extolls", "tolls", 1.0), ("extolls", "tolls", 0.0), ("a xtolls", "tolls", 0.0), ("xtolls", "tolls", 0.0),
        ("the lab ab is here", "ab日", 0.0), (" ab c", "ab日", 0.0), ("Die Brücke öffnet", "BRÜCKE", 1.0), ("the tolls rise", "tolls sink", 0.5),
    ],
)  # fmt: skip
def test_how_much_of_a_line_is_said(said, line, share):
    assert shape.Said([said]).share(line) == share


def test_what_a_line_in_other_letters_is_about():
    assert shape.content("BRÜCKENBAU in Köln") == {"brücke", "köln"}


TITLES = ["Harrow weighs a second ferry for lorries", "Weir council votes on lorry levy again"]
STAYS = "4 pears, 3 plums and 10 apples: that is all; nothing else"


@pytest.mark.parametrize(
    ("below", "label"),
    [
        ([TITLES[0], "Weir", TITLES[1]], "Weir"), ([TITLES[0], STAYS, TITLES[1], "Weir", STAYS], "Weir"),
        ([STAYS, "https://example.org/ferry", STAYS], "https://example.org/ferry"), (["Weir", "---", "Ann Person"], "Weir"),
    ],
)  # fmt: skip
def test_a_label_below_the_text_beside_what_goes_goes_too(below, label):
    assert label in struck(*BODY, *below)
    assert STAYS not in struck(*BODY, *below)


def test_a_label_below_the_text_between_lines_that_stay_stays():
    assert struck(*BODY, STAYS, "Weir", STAYS) == []


@pytest.mark.parametrize(
    ("below", "stay"),
    [
        (["Spain has Girona and Sevilla", "Italy: Bari, Lecce, Trani and Monopoli"], False),
        (["Spain: Girona, Sevilla and Cadiz", "Italy: Bari, Lecce, Trani and Monopoli"], True),
        ([TITLES[0], TITLES[1], "It rained all day.", TITLES[0] + " today", "It was cold too.", "The rest is known."], False),
        ([TITLES[0], "It rained.", TITLES[1], "It was cold.", "It was dark.", TITLES[0] + " today"], True),
        ([TITLES[0], TITLES[1], "It rained.", "It was cold.", "It was dark."], False),
    ],
)
def test_what_looks_like_titles_and_is_a_list_of_the_texts(below, stay):
    blocks = read_paragraphs([*BODY, *below], config=CONFIG).blocks[len(BODY) :]
    titles = [one for one in blocks if shape.is_title(one) and not one.text.endswith(".")]
    assert edges._are_facts(titles, blocks) is stay


def test_a_line_without_a_word_is_no_title():
    assert not edges._says_title("* * *", "the bridge opens")
    assert edges._says_title("The bridge opens!", "the bridge opens")


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("Council Bridge Ferry", "boilerplate.headline"), ("Council Bridge", "boilerplate.byline"),
        ("Council Bridge Oxen Lemon Acorn", "boilerplate.headline"), ("Council Oxen Lemon Acorn", "boilerplate.byline"),
    ],
)  # fmt: skip
def test_how_much_of_a_short_headline_the_text_says(label, rule):
    text = [BODY[0].replace("bridge", "bridge and a ferry"), *BODY[1:]]
    assert [(found, line) for found, line, _, _ in at(label, *text)] == [(rule, label)]


def test_a_link_in_capitals_over_the_last_paragraph():
    assert struck(*BODY[:3], NINE, BODY[3]) == [NINE]
    assert struck(*BODY[:3], NINE.replace("NINE", "XINE"), BODY[3]) == [NINE.replace("NINE", "XINE")]


def test_a_byline_under_the_title_is_known_once():
    found = at("The bridge opens on Monday", "By Ann Person", *BODY, title="The bridge opens on Monday")
    assert [rule for rule, *_ in found] == ["boilerplate.headline", "boilerplate.byline"]
    assert struck("xxxx", *BODY) == ["xxxx"]
