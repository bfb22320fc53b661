"""``dedup rules``: what can be struck out, by which rule, with examples."""

from __future__ import annotations

import argparse
import json
import textwrap
import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from dedup.cli.files import UsageError
from dedup.cli.settings import describe_settings

#: How many phrases are named before "and 40 more".
_PHRASES = 12
_WIDTH = 80


def run(arguments: argparse.Namespace) -> int:
    """Print the rules, or with ``--settings`` the settings.

    Raises:
        UsageError: no rule has the prefix that was given.
    """
    if arguments.settings:
        print(describe_settings())
        return 0
    chosen = [rule for rule in everything() if _under(rule["id"], arguments.prefix)]
    if not chosen:
        families = sorted({rule["id"] for rule in everything()})
        raise UsageError(f"no rule {arguments.prefix!r}; there are {', '.join(families)}")
    for rule in chosen:
        print(json.dumps(rule, ensure_ascii=False) if arguments.json else _described(rule))
    return 0


def everything() -> list[dict[str, Any]]:
    """Every rule as a mapping: ``id``, ``about`` or ``phrases``, ``strike``, ``keep``, where it has them
    ``language`` and ``source``; sorted by id and language."""
    own = tomllib.loads((resources.files("dedup.cli") / "rules.toml").read_text(encoding="utf-8"))["rules"]
    return sorted([*own, *_phrase_rules()], key=lambda rule: (rule["id"], rule.get("language", "")))


def _phrase_rules() -> Iterator[dict[str, Any]]:
    for file in _rule_files():
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for rule in data.get("rules", ()):
            yield {"id": rule.get("family", data.get("family", file.name)), **rule}


def _rule_files() -> list[Traversable]:
    folder = resources.files("dedup.detect") / "rules"
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )


def _under(rule: str, prefix: str) -> bool:
    return not prefix or rule == prefix or rule.startswith(prefix + ".")


def _described(rule: dict[str, Any]) -> str:
    language = f"  [{rule['language']}]" if rule.get("language") else ""
    lines = [rule["id"] + language, *_wrapped(_about(rule), "  ")]
    if rule.get("source"):
        lines += _wrapped(f"Source: {rule['source']}.", "  ")
    for name, mark, examples in (("Goes:", "-", rule.get("strike")), ("Stays:", " ", rule.get("keep"))):
        lines += [f"  {name}"] if examples else []
        for example in examples or ():
            lines += _example(mark, example)
    return "\n".join(lines) + "\n"


def _about(rule: dict[str, Any]) -> str:
    if "about" in rule:
        return str(rule["about"])
    phrases = rule.get("phrases", [])
    more = f" and {len(phrases) - _PHRASES} more" if len(phrases) > _PHRASES else ""
    return f"Lines with: {'; '.join(phrases[:_PHRASES])}{more}."


def _example(mark: str, example: str | list[str]) -> list[str]:
    """An example with its mark before what goes: the whole line, or the last paragraph of several."""
    if isinstance(example, str):
        return _wrapped(example, f"  {mark} ")
    before = [line for text in example[:-1] for line in _wrapped(text, "    ")]
    return [*before, *_wrapped(example[-1], f"  {mark} ")]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
