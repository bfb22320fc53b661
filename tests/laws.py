"""The laws as functions: each looks at one result and fails if it breaks the law. Used by properties, hostile
inputs and fuzzers alike."""

from __future__ import annotations

import json

from dedup import CleanResult, Twin
from dedup.render import kept_spans


def obeys_the_laws(result, cleaner=None):
    """Every law that one result can show; with the ``cleaner`` that made it also idempotence."""
    account(result)
    reason(result)
    guard(result)
    blocks(result)
    replay(result)
    if cleaner is not None:
        idempotence(result, cleaner)


def account(result):
    """Kept and removed pieces, in order, are the document's text."""
    text = result.document.text
    kept = kept_spans(result.document, result.removals)
    pieces = sorted([*kept, *(removal.span for removal in result.removals)])
    position = 0
    for start, end in pieces:
        assert start == position
        assert end > start
        position = end
    assert position == len(text)
    assert "".join([text[start:end] for start, end in kept]) == result.text
    assert all(text[r.span.start : r.span.end] == r.text for r in result.removals)


def reason(result):
    """Every removal has a finding that touches it; the twin of a repeat is text that stayed."""
    text = result.document.text
    gone = _gone(result)
    for removal in result.removals:
        assert removal.because
        assert removal.rule == removal.because[0].rule
        for finding in removal.because:
            assert finding.span.start < removal.span.end
            assert removal.span.start < finding.span.end
            if isinstance(finding.evidence, Twin):
                start, end = finding.evidence.span
                assert 0 <= start < end <= len(text)
                assert not any(gone[start:end])


def _gone(result):
    """One byte for each code point: 1 where a character that is no white space went."""
    text = result.document.text
    gone = bytearray(len(text))
    for removal in result.removals:
        start, end = removal.span
        gone[start:end] = bytes(not character.isspace() for character in text[start:end])
    return gone


def guard(result):
    """A guarded result removes nothing of an article, and says why."""
    if result.guarded:
        assert result.spared
        if result.document.source in ("text", "paragraphs"):
            assert result.removals == ()


def blocks(result):
    """Blocks are in order, do not overlap, and are what they say."""
    position = 0
    for number, block in enumerate(result.document.blocks):
        assert block.number == number
        assert position <= block.start < block.end <= len(result.document.text)
        assert block.text == result.document.text[block.start : block.end]
        position = block.end


def replay(result):
    """Stored as JSON and read again, it is the same result."""
    stored = result.to_json()
    json.loads(stored)
    replayed = CleanResult.from_json(stored)
    assert replayed.text == result.text
    assert replayed.removals == result.removals
    assert replayed.spared == result.spared
    assert replayed.markdown == result.markdown
    assert replayed.html == result.html


def idempotence(result, cleaner):
    """Cleaning the cleaned text removes nothing, as long as it is still read as plain text."""
    document = result.document
    hints = {"title": document.title, "url": document.url, "language": document.language}
    again = cleaner.clean(result.text, **hints)
    if again.document.source == "text":
        assert again.removals == ()
        assert again.text == result.text
