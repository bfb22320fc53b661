"""Results for the reports, made by hand so that they do not depend on what the detectors find."""

from __future__ import annotations

from dedup import CleanResult, Finding, Match, Measure, Seen, Span, Twin, configure
from dedup.cleaner import Cleaner
from dedup.decide import decide

LEAD = "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers."
AGAIN = "The council voted on Tuesday to shut the old bridge after divers discovered cracks in two piers."
PARAGRAPHS = (
    LEAD,
    "Buses will end at the market square until the repairs are finished in the autumn.",
    AGAIN,
    "Also Read: Ferry fares to rise",
    "A free ferry will run every quarter of an hour.",
    "A free ferry will run.",
)


def made(paragraphs, findings=(), chrome=(), **fields):
    """A result over ``paragraphs``; a finding is (paragraph, rule, evidence), a number meaning a Twin."""
    document = Cleaner(detectors=[]).clean(list(paragraphs), **fields).document
    claims = [_finding(document, *parts) for parts in findings]
    decision = decide(
        document, [_finding(document, *parts) for parts in chrome], claims, configure(max_removed=1.0)
    )
    return CleanResult(document, decision.removals, decision.spared, decision.guarded)


def _finding(document, at, rule, evidence, score=0.9, note=""):
    blocks = document.blocks
    if isinstance(evidence, int):
        evidence = Twin(blocks[evidence].span, "jaccard_char5", 0.71)
    elif isinstance(evidence, str):
        evidence = Match(evidence, blocks[at].span)
    return Finding(rule, blocks[at].span, score, evidence, note)


def bridge():
    """Six paragraphs: a repeat of 0 at 2, a phrase at 3, and a near miss at 5."""
    return made(
        PARAGRAPHS,
        [
            (2, "repeat.near", 0),
            (3, "boilerplate.related", "Also Read:"),
            (5, "repeat.contained", 4, 0.3, "too short"),
        ],
        title="Old bridge to close",
        url="https://news.example/bridge",
        language="en",
    )


def part():
    """One paragraph of which the second sentence went."""
    result = made([LEAD + " Follow us for more."])
    document = result.document
    start = document.text.index("Follow")
    span = Span(start, len(document.text))
    finding = Finding("boilerplate.share", span, 0.9, Match("Follow us", span))
    decision = decide(document, (), [finding], configure())
    return CleanResult(document, decision.removals, decision.spared)


def evidence_of_every_kind():
    """Four struck paragraphs, each for another kind of reason."""
    return made(
        [*PARAGRAPHS, LEAD],
        [
            (6, "repeat.exact", Twin(Span(0, len(LEAD)), "exact", 1.0)),
            (3, "boilerplate.related", "Also Read:"),
            (4, "site.repeated", Seen("article-7", "A free ferry", "documents", 12)),
            (5, "site.repeated", Seen("article-9", "A free ferry", "jaccard", 0.91)),
            (1, "boilerplate.caption", Measure("body_probability", 0.07, 0.5)),
        ],
    )
