"""What is kept, read by itself, and the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup import configure
from dedup.excerpt import Excerpt
from dedup.model import Finding, Match, Measure, Removal, Span, Spared, Twin
from dedup.read.lexbor import read_markup
from dedup.read.plain import read_text

CONFIG = configure()
TEXT = "One is here.\n\nTwo is there.\n\nThree is gone.\n\nFour is left."


def _removal(text, start, end):
    return Removal("r", text[start:end], Span(start, end), (Finding("r", Span(start, end), 1.0, Measure("m", 1, 1)),))


def _excerpt(*spans, text=TEXT):
    return Excerpt(read_text(text, config=CONFIG), [_removal(text, *span) for span in spans], CONFIG)


def test_an_excerpt_is_the_kept_text_as_a_document():
    excerpt = _excerpt((14, 29))
    assert excerpt.document.text == TEXT[:14] + TEXT[29:]
    assert [block.text for block in excerpt.document.blocks] == ["One is here.", "Three is gone.", "Four is left."]


def test_findings_get_the_offsets_of_the_whole():
    excerpt = _excerpt((14, 29))
    three, four = excerpt.document.blocks[1:]
    twin = Finding("r", three.span, 1.0, Twin(four.span, "exact", 1.0))
    match = Finding("r", four.span, 1.0, Match("Four", Span(four.start, four.start + 4)))
    (moved_twin, moved_match) = excerpt.findings([twin, match])
    assert TEXT[slice(*moved_twin.span)] == "Three is gone."
    assert TEXT[slice(*moved_twin.evidence.span)] == TEXT[slice(*moved_match.span)] == "Four is left."
    assert TEXT[slice(*moved_match.evidence.span)] == "Four"
    (spared,) = excerpt.spared([Spared(twin, "why")])
    assert (spared.finding, spared.why) == (moved_twin, "why")


def test_a_removal_across_a_cut_becomes_one_for_each_piece():
    excerpt = _excerpt((14, 29))
    kept = excerpt.document.text
    removals = list(excerpt.removals([_removal(kept, 4, 20)]))
    assert [TEXT[slice(*removal.span)] for removal in removals] == [TEXT[4:14], TEXT[29:35]]
    assert all(removal.text == TEXT[slice(*removal.span)] and removal.because for removal in removals)


@given(st.data())
def test_every_span_comes_back_to_the_same_characters(data):
    text = data.draw(st.text(alphabet="ab. \n", min_size=2, max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    excerpt = _excerpt(*spans, text=text)
    kept = excerpt.document.text
    assert kept == "".join(c for at, c in enumerate(text) if not any(a <= at < b for a, b in spans))
    if kept:
        start = data.draw(st.integers(0, len(kept) - 1))
        end = data.draw(st.integers(start + 1, len(kept)))
        pieces = [removal.text for removal in excerpt.removals([_removal(kept, start, end)])]
        assert "".join(pieces) == kept[start:end]


def test_blocks_of_a_page_keep_what_the_markup_tells_of_their_links():
    page = "<div class='body'><p>Plain words here.</p><p>See <a href='/'>this one</a><br>and that</p></div>"
    document = read_markup(page, config=CONFIG)
    excerpt = Excerpt(document, [_removal(document.text, 0, 19)], CONFIG)
    assert [block.text for block in excerpt.document.blocks] == ["See this one", "and that"]
    origin = document.blocks[1]
    assert {(b.link_density, b.element) for b in excerpt.document.blocks} == {(origin.link_density, origin.element)}
    assert excerpt.document.layout is document.layout
