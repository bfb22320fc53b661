"""Notices below an article, and above it, that speak of the text itself: in many wordings, and what is none."""

import pytest

import dedup
from benchmarks.phrases import body
from dedup.config import configure
from dedup.detect.phrases import notice
from dedup.detect.phrases.tongue import Tongues
from dedup.read.plain import read_paragraphs

GOES = {
    "en": """
This material is not intended to replace the advice of a qualified adviser.
Nothing on this page should be taken as medical guidance or used in place of a doctor's diagnosis.
A few of the links in this story earn our publisher a small commission when something is bought.
This content was paid for by the regional tourist board, and the newsroom had no part in writing it.
Parts of this text were drafted with the help of an AI tool and checked by an editor before publication.
We apologize, but this video has failed to load.
An AI tool helped to translate this article from French; a human editor reviewed it.
Readers should not treat anything in this article as investment advice.
57% of this article remains to be read; the rest is reserved for subscribers.
The opinions in this column are the author's and not those of the newspaper or its owners.
Our journalism is funded by readers and not by advertisers.
This translation was generated automatically and may contain mistakes.
This page includes paid links, from which the publisher earns a share of every sale.
""",
    "de": """
Dieser Beitrag ist im Auftrag eines Werbekunden entstanden und von ihm bezahlt.
Dieser Artikel erschien zuerst auf Englisch und wurde für diese Seite übersetzt.
In einer früheren Fassung dieses Textes war das Alter des Bürgermeisters falsch angegeben.
Diese Zusammenfassung wurde von einer KI erzeugt und von der Redaktion überprüft.
Dieser Inhalt wird von einem Drittanbieter bereitgestellt und erst nach Zustimmung zu Cookies geladen.
Dieses Video kann nicht abgespielt werden, weil die Zustimmung zu Cookies fehlt.
Die Recherche zu diesem Artikel wurde durch ein Stipendium der Journalistenstiftung gefördert.
Dieser Artikel wird laufend aktualisiert, sobald neue Einzelheiten bekannt werden.
""",
    "fr": """
Ce contenu a été financé par un annonceur, la rédaction n'a pas participé à sa réalisation.
Cet article est paru initialement en anglais et a été traduit avec l'autorisation de l'auteur.
Dans une première version de cet article, le nom du maire était mal orthographié : l'erreur a été corrigée.
Ce contenu est bloqué car les cookies n'ont pas été acceptés.
Cette vidéo n'a pas pu être chargée, le lecteur ayant été bloqué.
Cet article est mis à jour au fil des événements, une erreur de date y a été corrigée.
""",
    "es": """
Algunos enlaces de este artículo son de afiliados y el medio recibe una pequeña comisión por cada compra.
Este contenido ha sido patrocinado por una marca y la redacción no ha intervenido en su elaboración.
Este texto se publicó originalmente en inglés y se reproduce con permiso de su autora.
Una primera versión de este texto daba por error otra fecha, que ya ha sido corregida.
Este resumen se ha generado con inteligencia artificial y ha sido revisado por la redacción.
Este contenido está alojado por un tercero y no se carga si no se aceptan sus cookies.
Nada de lo publicado en esta página debe tomarse como asesoramiento legal ni sustituye a un profesional.
Este vídeo no ha podido cargarse en el navegador.
""",
    "it": """
Le informazioni contenute in questa pagina hanno scopo puramente divulgativo e non costituiscono una consulenza finanziaria.
Alcuni link di questo articolo sono affiliati e il sito riceve una piccola commissione.
Questo contenuto è stato realizzato in collaborazione con uno sponsor.
Questo articolo è stato pubblicato originariamente in inglese e tradotto con il permesso dell'autore.
In una precedente versione di questo articolo era riportata una data errata, poi corretta.
Questo riassunto è stato generato con l'intelligenza artificiale e verificato dalla redazione.
Questo contenuto è ospitato da una terza parte e richiede l'accettazione dei cookie.
Questo video non può essere caricato senza il consenso ai cookie.
""",
    "pt": """
Este conteúdo está hospedado em um serviço de terceiros e só carrega com cookies aceitos.
Nada do que se lê nesta página constitui aconselhamento jurídico.
Este vídeo não pôde ser carregado pelo navegador.
O nosso jornalismo é financiado apenas pelos leitores e assinantes.
Esta reportagem foi produzida com apoio de uma bolsa da fundação para o jornalismo.
Esta notícia está em atualização e o texto será corrigido se houver erro.
""",
    "nl": """
Dit artikel vervangt niet het advies van een arts.
Dit artikel is betaald door een adverteerder; de redactie was er niet bij betrokken.
Dit artikel verscheen eerder in het Engels en is met toestemming overgenomen.
In een vorige versie van dit stuk stond een verkeerd jaartal, dat is gecorrigeerd.
Deze samenvatting is gemaakt met hulp van AI en gecontroleerd door de redactie.
Deze inhoud wordt geplaatst door een derde partij en laadt pas nadat cookies zijn geaccepteerd.
Deze video kan niet worden geladen zonder cookies te accepteren.
Onze journalistiek wordt alleen door leden en donaties gefinancierd.
""",
    "sv": """
Den här texten ersätter inte råd från läkare.
Informationen på den här sidan är endast avsedd som allmän vägledning och utgör inte finansiell rådgivning.
Några av länkarna i den här artikeln är affiliatelänkar som ger förlaget provision.
Det här innehållet är betalt av en annonsör och redaktionen har inte medverkat.
Den här artikeln publicerades ursprungligen på engelska och återges med tillstånd.
Det här innehållet kommer från en tredje part och visas först när cookies har godkänts.
Innehållet på den här sidan ska inte ses som medicinska råd.
""",
    "da": """
Denne artikel erstatter ikke rådgivning fra en læge.
Oplysningerne på denne side er kun ment som generel vejledning og udgør ikke finansiel rådgivning.
Dette indhold er betalt af en annoncør, og redaktionen har ikke medvirket.
Denne artikel blev oprindeligt bragt på engelsk og gengives med tilladelse.
Dette indhold kommer fra en tredjepart og vises først, når cookies er accepteret.
Indholdet på denne side skal ikke opfattes som medicinsk rådgivning.
Denne video kan ikke afspilles, før cookies er accepteret.
""",
    "no": """
Denne artikkelen erstatter ikke råd fra lege.
Informasjonen på denne siden er kun ment som generell veiledning og utgjør ikke finansiell rådgivning.
Dette innholdet er betalt av en annonsør, og redaksjonen har ikke medvirket.
Denne artikkelen ble opprinnelig publisert på engelsk og gjengis med tillatelse.
Dette innholdet kommer fra en tredjepart og vises først når informasjonskapsler er godtatt.
Innholdet på denne siden skal ikke oppfattes som medisinske råd.
Denne videoen kan ikke spilles av før informasjonskapsler er godtatt.
""",
    "pl": """
Ten artykuł nie zastępuje porady lekarza.
Informacje zawarte na tej stronie mają charakter wyłącznie informacyjny i nie stanowią rekomendacji inwestycyjnej.
Niektóre linki w tym artykule są linkami afiliacyjnymi, za które wydawca otrzymuje prowizję.
Ta treść została opłacona przez reklamodawcę, redakcja nie brała udziału w jej przygotowaniu.
Ten artykuł ukazał się pierwotnie po angielsku i został przedrukowany za zgodą autora.
W poprzedniej wersji tego artykułu podano błędną datę, co zostało poprawione.
To streszczenie zostało wygenerowane przez sztuczną inteligencję i sprawdzone przez redakcję.
""",
    "cs": """
Tento článek nenahrazuje radu lékaře.
Informace na této stránce mají pouze informativní charakter a nepředstavují investiční doporučení.
Tento obsah zaplatil inzerent a redakce se na něm nepodílela.
Tento text původně vyšel v angličtině a přetiskujeme ho se svolením autora.
V předchozí verzi tohoto článku byl uveden chybný rok, což jsme opravili.
Toto shrnutí bylo vytvořeno pomocí umělé inteligence a zkontrolováno redakcí.
Tento obsah pochází od třetí strany a zobrazí se až po souhlasu s cookies.
""",
    "ru": """
Некоторые ссылки в этой статье партнёрские: издание получает с них комиссию.
Этот материал оплачен рекламодателем, редакция в его подготовке не участвовала.
Этот текст впервые опубликован на английском языке и перепечатан с разрешения автора.
Этот пересказ подготовлен с помощью нейросети и проверен редактором.
Это видео не удалось загрузить.
Ничто на этой странице не является советом врача или рекомендацией.
Это видео не воспроизводится в вашем браузере.
""",
    "uk": """
Інформація на цій сторінці має ознайомчий характер і не є інвестиційною рекомендацією.
Деякі посилання в цій статті партнерські: видання отримує з них комісію.
Цей матеріал оплачений рекламодавцем, редакція не брала участі в його підготовці.
Цей текст уперше опубліковано англійською мовою і передруковано з дозволу автора.
Цей переказ підготовлено за допомогою штучного інтелекту й перевірено редактором.
Це відео не вдалося завантажити.
Ніщо на цій сторінці не є порадою лікаря чи рекомендацією.
""",
    "tr": """
Bu yazı bir doktorun tavsiyesinin yerine geçmez.
Bu sayfadaki bilgiler yalnızca genel bilgilendirme amaçlıdır ve yatırım önerisi değildir.
Bu içerik bir reklamveren tarafından finanse edilmiştir, editörlerin katkısı yoktur.
Bu yazı ilk olarak İngilizce yayımlanmış ve yazarın izniyle çevrilmiştir.
Bu içerik üçüncü taraf bir hizmetten geliyor ve çerezler kabul edilince yüklenir.
Bu sayfadaki hiçbir şey tıbbi tavsiye değildir.
Bu video tarayıcıda oynatılamadı.
""",
    "id": """
Informasi di halaman ini hanya bersifat umum dan bukan merupakan rekomendasi investasi.
Konten ini dibayar oleh pengiklan dan redaksi tidak terlibat dalam penulisannya.
Versi sebelumnya dari artikel ini memuat tanggal yang keliru dan telah diperbaiki.
Ringkasan ini dibuat dengan bantuan kecerdasan buatan dan telah diperiksa redaksi.
Konten ini berasal dari pihak ketiga dan baru dimuat setelah cookie disetujui.
Tidak ada bagian dari halaman ini yang merupakan nasihat hukum atau saran medis.
Video ini gagal dimuat di peramban.
""",
    "ro": """
Informațiile de pe această pagină au doar caracter informativ și nu reprezintă o recomandare de investiții.
Unele linkuri din acest articol sunt afiliate, iar editorul primește un comision.
Acest conținut a fost plătit de un sponsor, iar redacția nu a participat la realizarea lui.
Acest articol a apărut inițial în engleză și este republicat cu permisiunea autorului.
Într-o versiune anterioară a acestui articol data era greșită; eroarea a fost corectată.
Acest rezumat a fost generat cu ajutorul inteligenței artificiale și verificat de redacție.
Acest conținut este găzduit de o terță parte și se încarcă după acceptarea cookie-urilor.
""",
    "el": """
Το άρθρο αυτό δεν υποκαθιστά τη συμβουλή γιατρού.
Οι πληροφορίες αυτής της σελίδας έχουν μόνο ενημερωτικό χαρακτήρα και δεν αποτελούν επενδυτική συμβουλή.
Ορισμένοι σύνδεσμοι σε αυτό το άρθρο είναι συνεργατικοί και ο εκδότης λαμβάνει προμήθεια.
Αυτό το περιεχόμενο χρηματοδοτήθηκε από διαφημιζόμενο, χωρίς συμμετοχή της σύνταξης.
Το άρθρο αυτό δημοσιεύτηκε αρχικά στα αγγλικά και αναδημοσιεύεται με άδεια του συγγραφέα.
Σε προηγούμενη εκδοχή αυτού του άρθρου αναφερόταν λάθος ημερομηνία, η οποία διορθώθηκε.
Αυτή η περίληψη δημιουργήθηκε με τεχνητή νοημοσύνη και ελέγχθηκε από τη σύνταξη.
""",
    "fi": """
Tämän sivun tiedot on tarkoitettu vain yleiseksi ohjeeksi eivätkä ne ole sijoitusneuvontaa.
Tämä sisältö on mainostajan maksama, eikä toimitus ole osallistunut sen tekoon.
Tämä artikkeli julkaistiin alun perin englanniksi ja julkaistaan uudelleen luvalla.
Jutun aiemmassa versiossa oli väärä vuosiluku, joka on korjattu.
Tämä tiivistelmä on tehty tekoälyn avulla ja toimituksen tarkistama.
Tämä sisältö tulee kolmannelta osapuolelta ja näkyy vasta, kun evästeet on hyväksytty.
Mikään tällä sivulla ei ole lääketieteellinen neuvo eikä suositus.
""",
    "hu": """
Ez a cikk nem helyettesíti az orvos tanácsát.
Az ezen az oldalon található információk csak tájékoztató jellegűek, és nem minősülnek befektetési tanácsadásnak.
A cikkben található egyes linkek affiliate linkek, amelyekért a kiadó jutalékot kap.
Ezt a tartalmat egy hirdető fizette, a szerkesztőség nem vett részt benne.
Ez a cikk eredetileg angolul jelent meg, és a szerző engedélyével közöljük.
Ez az összefoglaló mesterséges intelligencia segítségével készült, a szerkesztőség ellenőrizte.
Ez a tartalom harmadik féltől származik, és csak a sütik elfogadása után töltődik be.
""",
    "hi": """
यह लेख किसी डॉक्टर की सलाह का विकल्प नहीं है।
यह सामग्री एक विज्ञापनदाता द्वारा प्रायोजित है और संपादकीय टीम इसमें शामिल नहीं थी।
इस खबर के पिछले संस्करण में तारीख गलत थी, जिसे सुधार दिया गया है।
यह सारांश एआई की मदद से तैयार किया गया और संपादकों ने इसकी जांच की है।
यह सामग्री किसी तीसरे पक्ष की है और कुकीज़ स्वीकार करने पर ही लोड होगी।
इस पेज की किसी बात को कानूनी या चिकित्सकीय सलाह न माना जाए।
यह वीडियो ब्राउज़र में लोड नहीं हो सका।
""",
    "ar": """
المعلومات الواردة في هذه الصفحة لأغراض عامة فقط ولا تعد نصيحة استثمارية.
هذا المحتوى مدفوع من أحد المعلنين ولم تشارك هيئة التحرير في إعداده.
نشر هذا المقال لأول مرة بالإنجليزية ويعاد نشره بإذن من الكاتب.
ورد في نسخة سابقة من هذا المقال تاريخ خاطئ وقد جرى تصحيحه.
أعد هذا الملخص بمساعدة الذكاء الاصطناعي وراجعه فريق التحرير.
هذا المحتوى مستضاف لدى طرف ثالث ويتطلب قبول ملفات تعريف الارتباط.
لا يعد أي شيء في هذه الصفحة مشورة قانونية أو طبية.
""",
}
STAYS = {
    "en": """
The court held that the information had not been intended as financial advice and that the bank was not liable.
Under the new law every blog that carries affiliate links must say what commission it earns on a purchase.
The novel was originally published in 1961, was translated into nine languages and is out of print.
An earlier version of the bill failed in the senate because of an error in its second clause.
The agency now has a third of its match reports generated by artificial intelligence, and editors check each one.
This film is only for those who have seen the first two and remember the ending.
This is my own view, and not that of the party I voted for all my life.
This story began in 1987, when two brothers bought a ferry that nobody else wanted.
The study was funded by a grant from the national institute, and its authors declare no conflicts of interest.
The video failed to load on half of the hall's screens, and the third party's candidate left the stage.
This report was originally commissioned by the previous government and never published.
This article of the constitution does not guarantee a right to free housing, the judges found.
This material is not intended for children and replaced the older plastic within a year.
This version of the software corrected the error that had stopped the trains in May.
Our members paid for the roof themselves and we earned nothing from the sale of the old tiles.
The website's terms say that its content is for general information only and is no substitute for a lawyer.
Nothing in this report suggests that the mayor was personally responsible for the errors.
This page of the diary, translated from the German, was sold at auction for a record sum.
Readers of the newspaper, who had funded it for a century, were not told before its last edition.
This list of names was read in full at the church, and only the youngest was left out.
This text was found in the archive in an earlier version, with two words crossed out.
This series was paid for by a brewery, and its first season was watched by nine million people.
Our story is that of every family that came here with nothing and worked without a day of rest.
This interview, the first he has given since the accident, was recorded in the kitchen of his parents.
This piece was first performed in Leipzig and appeared in print only after the composer's death.
These recommendations are not binding, but most hospitals follow the guidance in general.
The museum says the guide is only for members, who pay 30 percent less for it.
This headline was wrong, and the paper corrected it a day later on its last page.
The newsroom used an AI tool to draft summaries, and no editor checked them for a week.
This video was watched two million times before the platform blocked it for a technical reason.
This content reached the children through a third party, which had never asked for consent.
Our reporting shows that the money was paid by a partner firm in exchange for two contracts.
This essay won the first prize and was translated by a pupil of the same school.
This story appeared first in a village paper, and it took a month before the capital heard of it.
The opinions in this town are divided, and views of the new square reflect the age of those who hold them.
This article was one of the first to be published about the disease, and it changed the advice given to mothers.
Our website crashed twice, the operator admits, because of an incorrect update by a partner.
This site is the first of three that the council will sell, and the purchase is to be completed by May.
These links between the two parties were paid for by a sponsor that neither would name.
The remaining part of this story is known only to the members of the crew.
This website was closed in May after its owner had been fined for selling pills without a licence.
Nobody paid much attention to this blog until a link to it appeared in the opposition leader's message.
This newspaper has always held that the tax is wrong, and nothing in the budget gives us reason to think otherwise.
In this column two years ago I warned that the purchase would fail, and I was wrong about the reason only.
This newsletter was first sent to nine friends, and it now earns more than the paper that let its author go.
Of all the podcasts about the case, this podcast was the first whose makers had spoken to the family.
Every article in the series was checked by hand, but this article had been translated by a machine.
It was this post, liked four thousand times, that first alerted the auditors to the missing grant.
The council has published a correction on this page of its bulletin, where the earlier figure was wrong.
This editorial, which appeared on the day of the vote, cost the paper half of its advertisers.
This page of history is not closed, and only the archives can tell who bears the responsibility.
On this website, created in 2009, volunteers have translated more than six hundred folk songs.
This article of the treaty was not intended to replace national law, the commission's lawyers argue.
These pages, edited by his daughter after his death, first appeared in a small magazine.
The operator of this site must now show a notice that its opinions do not constitute medical advice.
Nothing in this article of the code prevents a bank from making a recommendation to a professional investor.
This report is not for the faint of heart, and its recommendations on treatment are not only medical.
Our newspaper of those years had no editor, no advertisers and only a handful of subscribers.
This content creator earns more from one sponsored video than her father did in a year.
This story has no hero, only authors of their own misfortune, and its purpose is not to accuse.
This interview has no winners, the critic concluded, only two men and their views of each other.
These articles, all published before the merger, were the first to name the sponsor.
The essay is worth reading for this story alone, which he never told in the earlier version of his memoirs.
This review will be the last, since the agency that paid for it no longer exists.
What remains is this text on the wall, read by hardly anyone, and the rest is rubble.
This list was updated twice in a year, each time because of an error that a citizen had reported.
The app now shows a warning that this content was generated by artificial intelligence.
The law obliges platforms to label such images, and this website was the first to do so.
This post at the ministry was first offered to an editor, who would not accept it without a guarantee.
This newspaper once had nine editors; its last publisher sold the building and kept only the name.
Each of these pages was reviewed by two readers, and none of them noticed the missing chapter.
This series of readings is funded by members of the parish and is free to all.
This blog made her known, this column made her rich, and neither ever mentioned the sponsor.
Only subscribers of the opera's friends receive this newsletter, and the rest must queue for tickets.
In this video, which has since been blocked, the player apologizes to the members of his club.
Our content is ours, the musicians argue, and no machine should be trained on it without permission.
This is no story about technology; it is a story about who checks the tools we use.
This translation, the first into English, appeared with a small publisher in Leeds.
For the author this website is a toy, for his readers it is the only archive of the valley.
This text message, sent in error, led to the first arrest and a correction of the report.
""",
    "de": """
Das Gericht sah in den Informationen keine Anlageberatung und verneinte eine Haftung der Bank.
Der Roman erschien ursprünglich 1961, wurde in neun Sprachen übersetzt und ist vergriffen.
Eine frühere Fassung des Gesetzes scheiterte an einem Fehler im zweiten Absatz.
Diese Geschichte begann 1987, als zwei Brüder eine Fähre kauften, die sonst niemand wollte.
Dieser Film ist nur für jene, die die ersten beiden Teile gesehen haben.
Dieser Bericht wurde nie veröffentlicht, obwohl die frühere Regierung ihn in Auftrag gegeben hatte.
Die Studie wurde von der Stiftung gefördert, die Autoren erklären, keine Interessenkonflikte zu haben.
Dieses Angebot gilt nur für Mitglieder des Vereins, die 30 Prozent weniger bezahlen.
Dieses Video wurde zwei Millionen Mal abgespielt, bevor die Plattform es aus technischen Gründen sperrte.
Unsere Geschichte ist die aller Familien, die mit nichts kamen und ohne Pause arbeiteten.
Dieser Text wurde in einer früheren Fassung im Archiv gefunden, zwei Wörter sind gestrichen.
Dieses Interview war das erste seit dem Unfall und wurde in der Küche der Eltern aufgezeichnet.
Diese Website wurde im Mai geschlossen, weil ihr Betreiber ohne Genehmigung Pillen verkauft hatte.
Dieser Beitrag zur Rentenkasse ist zuerst von den Arbeitgebern zu zahlen, was im Englischen Lohnsteuer hieße.
""",
    "fr": """
Le tribunal a estimé que ces informations ne constituaient pas un conseil et que la banque n'était pas responsable.
Le roman a été publié pour la première fois en 1961, traduit en neuf langues, et il est épuisé.
Une première version de la loi avait échoué à cause d'une erreur dans son deuxième alinéa.
Cette histoire a commencé en 1987, quand deux frères ont acheté un bac dont personne ne voulait.
Ce film est réservé à ceux qui ont vu les deux premiers.
Ce reportage, le premier depuis l'accident, a été tourné dans la cuisine de ses parents.
Cet article de la Constitution ne garantit pas un droit au logement.
Cette vidéo a été vue deux millions de fois avant que la plateforme ne la bloque pour une raison technique.
Notre enquête montre que l'argent a été versé par une société partenaire en échange de deux contrats.
Ce site a été fermé en mai après que son propriétaire eut été condamné à une amende.
Cet article du traité ne constitue pas une recommandation, mais il engage la responsabilité des États.
Cette page de l'histoire n'est pas tournée, et seules les archives diront qui en porte la responsabilité.
Ce billet de train, payé par un partenaire, a été la première erreur du maire.
Notre journal d'alors n'avait ni annonceurs ni rédaction, seulement une poignée d'abonnés.
""",
    "es": """
El tribunal consideró que la información no constituía un consejo y que el banco no era responsable.
La novela se publicó por primera vez en 1961, fue traducida a nueve idiomas y está agotada.
Una versión anterior de la ley fracasó por un error en su segundo párrafo.
Esta historia comenzó en 1987, cuando dos hermanos compraron un transbordador que nadie quería.
Esta película es solo para quienes han visto las dos primeras.
Este artículo de la Constitución no garantiza el derecho a la vivienda.
Este vídeo se vio dos millones de veces antes de que la plataforma lo bloqueara por un motivo técnico.
Esta información fue publicada por primera vez por un diario local, que pidió más apoyo para los vecinos.
Nuestra investigación muestra que el dinero fue pagado por una empresa a cambio de dos contratos.
Esta web se cerró en mayo después de que su dueño fuera multado por vender pastillas sin licencia.
Esta página de la historia no está cerrada, y solo los archivos dirán quién tiene la responsabilidad.
Esta columna de piedra se reproduce en los billetes y apareció en un sello de 1961.
Esta nota del archivo, publicada originalmente en inglés, está hoy en el museo.
Esta página del informe solo la leyeron dos diputados, y ninguno vio el error.
""",
    "it": """
Il romanzo fu pubblicato per la prima volta nel 1961, tradotto in nove lingue, ed è esaurito.
Questa storia è cominciata nel 1987, quando due fratelli comprarono un traghetto che nessuno voleva.
Questo film è solo per chi ha visto i primi due.
Questo articolo della Costituzione non garantisce il diritto alla casa.
Questa versione della legge corregge un errore della precedente.
La nostra inchiesta mostra che il denaro è stato pagato da una società partner in cambio di due contratti.
Questo sito è stato chiuso a maggio dopo la multa al suo proprietario.
Questo articolo del trattato non costituisce una raccomandazione, ma impegna la responsabilità degli Stati.
Questa pagina di storia non è chiusa, e solo gli archivi diranno chi ne porta la responsabilità.
Questa rubrica è apparsa per la prima volta nel 1961 sul settimanale della diocesi.
Questa pagina del rapporto l'hanno letta solo due deputati, e nessuno ha visto l'errore.
Questo blog è stato il primo a pubblicare i nomi dei donatori.
Questo sito è visitato ogni anno da centomila persone.
Questa testata è stata la prima a parlarne, con un articolo pubblicato in inglese.
""",
    "pt": """
O romance foi publicado pela primeira vez em 1961, traduzido em nove línguas, e está esgotado.
Esta história começou em 1987, quando dois irmãos compraram uma balsa que ninguém queria.
Este artigo da Constituição não garante o direito à habitação.
Uma versão anterior da lei fracassou por causa de um erro no segundo parágrafo.
Este vídeo foi visto dois milhões de vezes antes de a plataforma o bloquear por um motivo técnico.
Este site foi fechado em maio depois de o dono ter sido multado por vender comprimidos sem licença.
Este artigo do tratado não constitui uma recomendação, mas os Estados assumem a responsabilidade.
Esta página da história não está fechada, e só os arquivos dirão de quem é a responsabilidade.
Esta coluna de pedra, reproduzida em selos, foi o primeiro apoio da ponte.
Este blog foi o primeiro a publicar os nomes dos doadores.
""",
    "nl": """
De roman verscheen oorspronkelijk in 1961, werd in negen talen vertaald en is uitverkocht.
Dit verhaal begon in 1987, toen twee broers een veerboot kochten die niemand wilde.
Een eerdere versie van de wet strandde op een fout in het tweede lid.
Dit artikel van de grondwet geeft geen recht op een woning.
Deze film is alleen voor wie de eerste twee heeft gezien.
Deze site werd in mei gesloten nadat de eigenaar een boete had gekregen.
Dit artikel van het verdrag is niet bedoeld als advies, maar maakt staten aansprakelijk.
Deze bijdrage van 300 euro is niet verplicht en alleen bedoeld voor leden.
Deze column van de keizer is nooit gepubliceerd en verscheen alleen in het Engels.
Deze pagina van het rapport werd alleen door twee leden gelezen.
Deze site was de eerste die de namen van de donateurs publiceerde.
Dit artikel uit 1961 was het eerste dat in het Engels verscheen.
""",
    "sv": """
Romanen publicerades först 1961, översattes till nio språk och är slutsåld.
Den här historien började 1987, när två bröder köpte en färja som ingen ville ha.
En tidigare version av lagen föll på ett fel i andra stycket.
Den nya versionen av texten rättar ett fel som stoppade tågen i maj.
Artikeln i grundlagen garanterar ingen rätt till bostad.
Den här sidan av historien är inte färdig, och bara arkiven vet vem som bär ansvar.
Den här sajten stängdes i maj sedan ägaren hade bötfällts.
Den vetenskapliga artikeln publicerades först på engelska och översattes aldrig.
Den här artikeln i lagen är inte avsedd som ett råd.
Den här bloggen var först med att publicera namnen.
""",
    "no": """
Saken er den første som er publisert om sykdommen, og den endret rådene til mødre.
Saken ble først kjent da to tidligere ansatte meldte fra om feil i regnskapet.
Saken ble først omtalt av en lokalavis, og resten av landet fikk vite det en måned senere.
Romanen ble opprinnelig utgitt i 1961, oversatt til ni språk og er utsolgt.
Denne historien begynte i 1987, da to brødre kjøpte en ferge ingen ville ha.
Denne siden av historien er ikke over, og bare arkivene vet hvem som har ansvar.
Artikkelen ble først publisert i et fagblad og er siden oversatt til tysk.
På denne siden av fjorden er det ingen råd å gi til dem som har fått feil medisin.
Denne artikkelen i loven er ikke ment som et råd.
Dette innlegget var det første som ble publisert om feilen.
""",
    "da": """
Romanen blev oprindeligt udgivet i 1961, oversat til ni sprog og er udsolgt.
Denne historie begyndte i 1987, da to brødre købte en færge, som ingen ville have.
En tidligere version af loven faldt på en fejl i andet afsnit.
Denne side af historien er ikke slut, og kun arkiverne ved, hvem der er ansvarlig.
Artiklen blev først bragt i et fagblad og er siden oversat til tysk.
Dette indlæg i debatten blev først bemærket, da en konkurrent tog det op.
""",
    "pl": """
Powieść ukazała się pierwotnie w 1961 roku, została przetłumaczona na dziewięć języków i jest wyczerpana.
Ta historia zaczęła się w 1987 roku, gdy dwaj bracia kupili prom, którego nikt nie chciał.
Poprzednia wersja ustawy upadła z powodu błędu w drugim ustępie.
Ten artykuł konstytucji nie gwarantuje prawa do mieszkania.
Z tego materiału po raz pierwszy zbudowano most, a partner projektu zapłacił za próby.
Ten portal zamknięto w maju, gdy jego właściciel zapłacił grzywnę.
Ta strona historii nie jest zamknięta i tylko archiwa wiedzą, kto ponosi odpowiedzialność.
Z tej strony rzeki nie widać mostu, a informacyjny charakter tablicy nie pomaga.
Po tej stronie sporu nie ma nikogo, kto miałby opinię specjalisty.
Ten portal jako pierwszy opublikował nazwiska darczyńców.
Ta treść umowy nie była nikomu znana, a wydawca nie zapłacił ani grosza.
Ten artykuł kodeksu nie zastępuje opinii lekarza.
""",
    "cs": """
Román vyšel poprvé v roce 1961, byl přeložen do devíti jazyků a je rozebraný.
Tento příběh začal v roce 1987, kdy dva bratři koupili přívoz, který nikdo nechtěl.
Předchozí verze zákona ztroskotala na chybě ve druhém odstavci.
Tento web byl v květnu zavřen poté, co jeho majitel dostal pokutu.
Tato stránka dějin není uzavřena a jen archivy vědí, kdo nese odpovědnost.
Tento příspěvek na bydlení není určen jen lidem s radou od odborníka.
Tento příspěvek zaplatí inzerenti až v příštím roce.
""",
    "ru": """
Роман впервые вышел в 1961 году, был переведён на девять языков и давно распродан.
Эта история началась в 1987 году, когда два брата купили паром, который никому не был нужен.
Предыдущая версия закона провалилась из-за ошибки во втором абзаце.
Из этого материала впервые построили мост, а партнёр проекта оплатил испытания.
Эта информация впервые появилась в местной газете и была неверной.
По данным следствия, этот сайт продавал подписки, но деньги за них никто не возвращал.
Эту публикацию поддержали читатели, которые собрали деньги на новый памятник.
Этот сайт закрыли в мае, после того как владельца оштрафовали.
Эта страница истории не закрыта, и только архивы знают, на ком лежит ответственность.
Эта публикация впервые появилась в научном журнале и была переведена на английский.
Этот портал не имеет лицензии, и его рекомендации носят справочный характер только на бумаге.
Этот сайт первым опубликовал имена спонсоров.
Эта статья кодекса не заменяет собой рекомендации врача.
Эта страница открывается только на английском.
""",
    "uk": """
Роман уперше вийшов 1961 року, був перекладений дев'ятьма мовами й давно розпроданий.
Ця історія почалася 1987 року, коли двоє братів купили пором, який нікому не був потрібен.
Попередня версія закону провалилася через помилку в другому абзаці.
Цей сайт закрили в травні, після того як власника оштрафували.
Ця сторінка історії не закрита, і лише архіви знають, на кому лежить відповідальність.
Ця публікація вперше з'явилася в науковому журналі й була перекладена англійською.
""",
    "tr": """
Roman ilk olarak 1961'de yayımlandı, dokuz dile çevrildi ve tükendi.
Bu hikâye 1987'de iki kardeşin kimsenin istemediği bir feribotu almasıyla başladı.
Yasanın önceki sürümü ikinci maddedeki bir hata yüzünden reddedildi.
Bu haber ilk kez yerel bir gazetede çıktı ve bütün ülkeyi sarstı.
Bu bilgiler ilk kez geçen yıl yayımlanan bir raporda yer almıştı.
Bu haberi duyan aile ilk uçakla şehre geldi ve özel bir hastaneye gitti.
Bu site mayısta, sahibine ceza kesilince kapandı.
Bu köşe ilk kez 1961'de yayımlandı ve otuz yıl sürdü.
Bu sitenin sakinleri sorumluluğu yönetime ait görüyor ve görüşleri değişmedi.
Bu sayfanın kapanması yanlış değildi, yalnızca geç kalınmıştı.
Bu sitede üç daire satıldı, komisyon ise ortaklara yalnızca geçen yıl verildi.
Bu site bağışçıların adını ilk yayımlayan oldu.
Bu makale kanunda değildi, sonradan eklendi ve yanlış yorumlandı.
Bu sayfa yalnızca İngilizce yayımlanıyor.
""",
    "id": """
Novel itu pertama kali terbit pada 1961, diterjemahkan ke sembilan bahasa, dan kini habis.
Kisah ini bermula pada 1987 ketika dua bersaudara membeli kapal feri yang tidak diminati siapa pun.
Versi sebelumnya dari undang-undang itu gagal karena kesalahan pada pasal kedua.
Berita ini pertama kali muncul di koran lokal dan mengejutkan seluruh negeri.
Laporan ini disusun bersama mitra kerja pemerintah dan tidak pernah dibuka untuk umum.
Kasus ini bukan yang pertama kali terjadi, dan laporan serupa sebelumnya tidak ditanggapi.
Situs ini pertama kali dibuka untuk umum pada 1961 dengan dukungan sebuah yayasan.
Situs ini ditutup pada Mei setelah pemiliknya didenda.
Halaman ini bukan tempat parkir umum, dan hanya penghuni yang bertanggung jawab merawatnya.
Kolom ini pertama dimuat pada 1961 dan bertahan tiga puluh tahun.
Halaman rumah ini dibuka pertama untuk umum dengan izin pemiliknya.
Situs ini yang pertama menerbitkan nama para donatur.
Halaman ini hanya tersedia dalam bahasa Inggris.
Konten ini dibuat oleh seorang pelajar dan tidak pernah diunggah.
""",
    "ro": """
Romanul a fost publicat prima dată în 1961, tradus în nouă limbi și este epuizat.
Această poveste a început în 1987, când doi frați au cumpărat un bac pe care nu-l voia nimeni.
O versiune anterioară a legii a căzut din cauza unei erori în al doilea alineat.
Acest articol din Constituție nu garantează dreptul la locuință.
Acest site a fost închis în mai, după ce proprietarul fusese amendat.
Această pagină de istorie nu este închisă și doar arhivele știu cine poartă răspunderea.
Acest editorial a apărut prima dată în 1961 și a fost preluat de presa străină.
""",
    "el": """
Το μυθιστόρημα εκδόθηκε πρώτη φορά το 1961, μεταφράστηκε σε εννέα γλώσσες και έχει εξαντληθεί.
Αυτή η ιστορία άρχισε το 1987, όταν δύο αδέλφια αγόρασαν ένα πλοίο που κανείς δεν ήθελε.
Το υλικό αυτό χρησιμοποιήθηκε πρώτη φορά σε γέφυρα και δεν άντεξε.
Το βίντεο δημοσιεύτηκε για πρώτη φορά την Τρίτη και προκάλεσε αντιδράσεις.
Η έρευνα χρηματοδοτήθηκε από το υπουργείο και το άρθρο δημοσιεύτηκε σε διεθνές περιοδικό.
Η σελίδα αυτή της ιστορίας δεν έκλεισε και μόνο τα αρχεία ξέρουν ποιος φέρει την ευθύνη.
Το άρθρο αυτό του Συντάγματος δεν αποτελεί σύσταση προς τα κράτη.
Το δημοσίευμα αυτό έκανε τον γύρο του κόσμου και δεν διαψεύστηκε.
Το άρθρο δημοσιεύτηκε πρώτα στα αγγλικά σε επιστημονικό περιοδικό.
""",
    "fi": """
Romaani julkaistiin ensin vuonna 1961, se käännettiin yhdeksälle kielelle ja on loppuunmyyty.
Tämä tarina alkoi vuonna 1987, kun kaksi veljestä osti lautan, jota kukaan ei halunnut.
Lain aiempi versio kaatui toisen momentin virheeseen.
Jutun mukaan yhtiö ei vastaa virheestä, vaikka se on korjattu vain osittain.
Tämä sivu historiassa ei ole päättynyt, ja vain arkistot tietävät, kuka vastaa siitä.
Tämä toimitus julkaistiin ensin englanniksi, ja se oli kallis.
Tämä juttu ei korjaa virhettä, joka tehtiin väärin jo keväällä.
Artikkeli julkaistiin ensin englanniksi tieteellisessä lehdessä.
""",
    "hu": """
A regény eredetileg 1961-ben jelent meg, kilenc nyelvre fordították, és elfogyott.
Ez a történet 1987-ben kezdődött, amikor két testvér vett egy kompot, amely senkinek sem kellett.
A törvény korábbi változata a második bekezdés hibája miatt bukott meg.
A cikk szerint a szerző nem kapott engedélyt, és a támogatást sem fizették ki.
Az oldal első tulajdonosa egy hirdető cég, amely nem fizette ki a partnereit.
Az anyag először angolul jelent meg egy szakmai lapban.
Ezen az oldalon nem volt út, csak a folyó, és senki sem vállalta a felelősséget.
A cikk először angolul jelent meg egy szakmai lapban, és nagy vitát váltott ki.
Ez az oldal a történelemben nem zárult le.
A másik oldalon az orvosok tanácsát sem kérték, csak az ügyvédekét.
""",
    "hi": """
उपन्यास पहली बार 1961 में प्रकाशित हुआ, नौ भाषाओं में अनूदित हुआ और अब नहीं मिलता।
यह कहानी 1987 में शुरू हुई, जब दो भाइयों ने एक नाव खरीदी जिसे कोई नहीं चाहता था।
यह जानकारी पहली बार एक स्थानीय अखबार में छपी थी और इससे पूरे इलाके में हलचल मच गई।
इस वीडियो को पहले दो लाख लोगों ने देखा, फिर इसे तकनीकी कारण से हटा दिया गया।
इस खबर से पहले गांव में किसी को पता नहीं था कि पुल की जांच में गलती हुई थी।
इस रिपोर्ट में सुधार की सिफारिश की गई थी, लेकिन सरकार ने सलाह नहीं मानी।
यह पेज इतिहास का अंत नहीं है, और केवल अभिलेख जानते हैं कि जिम्मेदारी किसकी है।
यह लेख सबसे पहले अंग्रेजी की एक शोध पत्रिका में प्रकाशित हुआ और इस पर बहस छिड़ गई।
इस वेबसाइट पर विज्ञापन के लिए कमीशन लेने वाले तीन लोग पकड़े गए।
""",
    "ar": """
صدرت الرواية لأول مرة عام 1961 وترجمت إلى تسع لغات ونفدت نسخها.
بدأت هذه القصة عام 1987 عندما اشترى شقيقان عبارة لم يرغب فيها أحد.
وأضافت أن هذا الخبر نشر لأول مرة في صحيفة محلية وأحدث ضجة في البلاد.
وأوضح المصدر أن هذه المعلومات غير دقيقة ولا تعبر عن موقف الشركة.
وشاهد هذا الفيديو مليونا شخص قبل أن تمنع المنصة عرضه لسبب تقني.
هذا التقرير هو الأول من نوعه ولم يسبق نشره كاملا.
أغلق هذا الموقع في مايو بعد تغريم صاحبه.
وليس هذا الموقع الأثري بديلا عن المتحف ولا يعد مسؤولا عن ترميمه أحد.
هذا الموقع هو الأول الذي يفتح للقراء مجانا.
وقد أثار هذا المقال جدلا واسعا ولا يعبر عن رأي الحكومة.
""",
}


def _lines(sets):
    return [(language, line) for language, lines in sets.items() for line in lines.strip().splitlines()]


def _left(paragraphs):
    return dedup.clean("\n\n".join(paragraphs)).text.split("\n\n")


@pytest.mark.parametrize(("language", "line"), _lines(GOES))
def test_what_is_said_of_the_text_itself_goes_whatever_its_words(language, line):
    text = [*body(language), line]
    assert _left(text) == text[:-1]


@pytest.mark.parametrize(("language", "line"), _lines(STAYS))
def test_what_is_told_of_other_texts_stays(language, line):
    text = [*body(language), line]
    assert _left(text) == text


QUIET = list(body("en"))
NOTICE = "This article is meant as a guide in general and is no substitute for the advice of an adviser."
TOLD = "The baker of the village told the committee more about the goats that evening, and nobody laughed at him again."


def _found(*paragraphs):
    blocks = read_paragraphs(paragraphs, config=configure()).blocks
    found = notice.about_the_text(blocks, [False] * len(blocks), Tongues(blocks))
    return [(place, finding.rule, finding.evidence.value) for place, finding in found]


def test_the_finding_says_how_many_words_are_about_the_text():
    assert _found(*QUIET, NOTICE) == [(len(QUIET), "boilerplate.disclaimer", 7)]


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("This article may hold affiliate links, for which the publisher gets a commission.", "advert"),
        ("This article originally appeared in the Harbour Quarterly and is adapted.", "agency"),
        ("An earlier version of this article misstated his age.", "disclaimer"),
        ("This summary was generated by an AI tool.", "disclaimer"),
        ("This video cannot be loaded, since cookies were not accepted.", "app"),
        ("The rest of this article is for subscribers.", "paywall"),
    ],
)
def test_each_kind_of_notice_goes_under_its_rule(line, family):
    assert [rule for _, rule, _ in _found(*QUIET, line)] == [f"boilerplate.{family}"]


def test_only_lines_beyond_the_last_paragraph_are_judged_and_above_the_first():
    assert _found(*QUIET, NOTICE, "By our own staff")
    assert [place for place, _, _ in _found(*QUIET, NOTICE, NOTICE.replace("guide", "help"))] == [len(QUIET) + 1, len(QUIET)]
    assert not _found(*QUIET, NOTICE, TOLD)
    assert [place for place, _, _ in _found("A title", NOTICE, *QUIET)] == [1]
    assert not _found(QUIET[0], NOTICE, *QUIET[1:])


def test_in_the_first_half_nothing_below_the_text_is_judged():
    assert not _found(*QUIET[:3], NOTICE, *("Goats", "Hay", "Milk", "Cheese", "Wool"))
    assert _found(*QUIET[:3], NOTICE, *("Goats", "Hay"))


def test_a_long_line_is_a_paragraph_and_above_the_text_an_introduction():
    longer = NOTICE + " It is about goats and about the people who keep them in the hills above the river." * 3
    assert _found(*QUIET, longer)
    assert not _found(*QUIET, longer * 2)
    assert not _found(longer, *QUIET)


def test_what_names_the_text_far_down_in_a_line_is_not_looked_for():
    told = "Goats climb where no tractor can follow them, and they give a thick and salty milk that even their owners cannot sell in any town. "
    assert _found(*QUIET, told[:54] + ". " + NOTICE)
    assert not _found(*QUIET, told + NOTICE)


def test_a_quoted_line_a_listed_one_and_one_that_is_claimed_are_not_judged():
    assert not _found(*QUIET, NOTICE.replace("a guide", "“a guide”"))
    assert not _found(*QUIET, "- " + NOTICE)
    blocks = read_paragraphs([*QUIET, NOTICE], config=configure()).blocks
    claimed = [False] * len(QUIET) + [True]
    assert not list(notice.about_the_text(blocks, claimed, Tongues(blocks)))


def test_what_somebody_said_of_the_text_and_what_is_told_of_others_is_no_notice():
    assert not _found(*QUIET, NOTICE.replace("an adviser.", "an adviser, the editor said."))
    assert not _found(*QUIET, NOTICE.replace("an adviser.", "an adviser, and he knew it."))
    assert not _found(*QUIET, "The man at the desk repeats to everyone that t" + NOTICE[1:])
    assert _found(*QUIET, "Please note that t" + NOTICE[1:])


def test_an_article_of_something_else_is_not_the_text():
    assert not _found(*QUIET, NOTICE.replace("This article", "This article of the treaty"))
    assert not _found(*QUIET, NOTICE.replace("This article", "An article"))


def test_this_story_may_be_the_one_that_is_told_and_needs_more_words():
    line = "This article was translated and is republished with permission."
    assert _found(*QUIET, line)
    assert not _found(*QUIET, line.replace("article", "story"))
    assert _found(*QUIET, line.replace("This article was", "This story was originally published here and"))


def test_where_a_text_appeared_first_and_one_word_on_who_pays_need_a_word_more():
    assert not _found(*QUIET, "This article was republished with permission.")
    assert _found(*QUIET, "This article was corrected and updated.")
    assert not _found(*QUIET, "This article was not paid for by a board of trade.")
    assert _found(*QUIET, "This article was paid for by a board of trade, and the newsroom had no part in it.")


def test_a_website_is_no_text_that_was_published_somewhere():
    line = "This website was originally translated and is republished with permission."
    assert not _found(*QUIET, line)
    assert _found(*QUIET, line.replace("website", "article"))
    assert _found(*QUIET, "This website earns a commission on every purchase.")


def test_an_article_about_such_things_keeps_them():
    about = [paragraph + " No guidance was meant as a substitute for medical advice." for paragraph in QUIET]
    assert not _found(*about, NOTICE)
    machines = [paragraph + " It was all the work of an AI." for paragraph in QUIET]
    assert _found(*QUIET, "This text was generated by an AI.")
    assert not _found(*machines, "This text was generated by an AI.")


def test_too_few_paragraphs_tell_nothing():
    assert not _found(*QUIET[:2], NOTICE)
    assert _found(*QUIET[:3], NOTICE)


def test_words_of_a_language_count_in_articles_of_that_language_only():
    german = "Dieser Text ersetzt keine Beratung durch einen Arzt oder Apotheker."
    assert _found(*body("de"), german)
    assert not _found(*QUIET, german)


@pytest.mark.parametrize("language", sorted(notice._lists()))
def test_a_language_has_words_for_the_text_and_for_every_kind_of_notice(language):
    lists = notice._lists()[language]
    must = {"this", "page", "site", "text", "press", "not", "story", *notice._RULES}
    assert must <= lists.keys() <= must | {"ours", "mine", "own", "of", "that", "order"}
    assert lists.get("order", "both") in ("both", "behind")
    for kind in ("this", "ours", "mine", "own"):
        assert "*" not in lists.get(kind, ""), "what is looked up at once has no stems"
    for kind in lists:
        words = lists[kind].split()
        assert len(words) == len(set(words)), f"{kind} has a word twice"
        assert all(len(word) > 3 for word in words if word.endswith("*")), f"a stem of {kind} is too short"
