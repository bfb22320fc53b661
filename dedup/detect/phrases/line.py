"""One line against the rules: does a phrase stand in it as its rule demands?"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final

from dedup.detect.folding import JUNK, SPACELESS, fold
from dedup.detect.matcher import Hit, Matcher
from dedup.detect.phrases.bars import made_of_labels
from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.tongue import is_the_rest_of_a_sentence, tells_a_story, tells_who_spoke
from dedup.detect.rulebook import Rule

#: What may stand behind a phrase that is the whole line.
_TAIL: Final = JUNK + ".:!?…<)]}】〕］）〉》」』:：！？。،؟।,;"
#: What may stand behind a phrase of form ``ending``: no full stop, which would make the line a sentence.
_BEHIND_ENDING: Final = " |*_>»"
_SEPARATOR: Final = re.compile(
    r"[ )\]}】〕〉》」』*!?]*(?:[:|=>»›→➡•·]|-(?=[ -])|(?<= )-|\.\.\.|…|\)|\]|】|》|」|』)[ :|>»›→*-]*"
)
_TWO_SENTENCES: Final = re.compile(r"[^\W\d_]{4}[.][\"'”’)]?\s+[^\W\d_]|[。।۔][^\s」』）]")
_PROSE: Final = re.compile(r"[.!?]$|[。।۔？！]$")
#: Quotation marks that fold to no plain one.
_QUOTES: Final = ("«»", "「」", "『』")
#: The first of the scripts that join small words to the next, or part no words at all.
_PREFIXING_FROM: Final = "\u0590"
#: Words that join names in a byline or credit.
_PARTICLES: Final = frozenset(
    "and und et y e og och en i ja a и та de da di do dos das del la le van von der den bin al el for in of the "
    "at on to by via with für bei per / & | , - · • , ; updated published file".split()
)
#: Whose labels stand before titles, names and captions; those of others stand before sentences ("Correction: an ...").
_OVER_TITLES: Final = frozenset(
    f"boilerplate.{name}" for name in ("caption", "comments", "navigation", "related", "share", "tags")
)
#: Behind a label without a separator a title has so many words, and no mark that ends or joins sentences.
_TITLE_WORDS, _NO_TITLE = 4, ".…,:;。।"
#: What makes a label of an imperative: before a capital no sentence goes on like this.
_ALSO: Final = frozenset(
    "also auch aussi anche tambien tambem ook ocksa ogsa myos rowniez takze take tiez taky juga takode takodje de "
    "также також също επισης ayrica asemenea también também".split()
)
#: Lines longer than these (code points) hold no date, and are not worth remembering.
DATE_CHARS, _MEMO_CHARS = 90, 400


def whole(line: str, matcher: Matcher, *, inside: bool = True) -> Claim | None:
    """What the rules say of a whole line; None where they say nothing.

    Without ``inside`` a phrase is looked for at the line's beginning only.
    """
    if len(line) > matcher.longest_line or "\n" in line:
        return None
    return _remembered(line, matcher, inside) if len(line) <= _MEMO_CHARS else _judged(line, matcher, inside)


def _judged(line: str, matcher: Matcher, inside: bool) -> Claim | None:
    claim = opening(line, matcher)
    if claim is not None:
        # Links side by side ("Previous | Next") are a bar wherever they stand, and no link before its title.
        bar = made_of_labels(line, matcher) if claim.rule.at_end and not claim.bare else None
        return bar or claim
    if len(line) <= DATE_CHARS and (claim := made_of_words(line, matcher)):
        return claim
    return made_of_labels(line, matcher) or (_inside(line, matcher) if inside else None)


#: A pure function of its arguments. Cleaning looks at the kept text again, so most lines are asked for twice.
_remembered = functools.lru_cache(maxsize=4096)(_judged)


def _inside(line: str, matcher: Matcher) -> Claim | None:
    """A phrase of form ``inside`` or ``ending``, within its rule's caps."""
    if len(line) > matcher.longest_inside or matcher.anywhere is None:
        return None
    folded = fold(line)
    words = len(line.split())
    for start, end, found in matcher.anywhere.find(folded):
        if _is_quoted(folded, start, end) or _begins_in_a_word(folded, start):
            continue
        for phrase, rule in matcher.insides[found]:
            fits = len(line) <= rule.max_chars and words <= max(rule.max_words, rule.max_chars // 6)
            meant = _is_meant if rule.form == "inside" else _has_needed
            if fits and meant(folded, rule) and (rule.form == "inside" or _ends(folded, found)):
                return Claim.of_line(line, rule, phrase)
    return None


def _is_quoted(folded: str, start: int, end: int) -> bool:
    """Whether a stretch of a folded line stands between quotation marks: what somebody said is not boilerplate."""
    before, after = folded[:start], folded[end:]
    if '"' in after and (before.count('"') + before.count("„")) % 2:
        return True
    return any(before.rfind(opened) > before.rfind(closed) and closed in after for opened, closed in _QUOTES)


def _begins_in_a_word(folded: str, start: int) -> bool:
    """Whether a phrase begins within a word: "1 of 1" in "11 of 12". Arabic and its like write prefixes on words."""
    before, first = folded[start - 1 : start], folded[start]
    return before.isalnum() and first.isalnum() and first < _PREFIXING_FROM


def _ends(folded: str, phrase: str) -> bool:
    """Whether a line is a title with the phrase behind it."""
    title = folded.rstrip(_BEHIND_ENDING).removesuffix(phrase).rstrip()
    return bool(title) and len(title) < len(folded.rstrip(_BEHIND_ENDING)) and title[-1] not in ".:,;"


def opening(line: str, matcher: Matcher) -> Claim | None:
    """What the rules say of a line by its first words; None where they say nothing."""
    body = line.lstrip(JUNK)
    if not matcher.may_open(body):
        return None
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
    return not (after.isalnum() and last.isalnum()) or bool(SPACELESS.match(last) or SPACELESS.match(after))


def _claim(line: str, body: str, hit: Hit, *, score: float | None = None, bare: bool = False, note: str = "") -> Claim:
    at = len(line) - len(body)
    return Claim(hit.rule, hit.phrase, 0, len(line), at, _length(body, hit.length), score or hit.rule.score, bare, note)


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
    if not separator and rest[0] == " ":
        return _glued(line, body, hit)
    if not separator or (separator[0].strip()[:1] in ")]】》」』" and len(line) == len(body)):
        return None
    if _TWO_SENTENCES.search(rest, separator.end()):
        return _claim(line, body, hit, score=0.4, note="a link to another article, but where it ends cannot be told")
    if hit.rule.family in _OVER_TITLES and is_the_rest_of_a_sentence(body[_length(body, hit.length) :]):
        return _claim(line, body, hit, score=0.4, note="a sentence goes on behind it, as no title does")
    return _claim(line, body, hit)


def _glued(line: str, body: str, hit: Hit) -> Claim | None:
    """A title right behind a label, as where they were two elements: "Also Read Why the mill closed", no sentence."""
    at = _length(body, hit.length)
    label, title = body[:at], body[at:].strip()
    of_links = hit.rule.family == "boilerplate.related" and hit.rule.collects == "titles" and " " in hit.phrase
    if not of_links or not title[:1].isupper() or len(title.split()) < _TITLE_WORDS or title[-1] in _NO_TITLE:
        return None
    if _TWO_SENTENCES.search(title) or tells_who_spoke(fold(title), hit.rule.language):
        return None
    cried = label.isupper() and not title.isupper()
    return _claim(line, body, hit, score=0.8) if cried or not _ALSO.isdisjoint(hit.phrase.split()) else None


def _name(line: str, body: str, hit: Hit) -> Claim | None:
    """The phrase with names behind it: every word has a capital, a figure, or joins such words."""
    behind = body[_length(body, hit.length) :].lstrip()
    rest = behind.strip(_TAIL)
    words = rest.replace("/", " ").replace("|", " ").split()
    if not words:
        return _claim(line, body, hit, bare=True)
    first = words[0].lstrip("(@")[:1]
    named = (first.isupper() or (first.isalpha() and not first.islower())) and all(map(_joins, words))
    return _claim(line, body, hit)._replace(joined=behind[0].isalnum()) if named else None


def _joins(word: str) -> bool:
    core = word.strip(".,;:()[]&-–—")
    return not core or not core[0].islower() or core.lower() in _PARTICLES


def _start(line: str, body: str, hit: Hit) -> Claim | None:
    return _claim(line, body, hit) if _is_meant(fold(line), hit.rule) else None


def _is_meant(folded: str, rule: Rule) -> bool:
    """Whether a line has what the rule asks for, and tells no story."""
    return _has_needed(folded, rule) and not tells_a_story(folded, rule)


def _has_needed(folded: str, rule: Rule) -> bool:
    """Whether a line has one of the words that the rule asks for; its edges count as spaces."""
    return not rule.needs or any(need in f" {folded} " for need in _folded(rule.needs))


@functools.lru_cache(maxsize=512)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, texts))


_FORMS: Final[dict[str, Callable[[str, str, Hit], Claim | None]]] = {
    "label": _label, "opening": _opening, "name": _name, "start": _start,
}  # fmt: skip


def made_of_words(line: str, matcher: Matcher) -> Claim | None:
    """A line of nothing but the words of one ``words`` rule and numbers, such as a date."""
    if not _DIGIT.search(line):
        return None
    found: Rule | None = None
    tokens = _TOKEN.findall(fold(_WEEKDAY.sub(" ", line)))
    if len(tokens) > _DATE_TOKENS or (all(token[0].isdecimal() for token in tokens) and not _DATE.search(line)):
        return None
    for token in tokens:
        if not token[0].isdecimal():
            rule = matcher.words.get(token)
            if rule is None:
                return None
            found = found or rule
    dated = found is None or _says_when(tokens, line)
    found = found or matcher.words.get("am")
    return Claim.of_line(line, found, line[:40]) if found and dated else None


def _says_when(tokens: list[str], line: str) -> bool:
    """Whether a line says more than hours or two days, which an event's programme is made of."""
    if line[0].isdecimal() and ":" not in line and len(_YEAR.findall(line)) > 1:
        return False
    return any(not token[0].isdecimal() and token not in _HOURS for token in tokens) or bool(_DATE.search(line))


_HOURS: Final = frozenset(("a", "p", "m", "am", "pm", "h", "uhr", "to"))
#: More words than any date line of a page has, in tokens.
_DATE_TOKENS: Final = 16
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_DIGIT: Final = re.compile(r"\d")
#: With the vowel signs of Indic scripts and Thai, which ``\w`` leaves out; in Chinese, Japanese and Korean a word ends
#: where figures do: 2024年3月14日.
_TOKEN: Final = re.compile(
    r"\d+(?:(?![\u3005-\u9fff\uac00-\ud7af])[^\W_])*|[\u3005-\u9fff\uac00-\ud7af]+"
    r"|[^\W\d_](?:(?![\u3005-\u9fff\uac00-\ud7af])[^\W_]|[\u0900-\u0dff\u0e31-\u0e4e])*"
)
#: The day of the week behind a date, in brackets.
_WEEKDAY: Final = re.compile(r"[(（][月火水木金土日一二三四五六월화수목금토일](?:[・･]祝)?[)）]")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
