"""Words that lines around an article are made of: credits, calls to read or follow, notices, bylines.

A word alone says little ("share", "image"); how many of a short block's words are of one kind, and which the block
begins with, is evidence that the weights judge. They are common words of news sites in some fifteen languages, never
a site's or a person's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Final

#: Kind of line -> words that such lines use.
_VOCABULARY: Final = {
    "more": "read more also see related recommended trending popular next previous miss must-read watch topics "
    "lesen auch mehr weiterlesen thema themen lire aussi suite leer también más leia mais também leggi anche "
    "lees ook meer läs också mer les også læs lue myös czytaj również więcej čtěte také kapcsolódó devamı oku "
    "citeşte citește διαβάστε επίσης σχετικά читайте также далее підпишіться читайте",
    "photo": "image images photo photos photograph photographer picture pictured pictures credit credits courtesy "
    "getty reuters afp ap epa dpa alamy shutterstock istock flickr unsplash screenshot file video illustration "
    "caption foto fotos fotó fotograf bild bilder quelle crédit crédits imagen imágenes crédito immagine immagini "
    "obrázek zdjęcie zdj kuva kilde bron beeld φωτογραφία фото источник",
    "follow": "follow facebook twitter instagram whatsapp telegram youtube linkedin tiktok pinterest subscribe "
    "subscription newsletter newsletters sign signup inbox email e-mail app download register login log-in join "
    "click here abonnieren abonnement folgen anmelden suivez abonnez-vous inscrivez-vous suscríbete síguenos "
    "iscriviti seguici assine siga inscreva-se volg aanmelden följ prenumerera følg abonner tilaa seuraa obserwuj "
    "zapisz sledujte iratkozz abone подписаться подписывайтесь подпишитесь εγγραφείτε ακολουθήστε",
    "share": "share print tweet copy link pin reddit bookmark save listen teilen drucken partager imprimer compartir "
    "imprimir compartilhar condividi stampa delen dela del jaa udostępnij sdílet megosztás paylaş поделиться "
    "κοινοποίηση",
    "comment": "comment comments reply replies commented respond discussion moderated likes upvote kommentar "
    "kommentare antworten commentaire commentaires répondre comentario comentarios comentário commenti reacties "
    "reageer kommentera kommentarer kommentit komentarze komentáře hozzászólás yorum комментарии ответить σχόλια",
    "legal": "copyright © rights reserved material published rewritten redistributed permission terms privacy policy "
    "cookies cookie disclaimer trademark affiliate commission commissions sponsored advertisement advertising "
    "anzeige werbung rechte vorbehalten impressum datenschutz droits réservés publicité derechos reservados "
    "publicidad direitos diritti riservati pubblicità rechten voorbehouden prawa zastrzeżone reklama права защищены "
    "реклама δικαιώματα",
    "by": "by author authors editor reporter correspondent contributed contributor writer written journalist "
    "columnist staff report reporting additional edited associated press von autor autorin redaktion par auteur "
    "rédaction por redacción redação di autore redazione door redactie av skribent af toimittaja redakcja autorka "
    "redakce szerző автор редакция συντάκτης",
    "date": "updated published posted min minutes hours ago today yesterday am pm est gmt utc january february march "
    "april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "modified uhr stand aktualisiert veröffentlicht publié mis publicado actualizado atualizado pubblicato aggiornato "
    "gepubliceerd publicerad oppdatert opublikowano aktualizacja опубликовано обновлено",
    "bio": "is his her they lives author book books worked currently contact professor founder ceo co-founder covers "
    "covering reach ist lebt est vit es vive è",
}  # fmt: skip
#: The kinds, in the order of their counters.
SAID: Final = tuple(_VOCABULARY)
#: A text of more words than this is prose, whatever its words; no counter overflows before.
MOST_WORDS: Final = 30
_BITS = 6
SHIFTS: Final = tuple(range(0, _BITS * len(SAID), _BITS))
MASK: Final = (1 << _BITS) - 1
_FORMS: Final = ("{}", "{}:", "{},", "{}.", "{}!", "({}", "({}:", "{})", "[{}", "[{}:", "{}]")


def _counters() -> dict[str, int]:
    found: dict[str, int] = {}
    for shift, listed in zip(SHIFTS, _VOCABULARY.values(), strict=True):
        for word in set(listed.split()):
            for form in _FORMS:
                key = form.format(word)
                found[key] = found.get(key, 0) | 1 << shift
    return found


_COUNTERS: Final = _counters()
_KNOWN: Final = frozenset(_COUNTERS)


def counted(texts: Sequence[Sequence[str]]) -> list[int]:
    """How many different words of each kind there are in each text, packed: ``n >> SHIFTS[kind] & MASK``."""
    counter = _COUNTERS.__getitem__
    return [
        0 if apart else sum(map(counter, _KNOWN.intersection(words)))
        for words, apart in zip(texts, map(_KNOWN.isdisjoint, texts), strict=True)
    ]


def counters_of(words: Iterable[str]) -> list[int]:
    """The kinds of each word, packed the same way."""
    return list(map(_COUNTERS.get, words, repeat(0)))
