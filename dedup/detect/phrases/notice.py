"""A notice about the text itself, or about its paper, near the article's end or right above its first paragraph.

"This material is not intended to replace the advice of a doctor", "An earlier version of this story misstated the year"
have as many wordings as there are papers. But a reporter hardly ever speaks of the very text that is read: a line that
names it, and says of it what notices of one kind say, is the paper's own.
Words: ``detect/notice.toml``; figures: docs/phrases.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dedup.detect.folding import fold
from dedup.detect.phrases.kinds import WordKinds, word_kinds
from dedup.detect.phrases.shape import ends_like_a_sentence, is_listed, is_prose, quotes
from dedup.detect.phrases.tongue import Tongues, tells_who_spoke
from dedup.detect.rulebook import data_file
from dedup.model import Block, Finding, Measure

#: From the end, and from the beginning, so many blocks are looked at, up to the first that is a real paragraph and no
#: notice; never more than half of them.
_LAST_BLOCKS, _FIRST_BLOCKS = 6, 4
#: A real paragraph is not shorter, in code points; a longer line is no notice, some ninety words. Above the first
#: paragraph it may be an introduction that says what its text is not.
_PARAGRAPH, _LONGEST, _LONGEST_ABOVE = 80, 560, 260
#: The article has so many other real paragraphs. If more than one and so many of these have two words of the notice's
#: kind, it is about such things; words of the notice that more than so many have do not count.
_PARAGRAPHS, _MOST_ALIKE, _MOST_SHARED = 3, 0.1, 0.2
#: The words of a kind, who made the text, and "not" or "only" make so many points together, with so many for what only
#: papers have: "this article" is hardly anything else, "this story" may be the one that is told. One more is asked for
#: on where a text appeared first, which reports tell of books, and where one word says who pays, and no other.
_POINTS, _PAGE = 4, 2
#: "This story" as well, in notices on what reports hardly tell of: a video that does not load.
_TEXT: Final = {"player": 2, "machine": 2, "version": 1}
#: With the vowel signs of Indic scripts, which ``\w`` leaves out.
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0dff])+")
#: From "this" to what it points at, in words.
_NEAR: Final = 3
#: Within so many code points of the line's beginning; what stands farther down costs time and is hardly ever wanted.
_NAMED_WITHIN: Final = 120
#: What "this" may point at.
_POINTED: Final = ("page", "site", "text")
#: "That this article" is what somebody said, but for "Please note that" at a line's beginning.
_OPENING: Final = 4
#: So many letters of a word are looked up at once.
_BEGUN: Final = 4
#: The kinds of notices, and the rules under which they go.
_RULES: Final = {
    "disclaimer": "disclaimer",
    "advert": "advert",
    "origin": "agency",
    "version": "disclaimer",
    "machine": "disclaimer",
    "player": "app",
    "limit": "paywall",
}
#: Kinds of notices that say what is not, or what is only.
_DENYING: Final = frozenset(("disclaimer", "advert", "player", "limit"))
#: Names of what holds texts, and the kinds of notices that speak of it: "our journalism is funded by readers". Other
#: blogs are "the first to publish" too.
_SITES: Final = frozenset(("site", "ours"))
_OF_SITES: Final = frozenset(("disclaimer", "advert", "player", "limit"))
#: Names of what may be something else than what is read.
_VAGUE: Final = frozenset(("text", "own"))


class _Notice(NamedTuple):
    """What a line says of the text: of which kind it is, in which words, and how much it is a notice."""

    language: str
    kind: str
    said: frozenset[str]
    points: int
    least: int


def about_the_text(blocks: Sequence[Block], claimed: Sequence[bool], tongues: Tongues) -> Iterator[tuple[int, Finding]]:
    """Findings about lines at the article's edges that speak of the text itself, by place."""
    half, last = len(blocks) // 2, len(blocks) - 1
    found = dict(_met(blocks, claimed, tongues, range(last, max(last - _LAST_BLOCKS, half - 1), -1), _LONGEST))
    found.update(_met(blocks, claimed, tongues, range(min(_FIRST_BLOCKS, half)), _LONGEST_ABOVE))
    if not found:
        return
    others = [b.text for at, b in enumerate(blocks) if at not in found and not claimed[at] and is_prose(b.text)]
    for place, notice in found.items():
        if not _is_the_subject(others, notice):
            measure = Measure("words_about_the_text", notice.points, notice.least)
            note = "speaks of the text itself, as the article does not"
            yield place, Finding(f"boilerplate.{_RULES[notice.kind]}", blocks[place].span, 0.75, measure, note)


def _met(
    blocks: Sequence[Block], claimed: Sequence[bool], tongues: Tongues, way: range, longest: int
) -> Iterator[tuple[int, _Notice]]:
    """The notices at these places, until a real paragraph stands there."""
    for place in way:
        text = blocks[place].text
        if claimed[place]:
            continue
        if len(text) <= longest and (notice := _read(blocks[place], tongues)):
            yield place, notice
        elif len(text) > longest or (len(text) >= _PARAGRAPH and ends_like_a_sentence(text)):
            return


def _read(block: Block, tongues: Tongues) -> _Notice | None:
    if not _may_be(block):
        return None
    folded = fold(block.text)
    said = _WORD.findall(folded)
    for language in dict.fromkeys(language for word in said for language in _pointing().get(word, ())):
        notice = _notice(said, language)
        if notice and tongues.has(language) and not tells_who_spoke(folded, language):
            return notice
    return None


def _may_be(block: Block) -> bool:
    """Whether a line has a word that points to what is near, and one that may be what it points at: quick."""
    text = block.text
    said = text[:_NAMED_WITHIN].lower().split()
    if _quick().isdisjoint(said):
        return False
    near = (said[max(at - _NEAR, 0) : at + _NEAR + 1] for at, word in enumerate(said) if word in _quick())
    if not any(word[:_BEGUN] in _begun() for words in near for word in words):
        return False
    return not quotes(text) and not is_listed(block)


def _notice(line: Sequence[str], language: str) -> _Notice | None:
    """The kind of notice that a line is most."""
    known = _words(language)
    named = _named(line, known, _lists()[language].get("order", ""))
    if not named:
        return None
    kinds = [known.of(word) for word in line]
    said: dict[str, set[str]] = {kind: set() for kind in (*_RULES, "press", "not", "story")}
    for at, word in enumerate(line):
        for kind in kinds[at]:
            if kind in said and at not in named:
                said[kind].add(word)
    found = [_judge(kind, said, language, frozenset(named.values())) for kind in _RULES]
    return max((notice for notice in found if notice), key=lambda notice: notice.points, default=None)


def _judge(kind: str, said: dict[str, set[str]], language: str, names: frozenset[str]) -> _Notice | None:
    """A line as a notice of a kind, if it is one."""
    own, by = said[kind], bool(said["press"] - said[kind])
    if kind not in _OF_SITES:
        names -= _SITES
    if not names or (said["story"] and kind != "version"):
        return None
    denies = kind in _DENYING and bool(said["not"])
    named = _PAGE if names - _VAGUE else _TEXT.get(kind, 0) if "text" in names else 0
    points = len(own) + named + by + denies
    least = _POINTS + (len(own) == 1 or kind == "origin")
    enough = bool(own) if kind == "advert" else len(own) > 1
    return _Notice(language, kind, frozenset(own), points, least) if enough and points >= least else None


def _named(line: Sequence[str], known: WordKinds, order: str) -> dict[int, str]:
    """The words by which a line names the text itself ("this article"), by place, and how each names it."""
    found: dict[int, str] = {}
    for at in [at for at, word in enumerate(line) if word in _pointing()]:
        kinds = known.of(line[at])
        for name in ("own", "mine"):
            if name in kinds:
                found.setdefault(at, name)
        names = _POINTED if "this" in kinds else ("page", "site") if "ours" in kinds else ()
        if not names or (at > _OPENING and "that" in known.of(line[at - 1])):
            continue
        before = range(at - 1, max(at - _NEAR, -1), -1) if order else ()
        behind = range(at + 1, min(at + _NEAR + 1, len(line))) if order != "behind" else ()
        pointed = ((to, name) for to in (*before, *behind) for name in names if name in known.of(line[to]))
        to, name = next(pointed, (at, ""))
        if name and not any("of" in known.of(word) for word in line[max(at, to) + 1 : max(at, to) + 2]):
            found[to] = name if "this" in kinds else "ours"
    return found


def _is_the_subject(others: Sequence[str], notice: _Notice) -> bool:
    """Whether an article speaks of such things itself, or is too short to tell."""
    if len(others) < _PARAGRAPHS:
        return True
    known = _words(notice.language)
    of_kind = [{word for word in _WORD.findall(fold(text)) if notice.kind in known.of(word)} for text in others]
    if sum(len(found) > 1 for found in of_kind) > max(_MOST_ALIKE * len(others), 1):
        return True
    common = {word for word in notice.said if sum(word in found for found in of_kind) > _MOST_SHARED * len(others)}
    return notice.points - len(common) < notice.least


@functools.cache
def _lists() -> dict[str, dict[str, str]]:
    return data_file("notice.toml")


@functools.cache
def _quick() -> frozenset[str]:
    """What points to the text, of all languages, as written, in lower case."""
    return frozenset(word for lists in _lists().values() for word in _pointers(lists))


@functools.cache
def _begun() -> frozenset[str]:
    """How the words for what is pointed at begin, of all languages, as written, in lower case."""
    kinds = (*_POINTED, "mine", "own")
    words = (word for lists in _lists().values() for kind in kinds for word in lists.get(kind, "").lower().split())
    return frozenset(word.rstrip("*")[:_BEGUN] for word in words)


@functools.cache
def _pointing() -> dict[str, list[str]]:
    """The languages of what points to the text, folded."""
    found: dict[str, list[str]] = {}
    for language, lists in _lists().items():
        for word in map(fold, _pointers(lists)):
            found.setdefault(word, []).append(language)
    return found


def _pointers(lists: dict[str, str]) -> list[str]:
    return f"{lists['this']} {lists.get('ours', '')} {lists.get('mine', '')} {lists.get('own', '')}".lower().split()


@functools.cache
def _words(language: str) -> WordKinds:
    lists = _lists()[language]
    return word_kinds(lists, lists.keys() - {"order"})
