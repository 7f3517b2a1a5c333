"""Nash's bargaining solution (Nash 1950; with unequal powers Kalai 1977): the agreement with the greatest product of gains over disagreement."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from tarazy.scenarios.case import Floats

LEAST_GAIN = 1e-6
"""An agreement must be worth this much more than none to everybody."""
_SMOOTH = 1e-16


def nash(positions: Floats, salience: Floats, power: Floats, disagreement: Floats) -> Floats:
    """The agreement, (dimensions,), from 0 to 1; the disagreement itself where no agreement is better for all who have any power.

    ``positions``, ``salience`` (actors, dimensions), ``power`` (actors,): exponents of the gains; ``disagreement`` (dimensions,). Utility is one minus the
    distance from one's position, weighted by salience.
    """
    strong = power > 0
    positions, salience, power = positions[strong], salience[strong], power[strong] / power[strong].sum()
    scale = np.square(salience).sum(1)

    def gains(place: Floats) -> Floats:
        return _away(disagreement, positions, salience, scale) - _away(place, positions, salience, scale)

    limits = [(0.0, 1.0)] * positions.shape[1]
    starts = [*positions, power @ positions, (power @ positions + disagreement) / 2]
    start = max(starts, key=lambda place: float(gains(place).min()))
    fair = minimize(
        lambda v: -v[-1],
        np.append(start, gains(start).min()),
        bounds=[*limits, (None, None)],
        constraints=[{"type": "ineq", "fun": lambda v: gains(v[:-1]) - v[-1]}],
        method="SLSQP",
        options={"maxiter": 300, "ftol": 1e-12},
    )
    place = max([fair.x[:-1], start], key=lambda one: float(gains(np.clip(one, 0, 1)).min()))
    place = np.clip(place, 0.0, 1.0)
    if gains(place).min() <= LEAST_GAIN:
        return disagreement
    found = minimize(
        lambda v: -float(power @ np.log(np.maximum(gains(v), 1e-12))),
        place,
        bounds=limits,
        method="SLSQP",
        constraints=[{"type": "ineq", "fun": lambda v: gains(v) - LEAST_GAIN / 2}],
        options={"maxiter": 500, "ftol": 1e-14},
    )
    best = np.clip(found.x, 0.0, 1.0)
    return np.asarray(best if gains(best).min() > 0 else place)


def _away(place: Floats, positions: Floats, salience: Floats, scale: Floats) -> Floats:
    return np.asarray(np.sqrt((np.square((positions - place) * salience).sum(1) + _SMOOTH) / scale))
