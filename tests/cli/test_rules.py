"""``dedup rules``: complete, readable, and its examples true."""

from __future__ import annotations

import json

import pytest

import dedup
from dedup.cli import main
from dedup.cli.rules import everything

RULES = everything()
TESTED = [rule for rule in RULES if rule.get("context") == "text"]
FAMILIES = {
    *("repeat.exact", "repeat.near", "repeat.contained", "repeat.reworded", "repeat.headline"),
    *("boilerplate.related", "boilerplate.faq", "boilerplate.navigation", "site.repeated"),
}


def test_the_families_are_there():
    assert {rule["id"] for rule in RULES} >= FAMILIES


def test_every_rule_says_what_it_does_and_has_examples():
    for rule in RULES:
        assert rule.get("about") or rule.get("phrases"), rule
        assert rule["strike"], rule


@pytest.mark.parametrize("rule", TESTED, ids=lambda rule: rule["id"])
def test_examples_are_true(rule):
    for example in rule["strike"]:
        assert [removal.rule for removal in dedup.clean("\n\n".join(example)).removals] == [rule["id"]]
    for example in rule["keep"]:
        assert dedup.clean("\n\n".join(example)).removals == ()


def test_the_list_is_readable_at_80_columns(capsys):
    assert main(["rules"]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert all(rule["id"] in out for rule in RULES)


def test_a_family_by_its_prefix(capsys):
    assert main(["rules", "repeat"]) == 0
    out = capsys.readouterr().out
    assert "\n  Goes:\n" in out
    assert "\n  Stays:\n" in out
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert heads == sorted(rule["id"] for rule in RULES if rule["id"].startswith("repeat."))


def test_what_goes_is_marked_and_what_stays_is_not(capsys):
    main(["rules", "repeat.exact"])
    out = capsys.readouterr().out
    assert "\n  - The library on Mill Street will open on Sundays from May!\n" in out
    assert "\n    Yes, we can.\n" in out


def test_as_json(capsys):
    assert main(["rules", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == RULES


def test_an_unknown_rule_names_the_known_ones(capsys):
    assert main(["rules", "repeat.nothing"]) == 2
    assert "there are boilerplate." in capsys.readouterr().err


OWN = """
family = "mine.weather"
[[rules]]
language = "en"
form = "opening"
phrases = ["weather tip"]
source = "our own pages"
strike = ["Weather tip: take a coat"]
keep = ["Weather tips the scale in favour of the skiers."]
"""


def test_rules_of_ones_own(tmp_path, capsys):
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    assert main(["rules", "--file", str(tmp_path / "mine.toml")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("mine.weather  [en]\n")
    assert "  - Weather tip: take a coat" in out


def test_broken_rules_of_ones_own_are_named(tmp_path, capsys):
    (tmp_path / "mine.toml").write_text(
        OWN.replace('form = "opening"', 'form = "sideways"'), encoding="utf-8"
    )
    assert main(["rules", "--file", str(tmp_path / "mine.toml")]) == 2
    err = capsys.readouterr().err
    assert "mine.toml, rule 1: form must be one of" in err
    assert len(err.splitlines()) == 1
