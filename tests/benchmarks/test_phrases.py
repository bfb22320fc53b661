"""The boilerplate lines in many languages: the sets are well formed, and the benchmark counts what they say."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

import dedup
from benchmarks import phrases
from benchmarks.phrases import HALVES, KEEP, Line, Trial

LARGE = {"de", "en", "es", "fr", "hi", "zh"}
UNSPACED = {"ja", "th", "zh"}
FAMILIES = [
    "related", "newsletter", "share", "app", "advert", "copyright", "comments", "paywall", "credit", "agency",
    "byline", "navigation", "tags", "disclaimer",
]  # fmt: skip
EVERY = pytest.mark.parametrize("language", phrases.languages())


@EVERY
def test_a_set_is_as_large_as_it_should_be(language):
    lines = list(phrases.lines(language))
    times = 2 if language in LARGE else 1
    assert Counter(line.family == KEEP for line in lines) == {False: 30 * times, True: 15 * times}
    assert list(dict.fromkeys(line.family for line in lines)) == [*FAMILIES, KEEP]
    assert len(phrases.body(language)) == 5


@EVERY
def test_the_halves_are_alike_in_every_family(language):
    lines = list(phrases.lines(language))
    for family in FAMILIES:
        halves = Counter(line.half for line in lines if line.family == family)
        assert halves["dev"] == halves["held"], family


@EVERY
def test_no_line_stands_twice_nor_in_the_article(language):
    texts = [line.text for line in phrases.lines(language)]
    article = "\n".join(phrases.body(language))
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if text in article]
    assert [text.strip() for text in texts] == texts
    assert all(any(map(str.isalnum, text)) for text in texts)


@EVERY
def test_paragraphs_are_as_long_as_those_of_news(language):
    for paragraph in phrases.body(language):
        if language in UNSPACED:
            assert 50 <= len(paragraph) <= 250, paragraph
        else:
            assert 15 <= len(paragraph.split()) <= 55, paragraph


@EVERY
def test_the_article_alone_stays_whole(language):
    whole = "\n\n".join(phrases.body(language))
    assert dedup.clean(whole).text == whole


def _line(family="related", half="dev", text="Also Read: ten bridges you must see"):
    return Line("en", family, half, text)


def test_a_line_that_goes_and_one_that_stays():
    gone = phrases.trial(_line(), 3)
    assert (gone.gone, gone.lost) == (True, ())
    assert gone.rules[0].startswith("boilerplate.")
    assert not phrases.trial(_line(text="The baker read ten books about bridges last year."), 5).gone


def test_a_line_to_keep_is_lost_when_it_goes():
    assert phrases.trial(_line(KEEP), 3).gone
    assert not phrases.trial(_line(KEEP, text="The baker read ten books about bridges last year."), 3).gone


def test_lines_to_strike_are_tried_in_two_places_and_those_to_keep_in_one():
    found = phrases.measure("en", ["dev"])
    assert {one.line.half for one in found} == {"dev"}
    places = Counter((one.line.family == KEEP, one.at) for one in found)
    assert places == {(False, 3): 30, (False, 5): 30, (True, 3): 15}


def test_far_inside_is_the_middle_of_an_article_four_times_as_long():
    found = phrases.far_inside("en", ["dev"])
    assert {(one.line.family == KEEP, one.at, one.lost) for one in found} == {(False, 10, ())}
    assert phrases.trial(_line(), 10, 4).gone
    assert not phrases.trial(_line(text="Correspondent Banking"), 10, 4).gone


def test_figures_count_lines_and_paragraphs():
    trials = [
        Trial(_line(), 3, True, (), ()),
        Trial(_line(), 5, False, (), ("A paragraph.",)),
        Trial(_line(half="held"), 3, True, (), ()),
        Trial(_line(KEEP), 3, True, (), ()),
    ]
    found = phrases.figures(trials)
    assert found.pop("recall.en") == pytest.approx(2 / 3)
    assert found == {"recall.dev": 0.5, "recall.held": 1.0, "lost.lines": 1, "lost.paragraphs": 1}


def test_every_language_has_a_floor_and_a_worse_figure_is_named():
    pinned = tomllib.loads(phrases.FLOORS.read_text(encoding="utf-8"))
    assert sorted(set(pinned["recall"]) - {*HALVES, "far"}) == phrases.languages()
    good = {"recall.en": 1.0, "recall.held": 1.0, "lost.lines": 0, "lost.paragraphs": 0}
    assert phrases.below_floors(good) == []
    bad = {"recall.en": 0.0, "recall.held": 0.0, "lost.lines": 10_000, "lost.paragraphs": 10_000}
    assert [line.split(":")[0] for line in phrases.below_floors(bad)] == list(bad)


def test_the_text_of_the_held_half_is_never_shown(capsys):
    dev, held = _line(text="Also Read: shown"), _line(half="held", text="Also Read: hidden")
    trials = [Trial(one, at, False, (), ()) for one in (dev, held) for at in (3, 5)]
    trials += [Trial(_line(KEEP, half, f"kept {half}"), 3, True, ("boilerplate.related",), ()) for half in HALVES]
    phrases.show_misses(trials)
    shown = capsys.readouterr().out
    assert "inside+end  Also Read: shown" in shown
    assert "kept dev" in shown
    assert "hidden" not in shown
    assert "kept held" not in shown


def test_a_lost_paragraph_is_shown_once_with_its_rules(capsys):
    trials = [Trial(_line(), at, True, (rule,), ("A paragraph.",)) for at, rule in ((3, "b"), (5, "a"))]
    phrases.show_lost_paragraphs(trials)
    assert capsys.readouterr().out.split() == "paragraph lost en 2 times a b A paragraph.".split()


def test_the_table_and_its_check(capsys):
    assert phrases.main(["--language", "it", "--check"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[1].startswith("it ")
    assert shown[1].split()[-1] == "15"
    assert [line.split()[0] for line in shown[6:]] == FAMILIES


def test_what_is_pinned_holds_and_is_read_again(monkeypatch, tmp_path):
    monkeypatch.setattr(phrases, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(phrases, "languages", lambda: ["it", "nl"])
    assert phrases.main(["--pin"]) == 0
    pinned = tomllib.loads(phrases.FLOORS.read_text(encoding="utf-8"))
    assert set(pinned["recall"]) == {*HALVES, "far", "it", "nl"}
    assert set(pinned["lost"]) == {"lines", "paragraphs"}
    assert phrases.main(["--check"]) == 0
    monkeypatch.setattr(phrases, "trial", lambda line, at, times=1: Trial(line, at, line.family == KEEP, (), ()))
    assert phrases.main(["--check"]) == 1


@pytest.mark.parametrize("options", [["--half", "dev", "--check"], ["--half", "held", "--pin"], ["--language", "it", "--pin"]])
def test_floors_are_of_everything_together(options, capsys):
    with pytest.raises(SystemExit):
        phrases.main(options)
    assert "floors" in capsys.readouterr().err
