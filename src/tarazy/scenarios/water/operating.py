"""Who decides what: each state for itself, quotas, two states together, all together, and what every coalition is worth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from tarazy.scenarios.case import Floats
from tarazy.scenarios.water.balance import Outcome, outcome_of
from tarazy.scenarios.water.network import END, Basin
from tarazy.scenarios.water.program import Program
from tarazy.scenarios.water.year import Year

Teams = tuple[int, ...]
"""The team of each state; states of one team decide together."""
OTHERS = 1e-4
"""Weight of others' benefits for who decides: between operations that are equal to it, it takes the one that is better for them."""
POWER = 1e-2
"""Weight of all that is not irrigation under quotas: irrigation goes before power."""
_BAND = 1e-8
_NEAR = 1e-6
_DECIMALS = 3
"""Of benefits in million USD: less is the band's and the solver's."""


class NoOperationError(Exception):
    """No operation keeps all limits."""


class Operations:
    """The operations of one year. Solved programs are kept, for coalitions share most decisions of those upstream of them."""

    def __init__(self, basin: Basin, year: Year) -> None:
        self.basin, self.year = basin, year
        self.program = Program(basin, year)
        self._found: dict[Teams, Outcome] = {}
        self._fixed: dict[Teams, tuple[Floats, Floats]] = {}
        self._decided: dict[tuple[tuple[int, ...], ...], tuple[Floats, Floats]] = {}

    def alone(self) -> Outcome:
        """Each state for itself, upstream first."""
        return self.teams(tuple(range(len(self.basin.states))))

    def together(self) -> Outcome:
        """All states as one."""
        return self.teams((0,) * len(self.basin.states))

    def coalition(self, members: Sequence[int]) -> Outcome:
        """These states together, every other for itself.

        Where others below would take what their common plan lets down, so that they had less than alone, they keep to what each would do with
        the water alone, and share power.
        """
        first = min(members)
        inside = list(members)
        common = self.teams(tuple(first if state in members else state for state in range(len(self.basin.states))))
        if len(inside) == len(self.basin.states):
            return common
        if self.alone().benefit[inside].sum() <= common.benefit[inside].sum() + _NEAR:
            return common
        low, high = self._fixed[tuple(range(len(self.basin.states)))]
        kept = self._outcome(self._solved(low, self._open(high, [inside]), self.program.benefits.sum(axis=0)))
        return kept if kept.benefit[inside].sum() > common.benefit[inside].sum() else common

    def game(self) -> Floats:
        """What each coalition's members get when they decide together and all others each alone (Chander and Tulkens 1997), (2ⁿ,)."""
        count = len(self.basin.states)
        found = np.zeros(2**count)
        for coalition in range(1, 2**count):
            inside = [state for state in range(count) if coalition >> state & 1]
            found[coalition] = self.coalition(inside).benefit[inside].sum()
        return found

    def teams(self, teams: Teams) -> Outcome:
        """The teams decide one after another as the river flows, each for what its members own at that place.

        Who decides takes what was decided above as given, and what it leaves to others below as theirs to pass on in its favour; they then decide for themselves.
        Power goes between members of a team alone. Raises NoOperationError.
        """
        if teams not in self._found:
            self._found[teams] = self._operated(teams)
        return self._found[teams]

    def _operated(self, teams: Teams) -> Outcome:
        program = self.program
        low, high = program.low.copy(), program.high.copy()
        done: list[tuple[int, ...]] = []
        for team, turns in groupby(self.basin.turns, key=lambda turn: teams[turn[1]]):
            members = tuple(state for state, other in enumerate(teams) if other == team)
            parts = list(turns)
            done += [members] * len(parts)
            key = tuple(done)
            if key in self._decided:
                low, high = (one.copy() for one in self._decided[key])
                continue
            columns = self._solved(low, self._open(high, [members]), self._objective(members))
            self._fix(parts, columns, low, high)
            self._decided[key] = (low.copy(), high.copy())
        self._fixed[teams] = (low, high)
        groups = [tuple(s for s, other in enumerate(teams) if other == team) for team in sorted(set(teams))]
        columns = self._solved(low, self._open(high, groups), program.benefits.sum(axis=0))
        return self._outcome(columns)

    def quotas(self) -> Outcome:
        """One centre: irrigation first, within each state's quota and with the releases of summer that are set; then power, shared by all."""
        program = self.program
        program.quotas(True)
        try:
            everybody = [tuple(range(len(self.basin.states)))]
            low, high = program.low.copy(), program.high.copy()
            objective = POWER * program.benefits.sum(axis=0)
            taken = program.at.taken
            objective[taken] /= POWER
            columns = self._solved(low, self._open(high, everybody), objective)
            self._fix(self.basin.turns, columns, low, high)
            columns = self._solved(low, self._open(high, everybody), program.benefits.sum(axis=0))
        finally:
            program.quotas(False)
        return self._outcome(columns)

    def _outcome(self, columns: Floats) -> Outcome:
        benefit = np.round(self.program.benefits @ columns, _DECIMALS) + 0.0
        return outcome_of(self.basin, self.year, self.program.at, columns, benefit)

    def _objective(self, members: Sequence[int]) -> Floats:
        weights = np.full(len(self.basin.states), OTHERS)
        weights[list(members)] = 1.0
        found: Floats = weights @ self.program.benefits
        return found

    def _open(self, high: Floats, groups: Sequence[Sequence[int]]) -> Floats:
        """Bounds with lines open between states of a group."""
        found = high.copy()
        for group in groups:
            for one in group:
                for other in group:
                    if one != other:
                        found[self.program.at.sent[one, other]] = self.year.line
        return found

    def _fix(self, turns: Sequence[tuple[int, int]], columns: Floats, low: Floats, high: Floats) -> None:
        """What was decided stays: storage of a reservoir, withdrawals of districts."""
        basin, at = self.basin, self.program.at
        for node, state in turns:
            fixed = []
            if basin.storage[node] != END and basin.owner_node[node] == state:
                fixed.append(at.storage[basin.storage[node]].ravel())
            for district, place in enumerate(basin.at_district):
                if place == node and basin.owner_district[district] == state:
                    fixed.append(at.taken[district].ravel())
            for which in fixed:
                # A band of rounding, so that what is decided stays feasible for those below.
                low[which] = np.maximum(low[which], columns[which] - _BAND)
                high[which] = np.maximum(low[which], np.minimum(high[which], columns[which] + _BAND))

    def _solved(self, low: Floats, high: Floats, objective: Floats) -> Floats:
        self.program.limit(low, high)
        columns = self.program.solve(objective)
        if columns is None:
            raise NoOperationError
        return columns
