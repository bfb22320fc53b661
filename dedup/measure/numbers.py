"""Numbers, amounts, dates and units in one spelling, so that "$5m" and "5 million dollars" are one fact.

Works on words that are case-folded already. Words it does not know pass through as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()

#: Number words with a value; "one" and its like in other languages are articles too, so they stay words.
_VALUES: dict[str, int] = {word: value for value, word in enumerate(_SMALL) if value > 1}
_VALUES |= {word: 10 * (at + 2) for at, word in enumerate(_TENS)}
_VALUES |= {word: value for value, word in enumerate(_ORDINALS) if value > 2}
_VALUES |= {"dozen": 12, "fourty": 40}
for _line in (
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "dois três quatro cinco seis sete oito nove dez onze doze",
    "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "twee drie vier vijf zes zeven acht negen tien elf twaalf",
):
    for _value, _word in enumerate(_line.split(), 2):
        # "sei", "dix" and "once" mean other things elsewhere: the first language that has a word keeps it.
        _VALUES.setdefault(_word, _value)
for _ambiguous in ("sei", "once", "acht", "neun", "elf", "due", "dos", "tien"):
    _VALUES.pop(_ambiguous, None)

_SCALES: dict[str, int] = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "tausend": 1_000, "lakh": 100_000, "lakhs": 100_000,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6, "mio": 10**6,
    "millionen": 10**6, "millones": 10**6, "milioni": 10**6, "milhões": 10**6, "миллионов": 10**6, "млн": 10**6,
    "crore": 10**7, "crores": 10**7, "cr": 10**7,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "b": 10**9, "milliarden": 10**9, "mrd": 10**9,
    "milliards": 10**9, "миллиардов": 10**9, "млрд": 10**9, "trillion": 10**12, "trillions": 10**12, "tn": 10**12,
}  # fmt: skip
#: Scales that are letters too ("5 m" may be metres): only when they touch the digits.
_GLUED_ONLY = frozenset(("k", "m", "b", "cr", "tn"))

_UNITS: dict[str, str] = {
    "percent": "%", "pct": "%", "pc": "%", "per cent": "%", "prozent": "%", "pourcent": "%", "процентов": "%",
    "dollar": "$", "dollars": "$", "usd": "$", "us$": "$", "euro": "€", "euros": "€", "eur": "€",
    "pound": "£", "pounds": "£", "gbp": "£", "rupee": "₹", "rupees": "₹", "rs": "₹", "inr": "₹", "yen": "¥",
    "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km", "kms": "km",
    "metre": "metre", "metres": "metre", "meter": "metre", "meters": "metre",
    "kilogram": "kg", "kilograms": "kg", "kilogramme": "kg", "kilogrammes": "kg", "kgs": "kg", "kilos": "kg",
    "hour": "hour", "hours": "hour", "hrs": "hour", "hr": "hour", "minute": "minute", "minutes": "minute",
    "mins": "minute", "min": "minute", "lbs": "lb", "ft": "foot", "feet": "foot", "inches": "inch", "ha": "hectare",
}  # fmt: skip

_MONTHS: dict[str, str] = {}
for _full in (
    "january february march april may june july august september october november december"
).split():
    _MONTHS[_full] = _full
    if _full != "may":
        _MONTHS[_full[:3]] = _full
_MONTHS["sept"] = "september"
_DAYS: dict[str, str] = {}
for _full in "monday tuesday wednesday thursday friday saturday sunday".split():
    _DAYS[_full] = _full
    if _full not in ("saturday", "sunday", "wednesday"):
        _DAYS[_full[:3]] = _full
_DAYS |= {"tues": "tuesday", "thur": "thursday", "thurs": "thursday"}
del _DAYS["mon"]

#: Every word that :func:`canonical` has something to say about, but for those that start with a digit.
_SPECIAL = frozenset((*_VALUES, *_UNITS, *_MONTHS, *_DAYS, "per"))

_NUMBER = re.compile(r"(\d[\d.,']*\d|\d)(st|nd|rd|th|[a-zа-я]{1,3})?$")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?$|\d{1,3}(?:\.\d{3}){2,}$|\d{1,3}(?:'\d{3})+$")
_CURRENCY = frozenset("$€£¥₹")


def canonical(words: Sequence[str]) -> list[tuple[str, int]]:
    """The words with numbers, units, months and days in one spelling.

    Args:
        words: case-folded; see :data:`dedup.measure.words.WORD` for how a text is cut.

    Returns:
        Pairs of a word and the position in ``words`` where it began. A number is written as digits
        without grouping ("1000", "2.5"); currency and per cent signs are words of their own.
    """
    found: list[tuple[str, int]] = []
    done = 0
    for at, word in enumerate(words):
        if at < done:
            continue
        if word not in _SPECIAL and not word[0].isdigit():
            found.append((word[-1] if word[-1] in _CURRENCY else word, at))
            continue
        value, used, unit = _number(words, at)
        if used:
            found.append((_written(value), at))
            if unit:
                found.append((unit, at))
            done = at + used
        elif word == "per" and at + 1 < len(words) and words[at + 1] == "cent":
            found.append(("%", at))
            done = at + 2
        else:
            found.append((_UNITS.get(word) or _MONTHS.get(word) or _DAYS.get(word) or word, at))
    return found


def is_number(word: str) -> bool:
    """Whether a canonical word is a number."""
    return word[0].isdigit()


def is_calendar(word: str) -> bool:
    """Whether a canonical word is a month or a day of the week (English)."""
    return _MONTHS.get(word) == word or _DAYS.get(word) == word


def _number(words: Sequence[str], at: int) -> tuple[float | str, int, str]:
    """The number that starts at a position, how many words it takes (0: none), and its unit if glued on."""
    match = _NUMBER.match(words[at])
    unit = ""
    value: float | str
    if match:
        value, suffix = _parsed(match[1]), match[2] or ""
        if suffix in _SCALES and isinstance(value, float):
            value *= _SCALES[suffix]
        elif suffix not in ("", "st", "nd", "rd", "th"):
            unit = _UNITS.get(suffix, suffix)
    elif words[at] in _VALUES:
        value = float(_VALUES[words[at]])
    else:
        return 0.0, 0, ""
    used = 1
    if isinstance(value, float) and not unit:
        if not match and 20 <= value < 100 and at + 1 < len(words):
            ones = _VALUES.get(words[at + 1], 1 if words[at + 1] == "one" else 0)
            if 0 < ones < 10:
                value, used = value + ones, 2
        while at + used < len(words) and words[at + used] in _SCALES and words[at + used] not in _GLUED_ONLY:
            value *= _SCALES[words[at + used]]
            used += 1
    return value, used, unit


def _parsed(digits: str) -> float | str:
    """The value of digits with points and commas, or the digits themselves where they are no number."""
    if _GROUPED.match(digits):
        digits = digits.replace(",", "").replace("'", "")
        if digits.count(".") > 1:
            digits = digits.replace(".", "")
    elif digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    if (digits[0] == "0" and digits.isdigit()) or len(digits) > 15:
        return digits
    try:
        return float(digits)
    except ValueError:
        return digits


def _written(value: float | str) -> str:
    if isinstance(value, str):
        return value
    if math.isinf(value):  # million million million …
        return "9e999"
    return str(int(value)) if value == int(value) else f"{value:.10g}"
