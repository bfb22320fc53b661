"""What a result says of its article: title, authors, date, standfirst, captions, tags.

Pages say such things twice, to machines (microdata, JSON-LD, Open Graph) and to readers. The data often names the site
for the author, a build for the date, or a title that nobody sees. So what it says counts where the text agrees; else
what the text shows counts; what only the data says comes last, and ``About.confirmed`` tells the difference.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dedup.measure.normalize import comparison_form
from dedup.measure.words import function_words
from dedup.model import Block, Document, Removal

#: Longest texts that are looked at (code points): a byline or date, a title, a standfirst.
_BYLINE, _TITLE, _STANDFIRST = 200, 250, 700
#: Tags of one page at most, the longest (code points), words of those above the text.
_MOST_TAGS, _TAG, _MOST_ABOVE = 50, 40, 4
#: Words of a name at most; code points of one without capitals, and of one below the text.
_NAME_WORDS, _NAME_LENGTH, _NAME = 5, 20, 40
#: A shorter standfirst (code points) is known by its markup only.
_LEAST_STANDFIRST = 40
#: So many words, without a bar or a year in front, are a text and not a line about it.
_LEAST_WORDS = 6
#: A shorter first heading is the name of a site or a section.
_LEAST_TITLE = 8
#: A title agrees with a block that has this share of its words or more.
_LEAST_SHARE = 0.4
_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
#: Dates with a year: 2021-04-09, 2021年4月9日, 09.04.2021, 9 April 2021, 9 de abril de 2021, April 9th, 2021.
_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s|del\s)?\d{4})(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)"
)
_NUMBER: Final = re.compile(r"\d{1,4}")
_TITLE_JOINT: Final = re.compile(r"(\s+[|–—·•-]\s+|\s*[|｜_]\s*)")
_BY: Final = re.compile(
    r"\s*(?:(?:written |story |words |report )?by|von|par|por|di|da|door|av|af|przez|автор|texte?(?=\s*:)|"
    r"autor(?:in|a)?|auteure?|author|reporter|文|作者|記者|记者|بقلم|כתב|מאת)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_SENTENCE_ENDS: Final = tuple(".!?…。！？।؟\"”»")
_NAME_END: Final = re.compile(r"[|•·–—,;:/\n(（]|\s-\s|\d")
_NAME_JOINT: Final = re.compile(r"\s+(?:and|und|et|y|e|och|og|i|en|и|&)\s+|、")
_NO_NAME: Final = re.compile(
    r"[^\w\s.'’-]|\A\s*(?:about|image|photo|more|all|follow|staff|über|foto|facebook|twitter)\b", re.IGNORECASE
)
_PARTICLES: Final = frozenset("de da di du del della der den van von ter la le al el bin ibn ben af av zu y e".split())
_TAG_END: Final = re.compile(r"[\n,|#;،、]|\s{2,}")
#: Class words of a standfirst in any site's markup.
_LEADING: Final = re.compile(
    r"standfirst|subtitle|subhead|summary|excerpt|abstract|chapo|vorspann|intro|\b(?:dek|deck|lede)\b"
)
#: Languages that are not written in the Latin script, by the characters that they are written in.
_SCRIPTS: Final = (
    ("[\u0400-\u052f]", "be bg kk ky mk mn ru sr tg uk"), ("[\u0600-\u06ff]", "ar fa ku ps sd ug ur"),
    ("[\u0590-\u05ff]", "he iw yi"), ("[\u0370-\u03ff]", "el"), ("[\u0900-\u097f]", "hi mr ne sa"),
    ("[\u0980-\u09ff]", "as bn"), ("[\u0b80-\u0bff]", "ta"), ("[\u0c00-\u0c7f]", "te"), ("[\u0e00-\u0e7f]", "th"),
    ("[\u10a0-\u10ff]", "ka"), ("[\u0530-\u058f]", "hy"), ("[\uac00-\ud7af]", "ko"), ("[\u3040-\u30ff]", "ja"),
    ("[\u4e00-\u9fff]", "ja yue zh"),
)  # fmt: skip
#: Those of them that are not written in Latin letters as well.
_NEVER_LATIN: Final = frozenset("be bg mk ru uk ar fa ps ur he iw el hi ne bn ta te th ka hy ko ja zh".split())
#: So much of a text is enough to see its script (code points); a script has this share of its letters.
_SAMPLE, _SCRIPT_SHARE = 4_000, 0.25


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an article beside its text; None and empty where nothing is.

    Attributes:
        title: as the page shows it, without the site's name, else as the caller or the page's data says it.
        authors: names.
        byline: the line that names them, as it stands on the page.
        date: as the page's data says it, mostly ISO 8601, else as it stands on the page, with its year.
        standfirst: the text between title and article that sums it up, if it stands apart.
        captions: of pictures and tables, in order, kept or struck.
        tags: topics under which the page files the article.
        language: ISO 639-1; None where the declared one is not written in the script of the text.
        site: the site's name, as the page's data says it.
        paywalled: the page's data says that the article is not free: the text may be its beginning only.
        confirmed: those of ``title``, ``authors``, ``date`` and ``tags`` in which the page's data and its text agree.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    byline: str | None = None
    date: str | None = None
    standfirst: str | None = None
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    site: str | None = None
    paywalled: bool = False
    confirmed: tuple[str, ...] = ()


class _Piece(NamedTuple):
    """A block, the rule that struck it or "" where it stayed, and whether the article's text comes after it."""

    block: Block
    rule: str
    above: bool

    @property
    def text(self) -> str:
        return self.block.text


def about(document: Document, removals: Sequence[Removal]) -> About:
    """What a cleaned document says of its article. Looks at the page's data, its blocks and the rules they went by."""
    pieces = list(_pieces(document, removals))
    said = document.metadata
    title, title_sure = _title(document, pieces)
    byline, authors, authors_sure = _authors(said.authors, pieces)
    date, date_sure = _date(said.published, pieces)
    tags, tags_sure = _tags(said.tags, pieces)
    language = _language(document.language, "".join(p.text for p in pieces if not p.rule)[:_SAMPLE])
    sure = {"title": title_sure, "authors": authors_sure, "date": date_sure, "tags": tags_sure}
    captions = tuple(
        p.text for p in pieces if p.rule == "boilerplate.caption" or (p.block.kind == "caption" and not p.rule)
    )
    return About(
        title, authors, byline, date, _standfirst(document, pieces), captions, tags, language, said.site or None,
        said.paywalled, tuple(name for name, agreed in sure.items() if agreed),
    )  # fmt: skip


def _pieces(document: Document, removals: Sequence[Removal]) -> Iterator[_Piece]:
    """Every block with what became of it; one of which a part stayed stayed."""
    waiting = iter(removals)
    removal = next(waiting, None)
    rules = []
    for block in document.blocks:
        while removal is not None and removal.span.end < block.end:
            removal = next(waiting, None)
        rules.append(removal.rule if removal is not None and removal.span.start <= block.start else "")
    body = (
        at for at, block in enumerate(document.blocks)
        if not rules[at] and block.kind == "paragraph" and block.text.endswith(_SENTENCE_ENDS)
    )  # fmt: skip
    first = next(body, len(rules))
    for at, (block, rule) in enumerate(zip(document.blocks, rules, strict=True)):
        yield _Piece(block, rule, at < first)


def _title(document: Document, pieces: Sequence[_Piece]) -> tuple[str | None, bool]:
    """The longest heading that holds the said title or is in it; else the only first heading; else what is said."""
    said, site = comparison_form(document.title or ""), comparison_form(document.metadata.site)
    short = [p for p in pieces if len(p.text) <= _TITLE]
    headings = [p for p in short if p.block.kind == "heading" or p.rule.endswith(".headline")]
    forms = {p.text: comparison_form(p.text) for p in headings}
    agreed = [text for text, form in forms.items() if said and form != site and _agree(form, said)]
    if agreed:
        best = max(agreed, key=len)
        # A kicker in front of the title is none of it.
        return (document.title if forms[best].endswith(f" {said}") else best), True
    first = [p.text for p in headings if p.block.level == 1 and len(p.text) >= _LEAST_TITLE]
    if len(first) == 1 and document.source in ("html", "soup"):
        return first[0], False
    struck = [p.text for p in headings if p.rule == "boilerplate.headline" and p.above]
    if not said:
        return (struck[-1] if struck else None), False
    names = {comparison_form(p.text) for p in short if p.rule} | {site}
    return _without_site(document.title or "", names), False


def _without_site(title: str, names: Container[str]) -> str:
    """A title less the site's name in front or behind, which the page shows somewhere by itself."""
    parts = _TITLE_JOINT.split(title)
    if len(parts) > 2 and comparison_form(parts[-1]) in names:
        return title[: title.rindex(parts[-2])].rstrip()
    if len(parts) > 2 and comparison_form(parts[0]) in names:
        return title[len(parts[0]) + len(parts[1]) :].lstrip()
    return title


def _agree(shown: str, said: str) -> bool:
    short, long = sorted((shown, said), key=len)
    return bool(short) and f" {short} " in f" {long} " and len(short) >= _LEAST_SHARE * len(long)


def _authors(said: Sequence[str], pieces: Sequence[_Piece]) -> tuple[str | None, tuple[str, ...], bool]:
    """The byline, the names, and whether the page's data and its text agree on them."""
    short = [p for p in pieces if len(p.text) <= _BYLINE]
    forms = ((name, form) for one in said for name in _forms(one) for form in [name.casefold()])
    texts = [p.text.casefold() for p in pieces]
    agreed = tuple(name for name, form in forms if any(_holds(text, form) for text in texts))
    lines = [p for p in short if p.rule == "boilerplate.byline"]
    if agreed:
        named = [p.text for p in (*lines, *short) if _holds(p.text.casefold(), agreed[0].casefold())]
        return (named[0] if named else None), agreed, True
    bare = [] if said else [p.text for p in lines if p.above or len(p.text) <= _NAME]
    for line in (*_by_lines(lines), *_by_lines(p for p in short if p.above), *bare):
        if names := tuple(_names(line)):
            return line, names, False
    return None, tuple(said), False


def _forms(name: str) -> tuple[str, ...]:
    """A name as it is said and, of "Quill, Rosa", as it is shown."""
    last, comma, first = name.partition(", ")
    return (name, f"{first} {last}") if comma else (name,)


def _by_lines(pieces: Iterable[_Piece]) -> list[str]:
    return [line for p in pieces for line in p.text.splitlines() if _BY.match(line)]


def _holds(text: str, name: str) -> bool:
    """Whether a name stands in a text, both case-folded; a single word has to be a word of the text."""
    if name not in text:
        return False
    return not name.isascii() or " " in name or f" {comparison_form(name)} " in f" {comparison_form(text)} "


def _names(byline: str) -> Iterator[str]:
    """Names in a byline: capitalised words behind "by" or alone, up to the first mark that ends them."""
    lead = _BY.match(byline)
    rest = byline[lead.end() :] if lead else byline
    rest = rest[: end.start()] if (end := _NAME_END.search(rest)) else rest
    for part in _NAME_JOINT.split(rest):
        words = part.split()
        capital = [word[0].isupper() for word in words if word.casefold() not in _PARTICLES]
        common = not lead and not function_words().isdisjoint(part.casefold().split())
        if part.upper() == part.lower():
            fits = bool(lead) and 0 < len(part.strip()) <= _NAME_LENGTH
        else:
            fits = all(capital) and (1 if lead else 2) <= len(capital) <= len(words) <= _NAME_WORDS
            fits = fits and not common and not _NO_NAME.search(part)
        if fits:
            yield part.strip()


def _date(said: str, pieces: Sequence[_Piece]) -> tuple[str | None, bool]:
    """The said date where a short text states its year and day, a day more or less for the time zone."""
    shown = [p for p in pieces if len(p.text) <= _BYLINE]
    dates = [date for p in shown if p.rule == "boilerplate.date" and (date := _shown_date(p.text))]
    lines = [p.text for p in shown if p.above and p.block.kind != "heading"]
    dates += [found[0] for text in lines if (found := _DATE.search(text))]
    if day := _DAY.match(said):
        year, _, of_month = map(int, day.groups())
        for text in (*dates, *(p.text for p in shown)):
            numbers = {int(number) for number in _NUMBER.findall(text)}
            if year in numbers and numbers & {of_month - 1, of_month, of_month + 1}:
                return said, True
    return (dates[0] if dates else said or None), False


def _shown_date(text: str) -> str | None:
    """The date in a text as it stands there, if it names a year."""
    if found := _DATE.search(text):
        return found[0]
    line = next((line for line in text.splitlines() if _YEAR.search(line)), "")
    return line if 0 < len(line) <= _NAME else None


def _standfirst(document: Document, pieces: Sequence[_Piece]) -> str | None:
    """The text above the article that its markup calls so, or that went and is the page's description of itself."""
    described = comparison_form(document.metadata.description)
    hints = document.layout.hints if document.layout else ()
    for piece in pieces:
        if len(piece.text) <= _STANDFIRST and piece.block.link_density <= 0.5:
            if hints and _LEADING.search(hints[piece.block.element]) and _is_text(piece.text):
                return piece.text
            form = comparison_form(piece.text) if described and piece.above else ""
            if len(form) > _LEAST_STANDFIRST and (form in described or described in form):
                return piece.text
        if not piece.above and not piece.rule:
            break
    return None


def _is_text(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS and "|" not in text and not _YEAR.search(text[:_NAME])


def _tags(said: Sequence[str], pieces: Sequence[_Piece]) -> tuple[tuple[str, ...], bool]:
    """What the page shows as tags below the beginning of its article, else a few above it, else what its data says."""
    known = {comparison_form(tag) for tag in said}
    runs = [
        (above, dict.fromkeys(tag for p in run for tag in _tags_of(p)))
        for (named, above), run in itertools.groupby(pieces, key=lambda p: (p.rule == "boilerplate.tags", p.above))
        if named
    ]
    for _, tags in runs:
        if any(comparison_form(tag) in known for tag in tags):
            return tuple(tags)[:_MOST_TAGS], True
    for above, tags in sorted(runs, key=lambda run: run[0]):
        if tags and not (above and sum(len(tag.split()) for tag in tags) > _MOST_ABOVE):
            return tuple(tags)[:_MOST_TAGS], False
    return tuple(said), False


def _tags_of(piece: _Piece) -> Iterator[str]:
    """Tags in a block. Labels and headings go by the same rule: a tag is a link, or stands behind a colon."""
    listed = piece.text.partition(":")[2]
    if listed or piece.block.link_density > 0.5:
        for tag in _TAG_END.split(listed or piece.text):
            tag = tag.strip()
            if 0 < len(tag) <= _TAG and not tag.endswith((":", ".")):
                yield tag


def _language(declared: str | None, text: str) -> str | None:
    """The declared language, if the text is in a script that it is written in; else the script's only one."""
    letters = sum(map(str.isalpha, text))
    if not letters:
        return declared
    least = _SCRIPT_SHARE * letters
    known = [] if text.isascii() else [names for marks, names in _scripts() if len(marks.findall(text)) >= least]
    if not known:
        return None if declared in _NEVER_LATIN else declared
    if declared and any(declared in names for names in known):
        return declared
    return known[0][0] if len(known[0]) == 1 else None


@functools.cache
def _scripts() -> list[tuple[re.Pattern[str], list[str]]]:
    return [(re.compile(marks), names.split()) for marks, names in _SCRIPTS]
