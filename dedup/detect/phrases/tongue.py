"""What words of grammar and of speech tell: in which languages an article is written, and who said a line.

One word of a rule may mean another thing in another language: "Imagine" is Romanian for a picture, "Na" Swahili for
"by", and "PV Sindhu" no credit of a Vietnamese reporter. So a phrase of one word in Latin letters counts in articles of
its language; longer phrases hardly ever mean something else.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from dedup.detect.folding import JUNK, fold
from dedup.detect.rulebook import Rule, data_file
from dedup.lazy import cached_property
from dedup.model import Block

#: Languages whose labels stand on pages of all others.
EVERYWHERE: Final = frozenset(("en", "mul"))
#: So much of an article is read, code points.
_SAMPLE: Final = 6_000
#: With fewer words of grammar, of any language, an article tells nothing; and a language is one of the article's if it
#: has this share of those that its best known language has.
_LEAST, _SHARE = 3, 0.5
#: Rules of these kinds speak of third persons.
_OF_OTHERS: Final = frozenset(("boilerplate.byline", "boilerplate.caption"))
#: Between a label and what it is said of; what ends a sentence, and what may close one; how many words a sentence has.
_BEFORE: Final = JUNK + ":<)]}】〕］）〉》」』!?…."
_ENDS, _CLOSING, _SENTENCE_WORDS = frozenset(".!?…"), "\"'”’)»", 9
#: Languages whose words no spaces part: a verb of speech is looked for anywhere.
_UNPARTED: Final = frozenset(("ja", "ko", "th", "zh"))
_NONE: Final[frozenset[str]] = frozenset()
_WORD: Final = re.compile(r"[a-z]+")
#: With the vowel signs of Indic scripts, which ``\w`` leaves out, without their full stop.
_LETTERS: Final = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0966-\u0dff])+")
_LATIN: Final = re.compile(r"[a-z][a-z.:/-]*")


def is_one_word(phrase: str) -> bool:
    """Whether a folded phrase is one word in Latin letters."""
    return _LATIN.fullmatch(phrase) is not None


class Tongues:
    """The languages of an article, found out when they are asked for."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def has(self, language: str) -> bool:
        """Whether the article may be in a language; True for those that the list of words does not have."""
        known = self._known
        best = max(known.values())
        return best < _LEAST or known.get(language, best) >= _SHARE * best

    @cached_property
    def _known(self) -> dict[str, int]:
        """How many words of grammar of each language the article has."""
        text, left = [], _SAMPLE
        for block in self._blocks:
            text.append(block.text[:left])
            left -= len(block.text)
            if left <= 0:
                break
        said = set(_WORD.findall(fold(" ".join(text))))
        return {language: len(words & said) for language, words in _words_by_language("function_words.toml").items()}


def is_the_rest_of_a_sentence(text: str) -> bool:
    """Whether what stands behind a label and its mark goes on in small letters to a full stop, as titles hardly do.

    "Related: the two men were cousins, and neither of them knew it." A note as short as a title tells nothing.
    """
    rest = text.lstrip(_BEFORE)
    return rest[:1].islower() and text.rstrip(_CLOSING)[-1:] in _ENDS and len(rest.split()) >= _SENTENCE_WORDS


def is_grammar(folded: str, language: str) -> bool:
    """Whether a word is one of the language's grammar, such as "the"."""
    return folded in _words_by_language("function_words.toml").get(language, _NONE)


def tells_who_spoke(folded: str, language: str) -> bool:
    """Whether a line has a verb by which a sentence of the language says who spoke."""
    verbs = _words_by_language("speech.toml").get(language, _NONE)
    if language in _UNPARTED:
        return any(verb in folded for verb in verbs)
    return not verbs.isdisjoint(_LETTERS.findall(folded))


def tells_a_story(folded: str, rule: Rule) -> bool:
    """Whether a line says who spoke, or tells of others and of the past: then it is no boilerplate of a rule's kind.

    Notes on authors and captions tell of others too. Rules of all languages ask for English words.
    """
    language = "en" if rule.language == "mul" else rule.language
    if tells_who_spoke(folded, language):
        return True
    told = _NONE if rule.family in _OF_OTHERS else _words_by_language("story.toml").get(language, _NONE)
    spoken = _LETTERS.findall(folded) if told else []
    line = f" {' '.join(spoken)} "
    return not told.isdisjoint(spoken) or any(f" {words.replace('_', ' ')} " in line for words in told if "_" in words)


@functools.cache
def _words_by_language(name: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(fold(words).split()) for language, words in data_file(name).items()}
