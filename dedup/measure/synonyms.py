"""Words for one thing, and words that announce a noun: what an editor exchanges without saying anything new."""

from __future__ import annotations

from typing import Final

from dedup.measure.stems import stem

#: Of a line each means the others: whom and what news is about. English, German, French, Spanish, Italian.
_LINES = """
police officers cops detectives
company firm business corporation
doctors physicians medics
scientists researchers
teachers educators
pupils students schoolchildren
kids children youngsters
residents villagers locals inhabitants
farmers growers
workers employees staff
customers clients
shoppers consumers
lawmakers legislators parliamentarians
judge magistrate
lawyer attorney solicitor
boss chief head
soldiers troops
migrants refugees
fans supporters
footballer player
firefighters firemen
crew team
fire blaze flames
storm gale tempest
flood deluge
factory plant works
shop store
house home
flat apartment
car vehicle
lorry truck
bicycle bike
plane aircraft jet
ship vessel boat
prison jail
wages pay salaries earnings
money cash funds
price cost
bill law legislation
study survey report research poll
talks negotiations
strike walkout
illness disease
medicine drug
heavy torrential
huge enormous massive giant
small little tiny
former ex
polizei beamte ermittler
firma unternehmen konzern
ärzte mediziner
forscher wissenschaftler
schüler kinder
lehrer pädagogen
fahrer autofahrer
feuer brand
auto wagen fahrzeug
gefängnis haft
police policiers
entreprise société firme
médecins docteurs
professeurs enseignants
élèves écoliers
chercheurs scientifiques
incendie feu
voiture véhicule
empresa compañía
médicos doctores
profesores maestros docentes
conductor chófer automovilista
científicos investigadores
incendio fuego
coche vehículo automóvil
azienda società impresa
medici dottori
insegnanti docenti professori
ricercatori scienziati
incendio rogo fuoco
"""

#: Behind one of these stands a noun, or what describes it; so does it at the beginning.
DETERMINERS: Final = frozenset(
    map(
        stem,
        "the a an this that these those every each der die das den dem des ein eine einen einem einer le la les l un "
        "une du el los las una unos unas il lo gli i o os as um uma uns umas de het een".split(),
    )
)


def _table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, line in enumerate(_LINES.strip().splitlines()):
        for word in line.split():
            table.setdefault(stem(word), set()).add(number)
    return {word: frozenset(lines) for word, lines in table.items()}


_MEANINGS = _table()
_NONE: Final[frozenset[int]] = frozenset()


def synonymous(one: str, other: str) -> bool:
    """Whether two stems are words for one thing: "police" and "officers"."""
    return not _MEANINGS.get(one, _NONE).isdisjoint(_MEANINGS.get(other, _NONE))
