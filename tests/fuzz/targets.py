"""What the fuzzers run: one function of bytes for each way into the library, with the laws as oracle.

A target returns nothing. Whatever it raises is a find: a broken law is an AssertionError, and an error that is
no DedupError has no business to leave the library. ``run.py`` feeds them by coverage, ``test_seeds.py`` replays
the seeds and every input that once broke something.
"""

from __future__ import annotations

import contextlib
import functools
import json

import bs4

from dedup import Cleaner, CleanResult, DedupError, configure
from dedup.config import from_mapping, preset_names
from dedup.detect.matcher import compile_rules
from dedup.detect.rulebook import parse
from dedup.patterns import compile_pattern
from dedup.read.source import read
from tests import laws
from tests.fuzz.grammar import article, page

_SETTINGS = (
    {},
    {"keep": "last"},
    {"keep": "longest", "unit": "sentence"},
    {"faq": "restated", "max_removed": 1.0},
    {"faq": "keep", "max_removed": 0.3},
    {"protect": ("bridge", r"\d{3}"), "max_removed": 1.0},
    {"ignore": ("repeat.near", "boilerplate.faq"), "unit": "sentence"},
    {"phrases": ("Tip of the day:", "Heute neu"), "max_removed": 1.0},
)


@functools.cache
def _cleaner(number):
    presets = preset_names()
    settings = _SETTINGS[number % len(_SETTINGS)]
    return Cleaner(presets[number // len(_SETTINGS) % len(presets)], **settings)


def reading(data):
    """Bytes, text, markup and soups are read into blocks that are what they say."""
    if not data:
        return
    kind, data = data[0] % 4, data[1:]
    # bs4 itself cannot read lone surrogates.
    source = data if kind == 0 else data.decode("utf-8", "replace" if kind == 3 else "surrogateescape")
    if kind == 2:
        source = f"<html><body>{source}</body></html>"
    if kind == 3:
        try:
            source = bs4.BeautifulSoup(source, "html.parser")
        except (bs4.ParserRejectedMarkup, AssertionError):  # the standard library's parser, not ours
            return
    try:
        document = read(source, config=configure(max_depth=200, max_blocks=500))
    except DedupError:
        return
    laws.blocks(CleanResult(document))


def cleaning(data):
    """Any text, under any of many settings."""
    if data:
        _clean(data[1:].decode("utf-8", "surrogateescape" if data[0] & 1 else "replace"), data[0] // 2)


def articles(data):
    """Articles put together from sentences, repeats, edits and boilerplate."""
    if data:
        _clean(article(data[1:]), data[0])


def pages(data):
    """Pages put together from elements, attributes and the same paragraphs."""
    if data:
        _clean(page(data[1:]), data[0])


def _clean(source, number):
    cleaner = _cleaner(number)
    try:
        result = cleaner.clean(source)
    except DedupError:
        return
    laws.obeys_the_laws(result, cleaner)


def stored(data):
    """A stored result that somebody changed is refused, or is a result that obeys its account."""
    try:
        result = CleanResult.from_json(data.decode("utf-8", "replace"))
    except DedupError:
        return
    laws.account(result)
    assert CleanResult.from_dict(result.to_dict()).text == result.text
    assert isinstance(result.markdown + result.html, str)


def settings(data):
    """Settings, rule files and patterns of users are refused with a word of help, or work."""
    text = data[1:].decode("utf-8", "replace")
    kind = data[0] % 3 if data else 0
    with contextlib.suppress(DedupError):
        if kind == 0:
            value = _json(text)
            if isinstance(value, dict):
                assert configure(from_mapping(value)).fingerprint()
        elif kind == 1:
            rules = tuple(parse(text, "fuzz"))
            assert all(hit.length >= 0 for hit in compile_rules(rules).hits("abc"))
        else:
            compile_pattern(text).search("The bridge opens on Monday." + text)


def _json(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


TARGETS = {
    function.__name__: function for function in (reading, cleaning, articles, pages, stored, settings)
}
