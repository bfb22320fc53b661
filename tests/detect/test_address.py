"""Lines below an article that speak to its reader about the paper: in many wordings, and what is none."""

import tomllib
from pathlib import Path

import pytest

import dedup
from benchmarks.phrases import body, languages
from dedup.config import configure
from dedup.detect.phrases import address
from dedup.detect.phrases.tongue import Tongues
from dedup.detect.rulebook import data_file
from dedup.read.plain import read_paragraphs

_GRAMMAR = data_file("function_words.toml")
SETS = tomllib.loads(Path(__file__).with_name("address.toml").read_text(encoding="utf-8"))


def _body(language):
    return SETS[language]["body"].splitlines() if "body" in SETS[language] else list(body(language))


def _lines(kind):
    return [(language, line) for language, lines in SETS.items() for line in lines[kind].splitlines()]


def _left(paragraphs):
    return dedup.clean("\n\n".join(paragraphs)).text.split("\n\n")


@pytest.mark.parametrize(("language", "line"), _lines("goes"))
def test_what_is_said_to_the_reader_goes_whatever_its_words(language, line):
    text = [*_body(language), line]
    assert _left(text) == text[:-1]


@pytest.mark.parametrize(("language", "line"), _lines("stays"))
def test_what_others_than_the_paper_say_or_what_is_told_stays(language, line):
    text = [*_body(language), line]
    assert _left(text) == text


PLEA = "What would you have done? Send our editors a letter about the article, and we will print the best."
QUIET = list(body("en"))


def _found(*paragraphs):
    blocks = read_paragraphs(paragraphs, config=configure()).blocks
    found = address.to_the_reader(blocks, [False] * len(blocks), Tongues(blocks))
    return [(place, finding.rule, finding.evidence.value) for place, finding in found]


def test_the_finding_says_how_many_words_speak_to_the_reader():
    ((place, rule, points),) = _found(*QUIET, PLEA)
    assert (place, rule, points) == (len(QUIET), "boilerplate.comments", 6), points


def test_an_article_that_speaks_to_its_reader_itself_keeps_what_it_says_last():
    advice = [paragraph + " You should ask your bank about it before you sign." for paragraph in QUIET]
    assert _found(*QUIET, PLEA)
    assert not _found(*advice, PLEA)
    assert _found(*QUIET[:1], *(x + " “You see,” he said, “what you get.”" for x in QUIET[1:]), PLEA), "quoted"


def test_a_paper_that_writes_of_itself_keeps_what_it_says_last():
    ours = [paragraph + " We know that our own town did as much." for paragraph in QUIET]
    assert not _found(*ours, PLEA)


def test_in_the_first_half_and_far_from_the_end_it_takes_six_points():
    more = [x.replace(" the ", " that ") for x in QUIET]
    assert _found(*QUIET[:2], PLEA, *QUIET[2:], *more) == [(2, "boilerplate.comments", 6)]
    five = "Send our editors your letter."
    assert _found(*QUIET, *more, five) == [(len(QUIET) + len(more), "boilerplate.comments", 5)]
    assert not _found(*QUIET[:2], five, *QUIET[2:], *more)


def test_too_few_paragraphs_tell_nothing():
    assert not _found(*QUIET[:2], PLEA)
    assert _found(*QUIET[:3], PLEA)


def test_a_long_line_a_listed_one_and_one_that_is_claimed_are_not_judged():
    more = "It rained on the hills beyond the village for most of the evening. "
    assert _found(*QUIET, PLEA + " " + more * 8)
    assert not _found(*QUIET, PLEA + " " + more * 11), "800 signs"
    assert not _found(*QUIET, PLEA + " " + "It is as it is. " * 25), "140 words"
    assert not _found(*QUIET, "- " + PLEA)
    blocks = read_paragraphs([*QUIET, PLEA], config=configure()).blocks
    claimed = [False] * len(QUIET) + [True]
    assert not list(address.to_the_reader(blocks, claimed, Tongues(blocks)))


def test_a_long_line_needs_a_point_more():
    four = "Send us your podcast."
    assert _found(*QUIET, four + " It is what it was and it will be." * 6) == [(len(QUIET), "boilerplate.related", 4)]
    assert not _found(*QUIET, four + " It is what it was and it will be." * 7)


def test_words_of_a_language_count_in_articles_of_that_language_only():
    german = "Hat Ihnen dieser Text gefallen? Dann unterstützen Sie unsere Redaktion mit einem Beitrag."
    assert _found(*body("de"), german)
    assert not _found(*QUIET, german)


def test_words_that_mean_something_else_too_do_not_tell_of_whom_an_article_speaks():
    ours = [paragraph + " Este ano o clube ganhou seu jogo nos campos." for paragraph in body("pt")]
    assert _found(*ours, "Independência custa caro. Com a sua contribuição, nossos jornalistas seguem na redação.")
    assert not _found(*(x + " Você sabe." for x in ours), "Com a sua contribuição, nossos jornalistas seguem na redação.")


def test_words_are_found_where_no_space_parts_them():
    assert address._speaking(["x"], "請告訴本報") == ["zh"]
    assert address._speaking(["toimittajamme"], "toimittajamme") == ["fi"]
    assert address._words("zh").cut.findall("请给本报编辑部来信") == ["请", "本报", "编辑部", "来信"]
    assert address._words("vi").cut.findall("bao chi cua chung toi va chungtoi") == ["bao chi", "chung toi"]
    assert address._words("hi").cut.findall("हमें बताएं।") == ["हमें", "बताएं"]


def test_the_quick_look_lets_few_lines_of_other_articles_through():
    words = {word for language in languages() for word in " ".join(body(language)).lower().split()}
    assert not address._quick() & set(_GRAMMAR["en"].split())
    assert len(address._quick() & words) < 60


@pytest.mark.parametrize("language", sorted(address._lists()))
def test_a_language_names_the_reader_the_paper_acts_and_things(language):
    lists = address._lists()[language]
    persons = {"you", "we", "polite", "also_you", "also_we"}
    assert {"you", "we", "acts", "related"} <= lists.keys() <= {*persons, "acts", "order", "written", *address._FAMILIES}
    assert lists.get("order", "verb last") == "verb last"
    assert lists.get("written", "apart") in ("apart", "together")
    for kind in persons:
        assert not [word for word in lists.get(kind, "").split() if word.endswith("*") and word[0] != "*"], "no stems"
    for kind in lists.keys() - {"order", "written"}:
        said = lists[kind].split()
        assert len(said) == len(set(said)), kind
