"""Version, help, completion, and the words of the user as settings."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.cli import main
from dedup.cli.arguments import parser
from dedup.cli.settings import chosen, describe_settings, parse_setting
from dedup.errors import ConfigError


def stopped(*words):
    with pytest.raises(SystemExit) as stop:
        main(words)
    return stop.value.code or 0


def test_version(capsys):
    assert stopped("--version") == 0
    assert capsys.readouterr().out == f"dedup {dedup.__version__}\n"


def test_no_command_is_a_usage_error(capsys):
    assert stopped() == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["clean", "rules", "completion"])
def test_every_command_explains_itself(command, capsys):
    assert stopped(command, "--help") == 0
    assert "usage: dedup " + command in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_the_commands_and_options(shell, capsys):
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "explain" in script
    assert "clean" in script


def test_every_default_can_be_said_on_the_command_line():
    for item in dataclasses.fields(dedup.Config):
        default = getattr(dedup.Config(), item.name)
        said = json.dumps(list(default)) if isinstance(default, tuple) else str(default)
        assert parse_setting(item.name, said) == default, item.name


@given(st.floats(0, 1), st.integers(1, 10**9))
def test_numbers_survive(share, count):
    assert parse_setting("max_removed", repr(share)) == share
    assert parse_setting("max_blocks", f"{count:_}") == count


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Tip of the day:", ("Tip of the day:",)),
        ('["a", "b"]', ("a", "b")),
        ("[Aa]lso", ("[Aa]lso",)),
        ("", ("",)),
    ],
)
def test_lists(text, items):
    assert parse_setting("phrases", text) == items


@pytest.mark.parametrize(
    ("name", "text"), [("max_blocks", "1.5"), ("max_removed", "most"), ("phrases", "[1, 2]")]
)
def test_values_of_the_wrong_type(name, text):
    with pytest.raises(ConfigError, match=name):
        parse_setting(name, text)


def test_repeated_options_add_up_and_later_ones_win():
    words = [
        "clean",
        "-",
        "-s",
        "phrases=one",
        "-s",
        "phrases=two",
        "--ignore",
        "a",
        "--ignore",
        "b",
        "-s",
        "ignore=c",
    ]
    config = chosen(parser().parse_args([*words, "-s", "keep=last", "--keep", "longest"]))
    assert config.phrases == ("one", "two")
    assert sorted(config.ignore) == ["a", "b", "c"]
    assert config.keep == "longest"


@pytest.mark.parametrize("words", [["--ignore", "boilerplate.captoin"], ["-s", "ignore=captoin"], ["--protect", ""]])
def test_a_misspelt_rule_and_an_empty_pattern_are_usage_errors(words, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("The bridge opens on Monday.", encoding="utf-8")
    assert main(["clean", str(tmp_path / "a.txt"), *words]) == 2
    assert re.search("did you mean 'boilerplate.caption'|protect: '' is empty", capsys.readouterr().err)


def test_settings_are_described_with_range_and_default(capsys):
    assert main(["rules", "--settings"]) == 0
    out = capsys.readouterr().out
    assert out == describe_settings() + "\n"
    assert 'keep (default "first", "first" or "last" or "longest")' in out
    assert "max_blocks (default 1000000, 1 to 1,000,000,000, blocks)" in out
    assert "ignore (default [], a list of texts)" in out
    assert "max_removed (default 0.6, 0 to 1, share of words)" in out
