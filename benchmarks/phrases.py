"""Boilerplate lines in many languages: ``python -m benchmarks.phrases [--language xx] [--half dev|held] [--misses]``.

The lines of ``made/phrases/*.toml`` were written without a look at the phrase rules, so they measure how well these
generalise. Every line to strike is put into an article between the third and the fourth paragraph, and once more
behind the last; every line to keep between the third and the fourth. ``far inside`` is the middle of an article that
is the same one four times, where what may go at the edges only stays. The odd lines are the development half; the even
ones are held out, and their text is never printed.
"""

from __future__ import annotations

import argparse
import functools
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import dedup

FOLDER = Path(__file__).parent / "made" / "phrases"
FLOORS = Path(__file__).parent / "floors" / "phrases.toml"
HALVES = ("dev", "held")
MIDDLE = 3  # paragraphs before a line that stands inside the article
TIMES = 4  # how often an article is taken to have a middle that is no edge
KEEP = "keep"


class Line(NamedTuple):
    """A line of a language's set; its family is ``keep`` where it has to stay."""

    language: str
    family: str
    half: str
    text: str


class Trial(NamedTuple):
    """A line put behind ``at`` paragraphs of the article: whether it went, all rules that struck, paragraphs lost."""

    line: Line
    at: int
    gone: bool
    rules: tuple[str, ...]
    lost: tuple[str, ...]


def languages() -> list[str]:
    """The languages that have a set, as ISO 639-1 codes."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@functools.cache
def body(language: str) -> tuple[str, ...]:
    """The paragraphs of the language's article."""
    return tuple(_set(language)["body"].splitlines())


def lines(language: str) -> Iterator[Line]:
    """The lines to strike, counted through all families, and those to keep."""
    whole = _set(language)
    struck = [(family, text) for family, texts in whole["strike"].items() for text in texts.splitlines()]
    for listed in (struck, [(KEEP, text) for text in whole["keep"].splitlines()]):
        for number, (family, text) in enumerate(listed):
            yield Line(language, family, HALVES[number % 2], text)


@functools.cache
def _set(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def trial(line: Line, at: int, times: int = 1) -> Trial:
    """The language's article, so many times, with the line behind its first ``at`` paragraphs, cleaned."""
    paragraphs = body(line.language) * times
    text = "\n\n".join((*paragraphs[:at], line.text, *paragraphs[at:]))
    result = dedup.clean(text, ignore=("repeat",) if times > 1 else ())
    rest, lost = result.text, []
    for paragraph in paragraphs:
        if paragraph not in rest:
            lost.append(paragraph)
        rest = rest.replace(paragraph, "", 1)
    # A line that should stay has to stay whole; of one that should go no letter may be left.
    gone = line.text not in rest if line.family == KEEP else not any(map(str.isalnum, rest))
    return Trial(line, at, gone, tuple(removal.rule for removal in result.removals), tuple(lost))


def measure(language: str, halves: Iterable[str] = HALVES) -> list[Trial]:
    """Every line of a language in every place where it is tried."""
    places = {True: (MIDDLE,), False: (MIDDLE, len(body(language)))}
    return [trial(line, at) for line in lines(language) if line.half in halves for at in places[line.family == KEEP]]


def far_inside(language: str, halves: Iterable[str] = HALVES) -> list[Trial]:
    """Every line that should go in the middle of a long article."""
    at = TIMES * len(body(language)) // 2
    return [trial(line, at, TIMES) for line in lines(language) if line.half in halves and line.family != KEEP]


def share(trials: Iterable[Trial], half: str | None = None) -> float:
    """The share of the lines to strike that went, of both halves or of one; 1 where there are none."""
    gone = [one.gone for one in trials if one.line.family != KEEP and half in (None, one.line.half)]
    return sum(gone) / len(gone) if gone else 1.0


def figures(trials: list[Trial]) -> dict[str, float]:
    """What is pinned: the recall of each half and of each language, lines to keep and paragraphs that went."""
    named = {f"recall.{half}": share(trials, half) for half in HALVES}
    for language in dict.fromkeys(one.line.language for one in trials):
        named[f"recall.{language}"] = share(one for one in trials if one.line.language == language)
    named["lost.lines"] = sum(one.gone for one in trials if one.line.family == KEEP)
    named["lost.paragraphs"] = sum(len(one.lost) for one in trials)
    return named


def below_floors(found: dict[str, float]) -> list[str]:
    """The figures that are worse than those pinned."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    floors = {f"{table}.{name}": float(value) for table, values in pinned.items() for name, value in values.items()}
    return [
        f"{name}: {value:.4g} (pinned: {floors[name]:.4g})"
        for name, value in found.items()
        if (value > floors[name] if name.startswith("lost.") else value < floors[name])
    ]


def as_floors(found: dict[str, float]) -> str:
    """The figures as the file of floors says them."""
    recalls = (f"{name[7:]} = {int(1000 * value) / 1000}" for name, value in found.items() if name[:7] == "recall.")
    losses = (f"{name[5:]} = {value}" for name, value in found.items() if name[:5] == "lost.")
    head = f"# Pinned figures of benchmarks/{Path(__file__).name}, by --pin. Recalls may only rise, losses only fall."
    return "\n".join((head, "[recall]", *recalls, "", "[lost]", *losses, ""))


def show(title: str, trials: list[Trial]) -> None:
    """One line of a table."""
    recalls = "".join(_percent(trials, half) for half in HALVES)
    kept = [one for one in trials if one.line.family == KEEP]
    lost = Counter(one.line.half for one in kept if one.gone)
    shown = f"{lost['dev']:>8}{lost['held']:>6}{len(kept):>6}" if kept else ""
    print(f"{title:<12}{recalls}{shown}".rstrip(), flush=True)


def _percent(trials: list[Trial], half: str) -> str:
    there = any(one.line.half == half and one.line.family != KEEP for one in trials)
    return f"{100 * share(trials, half):8.1f}" if there else f"{'-':>8}"


def show_families(trials: list[Trial]) -> None:
    """The same by family, all languages together."""
    print(f"\n{'family':<12}{'dev %':>8}{'held %':>8}")
    for family in dict.fromkeys(one.line.family for one in trials):
        if family != KEEP:
            show(family, [one for one in trials if one.line.family == family])


def show_misses(trials: list[Trial]) -> None:
    """Lines of the development half that stayed and should go, or went and should stay."""
    stayed: dict[Line, list[str]] = {}
    for one in trials:
        if one.line.half == "dev" and one.line.family != KEEP and not one.gone:
            stayed.setdefault(one.line, []).append("inside" if one.at == MIDDLE else "end")
    for line, places in stayed.items():
        print(f"stayed  {line.language}  {line.family:<12}{'+'.join(places):<12}{line.text}")
    for one in trials:
        if one.line.half == "dev" and one.line.family == KEEP and one.gone:
            print(f"lost    {one.line.language}  {' '.join(one.rules):<24}{one.line.text}")


def show_lost_paragraphs(trials: list[Trial]) -> None:
    """Paragraphs of an article that went with a line, which is always an error: the number of trials, and where."""
    times = Counter((one.line.language, paragraph) for one in trials for paragraph in one.lost)
    for (language, paragraph), number in times.items():
        rules = {rule for one in trials if paragraph in one.lost for rule in one.rules}
        print(f"paragraph lost  {language}  {number} times  {' '.join(sorted(rules))}  {paragraph[:90]}")


def main(argv: list[str] | None = None) -> int:
    """Print the tables; with ``--check`` exit 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append", choices=languages(), help="only this one; may be repeated")
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--misses", action="store_true", help="list what is wrong in the development half")
    parser.add_argument("--check", action="store_true", help="compare with the pinned floors")
    parser.add_argument("--pin", action="store_true", help="write the floors anew")
    options = parser.parse_args(argv)
    if options.half and (options.check or options.pin):
        parser.error("the floors are of both halves: no --check nor --pin with --half")
    if options.language and options.pin:
        parser.error("the floors are of all languages: no --pin with --language")
    print(f"{'language':<12}{'dev %':>8}{'held %':>8}  lost dev  held    of")
    trials: list[Trial] = []
    far: list[Trial] = []
    halves = [options.half] if options.half else HALVES
    for language in options.language or languages():
        of_one = measure(language, halves)
        show(language, of_one)
        trials += of_one
        far += far_inside(language, halves)
    show("all", trials)
    show("far inside", far)
    show_families(trials)
    show_lost_paragraphs(trials)
    if options.misses:
        show_misses(trials)
    found = {**figures(trials), "recall.far": share(far)}
    if options.language:  # the other floors are of all languages together
        found = {f"recall.{language}": found[f"recall.{language}"] for language in options.language}
    worse = below_floors(found) if options.check else []
    for line in worse:
        print(f"below its floor: {line}")
    if options.pin:
        FLOORS.write_text(as_floors(found), encoding="utf-8")
    return bool(worse)


if __name__ == "__main__":
    sys.exit(main())
