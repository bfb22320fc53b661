"""The ids of dedup's rules, and what a caller's list of rules may name.

A misspelt id would switch nothing off, and nobody would notice. An id is a family, a dot and a name; what begins with
one of dedup's own families must be known. Anything else may be a detector's of the caller's own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from dedup.errors import ConfigError

#: The names of the rules of dedup's own families; a test compares them with the rules themselves.
_NAMES: Final = {
    "boilerplate": "advert agency app byline caption comments copyright date disclaimer faq headline navigation "
    "newsletter paywall related share standfirst tags",
    "repeat": "contained exact headline near reworded",
    "site": "repeated",
}
#: Every id that a finding of dedup's own can have. The family of a caller's phrases is the caller's.
IDS: Final = frozenset(
    ("user.phrase", *(f"{family}.{name}" for family, names in _NAMES.items() for name in names.split()))
)
#: What people write for the dot.
_MARKS: Final = re.compile(r"[\s_/:-]+")
#: From this likeness on an id of an unknown family is a slip of the pen; how many are offered.
_ALIKE, _OFFERED = 0.8, 3


def check_ids(option: str, given: Iterable[str], files: tuple[str, ...]) -> None:
    """Refuse what cannot be a rule: of dedup's families those that it has and those of the caller's rule files.

    Args:
        option: the setting, for the message.
        given: ids and beginnings of ids.
        files: rule files, whose rules may be of any family.

    Raises:
        ConfigError: an id that no rule can have; close ones are named.
    """
    for name in given:
        if name.partition(".")[0] in _NAMES and not _is_known(name, IDS):
            own = _ids_of(files)
            if own is not None and not _is_known(name, own):
                raise ConfigError(_unknown(option, name, own))


def check_spelling(option: str, given: Iterable[str], files: tuple[str, ...]) -> None:
    """Refuse what is all but an id of dedup's, where no detector of the caller's can be meant: "caption".

    Raises:
        ConfigError: see :func:`check_ids`.
    """
    for name in given:
        if name.partition(".")[0] in _NAMES or _is_known(name, IDS) or not _close(name, ()):
            continue
        own = _ids_of(files)
        if own is not None and not _is_known(name, own):
            raise ConfigError(_unknown(option, name, own))


def _is_known(name: str, ids: Iterable[str]) -> bool:
    return any(known == name or known.startswith(name + ".") for known in ids)


def _unknown(option: str, name: str, own: Iterable[str]) -> str:
    near = " or ".join(map(repr, _close(name, own, cutoff=0.5)))
    return f"{option}: unknown rule {name!r}; " + (f"did you mean {near}?" if near else "'dedup rules' lists all")


def _close(name: str, own: Iterable[str], cutoff: float = _ALIKE) -> list[str]:
    """The ids that look most like ``name``; without a family it may be meant for a rule: "caption"."""
    asked = _MARKS.sub(".", name.casefold()).strip(" .*")
    family, _, rule = asked.partition(".")
    ends = {known.partition(".")[2]: known for known in sorted({*IDS, *own}, reverse=True)}
    if family in _NAMES and rule:  # which is most of the letters and tells nothing
        within = [end for end, known in ends.items() if known == f"{family}.{end}"]
        near = difflib.get_close_matches(rule, sorted(within), n=_OFFERED, cutoff=cutoff)
        return [f"{family}.{end}" for end in near] or [family]
    spelt = {**ends, **{known: known for known in (*_NAMES, *own, *IDS)}}
    near = difflib.get_close_matches(asked, sorted(spelt), n=_OFFERED, cutoff=cutoff)
    return list(dict.fromkeys(spelt[each] for each in near))


def _ids_of(files: tuple[str, ...]) -> set[str] | None:
    """The ids of a caller's rules; None where a file cannot be read, which is told when its rules are needed."""
    try:
        return {found for path in files for found in _families(path)}
    except (OSError, ValueError):
        return None


def _families(path: str) -> Iterator[str]:
    import tomllib

    data: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    entries = data.get("rules")
    for table in (data, *(entries if isinstance(entries, list) else ())):
        if isinstance(table, dict) and isinstance(table.get("family"), str):
            yield table["family"]
