"""Clusters of claims from scored pairs: average linkage, nothing joined that must stay apart, the same whatever the order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tarazy.records.propositions import Ints
from tarazy.records.similarity import Floats

Score = Callable[[Ints], Floats]
LARGEST = 40
"""Up to as many claims all pairs are compared; larger groups are first cut at their weakest links."""
_CUTS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
_BOUND = 8.0
_FOREVER = 1e6
_MATRICES = 4_000_000


def clusters(size: int, pairs: Ints, scores: Floats, score: Score, same: Ints, different: Ints) -> Ints:
    """The cluster of each of ``size`` rows, named by the smallest row in it; shape (size,).

    ``pairs`` (n, 2) have the ``scores``; ``score`` scores further pairs. ``same`` and ``different`` (m, 2) are rulings: the former
    are joined, the latter never; where the two contradict each other, claims are kept apart.
    """
    label = np.arange(size)
    edges = np.concatenate([pairs[scores > 0], same])
    strength = np.concatenate([scores[scores > 0], np.full(len(same), _FOREVER)])
    rulings = _Rulings(size, same, different)
    for cut in _CUTS:
        kept = strength > cut
        edges, strength = edges[kept], strength[kept]
        if not len(edges):
            return label
        component = _components(size, edges)
        count = np.bincount(component, minlength=size)
        small = (count[component] <= LARGEST) & (count[component] > 1)
        _settle_small(label, component, small, count, score, rulings)
        large = count[component[edges[:, 0]]] > LARGEST
        edges, strength = edges[large], strength[large]
    if len(edges):
        _settle_large(label, edges, strength, rulings)
    return label


def _components(size: int, edges: Ints) -> Ints:
    graph = sparse.coo_matrix((np.ones(len(edges), dtype=np.int8), (edges[:, 0], edges[:, 1])), shape=(size, size))
    found: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return found


class _Rulings:
    """Pairs that are ruled on, by row."""

    def __init__(self, size: int, same: Ints, different: Ints) -> None:
        self.same = {(int(a), int(b)) for a, b in np.sort(same, axis=1)}
        self.different = {(int(a), int(b)) for a, b in np.sort(different, axis=1)}
        self.rows = np.zeros(size, dtype=bool)
        for pairs in (same, different):
            self.rows[pairs.ravel()] = True

    def among(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Places of the pairs (smaller row first) that are ruled the same, and of those ruled different."""
        at = np.flatnonzero(self.rows[pairs[:, 0]] & self.rows[pairs[:, 1]])
        keys = [(int(a), int(b)) for a, b in pairs[at]]
        joined = [place for place, key in zip(at, keys, strict=True) if key in self.same]
        apart = [place for place, key in zip(at, keys, strict=True) if key in self.different]
        return np.array(joined, dtype=np.int64), np.array(apart, dtype=np.int64)


def _settle_small(
    label: Ints, component: Ints, small: npt.NDArray[np.bool_], count: Ints, score: Score, rulings: _Rulings
) -> None:
    """Groups of few claims: all of their pairs are scored, groups of one size at a time."""
    rows = np.flatnonzero(small)
    rows = rows[np.lexsort((rows, component[rows]))]
    sizes = count[component[rows]]
    for width in np.unique(sizes):
        groups = rows[sizes == width].reshape(-1, width)
        step = max(1, _MATRICES // int(width * width))
        for at in range(0, len(groups), step):
            _settle_alike(label, groups[at : at + step], score, rulings)


def _settle_alike(label: Ints, groups: Ints, score: Score, rulings: _Rulings) -> None:
    count, width = groups.shape
    first, second = np.triu_indices(width, 1)
    pairs = np.stack([groups[:, first].ravel(), groups[:, second].ravel()], axis=1)
    values = score(pairs)
    values = np.clip(values, -_BOUND, _BOUND)
    joined, kept_apart = rulings.among(pairs)
    values[joined] = _FOREVER
    apart = np.zeros(len(values), dtype=bool)
    apart[kept_apart] = True
    place = np.tile(np.arange(len(first)), count)
    at = np.repeat(np.arange(count), len(first))
    scores = np.full((count, width, width), -np.inf)
    never = np.zeros((count, width, width), dtype=bool)
    for one, other in ((first, second), (second, first)):
        scores[at, one[place], other[place]] = values
        never[at, one[place], other[place]] = apart
    number = _average_linkage(scores, never)
    label[groups.ravel()] = np.take_along_axis(groups, number, axis=1).ravel()


def _average_linkage(scores: Floats, never: npt.NDArray[np.bool_]) -> Ints:
    """The smallest member of each one's cluster, for many groups of one size at a time.

    ``scores`` and ``never`` have the shape (groups, size, size). The two clusters with the highest mean score are joined, until none is above 0.
    """
    count, width = scores.shape[:2]
    number = np.tile(np.arange(width), (count, 1))
    weight = np.ones((count, width))
    scores = np.where(never, -np.inf, scores)
    active = np.arange(count)
    for _ in range(width - 1):
        flat = scores[active].reshape(len(active), -1)
        best = flat.argmax(axis=1)
        active, best = active[flat[np.arange(len(active)), best] > 0], best[flat[np.arange(len(active)), best] > 0]
        if not len(active):
            break
        one, other = np.minimum(best // width, best % width), np.maximum(best // width, best % width)
        heavy, light = weight[active, one][:, None], weight[active, other][:, None]
        # -inf stays -inf: what may not be joined with one part may not be joined with the whole.
        merged = (scores[active, one] * heavy + scores[active, other] * light) / (heavy + light)
        merged[np.arange(len(active)), one] = -np.inf
        scores[active, one, :] = merged
        scores[active, :, one] = merged
        scores[active, other, :] = -np.inf
        scores[active, :, other] = -np.inf
        weight[active, one] += weight[active, other]
        number[active] = np.where(number[active] == other[:, None], one[:, None], number[active])
    return number


def _settle_large(label: Ints, edges: Ints, strength: Floats, rulings: _Rulings) -> None:
    """Large groups that hold together by their strongest links: these are followed from the strongest on, unless a ruling forbids."""
    if not rulings.different:
        component = _components(len(label), edges)
        rows = np.unique(edges)
        smallest = np.full(len(label), len(label))
        np.minimum.at(smallest, component[rows], rows)
        label[rows] = smallest[component[rows]]
        return
    order = np.lexsort((edges[:, 1], edges[:, 0], -strength))
    members = {int(row): {int(row)} for row in np.unique(edges)}
    for left, right in edges[order]:
        one, other = members[int(left)], members[int(right)]
        if one is other or any(
            (min(a, b), max(a, b)) in rulings.different
            for a in one & _ruled(rulings, one)
            for b in other & _ruled(rulings, other)
        ):
            continue
        one |= other
        for row in other:
            members[row] = one
    for row, group in members.items():
        label[row] = min(group)


def _ruled(rulings: _Rulings, rows: set[int]) -> set[int]:
    return {row for row in rows if rulings.rows[row]}
