"""In which languages an article is written, and which words count for it."""

from __future__ import annotations

import pytest

from dedup import Block, configure
from dedup.detect import phrases
from dedup.detect.phrases.tongue import Tongues, is_one_word, tells_who_spoke
from dedup.read.plain import read_paragraphs
from tests.detect.council import BODY

CONFIG = configure()


def _tongues(*texts):
    return Tongues([Block(n, 0, len(text), text, "paragraph", 0) for n, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("text", "language", "has"),
    [
        ("x the of", "cs", True), ("x the of and", "cs", False), ("x the of and", "en", True), ("x the of and", "xx", True), ("", "cs", True),
        ("the of and to; und der", "de", True), ("the of and to; und", "de", False), ("THE, OF. (AND)", "cs", False), ("über für und die die die der", "de", True),
        ("gathering offer sandy tower", "de", True),
    ],
)  # fmt: skip
def test_the_languages_of_an_article(text, language, has):
    assert _tongues(text).has(language) is has


def test_only_the_beginning_of_an_article_is_read():
    assert not _tongues("x" * 5_987 + " the of and").has("cs")
    assert _tongues("x" * 5_995 + " the of and").has("cs")
    assert _tongues("x" * 3_000, "x" * 3_000, "the of and").has("cs")
    assert not _tongues("x" * 3_000, "x" * 2_980, "the of and").has("cs")


@pytest.mark.parametrize(("phrase", "one"), [("foto", True), ("ctv.", True), ("foto-kamera", True), ("foto/", True), ("foto von", False), ("фото", False), ("", False), ("2a", False), ("x", True)])
def test_what_is_one_word(phrase, one):
    assert is_one_word(phrase) is one


ITALIAN = ["Il consiglio della valle ha deciso che il ponte non si può aprire, anche per una questione di soldi.",
           "La sindaca dice che nel mese di giugno gli esperti avranno finito, ma nessuno ne è sicuro più.",
           "Sono due anni che il traghetto porta le persone alla riva con una barca che non è del comune."]  # fmt: skip
MIDDLE = "means another thing in the article's language, and nothing beside it supports it"
VAGUE = "common in prose too, and nothing beside it supports it"


@pytest.mark.parametrize(
    ("line", "text", "notes"),
    [
        ("Native", BODY, [MIDDLE]), ("[Native]", BODY, [""]), ("Bonus: Ugo Riva", BODY, [MIDDLE]), ("Advertisement", ITALIAN, [""]),
        ("Foto Ugo Riva", BODY, [MIDDLE]), ("Napsal Jan Novak", ITALIAN, [VAGUE]), ("Foto: Ugo Riva", BODY, [""]), ("Bonus: Pair it with a boat", BODY, [MIDDLE]), ("- Native", BODY, [MIDDLE]),
    ],
)  # fmt: skip
def test_one_word_of_another_language(line, text, notes):
    document = read_paragraphs([*text, *text, line, *text, *text], config=CONFIG)
    found = [f for f in phrases.find(document, CONFIG) if f.span.start == document.blocks[2 * len(text)].start]
    assert [f.note for f in found] == notes


@pytest.mark.parametrize(
    ("line", "language", "tells"),
    [
        ("follow us, said a sign", "en", True), ("follow us, said a sign", "mul", True), ("said", "en", True), ("follow us, unsaid", "en", False), ("dit artikel", "nl", False),
        ("dit artikel", "fr", True), ("рассказал он", "ru", True), ("उन्होंने कहा कि", "hi", True), ("कहानी", "hi", False), ("follow us, said a sign", "xx", False), ("", "en", False),
    ],
)  # fmt: skip
def test_a_verb_that_says_who_spoke(line, language, tells):
    assert tells_who_spoke(line, language) is tells


@pytest.mark.parametrize(
    "line",
    [
        "Follow us on Facebook, said a faded sign in the window of the closed shop.", "Subscribe to our newsletter, the sign in the window said, and nobody ever did.",
        "Síguenos en Facebook, rezaba el cartel en la puerta del bar cerrado.", "Folgen Sie uns auf Facebook, sagte der Pfarrer und lachte dabei.",
        "Подписывайтесь на наш канал в Telegram, сказал он и засмеялся.",
    ],
)  # fmt: skip
def test_what_somebody_said_stays_without_quotation_marks(line):
    document = read_paragraphs([*BODY, line, *BODY], config=CONFIG)
    assert [f for f in phrases.find(document, CONFIG) if f.score >= 0.5] == []
