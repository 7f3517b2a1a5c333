"""Networks from ties: one for each domain and period, with the centralities that rustworkx computes.

Betweenness: Freeman 1977, Sociometry 40: 35-41. Eigenvector: Bonacich 1987, American Journal of Sociology 92: 1170-1182.
Katz: 1953, Psychometrika 18: 39-43.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
import rustworkx as rx
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

from tarazy.measures.betweenness import betweenness_of_close

Vector = NDArray[np.float64]
KATZ = 0.5
"""Katz's attenuation as a part of its greatest, one over the largest eigenvalue, unless told."""


@dataclass(frozen=True)
class Network:
    """``actors`` in order; ``directed``: weights from row to column, undirected ties both ways; ``weights``: symmetric, what goes either
    way between two, an undirected tie counted once. Nobody is tied to oneself."""

    actors: tuple[str, ...]
    directed: sparse.csr_array
    weights: sparse.csr_array

    @cached_property
    def graph(self) -> rx.PyGraph[int, float]:
        """The same for rustworkx, edges with their weights."""
        made: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
        made.add_nodes_from(list(range(len(self.actors))))
        ends = sparse.triu(self.weights, k=1).tocoo()
        made.add_edges_from(list(zip(ends.row.tolist(), ends.col.tolist(), ends.data.tolist(), strict=True)))
        return made

    def degree(self) -> NDArray[np.int64]:
        """How many partners each has."""
        count: NDArray[np.int64] = np.diff(self.weights.indptr).astype(np.int64)
        return count

    def strength(self) -> Vector:
        """The sum of the weights of each actor's ties."""
        return np.asarray(self.weights.sum(axis=1)).ravel()

    def betweenness(self) -> Vector:
        """The part of the shortest paths between two others that lead over each actor, weights aside; NaN with less than three actors."""
        if len(self.actors) < 3:
            return np.full(len(self.actors), np.nan)
        close = betweenness_of_close(self.weights)
        if close is not None:
            return close
        return _values(rx.graph_betweenness_centrality(self.graph, normalized=True), len(self.actors))

    def eigenvector(self) -> Vector:
        """Eigenvector centrality by weights, of length 1; NaN without ties, or where the iteration does not settle."""
        if not self.weights.nnz:
            return np.full(len(self.actors), np.nan)
        try:
            found = rx.graph_eigenvector_centrality(self.graph, weight_fn=float, max_iter=5000, tol=1e-10)
        except rx.FailedToConverge:
            return np.full(len(self.actors), np.nan)
        return _values(found, len(self.actors))

    def katz(self, portion: float = KATZ) -> Vector:
        """Katz centrality by weights, of length 1; ``portion`` of the greatest attenuation, above 0 and below 1; NaN without ties."""
        if not self.weights.nnz:
            return np.full(len(self.actors), np.nan)
        alpha = portion / self.radius()
        try:
            found = rx.graph_katz_centrality(self.graph, alpha=alpha, weight_fn=float, max_iter=5000, tol=1e-12)
        except rx.FailedToConverge:
            return np.full(len(self.actors), np.nan)
        return _values(found, len(self.actors))

    def radius(self) -> float:
        """The largest eigenvalue of the weights."""
        if len(self.actors) < 200:
            return float(np.linalg.eigvalsh(self.weights.toarray())[-1])
        start = np.ones(len(self.actors))
        return float(linalg.eigsh(self.weights, k=1, which="LA", v0=start, return_eigenvectors=False)[0])


def network(ties: pl.DataFrame, actors: tuple[str, ...] | None = None) -> Network:
    """The network of ties (``source``, ``target``, ``directed``, ``weight``), weights of a pair summed.

    ``actors``: those who are in it even without ties; unless told, those that the ties name, in the order of their ids.
    """
    kept = ties.filter(pl.col("source") != pl.col("target"), pl.col("weight") > 0)
    names = actors or tuple(sorted({*kept["source"], *kept["target"]}))
    place = {name: number for number, name in enumerate(names)}
    kept = kept.filter(pl.col("source").is_in(list(names)), pl.col("target").is_in(list(names)))
    i, j = (
        kept[end].replace_strict(place, return_dtype=pl.Int64).to_numpy() if kept.height else np.empty(0, np.int64)
        for end in ("source", "target")
    )
    weight = kept["weight"].to_numpy().astype(np.float64)
    both = ~kept["directed"].to_numpy().astype(bool)
    shape = (len(names), len(names))
    out = sparse.csr_array((weight, (i, j)), shape=shape)
    back = sparse.csr_array((weight[both], (j[both], i[both])), shape=shape)
    return Network(names, sparse.csr_array(out + back), sparse.csr_array(out + out.T))


def _values(found: rx.CentralityMapping, count: int) -> Vector:
    return np.array([found[number] for number in range(count)], dtype=np.float64)
