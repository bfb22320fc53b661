"""Pages without an article, and pages that only look like it."""

from __future__ import annotations

import pytest

from dedup import clean, configure
from dedup.detect.page.notices import asks_for_consent, is_notice, speaks_of_consent

LEAST = configure().min_article
LINKS = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "News", "Sport", "Weather", "Culture", "Contact"))


def page(body, title="Valley Post", head=""):
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><header><nav><ul>{LINKS}</ul></nav>"
        f"</header><main>{body}</main><footer><ul>{LINKS}</ul></footer></body></html>"
    )


@pytest.mark.parametrize("title", [
    "404", "404 Not Found", "Page not found", "Page not found | Valley Post", "Valley Post - Error 500", "HTTP Status 404",
    "500 Internal Server Error", "Error 404 (Not Found)!!", "Erro 500 - Diário da Serra", "Access Denied", "Just a moment...",
    "Seite nicht gefunden", "Fehler 404: Seite nicht gefunden", "Page introuvable - L’Écho", "Página no encontrada",
    "Página não encontrada", "Pagina non trovata | Corriere", "Pagina niet gevonden", "Sidan hittades inte",
    "Siden ble ikke funnet", "Strona nie istnieje", "Stránka nenalezena", "Sayfa bulunamadı", "Страница не найдена",
    "Ошибка 404", "Сторінку не знайдено", "Η σελίδα δεν βρέθηκε", "الصفحة غير موجودة", "הדף לא נמצא",
    "Log in", "Sign in | Valley Post", "Anmelden", "Connexion", "Iniciar sesión", "Войти", "登录", "ログイン", "We’ll be back soon!",
    "Thank you for subscribing!", "Your cart", "Your basket - Kettle House", "Coming soon", "Reset your password", "Zaloguj się",
    "お探しのページは見つかりませんでした", "页面不存在", "페이지를 찾을 수 없습니다", "Không tìm thấy trang",
])  # fmt: skip
def test_titles_of_error_pages(title):
    assert is_notice(title)


@pytest.mark.parametrize("title", [
    "404 people fined in one night", "Page not found: who writes these words?", "The body was not found for nine days",
    "Access denied to reporters at the port", "Die Seite der Verlierer", "Error in the count: recount on Sunday",
    "500 years of the mill", "Thank you for everything, old boat", "Sign up for the race by Friday", "Coming soon: a second bridge",
    "Entrar en el molino", "Your cart before the horse", "Вход на мост закрыт", "A maintenance crew finds a bell", "Forbidden fruit sells best", "", "Valley Post", "Area 51",
    "Not found wanting: the new ferry passes its test and will sail on Monday with both engines, the inspector said at noon, to "
    "applause", "Ошибка судьи стоила матча", "Erreur de caisse: 500 euros rendus", "|", " - ", "4040",
])  # fmt: skip
def test_titles_of_articles_that_have_their_words(title):
    assert not is_notice(title)


@pytest.mark.parametrize("text", [
    "We and our 842 partners store and access information on your device.", "We & our partners process data.",
    "Wir und unsere Partner verarbeiten Daten.", "Nous et nos 120 partenaires stockons des informations.",
    "Nosotros y nuestros socios utilizamos datos.", "Noi e terze parti selezionate utilizziamo cookie.",
    "Nós e os nossos parceiros guardamos dados.", "Wij en onze partners gebruiken cookies.", "Vi och våra partner lagrar.",
    "Vi og vores partnere gemmer oplysninger.", "My i nasi partnerzy przechowujemy dane.", "Мы и наши партнёры храним данные.",
    "当社および当社のパートナーは情報を保存します。",
])  # fmt: skip
def test_asking_for_consent(text):
    assert asks_for_consent(text)
    assert speaks_of_consent(text)


@pytest.mark.parametrize("text", [
    "Our partners in the valley buy the flour.", "We met our partners at the dance.", "She and her partners sold the mill.",
    "Wir tanzten, und unsere Partner sahen zu.", "Les partenaires sociaux se retrouvent jeudi.", "", "Socios y vecinos votan.",
])  # fmt: skip
def test_partners_of_another_kind(text):
    assert not asks_for_consent(text)
    assert not speaks_of_consent(text)


@pytest.mark.parametrize("text", [
    "This site uses cookies.", "Den här sidan använder kakor.", "Ihre personenbezogenen Daten", "vos données personnelles",
    "Twoje dane osobowe", "ваши персональные данные", "クッキーを使います", "Manage consent",
])  # fmt: skip
def test_what_consent_is_asked_for(text):
    assert speaks_of_consent(text)


NOTICE = "<p>Something went wrong on our side while we tried to show this page. Please try again in a few minutes.</p>"


def test_a_page_says_which_kind_of_no_article_it_is():
    error = clean(page(f"<h1>Error 500</h1>{NOTICE}"))
    assert error.text == ""
    assert error.document.article == 0
    (removal,) = error.removals
    assert removal.because[0].note == "no article on this page: a notice or a form"
    assert removal.because[0].evidence.limit == LEAST
    empty = clean(page("<h1>Kettles</h1><ul><li>1.7 litres</li><li>Copper</li></ul><div>59.00</div>"))
    assert empty.removals[0].because[0].note == "no article on this page: hardly any text in sentences"


def test_the_first_heading_counts_as_the_title_does_and_a_lower_one_does_not():
    assert clean(page(f"<h1>404</h1>{NOTICE}")).text == ""
    assert "Something went wrong" in clean(page(f"<h1>The day</h1><h2>404</h2>{NOTICE}")).text


def test_a_page_that_says_it_is_an_article_is_no_notice_and_no_list():
    declared = "<meta property='og:type' content='article'>"
    assert "Something went wrong" in clean(page(f"<h1>404</h1>{NOTICE}", head=declared)).text
    assert clean(page(teasers(6))).text == ""
    assert "number 3 " in clean(page(teasers(6), head=declared)).text


def test_an_error_is_told_in_few_words():
    more = "".join(f"<p>The clerk told visitor {n} that the office had been moved across the river in spring.</p>" for n in range(9))
    assert "the office had been moved" in clean(page(f"<h1>404</h1>{NOTICE}{more}")).text


def teasers(count, *, words="", same=False):
    cards = [
        f"<h2><a href='/{n}'>Story number {n} from the valley</a></h2><p>It is number {n} of the stories{words} and ends here.</p>"
        for n in range(count)
    ]
    return "".join(cards if same else [f"<div class='card'>{card}</div>" for card in cards])


def test_four_teasers_are_a_list_and_three_are_not():
    assert clean(page(teasers(4))).text == ""
    assert "number 2 " in clean(page(teasers(3))).text


def test_teasers_over_one_call_to_read_on():
    cards = [f"<div class='card'><p>It is number {n} of the stories and ends here.</p><a href='/{n}'>Read more</a></div>" for n in range(6)]
    assert clean(page("".join(cards))).text == ""
    different = [card.replace("Read more", f"Harn {n}") for n, card in enumerate(cards)]
    assert "number 3 " in clean(page("".join(different))).text
    assert "number 2 " in clean(page("".join(cards[:3]))).text


SAID = (
    "The old boat lies ready at the north pier. It takes forty people and no cars.",
    "A log had bent one of its two propellers, so the yard cast a new one.",
    "Fares stay as they are until summer. Then the company will ask for more.",
    "The bakery has sold bread on credit. Everybody has paid by now, he says.",
)


@pytest.mark.parametrize("item", [
    "<h3><a href='/{n}'>Ferry {n}</a></h3><p>{text}</p>", "<div><a href='/{n}'>The ferry is back</a></div><p>{text}</p>",
    "<h3><a href='/{n}'>Ferry {n}</a></h3><div>Monday</div><div>By Ann</div><p>{text}</p>",
    "<p>{text}</p><div><a href='/{n}'>Read more</a></div>", "<p>{text}</p><div>Monday</div><div><a href='/{n}'>Read more</a></div>",
])  # fmt: skip
def test_four_texts_under_or_over_a_link_each_are_a_list_of_other_pages(item):
    result = clean(page("".join(f"<div>{item.format(n=n, text=text)}</div>" for n, text in enumerate(SAID))))
    assert result.text == ""
    assert result.removals[0].because[0].note == "no article on this page: a list of other pages"


@pytest.mark.parametrize("item", [
    "<h3><a href='/{n}'>Ferry {n}</a></h3><div>Monday</div><div>By Ann</div><div>Harn</div><p>{text}</p>",  # too far above
    "<div><a href='/{n}'>Ferry {n}</a></div><p>{text}</p>", "<h3>Ferry {n}</h3><p>{text}</p>",
    "<div><a href='/{n}'>The ferry is back</a></div><div>Three people and a dog came back on it today</div><p>{text}</p>",
])  # fmt: skip
def test_four_texts_that_no_linked_title_stands_over_are_none(item):
    body = "".join(f"<div>{item.format(n=n, text=text)}</div>" for n, text in enumerate(SAID))
    assert SAID[2] in clean(page(body)).text


def test_the_fewer_words_in_sentences_the_less_sure():
    words = " ".join(SAID).split()
    sure = [clean(page(f"<h1>The ferry runs</h1><p>{' '.join(words[:count])}.</p>")).document.article for count in (6, 20, 39)]
    assert sure == sorted(sure)
    assert sure[0] < 0.3 < sure[1] < 0.7 < sure[2]


@pytest.mark.parametrize("title", ["Access Denied", "Just a moment...", "Are you a robot?"])
def test_a_titled_notice_without_a_frame_is_no_fragment(title):
    assert clean(f"<title>{title}</title><h2>Checking your connection</h2><p>We need to look at it first.</p>").text == ""


def test_long_texts_under_linked_titles_are_no_teasers():
    long = " of a valley in which the river, the road and the railway take turns" * 4
    assert "number 3 " in clean(page(teasers(6, words=long))).text


def test_one_text_with_linked_subheadings_is_no_list():
    assert "number 3 " in clean(page(teasers(6, same=True))).text


def test_a_text_beside_its_list_is_an_article():
    own = "<p>I have read for a month what the valley writes, and there is more of it than there was. Here is the best.</p>"
    assert "I have read for a month" in clean(page(own + own.replace("month", "year") + teasers(4))).text


CONSENT = (
    "<p>We and our partners store cookies on your device. You can withdraw your consent at any time.</p>"
    "<p>We process personal data such as the address of your device to measure how advertising performs.</p>"
)
STORY = "<h1>The ferry runs</h1><p>The ferry runs again since Tuesday, after nine days in the dock at Harn.</p>"


@pytest.mark.parametrize("named", ["id='cookie-box'", "class='gdpr'", "role='dialog' class='cookie-layer'", "class='site-consent'"])
def test_a_consent_dialogue_goes_and_the_story_beside_it_stays(named):
    result = clean(page(f"<div {named}>{CONSENT}</div>{STORY}"))
    assert "The ferry runs again" in result.text
    assert "partners" not in result.text


def test_nothing_but_a_dialogue_is_no_article():
    result = clean(page(f"<div class='consent'>{CONSENT}</div>", title="Valley Post"))
    assert result.text == ""
    assert result.removals[0].because[0].note.endswith("a consent dialogue")


def test_a_class_word_on_the_whole_page_and_one_of_another_matter_count_for_nothing():
    whole = page(STORY + CONSENT).replace("<body>", "<body class='has-cookie-banner'>")
    assert "The ferry runs again" in clean(whole).text
    baker = "<div class='cookie-recipe'><p>Stir the butter until it is white, then add the flour and the nuts by hand.</p></div>"
    assert "Stir the butter" in clean(page(f"<h1>Nut rounds</h1><p>These keep for a month in a tin.</p>{baker}")).text


@pytest.mark.parametrize("markup", ["<p>Closed</p>", "<div>Closed on Monday</div>", "<h1>Harn</h1><p>Closed</p>"])
def test_a_fragment_of_a_few_words_stays(markup):
    assert "Closed" in clean(markup).text or "Harn" in clean(markup).text


def test_a_titled_page_of_nothing_but_a_sentence_stays_and_one_of_a_label_goes():
    assert clean("<title>Note</title><p>Closed on Monday.</p>").text == "Closed on Monday."
    assert clean("<title>Note</title><p>Loading</p>").text == ""


@pytest.mark.parametrize("text", ["404 Not Found", "Page not found\n\nSorry, this page does not exist.", "Log in"])
def test_plain_text_was_chosen_by_its_caller(text):
    assert clean(text).text == text


BRIEFS = {
    "lao": ["ຂົວເກົ່າຂ້າມແມ່ນ້ຳຈະເປີດຄືນໃນວັນຈັນ ສະພາເມືອງກ່າວ", "ການສ້ອມແປງໃຊ້ເວລາເກົ້າເດືອນ ແລະ ໃຊ້ເງິນສີ່ລ້ານ"],
    "khmer": ["ស្ពានចាស់ឆ្លងទន្លេនឹងបើកឡើងវិញនៅថ្ងៃចន្ទ ក្រុមប្រឹក្សាក្រុងបាននិយាយ។", "មនុស្សរាប់រយនាក់បានរង់ចាំឆ្លងស្ពានតាំងពីព្រឹក។"],
    "burmese": ["မြစ်ကူးတံတားဟောင်းကို တနင်္လာနေ့တွင် ပြန်ဖွင့်မည်ဟု မြို့နယ်ကောင်စီက ပြောသည်။", "ပြုပြင်မှုသည် ကိုးလကြာခဲ့ပြီး ငွေလေးသန်းကုန်ကျခဲ့သည်။"],
    "amharic": ["በወንዙ ላይ ያለው አሮጌ ድልድይ ሰኞ እንደገና እንደሚከፈት የከተማው ምክር ቤት ተናግሯል።", "ጥገናው ዘጠኝ ወር የፈጀ ሲሆን አራት ሚሊዮን ወጪ ተደርጎበታል።"],
    "armenian": ["Գետի վրայի հին կամուրջը երկուշաբթի կրկին կբացվի, ասել է քաղաքային խորհուրդը։", "Վերանորոգումը տևել է ինը ամիս և արժեցել չորս միլիոն։"],
    "tibetan": ["གཙང་པོའི་ཐོག་གི་ཟམ་པ་རྙིང་པ་དེ་གཟའ་ཟླ་བར་བསྐྱར་དུ་ཁ་ཕྱེ་རྒྱུ་རེད།", "ཉམས་གསོ་བྱེད་པར་ཟླ་བ་དགུ་འགོར་བ་དང་དངུལ་ས་ཡ་བཞི་འགྲོ་སོང་ཡོད།"],
    "tamil": ["ஆற்றின் மீதுள்ள பழைய பாலம் திங்கட்கிழமை மீண்டும் திறக்கப்படும் என்று நகராட்சி தெரிவித்துள்ளது.", "பழுதுபார்க்கும் பணி ஒன்பது மாதங்கள் நடந்தது."],
    "bengali": ["নদীর উপর পুরনো সেতুটি সোমবার আবার খুলবে বলে পৌরসভা জানিয়েছে।", "মেরামতে নয় মাস সময় লেগেছে এবং চল্লিশ লক্ষ টাকা খরচ হয়েছে।"],
    "thai": ["สะพานเก่าจะเปิดอีกครั้งในวันจันทร์ เทศบาลกล่าว", "การซ่อมแซมใช้เวลาเก้าเดือน และใช้เงินสี่ล้านบาท"],
    "no full stops": [
        "The old bridge across the Lune will open again on Monday the council says",
        "Work on its piers took nine months and cost the town four million crowns",
    ],
}  # fmt: skip


@pytest.mark.parametrize("script", BRIEFS)
def test_two_sentences_in_any_script_are_an_article(script):
    result = clean(page("<article><h1>1642</h1>" + "".join(f"<p>{text}</p>" for text in BRIEFS[script]) + "</article>"))
    assert all(text in result.text for text in BRIEFS[script])
    assert LEAST <= result.document.article < 1


def test_labels_and_figures_are_no_text_however_many():
    rows = "".join(f"<tr><td>Boat {n} of the harbour at Harn and of Weir</td><td>{n * 37} crowns a day</td></tr>" for n in range(9))
    prices = "".join(f"<div>Kettle {n * 113} 4 5 6 litres 2024 {n * 59}.00 crowns with 3 lids 12 cups 8 spoons and 1</div>" for n in range(4))
    assert clean(page(f"<h1>Boats</h1><table>{rows}</table>{prices}")).text == ""
