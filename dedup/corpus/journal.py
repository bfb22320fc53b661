"""How far a run over files has come: a small JSON file beside its output, replaced as a whole after every batch."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from dedup.corpus.places import written
from dedup.errors import ConfigError, OutputError, SourceError

_FORMAT = 1


@dataclasses.dataclass
class Journal:
    """What is safely on disk. Files are written one after the other, so one position says it all.

    Attributes:
        path: of the journal itself.
        settings: all that the output depends on, by name.
        source: number of the input that is being read; those before it are finished.
        batches: finished, over all inputs.
        items: of this input that are finished, a whole number of batches.
        offset: bytes of this input's output that are good.
        ended: nothing more comes for this output; it has its name or is about to get it.
        rejects: bytes of the rejects file that are good.
        last: source and first item of the last finished batch, which the index may not know yet.
        done: all outputs have their names.
        summary: figures so far.
    """

    path: Path
    settings: dict[str, Any]
    source: int = 0
    batches: int = 0
    items: int = 0
    offset: int = 0
    ended: bool = False
    rejects: int = 0
    last: tuple[int, int] | None = None
    done: bool = False
    summary: dict[str, Any] | None = None

    def save(self) -> None:
        """Replace the file; a reader sees the old one or the new one.

        Raises:
            OutputError: it cannot be written; the old one stands.
        """
        data = {item.name: getattr(self, item.name) for item in dataclasses.fields(self)}
        data.update(path=None, format=_FORMAT)
        fresh = self.path.with_name(self.path.name + ".part")
        try:
            with written(self.path):
                with fresh.open("w", encoding="ascii") as file:
                    json.dump(data, file)
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(self.path)
        except OutputError:
            fresh.unlink(missing_ok=True)
            raise

    def next_source(self) -> None:
        """Turn to the next input; told to the file with its first batch."""
        self.source, self.items, self.offset, self.ended = self.source + 1, 0, 0, False

    def remove(self) -> None:
        """The run is over."""
        self.path.unlink(missing_ok=True)


def load(path: Path, settings: dict[str, Any]) -> Journal:
    """The journal of an unfinished run.

    Raises:
        SourceError: the file is no journal.
        ConfigError: the run was one with other settings or inputs, which are named.
    """
    try:
        data = json.loads(path.read_bytes())
        if data.pop("format") != _FORMAT:
            raise ValueError("another version wrote it")
        journal = Journal(**{**data, "path": path})
        compared = json.loads(json.dumps(settings))
        other = sorted(
            name for name in {*compared, *journal.settings} if compared.get(name) != journal.settings.get(name)
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SourceError(f"{path} is no journal ({error}); remove it to start anew") from error
    if other:
        raise ConfigError(
            f"{path} belongs to a run with other settings ({', '.join(other)}); repeat them to go on with it, or "
            f"remove it to start anew"
        )
    if journal.last is not None:
        journal.last = (journal.last[0], journal.last[1])
    return journal
