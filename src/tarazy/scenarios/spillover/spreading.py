"""The spread itself, for many runs at once: states catch a threat from those that have it, contain it, and get help with a delay.

A state that is free catches the threat in a month with the probability 1 − exp(−λ), where λ = (1 − k) Σ c r_c Σ j l_cji a_j: over the
channels c, the rate r of a channel and the link l between the states, where a is 1 for a state that has the threat; k is what the state
holds back, its own capacity and the help that has come. A state that has it contains it in a month with the probability 1 − exp(−q (h + k)),
and is then as safe as before. After stochastic contagion on networks: Kermack and McKendrick 1927; Pastor-Satorras et al. 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats

NEVER = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True)
class Threat:
    """``links`` (runs, channels, from, to) 0 to 1; ``rates`` (runs, channels) a month; ``capacity``, ``containment`` (a month), ``help``, ``delay``
    (months), each (runs, states); ``sources`` (states,): who has the threat from the beginning and never loses it."""

    links: Floats
    rates: Floats
    capacity: Floats
    containment: Floats
    help: Floats
    delay: Floats
    sources: npt.NDArray[np.bool_]

    def pressure(self) -> Floats:
        """What one state with the threat adds to λ of another in a month, before it is held back: (runs, from, to)."""
        found: Floats = (self.links * self.rates[:, :, None, None]).sum(axis=1)
        return found


@dataclass(frozen=True, slots=True)
class Spread:
    """``arrival`` (runs, repeats, states): the month of first arrival, 0 for sources, NEVER where it does not come; ``months`` with the threat;
    ``giver`` the state from which it came first, −1 where from none."""

    arrival: npt.NDArray[np.int16]
    months: npt.NDArray[np.int16]
    giver: npt.NDArray[np.int16]


def spread(
    threat: Threat,
    horizon: int,
    repeats: int,
    random: np.random.Generator,
    givers: bool = True,
    common: bool = False,
) -> Spread:
    """Let the threat spread for ``horizon`` months, ``repeats`` times in each run. ``givers=False`` leaves out from whom it came.

    With ``common`` all runs have the same random numbers, so that they differ by their inputs alone.
    """
    pressure = threat.pressure().astype(np.float32)
    runs, states = threat.capacity.shape
    shape = (runs, repeats, states)
    dice = (1, repeats, states) if common else shape
    own = np.clip(threat.capacity, 0, 1).astype(np.float32)[:, None, :]
    helped = np.clip(threat.capacity + threat.help, 0, 1).astype(np.float32)[:, None, :]
    containment = threat.containment.astype(np.float32)[:, None, :]
    delay = np.ceil(threat.delay).astype(np.int16)[:, None, :]
    help_comes = bool((threat.help > 0).any())
    has = np.broadcast_to(threat.sources, shape).astype(np.float32)
    source = np.broadcast_to(threat.sources, shape)
    arrival = np.where(source, np.int16(0), np.int16(NEVER))
    months = np.zeros(shape, dtype=np.int16)
    giver = np.full(shape, -1, dtype=np.int16)
    asked = np.full(shape, NEVER, dtype=np.int16)
    held = np.broadcast_to(own, shape)
    chance = np.empty(shape, dtype=np.float32)
    for month in range(1, horizon + 1):
        reach = np.matmul(has, pressure)
        if help_comes:
            # Help is asked for once the threat is next door or inside.
            near = (reach > 0) | (has > 0)
            np.minimum(asked, np.where(near, np.int16(month), np.int16(NEVER)), out=asked)
            held = np.where(month - asked.astype(np.int32) >= delay, helped, own)
        # Both chances at once: of catching it for those that are free, of containing it for those that have it.
        np.subtract(1, held, out=chance)
        np.multiply(chance, reach, out=chance)
        np.multiply(containment, held, out=reach)
        rate = np.where(has > 0, reach, chance)
        happens = random.random(dice, dtype=np.float32) < -np.expm1(-rate)
        happens &= ~source
        if happens.any():
            first = happens & (has == 0) & (arrival == NEVER)
            if givers and first.any():
                _name_givers(giver, first, has, pressure, random)
            arrival[first] = month
            has = np.where(happens, 1 - has, has)
        months += has.astype(np.int16)
    return Spread(arrival, months, giver)


def _name_givers(
    giver: npt.NDArray[np.int16],
    first: npt.NDArray[np.bool_],
    has: npt.NDArray[np.float32],
    pressure: npt.NDArray[np.float32],
    random: np.random.Generator,
) -> None:
    """From whom a state caught it: each state that has it in proportion to what it adds."""
    run, repeat, state = np.nonzero(first)
    adds = has[run, repeat] * pressure[run, :, state]
    total = adds.sum(axis=1, keepdims=True)
    place = random.random((len(run), 1), dtype=np.float32) * total
    giver[run, repeat, state] = np.minimum((np.cumsum(adds, axis=1) <= place).sum(axis=1), adds.shape[1] - 1)
