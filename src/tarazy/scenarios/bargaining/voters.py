"""The weighted median and mean of positions (Black 1948; Van den Bos 1991), weights being capability times salience."""

from __future__ import annotations

import numpy as np

from tarazy.scenarios.case import Floats


def weighted_mean(positions: Floats, weights: Floats) -> float:
    """Mean of positions, shape (actors,), by weights that are not negative and do not sum to zero."""
    return float(positions @ weights / weights.sum())


def weighted_median(positions: Floats, weights: Floats) -> float:
    """The position that no other beats when each actor votes with its weight for the nearer of two: half of the weights lie on either side.

    Where exactly half of the weights lie on one side, any position between two actors is unbeaten: their middle is taken.
    """
    order = np.argsort(positions, kind="stable")
    places, reached = positions[order], np.cumsum(weights[order])
    half = reached[-1] / 2
    at = int(np.searchsorted(reached, half * (1 - 1e-12)))
    if np.isclose(reached[at], half, rtol=1e-12):
        beyond = places[at + 1 :][weights[order][at + 1 :] > 0]
        if len(beyond):
            return float((places[at] + beyond[0]) / 2)
    return float(places[at])
