"""Settings for a user's own articles: what each preset and threshold would strike and lose there.

A label says of one article which passages should go and which must stay. Trials are counted in words; the
best costs least, where a lost word weighs :data:`LOSS` missed ones. What is chosen is chosen on the very
articles that it is counted on, so a change must earn its place by at least :data:`GAIN` words.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, NamedTuple

from dedup.cleaner import Cleaner
from dedup.config import Config, configure, preset_names
from dedup.errors import RecordError
from dedup.model import Document, Span
from dedup.result import CleanResult

#: How many missed words weigh as much as one lost word: losing a real paragraph is the worse error.
LOSS = 3.0
#: A changed setting must be better by so many weighted words; less is chance.
GAIN = 4.0
#: How many settings are changed, one after the other.
_ROUNDS = 4
#: Values that are tried for each setting, around the default.
GRID: Mapping[str, tuple[Any, ...]] = {
    "keep": ("last", "longest"),
    "faq": ("restated", "keep"),
    "unit": ("sentence",),
    "exact_words": (3, 6, 8),
    "near_jaccard": (0.70, 0.74, 0.82, 0.86),
    "contained_share": (0.70, 0.75, 0.85, 0.90),
    "reworded_words": (10, 14, 18),
    "reworded_sum": (0.96, 0.99, 1.08, 1.15),
    "run_sum": (0.74, 0.86, 0.92),
    "max_removed": (0.4, 0.8),
    "body_probability": (0.35, 0.65),
}
_WORD = re.compile(r"\S+")
_FIELDS = ("file", "strike", "keep")
_EXAMPLE = 'a label is a line such as {"file": "a.txt", "strike": ["Also read: ..."], "keep": "rest"}'


@dataclass(frozen=True, slots=True)
class Label:
    """What should become of one article.

    Attributes:
        name: the file as named to the command, or the end of its path.
        strike: passages that should go, each as often as it should go: of a passage that stands twice and
            is named once, one copy should go, whichever.
        keep: passages that must stay, in the same way.
        rest: what becomes of everything that neither names: "strike", "keep", or "" for either.
    """

    name: str
    strike: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article that was read, with its label if it has one."""

    name: str
    document: Document
    label: Label | None = None


class Passage(NamedTuple):
    """A labelled passage and what became of it.

    Attributes:
        article: the article's name.
        span: code points into its ``document.text``.
        wanted: "strike" or "keep".
        wrong: words that stayed though they should go, or went though they must stay.
        words: words of the passage.
    """

    article: str
    span: Span
    wanted: str
    wrong: int
    words: int


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to clean the articles, counted in words.

    Attributes:
        change: the settings that differ from the base, ``preset`` among them.
        config: all of them.
        struck: what went, labelled or not.
        hit: of what should go, what went.
        missed: of what should go, what stayed.
        lost: of what must stay, what went.
    """

    change: Mapping[str, Any]
    config: Config
    struck: int
    hit: int
    missed: int
    lost: int

    def cost(self, loss: float = LOSS) -> float:
        """Missed words plus ``loss`` times lost words."""
        return self.missed + loss * self.lost

    @property
    def name(self) -> str:
        """The change as a user would write it."""
        return ", ".join(
            str(value) if name == "preset" else f"{name} = {json.dumps(value, ensure_ascii=False)}"
            for name, value in self.change.items()
        )


class Search(NamedTuple):
    """What :func:`search` tried.

    Attributes:
        presets: a trial for each preset.
        base: the one that leads to the best.
        singles: the base with one setting changed.
        chosen: the best of all, with up to four settings changed.
    """

    presets: list[Trial]
    base: Trial
    singles: list[Trial]
    chosen: Trial


def read_labels(lines: Iterable[str], *, place: str = "labels") -> list[Label]:
    """Labels from JSON lines such as ``{"file": "a.txt", "strike": ["Also read: ..."], "keep": "rest"}``.

    ``strike`` and ``keep`` are lists of passages, copied from the article; either may be missing, and one of
    them may be ``"rest"``: all that the other does not name. Empty lines are skipped.

    Raises:
        RecordError: a line is no such object; it is named by ``place`` and its number.
    """
    labels = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                labels.append(_label(json.loads(line)))
            except ValueError as error:
                why = f"is no JSON: {error}; {_EXAMPLE}" if isinstance(error, json.JSONDecodeError) else str(error)
                raise RecordError(f"{place}, line {number}: {why}") from error
    return labels


def _label(data: Any) -> Label:
    if not isinstance(data, dict) or not isinstance(data.get("file"), str):
        raise ValueError('a label is an object with "file", "strike" and "keep"')
    for name in data:
        if name not in _FIELDS:
            raise ValueError(f"a label has no field {name!r}; it has {', '.join(_FIELDS)}")
    rest = [name for name in ("strike", "keep") if data.get(name) == "rest"]
    if len(rest) == 2:
        raise ValueError('only one of "strike" and "keep" can be "rest"')
    strike, keep = (() if name in rest else _passages(name, data.get(name, [])) for name in ("strike", "keep"))
    return Label(data["file"], strike, keep, "".join(rest))


def _passages(name: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(item, str) and item.strip() for item in given):
        raise ValueError(f'"{name}" must be a list of passages, or "rest"')
    return tuple(given)


def attach(documents: Sequence[tuple[str, Document]], labels: Iterable[Label]) -> list[Article]:
    """Articles with their labels; every labelled passage must stand in its article as often as it is named.

    Raises:
        RecordError: a label names no article, or several; two labels name one; a passage does not stand there.
    """
    articles = [Article(name, document) for name, document in documents]
    for label in labels:
        found = [at for at, article in enumerate(articles) if _is_named(article.name, label.name)]
        if len(found) != 1:
            what = "is none of the articles" if not found else f"could be any of {len(found)} articles"
            raise RecordError(f"the label for {label.name!r} {what}; name the file as on the command line")
        if articles[found[0]].label is not None:
            raise RecordError(f"two labels name {label.name!r}; put their passages into one")
        articles[found[0]] = replace(articles[found[0]], label=label)
        _Counted(articles[found[0]])
    return articles


def _is_named(name: str, wanted: str) -> bool:
    tail = PurePath(wanted).parts
    return PurePath(name).parts[-len(tail) :] == tail


def trial(articles: Sequence[Article], config: Config, change: Mapping[str, Any]) -> Trial:
    """What ``config`` does to the articles."""
    cleaner = Cleaner(config)
    total: Counter[str] = Counter()
    for article in articles:
        result = cleaner.clean_document(article.document)
        total["struck"] += sum(len(removal.text.split()) for removal in result.removals)
        for passage in judged(article, result):
            kind = "lost" if passage.wanted == "keep" else "missed"
            total[kind] += passage.wrong
            if passage.wanted == "strike":
                total["hit"] += passage.words - passage.wrong
    return Trial(change, config, total["struck"], total["hit"], total["missed"], total["lost"])


def judged(article: Article, result: CleanResult) -> Iterator[Passage]:
    """Every labelled passage of an article, in no particular order, with what ``result`` made of it."""
    if article.label is not None:
        yield from _Counted(article).passages([removal.span for removal in result.removals])


def presets(articles: Sequence[Article]) -> list[Trial]:
    """A trial for each preset, the default first."""
    return [trial(articles, configure(name), {"preset": name}) for name in preset_names()]


def changes(articles: Sequence[Article], base: Trial) -> list[Trial]:
    """A trial for each value of :data:`GRID` instead of the base's, and for each rule that loses something."""
    single: list[dict[str, Any]] = [
        {name: value}
        for name, values in GRID.items()
        for value in values
        if value != getattr(base.config, name) and (name != "body_probability" or _has_page(articles))
    ]
    single += [{"ignore": [*base.config.ignore, rule]} for rule in _losing(articles, base.config)]
    return [trial(articles, configure(base.config, **change), {**base.change, **change}) for change in single]


def search(articles: Sequence[Article], loss: float = LOSS) -> Search:
    """The cheapest trial, found from each preset by changing one setting at a time.

    Greedy: the single change that saves most is taken while it saves at least :data:`GAIN`. Of equals the
    first wins, so without labels the default preset stays.
    """
    first = presets(articles)
    climbs = [_climb(articles, start, loss) for start in first]
    base, singles, chosen = min(climbs, key=lambda climb: climb[2].cost(loss))
    return Search(first, base, singles, chosen)


def _climb(articles: Sequence[Article], base: Trial, loss: float) -> tuple[Trial, list[Trial], Trial]:
    """A preset, it with each setting changed, and the best that follows from it."""
    chosen = base
    singles = found = [] if base.config == configure("off") else changes(articles, base)
    for _ in range(_ROUNDS):
        better = min(found, key=lambda each: each.cost(loss), default=chosen)
        if chosen.cost(loss) - better.cost(loss) < GAIN:
            break
        chosen = better
        found = changes(articles, chosen)
    return base, singles, chosen


def draft(article: Article) -> dict[str, Any]:
    """A label to correct by hand: ``strike`` has what the default preset strikes, ``keep`` its near misses."""
    result = Cleaner().clean_document(article.document)
    gone = [removal.text.strip() for removal in result.removals]
    near = [article.document.text[slice(*entry.span)].strip() for entry in result.spared]
    pieces = [piece for text in gone for piece in re.split(r"\n\s*\n|\n", text) if piece.strip()]
    return {"file": article.name, "strike": pieces, "keep": list(dict.fromkeys(filter(None, near)))}


def _has_page(articles: Sequence[Article]) -> bool:
    return any(article.document.layout is not None for article in articles)


def _losing(articles: Sequence[Article], config: Config) -> list[str]:
    """Rules by which something went that must stay."""
    cleaner, rules = Cleaner(config), set()
    for article in articles:
        result = cleaner.clean_document(article.document)
        for passage in judged(article, result):
            if passage.wanted == "keep" and passage.wrong:
                rules |= {
                    removal.rule
                    for removal in result.removals
                    if removal.span.start < passage.span.end and passage.span.start < removal.span.end
                }
    return sorted(rules)


class _Counted:
    """A labelled article, word by word."""

    def __init__(self, article: Article) -> None:
        self._name = article.name
        text = article.document.text
        self._words = [Span(*match.span()) for match in _WORD.finditer(text)]
        self._said = [text[start:end] for start, end in self._words]
        self._at: dict[str, list[int]] = {}
        for at, word in enumerate(self._said):
            self._at.setdefault(word, []).append(at)
        assert article.label is not None
        self._label = article.label
        self._places = {passage: self._find(passage) for passage in (*self._label.strike, *self._label.keep)}
        for passage, places in self._places.items():
            self._check(passage, len(places), self._label.strike.count(passage) + self._label.keep.count(passage))

    def _find(self, passage: str) -> list[range]:
        words = passage.split()
        size = len(words)
        starts = (at for at in self._at.get(words[0], ()) if self._said[at : at + size] == words)
        return [range(at, at + size) for at in starts]

    def _check(self, passage: str, there: int, named: int) -> None:
        if there < named:
            shown = passage if len(passage) <= 50 else passage[:49] + "…"
            often = "does not stand there" if not there else f"stands there {there} times, not {named}"
            raise RecordError(f"{self._name}: “{shown}” {often}; copy labelled passages from the article")

    def passages(self, removed: Sequence[Span]) -> Iterator[Passage]:
        """Each labelled copy; of equal ones, those that went answer for what should go, the others for what stays."""
        gone = self._gone(removed)
        free = dict.fromkeys(range(len(self._words)))
        for passage, places in self._places.items():
            ranked = sorted(places, key=lambda place: (-sum(gone[at] for at in place), place.start))
            strikes, keeps = self._label.strike.count(passage), self._label.keep.count(passage)
            for at, place in enumerate(ranked):
                if at < strikes or at >= len(ranked) - keeps:
                    yield self._judged(place, "strike" if at < strikes else "keep", gone)
                    for word in place:
                        free.pop(word, None)
        if self._label.rest:
            runs = itertools.groupby(enumerate(free), key=lambda pair: (pair[1] - pair[0], gone[pair[1]]))
            for _, run in runs:
                words = [word for _, word in run]
                yield self._judged(range(words[0], words[-1] + 1), self._label.rest, gone)

    def _gone(self, removed: Sequence[Span]) -> list[bool]:
        gone, at = [], 0
        for start, end in self._words:
            while at < len(removed) and removed[at].end <= start:
                at += 1
            gone.append(at < len(removed) and removed[at].start < end)
        return gone

    def _judged(self, place: range, wanted: str, gone: Sequence[bool]) -> Passage:
        went = sum(gone[at] for at in place)
        span = Span(self._words[place.start].start, self._words[place.stop - 1].end)
        wrong = len(place) - went if wanted == "strike" else went
        return Passage(self._name, span, wanted, wrong, len(place))
