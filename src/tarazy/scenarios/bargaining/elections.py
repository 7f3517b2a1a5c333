"""Probabilistic Condorcet elections: votes between two options, coalitions, chances of victory, and which option wins.

After KTAB (Wise, Lester and Efird 2015). All functions take any number of leading axes, so that many elections are held at once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats

Flags = npt.NDArray[np.bool_]
LEAST_COALITION = 1e-8
"""What a coalition has at least, so that a contest of nobody is undecided."""
_BINARY = 1e-8
_THRESHOLD = 1.10
_INCENTIVE = 1e-10
_MOST_STEPS = 1000
_SQUARINGS = 40
_AT_ONCE = 4_000_000
"""Votes that are in memory at once."""


def vote(rule: str, weight: Floats | float, difference: Floats) -> Floats:
    """The votes of actors of this weight for the first of two options from which they have so much more utility; below 0: for the second."""
    if rule == "proportional":
        return weight * difference
    if rule == "cubic":
        return weight * difference**3
    if rule == "prop-cubic":
        return weight * (0.5 * difference + 0.5 * difference**3)
    if rule == "prospect":
        # A gain counts two thirds of a loss of the same size.
        return weight * np.where(difference > 0, difference * (2 / 3), difference)
    binary = np.clip(difference / _BINARY, -1.0, 1.0)
    return weight * (binary if rule == "binary" else 0.8 * difference + 0.2 * binary)


def coalitions(rule: str, weights: Floats, utilities: Floats) -> Floats:
    """Strength of all who support option i against j: (…, options, options), from weights (…, actors) and utilities (…, actors, options).

    Only the votes between i and an earlier j are counted, once for either side; it matters where a rule is not symmetric.
    """
    count = utilities.shape[-1]
    supporting, opposing = np.zeros((2, *utilities.shape[:-2], count, count))
    size = max(1, _AT_ONCE // max(1, supporting.size))
    for first in range(0, utilities.shape[-2], size):
        some = utilities[..., first : first + size, :]
        votes = vote(rule, weights[..., first : first + size, None, None], some[..., :, None] - some[..., None, :])
        supporting += np.maximum(votes, 0.0).sum(-3)
        opposing += np.maximum(-votes, 0.0).sum(-3)
    later = np.tri(count, k=-1)
    return np.asarray(LEAST_COALITION + supporting * later + np.swapaxes(opposing * later, -1, -2))


def victory(model: str, strength: Floats) -> Floats:
    """Chance that i defeats j, from coalition strengths (…, options, options); a half on the diagonal."""
    other = np.swapaxes(strength, -1, -2)
    if model == "binary":
        share = strength / (strength + other)
        between = (share * (_THRESHOLD + 1.0) - 1.0) / (_THRESHOLD - 1.0)
        won, lost = strength >= _THRESHOLD * other, other >= _THRESHOLD * strength
        sure = 1.0 / (1.0 + 1e-6)
        return np.where(won, sure, np.where(lost, 1.0 - sure, between))
    power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[model]
    # Their ratio alone matters: scaled by the larger, high powers neither overflow nor vanish both.
    larger = np.maximum(strength, other)
    one, two = (strength / larger) ** power, (other / larger) ** power
    return one / (one + two)


def chances(kind: str, strength: Floats, beats: Floats, present: Flags | None = None) -> Floats:
    """The chance of each option, (…, options), from coalition strengths and chances of victory between them.

    ``present`` (…, options) leaves out the options that do not stand; theirs is 0. ``kind`` is conditional (the chance to beat all others, given that
    one does), markov-uniform (every option challenges the favourite equally often) or markov-incentive (by how much support it gains).
    """
    there = np.ones(beats.shape[:-1], dtype=bool) if present is None else present
    if kind == "conditional":
        products = np.where(there[..., None, :], beats, 1.0).prod(-1) * there
        total = products.sum(-1, keepdims=True)
        if (total <= 0).any():
            # Products of many small chances vanish; their logarithms do not.
            with np.errstate(divide="ignore"):
                logs = np.where(there[..., None, :], np.log(beats), 0.0).sum(-1)
            logs = np.where(there, logs, -np.inf)
            products = np.exp(logs - logs.max(-1, keepdims=True))
            total = products.sum(-1, keepdims=True)
        return np.asarray(products / total)
    both = there[..., :, None] & there[..., None, :]
    start = there / there.sum(-1, keepdims=True)
    if kind == "markov-uniform":
        pairs = np.where(both, beats, 0.0)
        size = there.sum(-1, keepdims=True)
        # Challenger and favourite each keep the chance of the other that they defeat.
        own = pairs.sum(-1)
        return _settled(start, lambda p: (own * p + (pairs @ p[..., None])[..., 0]) / size, 1e-6)
    count = beats.shape[-1]
    incentive = np.where(both, strength * beats, 0.0) + _INCENTIVE * np.eye(count) * there[..., None, :]
    total = incentive.sum(-2, keepdims=True)
    challenges = np.divide(incentive, total, out=np.zeros_like(incentive), where=total > 0)
    return _settled(start, lambda p: _incentive_step(p, challenges, beats), 1e-8)


def _incentive_step(p: Floats, challenges: Floats, beats: Floats) -> Floats:
    meets = p[..., :, None] * np.swapaxes(challenges, -1, -2)
    return np.asarray((beats * (meets + np.swapaxes(meets, -1, -2))).sum(-1))


def _settled(start: Floats, step: Callable[[Floats], Floats], tolerance: float) -> Floats:
    """The distribution at which steps, each halved, come to rest; every election stops by itself."""
    p, moving = start, np.ones(start.shape[:-1], dtype=bool)
    for _ in range(_MOST_STEPS):
        new = step(p)
        change = np.abs(new - p).max(-1)
        p = np.where(moving[..., None], (p + new) / 2, p)
        moving = moving & (change > tolerance)
        if not moving.any():
            return p
    # A step is linear: its limit is that of the powers of its matrix, by squaring. The program gives up here.
    count = start.shape[-1]
    units = [step(np.broadcast_to(one, start.shape)) for one in np.eye(count)]
    lazy = (np.stack(units, axis=-1) + np.eye(count)) / 2
    for _ in range(_SQUARINGS):
        lazy = lazy @ lazy
        lazy = lazy / np.maximum(lazy.sum(-2, keepdims=True), 1e-300)
    limit = (lazy @ start[..., None])[..., 0]
    return np.where(moving[..., None], limit / limit.sum(-1, keepdims=True), p)
