"""What pages without an article say, in many languages: that they are not there, or what they ask for."""

from __future__ import annotations

import re
from typing import Final

#: Numbers of errors that a server tells in words, and what they are called.
_CODE: Final = r"(?:40[0-9]|410|418|429|451|50[0-4]|52[0-7])"
_CALLED: Final = (
    "http|status|code|error|erro|errore|erreur|fehler|fout|fel|feil|fejl|virhe|błąd|chyba|hiba|eroare|hata|lỗi|ralat|"
    "ошибка|помилка|грешка|σφάλμα|エラー|错误|錯誤|오류|에러|خطأ|خطا|שגיאה|त्रुटि|ข้อผิดพลาด"
)
#: Whole titles of error pages.
_ERRORS: Final = (
    "(?:(?:this |the |sorry,? )*(?:page|site|document|file|url|article|content) )?(?:was |is |could |can )?(?:not|"
    "n't) (?:be )?found|"
    "(?:sorry,? )?(?:this |the )?page (?:does not|doesn't) exist|page (?:unavailable|missing)|"
    "(?:internal )?server error|"
    "bad gateway|(?:service|temporarily) unavailable|access denied|forbidden|unauthori[sz]ed|bad request|"
    "gateway time-?out|"
    "too many requests|just a moment|attention required!?|are you (?:a robot|human)|something went wrong|"
    "we(?:'|’)ll be (?:right )?back(?: soon| shortly)?|be right back|under construction|coming soon|"
    "thank you for (?:subscribing|signing up|registering|your (?:order|message|registration))|your (?:cart|basket|"
    "bag)|"
    "an error (?:has )?occurred|checking your browser|(?:site |down |under )*maintenance|"
    "(?:die |diese )?seite (?:wurde )?nicht gefunden|nicht gefunden|zugriff verweigert|interner serverfehler|"
    "(?:cette |la )?page (?:non trouvée|introuvable|inexistante)|accès refusé|erreur (?:interne )?du serveur|"
    "(?:la )?página no (?:encontrada|existe|disponible)|no encontrad[ao]|acceso denegado|"
    "error (?:interno )?del servidor|"
    "página não (?:encontrada|existe)|não encontrad[ao]|acesso negado|erro (?:interno )?do servidor|"
    "pagina (?:non trovata|inesistente)|non trovat[ao]|accesso negato|errore (?:interno )?del server|"
    "pagina niet gevonden|niet gevonden|toegang geweigerd|sidan (?:hittades inte|finns inte)|"
    "siden (?:blev ikke fundet|ble ikke funnet|findes ikke|finnes ikke)|sivua ei löyd(?:y|ynyt)|"
    "(?:ta )?strona nie (?:została znaleziona|istnieje)|nie znaleziono(?: strony)?|stránka (?:nenalezena|"
    "nebyla nalezena|neexistuje)|"
    "az oldal nem található|a keresett oldal nem található|pagina nu (?:a fost găsită|există)|sayfa bulunamadı|"
    "(?:такая )?страница не (?:найдена|существует)|доступ (?:запрещ[её]н|закрыт)|сторінк[ау] не знайдено|"
    "страницата не е намерена|"
    "η σελίδα δεν βρέθηκε|الصفحة غير موجودة|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|(?:ה?דף|העמוד) לא נמצא|"
    "पृष्ठ नहीं मिला|"
    "ไม่พบหน้า(?:ที่ต้องการ)?|không tìm thấy trang|halaman tidak ditemukan|"
    "(?:お探しの)?ページが?(?:は)?見つかりません(?:でした)?|"
    "页面不存在|找不到(?:该|您要的)?(?:页面|網頁)|页面未找到|找不到頁面|페이지를 찾을 수 없습니다"
)
#: Whole titles of pages that are a form.
_FORMS: Final = (
    "(?:log|sign) ?-?(?:in|on|up)|register|create (?:an |your )?account|reset (?:your )?password|"
    "forgot(?:ten)? (?:your )?password|"
    "anmelden|anmeldung|einloggen|registrieren|registrierung|warenkorb|connexion|se connecter|inscription|mon panier|"
    "iniciar sesión|inicia sesión|registrarse|crear (?:una )?cuenta|accedi|registrati|entrar|fazer login|inloggen|"
    "registreren|"
    "logga in|log ind|logg inn|kirjaudu(?: sisään)?|zaloguj(?: się)?|logowanie|rejestracja|přihlášení|"
    "přihlásit se|prihlásenie|"
    "bejelentkezés|autentificare|giriş yap|kayıt ol|войти|вход|авторизация|регистрация|увійти|вхід|σύνδεση|"
    "تسجيل الدخول|ورود|התחברות|登录|登入|注册|ログイン|新規登録|로그인|회원가입|đăng nhập|masuk"
)
_NOT_THERE: Final = re.compile(
    rf"\W*(?:(?:(?:{_CALLED})\W*)+{_CODE}|{_CODE})?\W*(?:(?:{_CALLED})\W*)?(?:{_ERRORS}|{_FORMS})?\W*", re.IGNORECASE
)
_ANY: Final = re.compile(rf"\b{_CODE}\b|{_ERRORS}|{_FORMS}", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s+[|–—·•»-]\s+|\s*[|｜_]\s*|\s*::\s*|(?<=\d):\s")
#: A longer title (code points) is a sentence.
_LONGEST_TITLE: Final = 120
#: So much of a text (code points) is looked at: nothing in it may take a time that grows faster than it does.
_LOOKED_AT: Final = 2_000
#: "We and our partners", whose consent is asked for.
_ASKING: Final = re.compile(
    r"\b(?:we (?:and|&) our (?:\d+ )?(?:trusted |selected |advertising |third[- ]party )?(?:partners|vendors|"
    r"providers)|"
    r"wir (?:und|sowie|&) unsere (?:(?:bis zu )?\d+ )?(?:partner|dienstleister|drittanbieter|werbepartner)|"
    r"nous et nos (?:\d+ )?partenaires|(?:nosotros y nuestros|nosotros y) (?:\d+ )?socios|"
    r"nuestros (?:\d+ )?socios y nosotros|"
    r"noi e (?:i nostri )?(?:\d+ )?(?:partner|terze parti)|nós e (?:os )?nossos (?:\d+ )?parceiros|"
    r"wij? en onze (?:\d+ )?(?:partners|partijen)|vi och våra (?:\d+ )?(?:partner|samarbets)|"
    r"vi og våre (?:\d+ )?partner|"
    r"vi og vores (?:\d+ )?(?:partner|samarbejds)|me ja (?:\d+ )?kumppanimme|my (?:i|oraz) nasi (?:\d+ |"
    r"zaufani )?partnerzy|"
    r"my a naši (?:\d+ )?(?:partneři|partneri)|mi és (?:\d+ )?partnereink|noi și (?:\d+ )?parteneri|"
    r"biz ve (?:\d+ )?(?:iş )?ortakları|"
    r"mi i naši (?:\d+ )?partneri|εμείς και οι (?:\d+ )?συνεργάτες|мы и наши (?:\d+ )?партн|"
    r"ми та наші (?:\d+ )?партн)|"
    r"当社(?:および|と)(?:当社の)?パートナー|我们(?:和|及)(?:我们的)?合作伙伴",
    re.IGNORECASE,
)
_PARTNERS: Final = (
    "partner partenaires vendors providers dienstleister drittanbieter socios parti parceiros samarbejds samarbets"
    " ortaklar partij kumppan συνεργ партн パートナー 合作伙伴"
).split()
#: What it is asked for.
_CONCERNED: Final = re.compile(
    r"cookie|kakor|evästee|çerez|кук[иі]|クッキー|\b(?:consent|opt[- ]?out|personali[sz]ed ad|tracking|vendors)\b|"
    r"personal data|personenbezogen|datenschutz|\beinwillig|\bzustimm|données (?:à caractère )?personnel|"
    r"consentement|"
    r"datos personales|consentimiento|dati personali|consenso|dados pessoais|consentimento|persoonsgegevens|"
    r"toestemming|"
    r"personuppgift|samtyck|persondata|personopplysning|samtykk|henkilötie|suostumu|dan(?:e|ych) osobow|zgod|"
    r"osobní(?:ch)? údaj|"
    r"souhlas|személyes adat|hozzájárul|date(?:le)? cu caracter personal|consimțământ|kişisel veri|"
    r"προσωπικ[άώ]ν? δεδομέν|"
    r"персональн\w+ данн|персональн\w+ дан|個人情報|个人信息",
    re.IGNORECASE,
)


def is_notice(title: str) -> bool:
    """Whether a title, or a part of it beside the site's name, says that the page is not there, or a form."""
    if len(title) > _LONGEST_TITLE or not _ANY.search(title):
        return False
    return any(part.strip() and _NOT_THERE.fullmatch(part) and _ANY.search(part) for part in _JOINT.split(title))


def asks_for_consent(*texts: str) -> bool:
    """Whether one of some texts speaks for a site and its partners."""
    beginnings = [text[:_LOOKED_AT] for text in texts]
    lower = "\n".join(beginnings).lower()
    # A search for one word is quick, and most pages have none of them.
    return any(word in lower for word in _PARTNERS) and any(map(_ASKING.search, beginnings))


def speaks_of_consent(text: str) -> bool:
    """Whether a text names what consent is asked for."""
    return bool(_CONCERNED.search(text, 0, _LOOKED_AT)) or asks_for_consent(text)
