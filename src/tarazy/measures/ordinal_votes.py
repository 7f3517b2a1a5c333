"""Likelihood of ordered votes (no < abstain < yes) given positions: an ordinal probit for each roll call, with its derivatives.

A state at x votes by x·β + ε, ε ~ N(0, 1): no below the first threshold, yes above the second, and abstains between them (Bailey, Strezhnev
and Voeten 2017, Journal of Conflict Resolution 61: 430-456). Of a roll call in which one of the three does not occur there is one threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr, ndtri

Matrix = NDArray[np.float64]
Votes = NDArray[np.int8]
MISSING, NO, ABSTAIN, YES = -1, 0, 1, 2
_ROOT = 0.5 * np.log(2 * np.pi)
_FARTHEST = 30.0
_LEAST = 1e-290


@dataclass(frozen=True, slots=True)
class Ballots:
    """The votes of one period, shape states × roll calls, as what the likelihood needs of them."""

    votes: Votes
    sign: Matrix  # 1 for the lowest category, -1 for the highest, 0 for the middle one and for none
    middle: tuple[NDArray[np.int64], NDArray[np.int64]]
    two: NDArray[np.bool_]  # roll calls with two of the three categories

    @property
    def calls(self) -> int:
        """Roll calls of the period."""
        return len(self.two)


def ballots(votes: Votes) -> Ballots:
    """``votes`` (states × roll calls: -1 missing, 0, 1, 2 in order; at least two categories in each roll call)."""
    present = np.stack([(votes == category).any(0) for category in (NO, ABSTAIN, YES)])
    two = present.sum(0) == 2
    lowest = np.where(present[NO], NO, ABSTAIN)
    highest = np.where(present[YES], YES, ABSTAIN)
    known = votes >= 0
    sign = (known & (votes == lowest)).astype(np.float64) - (known & (votes == highest))
    between = known & (sign == 0)
    row, column = np.nonzero(between)
    return Ballots(votes, sign, (row.astype(np.int64), column.astype(np.int64)), two)


@dataclass(slots=True)
class Calls:
    """Parameters of the roll calls of one period: ``slope`` β, and ``cut``, shape 2 × calls; both cuts are the same where there is one."""

    slope: Matrix
    cut: Matrix


def first_guess(given: Ballots) -> Calls:
    """Slopes of 0, and the cuts that the counts of votes say."""
    low, high = (given.sign > 0).sum(0), (given.sign < 0).sum(0)
    cast = (given.votes >= 0).sum(0)
    below = (low + 0.5) / (cast + 1)
    cut = np.stack([ndtri(below), ndtri(1 - (high + 0.5) / (cast + 1))])
    cut[1] = np.where(given.two, cut[0], np.maximum(cut[1], cut[0] + 0.05))
    return Calls(np.zeros(given.calls), cut)


@dataclass(frozen=True, slots=True)
class Curvature:
    """Log likelihood of a period with its first derivatives and its negative second ones (residuals left out, so that they are positive).

    ``call``: calls × 3, of slope and cuts; ``calls``: calls × 3 × 3; ``state``: of each state's position, and ``states`` its diagonal;
    ``mixed``: states × calls × 3. ``bends``: states × calls, the weight of each vote.
    """

    value: float
    state: Matrix
    states: Matrix
    call: Matrix
    calls: Matrix
    mixed: Matrix
    bends: Matrix


def curvature(x: Matrix, given: Ballots, at: Calls) -> Curvature:
    """The likelihood of the votes of states at ``x`` around the parameters ``at``."""
    eta = x[:, None] * at.slope
    sign = given.sign
    edge = np.clip(sign * (np.where(sign > 0, at.cut[0], at.cut[1]) - eta), -_FARTHEST, _FARTHEST)
    logs = log_ndtr(edge)
    ratio = np.exp(-0.5 * edge**2 - _ROOT - logs)
    outer = sign != 0
    bend = np.where(outer, ratio * (ratio + edge), 0.0)
    pull = np.where(outer, -sign * ratio, 0.0)  # derivative by eta
    low = sign > 0
    one = np.where(low, -bend, 0.0)  # mixed second derivatives of eta and each cut
    other = np.where(low, 0.0, -bend)
    by_cut = np.stack([np.where(low, -pull, 0.0).sum(0), np.where(low, 0.0, -pull).sum(0)])
    cuts = np.stack([-one.sum(0), np.zeros(given.calls), -other.sum(0)])  # of the cuts: 11, 12, 22
    value = float(logs[outer].sum())
    i, j = given.middle
    if len(i):
        first, second = (np.clip(cut[j] - eta[i, j], -_FARTHEST, _FARTHEST) for cut in at.cut)
        turned = first > 0
        inside = np.where(turned, ndtr(-first) - ndtr(-second), ndtr(second) - ndtr(first))
        inside = np.maximum(inside, _LEAST)
        g_one, g_two = -np.exp(-0.5 * first**2 - _ROOT) / inside, np.exp(-0.5 * second**2 - _ROOT) / inside
        w_11, w_12, w_22 = g_one * (g_one + first), g_one * g_two, g_two * (g_two + second)
        value += float(np.log(inside).sum())
        pull[i, j] = -(g_one + g_two)
        bend[i, j] = w_11 + 2 * w_12 + w_22
        one[i, j], other[i, j] = -(w_11 + w_12), -(w_12 + w_22)
        sums = (np.bincount(j, part, given.calls) for part in (g_one, g_two, w_11, w_12, w_22))
        by_cut[0] += next(sums)
        by_cut[1] += next(sums)
        cuts += np.stack(list(sums))
    # Where there is one cut both are the same parameter.
    both = given.two
    by_cut[:, both] = np.stack([by_cut[:, both].sum(0), np.zeros(both.sum())])
    cuts[:, both] = np.stack([cuts[0, both] + 2 * cuts[1, both] + cuts[2, both], *np.zeros((2, both.sum()))])
    one[:, both] += other[:, both]
    other[:, both] = 0.0
    calls = np.empty((given.calls, 3, 3))
    calls[:, 0, 0] = (x**2) @ bend
    calls[:, 0, 1] = calls[:, 1, 0] = x @ one
    calls[:, 0, 2] = calls[:, 2, 0] = x @ other
    calls[:, 1, 1], calls[:, 1, 2], calls[:, 2, 1], calls[:, 2, 2] = cuts[0], cuts[1], cuts[1], cuts[2]
    mixed = np.stack([bend * x[:, None] * at.slope, one * at.slope, other * at.slope], axis=2)
    return Curvature(
        value=value,
        state=pull @ at.slope,
        states=bend @ at.slope**2,
        call=np.stack([x @ pull, *by_cut], axis=1),
        calls=calls,
        mixed=mixed,
        bends=bend,
    )
