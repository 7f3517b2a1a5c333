"""Nash's bargaining solution (Nash 1950; with unequal powers Kalai 1977): the agreement with the greatest product of gains over disagreement."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from tarazy.scenarios.case import Floats

LEAST_GAIN = 1e-6
"""An agreement must be worth this much more than none to everybody."""
_SMOOTH = 1e-12
_HALVINGS = 120


def nash(positions: Floats, salience: Floats, power: Floats, disagreement: Floats) -> Floats:
    """The agreement, (dimensions,), from 0 to 1; the disagreement itself where no agreement is better for all who have any power.

    ``positions``, ``salience`` (actors, dimensions), ``power`` (actors,): exponents of the gains; ``disagreement`` (dimensions,). Utility is one minus the
    distance from one's position, weighted by salience.
    """
    strong = power > 0
    positions, salience, power = positions[strong], salience[strong], power[strong] / power[strong].sum()
    if positions.shape[1] == 1:
        return np.array([_on_a_line(positions[:, 0], power, float(disagreement[0]))])
    return _in_space(positions, salience, power, disagreement)


def _on_a_line(positions: Floats, power: Floats, disagreement: float) -> float:
    """On one issue: what all prefer to the disagreement is an interval, on which the product has one top."""
    mirrored = np.clip(2 * positions - disagreement, 0.0, 1.0)
    low = float(np.minimum(mirrored, disagreement).max())
    high = float(np.maximum(mirrored, disagreement).min())
    if high - low <= LEAST_GAIN:
        return disagreement
    reach = np.abs(positions - disagreement)
    for _ in range(_HALVINGS):
        thirds = np.array([low + (high - low) / 3, high - (high - low) / 3])
        gains = np.maximum(reach - np.abs(positions - thirds[:, None]), 1e-300)
        left, right = np.log(gains) @ power
        low, high = (thirds[0], high) if left < right else (low, thirds[1])
    return float((low + high) / 2)


def _in_space(positions: Floats, salience: Floats, power: Floats, disagreement: Floats) -> Floats:
    scale = np.square(salience).sum(1)
    none = _away(disagreement, positions, salience, scale)

    def gains(place: Floats) -> Floats:
        return none - _away(place, positions, salience, scale)

    def slopes(place: Floats) -> Floats:
        away = _away(place, positions, salience, scale)
        return np.asarray(-np.square(salience) * (place - positions) / (scale * away)[:, None])

    limits = [(0.0, 1.0)] * positions.shape[1]
    starts = [*positions, power @ positions, (power @ positions + disagreement) / 2]
    start = max(starts, key=lambda place: float(gains(place).min()))
    fair = minimize(
        lambda v: (-v[-1], np.append(np.zeros(len(v) - 1), -1.0)),
        np.append(start, gains(start).min()),
        jac=True,
        bounds=[*limits, (None, None)],
        constraints=[
            {
                "type": "ineq",
                "fun": lambda v: gains(v[:-1]) - v[-1],
                "jac": lambda v: np.column_stack([slopes(v[:-1]), -np.ones(len(power))]),
            }
        ],
        method="SLSQP",
        options={"maxiter": 100, "ftol": 1e-10},
    )
    place = max([np.clip(fair.x[:-1], 0.0, 1.0), start], key=lambda one: float(gains(one).min()))
    if gains(place).min() <= LEAST_GAIN:
        return disagreement

    def loss(place: Floats) -> tuple[float, Floats]:
        held = np.maximum(gains(place), 1e-12)
        return -float(power @ np.log(held)), -(power / held) @ slopes(place)

    found = minimize(
        loss,
        place,
        jac=True,
        bounds=limits,
        method="SLSQP",
        constraints=[{"type": "ineq", "fun": lambda v: gains(v) - LEAST_GAIN / 2, "jac": slopes}],
        options={"maxiter": 200, "ftol": 1e-13},
    )
    best = np.clip(found.x, 0.0, 1.0)
    better = gains(best).min() > 0 and loss(best)[0] <= loss(place)[0]
    return np.asarray(best if better else place)


def _away(place: Floats, positions: Floats, salience: Floats, scale: Floats) -> Floats:
    return np.asarray(np.sqrt((np.square((positions - place) * salience).sum(1) + _SMOOTH) / scale))
