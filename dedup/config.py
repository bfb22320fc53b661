"""Settings: one frozen object, one validator, presets as data.

Every setting stands here once, with what it does, its unit, its range and where the default comes
from. Keywords of ``clean()``, a TOML file and the command line all pass through :func:`configure`.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args, get_type_hints

from dedup.errors import ConfigError, PatternError
from dedup.patterns import compile_pattern
from dedup.rule_ids import check_ids

Keep: TypeAlias = Literal["first", "last", "longest"]
Faq: TypeAlias = Literal["drop", "restated", "keep"]
Unit: TypeAlias = Literal["block", "sentence"]

#: Categories of Unicode in which nothing is seen: spaces, controls, marks of direction.
_UNSEEN = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
#: What is found in all of these texts is found in every one.
_UNLIKE = ("", "a", "7", "。!")
_RESEARCH = "grid over the passages benchmark; see docs/repeats.md"


def _setting(
    default: Any,
    about: str,
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    source: str = "choice",
) -> Any:
    """A field with its documentation; ``low`` and ``high`` are inclusive."""
    metadata = {"about": about, "unit": unit, "low": low, "high": high, "source": source}
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """Settings of a cleaning. Build one with :func:`configure`; every field has a default.

    Raises:
        ConfigError: an unknown name, a wrong type or a value outside its range.
    """

    # What goes and what stays
    keep: Keep = _setting("first", "which copy of a repeated passage stays")
    faq: Faq = _setting("drop", "FAQ blocks: drop all, only answers that restate the body, or keep")
    unit: Unit = _setting("block", "strike whole blocks, or also single repeated sentences")
    ignore: tuple[str, ...] = _setting((), "rule prefixes to switch off; the longest prefix wins")
    select: tuple[str, ...] = _setting((), "rule prefixes to switch on again inside an ignored one")
    protect: tuple[str, ...] = _setting((), "regular expressions; a block in which one is found always stays")
    phrases: tuple[str, ...] = _setting((), "further phrases that open a line of boilerplate")
    rule_files: tuple[str, ...] = _setting((), "TOML files with further rules, in the form of dedup's own")
    max_removed: float = _setting(
        0.6,
        "when more of the article's words would go, nothing goes",
        unit="share of words",
        low=0.0,
        high=1.0,
    )

    # Limits: what an input may cost
    max_input_bytes: int = _setting(
        64 * 2**20, "largest input", unit="bytes (code points for text)", low=1, high=2**40
    )
    max_ratio: int = _setting(
        300, "most bytes that a compressed corpus file may unpack into, after the first 64 MB",
        unit="bytes per compressed byte", low=1, high=10**6,
        source="text packs 3 to 30 times, a corpus of near copies 100 times, a bomb 1,000 times and more",
    )
    max_blocks: int = _setting(1_000_000, "most blocks in one document", unit="blocks", low=1, high=10**9)
    max_depth: int = _setting(
        2_000,
        "deepest nesting of markup",
        unit="elements",
        low=16,
        high=100_000,
        source="lexbor's cost grows with the square of the depth; browsers stop at 512",
    )
    max_elements: int = _setting(
        1_000_000,
        "most elements of a page, those that its errors make the parser add included",
        unit="elements",
        low=1_000,
        high=10**9,
        source="none of 1,225 pages of the evaluation data is refused; a million take some 270 MB",
    )
    max_expansion: int = _setting(
        30,
        "most memory that a document may take; asked only of what takes more than 100 MB",
        unit="bytes per byte of the input, estimated from its paragraphs, elements and findings",
        low=1,
        high=10**6,
        source="measured by benchmarks.hostile; an article takes 10 to 25, nothing but two-letter lines 500",
    )

    # Repeats (thresholds owned by dedup.detect.repeats)
    exact_words: int = _setting(
        4, "shortest paragraph that counts as an exact repeat by itself", unit="words", low=1, high=100,
        source=_RESEARCH,
    )
    near_words: int = _setting(
        8, "shortest paragraph that counts as a near repeat", unit="words", low=1, high=100, source=_RESEARCH
    )
    near_jaccard: float = _setting(
        0.78, "near repeat: least Jaccard similarity of 5-character shingles", unit="share", low=0.0, high=1.0,
        source=_RESEARCH,
    )
    contained_words: int = _setting(
        10, "contained: fewest words of the contained paragraph", unit="words", low=3, high=1000, source=_RESEARCH
    )
    contained_share: float = _setting(
        0.80, "contained: least share of its 3-word shingles that the other has", unit="share", low=0.0, high=1.0,
        source=_RESEARCH,
    )
    reworded_words: int = _setting(
        12, "reworded: fewest words of either paragraph", unit="words", low=3, high=1000, source=_RESEARCH
    )
    reworded_ratio: float = _setting(
        0.4, "reworded: least ratio of the shorter to the longer", unit="words per word", low=0.0, high=1.0,
        source=_RESEARCH,
    )
    reworded_dice: float = _setting(
        0.50, "reworded: least weighted Dice of the words", unit="share", low=0.0, high=1.0, source=_RESEARCH
    )
    reworded_order: float = _setting(
        0.42, "reworded: least share of words in common order (LCS)", unit="share", low=0.0, high=1.0,
        source=_RESEARCH,
    )
    reworded_sum: float = _setting(
        1.03, "reworded: least sum of the two", unit="sum of shares", low=0.0, high=2.0, source=_RESEARCH
    )
    reordered_dice: float = _setting(
        0.75, "reworded, clauses in another order: least Dice, where both state the same facts", unit="share",
        low=0.0, high=1.0, source="pairs written by hand, clauses exchanged; see docs/repeats.md",
    )
    new_sentence_words: int = _setting(
        4, "a paragraph with a new sentence of so many different content words stays", unit="words", low=1,
        high=1000, source="flags on untouched news, read by hand; see docs/repeats.md",
    )
    new_sentence_share: float = _setting(
        0.35, "a sentence is new when the other paragraph has less than this of its content words", unit="share",
        low=0.0, high=1.0, source="flags on untouched news, read by hand; see docs/repeats.md",
    )
    reworded_adds: int = _setting(
        3, "reworded: a paragraph that adds so many names and numbers stays", unit="facts", low=1, high=1000,
        source="flags on untouched news, read by hand; see docs/repeats.md",
    )
    run_sum: float = _setting(
        0.80, "reworded, next to a matched pair: least sum", unit="sum of shares", low=0.0, high=2.0,
        source=_RESEARCH,
    )
    run_dice: float = _setting(
        0.34, "reworded, next to a matched pair: least Dice", unit="share", low=0.0, high=1.0, source=_RESEARCH
    )
    run_agreed_sum: float = _setting(
        0.70, "the same, where both state the same names and numbers", unit="sum of shares", low=0.0, high=2.0,
        source=_RESEARCH,
    )
    refrain_line: float = _setting(
        14.0, "a document whose median paragraph is shorter is verse, dialogue or a list", unit="words", low=0.0,
        high=1000.0, source=_RESEARCH,
    )
    refrain_words: int = _setting(
        20, "in such a document, shortest paragraph that counts as a repeat by itself", unit="words", low=1,
        high=1000, source=_RESEARCH,
    )
    refrain_share: float = _setting(
        0.25, "in such a document, a run of shorter ones counts from this share of all its words on",
        unit="share of words", low=0.0, high=1.0, source=_RESEARCH,
    )
    family_dice: float = _setting(
        0.40, "family: from this Dice on two paragraphs resemble each other", unit="share", low=0.0, high=1.0,
        source=_RESEARCH,
    )
    family_size: int = _setting(
        2, "family: a paragraph that resembles more than so many others is one of a series", unit="paragraphs",
        low=1, high=100, source=_RESEARCH,
    )

    series_size: int = _setting(
        4, "a document in which so many different paragraphs stand three times or more is a plan, a form or a table",
        unit="paragraphs", low=1, high=1000, source="scraped repeats come once, or as one run; see docs/repeats.md",
    )

    # Page (thresholds owned by dedup.detect.page)
    body_probability: float = _setting(
        0.5, "a block of a page is a part of the article from this probability on", unit="probability",
        low=0.0, high=1.0, source="even odds; 0.35 and 0.65 move held-out F1 by up to .009, see docs/body.md",
    )
    min_article: float = _setting(
        0.25, "a page less sure to hold an article gives an empty text", unit="probability",
        low=0.0, high=1.0, source="half of a short notice's 20 words at even odds; see docs/body.md",
    )

    # What a site repeats (thresholds owned by dedup.corpus.site)
    site_repeats: int = _setting(
        3, "a passage that so many articles of a site have, at their edges, is the site's and not the article's",
        unit="articles", low=2, high=10**6, source="false strikes on real news, read by hand; see docs/corpus.md",
    )
    site_words: int = _setting(
        6, "shortest such passage; words with digits do not count, so date lines and section names stay",
        unit="words", low=1, high=1000, source="false strikes on real news, read by hand; see docs/corpus.md",
    )
    site_share: float = _setting(
        0.6, "in the middle of an article it goes only if so many of the site's articles have it",
        unit="share of articles", low=0.0, high=1.0, source="boxes stand on every page, quotations do not",
    )
    site_edge_share: float = _setting(
        0.002, "at the edges of an article it goes only if so many of the site's articles have it",
        unit="share of articles", low=0.0, high=1.0,
        source="11,000 agency reports share set phrases, each by at most .0015 of them; see docs/corpus.md",
    )
    site_version: float = _setting(
        0.25, "an article that shares so much of the rest is a version of this one and does not count",
        unit="share of words", low=0.0, high=1.0, source="false strikes on real news; see docs/corpus.md",
    )
    site_most: float = _setting(
        0.5, "when such passages make up more of an article, it is a copy and none of them goes",
        unit="share of words", low=0.0, high=1.0, source="choice: losing a real paragraph is the worse error",
    )

    # Phrases and FAQ (thresholds owned by dedup.detect.phrases and dedup.detect.faq)

    def __post_init__(self) -> None:
        for item in dataclasses.fields(self):
            object.__setattr__(self, item.name, _checked(item, getattr(self, item.name)))
        check_ids("ignore", self.ignore, self.rule_files)
        check_ids("select", self.select, self.rule_files)
        for pattern in self.protect:
            if all(compile_pattern(pattern).search(text) is not None for text in _UNLIKE):
                raise PatternError(f"protect: {pattern!r} is found in every text, so nothing would ever go")

    def fingerprint(self) -> str:
        """16 hex digits that differ when any setting differs; the same in every process."""
        payload = json.dumps(dataclasses.asdict(self), sort_keys=True)
        return hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()

    def acts_on(self, rule: str) -> bool:
        """Whether findings of ``rule`` may act: the longest prefix in ``ignore`` or ``select`` wins."""
        return not self.ignore or _longest(self.select, rule) >= _longest(self.ignore, rule)


def configure(config: Config | str = "balanced", /, **settings: Any) -> Config:
    """A ``Config`` from a preset's name or another ``Config``, with single settings changed.

    Raises:
        ConfigError: the preset or a setting is unknown (the nearest known name is given) or out of range.
    """
    if isinstance(config, str):
        config = preset(config)
    elif not isinstance(config, Config):
        raise ConfigError(f"config must be a Config or a preset's name, not {type(config).__name__}")
    if not settings:
        return config
    for name in settings:
        if name not in _FIELDS:
            raise ConfigError(_unknown("setting", name, _FIELDS))
    return dataclasses.replace(config, **settings)


@functools.cache
def preset(name: str) -> Config:
    """The preset called ``name``.

    Raises:
        ConfigError: no such preset.
    """
    table = _presets()
    if name not in table:
        raise ConfigError(_unknown("preset", name, table))
    return Config(**table[name])


def preset_names() -> tuple[str, ...]:
    """The names of all presets, the default first."""
    return tuple(_presets())


def from_mapping(mapping: Mapping[str, Any]) -> Config:
    """A ``Config`` from parsed TOML or JSON; the key ``preset`` names the base, ``balanced`` if absent.

    Raises:
        ConfigError: see :func:`configure`.
    """
    settings = dict(mapping)
    base = settings.pop("preset", "balanced")
    if not isinstance(base, str):
        raise ConfigError(f"preset must be a name, not {base!r}")
    return configure(base, **settings)


def from_toml(path: str | Path) -> Config:
    """A ``Config`` from a TOML file: settings at the top level or under ``[tool.dedup]``.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or holds an impossible setting; it is named.
    """
    import tomllib

    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # not UTF-8, or no TOML
        raise ConfigError(f"{path}: is no TOML: {error}; settings are lines such as keep = \"last\"") from error
    tool = data.get("tool")
    table = tool["dedup"] if isinstance(tool, dict) and "dedup" in tool else data
    try:
        if not isinstance(table, dict):
            raise ConfigError("[tool.dedup] must be a table")
        return from_mapping(table)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


@functools.cache
def _presets() -> dict[str, dict[str, Any]]:
    import tomllib

    return tomllib.loads((resources.files("dedup") / "presets.toml").read_text(encoding="utf-8"))


def _longest(prefixes: tuple[str, ...], rule: str) -> int:
    return max((len(p) for p in prefixes if rule == p or rule.startswith(p + ".")), default=-1)


def _unknown(what: str, name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return f"unknown {what} {name!r}; did you mean {near[0]!r}?" if near else f"unknown {what} {name!r}"


def _checked(item: dataclasses.Field[Any], value: Any) -> Any:
    """``value`` in the type of its field, or a ConfigError that says what was expected."""
    kind = _TYPES[item.name]
    if get_args(kind) and isinstance(get_args(kind)[0], str):
        if value not in get_args(kind):
            raise ConfigError(f"{item.name} must be one of {', '.join(get_args(kind))}, not {value!r}")
        return value
    if kind == tuple[str, ...]:
        return _texts(item.name, value)
    return _number(item, kind, value)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    try:
        texts = tuple(value)
    except TypeError:
        texts = (value,)
    if isinstance(value, str) or not all(isinstance(text, str) for text in texts):
        raise ConfigError(f"{name} must be a list of strings, not {value!r}")
    for text in texts:
        if all(unicodedata.category(sign) in _UNSEEN for sign in text):
            # As a phrase it says nothing, as a pattern everything.
            raise ConfigError(f"{name}: {text!r} is empty; leave it out")
    return texts


def _number(item: dataclasses.Field[Any], kind: Any, value: Any) -> Any:
    if kind is bool:
        if not isinstance(value, bool):
            raise ConfigError(f"{item.name} must be true or false, not {value!r}")
        return value
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or (kind is int and not float(value).is_integer())
    ):
        raise ConfigError(
            f"{item.name} must be {'a whole number' if kind is int else 'a number'}, not {value!r}"
        )
    low, high = item.metadata["low"], item.metadata["high"]
    if not low <= value <= high:
        raise ConfigError(
            f"{item.name} must be between {low:g} and {high:g} ({item.metadata['unit']}), not {value:g}"
        )
    return kind(value)


_FIELDS: dict[str, dataclasses.Field[Any]] = {item.name: item for item in dataclasses.fields(Config)}
_TYPES: dict[str, Any] = get_type_hints(Config)
