"""Communities of a network by modularity: the Louvain method (Blondel et al. 2008, J. Stat. Mech. P10008), the same for the same seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Labels = NDArray[np.int64]


def modularity(weights: sparse.csr_array, labels: Labels) -> float:
    """Newman's modularity of a partition of a symmetric matrix of weights; NaN without ties (Newman 2006, PNAS 103: 8577-8582)."""
    strength = np.asarray(weights.sum(axis=1)).ravel()
    total = strength.sum()
    if total <= 0:
        return float("nan")
    ends = weights.tocoo()
    within = ends.data[labels[ends.row] == labels[ends.col]].sum()
    return float(within / total - (np.bincount(labels, weights=strength) ** 2).sum() / total**2)


def communities(weights: sparse.csr_array, seed: int = 0, runs: int = 10) -> Labels:
    """The community of each actor, numbered from 0 by size, larger first; an actor without ties is alone. The best of some runs."""
    generator = np.random.default_rng(seed)
    found = [_louvain(weights, generator) for _ in range(runs if weights.nnz else 1)]
    return _by_size(max(found, key=lambda labels: modularity(weights, labels)))


def _louvain(weights: sparse.csr_array, generator: np.random.Generator) -> Labels:
    graph = weights.tocsr()
    labels: Labels = np.arange(graph.shape[0])
    while True:
        moved = _moved(graph, generator)
        size = int(moved.max()) + 1 if len(moved) else 0
        if size == graph.shape[0]:
            return labels
        labels = moved[labels]
        belongs = sparse.csr_array((np.ones(len(moved)), (np.arange(len(moved)), moved)), shape=(len(moved), size))
        graph = (belongs.T @ graph @ belongs).tocsr()


def _moved(graph: sparse.csr_array, generator: np.random.Generator) -> Labels:
    """One level: each node to the neighbouring community that raises modularity most, until none does; numbered anew."""
    count = graph.shape[0]
    strength = np.asarray(graph.sum(axis=1)).ravel()
    total = float(strength.sum())
    label = list(range(count))
    held = strength.tolist()
    near = [
        [(int(j), float(w)) for j, w in zip(graph.indices[a:b], graph.data[a:b], strict=True) if j != i]
        for i, (a, b) in enumerate(zip(graph.indptr[:-1], graph.indptr[1:], strict=True))
    ]
    again = total > 0
    while again:
        again = False
        for node in generator.permutation(count).tolist():
            own, weight = label[node], float(strength[node])
            towards: dict[int, float] = {own: 0.0}
            for other, tie in near[node]:
                towards[label[other]] = towards.get(label[other], 0.0) + tie
            held[own] -= weight
            gain = {one: tie - held[one] * weight / total for one, tie in towards.items()}
            best = max(gain, key=lambda one: (gain[one], -one))
            if gain[best] <= gain[own] + 1e-12 * total:
                best = own
            held[best] += weight
            again |= best != own
            label[node] = best
    return np.unique(np.array(label, dtype=np.int64), return_inverse=True)[1].astype(np.int64)


def _by_size(labels: Labels) -> Labels:
    sizes = np.bincount(labels, minlength=0)
    first = np.full(len(sizes), len(labels))
    np.minimum.at(first, labels, np.arange(len(labels)))
    order = np.lexsort((first, -sizes))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[labels].astype(np.int64)
