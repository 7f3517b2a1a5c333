"""Bargains between two actors: where they would meet, by salience and chance, after KTAB's SMP. The first axis of every array is the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.bargaining.options import Options
from tarazy.scenarios.case import Floats

if TYPE_CHECKING:
    from tarazy.scenarios.bargaining.challenges import Challenges
    from tarazy.scenarios.bargaining.spatial import Actors

LEAST_WEIGHT = 1e-6
_DIGITS = 10_000.0


@dataclass(frozen=True, slots=True)
class Bargains:
    """Every bargain on the table: first each actor's with itself, to stay; then those that each initiator offers.

    ``initiator``, ``receiver`` (runs, bargains): who; ``there``: whether it is offered at all; ``for_initiator``, ``for_receiver`` (runs, bargains,
    dimensions): the positions that they would take.
    """

    initiator: npt.NDArray[np.int64]
    receiver: npt.NDArray[np.int64]
    there: npt.NDArray[np.bool_]
    for_initiator: Floats
    for_receiver: Floats

    def queues(self, actors: int) -> npt.NDArray[np.bool_]:
        """Which bargains involve which actor: (runs, actors, bargains)."""
        who = np.arange(actors)[None, :, None]
        return np.asarray(
            self.there[:, None, :] & ((self.initiator[:, None, :] == who) | (self.receiver[:, None, :] == who))
        )

    def taken(self, chosen: npt.NDArray[np.int64]) -> Floats:
        """The positions after each actor took the bargain chosen (runs, actors)."""
        rows = np.arange(len(chosen))[:, None]
        begun = self.initiator[rows, chosen] == np.arange(chosen.shape[1])
        return np.where(begun[..., None], self.for_initiator[rows, chosen], self.for_receiver[rows, chosen])


def proposed(positions: Floats, actors: Actors, found: Challenges, options: Options) -> Bargains:
    """The bargains that follow from everyone's most advantageous challenge."""
    runs, count, _ = positions.shape
    rows, own = np.arange(runs)[:, None], np.broadcast_to(np.arange(count), (runs, count))
    there = found.target >= 0
    target = np.where(there, found.target, own)
    chance = np.where(there, found.own_chance[rows, own, target], 0.5)
    place = (positions, positions[rows, target], actors.salience, actors.salience[rows, target])
    mine = interpolated(*place, chance, options.interpolation)
    if options.bargains == "initiator":
        offers = [mine]
    else:
        # As KTAB computes it, the receiver's estimate is the gain that it expects of the challenge for the initiator, not the chance.
        theirs = interpolated(*place, found.other_gain[rows, own, target], options.interpolation)
        if options.bargains == "both":
            offers = [mine, theirs]
        else:
            # As KTAB computes it, both are weighed with the initiator's capability, so that the saliences alone matter.
            heavy, other = actors.salience.sum(-1), actors.salience.sum(-1)[rows, target]
            part = (heavy / (heavy + other))[..., None]
            offers = [(part * mine[0] + (1 - part) * theirs[0], part * mine[1] + (1 - part) * theirs[1])]
    each = len(offers)
    for_initiator = np.stack([one for one, _ in offers], axis=2).reshape(runs, count * each, -1)
    for_receiver = np.stack([one for _, one in offers], axis=2).reshape(runs, count * each, -1)
    return Bargains(
        np.concatenate([own, np.repeat(own, each, axis=1)], axis=1),
        np.concatenate([own, np.repeat(target, each, axis=1)], axis=1),
        np.concatenate([np.ones_like(there), np.repeat(there, each, axis=1)], axis=1),
        np.concatenate([positions, for_initiator], axis=1),
        np.concatenate([positions, for_receiver], axis=1),
    )


def interpolated(
    from_i: Floats, from_j: Floats, salience_i: Floats, salience_j: Floats, chance: Floats, rule: str
) -> tuple[Floats, Floats]:
    """Where i and where j would stand: between their positions, nearer to who cares more and is likelier to win.

    ``s1p1``: weights are salience times chance; ``s2p2``: their squares; ``s2pmax``: how far each moves hangs on how much likelier the other
    wins. The first two are rounded to four decimals, as KTAB does, so that no false precision grows from turn to turn.
    """
    win, lose = chance[..., None], (1 - chance)[..., None]
    if rule == "s2pmax":
        give_i, give_j = np.maximum(lose - win, 0.0), np.maximum(win - lose, 0.0)
        care_i, care_j = np.square(salience_i), np.square(salience_j)
        part_i = give_i * care_j / (give_i * care_j + LEAST_WEIGHT + (1 - give_i) * care_i)
        part_j = give_j * care_i / (give_j * care_i + LEAST_WEIGHT + (1 - give_j) * care_j)
        return from_i + part_i * (from_j - from_i), from_j + part_j * (from_i - from_j)
    power = 2 if rule == "s2p2" else 1
    weight_i, weight_j = salience_i**power * win**power, salience_j**power * lose**power
    total = weight_i + LEAST_WEIGHT + weight_j
    for_i = ((weight_i + LEAST_WEIGHT) * from_i + weight_j * from_j) / total
    for_j = (weight_i * from_i + (LEAST_WEIGHT + weight_j) * from_j) / total
    return _rounded(for_i), _rounded(for_j)


def _rounded(value: Floats) -> Floats:
    return np.trunc(0.5 + value * _DIGITS) / _DIGITS
