"""Every rule strikes its strike examples and no rule strikes any keep example."""

from __future__ import annotations

from bisect import bisect_right

import pytest

import dedup
from dedup import RuleError, clean, configure
from dedup.detect import faq, phrases
from dedup.detect.folding import fold, fold_short
from dedup.detect.rulebook import parse, rules
from dedup.read.plain import read_paragraphs

CONFIG = configure()
RULES = rules()
VARIED = [
    rule
    for rule in RULES
    if rule.form in ("label", "opening") and not rule.at_end and not rule.upper and rule.family != "boilerplate.faq"
]


def _id(value):
    return f"{value.family}-{value.language}" if hasattr(value, "family") else value[:40]


#: In no language that has rules: a word of another language than the article's does not count.
BEFORE = ["Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "Integer vitae nisl sapien, morbi tristique."]


def _whole(text, before=()):
    """The rules that would strike all of a text, which may stand behind others."""
    document = read_paragraphs([*before, text], config=CONFIG)
    return {
        f.rule
        for f in phrases.find(document, CONFIG)
        if f.score >= 0.5 and f.span.start >= document.blocks[-1].start and f.span.end - f.span.start >= len(text) / 2
    }


def _any(text):
    return [f for f in phrases.find(read_paragraphs([text], config=CONFIG), CONFIG) if f.score >= 0.5]


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_strike(rule):
    before = BEFORE if rule.at_end else ()
    if rule.at_end and rule.weak:  # beside another line only
        before = [*BEFORE, "Previous: Ferry fares to rise in spring"]
    for text in rule.strike:
        assert faq.is_heading(text) if rule.family == "boilerplate.faq" else rule.family in _whole(text, before)


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_keep(rule):
    for text in rule.keep:
        assert _any(text) == []
        assert not faq.is_heading(text)


def _standing(lines):
    """Those of many lines that stay, each between paragraphs of an article; at its edges where that matters."""
    blocks = [text for line in lines for text in (line, BEFORE[0])]
    document = read_paragraphs(blocks, config=CONFIG)
    found = [f.span for f in phrases.find(document, CONFIG) if f.score >= 0.5]
    gone = {
        block.start
        for block, span in _within(document.blocks[::2], found)
        if span.end - span.start >= (block.end - block.start) / 2
    }
    return [block.text for block in document.blocks[::2] if block.start not in gone]


def _within(blocks, spans):
    starts = [block.start for block in blocks]
    return [
        (blocks[at], span)
        for span in spans
        if (at := bisect_right(starts, span.start) - 1) >= 0 and span.start < blocks[at].end
    ]


@pytest.mark.parametrize("rule", VARIED, ids=_id)
def test_a_phrase_in_capitals_in_brackets_and_before_a_title(rule):
    for way in WAYS[: 5 if rule.form == "opening" else 3]:
        lines = [way(phrase) for phrase in rule.phrases]
        assert (_standing(lines) if not rule.weak else [line for line in lines if not _whole(line)]) == []


WAYS = (
    lambda phrase: phrase,
    lambda phrase: f"[{phrase}]",
    str.upper,
    lambda phrase: f"{phrase}: 42",
    lambda phrase: f"{phrase.upper()} | 42",
)


def test_there_are_enough_languages_families_and_examples():
    assert len({rule.language for rule in RULES} - {"mul"}) >= 30
    assert len({rule.family for rule in RULES}) >= 14
    assert sum(len(rule.strike) + len(rule.keep) for rule in RULES) >= 1_500


#: Languages of which no rule has fewer than two examples of what goes, and two of what stays.
SHOWN = ("ru", "tr", "uk", "zh")


@pytest.mark.parametrize("language", SHOWN)
def test_each_rule_shows_twice_what_goes_and_what_stays(language):
    few = [rule.phrases[0] for rule in RULES if rule.language == language and min(len(rule.strike), len(rule.keep)) < 2]
    assert few == []


FALSE_FRIENDS = [
    "Read more than 200 pages and you will see why the council hesitated.",
    "Share prices fell.",
    "Related charges were dropped.",
    "With inputs from three sensors the pump decides when to start.",
    "Subscribers left the magazine in droves, and its editor left too.",
    "«Read more», he said, and closed the book.",
    "Lesen Sie mehr als 200 Seiten, und Sie werden sehen, warum der Rat zögerte.",
    "Teilen der Stadt droht Hochwasser.",
    "« Lire aussi », dit le maître, et il ferma le livre.",
    "Partager l'eau est difficile.",
    "Lee más de 200 páginas y verás por qué dudó el concejo.",
    "Compartir el agua es difícil.",
    "Leia mais de 200 páginas e verá por que o conselho hesitou.",
    "Leggi più di 200 pagine e vedrai perché il consiglio esitò.",
    "Читайте больше, сказал учитель и закрыл книгу.",
    "相关人员周一离开了大桥。",
]


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_stay(text):
    before, after = (
        "The council met on Monday and talked for three hours.",
        "Nobody was content with the result.",
    )
    assert clean(f"{before}\n{text}\n{after}\n").removals == ()


def test_bracketed_and_trailing_teasers_go_by_their_own_span():
    text = "The bridge opens on Monday. (Also Read: Ferry returns to the harbour) The mayor will be there at noon."
    result = clean(f"{text}\n\nA second paragraph of the article stands here, in full.")
    assert result.text.startswith("The bridge opens on Monday. The mayor will be there at noon.")
    trailing = "The bridge opens on Monday, and the mayor will be there. Read more: Ferry returns to the harbour"
    result = clean(f"{trailing}\n\nA second paragraph of the article stands here, in full.")
    assert result.text.startswith("The bridge opens on Monday, and the mayor will be there.\n\n")


def test_a_teaser_whose_end_cannot_be_told_is_spared():
    text = (
        "The bridge opens on Monday. Read more: Ferry returns. The mayor, who had asked for it, will be there at noon."
    )
    result = clean(f"{text}\n\nA second paragraph of the article stands here, in full.")
    assert result.removals == ()
    assert "end cannot be told" in result.spared[0].why


def test_a_heading_takes_its_list_with_it():
    article = ["The council met on Monday and talked for three hours about the bridge."] * 1 + [
        "Nobody was content with the result, as the mayor said to the newspaper afterwards.",
        "Related Stories", "Ferry returns to the harbour", "Ten bridges you must see this summer",
    ]  # fmt: skip
    assert clean(article).text.count("\n\n") == 1


def test_own_phrases():
    text = "The bridge opens on Monday, after nine months of work.\nTip of the day: drink water\nThe mayor will be there.\n"
    result = clean(text, phrases=("Tip of the day:",))
    assert [removal.rule for removal in result.removals] == ["user.phrase"]
    assert clean(text).removals == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ａｌｓｏ Ｒｅａｄ： Bridge",
        "\u200fاقرأ أيضاً: الجسر",
        "ALSO\u00a0READ: Bridge",
        "» Also read – Bridge",
    ],
)
def test_typography_does_not_matter(text):
    assert "boilerplate.related" in _whole(text)


def test_folding_is_stable():
    for rule in RULES:
        assert list(fold_short(rule.phrases)) == [fold(phrase) for phrase in rule.phrases]
        for phrase in rule.phrases:
            assert fold(fold(phrase)) == fold(phrase)


GOOD = 'family = "boilerplate.x"\n[[rules]]\nlanguage = "en"\nform = "label"\nphrases = ["a"]\nsource = "s"\n'


@pytest.mark.parametrize(
    "spoilt",
    ["family = ", GOOD.replace('"label"', '"mabel"'), GOOD.replace('phrases = ["a"]', ""), GOOD + 'colour = "red"\n',
     GOOD.replace('["a"]', "[3]"), 'family = "x"', GOOD.replace('source = "s"', "")],
)  # fmt: skip
def test_a_spoilt_rule_file_is_refused(spoilt):
    assert list(parse(GOOD, "own.toml"))
    with pytest.raises(RuleError, match=r"own\.toml"):
        list(parse(spoilt, "own.toml"))


MINE = """
family = "boilerplate.puzzle"
[[rules]]
language = "en"
form = "opening"
phrases = ["puzzle of the day"]
source = "made up"
strike = ["Puzzle of the day: Seven bridges"]
keep = ["Puzzle of the day though it was, nobody asked."]
"""


def test_a_file_of_ones_own_rules_cleans(tmp_path):
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    text = "Puzzle of the day: Seven bridges\n\nThe bridge opens on Monday."
    result = dedup.clean(text, rule_files=(str(tmp_path / "mine.toml"),))
    assert (result.text, result.removals[0].rule) == ("The bridge opens on Monday.", "boilerplate.puzzle")
    assert dedup.clean(text).text == text


@pytest.mark.parametrize("content", [None, "family = 7", "[[rules]]\nphrases = 'x'", "not toml"])
def test_an_unusable_rule_file_is_named(tmp_path, content):
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(dedup.DedupError, match=r"bad\.toml"):
        dedup.clean("A line of text.", rule_files=(str(path),))
