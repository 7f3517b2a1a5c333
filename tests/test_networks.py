"""Networks: equal to NetworkX on random graphs, and to plain counting where NetworkX has nothing."""

from itertools import combinations, product

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tie_frames import TIE_FRAMES, tie, tie_frame

from tarazy.errors import UsageError
from tarazy.measures.brokerage import ROLES, constraint, gould_fernandez
from tarazy.measures.communities import communities, modularity
from tarazy.measures.core import coreness, discrete_core
from tarazy.measures.graphs import Network, network
from tarazy.measures.networks import network_change, networks
from tarazy.measures.poles import read_poles
from tarazy.measures.question import Question


def random_graph(seed: int) -> tuple[nx.Graph, Network]:
    """A weighted graph of 10 to 60 nodes, some of them without ties, in both libraries."""
    draw = np.random.default_rng(seed)
    size = int(draw.integers(10, 60))
    graph = nx.gnp_random_graph(size, float(draw.uniform(0.05, 0.4)), seed=seed)
    for a, b in graph.edges:
        graph[a][b]["weight"] = float(draw.integers(1, 9))
    rows = [(f"{a:03}", f"{b:03}", False, d["weight"]) for a, b, d in graph.edges(data=True)]
    ties = pl.DataFrame(rows, schema=["source", "target", "directed", "weight"], orient="row")
    return graph, network(ties, tuple(f"{node:03}" for node in graph))


def listed(values: dict[int, float]) -> np.ndarray:
    return np.array([values[node] for node in sorted(values)])


@pytest.mark.parametrize("seed", range(50))
def test_equal_to_networkx(seed: int) -> None:
    graph, net = random_graph(seed)
    assert net.degree().tolist() == [d for _, d in sorted(graph.degree)]
    assert np.allclose(net.strength(), [d for _, d in sorted(graph.degree(weight="weight"))])
    assert np.allclose(net.betweenness(), listed(nx.betweenness_centrality(graph)))
    assert np.allclose(constraint(net.weights), listed(nx.constraint(graph, weight="weight")), equal_nan=True)
    alpha = 0.5 / net.radius()
    theirs = nx.katz_centrality_numpy(graph, alpha=alpha, weight="weight")
    assert np.allclose(net.katz(0.5), listed(theirs), atol=1e-7)
    theirs = nx.eigenvector_centrality(graph, max_iter=20000, tol=1e-10, weight="weight")
    assert np.allclose(net.eigenvector(), listed(theirs), atol=1e-5)
    labels = communities(net.weights)
    sets = [set(np.flatnonzero(labels == one).tolist()) for one in range(labels.max() + 1)]
    ours = nx.community.modularity(graph, sets)
    assert modularity(net.weights, labels) == pytest.approx(ours)
    assert ours >= nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) - 0.02


@pytest.mark.parametrize(
    "graph", [nx.path_graph(40), nx.cycle_graph(41), nx.barbell_graph(5, 30)], ids=["path", "cycle", "barbell"]
)
def test_betweenness_of_long_networks(graph: nx.Graph) -> None:
    names = tuple(f"n{node:03}" for node in graph)
    net = network(tie_frame(*(tie(names[a], names[b], directed=False) for a, b in graph.edges)), names)
    assert np.allclose(net.betweenness(), listed(nx.betweenness_centrality(graph)))


def test_planted_communities_are_found() -> None:
    graph = nx.planted_partition_graph(4, 15, 0.8, 0.03, seed=1)
    ties = [tie(f"n{a:02}", f"n{b:02}", directed=False) for a, b in graph.edges]
    labels = communities(network(tie_frame(*ties)).weights)
    parts = [set(labels[15 * k : 15 * k + 15].tolist()) for k in range(4)]
    assert all(len(part) == 1 for part in parts) and len(set.union(*parts)) == 4


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda ends: ends[0] < ends[1]), max_size=15))
def test_the_core_is_the_best_of_all_sets(edges: set[tuple[int, int]]) -> None:
    names = tuple(f"n{number}" for number in range(7))
    net = network(tie_frame(*(tie(names[a], names[b], directed=False) for a, b in edges)), names)

    def missed(core: set[int]) -> int:
        inside = sum(pair not in edges for pair in combinations(sorted(core), 2))
        return inside + sum(a not in core and b not in core for a, b in edges)

    best = min(missed(set(chosen)) for size in range(8) for chosen in combinations(range(7), size))
    core, fit = discrete_core(net.weights)
    assert missed(set(np.flatnonzero(core).tolist())) == best
    assert np.isnan(fit) or -1 - 1e-9 <= fit <= 1 + 1e-9
    closeness = coreness(net.weights)
    assert (closeness >= 0).all() and np.isclose((closeness**2).sum(), 1 if edges else 0)


def test_coreness_finds_the_vector_behind_the_ties() -> None:
    behind = np.array([0.9, 0.7, 0.5, 0.2, 0.1])
    names = [f"n{number}" for number in range(5)]
    rows = [tie(names[i], names[j], behind[i] * behind[j], directed=False) for i, j in combinations(range(5), 2)]
    assert np.allclose(coreness(network(tie_frame(*rows)).weights), behind / np.sqrt((behind**2).sum()), atol=1e-6)


@given(
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20),
    st.lists(st.sampled_from("abc"), min_size=6, max_size=6),
)
def test_brokerage_roles_by_counting(edges: set[tuple[int, int]], groups: list[str]) -> None:
    names = tuple(f"n{number}" for number in range(6))
    edges = {(a, b) for a, b in edges if a != b}
    net = network(tie_frame(*(tie(names[a], names[b]) for a, b in edges)), names)
    counted = np.zeros((6, 5), dtype=int)
    for a, b, c in product(range(6), repeat=3):
        if (a, b) in edges and (b, c) in edges and (a, c) not in edges and a != c:
            x, y, z = groups[a], groups[b], groups[c]
            role = 0 if x == y == z else 1 if x == z else 2 if y == z else 3 if x == y else 4
            counted[b, role] += 1
    assert gould_fernandez(net.directed, groups).tolist() == counted.tolist()


def test_directed_ties_both_ways_are_one_pair_of_their_sum() -> None:
    net = network(tie_frame(tie("KAZ", "RUS", 2), tie("RUS", "KAZ", 3), tie("KAZ", "RUS", 1, directed=False)))
    assert net.degree().tolist() == [1, 1] and net.strength().tolist() == [6, 6]
    assert net.directed.toarray().tolist() == [[0, 3], [4, 0]]


def test_by_domain_and_period_with_change_and_records() -> None:
    rows = [
        tie("KAZ", "RUS", time="2001"),
        tie("KAZ", "CHN", time="2001", domain="energy"),
        tie("KAZ", "TUR", time="2002"),
        tie("KAZ", "CHN", time="2002"),
    ]
    found = networks(tie_frame(*rows), ["KAZ"], Question(start=2001, end=2002, every=1))
    table = {(r["domain"], r["start"]): r for r in found.iter_rows(named=True)}
    assert table["economy", 2001]["degree"] == 1 and table["economy", 2001]["change_degree"] is None
    assert table["economy", 2002]["degree"] == 2 and table["economy", 2002]["change_degree"] == 1
    assert table["all", 2001]["degree"] == 2 and sorted(table["all", 2001]["records"]) == ["r-0", "r-1"]
    assert table["economy", 2001]["betweenness"] is None and table["economy", 2002]["betweenness"] == 1
    assert ("energy", 2002) not in table


def test_bounds_come_from_confidence() -> None:
    rows = [tie("KAZ", other, confidence=0.5) for other in ("RUS", "CHN", "TUR", "UZB", "KGZ")]
    found = networks(tie_frame(*rows), ["KAZ"]).row(0, named=True)
    assert found["degree_low"] < found["degree"] == found["degree_high"] == 5
    sure = networks(tie_frame(*(tie("KAZ", other, 2) for other in ("RUS", "CHN"))), ["KAZ"]).row(0, named=True)
    assert (sure["degree_low"], sure["degree_high"], sure["strength_low"]) == (2, 2, 4)


def test_groups_give_roles() -> None:
    poles = read_poles('[a]\nmembers = ["RUS"]\n[b]\nmembers = ["CHN"]\n', "mine.toml")
    found = networks(tie_frame(tie("RUS", "KAZ"), tie("KAZ", "CHN")), ["KAZ"], groups=poles)
    assert [found[name][0] for name in ROLES] == [0, 0, 0, 0, 1]


def test_what_changes_between_periods() -> None:
    rows = [
        tie("KAZ", "RUS", time="2001"),
        tie("KAZ", "CHN", time="2001"),
        tie("KAZ", "CHN", time="2002"),
        tie("KAZ", "TUR", time="2002"),
    ]
    first, second = network_change(tie_frame(*rows), [], Question(start=2001, end=2002, every=1)).rows(named=True)
    assert (first["members"], first["pairs"], first["density"], first["centralisation"]) == (
        3,
        2,
        pytest.approx(2 / 3),
        1,
    )
    assert first["overlap"] is None and first["entered"] is None
    assert (second["overlap"], second["entered"], second["left"]) == (pytest.approx(1 / 3), ["TUR"], ["RUS"])
    assert second["records"] == ["r-2", "r-3"]


@given(TIE_FRAMES)
@settings(max_examples=30)
def test_any_ties_give_bounded_positions(ties: pl.DataFrame) -> None:
    found = networks(ties, [], Question(every=2, draws=5))
    for name, top in (("betweenness", 1), ("eigenvector", 1), ("katz", 1), ("coreness", 1)):
        assert found[name].drop_nulls().is_between(-1e-9, top + 1e-9).all() if found.height else True
    whole = network_change(ties, [], Question(every=2))
    assert whole["density"].drop_nulls().is_between(0, 1).all() and whole["overlap"].drop_nulls().is_between(0, 1).all()


def test_bad_settings_get_a_sentence() -> None:
    with pytest.raises(UsageError, match="katz"):
        networks(tie_frame(tie("KAZ", "RUS")), katz=1)
