"""The spatial model of politics: actors bargain over positions in several dimensions, turn by turn.

After KTAB's SMP (KAPSARC; Wise, Lester and Efird 2015, "Multidimensional Bargaining Using KTAB"). Many runs are computed at once: the first axis of
every array is the run. Positions and saliences are from 0 to 1 here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.bargaining.bargains import Bargains, proposed
from tarazy.scenarios.bargaining.challenges import Challenges, challenges
from tarazy.scenarios.bargaining.elections import chances, coalitions, victory
from tarazy.scenarios.bargaining.options import Options
from tarazy.scenarios.bargaining.resolving import chosen
from tarazy.scenarios.case import Floats

Whole = npt.NDArray[np.int64]
SAME_PLACE = 1e-3
"""Positions nearer than this are one option in the election of the history."""
LEAST_FIRST = 1e-4
"""Added to the movement of the first turn, so that a first turn without any can be compared with."""
_ADJUSTED = {"full": 0.0, "two-thirds": 1 / 3, "half": 1 / 2, "one-third": 2 / 3, "none": 1.0}
Generators = Sequence[np.random.Generator]


@dataclass(frozen=True, slots=True)
class Actors:
    """Who bargains. ``capability`` (runs, actors), ``salience`` (runs, actors, dimensions), whose sum is at most 1 for an actor.

    ``accommodation`` (actors, actors) is how far ideals follow positions each turn; the identity, unless given: they follow one's own at once.
    """

    capability: Floats
    salience: Floats
    accommodation: Floats | None = None

    def some(self, runs: Whole) -> Actors:
        """Those of some runs."""
        return Actors(self.capability[runs], self.salience[runs], self.accommodation)


@dataclass(frozen=True, slots=True)
class State:
    """A turn as the actors see it: ``positions`` and ``ideals`` (runs, actors, dimensions).

    ``values`` (runs, actors, actors): what j's position is worth to i, without regard to risk; ``risk`` (runs, actors): inferred attitudes, −1 seeks
    it, 1 shuns it; ``utilities``: with i's own attitude; ``estimates`` (runs, h, i, j): what h thinks that i's utilities are; ``chance``
    (runs, actors): of each actor's position in the election, equal positions being one; ``expected`` (runs, dimensions): the mean of the
    different positions by their chance.
    """

    positions: Floats
    ideals: Floats
    distances: Floats
    values: Floats
    risk: Floats
    utilities: Floats
    estimates: Floats
    chance: Floats
    expected: Floats

    def some(self, runs: Whole) -> State:
        """That of some runs."""
        return State(*(getattr(self, field.name)[runs] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened between two states: who could gain by challenging whom, what was offered, what each actor took.

    ``taken`` (runs, actors): the bargain of ``bargains`` that each actor took; ``probabilities`` (runs, actors, bargains): of those in its queue.
    """

    challenges: Challenges
    bargains: Bargains
    utilities: Floats
    probabilities: Floats
    taken: Whole


@dataclass(frozen=True, slots=True)
class History:
    """All turns: ``positions`` (turns + 1, runs, actors, dimensions), ``chance`` (turns + 1, runs, actors), ``expected`` (turns + 1, runs,
    dimensions); after its end a run stands still.

    ``turns`` (runs,): how many each had; ``settled`` (runs,): whether it came to rest before the greatest number.
    """

    positions: Floats
    chance: Floats
    expected: Floats
    turns: Whole
    settled: npt.NDArray[np.bool_]

    @property
    def last(self) -> Floats:
        """Positions at the end, (runs, actors, dimensions)."""
        return np.asarray(self.positions[-1])


def utility(distance: Floats, risk: Floats) -> Floats:
    """Of a position so far away (0 to 1) for an actor of this attitude: (1 − d)(1 + d·R)."""
    return (1 - distance) * (1 + np.minimum(distance, 1.0) * risk)


def distance(difference: Floats, salience: Floats) -> Floats:
    """Weighted Euclidean: √(Σ (s·d)² / Σ s²) over the last axis."""
    return np.asarray(np.sqrt(np.square(difference * salience).sum(-1) / np.square(salience).sum(-1)))


def seen(actors: Actors, positions: Floats, ideals: Floats, options: Options) -> State:
    """The state of these positions and ideals."""
    away = distance(ideals[:, :, None, :] - positions[:, None, :, :], actors.salience[:, :, None, :])
    values = utility(away, np.zeros(1))
    strength = coalitions(options.voting, actors.capability, values)
    p = chances(options.election, strength, victory(options.victory, strength))
    risk = _attitudes(p, options.risk_range)
    own = _ADJUSTED[options.risk_adjustment]
    thought = own * risk[:, :, None] + (1 - own) * risk[:, None, :]
    utilities = utility(away, risk[:, :, None])
    estimates = utility(away[:, None], thought[..., None])
    shares, expected = _shares(actors, positions, utilities, options)
    return State(positions, ideals, away, values, risk, utilities, estimates, shares, expected)


def _attitudes(p: Floats, span: str) -> Floats:
    least, most = p.min(-1, keepdims=True), p.max(-1, keepdims=True)
    part = np.divide(p - least, most - least, out=np.zeros_like(p), where=most > least)
    # Where all positions are equally likely nobody has a reason to shun risk more than others.
    low = {"min": 0.0, "mid": -0.5, "max": -1.0}[span]
    return np.where(most > least, low + (1 - low) * part, 0.0)


def _shares(actors: Actors, positions: Floats, utilities: Floats, options: Options) -> tuple[Floats, Floats]:
    """The chance of each actor's position among the different ones, and the mean of these."""
    gap = np.sqrt(np.square(positions[:, :, None] - positions[:, None]).sum(-1)) < SAME_PLACE
    count = positions.shape[1]
    first = np.zeros((len(positions), count), dtype=bool)
    for at in range(count):
        first[:, at] = ~(gap[:, at, :at] & first[:, :at]).any(-1)
    strength = coalitions(options.voting, actors.capability, utilities)
    p = chances(options.election, strength, victory(options.victory, strength), first)
    # As KTAB, of several different positions that are near enough the last one counts.
    holds = gap & first[:, None, :]
    of = count - 1 - np.argmax(holds[..., ::-1], axis=-1)
    return np.take_along_axis(p, of, axis=-1), np.einsum("ra,rad->rd", p, positions)


def turn(actors: Actors, state: State, options: Options, generators: Generators | None = None) -> tuple[Turn, Floats]:
    """One turn, and the positions after it. ``generators``: one for each run, needed for stochastic transitions."""
    found = challenges(state.estimates, actors.capability, actors.salience.sum(-1), options)
    offers = proposed(state.positions, actors, found, options)
    worth = _worth(actors, state, offers)
    strength = coalitions(options.voting, actors.capability, worth)
    beats = victory(options.victory, strength)
    probabilities, taken = chosen(offers, strength, beats, actors.capability, options, generators)
    positions = offers.taken(taken)
    return Turn(found, offers, worth, probabilities, taken), positions


def _worth(actors: Actors, state: State, offers: Bargains) -> Floats:
    """The mean utility to each actor of all positions, were a bargain carried out: (runs, actors, bargains)."""
    count = state.positions.shape[1]
    standing = state.utilities.sum(-1)
    risk = state.risk[:, :, None]

    def of(places: Floats) -> Floats:
        away = distance(state.ideals[:, :, None] - places[:, None], actors.salience[:, :, None])
        return utility(away, risk)

    rows = np.arange(len(state.positions))[:, None]
    leaving = sum(
        np.swapaxes(np.swapaxes(state.utilities, 1, 2)[rows, who], 1, 2) for who in (offers.initiator, offers.receiver)
    )
    changed = standing[:, :, None] - leaving + of(offers.for_initiator) + of(offers.for_receiver)
    # A bargain with oneself leaves all as it is.
    still = (offers.initiator == offers.receiver)[:, None, :]
    return np.asarray(np.where(still, standing[:, :, None], changed) / count)


def run(
    actors: Actors,
    positions: Floats,
    options: Options,
    generators: Generators | None = None,
    watch: Callable[[State, Turn | None], None] | None = None,
) -> History:
    """Bargain until positions rest. ``positions`` (runs, actors, dimensions) from 0 to 1; ``watch`` is told each state and the turn after it."""
    runs = len(positions)
    state = seen(actors, positions, positions, options)
    past, shares, means = [positions], [state.chance], [state.expected]
    turns, settled, first = np.zeros(runs, dtype=np.int64), np.zeros(runs, dtype=bool), np.zeros(runs)
    going = np.arange(runs)
    for number in range(1, options.most_turns + 1):
        chance = None if generators is None else [generators[int(one)] for one in going]
        step, moved = turn(actors, state, options, chance)
        if watch is not None:
            watch(state, step)
        ideals = _ideals(actors, moved, state.ideals)
        size = np.sqrt(np.square(moved - state.positions).sum(-1)).sum(-1)
        state = seen(actors, moved, ideals, options)
        for told, new in ((past, moved), (shares, state.chance), (means, state.expected)):
            told.append(told[-1].copy())
            told[-1][going] = new
        turns[going] += 1
        if number == 1:
            first = size + LEAST_FIRST
        quiet = (size / first[going] < options.least_change) & (number >= options.least_turns)
        settled[going[quiet]] = True
        if quiet.all():
            break
        if quiet.any():
            # What has come to rest need not be computed again.
            left = np.flatnonzero(~quiet)
            going, actors, state = going[left], actors.some(left), state.some(left)
    if watch is not None:
        watch(state, None)
    return History(np.stack(past), np.stack(shares), np.stack(means), turns, settled)


def _ideals(actors: Actors, positions: Floats, ideals: Floats) -> Floats:
    if actors.accommodation is None:
        return positions
    followed = actors.accommodation.sum(-1)
    lag = np.clip(1.0 - followed, 0.0, 1.0)
    return np.asarray(np.einsum("ij,rjd->rid", actors.accommodation, positions) + lag[:, None] * ideals)
