"""``dedup duplicates``: clusters, what is left, and what is said when it cannot."""

from __future__ import annotations

import gzip
import json

import pytest

from dedup.cli import main

LEAD = "The council of Ashby voted on Monday to close the old bridge to lorries from the first of June until further notice."
OTHER = "A choir of two hundred children opened the harvest festival in the valley with songs that their teachers wrote."


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def inputs(tmp_path):
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl.gz"
    one.write_text(
        json.dumps({"id": "a", "text": LEAD, "tag": 1}) + "\nnot json\n" + json.dumps({"id": "b", "text": OTHER}) + "\n",
        encoding="utf-8",
    )
    with gzip.open(two, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "c", "text": LEAD + " Indeed."}) + "\n" + json.dumps({"id": "d"}) + "\n")
    return [str(one), str(two)]


def test_clusters_go_to_a_file(inputs, tmp_path, capsys):
    assert main(["duplicates", *inputs, "-o", str(tmp_path / "clusters.jsonl")]) == 1
    (cluster,) = lines(tmp_path / "clusters.jsonl")
    assert cluster["kept"] == "a"
    assert cluster["members"][0]["id"] == "c"
    assert 0.9 < cluster["members"][0]["jaccard"] < 1
    said = capsys.readouterr().err
    assert "3 records, 1 copies of 1 others, 2 unreadable" in said
    assert "one.jsonl: record" in said
    assert "two.jsonl.gz: record" in said


def test_clusters_go_to_standard_output(inputs, capsys):
    main(["duplicates", *inputs, "--keep", "longest"])
    assert json.loads(capsys.readouterr().out)["kept"] == "c"


def test_what_is_left_and_what_went(inputs, tmp_path):
    kept = tmp_path / "kept"
    main(["duplicates", *inputs, "--drop", "-o", str(kept)])
    assert lines(kept / "one.jsonl") == [{"id": "a", "text": LEAD, "tag": 1}, {"id": "b", "text": OTHER}]
    assert gzip.decompress((kept / "two.jsonl.gz").read_bytes()) == b""
    unread = lines(tmp_path / "kept.rejects.jsonl")
    assert [(reject["place"], reject["record"]) for reject in unread] == [(1, "not json"), (1, '{"id": "d"}')]
    assert "none of the fields" in unread[1]["reason"]
    (gone,) = lines(kept / "dropped.jsonl")
    assert (gone["id"], gone["duplicate_of"]) == ("c", "a")
    assert 0.9 < gone["jaccard"] < 1


def test_workers_make_no_difference(inputs, capsys):
    said = set()
    for workers in ("1", "2"):
        main(["duplicates", *inputs, "--workers", workers])
        said.add(capsys.readouterr().out)
    assert len(said) == 1


def test_a_later_run_knows_the_earlier_one(inputs, tmp_path, capsys):
    index = str(tmp_path / "seen.db")
    main(["duplicates", inputs[0], "--index", index])
    assert capsys.readouterr().out == ""
    main(["duplicates", inputs[1], "--index", index])
    assert json.loads(capsys.readouterr().out)["kept"] == "a"
    assert main(["duplicates", inputs[1], "--index", index, "--ngram", "4"]) == 2
    assert "other settings" in capsys.readouterr().err


def test_fields_of_another_name(tmp_path, capsys):
    path = tmp_path / "x.jsonl"
    path.write_text("".join(json.dumps({"key": at, "said": LEAD}) + "\n" for at in range(2)), encoding="utf-8")
    assert main(["duplicates", str(path), "--text-field", "said", "--id-field", "key"]) == 0
    assert json.loads(capsys.readouterr().out) == {"kept": 0, "members": [{"id": 1, "jaccard": 1.0}]}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--drop"], "needs a folder"),
        (["--index", "x.db", "--keep", "longest"], "leave --keep out"),
        (["--threshold", "3"], "threshold must be"),
        (["-o", "{input}"], "never changed"),
        (["--drop", "-o", "{folder}"], "never changed"),
    ],
)
def test_what_cannot_be_done(more, said, inputs, tmp_path, capsys):
    more = [word.format(input=inputs[0], folder=tmp_path) for word in more]
    assert main(["duplicates", *inputs, *more]) == 2
    assert said in capsys.readouterr().err


def test_standard_input_cannot_be_read_twice(tmp_path, capsys):
    assert main(["duplicates", "-", "--drop", "-o", str(tmp_path / "kept")]) == 2
    assert "standard input" in capsys.readouterr().err


def test_two_inputs_of_one_name(inputs, tmp_path, capsys):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.jsonl").write_text("", encoding="utf-8")
    assert main(["duplicates", inputs[0], str(tmp_path / "sub" / "one.jsonl"), "--drop", "-o", str(tmp_path / "k")]) == 2
    assert "would become one file" in capsys.readouterr().err


def test_an_id_that_comes_twice_is_told_in_options(tmp_path, capsys):
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps({"id": "a", "text": text}) + "\n" for text in (LEAD, OTHER)), encoding="utf-8")
    assert main(["duplicates", str(file)]) == 1
    assert "two records have the id 'a'; name another field with --id-field" in capsys.readouterr().err


def test_a_record_without_a_known_field_is_told_in_options(tmp_path, capsys):
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps({"id": "a", "story": LEAD}) + "\n", encoding="utf-8")
    assert main(["duplicates", str(file)]) == 1
    assert "name yours with --text-field" in capsys.readouterr().err
    assert main(["duplicates", str(file), "--text-field", "story"]) == 0
