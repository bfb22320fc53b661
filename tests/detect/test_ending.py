"""What stands behind an article's last sentence: sign-offs of agencies, boxes on authors, links to the neighbours."""

from __future__ import annotations

import pytest

from dedup import clean
from tests.detect.council import BODY

ARTICLE = [*BODY, *(text.replace("council", "board").replace("Monday", "Friday") for text in BODY)]


def went(*texts):
    return [(removal.rule, removal.text.strip()) for removal in clean([*texts], ignore=("repeat",)).removals]


@pytest.mark.parametrize(
    "tail",
    ["PTI SKL ANU ANU", "(PTI) DS RC", "PTI", "(AP)", "-- IANS san/khz/", "PTI COR VSD RT 1245", "ANI/JK", "(PTI DS RC)", "(IANS) str/vd", "UNI XC RK 1245"],
)  # fmt: skip
def test_an_agency_signs_behind_the_last_sentence_or_in_a_line_of_its_own(tail):
    assert went(*ARTICLE[:-1], f"{ARTICLE[-1]} {tail}") == [("boilerplate.agency", tail)]
    assert went(*ARTICLE, tail) == [("boilerplate.agency", tail)]


@pytest.mark.parametrize(
    "tail",
    ["She works for PTI.", "It was sold to the USA", "The book is called AP STYLE BOOK", "NATO AP", "PTI said so", "PTI DS RC.",
     "PTI is an agency", "and PTI"],
)  # fmt: skip
def test_what_is_no_sign_off(tail):
    assert went(*ARTICLE[:-1], f"{ARTICLE[-1]} {tail}") == []
    assert went(*ARTICLE[:2], f"{ARTICLE[2]} PTI SKL ANU", *ARTICLE[3:]) == []


STAFF = [
    "John Smith is a staff writer at the Orrin Herald.",
    "Jane Doe is the Courier's agriculture correspondent. She joined the paper in 2014 and lives in Dunning.",
    "Jana Muster ist Redakteurin im Ressort Politik.",
    "Jean Dupont est journaliste au service politique.",
    "Juan Pérez es periodista y escribe sobre ríos.",
    "Ana de Souza é repórter de política e mora no Recife.",
    "Mario Rossi è giornalista e scrive di fiumi.",
    "Иван Петров — журналист, пишет о реках с 1998 года.",
    "Ayşe Yılmaz, gazetenin siyaset muhabiridir.",
    "Budi Santoso adalah wartawan yang meliput sungai.",
]


@pytest.mark.parametrize("box", STAFF)
def test_who_writes_for_the_paper_is_told_at_the_end(box):
    assert went(*ARTICLE, box) == [("boilerplate.byline", box)]
    assert went(*ARTICLE[:3], box, *ARTICLE[3:]) == []


def test_a_person_of_the_article_is_no_staff():
    assert went(*ARTICLE, "The last to leave the hall on Monday evening was a woman called Doe, who held a lantern.", STAFF[1]) == []


@pytest.mark.parametrize(
    "line",
    ["Maria Lopez is a professor of law at the university.", "Her brother is a reporter for the Courier.",
     "Jane Doe is a reporter, said the mayor, and she will print what she has heard.", "The Courier is a paper without a reporter.",
     "Jane Doe was a reporter for the Courier until the flood.", "JANE DOE IS A REPORTER.", "Martha Quill is a writer of hymns for the chapel.", "Ольга Сомова — журналист по диплому, но двадцать лет печёт хлеб.",
     "Jean Morel est rédacteur à la mairie, et c'est lui qui a retrouvé la facture.", "Zeynep Kara, köyün tek gazetecidir ve yazılarını elle yazıyor.", "Seine Mutter ist Journalistin in der Stadt.", "Der Bürgermeister ist Journalist.", "Jane Doe is a reporter for the Courier"],
)  # fmt: skip
def test_who_is_no_staff(line):
    assert went(*ARTICLE, line) == []


BOXES = [
    "About the author: Jane Doe has covered courts and councils since 1998. She lives in Dunning.",
    "About the Author: Jane Doe is a reporter for the Courier.",
    "Sobre la autora: Juana Pérez nació en el valle y escribe sobre ríos.",
    "Sull'autore: Mario Rossi vive ad Ashby e scrive di fiumi.",
    "Об авторе: Иван Петров живёт у реки и пишет о ней с 1998 года.",
    "लेखक के बारे में: राम शर्मा दैनिक के वरिष्ठ संवाददाता हैं।",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_with_its_heading_in_one_line(box):
    assert went(*ARTICLE, box) == [("boilerplate.byline", box)]
    assert went(*ARTICLE, box, "Jane Doe") in ([("boilerplate.byline", box), ("boilerplate.byline", "Jane Doe")], [("boilerplate.byline", f"{box}\n\nJane Doe")])
    assert went(*ARTICLE, box, ARTICLE[0] + " So it was.") == []


def test_an_article_too_short_to_have_an_end():
    assert went(ARTICLE[0], STAFF[0]) == []
    assert went(*ARTICLE[:2], STAFF[0]) == [("boilerplate.byline", STAFF[0])]


LINKS = [
    ("Previous: Ferry fares to rise in spring", "Next: Council delays vote on new bridge"),
    ("Anterior: Suben las tarifas de la barca", "Siguiente: El concejo aplaza la votación"),
    ("Précédent : Le prix du bac augmente", "Suivant : Le conseil reporte le vote"),
    ("Önceki: Feribot ücretleri artıyor", "Sonraki: Meclis oylamayı erteledi"),
    ("Sebelumnya: Tarif feri naik", "Selanjutnya: Dewan menunda pemungutan suara"),
]


@pytest.mark.parametrize("pair", LINKS)
def test_links_to_the_neighbours_of_an_article(pair):
    assert "".join(text for _, text in went(*ARTICLE, *pair)).replace("\n\n", "") == "".join(pair)
    assert went(*ARTICLE[:3], *pair, *ARTICLE[3:]) == []


@pytest.mark.parametrize("line", [pair[1] for pair in LINKS])
def test_a_lone_word_for_what_comes_next_stays(line):
    assert went(*ARTICLE, line) == []


def test_a_heading_with_a_paragraph_under_it_is_no_link():
    assert went(*ARTICLE, "Previous: The old bridge", ARTICLE[0] + " So it was.") == []
    assert went(*ARTICLE, "Previous: The old bridge") == [("boilerplate.navigation", "Previous: The old bridge")]


@pytest.mark.parametrize(
    "line",
    ["En cas de doute, demandez l'avis de votre médecin ou de votre pharmacien.", "Votre avis"],
)  # fmt: skip
def test_a_weak_line_between_two_paragraphs_of_a_short_article_stays(line):
    french = [
        "Le conseil s'est réuni lundi soir et a parlé pendant trois heures du vieux pont et de ses piles fissurées.",
        "Les plongeurs avaient trouvé des fissures au printemps, et les camions font depuis lors le grand tour par la ville.",
        "Le maire dit que personne ne sait combien de temps dureront les travaux, et que le bac passera plus souvent.",
        "Les commerçants de la place craignent pour leurs affaires et demandent un second bac jusqu'à la fin des travaux.",
    ]
    assert went(*french[:2], line, *french[2:]) == []
    assert went(*french, line) != []


@pytest.mark.parametrize(("lines", "goes"), [
    (["___", "The paper made this story with the help of a company for data."], True),
    (["-----", "Her next film is shot in Leeds.", "It opens in May."], False), (["———"], True),
    (["* * *", "The ferry sails again."], False), (["__", "The ferry sails again."], False),
    (["___", "The ferry sails again.", "The crew is new.", "The fare is old."], False),
])  # fmt: skip
def test_a_rule_over_the_last_lines(lines, goes):
    left = clean("\n\n".join([*BODY, *lines])).text
    assert left == "\n\n".join([*BODY, *(lines[1:] if goes else lines)])
