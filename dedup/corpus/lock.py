"""One run at a time for one output: a lock that ends with the process, however it ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType

from dedup.corpus.places import written
from dedup.errors import ConfigError, OutputError

try:
    import fcntl
except ImportError:  # Windows: there an open file cannot be replaced, which keeps runs apart as well
    fcntl = None  # type: ignore[assignment]


class Lock:
    """A context manager that holds a file locked and removes it at the end.

    Args:
        path: of the lock's own file.
        what: the output that it stands for, for the message.

    Raises:
        ConfigError: another process holds it; when it is entered.
        OutputError: its file cannot be made.
    """

    def __init__(self, path: Path, what: str) -> None:
        self._path = path
        self._what = what
        self._file = -1

    def __enter__(self) -> Lock:
        with written(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            while fcntl is not None and not self._locked():
                pass
        return self

    def _locked(self) -> bool:
        """Whether the file that is locked is still the one that has the name."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._path.exists() and os.path.samestat(os.fstat(file), self._path.stat()):
                self._file = file
                return True
        except BlockingIOError:
            raise ConfigError(f"another run is writing {self._what} just now; wait until it has ended") from None
        finally:
            if self._file != file:
                os.close(file)
        return False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file >= 0:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = -1


def remove_stale(path: Path) -> None:
    """Remove the file of a lock that nobody holds: a run that was killed when all was done left it behind."""
    if path.exists():
        with contextlib.suppress(ConfigError, OutputError), Lock(path, ""):
            pass
