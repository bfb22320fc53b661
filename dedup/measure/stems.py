"""Light stemming: the endings that inflection adds come off, for languages that inflect at the end.

Longest ending first, one only, and never below a minimal stem: the method of Savoy's light stemmers
(2006), with the endings of several languages in one list per script. It needs no knowledge of the language
and errs on the side of too little.
"""

from __future__ import annotations

import functools

#: Endings by the script of a word's first letter, longest first, and the shortest stem that may remain.
_LATIN = (
    "izations isations ational ization isation ements nesses ingly ments ities ation ement "
    "edly ings ment ness ions aient issen ungen ing ion ies ied ity ers est ely ery ung ern ent ons ant "
    "ées ada ado ata ato ate ed es er ly en em os as is ez ée és ar ir re e s é a o n i"
).split()
_CYRILLIC = (
    "иями ями ами ого его ому ему ыми ими ией ией ует ают яют ить ать ять ешь "
    "ах ях ов ев ей ой ый ий ая яя ое ее ые ие ую юю ом ем ам ям ет ит ла ло ли ть а я о е ы и у ю ь й"
).split()
_GREEK = "ματα ους ων ες ος ας ης ου οι ει αι η α ο ι ς".split()
_SHORTEST = 4


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A case-folded word without its ending; the word itself when it is short, a number or in another script."""
    if len(word) <= _SHORTEST or word[0].isdigit():
        return word
    first = word[0]
    if "a" <= first <= "ɏ":
        endings = _LATIN
    elif "\u0400" <= first <= "\u052f":
        endings = _CYRILLIC
    elif "\u0370" <= first <= "\u03ff":
        endings = _GREEK
    else:
        return word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            bare = word[: -len(ending)]
            # "stopped" and "stop", "agreed" and "agree": a doubled consonant was doubled by the ending.
            return bare[:-1] if len(bare) > _SHORTEST and bare[-1] == bare[-2] else bare
    return word
