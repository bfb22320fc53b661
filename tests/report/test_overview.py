"""The web page of many results: totals that add up, tables, samples, hostile names."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from dedup import RecordError
from dedup.report import overview
from dedup.report.passages import words
from tests.report.made import PARAGRAPHS, bridge, evidence_of_every_kind, made


def several():
    return [
        ("a", bridge()),
        ("b", evidence_of_every_kind()),
        ("c", made(PARAGRAPHS, url="https://www.other.example/x")),
    ]


def soup(summary, **options):
    return BeautifulSoup(overview.render(summary, **options), "html.parser")


def test_the_totals_add_up():
    summary = overview.summarize(several())
    gone = sum(words(removal.text) for _, result in several() for removal in result.removals)
    assert summary["records"] == 3
    assert summary["words_removed"] == gone
    assert sum(counts["words"] for counts in summary["rules"].values()) == gone
    assert sum(counts["words_removed"] for counts in summary["sites"].values()) == gone
    assert sum(counts["records"] for counts in summary["sites"].values()) == 3
    assert set(summary["sites"]) == {"news.example", "", "other.example"}


def test_a_summary_survives_json():
    summary = overview.summarize(several())
    assert overview.render(json.loads(json.dumps(summary))) == overview.render(summary)


def test_tables_have_a_row_for_each_rule_and_site():
    summary = overview.summarize(several())
    rules, sites = soup(summary).select("table.sortable")
    assert {row.th.get_text() for row in rules.select("tbody tr")} == set(summary["rules"])
    assert {row.th.get_text() for row in sites.select("tbody tr")} == {
        "news.example",
        "no address",
        "other.example",
    }
    shares = [float(cell["data-value"]) for cell in rules.select("td:last-child")]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0, abs=1e-5)


def test_every_heading_of_a_table_is_a_button():
    assert all(head.button for head in soup(overview.summarize(several())).select("thead th"))


def test_samples_are_whole_articles_and_share_no_id():
    tree = soup(overview.summarize(several()))
    assert len(tree.select(".sample")) == 3
    ids = [tag["id"] for tag in tree.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in tree.select(".sample a")} <= set(ids)


def test_only_the_articles_that_lost_most_are_samples():
    results = [(f"quiet {at}", made(PARAGRAPHS)) for at in range(overview.MAX_SAMPLES + 5)]
    summary = overview.summarize([*results, ("loud", bridge())])
    assert len(summary["samples"]) == overview.MAX_SAMPLES
    assert summary["samples"][0]["name"] == "loud"


def test_nothing_at_all():
    assert "0 articles; 0 of 0 words struck out (0.0%)." in soup({}).select_one(".summary").get_text()
    assert "None." in soup(overview.summarize([])).main.get_text()


def test_what_failed_is_said():
    assert "4 could not be read" in soup({"records": 1, "failed": 4}).select_one(".summary").get_text()


def test_hostile_names_are_text():
    bad = "<script>alert(1)</script>"
    summary = overview.summarize([(bad, made(PARAGRAPHS, [(3, f"own.{bad}", "x")], title=bad))])
    summary["sites"][bad] = {"records": 1}
    tree = soup(summary, title=bad)
    assert len(tree.select("script")) == 1
    assert tree.h1.get_text() == bad


def test_an_address_that_is_none():
    assert overview.summarize([("a", made(PARAGRAPHS, url="http://[broken"))])["sites"].keys() == {""}


def test_a_sample_that_is_no_result():
    with pytest.raises(RecordError):
        overview.render({"samples": [{"result": {}}]})
