"""How much memory a document may take, told from what it is made of before that memory is spent.

The figures were measured by ``python -m benchmarks.hostile``: bytes at the peak of a cleaning. They are a little more
than most documents take, and are asked only of what takes more than :data:`FLOOR` in all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dedup.config import Config
from dedup.errors import LimitError
from dedup.model import Document

#: Documents that take no more bytes than this are never refused, however short their lines are: 150,000 words of a
#: list, a transcript of 100,000 lines, a table of 50,000 cells.
FLOOR: Final = 100_000_000

#: Of a text: for each character, paragraph or line, and finding about it.
CHARACTER, PARAGRAPH, FINDING = 8, 480, 650
#: Of markup: for each element, text, comment or attribute in the parser's tree.
NODE: Final = 220
#: Of markup: for each element that holds text, piece of text while it is collected, line break, and finished block.
PLACE, PIECE, BREAK, BLOCK = 450, 700, 700, 2_300


class Allowance:
    """What one input may take.

    Args:
        size: of the input in bytes, or the text that it is, or a function that finds out.
        config: see ``max_expansion``.
    """

    def __init__(self, size: int | str | Callable[[], int], config: Config) -> None:
        self._size, self._most = size, config.max_expansion

    def check(self, need: int) -> None:
        """Refuse an input that would take so many bytes.

        Raises:
            LimitError: more than the floor, and more than ``max_expansion`` times the input's size.
        """
        if need <= FLOOR:
            return
        if isinstance(self._size, str):
            self._size = len(self._size.encode("utf-8", "surrogatepass"))
        elif callable(self._size):
            self._size = self._size()
        if need > self._most * self._size:
            raise LimitError("max_expansion", -(-need // max(self._size, 1)), self._most)


def check_findings(document: Document, count: int, config: Config) -> None:
    """Refuse a document about which so much was found that deciding it would take too much memory.

    Raises:
        LimitError: ``max_expansion``.
    """
    need = CHARACTER * len(document.text) + PARAGRAPH * len(document.blocks) + FINDING * count
    Allowance(document.text, config).check(need)
