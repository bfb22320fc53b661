"""Numbers with their units: "5 km" is "3.1 miles" and is not "5 miles".

A quantity is read from a number and the word behind it (for currencies also before it). Two of one dimension
compare in the dimension's own base; the factors are those of the international yard and pound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dedup.measure.stems import stem

#: Dimension -> unit, as :mod:`dedup.measure.numbers` writes it -> its size in the base of the dimension.
_DIMENSIONS: dict[str, dict[str, float]] = {
    "length": {
        "metre": 1, "km": 1_000, "cm": 0.01, "mm": 0.001, "mile": 1_609.344, "foot": 0.3048, "inch": 0.0254,
        "yard": 0.9144,
    },
    "mass": {"kg": 1, "gram": 0.001, "tonne": 1_000, "lb": 0.45359237, "ounce": 0.0283495},
    "area": {"hectare": 1, "hectares": 1, "acre": 0.40468564},
    "volume": {"litre": 1, "liter": 1, "gallon": 3.785411784, "gallons": 3.785411784},
    "time": {
        "hour": 3_600, "minute": 60, "second": 1, "day": 86_400, "days": 86_400, "week": 604_800, "month": 2_629_746,
        "year": 31_556_952,
    },
    "share": {"%": 1},
}  # fmt: skip
#: A currency is a dimension of its own: rates change from day to day.
_CURRENCIES = frozenset("$€£¥₹")
#: "Pounds" are read as money; against a mass they weigh.
_POUND = _DIMENSIONS["mass"]["lb"]

_UNITS: dict[str, tuple[str, float]] = {
    stem(unit): (dimension, size) for dimension, units in _DIMENSIONS.items() for unit, size in units.items()
}


def units_of(stems: Sequence[str]) -> dict[str, set[str]]:
    """The units that each number stands with, wherever it stands; numbers that count other things are left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for at, word in enumerate(stems):
        unit = _unit(stems, at) if word[0].isdigit() else ""
        if unit:
            found[word].add(unit)
    return dict(found)


def magnitude(stems: Sequence[str], at: int) -> tuple[str, float] | None:
    """Dimension and size of the quantity whose number stands at a position, or None where it has no known unit."""
    unit = _unit(stems, at)
    try:
        value = float(stems[at])
    except ValueError:
        return None
    if unit == "£" and at + 1 < len(stems) and stems[at + 1] == unit:
        return "mass", value * _POUND
    if unit not in _UNITS:
        return None
    dimension, size = _UNITS[unit]
    return dimension, value * size


def _unit(stems: Sequence[str], at: int) -> str:
    after = stems[at + 1] if at + 1 < len(stems) else ""
    if after in _UNITS or after in _CURRENCIES:
        return after
    before = stems[at - 1] if at else ""
    return before if before in _CURRENCIES else ""
