"""Betweenness of many sources at once: Brandes' algorithm (2001, Journal of Mathematical Sociology 25: 163-177) as sparse products.

For networks in which everybody is a few steps from everybody, as those of states are, it takes half the processor time of a search from
each source; rustworkx does the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_BLOCK = 64
_STEPS = 12


def betweenness_of_close(weights: sparse.csr_array) -> NDArray[np.float64] | None:
    """Betweenness by steps of a symmetric matrix of ties, 0 to 1 as a part of all pairs of others; None where some are more than
    ``_STEPS`` steps apart, for whom it is the wrong way. At least three actors."""
    tied = (weights > 0).astype(np.float64).tocsr()
    size = tied.shape[0]
    found = np.zeros(size)
    for first in range(0, size, _BLOCK):
        sources = np.arange(first, min(first + _BLOCK, size))
        own = np.arange(len(sources))
        paths = np.zeros((size, len(sources)))
        paths[sources, own] = 1
        front, seen = paths.copy(), paths > 0
        levels = [seen.copy()]
        while True:
            front = tied @ front
            front[seen] = 0
            reached = front > 0
            if not reached.any():
                break
            if len(levels) > _STEPS:
                return None
            seen |= reached
            paths += front
            levels.append(reached)
        per_path = np.divide(1, paths, out=np.zeros_like(paths), where=paths > 0)
        through = np.zeros_like(paths)
        for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
            carried = tied @ np.where(far, (1 + through) * per_path, 0)
            through += np.where(near, carried * paths, 0)
        through[sources, own] = 0
        found += through.sum(axis=1)
    part: NDArray[np.float64] = found / ((size - 1) * (size - 2))
    return part
