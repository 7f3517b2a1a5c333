"""Betweenness of a random network against NetworkX in the same run, and the other measures of positions beside it.

usage: python benchmarks/networks.py [--nodes N] [--edges N] [--seed N]

Prints a table: seconds of both, how many times faster, and the greatest difference between the values.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from tarazy.measures.brokerage import constraint
from tarazy.measures.communities import communities, modularity
from tarazy.measures.core import coreness, discrete_core
from tarazy.measures.graphs import network


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Wall time and result."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=2_000)
    parser.add_argument("--edges", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    theirs = nx.gnm_random_graph(given.nodes, given.edges, seed=given.seed)
    names = tuple(f"{node:06}" for node in theirs)
    rows = [(names[a], names[b], False, 1.0) for a, b in theirs.edges]
    ties = pl.DataFrame(rows, schema=["source", "target", "directed", "weight"], orient="row")
    building, ours = timed(lambda: network(ties, names))
    print(f"| {given.nodes:,} nodes, {given.edges:,} edges | tarazy, s | NetworkX, s | times | greatest difference |")
    print("|---|---|---|---|---|")
    print(f"| network from a frame of ties | {building:.3f} | | | |")
    runs = [timed(lambda: ours.betweenness()) for _ in range(5)]
    fast, own = sorted(seconds for seconds, _ in runs)[2], runs[0][1]
    slow, other = timed(lambda: nx.betweenness_centrality(theirs))
    apart = np.abs(own - np.array([other[node] for node in theirs])).max()
    print(
        f"| betweenness (median of 5 runs, against one) | {fast:.2f} | {slow:.1f} | {slow / fast:.0f} | {apart:.1e} |"
    )
    fast, own = timed(lambda: constraint(ours.weights))
    slow, other = timed(lambda: nx.constraint(theirs))
    apart = np.abs(own - np.array([other[node] for node in theirs])).max()
    print(f"| constraint | {fast:.2f} | {slow:.1f} | {slow / fast:.0f} | {apart:.1e} |")
    fast, labels = timed(lambda: communities(ours.weights))
    slow, sets = timed(lambda: nx.community.louvain_communities(theirs, seed=given.seed))
    reached = modularity(ours.weights, labels), nx.community.modularity(theirs, sets)
    print(f"| communities: the best of 10 runs, against one | {fast:.1f} | {slow:.1f} | {slow / fast:.1f} | modularity {reached[0]:.3f}, {reached[1]:.3f} |")  # fmt: skip
    print(f"| eigenvector | {timed(lambda: ours.eigenvector())[0]:.3f} | | | |")
    print(f"| Katz | {timed(lambda: ours.katz())[0]:.3f} | | | |")
    print(
        f"| core and periphery | {timed(lambda: (discrete_core(ours.weights), coreness(ours.weights)))[0]:.3f} | | | |"
    )


if __name__ == "__main__":
    main()
