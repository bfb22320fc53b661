"""Boilerplate by its phrases: whole lines, lists under a heading, and clearly delimited parts of paragraphs.

A naive list of regular expressions makes extractors worse, because most of these phrases open real
sentences too. So a phrase counts only where it stands like a label: alone, or before a separator and a
title, or within narrow caps together with a second word of its kind. Quoted phrases never count.
Method and figures: docs/phrases.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedup.config import Config
from dedup.detect.matcher import Matcher, matcher
from dedup.detect.memory import Memory
from dedup.detect.phrases.address import to_the_reader
from dedup.detect.phrases.belongings import belongings
from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.edges import at_the_edges
from dedup.detect.phrases.ending import at_the_end
from dedup.detect.phrases.line import whole
from dedup.detect.phrases.notice import about_the_text
from dedup.detect.phrases.parts import parts
from dedup.detect.phrases.screen import screen
from dedup.detect.phrases.shape import ends_like_a_sentence, goes_on, is_prose, words
from dedup.detect.phrases.tongue import EVERYWHERE, Tongues, is_one_word
from dedup.detect.rulebook import Rule
from dedup.model import Block, Document, Finding, Match, Span

__all__ = ["find"]

#: How many blocks from the beginning and from the end of an article count as its edges.
_HEAD_BLOCKS, _TAIL_BLOCKS = 6, 4
#: Behind more real paragraphs than this the beginning is over; before more than this the end has not come.
_EDGE_PARAGRAPHS = 2
#: How many blocks from the end, and of which share, belong to its end.
_END_BLOCKS, _END_SHARE = 6, 0.5
_BRACKETS = "([{【〔［（"
#: The score of a weak phrase that nothing supports: shown, not acted on.
_UNSUPPORTED = 0.4
_UNSUPPORTED_NOTE = "common in prose too, and nothing beside it supports it"
#: What is in these families alone may be a heading too; "Continue reading below" (adverts) stands over the article.
_BUTTONS = ("boilerplate.app", "boilerplate.navigation")
_FAQ, _DATE = "boilerplate.faq", "boilerplate.date"
#: So many different dates, each above so many words or more, are the headings of a chronicle, a diary or a live blog.
_CHAPTERS, _CHAPTER_WORDS = 3, 6


def find(document: Document, config: Config, memory: Memory | None = None) -> list[Finding]:
    """Findings of all phrase rules, and of lines at the article's edges that are known by their shape.

    Args:
        document: what was read.
        config: the phrases and rule files.
        memory: of an earlier look at a document of which this is what is left.

    Raises:
        RuleError: a rule file is unusable.
    """
    rules = matcher(config.phrases, config.rule_files)
    blocks = document.blocks
    seen = screen(blocks, rules, memory)
    claims: list[Claim | None] = [None] * len(blocks)
    places = sorted(seen.opened | seen.within)
    for place in places:
        claims[place] = whole(blocks[place].text, rules, inside=place in seen.within)
    faq = next((at for at in places if _opens_faq(claims[at])), len(blocks))
    chapters = _chapters(places, claims, blocks)
    around = _Around(claims, blocks, rules, Tongues(blocks))
    findings: list[Finding] = []
    claimed = [False] * len(blocks)
    for place in places:
        block, claim = blocks[place], claims[place]
        if claim is None:
            findings += parts(block, rules) if place in seen.within else ()
        elif not _opens_faq(claim):
            objection = "opens a part of the text" if place in chapters else around.objection(place)
            finding = _of_line(block, claim, objection=objection)
            findings.append(finding)
            claimed[place] = finding.score >= 0.5
    for place, finding in _with_belongings(blocks, claims, claimed, rules):
        findings.append(finding)
        claimed[place] = True
    for place, finding in at_the_end(blocks, claimed, rules):
        findings.append(finding)
        claimed[place] = finding.span == blocks[place].span
    for place, finding in to_the_reader(blocks[:faq], claimed, around.tongues):
        findings.append(finding)
        claimed[place] = True
    for place, finding in about_the_text(blocks[:faq], claimed, around.tongues):
        findings.append(finding)
        claimed[place] = True
    return [*findings, *at_the_edges(document, claimed[:faq])]


def _opens_faq(claim: Claim | None) -> bool:
    """Whether a line is the heading of a FAQ, which has a detector of its own and settings of its own."""
    return claim is not None and claim.rule.family == _FAQ


def _chapters(places: Sequence[int], claims: Sequence[Claim | None], blocks: Sequence[Block]) -> frozenset[int]:
    """The places of dates that are headings: "Day 1", "4 March 1991"."""
    dates = [at for at in places if _is_date(claims[at]) and any(_is_told(b.text) for b in blocks[at + 1 : at + 2])]
    return frozenset(dates if len({blocks[at].text for at in dates}) >= _CHAPTERS else ())


def _is_told(line: str) -> bool:
    return ends_like_a_sentence(line) and words(line) >= _CHAPTER_WORDS


def _is_date(claim: Claim | None) -> bool:
    return claim is not None and claim.rule.family == _DATE and claim.rule.form == "words"


class _Around(NamedTuple):
    """What speaks against a claim where its line stands: all claims, the blocks, the rules, the article's languages."""

    claims: Sequence[Claim | None]
    blocks: Sequence[Block]
    rules: Matcher
    tongues: Tongues

    def objection(self, place: int) -> str:
        """Why a phrase does not count where it stands, or an empty string."""
        claim, last = self.claims[place], len(self.claims) - 1
        if claim is None:
            return ""
        if claim.rule.at_end:
            at_end = last - place < _END_BLOCKS and place >= _END_SHARE * last and place > 0
            if not at_end:
                return "common in prose too, and this is not the article's end"
            if claim.rule.weak and not (self._beside_another(place) or self._is_of_a_pair(place, claim)):
                return _UNSUPPORTED_NOTE
            return "heads a paragraph" if self._heads_a_paragraph(place) else ""
        if self._is_foreign(place, claim) and not self._beside_another(place):
            return "means another thing in the article's language, and nothing beside it supports it"
        if (claim.rule.weak or _is_vague(claim)) and not self._supported(place):
            return _UNSUPPORTED_NOTE
        if claim.bare and goes_on(self.blocks, place):
            return "the next line goes on in the middle of a sentence"
        return ""

    def _is_of_a_pair(self, place: int, claim: Claim) -> bool:
        """Whether a line beside it has another phrase of the same rule: "Previous: ..." and "Next: ..."."""
        near = (self.claims[at] for at in (place - 1, place + 1) if 0 <= at < len(self.claims))
        return any(other and other.rule is claim.rule and other.phrase != claim.phrase for other in near)

    def _heads_a_paragraph(self, place: int) -> bool:
        """Whether a link, as the line seems to be, stands right above a real paragraph, as headings do."""
        claim, below = self.claims[place], self.blocks[place + 1 : place + 2]
        is_link = claim is not None and claim.rule.family == "boilerplate.navigation"
        return is_link and any(is_prose(block.text) for block in below)

    def _supported(self, place: int) -> bool:
        """Whether a line stands at an edge, or beside a line that a rule claims by itself."""
        if self._beside_another(place):
            return True
        if self._between_paragraphs(place):
            return False
        above, below = self.blocks[:place], self.blocks[place + 1 :]
        if place < _HEAD_BLOCKS and sum(is_prose(block.text) for block in above) <= _EDGE_PARAGRAPHS:
            return True
        return len(below) < _TAIL_BLOCKS and sum(is_prose(block.text) for block in below) <= _EDGE_PARAGRAPHS

    def _between_paragraphs(self, place: int) -> bool:
        """Whether a line between two real paragraphs may be the text's: a sentence, or a subheading."""
        claim = self.claims[place]
        if claim is None or not 0 < place < len(self.blocks) - 1:
            return False
        heads = claim.bare and claim.rule.form == "label" and claim.rule.family != "boilerplate.byline"
        may_be = heads or _is_told(self.blocks[place].text)
        return may_be and is_prose(self.blocks[place - 1].text) and is_prose(self.blocks[place + 1].text)

    def _beside_another(self, place: int) -> bool:
        near = ((at, self.claims[at]) for at in (place - 1, place + 1) if 0 <= at < len(self.claims))
        return any(claim and not claim.rule.weak and not self._is_foreign(at, claim) for at, claim in near)

    def _is_foreign(self, place: int, claim: Claim) -> bool:
        """Whether a line is one word of a language in which the article is not written, or begins with one.

        Brackets make it a label, and English ones stand on pages of all languages.
        """
        begins = claim.bare or claim.length < claim.end - claim.start  # and is no bar of labels
        bracketed = claim.at and self.blocks[place].text[claim.at - 1] in _BRACKETS
        english = claim.rule.language == "en" and not claim.joined
        if not begins or bracketed or english or not is_one_word(claim.phrase):
            return False
        also = self.rules.rules_of(claim.phrase)
        return not any(self.tongues.has(rule.language) for rule in also if not claim.joined or rule.form == "name")


def _is_vague(claim: Claim) -> bool:
    """Whether a claim rests on one word and names behind it, which may be a name by itself: "Editor Tools"."""
    return claim.joined and is_one_word(claim.phrase) and claim.rule.language in EVERYWHERE


def _of_line(block: Block, claim: Claim, *, objection: str) -> Finding:
    span = Span(block.start + claim.start, block.start + claim.end)
    match = Match(claim.phrase, span)
    if objection:
        return Finding(claim.rule.family, span, min(claim.score, _UNSUPPORTED), match, objection)
    return Finding(claim.rule.family, span, claim.score, match, claim.note)


def _with_belongings(
    blocks: Sequence[Block], claims: Sequence[Claim | None], claimed: Sequence[bool], rules: Matcher
) -> Iterator[tuple[int, Finding]]:
    """Findings about what stands under headings, by place."""
    for place in [at for at, taken in enumerate(claimed) if taken]:
        claim = claims[place]
        heads = _collecting(claim, rules) if claim is not None and claim.bare else None
        if claim is not None and heads is not None:
            heading = Match(claim.phrase, blocks[place].span)
            for at in belongings(place, blocks, claims, heads.collects):
                yield at, Finding(heads.family, blocks[at].span, 0.75, heading, "belongs to the heading")


def _collecting(claim: Claim, rules: Matcher) -> Rule | None:
    """The rule by which a line is a heading: "Read more" is a button by one rule, and over titles a heading."""
    if claim.rule.collects or claim.rule.family not in _BUTTONS:
        return claim.rule if claim.rule.collects else None
    return next((rule for rule in rules.rules_of(claim.phrase) if rule.collects == "titles" and not rule.weak), None)
