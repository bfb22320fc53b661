"""Lines put together from labels: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from dedup.detect.matcher import compile_rules, matcher
from dedup.detect.phrases.bars import made_of_labels
from dedup.detect.phrases.line import whole
from dedup.detect.rulebook import Rule

BARS = (
    ("Share Tweet Print", "boilerplate.share"),
    ("Teilen Twittern Drucken", "boilerplate.share"),
    ("Share | Tweet", "boilerplate.share"),
    ("Artikel teilen: Facebook, X, WhatsApp", "boilerplate.share"),
    ("分享 收藏 打印", "boilerplate.share"),
    ("12 comments", "boilerplate.comments"),
    ("(3) Kommentare", "boilerplate.comments"),
    ("Impressum | Datenschutz | AGB | Kontakt", "boilerplate.navigation"),
    ("Privacy Policy · Terms of Use · Our Other Papers", "boilerplate.copyright"),
    ("| Share | Tweet |", "boilerplate.share"),
    ("12 comments.", "boilerplate.comments"),
    ("Privacy Policy · Terms of Use · A Paper of the Valley", "boilerplate.copyright"),  # five words
    ("Privacy Policy · Terms of Use · Our Papers · Our People", "boilerplate.copyright"),  # half of them known
    ("#bridge #river", "boilerplate.tags"),
    ("#X #bridge", "boilerplate.tags"),
    ("#bridge, #river", "boilerplate.tags"),
)
NO_BARS = (
    "Share prices fell",
    "Share Share",  # one label twice
    "Print, he said",
    "See more photos:",  # two labels, and the mark is behind them
    "#MeToo",
    "# Bridge # River",
    "12 bridges",
    "12 comments on the bridge",
    "Privacy Policy · Terms of Use · One Bridge · Two Bridges · Three Bridges",  # two known of five
    "Privacy Policy · One Bridge · Two Bridges · Three Bridges",  # one known of four
    "One Bridge · Privacy Policy · Terms of Use",  # does not begin with a known one
    "Privacy Policy · Terms of Use · A link that is longer than links in footers are",
    "Print " * 60,
)


@pytest.mark.parametrize(("line", "family"), BARS)
def test_a_line_of_labels_goes(line, family):
    claim = made_of_labels(line, matcher())
    assert claim is not None
    assert (claim.rule.family, claim.start, claim.end) == (family, 0, len(line))


@pytest.mark.parametrize("line", NO_BARS)
def test_a_line_that_is_more_than_labels_stays(line):
    assert made_of_labels(line, matcher()) is None


def test_a_footer_goes_by_its_first_link():
    for line in ("Datenschutz | Unsere Leute | Impressum", "Privacy Policy | Our People | Contact us"):
        claim = made_of_labels(line, matcher())
        assert claim.phrase == line.partition(" |")[0].lower()
        assert claim.phrase in {phrase.lower() for phrase in claim.rule.phrases}


def test_rules_for_capitals_for_edges_and_for_ends_make_no_bar():
    for field in ("upper", "weak", "at_end"):
        rules = [Rule("boilerplate.share", "en", "label", ("like", "send", "pin"), "made up", **{field: True})]
        assert made_of_labels("Like Send Pin", compile_rules(rules)) is None
    plain = Rule("boilerplate.share", "en", "label", ("like", "send", "pin"), "made up")
    assert made_of_labels("Like Send Pin", compile_rules([plain])) is not None


def test_two_rules_may_share_a_phrase_and_ask_for_different_things():
    french = Rule("boilerplate.newsletter", "fr", "inside", ("la newsletter",), "made up", needs=("recevez",))
    italian = Rule("boilerplate.newsletter", "it", "inside", ("la newsletter",), "made up", needs=("ricevi",))
    rules = compile_rules([french, italian])
    assert whole("Recevez la newsletter", rules).rule is french
    assert whole("Ricevi la newsletter", rules).rule is italian
    assert whole("La newsletter del sindaco", rules) is None


@pytest.mark.parametrize(("line", "goes"), [("Bonus Plus Native", False), ("Share Tweet Imprimer", True), ("Partager Imprimer Commenter", True), ("Facebook X Imprimer", True)])
def test_the_labels_of_a_bar_are_of_one_language(line, goes):
    assert (made_of_labels(line, matcher()) is not None) is goes


@pytest.mark.parametrize(
    "line",
    ["Home > News > Local", "Acasă » Local", "홈 > 사회", "ホーム ＞ 地域", "Início / Cidades", "ראשי > חדשות", "หน้าแรก > ข่าวทั่วไป"],
)  # fmt: skip
def test_the_path_to_a_page(line):
    assert whole(line, matcher()).rule.family == "boilerplate.navigation"


@pytest.mark.parametrize(
    "line",
    ["Ashby > Dunning", "Startseite > a b c d e f", "Homes > News", "Ashby > Home > News", "Salt / pepper", "Home/office", "Startseite > a > b > c > d > e > f > g"],
)  # fmt: skip
def test_what_is_no_path(line):
    assert whole(line, matcher()) is None
