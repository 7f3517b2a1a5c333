"""Routes and cuts of a network: the k shortest routes (Yen 1971), the greatest flow and the least cut (Ford and Fulkerson 1956), by SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra, maximum_flow, yen

from tarazy.scenarios.case import Floats

Whole = npt.NDArray[np.int64]
_MOST = 2_000_000_000
"""SciPy counts flows in 32 bits."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Directed arcs between ``nodes`` nodes, numbered from 0; several may join the same two. ``tails``, ``heads``: shape (arcs,)."""

    nodes: int
    tails: Whole
    heads: Whole


@dataclass(frozen=True, slots=True)
class Way:
    """A route: its arcs in order, and the sum of their weights."""

    arcs: tuple[int, ...]
    length: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The greatest flow between two places, and the arcs of a least cut, whose capacities sum to it."""

    flow: float
    arcs: tuple[int, ...]


def shortest(arcs: Arcs, weights: Floats, usable: npt.NDArray[np.bool_], start: int, ends: Sequence[int]) -> Way | None:
    """The shortest route from ``start`` to the nearest of ``ends`` over usable arcs; None where there is none.

    ``weights`` (arcs,) are at least 0.
    """
    graph, top, sink = _split(arcs, weights, usable, ends)
    length, before = dijkstra(graph, indices=start, return_predecessors=True)
    return None if np.isinf(length[sink]) else Way(_traced(before, start, sink, arcs.nodes, top), float(length[sink]))


def routes(
    arcs: Arcs, weights: Floats, usable: npt.NDArray[np.bool_], start: int, ends: Sequence[int], count: int
) -> list[Way]:
    """Up to ``count`` shortest routes without a node twice, the shortest first."""
    graph, top, sink = _split(arcs, weights, usable, ends)
    lengths, before = yen(graph, start, sink, count, return_predecessors=True)
    return [
        Way(_traced(row, start, sink, arcs.nodes, top), float(length))
        for length, row in zip(lengths, before, strict=True)
    ]


def greatest_flow(arcs: Arcs, capacity: Floats, start: int, ends: Sequence[int]) -> Cut:
    """The greatest flow from ``start`` to ``ends`` together; exact where capacities are whole and sum to no more than 2·10⁹, else to nine digits."""
    out = float(capacity[arcs.tails == start].sum())
    exact = out <= _MOST and bool((capacity == np.floor(capacity)).all())
    scale = 1.0 if exact or not out else out / _MOST
    # More than can leave the start never flows.
    whole = np.floor(np.minimum(capacity, max(out, 0.0)) / scale + 1e-9).astype(np.int32)
    most = np.int32(min(_MOST, max(out, 0.0) / scale + 1))
    middle, sink = arcs.nodes + np.arange(len(arcs.tails)), arcs.nodes + len(arcs.tails)
    tails = np.concatenate([arcs.tails, middle, np.asarray(ends, dtype=np.int64)])
    heads = np.concatenate([middle, arcs.heads, np.full(len(ends), sink)])
    caps = np.concatenate([whole, whole, np.full(len(ends), most)]).astype(np.int32)
    kept = caps > 0
    graph = csr_array((caps[kept], (tails[kept], heads[kept])), shape=(sink + 1, sink + 1))
    found = maximum_flow(graph, start, sink)
    left = (graph - found.flow).tocsr()
    left.data = np.where(left.data > 0, 1, 0)
    left.eliminate_zeros()
    near = np.zeros(sink + 1, dtype=bool)
    near[breadth_first_order(left, start, return_predecessors=False)] = True
    # An arc is cut where its tail can still be reached and its head cannot.
    cut = near[arcs.tails] & ~near[arcs.heads] & (whole > 0)
    return Cut(float(found.flow_value) * scale, tuple(int(one) for one in np.flatnonzero(cut)))


def _split(
    arcs: Arcs, weights: Floats, usable: npt.NDArray[np.bool_], ends: Sequence[int]
) -> tuple[csr_array, int, int]:
    """A graph in which each arc is a node of its own, so that arcs side by side stay apart, and all ends lead to one."""
    chosen = np.flatnonzero(usable)
    count, sink = len(arcs.tails), arcs.nodes + len(arcs.tails)
    middle = arcs.nodes + chosen
    tails = np.concatenate([arcs.tails[chosen], middle, np.asarray(ends, dtype=np.int64)])
    heads = np.concatenate([middle, arcs.heads[chosen], np.full(len(ends), sink)])
    half = np.asarray(weights, dtype=float)[chosen] / 2
    data = np.concatenate([half, half, np.zeros(len(ends))])
    places = (tails.astype(np.int32), heads.astype(np.int32))
    return csr_array((data, places), shape=(sink + 1, sink + 1)), arcs.nodes + count, sink


def _traced(before: npt.NDArray[np.int32], start: int, sink: int, nodes: int, top: int) -> tuple[int, ...]:
    """The arcs on the way back from the sink."""
    found, at = [], sink
    while at != start:
        at = int(before[at])
        if nodes <= at < top:
            found.append(at - nodes)
    return tuple(reversed(found))
