"""Which Latin code page bytes are in, told by the alphabets of the languages that use it.

In text that is nearly all ASCII a general detector has too little to go by: a few accented letters fit many code pages
("Müller" is "M³ller" in another). But they fit one of them only with letters that some single language has together.
"""

from __future__ import annotations

import re
from collections import Counter

#: Code page and letters of a language beyond ASCII, the likelier first: of those that fit alike the first wins.
_ALPHABETS = (
    ("cp1252", "àâçèéêëîïôùûüœæÿ"),  # French, and names and loan words in English
    ("cp1252", "äöüßé"),  # German
    ("cp1252", "áéíóúñü¡¿"),  # Spanish
    ("cp1252", "áâãàçéêíóôõúü"),  # Portuguese
    ("cp1252", "àèéìíòóùç"),  # Italian
    ("cp1252", "åäöéüšž"),  # Swedish, Finnish, Estonian by half
    ("cp1252", "æøåéòôö"),  # Danish, Norwegian
    ("cp1252", "éëïöüèáóêí"),  # Dutch
    ("cp1252", "àéèíïóòúüç·"),  # Catalan
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("cp1250", "áčďéěíňóřšťúůýžäĺľŕô"),  # Czech, Slovak
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "ăâîşţ"),  # Romanian
    ("cp1250", "čćđšž"),  # Croatian, Slovene
    ("cp1254", "çğıöşüâîûİ"),  # Turkish
    ("cp1252", "áðéíóúýþæö"),  # Icelandic
    ("cp1257", "ąčęėįšųūž"),  # Lithuanian
    ("cp1257", "āčēģīķļņšūž"),  # Latvian
    ("cp1257", "äöõüšž"),  # Estonian
)
#: Signs that stand in texts of any of them.
_SIGNS = frozenset("“”„‘’‚‹›«»–—…•·€£§°©®™½¼¾×´²\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
#: Share of the characters beyond ASCII that a language must account for, and their largest share of all letters:
#: Czech has 14 %, text in other scripts nearly 100 %.
_LEAST_FIT, _MOST_FOREIGN = 0.85, 0.25
_TAG = re.compile(rb"<[^<>]*>")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_FOREIGN = re.compile(rb"[\x80-\xff]")


def latin_code_page(data: bytes) -> str:
    """The code page of text in Latin letters, or an empty string where none fits well.

    Args:
        data: text or markup that is no UTF-8.
    """
    text = _TAG.sub(b" ", data)
    foreign = Counter(_FOREIGN.findall(text))
    count = foreign.total()
    if not count or count > _MOST_FOREIGN * (count + len(_ASCII_LETTER.findall(text))):
        return ""
    fits = [(_fit(foreign, page, alphabet) / count, page) for page, alphabet in _ALPHABETS]
    best, page = max(fits, key=lambda fit: fit[0])
    return page if best >= _LEAST_FIT else ""


def _fit(foreign: Counter[bytes], page: str, alphabet: str) -> int:
    letters = {*alphabet, *alphabet.upper(), *_SIGNS}
    return sum(times for byte, times in foreign.items() if byte.decode(page, "replace") in letters)
