"""Each function that judges a line, at its edges; and all examples of all rules at once. ``make mutation`` runs these."""

from __future__ import annotations

import pytest

from dedup import Block, Document, RuleError, clean, configure
from dedup.detect import phrases
from dedup.detect.folding import fold, fold_all, key
from dedup.detect.matcher import compile_rules, matcher
from dedup.detect.phrases import edges, line, shape
from dedup.detect.phrases.belongings import belongings
from dedup.detect.phrases.parts import parts
from dedup.detect.rulebook import FORMS, Rule, parse, rules
from dedup.read.plain import read_paragraphs
from tests.detect.council import BODY

CONFIG = configure()


def _block(text, kind="paragraph", number=0, density=0.0):
    return Block(number, 0, len(text), text, kind, 0, density)


def _blocks(*texts, density=0.0):
    document = read_paragraphs(list(texts), config=CONFIG)
    return [Block(b.number, b.start, b.end, b.text, b.kind, b.level, density) for b in document.blocks]


def _find(*texts, **settings):
    document = read_paragraphs(list(texts), config=configure(**settings))
    return [(f.rule, document.text[f.span.start : f.span.end], f.score, f.note) for f in phrases.find(document, configure(**settings))]


def _rule(form, *said, family="boilerplate.related", **fields):
    return Rule(family, "en", form, said, "made up", **fields)


def _whole(text, *chosen):
    return line.whole(text, compile_rules(chosen))


def test_every_example_of_every_rule_at_once():
    known = matcher()
    for rule in rules():
        for text in rule.keep:
            found = phrases.find(read_paragraphs([text], config=CONFIG), CONFIG)
            assert not [f for f in found if f.score >= 0.5], text
        if rule.family != "boilerplate.faq" and not rule.at_end:
            for text in rule.strike:
                found = phrases.find(read_paragraphs([text], config=CONFIG), CONFIG)
                assert [f for f in found if f.score >= 0.5 and f.rule == rule.family], text
        for phrase in rule.phrases if rule.form in ("label", "opening") and not rule.upper else ():
            for shown in (phrase, f"[{phrase}]", phrase.upper(), f"» {phrase}"):
                assert line.whole(shown, known) is not None, shown


# folding, matcher, rulebook


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ALSO `Read`\tnow\nor", "also 'read' now or"), ("Élan — “Straße”…", 'elan - "strasse"...'), ("a\u00a0b’c", "a b'c"),
        ("Ａｌｓｏ", "also"), ("ıİ", "ii"), ("\u202aاقرأ أيضاً", "اقرا ایضا"), ("й", "и"), ("ß", "ss"), ("", ""),
    ],
)  # fmt: skip
def test_folding(text, folded):
    assert fold(text) == folded
    assert list(fold_all([text, "x", ""])) == [folded, "x", ""]
    assert list(fold_all(["a\0b", text])) == [fold("a\0b"), folded]


def test_what_a_phrase_is_looked_up_by():
    assert key("also read") == "also"
    assert key("don't") == "don"
    assert key("...") == "."
    assert key("") == ""
    assert key("相关阅读") == "相关"
    assert key("_a_b") == "_"


GOOD = {"family": '"boilerplate.x"', "language": '"en"', "form": '"label"', "phrases": '["a"]', "source": '"s"'}


def _file(**changes):
    fields = {**GOOD, **changes}
    family = fields.pop("family")
    lines = [f"{name} = {value}" for name, value in fields.items() if value is not None]
    return (f"family = {family}\n" if family else "") + "[[rules]]\n" + "\n".join(lines)


def test_a_rule_file_is_read_with_what_all_of_its_rules_share():
    text = 'family = "x.y"\nlanguage = "de"\n' + "\n".join(
        f'[[rules]]\nform = "{form}"\nphrases = ["A {form}"]\nsource = "s"\nscore = 1\nkeep = ["k"]' for form in ("label", "name")
    )
    first, second = parse(text, "f")
    assert (first.family, first.id, first.language, first.form, first.phrases) == ("x.y", "x.y", "de", "label", ("A label",))
    assert (second.form, second.keep, second.strike, second.score) == ("name", ("k",), (), 1)


_FIELDS = ", ".join(Rule.__dataclass_fields__)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"family": None}, "f.toml: needs family = '...' and at least one [[rules]]"),
        ({"family": "3"}, "f.toml: needs family = '...' and at least one [[rules]]"),
        ({"phrases": None}, f"f.toml, rule 1: lacks phrases; fields are {_FIELDS}"),
        ({"phrases": "[]", "source": '""'}, f"f.toml, rule 1: lacks phrases, source; fields are {_FIELDS}"),
        ({"colour": "1", "size": "2"}, f"f.toml, rule 1: has an unknown field 'colour'; fields are {_FIELDS}"),
        ({"phrases": '" "'}, f"f.toml, rule 1: lacks phrases; fields are {_FIELDS}"), ({"phrases": "7"}, "f.toml, rule 1: phrases cannot be 7"),
        ({"phrases": "[3]"}, "f.toml, rule 1: phrases must be a list of texts"),
        ({"keep": '["a", " "]'}, "f.toml, rule 1: keep must be a list of texts"), ({"max_chars": "true"}, "f.toml, rule 1: max_chars cannot be True"),
        ({"max_words": '"3"'}, "f.toml, rule 1: max_words cannot be '3'"), ({"upper": "1"}, "f.toml, rule 1: upper cannot be 1"),
        ({"score": "true"}, "f.toml, rule 1: score cannot be True"), ({"score": '"1"'}, "f.toml, rule 1: score cannot be '1'"),
        ({"form": '"mabel"'}, f"f.toml, rule 1: form must be one of {', '.join(FORMS)}, not 'mabel'"),
        ({"collects": '"all"'}, "f.toml, rule 1: collects must be one of titles, people, form, not 'all'"),
    ],
)  # fmt: skip
def test_a_spoilt_rule_says_what_is_wrong(changes, complaint):
    with pytest.raises(RuleError) as refused:
        list(parse(_file(**changes), "f.toml"))
    assert str(refused.value) == complaint


@pytest.mark.parametrize("field", ["upper", "weak", "at_end"])
def test_every_field_of_a_rule_is_read(field):
    (rule,) = parse(_file(**{field: "true", "max_chars": "7", "max_words": "2", "score": "0.5", "collects": '"people"'}), "f")
    assert (getattr(rule, field), rule.max_chars, rule.max_words, rule.score, rule.collects) == (True, 7, 2, 0.5, "people")


def test_no_rules_and_no_toml():
    for text in ('family = "x"', 'family = "x"\nrules = []', 'family = "x"\nrules = 3'):
        with pytest.raises(RuleError, match="needs family"):
            list(parse(text, "f"))
    with pytest.raises(RuleError, match=r"^f: "):
        list(parse("family =", "f"))


def test_the_longest_phrase_is_asked_first_and_of_equal_ones_the_first_rule():
    one, other = _rule("opening", "read", "read more"), _rule("opening", "Read More", family="boilerplate.share")
    known = compile_rules([one, other])
    assert [(hit.phrase, hit.length, hit.rule) for hit in known.hits("read more: x")] == [
        ("read more", 9, one), ("read more", 9, other), ("read", 4, one),
    ]  # fmt: skip
    assert list(known.hits("red")) == list(known.hits("")) == []
    assert known.longest == 9
    assert (known.longest_line, known.longest_inside) == (220, 0)


def test_a_phrase_of_one_sign_and_of_two_signs_without_spaces():
    known = compile_rules([_rule("opening", "文"), _rule("opening", "相关")])
    assert [hit.phrase for hit in known.hits("文章:")] == ["文"]
    assert [hit.phrase for hit in known.hits("相关: x")] == ["相关"]
    assert known.knows("文章")
    assert known.knows("相关新闻")
    assert not known.knows("新闻")
    assert not known.knows("章文")
    assert known.may_open("文章: x")
    assert not known.may_open("Bridge")


def test_what_may_open_a_line_as_it_was_written():
    known = compile_rules([_rule("opening", "read more", "élan")])
    assert known.may_open("READ this")
    assert known.may_open("Read")
    assert known.may_open("Élan")
    assert not known.may_open("Ready")
    assert not known.may_open("...")


def test_the_users_phrases_come_first_and_may_open_longer_lines():
    known = matcher(("Also Read",), ())
    assert next(known.hits("also read: x")).rule.family == "user.phrase"
    rule = next(known.hits("also read: x")).rule
    assert (rule.form, rule.language, rule.score, rule.max_chars, rule.max_words) == ("start", "mul", 1.0, 1_000, 150)
    assert next(matcher().hits("also read: x")).rule.family == "boilerplate.related"


# line


def test_a_label_is_the_whole_line_but_for_marks_and_a_number():
    rule = _rule("label", "share this", score=0.8)
    for text in ("Share this", "Share this:", "» SHARE THIS »", "[Share this] 12", "Share this (12)"):
        claim = _whole(text, rule)
        assert (claim.start, claim.end, claim.score, claim.bare, claim.note) == (0, len(text), 0.8, True, ""), text
        assert claim.at == text.lower().index("share")
        assert claim.length == len("share this")
    for text in ("Share this story", "Share thistle", "We share this", "“Share this”", "Share this x12"):
        assert _whole(text, rule) is None, text


def test_an_opening_needs_a_separator_and_a_title_whose_end_can_be_told():
    rule = _rule("opening", "read more")
    for text in ("Read more: Ferry", "READ MORE | Ferry", "Read more – Ferry", "Read more... Ferry", "Read more » Ferry", "[Read more] Ferry"):
        claim = _whole(text, rule)
        assert claim is not None, text
        assert (claim.score, claim.bare, claim.note) == (0.9, False, ""), text
    for text in ("Read more about it", "Read more) Ferry", "Read-more", "Read moreover: x", "Read more, he said"):
        assert _whole(text, rule) is None, text
    unclear = _whole("Read more: Ferry returns. Mayor content", rule)
    assert (unclear.score, unclear.note) == (0.4, "a link to another article, but where it ends cannot be told")
    assert _whole("Read more: Mr. Krag returns", rule).score == 0.9
    assert _whole("Read more:", rule).bare


def test_a_name_needs_names_behind_it():
    rule = _rule("name", "photo by")
    for text in ("Photo by Ada Okafor", "Photo by Ada Okafor / Bodil Krag and Co.", "Photo by (Ada)", "Photo by @Ada", "Photo by 王 X"):
        claim = _whole(text, rule)
        assert claim is not None, text
        assert not claim.bare
    assert _whole("Photo by:", rule).bare
    for text in ("Photo by ada", "Photo by Ada who lives there", "Photo by the council", "Photo by and Ada"):
        assert _whole(text, rule) is None, text


def test_a_start_needs_one_of_its_needs():
    rule = _rule("start", "sign up", needs=("Newsletter", "inbox"))
    assert _whole("Sign up for our NEWSLETTER today", rule) is not None
    assert _whole("Sign up, straight to your inbox", rule) is not None
    assert _whole("Sign up for the course", rule) is None
    assert _whole("Sign up for the course", _rule("start", "sign up")) is not None


def test_inside_stands_anywhere_in_a_line_within_its_caps():
    rule = _rule("inside", "all rights reserved", max_chars=60, max_words=10, needs=("20",))
    claim = _whole("© 2026 The Paper. All rights reserved", rule)
    assert (claim.start, claim.end, claim.at, claim.length, claim.score, claim.phrase) == (0, 37, 0, 37, 0.9, "all rights reserved")
    assert _whole("All rights reserved", rule) is None
    assert _whole("20 All rights reserved " + "x" * 37, rule) is not None
    assert _whole("20 All rights reserved " + "x" * 38, rule) is None
    assert _whole("20 all rights reserved a b c d e f", rule) is not None
    assert _whole("20 all rights reserved a b c d e f g", rule) is None
    assert _whole("20 \ud800 all rights reserved", rule) is not None
    wider = _rule("inside", "all rights reserved", max_chars=120, max_words=3)
    assert _whole("all rights reserved" + " a" * 17, wider) is not None
    assert _whole("all rights reserved" + " a" * 18, wider) is None
    second = _rule("inside", "terms apply", max_chars=200)
    found = _whole("All rights reserved " + "x" * 45 + " terms apply", rule, second)
    assert found.phrase == "terms apply"


def test_lines_beyond_the_caps_of_their_rule_are_prose():
    rule = _rule("opening", "read more", max_chars=30, max_words=5)
    assert _whole("Read more: " + "x" * 19, rule) is not None
    assert _whole("Read more: " + "x" * 20, rule) is None
    assert _whole("Read more: a b c", rule) is not None
    assert _whole("Read more: a b c d", rule) is None
    assert _whole("Read more:\nx", rule) is None
    longer = _rule("opening", "read more", max_chars=900, max_words=900)
    assert _whole("Read more: " + "xy " * 130, longer) is not None
    assert _whole("Read more: " + "xy " * 140, longer) is not None


def test_capitals_where_a_rule_asks_for_them():
    rule = _rule("opening", "ad", upper=True)
    assert _whole("AD: Ferry", rule) is not None
    assert _whole("Ad: Ferry", rule) is None


def test_a_shorter_phrase_is_asked_where_the_longer_does_not_stand_as_it_must():
    long, short = _rule("label", "read more now"), _rule("opening", "read more", family="boilerplate.share")
    assert _whole("Read more now", long, short).rule is long
    assert _whole("Read more - now", long, short).rule is short
    assert _whole("Read more nowhere", long, short) is None


def test_phrases_end_where_words_end_but_in_scripts_without_spaces():
    assert _whole("相关阅读：大桥", _rule("opening", "相关")) is None
    assert _whole("相关：大桥", _rule("opening", "相关")) is not None
    assert _whole("E\u0301lan: x", _rule("opening", "elan")).length == 5


WORDS = (_rule("words", "on", "may", "monday", "am", "uhr", family="boilerplate.byline", score=0.7),)


@pytest.mark.parametrize("text", ["Monday 3 May 2026", "on 3 May", "3.5.2026", "2026-05-03", "10:41 am, 3/5/26", "Monday, 10:41 Uhr"])
def test_a_line_of_dates(text):
    claim = _whole(text, *WORDS)
    assert (claim.start, claim.end, claim.at, claim.length, claim.score) == (0, len(text), 0, len(text), 0.7)
    assert claim.phrase == text[:40]


@pytest.mark.parametrize(
    "text",
    ["on Monday", "3 May bridge", "2026", "3 4 5", "10:41 am", "3 am 2026 2027 may", "on 3 May " * 6, "3" * 30 + " may" + " " * 60],
)
def test_a_line_of_no_dates(text):
    assert _whole(text, *WORDS) is None


# shape


@pytest.mark.parametrize(
    ("text", "count"),
    [("one two three", 3), ("", 0), ("桥" * 12, 6), ("one two three 桥桥桥桥桥桥桥桥桥桥" + "桥" * 40, 25), ("a " * 250, 251), ("x" * 401, 1)],
)
def test_counting_words(text, count):
    assert shape.words(text) == count


def test_prose_is_long_and_ends_like_a_sentence():
    fourteen = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    assert shape.is_prose(fourteen + ".")
    assert shape.is_prose(fourteen + '."')
    assert not shape.is_prose(fourteen)
    assert not shape.is_prose(fourteen + ":")
    assert not shape.is_prose(fourteen.partition(" ")[2] + ".")
    assert not shape.is_prose("a b c d e f g h i j k l m n o.")
    assert shape.is_prose("桥" * 40 + "。")
    assert not shape.is_prose("桥" * 27 + "。")
    assert shape.ends_like_a_sentence("Yes!”)")
    assert not shape.ends_like_a_sentence("")
    assert not shape.ends_like_a_sentence("Yes")


def test_lists_and_titles():
    assert all(shape.is_listed(_block("x", kind)) for kind in ("item", "row", "quote", "code"))
    assert not shape.is_listed(_block("x"))
    assert not shape.is_listed(_block("x", "heading"))
    assert shape.is_listed(_block("- x"))
    assert shape.is_listed(_block("12) x"))
    assert shape.is_listed(_block("Weir | 3"))
    assert not shape.is_listed(_block("1234. x"))
    assert not shape.is_listed(_block("Weir|3"))
    good = "Council weighs second ferry"
    assert shape.is_title(_block(good))
    assert shape.is_title(_block(good + "?”"))
    for bad in (good + ".", good + ":", good + ".”", good + ";", "council weighs second ferry", "Council weighs ferry", "Council; weighs second ferry",
                "Council\nweighs second ferry", "1 - Council weighs 2 of 3", "- " + good, "Word " * 24 + "word", "Word " * 3 + "w" * 290):  # fmt: skip
        assert not shape.is_title(_block(bad)), bad
    assert shape.is_title(_block("Word " * 23 + "word"))
    assert shape.is_title(_block("Council weighs 2 of 3"))
    assert shape.is_title(_block("Word " * 3 + "w" * 285))


def test_what_a_line_is_about():
    assert shape.content("The Bridges of Orrin") == {"bridge", "orrin"}
    assert shape.content("Four ox") == {"four"}
    assert shape.content("大桥 关") == {"大桥", "桥关"}


# edges


@pytest.mark.parametrize("text", ["By Ada Okafor", "- Von Ada Okafor und Bodil Krag", "par Ada de Okafor", "By A1 B1 C1 D1 E1 F1 G1 H1"])
def test_bylines(text):
    assert edges.is_byline(text)


@pytest.mark.parametrize("text", ["By Ada", "By Ada Okafor.", "By Ada Okafor:", "By the river Orrin", "By A1 B1 C1 D1 E1 F1 G1 H1 I1", "Bye Ada Okafor", "By", "Ada Okafor"])
def test_no_bylines(text):
    assert not edges.is_byline(text)


def _edges(*texts, title=None, claimed=()):
    document = read_paragraphs(list(texts), title=title, config=CONFIG)
    found = edges.at_the_edges(document, [at in claimed for at in range(len(document.blocks))])
    return [(f.rule, document.text[f.span.start : f.span.end], f.score, f.evidence) for f in found]


def _short(found):
    return [(rule, text) for rule, text, *_ in found]


def test_labels_above_and_below_the_text():
    found = _edges("Valley News", "12 comments on this", *BODY, "Ada Okafor", "ORRIN")
    assert sorted(_short(found)) == [
        ("boilerplate.byline", "Ada Okafor"), ("boilerplate.byline", "Valley News"),
        ("boilerplate.navigation", "12 comments on this"), ("boilerplate.navigation", "ORRIN"),
    ]  # fmt: skip
    assert [score for *_, score, _ in found] == [0.7] * 4
    assert {(e.name, e.value, e.limit) for *_, e in found} == {
        ("words_above_text", 2, 6), ("words_above_text", 4, 6), ("words_below_text", 2, 3), ("words_below_text", 1, 3),
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", ["Here is:", "It rained.", "a; b", "# Valley", "12 : 13", "3 goals 2", "BAAR, SWITZERLAND", "one\ntwo", "a b c d e f g"]
)
def test_what_is_no_label_above_the_text(label):
    assert _edges(label, *BODY) == []


@pytest.mark.parametrize("label", ["- Valley", "One two three four", "Weir 3 Harrow 1"])
def test_what_is_no_label_below_the_text(label):
    assert _edges(*BODY, label) == []


def test_titles_below_the_text_go_from_two_on():
    one, two = "Harrow weighs a second ferry", "Weir council votes on lorry levy"
    assert _edges(*BODY, one) == []
    found = _edges(*BODY, one, two)
    assert _short(found) == [("boilerplate.related", one), ("boilerplate.related", two)]
    assert [(s, e.name, e.value, e.limit) for *_, s, e in found] == [(0.75, "titles_below_text", 2, 2)] * 2
    assert _edges(*BODY, one, two + "?") == _edges(*BODY, "# " + one, two) == []


def test_an_unknown_headline_shares_its_words_with_the_text():
    found = _edges("Council talks about the bridge at the mill", *BODY)
    assert _short(found) == [("boilerplate.headline", "Council talks about the bridge at the mill")]
    (_, _, score, evidence) = found[0]
    assert (score, evidence.name, evidence.value, evidence.limit) == (0.75, "headline_words_in_text", 0.8, 0.2)
    assert _edges("Parliament argues over taxes and pensions again", *BODY) == []
    assert _edges("# Council talks about the bridge at the mill", *BODY) == []


def test_nothing_is_judged_by_its_place_without_an_article():
    label = "Ada Okafor"
    assert _edges(label, *BODY[:3]) == []
    assert _edges(label, *BODY, claimed=(1,)) == []
    assert _edges(*BODY) == []
    assert _edges(*BODY[:1], label) == []
    assert _short(_edges(*[f"Label {n:b}" for n in range(2, 14)], *BODY)) != []
    assert _edges(*[f"Label {n:b}" for n in range(2, 15)], *BODY) == []
    lists = [f"word {'x' * 8} one two three four five six seven eight nine" for _ in range(5)]
    assert _edges(label, *BODY[:2], *lists, *BODY[2:]) == []


def test_the_known_title_and_bylines():
    title = "Old bridge to close | The Paper"
    found = _edges("Old bridge to close", "By Ada Okafor", *BODY, "By Bodil Krag", title=title)
    assert _short(found)[:2] == [("boilerplate.headline", "Old bridge to close"), ("boilerplate.byline", "By Bodil Krag")]
    assert [(s, e.name, e.value, e.limit) for *_, s, e in found[:2]] == [
        (0.8, "title_words", 1.0, 0.6), (0.8, "name_words", 1.0, 1.0),
    ]  # fmt: skip
    for line_, known in (("Old bridge", title), ("Old bridge to close", "Old bridge to close and much more about other things"), ("Other bridge to close", title)):
        assert "title_words" not in {evidence.name for *_, evidence in _edges(line_, *BODY, title=known)}, line_
    assert ("boilerplate.headline", "Old bridge to close") in _short(_edges("Old bridge to close", *BODY, title="OLD bridge: to close"))
    far = _edges(*BODY, *BODY, "Old bridge to close", title=title)
    assert "boilerplate.headline" not in {rule for rule, *_ in far}
    assert _short(_edges("x", "By Ada Okafor", *BODY, claimed=(1,), title=title)) == [("boilerplate.navigation", "x")]


# parts and belongings


def _parts(text, *chosen):
    return [(f.rule, text[f.span.start : f.span.end], f.score, f.note, f.evidence.phrase) for f in parts(_block(text), compile_rules(chosen))]


RELATED = _rule("opening", "also read", "read")
LABEL = _rule("label", "share this", "advertisement")


def test_a_line_of_a_paragraph():
    text = "The bridge opens.\n  Also read: Ferry  \nThe mayor came.\nAdvertisement\nShare this"
    assert _parts(text, RELATED, LABEL) == [
        ("boilerplate.related", "Also read: Ferry", 0.8, "", "also read"), ("boilerplate.related", "Share this", 0.8, "", "share this"),
    ]  # fmt: skip
    assert _parts(text, _rule("opening", "also read", weak=True)) == []
    assert _parts(text, _rule("opening", "also read", score=0.6))[0][2] == 0.6


def test_a_bracketed_note():
    text = "The bridge opens on Monday (Also read: Ferry) and not before. [Also read: Mill]"
    assert [(part, score) for _, part, score, *_ in _parts(text, RELATED)] == [("(Also read: Ferry)", 0.85), ("[Also read: Mill]", 0.85)]
    for none in ("The bridge opens on Monday (Also read) and not before it.", "The bridge opens on Monday (we also read: Ferry).", "(Also read: x)",
                 "The bridge opens on Monday (Also read: One is here. Two is here) x"):  # fmt: skip
        assert _parts(none, RELATED) == []
    assert _parts(text, _rule("opening", "also read", family="boilerplate.legal")) == []
    assert _parts(text, _rule("opening", "also read", weak=True)) == []


def test_a_trailing_teaser():
    text = "The bridge opens on Monday, and all will be there. Also read: Ferry returns to the harbour"
    assert _parts(text, RELATED) == [("boilerplate.related", "Also read: Ferry returns to the harbour", 0.8, "", "also read")]
    unclear = text + ". The mayor came too."
    assert _parts(unclear, RELATED) == [
        ("boilerplate.related", unclear[51:], 0.4, "text follows the teaser in the same paragraph: its end cannot be told", "also read")
    ]
    assert _parts(text.replace("Also read", "Read"), RELATED) == []
    assert _parts(text.replace(":", ""), RELATED) == []
    assert _parts(text, _rule("start", "also read")) == []
    assert _parts("It opens. Also read: Ferry to Orrin now", RELATED) == []


def _belong(kind, *texts, place=0, claimed=(), density=0.0):
    blocks = _blocks(*texts, density=density)
    claim = line.Claim(RELATED, "x", 0, 1, 0, 1, 0.9)
    return belongings(place, blocks, [claim if at in claimed or at == place else None for at in range(len(blocks))], kind)


def test_titles_under_a_heading():
    assert _belong("titles", "Related", "Ferry returns", "Ten bridges") == [1, 2]
    assert _belong("titles", "Related", "Ferry returns") == [1]
    assert _belong("titles", "Related", "Ferry returns", "It rained.") == []
    assert _belong("titles", "Related", "Ferry returns", "It rained.", density=0.5) == [1]
    assert _belong("titles", "Related", "Ferry returns", "It rained.", density=0.49) == []
    assert _belong("titles", "Related", "Ferry returns", "Ten bridges", "It rained.") == [1, 2]
    assert _belong("titles", "Related", "A title", "Also read: x", "Other title", claimed=(2,)) == [1, 3]
    assert _belong("titles", "Related", *["Title"] * 13) == list(range(1, 13))
    assert _belong("titles", "Related", "x" * 160, "y") == [1, 2]
    assert _belong("titles", "Related", "x" * 161, "y") == []
    assert _belong("titles", "Related") == _belong("titles", "Related", "It rained.", "A title") == []
    assert _belong("titles", "Related", "Who will pay for the bridge?", "Ten bridges") == [1, 2]
    assert _belong("titles", "Related", "who will pay for the bridge?", "Ten bridges") == []


def test_people_at_the_end():
    assert _belong("people", *BODY, "Authors", "Ada lives by the river.", place=4) == [5]
    assert _belong("people", *BODY, "x", "Authors", *["a"] * 4, place=5) == [6, 7, 8, 9]
    assert _belong("people", *BODY, "x", "y", "Authors", *["a"] * 5, place=6) == list(range(7, 12))
    assert _belong("people", *BODY, *BODY, "x", "Authors", *["a"] * 9, place=9) == []
    assert _belong("people", *BODY, "x", "Authors", *["a" * 180] * 5, place=5) == []
    assert _belong("people", "x", "Authors", "a", place=1) == []
    assert _belong("people", "x", "y", "Authors", "a", place=2) == [3]
    assert _belong("people", "x", "y", "Authors", "a" * 900, place=2) == [3]
    assert _belong("people", "x", "y", "Authors", "a" * 901, place=2) == []


def test_the_lines_of_a_form():
    mail = "Your e-mail stays with us *"
    assert _belong("form", "Reply", mail, "Name *", "The bridge", mail) == [1, 2]
    assert _belong("form", "Reply", mail, "Send", mail, claimed=(2,)) == [1, 3]
    assert _belong("form", "Reply", *[mail] * 9) == list(range(1, 9))
    assert _belong("form", "Reply", "x" * 239 + "@") == [1]
    assert _belong("form", "Reply", "x" * 240 + "@") == []
    assert _belong("form", "Reply", BODY[0].replace("bridge", "newsletter")) == []
    assert _belong("form", "Reply") == []


# find


def test_weak_phrases_need_an_edge_or_a_neighbour(tmp_path):
    path = tmp_path / "weak.toml"
    path.write_text(_file(form='"opening"', phrases='["zebra"]', weak="true") + '\n[[rules]]\nlanguage = "en"\nform = "opening"\nphrases = ["quagga"]\nsource = "s"')
    settings = {"rule_files": (str(path),)}
    texts = [f"{number} {text}" for number, text in enumerate(BODY * 4)]
    short = {0: "Anna Person", 1: "3 apples", 2: "4 pears", 3: "5 plums", 13: "6 figs", 14: "7 limes", 15: "8 kiwis"}
    listed = [short.get(number, text) for number, text in enumerate(texts)]
    cases = [(texts, 2, True), (texts, 3, False), (texts, 12, False), (texts, 13, True), (listed, 5, True), (listed, 6, False), (listed, 11, False), (listed, 12, True)]
    for around, place, acts in cases:
        lines = [*around[:place], "Zebra: x", *around[place + 1 :]]
        (found,) = [f for f in _find(*lines, **settings) if f[1] == "Zebra: x"]
        assert (found[2] >= 0.5) == acts, place
        assert found[3] == ("" if acts else "common in prose too, and nothing beside it supports it")
        assert found[2] == (0.9 if acts else 0.4)
    for beside in (7, 9):
        lines = [*texts]
        lines[8], lines[beside] = "Zebra: x", "Quagga: y"
        assert {f[2] for f in _find(*lines, **settings)} == {0.9}
        lines[beside] = "Zebra: y"
        assert {f[2] for f in _find(*lines, **settings)} == {0.4}


def test_phrases_of_the_end_act_at_the_end(tmp_path):
    path = tmp_path / "end.toml"
    path.write_text(_file(form='"opening"', phrases='["zebra"]', at_end="true"))
    for count, place, acts in ((20, 14, True), (20, 13, False), (7, 3, True), (7, 2, False), (1, 0, False), (2, 1, True)):
        lines = [f"{n} {BODY[n % 4]}" for n in range(count)]
        lines[place] = "Zebra: x"
        (found,) = [f for f in _find(*lines, rule_files=(str(path),)) if f[1] == "Zebra: x"]
        assert (found[2] >= 0.5) == acts, (count, place)
        assert found[3] == ("" if acts else "common in prose too, and this is not the article's end")


def test_what_stands_under_a_heading_says_so():
    lines = [*BODY, "Related Stories", "Ferry returns to the harbour", "Ten bridges you must see this summer"]
    found = _find(*lines)
    under = [f for f in found if f[3] == "belongs to the heading"]
    assert [(rule, text, score) for rule, text, score, _ in under] == [
        ("boilerplate.related", lines[5], 0.75), ("boilerplate.related", lines[6], 0.75),
    ]  # fmt: skip


def test_code_is_never_boilerplate_and_a_faq_is_another_detectors():
    document = read_paragraphs([*BODY, "Advertisement", "Frequently Asked Questions", "Ada Okafor"], config=CONFIG)
    assert {f.rule for f in phrases.find(document, CONFIG)} == {"boilerplate.advert"}
    blocks = tuple(Block(b.number, b.start, b.end, b.text, "code", 0, 0.0) for b in document.blocks)
    assert phrases.find(Document(document.text, blocks), CONFIG) == []


# offers, contacts, archives


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Newsletter", "Get the coast's news every day at six."), ("Newsletter", "Erhalten Sie jeden Morgen das Neueste vom Tal."),
        ("NEWSLETTER:", "Never miss a ferry."), ("Newsletter", "Recevez chaque matin les nouvelles de la vallée."),
    ],
)  # fmt: skip
def test_the_offer_under_the_heading_of_a_newsletter_goes_with_it(heading, line):
    found = [text for _, text, score, _ in _find(*BODY, heading, line, BODY[0].replace("Monday", "Friday")) if score >= 0.5]
    assert line in found


@pytest.mark.parametrize("line", ["The ferry sails at six.", "Getting there takes an hour.", "Starting next month, it is free.", "Misty all day."])
def test_a_sentence_under_the_heading_of_a_newsletter_that_offers_nothing_stays(line):
    found = [text for _, text, score, _ in _find(*BODY, "Newsletter", line, BODY[0].replace("Monday", "Friday")) if score >= 0.5]
    assert "Newsletter" in found
    assert line not in found


def test_an_offer_is_short_and_stands_right_under_the_heading():
    long = "Get the boat " + "and the oars " * 9 + "down to the pier, the harbour master told them, before the tide."
    found = [text for _, text, score, _ in _find(*BODY, "Newsletter", long, "Get the news.", BODY[1]) if score >= 0.5]
    assert long not in found
    assert "Get the news." not in found


def test_the_contact_of_a_press_release_goes_at_its_end_and_not_in_the_middle():
    contact = ["Media contact", "Jens Aas, +00 555 0142, press@harnwater.example"]
    assert [text for _, text, score, _ in _find(*BODY, *contact) if score >= 0.5] == contact
    assert not [text for _, text, score, _ in _find(*BODY[:2], *contact, *BODY, *BODY[:2]) if score >= 0.5 and "contact" in text]


@pytest.mark.parametrize("line", ["1. Facebook", "12) Instagram", "3. Skype", "10. Comments", "2. Share"])
def test_a_numbered_heading_is_no_counted_label(line):
    assert line not in [text for _, text, score, _ in _find(*BODY[:2], line, *BODY[2:]) if score >= 0.5]


@pytest.mark.parametrize("line", ["12 Comments", "1.2k comments", "(3) comments", "1,204 Comments"])
def test_a_counted_label_still_goes(line):
    assert line in [text for _, text, score, _ in _find(*BODY[:2], line, *BODY[2:]) if score >= 0.5]


def test_a_phrase_inside_another_and_one_that_begins_another_are_found():
    short, long = _rule("inside", "app", needs=("now",)), _rule("inside", "appeared first on")
    assert _whole("The post appeared first on the Courier", short, long).rule is long
    assert _whole("The post appeared now and then", short, long).rule is short
    overlapping = _rule("inside", "first in"), _rule("inside", "appeared first", needs=("never",))
    assert _whole("It appeared first in May", *overlapping).rule is overlapping[0]


def test_a_list_of_words_is_spelled_out_and_an_unknown_one_is_named():
    text = 'family = "boilerplate.share"\n[[rules]]\nlanguage = "en"\nform = "start"\nphrases = ["see us on"]\nsource = "s"\n'
    (rule,) = parse(text + 'needs = ["{platforms}", "our site"]', "f.toml")
    assert {"facebook", "微信", "our site"} <= set(rule.needs)
    with pytest.raises(RuleError, match=r"no list is called '\{planets\}'; there are platforms"):
        list(parse(text + 'needs = ["{planets}"]', "f.toml"))


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ('"Join our newsletter," the parrot said.', False), ("“Join our newsletter,” it said.", False),
        ("„Join our newsletter“, it said.", False), ("« join our newsletter », it said.", False),
        ("彼は「join our newsletter」と言った", False), ("Join our newsletter", True),
        ('The post "Bridge opens": join our newsletter', True), ('Join our newsletter "The Bridge" today', True),
        ("「橋」 join our newsletter", True), ('5" join our newsletter', True),
    ],
)  # fmt: skip
def test_a_phrase_inside_a_quotation_does_not_count(line, goes):
    assert (_whole(line, _rule("inside", "our newsletter")) is not None) is goes


def test_phrases_a_line_each():
    text = 'family = "f"\n[[rules]]\nlanguage = "en"\nform = "label"\nsource = "s"\nphrases = \'\'\'\n  also read \n\nread, more\n\'\'\'\n'
    (rule,) = parse(text, "f.toml")
    assert rule.phrases == ("also read", "read, more")


@pytest.mark.parametrize(("line", "told"), [("It was a day.", False), ("The council met on Monday night.", True), ("The council met on Monday night", False), ("It rained all day long.", False)])
def test_what_a_day_of_a_chronicle_tells(line, told):
    assert phrases._is_told(line) is told


def test_a_line_of_a_paragraph_says_what_it_matched_and_why_it_is_spared():
    document = read_paragraphs(["The bridge opens on Monday.\nAlso read: Ferry returns. It sails at noon\nThe mayor will be there."], config=CONFIG)
    (found,) = parts(document.blocks[0], matcher())
    line = "Also read: Ferry returns. It sails at noon"
    assert document.text[slice(*found.span)] == line
    assert (found.evidence.phrase, found.evidence.span) == ("also read", found.span)
    assert (found.score, found.note) == (0.4, "a link to another article, but where it ends cannot be told")


@pytest.mark.parametrize(("text", "entry"), [("ก" * 70, True), ("ก" * 71, False), ("Ferry\nreturns", False), ("F" * 160, True), ("F" * 161, False)])
def test_what_may_be_one_of_a_list_of_titles(text, entry):
    from dedup.detect.phrases.belongings import _is_entry

    assert _is_entry(_block(text)) is entry


def _evidence(*texts, **settings):
    config = configure(**settings)
    document = read_paragraphs(list(texts), config=config)
    return [(f.evidence.phrase, document.text[slice(*f.evidence.span)], document.text[slice(*f.span)], f.note) for f in phrases.find(document, config)]


def test_what_is_found_says_what_matched_and_where():
    assert _evidence(*BODY, "Tip of the day: drink water", *BODY, phrases=("Tip of the day:",)) == [
        ("tip of the day:", "Tip of the day: drink water", "Tip of the day: drink water", "")
    ]
    related = _evidence(*BODY, "Related Stories", "Ferry returns to the harbour", "Ten bridges to see this summer")
    assert related == [
        ("related stories", "Related Stories", "Related Stories", ""),
        ("related stories", "Related Stories", "Ferry returns to the harbour", "belongs to the heading"),
        ("related stories", "Related Stories", "Ten bridges to see this summer", "belongs to the heading"),
    ]
    unclear = _evidence(*BODY[:3], "Also read: Ferry returns. It sails at noon", BODY[3])
    assert [(found[0], found[3]) for found in unclear] == [("also read", "a link to another article, but where it ends cannot be told")]


def test_what_is_found_in_brackets_says_what_matched_and_where():
    note = "(Also read: Ferry returns to the harbour)"
    assert _evidence(f"{BODY[0]} {note} {BODY[1]}", *BODY) == [("also read", note, note, "")]


def test_what_speaks_against_a_phrase_is_said():
    middle = [*BODY, *BODY, "{}", *BODY, *BODY]
    for text, why in {
        "Day 2": "", "Correspondent Banking": "common in prose too, and nothing beside it supports it",
        "Imagine Dragons": "means another thing in the article's language, and nothing beside it supports it",
    }.items():
        assert {note for _, _, note in _notes(*(text if line == "{}" else line for line in middle))} == {why} - {""} or not why
    goes_on = _notes(*BODY, "Advertisement", "of the plan were shown on Monday in the mill", *BODY)
    assert [(score, note) for _, score, note in goes_on] == [(0.4, "the next line goes on in the middle of a sentence")]


def _notes(*texts):
    return [(rule, score, note) for rule, _, score, note in _find(*texts) if note]


def test_a_bracketed_note_inside_a_paragraph_is_found_and_a_line_that_starts_with_one_is_not():
    text = f"{BODY[0]} (Also read: Ferry returns to the harbour) {BODY[1]}"
    assert [(rule, found) for rule, found, _, _ in _find(text, *BODY)] == [("boilerplate.related", "(Also read: Ferry returns to the harbour)")]
    dates = ["4 March 1991", BODY[0], "5 March 1991", BODY[1], "6 March 1991", BODY[2]]
    assert {note for *_, note in _find(*dates, *BODY)} == {"opens a part of the text"}
    assert {note for *_, note in _find(*dates[:4], *BODY)} == {""}


def _under(kind, *texts):
    blocks = _blocks(*texts)
    return belongings(0, blocks, [None] * len(blocks), kind)


ITEMS = ["Ferry returns to the harbour", "Ten bridges to see this summer", "Weir votes on lorry levy"]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (ITEMS, 3), ([f"• {item}" for item in ITEMS], 3), ([*ITEMS[:2], f"• {ITEMS[2]}", BODY[0]], 2), ([f"• {ITEMS[0]}", *ITEMS[1:], BODY[0]], 3),
        ([ITEMS[0], f"• {ITEMS[1]}", BODY[0]], 0), ([f"• {ITEMS[0]}", f"• {ITEMS[1]}", BODY[0]], 2),
    ],
)  # fmt: skip
def test_a_list_under_a_heading_has_bullets_or_none(lines, count):
    assert len(_under("titles", "Related", *lines)) == count


@pytest.mark.parametrize(("boxes", "chars", "goes"), [(4, 500, True), (5, 180, True), (5, 181, False), (8, 100, True), (9, 10, False), (4, 900, True), (4, 901, False)])
def test_how_many_author_boxes_belong_to_a_heading(boxes, chars, goes):
    texts = [*["Text."] * 20, "About the authors", *[str(n) * chars for n in range(1, boxes + 1)]]
    blocks = [_block(text) for text in texts]
    assert bool(belongings(20, blocks, [None] * len(blocks), "people")) is goes


def test_the_lines_of_a_form_after_its_offer():
    offer = "Get " + " ".join(["news"] * 19)
    assert _under("form", "Newsletter", offer, "Your e-mail", "The ferry sails") == [1, 2]
    assert _under("form", "Newsletter", offer + " more", "Your e-mail") == []


def test_a_word_of_another_language_at_the_very_ends():
    foreign = "Foto Jan Novak"
    assert [found for _, found, score, _ in _find("Share this article", foreign, *BODY) if score >= 0.5] == ["Share this article", foreign]
    assert [(found, score) for _, found, score, _ in _find(*BODY, foreign)] == [(foreign, 0.4), (foreign, 0.7)]


def test_the_limits_of_dates_and_endings():
    months = _rule("words", "may", family="boilerplate.date")
    assert _whole(" ".join(["May"] * 15 + ["5"]), months) is not None
    assert _whole(" ".join(["May"] * 16 + ["5"]), months) is None
    assert _whole("10:30 May 2019 May 2020", months) is not None
    assert _whole("10 May 2019 May 2020", months) is None
    ending = _rule("ending", "[video]")
    assert _whole("Ferry returns [VIDEO]", ending) is not None
    assert _whole("Ferry returns. [VIDEO]", ending) is None


@pytest.mark.parametrize("label", ["READ MORE:", "Read more", "Also read:", "Weiterlesen", "Voir plus", "Ver más"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_label_that_is_a_button_elsewhere_collects_the_titles_under_it(label, between):
    titles = ["Harbour crane sold to a museum in the north", "Ferry returns after nine weeks in the dock"]
    text = "\n\n".join([*BODY[:2], between.join([label, *titles]), *BODY[2:]])
    assert clean(text).text == "\n\n".join(BODY)


@pytest.mark.parametrize(("line", "goes"), [
    ("Also Read Why the old mill closed", True), ("ALSO READ Why the old mill closed", True), ("READ MORE Why the old mill closed", True),
    ("Lire aussi Pourquoi le vieux moulin a fermé", True), ("Leggi anche Perché il mulino ha chiuso", True), ("Baca juga Mengapa kilang tua itu tutup", True),
    ("Also read why the old mill closed", False), ("Also read Why the old mill closed.", False), ("Also read The Mill. Then write to us", False),
    ("Also read The Old Mill", False), ("Read More Books Than You Buy", False), ("Related Companies Sells Its Old Mill", False),
    ("Also read Maria Weir, the mayor said", False), ("ALSO READ WHY THE OLD MILL CLOSED", True), ("READ MORE BOOKS THAN YOU BUY", False),
])  # fmt: skip
def test_a_title_right_behind_its_label(line, goes):
    assert (line not in clean("\n\n".join([*BODY[:2], line, *BODY[2:]])).text) is goes
