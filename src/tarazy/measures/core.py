"""Core and periphery: the discrete and the continuous model of Borgatti and Everett (2000, Social Networks 21: 375-395).

The discrete one, with the ties between core and periphery left free, is solved exactly by degrees (Lip 2011, arXiv:1102.5511);
the continuous one by least squares off the diagonal (MINRES, as in Boyd et al. 2010, Social Networks 32: 125-137).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_STEPS = 500


def discrete_core(tied: sparse.csr_array) -> tuple[NDArray[np.bool_], float]:
    """Who is in the core, and how well core and periphery fit, from -1 to 1.

    ``tied``: a symmetric matrix, above 0 where there is a tie. The core is the set with the fewest absent ties within it and ties outside it;
    of equal sets the smallest. The fit is the correlation of ties with the pattern, over pairs within core and within periphery;
    NaN where one of them has no spread. Nobody is in the core of a network without ties.
    """
    degree = np.asarray((tied > 0).sum(axis=1)).ravel().astype(np.int64)
    order = np.argsort(-degree, kind="stable")
    size = np.arange(len(degree) + 1)
    outside = np.append(degree[order][::-1].cumsum()[::-1], 0)
    missed = size * (size - 1) / 2 + outside - degree.sum() / 2
    count = int(np.argmin(missed)) if degree.sum() else 0
    core = np.zeros(len(degree), dtype=bool)
    core[order[:count]] = True
    return core, _fit(tied, core)


def _fit(tied: sparse.csr_array, core: NDArray[np.bool_]) -> float:
    ends = sparse.triu(tied > 0, k=1).tocoo()
    both, none = core[ends.row] & core[ends.col], ~core[ends.row] & ~core[ends.col]
    inside, apart = int(core.sum()), int((~core).sum())
    pairs_in, pairs_out = inside * (inside - 1) / 2, apart * (apart - 1) / 2
    ties_in, ties_out = int(both.sum()), int(none.sum())
    pairs, ties = pairs_in + pairs_out, ties_in + ties_out
    spread = pairs_in * pairs_out * ties * (pairs - ties)
    return float((pairs * ties_in - ties * pairs_in) / np.sqrt(spread)) if spread > 0 else float("nan")


def coreness(weights: sparse.csr_array) -> NDArray[np.float64]:
    """How central each actor is to the core, of length 1 over all, not negative: c with c·cᵀ nearest to the weights off the diagonal."""
    own = sparse.csr_array(weights.copy())
    own.setdiag(0)
    own.eliminate_zeros()
    if own.nnz == 0:
        return np.zeros(own.shape[0])
    found = np.sqrt(np.asarray(own.sum(axis=1)).ravel() / np.sqrt(own.sum()))
    for _ in range(_STEPS):
        squares = (found**2).sum() - found**2
        step = np.divide(own @ found, squares, out=np.zeros_like(found), where=squares > 0)
        # Half steps: whole ones can swing between two sides for ever.
        moved = (found + step) / 2
        if np.abs(moved - found).max() <= 1e-10 * max(found.max(), 1e-300):
            break
        found = moved
    length = np.sqrt((found**2).sum())
    made: NDArray[np.float64] = found / length if length > 0 else found
    return made
