"""Sharing what coalitions are worth: Shapley's value (1953), the nucleolus (Schmeidler 1969), Nash's division (1950), and the core.

A game is an array of 2ⁿ values: coalition ``c`` holds player ``i`` where bit ``i`` of ``c`` is set; the empty one is worth 0.
"""

from __future__ import annotations

from math import factorial

import numpy as np
from scipy.optimize import linprog

from tarazy.scenarios.case import Floats

NEAR = 1e-7


def members(players: int) -> Floats:
    """Who is in which coalition, (2ⁿ, n) of 0 and 1."""
    found: Floats = ((np.arange(2**players)[:, None] >> np.arange(players)) & 1).astype(float)
    return found


def shapley(game: Floats) -> Floats:
    """Each player's mean contribution over all orders of joining, (n,)."""
    players = _players(game)
    found = np.zeros(players)
    for coalition in range(len(game)):
        size = coalition.bit_count()
        for player in range(players):
            if not coalition >> player & 1:
                weight = factorial(size) * factorial(players - size - 1) / factorial(players)
                found[player] += weight * (game[coalition | 1 << player] - game[coalition])
    return found


def nash(game: Floats, weights: Floats) -> Floats:
    """What each has alone, and of the gain of all together a part by ``weights`` (n,): equal ones give Nash's own division."""
    players = _players(game)
    alone = game[1 << np.arange(players)]
    found: Floats = alone + (game[-1] - alone.sum()) * weights / weights.sum()
    return found


def excess(game: Floats, payoffs: Floats) -> Floats:
    """How much more each coalition is worth than it gets, (2ⁿ,)."""
    found: Floats = game - members(_players(game)) @ payoffs
    return found


def in_core(game: Floats, payoffs: Floats) -> bool:
    """Whether the payoffs share out what all are worth and no coalition would do better alone."""
    scale = max(1.0, float(np.abs(game).max()))
    found = excess(game, payoffs)
    return bool(abs(found[-1]) <= NEAR * scale and found[:-1].max() <= NEAR * scale)


def least_excess(game: Floats) -> float:
    """The least that the greatest excess can be (of the least core): the core is empty where it is above 0."""
    return _least(game, {}, bounded=False)[0]


def nucleolus(game: Floats) -> Floats:
    """The payoffs whose greatest excess is least, then the next greatest, and so on: linear programs one after another (Maschler, Peleg and Shapley 1979).

    Among payoffs that leave nobody worse off than alone, where there are any; else among all that share out the whole.
    """
    players = _players(game)
    if players == 1:
        return np.array([game[-1]])
    inside = members(players)
    alone = game[1 << np.arange(players)]
    bounded = bool(alone.sum() <= game[-1] + NEAR * max(1.0, float(np.abs(game).max())))
    fixed: dict[int, float] = {}
    payoffs = np.full(players, game[-1] / players)
    rank = 1
    while rank < players:
        value, payoffs, tight = _least(game, fixed, bounded)
        for coalition in tight:
            fixed[coalition] = value
        # What is fixed of some coalitions fixes those that are sums of them.
        rows = np.array([inside[-1], *(inside[coalition] for coalition in fixed)])
        rank = int(np.linalg.matrix_rank(rows))
        if not tight:
            break
        for coalition in range(1, len(game) - 1):
            if coalition not in fixed and np.linalg.matrix_rank(np.vstack([rows, inside[coalition]])) == rank:
                fixed[coalition] = float(game[coalition] - inside[coalition] @ payoffs)
    return payoffs


def _least(game: Floats, fixed: dict[int, float], bounded: bool) -> tuple[float, Floats, list[int]]:
    """The least greatest excess of the coalitions that are not fixed yet, payoffs that reach it, and coalitions whose excess cannot be less."""
    players = _players(game)
    inside = members(players)
    open_ones = [coalition for coalition in range(1, len(game) - 1) if coalition not in fixed]
    if not open_ones:
        return (
            0.0,
            np.linalg.lstsq(
                inside[[*fixed, -1]], np.array([game[c] - v for c, v in fixed.items()] + [game[-1]]), rcond=None
            )[0],
            [],
        )
    alone = game[1 << np.arange(players)]
    upper = np.hstack([-inside[open_ones], -np.ones((len(open_ones), 1))])
    equal = np.hstack([np.vstack([inside[[*fixed]], inside[-1:]]), np.zeros((len(fixed) + 1, 1))])
    whole = [*(game[coalition] - value for coalition, value in fixed.items()), game[-1]]
    low = [(float(one) if bounded else None, None) for one in alone]
    found = linprog(
        np.append(np.zeros(players), 1.0),
        upper,
        -game[open_ones],
        equal,
        whole,
        [*low, (None, None)],
        method="highs-ds",
    )
    tight = [coalition for coalition, dual in zip(open_ones, found.ineqlin.marginals, strict=True) if dual < -NEAR]
    return float(found.x[-1]), np.asarray(found.x[:-1]), tight


def _players(game: Floats) -> int:
    return len(game).bit_length() - 1
