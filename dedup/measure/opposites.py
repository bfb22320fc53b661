"""Words that turn a statement into its opposite: two passages that differ by them say different things."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.measure.stems import stem

#: Groups of words, comma against comma; words of one side mean the same. English, German, French, Spanish.
_PAIRS = """
rose rise rises rising gained climbed jumped up, fell fall falls falling lost dropped declined slipped down
increase increased increasing, decrease decreased decreasing
higher highest, lower lowest
more, less fewer
before, after
man men boy boys male husband father son brother, woman women girl girls female wife mother daughter sister
his him he, her she
won win wins winning, lost lose loses losing
beat beats, lost
north northern, south southern
east eastern, west western
left, right
first, last
morning, evening afternoon night
yesterday, tomorrow today
open opened opens, close closed closes shut
start started starts began begin begins, end ended ends
buy bought buys buying, sell sold sells selling
arrive arrived arrives, leave left leaves
accept accepted accepts approved approve approves, reject rejected rejects refused refuse refuses
best, worst
above, below
with, without
import imports imported, export exports exported
all, none
for, against
high, low
hot, cold
young, old
enter enters entered, leave leaves left
keep keeps kept, give gives gave
adult adults, child children
front, back
upper, lower
four, nothing
top, bottom
oldest, newest youngest
largest biggest, smallest
inside, outside
indoor indoors, outdoor outdoors
guilty, innocent
confirm confirms confirmed admit admits admitted, deny denies denied
convict convicted, acquit acquitted
hire hired hires, fire fired fires sack sacked
ban bans banned, allow allows allowed
back backs backed support supports supported, oppose opposes opposed
legal, illegal
likely, unlikely
able, unable
possible, impossible
alive, dead
doubled, halved
strengthen strengthens strengthened, weaken weakens weakened
raise raises raised, cut cuts lower lowers lowered
profit, loss
stieg stiegen steigt, fiel fielen fällt sank sanken
mehr, weniger
vor, nach
mann männer, frau frauen
gewann gewonnen, verlor verloren
gekauft, verkauft
bestätigt bestätigte, dementiert dementierte bestritt bestritten
verurteilt, freigesprochen
hausse, baisse
plus, moins
avant, après
homme hommes, femme femmes
subió subieron, bajó bajaron cayó cayeron
más, menos
antes, después
hombre hombres, mujer mujeres
"""

#: Of the words of a line each excludes all others.
_RIVALS = """
red blue green yellow black white brown orange purple pink grey
spring summer autumn winter
breakfast lunch dinner
north south east west
rot blau grün gelb schwarz weiß braun
rouge bleu vert jaune noir blanc
rojo azul verde amarillo negro blanco
"""

_DENYING = "not never cannot nicht nie jamais pas nunca não nao mai niet inte aldrig ikke не".split()
_EXCLUDING = """
no neither nor except unless unable impossible refuse fail deny decline reject nobody nothing without
kein keine keinen niemand rien sans nada sin nessuno geen нет
""".split()
_DENIALS = frozenset(form for word in _DENYING for form in (word, stem(word)))
_NEGATIONS = _DENIALS.union(form for word in _EXCLUDING for form in (word, stem(word)))
#: What is left of "isn't" when the apostrophe parts the words; of "can't" and "won't" only the "t" tells.
_SHORT_NOT = frozenset(("t",)) | frozenset(
    f"{word}n" for word in "is are was were do does did would could should have has had".split()
)


def _table() -> dict[str, list[tuple[int, bool]]]:
    """Stem -> the pairs it belongs to, each with its side."""
    table: dict[str, list[tuple[int, bool]]] = {}
    for number, line in enumerate(_PAIRS.strip().splitlines()):
        for side, words in zip((False, True), line.split(","), strict=True):
            for word in words.split():
                entry = table.setdefault(stem(word), [])
                if (number, side) not in entry:
                    entry.append((number, side))
    return table


_SIDES = _table()
_CLASS = {stem(word): number for number, line in enumerate(_RIVALS.strip().splitlines()) for word in line.split()}


def opposite(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the one holds a word whose opposite the other holds, or another word of a class: "red" for "blue".

    Args:
        ours, theirs: stems that stand in the place of one another; no stem is in both.
    """
    ours, theirs = set(ours), set(theirs)
    if {_CLASS[word] for word in ours if word in _CLASS} & {_CLASS[word] for word in theirs if word in _CLASS}:
        return True
    mine = {entry for word in ours for entry in _SIDES.get(word, ())}
    return any((number, not side) in mine for word in theirs for number, side in _SIDES.get(word, ()))


def negates(stem: str) -> bool:
    """Whether a stem denies."""
    return stem in _NEGATIONS or stem in _SHORT_NOT


def denies(stem: str) -> bool:
    """Whether a stem denies what the next words say, as "not" does; "no" and "without" only leave something out."""
    return stem in _DENIALS or stem in _SHORT_NOT
