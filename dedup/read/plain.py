"""Plain text and sequences of paragraphs -> Document.

A paragraph is a line, unless blank lines separate paragraphs whose own lines were wrapped at a
fixed width: then it is everything between two blank lines. Each chunk between blank lines is judged
by itself, so a text may mix both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TypeAlias

from dedup.allowance import CHARACTER, FLOOR, PARAGRAPH, Allowance
from dedup.config import Config
from dedup.errors import LimitError, SourceTypeError
from dedup.model import Block, BlockKind, Document, Metadata

_ITEM = re.compile(r"(?:[-*+•●▪■◦‣·–—]|\(?\d{1,3}[.)]|[a-z][.)])[ \t\u00a0\u3000]+\S")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_SENTENCE_END = frozenset(".!?…。！？｡।॥؟۔:;,»”\"’'）)")
#: What ends a line for ``str.splitlines`` beside the line feed.
_ODD_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"\S[^\n{_ODD_BREAKS}]*")
_FENCES = ("```", "~~~")
_SAYS_NOTHING = Metadata()
_new_block = tuple.__new__
_SPECIAL = frozenset("-*+•●▪■◦‣·–—(0123456789abcdefghijklmnopqrstuvwxyz#>`~|")

#: Mail, RFC 3676 and typewriters wrap between 60 and 80 columns; some editors at 100.
_WRAP_WIDTHS = range(40, 101)
#: A heading in running text has at most this many code points and words.
_HEADING_CHARS, _HEADING_WORDS = 100, 14

#: A paragraph: where it starts, and its text.
Piece: TypeAlias = tuple[int, str]


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
        LimitError: more than ``config.max_blocks`` paragraphs, or too many for its size: ``config.max_expansion``.
    """
    if len(text) * (PARAGRAPH // 2 + CHARACTER) > FLOOR:  # a paragraph takes two characters at least
        lines = sum(1 for _ in _LINE.finditer(text))
        Allowance(text, config).check(PARAGRAPH * lines + CHARACTER * len(text))
    blocks = _blocks(_paragraphs(text), config)
    return Document(text, blocks, title, url, language, "text", metadata=_SAYS_NOTHING)


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
        LimitError: more than ``config.max_blocks`` paragraphs, or too many for its size: ``config.max_expansion``.
    """
    sizes = [len(paragraph) for paragraph in paragraphs if isinstance(paragraph, str) and paragraph]
    size = sum(sizes) + 2 * len(paragraphs)
    Allowance(size, config).check(PARAGRAPH * len(sizes) + CHARACTER * size)
    pieces: list[Piece] = []
    position = 0
    for number, paragraph in enumerate(paragraphs):
        if not isinstance(paragraph, str):
            raise SourceTypeError(f"paragraph {number} is a {type(paragraph).__name__}, not a string")
        stripped = paragraph.strip()
        if stripped:
            pieces.append((position + paragraph.index(stripped[0]), stripped))
        position += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    blocks = _blocks(pieces, config)
    return Document(text, blocks, title, url, language, "paragraphs", metadata=_SAYS_NOTHING)


def _paragraphs(text: str) -> list[Piece]:
    """The paragraphs of ``text`` with their starts."""
    pieces: list[Piece] = []
    position = 0
    odd = any(mark in text for mark in _ODD_BREAKS)
    # Two line feeds are a blank line whatever stands around them, and between them is mostly one line.
    for part in text.split("\n\n"):
        stripped = part.strip()
        if stripped:
            if "\n" in stripped or (odd and len(stripped.splitlines()) > 1):
                pieces += _lines(text, part, position)
            elif part[0] == stripped[0]:
                pieces.append((position, stripped))
            else:
                pieces.append((position + part.index(stripped[0]), stripped))
        position += len(part) + 2
    return pieces


def _lines(text: str, part: str, position: int) -> list[Piece]:
    """The paragraphs of a part of several lines that starts at ``position``."""
    pieces: list[Piece] = []
    chunk: list[Piece] = []
    for line in part.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            chunk.append((position if line[0] == stripped[0] else position + line.index(stripped[0]), stripped))
        elif chunk:
            pieces += _one_or_all(text, chunk)
            chunk = []
        position += len(line)
    return pieces + _one_or_all(text, chunk)


def _one_or_all(text: str, lines: list[Piece]) -> list[Piece]:
    """The lines as one paragraph if they were wrapped at a fixed width, else each by itself.

    A wrapper breaks a line because the next word did not fit, and mostly in mid sentence.
    """
    if len(lines) < 2:
        return lines
    width = max([len(line) for _, line in lines])
    if width not in _WRAP_WIDTHS:
        return lines
    mid_sentence = 0
    for (_, line), (start, after) in itertools.pairwise(lines):
        if len(line) + 1 + len(after.split(None, 1)[0]) <= width or _mark(text, start):
            return lines
        mid_sentence += line[-1] not in _SENTENCE_END
    first, (start, last) = lines[0][0], lines[-1]
    return [(first, text[first : start + len(last)])] if mid_sentence * 2 > len(lines) - 1 else lines


def _mark(text: str, start: int) -> bool:
    """Whether a line starts as a list item, a Markdown heading, a quotation, a table row or a fence."""
    if text[start] not in _SPECIAL:
        return False
    return text[start] in ">|" or bool(
        _ITEM.match(text, start) or _HEADING.match(text, start) or text.startswith(_FENCES, start)
    )


def _blocks(pieces: list[Piece], config: Config) -> tuple[Block, ...]:
    if len(pieces) > config.max_blocks:
        raise LimitError("max_blocks", len(pieces), config.max_blocks)
    blocks: list[Block] = []
    fence = ""
    for number, (start, piece) in enumerate(pieces):
        kind: BlockKind = "paragraph"
        level = 0
        if fence or piece[:3] in _FENCES:
            kind, fence = "code", _fence_after(fence, piece)
        elif piece[0] in _SPECIAL or len(piece) <= _HEADING_CHARS:
            kind, level = _kind(piece, pieces[number + 1][1] if number + 1 < len(pieces) else "", number)
        # A block is made of its fields at once: its own constructor takes three times as long.
        blocks.append(_new_block(Block, (number, start, start + len(piece), piece, kind, level, 0.0, -1)))
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
