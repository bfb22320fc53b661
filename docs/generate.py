"""The reference pages, made from the package when the site is built, so that they cannot be out of date."""

from __future__ import annotations

import argparse
import dataclasses
import html
import inspect
import itertools
import json
import re
from pathlib import Path
from typing import Any

import dedup
import dedup.corpus
from dedup.cli.arguments import parser
from dedup.cli.rules import everything
from dedup.cli.settings import values_of
from dedup.config import Config, preset_names

_ROLE = re.compile(r":\w+:`~?([^`]+)`")


def on_config(config: Any) -> Any:
    """Leave pages out of the navigation that no one has written yet."""
    made = {f"reference/{name}.md" for name in PAGES}
    config.nav = _existing(config.nav, Path(config.docs_dir), made)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages."""
    from mkdocs.structure.files import File

    for name, make in PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content=make()))
    return files


def _existing(entries: list[Any], folder: Path, made: set[str]) -> list[Any]:
    kept: list[Any] = []
    for entry in entries:
        if isinstance(entry, str):
            kept += [entry] if entry in made or (folder / entry).exists() else []
        else:
            ((title, inside),) = entry.items()
            if isinstance(inside, list):
                inside = _existing(inside, folder, made)
            kept += [{title: inside}] if inside else []
    return kept


def rules() -> str:
    """Every rule with its examples, by id and language."""
    lines = [
        "# Rules",
        "",
        "Made from the rule files when this site was built; `dedup rules` prints the same. A struck example "
        "is <del>crossed out</del>; the others must stay, and both are tests.",
        "",
    ]
    for name, group in itertools.groupby(everything(), key=lambda rule: rule["id"]):
        lines += [f"## {name}", ""]
        for rule in group:
            lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _rule(rule: dict[str, Any]) -> list[str]:
    body = []
    if "about" in rule:
        body += [_safe(rule["about"]), ""]
    else:
        body += ["Phrases: " + ", ".join(f"<code>{_safe(phrase)}</code>" for phrase in rule["phrases"]), ""]
        body += [f"Form: `{rule['form']}`. Source: {_safe(rule['source'])}.", ""]
    body += [f"- <del>{_shown(example)}</del>" for example in rule.get("strike", ())]
    body += [f"- {_shown(example)}" for example in rule.get("keep", ())]
    body += [""]
    if "about" in rule:
        return body
    return [f'??? note "{rule["language"]}, {len(rule["phrases"])} phrases"', "", *("    " + line for line in body)]


def _shown(example: str | list[str]) -> str:
    return _safe(example) if isinstance(example, str) else "<br>".join(map(_safe, example))


def _safe(text: str) -> str:
    """Text as it is: what Markdown or HTML would read as a mark is written as a character reference."""
    line = html.escape(" ".join(text.split()))
    return re.sub(r"[\\`*_{}\[\]()#+!|~^$:-]", lambda mark: f"&#{ord(mark[0])};", line)


def settings() -> str:
    """Every setting, and what the presets change."""
    lines = [
        "# Settings",
        "",
        "Made from `dedup.Config` when this site was built; `dedup rules --settings` prints the same. "
        "Each is a keyword "
        "of `dedup.clean`, a key of `dedup.toml`, and `--set NAME=VALUE` on the command line.",
        "",
        "| setting | default | values | what it does | where the default comes from |",
        "|---|---|---|---|---|",
    ]
    for item in dataclasses.fields(Config):
        about = item.metadata
        reach = _safe(values_of(item))
        said = (_safe(about["about"]), _safe(about["source"]))
        cells = (f"`{item.name}`", f"`{json.dumps(item.default)}`", reach, *said)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Presets", "", "| preset | what it changes |", "|---|---|"]
    default = Config()
    for name in preset_names():
        chosen = dedup.configure(name)
        changed = [
            f"`{item.name} = {json.dumps(getattr(chosen, item.name))}`"
            for item in dataclasses.fields(Config)
            if getattr(chosen, item.name) != getattr(default, item.name)
        ]
        lines.append(f"| `{name}` | {', '.join(changed) or 'nothing'} |")
    return "\n".join(lines) + "\n"


def command() -> str:
    """The help of every command."""
    top = parser()
    lines = ["# The command", "", "Made from the program's own help when this site was built.", ""]
    (commands,) = (action for action in top._actions if hasattr(action, "choices") and action.choices)
    for name, each in [("dedup", top), *((f"dedup {name}", each) for name, each in commands.choices.items())]:
        each.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=88)
        lines += [f"## {name}", "", "```text", each.format_help().rstrip(), "```", ""]
    return "\n".join(lines)


def python() -> str:
    """Every public name of the package and of its room for many articles, with its documentation."""
    lines = ["# Python", "", "Made from the docstrings when this site was built."]
    for module in (dedup, dedup.corpus):
        lines += [*_public(module), ""]
    return "\n".join(lines)


def _public(module: Any) -> list[str]:
    """The names of a module; functions first."""
    lines: list[str] = []
    for name in sorted(module.__all__, key=lambda name: (not name[0].islower(), name.lower())):
        thing = getattr(module, name)
        text = inspect.getdoc(thing)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)) or not text:
            continue
        said = _ROLE.sub(r"\1", text).replace("``", "`")
        shown = [*_signature(name, thing), ""] if inspect.isfunction(thing) else []
        title = name if module is dedup else f"{module.__name__.removeprefix('dedup.')}.{name}"
        lines += ["", f"## {title}", "", "```text", *shown, said, "```"]
    return lines


def _signature(name: str, thing: Any) -> list[str]:
    """A parameter a line."""
    signature = inspect.signature(thing)
    lines, named = [], False
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not named:
            lines.append("    *,")
            named = True
        star = {one.VAR_KEYWORD: "**", one.VAR_POSITIONAL: "*"}.get(one.kind, "")
        default = "" if one.default is one.empty else f" = {one.default!r}"
        lines.append(f"    {star}{one.name}: {one.annotation}{default},")
    return [f"{name}(", *lines, f") -> {signature.return_annotation}"]


def tidy(path: Path) -> None:
    """Take out of a notebook what changes with every run: times, counts, versions."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if "outputs" in cell:
            cell["execution_count"] = None
            for output in cell["outputs"]:
                output.pop("execution_count", None)
                if output["output_type"] == "execute_result":
                    output["execution_count"] = None
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


PAGES = {"rules": rules, "settings": settings, "command": command, "python": python}

if __name__ == "__main__":
    import sys

    tidy(Path(sys.argv[1]))
