"""The public face, called as other people's code calls it."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import dedup
from dedup import (
    Cleaner,
    CleanResult,
    ConfigError,
    DedupError,
    DetectorError,
    Finding,
    Measure,
    SourceTypeError,
    clean,
)
from dedup.corpus import DuplicateIndex, clean_corpus, find_duplicates

TEXT = "The bridge opens on Monday.\n\nAlso Read: Ten bridges you must see\n\nThe mayor will cut the ribbon at noon.\n"


def test_signature():
    parameters = inspect.signature(clean).parameters
    assert list(parameters) == [
        "source",
        "title",
        "url",
        "language",
        "config",
        "index",
        "detectors",
        "settings",
    ]
    assert parameters["config"].default == "balanced"


def test_everything_in_all_exists_and_has_a_docstring():
    for name in dedup.__all__:
        value = getattr(dedup, name)
        assert not inspect.isroutine(value) or value.__doc__, name
        assert not inspect.isclass(value) or value.__doc__, name


def test_a_result_has_what_the_contract_says():
    result = clean(TEXT)
    assert isinstance(result, CleanResult)
    assert str(result) == result.text == dedup.clean_text(TEXT)
    removal = result.removals[0]
    assert removal.rule == "boilerplate.related"
    assert "Also Read" in removal.text
    assert result.document.text[removal.span.start : removal.span.end] == removal.text
    finding = removal.because[0]
    assert (finding.rule, finding.span.start) == (removal.rule, TEXT.index("Also"))
    assert 0.5 <= finding.score <= 1.0
    assert finding.evidence.phrase
    assert result.document.blocks[0].text == "The bridge opens on Monday."
    assert "Also Read" not in result.markdown + result.html
    assert result.to_dict()["text"] == result.text


def test_what_went_is_no_near_miss():
    lead = "시의회는 월요일 2019년 겨울 폭풍으로 무너진 옛 항구 벽을 다시 짓는 계획을 승인했다."
    rest = ["공사는 열여덟 달이 걸리고 비용은 약 백이십억 원이 들 것으로 보인다.", "[관련기사] 해안을 걷는 열 가지 길"]
    more = ["어부들은 예전에도 새 정박지를 약속받았다고 말했다.", "벽은 1874년 석탄을 내리려던 철도 회사가 지었다."]
    result = clean([lead, *rest, more[0], lead, more[1], "무단전재 및 재배포 금지", "홍길동 기자 hong@example.co.kr"])
    assert result.removed("repeat.exact")
    assert result.spared == ()


def test_hints_arrive_in_the_document():
    document = clean(TEXT, title="Bridge", url="https://example.org/bridge", language="en").document
    assert (document.title, document.url, document.language) == ("Bridge", "https://example.org/bridge", "en")


def test_errors_are_one_family():
    errors = [value for value in vars(dedup).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(errors) >= 10
    assert all(issubclass(error, DedupError) for error in errors)
    for error in (dedup.LimitError("max_depth", 3, 2), dedup.MissingExtraError("ray", "ray")):
        again = pickle.loads(pickle.dumps(error))
        assert str(again) == str(error)
        assert type(again) is type(error)


def test_an_own_detector():
    def stars(document):
        for block in document.blocks:
            if "cut the ribbon" in block.text:
                yield Finding("mine.ribbon", block.span, 0.9, Measure("ribbons", 1, 0))

    result = clean(TEXT, detectors=(*dedup.detectors(), stars), max_removed=1.0)
    assert [r.rule for r in result.removals] == ["boilerplate.related", "mine.ribbon"]
    assert [r.rule for r in clean(TEXT, detectors=[stars]).removals] == ["mine.ribbon"]
    assert clean(TEXT, detectors=[stars], ignore=("mine",)).text == TEXT


@pytest.mark.parametrize("wrong", [{"index": "seen.db"}, {"index": 5}, {"detectors": 5}, {"detectors": [5]}])
def test_what_is_no_index_and_no_detector_is_named(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        clean(TEXT, **wrong)


def _added(records):
    return DuplicateIndex().add(records)


@pytest.mark.parametrize("reader", [dedup.clean_batch, clean_corpus, find_duplicates, _added])
def test_records_are_several_mappings(reader):
    for wrong in (None, 5, TEXT, {"id": 1, "text": TEXT}):
        with pytest.raises(SourceTypeError, match=type(wrong).__name__):
            reader(wrong)
    for right in ([], (), iter([{"id": 1, "text": TEXT}]), [{"id": 1, "text": TEXT}]):
        reader(right)


def test_a_record_of_a_batch_is_a_mapping():
    for wrong in (5, None, TEXT, ["a"]):
        with pytest.raises(SourceTypeError, match=f"record 1 is .*{type(wrong).__name__}"):
            dedup.clean_batch([{"text": TEXT}, wrong])


def test_a_detector_that_fails_is_named():
    def broken(document):
        raise KeyError("x")

    def wrong(document):
        return ["nothing"]

    with pytest.raises(DetectorError, match=r"broken.*KeyError"):
        clean(TEXT, detectors=[broken])
    with pytest.raises(DetectorError, match=r"wrong.*str"):
        clean(TEXT, detectors=[wrong])
    with pytest.raises(ConfigError, match="functions"):
        clean(TEXT, detectors=["repeats"])


def test_a_detector_that_never_settles_removes_nothing():
    def always_last(document):
        yield Finding("mine.last", document.blocks[-1].span, 0.9, Measure("m", 1, 0))

    text = "\n".join(f"Paragraph {number} of a long report." for number in range(30))
    result = clean(text, detectors=[always_last])
    assert result.text == text
    assert result.guarded
    assert "settle" in result.spared[0].why


def test_a_cleaner_pickles_and_serves_threads():
    cleaner = pickle.loads(pickle.dumps(Cleaner(keep="last")))
    texts = [TEXT.replace("Monday", f"day {number}") for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        threaded = [result.to_json() for result in pool.map(cleaner.clean, texts)]
    assert threaded == [cleaner.clean(text).to_json() for text in texts]


def test_prune_refuses_what_is_no_soup():
    with pytest.raises(SourceTypeError, match="BeautifulSoup"):
        dedup.prune("<p>text</p>")


def test_import_is_light():
    code = (
        "import sys, dedup; heavy = {'numpy', 'scipy', 'datasketch', 'rapidfuzz', 'bs4', 'selectolax',"
        " 'rich', 'pandas', 'Stemmer', 'charset_normalizer'}; print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
