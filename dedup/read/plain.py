"""Plain text and sequences of paragraphs -> Document.

A paragraph is a line, unless blank lines separate paragraphs whose own lines were wrapped at a
fixed width: then it is everything between two blank lines. Each chunk between blank lines is judged
by itself, so a text may mix both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from dedup.config import Config
from dedup.errors import LimitError, SourceTypeError
from dedup.model import Block, BlockKind, Document, Span

_ITEM = re.compile(r"(?:[-*+•●▪■◦‣·–—]|\(?\d{1,3}[.)]|[a-z][.)])[ \t\u00a0\u3000]+\S")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_SENTENCE_END = frozenset(".!?…。！？｡।॥؟۔:;,»”\"’'）)")
_SPECIAL = frozenset("-*+•●▪■◦‣·–—(0123456789abcdefghijklmnopqrstuvwxyz#>`~|")

#: Mail, RFC 3676 and typewriters wrap between 60 and 80 columns; some editors at 100.
_WRAP_WIDTHS = range(40, 101)
#: A heading in running text has at most this many code points and words.
_HEADING_CHARS, _HEADING_WORDS = 100, 14


def read_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> Document:
    """The document of a plain text; ``document.text`` is the very string given.

    Raises:
        LimitError: more than ``config.max_blocks`` paragraphs.
    """
    blocks = _blocks(text, _paragraphs(text), config)
    return Document(text, blocks, title, url, language, "text")


def read_paragraphs(
    paragraphs: Sequence[str],
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config,
) -> Document:
    """The document of a sequence of paragraphs; its text is the paragraphs joined by blank lines.

    Raises:
        SourceTypeError: a paragraph is not a string.
        LimitError: more than ``config.max_blocks`` paragraphs.
    """
    spans, position = [], 0
    for number, paragraph in enumerate(paragraphs):
        if not isinstance(paragraph, str):
            raise SourceTypeError(f"paragraph {number} is a {type(paragraph).__name__}, not a string")
        stripped = paragraph.strip()
        if stripped:
            start = position + paragraph.index(stripped[0])
            spans.append(Span(start, start + len(stripped)))
        position += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    return Document(text, _blocks(text, spans, config), title, url, language, "paragraphs")


def _paragraphs(text: str) -> list[Span]:
    """The spans of the paragraphs of ``text``."""
    paragraphs: list[Span] = []
    chunk: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position if line[0] == stripped[0] else position + line.index(stripped[0])
            chunk.append(Span(start, start + len(stripped)))
        elif chunk:
            paragraphs += _one_or_all(text, chunk)
            chunk = []
        position += len(line)
    return paragraphs + _one_or_all(text, chunk)


def _one_or_all(text: str, lines: list[Span]) -> list[Span]:
    """The lines as one paragraph if they were wrapped at a fixed width, else each by itself.

    A wrapper breaks a line because the next word did not fit, and mostly in mid sentence.
    """
    if len(lines) < 2:
        return lines
    width = max(end - start for start, end in lines)
    if width not in _WRAP_WIDTHS:
        return lines
    mid_sentence = 0
    for (start, end), after in itertools.pairwise(lines):
        first_word = text[after.start : after.end].split(None, 1)[0]
        if end - start + 1 + len(first_word) <= width or _mark(text, after.start):
            return lines
        mid_sentence += text[end - 1] not in _SENTENCE_END
    return [Span(lines[0].start, lines[-1].end)] if mid_sentence * 2 > len(lines) - 1 else lines


def _mark(text: str, start: int) -> bool:
    """Whether a line starts as a list item, a Markdown heading, a quotation, a table row or a fence."""
    if text[start] not in _SPECIAL:
        return False
    return text[start] in ">|" or bool(
        _ITEM.match(text, start) or _HEADING.match(text, start) or text.startswith(("```", "~~~"), start)
    )


def _blocks(text: str, spans: list[Span], config: Config) -> tuple[Block, ...]:
    if len(spans) > config.max_blocks:
        raise LimitError("max_blocks", len(spans), config.max_blocks)
    blocks: list[Block] = []
    fence = ""
    texts = [text[start:end] for start, end in spans]
    for number, ((start, end), piece) in enumerate(zip(spans, texts, strict=True)):
        kind: BlockKind
        if fence or piece[:3] in ("```", "~~~"):
            kind, level = "code", 0
            fence = _fence_after(fence, piece)
        else:
            kind, level = _kind(piece, texts[number + 1] if number + 1 < len(texts) else "", number)
        blocks.append(Block(number, start, end, piece, kind, level))
    return tuple(blocks)


def _fence_after(fence: str, piece: str) -> str:
    """The fence that is open after a line: a fence opens on its own mark and closes on the same."""
    if not fence:
        return "" if "\n" in piece and piece.endswith(piece[:3]) else piece[:3]
    return "" if piece.startswith(fence) else fence


def _kind(piece: str, following: str, number: int) -> tuple[BlockKind, int]:
    if piece[0] in _SPECIAL:
        heading = _HEADING.match(piece)
        if heading:
            return "heading", len(heading[1])
        if piece[0] == ">":
            return "quote", 0
        if piece[0] == "|" and piece[-1] == "|" and len(piece) > 2:
            return "row", 0
        if _ITEM.match(piece):
            return "item", 1
    if _looks_like_heading(piece, following):
        return "heading", 1 if number == 0 else 2
    return "paragraph", 0


def _looks_like_heading(piece: str, following: str) -> bool:
    """A short line without a sentence end, above a longer text that has one."""
    return (
        len(piece) <= _HEADING_CHARS
        and piece[-1] not in _SENTENCE_END
        and "\n" not in piece
        and len(following) > 1.5 * len(piece)
        and following[-1] in _SENTENCE_END
        and len(piece.split()) <= _HEADING_WORDS
    )
