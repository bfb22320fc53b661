"""In which languages an article is written, and which words count for it."""

from __future__ import annotations

import pytest

from dedup import Block, configure
from dedup.detect import phrases
from dedup.detect.phrases.tongue import Tongues, is_one_word, is_the_rest_of_a_sentence, tells_a_story
from dedup.detect.rulebook import Rule
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


def _rule(language, family="boilerplate.share"):
    return Rule(family, language, "start", ("x",), "made up")


STORIES = [
    "All rights reserved to the crown were sold to a brewer in 1604, and his grandson lost them at cards.",
    "All rights reserved to the king under the old charter passed to the council after the flood of 1784.",
    "Share this story with your children, my grandfather used to say, and they will never be afraid of the river.",
    "This article was first published in 1911 as a pamphlet, and she became famous within a month.",
    "Подпишитесь на наш канал, убеждал прохожих юноша с плакатом, но никто не остановился.",
    "Photo: the picture on the mantelpiece shows my grandfather with the mule that carried the mail for thirty years.",
    "Images : le village entier a été détruit par la crue, et les habitants ont tout perdu en une nuit.",
    "Foto: als das Bild entstand, lebte der Müller noch und hatte gerade die neue Säge gekauft.",
    "Image: it matters more than the truth in this trade, the old press officer liked to say.",
    "Tags: they hung from every tree in the orchard, and each had the name of a child who died in the war.",
    "Related: the two men were cousins, and neither of them knew it until the trial.",
    "Also read: the defendant could also read and write, which was rare among sailors at the time.",
]


@pytest.mark.parametrize(
    ("line", "language", "tells"),
    [
        ("follow us, said a sign", "en", True), ("follow us, said a sign", "mul", True), ("said", "en", True), ("follow us, unsaid", "en", False), ("dit artikel", "nl", False),
        ("dit artikel", "fr", True), ("рассказал он", "ru", True), ("उन्होंने कहा कि", "hi", True), ("कहानी", "hi", False), ("follow us, said a sign", "xx", False), ("", "en", False),
    ],
)  # fmt: skip
def test_a_verb_that_says_who_spoke(line, language, tells):
    assert tells_a_story(line, _rule(language)) is tells


@pytest.mark.parametrize(
    ("line", "language", "tells"),
    [
        ("share this story, my grandfather used to say", "en", True), ("cookies are used to say hello", "xx", False),
        ("all rights reserved to the crown were sold", "en", True), ("all rights reserved", "en", False),
        ("alle rechte vorbehalten hatte sich die krone", "de", True), ("подпишитесь, убеждал прохожих юноша", "ru", True),
    ],
)  # fmt: skip
def test_words_of_a_story(line, language, tells):
    assert tells_a_story(line, _rule(language)) is tells
    assert not tells_a_story(line, _rule(language, "boilerplate.caption"))


@pytest.mark.parametrize(
    ("text", "is_rest"),
    [
        (": the two men were cousins, and neither of them knew it.", True), (": the two men were cousins, and neither knew.", False),
        (": The two men were cousins, and neither of them knew it.", False), (": the two men were cousins, and neither of them knew it", False),
        (' : "the two men were cousins, and neither of them knew it."', False), (": 12 of the two men were cousins, and neither knew it.", False), ("", False),
    ],
)  # fmt: skip
def test_a_sentence_that_goes_on_behind_a_label(text, is_rest):
    assert is_the_rest_of_a_sentence(text) is is_rest


@pytest.mark.parametrize("line", STORIES)
@pytest.mark.parametrize("place", [2, 4, 8])
def test_what_goes_on_as_a_story_stays(line, place):
    article = [*BODY, *BODY]
    document = read_paragraphs([*article[:place], line, *article[place:]], config=CONFIG)
    assert [f for f in phrases.find(document, CONFIG) if f.score >= 0.5] == []


@pytest.mark.parametrize("line", ["Correction: an earlier version of this article gave the wrong date for the vote.",
    "Also read: Two men were cousins and did not know it", "Foto: die Brücke am Montag.", "All rights reserved by the publisher.",
    "Share this story with your friends on Facebook."])  # fmt: skip
def test_what_does_not_goes(line):
    document = read_paragraphs([*BODY, line, *BODY], config=CONFIG)
    assert len([f for f in phrases.find(document, CONFIG) if f.score >= 0.5]) == 1


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
