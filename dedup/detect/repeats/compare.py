"""Two paragraphs side by side: how alike they are, and which rule that meets."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from dedup.config import Config
from dedup.lazy import cached_property
from dedup.measure import facts
from dedup.measure.normalize import comparison_form
from dedup.measure.overlap import character_shingles, dice, gaps, lcs_share, set_jaccard
from dedup.measure.sentences import sentences
from dedup.measure.synonyms import DETERMINERS
from dedup.measure.words import FUNCTION_WEIGHT, Words, analyse, is_spaceless

_ANNOUNCES = re.compile(r"[:：\-–—][^\w:：\-–—]*\Z")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』]*\Z")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s")
_QUESTION = re.compile(r"[?？؟][\"'”’»)\]」』]*\Z")
_SIGNS = re.compile(r"[=;{}<>()\[\]*#/\\|$_]")
_NOTE = re.compile(r"\([^()]{1,60}\)")
#: A sentence's end without the space behind it, as extractors leave where a line ended.
_GLUED = re.compile(r"(?<=[a-zà-ÿ][.!?])(?=[A-Z“])|(?<=[a-zà-ÿ][.!?][”\"])(?=[A-Z])")
HEADLINE_WORDS = 16
#: From this share of its characters on, signs of programming languages make a paragraph code; 999 of 1,000
#: paragraphs of news have fewer.
CODE_SIGNS = 0.08
#: From this share of words in common order on, two paragraphs are alike word for word.
WORD_FOR_WORD = 0.8
#: From this share on they may be two of one pattern, where one of the first words is another, or so many words are.
PATTERN_ORDER = 0.6
SUBJECT_WORDS = 5
PATTERN_WORDS = 4
#: Below this share of its 3-word shingles no sentence of a paragraph is looked for in another.
MOSTLY = 0.5
#: The score of a resemblance that is shown and not acted on.
SPARED = 0.3
#: No pair reaches the near rule below this Dice; it is cheaper to ask for.
NEAR_DICE = 0.6


class Passage:
    """A paragraph with what comparing it needs, each part made when it is first asked for."""

    def __init__(self, text: str, known_names: Container[str] = ()) -> None:
        self.text = text
        self._known_names = known_names

    @cached_property
    def words(self) -> Words:
        """The canonical words."""
        return analyse(self.text, self._known_names)

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weight of each stem."""
        return dict(zip(self.words.stems, self.words.weights, strict=True))

    @cached_property
    def characters(self) -> set[str]:
        """The 5-character shingles of the comparison form."""
        return character_shingles(comparison_form(self.text))

    @cached_property
    def trigrams(self) -> set[tuple[str, str, str]]:
        """The shingles of 3 stems."""
        return _trigrams(self.words)

    @property
    def announces(self) -> bool:
        """Whether it only leads to what follows: "The winners are:"."""
        return bool(_ANNOUNCES.search(self.text))

    @property
    def is_numbered(self) -> bool:
        """Whether it is an item of a numbered list."""
        return bool(_NUMBERED.match(self.text))

    @cached_property
    def is_caseless(self) -> bool:
        """Whether its script has no capitals, so that names cannot be told from other words."""
        return self.text.lower() == self.text.upper()

    @cached_property
    def is_spaceless(self) -> bool:
        """Whether its script writes no spaces."""
        return is_spaceless(self.text)

    @cached_property
    def sentences(self) -> list[Words]:
        """The words of each sentence; a note in brackets, such as a photographer's name, is none."""
        texts = [
            part for start, end in sentences(self.text) for part in _GLUED.split(self.text[start:end]) if part
        ]
        if len(texts) < 2:
            return [self.words]
        return [analyse(text, self._known_names) for text in texts if not _NOTE.fullmatch(text)]

    @property
    def is_line(self) -> bool:
        """Whether it is a headline or a label rather than a sentence."""
        return len(self.words) < HEADLINE_WORDS and not _SENTENCE_END.search(self.text)

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return bool(_QUESTION.search(self.text))

    @cached_property
    def is_code(self) -> bool:
        """Whether it is code or a command, where every sign counts."""
        return len(_SIGNS.findall(self.text)) >= CODE_SIGNS * len(self.text)


class Link(NamedTuple):
    """One paragraph repeats another.

    Attributes:
        one, other: positions; ``one`` may go because of ``other``.
        rule: the rule's id.
        measure, value: the evidence.
        score: 0.0-1.0.
        mutual: whether ``other`` may as well go because of ``one``.
    """

    one: int
    other: int
    rule: str
    measure: str
    value: float
    score: float
    mutual: bool = True


class Likeness:
    """What two passages have in common; the dearer measures are taken when they are asked for."""

    def __init__(self, one: Passage, other: Passage) -> None:
        self.one, self.other = one, other

    @cached_property
    def shorter(self) -> int:
        """Words of the shorter passage."""
        return min(len(self.one.words), len(self.other.words))

    @cached_property
    def ratio(self) -> float:
        """Words of the shorter over words of the longer passage, 0.0-1.0."""
        return self.shorter / max(len(self.one.words), len(self.other.words), 1)

    @cached_property
    def dice(self) -> float:
        """Weighted Dice of the stems."""
        one, other = self.one.words, self.other.words
        return dice(one.counts, other.counts, self.one.weights, one.total + other.total)

    @cached_property
    def order(self) -> float:
        """Longest common subsequence of stems over the longer length."""
        return lcs_share(self.one.words.stems, self.other.words.stems)

    @property
    def sum(self) -> float:
        """``dice + order``, 0.0-2.0."""
        return self.dice + self.order

    @cached_property
    def jaccard(self) -> float:
        """Jaccard similarity of 5-character shingles."""
        return set_jaccard(self.one.characters, self.other.characters)

    @cached_property
    def containment(self) -> tuple[float, float]:
        """The share of one's 3-word shingles that other has, and of other's that one has."""
        one, other = self.one.trigrams, self.other.trigrams
        common = len(one & other)
        return common / max(len(one), 1), common / max(len(other), 1)

    @cached_property
    def conflict(self) -> bool:
        """Whether each states a name or a number that the other lacks."""
        return facts.conflicting(self.one.words, self.other.words)

    @cached_property
    def agreement(self) -> int:
        """How many facts both state, when neither lacks one of the other's."""
        return facts.agreement(self.one.words, self.other.words)

    @cached_property
    def adds(self) -> bool:
        """Whether either states a fact that the other lacks."""
        return bool(facts.lacking(self.one.words, self.other.words) or facts.lacking(self.other.words, self.one.words))

    @cached_property
    def exchanged(self) -> bool:
        """Whether facts that both state have changed places."""
        return facts.exchanged(self.one.words, self.other.words)

    @property
    def lines(self) -> bool:
        """Whether both are headlines or labels."""
        return self.one.is_line and self.other.is_line

    @property
    def parallel(self) -> bool:
        """Whether both are lines, or both are questions: these come in lists whose members are built alike."""
        return self.lines or (self.one.is_question and self.other.is_question)

    @cached_property
    def contradiction(self) -> bool:
        """Whether a word stands where the other has its opposite, or one denies what the other says."""
        both = self.one.words, self.other.words
        return facts.contradicting(*both, closely=self.order >= WORD_FOR_WORD) or facts.denying(*both)

    @cached_property
    def nameless(self) -> bool:
        """Whether names cannot be told from other words in either."""
        return self.one.is_caseless and self.other.is_caseless

    @cached_property
    def relabelled(self) -> bool:
        """Whether these are two of one pattern: where one has a content word of its own, the other has another."""
        if self.nameless and self.one.is_spaceless:
            forms = (comparison_form(side.text).replace(" ", "") for side in (self.one, self.other))
            return any(here and there for here, there in gaps(*forms))
        return any(
            _content(self.one.words, here) and _content(self.other.words, there)
            for here, there in gaps(self.one.words.stems, self.other.words.stems)
        )

    @cached_property
    def patterned(self) -> bool:
        """Whether these are two of one pattern in the midst of prose: a word for a word, and about another thing.

        What says a thing again adds a word here and leaves one out there; a pattern is filled in anew. The
        first word that is another one is a noun near the beginning, or many are others. Where both state a name or
        a number in common, another noun says little.
        """
        one, other = self.one.words, self.other.words
        if self.order < PATTERN_ORDER or not facts.only_replaced(one, other):
            return False
        found = list(facts.replacements(one, other))
        if len(found) >= PATTERN_WORDS or not found:
            return bool(found)
        return (
            found[0] < SUBJECT_WORDS
            and (found[0] == 0 or one.stems[found[0] - 1] in DETERMINERS)
            and {fact.stem for fact in one.facts}.isdisjoint(fact.stem for fact in other.facts)
        )

    @cached_property
    def interrupted(self) -> bool:
        """Whether either has content words of its own in the midst of what both say."""
        one, other = self.one.words, self.other.words
        return any(
            _content(one, here) or _content(other, there)
            for here, there in gaps(one.stems, other.stems)
            if here.start and there.start and here.stop < len(one) and there.stop < len(other)
        )


def _content(words: Words, at: range) -> bool:
    return any(words.weights[place] > FUNCTION_WEIGHT for place in at)


def _content_words(words: Words) -> set[str]:
    return {stem for stem, weight in zip(words.stems, words.weights, strict=True) if weight > FUNCTION_WEIGHT}


def says_more(one: Passage, other: Passage, config: Config) -> bool:
    """Whether one has a sentence of its own: one of enough content words, of which the other has only a small share."""
    return any(
        len(content) >= config.new_sentence_words
        and sum(stem in other.words.counts for stem in content) < config.new_sentence_share * len(content)
        for content in map(_content_words, one.sentences)
    )


def _sentence_by_sentence(inner: Passage, outer: Passage, config: Config) -> bool:
    """Whether every sentence of inner stands in outer, but for some too short to say anything."""
    held = 0
    for words in inner.sentences:
        own = _trigrams(words)
        if (
            own
            and len(own & outer.trigrams) >= config.contained_share * len(own)
            and not facts.displacing(words, outer.words)
        ):
            held += len(words)
        elif len(_content_words(words)) >= config.new_sentence_words or facts.lacking(words, outer.words):
            return False
    return held >= max(config.contained_words, len(inner.words) / 2)


def _trigrams(words: Words) -> set[tuple[str, str, str]]:
    return set(zip(words.stems, words.stems[1:], words.stems[2:], strict=False))


def compare(like: Likeness, at: tuple[int, int], config: Config, *, crowded: bool) -> Link | None:
    """The strongest rule that a pair meets, or None.

    Args:
        like: the pair.
        at: its positions.
        config: the thresholds.
        crowded: one of the two belongs to a family of paragraphs that are all alike.
    """
    if like.one.announces or like.other.announces or like.shorter < config.near_words:
        return None
    link = _near(like, at, config, crowded) or _contained(like, at, config, crowded)
    if link is None and not crowded:
        link = _reworded(like, at, config)
    if link is None or like.one.is_numbered != like.other.is_numbered or like.exchanged:
        return None
    if link.rule != "repeat.contained" and like.conflict:
        return None
    if link.value != 1 and (like.one.is_code or like.other.is_code or like.contradiction or like.patterned):
        return None
    return _without_losses(like, link, at, config)


def _without_losses(like: Likeness, link: Link, at: tuple[int, int], config: Config) -> Link | None:
    """The link in the directions in which no sentence of its own would go."""
    first, second = (like.one, like.other) if link.one == at[0] else (like.other, like.one)
    forward = not says_more(first, second, config)
    backward = link.mutual and not says_more(second, first, config)
    if forward:
        return link._replace(mutual=backward)
    return link._replace(one=link.other, other=link.one, mutual=False) if backward else None


def _near(like: Likeness, at: tuple[int, int], config: Config, crowded: bool) -> Link | None:
    if like.dice < NEAR_DICE or like.jaccard < config.near_jaccard:
        return None
    if ((crowded or like.lines or like.nameless) and like.relabelled) or (crowded and like.adds):
        return None
    return Link(*at, "repeat.near", "jaccard_char5", like.jaccard, like.jaccard)


def _contained(like: Likeness, at: tuple[int, int], config: Config, crowded: bool) -> Link | None:
    forward, backward = like.containment
    inner, outer = (like.one, like.other) if forward >= backward else (like.other, like.one)
    value = max(forward, backward)
    if len(inner.words) < config.contained_words and not (value == 1 and _is_sentence_of(inner, outer)):
        return None
    if value < 1 and (
        inner.is_line
        or (crowded and (like.relabelled or like.interrupted))
        or (like.nameless and like.relabelled)
        or value < MOSTLY
        or (
            (value < config.contained_share or facts.displacing(inner.words, outer.words))
            and not _sentence_by_sentence(inner, outer, config)
        )
    ):
        return None
    one, other = at if inner is like.one else at[::-1]
    return Link(one, other, "repeat.contained", "containment_word3", value, value, mutual=False)


def _is_sentence_of(inner: Passage, outer: Passage) -> bool:
    return not inner.is_line and any(words.stems == inner.words.stems for words in outer.sentences)


def _reworded(like: Likeness, at: tuple[int, int], config: Config) -> Link | None:
    if like.shorter < config.reworded_words or like.ratio < config.reworded_ratio:
        return None
    if not _told_again(like, config) and not _told_in_another_order(like, config):
        return None
    score = SPARED if (like.nameless or like.parallel) and like.relabelled else like.sum / 2
    return Link(*at, "repeat.reworded", "dice_lcs", like.sum, score)


def _told_again(like: Likeness, config: Config) -> bool:
    return (
        like.dice >= config.reworded_dice
        and like.order >= config.reworded_order
        and like.sum >= config.reworded_sum
    )


def _told_in_another_order(like: Likeness, config: Config) -> bool:
    """Whether clauses have changed places: nearly the same words, and every fact of the one in the other."""
    return like.dice >= config.reordered_dice and like.agreement > 0


def neighbour(like: Likeness, at: tuple[int, int], config: Config, *, crowded: bool) -> Link | None:
    """The rule for a pair that stands next to a matched pair, in the same order."""
    if like.one.announces or like.other.announces or like.dice < config.run_dice:
        return None
    enough = config.run_agreed_sum if like.agreement else config.run_sum
    if like.sum < enough or like.conflict or like.exchanged or like.contradiction:
        return None
    if (crowded or like.lines) and like.relabelled:
        return None
    return Link(*at, "repeat.reworded", "dice_lcs", like.sum, max(like.sum / 2, 0.5))
