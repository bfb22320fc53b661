"""What a second look remembers of the first changes nothing but the time it takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import configure
from dedup.detect import faq, phrases, repeats
from dedup.detect.memory import Memory
from dedup.detect.repeats import finder
from dedup.detect.repeats.sight import Sight, look
from dedup.read.plain import read_paragraphs
from tests.strategies import articles, settings_changes, texts

CONFIG = configure()
FIRST = "The council of Ashby voted on Monday evening to close the old copper bridge to lorries before winter comes."
SECOND = "Nobody in the harbour has seen a tide like the one that took the ferry house on Monday night, say pilots."
THIRD = "A new budget for schools was signed in the market hall while the orchestra rehearsed next door until noon."
FOURTH = "Its five piers stand on oak, and nobody knows how long oak lasts under water when the river digs around it."
EDITED = FIRST.replace("voted", "decided").replace("comes", "came")


def _forgetful(**settings):
    """The built-in detectors, to whom every look is the first."""
    return [lambda document, find=find: find(document) for find in dedup.detectors(**settings)]


@given(texts, settings_changes)
def test_a_cleaner_with_memory_and_one_without_agree(text, changes):
    remembered = dedup.clean(text, **changes)
    assert remembered == dedup.clean(text, detectors=_forgetful(**changes), **changes)


KNOWN = [FIRST, SECOND, THIRD, FOURTH, EDITED, f"{THIRD} {FIRST}", FIRST.upper(), "ab", "“Kö”", "Мост", "Share this:"]


@given(st.one_of(articles(), st.lists(st.sampled_from(KNOWN), max_size=12)), st.data())
def test_what_is_left_of_a_sight_is_what_a_look_would_find(paragraphs, data):
    paragraphs = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if paragraphs:
        places = sorted(data.draw(st.sets(st.sampled_from(range(len(paragraphs))), min_size=1)))
        rest = [paragraphs[at] for at in places]
        left = look(paragraphs, CONFIG).left(rest)
        if left is not None:
            _same_sight(left, look(rest, CONFIG))


def _same_sight(one, other):
    assert one.groups == other.groups
    assert one.candidates.pairs == other.candidates.pairs
    assert one.stretches.pairs() == other.stretches.pairs()
    assert one.sizes == other.sizes
    assert one.strings == other.strings
    assert one.is_quiet == other.is_quiet
    for at in range(len(one.texts)):
        assert one.candidates.crowd(at) == other.candidates.crowd(at)


def test_paragraphs_that_were_not_there_are_looked_at():
    sight = look([FIRST, SECOND], CONFIG)
    assert sight.left([FIRST, THIRD]) is None
    assert sight.left([SECOND, FIRST]) is None
    assert sight.left([SECOND]) is not None


def test_equals_whose_first_is_gone_are_looked_at():
    sight = look([FIRST, SECOND, FIRST.upper()], CONFIG)
    assert sight.groups == [[0, 2]]
    assert sight.left([SECOND, FIRST.upper()]) is None
    assert sight.left([FIRST, SECOND]).groups == []


def test_long_documents_are_looked_at_again():
    many = [f"{FIRST} {n} {SECOND} {n * n} times." for n in range(401)]
    assert look(many, CONFIG).left(many[:50]) is None


def test_a_second_look_uses_the_first(monkeypatch):
    looks = []
    monkeypatch.setattr(finder, "look", lambda *given: looks.append(given) or look(*given))
    result = dedup.clean("\n\n".join([FIRST, SECOND, "Also Read: Ten bridges you must see", THIRD, FOURTH, EDITED]))
    assert len(result.removals) == 2
    assert len(looks) == 1


def test_each_detector_says_the_same_with_a_memory_of_more():
    paragraphs = [FIRST, SECOND, "Share this:", THIRD, EDITED, "Also Read: Ten bridges", FOURTH, "Photo: A. Person", "(Also Read: x)"]
    whole = read_paragraphs(paragraphs, config=CONFIG)
    for find in (repeats.find, phrases.find, faq.find):
        for gone in range(len(paragraphs)):
            rest = read_paragraphs(paragraphs[:gone] + paragraphs[gone + 1 :], config=CONFIG)
            memory = Memory()
            assert find(whole, CONFIG, memory) == find(whole, CONFIG)
            assert find(rest, CONFIG, memory) == find(rest, CONFIG)


def test_a_memory_has_one_note_of_a_kind():
    memory = Memory()
    assert memory.recall(Sight) is None
    memory.keep(1)
    memory.keep("one")
    memory.keep(2)
    assert memory.recall(int) == 2
    assert memory.recall(str) == "one"
