"""What belongs to a heading: the titles under "Related stories", the form under "Leave a reply"..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dedup.detect.phrases.claim import Claim
from dedup.detect.phrases.shape import ends_like_a_sentence, is_prose, is_title, words
from dedup.model import Block

#: Under a heading: at most this many titles, each at most this long (code points).
_TITLES, _TITLE_CHARS = 12, 160
#: So many lines between a heading and a paragraph are a list.
_SEVERAL = 2
_ASKING: Final = "?!？！؟"
#: Thai and Lao end no sentence with a mark, so there only length tells a title from a paragraph (code points).
_UNMARKED: Final = re.compile("[\u0e00-\u0eff]")
_UNMARKED_CHARS: Final = 70
#: At most this many author boxes or lines of a form, each at most this long (code points).
_BOXES, _BOX_CHARS = 4, 900
_LINES, _LINE_CHARS = 8, 240
_BULLETS: Final = "-–—•*·▪●"
#: A link density from which a block is a link.
_LINK = 0.5
#: What a form and its fine print speak of, whatever the language.
_FORM: Final = re.compile(r"@|\b(?:e-?mail|newsletter|spam|inbox|cookies?|captcha|login|log in|sign in)\b|\*$", re.I)


#: How the line of an offer begins under the heading of a newsletter's form: what you get, or what you should do.
_OFFERED: Final = re.compile(
    r"(?:get|receive|sign up|subscribe|stay|never miss|don't miss|join|start|enter|be the first|erhalten|bekommen|"
    r"abonnieren|melden sie|jetzt|bleiben|verpassen|recevez|inscrivez|abonnez|ne manquez|restez|recibe|reciba|"
    r"suscríbete|suscríbase|no te pierdas|ricevi|iscriviti|non perdere|resta|receba|assine|inscreva|fique|ontvang|meld|"
    r"schrijf|blijf|mis|få|prenumerera|missa inte|modtag|motta|tilmeld|meld deg|tilaa|saat|otrzymuj|zapisz|bądź|"
    r"dostávejte|přihlaste|получайте|подпишитесь|отримуйте|підпишіться)\b",
    re.IGNORECASE,
)
_OFFER_WORDS = 20


def belongings(place: int, blocks: Sequence[Block], claims: Sequence[Claim | None], kind: str) -> list[int]:
    """The places of what belongs to the heading at ``place``, less what a rule has claimed by itself."""
    found = {"titles": _titles, "people": _people, "form": _form}[kind](place, blocks, claims)
    return [at for at in found if claims[at] is None]


def _titles(place: int, blocks: Sequence[Block], claims: Sequence[Claim | None]) -> list[int]:
    """The lines of a list: up to the article's end or to a line that a rule claims, or several up to a paragraph.

    One line alone before a paragraph may be the article's own; it goes if it is a link.
    """
    listed: list[int] = []
    bulleted = False
    for at in range(place + 1, min(place + 1 + _TITLES, len(blocks))):
        block = blocks[at]
        # Of a list either all lines have a bullet, or none.
        if claims[at] is None and (not _is_entry(block) or (listed and _has_bullet(block) > bulleted)):
            break
        bulleted = _has_bullet(block) if not listed else bulleted
        listed.append(at)
    if not listed:
        return []
    closed = listed[-1] == len(blocks) - 1 or claims[listed[-1]] is not None
    if closed or sum(claims[at] is None for at in listed) >= _SEVERAL:
        return listed
    return [at for at in listed if blocks[at].link_density >= _LINK]


def _has_bullet(block: Block) -> bool:
    return block.text[0] in _BULLETS


def _is_entry(block: Block) -> bool:
    """Whether a line may be one of a list of titles: short, no sentence; it may ask or call."""
    text = block.text
    longest = _UNMARKED_CHARS if _UNMARKED.search(text) else _TITLE_CHARS
    if len(text) > longest or "\n" in text:
        return False
    return not ends_like_a_sentence(text) or (text[-1] in _ASKING and is_title(block))


def _people(place: int, blocks: Sequence[Block], claims: Sequence[Claim | None]) -> list[int]:
    """Whatever stands between the heading and the article's end, if that is little and much stands before."""
    rest = range(place + 1, len(blocks))
    few = len(rest) <= _BOXES or (len(rest) <= 2 * _BOXES and sum(len(blocks[at].text) for at in rest) <= _BOX_CHARS)
    if not few or place <= len(rest) or any(len(blocks[at].text) > _BOX_CHARS for at in rest):
        return []
    return list(rest)


def _form(place: int, blocks: Sequence[Block], claims: Sequence[Claim | None]) -> list[int]:
    """The lines of a form, up to the first that speaks of nothing that a form speaks of."""
    lines = []
    for at in range(place + 1, min(place + 1 + _LINES, len(blocks))):
        text = blocks[at].text
        if at == place + 1 and words(text) <= _OFFER_WORDS and _OFFERED.match(text):
            lines.append(at)
            continue
        if claims[at] is None and (len(text) > _LINE_CHARS or is_prose(text) or not _FORM.search(text)):
            break
        lines.append(at)
    return lines
