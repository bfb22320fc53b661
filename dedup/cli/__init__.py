"""The ``dedup`` command. Exit codes: 0 done, 1 some records failed, 2 usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from dedup.cli.arguments import parser
from dedup.cli.files import in_options
from dedup.errors import DedupError, SourceError

DONE, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Args:
        argv: the words after the program's name; those of the process if None.
    """
    _prepare_streams()
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SourceError as error:
        return _complain(error, FAILED)
    except DedupError as error:
        return _complain(error, USAGE)
    except BrokenPipeError:
        # The reader has what it wanted. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _complain(error, USAGE)
    except KeyboardInterrupt:
        return 130
    return code


def _prepare_streams() -> None:
    """Articles hold characters that an encoding may lack, and line ends that must not change."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", newline="")


def _complain(error: Exception, code: int) -> int:
    if isinstance(error, OSError) and not isinstance(error, DedupError):
        name = f"{error.filename}: " if error.filename else ""
        print(f"dedup: {name}{error.strerror or error}", file=sys.stderr)
    else:
        print(f"dedup: {in_options(str(error))}", file=sys.stderr)
    return code
