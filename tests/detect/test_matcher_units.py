"""What rules become: a matcher that looks a line up by its first word; what a rule file may ask for."""

from __future__ import annotations

import pytest

from dedup import RuleError
from dedup.detect.matcher import Anywhere, _users, compile_rules
from dedup.detect.phrases.screen import _delimited
from dedup.detect.rulebook import Rule, _word_lists, parse


def rule(form, *phrases, family="boilerplate.related", **fields):
    return Rule(family, "en", form, phrases, "made up", **fields)


def found(anywhere, text):
    return [(start, end) for start, end, _ in anywhere.find(text)]


def test_the_callers_phrases_are_a_rule_of_the_callers():
    own = _users(("Tip of the day", "x"))
    assert own == Rule(
        "user.phrase", "mul", "start", ("Tip of the day", "x"), "the caller", max_chars=1_000, max_words=150, score=1.0
    )


def test_the_phrases_of_each_form_are_looked_up_where_they_stand():
    inside, ending = rule("inside", "All rights", max_chars=90), rule("ending", "[Video]", max_chars=120)
    start, label = rule("start", " Read: ", max_chars=50), rule("label", " Share : ")
    known = compile_rules([inside, ending, start, label, rule("words", "May", "৩ মে"), rule("marked", "#")])
    assert known.insides == {"all rights": (("All rights", inside),), "[video]": (("[Video]", ending),)}
    assert [hit.phrase for hits in known.openings.values() for hit in hits] == ["read:", "share"]
    assert (known.longest, known.longest_line, known.longest_inside) == (5, 220, 120)
    assert set(known.words) == {"may", "৩ মে"}
    assert known.marks["#"].form == "marked"
    assert known.firsts == {"read", "share", "may", "৩ মে"}
    assert "may" in known.heads
    assert known.starts["read"].longest_line == 50


def test_phrases_of_marks_alone_are_none():
    known = compile_rules([rule("label", " : "), rule("opening", "XX: ")])
    assert list(known.openings) == ["xx"]
    assert next(known.hits("xx: y")).phrase == "xx"
    assert compile_rules([]).longest == 0
    assert compile_rules([rule("inside", "x")]).longest == 0


def test_what_stands_inside_and_what_may_go_from_inside():
    known = compile_rules([rule("inside", "all rights"), rule("label", "also read"), rule("label", "go home", family="boilerplate.faq")])
    assert found(known.anywhere, "see all rights here") == [(4, 14)]
    assert found(known.anywhere, "so. also read") == []
    assert known.delimited == {"also": ("also read",)}
    for text in ("so. also read", 'so." also read', "so!\x1f also read", "x (also read)", "【also read】", "so?also read", "so. » also read"):
        assert list(_delimited(text, known)) == [text.index("also")], text
    for text in ("so also read", "so, also read", "so. go home", "so. never also read", "so; (never also read", "also read"):
        assert list(_delimited(text, known)) == [], text


def test_a_phrase_that_begins_with_junk_or_has_no_spaces_is_found_inside():
    known = compile_rules([rule("label", "- also read", "相关", "文")])
    assert list(_delimited("so. - also read", known)) == [6]
    assert list(_delimited("。相关", known)) == [1]
    assert list(_delimited("。文章", known)) == [1]


def test_without_a_phrase_there_is_nothing_to_find():
    assert compile_rules([rule("words", "may")]).anywhere is None
    assert compile_rules([rule("label", "go home", family="boilerplate.faq")]).delimited == {}
    assert compile_rules([rule("label", "also read")]).anywhere is None
    assert found(compile_rules([rule("inside", "x")]).anywhere, "so. also x") == [(9, 10)]


def test_phrases_are_found_from_the_left_and_the_longest_first():
    phrases = Anywhere(["a", "ab", "b", "", "é😀"])
    assert phrases.find("cab") == [(1, 3, "ab"), (1, 2, "a"), (2, 3, "b")]
    assert phrases.find("") == []
    assert phrases.find("日本é😀\ud800a") == [(2, 4, "é😀"), (5, 6, "a")]
    with pytest.raises(RuleError) as refused:
        Anywhere(["x" * 2_000_001])
    assert str(refused.value) == "too many phrases: give fewer of form 'inside', or shorter ones"
    assert Anywhere(["x" * 2_000_000]).find("x") == []


KNOWN = compile_rules([rule("opening", "read more", "élan", "相关", "文")])


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("read it", True), ("read", True), ("bread it", False), ("it is read", False), ("…read", True), ("12 boats", True), ("ก ข", True),
        ("相关: x", True), ("", True), ("readmore", False), ("\u0e00", True), ("ฯ", True),
    ],
)  # fmt: skip
def test_which_lines_are_worth_a_closer_look(line, near):
    assert KNOWN.near(["it was", line, "so be it"]) == ([1] if near else [])


@pytest.mark.parametrize(
    ("line", "may"), [("Read it", True), ("READ", True), ("Red it", False), ("Read\u0301 it", True), ("Élan", True), ("文x", True), ("x文", False)]
)
def test_what_may_open_a_line_as_it_stands(line, may):
    assert KNOWN.may_open(line) == may


def test_phrases_of_one_sign_and_of_two():
    assert [hit.phrase for hit in KNOWN.hits("文章")] == ["文"]
    assert [hit.phrase for hit in KNOWN.hits("相关文")] == ["相关"]
    two = compile_rules([rule("opening", "a", "ab")])
    assert [hit.phrase for hit in two.hits("ab: x")] == ["ab"]


HEAD = 'family = "x.y"\nlanguage = "en"\nsource = "s"\n[[rules]]\nform = "start"\nphrases = ["a"]\n'


def test_a_rule_may_ask_for_a_list_of_words():
    (asked,) = parse(HEAD + 'needs = ["{platforms}", "y"]', "f")
    assert asked.needs == (*_word_lists()["platforms"], "y")
    assert len(asked.needs) > 2
    for plain in ("{platforms", "platforms}", "platforms", "{}x"):
        (kept,) = parse(HEAD + f'needs = ["{plain}"]', "f")
        assert kept.needs == (plain,)
    (nothing,) = parse(HEAD, "f")
    assert nothing.needs == ()


def test_a_list_that_there_is_not():
    with pytest.raises(RuleError) as refused:
        list(parse(HEAD + 'needs = ["{planets}"]', "f"))
    assert str(refused.value) == f"f, rule 1: no list is called '{{planets}}'; there are {', '.join(_word_lists())}"
