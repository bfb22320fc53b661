"""The documentation: its generated pages are complete, its commands are really compared, its notebook is true."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import importlib.util
import io
import json
import pathlib
import re

import pytest

import dedup
import dedup.corpus
from dedup.cli.rules import everything
from dedup.config import preset_names

ROOT = pathlib.Path(__file__).parents[1]
DOCS = ROOT / "docs"


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem + "_of_docs", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


generate = module(DOCS / "generate.py")
run_console = module(ROOT / "conftest.py").run_console


def test_every_rule_and_language_is_in_the_reference():
    text = generate.rules()
    for rule in everything():
        assert f"\n## {rule['id']}\n" in text
        if rule.get("language"):
            assert f'"{rule["language"]}, {len(rule["phrases"])} phrases"' in text


def test_every_setting_and_preset_is_in_the_reference():
    text = generate.settings()
    for item in dataclasses.fields(dedup.Config):
        assert f"| `{item.name}` | `{json.dumps(item.default)}` |" in text
    for name in preset_names():
        assert f"| `{name}` |" in text
    assert all(line.count("|") == 6 for line in text.splitlines() if line.startswith("| `") and "= " not in line[:40]
               and line.count("|") > 3)


def test_every_public_name_is_in_the_reference():
    text = generate.python()
    names = {name for name in dedup.__all__ if callable(getattr(dedup, name)) and getattr(dedup, name).__doc__}
    assert {line[3:] for line in text.splitlines() if line.startswith("## ")} >= names - {"Detector", "Evidence"}
    assert ":func:" not in text
    for name in dedup.corpus.__all__:
        assert f"\n## corpus.{name}\n" in text
    assert "clean(\n    source: Source,\n    *,\n    title: str | None = None,\n" in text


def test_every_command_is_in_the_reference():
    text = generate.command()
    for name in ("clean", "rules", "tune", "completion"):
        assert f"## dedup {name}\n" in text
    assert "--explain" in text


@pytest.mark.parametrize("text", ["a*b_c", "<script>alert(1)</script>", "`x` | y", "# no heading", "[a](b)"])
def test_what_a_rule_says_is_never_markup(text):
    assert not re.search(r"[<>`*_|\[\]]", generate._safe(text))


def test_every_page_is_in_the_menu():
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path for path in DOCS.rglob("*.*") if path.suffix in (".md", ".ipynb") and "checkpoint" not in str(path)]
    for path in pages:
        assert f" {path.relative_to(DOCS).as_posix()}\n" in menu, path


def test_the_site_needs_no_network():
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in menu
    assert "http" not in menu.replace("https://github", "")


@pytest.mark.parametrize(
    ("block", "same"),
    [
        ("$ echo one\none\n", True),
        ("$ echo one\ntwo\n", False),
        ("$ echo one\n", False),
        ("$ printf 'a\\nb\\nc\\n'\na\n...\nc\n", True),
        ("$ printf 'a\\nb\\nc\\n'\na\n...\nd\n", False),
        ("$ cat <<'END'\n> x\n>\n> y\n> END\nx\n\ny\n", True),
        ("$ echo one\none\n$ echo two\nthree\n", False),
        ("make demo\n", True),
    ],
)
def test_commands_in_the_documentation_are_run_and_compared(block, same):
    assert (run_console(block) == "") is same


@pytest.mark.slow
def test_the_notebook_prints_what_is_stored_in_it(monkeypatch):
    monkeypatch.chdir(DOCS)
    notebook = json.loads((DOCS / "session.ipynb").read_text(encoding="utf-8"))
    names = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert printed("".join(cell["source"]), names) == stored(cell), "run 'make notebook' if this is right"


def printed(source, names):
    """What a cell prints, and the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    return out.getvalue() + ("" if value is None else repr(value))


def stored(cell):
    parts = [output.get("text") or output["data"]["text/plain"] for output in cell["outputs"]]
    return "".join("".join(part) for part in parts)
