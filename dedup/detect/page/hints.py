"""Words of the web: what class names, ids and roles say about an element, in any site's markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

#: Kind of place -> beginnings or parts of words (three letters or more), and after the bar whole words. They are
#: those of common content systems and of the HTML and microdata vocabularies, never of one site.
_VOCABULARY: Final = {
    "comment": "comment disqus replies respond discussion | reply thread",
    "related": "related recommend readmore suggest popular trending mostread latest similar outbrain taboola recirc"
    " upnext | more also next read",
    "teaser": "teaser storylist listing carousel slider headlines | promo card cards feed river tile tiles thumb",
    "share": "share sharing social facebook twitter whatsapp | follow",
    "menu": "menu breadcrumb pagination pager toolbar search masthead topbar navbar navigation | nav skip",
    "footer": "footer | foot bottom",
    "header": "header",
    "side": "sidebar widget complementary | side aside rail sticky right secondary",
    "advert": "advert sponsor banner affiliate commercial marketing | ad ads dfp adv promo promoted",
    "newsletter": "newsletter subscri signup optin mailing donat | cta email sign",
    "author": "author contributor writer profile avatar | bio about",
    "byline": "byline credit source | by",
    "caption": "caption legend | cap fig",
    "media": "figure image photo picture gallery slide video thumb player embed media | img",
    "tags": "topic keyword categor label kicker eyebrow | tag tags",
    "date": "date publish posted timestamp | time meta",
    "title": "title headline heading | hed",
    "body": "body article story entry paragraph prose richtext wysiwyg | post",
    "content": "content text | main copy",
    "lead": "summary standfirst intro excerpt abstract subtitle subhead description chapo vorspann"
    " | lead lede deck dek",
    "hidden": "hidden visually screenreader offscreen modal popup overlay lightbox tooltip dropdown collapse"
    " | sr hide print",
    "legal": "copyright cookie consent gdpr privacy disclaimer imprint | legal terms",
    "wall": "paywall premium login register account alert notice error gating gate",
    "product": "product price | cart shop buy deal deals rating review reviews",
    "grid": " | item items grid list box row block col cell",
    "info": "accordion infobox highlight keypoint | toc faq quote pull fact facts",
    "tweet": "tweet instagram blockquote",
}
#: The kinds of place, in the order of their bits.
PLACES: Final = tuple(_VOCABULARY)
PLACE_BIT: Final = {name: 1 << at for at, name in enumerate(PLACES)}
#: Tags whose presence among the ancestors is evidence, in the order of their bits.
TAGS: Final = tuple(
    (
        "nav footer header aside article main section form figure figcaption table ul ol li p h1 h2 h3 "
        "blockquote button address dl div td"
    ).split()
)
TAG_BIT: Final = {tag: 1 << at for at, tag in enumerate(TAGS)}

#: "no-sidebars", "not-front", "hide-mobile": what is not there; Drupal's "field-label-hidden": a field without a label.
_DENIED: Final = ("no-", "not-", "without-", "hide-", "hidden-", "field-label-")
#: An element that holds a post of WordPress, and the names that file it.
_POST: Final = re.compile(r"post-?(?:id-)?\d")
_FILED: Final = (
    "category-", "tag-", "format-", "single-format-", "status-", "type-", "has-", "author-", "term-",
)  # fmt: skip
_SEPARATORS: Final = "-_/:"
#: Words and hints that one process remembers, and their greatest length; a page has some hundred new ones.
_MEMORY, _LONGEST = 65_536, 200


def _parts() -> tuple[dict[str, int], dict[str, int]]:
    parts: dict[str, int] = {}
    whole: dict[str, int] = {}
    for name, listed in _VOCABULARY.items():
        for table, words in zip((parts, whole), listed.split("|"), strict=False):
            for word in words.split():
                table[word] = table.get(word, 0) | PLACE_BIT[name]
    return parts, whole


def _any_of(parts: Iterable[str]) -> str:
    """A regular expression that finds the longest of some parts of words.

    By the first letter: one long list of alternatives would be tried from end to end at every letter of a word.
    """
    rests: dict[str, list[str]] = {}
    # The longest first: a regular expression takes the first alternative that fits.
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        rests.setdefault(part[0], []).append(part[1:])
    return "|".join(f"{first}(?:{'|'.join(group)})" for first, group in rests.items())


_PARTS, _WHOLE = _parts()
_ANY_PART: Final = re.compile(_any_of(_PARTS))


def _meaning(hints: str) -> str:
    """Hints without the names that say what an element does not have, or what the post in it is about."""
    names = [name for name in hints.split() if not name.startswith(_DENIED) or name in _DENIED]
    if "post" in hints and any(map(_POST.match, names)):
        names = [name for name in names if not name.startswith(_FILED) or name in _FILED]
    return " ".join(names)


class _Words(dict[str, int]):
    """The bits of a word, remembered."""

    def __missing__(self, word: str) -> int:
        bits = _WHOLE.get(word, 0)
        for part in _ANY_PART.findall(word[:60]):
            bits |= _PARTS[part]
        if len(self) < _MEMORY and len(word) <= _LONGEST:
            self[word] = bits
        return bits


class _Hints(dict[str, int]):
    """The bits of an element's hints, remembered."""

    def __missing__(self, hints: str) -> int:
        bits = 0
        names = _meaning(hints[:500])
        for separator in _SEPARATORS:  # ``str.translate`` takes three times as long
            names = names.replace(separator, " ")
        for bits_of_word in map(_WORD_BITS.__getitem__, names.split()):
            bits |= bits_of_word
        if len(self) < _MEMORY and len(hints) <= _LONGEST:
            self[hints] = bits
        return bits


_WORD_BITS: Final = _Words()
_HINT_BITS: Final = _Hints()


def place_bits(hints: Iterable[str]) -> Iterator[int]:
    """The kinds of place that elements' hints name, for each one bit in the order of ``PLACES``.

    A pure function of ``hints``: what is remembered only makes it faster.
    """
    return map(_HINT_BITS.__getitem__, hints)
