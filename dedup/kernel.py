"""Which of several passages that resemble one another stay: the kernel of a directed graph.

An edge x -> y says "x could go, because y says it". What stays must be independent (no kept x defers
to a kept y) and absorbing (every struck x has an edge to a kept y): a kernel in the sense of von
Neumann and Morgenstern (1944). Without directed cycles there is exactly one; a cycle is broken at the
node of best rank, which stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

#: One reason for a node to go: all of these nodes together say what it says.
Claim: TypeAlias = tuple[int, ...]
#: Preference of a node to stay: what is lower stays rather than what is higher; no two nodes have the same.
Rank: TypeAlias = Callable[[int], Any]


def kernel(claims: Mapping[int, Sequence[Claim]], rank: Rank) -> dict[int, int]:
    """Decide which nodes go.

    Args:
        claims: for each node its reasons to go. Nodes that appear only inside claims stay.
        rank: asked of every node that is mentioned.
            Of two nodes that have a claim on one another the better ranked stays.

    Returns:
        For every node that goes the position of the claim that strikes it; all of the claim's nodes stay.
        Time is linear in the number of claims and the nodes in them, but for the sorting by rank.
    """
    mentions = {node: frozenset(y for claim in reasons for y in claim) for node, reasons in claims.items()}
    verdict: dict[int, int] = {}
    settled: set[int] = set()
    for root in sorted(claims, key=rank):
        path = [(root, _defers(root, claims, mentions, rank))]
        waiting = {root}
        while path:
            node, reasons = path[-1]
            below = _first_unsettled(reasons, claims, settled, waiting)
            if below is not None:
                waiting.add(below)
                path.append((below, _defers(below, claims, mentions, rank)))
                continue
            path.pop()
            waiting.discard(node)
            if node not in settled:
                settled.add(node)
                reason = _standing(reasons, verdict, waiting)
                if reason is not None:
                    verdict[node] = reason
    return verdict


def _defers(
    node: int,
    claims: Mapping[int, Sequence[Claim]],
    mentions: Mapping[int, frozenset[int]],
    rank: Rank,
) -> list[tuple[int, Claim]]:
    """The claims under which ``node`` gives way: to better ranks, or to nodes that do not claim it back."""
    return [
        (position, claim)
        for position, claim in enumerate(claims[node])
        if all(node not in mentions.get(y, ()) or rank(y) < rank(node) for y in claim)
    ]


def _first_unsettled(
    reasons: Iterable[tuple[int, Claim]],
    claims: Mapping[int, Sequence[Claim]],
    settled: set[int],
    waiting: set[int],
) -> int | None:
    for _, claim in reasons:
        for y in claim:
            if y in claims and y not in settled and y not in waiting:
                return y
    return None


def _standing(
    reasons: Iterable[tuple[int, Claim]], verdict: Mapping[int, int], waiting: set[int]
) -> int | None:
    """The first claim all of whose nodes are known to stay."""
    for position, claim in reasons:
        if not any(y in verdict or y in waiting for y in claim):
            return position
    return None
