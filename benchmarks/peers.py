"""Other extractors, as their own documentation calls them: a page's markup in, its article as text out.

They come with ``pip install -e '.[bench]'``; what is not installed is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

Extractor: TypeAlias = Callable[[str], str]

_LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
#: jusText's lists of stop words are named in English; a page that declares none of these is taken for English.
_STOP_LISTS = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


def _trafilatura() -> Extractor:
    import trafilatura

    return lambda page: trafilatura.extract(page) or ""


def _trafilatura_fast() -> Extractor:
    import trafilatura

    return lambda page: trafilatura.extract(page, fast=True) or ""


def _trafilatura_precision() -> Extractor:
    import trafilatura

    return lambda page: trafilatura.extract(page, favor_precision=True) or ""


def _readability() -> Extractor:
    import lxml.html
    import readability

    return lambda page: lxml.html.fromstring(readability.Document(page).summary()).text_content()


def _newspaper() -> Extractor:
    import newspaper

    return lambda page: newspaper.article("https://news.example/", input_html=page, fetch_images=False).text


def _resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page, main_content=True)


def _justext() -> Extractor:
    import justext

    def extract(page: str) -> str:
        found = _LANGUAGE.search(page[:5_000])
        words = justext.get_stoplist(_STOP_LISTS.get(found[1].lower() if found else "en", "English"))
        return "\n".join(p.text for p in justext.justext(page.encode(), words) if not p.is_boilerplate)

    return extract


def _goose() -> Extractor:
    import goose3

    goose = goose3.Goose({"enable_image_fetching": False})
    return lambda page: goose.extract(raw_html=page).cleaned_text or ""


MAKERS: dict[str, Callable[[], Extractor]] = {
    "trafilatura": _trafilatura,
    "trafilatura-fast": _trafilatura_fast,
    "trafilatura-precision": _trafilatura_precision,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "resiliparse": _resiliparse,
    "justext": _justext,
    "goose3": _goose,
}


def peers(names: Iterable[str] = MAKERS) -> dict[str, Extractor]:
    """The extractors of these names that are installed; the others are named on standard output."""
    found = {}
    for name in names:
        try:
            found[name] = MAKERS[name]()
        except ImportError as error:
            print(f"{name} is left out: {error}; pip install -e '.[bench]' brings it", flush=True)
    return found
