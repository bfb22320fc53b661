"""A corpus in memory: what a site repeats goes, what three articles share stays, whoever works and in whatever order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.corpus import MemoryIndex, clean_corpus, open_index
from dedup.corpus.index import Entry, Overlay
from tests.corpus.made import BOX, DATE_LINE, DISCLAIMER, FOOTER, QUOTE, SECTION, article, paragraphs, site


def has(records, text):
    return [text in record["text"] for record in records]


def test_a_sites_furniture_goes_and_what_three_articles_share_stays():
    records = site()
    cleaned = list(clean_corpus(records, site_repeats=3))
    for furniture in (FOOTER, DISCLAIMER, BOX):
        assert not any(has(cleaned, furniture)), furniture
    for shared in (QUOTE, DATE_LINE, SECTION):
        assert has(cleaned, shared) == has(records, shared)
        assert sum(has(cleaned, shared)) == 3
    for number, record in enumerate(cleaned):
        assert all(paragraph in record["text"] for paragraph in paragraphs(f"herald.example{number}"))


def test_fields_are_untouched_and_in_order():
    records = site()
    before = [dict(record) for record in records]
    for record, cleaned in zip(records, clean_corpus(records, site_repeats=3), strict=True):
        assert list(cleaned) == list(record)
        assert {**cleaned, "text": 0} == {**record, "text": 0}
    assert records == before


def test_without_site_repeats_it_is_clean_batch():
    records = [*site(4), {"id": 9, "text": None}, {"id": 10, "text": "<p>One.</p><p>Two is a page.</p>" * 3}]
    expected = [{name: row[name] for name in record} for record, row in zip(records, dedup.clean_batch(records), strict=True)]
    assert list(clean_corpus(records)) == expected


@pytest.mark.parametrize("how", [{"workers": 2}, {"workers": 4}])
@pytest.mark.parametrize("stream", [False, True])
def test_the_number_of_workers_changes_nothing(how, stream):
    records = [record for host in ("a.example", "b.example", "c.example") for record in site(60, host=host)]
    one = clean_corpus(records, site_repeats=3, stream=stream)
    many = clean_corpus(records, site_repeats=3, stream=stream, **how)
    assert list(one) == list(many)
    ours, theirs = one.summary.to_dict(), many.summary.to_dict()
    assert {**ours, "seconds": 0} == {**theirs, "seconds": 0}


@given(st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_the_records_changes_no_text(random_order):
    records = site(15)
    shuffled = list(records)
    random_order.shuffle(shuffled)
    texts = {record["id"]: record["text"] for record in clean_corpus(records, site_repeats=3)}
    assert {record["id"]: record["text"] for record in clean_corpus(shuffled, site_repeats=3)} == texts


def test_records_that_can_be_read_only_once_give_the_same():
    assert list(clean_corpus(iter(site()), site_repeats=3)) == list(clean_corpus(site(), site_repeats=3))


def test_in_a_stream_the_first_ones_stay():
    cleaned = list(clean_corpus(site(), site_repeats=3, stream=True))
    assert has(cleaned, FOOTER) == [True, True] + [False] * 10
    assert sum(has(cleaned, QUOTE)) == 3


def test_versions_of_one_story_are_no_furniture():
    story = paragraphs("story", 8)
    records = site(10, extra=False)
    for number in range(4):
        text = "\n\n".join([*story[:6], *paragraphs(number, 3), story[7]])
        records.append({"id": number, "url": f"https://herald.example/story/{number}", "text": text})
    assert list(clean_corpus(records, site_repeats=3)) == records


def test_sites_are_told_apart_and_an_article_without_one_is_left_alone():
    records = [article(0, host=f"{letter}.example") for letter in "abcdef"]
    records += [{"id": n, "text": "\n\n".join([*paragraphs(n), FOOTER])} for n in range(6)]
    assert list(clean_corpus(records, site_repeats=3)) == records


def test_one_article_many_times_is_one_article():
    records = [article(3)] * 6
    assert list(clean_corpus(records, site_repeats=3)) == records


def test_a_heading_goes_with_the_box_it_heads():
    box = ["What the people of the valley read", "Every morning thousands of valley people read what we write, and you could be one of them."]
    records = [
        {"url": f"https://herald.example/{n}", "text": "\n\n".join([*paragraphs(n)[:3], *box, *paragraphs(n)[3:]])}
        for n in range(8)
    ]
    for record in clean_corpus(records, site_repeats=3):
        assert not any(part in record["text"] for part in box)


def test_paragraphs_stay_paragraphs_and_scripts_without_spaces_count():
    footer = "本报保留一切权利，未经许可不得转载、摘编或以其他方式使用本网站内容。"
    records = [
        {"url": "https://ribao.example/1", "paragraphs": [f"市议会{n}日讨论了关于旧桥的第{n}个方案，决定再作研究。", f"居民{n}表示支持。" * 3, footer]}
        for n in range(5)
    ]
    for number, record in enumerate(records):
        record["id"] = number
    for record, cleaned in zip(records, clean_corpus(records, site_repeats=3), strict=True):
        assert cleaned["paragraphs"] == record["paragraphs"][:2]


def test_a_bad_record_stops_nothing():
    rejects = []
    records = [article(0), {"id": 1}, 7, {"id": 2, "text": 3}, article(3)]
    cleaning = clean_corpus(records, rejects=rejects.append)
    assert [record["id"] for record in cleaning] == ["herald.example-0", "herald.example-3"]
    assert [reject.place for reject in rejects] == [1, 2, 3]
    assert (cleaning.summary.records, cleaning.summary.failed) == (5, 3)
    assert "none of the fields" in rejects[0].reason
    assert "not a mapping" in rejects[1].reason


def test_the_removals_can_be_asked_for_and_say_where_else_it_stood():
    last = list(clean_corpus(site(), site_repeats=3, removals=True))[-1]
    (removal,) = [entry for entry in last["removals"] if FOOTER in entry["text"]]
    evidence = removal["because"][0]["evidence"]
    assert (removal["rule"], evidence["type"], evidence["measure"], evidence["value"]) == ("site.repeated", "seen", "documents", 12.0)
    assert evidence["document_id"].startswith("herald.example-")
    assert "in 12 articles of herald.example" in removal["because"][0]["note"]


def test_what_is_protected_by_its_place_is_shown_as_spared():
    index = MemoryIndex()
    list(clean_corpus(site(), index=index))
    record = article(1)
    result = dedup.clean(record["text"], url=record["url"], index=index)
    assert any(QUOTE in entry.evidence.passage and "middle" in entry.why for entry in result.spared if entry.rule == "site.repeated")


def test_a_new_batch_is_cleaned_against_an_old_index_that_is_only_read(tmp_path):
    path = tmp_path / "seen.db"
    list(clean_corpus(site(8), index=path))
    before = path.read_bytes()
    with open_index(path, read_only=True) as index:
        cleaned = list(clean_corpus([article(20), article(21)], index=index))
        streamed = list(clean_corpus([article(20), article(21)], index=index, stream=True))
        one = dedup.clean(article(20)["text"], url=article(20)["url"], index=index)
    assert not any(has(cleaned, FOOTER))
    assert cleaned == streamed
    assert one.text == cleaned[0]["text"]
    assert path.read_bytes() == before


def test_the_index_remembers_what_came_before(tmp_path):
    path = tmp_path / "seen.db"
    assert all(has(clean_corpus(site(2), index=path), FOOTER))
    assert not any(has(clean_corpus([article(2)], index=path), FOOTER))
    assert not any(has(clean_corpus(site(3), index=path), FOOTER))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"workers": -1}, "workers"),
        ({"site_repeats": 1}, "site_repeats"),
        ({"index": 7}, "index must be"),
        ({"no_such": 7}, "no_such"),
    ],
)
def test_an_impossible_argument_is_said_at_once(arguments, message):
    with pytest.raises(dedup.ConfigError, match=message):
        clean_corpus([], **arguments)


def test_an_index_of_other_settings_is_refused():
    with pytest.raises(dedup.StoreError, match="site_words=6, and site_words=9"):
        clean_corpus([], index=MemoryIndex(), site_words=9)


def test_memory_does_not_grow_with_the_corpus():
    import tracemalloc

    def stream(count):
        for number in range(count):
            yield {"id": number, "text": f"{random.Random(number).random()} is the number of the day.\n\n" + "Word. " * 200}

    def peak(count):
        tracemalloc.start()
        for _ in clean_corpus(stream(count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    # The texts alone are 3.8 MB; what is remembered of single lines is bounded.
    assert peak(3_000) < 2_000_000


def test_an_id_that_comes_again_is_not_lost_when_its_first_version_is_committed():
    first, again = (Entry("one", "herald.example", (bytes([n]) * 16,)) for n in (1, 2))
    with Overlay(MemoryIndex()) as index:
        index.add([first])
        index.add([again])
        index.commit([first])
        sightings = index.lookup("herald.example", [*first.passages, *again.passages])
        assert (sightings.pages, [one.others for one in sightings.seen.values()]) == (1, [1, 1])
        index.commit([again])
        assert index.lookup("herald.example", [*first.passages, *again.passages]) == sightings
