"""Pairs of places -> clusters around one that stays, without chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that resemble one another.

    Attributes:
        a, b: their ids, in the order of the records.
        jaccard: exact Jaccard similarity of their sets of word n-grams, at least the threshold.
        containment: the share of the smaller set that the other has, 0.0-1.0.
    """

    a: Any
    b: Any
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents of which one should stay.

    Attributes:
        kept: the id of the one that stays.
        members: the ids of the others, in the order of the records; each resembles ``kept`` by the threshold.
        scores: the Jaccard similarity of each member with ``kept``.
    """

    kept: Any
    members: tuple[Any, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found: verified ``pairs``, and ``clusters`` of what should be dropped for what."""

    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]

    def partners(self) -> dict[Any, tuple[Any, float]]:
        """For each record that should be dropped, the id of the one that stays for it and their similarity."""
        return {
            member: (cluster.kept, score)
            for cluster in self.clusters
            for member, score in zip(cluster.members, cluster.scores, strict=True)
        }


class Group(NamedTuple):
    """A cluster by places: which one stays, which go, and the similarity of each with the one that stays."""

    kept: int
    members: list[int]
    scores: list[float]


def grouped(
    pairs: NDArray[np.int64],
    jaccard: NDArray[np.float64],
    ranks: NDArray[np.int64],
    places: NDArray[np.int64],
) -> list[Group]:
    """Every text joins, of those that stay, the one that it resembles most, or stays itself.

    Args:
        pairs, jaccard: parallel.
        ranks: of ``places``; the text of the lowest rank is decided first.
        places: of all texts that a pair names.

    Returns:
        Groups by the place of the one that stays.
    """
    rank = ranks[np.searchsorted(places, pairs)]
    turned = rank[:, 0] < rank[:, 1]
    later = np.where(turned, pairs[:, 1], pairs[:, 0])
    earlier = np.where(turned, pairs[:, 0], pairs[:, 1])
    order = np.lexsort((earlier, -jaccard, rank.max(axis=1, initial=0)))
    went: dict[int, tuple[int, float]] = {}
    for one, other, value in zip(later[order].tolist(), earlier[order].tolist(), jaccard[order].tolist(), strict=True):
        if other not in went and one not in went:
            went[one] = (other, value)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for one in sorted(went):
        members[went[one][0]].append(one)
    return [Group(kept, group, [went[at][1] for at in group]) for kept, group in sorted(members.items())]


def components(pairs: NDArray[np.int64], *, larger_than: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places that chains of pairs tie together in groups of more than so many, and the group of each."""
    places, local = np.unique(pairs, return_inverse=True)
    ends = local.reshape(-1, 2)
    labels = np.arange(places.size)
    while True:
        before = labels
        least = np.minimum(labels[ends[:, 0]], labels[ends[:, 1]])
        labels = labels.copy()
        for side in (0, 1):
            np.minimum.at(labels, ends[:, side], least)
            np.minimum.at(labels, before[ends[:, side]], least)
        labels = labels[labels]
        if (labels == before).all():
            break
    large = np.bincount(labels, minlength=1)[labels] > larger_than if places.size else np.zeros(0, bool)
    return places[large], labels[large]


def named(groups: Iterable[Group], names: Sequence[Any] | Mapping[int, Any]) -> tuple[Cluster, ...]:
    """The clusters with the ids of the records."""
    return tuple(
        Cluster(
            names[group.kept],
            tuple([names[at] for at in group.members]),
            tuple(map(float, group.scores)),
        )
        for group in groups
    )
