"""The linear program of a water year: variables, balances and limits, solved by HiGHS (Huangfu and Hall 2018)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats
from tarazy.scenarios.water.network import END, Basin
from tarazy.scenarios.water.year import MILLION_A_KM3, MONTHS, Year

Whole = npt.NDArray[np.int64]
FREE = 1e30
WEAR = 1e-3
"""Million USD a TWh sent, in objectives alone: no power goes where nobody gains by it."""
_SLACK = 1e-7
_METHODS = ("simplex", "simplex", "ipm")
"""From the basis of its last solution the solver stumbles now and then: then it begins anew, at last by another method."""
_DEARER = {"least": 1.0, "dead": 3.0, "end": 10.0}
"""What cannot be kept is told of flows before storage, for storage can be drawn on for any flow."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each variable stands among the columns: storage at the end of a month (reservoirs, 12), flow out of a node (nodes, 12), withdrawal by steps
    (districts, steps, 12), flow through turbines (plants, 12), flow above the winter's limit (nodes, 12); of states: power served, bought from
    other plants, exported (states, 12), sent (states, states, 12).
    """

    storage: Whole
    flow: Whole
    taken: Whole
    turbined: Whole
    flood: Whole
    served: Whole
    burnt: Whole
    exported: Whole
    sent: Whole
    columns: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A limit that no operation can keep: ``kind`` (``least``, ``dead``, ``end`` or ``summer``), where, the month, and how much is lacking at least."""

    kind: str
    name: str
    month: int
    km3: float


def places(basin: Basin, steps: int) -> Places:
    """The columns of a basin's program."""
    shapes = [
        (len(basin.reservoirs), MONTHS),
        (len(basin.nodes), MONTHS),
        (len(basin.districts), steps, MONTHS),
        (len(basin.plants), MONTHS),
        (len(basin.nodes), MONTHS),
        *[(len(basin.states), MONTHS)] * 3,
        (len(basin.states), len(basin.states), MONTHS),
    ]
    found: list[Whole] = []
    first = 0
    for shape in shapes:
        size = int(np.prod(shape))
        found.append(np.arange(first, first + size).reshape(shape))
        first += size
    storage, flow, taken, turbined, flood, served, burnt, exported, sent = found
    return Places(storage, flow, taken, turbined, flood, served, burnt, exported, sent, first)


class Program:
    """The program of one year, kept open so that it can be solved again and again with other objectives and other decisions fixed."""

    def __init__(self, basin: Basin, year: Year) -> None:
        self.basin, self.year = basin, year
        self.at = places(basin, len(year.steps))
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._values: list[float] = []
        self.row_low: list[float] = []
        self.row_high: list[float] = []
        self.low, self.high = self._bounds()
        self._balances()
        self._turbines()
        self._power()
        self.quota_rows = self._quotas()
        self._summer_rows()
        self._floods()
        self.benefits = self._benefits()
        self._solver = self._opened()
        self._now = (self.low.copy(), self.high.copy())

    def _bounds(self) -> tuple[Floats, Floats]:
        at, year = self.at, self.year
        low, high = np.zeros(at.columns), np.full(at.columns, FREE)
        low[at.storage], high[at.storage] = year.dead[:, None], year.capacity[:, None]
        low[at.storage[:, -1]] = np.maximum(year.dead, year.end)
        low[at.flow] = year.least
        high[at.taken] = year.demand[:, None, :] / len(year.steps)
        high[at.turbined] = year.turbines
        high[at.served], high[at.burnt] = year.need, year.spare
        high[at.exported] = year.export_line
        high[at.sent] = 0.0
        return low, high

    def _row(self, entries: Iterable[tuple[int, float]], low: float, high: float) -> int:
        row = len(self.row_low)
        for column, value in entries:
            self._rows.append(row)
            self._columns.append(int(column))
            self._values.append(float(value))
        self.row_low.append(low)
        self.row_high.append(high)
        return row

    def _balances(self) -> None:
        """At every node and month: what is left in store and flows on is what was there, what comes, less what is withdrawn and evaporates."""
        basin, year, at = self.basin, self.year, self.at
        for node in range(len(basin.nodes)):
            reservoir = basin.storage[node]
            for month in range(MONTHS):
                entries = [(at.flow[node, month], 1.0)]
                come = year.inflow[node, month]
                if reservoir != END:
                    entries.append((at.storage[reservoir, month], 1.0))
                    kept = 1 - year.evaporation[reservoir, month]
                    if month:
                        entries.append((at.storage[reservoir, month - 1], -kept))
                    else:
                        come += kept * year.start[reservoir]
                entries += [(at.flow[one, month], year.loss[one] - 1) for one in basin.up(node)]
                for district, place in enumerate(basin.at_district):
                    back = year.returned[district] if basin.returns[district] == node else 0.0
                    taken = (1.0 if place == node else 0.0) - back
                    if taken:
                        entries += [(column, taken) for column in at.taken[district, :, month]]
                self._row(entries, come, come)

    def _turbines(self) -> None:
        """What goes through a plant flows out of its node."""
        for plant, node in enumerate(self.basin.at_plant):
            for month in range(MONTHS):
                self._row([(self.at.flow[node, month], 1.0), (self.at.turbined[plant, month], -1.0)], 0.0, FREE)

    def _power(self) -> None:
        """What a state's plants on the river give, what it burns and what others send covers what it serves, sends and exports."""
        basin, year, at = self.basin, self.year, self.at
        for state in range(len(basin.states)):
            own = [plant for plant, owner in enumerate(basin.owner_plant) if owner == state]
            others = [other for other in range(len(basin.states)) if other != state]
            for month in range(MONTHS):
                entries = [(at.turbined[plant, month], year.kwh[plant]) for plant in own]
                entries += [(at.burnt[state, month], 1.0), (at.served[state, month], -1.0)]
                entries.append((at.exported[state, month], -1.0))
                entries += [(at.sent[other, state, month], 1 - year.line_loss) for other in others]
                entries += [(at.sent[state, other, month], -1.0) for other in others]
                self._row(entries, 0.0, FREE)

    def _quotas(self) -> list[tuple[int, float]]:
        """A row for each state's withdrawals in the year, with its quota; the limit is off until it is asked for."""
        found = []
        for state in range(len(self.basin.states)):
            own = [one for one, owner in enumerate(self.basin.owner_district) if owner == state]
            entries = [(column, 1.0) for one in own for column in self.at.taken[one].ravel()]
            quota = min(FREE, self.year.share[state] * self.year.allocated)
            found.append((self._row(entries, -FREE, FREE), quota))
        return found

    def _summer_rows(self) -> None:
        """Rows for the part of a reservoir's releases that belongs to summer; off until they are asked for."""
        self.summer_rows = []
        for reservoir, part in enumerate(self.year.summer_part):
            flow = self.at.flow[self.basin.node_of(reservoir)]
            entries = [(flow[month], (1.0 if self.year.summer[month] else 0.0) - part) for month in range(MONTHS)]
            self.summer_rows.append(self._row(entries, -FREE, FREE))

    def _floods(self) -> None:
        for node, month in zip(*np.nonzero(np.isfinite(self.year.limit)), strict=True):
            entries = [(self.at.flood[node, month], 1.0), (self.at.flow[node, month], -1.0)]
            self._row(entries, -self.year.limit[node, month], FREE)

    def _benefits(self) -> Floats:
        """Million USD of each column to each state, (states, columns)."""
        basin, year, at = self.basin, self.year, self.at
        found = np.zeros((len(basin.states), at.columns))
        for district, owner in enumerate(basin.owner_district):
            found[owner, at.taken[district]] = MILLION_A_KM3 * year.worth_water[district] * year.steps[:, None]
        for node, owner in enumerate(basin.owner_node):
            found[owner, at.flood[node]] = -MILLION_A_KM3 * year.damage[node]
        for state in range(len(basin.states)):
            found[state, at.served[state]] = MILLION_A_KM3 * year.worth[state]
            found[state, at.burnt[state]] = -MILLION_A_KM3 * year.cost[state]
            found[state, at.exported[state]] = MILLION_A_KM3 * year.export[state]
            for other in range(len(basin.states)):
                # Power between states is paid for half-way between its cost here and its worth there; all else is left to the shares.
                price = (year.cost[state] + (1 - year.line_loss) * year.worth[other]) / 2
                found[state, at.sent[state, other]] += MILLION_A_KM3 * price
                found[other, at.sent[state, other]] -= MILLION_A_KM3 * price
        return found

    def _opened(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
        solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.at.columns, len(self.row_low)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.zeros(self.at.columns)
        model.col_lower_, model.col_upper_ = self.low, self.high
        model.row_lower_, model.row_upper_ = np.array(self.row_low), np.array(self.row_high)
        rows, columns, values = np.array(self._rows), np.array(self._columns), np.array(self._values)
        order = np.lexsort((rows, columns))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(self.at.columns + 1))
        model.a_matrix_.index_, model.a_matrix_.value_ = rows[order], values[order]
        solver.passModel(model)
        return solver

    def limit(self, low: Floats, high: Floats) -> None:
        """Bounds of all columns from now on."""
        if (low != self._now[0]).any() or (high != self._now[1]).any():
            self._solver.changeColsBounds(self.at.columns, np.arange(self.at.columns, dtype=np.int32), low, high)
            self._now = (low.copy(), high.copy())

    def quotas(self, on: bool) -> None:
        """Set or lift the states' quotas and the reservoirs' summer part."""
        for row, quota in self.quota_rows:
            self._solver.changeRowBounds(row, -FREE, quota if on else FREE)
        for row, part in zip(self.summer_rows, self.year.summer_part, strict=True):
            self._solver.changeRowBounds(row, 0.0 if on and part > 0 else -FREE, FREE)

    def solve(self, objective: Floats) -> Floats | None:
        """The columns at the greatest objective; None where no operation keeps the limits."""
        costs = objective.copy()
        costs[self.at.sent] -= WEAR
        self._solver.changeColsCost(self.at.columns, np.arange(self.at.columns, dtype=np.int32), costs)
        try:
            for method in _METHODS:
                self._solver.setOptionValue("solver", method)
                self._solver.run()
                if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                    return np.array(self._solver.getSolution().col_value)
                self._solver.clearSolver()
        finally:
            self._solver.setOptionValue("solver", _METHODS[0])
        return None


def lacking(basin: Basin, year: Year) -> Lack | None:
    """The limit of which most is lacking where all are kept as well as can be; None where all can be kept."""
    base = replace(year, least=np.zeros_like(year.least), dead=np.zeros_like(year.dead), end=np.zeros_like(year.end))
    program = Program(basin, base)
    at = program.at
    wanted: Sequence[tuple[str, Whole, Floats]] = (
        ("least", at.flow, year.least),
        ("dead", at.storage[:, :-1], np.repeat(year.dead[:, None], MONTHS - 1, axis=1)),
        ("end", at.storage[:, -1:], np.maximum(year.end, year.dead)[:, None]),
    )
    solver = program._solver
    cost = np.zeros(at.columns)
    solver.changeColsCost(at.columns, np.arange(at.columns, dtype=np.int32), cost)
    slacks: list[tuple[str, int, int]] = []
    for kind, columns, low in wanted:
        for place, month in np.ndindex(columns.shape):
            if low[place, month] > 0:
                column = at.columns + len(slacks)
                solver.addCol(-_DEARER[kind], 0.0, FREE, 0, np.empty(0, dtype=np.int32), np.empty(0))
                solver.addRow(
                    float(low[place, month]),
                    FREE,
                    2,
                    np.array([columns[place, month], column], dtype=np.int32),
                    np.ones(2),
                )
                slacks.append((kind, place, month if kind != "end" else MONTHS - 1))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = np.array(solver.getSolution().col_value)[at.columns :]
    if not len(values) or values.max() <= _SLACK:
        return None
    worst = int(values.argmax())
    kind, place, month = slacks[worst]
    name = basin.nodes[place] if kind == "least" else basin.reservoirs[place]
    return Lack(kind, name, month, float(values[worst]))
