"""What an order hangs on: how far each weight can be turned before another option is first, and what leaving out an option does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats

Judge = Callable[[Floats], Floats]
"""From weights (runs, criteria) to the values of the options, (runs, options)."""
_STEPS = 201


def swings(judge: Judge, weights: Floats, part: float) -> Floats:
    """The values of the options when one weight is ``part`` less or more: shape (criteria, 2, options). ``weights``: (criteria,)."""
    runs = np.repeat(weights[None, :], 2 * len(weights), axis=0)
    for at in range(len(weights)):
        runs[2 * at, at] *= 1 - part
        runs[2 * at + 1, at] *= 1 + part
    usable = runs.sum(axis=1) > 0
    found = np.full((len(runs), judge(weights[None, :]).shape[1]), np.nan)
    found[usable] = judge(runs[usable])
    return found.reshape(len(weights), 2, -1)


def turning_points(judge: Judge, weights: Floats) -> list[tuple[float, int] | None]:
    """For each criterion the weight, as a part of all, nearest to its own at which another option is first, and which; None where none is.

    The other weights keep their proportions.
    """
    share = weights / weights.sum()
    first = int(np.argmax(judge(share[None, :])[0]))
    found: list[tuple[float, int] | None] = []
    for at, own in enumerate(share):
        grid = np.unique(np.append(np.linspace(0.0, 1.0, _STEPS), own))
        rest = share.copy()
        rest[at] = 0.0
        rest = rest / rest.sum() if rest.sum() > 0 else rest
        runs = grid[:, None] * np.eye(len(share))[at] + (1 - grid)[:, None] * rest
        usable = runs.sum(axis=1) > 0
        best = np.full(len(grid), first)
        tried = judge(runs[usable])
        # A tie leaves the first where it is.
        ahead = tried.max(axis=1) > tried[:, first] + 1e-12
        best[usable] = np.where(ahead, tried.argmax(axis=1), first)
        turned = np.flatnonzero(best != first)
        nearest = turned[np.argmin(np.abs(grid[turned] - own))] if len(turned) else None
        found.append(None if nearest is None else (float(grid[nearest]), int(best[nearest])))
    return found


def reversals(order: Callable[[Sequence[int]], npt.NDArray[np.float64]], options: int) -> list[tuple[int, int, int]]:
    """``(left out, above, below)``: pairs of options whose order turns when a third is left out.

    ``order`` gives the values of the options with these numbers, judged among themselves.
    """
    whole = order(range(options))
    found = []
    for out in range(options):
        kept = [one for one in range(options) if one != out]
        if len(kept) < 2:
            break
        left = dict(zip(kept, order(kept), strict=True))
        found += [
            (out, one, other)
            for one in kept
            for other in kept
            if whole[one] > whole[other] + 1e-12 and left[other] > left[one] + 1e-12
        ]
    return found
