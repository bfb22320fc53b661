"""Hypothesis strategies that build articles: planted repeats, boilerplate, mixed scripts, odd Unicode."""

from __future__ import annotations

from hypothesis import strategies as st

# fmt: off
_WORDS = (
    "bridge", "council", "river", "market", "harvest", "teacher", "minister", "copper", "valley",
    "engine", "museum", "ticket", "winter", "survey", "budget", "island", "garden", "orchestra",
    "student", "signal", "glacier", "harbour", "library", "factory", "railway", "opened", "closed",
    "promised", "repaired", "counted", "painted", "rejected", "measured", "signed", "visited",
    "delayed", "slowly", "early", "again", "twice", "quietly", "northern", "wooden", "crowded",
    "cheaper", "narrow", "the", "a", "of", "in", "on", "with", "after", "before", "because",
    "while", "and", "or", "but", "not",
)
# fmt: on
_SCRIPTS = (
    "河川の水位は昨夜から上がり続けている。",
    "市议会周一批准了新桥的预算。",
    "Мост откроют в понедельник утром.",
    "سيُفتح الجسر صباح يوم الاثنين.",
    "पुल सोमवार की सुबह खुलेगा।",
    "สะพานจะเปิดในเช้าวันจันทร์",
    "Η γέφυρα ανοίγει τη Δευτέρα.",
    "다리는 월요일 아침에 열린다.",
)
_ODD = (
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u0301" * 9,
    "👩‍👩‍👧‍👦",
    "\u2028",
    "\x00",
    "\ud800",
    "ﬁ",
    "½",
    "I\u0307",
    "ß",
    "\xa0",
    "\x85",
)
BOILERPLATE = (
    "Also Read: Ten bridges you must see",
    "ALSO READ | Council delays the vote again",
    "Advertisement",
    "Subscribe to our newsletter",
    "Share this:",
    "© 2026 Example Media. All rights reserved.",
    "Frequently Asked Questions",
    "Q.1. When does the bridge open?",
    "Ans. The bridge opens on Monday.",
    "Leave a comment",
    "Photo: A. Person",
    "Lesen Sie auch: Brücke bleibt gesperrt",
    "Leia também",
)

_NAMES = ("Ada Okafor", "Leeds", "Bodil Krag", "Q3", "Q4", "Monday", "$5 million", "12 per cent", "1,000")
# As many names as other words, in one choice: choosing between two lists first takes as long again.
words = st.sampled_from(_WORDS + _NAMES * (len(_WORDS) // len(_NAMES)))


@st.composite
def sentences(draw: st.DrawFn, low: int = 3, high: int = 24) -> str:
    """One sentence of plain words."""
    chosen = draw(st.lists(words, min_size=low, max_size=high))
    text = " ".join(chosen)
    return text[0].upper() + text[1:] + draw(st.sampled_from([".", ".", ".", "?", "!", "…", ""]))


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """The same words with some of them dropped, doubled, swapped or replaced."""
    tokens = text.split()
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(tokens) - 1))
        tokens[at : at + 1] = draw(
            st.sampled_from([[tokens[at].upper()], [tokens[at], tokens[at]], [tokens[at] + ","], ["however"]])
        )
    return " ".join(tokens)


paragraphs = st.one_of(
    st.lists(sentences(), min_size=1, max_size=5).map(" ".join),
    st.sampled_from(BOILERPLATE),
    st.sampled_from(_SCRIPTS),
    st.lists(st.sampled_from(_SCRIPTS + _ODD), min_size=1, max_size=8).map("".join),
    st.text(max_size=60),
    sentences(1, 5),
    st.sampled_from(["- one item", "# A heading", "> said he", "1. first", "```", "| a | b |", ""]),
)
_GIANT = st.builds(lambda text, times: (text + " ") * times, sentences(4, 9), st.integers(50, 400))


@st.composite
def articles(draw: st.DrawFn) -> list[str]:
    """Paragraphs of an article in which some come back: exactly, edited, in part, joined or cut off."""
    said = draw(st.lists(paragraphs, min_size=0, max_size=12))
    if draw(st.integers(0, 30)) == 0:
        said.append(draw(_GIANT))
    for _ in range(draw(st.integers(0, 5)) if said else 0):
        source = draw(st.sampled_from(said))
        other = draw(st.sampled_from(said))
        forms = [
            source,
            source.upper(),
            source + " " + other,
            source[: len(source) // 2] + "…",
            source.split(". ")[0],
        ]
        if source.split():
            forms.append(draw(edits(source)))
        said.insert(draw(st.integers(0, len(said))), draw(st.sampled_from(forms)))
    return said


texts = st.builds(
    lambda paragraphs, separator, tail: separator.join(paragraphs) + tail,
    articles(),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\n\n\n"]),
    st.sampled_from(["", "\n", "  \n\n"]),
)

settings_changes = st.fixed_dictionaries(
    {},
    optional={
        "keep": st.sampled_from(["first", "last", "longest"]),
        "faq": st.sampled_from(["drop", "restated", "keep"]),
        "unit": st.sampled_from(["block", "sentence"]),
        "max_removed": st.sampled_from([0.0, 0.3, 0.6, 1.0]),
        "protect": st.sampled_from([(), ("bridge",), ("Also Read",)]),
        "ignore": st.sampled_from([(), ("repeat",), ("boilerplate",), ("repeat.near", "boilerplate.faq")]),
        "config": st.sampled_from(["balanced", "conservative", "aggressive", "off"]),
    },
)
