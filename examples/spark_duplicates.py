"""Near-duplicates on Spark, with nothing but the functions of ``dedup.corpus.shard``: copy it and make it yours.

>>> found = find_duplicates(spark.read.json("articles/"), parts=200)      # doctest: +SKIP
>>> spark.createDataFrame(found.partners().items())                       # doctest: +SKIP
"""

from functools import partial

import numpy as np

from dedup.corpus import shard
from dedup.corpus.clusters import Duplicates
from dedup.corpus.duplicates import Preferences, answer
from dedup.corpus.sets import merged


def find_duplicates(rows, *, threshold=0.7, ngram=5, parts=8, id_field="id", text_field="text") -> Duplicates:
    """As ``dedup.corpus.find_duplicates(..., keep="first")`` over a data frame, in the order of its partitions.

    Texts are read where they are; the driver holds ids and pairs.
    """
    search = shard.plan(threshold, ngram)
    numbered = rows.select(id_field, text_field).rdd.zipWithIndex()
    blocks = numbered.mapPartitions(partial(sign, search)).persist()
    about = Preferences("first", None)
    for names in blocks.map(lambda block: block[2]).toLocalIterator():
        for name in names:
            about.note({"id": name}, 0)
    met = blocks.flatMap(partial(enter, search, parts)).groupByKey(parts).map(partial(meet, search))
    score_all = partial(score, blocks, search, parts)
    found = shard.completed(score_all(shard.together(met.collect())), about.ranks, score_all)
    return answer(found, about)


def sign(search, numbered):
    """A partition's rows -> one block: the place of its first text, the shingle sets, the ids."""
    rows = list(numbered)
    if rows:
        sets = shard.sign([text or "" for (_, text), _ in rows], search)
        yield rows[0][1], sets, [name for (name, _), _ in rows]


def enter(search, parts, block):
    """A block's keys, each for the part that it belongs to."""
    first, sets, _ = block
    return list(enumerate(shard.split(shard.entries(sets, first, search), parts)))


def meet(search, keyed):
    """The candidate pairs of a part."""
    return shard.meet(shard.gathered(keyed[1]), search)


def score(blocks, search, parts, pairs):
    """The pairs that reach the threshold; the sets of each share of them are sent to one task."""
    shares = [share for share in np.array_split(pairs, parts) if len(share)]
    if not shares:
        return shard.score(pairs, merged([]), search)
    picked = blocks.flatMap(partial(pick, shares)).groupByKey(len(shares))
    scored = picked.map(lambda keyed: (keyed[0], shard.score(shares[keyed[0]], merged(list(keyed[1])), search)))
    columns = zip(*[some for _, some in sorted(scored.collect(), key=lambda keyed: keyed[0])], strict=True)
    return shard.Scored(*[np.concatenate(column) for column in columns])


def pick(shares, block):
    """What a block holds of each share's sets."""
    first, sets, _ = block
    return [(number, shard.pick(sets, first, share)) for number, share in enumerate(shares)]
