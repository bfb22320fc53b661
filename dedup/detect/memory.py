"""What one look at a document found out, for the next look at what is left of it.

Cleaning looks at the kept text again until nothing more is found. Most of that text it has just read.
"""

from __future__ import annotations

from typing import TypeVar

_Note = TypeVar("_Note")


class Memory:
    """The notes of one cleaning, at most one of each kind.

    A note spares work and never changes an answer: a detector that uses one first makes sure that it would find out
    the very same of the text before it.
    """

    def __init__(self) -> None:
        self._notes: dict[type, object] = {}

    def keep(self, note: object) -> None:
        """Replace the note of this type."""
        self._notes[type(note)] = note

    def recall(self, kind: type[_Note]) -> _Note | None:
        """The note of a type, or None."""
        note = self._notes.get(kind)
        return note if isinstance(note, kind) else None
