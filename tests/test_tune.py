"""Labels, counting in words, and the choice between settings."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import Cleaner, Config, RecordError, clean, configure, tune
from dedup.read.source import read
from tests.report.made import made

LEAD = "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers."
BUS = "Buses will end at the market square until the repairs are finished in the autumn of next year."
FERRY = "A free ferry for people on foot will run every quarter of an hour from six in the morning."
ALSO = "Also Read: Ferry fares to rise for the first time in nine years"
NEARLY = "The council voted on Tuesday to close the old bridge after two divers found cracks in its four piers."


def document(*paragraphs):
    return read("\n\n".join(paragraphs), config=configure())


def article(label, *paragraphs):
    (one,) = tune.attach([("a.txt", document(*paragraphs))], [label])
    return one


def figures(label, *paragraphs, config="balanced", **settings):
    each = tune.trial([article(label, *paragraphs)], configure(config, **settings), {})
    return each.hit, each.missed, each.lost


def count(*texts):
    return sum(len(text.split()) for text in texts)


def test_labels_are_read():
    lines = [
        '{"file": "a.txt", "strike": ["x y"], "keep": "rest"}',
        "",
        '{"file": "b.html", "keep": ["z"], "strike": "rest"}',
        '{"file": "c"}',
    ]
    assert tune.read_labels(lines) == [
        tune.Label("a.txt", ("x y",), (), "keep"),
        tune.Label("b.html", (), ("z",), "strike"),
        tune.Label("c"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "labels.jsonl, line 2: is no JSON: .*a label is a line such as"),
        ("[]", "a label is an object"),
        ('{"strike": []}', "a label is an object"),
        ('{"file": 3}', "a label is an object"),
        ('{"file": "a", "strike": "x"}', "must be a list of passages"),
        ('{"file": "a", "keep": [""]}', "must be a list of passages"),
        ('{"file": "a", "keep": [1]}', "must be a list of passages"),
        ('{"file": "a", "keep": "rest", "strike": "rest"}', "only one"),
        ('{"file": "a", "stike": []}', "no field 'stike'"),
    ],
)
def test_broken_labels_name_their_line(line, said):
    with pytest.raises(RecordError, match=said) as caught:
        tune.read_labels(['{"file": "ok"}', line], place="labels.jsonl")
    assert "line 2" in str(caught.value)


@pytest.mark.parametrize(
    ("names", "labels", "said"),
    [
        (["a.txt"], [tune.Label("b.txt")], "none of the articles"),
        (["x/a.txt", "y/a.txt"], [tune.Label("a.txt")], "any of 2 articles"),
        (["a.txt"], [tune.Label("a.txt"), tune.Label("a.txt")], "two labels"),
        (["a.txt"], [tune.Label("a.txt", ("not there",))], "does not stand there"),
        (["a.txt"], [tune.Label("a.txt", (LEAD, LEAD))], "stands there 1 times, not 2"),
        (["ba.txt"], [tune.Label("a.txt")], "none of the articles"),
    ],
)
def test_labels_that_do_not_fit(names, labels, said):
    with pytest.raises(RecordError, match=said):
        tune.attach([(name, document(LEAD)) for name in names], labels)


def test_a_label_finds_its_article_by_the_end_of_its_path():
    articles = tune.attach([("in/x/a.txt", document(LEAD)), ("in/y/a.txt", document(LEAD))], [tune.Label("y/a.txt")])
    assert [each.label is not None for each in articles] == [False, True]


def test_what_should_go_and_what_must_stay_are_counted_in_words():
    label = tune.Label("a.txt", (ALSO,), (LEAD,))
    assert figures(label, LEAD, ALSO, BUS) == (count(ALSO), 0, 0)
    assert figures(label, LEAD, ALSO, BUS, config="off") == (0, count(ALSO), 0)
    assert figures(tune.Label("a.txt", (), (ALSO,)), LEAD, ALSO, BUS) == (0, 0, count(ALSO))


@pytest.mark.parametrize("keep", ["first", "last"])
def test_of_equal_passages_any_copy_may_go(keep):
    label = tune.Label("a.txt", (LEAD,), (LEAD,))
    assert figures(label, LEAD, BUS, LEAD, keep=keep) == (count(LEAD), 0, 0)
    both = tune.Label("a.txt", (LEAD, LEAD))
    assert figures(both, LEAD, BUS, LEAD, keep=keep) == (count(LEAD), count(LEAD), 0)
    neither = tune.Label("a.txt", (), (LEAD, LEAD))
    assert figures(neither, LEAD, BUS, LEAD, keep=keep) == (0, 0, count(LEAD))


def test_the_rest_stays_or_goes():
    assert figures(tune.Label("a.txt", (ALSO,), (), "keep"), LEAD, ALSO, BUS, LEAD) == (count(ALSO), 0, count(LEAD))
    assert figures(tune.Label("a.txt", (), (LEAD, BUS), "strike"), LEAD, ALSO, BUS, FERRY) == (
        count(ALSO),
        count(FERRY),
        0,
    )


def test_a_passage_may_be_labelled_without_its_line_breaks():
    label = tune.Label("a.txt", ("Also   Read:\nFerry fares to rise for the first time in nine years",))
    assert figures(label, LEAD, ALSO, BUS) == (count(ALSO), 0, 0)


@given(st.data())
def test_every_word_is_judged_once(data):
    """With a rest, hits, misses, losses and words rightly kept are all the words of the article."""
    paragraphs = data.draw(st.lists(st.sampled_from([LEAD, BUS, ALSO, FERRY]), min_size=1, max_size=8))
    strike = tuple(data.draw(st.lists(st.sampled_from(paragraphs), unique=True)))
    rest = data.draw(st.sampled_from(["keep", "strike"]))
    label = tune.Label("a.txt", strike, (), rest)
    one = article(label, *paragraphs)
    passages = list(tune.judged(one, clean(one.document.text)))
    assert sum(passage.words for passage in passages) == count(*paragraphs)
    assert all(0 <= passage.wrong <= passage.words for passage in passages)


def test_a_threshold_that_helps_is_chosen():
    """Two paragraphs that differ in one number: whatever the default does with them, the label asks for the other."""
    result = clean("\n\n".join([LEAD, BUS, NEARLY]))
    label = tune.Label("a.txt", (), (), "keep") if result.removals else tune.Label("a.txt", (NEARLY,), (LEAD, BUS))
    found = tune.search([article(label, LEAD, BUS, NEARLY)])
    assert found.base.cost() > 0
    assert found.chosen.cost() == 0
    assert found.chosen.cost() <= min(each.cost() for each in found.presets)
    text = Cleaner(found.chosen.config).clean("\n\n".join([LEAD, BUS, NEARLY]))
    assert found.chosen.struck == sum(count(removal.text) for removal in text.removals)


def test_a_rule_that_only_loses_is_switched_off():
    label = tune.Label("a.txt", (LEAD,), (ALSO, BUS))
    found = tune.search([article(label, LEAD, ALSO, BUS, LEAD)])
    assert found.chosen.config.ignore == ("boilerplate.related",)
    assert (found.chosen.missed, found.chosen.lost) == (0, 0)
    assert "ignore = " in found.chosen.name


def test_losing_a_word_weighs_more_than_missing_one():
    label = tune.Label("a.txt", (ALSO,), (LEAD,))
    one = article(label, LEAD, ALSO, BUS)
    missed, lost = tune.trial([one], configure("off"), {}), tune.Trial({}, Config(), 9, 9, 0, count(ALSO))
    assert missed.cost() < lost.cost()
    assert missed.cost(0.5) > lost.cost(0.5)


def test_without_labels_the_default_stays():
    found = tune.search(tune.attach([("a.txt", document(LEAD, ALSO, BUS))], []))
    assert found.chosen == found.base == found.presets[0]
    assert found.chosen.name == "balanced"


def test_the_grid_names_settings_and_values_that_exist():
    for name, values in tune.GRID.items():
        for value in values:
            assert getattr(configure(**{name: value}), name) == value
        assert getattr(Config(), name) not in values
    assert {item.name for item in dataclasses.fields(Config)} >= set(tune.GRID)


def test_body_probability_is_tried_on_pages_only():
    page = read(f"<html><body><article><p>{LEAD}</p></article></body></html>", config=configure())
    tried = {name for each in tune.search([tune.Article("a.html", page)]).singles for name in each.change}
    assert "body_probability" in tried
    plain = tune.search([tune.Article("a.txt", document(LEAD))]).singles
    assert "body_probability" not in {name for each in plain for name in each.change}


def test_a_draft_is_a_label_that_fits():
    one = tune.Article("a.txt", document(LEAD, ALSO, BUS, LEAD))
    draft = tune.draft(one)
    assert draft["strike"] == [ALSO, LEAD]
    (label,) = tune.read_labels([json.dumps(draft)])
    (again,) = tune.attach([("a.txt", one.document)], [label])
    each = tune.trial([again], configure(), {})
    assert (each.missed, each.lost) == (0, 0)
    assert each.hit == count(ALSO, LEAD)


def test_made_results_are_judged_too():
    result = made([LEAD, BUS, ALSO], [(2, "boilerplate.related", "Also Read:")])
    one = article(tune.Label("a.txt", (BUS,), (ALSO,)), LEAD, BUS, ALSO)
    assert {(p.wanted, p.wrong) for p in tune.judged(one, result)} == {("strike", count(BUS)), ("keep", count(ALSO))}
