"""Positions of states from ordered votes over periods: an ordinal item-response model with random walks, fitted by Newton steps.

The model is that of Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution 61: 430-456) after Martin and Quinn (2002, Political
Analysis 10: 134-153): an ordinal probit for each roll call, and for each state a random walk from period to period. Like Imai, Lo and
Olmsted (2016, American Political Science Review 110: 631-656) it replaces sampling by maximisation. It goes to the mode of the
posterior by Newton steps in all positions and roll calls at once: roll calls of a period touch each other only through its states, and periods only
through each state's walk, so that the system is block-tridiagonal. The inverse of the same system holds the variances of the positions, those
that come from not knowing the roll calls included (Laplace's approximation); from these the spread of the walk is
estimated (MacKay 1992, Neural Computation 4: 415-447).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tarazy.measures.chains import Chain, Matrix
from tarazy.measures.ordinal_votes import Ballots, Calls, Curvature, Votes, ballots, curvature, first_guess

SLOPE_SPREAD, CUT_SPREAD = 3.0, 5.0
"""Standard deviations of what is expected of roll calls before any vote: weak, against positions of the standard deviation 1."""
WALK = 0.2
_LEAST_WALK, _MOST_WALK = 0.01, 1.0
_STEPS, _CLOSE = 60, 2e-3
_ALONE = 6  # steps in the roll calls before all move together
_EXPECTED = 4  # steps of the size WALK that count as seen before any vote
_STRETCHED = 0.6  # of a period's stretch, which overshoots because blur is held fixed during a step
Active = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """``position`` and ``variance``, shape periods × states, NaN outside a state's first and last period; their mean is 0 and their variance 1.

    ``walk``: standard deviation of a state's step from one period to the next; ``calls`` of each period that the fit could use;
    ``steps`` taken, and whether they ``converged``: the last moved no position by more than 0.002.
    """

    position: Matrix
    variance: Matrix
    walk: float
    calls: list[Calls]
    steps: int
    converged: bool


def informative(votes: Votes) -> NDArray[np.bool_]:
    """Roll calls in which at least two of yes, abstention and no occur; the others say nothing."""
    found: NDArray[np.bool_] = sum((votes == category).any(0).astype(np.int64) for category in range(3)) >= 2
    return found


def fit(votes: Sequence[Votes], walk: float | None = None) -> Fit:
    """The positions of states in periods; ``votes`` has for each a matrix states × roll calls (-1 missing, 0 no, 1 abstention, 2 yes).

    ``walk``: the standard deviation of a state's step from period to period, in units of the spread of all positions; estimated unless told.
    The sign is that of the first principal component: whoever calls this turns it. A state that is absent is left out of that roll call.
    """
    given = [ballots(np.ascontiguousarray(one[:, informative(one)])) for one in votes]
    model = _Model(given)
    guesses = [first_guess(one) for one in given]
    state = _State(model.start(), guesses, [np.zeros(one.calls) for one in given], WALK if walk is None else walk)
    state.position = model.standard(state)
    model.calls_alone(state)
    return model.climb(state, estimated=walk is None)


@dataclass(slots=True)
class _State:
    """``blur`` of each roll call: what is known of its slope less, because positions are not known for sure, as a weight on its square.

    ``stretch``: how hard all positions together push against their fixed variance.
    """

    position: Matrix
    calls: list[Calls]
    blur: list[Matrix]
    walk: float
    stretch: float = 0.0


class _Model:
    """Ballots of all periods, and in which of them each state has a position."""

    def __init__(self, given: list[Ballots]) -> None:
        self.given = given
        present = np.stack([(one.votes >= 0).any(1) for one in given])
        periods = np.arange(len(given))[:, None]
        first = np.where(present, periods, len(given)).min(0)
        last = np.where(present, periods, -1).max(0)
        self.active: Active = (periods >= first) & (periods <= last)
        self.begins: Active = periods == first
        self.walks = self.active[1:] & self.active[:-1]
        self.nodes = int(self.active.sum())

    def start(self) -> Matrix:
        """The first principal component of all votes, the same in each period."""
        states = self.active.shape[1]
        gram = np.zeros((states, states))
        for one in self.given:
            known = (one.votes >= 0).astype(np.float64)
            cast = np.maximum(known.sum(0), 1)
            centred = np.where(known > 0, one.votes - np.where(known > 0, one.votes, 0).sum(0) / cast, 0.0)
            gram += centred @ centred.T
        _, vectors = np.linalg.eigh(gram)
        return np.tile(vectors[:, -1], (len(self.given), 1))

    def standard(self, state: _State) -> Matrix:
        """Positions with mean 0 and variance 1; what the roll calls say of votes stays the same."""
        inside = state.position[self.active]
        middle, spread = float(inside.mean()), float(inside.std()) or 1.0
        for one, blur in zip(state.calls, state.blur, strict=True):
            one.cut -= one.slope * middle
            one.slope *= spread
            blur /= spread**2
        return np.where(self.active, (state.position - middle) / spread, 0.0)

    def calls_alone(self, state: _State) -> None:
        """A few Newton steps in the roll calls, positions as they are."""
        for x, one, at, blur in zip(state.position, self.given, state.calls, state.blur, strict=True):
            for _ in range(_ALONE):
                here = curvature(x, one, at)
                inverse = np.linalg.inv(_prior_curved(here.calls, blur))
                _moved(at, np.einsum("jkl,jl->jk", inverse, _pulled(here.call, at, blur)))

    def value(self, state: _State, found: Sequence[Curvature]) -> float:
        """Log posterior, up to a constant."""
        x, total = state.position, sum(one.value for one in found)
        total -= 0.5 * float((x[self.begins] ** 2).sum())
        total -= 0.5 * float(((x[1:] - x[:-1])[self.walks] ** 2).sum()) / state.walk**2
        for one, blur in zip(state.calls, state.blur, strict=True):
            total -= 0.5 * float((one.slope**2 * (1 / SLOPE_SPREAD**2 + blur)).sum())
            total -= (
                0.5 * float((one.cut[0] ** 2).sum() + (one.cut[1][one.cut[1] > one.cut[0]] ** 2).sum()) / CUT_SPREAD**2
            )
        return total

    def climb(self, state: _State, estimated: bool) -> Fit:
        """Newton steps to the mode; the walk's spread is renewed on the way where it is to be estimated."""
        found = self.looked_at(state)
        converged, number, quiet = False, 0, False
        for number in range(1, _STEPS + 1):
            blurred = self.blurred(state, found)
            # Half of the way (of logarithms), because the scales of periods overshoot otherwise.
            state.blur = [np.sqrt(a * b) for a, b in zip(state.blur, blurred, strict=True)] if number > 1 else blurred
            before = self.value(state, found)
            system = _System(self, state, found)
            step, moves = system.step()
            state.stretch = max(0.0, system.push)
            length, trial = 1.0, state
            for _ in range(12):
                trial = self.moved(state, length * step, [length * one for one in moves])
                trial.position = self.standard(trial)
                found = self.looked_at(trial)
                reached = self.value(trial, found)
                if reached >= before - 1e-6 * abs(before):
                    break
                length /= 2
            largest = float(np.abs(trial.position - state.position).max())
            state = trial
            settled = largest < _CLOSE
            if estimated and (settled or largest < 0.5):
                walk = _System(self, state, found).walk()
                settled = settled and (quiet or abs(walk / state.walk - 1) < 0.01)
                state.walk = walk
            quiet = largest < _CLOSE
            if settled:
                converged = True
                break
        variance = _System(self, state, found).variances()[0]
        hidden = ~self.active
        position = np.where(hidden, np.nan, state.position)
        return Fit(position, np.where(hidden, np.nan, variance), state.walk, state.calls, number, converged)

    def moved(self, state: _State, step: Matrix, moves: Sequence[Matrix]) -> _State:
        """The state after a step. What only shifts or stretches a period is done to its roll calls exactly: their votes do not change by it."""
        position, calls = np.zeros_like(step), []
        for number, (x, by, at, move, inside) in enumerate(
            zip(state.position, step, state.calls, moves, self.active, strict=True)
        ):
            if not inside.any():
                calls.append(Calls(at.slope.copy(), at.cut.copy()))
                continue
            wide, middle = float(x[inside].var()), float(x[inside].mean())
            whole = float(np.mean((x[inside] - middle) * by[inside])) / wide if wide > 0 else 0.0
            stretch = float(np.clip(_STRETCHED * whole, -0.5, 1.0))
            shift = float(by[inside].mean()) - stretch * middle
            position[number] = np.where(inside, x + by - (whole - stretch) * (x - middle), 0.0)
            # The move of the roll calls goes with the whole stretch; of it only a part is taken.
            lost = float(by[inside].mean()) - whole * middle
            rest = move + np.stack([whole * at.slope, -lost * at.slope, -lost * at.slope], axis=1)
            one = Calls(at.slope.copy(), at.cut.copy())
            _moved(one, rest)
            one.slope /= 1 + stretch
            one.cut += one.slope * shift
            calls.append(one)
        return _State(position, calls, [one.copy() for one in state.blur], state.walk, state.stretch)

    def blurred(self, state: _State, found: Sequence[Curvature]) -> list[Matrix]:
        """What the positions' variances, roll calls given, add to the information on slopes: without it the scales of periods drift."""
        walks = self.walks / state.walk**2
        told = np.stack([one.states for one in found]) + self.begins + ~self.active
        told[1:] += walks
        told[:-1] += walks
        ahead, back = told.copy(), told.copy()
        for number in range(1, len(told)):
            ahead[number] -= walks[number - 1] ** 2 / ahead[number - 1]
            back[-1 - number] -= walks[-number] ** 2 / back[-number]
        variance = np.where(self.active, 1 / (ahead + back - told), 0.0)
        return [one.bends.T @ own for one, own in zip(found, variance, strict=True)]

    def looked_at(self, state: _State) -> list[Curvature]:
        return [curvature(x, one, at) for x, one, at in zip(state.position, self.given, state.calls, strict=True)]


class _System:
    """The Newton system at a state, roll calls eliminated, and what follows from its factors."""

    def __init__(self, model: _Model, state: _State, found: Sequence[Curvature]) -> None:
        self.model, self.state = model, state
        precision = 1 / state.walk**2
        x = state.position
        walks = model.walks.astype(np.float64) * precision
        blocks, sides, self.solved = [], [], []
        for number, (one, at, blur) in enumerate(zip(found, state.calls, state.blur, strict=True)):
            inverse = np.linalg.inv(_prior_curved(one.calls, blur))
            pulled = _pulled(one.call, at, blur)
            root = np.linalg.cholesky(inverse)
            mixed = np.matmul(one.mixed[:, :, None, :], root)[:, :, 0].reshape(len(one.states), root.size // 3)
            flat = one.mixed.reshape(len(one.states), root.size // 3)
            diagonal = one.states + model.begins[number] + ~model.active[number] + state.stretch / model.nodes
            side = one.state - flat @ np.einsum("jkl,jl->jk", inverse, pulled).ravel()
            side = side - model.begins[number] * x[number]
            for at_walk, other in ((number - 1, number - 1), (number, number + 1)):
                if 0 <= at_walk < len(walks):
                    diagonal = diagonal + walks[at_walk]
                    side = side - walks[at_walk] * (x[number] - x[other])
            blocks.append(np.diag(diagonal) - mixed @ mixed.T)
            sides.append(np.where(model.active[number], side, 0.0))
            self.solved.append((inverse, pulled, flat))
        self.chain = Chain(blocks, list(-walks))
        # What fixes place and scale: the mean, and the mean square.
        active = model.active.astype(np.float64)
        fixed = np.stack([active, x * active], axis=2) / model.nodes
        self.side = np.stack(sides)
        self.fixed, self.along = fixed, self.chain.solve(fixed)
        self.push = 0.0
        self.inner = np.einsum("tnk,tnl->kl", fixed, self.along)

    def step(self) -> tuple[Matrix, list[Matrix]]:
        """Moves of the positions, and of slopes and cuts of each period's roll calls."""
        free = self.chain.solve(self.side[:, :, None])[:, :, 0]
        held = np.linalg.solve(self.inner, np.einsum("tnk,tn->k", self.fixed, free))
        self.push = float(held[1])
        step = np.where(self.model.active, free - self.along @ held, 0.0)
        moves = [
            np.einsum("jkl,jl->jk", inverse, pulled - (move @ flat).reshape(pulled.shape))
            for (inverse, pulled, flat), move in zip(self.solved, step, strict=True)
        ]
        return step, moves

    def variances(self) -> tuple[Matrix, Matrix]:
        """Variance of each position, and of each step from a period to the next, with place and scale fixed."""
        own, next_to = self.chain.variances()
        inner = np.linalg.inv(self.inner)
        own = own - np.einsum("tnk,kl,tnl->tn", self.along, inner, self.along)
        next_to = next_to - np.einsum("tnk,kl,tnl->tn", self.along[:-1], inner, self.along[1:])
        return own, own[1:] + own[:-1] - 2 * next_to

    def walk(self) -> float:
        """The walk's standard deviation that the positions and their variances speak for."""
        walks = self.model.walks
        if not walks.any():
            return self.state.walk
        x = self.state.position
        _, steps = self.variances()
        told = walks.sum() - float(steps[walks].sum()) / self.state.walk**2
        squares = float(((x[1:] - x[:-1])[walks] ** 2).sum())
        # A few steps of an expected size keep it from 0 where there is little to learn it from.
        spread = np.sqrt((squares + _EXPECTED * WALK**2) / (max(told, 0.0) + _EXPECTED))
        return float(np.clip(spread, _LEAST_WALK, _MOST_WALK))


def _prior_curved(calls: Matrix, blur: Matrix) -> Matrix:
    curved: Matrix = calls.copy()
    curved[:, 0, 0] += 1 / SLOPE_SPREAD**2 + blur
    curved[:, 1, 1] += 1 / CUT_SPREAD**2
    curved[:, 2, 2] += 1 / CUT_SPREAD**2
    return curved


def _pulled(call: Matrix, at: Calls, blur: Matrix) -> Matrix:
    prior = np.stack([at.slope * (1 / SLOPE_SPREAD**2 + blur), *(at.cut / CUT_SPREAD**2)], axis=1)
    pulled: Matrix = call - prior
    return pulled


def _moved(at: Calls, move: Matrix) -> None:
    """The parameters after a step; cuts never change places."""
    gap = at.cut[1] - at.cut[0]
    single = gap <= 0
    at.slope += move[:, 0]
    cut = at.cut + move[:, 1:].T
    least = np.where(single, 0.0, 0.2 * gap)
    short = np.maximum(least - (cut[1] - cut[0]), 0) / 2
    cut = cut + np.stack([-short, short])
    at.cut = np.where(single, cut[0], cut)
