"""The package as a whole: what importing it costs, what it ships, what it says of itself."""

from __future__ import annotations

import importlib.metadata
import pathlib
import re
import subprocess
import sys
import tomllib

import pytest

import dedup

ROOT = pathlib.Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = ("numpy", "scipy", "datasketch", "rapidfuzz", "selectolax", "bs4", "rich", "pandas", "asyncio", "re2")


def loaded(code):
    program = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_importing_loads_nothing_heavy():
    assert not loaded("import dedup") & set(HEAVY)


def test_the_command_line_loads_nothing_heavy_before_it_works():
    code = "from dedup.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass"
    assert not loaded(code) & set(HEAVY)


def test_cleaning_an_article_does_not_load_what_only_a_corpus_needs():
    text = (ROOT / "examples" / "bridge.txt").read_text(encoding="utf-8")
    assert not loaded(f"import dedup\ndedup.clean({text!r})") & {
        "scipy",
        "datasketch",
        "rich",
        "pandas",
        "bs4",
    }


def test_the_version_is_said_once():
    assert "version" in PROJECT["project"]["dynamic"]
    assert importlib.metadata.version("article-dedup") == dedup.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", dedup.__version__)


def test_the_package_is_typed_and_ships_its_data():
    package = pathlib.Path(dedup.__file__).parent
    for name in ("py.typed", "presets.toml", "report/assets/report.css", "report/assets/report.js"):
        assert (package / name).stat().st_size >= 0


def pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("extra", ["", *PROJECT["project"]["optional-dependencies"]])
def test_everything_that_is_asked_for_is_pinned(extra):
    wanted = (
        PROJECT["project"]["optional-dependencies"][extra] if extra else PROJECT["project"]["dependencies"]
    )
    loose = [requirement for requirement in wanted if "==" not in requirement]
    names = {canonical(re.match(r"[\w.-]+", requirement)[0]) for requirement in loose}
    assert names - {"article-dedup"} <= {canonical(name) for name in pins()}


def test_pins_are_plain():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?:|--hash|file:|@", text)


def test_the_changelog_says_for_each_version_which_text_goes():
    versions = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert versions
    assert all("### Changes in which text goes" in version for version in versions)


def test_the_budget_of_lines():
    for path in (ROOT / "dedup").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path


def test_no_machine_path_and_no_registry_host_in_the_project():
    words = ("/" + "work/", "/" + "opt/", "pypi" + ".org", "index" + "-url")
    for path in ROOT.rglob("*"):
        hidden = any(part.startswith(".venv") or part in (".git", "dist", "site") for part in path.parts)
        if path.suffix in (".py", ".toml", ".md", ".txt", ".sh") and not hidden:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], path


@pytest.mark.parametrize("extra", ["scrapy", "pandas", "polars", "datasets", "ray", "redis", "parquet", "warc", "zstd"])
def test_an_extra_pulls_what_it_says(extra):
    """What the installed metadata asks for under an extra is what pyproject.toml says, with the adapter's party in it."""
    wanted = [
        canonical(re.match(r"[\w.-]+", line)[0])
        for line in importlib.metadata.requires("article-dedup")
        if re.search(rf"extra == ['\"]{extra}['\"]", line)
    ]
    said = [canonical(re.match(r"[\w.-]+", line)[0]) for line in PROJECT["project"]["optional-dependencies"][extra]]
    assert sorted(wanted) == sorted(said)
    assert extra in {*wanted, "parquet", "warc", "zstd"}
