"""Lines below an article that speak to its reader about the paper: in many wordings, and what is none."""

import pytest

import dedup
from benchmarks.phrases import body
from dedup.config import configure
from dedup.detect.phrases import address
from dedup.detect.phrases.tongue import Tongues
from dedup.read.plain import read_paragraphs

GOES = {
    "en": """
If you value our journalism, please consider supporting our newsroom with a small donation.
Have a tip about this story? Write to our newsroom in confidence using the form on this page.
Our podcast team goes deeper every Thursday: listen to the new episode in your favourite app.
Spotted a mistake? Let our editors know and we will put it right.
You are reading one of your three free articles this month. Create an account to continue.
Our members make this work possible. Will you become one today?
Tell us in the comments what you would have done in her place.
Dear readers, we depend on your support. Please consider making a donation today.
We want to hear what you think. Submit a letter to the editor.
Our journalism takes a lot of time and effort. If you enjoy it, please consider subscribing today.
""",
    "de": """
Hat Ihnen dieser Text gefallen? Dann unterstützen Sie unsere Redaktion mit einem kleinen Beitrag.
Haben Sie einen Fehler entdeckt? Schreiben Sie unserer Redaktion über das Formular auf dieser Seite.
Jeden Donnerstag vertiefen wir das Thema im Podcast: Hören Sie die neue Folge in Ihrer App.
Diskutieren Sie mit uns auf Facebook oder schreiben Sie Ihre Meinung in die Kommentare.
Mehr solcher Texte wollen Sie nicht verpassen? Dann holen Sie sich unseren Newsletter am Morgen und erfahren mehr.
""",
    "fr": """
Cet article vous a plu ? Soutenez notre rédaction en faisant un don, même modeste.
Une erreur dans cet article ? Écrivez à notre rédaction, nous la corrigerons.
Chaque jeudi, notre podcast revient sur l'actualité : écoutez-le sur votre application préférée.
Donnez-nous votre avis dans les commentaires ou sur notre page Facebook.
""",
    "es": """
Si te ha gustado este reportaje, ayúdanos a seguir haciendo periodismo con una pequeña aportación.
¿Has visto un error? Escribe a nuestra redacción y lo corregiremos.
Cuéntanos en los comentarios qué habrías hecho tú en su lugar.
""",
    "it": """
Se questo articolo ti è piaciuto, sostieni la nostra redazione con una piccola donazione.
Hai notato un errore? Scrivi alla nostra redazione e lo correggeremo.
""",
    "pt": """
Se gostou desta reportagem, apoie o nosso jornalismo com uma pequena contribuição.
Encontrou um erro? Escreva para a nossa redação e corrigiremos o texto.
Conte nos comentários o que você teria feito no lugar dela e siga nossa página.
""",
    "ru": """
Понравился материал? Поддержите нашу редакцию небольшим пожертвованием.
Нашли ошибку в тексте? Напишите в нашу редакцию, и мы всё исправим.
Каждый четверг мы обсуждаем это в нашем подкасте: слушайте новый выпуск в вашем приложении.
""",
    "tr": """
Bu haberi beğendiyseniz bağışınızla gazeteciliğimize destek olun.
Haberde bir hata mı gördünüz? Editörlerimize yazın, düzeltelim.
Her perşembe podcast kanalımızda konuyu derinlemesine ele alıyoruz, siz de dinleyin.
""",
    "id": """
Suka dengan artikel ini? Dukung jurnalisme kami dengan donasi seikhlasnya.
Menemukan kesalahan dalam berita ini? Kirim masukan Anda ke redaksi kami.
Tulis pendapat Anda di kolom komentar dan ikuti akun kami di media sosial.
""",
    "pl": """
Podoba Ci się ten tekst? Wesprzyj naszą redakcję niewielką wpłatą.
Zauważyłeś błąd w artykule? Napisz do naszej redakcji.
""",
    "nl": """
Vond je dit artikel goed? Steun onze redactie met een kleine bijdrage.
Heb je een fout gezien? Schrijf onze redactie via het formulier op deze pagina.
""",
}
STAYS = {
    "en": """
If you have been affected, visit the council's website or contact its helpline by email.
If you saw anything, please contact the police through their website or send an email.
You can read the full report on the ministry's website.
In lieu of flowers, please donate to the hospice through its website.
Applicants can download the app and register for an account on the site.
Our reporter asked the company for comment but had not received an email by Friday.
The minister asked us to send our questions by email and did not comment on the article.
Subscribers to the channel get a newsletter with links to the videos, and a discount on the app.
You will find links to the programme and the tickets on the festival's Facebook page.
We asked readers to share their stories; more than four hundred wrote to the newspaper.
“Support our newsroom,” the editor wrote, “and please share this story with your friends.”
Support our newsroom, the editor said, and please tell your readers about our story.
""",
    "de": """
Wenn Sie etwas gesehen haben, melden Sie sich bitte über die Website der Polizei oder per E-Mail.
Anmelden können Sie sich auf der Seite des Vereins oder im Rathaus.
Unsere Redaktion hat den Minister um eine Stellungnahme gebeten, er hat sich nicht gemeldet.
""",
    "fr": """
Si vous avez vu quelque chose, contactez la police par mail ou sur son site.
Vous pouvez vous inscrire sur le site de la mairie ou par mail.
Contactée par notre rédaction, l'entreprise n'a pas donné suite.
""",
    "es": """
Si usted vio algo, contacte con la policía por correo o en su página web.
Nuestra redacción contactó con el ministerio, que no respondió al correo.
""",
    "it": """
Chi ha visto qualcosa può scrivere alla polizia o visitare il sito.
La nostra redazione ha contattato il ministero, che non ha risposto.
""",
}


def _lines(sets):
    return [(language, line) for language, lines in sets.items() for line in lines.strip().splitlines()]


def _left(paragraphs):
    return dedup.clean("\n\n".join(paragraphs)).text.split("\n\n")


@pytest.mark.parametrize(("language", "line"), _lines(GOES))
def test_what_is_said_to_the_reader_goes_whatever_its_words(language, line):
    text = [*body(language), line]
    assert _left(text) == text[:-1]


@pytest.mark.parametrize(("language", "line"), _lines(STAYS))
def test_what_others_than_the_paper_say_or_what_is_told_stays(language, line):
    text = [*body(language), line]
    assert _left(text) == text


PLEA = "What would you have done? Send our editors a letter about the article, and we will print the best."
QUIET = list(body("en"))


def _found(*paragraphs):
    blocks = read_paragraphs(paragraphs, config=configure()).blocks
    found = address.to_the_reader(blocks, [False] * len(blocks), Tongues(blocks))
    return [(place, finding.rule, finding.evidence.value) for place, finding in found]


def test_the_finding_says_how_many_words_speak_to_the_reader():
    ((place, rule, points),) = _found(*QUIET, PLEA)
    assert (place, rule, points) == (len(QUIET), "boilerplate.comments", 6), points


def test_an_article_that_speaks_to_its_reader_itself_keeps_what_it_says_last():
    advice = [paragraph + " You should ask your bank about it before you sign." for paragraph in QUIET]
    assert _found(*QUIET, PLEA)
    assert not _found(*advice, PLEA)
    assert _found(*QUIET[:1], *(x + " “You see,” he said, “what you get.”" for x in QUIET[1:]), PLEA), "quoted"


def test_a_paper_that_writes_of_itself_keeps_what_it_says_last():
    ours = [paragraph + " We know that our own town did as much." for paragraph in QUIET]
    assert not _found(*ours, PLEA)


def test_in_the_first_half_and_far_from_the_end_nothing_goes():
    assert not _found(*QUIET[:2], PLEA, *QUIET[2:], *(x.replace(" the ", " that ") for x in QUIET))


def test_too_few_paragraphs_tell_nothing():
    assert not _found(*QUIET[:2], PLEA)
    assert _found(*QUIET[:3], PLEA)


def test_a_long_line_a_listed_one_and_one_that_is_claimed_are_not_judged():
    assert not _found(*QUIET, PLEA + " " + "The baker of the village told the committee more of it. " * 8)
    assert not _found(*QUIET, "- " + PLEA)
    blocks = read_paragraphs([*QUIET, PLEA], config=configure()).blocks
    claimed = [False] * len(QUIET) + [True]
    assert not list(address.to_the_reader(blocks, claimed, Tongues(blocks)))


def test_words_of_a_language_count_in_articles_of_that_language_only():
    german = "Hat Ihnen dieser Text gefallen? Dann unterstützen Sie unsere Redaktion mit einem Beitrag."
    assert _found(*body("de"), german)
    assert not _found(*QUIET, german)


@pytest.mark.parametrize("language", sorted(address._lists()))
def test_a_language_names_the_reader_the_paper_acts_and_things(language):
    lists = address._lists()[language]
    kinds = {"you", "we", "acts", "order", "polite", *address._FAMILIES}
    assert {"you", "we", "acts", "related"} <= lists.keys() <= kinds
    for kind in ("you", "we", "polite"):
        assert "*" not in lists.get(kind, ""), "what is looked up at once has no stems"
    assert not set(lists["you"].split()) & set(lists["acts"].split()) - set(lists["we"].split()) - _SPEAKS_AND_BIDS


#: Verbs that hold the pronoun: "subscribe (you)", "tell us".
_SPEAKS_AND_BIDS = frozenset(
    "suscríbete síguenos únete apóyanos regístrate déjanos cuéntanos escríbenos compártelo descárgate "
    "iscriviti seguici sostienici abbonati unisciti scrivici".split()
)
