"""``dedup clean`` as people call it: files, folders, pipes, settings, and everything that can go wrong."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dedup
from dedup.cli import main

ROOT = Path(__file__).parents[2]
ARTICLE = (
    "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers.\n\n"
    "Also Read: Ferry fares to rise for the first time in nine years\n\n"
    "Buses will end at the market square until the repairs are finished in the autumn of next year.\n"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command line; gives exit code, standard output and standard error."""

    def call(*words, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code or 0, out, err

    return call


def test_text_is_exactly_the_results(run, article):
    assert run("clean", article) == (0, dedup.clean(ARTICLE).text, "")
    assert "Also Read" not in dedup.clean(ARTICLE).text


def test_standard_input(run):
    assert run("clean", "-", stdin=ARTICLE.encode()) == (0, dedup.clean(ARTICLE).text, "")


def test_a_pipe_needs_no_name(run):
    assert run("clean", stdin=ARTICLE.encode()) == (0, dedup.clean(ARTICLE).text, "")


def test_nothing_named_at_a_terminal_is_no_waiting():
    pty = pytest.importorskip("pty")
    _, terminal = pty.openpty()
    done = subprocess.run([sys.executable, "-m", "dedup", "clean"], stdin=terminal, capture_output=True, cwd=ROOT)
    assert done.returncode == 2
    assert b"name a file or a folder" in done.stderr


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_stay(run, ends):
    text = ARTICLE.replace("\n", ends)
    assert run("clean", "-", stdin=text.encode())[1] == dedup.clean(text).text


@pytest.mark.parametrize("style", ["markdown", "html"])
def test_formats(run, article, style):
    code, out, _ = run("clean", article, "--format", style)
    assert code == 0
    assert out == getattr(dedup.clean(ARTICLE), style) + "\n"


def test_json_is_one_line_per_article_and_replays(run, article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another article, of one paragraph.\n", encoding="utf-8")
    code, out, _ = run("clean", article, other, "-f", "json")
    first, second = (dedup.CleanResult.from_dict(json.loads(line)) for line in out.splitlines())
    assert code == 0
    assert first.text == dedup.clean(ARTICLE).text
    assert second.text == "Another article, of one paragraph.\n"


def test_several_articles_on_the_screen_are_told_apart(run, article):
    _, out, _ = run("clean", article, article)
    assert out.count(f"==> {article} <==") == 2


def test_output_file_is_whole_and_the_input_is_untouched(run, article, tmp_path):
    out = tmp_path / "new" / "out.txt"
    assert run("clean", article, "-o", out) == (0, "", "")
    assert out.read_text(encoding="utf-8") == dedup.clean(ARTICLE).text
    assert article.read_text(encoding="utf-8") == ARTICLE
    assert sorted(path.name for path in out.parent.iterdir()) == ["out.txt"]


def test_a_folder_becomes_a_folder_like_it(run, tmp_path):
    inside = tmp_path / "in" / "deep"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "in" / "b.html").write_text(
        "<article><p>One paragraph of text.</p></article>", encoding="utf-8"
    )
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "in" / ".hidden.txt").write_text("no", encoding="utf-8")
    code, _, _ = run("clean", tmp_path / "in", "-o", tmp_path / "out", "-f", "markdown")
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
    assert code == 0
    assert found == ["b.md", "deep/a.md"]


@pytest.mark.parametrize("target", ["article.txt", "link.txt", "sub/../article.txt"])
def test_an_input_is_never_the_output(run, article, tmp_path, target):
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.txt").symlink_to(article)
    code, _, err = run("clean", article, "-o", tmp_path / target)
    assert code == 2
    assert "inputs are never changed" in err
    assert article.read_text(encoding="utf-8") == ARTICLE


def test_a_report_is_never_written_over_the_input(run, article):
    code, _, err = run("clean", article, "--report", article)
    assert code == 2
    assert "inputs are never changed" in err


def test_several_articles_need_a_folder(run, article, tmp_path):
    taken = tmp_path / "taken.txt"
    taken.write_text("mine", encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE, encoding="utf-8")
    code, _, err = run("clean", article, other, "--output", taken)
    assert code == 2
    assert f"2 articles need a folder, and {taken} is a file" in err
    assert taken.read_text(encoding="utf-8") == "mine"


def test_two_inputs_are_never_one_output(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.txt").write_text(ARTICLE, encoding="utf-8")
    code, _, err = run("clean", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out")
    assert code == 2
    assert "would both become" in err


def test_a_text_and_a_page_of_one_name_become_two_outputs(run, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "a.html", "b.md"):
        (tmp_path / "in" / name).write_text(ARTICLE, encoding="utf-8")
    assert run("clean", tmp_path / "in", "-o", tmp_path / "out")[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.html.txt", "a.txt", "b.txt"]


def test_a_device_is_written_to_and_not_replaced(run, article):
    assert run("clean", article, "-o", os.devnull)[0] == 0
    assert not Path(os.devnull).is_file()


def test_an_output_that_cannot_be_written_is_named(run, article):
    code, _, err = run("clean", article, "-o", article / "below" / "out.txt")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["https://news.example/a"], "does not fetch pages; pipe one in"),
    ],
)
def test_sources_that_are_none(run, words, said):
    code, _, err = run("clean", *words)
    assert code == 2
    assert said in err


def test_a_folder_without_articles(run, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    code, _, err = run("clean", tmp_path)
    assert code == 2
    assert "no articles in this folder; looked for .txt" in err


def test_a_file_of_records_points_to_the_right_command(run, tmp_path):
    (tmp_path / "dump.jsonl.gz").write_bytes(b"")
    code, _, err = run("clean", tmp_path / "dump.jsonl.gz")
    assert code == 2
    assert "dedup corpus" in err


def test_one_unreadable_article_does_not_stop_the_others(run, article, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x81\x8d\x8f\x00\x01\x02\xff\xfe" * 400)
    big = tmp_path / "big.txt"
    big.write_text("word " * 500, encoding="utf-8")
    code, out, err = run("clean", big, article, "-s", "max_input_bytes=2000")
    assert code == 1
    assert "big.txt: max_input_bytes: the input needs 2,500, the limit is 2,000" in err
    assert dedup.clean(ARTICLE).text in out


def test_what_would_take_far_more_memory_than_its_size_is_named_and_the_others_cleaned(run, article, tmp_path):
    lines = tmp_path / "lines.txt"
    lines.write_text("a\n" * 300_000, encoding="utf-8")
    code, out, err = run("clean", lines, article)
    assert code == 1
    assert "lines.txt: max_expansion: the input needs" in err
    assert dedup.clean(ARTICLE).text in out


def test_standard_input_is_limited_too(run):
    code, _, err = run("clean", "-", "-s", "max_input_bytes=10", stdin=b"x" * 1000)
    assert code == 1
    assert "standard input: max_input_bytes" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-s", "kep=last"], "did you mean 'keep'"),
        (["-s", "keep=middle"], "keep must be one of first, last, longest"),
        (["-s", "max_removed=lots"], "max_removed must be a number, not 'lots'"),
        (["-s", "max_removed=2"], "max_removed must be between 0 and 1"),
        (["-s", "max_removed"], "--set takes NAME=VALUE"),
        (["--protect", "(unclosed"], "unclosed"),
        (["--preset", "blanced"], "blanced"),
        (["--config", "nowhere.toml"], "nowhere.toml"),
        (["--explain", "--format", "json"], "--output OUT"),
        (["--colour"], "--colour"),
    ],
)
def test_settings_that_cannot_be(run, article, words, said):
    code, out, err = run("clean", article, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_broken_settings_file_is_named(run, article, tmp_path):
    broken = tmp_path / "dedup.toml"
    broken.write_text("keep = [", encoding="utf-8")
    code, _, err = run("clean", article, "--config", broken)
    assert code == 2
    assert "dedup.toml" in err
    assert len(err.splitlines()) == 1


def test_settings_reach_the_cleaning(run, article, tmp_path):
    settings = tmp_path / "dedup.toml"
    settings.write_text('ignore = ["boilerplate.related"]', encoding="utf-8")
    for words in (
        ["--ignore", "boilerplate.related"],
        ["-c", settings],
        ["-p", "off"],
        ["--protect", "Ferry"],
    ):
        assert run("clean", article, *words)[1] == ARTICLE


def test_explain_shows_the_rule_and_writes_nothing_else(run, article, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("clean", article, "--explain")
    assert code == 0
    assert "- Also Read: Ferry fares" in out
    assert "boilerplate.related" in out
    assert "\x1b" not in out


def test_explain_and_output_together(run, article, tmp_path):
    _, out, _ = run("clean", article, "--explain", "-o", tmp_path / "out.txt")
    assert "boilerplate.related" in out
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == dedup.clean(ARTICLE).text


def test_report_of_one_and_of_many(run, article, tmp_path):
    run("clean", article, "--report", tmp_path / "one.html", "-o", os.devnull)
    assert "Also Read: Ferry fares" in (tmp_path / "one.html").read_text(encoding="utf-8")
    run("clean", article, article, "--report", tmp_path / "many.html")
    assert "2 articles" in (tmp_path / "many.html").read_text(encoding="utf-8")


def test_title_url_and_language_are_passed_on(run, article):
    _, out, _ = run(
        "clean", article, "-f", "json", "--title", "T", "--url", "https://u.example", "--language", "en"
    )
    document = json.loads(out)["document"]
    assert (document["title"], document["url"], document["language"]) == ("T", "https://u.example", "en")


def test_a_closed_pipe_is_no_error(tmp_path):
    big = tmp_path / "big.txt"
    big.write_text("word " * 60_000, encoding="utf-8")
    pipe = subprocess.Popen(
        [sys.executable, "-m", "dedup", "clean", str(big)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert pipe.stdout.read(9) == b"word word"
    pipe.stdout.close()
    assert pipe.stderr.read() == b""
    pipe.stderr.close()
    assert pipe.wait() == 0
