"""What the command line understands."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from dedup.cli import clean, rules
from dedup.config import Faq, Keep, Unit, preset_names

_FORMATS = ("text", "markdown", "html", "json")
_FILE = {"bash": "_shtab_compgen_files", "zsh": "_files", "tcsh": "f"}


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; each command leaves its function in ``run``."""
    top = argparse.ArgumentParser(
        prog="dedup",
        description="Strikes repeats, 'Also Read' lines, FAQ blocks and page chrome out of scraped articles, "
        "and says why for every character. Input files are never changed.",
        epilog="'dedup COMMAND --help' explains a command. Exit codes: 0 done, 1 some inputs failed, 2 usage.",
    )
    top.add_argument("--version", action=_Version)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_clean(commands)
    _add_corpus(commands)
    _add_rules(commands)
    _add_tune(commands)
    _add_duplicates(commands)
    _add_completion(commands)
    return top


class _Version(argparse.Action):
    """Prints the version; imports the package only when asked."""

    def __init__(self, option_strings: list[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help="print the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from dedup import __version__

        print(f"dedup {__version__}")
        parser.exit()


def _command(commands: Any, name: str, about: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:]
    )
    command.set_defaults(run=run)
    return command


def _add_clean(commands: Any) -> None:
    command = _command(
        commands, "clean", "clean articles: text or HTML, from files, folders or standard input", clean.run
    )
    command.add_argument(
        "sources", nargs="*", metavar="FILE", help="a file, a folder, or - for standard input (the default in a pipe)"
    ).complete = (  # type: ignore[attr-defined]
        _FILE
    )
    out = command.add_argument_group("what comes out")
    out.add_argument("-f", "--format", choices=_FORMATS, default="text", help="default: text")
    out.add_argument(
        "-e", "--explain", action="store_true", help="show the article with what was struck, and why"
    )
    out.add_argument("--full", action="store_true", help="with --explain: every page element and near miss")
    file = out.add_argument("-o", "--output", metavar="OUT", help="a file; for several sources a folder")
    report = out.add_argument(
        "-r", "--report", metavar="PAGE", help="also write a web page that shows what went"
    )
    file.complete = report.complete = _FILE  # type: ignore[attr-defined]
    about = command.add_argument_group("what is known of the article")
    for name in ("title", "url", "language"):
        about.add_argument(f"--{name}", help="ISO 639-1 code, such as de" if name == "language" else None)
    add_settings(command)


def _add_corpus(commands: Any) -> None:
    command = _command(
        commands, "corpus", "clean files of many articles: JSON lines, Parquet, WARC, folders; can be resumed", _corpus
    )
    command.epilog = (
        "Passages that a site repeats: with --site-repeats alone all records are counted first (two passes, their "
        "order does not matter); with --index or --stream each is compared with those before it (one pass, the first "
        "to say it keeps it). Without any of them articles are cleaned one by one. "
        "exit codes: 0 done, 1 some records were rejected, 2 usage"
    )
    command.add_argument(
        "sources", nargs="+", metavar="IN", help="a record file, a folder, or - for JSON lines on standard input"
    ).complete = _FILE  # type: ignore[attr-defined]
    out = command.add_argument_group("what comes out")
    file = out.add_argument("-o", "--output", metavar="OUT", help="a file for one input, else a folder; - to print")
    report = out.add_argument("-r", "--report", metavar="PAGE", help="also write a web page with figures and samples")
    summary = out.add_argument("--summary", metavar="JSON", help="also write the figures to a file")
    out.add_argument("--dry-run", action="store_true", help="write no records and no index, only figures")
    out.add_argument("--resume", action="store_true", help="go on with a run that was stopped or killed")
    work = command.add_argument_group("how")
    work.add_argument("-j", "--workers", type=int, default=1, metavar="N", help="processes; 0: one per processor")
    work.add_argument("--site-repeats", type=int, metavar="N", help="strike what N articles of a site share; 0: never")
    index = work.add_argument("--index", metavar="DB", help="remember passages here: a SQLite file or redis://...")
    work.add_argument("--stream", action="store_true", help="one pass, and remember passages only for this run")
    for name in ("text", "id", "url"):
        work.add_argument(f"--{name}-field", metavar="NAME", help=f"the field with the {name}, if it is an unusual one")
    file.complete = report.complete = summary.complete = index.complete = _FILE  # type: ignore[attr-defined]
    add_settings(command)


def _corpus(arguments: argparse.Namespace) -> int:
    from dedup.cli import corpus  # loads NumPy, which the other commands should not wait for

    return corpus.run(arguments)


def add_settings(command: argparse.ArgumentParser) -> None:
    """The options that become a :class:`dedup.Config`; see :func:`dedup.cli.settings.chosen`."""
    group = command.add_argument_group("settings")
    base = group.add_mutually_exclusive_group()
    base.add_argument("-p", "--preset", choices=preset_names(), help=f"default: {preset_names()[0]}")
    file = base.add_argument(
        "-c", "--config", metavar="TOML", help="a file with settings, such as dedup.toml"
    )
    file.complete = _FILE  # type: ignore[attr-defined]
    group.add_argument("--keep", choices=get_args(Keep), help="which copy of a repeated passage stays")
    group.add_argument(
        "--faq", choices=get_args(Faq), help="FAQ blocks: drop all, what restates the body, or keep"
    )
    group.add_argument(
        "--unit", choices=get_args(Unit), help="strike whole blocks, or also repeated sentences"
    )
    group.add_argument(
        "--ignore", metavar="RULE", action="append", help="switch off a rule or a family; repeatable"
    )
    group.add_argument(
        "--protect", metavar="REGEX", action="append", help="blocks in which it is found stay; repeatable"
    )
    group.add_argument(
        "-s",
        "--set",
        dest="changes",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="any setting; 'dedup rules --settings' lists them; repeatable",
    )


def _add_rules(commands: Any) -> None:
    command = _command(
        commands, "rules", "list the rules with what they strike and what they leave", rules.run
    )
    command.add_argument(
        "prefix", nargs="?", default="", metavar="RULE", help="a rule or a family, such as repeat"
    )
    command.add_argument("--json", action="store_true", help="as one JSON object per line")
    file = command.add_argument(
        "--file", metavar="TOML", help="check and list the rules of a file of your own"
    )
    file.complete = _FILE  # type: ignore[attr-defined]
    command.add_argument("--settings", action="store_true", help="list the settings instead")


def _add_tune(commands: Any) -> None:
    command = _command(
        commands, "tune", "find the settings that suit your own articles; writes a dedup.toml", _tune
    )
    command.add_argument(
        "sources", nargs="+", metavar="FILE", help="a file or a folder of articles"
    ).complete = _FILE  # type: ignore[attr-defined]
    label = command.add_argument(
        "-l", "--label", metavar="JSONL",
        help='what should go and what must stay: {"file": "a.txt", "strike": ["..."], "keep": "rest"}',
    )
    draft = command.add_argument(
        "--draft", metavar="JSONL", help="write labels to correct by hand, from what the default strikes"
    )
    out = command.add_argument("-o", "--output", metavar="TOML", help="write the best settings, for --config")
    label.complete = draft.complete = out.complete = _FILE  # type: ignore[attr-defined]
    command.add_argument(
        "--loss", type=_weight, default=3.0, metavar="WEIGHT",
        help="missed words that weigh as much as a lost one; default: 3",
    )
    command.add_argument(
        "--show", type=_count, default=5, metavar="N", help="mistakes and near misses to show; default: 5"
    )


def _tune(arguments: argparse.Namespace) -> int:
    from dedup.cli import tune  # loads every stage, which the other commands should not wait for

    return tune.run(arguments)


def _weight(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError("must be 0 or more")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return value


def _add_duplicates(commands: Any) -> None:
    command = _command(
        commands, "duplicates", "find articles that are copies of one another, in files of records", _duplicates
    )
    command.add_argument(
        "inputs", nargs="+", metavar="IN", help="JSON lines, Parquet or WARC, or a folder; - for standard input"
    ).complete = _FILE  # type: ignore[attr-defined]
    out = command.add_argument(
        "-o", "--output", metavar="OUT", default="-", help="the clusters as JSON lines; with --drop a folder"
    )
    command.add_argument(
        "--drop", action="store_true",
        help="write each input without the copies into OUT, and OUT/dropped.jsonl with what went for which record",
    )
    command.add_argument(
        "--threshold", type=float, default=0.7, metavar="SHARE", help="least Jaccard similarity; default: 0.7"
    )
    command.add_argument("--ngram", type=int, default=5, metavar="N", help="words of a shingle; default: 5")
    command.add_argument(
        "--keep", choices=("first", "longest", "newest"), default="first", help="which one stays; default: first"
    )
    index = command.add_argument(
        "--index", metavar="DB", help="compare with, and remember in, an SQLite file; first come, first kept"
    )
    index.complete = out.complete = _FILE  # type: ignore[attr-defined]
    command.add_argument("--workers", type=_count, default=1, metavar="N", help="processes; default: 1")
    for name in ("text", "id"):
        command.add_argument(f"--{name}-field", metavar="NAME", help=f"the field of the {name}, if not a usual one")


def _duplicates(arguments: argparse.Namespace) -> int:
    from dedup.cli import duplicates

    return duplicates.run(arguments)


def _add_completion(commands: Any) -> None:
    command = _command(commands, "completion", "print a completion script for a shell", _completion)
    command.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    command.epilog = (
        "For bash put this line into ~/.bashrc, for zsh (with 'zsh') into ~/.zshrc after compinit: "
        'eval "$(dedup completion bash)"'
    )


def _completion(arguments: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(parser(), arguments.shell))
    return 0
