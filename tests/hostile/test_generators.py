"""Every hostile input ends in a result that obeys the laws, or in an error that says what to do."""

from __future__ import annotations

import pytest

from dedup import Cleaner, DedupError, LimitError, clean
from dedup.read.depth import check_depth
from tests import laws
from tests.hostile.generators import GENERATORS, SENTENCE, SETTINGS


@pytest.mark.parametrize("name", GENERATORS)
def test_a_result_that_obeys_the_laws_or_a_dedup_error(name):
    cleaner = Cleaner(**SETTINGS.get(name, {}))
    try:
        result = cleaner.clean(GENERATORS[name](6_000))
    except DedupError:
        return
    laws.obeys_the_laws(result, cleaner)


@pytest.mark.parametrize("name", [name for name in GENERATORS if name.startswith("nested")])
def test_what_nests_without_end_is_refused_before_it_is_parsed(name):
    markup = GENERATORS[name](3_000_000)
    if name == "nested_under_the_limit":
        check_depth(markup.encode(), max_depth=2_000, max_elements=10**9)
        return
    with pytest.raises(LimitError) as refused:
        clean(markup)
    assert refused.value.limit in ("max_depth", "max_elements", "max_expansion")


@pytest.mark.parametrize("name", ["formatting_reopened", "many_attributes", "options"])
def test_what_costs_the_parser_more_than_its_size_is_refused(name):
    with pytest.raises(LimitError) as refused:
        clean(GENERATORS[name](1_000_000), max_expansion=10**6)
    assert refused.value.limit in ("max_depth", "max_elements")


def test_no_closing_tag_in_a_comment_an_attribute_or_a_script_counts():
    for hidden in ("<!--</div>-->", "<x a='</div>'></x>", "<script></div></script>", "</br></p></x>"):
        with pytest.raises(LimitError):
            check_depth((("<div>" + hidden) * 3_000).encode(), max_depth=2_000, max_elements=10**6)


def test_old_markup_that_closes_little_is_no_tower():
    cell = "<tr><td><font size=2><b>text<p>more<li>item"
    for flat in ("<p><span>x</span>", "<li><a href=x>y</a>", "<br><img src=x><input>", "<svg><path/></svg>"):
        check_depth((f"<table>{cell * 800}</table>" + flat * 4_000).encode(), max_depth=2_000, max_elements=10**6)


def test_a_number_beyond_all_numbers_is_a_word():
    text = "The bridge cost 5 " + "million " * 60 + "dollars, said the council on Monday in {}."
    assert clean(text.format("Leeds") + "\n\n" + text.format("York")).document.blocks


def test_a_row_of_comments_is_no_page():
    assert clean("<!---->" * 2_000 + "x").document.source in ("text", "html")


def test_two_thousand_hashes_that_collide_are_two_paragraphs():
    one, other = GENERATORS["hash_collisions"](8_000).split("\n\n")[:2]
    assert one != other
    assert clean(f"{one}\n\n{other}\n\n{SENTENCE}").removals == ()
