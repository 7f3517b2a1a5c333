"""The numbers of one water year: inflows, needs, capacities and prices as drawn, with what is supposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.drawing import central
from tarazy.scenarios.model import Draws
from tarazy.scenarios.water.network import END, Basin

MONTHS = 12
SUMMER = (4, 5, 6, 7, 8, 9)
"""The growing season for which the basins' commission sets limits, April to September; the other months are winter here."""
HOURS = 24.0 * np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
MILLION_A_KM3 = 1000.0
"""Million USD a km³ at one USD a m³, or a TWh at one USD a kWh."""


@dataclass(frozen=True, slots=True)
class Year:
    """Water in km³ (a month), power in TWh (a month), prices in USD (a m³ or a kWh). Months go from the first of the water year.

    ``inflow``, ``least``, ``limit`` (nodes, 12); ``loss``, ``damage`` (nodes,); ``capacity``, ``dead``, ``start``, ``end``, ``summer_part``
    (reservoirs,), ``evaporation`` (reservoirs, 12); ``demand`` (districts, 12), ``returned``, ``worth_water`` (districts,), ``steps`` (steps,);
    ``kwh`` (plants,) a m³, ``turbines`` (plants, 12) km³; ``need``, ``spare``, ``worth`` (states, 12), ``cost``, ``export``, ``share``
    (states,); ``line``, ``export_line`` (12,); ``allocated``: what shares are of, km³.
    """

    inflow: Floats
    least: Floats
    limit: Floats
    loss: Floats
    damage: Floats
    capacity: Floats
    dead: Floats
    start: Floats
    end: Floats
    summer_part: Floats
    evaporation: Floats
    demand: Floats
    returned: Floats
    worth_water: Floats
    steps: Floats
    kwh: Floats
    turbines: Floats
    need: Floats
    spare: Floats
    worth: Floats
    cost: Floats
    export: Floats
    share: Floats
    line: Floats
    export_line: Floats
    line_loss: float
    allocated: float
    summer: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a file gave in place of inputs: ``need`` of power and ``water`` by state, (states, 12) from January on, NaN where it gives none."""

    need: Floats
    water: Floats
    activity: Mapping[str, float] = field(default_factory=dict)


def nothing_given(states: int) -> Given:
    """No file."""
    return Given(np.full((states, MONTHS), np.nan), np.full((states, MONTHS), np.nan))


def optional(draws: Draws, stem: str, key: str, empty: float) -> Floats:
    """Draws of inputs that may be left out, ``empty`` where they are: (count, values of the key)."""
    names = [f"{stem}.{one}" for one in draws.case.keys[key]]
    columns = [draws.value(name) if name in draws.case.inputs else np.full(draws.count, empty) for name in names]
    return np.column_stack(columns) if columns else np.empty((draws.count, 0))


def weights(case: Case) -> Floats:
    """The states' bargaining power, (states,)."""
    found: Floats = optional(central(case), "weight", "state", 1.0)[0]
    return found


def years(draws: Draws, basin: Basin, given: Given, supposed: bool = True) -> Iterator[Year]:
    """The year of each run; without what is supposed where ``supposed`` is False."""
    case = draws.case
    if not supposed:
        draws = replace(
            draws, case=replace(case, change={k: v for k, v in case.change.items() if k.startswith("fill")})
        )
    numbers = _Numbers(draws, basin, given, built=supposed)
    for run in range(draws.count):
        yield numbers.year(run)


class _Numbers:
    """Arrays of all runs, cut into years one by one."""

    def __init__(self, draws: Draws, basin: Basin, given: Given, built: bool) -> None:
        case, self.basin, self.draws = draws.case, basin, draws
        self._arrays: dict[str, Floats] = {}
        change = case.change
        first = case.settings["first-month"] - 1
        self.order = np.roll(np.arange(MONTHS), -first)
        self.hours = HOURS[self.order]
        self.summer = tuple(int(month) + 1 in SUMMER for month in self.order)
        dry = 1 - change.get("drought", 0.0)
        profile = self._profiles(case, "inflow-months", basin.inflows)
        inflow = draws.array("inflow", "inflow")[:, :, None] * profile * dry
        self.inflow = np.zeros((draws.count, len(basin.nodes), MONTHS))
        for at, node in enumerate(basin.at_inflow):
            self.inflow[:, node] += inflow[:, at]
        self.demand = self._demand(case, given)
        self.need = self._need(case, given)
        self.turbines = (
            draws.array("megawatts", "plant")[:, :, None] * self.hours / 1e6 / draws.array("kwh", "plant")[:, :, None]
        )
        self.capacity, self.start = draws.array("capacity", "reservoir"), draws.array("storage", "reservoir")
        self.dead = optional(draws, "dead", "reservoir", 0.0)
        fill = np.array([change.get(f"fill.{name}", 0.0) for name in basin.reservoirs])
        if not built:
            # The new dam does not stand: what its reservoir holds stays, and it gives no power.
            self.capacity = np.where(fill > 0, self.start, self.capacity)
            self.dead = np.where(fill > 0, self.start, self.dead)
            for plant, node in enumerate(basin.at_plant):
                if basin.storage[node] != END and fill[basin.storage[node]] > 0:
                    self.turbines[:, plant] = 0.0
            fill = np.zeros_like(fill)
        self.end = self.start + fill
        steps = np.array(case.value("steps"), dtype=float)
        self.steps = steps / steps.mean()

    def _profiles(self, case: Case, stem: str, names: tuple[str, ...]) -> Floats:
        """Monthly parts of a year, each summing to one, from the first month of the water year on."""
        rows = np.array([case.value(f"{stem}.{name}") for name in names], dtype=float).reshape(-1, MONTHS)
        parts: Floats = (rows / rows.sum(axis=1, keepdims=True))[:, self.order]
        return parts

    def _demand(self, case: Case, given: Given) -> Floats:
        """What districts would withdraw; a file's figures of a state are shared out among its districts as their own needs are."""
        basin = self.basin
        year = self.draws.array("demand", "district")
        monthly: Floats = year[:, :, None] * self._profiles(case, "demand-months", basin.districts)
        for at, state in enumerate(basin.owner_district):
            if not np.isnan(given.water[state]).any():
                own = [one for one, other in enumerate(basin.owner_district) if other == state]
                total = year[:, own].sum(axis=1)
                part = np.where(total > 0, year[:, at] / np.where(total > 0, total, 1), 1 / len(own))
                monthly[:, at] = part[:, None] * given.water[state][self.order]
            name = basin.states[state]
            more, saved = case.change.get(f"growth.{name}", 0.0), case.change.get(f"efficiency.{name}", 0.0)
            monthly[:, at] *= (1 + more) * (1 - saved)
        return monthly

    def _need(self, case: Case, given: Given) -> Floats:
        basin = self.basin
        need = self.draws.array("need", "state")[:, :, None] * self._profiles(case, "need-months", basin.states)
        for at, name in enumerate(basin.states):
            if not np.isnan(given.need[at]).any():
                need[:, at] = given.need[at][self.order]
            need[:, at] *= 1 + case.change.get(f"power-growth.{name}", 0.0)
        return need

    def _by_node(self, run: int, stem: str, empty: float) -> Floats:
        """A figure of reaches, ``empty`` at reservoirs."""
        values = self._drawn(stem, "reach", empty)[run]
        reaches = self.draws.case.keys["reach"]
        return np.array([values[reaches.index(name)] if name in reaches else empty for name in self.basin.nodes])

    def _drawn(self, stem: str, key: str, empty: float) -> Floats:
        if stem not in self._arrays:
            self._arrays[stem] = optional(self.draws, stem, key, empty)
        return self._arrays[stem]

    def year(self, run: int) -> Year:
        draws, case, basin = self.draws, self.draws.case, self.basin

        def of(stem: str, key: str, empty: float = 0.0) -> Floats:
            found: Floats = self._drawn(stem, key, empty)[run]
            return found

        def one(name: str) -> float:
            return float(draws.value(name)[run])

        # What irrigation saves is worth as much as what it used to take.
        saved = np.array([case.change.get(f"efficiency.{basin.states[state]}", 0.0) for state in basin.owner_district])
        limit = np.where(self.summer, np.inf, self._by_node(run, "winter-limit", np.inf)[:, None])
        warm = np.array([0.0, 0.0, 0.03, 0.08, 0.13, 0.18, 0.2, 0.18, 0.11, 0.06, 0.03, 0.0])[self.order]
        return Year(
            inflow=self.inflow[run],
            least=np.repeat(self._by_node(run, "least", 0.0)[:, None], MONTHS, axis=1),
            limit=limit,
            loss=self._by_node(run, "loss", 0.0),
            damage=self._by_node(run, "damage", 0.0),
            capacity=self.capacity[run],
            dead=self.dead[run],
            start=self.start[run],
            end=self.end[run],
            summer_part=of("summer-part", "reservoir"),
            evaporation=of("evaporation", "reservoir")[:, None] * warm,
            demand=self.demand[run],
            returned=of("return", "district"),
            worth_water=of("worth-water", "district") / (1 - saved),
            steps=self.steps,
            kwh=of("kwh", "plant"),
            turbines=self.turbines[run],
            need=self.need[run],
            spare=of("spare", "state")[:, None] * self.hours / 1e6,
            worth=of("worth-power", "state")[:, None]
            * np.where(self.summer, 1.0, of("winter-premium", "state", 1.0)[:, None]),
            cost=of("cost-power", "state"),
            export=of("export-price", "state"),
            share=of("share", "state", np.inf),
            line=one("line") * self.hours / 1e6,
            export_line=one("export-line") * self.hours / 1e6,
            line_loss=one("line-loss"),
            allocated=one("allocated") * float(self.inflow[run].sum()),
            summer=self.summer,
        )
