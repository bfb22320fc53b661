"""Settings: one validator for keywords, TOML and presets."""

from __future__ import annotations

import dataclasses
import math
import pickle
import re
import subprocess
import sys

import pytest

import dedup
from dedup import Config, ConfigError, PatternError, configure, from_toml
from dedup.cli.rules import everything
from dedup.config import from_mapping, preset_names
from dedup.patterns import compile_pattern
from dedup.rule_ids import IDS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_remove": 0.5}, "did you mean 'max_removed'"),
        ({"faqs": "drop"}, "did you mean 'faq'"),
        ({"max_removed": 1.5}, "between 0 and 1"),
        ({"max_removed": math.nan}, "between 0 and 1"),
        ({"max_blocks": math.inf}, "max_blocks"),
        ({"max_removed": "half"}, "must be a number"),
        ({"max_removed": True}, "must be a number"),
        ({"max_blocks": 2.5}, "whole number"),
        ({"keep": "best"}, "first, last, longest"),
        ({"ignore": "repeat"}, "list of strings"),
        ({"ignore": 3}, "list of strings"),
        ({"ignore": [3]}, "list of strings"),
        ({"keep": ["first"]}, "first, last, longest"),
    ],
)
def test_an_impossible_setting_names_the_fault_and_the_remedy(settings, message):
    with pytest.raises(ConfigError, match=message):
        configure(**settings)


@pytest.mark.parametrize("option", ["ignore", "select"])
@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("boilerplate.captoin", "'boilerplate.caption'"),
        ("boilerplate.share.button", "'boilerplate.share'"),
        ("boilerplate.*", "'boilerplate'"),
        ("repeat.exat", "'repeat.exact'"),
        ("site.repeat", "'site.repeated'"),
    ],
)
def test_a_misspelt_rule_names_close_ones(option, name, near):
    with pytest.raises(ConfigError, match=rf"{option}: unknown rule {re.escape(repr(name))}; did you mean {near}"):
        configure(**{option: ("repeat", name)})


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("caption", "'boilerplate.caption'"),
        ("headlines", "'boilerplate.headline' or 'repeat.headline'"),
        ("boilerplat", "'boilerplate'"),
        ("Boilerplate.Caption", "'boilerplate.caption'"),
        ("repeat-near", "'repeat.near'"),
        ("user.phrases", "'user.phrase'"),
    ],
)
def test_what_looks_like_a_rule_of_dedups_may_be_a_detectors(name, near):
    with pytest.raises(ConfigError, match=near):
        dedup.clean("A text.", ignore=(name,))
    assert dedup.clean("A text.", ignore=(name,), detectors=dedup.detectors()).text == "A text."


@pytest.mark.parametrize("name", ["boilerplate", "repeat", "site", "user", "mine", "mine.lottery", "user.lottery", *sorted(IDS)])
def test_families_rules_and_rules_of_ones_own_can_be_ignored(name):
    assert dedup.clean("A text.", ignore=(name,)).text == "A text."


def test_the_known_ids_are_those_of_the_rules():
    assert {rule["id"] for rule in everything()} | {"user.phrase"} == IDS


def test_rules_of_rule_files_can_be_ignored(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'family = "boilerplate.puzzle"\n[[rules]]\nlanguage = "en"\nform = "label"\nsource = "s"\nphrases = ["a"]\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match="unknown rule"):
        configure(ignore=("boilerplate.puzzle",))
    assert configure(ignore=("boilerplate.puzzle",), rule_files=(str(file),))
    with pytest.raises(ConfigError, match=r"did you mean 'boilerplate\.puzzle'"):
        configure(ignore=("boilerplate.puzle",), rule_files=(str(file),))


def test_lists_may_be_any_iterable():
    assert configure(ignore=(name for name in ("repeat", "site"))).ignore == ("repeat", "site")
    with pytest.raises(ConfigError, match="list of strings"):
        configure(ignore=(name for name in ("repeat", 3)))


@pytest.mark.parametrize("option", ["phrases", "protect", "rule_files", "ignore", "select"])
@pytest.mark.parametrize("empty", ["", "  ", "\u200b\n"])
def test_an_empty_text_is_refused(option, empty):
    with pytest.raises(ConfigError, match=f"{option}: {re.escape(repr(empty))}"):
        configure(**{option: ("repeat", empty)})


@pytest.mark.parametrize("pattern", ["x*", "^", "ferry|", "(?i)"])
def test_a_pattern_that_is_found_in_every_text_is_refused(pattern):
    with pytest.raises(PatternError, match=r"protect: .* is found in every text"):
        configure(protect=(pattern,))


def test_a_rule_file_with_an_impossible_name_is_refused():
    with pytest.raises(dedup.RuleError, match="null"):
        dedup.clean("A text.", rule_files=("a\0b",))


def test_an_unknown_preset_names_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'balanced'"):
        configure("balance")
    with pytest.raises(ConfigError, match="preset's name"):
        configure(3)


def test_presets_are_valid_and_the_default_comes_first():
    assert preset_names()[0] == "balanced"
    assert configure("balanced") == Config()
    assert len({configure(name).fingerprint() for name in preset_names()}) == len(preset_names())


def test_off_removes_nothing():
    text = "The bridge opens on Monday.\nAlso Read: Ten bridges\nThe bridge opens on Monday.\n"
    assert dedup.clean(text, config="off").text == text


def test_every_setting_says_what_it_is():
    for item in dataclasses.fields(Config):
        assert item.metadata["about"], item.name
        assert item.metadata["source"], item.name
        if isinstance(item.default, float) or (
            isinstance(item.default, int) and not isinstance(item.default, bool)
        ):
            assert item.metadata["low"] <= item.default <= item.metadata["high"], item.name
            assert item.metadata["unit"], item.name


def test_every_setting_changes_the_fingerprint():
    base = Config()
    for item in dataclasses.fields(Config):
        value = getattr(base, item.name)
        if isinstance(value, tuple):
            other = (*value, "x")
        elif isinstance(value, bool):
            other = not value
        elif isinstance(value, (int, float)):
            other = item.metadata["high"] if value != item.metadata["high"] else item.metadata["low"]
        else:
            continue
        assert dataclasses.replace(base, **{item.name: other}).fingerprint() != base.fingerprint(), item.name


def test_fingerprint_is_the_same_in_another_process():
    code = "import dedup; print(dedup.configure(max_removed=0.5, ignore=('repeat',)).fingerprint())"
    out = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    }
    assert out == {configure(max_removed=0.5, ignore=("repeat",)).fingerprint()}


def test_longest_prefix_wins():
    config = configure(ignore=("boilerplate", "repeat.near"), select=("boilerplate.share",))
    assert not config.acts_on("boilerplate.related")
    assert config.acts_on("boilerplate.share")
    assert config.acts_on("repeat.exact")
    assert not config.acts_on("repeat.near")
    assert config.acts_on("repeat.nearly")


def test_toml_at_the_top_or_under_tool(tmp_path):
    top, tool = tmp_path / "a.toml", tmp_path / "b.toml"
    top.write_text('preset = "conservative"\nkeep = "last"\n', encoding="utf-8")
    tool.write_text('[tool.dedup]\nkeep = "last"\npreset = "conservative"\n', encoding="utf-8")
    assert from_toml(top) == from_toml(tool) == configure("conservative", keep="last")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("keep = ", "dedup.toml"),
        ("kept = 'last'", "did you mean 'keep'"),
        ("preset = 3", "must be a name"),
        ("protect = ['(']", "broken"),
        ("[tool]\ndedup = 3", "table"),
    ],
)
def test_a_broken_file_is_named(tmp_path, content, message):
    path = tmp_path / "dedup.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        from_toml(path)
    assert "dedup.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        from_toml(tmp_path / "nowhere.toml")


def test_config_pickles_and_equals():
    config = configure(keep="last", protect=("x",))
    assert pickle.loads(pickle.dumps(config)) == config
    assert from_mapping(dataclasses.asdict(config)) == config


@pytest.mark.parametrize("pattern", ["(", "[a", "*x", r"(a)\1", r"(?<=a)b", "\ud800"])
def test_a_broken_or_unsupported_pattern_is_refused(pattern):
    with pytest.raises(PatternError, match="broken or not supported"):
        configure(protect=(pattern,))


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(\w+\s*)*:", r"(x*)*y", r"(a?){50}b", r".*a.*a.*a.*b"])
def test_a_pattern_made_to_backtrack_finishes(pattern):
    text = "a " * 200_000 + "a" * 200_000
    assert dedup.clean(text, protect=(pattern,)).text


def test_a_pattern_meets_odd_text():
    assert compile_pattern("bridge").search("\ud800 bridge")
    assert not compile_pattern("bridge").search("\ud800")
    assert compile_pattern("(?i)BRÜCKE").search("die brücke")


@pytest.mark.parametrize(
    "pattern", [r"^(\w+\s?)*$", ".", r"^Editor's note", r"\bISBN [0-9-]{10,17}\b", r"(?i)live ?blog", r"^(Q|A):\s", "°C"]
)
def test_an_ordinary_pattern_is_accepted(pattern):
    assert configure(protect=(pattern,)).protect == (pattern,)
