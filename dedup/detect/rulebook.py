"""Rule files -> rules -> one matcher.

A rule file is TOML: a ``family`` (the rule id) and ``[[rules]]``. The fields of a rule are those of
:class:`Rule`; ``docs/phrases.md`` explains them to those who write one. Phrases are compared in a folded
form, so a file holds each once, in any case and with or without accents.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from dedup.errors import RuleError

FORMS: Final = ("label", "opening", "name", "start", "inside", "ending", "words")
COLLECTS: Final = ("", "titles", "people", "form")

#: What may stand before a phrase: bullets, dashes, arrows, brackets, marks of Markdown, pictures, bidi marks.
#: Not quotation marks: what somebody said is not boilerplate.
JUNK: Final = (
    " \t\n\r\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\ufe0f"
    "-–—_*#>|+=~•●▪■◆►▶▸→➡➔➜»›·※☞★☆✓✔♦([{【〔［（〈《「『👉👇📌📢📲📱📷📸🔴🔗📰🎥🎧📺✅⬇⏩"
)
#: Families whose phrases may go from inside a paragraph when brackets or a sentence's end delimit them.
DELIMITED: Final = frozenset(
    f"boilerplate.{name}" for name in ("related", "newsletter", "share", "app", "caption", "advert", "agency")
) | {"user.phrase"}

#: Dropped before comparing: bidi marks and joiners, Hebrew points, Arabic vowel signs and tatweel, nuktas.
_DROPPED: Final = (
    *(0x00AD, 0x061C, 0x0640, 0xFEFF, 0x2060, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x093C, 0x0CBC, 0x034F),
    *range(0x0300, 0x0370), *range(0x064B, 0x0660), *range(0x0591, 0x05C0), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10),
)  # fmt: skip
#: Stands between texts that are folded together: nothing folds to it, and no phrase has it.
BETWEEN: Final = "\0"
#: Letters and signs that are written in more than one way.
_SAME: Final = {
    "‘": "'", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-",
    "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ي": "ی", "ك": "ک", "\t": " ", "\n": " ", "\u2028": " ",
}  # fmt: skip
_TABLE: Final = {**dict.fromkeys(_DROPPED), **{ord(a): b for a, b in _SAME.items()}, ord("ى"): "ی"}
#: How people type the marks that make most text non-ASCII; replaced first, which is cheaper than folding.
_MARKS: Final = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u00a0", " "), ("…", "..."))
#: White space that is no :data:`JUNK`, in folded form.
_SPACES: Final = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2029"
#: The first word of a line; what a phrase is looked up by.
FIRST_WORD: Final = re.compile(r"[^\W_]+")
#: Where the first word of a line ends, at the latest.
_WORD_CHARS: Final = 40
#: Scripts without spaces between words: a phrase is looked up by its first two signs.
SPACELESS_FROM: Final = "\u0e00"
SPACELESS: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")


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
            is made of such words and numbers, with at least one number.
        phrases: in any case, with or without accents.
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


class Hit(NamedTuple):
    """A phrase that a line begins with."""

    length: int
    phrase: str
    rule: Rule


class Start(NamedTuple):
    """The phrases that begin with one word, and the longest line that one of them can claim, in code points."""

    phrases: tuple[str, ...]
    longest_line: int


def fold(text: str) -> str:
    """The form in which phrases are compared: compatible letters, one case, no accents, one apostrophe.

    Not of the same length as ``text``. Folding a folded text changes nothing.
    """
    if not text.isascii():
        for mark, plain in _MARKS:
            text = text.replace(mark, plain)
    if text.isascii():
        return text.lower().replace("`", "'").replace("\t", " ").replace("\n", " ")
    if BETWEEN in text:  # most of what is folded together is ASCII
        return BETWEEN.join([fold(part) for part in text.split(BETWEEN)])
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", folded.translate(_TABLE))


def fold_all(texts: Sequence[str]) -> Sequence[str]:
    """The folded form of each text: as :func:`fold`, at a fraction of the cost for many short ones."""
    return parted(fold(BETWEEN.join(texts)), texts)


def parted(folded: str, texts: Sequence[str]) -> Sequence[str]:
    """The folded form of each text, out of that of all joined by :data:`BETWEEN`."""
    parts = folded.split(BETWEEN)
    return parts if len(parts) == len(texts) else [fold(text) for text in texts]


def key(folded: str) -> str:
    """What a folded phrase or line is looked up by: its first word, or first signs where nothing parts words."""
    word = FIRST_WORD.match(folded)
    if word is None:
        return folded[:1]
    return folded[:2] if SPACELESS.match(folded) else word[0]


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """All rules, looked up by the first word of a line. Time does not grow with the number of rules.

    Two matchers are never equal, so that one can be a key of a cache at no cost.
    """

    openings: dict[str, tuple[Hit, ...]]
    starts: dict[str, Start] = field(repr=False)
    insides: dict[str, tuple[str, Rule]] = field(repr=False)
    words: dict[str, Rule] = field(repr=False)
    #: The first words of all phrases that open a line or make one up.
    firsts: frozenset[str] = field(repr=False)
    #: What a line made of ``words`` begins with: words up to their first vowel sign, which ends one in Indic scripts.
    heads: frozenset[str] = field(repr=False)
    #: The longest phrase that opens a line, the longest line that a rule can claim, and the longest that a phrase
    #: of form ``inside`` can; code points.
    longest: int = 0
    longest_line: int = 0
    longest_inside: int = 0
    #: An RE2 pattern that finds the phrases of form ``inside``; None without any.
    pattern: Any = field(default=None, repr=False)
    #: The same, and the phrases that may go from inside a paragraph, where a bracket or a sentence's end is before
    #: them. In a text that it does not match no phrase stands but at the beginning of a line.
    within: Any = field(default=None, repr=False)

    def hits(self, folded: str) -> Iterator[Hit]:
        """The phrases that a folded line begins with, longest first."""
        first = key(folded)
        start = self.starts.get(first)
        if start is not None and folded.startswith(start.phrases):
            for hit in self.openings[first]:
                if folded.startswith(hit.phrase):
                    yield hit
        if len(first) == 2 and SPACELESS.match(first):
            for hit in self.openings.get(first[0], ()):
                if folded.startswith(hit.phrase):
                    yield hit

    def near(self, folded: Sequence[str]) -> list[int]:
        """Which of many folded lines begin with a known word, or with what is no plain word: quick, and too many."""
        known = self.firsts
        return [
            n
            for n, line in enumerate(folded)
            if (word := line.partition(" ")[0]) in known or not word.isalpha() or word >= SPACELESS_FROM
        ]

    def may_open(self, line: str) -> bool:
        """Whether any phrase begins like a line as it was written: quick, and true for one in three."""
        found = FIRST_WORD.match(line)
        if found is not None and (word := found[0]).isascii() and line[found.end() : found.end() + 1].isascii():
            return word.lower() in self.starts
        return self.knows(fold(line[:_WORD_CHARS]))

    def knows(self, folded: str) -> bool:
        """Whether any phrase begins like a folded line: quick, and true for few lines."""
        first = key(folded)
        return first in self.openings or (len(first) == 2 and first[0] in self.openings)


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
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error
    return tuple(parse(text, str(path)))


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
    return tomllib.loads((resources.files("dedup") / "detect" / "lists.toml").read_text(encoding="utf-8"))


_TYPES: Final[dict[str, Any]] = {
    **dict.fromkeys(("family", "language", "form", "source", "collects"), str),
    **dict.fromkeys(_LISTS, list),
    **dict.fromkeys(("max_chars", "max_words"), int),
    **dict.fromkeys(("upper", "weak", "at_end"), bool),
    "score": (int, float),
}


@functools.lru_cache(maxsize=16)
def matcher(phrases: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> Matcher:
    """The built-in rules, a caller's phrases and a caller's rule files, compiled; shared between callers.

    Raises:
        RuleError: a file of the caller's is unusable.
    """
    own = [_users(phrases)] if phrases else []
    return compile_rules((*own, *known_rules(files)))


def known_rules(files: tuple[str, ...]) -> Iterator[Rule]:
    """The rules of a caller's files, then dedup's own.

    Raises:
        RuleError: a file of the caller's is unusable.
    """
    for path in files:
        yield from read_rules(path)
    yield from rules()


def _users(phrases: tuple[str, ...]) -> Rule:
    return Rule("user.phrase", "mul", "start", phrases, "the caller", max_chars=1_000, max_words=150, score=1.0)


def compile_rules(chosen: Iterable[Rule]) -> Matcher:
    """A matcher of just these rules; of two rules with the same phrase the first is asked first.

    Raises:
        RuleError: so many phrases that they make no pattern of a bearable size.
    """
    openings: dict[str, list[Hit]] = {}
    insides: dict[str, tuple[str, Rule]] = {}
    words: dict[str, Rule] = {}
    longest_inside = longest_line = 0
    for rule in chosen:
        longest_line = max(longest_line, rule.max_chars)
        for phrase in rule.phrases:
            folded = fold(phrase)
            if rule.form in ("inside", "ending"):
                insides.setdefault(folded, (phrase, rule))
                longest_inside = max(longest_inside, rule.max_chars)
            elif rule.form == "words":
                words.setdefault(folded, rule)
            elif folded := folded.strip() if rule.form == "start" else folded.strip(" :"):
                openings.setdefault(key(folded), []).append(Hit(len(folded), folded, rule))
    ordered = {first: tuple(sorted(hits, key=lambda hit: -hit.length)) for first, hits in openings.items()}
    longest = max((hit.length for hits in ordered.values() for hit in hits), default=0)
    starts = {
        first: Start(tuple(hit.phrase for hit in hits), max(hit.rule.max_chars for hit in hits))
        for first, hits in ordered.items()
    }
    delimited = {hit.phrase for hits in ordered.values() for hit in hits if hit.rule.family in DELIMITED}
    pattern = _any_of(_alternatives(insides))
    within = _any_of(_alternatives(insides), _behind_a_mark(delimited))
    firsts = frozenset((*starts, *words))
    heads = frozenset(found[0] for word in words if (found := FIRST_WORD.match(word)))
    longests = (longest, longest_line, longest_inside)
    return Matcher(ordered, starts, insides, words, firsts, heads, *longests, pattern, within)


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases)))


def _behind_a_mark(phrases: Iterable[str]) -> str:
    """The phrases where a bracket or the end of a sentence stands before them, perhaps with junk between."""
    known = _alternatives(phrases)
    between = "".join(sorted({re.escape(sign) for sign in "".join(map(fold, JUNK)) + _SPACES}))
    return rf"(?:[.!?。।][\"')]?|[(\[【])[{between}]*(?:{known})" if known else ""


def _any_of(*patterns: str) -> Any:
    """An RE2 pattern of all; its automaton may take 48 MB, as one that has to be thrown away often is slow."""
    import re2  # type: ignore[import-untyped]

    wanted = "|".join(filter(None, patterns))
    if not wanted:
        return None
    options = re2.Options()
    options.max_mem, options.log_errors, options.never_capture = 48 << 20, False, True
    try:
        return re2.compile(wanted, options=options)
    except re2.error as error:
        raise RuleError("too many phrases for one pattern: give fewer of form 'inside', or shorter ones") from error
