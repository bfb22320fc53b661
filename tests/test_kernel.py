"""The graph of who gives way to whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.kernel import kernel

nodes = st.integers(0, 9)
graphs = st.dictionaries(
    nodes, st.lists(st.lists(nodes, min_size=1, max_size=2).map(tuple), max_size=4), max_size=10
)


def _without_self(claims):
    return {x: [claim for claim in reasons if x not in claim] for x, reasons in claims.items()}


@given(graphs, st.permutations(range(10)))
def test_every_struck_node_has_a_claim_to_nodes_that_stay(claims, order):
    claims = _without_self(claims)
    struck = kernel(claims, order.index)
    for node, position in struck.items():
        assert not set(claims[node][position]) & struck.keys()


@given(st.lists(st.tuples(nodes, nodes), max_size=20), st.permutations(range(10)))
def test_no_two_nodes_that_claim_one_another_both_stay(pairs, order):
    claims: dict[int, list[tuple[int, ...]]] = {}
    for x, y in pairs:
        if x != y:
            claims.setdefault(x, []).append((y,))
            claims.setdefault(y, []).append((x,))
    struck = kernel(claims, order.index)
    for x, y in pairs:
        assert x == y or x in struck or y in struck


def test_the_better_ranked_of_a_pair_stays():
    claims = {0: [(1,)], 1: [(0,)]}
    assert kernel(claims, int) == {1: 0}
    assert kernel(claims, [1, 0].__getitem__) == {0: 0}


def test_resemblance_does_not_chain():
    claims = {0: [(1,)], 1: [(0,), (2,)], 2: [(1,)]}
    assert kernel(claims, int) == {1: 0}


def test_a_one_way_claim_beats_rank():
    assert kernel({0: [(7,)]}, int) == {0: 0}


def test_a_claim_on_two_nodes_needs_both():
    claims = {0: [(1, 2)], 2: [(3,)]}
    assert kernel(claims, [3, 0, 2, 1].__getitem__) == {2: 0}


def test_a_one_way_cycle_is_broken_at_the_best_rank():
    claims = {0: [(1,)], 1: [(2,)], 2: [(0,)]}
    assert 0 not in kernel(claims, int)


def test_a_long_chain_does_not_recurse():
    size = 50_000
    claims = {x: [(x + 1,)] for x in range(size)}
    struck = kernel(claims, int)
    assert len(struck) == size // 2
