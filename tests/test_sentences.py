"""With ``unit="sentence"``: texts that say their sentences in many paragraphs settle, and obey the laws."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import Cleaner, Twin, clean
from tests import laws

SENTENCES = [
    "The council of Ashby voted on Monday evening to close the old copper bridge to lorries before the winter comes.",
    "Nobody in the harbour has seen a tide like the one that took the ferry house on Monday night, say the pilots.",
    "A new budget for schools was signed in the market hall while the orchestra rehearsed next door until late at noon.",
    "Its five piers stand on oak, and nobody knows how long oak lasts under water when the river digs around it.",
    "Ada Okafor, who runs the museum in Leeds, wants nine million crowns for a glass roof over the inner garden.",
    "Farmers along the valley counted fewer geese this autumn than in any year since their survey began in 1987.",
    "The railway company will sell the wooden station and keep the two platforms, the clock and the signal house.",
    "Teachers painted the library stairs in seven colours so that small children find their shelves by themselves.",
    "Snow is expected above six hundred metres from Thursday, and drivers should carry chains on the northern pass.",
    "Bodil Krag won the harvest race for the third time in a row, four minutes ahead of a student from the island.",
    "The glacier above the village lost eleven metres last summer, more than the surveyors had measured in a decade.",
    "Visitors may hear the organ every Sunday after the service, when the factory choir sings songs of the sea.",
]
MIXTURES = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=1, max_size=9)
#: Texts that hold most of their sentences several times over can send the repeats of repeats round in a circle.
UNSETTLED = 0.01


def _text(paragraphs):
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def _settled(result):
    return not any("does not settle" in entry.why for entry in result.spared)


@given(MIXTURES, st.sampled_from(["first", "last", "longest"]), st.sampled_from([0.5, 1.0]))
def test_mixtures_obey_the_laws(paragraphs, keep, most):
    cleaner = Cleaner(unit="sentence", keep=keep, max_removed=most)
    laws.obeys_the_laws(cleaner.clean(_text(paragraphs)), cleaner)


def test_mixtures_settle():
    unsettled = 0
    for seed in range(300):
        generator = random.Random(seed)
        paragraphs = [generator.choices(SENTENCES, k=generator.randint(1, 4)) for _ in range(generator.randint(4, 12))]
        unsettled += not _settled(clean(_text(paragraphs), unit="sentence", max_removed=1.0))
    assert unsettled <= UNSETTLED * 300


def test_a_paragraph_for_whose_sake_another_went_loses_a_sentence_that_stands_elsewhere():
    bridge, tide, budget, *_ = SENTENCES
    result = clean(_text([[bridge, tide], [tide], [bridge, budget], [budget]]), unit="sentence", max_removed=1.0)
    assert result.text == _text([[bridge, tide], [budget]])
    for removal in result.removals:
        for finding in removal.because:
            assert isinstance(finding.evidence, Twin)
            assert result.document.text[slice(*finding.evidence.span)] in result.text
    assert _settled(result)


def test_what_is_left_of_a_paragraph_goes_when_another_says_it():
    bridge, tide, budget, piers, roof, _, _, _, snow, *_ = SENTENCES
    paragraphs = [[snow, bridge], [tide, bridge, roof], [tide], [budget, piers], [tide, budget]]
    result = clean(_text(paragraphs), unit="sentence", max_removed=1.0)
    assert _settled(result)
    assert result.text == _text([[snow, bridge], [tide, roof], [budget, piers]])
    assert dedup.clean(result.text, unit="sentence", max_removed=1.0).removals == ()


def test_the_guard_counts_what_every_look_strikes():
    bridge, tide, budget, *_ = SENTENCES
    text = _text([[bridge, tide], [tide], [bridge, budget], [budget]])
    share = clean(text, unit="sentence", max_removed=1.0)
    gone = sum(len(removal.text.split()) for removal in share.removals) / len(text.split())
    assert clean(text, unit="sentence", max_removed=gone + 0.01).text == share.text
    guarded = clean(text, unit="sentence", max_removed=gone - 0.01)
    assert guarded.guarded
    assert guarded.text == text
    assert any(entry.why.startswith("guard:") for entry in guarded.spared)
