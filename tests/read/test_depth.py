"""The guard before the parser against the parser: never flatter, never cheaper than what lexbor builds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dedup import LimitError, clean
from dedup.read.depth import _TOKEN, _Scan, check_depth

_NAMES = (
    "div p b i a nobr font span table tbody tr td th caption colgroup col ul ol li dl dt dd h1 h2 button select option "
    "optgroup form svg g math mi mtext foreignobject desc title style script template br img input html head body x-y "
    "textarea pre section applet object marquee ruby rt rp frameset noscript hr link main"
).split()
_TAGS = st.sampled_from(_NAMES)
_PIECES = st.one_of(
    _TAGS.map("<{}>".format),
    _TAGS.map("<{}>".format),
    _TAGS.map("</{}>".format),
    st.sampled_from(("text", " ", "<!--</div>-->", "<b id=1>", "<b id=2>", "<i class=x>", "<p/>", "<svg/>", "<td x='</td>'>", "<![CDATA[<p>]]>")),
)
markups = st.lists(_PIECES, max_size=60).map("".join)


def _guarded(markup):
    """The depth and the work that the guard sees, at most."""
    scan, deepest = _Scan(), 0
    for token in _TOKEN.finditer(markup):
        scan.take(token.groups(""))
        deepest = max(deepest, scan.depth())
    return deepest, scan.work


def _built(markup):
    """How deep lexbor's tree is, and how many elements it has."""
    root = LexborHTMLParser(markup).root
    deepest = count = 0
    level = [root] if root is not None else []
    while level:
        deepest += 1
        count += len(level)
        level = [child for node in level for child in node.iter() if child.tag[0] not in "-!"]
    return deepest, count


#: Of a cell right inside a table the parser makes a row and a body too: three elements for two tags in one another.
_IMPLIED, _FRAME = 2, 4


@given(markups)
def test_no_tree_is_deeper_or_larger_than_the_guard_says(markup):
    (deep, work), (deepest, count) = _guarded(markup), _built(markup)
    assert deepest <= _IMPLIED * deep + _FRAME
    assert count <= _IMPLIED * work + _FRAME


#: What each kept the guard from seeing how the tree grows, found by random patterns of up to six pieces.
_SLY = (
    "<frameset><p/>", "<option><g>", "<a><noscript>", "<b><a>", "<mi><div></mi>", "<b><table>", "<svg><title>", "</br></p>",
    "<div><div><svg/><svg/><option>", "<div></tbody><tbody>", "<b><button>", "<table><td x='</td>'><p/>", "<div></form><form>",
    "<foreignobject><div></foreignobject>", "<frameset><title>", "<b><div>x</b></div><a><p>y</a></p>", "<table><td>", "<select><title><option>",
)  # fmt: skip


@pytest.mark.parametrize("pattern", _SLY)
def test_nor_is_that_of_a_pattern_again_and_again(pattern):
    for times in (1, 7, 40, 300):
        (deep, work), (deepest, count) = _guarded(pattern * times), _built(pattern * times)
        assert deepest <= _IMPLIED * deep + _FRAME
        assert count <= _IMPLIED * work + _FRAME


def test_what_is_refused_names_its_limit_and_how_much_it_would_take():
    with pytest.raises(LimitError) as refused:
        check_depth(b"<div>" * 9_000, max_depth=100, max_elements=10**6)
    assert (refused.value.limit, refused.value.value, refused.value.allowed) == ("max_depth", 101, 100)
    with pytest.raises(LimitError) as refused:
        clean("<p>" * 20_000, max_elements=1_000)
    assert (refused.value.limit, refused.value.allowed) == ("max_elements", 1_000)
    assert refused.value.value > 1_000
    assert "max_elements" in str(refused.value)
