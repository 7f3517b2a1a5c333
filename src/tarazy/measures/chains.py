"""Linear algebra of random walks seen through shared parameters: block-tridiagonal systems, their solutions and the covariances they leave.

A system has a full block for each period (what its observations say of all states together) and a diagonal coupling between
neighbouring periods (each state's own walk). Factors and the covariances of single states come from one pass forward and one back
(Rauch, Tung and Striebel 1965, AIAA Journal 3: 1445-1450, in information form).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dpotrf, dpotri

Matrix = NDArray[np.float64]


class Chain:
    """The factorised system with the symmetric ``blocks`` (n × n, one a period) and ``couplings`` (n each, between a period and the next)."""

    def __init__(self, blocks: Sequence[Matrix], couplings: Sequence[Matrix]) -> None:
        self.couplings = list(couplings)
        self.inverses: list[Matrix] = []
        for number, block in enumerate(blocks):
            reduced = block
            if number:
                link = self.couplings[number - 1]
                reduced = block - link[:, None] * self.inverses[-1] * link
            inverse, wrong = dpotri(dpotrf(reduced, lower=1)[0], lower=1)
            if wrong:
                raise np.linalg.LinAlgError(f"block {number} is not positive definite")
            lower = np.tril(inverse, -1)
            self.inverses.append(lower + lower.T + np.diag(np.diag(inverse)))

    def solve(self, right: Matrix) -> Matrix:
        """The solution for right-hand sides of the shape periods × n × columns."""
        forward = np.empty_like(right)
        for number, inverse in enumerate(self.inverses):
            side = right[number]
            if number:
                side = side - self.couplings[number - 1][:, None] * forward[number - 1]
            forward[number] = inverse @ side
        for number in range(len(self.inverses) - 2, -1, -1):
            forward[number] -= self.inverses[number] @ (self.couplings[number][:, None] * forward[number + 1])
        return forward

    def variances(self) -> tuple[Matrix, Matrix]:
        """Diagonals of the inverse: of each period (periods × n), and of each period with the next (periods - 1 × n)."""
        last = self.inverses[-1]
        own, next_to = [np.diag(last).copy()], []
        for number in range(len(self.inverses) - 2, -1, -1):
            inverse = self.inverses[number]
            gain = inverse * self.couplings[number]
            through = gain @ last
            next_to.append(-np.diag(through).copy())
            last = inverse + through @ gain.T
            own.append(np.diag(last).copy())
        shape = (len(self.inverses) - 1, len(last))
        return np.stack(own[::-1]), np.stack(next_to[::-1]) if next_to else np.empty(shape)
