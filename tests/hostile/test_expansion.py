"""What would take more than thirty times its size in memory is refused before it does; what people read is not."""

from __future__ import annotations

import functools

import bs4
import pytest

from dedup import LimitError, allowance, clean, clean_text, configure, prune
from dedup.allowance import Allowance, check_findings
from dedup.corpus import clean_corpus
from dedup.model import Finding, Measure
from dedup.read import depth
from dedup.read.plain import read_text
from dedup.read.source import read
from tests.hostile.generators import GENERATORS, SENTENCE

CONFIG = configure()
#: A page of nothing but short elements, of a few thousand bytes.
PAGE = "<html><body>" + "<p>x" * 2_000
#: Short lines that repeat one another.
REPEATS = "The council closed it.\n\n" * 2_000


@pytest.fixture
def low_floor(monkeypatch):
    """Small inputs are asked for what large ones are."""
    monkeypatch.setattr("dedup.allowance.FLOOR", 100_000)


@pytest.mark.parametrize("name", ["short_paragraphs", "identical_lines", "line_ends", "questions_only"])
def test_lines_of_a_few_letters_are_refused_before_a_paragraph_is_made(name, monkeypatch):
    monkeypatch.setattr("dedup.read.plain._paragraphs", None)
    text = GENERATORS[name](4_000_000)
    with pytest.raises(LimitError, match="max_expansion") as refused:
        clean(text[:3_000_000])
    assert refused.value.value > refused.value.allowed == 30


@pytest.mark.parametrize("name", ["one_tag", "one_empty_element", "one_closing_tag", "rows", "cells", "links", "metas"])
def test_nothing_but_tags_is_refused_before_it_is_parsed(name, monkeypatch):
    for module, limit in ((allowance, "FLOOR"), (depth, "FLOOR"), (depth, "_SMALL")):
        monkeypatch.setattr(module, limit, getattr(module, limit) // 10)
    monkeypatch.setattr("dedup.read.lexbor._parse", None)
    with pytest.raises(LimitError, match="max_expansion"):
        clean(GENERATORS[name](400_000))


def test_nothing_but_tags_is_refused_with_the_floor_as_it_is(monkeypatch):
    monkeypatch.setattr("dedup.read.lexbor._parse", None)
    with pytest.raises(LimitError, match="max_expansion"):
        clean(GENERATORS["cells"](4_000_000))


def test_attributes_without_values_count():
    with pytest.raises(LimitError, match="max_expansion"):
        clean("<html><body>" + "<p a b c d e f g h>" * 100_000)


def test_formatting_that_the_parser_opens_again_counts():
    with pytest.raises(LimitError, match="max_expansion"):
        clean("<html><body><p>" + "".join(f"<b id=i{at}>" for at in range(900)) + "<p>x" * 700)


@pytest.mark.parametrize("count", [200_000, 300_000, 900_000, 1_500_000])
def test_brackets_that_are_no_tags_are_text(count):
    assert clean("<p></p><p>" + "<" * count).document.blocks[0].text == "<" * count


def test_a_list_of_20_000_words_is_cleaned():
    words = [f"w{at:05d}" for at in range(20_000)]
    assert len(clean("\n".join(words)).document.blocks) == 20_000
    assert len(clean(words).document.blocks) == 20_000


def test_a_transcript_of_100_000_lines_is_read_and_a_tenth_of_it_may_be_found():
    document = read_text("\n".join(f"Speaker: I said {at} lines." for at in range(100_000)), config=CONFIG)
    assert len(document.blocks) == 100_000
    check_findings(document, 10_000, CONFIG)


def test_a_table_of_50_000_cells_is_read():
    row = "<tr>" + "<td>12.5</td>" * 10 + "</tr>"
    document = read("<html><body><table>" + row * 5_000 + "</table>", config=CONFIG)
    assert len(document.blocks) == 5_000


def test_a_large_book_is_no_expansion():
    text = "\n\n".join(f"{at} {SENTENCE} {SENTENCE}" for at in range(60_000))
    assert len(read_text(text, config=CONFIG).blocks) == 60_000
    assert len(read("<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n\n")), config=CONFIG).blocks)


def test_the_size_is_that_in_bytes(low_floor):
    need = 30 * 4 * 1_000
    Allowance("😀" * 1_000, CONFIG).check(need)
    with pytest.raises(LimitError):
        Allowance("x" * 1_000, CONFIG).check(need)


def test_a_list_of_paragraphs_is_asked_like_a_text(low_floor):
    with pytest.raises(LimitError, match="max_expansion"):
        clean(["a"] * 1_000)
    assert clean([SENTENCE] * 2).removals
    assert clean([f"{at} {SENTENCE}" for at in range(1_000)]).document.blocks


def test_what_is_found_counts_and_not_only_what_stands_there(low_floor):
    different = "".join(f"The council closed {at:04d}\n\n" for at in range(2_000))
    assert abs(len(different) - len(REPEATS)) <= 2_000
    read_text(REPEATS, config=CONFIG)
    with pytest.raises(LimitError, match="max_expansion"):
        clean(REPEATS)
    check_findings(read_text(different, config=CONFIG), 0, CONFIG)


def test_findings_of_a_detector_of_the_callers_count(low_floor):
    text = "\n\n".join(f"{SENTENCE} {at}" for at in range(500))

    def find(document, count):
        return [Finding("mine.x", block.span, 0.2, Measure("x", 1.0, 0.5)) for block in document.blocks] * count

    assert len(clean(text, detectors=(functools.partial(find, count=1),)).spared) == 500
    with pytest.raises(LimitError, match="max_expansion"):
        clean(text, detectors=(functools.partial(find, count=20),))


def test_a_soup_is_asked_for_what_reading_it_takes(low_floor):
    with pytest.raises(LimitError, match="max_expansion"):
        clean(bs4.BeautifulSoup(PAGE, "html.parser"), max_depth=5_000)
    with pytest.raises(LimitError, match="max_expansion"):
        prune(bs4.BeautifulSoup("<br>x" * 2_000, "html.parser"))
    article = "".join(f"<p>{SENTENCE} {SENTENCE} {at}</p>" for at in range(500))
    assert clean(bs4.BeautifulSoup(article, "html.parser")).text


def test_the_limit_can_be_raised(low_floor):
    text = "ab\n" * 1_000
    with pytest.raises(LimitError) as refused:
        clean(text)
    assert clean_text(text, max_expansion=10 * refused.value.value)


def test_a_corpus_goes_on_without_it(low_floor):
    rejects = []
    records = [{"text": "a\n" * 2_000}, {"text": SENTENCE}]
    cleaned = list(clean_corpus(records, rejects=rejects.append))
    assert [record["text"] for record in cleaned] == [SENTENCE]
    assert [reject.place for reject in rejects] == [0]
    assert "max_expansion" in rejects[0].reason


def test_data_of_a_hundred_thousand_lists_describe_no_article():
    page = '<!doctype html><script type="application/ld+json">[{{"@type": "Article"}}{}]</script><p>' + SENTENCE
    assert clean(page.format(",[]" * 1_000)).document.metadata.page_type == "Article"
    assert clean(page.format(",[]" * 100_000)).document.metadata.page_type == ""
