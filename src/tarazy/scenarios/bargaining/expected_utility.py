"""Bueno de Mesquita's expected-utility model of challenges on one issue, as unravelled by Scholz, Calbert and Smith (2011).

Numbers of equations are those of the paper. ``variant``: the paper's text and the program behind its figures differ, see ``probability`` and
``_accepted``. The first axis of every array is the run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.bargaining.voters import weighted_median
from tarazy.scenarios.case import Floats

VARIANTS = ("program", "text")
_NONE, _CAPITULATION, _COMPROMISE, _CONFRONTATION = 0, 1, 2, 3
_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Round:
    """A round: ``chance`` (runs, i, j) that i defeats j; ``danger`` (runs, actors): what others together expect of challenging i; ``exponent`` (runs,
    actors): r, above 1 for who seeks safety; ``own`` and ``other`` (runs, i, j): what i expects of challenging j, and thinks j expects of challenging i;
    ``kind`` (runs, actors): of the offer taken (0 none, 1 capitulation, 2 compromise, 3 confrontation lost), ``to`` whom.
    """

    positions: Floats
    median: Floats
    chance: Floats
    danger: Floats
    exponent: Floats
    own: Floats
    other: Floats
    kind: npt.NDArray[np.int64]
    to: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Challenged:
    """All rounds; ``positions`` (rounds + 1, runs, actors) and ``medians`` (rounds + 1, runs), the first being those given."""

    positions: Floats
    medians: Floats
    rounds: tuple[Round, ...]


def challenged(
    positions: Floats, weights: Floats, salience: Floats, rounds: int, status_quo: float = 1.0, variant: str = "program"
) -> Challenged:
    """So many rounds. ``positions``, ``weights`` (capability times salience), ``salience`` from 0 to 1: (runs, actors).

    ``status_quo`` is Q, the chance that others stay where they are when they are not challenged.
    """
    spread = np.ptp(positions, axis=1)
    # Where all stand in one place there is nothing to challenge.
    spread = np.where(spread > 0, spread, 1.0)
    past, medians, told = [positions], [_medians(positions, weights)], []
    for _ in range(rounds):
        one, moved = _round(positions, weights, salience, spread, medians[-1], status_quo, variant)
        told.append(one)
        positions = moved
        past.append(positions)
        medians.append(_medians(positions, weights))
    return Challenged(np.stack(past), np.stack(medians), tuple(told))


def _medians(positions: Floats, weights: Floats) -> Floats:
    return np.array([weighted_median(place, weight) for place, weight in zip(positions, weights, strict=True)])


def _round(
    positions: Floats, weights: Floats, salience: Floats, spread: Floats, median: Floats, q: float, variant: str
) -> tuple[Round, Floats]:
    neutral = np.ones_like(positions)
    chance = probability(positions, weights, spread, neutral, variant)
    first = _expected(positions, salience, spread, median, chance, neutral, q)
    count = positions.shape[1]
    others = np.where(np.eye(count, dtype=bool), 0.0, first)
    danger = others.sum(1)
    low, high = danger.min(1, keepdims=True), danger.max(1, keepdims=True)
    # Equations 32 and 33.
    risk = np.divide(2 * danger - high - low, high - low, out=np.zeros_like(danger), where=high > low)
    exponent = (1 - risk / 3) / (1 + risk / 3)
    if variant == "program":
        chance = probability(positions, weights, spread, exponent, variant)
    own = _expected(positions, salience, spread, median, chance, exponent, q)
    other = np.swapaxes(_expected(positions, salience, spread, median, chance, exponent, q, by_target=True), 1, 2)
    kind, to, moved = _accepted(positions, own, other, variant)
    return Round(positions, median, chance, danger, exponent, own, other, kind, to), moved


def probability(positions: Floats, weights: Floats, spread: Floats, exponent: Floats, variant: str) -> Floats:
    """The chance that i defeats j, (runs, i, j): votes for i's position against j's, over all votes.

    By the text (equation 30) all votes are those of this contest. The program divides by the votes of every contest of any two actors, which makes
    all chances small; an independent replication found that its published results need it. Its voters measure distances to the power of their own
    ``exponent`` (runs, actors) once risks are known, where the text has plain distances.
    """
    runs, count = positions.shape
    away = (np.abs(positions[:, :, None] - positions[:, None, :]) / spread[:, None, None]) ** exponent[:, :, None]
    won, cast = np.zeros((2, runs, count, count))
    size = max(1, _AT_ONCE // (runs * count * count))
    for start in range(0, count, size):
        some = away[:, start : start + size]
        votes = weights[:, start : start + size, None, None] * (some[:, :, None, :] - some[:, :, :, None])
        won += np.maximum(votes, 0.0).sum(1)
        cast += np.abs(votes).sum(1)
    total = np.broadcast_to(cast.sum((1, 2), keepdims=True), cast.shape) if variant == "program" else cast
    apart = positions[:, :, None] != positions[:, None, :]
    return np.divide(won, total, out=np.zeros_like(won), where=apart & (total > 0))


def _expected(
    positions: Floats,
    salience: Floats,
    spread: Floats,
    median: Floats,
    chance: Floats,
    exponent: Floats,
    q: float,
    by_target: bool = False,
) -> Floats:
    """What i expects of challenging j, (runs, i, j), equation 25; with the exponent of i, or of j where j estimates it."""
    r = exponent[:, None, :] if by_target else exponent[:, :, None]
    apart = np.abs(positions[:, :, None] - positions[:, None, :]) / spread[:, None, None]
    success, failure = 2 - 4 * (0.5 - 0.5 * apart) ** r, 2 - 4 * (0.5 + 0.5 * apart) ** r
    resists = salience[:, None, :]
    gained = resists * (chance * success + (1 - chance) * failure) + (1 - resists) * success
    stays = 2 - 4 * 0.5**r
    if q == 1:
        return gained - stays
    middle = np.abs(positions - median[:, None])[:, :, None] / spread[:, None, None]
    part = np.clip(0.25 * (middle + apart), 0.0, 0.5)
    better, worse = 2 - 4 * (0.5 - part) ** r, 2 - 4 * (0.5 + part) ** r
    # Unchallenged, the other moves towards the median: better where that is nearer than where it stands (Eftekhari and Rahimi 2014).
    moves = np.where(middle < apart, better, worse)
    return gained - q * stays - (1 - q) * moves


def _accepted(
    positions: Floats, own: Floats, other: Floats, variant: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """The offer that each takes: a confrontation that it loses before a compromise before a capitulation; among several the least move.

    The program chooses among compromises the one whose mean of both positions, weighted by what they expect, is lowest, where the text has the least move.
    """
    x, y = positions[:, :, None], positions[:, None, :]
    apart = x != y
    lost = apart & (own > 0) & (other > own)
    meet = apart & (own < 0) & (other > 0) & (other > -own)
    yields = apart & (own < 0) & (other > 0) & (other < -own)
    part = np.divide(np.abs(own), other, out=np.zeros_like(own), where=meet)
    place = np.where(meet, x + (y - x) * part, y)
    total = np.abs(own) + np.abs(other)
    mean = np.divide(np.abs(own) * x + np.abs(other) * y, total, out=np.zeros_like(own), where=total > 0)
    kind = np.where(lost, _CONFRONTATION, np.where(meet, _COMPROMISE, np.where(yields, _CAPITULATION, _NONE)))
    best = kind.max(2)
    cost = np.where(meet, mean, np.abs(y - x)) if variant == "program" else np.abs(place - x)
    cost = np.where((kind == best[:, :, None]) & (kind > _NONE), cost, np.inf)
    to = cost.argmin(2)
    moved = np.where(best > _NONE, np.take_along_axis(place, to[:, :, None], 2)[:, :, 0], positions)
    return best, np.where(best > _NONE, to, -1), moved
