"""Settings from the command line: the words of the user in the types of :class:`dedup.Config`."""

from __future__ import annotations

import argparse
import dataclasses
import json
from typing import Any, get_args, get_type_hints

from dedup.config import Config, configure, from_toml
from dedup.errors import ConfigError

_TYPES = get_type_hints(Config)
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def chosen(arguments: argparse.Namespace) -> Config:
    """The settings that a command line asks for: preset or file first, then single settings in their order.

    Raises:
        ConfigError: an unknown setting, a value of the wrong type or outside its range, an unreadable file.
    """
    base = from_toml(arguments.config) if arguments.config else configure(arguments.preset or "balanced")
    settings: dict[str, Any] = {}
    for change in arguments.changes:
        name, equals, text = change.partition("=")
        if not equals:
            raise ConfigError(f"--set takes NAME=VALUE, not {change!r}")
        _put(settings, name.strip(), parse_setting(name.strip(), text))
    for name in ("keep", "faq", "unit", "ignore", "protect"):
        value = getattr(arguments, name)
        if value is not None:
            _put(settings, name, tuple(value) if isinstance(value, list) else value)
    return configure(base, **settings)


def parse_setting(name: str, text: str) -> Any:
    """``text`` as a value for the setting ``name``.

    A list takes one item per use (``--set phrases='Tip of the day:'``) or a JSON list. The value of a name
    that does not exist is given back as it is: :func:`dedup.config.configure` knows which one was meant.

    Raises:
        ConfigError: the text is no number, or no yes or no, where the setting is one.
    """
    kind = _TYPES.get(name, str)
    if kind == tuple[str, ...]:
        return _items(name, text)
    if kind is bool:
        if text.lower() not in _YES_NO:
            raise ConfigError(f"{name} must be true or false, not {text!r}")
        return _YES_NO[text.lower()]
    if kind in (int, float):
        try:
            return kind(text.replace("_", ""))
        except ValueError:
            wanted = "a whole number" if kind is int else "a number"
            raise ConfigError(f"{name} must be {wanted}, not {text!r}") from None
    return text


def describe_settings() -> str:
    """Every setting with its default, range and meaning, one block of lines each."""
    return "\n".join(_described(item) for item in dataclasses.fields(Config))


def _described(item: dataclasses.Field[Any]) -> str:
    facts = [f"default {json.dumps(item.default)}", values_of(item)]
    return f"{item.name} ({', '.join(filter(None, facts))})\n    {item.metadata['about']}"


def values_of(item: dataclasses.Field[Any]) -> str:
    """What a setting can be: the words to choose from, or the range of a number with its unit."""
    about, kind = item.metadata, _TYPES[item.name]
    if about["low"] is not None:
        low, high = (f"{end:,.0f}" if end >= 1_000 else f"{end:g}" for end in (about["low"], about["high"]))
        return ", ".join(filter(None, (f"{low} to {high}", about["unit"])))
    if kind == tuple[str, ...]:
        return "a list of texts"
    return " or ".join(json.dumps(word) for word in get_args(kind))


def _items(name: str, text: str) -> tuple[str, ...]:
    if not text.startswith("["):
        return (text,)
    try:
        items = json.loads(text)
    except ValueError:
        return (text,)  # a regular expression may well open with a bracket
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ConfigError(f"{name} must be a list of strings, not {text}")
    return tuple(items)


def _put(settings: dict[str, Any], name: str, value: Any) -> None:
    if isinstance(value, tuple):
        value = (*settings.get(name, ()), *value)
    settings[name] = value
