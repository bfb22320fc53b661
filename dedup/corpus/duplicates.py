"""Near-duplicate articles: candidates by their smallest hashes, verified on all shingles, clusters without chains.

Broder (1997) defines the resemblance of two documents as the Jaccard similarity of their shingle sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from dedup.batch import checked_records
from dedup.corpus import shard
from dedup.corpus.clusters import Cluster, Duplicates, Pair, grouped, named
from dedup.corpus.pool import Workers
from dedup.corpus.records import id_of, text_of
from dedup.corpus.sets import PackedSets
from dedup.corpus.shard import Plan, Scored
from dedup.errors import ConfigError, RecordError
from dedup.measure.shingles import ShingleSets

__all__ = ["Cluster", "Duplicates", "Keep", "Pair", "find_duplicates"]

Keep: TypeAlias = Literal["first", "longest", "newest"]

#: Texts that a worker signs at once.
_BATCH = 1_000
#: Field names of a date, the likeliest first.
DATE_FIELDS = ("date", "published", "date_publish", "timestamp")


def find_duplicates(
    records: Iterable[Mapping[str, Any]],
    *,
    threshold: float = 0.7,
    ngram: int = 5,
    text_field: str | None = None,
    id_field: str | None = None,
    keep: Keep = "first",
    workers: int = 1,
) -> Duplicates:
    """Find articles that are copies of one another.

    Reads the records once and keeps about 6 bytes per word of them. A pair at the threshold is missed by fewer than
    one in a thousand, more similar ones hardly ever; what is reported is exact. Of more than 64 copies of one page
    all are in a cluster, but not every two of them are among the pairs: each is paired with the one that stays and
    with some others.

    Args:
        records: mappings with an ``id`` and a ``text`` (or the usual other names).
        threshold: least Jaccard similarity of a pair, above 0.0, at most 1.0; below 0.07 pairs are missed more often.
        ngram: words of a shingle, 1 to 100; a character pair counts as a word where a script has no spaces.
        text_field, id_field: names of the fields, where they are not the usual ones.
        keep: which member of a cluster stays: the first record, the longest text, or the newest by its date field.
        workers: processes that read texts; the answer is the same for any number.

    Returns:
        Pairs and clusters in the order of the records. Texts without words resemble nothing.

    Raises:
        ConfigError: an impossible argument.
        RecordError: a record without text, or two records with one id.
        SourceTypeError: no records, but a single one, a text or None.
        WorkerError: a worker process died.
    """
    search = shard.plan(threshold, ngram)
    check_keep(keep)
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise ConfigError(f"workers must be a whole number of at least 1, not {workers!r}")
    about, records = Preferences(keep, id_field), checked_records(records)
    sets, entries = PackedSets(), []
    for signed in _signed(about.texts(records, text_field), search, workers):
        entries.append(shard.entries(signed, len(sets), search))
        sets.append(signed)
    pairs = shard.meet(shard.gathered(entries), search)
    del entries
    rescore = partial(shard.score, sets=sets, search=search)
    return answer(shard.completed(rescore(pairs), about.ranks, rescore), about)


def check_keep(keep: str) -> None:
    """Raise ConfigError for a word that :data:`Keep` lacks."""
    if keep not in get_args(Keep):
        raise ConfigError(f"keep must be one of {', '.join(get_args(Keep))}, not {keep!r}")


class Preferences:
    """What must be known of the records when their texts are gone: ids, and which should rather stay.

    Args:
        keep: see :func:`find_duplicates`.
        id_field: see :func:`find_duplicates`.
    """

    def __init__(self, keep: Keep, id_field: str | None) -> None:
        self.names: list[Any] = []
        self._keep = keep
        self._id_field = id_field
        self._seen: set[Any] = set()
        self._values: list[Any] = []
        self._ranks: NDArray[np.int64] | None = None

    def texts(self, records: Iterable[Mapping[str, Any]], text_field: str | None) -> Iterator[str]:
        """The records' texts; notes the rest on the way.

        Raises:
            RecordError: a record without text, or two records with one id.
        """
        for place, record in enumerate(records):
            text = text_of(record, text_field, place=place)
            self.note(record, len(text))
            yield text

    def note(self, record: Mapping[str, Any], length: int) -> None:
        """Take down what a further record, whose text is so long, is called and worth.

        Raises:
            RecordError: an id that was there before.
        """
        name = id_of(record, self._id_field, place=len(self.names))
        if name in self._seen:
            raise RecordError(f"two records have the id {name!r}; name another field with id_field")
        self._seen.add(name)
        self.names.append(name)
        if self._keep == "longest":
            self._values.append(length)
        elif self._keep == "newest":
            self._values.append(next((str(record[field]) for field in DATE_FIELDS if record.get(field)), ""))

    def ranks(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The ranks of records; the lowest should rather stay."""
        if self._keep == "first":
            return places
        if self._ranks is None:
            order = sorted(range(len(self._values)), key=self._values.__getitem__, reverse=True)
            self._ranks = np.empty(len(order), np.int64)
            self._ranks[order] = np.arange(len(order))
        return np.asarray(self._ranks[places], np.int64)


def answer(found: Scored, about: Preferences) -> Duplicates:
    """Pairs and clusters by the ids of the records."""
    names = about.names
    columns = [column.tolist() for column in (*found.pairs.T, found.jaccard, found.containment)]
    pairs = tuple([Pair(names[a], names[b], j, c) for a, b, j, c in zip(*columns, strict=True)])
    places = np.unique(found.pairs)
    return Duplicates(pairs, named(grouped(found.pairs, found.jaccard, about.ranks(places), places), names))


def _signed(texts: Iterator[str], search: Plan, workers: int) -> Iterator[ShingleSets]:
    """The sets of the texts, in order, batch by batch."""
    batches = iter(lambda: list(islice(texts, _BATCH)), [])
    with Workers(workers) as pool:
        yield from pool.map(partial(shard.sign, search=search), batches)
