"""One line against the rules: does a phrase stand in it as its rule demands?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from dedup.detect.rulebook import Hit, Matcher, Rule, fold

#: What may stand before a phrase: bullets, dashes, arrows, brackets, marks of Markdown, pictures, bidi marks.
#: Not quotation marks: what somebody said is not boilerplate.
JUNK: Final = (
    " \t\n\r\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\ufe0f"
    "-–—_*#>|+=~•●▪■◆►▶▸→➡➔➜»›·※☞★☆✓✔♦([{【〔［（〈《「『👉👇📌📢📲📱📷📸🔴🔗📰🎥🎧📺✅⬇⏩"
)
#: What may stand behind a phrase that is the whole line.
_TAIL: Final = JUNK + ".:!?…<)]}】〕］）〉》」』:：！？。،؟।,;"
_SEPARATOR: Final = re.compile(
    r"[ )\]}】〕〉》」』*!?]*(?:[:|=>»›→➡•·]|-(?=[ -])|(?<= )-|\.\.\.|…|\)|\]|】|》|」|』)[ :|>»›→*-]*"
)
_TWO_SENTENCES: Final = re.compile(r"[^\W\d_]{4}[.][\"'”’)]?\s+[^\W\d_]|[。।۔][^\s」』）]")
_PROSE: Final = re.compile(r"[.!?]$|[。।۔？！]$")
_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
#: Words that join names in a byline or credit.
_PARTICLES: Final = frozenset(
    "and und et y e og och en i ja a и та de da di do dos das del la le van von der den bin al el for in of the "
    "at on to by via with für bei per / & | , - · • , ; updated published file".split()
)
#: The shortest line that cannot be a line of boilerplate by ``inside``.
INSIDE_CHARS: Final = 520


class Claim(NamedTuple):
    """A phrase found in a line, and what that is worth.

    Attributes:
        rule: what was found.
        phrase: as the rule file has it, or folded.
        start, end: of the claimed text, from the beginning of the line.
        at, length: of the phrase, from the beginning of the line.
        score: 0.0-1.0.
        bare: nothing but the phrase stands in the line.
        note: why the score is low, or empty.
    """

    rule: Rule
    phrase: str
    start: int
    end: int
    at: int
    length: int
    score: float
    bare: bool = False
    note: str = ""


def opening(line: str, matcher: Matcher) -> Claim | None:
    """What the rules say of a line by its first words; None where they say nothing."""
    body = line.lstrip(JUNK)
    head = fold(body[: 2 * matcher.longest])
    for hit in matcher.hits(head):
        if len(line) > hit.rule.max_chars or not _ends_word(head, hit.length):
            continue
        if hit.rule.upper and not body[: hit.length].isupper():
            continue
        claim = _FORMS[hit.rule.form](line, body, hit)
        if claim and len(line.split()) <= hit.rule.max_words:
            return claim
    return None


def _ends_word(folded: str, length: int) -> bool:
    """Whether a word of the text ends where the phrase does."""
    after, last = folded[length : length + 1], folded[length - 1]
    return not (after.isalnum() and last.isalnum()) or bool(_SPACELESS.match(last))


def _claim(
    line: str, body: str, hit: Hit, *, score: float | None = None, bare: bool = False, note: str = ""
) -> Claim:
    at = len(line) - len(body)
    return Claim(
        hit.rule, hit.phrase, 0, len(line), at, _length(body, hit.length), score or hit.rule.score, bare, note
    )


def _length(body: str, folded: int) -> int:
    """How much of ``body`` folds to so many characters."""
    end = min(folded, len(body))
    while end < len(body) and len(fold(body[:end])) < folded:
        end += 1
    return end


def _label(line: str, body: str, hit: Hit) -> Claim | None:
    rest = fold(body)[hit.length :].strip(_TAIL)
    return _claim(line, body, hit, bare=True) if not rest or rest.isdecimal() else None


def _opening(line: str, body: str, hit: Hit) -> Claim | None:
    rest = fold(body)[hit.length :]
    if not rest.strip(_TAIL):
        return _claim(line, body, hit, bare=True)
    separator = _SEPARATOR.match(rest)
    if not separator or (separator[0].strip()[:1] in ")]】》」』" and len(line) == len(body)):
        return None
    if _TWO_SENTENCES.search(rest, separator.end()):
        return _claim(
            line, body, hit, score=0.4, note="a link to another article, but where it ends cannot be told"
        )
    return _claim(line, body, hit)


def _name(line: str, body: str, hit: Hit) -> Claim | None:
    """The phrase with names behind it: every word has a capital, a figure, or joins such words."""
    rest = body[_length(body, hit.length) :].strip(_TAIL)
    words = rest.replace("/", " ").replace("|", " ").split()
    if not words:
        return _claim(line, body, hit, bare=True)
    first = words[0].lstrip("(@")[:1]
    named = (first.isupper() or (first.isalpha() and not first.islower())) and all(map(_joins, words))
    return _claim(line, body, hit) if named else None


def _joins(word: str) -> bool:
    core = word.strip(".,;:()[]&-–—")
    return not core or not core[0].islower() or core.lower() in _PARTICLES


def _start(line: str, body: str, hit: Hit) -> Claim | None:
    if hit.rule.needs:
        folded = fold(line)
        if not any(need in folded for need in _folded_needs(hit.rule)):
            return None
    return _claim(line, body, hit)


def _folded_needs(rule: Rule) -> tuple[str, ...]:
    return tuple(fold(need) for need in rule.needs)


_FORMS: Final[dict[str, Callable[[str, str, Hit], Claim | None]]] = {
    "label": _label, "opening": _opening, "name": _name, "start": _start,
}  # fmt: skip


def made_of_words(line: str, matcher: Matcher) -> Claim | None:
    """A line of nothing but the words of one ``words`` rule and numbers, such as a date."""
    tokens = _TOKEN.findall(fold(line))
    found: Rule | None = None
    digits = False
    for token in tokens:
        if token[0].isdecimal():
            digits = True
            continue
        rule = matcher.words.get(token)
        if rule is None:
            return None
        found = found or rule
    if not digits or len(tokens) > 16 or (found is None and not _DATE.search(line)):
        return None
    found = found or matcher.words["am"]
    return Claim(found, line[:40], 0, len(line), 0, len(line), found.score)


_TOKEN: Final = re.compile(r"[0-9]+[^\W_]*|[^\W\d_][^\W_]*")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
