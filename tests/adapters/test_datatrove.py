"""Real datatrove pipelines of two tasks give what one process gives, document for document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dedup
from dedup.corpus import find_duplicates
from dedup.errors import ConfigError, SourceError
from tests.corpus.test_shard_parity import made

pytestmark = pytest.mark.slow
pytest.importorskip("datatrove")
pytest.importorskip("orjson")  # datatrove's reader of JSON lines

LEAD = "The council of Ashby voted on Monday to close the old bridge to lorries until further notice, officials said."
TASKS = 2


def records():
    rows = [{"id": f"r{at}", "text": text, "date": f"2026-01-{at % 28 + 1:02}"} for at, text in enumerate(made(500, seed=3))]
    page = " ".join(f"word{at}" for at in range(150))
    return rows + [{"id": f"c{at}", "text": f"{page} edit{at}", "date": "2026-02-01"} for at in range(120)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two files, which two tasks read; a copy and its original are often in different ones."""
    monkeypatch.chdir(tmp_path)
    rows = records()
    half = len(rows) // TASKS
    for number in range(TASKS):
        write(tmp_path / "in" / f"{number}.jsonl", rows[half * number : half * (number + 1)])
    return tmp_path


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def read(path):
    return [json.loads(line) for file in sorted(path.iterdir()) for line in file.read_text().splitlines()]


def here(name):
    """datatrove remembers what a relative path meant."""
    return str(Path.cwd() / name)


def run(name, *steps, tasks=TASKS, workers=TASKS):
    from datatrove.executor import LocalPipelineExecutor

    LocalPipelineExecutor(list(steps), tasks=tasks, workers=workers, logging_dir=here(f"log-{name}")).run()


def reader():
    from datatrove.pipeline.readers import JsonlReader

    return JsonlReader(here("in"))


def writer(name):
    from datatrove.pipeline.writers import JsonlWriter

    return JsonlWriter(here(name), compression=None)


@pytest.mark.parametrize("keep", ["first", "longest", "newest"])
def test_what_stays_and_what_goes_is_what_one_process_says(folder, keep):
    from dedup.adapters.datatrove import DropDuplicates, FindDuplicates, SignDocuments

    run("sign", reader(), SignDocuments(here("work")))
    run("find", FindDuplicates(here("work"), keep=keep), tasks=1, workers=1)
    run("drop", reader(), DropDuplicates(here("work"), writer("gone")), writer("kept"))
    partners = find_duplicates(records(), keep=keep).partners()
    assert len(partners) > 200  # else the equalities below would say little
    assert [row["id"] for row in read(folder / "kept")] == [row["id"] for row in records() if row["id"] not in partners]
    gone = {row["id"]: (row["metadata"]["duplicate_of"], row["metadata"]["jaccard"]) for row in read(folder / "gone")}
    assert gone == partners


def test_shares_of_pairs_make_no_difference(folder, monkeypatch):
    import dedup.adapters.datatrove as ours

    monkeypatch.setattr(ours, "_PAIRS", 7)
    run("sign", reader(), ours.SignDocuments(here("work"), threshold=0.5, ngram=3))
    run("find", ours.FindDuplicates(here("work")), tasks=1, workers=1)
    run("drop", reader(), ours.DropDuplicates(here("work")), writer("kept"))
    partners = find_duplicates(records(), threshold=0.5, ngram=3).partners()
    assert [row["id"] for row in read(folder / "kept")] == [row["id"] for row in records() if row["id"] not in partners]


def test_cleaning_is_that_of_one_process(tmp_path, monkeypatch):
    from dedup.adapters.datatrove import CleanDocuments

    monkeypatch.chdir(tmp_path)
    texts = [f"{LEAD}\n\nParagraph number {at} tells what happened next in some detail.\n\nALSO READ: More\n\n{LEAD}" for at in range(40)]
    for number in range(TASKS):
        write(tmp_path / "in" / f"{number}.jsonl", [{"id": str(at), "text": texts[at]} for at in range(number, 40, TASKS)])
    run("clean", reader(), CleanDocuments(faq="keep"), writer("out"))
    rows = {row["id"]: row for row in read(tmp_path / "out")}
    assert {int(name): row["text"] for name, row in rows.items()} == {at: dedup.clean_text(text, faq="keep") for at, text in enumerate(texts)}
    assert rows["3"]["metadata"]["removed"] == len(texts[3]) - len(rows["3"]["text"]) > len(LEAD)


def test_a_document_that_cannot_be_cleaned_passes_with_the_reason(monkeypatch):
    from datatrove.data import Document

    from dedup.adapters.datatrove import CleanDocuments

    long = "Word. " * 100
    documents = [Document(text=long, id="long"), Document(text=LEAD, id="short")]
    first, second = CleanDocuments(max_input_bytes=200).run(documents)
    assert first.text == long
    assert "max_input_bytes" in first.metadata["clean_error"]
    assert (second.text, second.metadata) == (LEAD, {"removed": 0})


def test_impossible_settings_are_said_before_anything_runs(tmp_path):
    from dedup.adapters.datatrove import CleanDocuments, FindDuplicates, SignDocuments

    for make in (
        lambda: SignDocuments(str(tmp_path), threshold=1.5),
        lambda: FindDuplicates(str(tmp_path), keep="best"),
        lambda: CleanDocuments(no_such=1),
    ):
        with pytest.raises(ConfigError):
            make()


def signed(folder, *, tasks=TASKS):
    from datatrove.data import Document

    from dedup.adapters.datatrove import SignDocuments

    for task in range(tasks):
        rows = [Document(text=f"{LEAD} {LEAD}", id=f"{task}.{at}") for at in range(3)]
        assert len(list(SignDocuments(str(folder)).run(rows, rank=task, world_size=tasks))) == 3


def test_a_task_that_is_missing_or_damaged_is_named(tmp_path):
    from dedup.adapters.datatrove import FindDuplicates

    def find():
        return list(FindDuplicates(str(tmp_path)).run())

    with pytest.raises(SourceError, match="run SignDocuments first"):
        find()
    signed(tmp_path)
    notes = tmp_path / "00001.notes.json"
    whole = notes.read_bytes()
    notes.unlink()
    with pytest.raises(SourceError, match=r"00001.*not finished"):
        find()
    notes.write_bytes(whole[:40])
    with pytest.raises(SourceError, match=r"00001\.notes\.json is damaged"):
        find()
    notes.write_bytes(whole.replace(b"threshold 0.7", b"threshold 0.8"))
    with pytest.raises(SourceError, match="other settings"):
        find()
    notes.write_bytes(whole)
    sets = tmp_path / "00001.sets"
    for bad in (sets.read_bytes()[:-6], sets.read_bytes()[:-1], b""):
        good = sets.read_bytes()
        sets.write_bytes(bad)
        with pytest.raises(SourceError, match="sets of task 1 are damaged"):
            find()
        sets.write_bytes(good)
    assert find() == []


def test_another_reader_in_the_third_step_is_refused(tmp_path):
    from datatrove.data import Document

    from dedup.adapters.datatrove import DropDuplicates, FindDuplicates

    signed(tmp_path)
    drop = DropDuplicates(str(tmp_path))
    rows = [Document(text=LEAD, id=f"0.{at}") for at in range(4)]
    with pytest.raises(SourceError, match="run FindDuplicates"):
        list(drop.run(rows[:3]))
    list(FindDuplicates(str(tmp_path)).run())
    assert [row.id for row in drop.run(rows[:3])] == ["0.0"]
    for others in (rows[1:], rows, rows[:2]):
        with pytest.raises(SourceError, match="other documents"):
            list(drop.run(others))
