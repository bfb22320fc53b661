"""Lines put together from labels: bars of buttons, footers and paths of links, counted labels, hashtags."""

from __future__ import annotations

import re
from typing import Final

from dedup.detect.folding import JUNK, SPACELESS, fold
from dedup.detect.matcher import Hit, Matcher
from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.tongue import EVERYWHERE

#: A longer line (code points) is no bar.
_LONGEST: Final = 200
#: Between the labels of a bar, and between the links of a footer, of which not all need be known.
_BETWEEN: Final = JUNK + ",.:;/\\&!?)]}】"
_LINKS: Final = re.compile(r" *[|·•∙‧｜] *")
#: Links of a footer: how many words one has at most.
_LINK_WORDS: Final = 5
#: Between the steps of a path, and how many it has at most.
_STEPS: Final = re.compile(r"\s*[>＞»›→]\s*|\s+/\s+")
_DEEPEST: Final = 7
_LABELS: Final = frozenset(("label", "opening"))
#: A count in front of a label; "1. Facebook" is an item of a list or a heading.
_COUNT: Final = re.compile(r"(?!\d{1,3}[.)]\s)[(\[]?\d[\d.,\u00a0]{0,9} ?[kKmM]?\+?[)\]]? +(?=[^\W\d_])")
_COUNTED: Final = frozenset(("boilerplate.comments", "boilerplate.share"))


def made_of_labels(line: str, matcher: Matcher) -> Claim | None:
    """Buttons ("Share Tweet Print"), links ("Home > News"), a counted label ("12 comments"), or hashtags."""
    if len(line) > _LONGEST:
        return None
    for kind in (_counted, _marked, _bar, _footer, _crumbs):
        if claim := kind(line, matcher):
            return claim
    return None


def _label(folded: str, matcher: Matcher) -> Hit | None:
    """The longest label that a folded text begins with."""
    for hit in matcher.hits(folded):
        after, last = folded[hit.length : hit.length + 1], folded[hit.length - 1]
        parted = not (after.isalnum() and last.isalnum()) or SPACELESS.match(last)
        if parted and hit.rule.form in _LABELS and not (hit.rule.upper or hit.rule.weak or hit.rule.at_end):
            return hit
    return None


def _is_label(text: str, matcher: Matcher) -> Hit | None:
    """The label that a text is, whole."""
    folded = fold(text).strip(_BETWEEN)
    hit = _label(folded, matcher)
    return hit if hit and hit.length == len(folded) else None


def _bar(line: str, matcher: Matcher) -> Claim | None:
    """Nothing but labels: two with marks between them, or three with nothing but spaces."""
    hits, marks = [], 0
    folded = fold(line).lstrip(_BETWEEN)
    while folded:
        hit = _label(folded, matcher)
        if hit is None:
            return None
        rest = folded[hit.length :]
        folded = rest.lstrip(_BETWEEN)
        marks += bool(folded and rest[: len(rest) - len(folded)].strip())
        hits.append(hit)
    known = {hit.phrase for hit in hits}
    enough = len(known) >= 3 or (len(known) == 2 and marks >= 1)
    return Claim.of_line(line, hits[0].rule, hits[0].phrase) if enough and _speak_alike(known, matcher) else None


def _speak_alike(phrases: set[str], matcher: Matcher) -> bool:
    """Whether labels are of one language, or two of them stand anywhere: "Bonus Plus Native" is of three languages."""
    spoken = [{rule.language for rule in matcher.rules_of(phrase) if rule.form in _LABELS} for phrase in phrases]
    foreign = [languages for languages in spoken if not languages & EVERYWHERE]
    return len(spoken) - len(foreign) >= 2 or bool(set.intersection(*foreign))


def _footer(line: str, matcher: Matcher) -> Claim | None:
    """Three links or more with bars or dots between them, short each, of which half are known labels."""
    links = [link for link in _LINKS.split(line.strip()) if link]
    if len(links) < 3 or not _is_label(links[0], matcher) or any(len(link.split()) > _LINK_WORDS for link in links):
        return None
    known = [hit for link in links if (hit := _is_label(link, matcher))]
    enough = len(known) >= 2 and 2 * len(known) >= len(links)
    return Claim.of_line(line, known[0].rule, known[0].phrase) if enough else None


def _crumbs(line: str, matcher: Matcher) -> Claim | None:
    """The path to a page, from the site's front page on: "Home > News > Local"."""
    links = _STEPS.split(line.strip())
    if not 2 <= len(links) <= _DEEPEST or not all(0 < len(link.split()) <= _LINK_WORDS for link in links):
        return None
    front = _is_label(links[0], matcher)
    is_path = front is not None and front.rule.family == "boilerplate.navigation"
    return Claim.of_line(line, front.rule, front.phrase) if front and is_path else None


def _counted(line: str, matcher: Matcher) -> Claim | None:
    count = _COUNT.match(line)
    hit = _is_label(line[count.end() :], matcher) if count else None
    return Claim.of_line(line, hit.rule, hit.phrase) if hit and hit.rule.family in _COUNTED else None


def _marked(line: str, matcher: Matcher) -> Claim | None:
    """Words that all begin with one mark, two at least: hashtags."""
    rule = matcher.marks.get(line[:1])
    words = line.replace(",", " ").split()
    if rule is None or len(words) < 2 or not all(_is_marked(word, line[0]) for word in words):
        return None
    return Claim.of_line(line, rule, line[0])


def _is_marked(word: str, mark: str) -> bool:
    return len(word) > 1 and word[0] == mark and word[1] != mark
