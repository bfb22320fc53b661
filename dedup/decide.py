"""The only place where text is lost: findings and settings -> removals.

A block goes when a finding says so and nothing speaks against it. A repeat goes only if the text that
it repeats stays (:mod:`dedup.kernel`). Resemblance is never followed from block to block, except for
equality, which is transitive: of equal blocks the one that ``keep`` prefers speaks for all.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dedup.config import Config
from dedup.errors import DetectorError
from dedup.kernel import Rank, kernel
from dedup.lazy import cached_property
from dedup.ledger import Ledger
from dedup.model import Block, Document, Finding, Match, Measure, Removal, Span, Spared, Twin
from dedup.patterns import compile_pattern

#: Stands in the graph for text that nobody wants to strike.
_ALWAYS_STAYS = -1
#: Findings below this score (0.0-1.0) are shown, not acted on.
MIN_SCORE = 0.5
#: From equal to equal a twin is followed so many times.
_LONGEST_CHAIN = 8
#: So many pieces of text, at most, are named as what says together what one twin said.
_MOST_PIECES = 8


@dataclass(frozen=True, slots=True)
class Decision:
    """What goes and what does not.

    Attributes:
        removals: in document order, never overlapping.
        spared: findings that were not acted on, in document order.
        guarded: more than ``max_removed`` would have gone, so nothing of the article goes.
    """

    removals: tuple[Removal, ...]
    spared: tuple[Spared, ...]
    guarded: bool = False


def decide(
    document: Document, chrome: Collection[Finding], claims: Collection[Finding], config: Config
) -> Decision:
    """Strike out what may go.

    Args:
        document: what was read.
        chrome: findings about what is no part of the article (menus, footers). They do not count for
            the guard, and text struck by them cannot justify a repeat.
        claims: findings about the article, in any order: the decision does not depend on it.
        config: see ``keep``, ``unit``, ``ignore``, ``select``, ``protect`` and ``max_removed``.

    Raises:
        DetectorError: a finding lies outside the document.
    """
    if not chrome and not claims:
        return Decision((), ())
    ledger = Ledger(document, _protected(document.blocks, config))
    spared: list[Spared] = []
    for finding in _admit(chrome, ledger, config, spared):
        ledger.strike(finding)
    admitted = _admit(claims, ledger, config, spared)
    if admitted and len(ledger.struck) < len(ledger.blocks):
        attempt = _attempt(admitted, ledger, config)
        if isinstance(attempt, str):
            spared += [Spared(finding, attempt) for finding in admitted]
            return Decision(ledger.removals(), _in_order(spared), guarded=True)
        ledger = attempt
        spared = [entry for entry in spared if not ledger.settles(entry.finding)] + _passed_over(admitted, ledger)
    return Decision(ledger.removals(), _in_order(spared))


def _attempt(admitted: Sequence[Finding], ledger: Ledger, config: Config) -> Ledger | str:
    """A ledger with all struck that may go, or why the guard forbids that."""
    attempt = ledger.copy()
    _strike(admitted, attempt, config)
    return _too_much(ledger, attempt, config) or attempt


def decide_on(
    document: Document, before: Decision, found: Collection[Finding], claims: Collection[Finding], config: Config
) -> Decision:
    """What went before, and what a look at the rest found that goes too, as one decision.

    A repeat whose twin went in part, or for the sake of its equal, rests on what is left of the twin and on the equal.
    One whose twin went for the sake of something that merely resembles it stays after all.

    Args:
        document: what was read.
        before: a decision about it.
        found: why more goes of what that leaves, in the document's offsets.
        claims: everything that was found in any look.
        config: as for :func:`decide`.
    """
    ledger = Ledger(document, _protected(document.blocks, config))
    whole = ledger.copy()
    for finding in (*(f for removal in before.removals for f in removal.because), *found):
        ledger.strike(finding)
    ledger.close()
    if why := _too_much(whole, ledger, config):
        return Decision((), tuple(Spared(finding, why) for finding in _sorted(claims)), guarded=True)
    ledger.restate(_Resting(ledger, claims))
    rest = [entry for entry in before.spared if ledger.stays(entry.span)]
    return Decision(ledger.removals(), tuple(rest))


def _too_much(before: Ledger, after: Ledger, config: Config) -> str:
    """Why the guard forbids what is struck, or an empty string."""
    share = after.share_gone(before, config.max_removed)
    if share <= config.max_removed:
        return ""
    return f"guard: {share:.0%} of the article's words would go, max_removed is {config.max_removed:.0%}"


class _Resting:
    """Reasons for strikes, made to rest on text that stays; the claims are asked where theirs went."""

    def __init__(self, ledger: Ledger, claims: Iterable[Finding]) -> None:
        self._ledger, self._claims = ledger, claims
        self._known: dict[tuple[Span, int], list[Span] | None] = {}

    @cached_property
    def _others(self) -> defaultdict[Span, list[Finding]]:
        """What else was found, by the passage."""
        found: defaultdict[Span, list[Finding]] = defaultdict(list)
        for finding in _sorted(claim for claim in self._claims if claim.score >= MIN_SCORE):
            found[finding.span].append(finding)
        return found

    def __call__(self, reasons: list[Finding]) -> list[Finding]:
        """The reasons for one strike; empty where nothing that stays says what went."""
        resting = [again for finding in reasons for again in self._at_rest(finding)]
        if not resting:
            others = [other for finding in reasons for other in self._others.get(finding.span, ())]
            resting = next((again for finding in others if (again := self._at_rest(finding))), [])
        return list(dict.fromkeys(resting))

    def _at_rest(self, finding: Finding) -> list[Finding]:
        if not isinstance(finding.evidence, Twin) or self._ledger.stays(finding.evidence.span):
            return [finding]
        twins = self._left_of(finding.evidence.span, _LONGEST_CHAIN) or ()
        evidence = [dataclasses.replace(finding.evidence, span=twin) for twin in twins]
        return [dataclasses.replace(finding, evidence=resting) for resting in evidence]

    def _left_of(self, twin: Span, steps: int) -> list[Span] | None:
        """What still says what a twin said: itself, or what is left of it and the equals of what went.

        None where some of it went for the sake of something that merely resembles it.
        """
        if self._ledger.stays(twin):
            return [twin]
        if (twin, steps) not in self._known:
            self._known[twin, steps] = self._followed(twin, steps)
        return self._known[twin, steps]

    def _followed(self, twin: Span, steps: int) -> list[Span] | None:
        left: dict[Span, None] = {}
        for at in self._ledger.inside(twin):
            rest = self._ledger.unstruck(at)
            left |= {rest: None} if rest.start < rest.end else {}
            for reason in self._ledger.reasons(at, twin):
                if not isinstance(reason.evidence, Twin):
                    continue
                again = self._left_of(reason.evidence.span, steps - 1) if _is_exact(reason) and steps else None
                if again is None:
                    return None
                left |= dict.fromkeys(again)
        return list(left)[:_MOST_PIECES] or None


def _protected(blocks: Sequence[Block], config: Config) -> frozenset[int]:
    patterns = [compile_pattern(pattern) for pattern in config.protect]
    if not patterns:
        return frozenset()
    return frozenset(at for at, block in enumerate(blocks) if any(p.search(block.text) for p in patterns))


def _admit(
    findings: Iterable[Finding], ledger: Ledger, config: Config, spared: list[Spared]
) -> list[Finding]:
    """The findings that may act, in an order of their own; the others go to ``spared``."""
    admitted = []
    length = len(ledger.document.text)
    for finding in _sorted(findings):
        if not 0 <= finding.span.start < finding.span.end <= length:
            raise DetectorError(
                f"{finding.rule}: {finding.span} is not inside the text of {length} characters"
            )
        why = _objection(finding, ledger, config)
        if why:
            spared.append(Spared(finding, why))
        else:
            admitted.append(finding)
    return admitted


def _objection(finding: Finding, ledger: Ledger, config: Config) -> str:
    """Why a finding may not act, or an empty string."""
    if not config.acts_on(finding.rule):
        return "switched off by ignore"
    if finding.score < MIN_SCORE:
        return finding.note or f"score {finding.score:.2f} is below {MIN_SCORE:g}"
    inside = ledger.inside(finding.span)
    if not inside:
        return "the span holds no text of a block"
    if all(at in ledger.protected for at in inside):
        return "protected"
    if config.unit == "block" and isinstance(finding.evidence, Twin) and ledger.is_part(finding.span):
        return "only a part of its paragraph is repeated; unit='sentence' strikes such parts"
    return ""


def _strike(admitted: Sequence[Finding], ledger: Ledger, config: Config) -> None:
    """Strike what stands by itself, then the repeats of what is left."""
    repeats = [finding for finding in admitted if isinstance(finding.evidence, Twin)]
    for finding in admitted:
        if not isinstance(finding.evidence, Twin):
            ledger.strike(finding)
    _strike_repeats([f for f in repeats if not ledger.is_part(f.span)], ledger, config)
    _strike_parts([f for f in repeats if ledger.is_part(f.span)], ledger, config)
    ledger.close()


def _strike_repeats(findings: Sequence[Finding], ledger: Ledger, config: Config) -> None:
    """Strike whole blocks that say what another block says, which stays."""
    if not findings:
        return
    rank = _rank(ledger, config)
    speaker = _speakers(findings, ledger, rank)
    reasons: defaultdict[int, list[Finding]] = defaultdict(list)
    claims: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    for finding in findings:
        node = speaker.get(at := ledger.inside(finding.span)[0], at)
        spoken = _as_spoken(finding, ledger, speaker)
        if spoken is None or node in ledger.struck or not ledger.stays(_twin(finding).span):
            continue
        twins = tuple(ledger.inside(_twin(spoken).span))
        if node not in twins:
            reasons[node].append(spoken)
            claims[node].append(twins)
    verdict = kernel(claims, rank)
    said: dict[int, Twin] = {}
    for at in sorted(verdict.keys() | speaker.keys()):
        node = speaker.get(at, at)
        span = ledger.blocks[at].span
        if node in verdict:
            ledger.strike(dataclasses.replace(reasons[node][verdict[node]], span=span))
        elif node != at:
            if node not in said:
                said[node] = Twin(ledger.unstruck(node), "exact", 1.0)
            ledger.strike(Finding("repeat.exact", span, 1.0, said[node]))


def _rank(ledger: Ledger, config: Config) -> Rank:
    """Preference of a position to stay: protected blocks, then as ``config.keep`` says."""
    protected, blocks = ledger.protected, ledger.blocks
    if config.keep == "last":
        return lambda at: (at not in protected, -at)
    if config.keep == "longest":
        return lambda at: (at not in protected, -len(blocks[at].text), at)
    return lambda at: (at not in protected, at)


def _speakers(findings: Iterable[Finding], ledger: Ledger, rank: Rank) -> dict[int, int]:
    """For every block that equals others, the one of them that is preferred to stay."""
    root: dict[int, int] = {}

    def find(at: int) -> int:
        while root.setdefault(at, at) != at:
            root[at] = at = root[root[at]]
        return at

    for finding in findings:
        if _twin(finding).measure == "exact":
            (one, *_), (other, *_) = ledger.inside(finding.span), ledger.inside(_twin(finding).span)
            if _says(ledger, one) and _says(ledger, other):
                one, other = find(one), find(other)
                root[max(one, other, key=rank)] = min(one, other, key=rank)
    for at in root:
        root[at] = find(at)
    return root


def _says(ledger: Ledger, at: int) -> bool:
    """Whether anything is left of a block."""
    start, end = ledger.unstruck(at)
    return start < end


def _as_spoken(finding: Finding, ledger: Ledger, speaker: dict[int, int]) -> Finding | None:
    """The finding with its twin moved to the block that speaks for it; None if several
    would have to move."""
    inside = ledger.inside(_twin(finding).span)
    if all(speaker.get(at, at) == at for at in inside):
        return finding
    if len(inside) > 1:
        return None
    twin = dataclasses.replace(_twin(finding), span=ledger.unstruck(speaker[inside[0]]))
    return dataclasses.replace(finding, evidence=twin)


def _strike_parts(findings: Sequence[Finding], ledger: Ledger, config: Config) -> None:
    """Strike parts of blocks that say what another part, or a whole block, says, which stays."""
    if not findings:
        return
    witnesses = ledger.witnesses()
    findings = [f for f in findings if _is_exact(f) or ledger.inside(f.span)[0] not in witnesses]
    block_rank = _rank(ledger, config)
    parts = sorted({finding.span for finding in findings}, key=lambda s: (block_rank(ledger.inside(s)[0]), s))
    by_block: defaultdict[int, list[int]] = defaultdict(list)
    for number, span in enumerate(parts):
        by_block[ledger.inside(span)[0]].append(number)
    reasons: defaultdict[int, list[Finding]] = defaultdict(list)
    claims: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    number_of = {span: number for number, span in enumerate(parts)}
    for finding in findings:
        twin = _twin(finding).span
        twins = {n for at in ledger.inside(twin) for n in by_block[at] if _overlap(parts[n], twin)}
        number = number_of[finding.span]
        if ledger.stays(twin) and number not in twins:
            reasons[number].append(finding)
            claims[number].append(tuple(sorted(twins)) or (_ALWAYS_STAYS,))
    for number, claim in kernel(claims, int).items():
        ledger.strike(reasons[number][claim])
    # A paragraph for whose sake another went may have lost a sentence.
    ledger.restate(_Resting(ledger, findings))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_exact(finding: Finding) -> bool:
    """Whether the twin says the very same."""
    return isinstance(finding.evidence, Twin) and finding.evidence.measure.startswith("exact")


def _twin(finding: Finding) -> Twin:
    assert isinstance(finding.evidence, Twin)
    return finding.evidence


def _passed_over(admitted: Iterable[Finding], ledger: Ledger) -> list[Spared]:
    """What was admitted and still stays, unless it stays because its twin went for its sake."""
    return [
        Spared(finding, "what it repeats does not stay by itself")
        for finding in admitted
        if ledger.stays(finding.span) and not ledger.went_for(finding)
    ]


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each once, in an order that is nobody's accident.

    By span first: a key for each of very many at once would take more than the findings do.
    """
    ordered: list[Finding] = []
    for _, some in itertools.groupby(sorted(findings, key=_span), key=_span):
        group = list(some)
        if len(group) > 1:
            group.sort(key=_order)
            group = [one for one, before in zip(group, [None, *group], strict=False) if one != before]
        ordered += group
    return ordered


def _span(claim: Finding | Spared) -> Span:
    return claim.span


def _order(finding: Finding) -> tuple[Any, ...]:
    """A key by which no two different findings with one span are equal."""
    evidence = finding.evidence
    head = finding.rule, -finding.score, type(evidence).__name__
    if isinstance(evidence, Twin):
        return (*head, evidence.measure, evidence.value, evidence.span, finding.note)
    if isinstance(evidence, Match):
        return (*head, evidence.phrase, evidence.span, finding.note)
    if isinstance(evidence, Measure):
        return (*head, evidence.name, evidence.value, evidence.limit, finding.note)
    return (*head, evidence.document_id, evidence.value, evidence.passage, evidence.measure, finding.note)


def _in_order(spared: Iterable[Spared]) -> tuple[Spared, ...]:
    ordered: list[Spared] = []
    for _, some in itertools.groupby(sorted(spared, key=_span), key=_span):
        group = list(some)
        ordered += sorted(group, key=lambda entry: _order(entry.finding)) if len(group) > 1 else group
    return tuple(ordered)
