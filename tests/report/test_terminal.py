"""The explanation in a terminal: 80 columns, no colour, a pipe, hostile text."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from hypothesis import given

from dedup import clean
from dedup.report.terminal import explain, visible
from tests.report.made import PARAGRAPHS, bridge, evidence_of_every_kind, made, part
from tests.strategies import texts


def shown(result, **options):
    out = io.StringIO()
    explain(result, out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def test_struck_lines_carry_a_minus_their_rule_and_their_twin():
    lines = shown(bridge()).splitlines()
    struck = [line for line in lines if re.match(r"\d? +- |\d - ", line)]
    assert struck[0].startswith("2 - The council voted on Tuesday to shut")
    assert any(line.startswith("3 - Also Read: Ferry fares to rise") for line in struck)
    text = " ".join(" ".join(lines).split())
    assert "> repeat.near: says again what stands in paragraph 0 (71% of their 5-letter groups" in text
    assert "are the same): “The council" in text
    assert "> boilerplate.related: has the phrase “Also Read:”" in text
    assert "Struck out: 2 of 6 paragraphs, 23 of 72 words." in text


def test_kept_lines_carry_none():
    lines = shown(bridge()).splitlines()
    assert lines[0].startswith("0   The council voted on Tuesday to close")
    assert sum(line.startswith(f"{at} - ") for line in lines for at in (0, 1, 4, 5)) == 0


def test_near_misses_say_why_they_stayed():
    text = shown(bridge())
    assert "Looked removable and stayed:" in text
    assert "5 repeat.contained: “A free ferry will run.”" in text
    assert "too short" in text


def test_many_near_misses_are_cut_short_unless_asked_for():
    paragraphs = [f"Paragraph number {at} says something of its own." for at in range(40)]
    result = made(paragraphs, [(at, "x.y", "Paragraph", 0.2, f"why {at}.") for at in range(40)])
    assert "and 30 more; --full shows them" in shown(result)
    assert "why 39." not in shown(result)
    assert "why 39." in shown(result, full=True)


def test_a_part_that_went_stands_between_marks():
    text = " ".join(shown(part()).split())
    assert text.startswith("0 ~ The council")
    assert "[- Follow us for more.-]" in text


def test_the_same_reason_is_said_once_in_a_row():
    result = made(PARAGRAPHS, [(at, "boilerplate.faq", "Questions") for at in (1, 2, 4)])
    text = shown(result)
    assert text.count("has the phrase “Questions”") == 2
    assert text.count("> boilerplate.faq, as above") == 1


def test_page_elements_in_a_row_are_one_line_unless_asked_for():
    paragraphs = [*PARAGRAPHS, *(f"Link {at}" for at in range(30))]
    result = made(paragraphs, chrome=[(at, "boilerplate.navigation", "menu") for at in range(6, 36)])
    text = " ".join(shown(result).replace(" - ", " ").split())
    assert (
        "30 passages of the page that are no part of the article (60 words): boilerplate.navigation" in text
    )
    assert "Link 17" not in text
    assert "Link 17" in shown(result, full=True)


def test_nothing_struck_and_nothing_at_all():
    assert "Nothing was struck out." in shown(made(PARAGRAPHS))
    assert "Nothing was struck out." in shown(clean(""))


def test_the_guard_speaks():
    result = made(PARAGRAPHS)
    object.__setattr__(result, "guarded", True)
    assert "max_removed" in shown(result)


def test_every_evidence_can_be_shown():
    text = shown(evidence_of_every_kind())
    assert text.count("> ") >= 4


def test_by_a_pipe_there_is_no_escape_code_no_trailing_space_and_no_long_line():
    text = shown(bridge())
    assert "\x1b" not in text
    assert all(line == line.rstrip() and len(line) <= 80 for line in text.splitlines())


def test_colours_come_only_when_forced_and_never_with_no_color(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in shown(bridge())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown(bridge()))


def test_wide_characters_are_wrapped_by_their_width():
    text = shown(made(["市议会星期一批准了新桥的预算并宣布施工将在春天开始" * 6, *PARAGRAPHS]))
    widest = max(
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.splitlines()
    )
    assert 60 < widest <= 80


def test_an_article_cannot_drive_the_terminal():
    hostile = "Before \x1b[2J\x1b]0;owned\x07 after \u202e backwards \x9b31m red [bold]markup[/bold] :smile:"
    text = shown(made([hostile, "Another paragraph."], title="\x1b[31mtitle"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "[bold]markup[/bold] :smile:" in text.replace("\n    ", " ")


@given(texts)
def test_any_article_can_be_shown(text):
    out = shown(clean(text))
    assert visible(out) == out
