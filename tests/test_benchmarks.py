"""What the benchmarks count with, on pages written here: they need no evaluation data."""

from __future__ import annotations

import collections
import json
import random

import numpy as np
import pytest

import dedup
from benchmarks import corpus, fit_page, lines, page_losses, page_tables, pages
from benchmarks.page_kinds import kind_of
from benchmarks.page_metric import average, compare, difference_interval, segment_score, segments
from benchmarks.peers import MAKERS, peers
from dedup.detect.page.features import evidence
from dedup.read.lexbor import read_markup

BODY = "the council of the town voted on monday to close the old bridge until the spring"


def test_a_page_that_is_right_scores_one():
    assert average([compare(BODY, BODY)]) == (1.0, 1.0, 1.0)


def test_half_of_a_page_is_missing():
    parts = compare(" ".join(BODY.split()[:8]), BODY)
    assert parts.wrong == 0
    assert parts.right + parts.missing == pytest.approx(1)
    assert average([parts]).precision == 1.0
    assert average([parts]).recall == pytest.approx(parts.right)


def test_an_empty_text_is_wrong_where_there_is_an_article_and_right_where_there_is_none():
    assert average([compare("", BODY)]).f1 == 0.0
    assert average([compare("", "")]).f1 == 1.0


def test_optional_text_counts_neither_way():
    extra = "a caption of the picture which an editor may keep or strike"
    kept, struck = compare(f"{BODY}\n{extra}", BODY, [extra]), compare(BODY, BODY, [extra])
    assert kept.missing == 0
    assert struck == (1.0, 0.0, 0.0)
    assert kept.wrong < compare(f"{BODY}\n{extra}", BODY).wrong


def test_pages_count_alike_however_long():
    long, short = compare("x y z " * 100, BODY), compare(BODY, BODY)
    assert average([long, short]).recall == pytest.approx(0.5)


def test_segments_are_counted_over_all_pages():
    one = segments("a b c", ["a b", "x"], ["b  c"])
    assert one == (1, 1, 1)
    score = segment_score([one, segments("w", ["w"], ["q"])])
    assert (score.precision, score.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_the_interval_holds_the_difference_and_is_the_same_each_time():
    chance = random.Random(3)
    ours = [compare(BODY, BODY) if chance.random() < 0.9 else compare("", BODY) for _ in range(60)]
    theirs = [compare(BODY, BODY) if chance.random() < 0.6 else compare("", BODY) for _ in range(60)]
    low, high = difference_interval(ours, theirs, samples=300)
    assert low <= average(ours).f1 - average(theirs).f1 <= high
    assert low > 0
    assert (low, high) == difference_interval(ours, theirs, samples=300)
    assert difference_interval(ours, ours, samples=50) == (0.0, 0.0)


def test_an_extractor_that_fails_gives_an_empty_text_and_is_named():
    def broken(page):
        raise ValueError("no such page")

    found = pages.measure("broken", broken, [{"html": "<p>x", "truth_text": BODY}] * 3, "aeb")
    assert found.failures == collections.Counter({"ValueError: no such page": 3})
    assert pages.score("aeb", found.parts).f1 == 0.0
    assert len(found.seconds) == 3


def test_the_table_says_what_is_below_trafilatura(capsys):
    records = [{"country": "de"}] * 5 + [{"country": "fr"}]
    good, bad = compare(BODY, BODY), compare("", BODY)
    ours = pages.Measured("dedup", [bad] * 6, [1.0] * 6, collections.Counter())
    theirs = ours._replace(name="trafilatura", parts=[good] * 6)
    pages.show_groups("fundus_pub", records, [ours, theirs], lambda record: record["country"])
    shown = capsys.readouterr().out
    assert "<- below" in shown
    assert "fr" not in shown.replace("trafilatura", "")


def test_worst_pages_come_first(capsys):
    records = [{"id": name, "url": f"https://example.com/{name}"} for name in ("fine", "poor")]
    found = pages.Measured("dedup", [compare(BODY, BODY), compare("", BODY)], [1.0, 1.0], collections.Counter())
    pages.show_worst("aeb", records, found, 1)
    shown = capsys.readouterr().out
    assert "poor" in shown
    assert "fine" not in shown


def test_a_peer_that_is_not_installed_is_named_and_left_out(capsys, monkeypatch):
    def missing():
        raise ImportError("No module named 'goose3'")

    monkeypatch.setitem(MAKERS, "goose3", missing)
    assert peers(["goose3"]) == {}
    assert "goose3 is left out" in capsys.readouterr().out


@pytest.mark.parametrize("name", MAKERS)
def test_a_peer_reads_a_page(name):
    found = peers([name])
    if not found:
        pytest.skip(f"{name} is not installed")
    paragraphs = "".join(f"<p>Number {n} of the paragraphs says that {BODY}, and that is why it is as long as it is: there are readers who only read what is long.</p>" for n in range(9))
    page = f"<html lang='en'><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{paragraphs}</article></body></html>"
    assert "Number 3 of the paragraphs" in found[name](page)


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<script type="application/ld+json">{"@type": "Recipe"}</script>', "recipe"),
        ('<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>', "live blog"),
        ('<meta name="generator" content="phpBB 3">', "forum"),
        ("<html ⚡ lang=en>", "amp"),
        ('<meta property="og:type" content="article">', "article"),
        ("<p>bare", "undeclared"),
    ],
)
def test_kinds_are_what_pages_declare(markup, kind):
    assert kind_of(markup) == kind


def test_an_unknown_name_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["pages", "--only", "aeb,nowhere"])
    with pytest.raises(SystemExit):
        pages.main()
    assert "nowhere" in capsys.readouterr().err


def test_tables_of_a_run_that_was_kept(tmp_path, monkeypatch, capsys):
    records = [{"id": str(n), "url": "", "html": "<p>x", "truth_text": BODY, "country": "de"} for n in range(5)]
    good = pages.measure("dedup", lambda page: BODY, records, "fundus_pub")
    bad = pages.measure("goose3", lambda page: BODY[:40], records, "fundus_pub")
    held_out = good._replace(name="dedup, held out")
    kept = {"fundus_pub": pages.as_json(records, [good, held_out, bad])}
    (tmp_path / "run.json").write_text(json.dumps(kept))
    monkeypatch.setattr("sys.argv", ["page_tables", str(tmp_path / "run.json")])
    assert page_tables.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "|  | fundus_pub | CPU time |"
    assert lines[2].startswith("| dedup, in-sample | 1.000 (1.000) | 1.0 |")
    assert "+." in next(line for line in lines if line.startswith("| goose3"))
    assert any(line.startswith("| undeclared | 5 | 1.000 |") for line in lines)
    assert lines[-1].startswith("| de | 5 | 1.000 |")


def test_copies_are_made_by_a_recipe_and_counted_by_plain_sets(monkeypatch):
    texts = [f"{' '.join(f'w{at}x{word}' for word in range(90))}. And more of it." for at in range(30)]
    monkeypatch.setattr(corpus, "originals", lambda: tuple(texts))
    monkeypatch.setattr(corpus, "_sentences", lambda: tuple(texts))
    monkeypatch.setattr(corpus, "_words", lambda: tuple(" ".join(texts).split()))
    listed = list(corpus.recipe(80, real=True, share=1.0))
    assert listed == list(corpus.recipe(80, real=True, share=1.0))
    assert [source for _, source in listed[:30]] == [None] * 30
    known = corpus.truth([text for text, _ in listed])
    for number, (text, source) in enumerate(listed[30:], 30):
        exact = corpus.jaccard(corpus.grams(text), corpus.grams(texts[source]))
        assert known.get((source, number), 0.0) == (exact if exact >= 0.5 else 0.0)
    assert sum(value >= 0.7 for value in known.values()) > 50


def test_a_pair_is_found_by_its_name_or_by_one_that_goes():
    known = {(0, 1): 0.75, (2, 3): 0.85, (4, 5): 0.65}
    assert corpus.recalls({"pairs": [[1, 0]]}, known) == {"0.7": (1, 1), "0.8": (0, 1), "0.9": (0, 0)}
    assert corpus.recalls({"dropped": [3]}, known) == {"0.7": (0, 1), "0.8": (1, 1), "0.9": (0, 0)}
    assert corpus.wrongs({"pairs": [[5, 4], [0, 2]]}, known) == 1
    assert corpus.wrongs({"dropped": [1, 5, 6]}, known) == 1


def test_figures_below_their_floors_are_named():
    assert corpus.below_floors({"recall.0.7": 1.0, "wrong": 0, "bytes": 1_000}) == []
    worse = corpus.below_floors({"recall.0.7": 0.99, "wrong": 1, "faster.rensa-ngrams": 1.0, "growth": 9.9})
    assert [line.split(":")[0] for line in worse] == ["recall.0.7", "wrong", "growth", "faster.rensa-ngrams"]


def test_a_method_runs_in_a_process_of_its_own_and_a_missing_one_is_named(tmp_path, capsys):
    path = tmp_path / "texts.jsonl"
    text = "the council of ashby voted on monday to close the old bridge"
    path.write_text(f'"{text}"\n"{text.upper()}"\n"something else"\n')
    found = corpus.run("dedup", path)
    assert found["pairs"] == [[0, 1]]
    assert 0 < found["before"] <= found["peak"]
    assert corpus.run("no-such-method", path) is None
    assert "skipped" in capsys.readouterr().out


def test_lines_say_what_cleaning_gains(capsys):
    extra = "\nAlso read: ten bridges that nobody should miss this year"
    one = lines.Behind([compare(BODY + extra, BODY)] * 3, [compare(BODY, BODY)] * 3, 0.003)
    gain = lines.show("aeb", "goose3", one)
    assert gain == pytest.approx(1 - average(one.before).f1)
    shown = capsys.readouterr().out
    assert "F1 0." in shown
    assert "-> 1.0000" in shown
    assert "R +0.0000" in shown
    assert "1.00 ms/page" in shown


def test_lost_lines_are_listed(capsys):
    text = "Also read: ten bridges that nobody should miss this year"
    result = dedup.clean([BODY.capitalize() + ".", text])
    record = {"system": "goose3", "lines": [{"text": text, "label": "keep"}, {"text": BODY, "label": "drop"}]}
    lines.print_lost(record, result)
    assert "boilerplate.related" in capsys.readouterr().out
    record["lines"][0]["label"] = "drop"
    lines.print_lost(record, result)
    assert capsys.readouterr().out == ""


@pytest.fixture
def lossy_page():
    said = "The bridge over the river opened on Monday after nine years of work, and the ferry made its last crossing."
    also = "The museum by the harbour closes for two winters, because its roof has to be rebuilt from the beams up."
    markup = f"<article><h1>Bridge</h1><p>{said}</p><p class='comment-text'>{also}</p></article>"
    document = read_markup(markup, config=dedup.configure())
    known = evidence(document, document.layout)
    record = {"html": markup, "truth_text": said, "paragraphs": []}
    label = np.array([0.0, 1.0, 0.0])
    return fit_page.Page("aeb", "example.org", record, [b.text for b in document.blocks], known, label, label, 0)


def test_losses_are_told_by_the_kind_of_block_and_by_rule(lossy_page, capsys):
    assert list(page_losses.kinds(lossy_page)) == ["heading", "prose", "comment"]
    said, also = lossy_page.texts[1:]
    whole = [(also, {"repeat.exact": said, "repeat.near": also})]
    page_losses.losses("aeb", [lossy_page], [np.array([0.1, 0.9, 0.9])], whole)
    shown = capsys.readouterr().out
    assert "best choice of blocks       F1 1.0000" in shown
    assert "no comment wrongly in" in shown
    assert "no prose wrongly out" not in shown
    assert "F1 +1.0000  R +1.0000  without repeat.exact" in shown
    assert "repeat.near" not in shown


def test_what_a_page_would_be_without_one_rule_of_the_text(lossy_page):
    said = lossy_page.texts[1]
    lossy_page.record["html"] = f"<article><h1>Bridge</h1><p>{said}</p><p>Nothing else was said.</p><p>{said}</p></article>"
    text, without = page_losses.cleaned(lossy_page)
    assert text.count(said) == 1
    assert without["repeat.exact"].count(said) == 2


def test_a_salt_deals_sites_out_to_other_folds(monkeypatch):
    records = [{"domain": f"{n}.example", "html": "<p>One.</p>", "truth_text": "One.", "with": [], "without": []} for n in range(40)]
    monkeypatch.setattr("benchmarks.data.records", lambda name: iter(records if name == "pages/aeb" else ()))
    one, same, other = ([page.fold for page in fit_page.load(salt)] for salt in ("", "", "x"))
    assert one == same != other
    assert set(other) == set(range(fit_page.FOLDS))
