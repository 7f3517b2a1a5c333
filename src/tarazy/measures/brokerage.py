"""Brokerage: Burt's constraint, and the five roles of Gould and Fernandez.

Burt 1992, Structural Holes. Gould and Fernandez 1989, Sociological Methodology 19: 89-126.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def constraint(weights: sparse.csr_array) -> NDArray[np.float64]:
    """Burt's constraint of each actor of a symmetric matrix of tie weights (no ties to oneself); NaN without ties.

    Σ over contacts j of (p_ij + Σ_q p_iq·p_qj)², where p_ij is j's part of i's weights: high where all contacts know each other.
    """
    strength = np.asarray(weights.sum(axis=1)).ravel()
    with np.errstate(divide="ignore"):
        part = sparse.diags_array(np.where(strength > 0, 1 / strength, 0)) @ weights
    tied = (weights > 0).astype(np.float64)
    local = (part + part @ part).multiply(tied).power(2)
    found = np.asarray(local.sum(axis=1)).ravel()
    return np.where(strength > 0, found, np.nan)


def gould_fernandez(directed: sparse.csr_array, groups: Sequence[object]) -> NDArray[np.int64]:
    """How often each actor is the broker b of a → b → c without a → c, shape actors × ``ROLES``.

    By the groups of a, b, c: coordinator (one group), consultant (a and c of one group, b of another), gatekeeper (b and c of one,
    a of another), representative (a and b of one, c of another), liaison (three groups). ``directed``: any tie above 0.
    """
    tied = (directed > 0).astype(np.int8).tocsr()
    into = tied.T.tocsr()
    group = np.unique(np.array([str(one) for one in groups]), return_inverse=True)[1]
    found = np.zeros((tied.shape[0], len(ROLES)), dtype=np.int64)
    for broker in range(tied.shape[0]):
        givers = _row(into, broker)
        takers = _row(tied, broker)
        givers, takers = givers[givers != broker], takers[takers != broker]
        if not len(givers) or not len(takers):
            continue
        open_pair = (tied[givers][:, takers].toarray() == 0) & (givers[:, None] != takers[None, :])
        a, b, c = group[givers][:, None], group[broker], group[takers][None, :]
        roles = (
            (a == b) & (b == c),
            (a == c) & (a != b),
            (b == c) & (a != b),
            (a == b) & (b != c),
            (a != b) & (b != c) & (a != c),
        )
        found[broker] = [int((open_pair & role).sum()) for role in roles]
    return found


def _row(matrix: sparse.csr_array, number: int) -> NDArray[np.int64]:
    return np.asarray(matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]], dtype=np.int64)
