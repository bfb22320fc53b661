"""Completion in real shells: keys are typed at a terminal, and the line that the shell then runs is read."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import time

import pytest

from dedup.cli import main

pty = pytest.importorskip("pty", reason="needs a terminal of this kind")
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], ""),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -D\n"),
}
PATIENCE = 300


class Terminal:
    """A shell at a terminal of its own."""

    def __init__(self, command, folder):
        self.child, self.end = pty.fork()
        if not self.child:
            os.chdir(folder)
            environment = {"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
            os.execvpe(command[0], command, environment)
        self.seen = ""

    def type(self, keys):
        os.write(self.end, keys.encode())

    def until(self, pattern):
        """Read until something is printed; give it."""
        stop = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.seen)):
            ready, _, _ = select.select([self.end], [], [], max(stop - time.monotonic(), 0))
            assert ready, f"{pattern} was not printed, but {self.seen!r}"
            self.seen += os.read(self.end, 4096).decode(errors="replace")
        self.seen = self.seen[found.end() :]
        return found

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


@pytest.fixture(params=SHELLS)
def shell(request, tmp_path, capsys):
    """A shell that has read the completion script, and shows the words of ``dedup`` instead of running it."""
    command, before = SHELLS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]}: bash .ci/services.sh")
    assert main(["completion", request.param]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "bridge.txt").touch()
    terminal = Terminal(command, tmp_path)
    terminal.type(f'{before}eval "$(cat script)"\ndedup() {{ printf "<%s>" "$@"; echo; }}\necho rea""dy\n')
    terminal.until("ready\r?\n")
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("dedup cle\t", ["clean"]),
        ("dedup dup\t", ["duplicates"]),
        ("dedup clean --expl\t", ["clean", "--explain"]),
        ("dedup clean --preset cons\t", ["clean", "--preset", "conservative"]),
        ("dedup clean --faq rest\t", ["clean", "--faq", "restated"]),
        ("dedup clean bri\t", ["clean", "bridge.txt"]),
        ("dedup clean --config bri\t", ["clean", "--config", "bridge.txt"]),
        ("dedup tune --dra\t bri\t", ["tune", "--draft", "bridge.txt"]),
        ("dedup corpus --res\t --wor\t 2", ["corpus", "--resume", "--workers", "2"]),
        ("dedup completion zs\t", ["completion", "zsh"]),
    ],
)
def test_what_a_tab_completes(shell, keys, words):
    for part in re.split(r"(?<=\t) ", keys):  # a shell that completed has put the space already
        shell.type(part)
    shell.type("\n")
    printed = shell.until(r"(?m)^((?:<[^<>\r\n]*>)+)\r?$")[1]
    assert re.findall("<([^<>]*)>", printed) == words
