"""Who gains by challenging whom, as each actor estimates it: chances with third parties taking sides, and expected gains.

After KTAB's SMP. The first axis of every array is the run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.bargaining.elections import vote
from tarazy.scenarios.bargaining.options import Options
from tarazy.scenarios.case import Floats

LEAST_GAIN = 1e-5
"""A challenge must promise more than this."""
LEAST_SIDE = 1e-10
_AT_ONCE = 2_000_000
"""Utilities that are in memory at once."""
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Challenges:
    """Estimates of every challenge of i to j, (runs, i, j): the chance that i wins and what i and j gain, by i (``own_…``) and by j (``other_…``).

    ``target`` (runs, actors): the most advantageous; −1 where there is none. Gains on the diagonal mean nothing.
    """

    own_chance: Floats
    own_gain: Floats
    own_gain_receiver: Floats
    other_chance: Floats
    other_gain: Floats
    other_gain_receiver: Floats
    target: npt.NDArray[np.int64]


def challenges(estimates: Floats, capability: Floats, salience: Floats, options: Options) -> Challenges:
    """All challenges: ``estimates`` (runs, h, i, j) are h's of i's utility of j's position, ``salience`` (runs, actors) is of all dimensions."""
    own = _all(estimates, capability, salience, options, True)
    other = _all(estimates, capability, salience, options, False)
    count = capability.shape[-1]
    gains = np.where(np.eye(count, dtype=bool), -np.inf, own[1])
    best = gains.argmax(-1)
    target = np.where(gains.max(-1) > LEAST_GAIN, best, -1)
    return Challenges(*own, *other, target)


def _all(
    estimates: Floats, capability: Floats, salience: Floats, options: Options, by_initiator: bool
) -> tuple[Floats, Floats, Floats]:
    """Chance of i, gain of i, gain of j, each (runs, i, j), as estimated by i, or by j; some initiators at a time."""
    runs, count = capability.shape
    size = max(1, _AT_ONCE // (runs * count * count))
    parts = [
        _estimated(estimates, capability, salience, options, by_initiator, np.arange(first, min(first + size, count)))
        for first in range(0, count, size)
    ]
    chance, gain, receiver = (np.concatenate(one, axis=1) for one in zip(*parts, strict=True))
    return chance, gain, receiver


def _estimated(
    estimates: Floats, capability: Floats, salience: Floats, options: Options, by_initiator: bool, some: Whole
) -> tuple[Floats, Floats, Floats]:
    """The same for ``some`` initiators."""
    runs, count = capability.shape
    rows = np.arange(count)
    # [r, i, j, n]: utility to n of the position of i, of j, and of n.
    if by_initiator:
        of_initiator = np.swapaxes(estimates, 2, 3)[:, some, some][:, :, None, :]
        of_receiver = np.swapaxes(estimates[:, some], 2, 3)
        of_own = estimates[:, some][:, :, rows, rows][:, :, None, :]
    else:
        of_initiator = estimates[..., some].transpose(0, 3, 1, 2)
        of_receiver = np.swapaxes(estimates, 2, 3)[:, rows, rows][:, None, :, :]
        of_own = estimates[:, :, rows, rows][:, None, :, :]
    shape = (runs, len(some), count, count)
    of_initiator, of_receiver = np.broadcast_to(of_initiator, shape), np.broadcast_to(of_receiver, shape)
    weights = (capability * salience)[:, None, None, :]
    direct = vote(options.voting, weights, of_initiator - of_receiver)
    first, second = np.broadcast_arrays(some[:, None], rows[None, :])
    principals = (rows == first[..., None]) | (rows == second[..., None])
    side_i = LEAST_SIDE + np.where(principals, np.maximum(direct, 0.0), 0.0).sum(-1)
    side_j = LEAST_SIDE + np.where(principals, np.maximum(-direct, 0.0), 0.0).sum(-1)
    # Each third party thinks of the contest of the two principals and itself alone.
    joined_i = side_i[..., None] + np.maximum(direct, 0.0)
    joined_j = side_j[..., None] + np.maximum(-direct, 0.0)
    wins = joined_i / (joined_i + joined_j)
    votes = vote(options.voting, weights, _difference(options.commitment, wins, of_initiator, of_receiver, of_own))
    votes = np.where(principals, 0.0, votes)
    strength_i = side_i + np.maximum(votes, 0.0).sum(-1)
    strength_j = side_j + np.maximum(-votes, 0.0).sum(-1)
    chance = strength_i / (strength_i + strength_j)
    stake = salience[:, None, :]

    def gain(mine: Floats, theirs: Floats) -> Floats:
        contest = chance * 2 * mine + (1 - chance) * 2 * theirs
        return np.asarray((1 - stake) * 2 * mine + stake * contest - (mine + theirs))

    at = (np.arange(runs)[:, None, None], np.arange(len(some))[:, None], rows[None, :])
    gain_i = gain(of_initiator[(*at, first)], of_receiver[(*at, first)])
    gain_j = gain(of_initiator[(*at, second)], of_receiver[(*at, second)])
    return chance, gain_i, gain_j


def _difference(commitment: str, wins: Floats, of_initiator: Floats, of_receiver: Floats, of_own: Floats) -> Floats:
    """How much more utility a third party expects from joining i than from joining j; positions of i, j and itself are summed.

    A committed third party takes the winner's position; one that is half committed does so when its side loses; others keep theirs.
    """
    lose = 1 - wins
    if commitment == "full":
        with_i = wins * 3 * of_initiator + lose * 3 * of_receiver
        with_j = with_i
    elif commitment == "semi":
        with_i = wins * (2 * of_initiator + of_own) + lose * 3 * of_receiver
        with_j = wins * 3 * of_initiator + lose * (2 * of_receiver + of_own)
    else:
        with_i = wins * (2 * of_initiator + of_own) + lose * (2 * of_receiver + of_own)
        with_j = with_i
    return with_i - with_j
