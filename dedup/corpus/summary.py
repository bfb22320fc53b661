"""What a run over a corpus did, added up in bounded memory."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dedup.measure.characters import is_spaceless

#: Sites, and passages that sites repeat, that are told apart; what comes later is counted together.
MAX_SITES, MAX_PASSAGES = 5_000, 5_000
#: Articles that a report shows in full.
MAX_SAMPLES = 20
OTHERS = "(other sites)"


class Figures(NamedTuple):
    """What became of one record; plain values, to be sent between processes.

    Attributes:
        site: of the article, or empty.
        words: of the article.
        size: of the article, in bytes of UTF-8.
        cut: bytes that went.
        removed: rule and words of each removal.
        repeated: text, number of articles, and where else, of each passage that went because the site repeats it.
        sample: the article's name and stored result, if samples are wanted.
    """

    site: str
    words: int
    size: int
    cut: int
    removed: tuple[tuple[str, int], ...]
    repeated: tuple[tuple[str, int, str], ...] = ()
    sample: tuple[str, dict[str, Any]] | None = None


@dataclasses.dataclass
class Summary:
    """Figures of a run.

    Attributes:
        records: that were read, failed ones included.
        failed: that could not be read or cleaned.
        words, words_removed: of all articles; a script without spaces counts one word per two characters.
        bytes, bytes_removed: of all articles, in UTF-8.
        seconds: wall-clock time, all attempts of a resumed run together.
        rules: rule -> removals, words.
        sites: site -> records, removals, words, words_removed.
        passages: what sites repeat: site, text, articles that lost it (``removals``), how many articles have it
            (``articles``, as the index knew when it was last struck) and where else it stood (``where``).
        samples: the articles that lost the most words, if samples were wanted.
    """

    records: int = 0
    failed: int = 0
    words: int = 0
    words_removed: int = 0
    bytes: int = 0
    bytes_removed: int = 0
    seconds: float = 0.0
    rules: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    sites: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    passages: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    samples: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def add(self, figures: Iterable[Figures], failed: int = 0) -> None:
        """Add what became of some records."""
        self.failed += failed
        self.records += failed
        for one in figures:
            self._add(one)

    def _add(self, one: Figures) -> None:
        gone = sum(words for _, words in one.removed)
        self.records += 1
        self.words += one.words
        self.words_removed += gone
        self.bytes += one.size
        self.bytes_removed += one.cut
        for rule, words in one.removed:
            _count(self.rules.setdefault(rule, {}), removals=1, words=words)
        name = one.site if one.site in self.sites or len(self.sites) < MAX_SITES else OTHERS
        site = self.sites.setdefault(name, {})
        _count(site, records=1, removals=len(one.removed), words=one.words, words_removed=gone)
        for text, articles, where in one.repeated:
            self._repeat(one.site, text, articles, where)
        if one.sample is not None and gone:
            self._sample(one, gone)

    def _repeat(self, site: str, text: str, articles: int, where: str) -> None:
        key = f"{site}\n{text}"
        if key in self.passages or len(self.passages) < MAX_PASSAGES:
            entry = self.passages.setdefault(key, {"site": site, "text": text, "removals": 0})
            entry.update(removals=entry["removals"] + 1, articles=articles, where=where)

    def _sample(self, one: Figures, gone: int) -> None:
        assert one.sample is not None
        name, result = one.sample
        entry = {"name": name, "site": one.site, "words": one.words, "words_removed": gone, "result": result}
        self.samples = sorted([*self.samples, entry], key=lambda sample: -sample["words_removed"])[:MAX_SAMPLES]

    def to_dict(self) -> dict[str, Any]:
        """Everything as values that JSON has; ``rules``, ``sites`` and ``passages`` the largest first."""
        data = dataclasses.asdict(self)
        data["seconds"] = round(self.seconds, 3)
        data["rules"] = _sorted(data["rules"], "words")
        data["sites"] = _sorted(data["sites"], "words_removed")
        data["passages"] = list(_sorted(data["passages"], "removals").values())
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Summary:
        """The summary that :meth:`to_dict` gave."""
        data = copy.deepcopy(dict(data))
        passages = {f"{entry['site']}\n{entry['text']}": entry for entry in data["passages"]}
        return cls(**{**data, "passages": passages})

    def __str__(self) -> str:
        """A few lines for a person."""
        share = self.words_removed / self.words if self.words else 0.0
        lines = [
            f"{self.records:,} records, {self.failed:,} failed; {self.words_removed:,} of {self.words:,} words "
            f"struck out ({share:.1%}), {self.bytes_removed:,} of {self.bytes:,} bytes, in {self.seconds:,.1f} s"
        ]
        lines += [
            f"  {rule:<28}{counts['removals']:>10,} passages{counts['words']:>12,} words"
            for rule, counts in _sorted(self.rules, "words").items()
        ]
        return "\n".join(lines)


def words_of(text: str) -> int:
    """How many words a text has; a script without spaces counts one word per two characters."""
    parts = text.split()
    return sum(max(1, len(part) // 2) if not part.isascii() and is_spaceless(part) else 1 for part in parts)


def _count(counts: dict[str, int], **more: int) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number


def _sorted(table: Mapping[str, Any], by: str) -> dict[str, Any]:
    return dict(sorted(table.items(), key=lambda item: (-item[1][by], item[0])))
