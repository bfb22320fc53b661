"""``dedup rules``: what can be struck out, by which rule, with examples."""

from __future__ import annotations

import argparse
import json
import textwrap
import tomllib
from importlib import resources
from typing import Any

from dedup.cli.files import UsageError
from dedup.cli.settings import describe_settings
from dedup.detect import rulebook

#: How many phrases are named before "and 40 more".
_PHRASES = 12
_WIDTH = 80


def run(arguments: argparse.Namespace) -> int:
    """Print the rules, or with ``--settings`` the settings.

    Raises:
        UsageError: no rule has the prefix that was given.
        RuleError: the file that was given holds no rules, or broken ones.
    """
    if arguments.settings:
        print(describe_settings())
        return 0
    rules = [_shown(rule) for rule in rulebook.read_rules(arguments.file)] if arguments.file else everything()
    chosen = [rule for rule in rules if _under(rule["id"], arguments.prefix)]
    if not chosen:
        families = sorted({rule["id"] for rule in rules})
        raise UsageError(f"no rule {arguments.prefix!r}; there are {', '.join(families)}")
    for rule in chosen:
        print(json.dumps(rule, ensure_ascii=False) if arguments.json else _described(rule))
    return 0


def everything() -> list[dict[str, Any]]:
    """Every rule that comes with dedup, sorted by id and language.

    Each is a mapping with ``id``, ``about`` (rules that are code) or ``phrases``, ``strike`` and ``keep``.
    """
    own = tomllib.loads((resources.files("dedup.cli") / "rules.toml").read_text(encoding="utf-8"))["rules"]
    phrases = [_shown(rule) for rule in rulebook.rules()]
    return sorted([*own, *phrases], key=lambda rule: (rule["id"], rule.get("language", "")))


def _shown(rule: rulebook.Rule) -> dict[str, Any]:
    return {
        "id": rule.family,
        "language": rule.language,
        "form": rule.form,
        "phrases": list(rule.phrases),
        "source": rule.source,
        "strike": list(rule.strike),
        "keep": list(rule.keep),
    }


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
