"""``dedup tune`` as people call it."""

from __future__ import annotations

import json

import pytest

import dedup
from dedup.cli import main

LEAD = "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers."
ALSO = "Also Read: Ferry fares to rise for the first time in nine years"
BUS = "Buses will end at the market square until the repairs are finished in the autumn of next year."


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("\n\n".join([LEAD, ALSO, BUS, LEAD]), encoding="utf-8")
    label = {"file": "a.txt", "strike": [LEAD], "keep": "rest"}
    (tmp_path / "labels.jsonl").write_text(json.dumps(label) + "\n", encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    try:
        code = main(["tune", *words])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_the_written_file_makes_the_labels_come_true(place, capsys):
    code, out, err = run(capsys, "a.txt", "--label", "labels.jsonl", "-o", "dedup.toml")
    assert (code, err) == (0, "")
    assert "1 article, 1 labelled" in out
    assert 'best here: balanced, ignore = ["boilerplate.related"]' in out
    assert "misses 0 and loses 0 words; balanced 0 and 13" in out
    config = dedup.from_toml("dedup.toml")
    assert dedup.clean((place / "a.txt").read_text(encoding="utf-8"), config=config).text.count(LEAD) == 1
    assert ALSO in dedup.clean((place / "a.txt").read_text(encoding="utf-8"), config=config).text
    assert main(["clean", "a.txt", "--config", "dedup.toml"]) == 0


def test_presets_are_compared(place, capsys):
    _, out, _ = run(capsys, "a.txt", "--label", "labels.jsonl")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines()[2:6]}
    assert rows["balanced"] == ["32", "19", "0", "13"]
    assert rows["off"] == ["0", "0", "19", "0"]
    assert set(rows) == set(dedup.config.preset_names())
    assert max(map(len, out.splitlines())) <= 80
    assert not (place / "dedup.toml").exists()


def test_mistakes_are_shown_with_their_reason(place, capsys):
    (place / "labels.jsonl").write_text(json.dumps({"file": "a.txt", "strike": [BUS], "keep": [LEAD]}), encoding="utf-8")
    _, out, _ = run(capsys, "a.txt", "--label", "labels.jsonl")
    assert "still wrong" in out
    assert "missed: nothing claims it" in out
    _, out, _ = run(capsys, "a.txt", "--label", "labels.jsonl", "--show", "0")
    assert "still wrong" not in out


def test_a_draft_can_be_used_at_once(place, capsys):
    assert run(capsys, "a.txt", "--draft", "draft.jsonl")[0] == 0
    assert json.loads((place / "draft.jsonl").read_text(encoding="utf-8"))["strike"] == [ALSO, LEAD]
    _, out, _ = run(capsys, "a.txt", "--label", "draft.jsonl")
    assert "misses 0 and loses 0 words" in out


def test_without_labels_nothing_is_chosen(place, capsys):
    code, out, _ = run(capsys, "a.txt")
    assert code == 0
    assert "0 labelled" in out
    assert "best here" not in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["a.txt", "-o", "dedup.toml"], 2, "--output needs --label"),
        (["a.txt", "--label", "labels.jsonl", "-o", "a.txt"], 2, "inputs are never changed"),
        (["a.txt", "--draft", "a.txt"], 2, "inputs are never changed"),
        (["a.txt", "--label", "nowhere.jsonl"], 2, "nowhere.jsonl: cannot be read"),
        (["a.txt", "--label", "empty.jsonl"], 1, "no labels; one a line"),
        (["a.txt", "--label", "other.jsonl"], 1, "none of the articles"),
        (["a.txt", "--loss", "-1"], 2, "must be 0 or more"),
        (["a.txt", "--show", "few"], 2, "--show"),
        (["nowhere.txt"], 2, "no such file or folder"),
    ],
)
def test_what_cannot_be_done(place, capsys, words, code, said):
    (place / "empty.jsonl").write_text("\n", encoding="utf-8")
    (place / "other.jsonl").write_text('{"file": "b.txt"}', encoding="utf-8")
    before = (place / "a.txt").read_bytes()
    got, _, err = run(capsys, *words)
    assert got == code
    assert said in err
    assert (place / "a.txt").read_bytes() == before


def test_an_unreadable_article_is_named_and_the_others_are_tried(place, capsys):
    (place / "bad.txt").write_bytes(b"\xff\xfe\x00")
    code, out, err = run(capsys, "a.txt", "bad.txt", "--label", "labels.jsonl")
    assert code == 1
    assert "bad.txt" in err
    assert "1 article, 1 labelled" in out
