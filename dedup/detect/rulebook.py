"""Rule files -> rules.

A rule file is TOML: a ``family`` (the rule id) and ``[[rules]]``. The fields of a rule are those of
:class:`Rule`; ``docs/phrases.md`` explains them to those who write one. Phrases are compared in a folded
form, so a file holds each once, in any case and with or without accents.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from dedup.errors import RuleError

FORMS: Final = ("label", "opening", "name", "start", "inside", "ending", "words", "marked")
COLLECTS: Final = ("", "titles", "people", "form")


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases of one family in one language that are judged alike.

    Attributes:
        family: the rule id of what it finds, such as ``boilerplate.related``.
        language: ISO 639-1 code, or ``mul`` where one list serves many languages.
        form: how a phrase must stand in its line. ``label``: it is the whole line, but for punctuation,
            brackets and a number. ``opening``: that, or a separator and a title follow it. ``name``: that, or
            capitalised names follow it. ``start``: it begins a line that is short and has one of ``needs``.
            ``inside``: it stands anywhere in a short line. ``ending``: it stands behind a title. ``words``: the line
            is made of such words and numbers, with at least one number. ``marked``: each of its words, two at least,
            begins with the phrase, which is one sign.
        phrases: in any case, with or without accents. In a rule file a list of texts, or one text with a phrase a line.
        source: where they were seen.
        strike, keep: lines that the rule must find and lines that no rule may find.
        needs: for ``start`` and ``inside``: what else the line must contain (any one); empty for nothing. In a rule
            file ``{platforms}`` stands for that list of ``lists.toml``.
        max_chars, max_words: longer lines are prose.
        upper: the phrase counts in capitals only.
        weak: too common in prose and tables to act alone: acts at the article's edges, or next to a line
            that another rule found.
        at_end: acts in the last blocks of an article only, where its authors and its sources are named.
        collects: what goes with a heading of this kind. ``titles``: the list under it. ``people``: the author
            boxes up to the article's end. ``form``: the lines of a form (newsletter, comment).
        score: how sure a plain match is, 0.0-1.0.
    """

    family: str
    language: str
    form: str
    phrases: tuple[str, ...]
    source: str
    strike: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    max_chars: int = 220
    max_words: int = 30
    upper: bool = False
    weak: bool = False
    at_end: bool = False
    collects: str = ""
    score: float = 0.9

    @property
    def id(self) -> str:
        """The rule id of what it finds: the same as ``family``."""
        return self.family


def rules() -> tuple[Rule, ...]:
    """The rules that come with dedup, by file and in the order of the files."""
    return _builtin()


@functools.cache
def _builtin() -> tuple[Rule, ...]:
    folder = resources.files("dedup") / "detect" / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(rule for f in files for rule in parse(f.read_text(encoding="utf-8"), f.name))


@functools.lru_cache(maxsize=32)
def read_rules(path: str | Path) -> tuple[Rule, ...]:
    """The rules of a file of the user's own.

    Raises:
        RuleError: the file cannot be read, is no TOML, or a rule does not say what it must.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or no name of a file
        raise RuleError(f"{path}: {error}") from error
    return tuple(parse(text, str(path)))


def known_rules(files: tuple[str, ...]) -> Iterator[Rule]:
    """The rules of a caller's files, then dedup's own.

    Raises:
        RuleError: a file of the caller's is unusable.
    """
    for path in files:
        yield from read_rules(path)
    yield from rules()


def parse(text: str, name: str) -> Iterator[Rule]:
    """The rules of a TOML text; ``name`` is what an error calls it.

    Raises:
        RuleError: see :func:`read_rules`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {error}") from error
    family, entries = data.get("family"), data.get("rules", [])
    if not isinstance(family, str) or not isinstance(entries, list) or not entries:
        raise RuleError(f"{name}: needs family = '...' and at least one [[rules]]")
    shared = {key: value for key, value in data.items() if key != "rules"}
    for number, entry in enumerate(entries, 1):
        yield _rule({**shared, **entry}, f"{name}, rule {number}")


_REQUIRED: Final = ("family", "language", "form", "phrases", "source")
_LISTS: Final = ("phrases", "strike", "keep", "needs")


def _rule(entry: dict[str, Any], where: str) -> Rule:
    if isinstance(lines := entry.get("phrases"), str):
        entry = {**entry, "phrases": [line.strip() for line in lines.split("\n") if line.strip()]}
    missing = [key for key in _REQUIRED if not entry.get(key)]
    unknown = sorted(entry.keys() - Rule.__dataclass_fields__.keys())
    if missing or unknown:
        what = f"lacks {', '.join(missing)}" if missing else f"has an unknown field {unknown[0]!r}"
        raise RuleError(f"{where}: {what}; fields are {', '.join(Rule.__dataclass_fields__)}")
    for key, value in entry.items():
        want = _TYPES[key]
        if not isinstance(value, want) or (isinstance(value, bool) and want is not bool):
            raise RuleError(f"{where}: {key} cannot be {value!r}")
        if key in _LISTS and not all(isinstance(text, str) and text.strip() for text in value):
            raise RuleError(f"{where}: {key} must be a list of texts")
    if entry["form"] not in FORMS:
        raise RuleError(f"{where}: form must be one of {', '.join(FORMS)}, not {entry['form']!r}")
    if entry.get("collects", "") not in COLLECTS:
        raise RuleError(f"{where}: collects must be one of {', '.join(COLLECTS[1:])}, not {entry['collects']!r}")
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in entry.items()}
    if "needs" in values:
        values["needs"] = tuple(_spelled_out(values["needs"], where))
    return Rule(**values)


def _spelled_out(needs: Iterable[str], where: str) -> Iterator[str]:
    for need in needs:
        if not (need.startswith("{") and need.endswith("}")):
            yield need
        elif (words := _word_lists().get(need[1:-1])) is None:
            raise RuleError(f"{where}: no list is called {need!r}; there are {', '.join(_word_lists())}")
        else:
            yield from words


@functools.cache
def _word_lists() -> dict[str, list[str]]:
    return data_file("lists.toml")


def data_file(name: str) -> dict[str, Any]:
    """What a TOML file beside this module says."""
    return tomllib.loads((resources.files("dedup") / "detect" / name).read_text(encoding="utf-8"))


_TYPES: Final[dict[str, Any]] = {
    **dict.fromkeys(("family", "language", "form", "source", "collects"), str),
    **dict.fromkeys(_LISTS, list),
    **dict.fromkeys(("max_chars", "max_words"), int),
    **dict.fromkeys(("upper", "weak", "at_end"), bool),
    "score": (int, float),
}
