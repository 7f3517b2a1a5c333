"""Which of the competing bargains come about: each actor's own queue, or one after the other, binding for both; after KTAB's SMP."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.bargaining.bargains import Bargains
from tarazy.scenarios.bargaining.elections import chances
from tarazy.scenarios.bargaining.options import Options
from tarazy.scenarios.case import Floats

Whole = npt.NDArray[np.int64]
_AT_ONCE = 4_000_000
"""Chances that are in memory at once."""


def chosen(
    offers: Bargains,
    strength: Floats,
    beats: Floats,
    capability: Floats,
    options: Options,
    generators: Sequence[np.random.Generator] | None = None,
) -> tuple[Floats, Whole]:
    """Probabilities of the bargains in each actor's queue, (runs, actors, bargains), and the one that each takes, (runs, actors)."""
    queues = offers.queues(capability.shape[1])
    if options.resolution == "binding-best":
        return _binding(offers, strength, beats, capability, options, generators)
    probabilities = _queued(options.election, strength, beats, queues)
    if options.transitions == "deterministic":
        return probabilities, np.where(queues, probabilities, -1.0).argmax(-1)
    return probabilities, _drawn(probabilities, generators)


def _queued(election: str, strength: Floats, beats: Floats, queues: npt.NDArray[np.bool_]) -> Floats:
    """The election within each actor's queue, (runs, actors, bargains), some actors at a time."""
    runs, count, bargains = queues.shape
    size = max(1, _AT_ONCE // (runs * bargains * bargains))
    parts = []
    for first in range(0, count, size):
        some = queues[:, first : first + size]
        shape = (*some.shape, bargains)
        wide = np.broadcast_to(strength[:, None], shape), np.broadcast_to(beats[:, None], shape)
        parts.append(chances(election, *wide, some))
    return np.concatenate(parts, axis=1)


def _drawn(probabilities: Floats, generators: Sequence[np.random.Generator] | None) -> Whole:
    """One of each row by chance; each run has a generator of its own."""
    assert generators is not None, "stochastic transitions need generators"
    share = np.stack([generator.random(probabilities.shape[1]) for generator in generators])
    reached = probabilities.cumsum(-1)
    found = (reached >= share[..., None] * reached[..., -1:]) & (probabilities > 0)
    return np.asarray(found.argmax(-1))


def _binding(
    offers: Bargains,
    strength: Floats,
    beats: Floats,
    capability: Floats,
    options: Options,
    generators: Sequence[np.random.Generator] | None,
) -> tuple[Floats, Whole]:
    """The likeliest bargain binds both, then the likeliest of those that involve neither, and so on; ties go to the stronger."""
    p = chances("markov-incentive", strength, beats, offers.there)
    runs, count = capability.shape
    taken = np.zeros((runs, count), dtype=np.int64)
    for run in range(runs):
        begun, other = offers.initiator[run], offers.receiver[run]
        power = (2 * capability[run, begun] + capability[run, other]) / 3
        left = offers.there[run].copy()
        while left.any():
            if options.transitions == "deterministic":
                at = int(np.lexsort((-power, -p[run], ~left))[0])
            else:
                assert generators is not None, "stochastic transitions need generators"
                reached = np.where(left, p[run], 0.0).cumsum()
                at = int(np.searchsorted(reached, generators[run].random() * reached[-1]))
                at = at if left[at] else int(np.flatnonzero(left)[0])
            pair = (begun[at], other[at])
            taken[run, list(pair)] = at
            left &= ~(np.isin(begun, pair) | np.isin(other, pair))
    return np.broadcast_to(p[:, None], (runs, count, p.shape[-1])) * offers.queues(count), taken
