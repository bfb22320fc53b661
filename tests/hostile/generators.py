"""Hostile inputs, made by size: what the open web (or somebody who read our source) may send.

Each generator takes a size and gives a source for ``clean``: text, bytes or a list of paragraphs of about that many
characters, and says in its docstring what it is aimed at. Twice the size is twice the input, so that
``python -m benchmarks.hostile`` can tell linear from worse. Nothing here is random: the same size, the same input.
"""

from __future__ import annotations

import json
from collections.abc import Callable

GENERATORS: dict[str, Callable[[int], object]] = {}
#: Settings that a generator's input is aimed at; the others are cleaned with the default.
SETTINGS: dict[str, dict[str, object]] = {}

_WORDS = (
    "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey budget "
    "island garden orchestra student signal glacier harbour library factory railway opened closed promised repaired "
    "counted painted rejected measured signed visited delayed slowly early again twice quietly northern wooden"
).split()
SENTENCE = "The council voted on Tuesday to close the old bridge after divers found cracks in two of its piers."


def hostile(**settings):
    """Register a generator, with the settings that its input is aimed at."""

    def register(function):
        GENERATORS[function.__name__] = function
        if settings:
            SETTINGS[function.__name__] = settings
        return function

    return register


def _fill(piece, size):
    return piece * max(size // len(piece), 1)


def _words(seed, count):
    """``count`` words that differ with the seed: a linear congruential generator, for want of chance."""
    found = []
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append(_WORDS[(seed >> 33) % len(_WORDS)])
    return " ".join(found)


# Markup


@hostile()
def nested_blocks(size):
    """``<div>`` in ``<div>``: lexbor's time grows with the square of the depth."""
    return _fill("<div>", size)


@hostile()
def nested_and_closed(size):
    """The same, well formed and with text at the bottom."""
    depth = max(size // 11, 1)
    return "<div>" * depth + SENTENCE + "</div>" * depth


@hostile()
def nested_under_the_limit(size):
    """Towers of 1,500 elements, each below ``max_depth``, one after the other."""
    tower = "<div>" * 1_500 + "x" + "</div>" * 1_500
    return "<html><body>" + _fill(tower, size)


@hostile()
def nested_inline(size):
    """Formatting elements in one another, which browsers open again in every block."""
    return "<html><body>" + _fill("<b><i><u>", size)


@hostile()
def nested_custom(size):
    """Elements of no known name, with upper case and digits in it."""
    return "<html><body>" + _fill("<X-a1><y:B>", size)


@hostile()
def nested_tables(size):
    """Tables in cells of tables: three levels each."""
    return "<html><body>" + _fill("<table><tr><td>", size)


@hostile()
def nested_lists(size):
    """Lists in items of lists: the items that close by themselves do not, here."""
    return "<html><body>" + _fill("<ul><li>", size)


@hostile()
def nested_definitions(size):
    """``dd`` in ``dl``, the same trick with other elements."""
    return "<html><body>" + _fill("<dl><dd>", size)


@hostile()
def nested_in_paragraph_ends(size):
    """Closing tags that close nothing between opening ones: they must not count against the depth."""
    return "<html><body>" + _fill("<div></p></br></x>", size)


@hostile()
def nested_behind_a_lie(size):
    """Closing tags inside a comment and an attribute, which close nothing, after every opening one."""
    return "<html><body>" + _fill("<div title='</div>'><!--</div>-->", size)


@hostile()
def nested_svg(size):
    """Foreign content, where void elements of HTML are none."""
    return "<html><body><svg>" + _fill("<g><br2><p2>", size)


@hostile()
def nested_foreign_void(size):
    """``<source>`` and ``<param>`` in MathML hold others, though they are void in HTML."""
    return "<html><body><math>" + _fill("<source><param><link>", size)


@hostile()
def nested_formatting_with_attributes(size):
    """Formatting elements that all differ, opened again in every paragraph: n elements times n paragraphs."""
    count = max(size // 18, 1)
    return "<html><body>" + "".join(f"<b id=i{at:06d}><p>x" for at in range(count))


@hostile()
def formatting_reopened(size):
    """The same with the formatting elements first: 14 KB took lexbor 270 MB."""
    count = max(size // 28, 1)
    return "<html><body><p>" + "".join(f"<b id=i{at:06d}>" for at in range(count)) + "<p>x" * count * 3


@hostile()
def misnested(size):
    """``</b>`` across blocks: the adoption agency of the HTML standard rebuilds the tree."""
    return "<html><body>" + _fill("<b><div>x</b></div><a><p>y</a></p>", size)


@hostile()
def one_tag(size):
    """Nothing but ``<p>``."""
    return _fill("<p>", size)


@hostile()
def one_empty_element(size):
    """Nothing but ``<br>``."""
    return "<p>x" + _fill("<br>", size)


@hostile()
def one_closing_tag(size):
    """Nothing but ``</p>``, each of which makes an empty paragraph."""
    return "<p>" + _fill("</p>", size)


@hostile()
def unclosed_tag(size):
    """A tag that never ends."""
    return "<html><body><p>" + SENTENCE + '</p><a href="' + _fill("x", size)


@hostile()
def unclosed_everything(size):
    """A comment, a script, an attribute and an element that never end, again and again."""
    return "<html><body>" + _fill("<p>text<a href='x<b><!-- <script>", size)


@hostile()
def open_brackets(size):
    """Nothing but ``<``."""
    return "<p></p><p></p>" + _fill("<", size)


@hostile()
def comments_before_nothing(size):
    """Comments where a doctype could stand: a backtracking pattern cuts the row in exponentially many ways."""
    return _fill("<!---->", size) + "x"


@hostile()
def unclosed_comments(size):
    """Comments that open and never close."""
    return "<html><body>" + _fill("<!--", size)


@hostile()
def declarations(size):
    """Bogus declarations and processing instructions."""
    return "<html><body>" + _fill("<?x?><!x><![CDATA[", size)


@hostile()
def many_attributes(size):
    """One element with attributes that all differ: checking them for twins pairwise is quadratic."""
    return "<html><body><p " + " ".join(f"a{at:06d}=1" for at in range(max(size // 10, 1))) + ">" + SENTENCE


@hostile()
def same_attributes(size):
    """One element with the same attribute again and again."""
    return "<html><body><p " + _fill("class=x ", size) + ">" + SENTENCE


@hostile()
def long_attribute(size):
    """Class words without end, on an element with text."""
    return f'<html><body><p class="{_fill("share-comment nav ", size)}">{SENTENCE}</p><p>{SENTENCE}</p>'


@hostile()
def long_style(size):
    """A style that nearly hides, again and again."""
    return f'<html><body><p style="{_fill("display    :  nonx;visibility : ", size)}">{SENTENCE}</p>'


@hostile()
def many_classes(size):
    """A class of its own for each of many elements: whatever is cached by class grows."""
    return "<html><body>" + "".join(f"<p class=c{at:07d}>x{at}</p>" for at in range(max(size // 28, 1)))


@hostile()
def entities(size):
    """Character references, half of them broken."""
    return "<html><body><p>" + _fill("&#x110000;&notanentity;&amp;&#0;&#xD800;&", size)


@hostile()
def cells(size):
    """A table row of very many cells."""
    return "<html><body><table><tr>" + _fill("<td>cell", size)


@hostile()
def rows(size):
    """A table of very many rows."""
    return "<html><body><table>" + _fill("<tr><td>a<td>b", size)


@hostile()
def options(size):
    """Very many options, whose text is no text of the page."""
    return "<html><body><select>" + _fill("<option>x", size)


@hostile()
def breaks(size):
    """One paragraph of very many lines of boilerplate."""
    return "<html><body><p>" + _fill("Also Read: x<br>", size)


@hostile()
def links(size):
    """Links that never close, with text in each."""
    return "<html><body>" + _fill("<a href=x>y ", size)


@hostile()
def headings(size):
    """Nothing but headings."""
    return "<html><body>" + _fill("<h2>Frequently Asked Questions</h2>", size)


@hostile()
def metas(size):
    """Names of the head that all differ."""
    return (
        "<html><head>"
        + "".join(f"<meta name=n{at:06d} content=x>" for at in range(max(size // 28, 1)))
        + f"</head><p>{SENTENCE}"
    )


@hostile()
def long_title(size):
    """A title as long as a book, over an article."""
    return f"<html><title>{_fill('Old bridge to close ', size)}</title><body><p>{SENTENCE}</p><h1>Old bridge</h1>"


@hostile()
def linked_data_lists(size):
    """JSON-LD of lists in lists: a queue that is shortened from its front is quadratic."""
    inner = "[" + ",".join(["[]"] * 600) + "]"
    lists = ",".join([inner] * max(min(size, 1_900_000) // len(inner), 1))
    return f'<!doctype html><script type="application/ld+json">["Article",{lists}]</script><p>{SENTENCE}</p>'


@hostile()
def linked_data_deep(size):
    """JSON-LD nested deeper than the parser's recursion."""
    return f'<!doctype html><script type="application/ld+json">{"[" * size}"Article"</script><p>{SENTENCE}</p>'


@hostile()
def linked_data_questions(size):
    """JSON-LD of many FAQ pages: adding to a tuple is quadratic."""
    thing = {"@type": "FAQPage", "mainEntity": [{"name": "Who pays?"}]}
    count = max(size // 80, 1)
    scripts = [json.dumps({"@graph": [thing] * min(count, 900)})] * (1 + count // 900)
    return "<!doctype html>" + "".join(f'<script type="application/ld+json">{s}</script>' for s in scripts) + f"<p>{SENTENCE}</p>"


# Characters


@hostile()
def null_bytes(size):
    """Nothing but U+0000."""
    return "\x00" * size


@hostile()
def null_bytes_in_markup(size):
    """U+0000 in tags, attributes and text."""
    return "<html><body>" + _fill("<p\x00 a=\x00b>x\x00y</p\x00>", size)


@hostile()
def binary(size):
    """Bytes of no encoding, zero bytes among them."""
    return _fill(bytes(range(256)), size)


@hostile()
def lone_surrogates(size):
    """Halves of surrogate pairs, which UTF-8 does not have."""
    return _fill("bridge \ud800 council \udfff\udc00\n\n", size)


@hostile()
def lone_surrogates_in_markup(size):
    """The same in a page."""
    return "<html><body>" + _fill("<p class='\ud800'>bridge \udfff</p>", size)


@hostile()
def charset_lies(size):
    """Declared as UTF-16, written in Latin-1, with broken UTF-8."""
    return b"<meta charset='utf-16'>" + _fill(b"<p>caf\xe9 \xff\xfe \xc3\x28 \x81</p>", size)


@hostile()
def mark_lies(size):
    """A byte order mark of UTF-16 before UTF-8 with an odd number of bytes."""
    return b"\xff\xfe" + _fill(b"<p>caf\xc3\xa9</p>", size) + b"x"


@hostile()
def utf7(size):
    """A declared encoding that browsers refuse, because it smuggles tags."""
    return b"<meta charset='utf-7'>" + _fill(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-<p>x</p>", size)


@hostile()
def undeclared(size):
    """Eight-bit text of no declared encoding: detection must look at a part only."""
    return _fill("Der Brückenbau in Köln wird größer als geplant. ".encode("cp1252"), size)


@hostile()
def bidi(size):
    """Overrides, isolates and marks of direction, never closed."""
    return _fill("the \u202ebridge\u2066 is \u2067open\u200f\u061c\n\n", size)


@hostile()
def zero_width(size):
    """Words with invisible characters between all letters."""
    return _fill("b\u200br\u200ci\u200dd\ufeffg\u2060e\u00ad opens.\n\n", size)


@hostile()
def combining_tower(size):
    """One letter under a tower of accents: canonical ordering sorts them."""
    return "a" + _fill("\u0301\u0316\u0315\u0321", size)


@hostile()
def combining_towers(size):
    """Many paragraphs of such letters."""
    return _fill("Z" + "\u0301\u0316" * 50 + "algo speaks\n\n", size)


@hostile()
def expanding(size):
    """Characters that become up to eighteen when they are normalised, or many more when they are folded."""
    return _fill("\ufdfa\u1e9eﬃ\u0390 ", size)


@hostile()
def emoji(size):
    """Families, flags and skin tones."""
    return _fill("👩‍👩‍👧‍👦🏴‍☠️👍🏽🇩🇪\n\n", size)


@hostile()
def astral(size):
    """Letters beyond the basic plane, without a space."""
    return _fill("𝕭𝖗𝖎𝖉𝖌𝖊𠀀𠀁", size)


@hostile()
def line_ends(size):
    """Every character that some standard calls the end of a line."""
    return _fill("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\rh\n", size)


# Paragraphs


@hostile()
def one_paragraph(size):
    """A book without line ends."""
    return _fill(SENTENCE + " ", size)


@hostile()
def one_word(size):
    """A word without end."""
    return "x" * size


@hostile()
def one_number(size):
    """A number without end: converting it to an integer is quadratic."""
    return "\n\n".join([f"The bridge cost {'9' * size} dollars in the year, said the council on Monday."] * 2)


@hostile()
def scaled_numbers(size):
    """Five million million million …: a float that overflows."""
    line = "The bridge cost 5 " + _fill("million ", size // 2) + "dollars, said the council on Monday in {}."
    return line.format("Leeds") + "\n\n" + line.format("York")


@hostile()
def spaces(size):
    """White space in a text."""
    return "The bridge opens." + " " * size + "x"


@hostile()
def spaces_between(size):
    """White space between all words."""
    return _fill("bridge" + " " * 200 + "opens." + "\t" * 200, size)


@hostile()
def blank_lines(size):
    """Nothing but line ends between two lines."""
    return "a" + "\n" * size + "b"


@hostile(unit="sentence")
def dots(size):
    """Full stops, over which a pattern for the end of sentences may go again and again."""
    return "\n\n".join([f"The council voted on Tuesday to close the old bridge {'.' * size}x"] * 2)


@hostile()
def dashes(size):
    """Dashes before the last word of two paragraphs that are alike."""
    text = "The council voted on Tuesday to close the {} bridge after divers found cracks in two of its piers "
    return "\n\n".join(text.format(word) + "- " * (size // 4) + "x" for word in ("old", "new"))


@hostile()
def identical_paragraphs(size):
    """One paragraph, again and again."""
    return _fill(SENTENCE + "\n\n", size)


@hostile()
def identical_lines(size):
    """A short line, again and again."""
    return _fill("Share this:\n", size)


@hostile()
def two_paragraphs_in_turn(size):
    """Two paragraphs in turn, so that everything stands beside a repeat."""
    return _fill(SENTENCE + "\n\nA free ferry will run every quarter of an hour until the autumn.\n\n", size)


@hostile()
def near_copies(size):
    """A paragraph with a word of its own in each copy: everything resembles everything."""
    return "\n\n".join(f"{SENTENCE[:-1]}, {_words(at, 2)}." for at in range(max(size // 118, 2)))


@hostile()
def chains(size):
    """Each paragraph shares most words with the one before: resemblance without end."""
    words = _words(7, max(size // 60, 40) * 8).split()
    return "\n\n".join(" ".join(words[at : at + 30]) + "." for at in range(0, len(words) - 30, 8))


@hostile()
def crossed_copies(size):
    """Paragraphs in groups of twelve, the most that the screen joins: as many pairs as it lets through."""
    groups = max(size // (12 * 200), 1)
    return "\n\n".join(
        _words(group, 24) + " " + _words(group * 12 + at + 10**6, 4) + "." for group in range(groups) for at in range(12)
    )


@hostile()
def different_paragraphs(size):
    """Paragraphs that have nothing in common: the fair case."""
    return "\n\n".join(_words(at * 7919 + 1, 20) + "." for at in range(max(size // 150, 1)))


@hostile()
def short_paragraphs(size):
    """As many paragraphs as a text can have."""
    return _fill("a\n", size)


@hostile()
def hash_collisions(size):
    """Words of one polynomial hash: Thue-Morse words of 2,048 letters collide for every odd base modulo 2**64."""
    word, other = "a", "b"
    while len(word) < 2_048:
        word, other = word + other, other + word
    return _fill(f"{word} bridge opens\n\n{other} bridge opens\n\n", size)


@hostile()
def one_band_for_all(size):
    """Documents' worth of paragraphs that share one rare phrase and nothing else: one bucket holds them all."""
    phrase = "quartz zephyr jukebox vortex sphinx"
    return "\n\n".join(f"{phrase} {_words(at * 31 + 5, 15)}." for at in range(max(size // 150, 1)))


# Rules and patterns


@hostile()
def faq_headings(size):
    """FAQ headings with a question under each: what stands before must not be counted anew for each."""
    return SENTENCE + "\n\n" + _fill("FAQ\n\nWho pays?\n\nThe council pays for it.\n\n", size)


@hostile()
def faq_headings_behind_articles(size):
    """The same, each behind enough of an article."""
    return _fill(f"{SENTENCE} {SENTENCE} {SENTENCE}\n\nFAQ\n\nWho pays?\n\nThe council.\n\n", size)


@hostile()
def questions(size):
    """One FAQ of very many questions behind a long article."""
    return _fill(SENTENCE + " ", size // 2) + "\n\nFAQ\n\n" + _fill("Q. Who pays?\n\nA. The council.\n\n", size // 2)


@hostile(faq="restated")
def questions_restated(size):
    """The same, asked whether each answer restates one of very many paragraphs."""
    body = different_paragraphs(size // 2)
    return body + "\n\nFAQ\n\n" + _fill("Q. Who pays?\n\nA. The council pays for the bridge and harbour.\n\n", size // 2)


@hostile()
def numbered_questions(size):
    """Marked questions without a heading and without an article."""
    return _fill("Q.1. Who pays?\n\nAns. The council.\n\n", size)


@hostile()
def questions_only(size):
    """Marked questions without an answer between them."""
    return _fill("Q.1. Who pays?\n\n", size)


@hostile()
def bracketed_notes(size):
    """A paragraph of nothing but notes that may go: very many struck parts of one block."""
    return SENTENCE + " " + _fill("It is so. (Also Read: Ten bridges) ", size)


@hostile()
def open_parentheses(size):
    """Brackets that open and never close."""
    return SENTENCE + " " + _fill("(Also Read: [", size)


@hostile()
def boilerplate_lines(size):
    """Nothing but boilerplate."""
    return _fill("Also Read: Ten bridges\n\nShare this:\n\nAdvertisement\n\n© 2026 Example Media\n\n", size)


@hostile()
def related_lists(size):
    """Headings of lists, with lists of titles that follow and overlap."""
    return _fill("Related stories:\nTen bridges\nTwo rivers\n", size)


@hostile()
def one_long_line_of_phrases(size):
    """A line that opens with a phrase as long as a book."""
    return _fill("Also Read: ", size)


@hostile(protect=(r"(a+)+$", r"(a|a)*b", r"(.*)*x", r"^(\w+\s?)+$"))
def protect_backtracking(size):
    """Patterns that take exponential time in an engine that backtracks."""
    return _fill("a", size) + "!"


@hostile(phrases=tuple(f"Tip number {number} of the day" for number in range(2_000)))
def many_phrases(size):
    """Two thousand phrases of the user's, against lines that nearly have them."""
    return _fill("Tip number 1999 of the dax: buy\n\n", size)


@hostile(unit="sentence", max_removed=1.0)
def repeated_sentences(size):
    """One paragraph that says the same sentence without end, with single sentences to be struck."""
    return _fill(SENTENCE + " ", size // 2) + "\n\n" + _fill(SENTENCE + " ", size // 2)


@hostile()
def paragraphs_as_list(size):
    """A list of paragraphs, most of them empty."""
    return ["", " ", SENTENCE, "\n"] * max(size // 105, 1)
