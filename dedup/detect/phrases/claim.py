"""What a rule says of a line."""

from __future__ import annotations

from typing import NamedTuple

from dedup.detect.rulebook import Rule


class Claim(NamedTuple):
    """A phrase found in a line, and what that is worth.

    Attributes:
        rule: what was found.
        phrase: as the rule file has it, or folded.
        start, end: of the claimed text, from the beginning of the line.
        at, length: of the phrase, from the beginning of the line.
        score: 0.0-1.0.
        bare: nothing but the phrase stands in the line.
        joined: names follow the phrase, with no mark between them.
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
    joined: bool = False

    @classmethod
    def of_line(cls, line: str, rule: Rule, phrase: str) -> Claim:
        """A plain match of a rule that speaks of the line as a whole."""
        return cls(rule, phrase, 0, len(line), 0, len(line), rule.score)
