"""Articles of a made-up site, written by a generator."""

from __future__ import annotations

import random

WORDS = (
    "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey town "
    "people morning castle orchard harbour ferry lantern quarry meadow signal canal barley furnace gallery parish"
).split()
FOOTER = "The Valley Herald is a member of the regional press council and follows its rules of conduct."
DISCLAIMER = "Prices in this article were correct when it was written and may have changed since it was published."
BOX = "Every morning thousands of valley people read what we write, and you could be one of them for free."
QUOTE = '"We will not close the bridge before the winter, whatever it costs the town," the mayor said.'
DATE_LINE = "Orrin Valley, Monday, 3 March 2025, 10:15"
SECTION = "What happens next"


def paragraphs(seed, count=5):
    generator = random.Random(seed)
    return [f"The {' '.join(generator.choices(WORDS, k=18))}." for _ in range(count)]


def article(number, *, host="herald.example", extra=True):
    """One of a site's articles; three of them share a quotation, a date line and a section's name."""
    text = paragraphs(f"{host}{number}")
    if extra:
        if number in (1, 4, 6):
            text = [DATE_LINE, *text[:2], QUOTE, SECTION, *text[2:]]
        text = [*text[:3], BOX, *text[3:], FOOTER, DISCLAIMER]
    return {"source": "crawl", "id": f"{host}-{number}", "url": f"https://www.{host}/news/{number}",
            "text": "\n\n".join(text), "tags": ["a", {"b": 1.5}]}  # fmt: skip


def site(count=12, **changes):
    return [article(number, **changes) for number in range(count)]
